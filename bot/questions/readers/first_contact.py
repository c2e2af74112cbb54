"""What people ask first: 你好, 咋用, 都有啥, 有啥新的, 要钱吗, what's new (`data/vocabulary/first_contact.yaml`)."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from bot.questions.lexicon import finder, load, words
from bot.questions.message import Message, Reading, solid
from bot.questions.naming import NameFinder
from bot.questions.question import Ask, Guard, Guarded, Help, InPassages, Listed, Measure, Overview, Statistics
from bot.questions.repairs import takes_back
from bot.questions.spans import Kind, tagged
from bot.questions.vocabulary import Vocabulary
from bot.questions.words import content, record_words
from bot.records.model import RecordKind
from bot.text.normalise import plain

_SIGNS = re.compile(r"[\W_]+")
_LETTERS = re.compile("[a-z]")
_WORD = re.compile("[a-z0-9]+|.")
_LONGEST = 80  # characters: whoever writes more has said what about
_SHORTEST_TITLE = 4
_SUBJECT = 5  # signs of a loaded title in a row: the message is about it
_PAUSES = re.compile("[。！!；;，,]")
_DIGITS = re.compile("[0-9]{3}")  # the number of a record, a year
_SHORTEST_ARTICLE, _FEWEST_PAUSES = 60, 3
_TITLE = 10  # signs of a loaded title in a row: then it is that record that is passed on
_COUNTS = re.compile("(?:多少|几)个?(?:小时|分钟|天|人|场|期|公里|平方)")  # asks for a number of something
_WHICH = re.compile("哪[件个份条项些几类种]|[多少几][件个份条项]")
_SPARE = 4  # signs, or English words, of no class beside a word that tells the kind
_THAT = re.compile("[那这]一?[回次场期]")
_OF_TIME = ("deadline", "fee")
_SHORTEST_CUE = 2
_HELP = ("first", "usage")
_TALK = "talk"
_ON_TIME = "handling_on_time"
_GENERAL = (("words", "politeness"), ("words", "fillers"), ("words", "edges"), ("english", "frames"))
_GENERAL_TEXTS = ("first", "stock", "limits", "identity")
# Asked of what was last shown, where records or figures were: 怎么引用, 导出, 多少天答复的, 最新的.
_OF_SENTENCES = frozenset({Kind.CONCEPT, Kind.LOADED, Kind.PERSON})
_OF_WHAT_IS_SHOWN = frozenset(
    ("first", "fee", "deadline", "cite", "export", "newest", "contact", "progress", "appeal", "limits", "identity")
)

_MANY = re.compile("(?:多少|几)[件份项次]|多少[个条]?(?:呢|啊)?$")
# What a number is asked of that no report tells: 复印费多少, 几天答复, 热线多少号.
_COUNTED = frozenset(("first", "stock", "fee", "deadline", "contact", "complaint", "appeal", "usage"))


@dataclass(frozen=True, slots=True)
class _Kind:
    """One kind of first question: where it leads, the classes that it needs, all that it may have, and when only."""

    to: str
    needs: frozenset[str]
    classes: frozenset[str]
    only: str


def read_before(message: Message) -> Reading | None:
    """Read a message that is one of these and cannot be about what was last shown."""
    reading, shown = read(message), message.context
    if reading is None or shown is None or not (shown.keys or shown.figures):
        return reading
    ends = finder("measures", "earliest", "latest").search(message.core)  # 最早的是哪个 is no 早
    return None if ends or _kind(message) in _OF_WHAT_IS_SHOWN else reading


def read(message: Message) -> Reading | None:
    """Read a message that is one of these as a whole; a loaded title that reads so is a title."""
    said = solid(message.clean)
    if message.limits or (len(said) >= _SHORTEST_TITLE and message.vocabulary.titles.holds(said)):
        return None
    to = _kind(message) or _by_act(message)
    return None if to is None else _reading(message, to)


def _by_act(message: Message) -> str | None:
    """Return where a word for a procedure leads beside what whoever asks wants to do: nothing loaded tells that."""
    facets, text = message.facets, message.plain
    counted = finder("words", "how_many").search(message.core) or record_words().search(message.core)
    if counted or facets.years or facets.period or message.context or _DIGITS.search(text):
        return None
    if not _personal().search(_SIGNS.sub(" ", text).strip()):
        return None
    if any(len(piece) >= _SUBJECT for piece in message.vocabulary.titles.pieces(solid(text))):
        return None
    return _told_by(text, _classes("procedures"))


def read_loosely(message: Message) -> Reading | None:
    """Read what nothing else reads and nothing loaded has as the kind that one of its words tells."""
    titles = message.vocabulary.titles
    ranked = finder("computed", "most", "least").search(message.core)  # 更新得最多的是哪个月 asks for nothing newest
    if ranked or message.limits or _COUNTS.search(message.core):
        return None
    if any(titles.holds(solid(word)) for word in content(message)):
        return None
    if any(len(piece) >= _SUBJECT for piece in titles.pieces(solid(message.plain))) or _told_of(message):
        return None
    office = bool(message.facets.agencies)
    spare = min(_SPARE, (len(solid(message.plain)) - 1) // 2)
    counts = finder("words", "how_many").search(message.core) is not None
    to = kind_of(message.plain, office=office, spare=spare) or (
        None if message.facets.other_office or counts else _told_by(message.plain, _telling_of(message.plain))
    )
    which = _WHICH.search(message.core) is not None  # 没收上来费的是哪项 asks for one of many, not what this is
    found = None if to is None or (which and to in _GENERAL_TEXTS) else _reading(message, to)
    # What stands beside a pause may be a question.
    return replace(found, whole=" " not in _SIGNS.sub(" ", message.plain).strip()) if found else None


def _told_of(message: Message) -> bool:
    """Return whether a message names what loaded sentences tell of and asks for it: 开放日喊了哪个来."""
    if finder("words", "asking").search(message.core) is None:
        return False
    spans = tagged(message)
    return any(
        span.kinds <= _OF_SENTENCES
        and len(span.said) > 1
        and span.said not in words("words", "soft")
        and message.vocabulary.passages.holds(solid(span.said))
        for span in spans
    )


def _telling_of(text: str) -> frozenset[str]:
    """Return the classes whose words tell a kind by themselves: more of them where something is asked or wanted."""
    asked = _present(_SIGNS.sub(" ", text).strip()) & _classes("acts") or finder("words", "asking").search(text)
    return _classes("alone") | (_classes("with_act") if asked else frozenset())


def _told_by(text: str, telling: frozenset[str]) -> str | None:
    """Return where the longest word of some classes leads that tells a kind by itself."""
    said = _SIGNS.sub(" ", text).strip()
    lengths, classes = _finder().lengths, _words()
    words = {said[at : at + length] for at, sign in enumerate(said) for length in lengths.get(sign, ())}
    told = [
        (len(word), kind.to)
        for word in words
        for kind in _kinds()
        if len(word) >= _SHORTEST_CUE
        and not word.isascii()
        and kind.only in ("", "no office")
        and kind.needs & classes.get(word, frozenset()) & telling
        and not classes[word] & _classes("acts")
    ]
    return max(told)[1] if told else None


def is_article(text: str, vocabulary: Vocabulary) -> bool:
    """Return whether plain text is one that somebody passes on: sentences that ask nothing and name nothing loaded."""
    told = len(text) >= _SHORTEST_ARTICLE and len(_PAUSES.findall(text)) >= _FEWEST_PAUSES
    if not told or _DIGITS.search(text) or finder("first_contact_asking", "asking").search(text):
        return False
    return all(len(piece) < _TITLE for piece in vocabulary.titles.pieces(solid(text)))


def _kind(message: Message) -> str | None:
    if takes_back(plain(message.said)):
        return kind_of(message.core, office=bool(message.facets.agencies))  # 不对不对 要政协的 reports no mistake
    to = kind_of(plain(message.said)) or kind_of(message.core, office=bool(message.facets.agencies))
    return None if _MANY.search(message.core) and to not in _COUNTED else to


@lru_cache(maxsize=1024)
def kind_of(text: str, *, office: bool = False, spare: int = 0) -> str | None:
    """Return where plain text leads that is one of the kinds as a whole, to the last sign; None for all other text.

    Args:
        text: Plain text.
        office: A loaded office is named beside it.
        spare: So many signs, or English words, may be of no class, where a word tells the kind.
    """
    said = _SIGNS.sub(" ", text).strip()
    if not said or len(said) > _LONGEST:
        return None
    present = _present(said)
    held = {"", "en" if _LETTERS.search(said) else "", "office" if office else "no office"}
    best: tuple[int, str] | None = None
    for kind in _kinds():
        if kind.only not in held or not kind.needs <= present or (spare and not kind.needs & _classes("telling")):
            continue
        left = min((left for classes, left in _ways(said, kind, spare) if kind.needs <= classes), default=None)
        if left is not None and (best is None or left < best[0]):
            best = (left, kind.to)
            if not left:
                break
    return best[1] if best else None


def _reading(message: Message, to: str) -> Reading | None:
    if to in _OF_TIME and _THAT.search(message.core) and not finder("words", "requests").search(message.core):
        return None  # 那一回多长时间 asks of what was told, not of a procedure
    facets = message.facets
    if to != "newest" and (facets.years or facets.period):
        return None  # the procedure has no year; a figure has
    if to in _HELP:
        ask: Ask = Help(topic=to)
    elif to == "stock":
        ask = Overview()
    elif to == "newest":
        if facets.years or (facets.period and facets.period.end.year < message.today.year):
            return None  # the newest of a time that is over is a list
        ask, facets = _newest(message), replace(facets, period=None)
    elif (
        to == Guard.PROGRESS
        and record_words().search(message.core)
        and (finder("turns", "every").search(message.plain) or not _own().search(message.plain))
    ):
        # Of no record in particular: reports may tell of all.
        told = InPassages(terms=tuple(load("topics")[_ON_TIME]["look"]), topic=_ON_TIME)
        ask, facets = Guarded(guard=Guard.PROGRESS, loaded=told), replace(facets, body=None)
    else:
        ask = Guarded(guard=Guard(to))
    return Reading(asks=(ask,), facets=facets, whole=True)


@cache
def _own() -> re.Pattern[str]:
    """Find a matter of one's own (我提的建议), or one that is pointed at (这个提案): no report tells of it."""
    return re.compile("[我俺咱]|[这那它]|[0-9]{2}")


def _newest(message: Message) -> Ask:
    """Return what is asked of the newest: the last replies, else the last items, else what there is."""
    kinds = message.vocabulary.kinds
    if RecordKind.REPLY in kinds:
        return Statistics(measures=(Measure.LATEST,))
    return Listed(latest=True) if kinds else Overview()


def _present(text: str) -> frozenset[str]:
    """Return the classes of all words that stand anywhere in a text."""
    classes, lengths = _words(), _finder().lengths
    found = {text[at : at + length] for at, sign in enumerate(text) for length in lengths.get(sign, ())}
    return frozenset(one for word in found for one in classes.get(word, ()))


def _ways(text: str, kind: _Kind, spare: int) -> Iterator[tuple[frozenset[str], int]]:
    """Yield the needed classes with which words of the kind cover the text, and how much each way leaves out."""
    classes, lengths = _words(), _finder().lengths
    ways: list[dict[frozenset[str], int]] = [{} for _ in range(len(text) + 1)]
    ways[0][frozenset()] = 0

    def reach(end: int, found: frozenset[str], left: int) -> None:
        if left <= spare and left < ways[end].get(found, spare + 1):
            ways[end][found] = left

    for place, here in enumerate(ways[:-1]):
        if not here:
            continue
        steps = [(place + 1, "", 0)] if text[place] == " " else []
        for length in lengths.get(text[place], ()):
            if place + length > len(text):
                continue
            of = classes.get(text[place : place + length], frozenset()) & kind.classes
            if of and _stands_alone(text, place, place + length):
                steps += [(place + length, one, 0) for one in (of & kind.needs or {""})]
                if of - kind.needs:
                    steps.append((place + length, "", 0))
        if spare and not steps and (word := _WORD.match(text, place)):
            steps.append((word.end(), "", 1))
        for end, one, left in steps:
            for found, before in here.items():
                reach(end, found | {one} if one else found, before + left)
    yield from ways[-1].items()


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Return whether a word is none within a longer one: fee in coffee."""

    def letter(place: int) -> bool:
        return 0 <= place < len(text) and text[place].isascii() and text[place].isalnum()

    return not (letter(start - 1) and letter(start)) and not (letter(end) and letter(end - 1))


@cache
def _words() -> Mapping[str, frozenset[str]]:
    """Return the classes of each word; words of courtesy and frame are talk."""
    general = (word for file, key in _GENERAL for word in load(file)[key])
    found: dict[str, set[str]] = {_SIGNS.sub(" ", word).strip(): {_TALK} for word in general}
    for name, listed in load("first_contact")["classes"].items():
        for word in listed:
            found.setdefault(_SIGNS.sub(" ", str(word)).strip(), set()).add(name)
    return {word: frozenset(names) for word, names in found.items()}


@cache
def _finder() -> NameFinder:
    return NameFinder.of(_words())


@cache
def _classes(key: str) -> frozenset[str]:
    return frozenset(load("first_contact")[key])


@cache
def _personal() -> re.Pattern[str]:
    return re.compile("|".join(load("first_contact")["personal"]))


@cache
def _kinds() -> tuple[_Kind, ...]:
    return tuple(
        _Kind(
            one["to"],
            frozenset(one["needs"]),
            frozenset((*one["needs"], *one.get("beside", ()), _TALK)),
            one.get("only", ""),
        )
        for one in load("first_contact")["kinds"]
    )
