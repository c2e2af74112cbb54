"""What a published document yields: records, cells, passages. Plain values, no database, no Telegram.

Readers in `bot.ingest` make them, `bot.store` keeps them, `bot.answers` shows them.
"""

from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal
from enum import StrEnum
from operator import attrgetter
from typing import Any


class Body(StrEnum):
    """The body a matter was put to (domain.md §3.1)."""

    CPPCC = "cppcc"
    NPC = "npc"


class RecordKind(StrEnum):
    """What a listed item is (domain.md §2.1, `item_type`)."""

    REPLY = "reply"
    OPINION = "opinion"
    PROPOSAL = "proposal"
    WORK_SUMMARY = "work_summary"
    PORTAL_PAGE = "portal_page"
    NORMATIVE_DOCUMENT = "normative_document"
    NOTICE = "notice"
    ANNUAL_REPORT = "annual_report"
    POLICY_INTERPRETATION = "policy_interpretation"
    NEWS = "news"
    EVENT = "event"
    BUDGET = "budget"
    PROCUREMENT = "procurement"
    OTHER = "other"


class Role(StrEnum):
    """The agency's part in handling a matter (domain.md §3.3)."""

    LEAD = "lead"
    ASSIST = "assist"
    SPLIT = "split"


class Status(StrEnum):
    """Standing of a loaded item (domain.md §5.3)."""

    PUBLISHED = "published"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"


class Semantic(StrEnum):
    """What a cell says; the four nothings are four values (domain.md §1.7)."""

    ZERO = "zero"
    NUMERIC = "numeric"
    NOT_APPLICABLE = "not_applicable"
    BLANK = "blank"
    APPROXIMATE = "approximate"
    TEXT = "text"


class Confidence(StrEnum):
    """How surely a cell was read (architecture.md §6)."""

    EXACT = "exact"
    REPAIRED = "repaired"
    AMBIGUOUS = "ambiguous"


class FindingStatus(StrEnum):
    """Outcome of one relation on one set of cells (architecture.md §6)."""

    PASS = "pass"  # noqa: S105 - the word of the interface, not a secret
    FAIL = "fail"
    UNCERTAIN = "uncertain"
    NOT_ASSESSABLE = "not_assessable"


class Caveat(StrEnum):
    """What is said with the source of an item, besides where it stands."""

    DEMONSTRATION = "demonstration"  # bundled with the bot, and no publication of whoever runs it
    BY_SETTING = "by_setting"  # the source names no office: it is taken for the bot's own


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where in its source a value stands. Every part that does not apply is None.

    Attributes:
        document: File name as it was imported.
        section: Section as people cite it, e.g. `一（三）` or `二·第二十条第（一）项`.
        page: Page of a PDF, from 1.
        line: Line of a text file, from 1.
        last_line: Line on which it ends, where that is another.
        sheet: Sheet of a workbook.
        table: Table within the document, from 1.
        row: Row within the table or sheet, from 1.
        column: Column within the table or sheet, from 1.
    """

    document: str
    section: str | None = None
    page: int | None = None
    line: int | None = None
    last_line: int | None = None
    sheet: str | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None

    def __reduce__(self) -> tuple[Any, ...]:
        return _place, _OF_PLACE(self)


_OF_PLACE = attrgetter(*(each.name for each in fields(Place)))


def _place(*values: Any) -> Place:
    # A million rows cross from the process that reads: what dataclasses do by themselves takes thrice as long.
    return Place(**dict(zip(Place.__slots__, values, strict=True)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Agency:
    """An office whose publications are loaded.

    Attributes:
        slug: ASCII name for keys, e.g. `lc-gxj`.
        name: Full official name.
        region: adcode where known, else a slug of the place.
        short_name: The name people use, e.g. `市工信局`; None when none is on file.
        aliases: Every other name it is called by in documents and messages.
        npc_number_scheme: `TTSNNN` where numbers carry term and session (domain.md §4.1), else None.
    """

    slug: str
    name: str
    region: str
    short_name: str | None = None
    aliases: tuple[str, ...] = ()
    npc_number_scheme: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One published item: a reply, an opinion, a notice, a normative document ...

    `key` is the stored key (domain.md §4.4), which carries region and agency and never changes; it is empty until
    `bot.records.keys` or the loader has given one. All else is as the source printed it, or None where it did not.
    `topic` is the text in the outer brackets of the title, as printed. `published_on` is the day on which it was put on
    the web, `replied_on` that of the answer, `issued_on` that printed under the document: none stands for another.
    `extras` holds what the source's own columns say beside the known fields: label as printed, and text.
    """

    kind: RecordKind
    place: Place
    key: str = ""
    body: Body | None = None
    region: str | None = None
    term: int | None = None
    session: int | None = None
    number: int | None = None
    number_raw: str | None = None
    title: str
    topic: str | None = None
    publisher: str | None = None
    published_on: date | None = None
    replied_on: date | None = None
    issued_on: date | None = None
    doc_no: str | None = None
    index_no: str | None = None
    role: Role | None = None
    result_class: str | None = None
    effective_status: str | None = None
    theme: str | None = None
    art20: str | None = None
    source_url: str | None = None
    text: str | None = None
    listing: str | None = None
    extras: tuple[tuple[str, str], ...] = ()

    @property
    def dated_on(self) -> date | None:
        """The date that there is, to order by: of publication, else of the answer, else of issue."""
        return self.published_on or self.replied_on or self.issued_on

    def __reduce__(self) -> tuple[Any, ...]:
        return _record, _OF_RECORD(self)


_OF_RECORD = attrgetter(*(each.name for each in fields(Record)))


def _record(*values: Any) -> Record:
    return Record(**dict(zip(Record.__slots__, values, strict=True)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What a web list says about itself (its pager), apart from its rows (domain.md §6, traps 1 and 3).

    `total_rows` and `total_pages` are None where the source prints no pager: completeness is then not claimed.
    """

    name: str
    place: Place
    body: Body | None = None
    total_rows: int | None = None
    total_pages: int | None = None
    rows_in_source: int = 0
    quote: str | None = None
    columns: tuple[str, ...] = ()  # labels of its header, as printed
    withheld: tuple[tuple[str, int], ...] = ()  # rows that it marks as not for the public, by body@year, where told


@dataclass(frozen=True, slots=True, kw_only=True)
class ListReading:
    """How a list was understood, for whoever decides whether it is loaded.

    Attributes:
        name: Of the list.
        place: Of its header.
        office: Whose list it says it is, or None; `of_file`: by its file's name alone.
        columns: Label, meaning (empty: not known) and whether it is taken.
        rows: Rows of the source, blank ones left out; `loaded + refused + withheld +` all of `passed`.
        loaded: Rows that are records.
        refused: Rows that are none although they should be.
        withheld: Rows that their own list says are not for the public.
        passed: Rows that are no records, by sort: `title`, `header`, `section`, `total`, `pager`, `note`, `line`,
            `hidden`.
        asked_of: The office under which what was said of its columns is kept.
        header: Under which its header is kept.
        answers: What was said of its columns: label → meaning.
    """

    name: str
    place: Place
    office: str | None = None
    columns: tuple[tuple[str, str, bool], ...] = ()
    rows: int = 0
    loaded: int = 0
    refused: int = 0
    withheld: int = 0
    of_file: bool = False
    passed: tuple[tuple[str, int], ...] = ()
    asked_of: str = ""
    header: str = ""
    answers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One number cell of a report's tables.

    Attributes:
        key: Canonical key (domain.md §1), e.g. `requests.received_new.total`, or `local.<slug>...` for rows of no form.
        table: `t2_proactive`, `t3_requests` or `t4_review_litigation`.
        row_label: Row label as printed.
        column_label: Column label as printed.
        raw: Cell text as printed, trimmed.
        value: The number, or None when there is none. For APPROXIMATE the printed magnitude (300 for 300余).
        semantic: What the cell says.
        unit: Unit if the cell or its header prints one, else None. Never supplied.
        remark: Words beside the number, e.g. `其中修订 16 件`.
        confidence: How surely it was read.
        place: Where it stands.
    """

    key: str
    table: str
    row_label: str
    column_label: str
    raw: str
    value: Decimal | None
    semantic: Semantic
    place: Place
    unit: str | None = None
    remark: str | None = None
    confidence: Confidence = Confidence.EXACT

    @property
    def label(self) -> str:
        """Row and column label as one name, as printed."""
        return f"{self.row_label}·{self.column_label}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A number with its unit in a sentence.

    `raw` is the number as printed (`300余`, `3.73万`), `value` its magnitude, `start` and `end` offsets in the text.
    """

    raw: str
    value: Decimal
    unit: str | None
    start: int
    end: int
    approximate: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A date in a sentence; `start` and `end` are offsets in the text.

    `precision` is `day`, `month` or `year`; `inferred_year`: the year is not printed and comes from the period.
    """

    raw: str
    day: date
    precision: str
    start: int
    end: int
    inferred_year: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """One sentence, or one line of a list, of a document's prose.

    Attributes:
        order: Position in the document, from 0.
        section: Section as cited, e.g. `一（一）`, `前言`, `封面`, `通知·一`.
        heading: Heading of that section as printed.
        text: The sentence as printed, line breaks inside it joined.
        paragraph: Number of its paragraph in the document, from 0: sentences of one paragraph are read together.
    """

    order: int
    section: str
    heading: str
    text: str
    place: Place
    paragraph: int = 0
    quantities: tuple[Quantity, ...] = ()
    dates: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NarrativeFigure:
    """A figure that a report states in prose under a known key, e.g. `cppcc.handled` (domain.md §1.6, K9 and K10)."""

    key: str
    raw: str
    value: Decimal | None
    unit: str | None
    semantic: Semantic
    quote: str
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """An official as a document names them, post as printed.

    `by_layout`: the role follows from layout alone (domain.md §6, trap 39).
    """

    name: str
    post: str | None
    role: str
    group: str
    place: Place
    by_layout: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Outcome of one relation K1-K11 (domain.md §1.6), attached to the cells it involves and to no others."""

    relation: str
    status: FindingStatus
    cells: tuple[str, ...]
    left: str
    right: str
    difference: str | None
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """An annual report: form, period, cells, prose, and the documents embedded in it."""

    agency_name: str
    year: int
    form: str
    title: str
    cover_title: str | None = None
    compiled: str | None = None
    period_start: date | None = None
    period_end: date | None = None
    cells: tuple[Cell, ...] = ()
    passages: tuple[Passage, ...] = ()
    figures: tuple[NarrativeFigure, ...] = ()
    people: tuple[Person, ...] = ()
    listings: tuple[Listing, ...] = ()
    findings: tuple[Finding, ...] = ()
    embedded: tuple[Record, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A row or figure that was not loaded: what, where, why, as a message key with its values."""

    reason: str
    place: Place
    quote: str


#: The media type of what a list says that is watched on its site.
PAGE = "page"
#: The media type of the entries of a feed.
FEED = "feed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What one document yields, before it is loaded. All of it becomes public, or none.

    Attributes:
        document: File name.
        sha256: Of the file's bytes.
        media_type: `text`, `html`, `pdf`, `xlsx` ... the reader that was used.
        agency_name: The publishing agency as the document or the caller named it; None if neither did.
        own_office: `agency_name` is the bot's own office, for the document names none.
        source: What tells a document without an agency from others for ever, where that is not its hash.
        reports: Annual reports in it (usually none or one).
        records: Listed items and single pages, in the order of the source.
        listings: Pager facts of lists.
        refusals: Rows that were not taken, each with place and reason.
        withheld: Records that their own list says are not for the public: never loaded; what is loaded of them goes.
        readings: How its lists were understood.
        passed: What of the file was not read, sort and name: hidden sheets, pictures in an archive.
    """

    document: str
    sha256: str
    media_type: str
    agency_name: str | None = None
    own_office: bool = False
    source: str | None = None
    reports: tuple[Report, ...] = ()
    records: tuple[Record, ...] = ()
    listings: tuple[Listing, ...] = ()
    refusals: tuple[Refusal, ...] = field(default=())
    withheld: tuple[Record, ...] = ()
    readings: tuple[ListReading, ...] = ()
    passed: tuple[tuple[str, str], ...] = ()
