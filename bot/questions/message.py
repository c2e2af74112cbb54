"""A message made ready for the readers: plain form, facets taken out, what is left."""

import re
from dataclasses import dataclass, field
from datetime import date

from bot.questions.context import Context
from bot.questions.question import Ask, Excluded, Facets, Limit, Understood
from bot.questions.vocabulary import Vocabulary
from bot.text.dates import DateSpan

_SPACES = re.compile(r"\s+")
_PUNCTUATION = re.compile(r"[^\w]|_")


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionSpan:
    """A session as a message names it (十七届四次, 17-4), with where it stands."""

    start: int
    end: int
    term: int | None
    session: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message with its facets read.

    Attributes:
        said: As typed.
        plain: Plain form.
        clean: Plain form, without politeness.
        core: `clean` with agencies, sessions and dates blanked out, character for character: offsets agree.
        facets: What was blanked out, and the body.
        weak_body: The body came from a word that people mix (建议, 提案, domain.md §3.1).
        sessions: Sessions with their places.
        dates: Dates with their places.
        understood: What was not literal so far.
        vocabulary: What is loaded.
        context: What the chat was last shown.
        today: For relative dates.
        place_alone: Agencies of a place that is all the message has.
        excluded: What it leaves out.
        limits: What else each record has to be.
    """

    said: str
    plain: str
    clean: str
    core: str
    facets: Facets
    vocabulary: Vocabulary
    today: date
    weak_body: bool = False
    sessions: tuple[SessionSpan, ...] = ()
    dates: tuple[DateSpan, ...] = ()
    understood: tuple[Understood, ...] = ()
    context: Context | None = None
    place_alone: tuple[str, ...] = ()
    excluded: tuple[Excluded, ...] = ()
    limits: tuple[Limit, ...] = ()

    @property
    def impossible(self) -> str | None:
        """The first date in it that does not exist, as said."""
        return next((span.said for span in self.dates if span.impossible), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a reader is sure of: asks, and facets where they differ from the message's.

    `claimed`: stretches of the message that the reading has used as a whole. `whole`: the message is this one thing
    to the last sign, however it could be cut. `anew`: its dates were read anew, so what the message's were taken for
    says nothing.
    """

    asks: tuple[Ask, ...]
    facets: Facets | None = None
    page: int = 1
    understood: tuple[Understood, ...] = field(default=())
    follows: str | None = None
    claimed: tuple[str, ...] = ()
    whole: bool = False
    anew: bool = False


def blank(text: str, start: int, end: int) -> str:
    """Return the text with a span replaced by as many spaces."""
    return text[:start] + " " * (end - start) + text[end:]


def solid(text: str) -> str:
    """Return plain text without white space and punctuation: what `compact` gives, without making it plain again."""
    return _PUNCTUATION.sub("", text)


def squeezed(text: str) -> str:
    """Return the text with runs of white space as one space, none at the ends."""
    return _SPACES.sub(" ", text).strip()
