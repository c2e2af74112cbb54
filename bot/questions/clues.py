"""Clues: words by whose classes a message is known that asks what nothing loaded tells (`first_contact.yaml`)."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from bot.questions.lexicon import load
from bot.questions.naming import NameFinder
from bot.questions.question import Ask, Overview
from bot.resources import read_yaml
from bot.text.english import stemmed

_SIGNS = re.compile(r"[\W_]+")
_LETTERS = re.compile("[a-z]")
_WORD = re.compile("[a-z0-9]+|.")
_LONGEST = 80  # characters: whoever writes more has said what about
_SPARE = 4  # signs, or English words, of no class beside a word that tells the kind
_HOW_MUCH = re.compile("[几多]")
_ENGLISH_COUNT = re.compile("how many|number of")
_OF_ENGLISH_COUNT = ("stock", "deadline")
_ENDS = ("局", "委", "厅", "办")  # 工信局, 卫健委
_GENERAL = (("words", "politeness"), ("words", "fillers"), ("words", "edges"), ("english", "frames"))
_TALK, _OFFICE = "talk", "bounds"


@dataclass(frozen=True, slots=True)
class Clue:
    """What tells an intent: where it leads, the classes that it needs, all or none that may be there, and when only."""

    to: str
    needs: frozenset[str]
    beside: frozenset[str] | None
    unless: frozenset[str]
    only: str

    @property
    def tells(self) -> bool:
        """Whether it tells the intent beside words of no class as well."""
        return len(self.needs) > 1 or bool(self.needs & listed("telling"))


@lru_cache(maxsize=1024)
def kind_of(text: str, *, office: bool = False, loosely: bool = False, fewest: int = 1) -> str | None:
    """Return where the first clue leads that plain text has; None where it has none, or has other words beside.

    Args:
        text: Plain text.
        office: A loaded office is named beside it.
        loosely: Words of no class may stand beside a clue that tells by itself.
        fewest: How many classes a clue must have.
    """
    said = comparable(text)
    if not said or len(said) > _LONGEST:
        return None
    present = present_in(said)
    held = held_in(said, office=office)
    spare = min(_SPARE, (len(said) - 1) // 3)
    counts = _ENGLISH_COUNT.search(said) is not None
    best, most_told = None, 0.0
    for clue in clues():
        if counts and clue.to not in _OF_ENGLISH_COUNT:
            continue
        if clue.only not in held or not clue.needs <= present or clue.unless & present or len(clue.needs) < fewest:
            continue
        if loosely and not clue.tells:
            continue
        most = 0 if not loosely else len(said) if clue.beside is None and len(clue.needs) > 1 else spare
        if any(clue.needs <= found for found in _ways(said, clue, most)):
            if not loosely:
                return clue.to
            if (told := explained(said, clue.needs)) > most_told:
                best, most_told = clue.to, told
    return best


def explained(said: str, needs: frozenset[str]) -> float:
    """Return how many signs of a text words of some classes explain: weak ones half, those that ask how much twice."""
    strong = needs - listed("weak")
    worth: dict[int, float] = {}
    for start, end, word in placed(said):
        if (classes := word_classes()[word]) & needs:
            asks = 2 if _HOW_MUCH.search(word) else 1
            sign = _weight(word) / (end - start) * (asks if classes & strong else 1 / 2)
            worth.update({at: max(sign, worth.get(at, 0.0)) for at in range(start, end)})
    return sum(worth.values())


def _weight(word: str) -> int:
    """Return how many signs a word is worth: one of English, a word of two."""
    return 2 * len(word.split()) if word.isascii() else len(word)


def leading(text: str, ask: Ask) -> tuple[frozenset[str], float]:
    """Return the words of plain text that lead to what is asked, and how many of its signs they explain.

    There are no words where one of them leads there by itself: those of everyday speech are returned (数据 给我).
    """
    said = comparable(text)
    to = "stock" if isinstance(ask, Overview) else str(getattr(ask, "guard", getattr(ask, "topic", "")))
    present = present_in(said)
    needs = [clue.needs for clue in clues() if clue.to == to and clue.needs <= present]
    needed, told = frozenset().union(*needs), max((explained(said, one) for one in needs), default=0.0)
    weak = not needed - listed("weak")
    return frozenset(word for *_, word in placed(said) if weak and word_classes()[word] & needed), told


def comparable(text: str) -> str:
    """Return plain text as words and messages are compared here: without signs, English by its stems."""
    return stemmed(_SIGNS.sub(" ", text).strip())


def held_in(said: str, *, office: bool) -> frozenset[str]:
    """Return what a clue may be for alone and the message has: English, an office that is loaded, or none."""
    return frozenset(("", "en" if _LETTERS.search(said) else "", "office" if office else "no office"))


def placed(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield all words that stand anywhere in a text, with their places."""
    for at, sign in enumerate(text):
        for length in _finder().lengths.get(sign, ()):
            word = text[at : at + length]
            if len(word) == length and word in word_classes() and _stands_alone(text, at, at + length):
                yield at, at + length, word


def present_in(text: str) -> frozenset[str]:
    """Return the classes of all words that stand anywhere in a text."""
    return frozenset(one for *_, word in placed(text) for one in word_classes()[word])


def _ways(text: str, clue: Clue, spare: int) -> Iterator[frozenset[str]]:
    """Yield the needed classes of each way to cover a text with words; so many signs may be of no class."""
    classes, lengths = word_classes(), _finder().lengths
    ways: list[dict[frozenset[str], int]] = [{} for _ in range(len(text) + 1)]
    ways[0][frozenset()] = 0
    for place, here in enumerate(ways[:-1]):
        if not here:
            continue
        steps = {(place + 1, "", 0)} if text[place] == " " else set()
        for length in lengths.get(text[place], ()):
            of = classes.get(text[place : place + length], frozenset())
            of = of if clue.beside is None else of & clue.beside
            if of and place + length <= len(text) and _stands_alone(text, place, place + length):
                if length > 1 or not spare:  # one sign beside unknown ones may be of a longer word: 告 in 报告
                    steps |= {(place + length, one, 0) for one in of & clue.needs}
                steps.add((place + length, "", 0))
        if spare and (word := _WORD.match(text, place)):
            steps.add((word.end(), "", 1))
        for end, one, left in steps:
            for found, before in here.items():
                reached = found | {one} if one else found
                if before + left <= min(spare, ways[end].get(reached, spare)):
                    ways[end][reached] = before + left
    yield from ways[-1]


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Return whether a word is none within a longer one: fee in coffee, 不能给 in 能不能给."""

    def letter(place: int) -> bool:
        return 0 <= place < len(text) and text[place].isascii() and text[place].isalnum()

    if text[start] == "不" and 0 < start < end - 1 and text[start - 1] == text[start + 1]:
        return False
    return not (letter(start - 1) and letter(start)) and not (letter(end) and letter(end - 1))


@cache
def word_classes() -> Mapping[str, frozenset[str]]:
    """Return the classes of each word; words of courtesy and frame are talk, short names of offices what is held."""
    general = (word for file, key in _GENERAL for word in load(file)[key])
    found: dict[str, set[str]] = {comparable(word): {_TALK} for word in general}
    for short in read_yaml("agencies", "departments.yaml")["departments"].values():
        found |= {f"{name}{end}": {_OFFICE} for name in short for end in _ENDS}
    for name, listed in load("first_contact")["words"].items():
        for word in listed:
            found.setdefault(comparable(str(word)), set()).add(name)
    return {word: frozenset(names) for word, names in found.items()}


@cache
def _finder() -> NameFinder:
    return NameFinder.of(word_classes())


@cache
def listed(key: str) -> frozenset[str]:
    """Return the names of a list of `first_contact.yaml`: `weak`, `telling`, `procedures`."""
    return frozenset(load("first_contact")[key])


@cache
def clues() -> tuple[Clue, ...]:
    """Return all clues, in their order."""
    return tuple(
        Clue(
            one["to"],
            frozenset(needs),
            frozenset((*needs, *one["beside"], _TALK)) if "beside" in one else None,
            frozenset(one.get("unless", ())),
            one.get("only", ""),
        )
        for one in load("first_contact")["intents"]
        for needs in one["clues"]
    )
