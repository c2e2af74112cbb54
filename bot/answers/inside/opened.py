"""A turn while one record with a text is open: it is asked of that text before it is taken to leave it."""

import re

from bot.answers.answer import (
    Answer,
    FiguresAnswer,
    Guidance,
    NoSuchYear,
    OverviewAnswer,
    SearchList,
)
from bot.answers.enquiry import Enquiry
from bot.answers.parts import Entry
from bot.questions.lexicon import words
from bot.questions.question import ByNumber, Guard
from bot.text.normalise import plain

_SHORT = 12  # signs of a turn that names something without asking: 总投资, 残疾孩子也要交
_BARE = 4  # of one that names a figure as well: 申请
PROCEDURES = (Guard.FEE, Guard.DEADLINE, Guard.APPLY, Guard.APPLICANT, Guard.DEFINITION)


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
