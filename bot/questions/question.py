"""What a message asks for, as data. `bot.questions.read` makes it, `bot.answers` answers it.

A message can carry several of these things (2020年 智能制造 政协): filters are facets of a Question, not branches
(architecture.md §5). What was not read literally is said in `understood`, so that the screen can say it back.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from bot.records.model import Body, RecordKind


@dataclass(frozen=True, slots=True)
class Period:
    """Days `start` to `end`, both included, and how the message put it (`2020年11月`, `近三年`).

    `precision` is `day`, `month`, `year` or `range`; `any_year` is true for 11月3日 without a year: then only month and
    day of `start` and `end` count. `parts`: periods said apart (9月和11月), which `start` and `end` only enclose.
    """

    start: date
    end: date
    said: str
    precision: str
    any_year: bool = False
    parts: "tuple[Period, ...]" = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Excluded:
    """Records that a message leaves out (除了399号, 不是10月的, 政协以外): those that fit all that is given."""

    said: str
    body: Body | None = None
    period: Period | None = None
    number: int | None = None
    agencies: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberReference:
    """One number as asked.

    `said` is as typed; body, term and session are set only where the message or the number itself says so.
    """

    said: str
    number: int
    body: Body | None = None
    term: int | None = None
    session: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """A condition on a number (超过100件): `relation` is `over`, `under`, `at_least`, `at_most`, `equal`, `about`."""

    relation: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """A limit on records by what each of them bears: 编号大于300, 标题里带“企业”, 比261号早.

    Attributes:
        said: As the message puts it.
        words: Words that the title holds.
        bound: Which numbers; `body` whose they are.
        side: `before` or `after` the day of another record, that day left out.
        number: That record, where it was named, `key` where it was shown; beside `bound` the number as it was put.
        day: Its day, once it is looked up.
    """

    said: str
    words: tuple[str, ...] = ()
    bound: Bound | None = None
    body: Body | None = None
    side: str | None = None
    number: NumberReference | None = None
    key: str = ""
    day: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facets:
    """Filters that any question can carry. Empty means: not said.

    `agencies` are slugs of loaded agencies; `other_office` is an office that the message names and that is not loaded
    (冠县政协): then nothing of a loaded one may be shown as its own.
    `years` are report or session years as said; `period` filters by date of publication. `apart`: each of the agencies
    was named by itself (洪泽区和市科委), so each is answered for, one under the other. `without`: what is left out;
    `limits`: what else each record has to be.
    """

    body: Body | None = None
    term: int | None = None
    session: int | None = None
    years: tuple[int, ...] = ()
    period: Period | None = None
    agencies: tuple[str, ...] = ()
    other_office: str | None = None
    kinds: tuple[RecordKind, ...] = ()
    apart: bool = False
    without: tuple[Excluded, ...] = ()
    limits: tuple[Limit, ...] = ()


class Aspect(StrEnum):
    """What about a record is asked (399什么时候发布的, 469号满意吗)."""

    CARD = "card"
    REPLY_TEXT = "reply_text"
    PUBLISHED_ON = "published_on"
    REPLIED_ON = "replied_on"
    PUBLISHER = "publisher"
    PROPOSER = "proposer"
    SATISFACTION = "satisfaction"
    ROLE = "role"
    RESULT_CLASS = "result_class"
    DAYS_TAKEN = "days_taken"
    ORIGINAL = "original"
    TOPIC = "topic"
    HANDLING_OFFICE = "handling_office"
    DOC_NO = "doc_no"
    SIMILAR = "similar"
    SAME_DAY = "same_day"


@dataclass(frozen=True, slots=True, kw_only=True)
class ByNumber:
    """Records by exact number, in the order asked."""

    numbers: tuple[NumberReference, ...]
    aspect: Aspect = Aspect.CARD


@dataclass(frozen=True, slots=True, kw_only=True)
class ByKey:
    """One record by its stored key: a button was pressed, or a list entry chosen."""

    key: str
    aspect: Aspect = Aspect.CARD


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """Records by facets alone: 2020年11月的答复, 17届4次都有哪些建议, 最近的通知, 有哪些规范性文件."""

    latest: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """Keyword search.

    `words` as typed (several: all are wanted, then some); `aspect` for 轴承那个提案啥时候公开的. `pieces` are the same
    words cut into what is loaded, for when the whole finds nothing (支持中小企业: 支持, 中小企业). `document`: the word
    is the number of a document (发文字号, 索引号), found as it is or not at all. `unread`: what is said where
    nothing is found: the words are none that anybody would look for (两个加一块), so that nothing is denied.
    """

    words: tuple[str, ...]
    aspect: Aspect = Aspect.CARD
    pieces: tuple[str, ...] = ()
    document: bool = False
    unread: "TurnedQuestion | None" = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CellReference:
    """Figures of the form that a part of the message names.

    Attributes:
        keys: Canonical keys of cells or of prose figures (`cppcc.handled`), the asked one first. Rows without a
            column are given as `requests.granted_full.*`, groups of rows as `requests.refused_subtotal`.
        said: The words that named them.
        by_applicant: Broken down by type of applicant.
        unit_asked: The question is about the unit (是元还是万元).
        no_share: Why a share that is asked is not computed: the words that nothing claims (依申请公开拒了几成: 拒),
            empty where no whole is named. None where none is asked, or it is certain.
    """

    keys: tuple[str, ...]
    said: str
    by_applicant: bool = False
    unit_asked: bool = False
    no_share: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Figures of an annual report.

    `compare`: across the facets' years. `claimed`: a value that the user supposes (60%对吧). `doubts`: the figures
    whose relations are broken are asked for, `cells` where none are.
    """

    cells: tuple[CellReference, ...]
    compare: bool = False
    claimed: str | None = None
    doubts: bool = False


class Measure(StrEnum):
    """What can be counted from the lists, or is asked of them."""

    LISTED = "listed"
    LOADED = "loaded"
    BY_DAY = "by_day"
    BY_MONTH = "by_month"
    BY_BODY = "by_body"
    BY_YEAR = "by_year"
    LATEST = "latest"
    EARLIEST = "earliest"
    HIGHEST = "highest"  # the highest number
    LOWEST = "lowest"
    SITE_TOTAL = "site_total"
    LIST_COLUMNS = "list_columns"
    YEARS = "years"


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistics:
    """Counts computed from the loaded lists; the facets filter them. `keys`: of these records alone, where given.

    `rank`: of LATEST and EARLIEST 2 for the second latest day.
    """

    measures: tuple[Measure, ...]
    keys: tuple[str, ...] = ()
    rank: int = 1


class Operation(StrEnum):
    """What is worked out of several printed figures or counts."""

    SHARE = "share"  # the first operand of the second; without a second, of what the form makes it part of
    SUM = "sum"
    DIFFERENCE = "difference"  # the first less the second; along the years the last less the first
    MEAN = "mean"
    ALL = "all"  # whether nothing is left without them (都是主办吗)
    REST = "rest"  # what the form makes the operands part of, without them (除了主办的, 没给公开的)
    MOST = "most"
    LEAST = "least"
    COUNT = "count"  # how many of the operands the bound fits
    RATIO = "ratio"  # the first divided by the second; along months one figure by those that it covers
    ORDER = "order"  # all of them, from the most to the least


class Axis(StrEnum):
    """Along what one operand becomes several."""

    YEARS = "years"
    AGENCIES = "agencies"
    MONTHS = "months"
    DAYS = "days"
    BODIES = "bodies"
    SESSIONS = "sessions"
    PARTS = "parts"  # what the form makes a figure consist of: outcomes, reasons, 主办 协办 分办
    APPLICANTS = "applicants"
    CHANNELS = "channels"  # what a report tells of each channel that it published by


@dataclass(frozen=True, slots=True, kw_only=True)
class Operand:
    """A figure of a report, or the listed replies where `key` is empty.

    Attributes:
        said: The words that named it.
        key: As in `CellReference.keys`: a cell, a row (its total), a derived figure, a figure of the prose.
        facets: Filters of its own; None where those of the question hold.
        of: Its share of this figure is meant (哪家公开率最高); empty: of what the form makes it part of; None: itself.
        told: The words by which a sentence tells it, where it is no figure of the form (公众号发的).
        plus: What is added to it before anything else is done (日报和电视加起来).
    """

    said: str
    key: str = ""
    facets: Facets | None = None
    of: str | None = None
    told: "InPassages | None" = None
    plus: "tuple[Operand, ...]" = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Computed:
    """Something worked out, with every operand shown; where it cannot be for certain, the operands and why.

    Attributes:
        operation: What.
        operands: Of what: one that `over` makes several, or each by itself.
        over: Along what: the agencies or years of the facets where they name some, else all that are loaded.
        rank: Of MOST and LEAST: 2 for 第二多.
        bound: Of COUNT; of a difference or sum: whether it fits is the question (比乙多吗, 超过一千条了吗).
        claimed: A result that the user supposes (提案比建议多6件对吗).
        picked: Of the operands only these, by their rank from the most (前三加起来), -1 for the least; empty for all.
    """

    operation: Operation
    operands: tuple[Operand, ...]
    over: Axis | None = None
    rank: int = 1
    bound: Bound | None = None
    claimed: str | None = None
    picked: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Persons:
    """Officials of a report by what they are called: 副组长有几个, 除了高峰还有谁, 哪些副组长不是党组成员.

    `called`: roles or posts that each of them has; none means all; `without`: those that none of them has; `besides`:
    names left out; `group`: of which group alone (领导小组里, not its office);
    `surname`: with this surname alone; `only`: these names alone; `place`: of them the one at this place of the list,
    -1 for the last; `level`: `most` or `least`: of those with a numbered rank (一级调研员) the highest or the lowest.
    """

    called: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    besides: tuple[str, ...] = ()
    group: str = ""
    surname: str = ""
    only: tuple[str, ...] = ()
    place: int = 0
    level: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A day that a message names without saying it: of a record, of the first or last of some, of what is told of.

    Attributes:
        said: The words that name it.
        number: A record; `key` one that was shown.
        end: EARLIEST or LATEST of the records that `facets` select.
        told: The words by which a sentence tells it.
    """

    said: str
    number: NumberReference | None = None
    key: str = ""
    end: Measure | None = None
    facets: Facets | None = None
    told: "InPassages | None" = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """How many days lie between two moments; with `first` EARLIEST or LATEST which of several is the first or last."""

    moments: tuple[Moment, ...]
    first: Measure | None = None


class Focus(StrEnum):
    """What kind of thing in a sentence is asked for; it is what the answer sets in bold."""

    WHO = "who"
    POST = "post"
    WHEN = "when"
    WHERE = "where"
    HOW_MANY = "how_many"
    NAME = "name"
    WHAT = "what"
    WHY = "why"
    REPORT = "report"
    STRUCTURE = "structure"


@dataclass(frozen=True, slots=True, kw_only=True)
class InPassages:
    """A question that the prose answers: people, events, platforms, problems.

    Attributes:
        terms: The words to look for.
        focus: What kind of thing is asked for.
        sections: Canonical section keys it points to (`overview`, `problems_improvements`).
        people: Names of loaded persons in it.
        claimed: What the user supposes (组长是刘培哲吧).
        alternatives: Other words for each term (电台: 广播, 广播电台), in the order of `terms`; empty where none.
        topic: Key of the vocabulary's topic (`data/vocabulary/topics.yaml`) that the words belong to, if one.
        unit: What is counted, as the question says it (几期, 多少条).
        avoid: Words of a neighbouring matter: a sentence that has them answers less well.
        supposed: The day or month that the user supposes (公众号是六月份开的 对吗), as `claimed` says it.
    """

    terms: tuple[str, ...]
    focus: Focus = Focus.WHAT
    sections: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    claimed: str | None = None
    alternatives: tuple[tuple[str, ...], ...] = ()
    topic: str | None = None
    unit: str | None = None
    avoid: tuple[str, ...] = ()
    supposed: Period | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NotPublished:
    """Something that a source of this kind never says (what was bought, headcounts, what a photo shows).

    `about` is a key of the vocabulary (`data/vocabulary/`), with the nearest figures or records as `near`.
    """

    about: str
    near: tuple[str, ...] = ()


class Guard(StrEnum):
    """Messages that are not a query, each with an answer of its own (architecture.md §5)."""

    APPLY = "apply"
    CONTACT = "contact"
    OPINION = "opinion"
    OTHER_OFFICE = "other_office"
    USER_DATA = "user_data"
    IDENTITY_CHECK = "identity_check"
    WEATHER = "weather"
    WRITING = "writing"
    CODE = "code"
    LINK = "link"
    INSULT = "insult"
    THANKS = "thanks"
    GREETING = "greeting"
    LAUGHTER = "laughter"
    PROMPT = "prompt"
    TOO_LONG = "too_long"
    EMPTY = "empty"
    SYMBOLS = "symbols"
    STICKER = "sticker"
    PHOTO = "photo"
    VOICE = "voice"
    OTHER_MEDIA = "other_media"
    OFF_TOPIC = "off_topic"
    IDENTITY = "identity"
    COMPLAINT = "complaint"
    APPEAL = "appeal"
    FEE = "fee"
    DEADLINE = "deadline"
    EXCEPTIONS = "exceptions"
    REUSE = "reuse"
    CITE = "cite"
    EXPORT = "export"
    LIMITS = "limits"
    PROGRESS = "progress"
    TERMS = "terms"
    PRIVACY = "privacy"
    FOLLOW = "follow"
    DISPLAY = "display"
    GROUPS = "groups"
    STAFF = "staff"
    MISTAKE = "mistake"


@dataclass(frozen=True, slots=True, kw_only=True)
class Guarded:
    """The message must be declined or answered with a pointer, kindly, in its own words.

    `loaded`: what is looked for first: a subject that the loaded records hold is no reason to decline.
    """

    guard: Guard
    loaded: Search | ByNumber | InPassages | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnedQuestion:
    """A word turns the question (没给公开的) and cannot be applied: `turn` as said; `nearest`, the question without.

    `strange`: it turns nothing, but more of the question is such words than not (老百姓进去转转的活动): it asks of
    something else than what was found. `instead`: what else the message names, all of it, shown as no answer to it.
    """

    turn: str
    nearest: str
    strange: bool = False
    instead: "Question | None" = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BadDate:
    """A date that does not exist (2月30日), as said."""

    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LostContext:
    """A follow-up without anything to follow: no list yet, or it is older than ten minutes.

    `forgotten` names that list.
    """

    said: str
    forgotten: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Help:
    """Help, or one task of it; `start` is the greeting."""

    topic: str = "help"


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """What is loaded, with the main figures (统计, /stats)."""


Ask = (
    ByNumber
    | ByKey
    | Listed
    | Search
    | Figures
    | Statistics
    | Computed
    | Persons
    | Days
    | InPassages
    | NotPublished
    | Guarded
    | BadDate
    | TurnedQuestion
    | LostContext
    | Help
    | Overview
)


@dataclass(frozen=True, slots=True)
class Understood:
    """Something that was not read literally: `said` became `taken_as`, because of `how` (typo, pinyin, context ...)."""

    said: str
    taken_as: str
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A message as understood.

    Attributes:
        said: The message as typed.
        clean: The message in plain form (`bot.text.normalise`), as the readers saw it.
        asks: What is asked, in the order of the message; usually one. Never empty.
        facets: Filters that hold for all of them.
        page: Page of a list, from 1.
        understood: What was not literal.
        follows: The message that this one follows up, as typed then; None for a question that stands alone.
        also: The other questions of the same message, in their order.
        whole: All of the message, where `also` holds others of it.
        shown: Stored keys of the records that the chat was shown last, where they were few.
    """

    said: str
    clean: str
    asks: tuple[Ask, ...]
    facets: Facets = field(default_factory=Facets)
    page: int = 1
    understood: tuple[Understood, ...] = ()
    follows: str | None = None
    also: "tuple[Question, ...]" = ()
    whole: str = ""
    shown: tuple[str, ...] = ()
