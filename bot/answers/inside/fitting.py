"""Whether a value is what is asked for: of the kind, in the unit, for one of the same, of that time."""

import re

from bot.answers.inside.asked import PER, Asked, counted, per_one
from bot.answers.inside.clauses import Sentence, SentenceValue
from bot.answers.inside.wordings import alike, bare, idle
from bot.questions.lexicon import load
from bot.text import units

_TIMES = ("clock", "date", "duration", "frequency", "ages")
_OTHERS = {"count": _TIMES, "things": (*_TIMES, "money", "share")}  # what is no count, though nothing tells of what
_SHORT = frozenset(("天", "日", "个工作日", "工作日", "小时", "个小时", "分钟", "钟头", "个钟头"))
_TIME = re.compile(r"(?:19|20)\d\d年|[今去明前后]年(?!以来)")
_TIMED = 1.2


def is_per(asked: Asked, said: str) -> bool:
    """Return whether what is asked for one of something is said for one: 一台多少钱 of 每台150元."""
    printed = set(map(counted, per_one().findall(said)))  # 每度 is for one of 一度电
    return any(
        any(unit.startswith(one) for one in printed)
        or any(f"{word}{same}" in said for same in units.same(unit) for word in PER)
        for unit in asked.per
    )


def says(kind: str, said: str) -> bool:
    """Return whether a sentence has a sign of what is asked for: 因 of why, 由…负责 of who."""
    cues = load("inside")["cues"].get(kind)
    return cues is not None and re.search(cues, said) is not None


def fits(asked: Asked, value: SentenceValue) -> bool:
    """Return whether a value is of the kind and unit that is asked for."""
    if asked.kind in _OTHERS and asked.unit is None:
        return value.kind not in _OTHERS[asked.kind]
    if asked.kind in _OTHERS:
        timed = value.kind == "frequency" and not asked.each  # of 每月1次 一个月 must be asked
        return not timed and bool(alike(str(asked.unit)) & {value.unit, value.unit.removesuffix("次")})
    if asked.kind == "duration":
        # Nobody asks in days for years; 多久一次: 每月1次.
        apart = "年" in (asked.unit, value.unit) and bool({asked.unit, value.unit} & _SHORT)
        return (value.kind == "duration" and not apart) or (value.kind == "frequency" and asked.each)
    if asked.kind == "persons":
        return value.unit != "户" and (value.kind == "persons" or value.unit in alike("人"))
    if asked.kind == "date":
        return value.kind in ("date", "clock")
    return value.kind == asked.kind


def share_of(asked: Asked, value: SentenceValue, printed: str) -> float:
    """Return how much of a value's own words, beside itself, the question has."""
    own = {sign for sign in idle().sub("", value.own.replace(printed, "")) if "\u4e00" <= sign <= "\u9fff"}
    return len(own & set("".join(map(bare, asked.runs)))) / max(len(own), 1)


def of_year(asked: Asked, sentence: Sentence, value: SentenceValue, years: frozenset[str]) -> float:
    """Return how well the time that a sentence gives a value fits 今年, 明年, 去年 as the text means them."""
    said = [match.group() for match in _TIME.finditer(sentence.said[: value.start])]
    wanted = {
        form
        for word, shift in load("inside")["years"].items()
        if any(word in run for run in asked.runs)
        for form in (word, *(f"{int(year) + int(shift)}年" for year in years))
    }
    return 0.0 if not (said and wanted) else _TIMED if said[-1] in wanted else -_TIMED
