"""What a message asks for, as data. `bot.questions.read` makes it, `bot.answers` answers it.

A message can carry several of these things (2020年 智能制造 政协): filters are facets of a Question, not branches
(architecture.md §5). What was not read literally is said in `understood`, so that the screen can say it back.
"""

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from bot.questions.filters import Bound, Excluded, Facets, Limit, NumberReference, Period
from bot.questions.guard import Guard
from bot.questions.over_agencies import OverAgencies
from bot.questions.sentences import Focus, InPassages
from bot.questions.working import Axis, Computed, Days, Measure, NamedDay, Operand, Operation, Statistics

__all__ = [
    "Ask",
    "Aspect",
    "Axis",
    "BadDate",
    "Bound",
    "ByKey",
    "ByNumber",
    "CellReference",
    "Computed",
    "Days",
    "Excluded",
    "Facets",
    "Figures",
    "Focus",
    "Guard",
    "Guarded",
    "Help",
    "InPassages",
    "Limit",
    "Listed",
    "LostContext",
    "Measure",
    "NamedDay",
    "NotPublished",
    "NumberReference",
    "Operand",
    "Operation",
    "OverAgencies",
    "Overview",
    "Period",
    "Persons",
    "Printed",
    "Question",
    "Search",
    "Statistics",
    "TurnedQuestion",
    "Understood",
]


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
    ASSISTING = "assisting"
    RESULT_CLASS = "result_class"
    DAYS_TAKEN = "days_taken"
    ORIGINAL = "original"
    TOPIC = "topic"
    HANDLING_OFFICE = "handling_office"
    DOC_NO = "doc_no"
    SIMILAR = "similar"
    SAME_DAY = "same_day"
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True, kw_only=True)
class ByNumber:
    """Records by exact number, in the order asked.

    `supposed`: what the title of one is said to be about; `dated`: when it is said to be published; `end`: that it is
    said to be the first or last.
    """

    numbers: tuple[NumberReference, ...]
    aspect: Aspect = Aspect.CARD
    supposed: str = ""
    dated: Period | None = None
    end: Measure | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """What a number of a report is (那个6是啥的6), or whether it is something (3.73万是粉丝数吧).

    Attributes:
        said: The number as typed.
        value: What it comes to.
        unit: What is counted, as the message says it.
        record: Whose number it could be besides.
        supposed: What it is supposed to be; empty where that is asked.
        operands: By what a report would tell that; empty where no report loaded does.
        untold: That is something that reports may tell, and none loaded does; else it was not understood.
    """

    said: str
    value: Decimal
    unit: str | None = None
    record: ByNumber | None = None
    supposed: str = ""
    operands: tuple[Operand, ...] = ()
    untold: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ByKey:
    """One record by its stored key: a button was pressed, or a list entry chosen."""

    key: str
    aspect: Aspect = Aspect.CARD


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """Records by facets alone: 2020年11月的答复, 17届4次都有哪些建议, 最近的通知; `aspect` of 我那件建议谁经办的."""

    latest: bool = False
    aspect: Aspect = Aspect.CARD


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """Keyword search.

    `words` as typed (several: all are wanted, then some); `aspect` for 轴承那个提案啥时候公开的. `pieces` are the same
    words cut into what is loaded, for when the whole finds nothing (支持中小企业: 支持, 中小企业). `document`: the word
    is the number of a document (发文字号, 索引号), found as it is or not at all. `unread`: what is said where
    nothing is found: the words are none that anybody would look for (两个加一块), so that nothing is denied.
    `dated`, `end`: as of `ByNumber`.
    """

    words: tuple[str, ...]
    aspect: Aspect = Aspect.CARD
    pieces: tuple[str, ...] = ()
    document: bool = False
    dated: Period | None = None
    end: Measure | None = None
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


class Holding(StrEnum):
    """What the cells hold that are asked for: no number, 0, or a number other than 0."""

    NOTHING = "nothing"
    ZERO = "zero"
    NUMBER = "number"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Figures of an annual report.

    `compare`: across the facets' years. `claimed`: a value that the user supposes (60%对吧). `doubts`: the figures
    whose relations are broken are asked for, `cells` where none are. `holding`: the cells that hold this, of the tables
    or rows whose keys begin as `cells` do; `columns`: which columns hold nothing else, or a number other than 0.
    """

    cells: tuple[CellReference, ...]
    compare: bool = False
    claimed: str | None = None
    doubts: bool = False
    holding: Holding | None = None
    columns: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Persons:
    """Officials of a report by what they are called: 副组长有几个, 除了高峰还有谁, 哪些副组长不是党组成员.

    `called`: roles or posts that each of them has; none means all; `without`: those that none of them has; `besides`:
    names left out; `group`: of which group alone (领导小组里, not its office);
    `surname`: with this surname alone; `only`: these names alone; `place`: of them the one at this place of the list,
    -1 for the last; `level`: `most` or `least`: of those with a numbered rank (一级调研员) the highest or the lowest;
    `together`: of the groups of those who are left out.
    """

    called: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    besides: tuple[str, ...] = ()
    group: str = ""
    surname: str = ""
    only: tuple[str, ...] = ()
    place: int = 0
    level: str = ""
    together: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NotPublished:
    """Something that a source of this kind never says (what was bought, headcounts, what a photo shows).

    `about` is a key of the vocabulary (`data/vocabulary/`), with the nearest figures or records as `near`.
    """

    about: str
    near: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Guarded:
    """The message must be declined or answered with a pointer, kindly, in its own words.

    `loaded`: what is looked for first: a subject that the loaded records hold is no reason to decline. `loosely`: told
    by some words of the message only.
    """

    guard: Guard
    loosely: bool = False
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

    `forgotten` names that list; `vague`: it asks, and names nothing of which (几件, 那个办得怎么样).
    """

    said: str
    forgotten: str | None = None
    vague: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Help:
    """Help, or one task of it; `start` is the greeting."""

    topic: str = "help"


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """What is loaded, with the main figures (统计, /stats)."""


Ask = (
    ByNumber
    | Printed
    | ByKey
    | Listed
    | Search
    | Figures
    | Statistics
    | Computed
    | OverAgencies
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
        before: The messages before it in the chat, the last few, where one record was shown last.
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
    before: tuple[str, ...] = ()
