"""Names typed by sound or with one wrong character: 满意绿, 公重号, 高锋, kaifangri.

Only names of figures, concepts and loaded people are corrected here; words of titles are the search index's matter.
"""

import re
from collections.abc import Mapping
from functools import cache
from itertools import product

from bot.questions import look_alikes
from bot.questions.letters import from_letters
from bot.questions.lexicon import compiled, finder, load, phrases, spelled_out, words
from bot.questions.question import Understood
from bot.questions.spelled_names import (
    LIKELY_READINGS,
    LONGEST,
    MOST_READINGS,
    SHORTEST,
    SHORTEST_WILD,
    Names,
    index_of,
    known_names,
)
from bot.questions.vocabulary import Vocabulary
from bot.questions.words import record_words
from bot.text import pinyin
from bot.text.normalise import compact, has_han, plain
from bot.text.numerals import find as numerals

_NUMERALS = frozenset("〇零一二三四五六七八九十百0123456789")
_DENIALS = frozenset("不未无没非")
_NO_NOUNS = frozenset("几上下")  # signs of counts and places, besides function words
_TOWNS, _DATED = ("镇", "乡", "村", "街道", "社区"), "年月日号"
_LONGEST_CUT = 5
_LABEL_LENGTHS = tuple(range(SHORTEST_WILD, LONGEST + 1))


def corrected(text: str, vocabulary: Vocabulary) -> tuple[str, tuple[Understood, ...]]:
    """Return plain text with names put right, and what was put right.

    Args:
        text: Plain text.
        vocabulary: What is loaded: a spelling that a title or a sentence has is left alone.
    """
    text, understood = from_letters(text, vocabulary)
    if understood:
        return text, understood
    if not has_han(text) or vocabulary.titles.holds(compact(text)):
        return text, ()
    text, places = look_alikes.put_right(text, vocabulary)
    text, slips = _from_slips(text, vocabulary)
    text, sounds = _from_sounds(text, vocabulary)
    return text, (*places, *slips, *sounds)


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


def _from_sounds(text: str, vocabulary: Vocabulary) -> tuple[str, tuple[Understood, ...]]:
    known = index_of(vocabulary.people, vocabulary.places)
    readings = [tuple(pinyin.fold(one) for one in spoken[:LIKELY_READINGS]) for spoken in pinyin.syllables(text)]
    understood = []
    position = 0
    while position < len(text):
        found = _at(text, position, known, vocabulary, readings)
        if found is None:
            begun = _classes().match(text, position)  # 区县政府 holds no misspelt 乡政府
            position = begun.end() if begun else position + 1
            continue
        said, taken = found
        understood.append(Understood(said, taken, "typo"))
        text = text[:position] + taken + text[position + len(said) :]
        position += len(taken)
    return text, tuple(understood)


def _at(
    text: str, position: int, known: Names, vocabulary: Vocabulary, readings: list[tuple[str, ...]]
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
        if (begun := _classes().match(text, position)) and begun.end() < position + length:
            continue  # 部门公开率 is no misspelt 部分公开
        if not all("\u4e00" <= sign <= "\u9fff" for sign in window):
            continue
        taken = _sounding(readings[position : position + length], known) or _alike(window, known)
        if taken and any(
            one != other and _are_told_apart(one, other) for one, other in zip(window, taken, strict=True)
        ):
            continue
        if taken is None or taken == window or _loaded(text, position, window, taken, vocabulary):
            continue
        if _acceptable(text, window, taken, vocabulary):
            return window, taken
    nearly = _nearly(text, known) if position == 0 and len(text) == SHORTEST else None
    if nearly and text not in _literal() and not _loaded(text, 0, text, nearly, vocabulary):
        return text, nearly
    return None


@cache
def _classes() -> re.Pattern[str]:
    """Find the name of a class of offices."""
    listed = (spelled_out("agency_groups", one["words"]) for one in load("agency_groups")["classes"])
    return compiled(word for one in listed for word in one if len(word) > 1)


@cache
def _literal() -> frozenset[str]:
    return frozenset(known_names())


def _sounding(readings: list[tuple[str, ...]], known: Names) -> str | None:
    for count, reading in enumerate(product(*readings)):
        if reading in known.sounds:
            return known.sounds[reading]
        if count == MOST_READINGS:
            break
    return None


def _alike(window: str, known: Names) -> str | None:
    half = len(window) // 2
    for part in (window[:half], window[half:]):
        for name in known.halves.get((len(window), part), ()):
            wrong = [(one, other) for one, other in zip(window, name, strict=True) if one != other]
            if len(wrong) == 1 and _resemble(*wrong[0]):
                return name
    return None


def _nearly(window: str, known: Names) -> str | None:
    """Return the name of three characters that a whole message of three misses by one that begins alike (开发日)."""
    for place in range(SHORTEST):
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
    return not {one, other} & _DENIALS and not _are_told_apart(one, other)


def _are_told_apart(one: str, other: str) -> bool:
    """Return whether two signs are never taken for each other: two numerals (第三项), and what the vocabulary lists."""
    numbered = one in _NUMERALS and other in _NUMERALS
    return numbered or any({one, other} == set(pair) for pair in words("words", "told_apart"))


def _loaded(text: str, position: int, window: str, taken: str, vocabulary: Vocabulary) -> bool:
    """Return whether the spelling as typed is one: it stands in a title or a sentence, or is part of a known name."""
    before = text[max(0, position - 1) : position + 1]
    begun = window[0] != taken[0] and _is_word(before, vocabulary)  # 旅游那个 holds no 由哪个
    if begun or vocabulary.titles.holds(window) or vocabulary.passages.holds(window):
        return True
    end = position + len(window)
    whole = [span.span() for pattern in (record_words(), _whole_words()) for span in pattern.finditer(text)]
    whole += [(number.start, number.end) for number in numerals(text)]
    if any(first < position < last or first < end < last for first, last in whole):
        return True  # it would cut 答复, 去年, 这个, 可以 or 两百 in two
    if _only_before_a_word(window, taken):
        return True
    if _cuts_a_place(text, position, window) or _cuts_a_name(text, position, end) or _holds_another(window, taken):
        return True
    around = text[max(0, position - 4) : end + 4]
    if window not in _allknown_names():
        return False
    return any(window in name and name in around for name in known_names() if len(name) > len(window))


@cache
def _whole_words() -> re.Pattern[str]:
    keys = ("relative_years", "question_words", "fillers", "figure_fillers", "passage_fillers")
    of_classes = (
        word for key in ("over_years", "steadily", "running", "except_before") for word in words("agency_groups", key)
    )
    listed = (*(word for key in keys for word in words("words", key)), *of_classes)
    return compiled(word for word in listed if len(word) > 1)


def _only_before_a_word(window: str, taken: str) -> bool:
    """Return whether a sign before a word is wrong that stands as it should: 有哪个, 有那个 is not 由哪个."""
    rest = window[1:]
    known = rest in _literal() or rest in words("words", "question_words")
    return (taken.endswith(rest) and known) or rest in words("frames", "courtesy")


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
        for last in range(first + SHORTEST, len(window) + 1)
    )


@cache
def _allknown_names() -> str:
    return "\n".join(known_names())


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
        return alone and len(taken) >= SHORTEST_WILD and window[wrong[0]] not in _DENIALS
    if taken in vocabulary.people_finder.names:
        asked = finder("words", "people_words").search(text.replace(window, " "))
        return same >= 1 and (len(taken) >= SHORTEST or asked is not None or plain(text) == window)
    if len(taken) < SHORTEST:
        return same == 1 and _is_slip(text, window, taken, vocabulary)
    if same * 2 >= len(taken):
        return True
    return same > 0 and _sounds_alike(window, taken) and not _holds_a_word(window, vocabulary)


def _sounds_alike(window: str, taken: str) -> bool:
    """Return whether a whole name is said so, however it is written: 工种号."""
    one, other = ([pinyin.fold(readings[0]) for readings in pinyin.syllables(text)] for text in (window, taken))
    return one == other


def _holds_a_word(window: str, vocabulary: Vocabulary) -> bool:
    pairs = [window[place : place + 2] for place in range(len(window) - 1)]
    return any(_is_word(pair, vocabulary) or pair in words("words", "real_words") for pair in pairs)


def _is_slip(text: str, window: str, taken: str, vocabulary: Vocabulary) -> bool:
    """Return whether two signs are a known word misspelt by sound: 日抱, where 抱登 is no word either.

    Not where a word of the language sounds so (市长: 时长), where a sign is a function word, nor by a rare reading.
    """
    edges = words("words", "edges")
    if (
        window in words("words", "real_words")
        or not _sounds_alike(window, taken)
        or any(sign in edges or sign in _NO_NOUNS for sign in window + taken)
    ):
        return False
    at = text.find(window)
    if not any(_ends_a_word(text, side, vocabulary) for side in (at, at + len(window))):
        return False  # 布置作业 holds no misspelt 制作
    wrong = at + (window[0] == taken[0])
    pairs = (text[place : place + 2] for place in (wrong - 1, wrong) if place >= 0)
    return window[wrong - at] not in _NUMERALS and not any(_is_word(pair, vocabulary) for pair in pairs)


def _ends_a_word(text: str, at: int, vocabulary: Vocabulary) -> bool:
    """Return whether a word may end or begin at a place of a text: beside a function word, a known one, or none."""
    edges = words("words", "edges")
    beside = text[at - 1 : at], text[at : at + 1]
    if not all(map(has_han, beside)) or any(sign in edges for sign in beside):
        return True
    return any(_is_word(pair, vocabulary) for pair in (text[max(0, at - 2) : at], text[at : at + 2]))


def _is_word(pair: str, vocabulary: Vocabulary) -> bool:
    """Return whether two characters side by side stand in a loaded text, a name or an agency's name."""
    if len(pair) < 2 or not all(map(has_han, pair)):
        return False
    held = vocabulary.titles.holds(pair) or vocabulary.passages.holds(pair) or pair in _allknown_names()
    return held or any(pair in name for name in vocabulary.agency_names)
