"""Figures of a class of offices: rows with their places, what they add up to, who is missing, what stands apart."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from decimal import Decimal
from operator import attrgetter
from typing import NamedTuple

from bot.answers.answered import Answered
from bot.answers.figure_parts import FigureLine
from bot.questions.over_agencies import Change, LeadLine, OverAgencies
from bot.records.agency_kinds import AgencyKind, AgencyLevel
from bot.records.model import Agency


class ShownValue(NamedTuple):
    """One value of a row.

    `number`: what is ranked, None where there is none for certain, and `doubt` is the code of why: `blank`,
    `not_applicable`, `approximate`, `text`, `ambiguous`, `absent`, `other_column`, `zero`, `greater`, `no_whole`,
    `not_loaded`, `unit`, `former_zero`; with `before_` it is that of the former year. `raw`: as printed, or the result
    as text. `parts`: of a share its two numbers, of a change the former and the present one.
    """

    number: Decimal | None
    raw: str
    doubt: str | None = None
    parts: tuple[str, ...] = ()


class Row(NamedTuple):
    """One office: its place among the others (0 where it has none), what it is called, its values.

    `broken`: its report contradicts itself in one of these figures.
    """

    place: int
    agency: Agency
    name: str
    values: tuple[ShownValue, ...]
    broken: bool = False

    @property
    def first(self) -> ShownValue:
        """The value by which rows are ordered."""
        return self.values[0]


_place = attrgetter("place")


class Total(NamedTuple):
    """What the values of one column come to, of so many offices: `part` and `whole` of a share or a change."""

    offices: int
    sum: Decimal | None = None
    mean: Decimal | None = None
    median: Decimal | None = None
    part: Decimal | None = None
    whole: Decimal | None = None

    @property
    def middle(self) -> Decimal:
        """What each has on average, unrounded; of shares that of all together."""
        if self.part is not None and self.whole:
            return self.part / self.whole
        return (self.sum or Decimal(0)) / max(self.offices, 1)


class Broke(NamedTuple):
    """A relation that a report breaks: whose, which, both sides, the finding's own words."""

    name: str
    relation: str
    left: str
    right: str
    message: str


class Beside(NamedTuple):
    """A government's own report, which is neither added up nor ranked with its departments'.

    `quote`: the sentence by which it says that it tells of all of them; empty where none was found.
    """

    agency: Agency
    shown: ShownValue
    difference: Decimal | None
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyTable:
    """Offices of one level and one kind.

    Attributes:
        level: Theirs.
        place: Theirs, where all are of one.
        kind: Theirs; None where kinds were asked for in one word (镇街).
        rows: Those with a value, in order; where only some are asked for, these.
        members: How many offices there are, whichever rows are shown.
        loaded: Of how many of them a report is loaded.
        apart: Those whose report has no value for certain, by name.
        missing: Those whose report of the year is not loaded.
        totals: One for each column.
        broken: Relations that their reports break in these figures.
        beside: The report of the government that they belong to.
    """

    level: AgencyLevel
    kind: AgencyKind | None
    rows: tuple[Row, ...]
    members: int
    loaded: int
    place: str = ""
    apart: tuple[Row, ...] = ()
    missing: tuple[str, ...] = ()
    totals: tuple[Total, ...] = ()
    broken: tuple[Broke, ...] = ()
    beside: Beside | None = None

    def sharing(self, place: int) -> tuple[Row, ...]:
        """Return the rows that share a place."""
        first = bisect_left(self.rows, place, key=_place)
        return self.rows[first : bisect_right(self.rows, place, key=_place)]


@dataclass(frozen=True, slots=True, kw_only=True)
class AgenciesAnswer(Answered):
    """Figures of a class of offices.

    Attributes:
        ask: What was asked.
        year: Of which year; the latest of `years` where several are shown.
        years: The columns, where each year is one.
        before: The year that a change is against.
        figures: The columns, where each figure is one; what a column is called and counted in.
        wholes: What a share is of, one for each figure, None of no share.
        tables: The offices by level and kind, those that the first line is about first.
        chosen: Rows that the first line names.
        rows: Rows of this page.
        part: What the rows come to, where some of them alone are added up (前十名合计).
        page: Of `pages`, from 1.
        pages: How many.
        ask_again: The message that brings it.
        other_years: Years of which reports are loaded besides.
        summed: Whether the values may be added up: shares may not.
    """

    ask: OverAgencies
    year: int
    years: tuple[int, ...] = ()
    before: int | None = None
    figures: tuple[FigureLine, ...] = ()
    wholes: tuple[FigureLine | None, ...] = ()
    tables: tuple[AgencyTable, ...] = ()
    chosen: tuple[Row, ...] = ()
    rows: tuple[Row, ...] = ()
    part: Total | None = None
    page: int = 1
    pages: int = 1
    ask_again: str = ""
    other_years: tuple[int, ...] = ()
    summed: bool = True

    @property
    def lead(self) -> AgencyTable:
        """The offices that the first line is about."""
        return self.tables[0]

    @property
    def wanted(self) -> LeadLine:
        """What the first line says."""
        return self.ask.wanted

    @property
    def of_share(self) -> bool:
        """Whether the values are shares."""
        return any(self.wholes)

    @property
    def of_change(self) -> Change | None:
        """Whether the values are changes against the year before."""
        return self.ask.change


@dataclass(frozen=True, slots=True, kw_only=True)
class NoAgenciesAnswer(Answered):
    """No report of such an office is loaded, or none of the years asked for: `years` are those that are.

    `said` names the class.
    """

    said: str
    asked: tuple[int, ...] = ()
    years: tuple[int, ...] = ()
    members: int = 0
