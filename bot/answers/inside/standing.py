"""Whether another answer stands where a text may be asked: while a record is open a turn is asked of its text first."""

import re

from bot.answers.answer import (
    Answer,
    ComparisonAnswer,
    ComputedAnswer,
    DaysAnswer,
    FiguresAnswer,
    Guidance,
    NoSuchFigure,
    NoSuchYear,
    NothingFound,
    NothingToFollow,
    NotPublishedAnswer,
    NumberNotFound,
    OtherOffice,
    OverviewAnswer,
    PassagesAnswer,
    PersonsAnswer,
    RecordCard,
    RecordList,
    SearchList,
    Several,
    StatisticsAnswer,
    TurnNotApplied,
)
from bot.answers.enquiry import Enquiry
from bot.answers.inside.asked import Asked
from bot.answers.inside.clauses import sentences_of
from bot.answers.inside.matching import is_frame
from bot.answers.inside.wordings import named
from bot.answers.parts import Entry
from bot.answers.searches import SURE
from bot.questions.lexicon import words
from bot.questions.question import Aspect, ByKey, ByNumber, Computed, Figures, Guard, Statistics
from bot.text.normalise import plain

_SHORT = 12  # signs of a turn that names something without asking: 总投资, 残疾孩子也要交
_BARE = 4  # of one that names a figure as well: 申请
PROCEDURES = (Guard.FEE, Guard.DEADLINE, Guard.APPLY, Guard.APPLICANT, Guard.DEFINITION)
LOOSELY = (Guard.FEE, Guard.DEADLINE, Guard.CONTACT, Guard.PERSONAL)
OF_REPORTS = (
    FiguresAnswer,
    ComputedAnswer,
    ComparisonAnswer,
    DaysAnswer,
    PassagesAnswer,
    PersonsAnswer,
    StatisticsAnswer,
)
_FIRST = (
    Guard.PROMPT,
    Guard.USER_DATA,
    Guard.IDENTITY_CHECK,
    Guard.INSULT,
    Guard.TOO_LONG,
    Guard.CODE,
    Guard.LINK,
)
_NOTHING = (
    NothingFound,
    NothingToFollow,
    TurnNotApplied,
    NotPublishedAnswer,
    NoSuchFigure,
    NoSuchYear,
    OtherOffice,
    OverviewAnswer,
    NumberNotFound,
)


def weak(answered: Answer) -> bool:
    """Return whether an answer says that it has none, or answers a part of the question only."""
    if isinstance(answered, Guidance):
        return answered.guard not in _FIRST and not any(line.printed for line in answered.lines)
    if isinstance(answered, RecordList):
        return any(one.how == "unapplied" for one in answered.understood)
    if isinstance(answered, SearchList):
        return not any(level in SURE for level, count in answered.counts if count)
    if isinstance(answered, RecordCard):
        return answered.aspect is Aspect.CARD or not answered.known
    if isinstance(answered, Several):
        return all(map(weak, answered.parts))
    return isinstance(answered, _NOTHING)


def stands(answered: Answer, item: Entry, wanted: tuple[Asked, ...]) -> bool:
    """Return whether an answer is of something else than records: it is not replaced by a text that is silent.

    A screen that was told by one word of a message is replaced where another of its words stands in the text, whom to
    call aside.
    """
    if isinstance(answered, Guidance) and (answered.loosely or answered.guard in LOOSELY):
        runs = {run for one in wanted for run in one.runs}
        return not named(
            runs, "\n".join(one.said for one in sentences_of(item.record.text or "") if not is_frame(one, ""))
        )
    return isinstance(answered, OverviewAnswer) or (
        isinstance(answered, Guidance) and answered.guard is not Guard.OFF_TOPIC
    )


def of_reports(enquiry: Enquiry, answered: Answer) -> bool:
    """Return whether a report answers: that its figure is not loaded of a year is an answer, whatever a text has.

    One that leaves words of the question out, or where no report is loaded, is none.
    """
    question = enquiry.question
    if any(one.how == "unapplied" for one in answered.understood) or not enquiry.store.reports():
        return False
    figures = any(isinstance(ask, Figures | Statistics | Computed) for ask in question.asks)
    if not isinstance(answered, OF_REPORTS) and not (isinstance(answered, NoSuchYear) and figures):
        return False
    return not question.shown and not any(isinstance(ask, ByKey | ByNumber) for ask in question.asks)


def of_ours(answered: Answer) -> bool:
    """Return whether an answer is a screen of ours that no text of a record replaces in a turn."""
    return isinstance(answered, Guidance) and answered.guard not in PROCEDURES


def tells_day(answered: Answer) -> bool:
    """Return whether an answer tells the day of a record."""
    return isinstance(answered, RecordCard) and answered.aspect in (Aspect.PUBLISHED_ON, Aspect.REPLIED_ON)


def leaves(enquiry: Enquiry, answered: Answer) -> bool:
    """Return whether an answer leaves the one record that is open for what a word of the turn tells.

    A procedure of the law (谁能申请), what is loaded (外地的也行), a list of texts that have the word (补助); not where
    the turn names requests for information or the bot itself, nor where titles have the word.
    """
    question = enquiry.question
    if len(question.shown) != 1 or any(isinstance(ask, ByNumber) for ask in question.asks):
        return False
    if isinstance(answered, SearchList):
        listed = [item for group in answered.groups for item in group.entries]
        return not any(_titled(item) for item in listed)
    procedure = isinstance(answered, Guidance) and answered.guard in PROCEDURES
    return (procedure or isinstance(answered, OverviewAnswer)) and not of_the_bot(enquiry)


def of_the_bot(enquiry: Enquiry) -> bool:
    """Return whether a message names the bot or requests for information: no text of a record tells of those."""
    said = plain(enquiry.question.whole)
    return any(one in said for one in words("inside", "not_of_it"))


def _titled(item: Entry) -> bool:
    """Return whether a title has what was searched."""
    title = plain(item.record.topic or item.record.title)
    return any(len(word.found) > 1 and plain(word.found) in title for word in item.words)


def names(enquiry: Enquiry, answered: Answer) -> bool:
    """Return whether a turn may only name what the open record tells, without asking: 总投资, 申请."""
    size = len(re.sub(r"\W", "", enquiry.question.whole))
    return size <= (_BARE if isinstance(answered, FiguresAnswer | NoSuchYear) else _SHORT)
