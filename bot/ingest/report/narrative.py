"""Figures that a report states in prose, by patterns kept as data (`data/form/narrative_patterns.yaml`).

A figure that is told twice with different values is not taken: its sentences stay, and are answered by quotation.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from typing import Any

from bot.ingest.report.sentences import ProseSentence
from bot.records.form import narrative
from bot.records.model import NarrativeFigure, Place, Semantic
from bot.resources import read_yaml
from bot.text.normalise import to_simplified, unify

_NUMBER = r"(?<![\d.])(?P<n>\d{1,3}(?:,\d{3})+|\d+)(?P<hedge>余|多)?"
_BETWEEN = r"(?:[^，。；,;\d]|\d+年度?|\d+届|\d+次会议|\d+月|\d+日)*?"
_FILLER = (
    r"(?:的|答复|公开|申请|信息|政府|共计|合计|共|有|为|达到|达|总数|数量|件数|全部|情况|总|了|：|:|、|\s|“|”){0,8}"
)
_CLAUSE = re.compile(r"[，。；,;！？]")
_COUNT = re.compile(
    r"(?<![\d.第])(?P<n>\d{1,3}(?:,\d{3})+|\d+)(?P<hedge>余|多)?\s*(?P<unit>件|条|个|份|项)?(?![\d.%年届次月日号])"
)
_ONLY_BODY = re.compile(
    r"[\s、和及]*(?:其中[:：]?\s*)?(?:省|市|区|县|州|全国|旗)?级?(?:政协|人大|代表|委员)*(?:[^，。；\d]{0,14}(?:届|次会议))*"
    r"(?:政协|人大|代表|委员)*(?:提案|建议|议案)(?:共|共计|合计)?\s*"
)
_CATEGORY = re.compile(r"依申请公开(?!申请)")  # how a reply may be had, beside 主动公开 and 不予公开
_REQUESTS = "requests."
_YEARS = re.compile(r"(?:19|20)\d\d(?=年)")


@dataclass(frozen=True, slots=True)
class _Rule:
    key: str
    patterns: tuple[re.Pattern[str], ...]
    needs: re.Pattern[str]
    unless: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class _Rules:
    numbers: tuple[_Rule, ...]
    zeros: tuple[_Rule, ...]
    rates: tuple[_Rule, ...]
    bodies: dict[str, re.Pattern[str]]
    handled: re.Pattern[str]
    matters: re.Pattern[str]
    parts: dict[str, re.Pattern[str]]
    parts_only: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class _Said:
    raw: str
    value: Decimal
    unit: str | None
    semantic: Semantic


@dataclass(frozen=True, slots=True)
class FoundFigure:
    """A figure found: what `NarrativeFigure` needs, before doubles are weighed up.

    `part`: its clause counts only some of what the table counts; so it contradicts no total.
    """

    key: str
    raw: str
    value: Decimal
    unit: str | None
    semantic: Semantic
    quote: str
    place: Place
    part: bool = False


def narrative_figures(
    sentences: Sequence[ProseSentence], year: int | None
) -> tuple[list[NarrativeFigure], list[FoundFigure]]:
    """Find the figures of the prose.

    Args:
        sentences: Of the report itself, embedded documents left out.
        year: Report year; sentences that only speak of other years are passed over.

    Returns:
        The figures that are told with one value, and everything found (for K9: a value told anywhere counts).
    """
    found: list[FoundFigure] = []
    body: str | None = None
    texts = [to_simplified(unify(sentence.text)) for sentence in sentences]
    paragraphs: dict[int, str] = {}
    for sentence, text in zip(sentences, texts, strict=True):
        paragraphs[sentence.paragraph] = paragraphs.get(sentence.paragraph, "") + text
    for sentence, text in zip(sentences, texts, strict=True):
        if year and (years := set(_YEARS.findall(text))) and str(year) not in years:
            continue
        found.extend(
            _ruled(sentence, text, of_matters=_of_matters(sentence.line.heading, paragraphs[sentence.paragraph]))
        )
        body = body if text.lstrip().startswith(("其中", "(其中")) else None
        handled, body = _handled(sentence, text, body)
        found.extend(handled)
    return _certain(found), found


def _certain(found: Sequence[FoundFigure]) -> list[NarrativeFigure]:
    by_key: dict[str, list[FoundFigure]] = {}
    for told in found:
        by_key.setdefault(told.key, []).append(told)
    figures = []
    for definition in narrative():
        same = by_key.get(definition.key, [])
        if not same or len({(one.value, one.semantic is Semantic.APPROXIMATE) for one in same}) > 1:
            continue
        one = same[0]
        figures.append(
            NarrativeFigure(
                key=one.key,
                raw=one.raw,
                value=one.value,
                unit=one.unit,
                semantic=one.semantic,
                quote=one.quote,
                place=one.place,
            )
        )
    return figures


# --- patterns of one figure ----------------------------------------------------------------------------------------


def _of_matters(heading: str, paragraph: str) -> bool:
    """Return whether a paragraph tells of proposals alone: 不予公开2件 are two of the replies there, no requests."""
    named = any(pattern.search(paragraph) for pattern in _rules().bodies.values())
    return named and "申请" not in to_simplified(heading) + _CATEGORY.sub("", paragraph)


def _ruled(sentence: ProseSentence, text: str, *, of_matters: bool) -> Iterator[FoundFigure]:
    rules = _rules()
    context = text + unify(sentence.line.heading)
    for rule in rules.numbers:
        if not rule.needs.search(context) or (of_matters and rule.key.startswith(_REQUESTS)):
            continue
        if match := _first(rule, text):
            part = _is_part_of(match, text)
            yield replace(_told(rule.key, _count(match, "件"), sentence), part=part)
    for rule in rules.zeros:
        if rule.needs.search(context) and (match := _first(rule, text)) and not _is_part_of(match, text):
            yield _told(rule.key, _Said(match.group(), Decimal(0), None, Semantic.ZERO), sentence)
    for rule in rules.rates:
        for match in _matches(rule, text) if rule.needs.search(context) else ():  # of several rates none is certain
            raw = "100" if match["rate"] == "百分之百" else match["rate"]
            semantic = Semantic.ZERO if Decimal(raw) == 0 else Semantic.NUMERIC
            yield _told(rule.key, _Said(raw, Decimal(raw), "%", semantic), sentence)


def _first(rule: _Rule, text: str) -> re.Match[str] | None:
    return next(_matches(rule, text), None)


def _matches(rule: _Rule, text: str) -> Iterator[re.Match[str]]:
    for pattern in rule.patterns:
        for match in pattern.finditer(text):
            clause = _CLAUSE.split(text[: match.start()])[-1]
            if rule.unless is None or not rule.unless.search(clause + match.group()):
                yield match


def _is_part_of(match: re.Match[str], text: str) -> bool:
    """Whether the clause around a match speaks of some of the cases only."""
    before = _CLAUSE.split(text[: match.start()])[-1]
    after = re.split(r"[。；;，,]", text[match.end() :], maxsplit=1)[0]
    return _rules().parts_only.search(before + match.group() + after) is not None


def _told(key: str, said: _Said, sentence: ProseSentence) -> FoundFigure:
    place = replace(sentence.line.place, section=sentence.line.section)
    return FoundFigure(key, said.raw, said.value, said.unit, said.semantic, sentence.text, place)


def _count(match: re.Match[str], unit: str | None) -> _Said:
    value = Decimal(match["n"].replace(",", ""))
    hedge = match["hedge"] or ""
    semantic = Semantic.APPROXIMATE if hedge else Semantic.ZERO if value == 0 else Semantic.NUMERIC
    return _Said(match["n"] + hedge, value, unit, semantic)


# --- handled, lead, assist, split ----------------------------------------------------------------------------------


def _handled(sentence: ProseSentence, text: str, body: str | None) -> tuple[list[FoundFigure], str | None]:
    rules = _rules()
    told = any(pattern.search(text) for pattern in rules.bodies.values())
    if body is None and not (told and rules.matters.search(text + unify(sentence.line.heading))):
        return [], None
    found: list[FoundFigure] = []
    said = False
    whole_of: set[str] = set()  # bodies whose whole was told since a part was: a part then told in a clause of its own
    for clause in _CLAUSE.split(text):  # 建议11件、提案8件，其中主办13件: is of both, and no figure of either
        body = None if len(whole_of) > 1 else body
        verb = bool(rules.handled.search(clause))
        said = said or verb
        start = 0
        for match in _COUNT.finditer(clause):
            before = clause[start : match.start()]
            start = match.end()
            named = _bodies_in(before)
            if len(named) > 1:
                body = None
                continue
            body = named[0] if named else body
            after = clause[match.end() : match.end() + 12]
            if not named and not body and len(_bodies_in(after)) == 1:
                body = _bodies_in(after)[0]
            part = _part(before)
            whole = (verb and bool(named or _bodies_in(after))) or (said and _ONLY_BODY.fullmatch(before) is not None)
            if body is None or (part is None and not whole):
                continue
            if part is None and not match["unit"]:
                continue
            whole_of = set() if part else {*whole_of, body}
            found.append(_told(f"{body}.{part or 'handled'}", _count(match, match["unit"]), sentence))
        rest = _bodies_in(clause[start:])
        body = rest[0] if len(rest) == 1 and not _COUNT.search(clause) else body
    return found, body


def _bodies_in(text: str) -> list[str]:
    """Return the bodies that a stretch of text names, the one nearest to its end last."""
    at = {body: [match.start() for match in pattern.finditer(text)] for body, pattern in _rules().bodies.items()}
    return [body for body, starts in sorted(at.items(), key=lambda item: item[1][-1:]) if starts]


def _part(before: str) -> str | None:
    """Return the part that the words right before a number name."""
    last: tuple[int, str] | None = None
    for part, pattern in _rules().parts.items():
        for match in pattern.finditer(before):
            if last is None or match.end() > last[0]:
                last = (match.end(), part)
    return last[1] if last and len(before) - last[0] <= 12 else None


# --- data ----------------------------------------------------------------------------------------------------------


def _compiled(pattern: str) -> re.Pattern[str]:
    filled = pattern.replace("{n}", _NUMBER).replace("{y}", _BETWEEN).replace("{s}", _FILLER)
    return re.compile(filled)


def _rule(raw: dict[str, Any]) -> _Rule:
    return _Rule(
        key=raw["key"],
        patterns=tuple(_compiled(pattern) for pattern in raw["patterns"]),
        needs=re.compile(raw["needs"]),
        unless=re.compile(raw["not"]) if "not" in raw else None,
    )


@cache
def _rules() -> _Rules:
    raw = read_yaml("form", "narrative_patterns.yaml")
    return _Rules(
        numbers=tuple(_rule(one) for one in raw["numbers"]),
        zeros=tuple(_rule(one) for one in raw["zeros"]),
        rates=tuple(_rule(one) for one in raw["rates"]),
        bodies={body: re.compile(words) for body, words in raw["bodies"].items()},
        handled=re.compile(raw["handled"]),
        matters=re.compile(raw["matters"]),
        parts={part: re.compile(words) for part, words in raw["parts"].items()},
        parts_only=re.compile(raw["parts_only"]),
    )
