"""/units: which of the units that should report are loaded; for staff in private, for everybody where that is set."""

from datetime import datetime
from zoneinfo import ZoneInfo

from telegram import Message
from telegram.constants import ChatType

from bot.answers.due_reports import due_reports
from bot.errors import GongkaiError
from bot.screens.labels import Words
from bot.screens.units import standing_lines
from bot.store.queries import Store
from bot.telegram.addressing import Addressed
from bot.telegram.delivery import Outgoing, notice_of
from handlers.answering import Answering
from handlers.manner import Manner

COMMAND = "units"
# Units of one message; `gongkai units` prints all of them.
_SHOWN = 80
_DIGITS_OF_A_YEAR = 4


def means_units(answering: Answering, message: Message, said: Addressed) -> bool:
    """Return whether a message asks for the units, and may."""
    if said.command != COMMAND or answering.units is None:
        return False
    if answering.units_open:
        return True
    return message.chat.type == ChatType.PRIVATE and message.sender_chat is None and answering.may_hand_in(message)


def units(answering: Answering, said: Addressed, manner: Manner) -> Outgoing:
    """Return how it stands with each unit's report of last year, or of the year that is named; missing ones first."""
    from bot.ingest.units import read_units  # what reads documents is imported when it is needed

    words = Words(manner.language)
    asked = said.text.strip().removesuffix("年")
    this_year = datetime.now(ZoneInfo(answering.judge.zone)).year
    year = int(asked) if asked.isdecimal() and len(asked) == _DIGITS_OF_A_YEAR else this_year - 1
    try:
        assert answering.units is not None  # noqa: S101 - as `means_units` says
        found = due_reports(Store(answering.conversation.library.database), read_units(answering.units), year)
    except GongkaiError as refusal:
        return notice_of("units", words.shown(refusal.in_words(words.folder, typed=False)))
    lines = [words.shown(line) for line in standing_lines(found, year, words.folder)]
    if len(lines) > _SHOWN + 1:
        lines = [*lines[: _SHOWN + 1], words.said("units.more", number=len(lines) - _SHOWN - 1)]
    return notice_of("units", "\n".join(lines))
