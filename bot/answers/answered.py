"""What every answer carries."""

from dataclasses import dataclass

from bot.questions.context import Context
from bot.questions.question import Understood
from bot.records.model import Agency


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What every answer carries.

    Attributes:
        remember: What a follow-up can refer to; None when the chat's context should stay as it is.
        understood: What was not read literally, to be said back.
        named: Agencies that the question names, where several are loaded: filters that are to be said.
        contained: Of figures of a government whose departments are loaded: the sentence of its report by which it tells
            of the whole place, empty where it has none. None for anybody else's.
    """

    remember: Context | None = None
    understood: tuple[Understood, ...] = ()
    named: tuple[Agency, ...] = ()
    contained: str | None = None
