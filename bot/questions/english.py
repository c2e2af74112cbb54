"""English questions: their words are put into Chinese before anything is read, and that is said back.

The names of figures, kinds and offered questions are those of the English screens, so that whatever stands on one can
be asked; `data/vocabulary/english.yaml` has what people say besides.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from bot.questions.clues import kind_of, word_classes
from bot.questions.figure_names import names as figure_names
from bot.questions.lexicon import load
from bot.questions.message import solid
from bot.questions.question import Understood
from bot.questions.readers.guards import is_code
from bot.questions.vocabulary import Vocabulary
from bot.records.form import everyday_names
from bot.resources import read_yaml
from bot.text.english import stem
from bot.text.normalise import compact

_PIECE = re.compile(r"[a-z]+|[0-9][0-9\-./:]*[0-9]|[0-9]|[^\sa-z0-9]+|\s+")
_WORD = re.compile(r"[a-z]+")
_PHRASE = re.compile(r"[a-z]+(?: [a-z]+)*")
_HAN = re.compile("[\u4e00-\u9fff]")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_BRACKETS = re.compile(r"\([^)]*\)")
_SHORTEST_WORD = 5  # letters of a word that names a figure by itself
_SHORTEST_WITHIN = 4  # letters of a word within a Chinese message
_FEWEST = 2  # Chinese signs of a Chinese message that has English words in it
_FIELD = "{"
_HAVE = "有没有"
_OF_RECORDS = frozenset((*load("words")["records"], "列表", _HAVE))  # what is looked for is none of these
_COMPARED = "对比"


@dataclass(frozen=True, slots=True)
class _Dictionary:
    """English phrases as their stems: Chinese words, words that ask, and the stems that say nothing.

    `loose` are those that only stand in the name of one figure.
    """

    words: Mapping[tuple[str, ...], str]
    asks: Mapping[tuple[str, ...], str]
    loose: frozenset[tuple[str, ...]]
    frames: frozenset[str]
    months: Mapping[str, int]
    alone: Mapping[tuple[str, ...], str]
    last: Mapping[str, str]
    listing: str
    longest: int


def is_english(text: str) -> bool:
    """Return whether plain text is English: letters, half of whose words are known here. Pinyin is none."""
    said = _WORD.findall(text)
    if not said or _HAN.search(text):
        return False
    known = {word for one in word_classes() if one.isascii() for word in one.split()} | {
        word for one in (*_dictionary().words, *_dictionary().asks) for word in one
    }
    return sum(stem(word) in known | _dictionary().frames for word in said) * 2 >= len(said)


def in_chinese(text: str, vocabulary: Vocabulary) -> tuple[str, tuple[Understood, ...]]:
    """Return plain text with its English as Chinese, and what was taken as what; other text as it is.

    Args:
        text: Plain text.
        vocabulary: What is loaded: a title in Latin letters is left alone.
    """
    letters = len("".join(_WORD.findall(text)))
    mixed = len(_HAN.findall(text)) >= min(_FEWEST, letters)
    if not letters or vocabulary.titles.holds(solid(text)) or is_code(text) or (not mixed and kind_of(text)):
        return text, ()
    if mixed:
        return _within_chinese(text, vocabulary)
    dictionary, words = _dictionary(), [word for word in _PIECE.findall(text) if solid(word)]
    if chinese := dictionary.alone.get(tuple(map(stem, words))):
        return chinese, (Understood(text.strip(" ?!."), chinese, "english"),)
    when: list[str] = []
    told: list[str] = []
    asked: list[str] = []
    strange: list[str] = []
    known = place = 0
    while place < len(words):
        length, chinese, asks = _longest(dictionary, words, place)
        word = words[place]
        if length:
            (asked if asks else told).append(chinese)
            known += 1
            place += length
            continue
        if _YEAR.fullmatch(word):
            when.insert(0, f"{word}年")
            known += 1
        elif (month := dictionary.months.get(word)) and (word != "may" or _is_dated(words, place)):
            when.append(f"{month}月")
            known += 1
        elif stem(word) not in dictionary.frames:
            told.append(word)
            strange += [word] * word.isalpha()
        place += 1
    if not known:
        return text, ()
    said = _joined(dict.fromkeys(_arranged(when, told, asked, strange=strange, last=dictionary.last.get(words[-1]))))
    return said, (Understood(text.strip(" ?!."), said, "english"),)


def _arranged(when: list[str], told: list[str], asked: list[str], *, strange: list[str], last: str | None) -> list[str]:
    """Return the Chinese words of a message in the order in which they are read.

    Of proposals on a subject that has no word here the subject alone is looked for, whether or not it is loaded.
    """
    if strange and all(one in strange or one in _OF_RECORDS for one in told):
        return [*when, *strange]
    if told == [_COMPARED] and len(when) == 1:
        return [f"和{when[0]}比"]
    if asked and last:
        asked = [last]
    elif len(asked) > 1:
        asked = [one for one in asked if one != _dictionary().listing]  # what share, which day
    told = [one for one in told if one != _HAVE] or told
    return [*when, *sorted(told, key=lambda one: one not in _OF_RECORDS), *asked]  # what is said of them stands behind


def _within_chinese(text: str, vocabulary: Vocabulary) -> tuple[str, tuple[Understood, ...]]:
    """Return a Chinese text with the English names in it as Chinese, in their places: 政协proposal多少件."""
    dictionary, understood = _dictionary(), []

    def said(found: re.Match[str]) -> str:
        words, told, place = _WORD.findall(found[0]), [], 0
        while place < len(words):
            length, chinese, asks = _longest(dictionary, words, place)
            phrase = " ".join(words[place : place + length])
            known = length and (asks or tuple(map(stem, words[place : place + length])) not in dictionary.loose)
            known = known and len(phrase) >= _SHORTEST_WITHIN
            if known and not any(one.holds(solid(phrase)) for one in (vocabulary.titles, vocabulary.passages)):
                understood.append(Understood(phrase, chinese, "english"))
                told.append(chinese)
            else:
                length = 1
                told.append(words[place])
            place += length
        return _joined(told)

    return _PHRASE.sub(said, text), tuple(understood)


def _longest(dictionary: _Dictionary, words: list[str], place: int) -> tuple[int, str, bool]:
    """Return how many words from a place on are a known phrase, what it is in Chinese, and whether it asks."""
    for length in range(min(dictionary.longest, len(words) - place), 0, -1):
        stems = tuple(map(stem, words[place : place + length]))
        for phrases, asks in ((dictionary.words, False), (dictionary.asks, True)):
            if stems in phrases:
                return length, phrases[stems], asks
    return 0, "", False


def _is_dated(words: list[str], place: int) -> bool:
    """Return whether `may` is the month: beside a number, or after a word like in."""
    beside = words[place + 1 : place + 2] + words[max(0, place - 1) : place]
    return any(word.isdecimal() or word == "in" for word in beside)


def _joined(words: Iterable[str]) -> str:
    """Return words as one text: a space only between letters or digits, which would run together."""
    said = ""
    for word in words:
        said += f" {word}" if said and (word[0].isascii() and said[-1].isascii()) else word
    return said


def _stems(phrase: str) -> tuple[str, ...]:
    return tuple(map(stem, _WORD.findall(phrase.lower())))


@cache
def _dictionary() -> _Dictionary:
    written = load("english")
    words: dict[tuple[str, ...], str] = {}
    frames = frozenset(stem(word) for word in written["frames"])
    asks = {_stems(phrase): chinese for phrase, chinese in _spoken(written["asks"])}
    # What asks, or says nothing, does so on a screen too.
    silent = {(), *asks, *((stem,) for stem in frames)}
    for phrase, chinese in (*_by_word(), *_of_screens(), *_of_figures()):
        if (stems := _stems(phrase)) not in silent:
            words[stems] = chinese
    spoken = ((_stems(phrase), chinese) for phrase, chinese in _spoken(written["words"]))
    words |= {stems: chinese for stems, chinese in spoken if len(stems) > 1 or stems[0] not in frames}
    return _Dictionary(
        words=words,
        asks=asks,
        loose=frozenset((stem,) for stem, _ in _by_word()) - {_stems(said) for said, _ in _spoken(written["words"])},
        frames=frames,
        months={month: place for place, month in enumerate(written["months"], 1)},
        alone={_stems(phrase): chinese for phrase, chinese in _spoken(written["alone"])},
        last=written["last"],
        listing=asks[_stems("which")],
        longest=max(map(len, (*words, *asks))),
    )


def _spoken(listed: Mapping[str, Iterable[str]]) -> Iterator[tuple[str, str]]:
    for chinese, phrases in listed.items():
        yield from ((phrase, chinese) for phrase in phrases)


def _of_figures() -> Iterator[tuple[str, str]]:
    """Yield the names of figures and columns on English screens, and everyday ones, with the form's Chinese name."""
    labels, more = read_yaml("labels", "en.yaml"), load("english")["names"]
    named = {**labels["rows"], **labels["figures"]}
    for key, name in named.items():
        chinese = _chinese(key)
        if not chinese:
            continue
        bare = _BRACKETS.sub("", name).strip()
        for phrase in (name, bare, bare.rpartition(":")[2], *more.get(key, ())):
            yield phrase, chinese
    for column, name in labels["columns"].items():
        chinese = next((_chinese(key) for key in everyday_names() if key.endswith(f".*.{column}")), "")
        if chinese and column != "total":
            yield name, chinese


def _by_word() -> Iterator[tuple[str, str]]:
    """Yield the words that stand in the name of one figure alone: penalties, coercion, satisfaction."""
    labels = read_yaml("labels", "en.yaml")
    bearing: dict[str, set[str]] = {}
    for key, name in {**labels["rows"], **labels["figures"]}.items():
        for part in _stems(name):
            bearing.setdefault(part, set()).add(_chinese(key))
    for part, chinese in bearing.items():
        if len(part) >= _SHORTEST_WORD and len(chinese) == 1 and "" not in chinese:
            yield part, next(iter(chinese))


def _of_screens() -> Iterator[tuple[str, str]]:
    """Yield labels of buttons, offered questions and kinds of records, with the same in Chinese."""
    for area, prefixes in (("buttons", ("chart_by", "similar", "reply_text", "where_is")), ("understood", ("kind_",))):
        english, chinese = (read_yaml("messages", language, f"{area}.yaml") for language in ("en", "zh"))
        for key, label in english.items():
            if key.startswith(prefixes) and _FIELD not in label:
                yield label, chinese[key]
    for offer in read_yaml("offers.yaml").values():
        if _FIELD not in offer["en"]:
            yield offer["en"], offer["ask"].replace("{agency}", "").replace("{year}年", "")


def _chinese(key: str) -> str:
    """Return a name of a figure that is read as this figure alone, the form's own first; empty where there is none."""
    listed = everyday_names().get(key, ())
    known = figure_names()
    return next((name for name in listed if len(known.get(compact(name), ())) == 1), listed[0] if listed else "")
