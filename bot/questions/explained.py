"""Why a message was read as it was: its spans, its questions and frames, and the words that no question has used."""

from dataclasses import dataclass
from datetime import date

from bot.questions.claims import unclaimed
from bot.questions.cover import covered
from bot.questions.question import Ask, Excluded, Facets, Understood
from bot.questions.read import as_one, prepared
from bot.questions.spans import tagged
from bot.questions.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainedSpan:
    """A stretch of the message and what it can be."""

    said: str
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainedAsk:
    """One question of the message: the words it was read from, as what, and the words of these that it has not used."""

    said: str
    asks: tuple[Ask, ...]
    facets: Facets
    unused: tuple[str, ...]
    understood: tuple[Understood, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """A message as it was read, step by step.

    Attributes:
        read: The message in plain form, corrections made, courtesies as pauses.
        corrected: What was put right.
        excluded: What it leaves out.
        spans: Its spans, in order.
        asks: Its questions.
        frames: What is none of it.
    """

    read: str
    corrected: tuple[Understood, ...]
    excluded: tuple[Excluded, ...]
    spans: tuple[ExplainedSpan, ...]
    asks: tuple[ExplainedAsk, ...]
    frames: tuple[str, ...]


def explained(text: str, *, vocabulary: Vocabulary, today: date) -> Explanation:
    """Explain how a message is read in a chat that was shown nothing before."""
    message, corrected = prepared(text, vocabulary=vocabulary, context=None, today=today)
    cover = covered(message, as_one)
    return Explanation(
        read=message.clean,
        corrected=corrected,
        excluded=message.excluded,
        spans=tuple(ExplainedSpan(said=one.said, kinds=tuple(sorted(one.kinds))) for one in tagged(message)),
        asks=tuple(
            ExplainedAsk(
                said=one.clean,
                asks=reading.asks,
                facets=one.facets if reading.facets is None else reading.facets,
                unused=unclaimed(one, reading, tagged(one)),
                understood=reading.understood,
            )
            for one, reading in cover.asks
        ),
        frames=cover.frames,
    )
