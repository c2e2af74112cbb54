"""Answers that are worked out, with every operand as it stands."""

from dataclasses import dataclass
from decimal import Decimal

from bot.answers.answered import Answered
from bot.answers.figure_parts import Check, FigureLine
from bot.answers.parts import Count, Dated, Official, Source
from bot.questions.question import Axis, Bound, Facets, Operation
from bot.records.model import Agency

AT_LEAST = "at_least"


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One operand: a printed figure, or a count of loaded replies.

    Attributes:
        line: The figure; None for a count.
        whole: What the figure is a share of, where its share is the operand.
        count: The count; None for a figure.
        facets: What was counted.
        agency: Whose figure or replies, where that tells the operands apart.
        year: Of which report, where that tells them apart.
        doubt: Code of why it is no number for certain (`blank`, `not_applicable`, `approximate`, `text`, `ambiguous`,
            `absent`, `unread`, `not_loaded`, `other_column`, `several`, `no_whole`); None where it is one. `at_least`
            (300余) is a number that what comes of it is at least, or at most.
        places: In how many places of the report a number stands that was given as it is; 0 of one that is named.
        checks: What the report's own arithmetic says of it.
    """

    line: FigureLine | None = None
    whole: FigureLine | None = None
    count: int | None = None
    facets: Facets | None = None
    agency: Agency | None = None
    year: int | None = None
    doubt: str | None = None
    places: int = 0
    checks: tuple[Check, ...] = ()

    @property
    def value(self) -> Decimal | None:
        """The number; None where it is none for certain."""
        if self.doubt and self.doubt != AT_LEAST:
            return None
        if self.line is None:
            return Decimal(self.count or 0)
        return (self.line.filled or self.line).value

    @property
    def raw(self) -> str:
        """The number as it is written in a formula."""
        if self.line is None:
            return str(self.count or 0)
        return (self.line.filled or self.line).raw


@dataclass(frozen=True, slots=True, kw_only=True)
class Worked:
    """What came of the operands.

    Attributes:
        result: The number as text, signed for a difference, without sign or unit otherwise; None where the result is
            which of the operands it is.
        chosen: Places of the operands that are the most or least, or that fit a bound.
        formula: How the result came about, as printed numbers.
        unit: `%` of a share, `points` of a difference of shares, `times` and `per` of a ratio; else None: that of the
            operands.
        fits: Whether the result fits the bound that was asked about; None where none was.
        side: `at_least` or `at_most`, where an operand is only said to be at least so much.
    """

    result: str | None = None
    chosen: tuple[int, ...] = ()
    formula: str = ""
    unit: str | None = None
    fits: bool | None = None
    side: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ComputedAnswer(Answered):
    """Something worked out, or why it was not.

    Attributes:
        operation: What.
        over: Along what the operands differ; None where each was named.
        terms: The operands, in the order asked or along the axis.
        worked: The result; None where it is not certain.
        reason: Code of why not: the doubt of an operand, `unit`, `rate`, `no_whole`, `not_part`, `greater`, `zero`,
            `single`, `period`, `rank`, `tied`, `years`, `corrected`, `not_told` (nothing says that the one is part of
            the other).
        rank: 2 for the second most.
        bound: The condition of a count.
        picked: Which of the operands, by their rank, the result is of; empty for all.
        whole: What the operands are the parts of, along parts or applicants.
        facets: The filters of counts.
        agency: Whose figures, where all are of one.
        year: Of which report, where all are of one.
        roughly: Columns that are not quite the same thing are set side by side (domain.md §1.3).
        mixed_years: The agencies' reports are of different years.
        handled: What the reports say was handled, beside counts of loaded replies.
        listed: Counts of loaded replies, beside what was handled.
        missing_years: Years asked for that are not loaded.
        quotes: The sentences that state operands.
        spans: Months or days that a figure is divided by, of a ratio along these.
        rounded: An operand is printed in 万: the result is about right.
        told: The operands are numbers of sentences: no form says that they add up to anything.
        without: A channel that is left out.
        total: What a sentence says that the numbers listed in it are of.
        blanks: Cells that are not filled in count for none, for the others come to the printed total of their row.
        claimed: A result that the user supposes; `agrees` whether it is the one.
    """

    operation: Operation
    over: Axis | None = None
    terms: tuple[Term, ...]
    worked: Worked | None = None
    reason: str | None = None
    rank: int = 1
    bound: Bound | None = None
    picked: tuple[int, ...] = ()
    whole: FigureLine | None = None
    facets: Facets
    agency: Agency | None = None
    year: int | None = None
    roughly: bool = False
    mixed_years: bool = False
    handled: tuple[FigureLine, ...] = ()
    listed: tuple[Count, ...] = ()
    missing_years: tuple[int, ...] = ()
    quotes: tuple[str, ...] = ()
    spans: int | None = None
    rounded: bool = False
    told: bool = False
    without: str | None = None
    total: FigureLine | None = None
    blanks: bool = False
    sources: tuple[Source, ...] = ()
    several_agencies: bool = False
    claimed: str | None = None
    agrees: bool | None = None

    @property
    def chosen(self) -> tuple[Term, ...]:
        """The operands that are the result, or that it is about."""
        return tuple(self.terms[place] for place in self.worked.chosen) if self.worked else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonsAnswer(Answered):
    """Officials as a report names them, counted.

    `called` are the roles or posts asked for, `without` those that they must not have, `besides` who is left out,
    `surname` the one asked for, `place` and
    `level` as in `Persons`; `total` is how many the report names at all; `members` says who else belongs to their
    groups without a name.
    """

    agency: Agency
    year: int
    called: tuple[str, ...]
    without: tuple[str, ...] = ()
    besides: tuple[str, ...] = ()
    surname: str = ""
    place: int = 0
    level: str = ""
    people: tuple[Official, ...]
    total: int
    members: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    several_agencies: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DaysAnswer(Answered):
    """Days set against each other.

    Attributes:
        moments: Each with its day, in the order asked.
        apart: Days between the two; None where that is not asked, or one of them is not known.
        measure: `earliest` or `latest` where that is asked.
        ends: Those that are it.
    """

    moments: tuple[Dated, ...]
    apart: int | None = None
    measure: str | None = None
    ends: tuple[Dated, ...] = ()
    sources: tuple[Source, ...] = ()
