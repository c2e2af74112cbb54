"""Counts from the loaded lists, always labelled 据列表计算 (domain.md §7)."""

from dataclasses import replace
from datetime import date

from bot.answers.answer import Answer, StatisticsAnswer
from bot.answers.enquiry import Enquiry
from bot.answers.entries import MATTERS, entry, selection, sources
from bot.answers.handled import handled_lines
from bot.answers.lists import listed
from bot.answers.parts import Count, Entry
from bot.answers.stock import no_such_records, stock_of
from bot.answers.withheld import withheld
from bot.questions.question import Listed, Measure, Period, Statistics
from bot.records.model import Body, Listing, RecordKind
from bot.store.read.values import Selection

# Counts that are about something else than how many there are of what.
_BY_NUMBER = (Measure.HIGHEST, Measure.LOWEST)
_ENDS = (Measure.LATEST, Measure.EARLIEST, *_BY_NUMBER)
_WITHOUT_TALLIES = (*_ENDS, Measure.SITE_TOTAL, Measure.LIST_COLUMNS, Measure.YEARS)
_SAMPLED = 20  # records whose sources are named; a count over many lists names the first ones
_MOST_LISTS = 10  # what the lists of a whole province say of themselves tells nothing about one of them
_SHOWN = 3  # records of the same last day that are named beside the latest one


def statistics(enquiry: Enquiry, ask: Statistics) -> Answer:
    """Answer a question for counts."""
    chosen = selection(enquiry)
    if ask.keys:
        chosen = replace(chosen, keys=ask.keys, kinds=())
    elif not chosen.kinds:
        chosen = replace(chosen, kinds=(RecordKind.REPLY,))
    if nothing := no_such_records(enquiry, enquiry.facets.years):
        return nothing
    measures = ask.measures or (Measure.LISTED,)
    chosen_extremes = measures[0] in _ENDS
    if chosen_extremes and chosen.kinds == MATTERS:
        chosen = replace(chosen, kinds=(RecordKind.REPLY,))
    columns = measures[0] is Measure.LIST_COLUMNS
    listings = _listings(enquiry, columns=columns)
    if measures[0] is Measure.SITE_TOTAL and len(bodies := {listing.body for listing in listings}) == 1:
        chosen = replace(chosen, body=chosen.body or bodies.pop())  # only these are rows of the list
    total = enquiry.store.count(chosen)
    extremes, others = _extremes(enquiry, chosen, total, ask) if chosen_extremes else ((), 0)
    if ask.rank > 1 and not extremes:
        return listed(enquiry, Listed())  # there are not so many days
    tallied = measures[0] not in _WITHOUT_TALLIES
    by_body = _by_body(enquiry, chosen) if tallied else ()
    by_month = _within(_by_month(enquiry, chosen), enquiry.facets.period) if tallied else ()
    by_year = _by_year(enquiry, chosen) if tallied else ()
    by_day = _by_day(enquiry, chosen) if measures[0] is Measure.BY_DAY else ()
    return StatisticsAnswer(
        named=enquiry.named(),
        measure=measures[0].value,
        facets=enquiry.facets,
        total=total,
        replies=total if RecordKind.REPLY not in chosen.kinds or len(chosen.kinds) == 1 else _replies(enquiry, chosen),
        by_body=by_body,
        by_month=by_month,
        by_year=by_year,
        by_day=by_day,
        first=extremes,
        rank=ask.rank,
        others=others,
        listings=listings,
        withheld=withheld(enquiry, chosen) if tallied else None,
        handled=handled_lines(enquiry) if not enquiry.facets.period and not columns else (),
        stock=stock_of(enquiry.store),
        sources=sources(enquiry, extremes or tuple(map(entry, enquiry.store.records(chosen, limit=_SAMPLED)))),
        several_agencies=enquiry.several_agencies() and not enquiry.agencies(),
        remember=enquiry.remember(keys=tuple(item.key for item in extremes)),
        understood=enquiry.question.understood,
    )


def _by_body(enquiry: Enquiry, chosen: Selection) -> tuple[Count, ...]:
    counts = enquiry.store.tally(chosen, "body")
    return tuple(Count(value=counts[body.value], body=body) for body in Body if counts.get(body.value))


def _by_month(enquiry: Enquiry, chosen: Selection) -> tuple[Count, ...]:
    """Return the counts of each month, per body where there are both: they are two lists (domain.md §7)."""
    found = []
    bodies = (chosen.body,) if chosen.body else tuple(Body)
    for body in bodies:
        counts = enquiry.store.tally(replace(chosen, body=body), "month")
        found += [Count(value=value, body=body, month=month) for month, value in counts.items() if month and value]
    return tuple(sorted(found, key=lambda count: (count.month or "", count.body or "")))


def _within(counts: tuple[Count, ...], period: Period | None) -> tuple[Count, ...]:
    """Return the counts of the months that a question names: 9月和11月哪个多."""
    if period is None or not period.parts:
        return counts
    months = {(None if part.any_year else part.start.year, part.start.month) for part in period.parts}
    return tuple(
        count
        for count in counts
        if count.month and {(int(count.month[:4]), int(count.month[5:])), (None, int(count.month[5:]))} & months
    )


def _by_year(enquiry: Enquiry, chosen: Selection) -> tuple[Count, ...]:
    counts = enquiry.store.tally(chosen, "year")
    return tuple(Count(value=value, year=int(year)) for year, value in counts.items() if year and value)


def _by_day(enquiry: Enquiry, chosen: Selection) -> tuple[Count, ...]:
    counts = enquiry.store.tally(chosen, "day")
    return tuple(Count(value=value, day=date.fromisoformat(day)) for day, value in counts.items() if day and value)


def _replies(enquiry: Enquiry, chosen: Selection) -> int:
    """Return how many of the matters are answers: opinions for another unit and bare 提案 are none."""
    return enquiry.store.count(replace(chosen, kinds=(RecordKind.REPLY,)))


def _extremes(enquiry: Enquiry, chosen: Selection, total: int, ask: Statistics) -> tuple[tuple[Entry, ...], int]:
    """Return the latest or earliest records, all of the same day up to a few, and how many more that day has.

    Of numbers those with the highest or the lowest of each body, for the bodies count apart.
    """
    if not total:
        return (), 0
    store, measure = enquiry.store, ask.measures[0]
    if measure in _BY_NUMBER:
        bodies = [replace(chosen, body=body) for body in ((chosen.body,) if chosen.body else Body)]
        ends = [(one, numbers[measure is Measure.HIGHEST]) for one in bodies if (numbers := store.numbers(one))]
        found = [stored for one, number in ends for stored in store.records(replace(one, number=number), limit=_SHOWN)]
        return tuple(entry(stored, order=place) for place, stored in enumerate(found, 1)), 0
    if ask.rank > 1:
        days = sorted(filter(None, store.tally(chosen, "day")), reverse=measure is Measure.LATEST)
        if len(days) < ask.rank:
            return (), 0
        asked = date.fromisoformat(days[ask.rank - 1])
        chosen = replace(chosen, published_from=asked, published_to=asked, window=None)
    edge = store.records(chosen, limit=1, oldest_first=measure is not Measure.LATEST)
    edge = edge or store.records(chosen, limit=1)  # none of them has a date
    if not edge:
        return (), 0
    day = edge[0].record.dated_on
    if day is None:
        return (entry(edge[0], order=1),), 0
    same = replace(chosen, published_from=day, published_to=day, window=None)
    found = store.records(same, limit=_SHOWN)
    entries = tuple(entry(stored, order=place) for place, stored in enumerate(found, 1))
    return entries, store.count(same) - len(entries)


def _listings(enquiry: Enquiry, *, columns: bool = False) -> tuple[Listing, ...]:
    """Return what the lists say of themselves, of the asked body and agency; nothing where these are too many.

    Args:
        enquiry: The question.
        columns: Their headers are asked for, not their pagers.
    """
    body, agencies = enquiry.facets.body, enquiry.agencies()
    found = tuple(
        stored.listing
        for stored in enquiry.store.listings()
        if (not agencies or stored.agency.slug in agencies)
        and (body is None or stored.listing.body in (None, body))
        and (stored.listing.columns if columns else stored.listing.total_rows is not None)
    )
    return found if len(found) <= _MOST_LISTS else ()
