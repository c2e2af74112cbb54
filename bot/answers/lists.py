"""Lists by filters alone: 2020年11月的答复, 17届4次都有哪些建议, 最近的通知."""

from dataclasses import replace

from bot.answers.answer import Answer, NothingFound, RecordList
from bot.answers.aspects import untold
from bot.answers.enquiry import REMEMBERED_KEYS, Enquiry
from bot.answers.entries import entry, selection, selections, sources
from bot.answers.handled import handled_lines
from bot.answers.parts import Entry, QuotedPassage
from bot.answers.passages.dated import dated_passages
from bot.answers.standing import standing
from bot.answers.stock import no_such_records, stock_of
from bot.answers.withheld import withheld
from bot.questions.question import Listed, Period
from bot.records.model import Listing
from bot.store.read.values import Selection, StoredRecord

PAGE = 5  # entries a page: what a phone shows without scrolling
ONE_PAGE = 10  # a list of at most this many is not worth turning pages for


def pages_of(total: int) -> tuple[int, int]:
    """Return (entries a page, pages) for a list of `total` entries."""
    size = total if total <= ONE_PAGE else PAGE
    return max(size, 1), max(1, -(-total // size) if size else 1)


def listed(enquiry: Enquiry, ask: Listed) -> Answer:
    """Answer a question for records by filters alone."""
    chosen = selections(enquiry)
    total = sum(map(enquiry.store.count, chosen))
    if not total and enquiry.facets.without:  # 除了12月4号，人大还发了什么: what is no reply is left
        chosen = (selection(enquiry, narrow=False),)
        total = enquiry.store.count(chosen[0])
    passages = _events(enquiry)
    if not total and not passages:
        return _nothing(enquiry, chosen[0])
    size, pages = pages_of(total)
    page = min(enquiry.question.page, pages)
    offset = (page - 1) * size
    found = _records(enquiry, chosen, limit=size, offset=offset)
    entries = tuple(entry(stored, order=offset + place) for place, stored in enumerate(found, 1))
    return RecordList(
        named=enquiry.named(),
        untold=untold([item.record for item in entries], ask.aspect),
        facets=enquiry.facets,
        aspect=ask.aspect,
        entries=entries,
        total=total,
        page=page,
        pages=pages,
        latest=ask.latest,
        ask=standing(enquiry.question),
        handled=handled_lines(enquiry) if _about_a_year(enquiry) else (),
        passages=passages,
        listings=_pagers(enquiry, entries),
        withheld=withheld(enquiry, chosen[0]) if page == 1 and len(chosen) == 1 else None,
        sources=sources(enquiry, entries),
        several_agencies=enquiry.several_agencies() and len(enquiry.agencies()) != 1,
        remember=enquiry.remember(
            keys=_keys(enquiry, chosen, entries, pages), page=page, pages=pages, agency=_only_agency(entries)
        ),
        understood=enquiry.question.understood,
    )


def _records(enquiry: Enquiry, chosen: tuple[Selection, ...], *, limit: int, offset: int = 0) -> list[StoredRecord]:
    """Return a page of what the selections have together; the later days first, as they follow each other."""
    found: list[StoredRecord] = []
    for one in reversed(chosen):
        if len(found) == limit:
            break
        taken = enquiry.store.records(one, limit=limit - len(found), offset=offset)
        offset = max(0, offset - enquiry.store.count(one))
        found += taken
    return found


def _keys(enquiry: Enquiry, chosen: tuple[Selection, ...], entries: tuple[Entry, ...], pages: int) -> tuple[str, ...]:
    if pages == 1:
        return tuple(item.key for item in entries)
    most = max(REMEMBERED_KEYS, entries[-1].order if entries else 0)
    return tuple(stored.record.key for stored in _records(enquiry, chosen, limit=most))


def _only_agency(entries: tuple[Entry, ...]) -> str | None:
    agencies = {item.agency.slug for item in entries}
    return agencies.pop() if len(agencies) == 1 else None


def _about_a_year(enquiry: Enquiry) -> bool:
    """Return whether a whole year's matters are asked for: what was handled is then said beside what is listed."""
    facets = enquiry.facets
    whole = facets.period is None or facets.period.precision == "year"
    return whole and len(facets.years) == 1 and (facets.body is not None or not facets.kinds)


def _events(enquiry: Enquiry) -> tuple[QuotedPassage, ...]:
    """Return what the reports say of the asked day or month (domain.md §6, trap 31)."""
    facets = enquiry.facets
    period = facets.period
    asked = period is not None and period.precision in ("day", "month")
    if period is None or not asked or facets.body or facets.kinds or enquiry.question.page > 1:
        return ()
    return tuple(dict.fromkeys(one for part in period.parts or (period,) for one in dated_passages(enquiry, part)))


def _pagers(enquiry: Enquiry, entries: tuple[Entry, ...]) -> tuple[Listing, ...]:
    """Return what the lists of these entries say about themselves, where they say more than is loaded."""
    lists = {(item.agency.slug, item.record.listing) for item in entries}
    return tuple(
        stored.listing
        for stored in enquiry.store.listings()
        if (stored.agency.slug, stored.listing.name) in lists
        and stored.listing.total_rows is not None
        and stored.listing.total_rows > stored.listing.rows_in_source
    )


def _nothing(enquiry: Enquiry, chosen: Selection) -> Answer:
    """Say what is not loaded: the year, the session, or records of these days."""
    store, facets = enquiry.store, enquiry.facets
    if nothing := no_such_records(enquiry, facets.years or _years_of(facets.period)):
        return nothing
    wider = replace(chosen, published_from=None, published_to=None, window=None, years=())
    others = store.count(wider)
    latest = store.records(wider, limit=1)
    earliest = store.records(wider, limit=1, oldest_first=True)
    return NothingFound(
        named=enquiry.named(),
        words=(),
        facets=facets,
        stock=stock_of(store),
        first=earliest[0].record.dated_on if earliest else None,
        last=latest[0].record.dated_on if latest else None,
        others=others,
        remember=enquiry.remember(),
        understood=enquiry.question.understood,
    )


def _years_of(period: Period | None) -> tuple[int, ...]:
    if period is None or period.any_year:
        return ()
    return tuple(range(period.start.year, period.end.year + 1))
