"""A value as a whole: a number without 不超过, 每吨, 左右 or 前 that stand beside it says something else."""

import re
from functools import cache

from bot.questions.lexicon import alternation, load
from bot.text import units


def whole(said: str, start: int, end: int) -> tuple[int, int]:
    """Return the offsets of a value with what bounds it and what it is for one of."""
    before, after = _before().search(said, 0, start), _after().match(said, end)
    return before.start() if before else start, after.end() if after else end


@cache
def _before() -> re.Pattern[str]:
    bounds = "|".join(sorted(load("inside")["whole"]["before"], key=len, reverse=True))
    each = r"每(?:\d+个?)?[\u4e00-\u9fff]{1,4}"
    # 不超过机价的30%: what a share is of stands between.
    return re.compile(rf"(?:(?:{bounds})(?:[\u4e00-\u9fff]{{1,8}}的(?=\d))?|{each})+$")


@cache
def _after() -> re.Pattern[str]:
    counted, bounds = _counted(), "|".join(load("inside")["whole"]["after"])
    return re.compile(rf"(?:[/／每](?:{counted})(?:[·•./／](?:{counted}))?)?(?:{bounds})?")


@cache
def _counted() -> str:
    measures = (one for group in load("inside")["measures"] for one in group)
    return alternation((*measures, *units.forms(), *load("inside")["per"]))
