"""What is loaded, with the main figures of each agency (统计)."""

from collections.abc import Sequence

from bot.answers.answer import AgencyOverview, AgencyStock, OverviewAnswer
from bot.answers.enquiry import Enquiry
from bot.answers.entries import entry
from bot.answers.figure_parts import FigureGroup, FigureLine
from bot.answers.figures.groups import checks_on
from bot.answers.figures.report import OpenReport
from bot.answers.parts import Count
from bot.answers.stock import stock_of
from bot.records.model import Agency, Body, RecordKind
from bot.store.read.values import Selection
from bot.store.read.watched import CoveredList, read_watched

# The figures that people ask for first; a report that lacks one leaves it out.
_MAIN = (
    "cppcc.handled",
    "npc.handled",
    "handling.satisfaction_rate",
    "requests.received_new.total",
    "requests.processed_total.total",
    "requests.granted_full.total",
    "review.total",
    "litigation.total",
)
_MOST = 3  # agencies told in full on one screen; of more only the names and counts


def overview(enquiry: Enquiry) -> OverviewAnswer:
    """Answer 统计."""
    store = enquiry.store
    agencies = store.agencies()
    named = enquiry.agencies()
    chosen = [agency for agency in agencies if agency.slug in named] or list(agencies)
    views = tuple(_view(enquiry, agency) for agency in chosen[:_MOST])
    return OverviewAnswer(
        stock=stock_of(store),
        agencies=views,
        others=_stocks(enquiry, chosen[_MOST:]),
        remember=enquiry.remember(agency=chosen[0].slug if len(chosen) == 1 else None),
        understood=enquiry.question.understood,
    )


def _stocks(enquiry: Enquiry, agencies: Sequence[Agency]) -> tuple[AgencyStock, ...]:
    """Return the stock of agencies in a line each, those with most of it first."""
    replies = enquiry.store.tally(Selection(kinds=(RecordKind.REPLY,)), "agency") if agencies else {}
    made = [
        AgencyStock(
            agency=agency,
            years=tuple(report.year for report in enquiry.store.reports(agency=agency.slug)),
            replies=replies.get(agency.slug, 0),
        )
        for agency in agencies
    ]
    return tuple(sorted(made, key=lambda one: (-one.replies, -len(one.years))))


def _view(enquiry: Enquiry, agency: Agency) -> AgencyOverview:
    store = enquiry.store
    own = Selection(agencies=(agency.slug,))
    replies = Selection(agencies=(agency.slug,), kinds=(RecordKind.REPLY,))
    bodies = store.tally(replies, "body")
    kinds = store.tally(own, "kind")
    reports = store.reports(agency=agency.slug)
    latest = store.records(own, limit=1)
    earliest = store.records(own, limit=1, oldest_first=True)
    return AgencyOverview(
        agency=agency,
        year=reports[0].year if reports else None,
        years=tuple(report.year for report in reports),
        replies=tuple(Count(value=bodies[body.value], body=body) for body in Body if bodies.get(body.value)),
        total=store.count(replies),
        others=tuple(
            (RecordKind(kind), count) for kind, count in kinds.items() if kind and kind != RecordKind.REPLY.value
        ),
        reports=len(reports),
        figures=_figures(OpenReport.open(enquiry, reports[0])) if reports else None,
        since=earliest[0].record.dated_on if earliest else None,
        latest=entry(latest[0]) if latest else None,
        listings=tuple(
            one.listing
            for one in store.listings()
            if one.agency.slug == agency.slug and one.listing.total_rows is not None
        )[:_MOST],
        watched=_watched(enquiry, agency),
        caveat=next((one.caveat for one in reports if one.caveat), latest[0].caveat if latest else None),
    )


def _watched(enquiry: Enquiry, agency: Agency) -> tuple[CoveredList, ...]:
    """Return the lists of sites that have records of an agency; read anew each time: a look changes no revision."""
    store = enquiry.store
    with store.reading(), store.database.reading() as connection:
        return tuple(one for one in read_watched(connection) if one.agency == agency.slug)[:_MOST]


def _figures(report: OpenReport) -> FigureGroup:
    keys = [key for key in _MAIN if key in report.told or report.line(key)]
    lines: list[FigureLine] = [line for key in keys if (line := report.line(key))]
    return FigureGroup(
        title=report.report.title,
        lines=tuple(lines),
        checks=checks_on(report, lines),
        sources=tuple(dict.fromkeys(report.source(line) for line in lines)),
    )
