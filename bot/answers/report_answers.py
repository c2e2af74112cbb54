"""Answers from annual reports, or what these do not say."""

from dataclasses import dataclass

from bot.answers.answered import Answered
from bot.answers.figure_parts import Comparison, FigureGroup, FigureHint
from bot.answers.parts import AirTime, Count, Official, Outline, QuotedPassage, ReportView, Source, Stock, Withheld
from bot.questions.question import Focus
from bot.records.model import Agency, Caveat


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedAnswer(Answered):
    """What a bare number is in the loaded reports.

    Attributes:
        said: The number as typed.
        figures: What is exactly so much; none where no report prints it. `more` of them are not shown.
        quotes: Sentences that have it within something else, where it is no figure.
        supposed: What it was supposed to be, and `instead` what is printed as that; `agrees`: whether that is the same,
            None where nothing was supposed or nothing is printed as that.
        untold: Reports may tell what was supposed, and these do not.
        reports: Whether any report was looked through.
    """

    said: str
    figures: tuple[FigureHint, ...] = ()
    more: int = 0
    quotes: tuple[QuotedPassage, ...] = ()
    supposed: str = ""
    untold: bool = False
    instead: tuple[FigureHint, ...] = ()
    agrees: bool | None = None
    reports: bool = True
    several_agencies: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FiguresAnswer(Answered):
    """Figures of one report of one agency.

    Attributes:
        agency: Whose.
        year: Which year.
        groups: One for each reference, in the order asked.
        lacking: Words of the question that name figures which the report does not have.
        claimed: What the user supposes, and whether the printed figure agrees.
        agrees: None when nothing was supposed.
        unit_lacking: An amount of money was supposed, and the report prints no unit: neither right nor wrong.
        untold: What is asked of the figures and no table tells (`when`, `name`); None where they are asked for alone.
        compiled: When the report was made, as printed.
        more: Codes of questions to offer as buttons (`data/offers.yaml`).
        listed: Counts of loaded list entries, kept apart from what was handled.
        other_years: Years of the agency's other loaded reports.
        several_agencies: Several have reports, so that the agency must be named.
        caveat: What is said with the report as a source.
    """

    agency: Agency
    year: int
    groups: tuple[FigureGroup, ...]
    lacking: tuple[str, ...] = ()
    claimed: str | None = None
    agrees: bool | None = None
    unit_lacking: bool = False
    untold: str | None = None
    more: tuple[str, ...] = ()
    listed: tuple[Count, ...] = ()
    other_years: tuple[int, ...] = ()
    several_agencies: bool = False
    caveat: Caveat | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonAnswer(Answered):
    """Figures across years, or the reason why they are not comparable (domain.md §1.3)."""

    agency: Agency
    years: tuple[int, ...]
    comparisons: tuple[Comparison, ...]
    missing_years: tuple[int, ...] = ()
    sources: tuple[Source, ...] = ()
    several_agencies: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NoSuchYear(Answered):
    """The asked year is not loaded; `years` are those that are.

    `what` is `report`, `records`, or `comparison` (a second year is lacking).
    """

    asked: tuple[int, ...]
    years: tuple[int, ...]
    what: str
    agency: Agency | None = None
    several_agencies: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NoSuchFigure(Answered):
    """The agency's report of that year has no such cell (another form, or it was not printed).

    `years` are those that were compared, where several were: none of their reports has it.
    """

    agency: Agency
    year: int
    years: tuple[int, ...] = ()
    said: str
    label: str | None
    other_years: tuple[int, ...] = ()
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PassagesAnswer(Answered):
    """Sentences that answer.

    Attributes:
        terms: What was looked for.
        focus: What kind of thing was asked; it is bold in the passages.
        passages: The best sentences, in the order of the document within their rank.
        people: Officials asked for, as printed.
        outlines: What report, section or table consist of, when that was asked.
        reports: What the report says of itself, when that was asked.
        unsaid: Kind of thing that was asked and that these sentences do not say (when, where, how many, who); what is
            shown is the nearest. None where they answer.
        asked: The words of which it is said, as the user wrote them.
        counts: The sentences hold numbers, one of which may be the one that was asked for.
        missing: Words of the question that the sentences do not have.
        closest: The message was not read: the sentences share most of its signs, no more.
        claimed: What the user supposes; `agrees` whether the source says it, None when it cannot be told.
        caveat: What is said with the report as a source.
    """

    terms: tuple[str, ...]
    focus: Focus
    passages: tuple[QuotedPassage, ...]
    people: tuple[Official, ...] = ()
    outlines: tuple[Outline, ...] = ()
    reports: tuple[ReportView, ...] = ()
    unsaid: Focus | None = None
    asked: tuple[str, ...] = ()
    counts: bool = False
    missing: tuple[str, ...] = ()
    closest: bool = False
    agency: Agency
    year: int
    claimed: str | None = None
    agrees: bool | None = None
    sources: tuple[Source, ...] = ()
    several_agencies: bool = False
    caveat: Caveat | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NotPublishedAnswer(Answered):
    """What the source does not say, with the nearest that it does say, or from which it is worked out.

    `withheld`: what the lists mark as not for the public, where that is asked.
    """

    about: str
    withheld: Withheld | None = None
    figures: FiguresAnswer | None = None
    air_time: AirTime | None = None
    stock: Stock
