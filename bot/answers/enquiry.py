"""What every part that answers is handed: the question and where to look."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from bot.questions.context import Context
from bot.questions.question import Facets, Period, Question
from bot.records.model import Agency
from bot.store.read.values import StoredReport

if TYPE_CHECKING:
    from bot.search.snapshot import Searchable
    from bot.store.read.queries import Store

# How many keys of a list a chat's context holds: 第二条 is asked of the first pages, or of the one that is shown.
REMEMBERED_KEYS = 50
LONGEST_PAGE = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Enquiry:
    """A question with its surroundings.

    Attributes:
        question: The message as understood.
        store: What is loaded.
        index: The search index over it.
        today: The day of the question.
        default_agency: Slug of the chat's own agency, or None.
        expected: Agencies that should report, where everybody may know which: of a class they are counted too.
    """

    question: Question
    store: "Store"
    index: "Searchable"
    today: date
    default_agency: str | None = None
    expected: tuple[Agency, ...] = ()

    @property
    def facets(self) -> Facets:
        """The filters of the question."""
        return self.question.facets

    @property
    def limited_in_vain(self) -> bool:
        """Whether a limit of the question is not applied: then nothing is worked out."""
        return any(one.how == "unapplied" for one in self.question.understood)

    def of_period(self, period: Period) -> "Enquiry":
        """Return the enquiry with another period."""
        return replace(self, question=replace(self.question, facets=replace(self.facets, period=period)))

    def several_agencies(self) -> bool:
        """Return whether more than one agency has anything loaded: then each answer names its own."""
        return len(self.store.agencies()) > 1

    def agencies(self) -> tuple[str, ...]:
        """Return the slugs that the question or the chat narrows it to; empty means any."""
        if self.facets.agencies:
            return self.facets.agencies
        return (self.default_agency,) if self.default_agency else ()

    def named(self) -> tuple[Agency, ...]:
        """Return the agencies that the question names, where there are others: lists then say so."""
        if not self.several_agencies() or any(one.agencies for one in self.facets.without):
            return ()
        return tuple(agency for agency in self.store.agencies() if agency.slug in self.facets.agencies)

    def reporting(self) -> tuple[Agency, ...]:
        """Return the agencies with annual reports that fit the question.

        Those it names; else the chat's own if that has a report; else all that have one; of several those that have a
        report of the asked year. An answer about figures needs exactly one of them: figures of two agencies are never
        mixed.
        """
        reports = self.store.reports()
        found: dict[str, Agency] = {report.agency.slug: report.agency for report in reports}
        if self.facets.agencies:
            chosen = tuple(found[slug] for slug in self.facets.agencies if slug in found)
        elif self.default_agency in found:
            return (found[self.default_agency],)
        else:
            chosen = tuple(found.values())
        dated = {report.agency.slug for report in reports if report.year in self.facets.years}
        return tuple(agency for agency in chosen if agency.slug in dated) or chosen

    def reports_of(self, agency: str) -> tuple[StoredReport, ...]:
        """Return an agency's reports, latest first."""
        return self.store.reports(agency=agency)

    def remember(  # noqa: PLR0913 - one argument for each thing that a context holds
        self,
        *,
        keys: tuple[str, ...] = (),
        page: int = 1,
        pages: int = 1,
        figures: tuple[str, ...] = (),
        agency: str | None = None,
        year: int | None = None,
        people: tuple[str, ...] = (),
    ) -> Context:
        """Return the context that a follow-up can refer to."""
        return Context(
            question=self.question,
            shown_at=datetime.now(UTC),
            keys=keys[: max(REMEMBERED_KEYS, page * LONGEST_PAGE)],
            page=page,
            pages=pages,
            figures=figures,
            agency=agency,
            year=year,
            people=people,
        )
