"""What sentences count by itself (投诉63件, 罚款118件) under a word that names a wider row of the form as well."""

import re

from bot.questions.lexicon import alternation, finder, load
from bot.questions.message import Message, Reading
from bot.questions.question import Computed, Figures

_COUNT = r"\D{0,2}\d[\d.,]*[件起宗个条次家人]"


def taken_for_a_row(message: Message, reading: Reading) -> bool:
    """Return whether a reading takes for a row of the form what sentences count by itself."""
    keys = [key for ask in reading.asks if isinstance(ask, Figures) for cell in ask.cells for key in cell.keys]
    keys += [operand.key for ask in reading.asks if isinstance(ask, Computed) for operand in ask.operands]
    return any(_counted(message, row) for row in load("counted_apart") if any(key.startswith(row) for key in keys))


def counts_apart(message: Message) -> bool:
    """Return whether a message names what sentences count by itself."""
    return any(_counted(message, row) for row in load("counted_apart"))


def _counted(message: Message, row: str) -> bool:
    known = load("counted_apart")[row]
    named = {word for word in known["words"] if word in message.clean}
    if (
        not named
        or any(word in message.clean for word in known["unless"])
        or finder("told", "money").search(message.clean)
    ):
        return False
    return re.search(f"(?:{alternation(named)}){_COUNT}", message.vocabulary.passages.joined) is not None
