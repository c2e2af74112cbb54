"""What a message asks of us that nothing else answers, by its words (`data/vocabulary/first_contact.yaml`).

Nothing loaded is shown for a guess, only a text of ours, so that a wrong one says nothing false.
"""

import re
from dataclasses import dataclass

from bot.questions.clues import (
    Clue,
    clues,
    comparable,
    explained,
    held_in,
    listed,
    placed,
    word_classes,
)
from bot.questions.question import Ask, Guard, Guarded, Help, Listed, Overview
from bot.questions.words import record_words

_DIGITS = re.compile("[0-9]{3}")
_CASES = re.compile(
    "(?:多少|几)[件份项次条]|[了过来](?:多少|几)(?:万|块)?钱|[了过](?:多少|几)块|how many|number of"
)  # 省了多少钱
_ASKS = re.compile(r"[吗呢吧啊呀嘛么了啦]$|(.)不\1|^(?:[a-z]+ ){2,}[a-z]+$")  # a particle ends it; a few English words
_LONGEST = 80
_MOSTLY, _PARTLY = 0.5, 0.34  # of the signs that are of known words, and beside a word of whoever speaks
_SUBJECT, _FEW = 4, 2  # unknown signs in a row: a subject that somebody looks for, beside two classes or beside one
_LEFT = 1  # beside what tells of the bot itself: whose grievance or paper it is tells nothing of that
_BROWSED = "first"
_HELP = (_BROWSED, "usage")


@dataclass(frozen=True, slots=True)
class Guess:
    """What is asked; how many signs of the message tell it; whether whoever asks speaks of what they want to do."""

    ask: Ask
    worth: float
    firm: bool


def guessed(text: str, *, office: bool = False) -> Guess | None:
    """Return what a message asks by the clue, or else the one word, that most of its signs belong to.

    Args:
        text: Plain text, as typed.
        office: A loaded office is named in it.
    """
    said = comparable(text)
    if not said or len(said) > _LONGEST or _DIGITS.search(said):
        return None
    present: set[str] = set()
    known: set[int] = set()
    for start, end, word in placed(said):
        known |= {at for at in range(start, end) if said[at] != " "}
        present |= word_classes()[word]
    unknown = _longest_run(said, known)
    share = len(known) / len(said.replace(" ", ""))
    speaks = bool(present & listed("speaking")) or _ASKS.search(said) is not None
    held = held_in(said, office=office)
    weak = listed("weak")
    worth: dict[Clue, float] = {}
    for clue in clues():
        strong = clue.needs - weak
        if clue.unless & present or clue.only not in held or clue.to in listed("whole"):
            continue
        if clue.to != _BROWSED and _CASES.search(said):
            continue
        there = strong & present
        if (
            clue.needs <= present
            and (strong or len(clue.needs) > 1)
            and unknown <= (_SUBJECT if clue.to in listed("procedures") else _LEFT * (not said.isascii()))
            and (share >= _MOSTLY or (speaks and share >= _PARTLY))
        ):
            worth[clue] = explained(said, clue.needs)
        elif there and speaks and unknown <= _FEW and share >= _MOSTLY and not record_words().search(text):
            worth[clue] = explained(said, there) / 2
    best = max(worth, key=lambda clue: worth[clue], default=None)
    if best is None or worth[best] < _FEW:
        return None
    two = best.needs <= present and len(best.needs - weak) > 1
    return Guess(_ask(best.to), worth[best], (speaks or two) and best.to in listed("procedures"))


def _longest_run(said: str, known: set[int]) -> int:
    """Return how many signs in a row no known word has; of English, words."""
    unknown = "".join(" " if at in known else sign for at, sign in enumerate(said))
    return max((1 if piece.isascii() else len(piece) for piece in unknown.split()), default=0)


def _ask(to: str) -> Ask:
    if to in _HELP:
        return Help(topic=to)
    if to == "newest":
        return Listed(latest=True)
    return Overview() if to == "stock" else Guarded(guard=Guard(to), loosely=True)
