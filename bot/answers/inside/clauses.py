"""A text as sentences, clauses and values: where each stands, and under which heading."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import pairwise

from bot.questions.lexicon import alternation, load
from bot.text import units
from bot.text.normalise import to_simplified

_SENTENCE = re.compile(r"[^。！？；\n]+[。！？；]?")
_CLAUSE = re.compile(r"[，：（）(),;；。]|,(?!\d{3})")
_BRACKETED = 2  # what stands before brackets, and what stands in them
_LISTED = re.compile(r"[、和及与](?!以[上下])")
ITEM = re.compile(r"^\s*(?:[（(]?[一二三四五六七八九十]+[）)、.．是]|[（(]?\d{1,2}[）)、.．](?!\d))")
_LEAD = re.compile(r".*?(?:为|是|分别|[:：])")
_CHANGED = re.compile(r"[由从]|原来?")
LONGEST_HEADING = 40
GOES_ON = ("；", ";")
_LONGEST_WHOLE = 240
_LISTED_PIECE = re.compile(r"[（(]?[一二三四五六七八九十\d]+(?:[）)、.．是]|则是)|第[一二三四五六七八九]|其[一二三四]")
_SAYS = re.compile(r"\d|，.*(?:不|未|无|可以).*。")  # 关于住房补贴，暂无依据，不能实施。 is a sentence
_HAN = "(?![至到的以之和与及或])[\u4e00-\u9fff]"
_NUMBER = r"(?<![\d.第a-z])(?P<number>\d+(?:[,，]\d{3})*(?:\.\d+)?)"
_TIME = (
    r"(?:(?:次日|翌日|当日|第二天)?(?:\d{1,2}[:：]\d{2}"
    r"|(?:凌晨|[上下]午|中午|[早晚]上?|傍晚|清晨|夜间)?\d{1,2}[点时](?:半|\d{1,2}分)?))"
)
_TO = r"\s*[至到\-—~～]\s*"
_CLOCK = rf"{_TIME}(?:{_TO}{_TIME})?"
_EACH = r"每(?:半?[天日周月年]|季度?|学期|\d{0,2}个?(?:天|小时|分钟|月|星期))"
_FREQUENCY = rf"{_EACH}[\u4e00-\u9fff]{{0,10}}?[一两三四五\d]+[次期班场趟轮]"
# 五年, 三倍, 两家; 一只 counts only where it is a bound (限养一只).
_PER = re.compile("每[\u4e00-\u9fff]{1,4}$")
_LATELY = "(?<!近)(?<!过去)"  # 近三年 is no time that something takes
_DIGIT = "[一二三四五六七八九]"
_SPELT = f"{_LATELY}(?<![第十百千万亿几数分星月之])(?:{_DIGIT}?十{_DIGIT}?|[两三四五六七八九])"
_ONLY = r"(?:限|仅|只(?:能|可|准|许))[\u4e00-\u9fff]{0,4}?"
_MINUTES = r"(?:\d+个?小时)?\d+分钟?\d+秒"
_PART = r"[底初末中]?(?:[上中下]旬)?"  # of a month or year
_DAY = (
    rf"(?:\d{{4}}年(?:\d{{1,2}}月)?(?:\d{{1,2}}日)?{_PART}"
    rf"|(?:[今明去后本每次翌]年)?\d{{1,2}}月(?:\d{{1,2}}日|份)?{_PART}|[今明去]?年[底内初末])"
)
_MOMENT = rf"{_DAY}(?:{_TIME})?"
_DATE = rf"{_MOMENT}(?:{_TO}(?:{_MOMENT}|\d{{1,2}}日|{_TIME}))?"
_PARTS = (
    r"[一二三四五六七八九两]成半?|[一二三四五六七八九十百千万]+分之[一二三四五六七八九十百千零点两]+|一半|过半|半数"
)


Span = tuple[int, int, str, str]  # from, until, kind, unit


@dataclass(frozen=True, slots=True)
class SentenceValue:
    """A number, time or date of a sentence; offsets are in the sentence.

    `unit` is without a scale; `own`: the words of its clause that are its own; `before`: those that say whose it is;
    `former`: it was so before a change (the 45 of 由45个工作日压缩到12个工作日).
    """

    start: int
    end: int
    kind: str
    unit: str
    own: str
    before: str
    former: bool = False


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a text.

    Attributes:
        text: As printed.
        said: The same in simplified characters and lower case, sign for sign.
        heading: The headings that it stands under, and what opens its paragraph.
        paragraph: Number of its paragraph.
        values: Its values, in their order.
        whole: All of it up to the full stop, where semicolons part it: an exception stands behind one.
        at: Where it stands in that.
    """

    text: str
    said: str
    heading: str
    paragraph: int
    values: tuple[SentenceValue, ...]
    whole: str = ""
    at: int = 0


@lru_cache(maxsize=256)
def sentences_of(text: str) -> tuple[Sentence, ...]:
    """Return the sentences of a text in their order."""
    found: list[Sentence] = []
    headings: dict[str, str] = {}  # by how they are numbered, the outermost first
    for place, line in enumerate(text.split("\n")):
        printed = [one.group().strip() for one in _SENTENCE.finditer(line) if one.group().strip()]
        if item := ITEM.match(line):
            level = re.sub(r"[一二三四五六七八九十]+|\d+", "1", item.group().strip())
            kept = list(headings)[: list(headings).index(level)] if level in headings else list(headings)
            short = len(line.strip()) <= LONGEST_HEADING and not _SAYS.search(line[item.end() :])
            headings = {**{one: headings[one] for one in kept}, level: _plain(line) if short else ""}
        heading = "".join(headings.values())
        heads = len(printed) > 1 and len(printed[0]) <= LONGEST_HEADING and not re.search(r"\d", printed[0])
        opening = _plain(printed[0]) if heads else ""
        for at, (one, (whole, offset)) in enumerate(zip(printed, _wholes(printed), strict=True)):
            said = _plain(one)
            above = heading + (opening if at else "")
            found.append(Sentence(one, said, above, place, tuple(_values(said)), whole, offset))
    return tuple(found)


def _wholes(printed: list[str]) -> Iterator[tuple[str, int]]:
    """Yield the whole sentence of each piece and where the piece stands in it; numbered pieces stand for themselves."""
    ends = [at for at, one in enumerate(printed) if not one.endswith(GOES_ON) or at + 1 == len(printed)]
    for first, last in pairwise((-1, *ends)):
        pieces = printed[first + 1 : last + 1]
        whole = "".join(pieces)
        apart = len(whole) > _LONGEST_WHOLE or any(map(_LISTED_PIECE.match, pieces[1:]))
        at = 0
        for one in pieces:
            yield (one, 0) if apart else (whole, at)
            at += len(one)


def _plain(text: str) -> str:
    simple = to_simplified(text).lower()
    return simple if len(simple) == len(text) else text.lower()


def _values(said: str) -> Iterator[SentenceValue]:
    spans = _spans(said)
    clauses = _clauses(said, spans)
    for place, (start, end) in enumerate(clauses):
        inside = [one for one in spans if start <= one[0] < end]
        parts = _listed(said, start, end, inside)
        aside = _aside(said, clauses[:place])
        # 养护标准为县道每年1.2万元、乡道6000元: what stands before 为 is said of all of them.
        lead = _LEAD.match(said[parts[0][0] : parts[0][1]]) if len(parts) > 1 else None
        first = start + lead.end() if lead else start
        before = said[_subject(clauses[:place], spans) : first]
        for at, part in enumerate(parts):
            begin, until = max(part[0], first), part[1]
            for value in _of_part(said, (begin, until), [one for one in inside if begin <= one[0] < until], before):
                yield replace(value, own=aside + value.own)
            aside = ""
            before += said[begin:until] if not lead and not at else ""


def _aside(said: str, before: list[tuple[int, int]]) -> str:
    """Return the clause that what follows brackets goes on: 一级古树（树龄500年以上）203株 is 一级古树203株."""
    if len(before) < _BRACKETED or said[before[-1][1] - 1] not in "）)" or said[before[-2][1] - 1] not in "（(":
        return ""
    return said[slice(*before[-2])]


def _of_part(said: str, part: tuple[int, int], spans: list[Span], before: str) -> Iterator[SentenceValue]:
    start, end = part
    changed: int | None = None
    for place, (first, last, kind, unit) in enumerate(spans):
        begin = max((one[1] for one in spans[:place] if one[2] == kind), default=start)
        until = min((one[0] for one in spans[place + 1 :] if one[2] == kind), default=end)
        former = any(one[2] == kind for one in spans[place + 1 :]) and _CHANGED.search(said[begin:first]) is not None
        # What is said before a change is said of what came of it.
        own = said[begin if changed is None else changed : until]
        changed = begin if former else None
        yield SentenceValue(first, last, kind, unit, own, before, former)


def _subject(clauses: list[tuple[int, int]], spans: list[Span]) -> int:
    """Return where what says whose a value is begins: the clause before it that has a value, else the sentence."""
    return next((start for start, end in reversed(clauses) if any(start <= one[0] < end for one in spans)), 0)


def _spans(said: str) -> list[Span]:
    found: list[Span] = []
    for match in _value().finditer(said):
        kind = str(match.lastgroup)
        if match["of_one"] and _PER.search(said, 0, match.start()):
            continue  # 每任职一年
        counted = kind in ("quantity", "spelt")
        unit = next((match[one] for one in ("unit", "until", "of_spelt", "of_one", "of_only") if match[one]), "")
        unit = said[match.end() - 1] if kind == "frequency" else unit
        found.append((match.start(), match.end(), _class(unit) if counted else kind, unit))
    return found


def _clauses(said: str, spans: list[Span]) -> list[tuple[int, int]]:
    cuts = [0, *(match.end() for match in _CLAUSE.finditer(said) if not _within(match.start(), spans)), len(said)]
    return list(pairwise(sorted(set(cuts))))


def _listed(said: str, start: int, end: int, spans: list[Span]) -> list[tuple[int, int]]:
    """Return the parts of a clause that lists numbered things."""
    cuts = [
        start,
        *(match.end() for one, other in pairwise(spans) if (match := _LISTED.search(said, one[1], other[0]))),
        end,
    ]
    return list(pairwise(cuts))


def _within(at: int, spans: list[Span]) -> bool:
    return any(start <= at < end for start, end, *_ in spans)


@cache
def _value() -> re.Pattern[str]:
    forms = alternation(units.forms())
    quantity = (
        rf"{_NUMBER}\s*(?:余|多)?(?:(?!{units.no_scale()})[万亿千百])?(?:余|多)?\s*(?P<unit>{forms}|{_HAN}次?)?(?![a-z])"
        rf"(?:[至到\-—~～]\s*\d+(?:\.\d+)?\s*[万亿]?(?P<until>{forms}|{_HAN})"
        r"|以上[至到]?\d+(?:\.\d+)?[万亿]?(?P=unit))?"
    )
    free = "|".join(load("inside")["free"])
    times = alternation(set(units.forms("duration")) - {"月"})
    inside = load("inside")
    measures = alternation({one for group in inside["measures"] for one in group if one not in inside["ranks"]})
    others = alternation(set(units.forms()) - {"月", *inside["ranks"]})
    spelt = (
        rf"{_SPELT}(?P<of_spelt>{others}|{measures})(?![级度份车])"
        rf"|(?<![每近第同])一(?P<of_one>{times})(?![级度])|{_ONLY}一(?P<of_only>{measures})"
    )
    return re.compile(
        rf"(?P<money>{free})|(?P<share>{_PARTS})|(?P<duration>{_MINUTES})|(?P<clock>{_CLOCK})|(?P<frequency>{_FREQUENCY})|(?P<date>{_DATE})|(?P<quantity>{quantity})"
        rf"|(?P<spelt>{spelt})"
    )


@cache
def _class(unit: str) -> str:
    if not unit:
        return "bare"
    return units.kind_of(unit) or "count"
