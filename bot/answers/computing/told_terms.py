"""Operands that are numbers of a report's sentences (公众号发的, 日报登的), by the words that are their own."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from bot.answers.computed_answers import AT_LEAST, Term
from bot.answers.computing.enumerated import Enumeration, enumerations, fitting, part_of
from bot.answers.computing.figure_terms import FigureTerms, keys_of, spans_of, term_of
from bot.answers.computing.working import TOLD, doubt_of, unit_of
from bot.answers.enquiry import Enquiry
from bot.answers.figure_parts import FigureLine, Origin
from bot.answers.figures.lines import absent_line, cell_line, prose_line, sum_line
from bot.answers.figures.report import OpenReport
from bot.answers.passages.told import Told, resolved, told_in, unit_class, within
from bot.questions.lexicon import alternation, finder, words
from bot.questions.question import Axis, Computed, InPassages, Operand, Operation
from bot.records.model import Semantic
from bot.store.read.values import StoredReport
from bot.text.normalise import compact

_FEWEST_CHANNELS = 2
_TENS = re.compile("[万亿]")
_AT_LEAST = re.compile(r"[余多]|超|突破|以上")
_FROM, _SINCE = re.compile(r"[自从]\s*$"), re.compile(r"\s*(?:以来|起|开始)")
_OF_WHICH = re.compile(r"\s*[，：,:]\s*(?:其中|包括)")
_OPENS_LIST = re.compile("^(?:其中|包括|包含)+[:：]?")
_COUNTED = re.compile(r"\d[\d.,]*[万亿余多]*\D{0,2}$")  # 网站发布402条，阅读量5万次
_ROUGH = re.compile(r"[余多近约超]|左右|以上|突破")


def told_terms(enquiry: Enquiry, ask: Computed, stored: StoredReport) -> FigureTerms | None:
    """Return the operands as one report tells them; None where it tells none of them."""
    report = OpenReport.open(enquiry, stored)
    numbers = _numbers(enquiry, stored)
    if any(operand.printed is not None for operand in ask.operands):
        told: list[list[Told]] = [[] for _ in ask.operands]
        terms = _printed(enquiry, stored, ask.operands)
    elif ask.over is Axis.CHANNELS:
        told = [channels(numbers, ask.operands[0].told)]
        if (asked := ask.operands[0].told) and asked.avoid:
            others = [one for one in told[0] if not any(word in one.own + one.context for word in asked.avoid)]
            told = [others if len(others) < len(told[0]) else []]  # a channel that is not told of cannot be left out
        terms = [Term(line=line_of(one)) for one in told[0]]
    else:
        told = [choices(numbers, operand) or _in_all(enquiry, stored, numbers, operand) for operand in ask.operands]
        by_unit = ask.operation is Operation.RATIO and any(one.told and one.told.unit for one in ask.operands)
        told = told if by_unit else _alike(told)
        if ask.operation is Operation.SHARE and told[0]:
            told, ask = _with_whole(numbers, told[0], ask) if len(told) == 1 else (_of_one_whole(told), ask)
            if len(told) == 1 and (percent := _percent(numbers, ask)):
                told = [percent]
        placed = [_of_operand(report, numbers, operand, one) for operand, one in zip(ask.operands, told, strict=True)]
        # A number that is told of two together is one: 在甲、乙等平台，阅读量60万 is never added to itself.
        terms = list({term.line.key if term.line else str(place): term for place, term in enumerate(placed)}.values())
    if not any(term.line and term.line.origin is not Origin.ABSENT for term in terms):
        return None
    terms = [replace(term, doubt=term.doubt or _doubt(term.line)) for term in terms if term.line]
    rounded = any(
        term.line and (_TENS.search(term.line.raw) or term.doubt == Semantic.APPROXIMATE.value) for term in terms
    )
    if rounded and len(terms) > 1:  # about so much, and at least so much: neither is to be said of what comes of both
        terms = [replace(one, doubt=Semantic.APPROXIMATE.value) if one.doubt == AT_LEAST else one for one in terms]
    given = any(term.places for term in terms)
    reason = _not_part(ask, told) if ask.operation is Operation.SHARE and not given else None
    over_time = ask.operation is Operation.RATIO and ask.over in (Axis.MONTHS, Axis.DAYS)
    since, end = _since(told[0], stored) if over_time else None, stored.period_end
    spans = spans_of(ask.over, since, end) if since and end else None
    if since and end and (period := enquiry.facets.period):
        covered = (since.month, end.month) == (period.start.month, period.end.month)
        reason = reason if covered else "period"
    return FigureTerms(
        terms=tuple(terms),
        reports=(report,) * len(terms),
        reason=reason,
        spans=spans,
        rounded=rounded,
    )


def listed_terms(enquiry: Enquiry, ask: Computed, stored: StoredReport) -> Iterator[tuple[Computed, FigureTerms]]:
    """Yield the operands as each list of a report that the question may mean has them, with what is worked out then."""
    report = OpenReport.open(enquiry, stored)
    subject, *items = (operand.told for operand in ask.operands if operand.told)
    for one in fitting(_lists(enquiry, stored, _numbers(enquiry, stored)), subject):
        found = [part_of(one, item) for item in items]
        named = [part for part in found if part]
        if len(named) < len(items):
            continue
        made, chosen, reason = _of_list(ask, one, named)
        lines = [line_of(part, in_list=part is not one.whole and not one.apart) for part in chosen]
        yield (
            made,
            FigureTerms(
                terms=tuple(Term(line=line, doubt=_doubt(line)) for line in lines),
                reports=(report,) * len(lines),
                reason=reason,
                total=line_of(one.whole) if one.whole else None,
            ),
        )


def _of_list(ask: Computed, one: Enumeration, named: list[Told]) -> tuple[Computed, list[Told], str | None]:
    """Return what is worked out of a list, of which of its numbers, and why nothing is."""
    others = [part for part in one.parts if part not in named]
    if ask.operation is Operation.REST and one.whole:
        return replace(ask, operands=ask.operands[1:], over=None), [one.whole, *named, *others], None
    if ask.operation is Operation.REST:
        left_out = replace(ask.operands[0], told=InPassages(terms=(), avoid=(ask.operands[1].said,)))
        return replace(ask, operation=Operation.SUM, operands=(left_out,)), others, None
    if ask.operation is Operation.SHARE:
        whole = [one.whole] if one.whole else []
        return replace(ask, over=None), [*named, *(whole or others)], None if whole else "no_whole"
    return ask, [*named, *others], None


def _numbers(enquiry: Enquiry, stored: StoredReport) -> tuple[Told, ...]:
    return tuple(told_in(enquiry.store.passages(agency=stored.agency.slug, year=stored.year)))


def _lists(enquiry: Enquiry, stored: StoredReport, numbers: Sequence[Told]) -> list[Enumeration]:
    """Return what the sentences of a report list, without what its form has rows for; else its channels."""
    stated = enquiry.store.figures(stored.agency.slug, stored.year).values()
    quoted = [(one.value, quote.strip("…")) for one in stated if (quote := prose_line(one).quote)]

    def is_stated(one: Told) -> bool:
        text = one.stored.passage.text
        return any(value == one.quantity.value and (said in text or text in said) for value, said in quoted)

    publishing = words("told", "publishing")
    by_channel = channels(numbers, InPassages(terms=publishing[:1], alternatives=(publishing[1:],)))
    listed = [
        one
        for one in enumerations(numbers)
        if not any(map(is_stated, one.parts)) and sum(part in by_channel for part in one.parts) < _FEWEST_CHANNELS
    ]
    return listed or ([Enumeration(tuple(by_channel), apart=True)] if len(by_channel) > _FEWEST_CHANNELS else [])


def _in_all(enquiry: Enquiry, stored: StoredReport, numbers: Sequence[Told], operand: Operand) -> list[Told]:
    """Return what is told of all that was published, where no word says of which: 一共250条吧."""
    if operand.told is None or operand.told.terms:
        return []
    wholes = [one.whole for one in _lists(enquiry, stored, numbers) if one.whole]
    return wholes or _published(numbers, words("told", "publishing"))


def channels(numbers: Sequence[Told], ask: InPassages | None) -> list[Told]:
    """Return what is told to have been published by each channel: pieces, by something that publishes, no total.

    A number beside two channels in one sentence is a channel's too, whatever that is called.
    """
    said = [*(ask.terms if ask else ()), *(word for others in (ask.alternatives if ask else ()) for word in others)]
    published = _published(numbers, said)
    found = [
        one
        for one in published
        if _has_carrier(one)
        and not any(within(one, other) for other in published if other is not one and _has_carrier(other))
    ]
    beside = {id(one.stored) for one in found if sum(other.stored is one.stored for other in found) > 1}
    return [
        one
        for one in published
        if one in found
        or (
            id(one.stored) in beside
            and not _OF_WHICH.match(one.stored.passage.text, one.end)
            and not any(within(one, other) for other in found)
        )
    ]


def _published(numbers: Sequence[Told], publishing: Sequence[str]) -> list[Told]:
    """Return the numbers of pieces whose own words say that they were published."""
    pieces = (one for one in numbers if one.quantity.unit and unit_class(one.quantity.unit) == "pieces")
    return [one for one in pieces if any(word in one.own for word in publishing)]


def _has_carrier(one: Told) -> bool:
    return finder("told", "carriers").search((one.own + one.context).casefold()) is not None


def lines_of_value(enquiry: Enquiry, report: StoredReport, value: Decimal) -> Iterator[FigureLine]:
    """Yield what is exactly a number in one report: its cells, and what its sentences tell, each place once."""
    agency, year = report.agency.slug, report.year
    stated = [prose_line(one) for one in enquiry.store.figures(agency, year).values() if one.value == value]
    known = [line.quote.strip("…") for line in stated if line.quote]
    told = (line_of(one) for one in told_in(enquiry.store.passages(agency=agency, year=year)))
    others = [line for line in told if line.value == value and not any(one in (line.quote or "") for one in known)]
    cells = map(cell_line, enquiry.store.cells(agency, year).values())
    for line in (*cells, *stated, *others):
        if line.value == value and line.semantic in (Semantic.NUMERIC, Semantic.APPROXIMATE) and line.unit != "%":
            yield line


def _printed(enquiry: Enquiry, stored: StoredReport, operands: Sequence[Operand]) -> list[Term]:
    """Return numbers that are given as they are printed, of one unit where each of them is printed in it."""
    found = [list(lines_of_value(enquiry, stored, one.printed)) if one.printed is not None else [] for one in operands]
    units = [{unit_of(line) for line in lines} for lines in found if lines]
    shared = set.intersection(*units) if units else set()
    terms = []
    for operand, lines in zip(operands, found, strict=True):
        line = next((one for one in lines if unit_of(one) in shared), lines[0] if lines else None)
        absent = absent_line(f"{TOLD}{operand.said}", operand.said)
        terms.append(Term(line=line or absent, places=len(lines), doubt=None if line else "unread"))
    return terms


def line_of(one: Told, *, in_list: bool = False) -> FigureLine:
    """Return the line of a number that a sentence tells, named as printed; in a list by its own words alone."""
    passage = one.stored.passage
    number = one.quantity
    numeric = Semantic.NUMERIC if number.value else Semantic.ZERO
    context = f"{passage.text[max(0, number.start - 2) : number.start]}{one.printed}"  # 突破550万, 300余条
    return FigureLine(
        key=f"{TOLD}{passage.order}.{number.start}",
        label=re.sub(_OPENS_LIST, "", "".join(one.name.split())) if in_list else _label(one),
        origin=Origin.PROSE,
        semantic=Semantic.APPROXIMATE if number.approximate and _ROUGH.search(context) else numeric,
        raw=one.printed,
        value=Decimal(number.value),
        unit=number.unit,
        section=passage.section,
        quote=passage.text,
    )


def _since(told: Sequence[Told], report: StoredReport) -> date | None:
    """Return the day from which a number counts: that its sentence names (自…以来), else the first of the year."""
    end = report.period_end
    if not told or end is None:
        return None
    one = told[0]
    text = one.stored.passage.text
    for day in one.stored.passage.dates:
        if one.segment[0] <= day.start < one.quantity.start and day.precision != "year":
            since = _FROM.search(text, 0, day.start) or _SINCE.match(text, day.end)
            if since and end.year - 1 <= day.day.year and day.day <= end:
                return day.day
    return end.replace(month=1, day=1)


def _label(one: Told) -> str:
    """Return what a number is called: its own words, after those that say whose it is where it has no subject."""
    said = re.sub(rf"^{one.stored.year}年(?:度)?", "", "".join(one.name.split()))
    if finder("told", "carriers").search(said.casefold()):
        return said
    text = one.stored.passage.text
    before = text[one.segment[0] : one.quantity.start]
    carrier = next(
        (
            clause
            for clause in reversed(re.split("[，,：:]", before)[:-1])
            if finder("told", "carriers").search(clause.casefold())
        ),
        "",
    )
    subject = _COUNTED.sub("", "".join(carrier.split()))
    return f"{subject}，{said}" if subject and compact(subject) in one.context else said


def _called(line: FigureLine, operand: Operand, one: Told) -> FigureLine:
    """Return a line under what it was asked by, where its sentence has no subject (2020年共举办48期)."""
    publishing = words("told", "publishing")
    said = [term for term in (operand.told.terms if operand.told else ()) if term not in publishing]
    beside = all(compact(word) not in one.own + one.context for word in said)
    return replace(line, label=f"{''.join(said)}（{line.label}）") if said and beside else line


def choices(numbers: Sequence[Told], operand: Operand) -> list[Told]:
    """Return the numbers that sentences tell for an operand; none for a figure of the form.

    Of several that one counts whose channel is called so: 聊城新闻播发 for 新闻, not 聊城新闻网 nor 刊发新闻.
    """
    found = resolved(numbers, operand.told) if operand.told else []
    if len(found) < 2 or operand.told is None:
        return found
    publishing = alternation(words("told", "publishing"))
    called = re.compile(rf"(?:{'|'.join(re.escape(compact(term)) for term in operand.told.terms)})(?:{publishing})")
    return [one for one in found if called.search(one.own)] or found


def _alike(told: list[list[Told]]) -> list[list[Told]]:
    """Return the candidates of each operand that count the same thing as the other operands do."""
    classes = [{unit_class(one.quantity.unit or "") for one in found} for found in told if found]
    shared = set.intersection(*classes) if classes else set()
    if len(shared) == 1:
        kind = next(iter(shared))
        told = [[one for one in found if unit_class(one.quantity.unit or "") == kind] for found in told]
    # Where one sentence has all of them it is the one that is meant: 人事任免比规范性文件多几件.
    places = [{one.stored.passage.order for one in found} for found in told]
    together = set.intersection(*places) if len(told) > 1 else set()
    if len(together) != 1:
        return told
    return [[one for one in found if one.stored.passage.order in together] for found in told]


def _of_operand(report: OpenReport, numbers: Sequence[Told], operand: Operand, found: list[Told]) -> Term:
    if operand.told is None:
        return term_of(report, keys_of(report, operand)[0])
    if not found:
        return Term(line=absent_line(f"{TOLD}{operand.said}", operand.said))
    if len({one.quantity.value for one in found}) > 1:
        return Term(line=line_of(found[0]), doubt="several")
    first = _called(line_of(found[0]), operand, found[0])
    if not operand.plus:
        return Term(line=first)
    others = [_of_operand(report, numbers, one, choices(numbers, one)) for one in operand.plus]
    lines = [first, *(term.line for term in others if term.line)]
    doubt = next((term.doubt or doubt_of(term.line) for term in others if term.line), None) or doubt_of(first)
    if doubt or len({unit_of(line) for line in lines}) > 1:
        return Term(line=first, doubt=doubt or "unit")
    added = sum_line(f"{TOLD}sum", "、".join(line.label for line in lines), lines)
    return Term(line=replace(added, unit=first.unit, quote=first.quote) if added else first)


def _doubt(line: FigureLine) -> str | None:
    """Return why a figure is no number for certain; of 300余 that it is at least so much."""
    doubt = doubt_of(line)
    return AT_LEAST if doubt == Semantic.APPROXIMATE.value and _AT_LEAST.search(line.raw) else doubt


def _with_whole(numbers: Sequence[Told], part: list[Told], ask: Computed) -> tuple[list[list[Told]], Computed]:
    """Return part and whole where the sentence itself says of which it is one (共1640篇，其中原创294篇)."""
    above = [
        one
        for one in numbers
        if within(part[0], one) and unit_class(one.quantity.unit or "") == unit_class(part[0].quantity.unit or "")
    ]
    wholes = _summed([one for one in above if not any(within(one, other) for other in above)], numbers)
    if len({one.quantity.value for one in part}) > 1 or not wholes:
        return [part], ask
    whole = Operand(said=wholes[-1].name, told=InPassages(terms=(wholes[-1].own,)))
    return [part, wholes[-1:]], replace(ask, operands=(*ask.operands, whole))


def _summed(wholes: list[Told], numbers: Sequence[Told]) -> list[Told]:
    """Return of several numbers before 其中 the one that the parts add up to; none where that is not told.

    调解176件，成功171件，其中邻里73件、土地58件、家庭45件: these are of the 176.
    """
    if len({one.quantity.value for one in wholes}) < 2:
        return wholes
    parts = [
        one.quantity.value
        for one in numbers
        if all(within(one, whole) for whole in wholes) and one.quantity.unit == wholes[-1].quantity.unit
    ]
    return [one for one in wholes if one.quantity.value == sum(parts)]


def _of_one_whole(told: list[list[Told]]) -> list[list[Told]]:
    """Return part and whole with only those wholes of which its sentence says that the part is one."""
    part, whole = told[0], told[-1]
    return [part, [one for one in whole if within(part[0], one)] or whole]


def _percent(numbers: Sequence[Told], ask: Computed) -> list[Told]:
    """Return the share that a sentence prints of what is asked: 占比只有26.3%."""
    told = ask.operands[0].told
    return resolved(numbers, replace(told, unit="%")) if told and ask.bound else []


def _not_part(ask: Computed, told: list[list[Told]]) -> str | None:
    """Return why no share is worked out: nothing says that the first is part of the second."""
    if len(told) == 1 and told[0] and told[0][0].quantity.unit == "%":
        return None
    if len(ask.operands) < 2 or not all(told):
        return "no_whole"
    return None if within(told[0][0], told[1][0]) else "not_told"
