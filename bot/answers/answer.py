"""What is known about a question, as data. `bot.answers.answer` makes it, `bot.screens.render` shows it.

Each class is one kind of answer and has one template of its name. No words for people are in here: only values, and
codes that templates put into words.
"""

from dataclasses import dataclass
from datetime import date

from bot.answers.agency_answers import AgenciesAnswer, NoAgenciesAnswer
from bot.answers.answered import Answered
from bot.answers.computed_answers import ComputedAnswer, DaysAnswer, PersonsAnswer
from bot.answers.figure_parts import FigureGroup
from bot.answers.parts import Count, Entry, Examples, GuidanceLine, Option, Stock
from bot.answers.record_answers import (
    NothingFound,
    NumberLine,
    NumberList,
    NumberNotFound,
    RecordCard,
    RecordGone,
    RecordList,
    SearchList,
    SimilarList,
    StatisticsAnswer,
    WithdrawnRecord,
)
from bot.answers.report_answers import (
    ComparisonAnswer,
    FiguresAnswer,
    NoSuchFigure,
    NoSuchYear,
    NotPublishedAnswer,
    PassagesAnswer,
    PrintedAnswer,
)
from bot.questions.question import Aspect, Guard, NumberReference, Question
from bot.records.model import Agency, Caveat, Listing, RecordKind
from bot.store.read.watched import CoveredList


@dataclass(frozen=True, slots=True, kw_only=True)
class Chooser(Answered):
    """A question that fits several things.

    `about` is `body`, `agency` or `record`; `aspect` is what was asked, of whichever record is chosen.
    """

    about: str
    options: tuple[Option, ...]
    said: str
    asked: NumberReference | None = None
    aspect: Aspect = Aspect.CARD


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherOffice(Answered):
    """The message names an office that is not loaded (冠县政协): nothing is shown as its own."""

    office: str
    stock: Stock


@dataclass(frozen=True, slots=True, kw_only=True)
class Guidance(Answered):
    """A message that is no query: its own short answer, or `lines` on the procedure, each with its source.

    `loosely`: told by some words of the message only.
    """

    guard: Guard
    loosely: bool = False
    stock: Stock
    examples: Examples
    lines: tuple[GuidanceLine, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnNotApplied(Answered):
    """A word that turns the question was understood and cannot be applied; `nearest` is the question without it.

    `strange`: it was not understood, and is most of the question. `instead`: the question whose answer stands below.
    `untold`: it is something that reports may tell, and the one that is meant does not.
    """

    said: str
    nearest: str
    strange: bool = False
    untold: bool = False
    instead: Question | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ImpossibleDate(Answered):
    """A date that does not exist, as said."""

    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NothingToFollow(Answered):
    """A follow-up without anything to follow; `forgotten` names the list that is gone, `vague` asks of nothing."""

    said: str
    forgotten: str | None = None
    vague: bool = False
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
    """One agency's stock and main figures; `caveat` is that of one of its reports, or of its newest record.

    `since`: the first day of publication. `listings`: lists that say how long they are, which may be longer than what
    is loaded of them. `watched`: lists on its site that are looked at again and again.
    """

    agency: Agency
    year: int | None
    years: tuple[int, ...]
    replies: tuple[Count, ...]
    total: int
    others: tuple[tuple[RecordKind, int], ...]
    reports: int
    figures: FigureGroup | None = None
    since: date | None = None
    latest: Entry | None = None
    listings: tuple[Listing, ...] = ()
    watched: tuple[CoveredList, ...] = ()
    caveat: Caveat | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyStock:
    """One agency's stock in a line: the years of its reports, how many replies."""

    agency: Agency
    years: tuple[int, ...]
    replies: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OverviewAnswer(Answered):
    """What is loaded, with the main figures (统计)."""

    stock: Stock
    agencies: tuple[AgencyOverview, ...]
    others: tuple[AgencyStock, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Several(Answered):
    """Several asks in one message, each answered; shown one under the other.

    `reason` is the code of why the figures of agencies on different forms do not compare (domain.md §1.3).
    """

    parts: "tuple[Answer, ...]"
    reason: str | None = None


Answer = (
    RecordCard
    | WithdrawnRecord
    | RecordGone
    | RecordList
    | SearchList
    | SimilarList
    | NumberList
    | NumberNotFound
    | Chooser
    | FiguresAnswer
    | ComparisonAnswer
    | NoSuchYear
    | NoSuchFigure
    | StatisticsAnswer
    | ComputedAnswer
    | AgenciesAnswer
    | NoAgenciesAnswer
    | PersonsAnswer
    | DaysAnswer
    | PassagesAnswer
    | PrintedAnswer
    | NotPublishedAnswer
    | NothingFound
    | OtherOffice
    | Guidance
    | ImpossibleDate
    | TurnNotApplied
    | NothingToFollow
    | HelpAnswer
    | OverviewAnswer
    | Several
)

__all__ = [
    "AgenciesAnswer",
    "AgencyOverview",
    "AgencyStock",
    "Answer",
    "Answered",
    "Chooser",
    "ComparisonAnswer",
    "ComputedAnswer",
    "DaysAnswer",
    "FiguresAnswer",
    "Guidance",
    "HelpAnswer",
    "ImpossibleDate",
    "NoAgenciesAnswer",
    "NoSuchFigure",
    "NoSuchYear",
    "NotPublishedAnswer",
    "NothingFound",
    "NothingToFollow",
    "NumberLine",
    "NumberList",
    "NumberNotFound",
    "OtherOffice",
    "OverviewAnswer",
    "PassagesAnswer",
    "PersonsAnswer",
    "PrintedAnswer",
    "RecordCard",
    "RecordGone",
    "RecordList",
    "SearchList",
    "Several",
    "SimilarList",
    "StatisticsAnswer",
    "TurnNotApplied",
    "WithdrawnRecord",
]
