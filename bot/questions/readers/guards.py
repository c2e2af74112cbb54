"""Messages that are not a query: courtesy, tests of the software, what the bot must not do (architecture.md §5)."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

from bot.questions.clauses import is_head
from bot.questions.lexicon import NOTHING, alternation, compiled, finder, load, words
from bot.questions.message import Message, Reading, solid
from bot.questions.offices import is_office
from bot.questions.question import ByNumber, Focus, Guard, Guarded, InPassages, Listed, NumberReference, Search
from bot.questions.readers import keywords
from bot.questions.repairs import Tagger
from bot.questions.words import content, record_words, remaining, without_politeness

_SHORTEST_TITLE, _WORD = 6, 2
_WHICH_RECORDS = re.compile("有没有|^有|哪[些几个件]|[几多]少?[件个]")
_PIECES = re.compile("(?:多少|几)(?:万)?(?:[张本件份起宗户]|人次)")
_ENDED = str.maketrans(dict.fromkeys("咯喽啦嘞", "了"))


@dataclass(frozen=True, slots=True)
class _Trigger:
    guard: Guard
    subject: bool
    exact: frozenset[str]
    pattern: re.Pattern[str]
    unless: re.Pattern[str]


@cache
def _triggers() -> tuple[_Trigger, ...]:
    made = []
    for key, rule in load("guards").items():
        joined = "|".join(filter(None, (alternation(rule.get("phrases", ())), *rule.get("patterns", ()))))
        made.append(
            _Trigger(
                Guard(key),
                rule.get("kind") == "subject",
                frozenset(solid(word) for word in rule.get("exact", ())),
                re.compile(joined) if joined else NOTHING,
                compiled(rule["unless"]) if "unless" in rule else NOTHING,
            )
        )
    return tuple(made)


def read(message: Message) -> Reading | None:
    """Read a message that must be declined or answered with a pointer."""
    bare = solid(message.plain)
    if not message.plain:
        return _guarded(Guard.EMPTY)
    named = _named(message, bare)
    if named is not None:
        return named
    if not bare:
        return _guarded(Guard.SYMBOLS)
    if message.facets.other_office and not message.facets.agencies and _only_office(message):
        records = record_words().search(message.core)
        return Reading(asks=(Listed(),)) if records else _guarded(Guard.OTHER_OFFICE)
    return None


def without_insults(text: str, tags: Tagger, loaded: Callable[[str], bool]) -> str:
    """Return a plain text without words of insult where a question is left: 狗屁开放日，请了谁; `loaded` has none."""
    insult = next(trigger for trigger in _triggers() if trigger.guard is Guard.INSULT)
    rest = insult.pattern.sub(lambda found: found[0] if loaded(solid(found[0])) else " ", text)
    asks = rest != text and not insult.unless.search(text) and finder("words", "asking").search(rest)
    return rest.strip() if asks and any(map(is_head, tags(rest))) else text


def is_code(text: str) -> bool:
    """Return whether a plain text is code or a query language, which is not translated."""
    return any(trigger.guard is Guard.CODE and trigger.pattern.search(text) for trigger in _triggers())


def _named(message: Message, bare: str) -> Reading | None:
    for trigger in _triggers():
        thanks = trigger.guard is Guard.THANKS and _thanks().fullmatch(bare.translate(_ENDED))
        if bare and (bare in trigger.exact or thanks):
            return _guarded(trigger.guard, _of_word(bare) if trigger.guard is Guard.COMPLAINT else None)
        found = trigger.pattern.search(message.plain)
        if found and not trigger.unless.search(message.plain) and not _is_counted(message, found.group()):
            if trigger.guard is Guard.PERSONAL and (named := _persons(message)):
                return _guarded(Guard.PERSONAL, named)
            if trigger.guard is Guard.PERSONAL and _is_told(message, found.start()):
                return None
            if trigger.subject and _is_loaded(message, found.group()):
                return None
            return _declined(message, trigger, found.group())
    return None


def _is_counted(message: Message, said: str) -> bool:
    """Return whether so many pieces are asked for of what sentences tell: 身份证办了多少张."""
    return _PIECES.search(message.plain) is not None and message.vocabulary.passages.holds(solid(said))


def _is_loaded(message: Message, said: str) -> bool:
    """Return whether sentences have a longer word that holds a subject which is declined: 足球场 for 足球."""
    pieces = message.vocabulary.passages.pieces(solid(message.core))
    return any(said in piece and len(piece) > len(said) for piece in pieces)


def _is_told(message: Message, place: int) -> bool:
    """Return whether what is asked of ends a longer word of sentences, and of no person: 旅游收入多少."""
    before, after = solid(message.plain[:place])[-_WORD:], solid(message.plain[place:])[:_WORD]
    of_person = finder("words", "people_words").search(message.plain)
    return len(before) == _WORD and not of_person and message.vocabulary.passages.holds(before + after)


@cache
def _thanks() -> re.Pattern[str]:
    """Find words of thanks with nothing but courtesy around them: 谢谢你啊小同志, 好嘞知道咯."""
    thanks = alternation(word for word in load("guards")[Guard.THANKS.value]["exact"] if len(word) > 1)
    around = alternation((*words("frames", "courtesy"), *words("frames", "moods"), *words("frames", "addressed"), "了"))
    return re.compile(rf"(?:{around})*(?:{thanks})(?:{thanks}|{around})*")


def _persons(message: Message) -> InPassages | None:
    """Return what a report prints of the persons that a message names: their posts, and nothing else."""
    names = tuple(dict.fromkeys(name for _, _, name in message.vocabulary.people_finder.find(solid(message.core))))
    return InPassages(terms=names, people=names, focus=Focus.POST) if names else None


def _declined(message: Message, trigger: _Trigger, said: str) -> Reading | None:
    """Return the reading of a message that a guard fits, None where what it names is loaded.

    A subject is looked for before it is declined. Persons and prompts are declined first: what goes on is a loaded
    name that only begins or ends so (房产税, where 房产 is asked of a person).
    """
    reading = keywords.search(message)
    wanted = solid(message.clean)
    if len(wanted) >= _SHORTEST_TITLE and message.vocabulary.titles.holds(wanted):
        return reading  # people paste titles
    ask = reading.asks[0] if reading else None
    if reading is None or not isinstance(ask, Search) or not remaining(" ".join(ask.words), finder("focus", "when")):
        return _guarded(trigger.guard)
    declined = replace(reading, asks=(Guarded(guard=trigger.guard, loaded=replace(ask, pieces=())),))
    if trigger.subject:
        # A proposal on it may be published: 有没有管外卖的提案.
        asked = _WHICH_RECORDS.search(message.plain) and record_words().search(message.core)
        return reading if asked and trigger.guard is not Guard.INSULT else declined
    name, *others = (solid(word) for word in ask.words)
    if not others and len(name) > len(solid(without_politeness(said))) and message.vocabulary.titles.holds(name):
        return None
    return declined if trigger.guard is Guard.COMPLAINT else _guarded(trigger.guard)


def _of_word(word: str) -> Search | ByNumber:
    """Return what is looked for beside the channels of complaints: 信访 in titles, 12345 as a number."""
    if word.isdecimal():
        return ByNumber(numbers=(NumberReference(said=word, number=int(word)),))
    return Search(words=(word,))


def _only_office(message: Message) -> bool:
    return all(is_office(word) for word in content(message))


def _guarded(guard: Guard, loaded: Search | ByNumber | InPassages | None = None) -> Reading:
    return Reading(asks=(Guarded(guard=guard, loaded=loaded),))
