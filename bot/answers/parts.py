"""The pieces that answers are made of: an entry of a list, a source, a count, a quotation; figures: `figure_parts`.

Every number that a screen prints stands in one of these, with its origin (architecture.md §1, promises 1 and 5).
"""

from dataclasses import dataclass, field
from datetime import date

from bot.questions.results import Result, results_of
from bot.records.changes import FieldChange
from bot.records.model import Agency, Body, Caveat, Record, Status
from bot.records.title_session import session_printed
from bot.search.results import Level, WordMatch


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What an answer is taken from (domain.md §5.5).

    Attributes:
        agency: The agency, in full.
        year: Report year, None for lists that stand in no report.
        title: Title of the report or list, as printed.
        section: Section as cited, e.g. `二·第二十条第（一）项`.
        quote: The sentence as printed.
        cell: Row and column of the table as printed.
        url: Address of the original, if loaded.
        document: File name it was imported from.
        caveat: What is said with it.
    """

    agency: str
    year: int | None = None
    title: str | None = None
    section: str | None = None
    quote: str | None = None
    cell: str | None = None
    url: str | None = None
    document: str | None = None
    caveat: Caveat | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Withheld:
    """Rows of lists that are not loaded, for they are marked as not for the public.

    Attributes:
        count: How many the lists of the answer have.
        every: All of them would belong to the answer; else how many of them do is not told.
    """

    count: int
    every: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A record as an answer shows it.

    Attributes:
        record: The record; of a withdrawn one only key, body, term, session and number are kept.
        agency: Whose it is.
        year: Year of its session or publication, as the store gives it.
        status: Published, corrected or withdrawn.
        corrections: What was corrected.
        withdrawn_on: When the agency took it down.
        order: Its number in the list shown, from 1; 0 for a single card.
        level: Why a search shows it, None outside searches.
        words: How each word of the search was found.
        found_in: Where a search found it (`title`, `topic`, `text` …), None outside searches.
        said: The sentence of its text in which a search found it, cut short.
        caveat: What is said with its source.
    """

    record: Record
    agency: Agency
    year: int | None = None
    status: Status = Status.PUBLISHED
    corrections: tuple[FieldChange, ...] = ()
    withdrawn_on: date | None = None
    order: int = 0
    level: Level | None = None
    words: tuple[WordMatch, ...] = ()
    found_in: str | None = None
    said: "QuotedPassage | None" = None
    caveat: Caveat | None = None

    @property
    def results(self) -> tuple[Result, ...]:
        """How the matter ended, each with the label of its column, empty for a letter."""
        return results_of(self.record)

    @property
    def session_name(self) -> str | None:
        """The session as the title prints it (`市政协十三届四次会议`), None where it prints none."""
        return session_printed(self.record.title)

    @property
    def key(self) -> str:
        """Stored key, for buttons."""
        return self.record.key

    @property
    def number(self) -> str | None:
        """The number as people see it: as printed, else the integer."""
        if self.record.number_raw:
            return self.record.number_raw
        return None if self.record.number is None else str(self.record.number)


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """A number counted from the loaded lists, labelled 据列表计算 (domain.md §7)."""

    value: int
    body: Body | None = None
    month: str | None = None
    year: int | None = None
    day: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionLoaded:
    """A session with loaded records."""

    body: Body
    term: int
    session: int
    year: int | None
    count: int
    agency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stock:
    """What is loaded, for screens that say so."""

    agencies: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    report_years: tuple[int, ...] = ()
    sessions: tuple[SessionLoaded, ...] = ()
    replies: int = 0
    records: int = 0
    reports: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class GuidanceLine:
    """One line on the procedure, in both languages, with what it is taken from.

    Attributes:
        zh: In Chinese.
        en: In English.
        source_zh: The law, or what an office names; None where the line is the bot's own.
        source_en: The same for English screens.
        article: Of the law.
        since: The day since which its words are in force.
        dated: The day of what an office names.
        printed: Where a loaded document prints the line, which is then quoted.
    """

    zh: str
    en: str
    source_zh: str | None = None
    source_en: str | None = None
    article: int | None = None
    since: date | None = None
    dated: date | None = None
    printed: Source | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Examples:
    """Parts of example messages, taken from what is loaded; None where there is nothing to take.

    Attributes:
        number: A number that a record bears.
        month: A day of the month of some publication.
        year: A year with a report.
        keyword: A word that a record's title holds.
        figure: The name of a figure that a report holds.
    """

    number: str | None = None
    month: date | None = None
    year: int | None = None
    keyword: str | None = None
    figure: str | None = None

    @property
    def messages(self) -> tuple[str, ...]:
        """Whole messages that can be sent as they are."""
        return tuple(said for said in (self.number, self.keyword, self.figure) if said)


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotedPassage:
    """A sentence as printed, with the parts asked for.

    `bold` are offsets in `text`, sorted, not overlapping. `inferred` names a year that the sentence does not print.
    """

    text: str
    source: Source
    bold: tuple[tuple[int, int], ...] = ()
    inferred: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """A day with the record or the sentence that has it; without a day where none is told for certain."""

    said: str
    day: date | None = None
    entry: Entry | None = None
    quote: QuotedPassage | None = None
    source: Source | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Official:
    """A person as printed; `by_layout`: the role follows from layout alone (domain.md §6, trap 39)."""

    name: str
    post: str | None
    role: str
    group: str
    by_layout: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AirTime:
    """How long a programme was on the air: minutes of the printed time of day, and how often."""

    slot: str
    minutes: int
    times: int

    @property
    def hours(self) -> str:
        """All of it in hours, with one decimal where it has one."""
        return f"{self.minutes * self.times / 60:.1f}".removesuffix(".0")

    @property
    def rounded(self) -> bool:
        """Whether it is no whole number of tenths of an hour."""
        return self.minutes * self.times % 6 != 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """What a report, section or table consists of, as printed.

    `kind` is `sections`, `subsections`, `tables` or `columns`.
    """

    title: str
    items: tuple[str, ...]
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportView:
    """What a report says of itself: the year that it reports on is not the year in which it was made."""

    agency: str
    year: int
    title: str
    cover_title: str | None = None
    compiled: str | None = None
    period_start: date | None = None
    period_end: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchGroup:
    """Entries of one level of a search, in the page shown.

    Attributes:
        missing: Words that all of these lack.
        synonyms: Words of the same meaning that some of these have in place of one that was typed.
    """

    level: Level
    entries: tuple[Entry, ...]
    missing: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One way to go on: shown as a line and a button. Exactly one of key and ask is set."""

    label: str = ""
    key: str | None = None
    ask: str | None = None
    entry: Entry | None = None
    agency: Agency | None = None
    details: tuple[str, ...] = field(default=())
