"""Names typed by sound or with one wrong character: 满意绿, 公重号, 高锋, kaifangri.

Only names of figures, concepts and loaded people are corrected here; words of titles are the search index's matter.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product

from bot.questions import look_alikes
from bot.questions.figure_names import names, official_labels
from bot.questions.lexicon import compiled, finder, load, phrases, words
from bot.questions.question import Understood
from bot.questions.vocabulary import Vocabulary
from bot.questions.words import record_words
from bot.records.form import everyday_names
from bot.text import pinyin
from bot.text.normalise import compact, has_han, plain

_DENIALS = frozenset("不未无没非")
_LETTERS = re.compile(r"[a-z][a-z' ]*[a-z]")
_SHORTEST = 3
_MOST_READINGS = 8
_LIKELY_READINGS = 2  # rare readings (不 as fu) make words alike that nobody confuses
_LONGEST = 10
_SHORTEST_WILD = 4
_TOWNS, _DATED = ("镇", "乡", "村", "街道", "社区"), "年月日号"
_LONGEST_CUT = 5
# What is made of the loaded names is kept for the revision that answers are made of, and the one before.
_REVISIONS = 2
_COUNTING = re.compile("几|多少|吗|各")
_LABEL_LENGTHS = tuple(range(_SHORTEST_WILD, _LONGEST + 1))


@dataclass(frozen=True, slots=True)
class _Names:
    """Known names by how they sound, by letters, and by what stays of them with one wrong character.

    Attributes:
        sounds: Names by folded syllables.
        lengths: Lengths of names by their first folded syllable, the longest first.
        letters: Names by full pinyin.
        halves: Labels of four characters and more by length and either half.
        short: Names of three characters with one of them left open.
        initials: Names by their initials, where these mean one thing.
    """

    sounds: Mapping[tuple[str, ...], str]
    lengths: Mapping[str, tuple[int, ...]]
    letters: Mapping[str, str]
    halves: Mapping[tuple[int, str], tuple[str, ...]]
    short: Mapping[str, str]
    initials: Mapping[str, str]


def corrected(text: str, vocabulary: Vocabulary) -> tuple[str, tuple[Understood, ...]]:
    """Return plain text with names put right, and what was put right.

    Args:
        text: Plain text.
        vocabulary: What is loaded: a spelling that a title or a sentence has is left alone.
    """
    if _LETTERS.search(text):
        text, understood = _from_letters(text, vocabulary)
        if understood:
            return text, understood
    if not has_han(text) or vocabulary.titles.holds(compact(text)):
        return text, ()
    text, places = look_alikes.put_right(text, vocabulary)
    text, slips = _from_slips(text, vocabulary)
    text, sounds = _from_sounds(text, vocabulary)
    return text, (*places, *slips, *sounds)


@cache
def _known() -> tuple[str, ...]:
    named = (*names(), *_of_matters(), *(word for group in load("synonyms") for word in group))
    asking = finder("focus", *phrases("focus"))  # 讲什么 is one character from too much else
    listed = [*(word for word in named if not asking.search(word)), *words("words", "spellable")]
    return tuple(dict.fromkeys(compact(word) for word in listed if has_han(word)))


def _of_matters() -> Iterable[str]:
    """Yield the names of what is said of 提案 and 建议 handled, and of sections: 提案协办, 总体情况."""
    for key, listed in everyday_names().items():
        if key.startswith(("cppcc.", "npc.", "handling.", "section.")):
            yield from (name for name in map(compact, listed) if len(name) >= _SHORTEST_WILD)


@cache
def _slips() -> tuple[re.Pattern[str], Mapping[str, str]]:
    right = {wrong: word for word, listed in phrases("slips").items() for wrong in listed}
    return compiled(right), right


def _from_slips(text: str, vocabulary: Vocabulary) -> tuple[str, tuple[Understood, ...]]:
    pattern, right = _slips()
    understood: dict[Understood, None] = {}

    def put_right(match: re.Match[str]) -> str:
        said = match.group()
        if vocabulary.titles.holds(said) or vocabulary.passages.holds(said):
            return said
        understood[Understood(said, right[said], "typo")] = None
        return right[said]

    return pattern.sub(put_right, text), tuple(understood)


@cache
def _initials() -> Mapping[str, str]:
    """Return names by their initials: the form's own labels before everyday names, nothing where two are as good."""
    found: dict[str, set[str]] = {}
    for name in _known():
        if _SHORTEST <= len(name) <= _LONGEST and all("\u4e00" <= sign <= "\u9fff" for sign in name):
            found.setdefault(pinyin.initials(name), set()).add(name)
    official = official_labels()
    told: dict[str, str] = {}
    for letters, listed in found.items():
        chosen = sorted(listed & official) or sorted(listed)
        meant = {frozenset(names().get(name, (name,))) for name in chosen}
        if len(meant) == 1:
            told[letters] = chosen[0]
    return told


@lru_cache(maxsize=_REVISIONS)
def _index(people: tuple[str, ...], places: tuple[str, ...]) -> _Names:
    sounds: dict[tuple[str, ...], str] = {}
    lengths: dict[str, set[int]] = {}
    letters: dict[str, str] = {}
    halves: dict[tuple[int, str], dict[str, None]] = {}
    short: dict[str, str] = {}
    official = official_labels()
    for name in (*_known(), *map(compact, people), *map(compact, places)):
        if len(name) > _LONGEST:
            continue
        if name in official or not _COUNTING.search(name):  # 发了几件 is no slip for 罚了几件
            usual = tuple(map(pinyin.fold, next(iter(_readings(name)))))
            sounds.setdefault(usual, name)
            lengths.setdefault(usual[0], set()).add(len(name))
        for reading in _readings(name):
            letters.setdefault("".join(reading), name)
        # Everyday phrases (收了多少) are one character away from too much else.
        if len(name) >= _SHORTEST_WILD and name in official and not _COUNTING.search(name):
            half = len(name) // 2
            for part in (name[:half], name[half:]):
                halves.setdefault((len(name), part), {})[name] = None
        if len(name) == _SHORTEST:
            for place in range(_SHORTEST):
                short.setdefault(f"{name[:place]}?{name[place + 1 :]}", name)
    return _Names(
        sounds,
        {first: tuple(sorted(found, reverse=True)) for first, found in lengths.items()},
        letters,
        {key: tuple(found) for key, found in halves.items()},
        short,
        _initials(),
    )


def _readings(name: str) -> Iterable[tuple[str, ...]]:
    found = []
    for reading in product(*(readings[:_LIKELY_READINGS] for readings in pinyin.syllables(name))):
        found.append(reading)
        if len(found) == _MOST_READINGS:
            break
    return found


def _from_letters(text: str, vocabulary: Vocabulary) -> tuple[str, tuple[Understood, ...]]:
    known = _index(vocabulary.people, vocabulary.places)
    understood = []
    for match in list(_LETTERS.finditer(text)):
        for said, taken, how in _read_letters(match.group(), known, vocabulary):
            text = text.replace(said, taken, 1)
            understood.append(Understood(said, taken, how))
    return text, tuple(understood)


def _read_letters(said: str, known: _Names, vocabulary: Vocabulary) -> list[tuple[str, str, str]]:
    """Return (letters, name, how) for a run of letters: all of it, else the names of places in it (hongze xuexiao)."""
    whole = _spelled(said, known)
    if whole:
        return [(said, whole, "pinyin")]
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


def _spelled(said: str, known: _Names) -> str | None:
    """Return the names that a run of letters spells, longest first; None unless they spell all of it."""
    joined = re.sub(r"[' ]", "", said)
    found, position = [], 0
    while position < len(joined):
        for end in range(len(joined), position + _SHORTEST, -1):
            name = known.letters.get(joined[position:end])
            if name and len(name) > 1:
                found.append(name)
                position = end
                break
        else:
            return None
    return "".join(found) or None


def _from_sounds(text: str, vocabulary: Vocabulary) -> tuple[str, tuple[Understood, ...]]:
    known = _index(vocabulary.people, vocabulary.places)
    readings = [tuple(pinyin.fold(one) for one in spoken[:_LIKELY_READINGS]) for spoken in pinyin.syllables(text)]
    understood = []
    position = 0
    while position < len(text):
        found = _at(text, position, known, vocabulary, readings)
        if found is None:
            position += 1
            continue
        said, taken = found
        understood.append(Understood(said, taken, "typo"))
        text = text[:position] + taken + text[position + len(said) :]
        position += len(taken)
    return text, tuple(understood)


def _at(
    text: str, position: int, known: _Names, vocabulary: Vocabulary, readings: list[tuple[str, ...]]
) -> tuple[str, str] | None:
    """Return what is misspelt at a place of the text, with the name that is meant; corrections keep the length."""
    lengths = {length for first in readings[position] for length in known.lengths.get(first, ())}
    lengths |= {
        length for length in _LABEL_LENGTHS if (length, text[position : position + length // 2]) in known.halves
    }
    lengths |= {
        length
        for length in _LABEL_LENGTHS
        if (length, text[position + length // 2 : position + length]) in known.halves
    }
    for length in sorted((one for one in lengths if position + one <= len(text)), reverse=True):
        window = text[position : position + length]
        if window in _literal():
            return None
        if not all("\u4e00" <= sign <= "\u9fff" for sign in window):
            continue
        taken = _sounding(readings[position : position + length], known) or _alike(window, known)
        if taken is None or taken == window or _loaded(text, position, window, taken, vocabulary):
            continue
        if _acceptable(text, window, taken, vocabulary):
            return window, taken
    nearly = _nearly(text, known) if position == 0 and len(text) == _SHORTEST else None
    if nearly and text not in _literal() and not _loaded(text, 0, text, nearly, vocabulary):
        return text, nearly
    return None


@cache
def _literal() -> frozenset[str]:
    return frozenset(_known())


def _sounding(readings: list[tuple[str, ...]], known: _Names) -> str | None:
    for count, reading in enumerate(product(*readings)):
        if reading in known.sounds:
            return known.sounds[reading]
        if count == _MOST_READINGS:
            break
    return None


def _alike(window: str, known: _Names) -> str | None:
    half = len(window) // 2
    for part in (window[:half], window[half:]):
        for name in known.halves.get((len(window), part), ()):
            wrong = [(one, other) for one, other in zip(window, name, strict=True) if one != other]
            if len(wrong) == 1 and _resemble(*wrong[0]):
                return name
    return None


def _nearly(window: str, known: _Names) -> str | None:
    """Return the name of three characters that a whole message of three misses by one that begins alike (开发日)."""
    for place in range(_SHORTEST):
        name = known.short.get(f"{window[:place]}?{window[place + 1 :]}")
        if (
            name
            and pinyin.initials(window[place]) == pinyin.initials(name[place])
            and _resemble(window[place], name[place])
        ):
            return name
    return None


def _resemble(one: str, other: str) -> bool:
    """Return whether a wrong character may stand for the right one: not where both make a word of the form.

    Nor is a denial ever a slip: 给予公开 is not 不予公开.
    """
    if {one, other} & _DENIALS:
        return False
    return not any({one, other} == set(pair) for pair in words("words", "told_apart"))


def _loaded(text: str, position: int, window: str, taken: str, vocabulary: Vocabulary) -> bool:
    """Return whether the spelling as typed is one: it stands in a title or a sentence, or is part of a known name."""
    if vocabulary.titles.holds(window) or vocabulary.passages.holds(window):
        return True
    end = position + len(window)
    if any(
        span.start() < position < span.end() or span.start() < end < span.end()
        for pattern in (record_words(), finder("words", "relative_years", "question_words"))
        for span in pattern.finditer(text)
    ):
        return True  # it would cut 答复, 去年 or 可以 in two
    if _cuts_a_place(text, position, window) or _cuts_a_name(text, position, end) or _holds_another(window, taken):
        return True
    around = text[max(0, position - 4) : end + 4]
    if window not in _all_known():
        return False
    return any(window in name and name in around for name in _known() if len(name) > len(window))


def _cuts_a_place(text: str, start: int, window: str) -> bool:
    """Return whether a window begins within the name of a town: 新镇收费 of 建新镇收费."""
    before = text[start - 1 : start]
    named = any(window.startswith(sign, at) for sign in _TOWNS for at in (1, 2))
    return named and has_han(before) and before not in words("words", "edges") and before not in _DATED


def _cuts_a_name(text: str, start: int, end: int) -> bool:
    """Return whether a window takes a piece of a name that is typed rightly: 许可增 of 许可增减."""
    names_typed = _literal()
    for first in range(max(0, start - _LONGEST_CUT), end):
        for last in range(max(first + 2, start + 1), min(len(text), first + _LONGEST_CUT, end + _LONGEST_CUT) + 1):
            inside = start <= first and last <= end
            if not inside and text[first:last] in names_typed and first < end and last > start:
                return True
    return False


def _holds_another(window: str, taken: str) -> bool:
    """Return whether a name is typed rightly inside that the correction lacks: 新制作 of 年新制作 is not 另行制作."""
    known = _literal()
    return any(
        window[first:last] in known and window[first:last] not in taken
        for first in range(len(window))
        for last in range(first + _SHORTEST, len(window) + 1)
    )


@cache
def _all_known() -> str:
    return "\n".join(_known())


def _acceptable(text: str, window: str, taken: str, vocabulary: Vocabulary) -> bool:
    """Return whether a correction is safe: long enough, or a person's name where people are asked for."""
    same = sum(one == other for one, other in zip(window, taken, strict=True))
    wrong = [place for place, one in enumerate(window) if one != taken[place]]
    if any({window[place], taken[place]} & _DENIALS for place in wrong):
        # 科委办结 is not 未办结, however it sounds: only a character that is no word with its neighbours is a slip.
        at = text.find(window)
        around = text[max(0, at - 1) : at + len(window) + 1]
        alone = len(wrong) == 1 and not any(
            _is_word(around[place : place + 2], vocabulary)
            for place in range(len(around) - 1)
            if window[wrong[0]] in around[place : place + 2]
        )
        return alone and len(taken) >= _SHORTEST_WILD and window[wrong[0]] not in _DENIALS
    if taken in vocabulary.people_finder.names:
        asked = finder("words", "people_words").search(text.replace(window, " "))
        return same >= 1 and (len(taken) >= _SHORTEST or asked is not None or plain(text) == window)
    return len(taken) >= _SHORTEST and same * 2 >= len(taken)


def _is_word(pair: str, vocabulary: Vocabulary) -> bool:
    """Return whether two characters side by side stand in a loaded text, a name or an agency's name."""
    if len(pair) < 2 or not all(map(has_han, pair)):
        return False
    held = vocabulary.titles.holds(pair) or vocabulary.passages.holds(pair) or pair in _all_known()
    return held or any(pair in name for name in vocabulary.agency_names)
