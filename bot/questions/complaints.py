"""Complaints that a report counts in its sentences (受理投诉63件): none of the requests that its form calls so."""

import re

from bot.questions.lexicon import alternation, finder
from bot.questions.message import Message, Reading
from bot.questions.question import Computed, Figures

ROW = "requests.not_processed_petition_complaint"


def taken_for_requests(message: Message, reading: Reading) -> bool:
    """Return whether a reading takes complaints for requests, where sentences count some and no request is named."""
    keys = [key for ask in reading.asks if isinstance(ask, Figures) for cell in ask.cells for key in cell.keys]
    keys += [operand.key for ask in reading.asks if isinstance(ask, Computed) for operand in ask.operands]
    return any(key.startswith(ROW) for key in keys) and counted_apart(message)


def counted_apart(message: Message) -> bool:
    """Return whether a message names complaints, and no request, where sentences count complaints."""
    named = set(finder("told", "complaints").findall(message.clean))
    if not named or finder("told", "of_requests").search(message.clean):
        return False
    return re.search(rf"(?:{alternation(named)})\D{{0,2}}\d", message.vocabulary.passages.joined) is not None
