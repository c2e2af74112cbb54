"""Whether a sentence says what the user supposes: a day, a day of the week, a time of day, a frequency, a name."""

import re
from collections.abc import Iterable

from bot.answers.passages.dated import within
from bot.questions.lexicon import alternation, words
from bot.questions.question import Focus, InPassages
from bot.records.model import Passage
from bot.text.normalise import compact
from bot.text.numerals import read as numeral

_WEEKDAY = re.compile(r"(?:周|星期|礼拜)([一二三四五六日天])|(天天|每[天日])")
_TIME = re.compile(
    r"(?P<part>早上|上午|中午|下午|晚上)?\s*(?:(?P<hour>\d{1,2})[:：](?P<minute>\d{2})"
    r"|(?P<at>\d{1,2}|[一二三四五六七八九十两]{1,2})点(?:(?P<half>半)|(?P<past>[\d一二三四五十]{1,3})分?)?)"
)
_PART = re.compile("早上|上午|中午|下午|晚上")
_FREQUENCY = re.compile(r"(?:FM|AM|fm|am)\s*(\d{2,4}(?:\.\d+)?)|(?<![\d.])(\d{2,3}\.\d)(?![\d%])")
_NAMED = re.compile(r"“([^”]+)”|《([^》]+)》")
_LATER = ("下午", "晚上")


def denied_of_all(said: str, ask: InPassages, texts: Iterable[str]) -> str | None:
    """Return what a message denies of something of which a sentence says it of all: 没办完的有几件, 全部按时办结."""
    told = alternation((*ask.terms, *(word for one in ask.alternatives for word in one)))
    nots = alternation(words("turns", "negations"))
    every = re.compile(rf"(?:{alternation(words('turns', 'every'))}|均)[^，。；,;]{{0,4}}(?:{told})")
    if not any(every.search(text) for text in texts):
        return None
    found = re.finditer(rf"(?<!有)(?P<before>.?)(?:还|尚|仍)?(?:{nots})[有能被]?(?P<what>{told})", said)
    return next(
        (one[0][len(one["before"]) :] for one in found if one["before"] not in ("有", one["what"][0])), None
    )  # 有没有, 办没办完


def agrees(ask: InPassages, passages: Iterable[Passage]) -> bool | None:
    """Return whether sentences that answer a question say what it supposes; None where they say nothing of the kind."""
    told = list(passages)
    if ask.claimed is None:
        return None
    if ask.supposed:
        days = [mention for one in told for mention in one.dates if mention.precision == "day"]
        return any(within(mention, ask.supposed) for mention in days) if days else None
    told_of = []
    for kind in (_weekdays, _times, _parts, _frequencies):
        if supposed := kind(ask.claimed):
            printed = {one for passage in told for one in kind(passage.text)}
            told_of.append(supposed <= printed if printed else None)
    if told_of:
        return False if False in told_of else None if None in told_of else True
    claimed = compact(ask.claimed)
    if any(claimed in compact(one.text) for one in told):
        return True
    named = any(_NAMED.search(one.text) for one in told)
    return False if ask.focus is Focus.NAME and named else None


def tells_frequency(ask: InPassages, texts: Iterable[str]) -> bool:
    """Return whether a question asks for a frequency (电台FM多少) and one of the texts has one."""
    asked = any("调频" in group for group in (*ask.alternatives, ask.terms))
    return asked and any(map(_frequencies, texts))


def spans_of(ask: InPassages, text: str) -> tuple[tuple[int, int], ...]:
    """Return where a sentence says something of the kind that is supposed, for the days of the week and the like."""
    for kind, pattern in ((_weekdays, _WEEKDAY), (_times, _TIME), (_parts, _PART), (_frequencies, _FREQUENCY)):
        if ask.claimed and kind(ask.claimed):
            return tuple(match.span() for match in pattern.finditer(text))
    return ()


def _weekdays(text: str) -> set[object]:
    return {"每天" if every else "日" if day == "天" else day for day, every in _WEEKDAY.findall(text)}


def _parts(text: str) -> set[object]:
    return set(_PART.findall(text))


def _frequencies(text: str) -> set[object]:
    return {one or other for one, other in _FREQUENCY.findall(text)}


def _times(text: str) -> set[object]:
    """Return the times of day that a text names, in minutes since midnight; 下午 holds on for what follows it."""
    found: set[object] = set()
    part = ""
    for match in _TIME.finditer(text):
        part = match["part"] or part
        hour = int(match["hour"]) if match["hour"] else numeral(match["at"]) or 0
        minute = (
            30 if match["half"] else int(match["minute"] or 0) if match["hour"] else numeral(match["past"] or "") or 0
        )
        found.add((hour + 12 * (part in _LATER and hour < 12)) * 60 + minute)
    return found
