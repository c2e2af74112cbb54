"""Operands that are counts of loaded replies: by filter, by month, day, year, body, session or agency."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import date

from bot.answers.computed_answers import Term
from bot.answers.enquiry import Enquiry
from bot.answers.entries import selection
from bot.questions.question import Axis, Computed, Facets, Operation, Period
from bot.records.model import Body, RecordKind

_TALLIED = {Axis.MONTHS: "month", Axis.DAYS: "day", Axis.YEARS: "year", Axis.AGENCIES: "agency"}


def reply_terms(enquiry: Enquiry, ask: Computed) -> tuple[Term, ...]:
    """Return the counts that a question is about, in the order of the axis or as asked."""
    if ask.over is not None:
        own = merged(enquiry.facets, ask.operands[0].facets)
        return tuple(_term(enquiry, facets, count) for facets, count in _along(enquiry, own, ask.over))
    asked = [merged(enquiry.facets, operand.facets) for operand in ask.operands]
    if ask.operation is Operation.ALL:
        asked.insert(0, replace(asked[0], period=None))  # 提案答复都是11月的吗
    if ask.operation is Operation.SHARE and len(asked) == 1:
        asked.append(_whole(asked[0]))
    return tuple(_term(enquiry, facets) for facets in asked)


def merged(facets: Facets, own: Facets | None) -> Facets:
    """Return filters with those of an operand in the place of the question's."""
    if own is None:
        return facets
    given = {field.name: getattr(own, field.name) for field in fields(own) if getattr(own, field.name)}
    return replace(facets, **given)


def _whole(part: Facets) -> Facets:
    """Return the filters of which a part has one more: the body, the days, or the session."""
    if part.limits:
        return replace(part, limits=())
    if part.body and (part.period or part.session):
        return replace(part, body=None)
    return Facets(agencies=part.agencies, years=part.years)


def _term(enquiry: Enquiry, facets: Facets, count: int | None = None) -> Term:
    if count is None:
        chosen = selection(replace(enquiry, question=replace(enquiry.question, facets=facets)))
        count = enquiry.store.count(replace(chosen, kinds=chosen.kinds or (RecordKind.REPLY,)))
    slug = facets.agencies[0] if len(facets.agencies) == 1 else None
    return Term(count=count, facets=facets, agency=enquiry.store.by_slug().get(slug) if slug else None)


def _along(enquiry: Enquiry, facets: Facets, over: Axis) -> Iterator[tuple[Facets, int | None]]:
    """Yield the filters of each member of an axis, those that the message names or else all that have replies.

    With each its count where it is known.
    """
    if over is Axis.BODIES:
        yield from ((replace(facets, body=body), None) for body in Body)
    elif over is Axis.SESSIONS:
        for one in enquiry.store.sessions():
            if facets.body in (None, one.body):
                yield replace(facets, body=one.body, term=one.term, session=one.session), None
    elif facets.period and facets.period.parts:
        yield from ((replace(facets, period=part), None) for part in facets.period.parts)
    elif over is Axis.YEARS and len(facets.years) > 1:
        yield from ((replace(facets, years=(year,)), None) for year in sorted(facets.years))
    elif over is Axis.AGENCIES and len(facets.agencies) > 1:
        yield from ((replace(facets, agencies=(slug,)), None) for slug in facets.agencies)
    else:
        chosen = selection(replace(enquiry, question=replace(enquiry.question, facets=facets)))
        chosen = replace(chosen, kinds=chosen.kinds or (RecordKind.REPLY,))
        for value, count in enquiry.store.tally(chosen, _TALLIED[over]).items():
            if value:
                yield _of(facets, over, value), count


def _of(facets: Facets, over: Axis, value: str) -> Facets:
    if over is Axis.YEARS:
        return replace(facets, years=(int(value),))
    if over is Axis.AGENCIES:
        return replace(facets, agencies=(value,))
    if over is Axis.DAYS:
        day = date.fromisoformat(value)
        return replace(facets, period=Period(start=day, end=day, said=f"{day:%Y年%-m月%-d日}", precision="day"))
    year, month = int(value[:4]), int(value[5:])
    last = date(year, month, monthrange(year, month)[1])
    first = date(year, month, 1)
    return replace(facets, period=Period(start=first, end=last, said=f"{year}年{month}月", precision="month"))
