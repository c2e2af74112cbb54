"""Limits on records by what each of them bears: its number, words of its title, the day of another record."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import TypeVar

from bot.answers.enquiry import Enquiry
from bot.questions.question import Bound, Facets, Limit
from bot.records.model import RecordKind, Status
from bot.store.read.values import Selection

_A_DAY = timedelta(days=1)
_FEW = 3  # of more records that have the same words none is meant
_End = TypeVar("_End", int, date)


def limited(chosen: Selection, facets: Facets) -> Selection:
    """Return a selection narrowed to what its records have to bear."""
    for limit in facets.limits:
        (least, greatest), (first, last) = _numbers(limit.bound), _days(limit)
        chosen = replace(
            chosen,
            title=chosen.title if limit.side else (*chosen.title, *limit.words),
            role=limit.role or chosen.role,
            cells=(*chosen.cells, *filter(None, (limit.results, limit.helped))),
            number_from=_nearer(max, chosen.number_from, least),
            number_to=_nearer(min, chosen.number_to, greatest),
            published_from=_nearer(max, chosen.published_from, first),
            published_to=_nearer(min, chosen.published_to, last),
        )
    return chosen


def _numbers(bound: Bound | None) -> tuple[int | None, int | None]:
    if bound is None:
        return None, None
    number = bound.number
    least = {"over": number + 1, "at_least": number}.get(bound.relation)
    return least, {"under": number - 1, "at_most": number}.get(bound.relation)


def _days(limit: Limit) -> tuple[date | None, date | None]:
    if limit.day is None:
        return None, None
    return (None, limit.day - _A_DAY) if limit.side == "before" else (limit.day + _A_DAY, None)


def _nearer(choose: Callable[[_End, _End], _End], one: _End | None, other: _End | None) -> _End | None:
    """Return the nearer of two ends; None is no end."""
    return one if other is None else other if one is None else choose(one, other)


def dated(enquiry: Enquiry) -> Enquiry:
    """Return an enquiry with the days of the records that its limits name; what is before a 提案 is one as well.

    A limit whose record is not there, or is not one alone, stays without a day.
    """
    facets = enquiry.facets
    if undated(facets) is None:
        return enquiry
    limits = tuple(_with_day(enquiry, one) if one.side and one.day is None else one for one in facets.limits)
    body = facets.body or next((one.body for one in limits if one.body), None)
    return replace(enquiry, question=replace(enquiry.question, facets=replace(facets, limits=limits, body=body)))


def undated(facets: Facets) -> Limit | None:
    """Return the first limit by the day of a record that is not known."""
    return next((one for one in facets.limits if one.side and one.day is None), None)


def _with_day(enquiry: Enquiry, limit: Limit) -> Limit:
    store, facets = enquiry.store, enquiry.facets
    if limit.words:
        found = store.records(Selection(kinds=(RecordKind.REPLY,), body=facets.body, title=limit.words), limit=_FEW)
    elif limit.number is None:
        one = store.record(limit.key)
        found = [one] if one else []
    else:
        found = store.by_number(limit.number.number, body=limit.number.body)
        found = [one for one in found if facets.body in (None, one.record.body)] or found
    found = [one for one in found if one.status is not Status.WITHDRAWN]
    if len({(one.agency.slug, one.record.body, one.record.dated_on) for one in found}) != 1:
        return limit
    record = found[0].record
    said = record.number_raw or limit.said
    return replace(limit, said=said, day=record.dated_on, body=record.body)
