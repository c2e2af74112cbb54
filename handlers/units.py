"""/units: which of the units that should report are loaded; for staff in private, for everybody where that is set."""

import asyncio
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.answers.due_reports import due_reports
from bot.errors import GongkaiError
from bot.screens.labels import Words
from bot.screens.units import standing_lines
from bot.store.read.queries import Store
from bot.telegram.delivery import Outgoing, notice_of
from handlers.request import Request

COMMAND = "units"
# Units of one message; `gongkai units` prints all of them.
_SHOWN = 80
_DIGITS_OF_A_YEAR = 4


async def units(asked: Request) -> bool:
    """Answer which units' reports are loaded, where there is a list of them; to whom, the settings say."""
    answering = asked.answering
    if answering.units is None or asked.said.command != COMMAND:
        return False
    if not answering.units_open and not (asked.is_own(COMMAND) and answering.may_hand_in(asked.message)):
        return False
    await asked.say(await asyncio.to_thread(_standing, asked, answering.units), kept=False)
    return True


def _standing(asking: Request, listed: Path) -> Outgoing:
    """Return how it stands with each unit's report of last year, or of the year that is named; missing ones first."""
    from bot.ingest.units import read_units  # what reads documents is imported when it is needed

    words, answering = Words(asking.style.language), asking.answering
    asked = asking.said.text.strip().removesuffix("年")
    this_year = datetime.now(ZoneInfo(answering.judge.zone)).year
    year = int(asked) if asked.isdecimal() and len(asked) == _DIGITS_OF_A_YEAR else this_year - 1
    try:
        found = due_reports(Store(answering.conversation.library.database), read_units(listed), year)
    except GongkaiError as refusal:
        return notice_of("units", words.shown(refusal.in_words(words.folder, typed=False)))
    lines = [words.shown(line) for line in standing_lines(found, year, words.folder)]
    if len(lines) > _SHOWN + 1:
        lines = [*lines[: _SHOWN + 1], words.said("units.more", number=len(lines) - _SHOWN - 1)]
    return notice_of("units", "\n".join(lines))
