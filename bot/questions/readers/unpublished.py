"""What sources of this kind never say: what was bought, how many people came, what a photo shows."""

import re
from dataclasses import dataclass, replace
from functools import cache

from bot.questions.context import Context
from bot.questions.lexicon import NOTHING, compiled, finder, load, synonyms
from bot.questions.message import Message, Reading, solid
from bot.questions.question import Figures, Focus, InPassages, NotPublished
from bot.questions.readers import figures
from bot.questions.readers.following import following
from bot.questions.readers.passages import NAMED_BY_NUMBERS, named_in_sentences, synonyms_of, terms_of
from bot.questions.telling import cut, without_count
from bot.records.model import RecordKind

_PHOTO, _WITHHELD, _NOT_YET, _PART, _HEADCOUNT = "photo", "withheld", "not_yet", "per_item", "headcount"
_AIR_TIME = "air_time"
_HOW_MANY_PEOPLE = re.compile("[几少]个?人[?？]?$")
_FINES = "罚款"
_FUNCTION_WORD = 2  # characters: 那天
_NAMES = "applicant_names"
_TOLD = ("licence_money", "money")  # of which sentences may tell how much it was


@dataclass(frozen=True, slots=True)
class _Matter:
    about: str
    pattern: re.Pattern[str]
    unless: re.Pattern[str]
    near: tuple[str, ...]
    kind: RecordKind | None = None
    needs: re.Pattern[str] | None = None
    topic: str | None = None
    look: tuple[str, ...] = ()  # what sentences tell it by


@cache
def _matters() -> tuple[_Matter, ...]:
    return tuple(
        _Matter(
            about=about,
            pattern=re.compile("|".join(rule["patterns"])),
            unless=compiled(rule["unless"]) if "unless" in rule else NOTHING,
            near=tuple(rule.get("near", ())),
            kind=RecordKind(rule["kind"]) if "kind" in rule else None,
            needs=compiled(rule["needs"]) if "needs" in rule else None,
            topic=rule.get("topic"),
            look=tuple(rule.get("look", ())),
        )
        for about, rule in load("not_published").items()
    )


def read(message: Message) -> Reading | None:
    """Read a question for something that is never published, unless a loaded text has these very words."""
    core = message.core
    for span in message.dates:  # 没有11月答复的 is not 没有答复的
        core = f"{core[: span.start]}月{core[span.start + 1 :]}"
    flat = solid(core)
    if message.vocabulary.titles.holds(flat) or message.vocabulary.passages.holds(flat):
        return None
    for matter in _matters():
        if _is_told(matter, message):
            continue
        match = matter.pattern.search(flat)
        if match and matter.about == _PHOTO and message.vocabulary.passages.holds(flat.replace(match.group(), "")):
            continue  # the caption stands in the text, though the picture does not
        if match and matter.needs and not matter.needs.search(message.clean):
            continue
        if match and not matter.unless.search(message.clean) and (found := _denied(message, matter)):
            return found
    return None


def _denied(message: Message, matter: _Matter) -> Reading | None:
    """Return what is said of a matter: what sentences tell of it first; None of words that are not understood."""
    if matter.about == _WITHHELD:
        return Reading(asks=(NotPublished(about=_NOT_YET),))
    if matter.about == _NAMES and (of_requests := _what_was_asked(message)):
        return of_requests
    terms = tuple(load("topics")[matter.topic]["look"]) if matter.topic else ()
    told: tuple[InPassages, ...] = (
        (InPassages(terms=terms, topic=matter.topic, alternatives=synonyms_of(terms)),) if matter.topic else ()
    )
    near = matter.near
    if matter.look:
        told = (InPassages(terms=matter.look, focus=Focus.HOW_MANY),)
    if matter.about == _HEADCOUNT:
        told, near = _of_people(message)
        people = _HOW_MANY_PEOPLE.search(message.clean)
        if people and message.context and not (told or near) and (asks := _of_people_there(message.context)):
            return following(message, message.context, asks)
        dated = NAMED_BY_NUMBERS.search(message.core)
        if people and not (told or near or dated) and cut(message, without_count(message.core)) is None:
            return None  # 特扶对象有多少人
    elif matter.about in _TOLD and (words := _told_of(message) or _fines(message)):
        told = (InPassages(terms=words, focus=Focus.HOW_MANY, alternatives=synonyms_of(words), unit="元"),)
    # What a report tells of all of them (全部按时办结) stands above what is not told of each.
    facets = replace(message.facets, body=None, period=None)
    # The time of all of them is worked out of how many there were (48期一共多少小时).
    claimed = (message.clean,) if matter.about == _AIR_TIME else ()
    return Reading(asks=(*told, NotPublished(about=matter.about, near=near)), facets=facets, claimed=claimed)


def _of_people_there(context: Context) -> tuple[InPassages, ...]:
    """Return what was last asked of sentences as a question for people: 多少人 after 培训搞了几次."""
    asks = context.question.asks
    told = tuple(replace(ask, focus=Focus.HOW_MANY, unit="人") for ask in asks if isinstance(ask, InPassages))
    return told if len(told) == len(asks) else ()


def _what_was_asked(message: Message) -> Reading | None:
    """Return a question for what requests were about as one to sentences, where they tell it: 申请都问什么."""
    of_whom = finder("focus", "who", "name").search(message.clean)
    told = re.search(r"申请[^。]{0,30}?(?:内容|涉及|询问|集中在)", message.vocabulary.passages.joined)
    if of_whom or told is None:
        return None
    ask = InPassages(terms=("申请", "内容"), alternatives=((), ("涉及", "询问", "集中")))
    return Reading(asks=(ask,), facets=replace(message.facets, body=None), claimed=(message.clean,))


def _is_told(matter: _Matter, message: Message) -> bool:
    """Return whether what is loaded tells of a matter after all, or nothing that is loaded has it."""
    if matter.kind in message.vocabulary.kinds or (matter.about == _PART and message.vocabulary.roles):
        return True
    if matter.about == _WITHHELD:
        return not message.vocabulary.withheld
    # 九月没答复过建议吧
    whether = matter.about == _NOT_YET and message.facets.period is not None
    return whether and finder("frames", "whether").search(message.clean) is not None


def _told_of(message: Message) -> tuple[str, ...]:
    """Return the words of a message, where sentences have them all: what they tell stands in the place of a denial."""
    named = named_in_sentences(message)
    unknown = any(len(term) > _FUNCTION_WORD for term in terms_of(message) if term not in named)
    return () if unknown else tuple(term for term in named if len(term) > 1)


def _fines(message: Message) -> tuple[str, ...]:
    """Return a word for fines where sentences tell them and a message asks for them in any words: 罚走多少钱."""
    fines = (word for group in synonyms() if _FINES in group for word in group if len(word) > _FUNCTION_WORD)
    return (_FINES,) if _FINES[0] in message.core and any(map(message.vocabulary.passages.holds, fines)) else ()


def _of_people(message: Message) -> tuple[tuple[InPassages, ...], tuple[str, ...]]:
    """Return what sentences may tell of people (信息员14名), and the figures that are named (拒绝了多少人)."""
    reading = figures.read(message)
    cells = [cell for ask in reading.asks if isinstance(ask, Figures) for cell in ask.cells] if reading else []
    terms = () if cells else _told_of(message)
    look = InPassages(terms=terms, focus=Focus.HOW_MANY, alternatives=synonyms_of(terms))  # 人, 名 or 人次
    return (look,) if terms else (), tuple(key for cell in cells for key in cell.keys)
