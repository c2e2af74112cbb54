"""What is known about a question, as data. `bot.answers.answer` makes it, `bot.screens.render` shows it.

Each class is one kind of answer and has one template of its name. No words for people are in here: only values, and
codes that templates put into words.
"""

from dataclasses import dataclass
from datetime import date

from bot.answers.parts import (
    Comparison,
    Count,
    Entry,
    Examples,
    FigureGroup,
    FigureLine,
    Official,
    Option,
    Outline,
    QuotedPassage,
    ReportView,
    SearchGroup,
    Source,
    Stock,
)
from bot.questions.context import Context
from bot.questions.question import Aspect, Facets, Focus, Guard, NumberReference, Understood
from bot.records.model import Agency, Listing, RecordKind
from bot.search.results import Level, WordMatch


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What every answer carries.

    Attributes:
        remember: What a follow-up can refer to; None when the chat's context should stay as it is.
        understood: What was not read literally, to be said back.
        named: Agencies that the question names, where several are loaded: filters that are to be said.
    """

    remember: Context | None = None
    understood: tuple[Understood, ...] = ()
    named: tuple[Agency, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordCard(Answered):
    """One record.

    Attributes:
        entry: The record.
        aspect: What was asked about it.
        known: Whether what was asked is loaded.
        aggregates: The figures that the report gives for all matters together (满意率), with their sentence.
        elsewhere: Records of the same number in other sessions, latest first.
        replies: Other replies to the same matter (分办).
        several_agencies: Several are loaded, so that the agency must be named.
        text: The page of the reply's text, when it was asked and is loaded.
        page: That page, from 1.
        pages: How many.
        ask: The message that pages the text.
        taken: Words of the search that led here and that were not found as typed.
        source: Where it stands.
    """

    entry: Entry
    aspect: Aspect = Aspect.CARD
    known: bool = True
    aggregates: tuple[FigureLine, ...] = ()
    elsewhere: tuple[Entry, ...] = ()
    replies: tuple[Entry, ...] = ()
    several_agencies: bool = False
    text: str | None = None
    page: int = 1
    pages: int = 1
    ask: str = ""
    taken: tuple[WordMatch, ...] = ()
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawnRecord(Answered):
    """A record that the agency took down: its number and the date, nothing else (domain.md §5.3)."""

    entry: Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordGone(Answered):
    """A button's record that is loaded no more."""

    stock: Stock


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordList(Answered):
    """Records by facets: 2020年11月的答复.

    Attributes:
        facets: The filters, to be said.
        entries: The page's entries, numbered through all pages.
        total: How many in all.
        page: From 1.
        pages: How many.
        latest: The latest were asked.
        ask: The message that pages this list.
        handled: What the report says was handled, kept apart from what is listed (domain.md §6, trap 2).
        passages: Events of the same date in the reports (trap 31).
        listings: Pagers of the lists that the entries stand in (traps 1 and 3).
        sources: Where they stand.
    """

    facets: Facets
    entries: tuple[Entry, ...]
    total: int
    page: int = 1
    pages: int = 1
    latest: bool = False
    ask: str = ""
    handled: tuple[FigureLine, ...] = ()
    passages: tuple[QuotedPassage, ...] = ()
    listings: tuple[Listing, ...] = ()
    sources: tuple[Source, ...] = ()
    several_agencies: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchList(Answered):
    """What a search found, in groups that say why (exact, all words, some words, similar).

    `taken` are words that occur nowhere, with what they were taken for; `approximate`: there may be more than `total`;
    `counts` are the numbers per level over all pages.
    """

    words: tuple[str, ...]
    facets: Facets
    groups: tuple[SearchGroup, ...]
    counts: tuple[tuple[Level, int], ...] = ()
    total: int
    page: int = 1
    pages: int = 1
    taken: tuple[WordMatch, ...] = ()
    approximate: bool = False
    aspect: Aspect = Aspect.CARD
    ask: str = ""
    passages: tuple[QuotedPassage, ...] = ()
    sources: tuple[Source, ...] = ()
    several_agencies: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberLine:
    """One number of several: the records that bear it, or none."""

    asked: NumberReference
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberList(Answered):
    """Several numbers in one message, the missing ones marked."""

    lines: tuple[NumberLine, ...]
    found: int
    missing: tuple[NumberReference, ...]
    sources: tuple[Source, ...] = ()
    several_agencies: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberNotFound(Answered):
    """No record bears the number.

    Attributes:
        asked: The number.
        stock: What is loaded.
        other_body: The same number of the other body (政协174205 is a 人大 suggestion).
        other_sessions: The same number in sessions that were not asked.
        session_loaded: Whether the asked session has any record.
        near: Near numbers, as a labelled hint only.
    """

    asked: NumberReference
    stock: Stock
    other_body: tuple[Entry, ...] = ()
    other_sessions: tuple[Entry, ...] = ()
    session_loaded: bool = True
    near: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Chooser(Answered):
    """A question that fits several things. `about` is `body`, `agency`, `session` or `record`."""

    about: str
    options: tuple[Option, ...]
    said: str
    asked: NumberReference | None = None


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
        compiled: When the report was made, as printed.
        more: Codes of questions to offer as buttons (`data/offers.yaml`).
        listed: Counts of loaded list entries, kept apart from what was handled.
        other_years: Years of the agency's other loaded reports.
        several_agencies: Several have reports, so that the agency must be named.
    """

    agency: Agency
    year: int
    groups: tuple[FigureGroup, ...]
    lacking: tuple[str, ...] = ()
    claimed: str | None = None
    agrees: bool | None = None
    more: tuple[str, ...] = ()
    listed: tuple[Count, ...] = ()
    other_years: tuple[int, ...] = ()
    several_agencies: bool = False


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
    """The agency's report of that year has no such cell (another form, or it was not printed)."""

    agency: Agency
    year: int
    said: str
    label: str | None
    other_years: tuple[int, ...] = ()
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StatisticsAnswer(Answered):
    """Counts from the loaded lists, labelled 据列表计算.

    Attributes:
        measure: Value of `Measure`: which count leads.
        facets: The filters.
        total: The leading count.
        by_body: Counts per body.
        by_month: Counts per month.
        by_year: Counts per year.
        first: The earliest or latest entries, when those were asked.
        others: How many more records have the same day.
        listings: Pagers of the lists: what the site itself says (trap 1).
        handled: What the report says was handled: never equated with what is listed (trap 2).
        stock: What is loaded.
    """

    measure: str
    facets: Facets
    total: int
    by_body: tuple[Count, ...] = ()
    by_month: tuple[Count, ...] = ()
    by_year: tuple[Count, ...] = ()
    first: tuple[Entry, ...] = ()
    others: int = 0
    listings: tuple[Listing, ...] = ()
    handled: tuple[FigureLine, ...] = ()
    stock: Stock
    sources: tuple[Source, ...] = ()
    several_agencies: bool = False


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
        claimed: What the user supposes; `agrees` whether the source says it, None when it cannot be told.
    """

    terms: tuple[str, ...]
    focus: Focus
    passages: tuple[QuotedPassage, ...]
    people: tuple[Official, ...] = ()
    outlines: tuple[Outline, ...] = ()
    reports: tuple[ReportView, ...] = ()
    agency: Agency
    year: int
    claimed: str | None = None
    agrees: bool | None = None
    sources: tuple[Source, ...] = ()
    several_agencies: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NotPublishedAnswer(Answered):
    """What the source does not say, with the nearest that it does say."""

    about: str
    figures: FiguresAnswer | None = None
    stock: Stock


@dataclass(frozen=True, slots=True, kw_only=True)
class NothingFound(Answered):
    """Nothing fits: what was searched, what is loaded, the nearest as labelled hints."""

    words: tuple[str, ...]
    facets: Facets
    stock: Stock
    suggestions: tuple[str, ...] = ()
    first: date | None = None
    last: date | None = None
    others: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherOffice(Answered):
    """The message names an office that is not loaded (冠县政协): nothing is shown as its own."""

    office: str
    stock: Stock


@dataclass(frozen=True, slots=True, kw_only=True)
class Guidance(Answered):
    """A message that is no query: its own short answer."""

    guard: Guard
    stock: Stock
    examples: Examples


@dataclass(frozen=True, slots=True, kw_only=True)
class ImpossibleDate(Answered):
    """A date that does not exist, as said."""

    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NothingToFollow(Answered):
    """A follow-up without anything to follow; `forgotten` names the list that is gone."""

    said: str
    forgotten: str | None = None
    stock: Stock
    examples: Examples


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpAnswer(Answered):
    """Help, or one task of it; `start` is the greeting. `examples` make messages that the loaded data answers."""

    topic: str
    stock: Stock
    examples: Examples


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyOverview:
    """One agency's stock and main figures."""

    agency: Agency
    year: int | None
    years: tuple[int, ...]
    replies: tuple[Count, ...]
    total: int
    others: tuple[tuple[RecordKind, int], ...]
    reports: int
    figures: FigureGroup | None = None
    latest: Entry | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OverviewAnswer(Answered):
    """What is loaded, with the main figures (统计)."""

    stock: Stock
    agencies: tuple[AgencyOverview, ...]
    others: tuple[Agency, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Several(Answered):
    """Several asks in one message, each answered; shown one under the other."""

    parts: "tuple[Answer, ...]"


Answer = (
    RecordCard
    | WithdrawnRecord
    | RecordGone
    | RecordList
    | SearchList
    | NumberList
    | NumberNotFound
    | Chooser
    | FiguresAnswer
    | ComparisonAnswer
    | NoSuchYear
    | NoSuchFigure
    | StatisticsAnswer
    | PassagesAnswer
    | NotPublishedAnswer
    | NothingFound
    | OtherOffice
    | Guidance
    | ImpossibleDate
    | NothingToFollow
    | HelpAnswer
    | OverviewAnswer
    | Several
)
