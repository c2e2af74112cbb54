"""What letters say: names by pinyin or initials (kaifangri, zfcg), and whole sentences (fu zuzhang you ji ge)."""

import re
from collections.abc import Mapping
from functools import cache
from itertools import accumulate, chain

from bot.questions.lexicon import finder, phrases
from bot.questions.question import Understood
from bot.questions.spelled_names import COUNTING, SHORTEST, Names, index_of
from bot.questions.vocabulary import Vocabulary
from bot.text import pinyin

_LETTERS = re.compile(r"[a-z][a-z' ]*[a-z]")
_ASKING = ("how_many", "listing", "question_words", "asking", "records", "matters")


def from_letters(text: str, vocabulary: Vocabulary) -> tuple[str, tuple[Understood, ...]]:
    """Return plain text with the names and sentences that its letters spell, and what was put right."""
    known = index_of(vocabulary.people, vocabulary.places)
    understood = []
    for match in list(_LETTERS.finditer(text)):
        for said, taken, how in _read_letters(match.group(), known, vocabulary):
            text = text.replace(said, taken, 1)
            understood.append(Understood(said, taken, how))
    return text, tuple(understood)


def _read_letters(said: str, known: Names, vocabulary: Vocabulary) -> list[tuple[str, str, str]]:
    """Return (letters, name, how) for a run of letters: a sentence, names, a word each, or places (hongze xuexiao)."""
    if told := _sentence(said, known) or _spelled(said, known):
        return [(said, told, "pinyin")]
    found = []
    parts = said.split()
    for part in parts:
        spelled = _spelled(part, known)
        literal = vocabulary.passages.holds(part) or vocabulary.titles.holds(part)
        shortened = None if spelled or literal else known.initials.get(part)
        if taken := spelled or shortened:
            found.append((part, taken, "pinyin" if spelled else "initials"))
    if len(found) == len(parts):
        return found
    return [one for one in found if one[1] in vocabulary.places or one[1] in vocabulary.people_finder.names]


def _spelled(said: str, known: Names) -> str | None:
    """Return the names that a run of letters spells, longest first; None unless they spell all of it."""
    joined = re.sub(r"[' ]", "", said)
    found, position = [], 0
    while position < len(joined):
        for end in range(len(joined), position + SHORTEST, -1):
            name = known.letters.get(joined[position:end])
            if name and len(name) > 1:
                found.append(name)
                position = end
                break
        else:
            return None
    return "".join(found) or None


@cache
def _words_by_letters() -> Mapping[str, str]:
    """Return the words of questions by their letters, those that ask before those around them: 哪天 before 那天."""
    listed = phrases("words")
    asked = (words for name in ("focus", "aspects", "measures") for words in phrases(name).values())
    spoken = chain(*asked, *(listed[key] for key in dict.fromkeys((*_ASKING, *listed))))
    found: dict[str, str] = {}
    for word in spoken:
        if all("\u4e00" <= sign <= "\u9fff" for sign in word):
            found.setdefault(pinyin.spelled(word), word)
    return found


def _sentence(said: str, known: Names) -> str | None:
    """Return what a run of letters says: names and words of questions, with what else is in it left in letters.

    The fewest letters that are left, then the fewest words that begin or end within a typed one, then the fewest words.
    None where nothing is asked, or what is left is no pinyin: another language's, or words of a title.
    """
    parts = [part for part in re.split(r"[' ]+", said) if part]
    joined = "".join(parts)
    borders = {0, *accumulate(map(len, parts))}
    ways: list[tuple[int, int, int, tuple[str, ...]] | None] = [(0, 0, 0, ())]
    for end in range(1, len(joined) + 1):
        found = []
        for start in range(end):
            if (before := ways[start]) is None:
                continue
            left, within, count, told = before
            letters = joined[start:end]
            cut = len({start, end} - borders)
            word = _words_by_letters().get(letters) or _named(letters, known)
            if word and (len(word) > 1 or not cut):
                found.append((left, within + cut, count + 1, (*told, word)))
            elif {start, end} <= borders and pinyin.segment(letters):
                found.append((left + len(letters), within + cut, count + 1, (*told, f" {letters} ")))
        ways.append(min(found, key=lambda way: way[:3]) if found else None)
    best = ways[-1]
    if best is None or not any(len(word) > 1 and _asking().search(word) for word in best[3]):
        return None
    return re.sub(r"(?<=[a-z])  (?=[a-z])", "", "".join(best[3])).strip()


@cache
def _asking() -> re.Pattern[str]:
    return finder("words", *_ASKING)


def _named(letters: str, known: Names) -> str | None:
    """Return the name that letters spell, unless it counts: 发了几件 sounds like 罚了几件."""
    name = known.letters.get(letters)
    return None if name is None or COUNTING.search(name) else name
