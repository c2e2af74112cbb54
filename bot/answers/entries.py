"""From stored records to entries and their sources, and from a question's filters to a selection."""

from dataclasses import replace

from bot.answers.enquiry import Enquiry
from bot.answers.limits import limited
from bot.answers.parts import Entry, Source
from bot.questions.question import Excluded, Facets
from bot.records.model import RecordKind, Status
from bot.search.results import Hit
from bot.store.read.values import Selection, StoredRecord

# What a question about 提案 or 建议 means: the matters and what was written about them, not the pages around them.
MATTERS = (RecordKind.REPLY, RecordKind.OPINION, RecordKind.PROPOSAL)


def entry(stored: StoredRecord, *, order: int = 0, hit: Hit | None = None) -> Entry:
    """Return a stored record as an answer shows it."""
    return Entry(
        record=stored.record,
        agency=stored.agency,
        year=stored.year,
        status=stored.status,
        corrections=stored.previous,
        withdrawn_on=stored.withdrawn_on,
        order=order,
        level=hit.level if hit else None,
        words=hit.words if hit else (),
        found_in=hit.field if hit else None,
        caveat=stored.caveat,
    )


def withdrawn(item: Entry) -> bool:
    """Return whether the agency took it down."""
    return item.status is Status.WITHDRAWN


def source(enquiry: Enquiry, item: Entry) -> Source:
    """Return where a record stands: its list, the report and section it was printed in, its address."""
    record = item.record
    return Source(
        agency=item.agency.name,
        year=_report_year(enquiry, item) if record.place.section else None,
        title=record.listing,
        section=record.place.section,
        url=record.source_url,
        document=record.place.document,
        caveat=item.caveat,
    )


def sources(enquiry: Enquiry, items: tuple[Entry, ...]) -> tuple[Source, ...]:
    """Return the different sources of several records, in their order, each list once."""
    return tuple(dict.fromkeys(replace(source(enquiry, item), url=None) for item in items))


def _report_year(enquiry: Enquiry, item: Entry) -> int | None:
    """Return the year of the report that a record was printed in."""
    reports = enquiry.store.reports(agency=item.agency.slug)
    return next((report.year for report in reports if report.document == item.record.place.document), None)


def selection(enquiry: Enquiry, *, narrow: bool = True) -> Selection:
    """Return the records that a question's filters select.

    Args:
        enquiry: The question.
        narrow: Whether body or session alone mean matters (提案, 建议), leaving out summaries and portal pages.
    """
    facets = enquiry.facets
    kinds = facets.kinds
    if narrow and not kinds and not facets.listed and (facets.body or facets.term or facets.session):
        kinds = MATTERS
    chosen = Selection(
        agencies=enquiry.agencies(),
        body=facets.body,
        term=facets.term,
        session=facets.session,
        years=facets.years,
        kinds=kinds,
        listed=facets.listed,
        without=tuple(left_out(one) for one in facets.without),
    )
    return limited(within_period(chosen, facets), facets)


def left_out(one: Excluded) -> Selection:
    """Return the records that a question leaves out."""
    chosen = Selection(
        agencies=one.agencies,
        body=one.body,
        number=one.number,
        title=one.words,
        role=one.role,
        cells=tuple(filter(None, (one.results, one.helped))),
    )
    return within_period(chosen, Facets(period=one.period))


def selections(enquiry: Enquiry) -> tuple[Selection, ...]:
    """Return the records that a question's filters select, a selection for each of the periods said apart."""
    facets = enquiry.facets
    if facets.period is None or not facets.period.parts:
        return (selection(enquiry),)
    return tuple(selection(enquiry.of_period(part)) for part in facets.period.parts)


def within_period(chosen: Selection, facets: Facets) -> Selection:
    """Return a selection narrowed to the days asked for.

    The year of a record is that of its session; a period is of publication. Where the period was read from the year
    itself, the year stands aside: 2020年11月 must not ask for both.
    """
    period = facets.period
    if period is None:
        return chosen
    if period.any_year:
        window = ((period.start.month, period.start.day), (period.end.month, period.end.day))
        return replace(chosen, window=window)
    years = tuple(year for year in chosen.years if not period.start.year <= year <= period.end.year)
    return replace(chosen, years=years, published_from=period.start, published_to=period.end)
