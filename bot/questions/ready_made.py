"""When a text that is ready made (welcome, procedure, channels of complaint) gives way to what a message asks for."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import cache

from bot.questions.asked import PartReading
from bot.questions.claims import ALONE, sure, unclaimed
from bot.questions.clauses import is_head, parts_of
from bot.questions.clues import leading
from bot.questions.lexicon import finder
from bot.questions.message import Message, Reading, solid
from bot.questions.question import (
    Ask,
    Aspect,
    Computed,
    Figures,
    Focus,
    Guard,
    Guarded,
    Help,
    InPassages,
    LostContext,
    NotPublished,
    Overview,
    Persons,
    Search,
    Statistics,
    Understood,
)
from bot.questions.readers import first_contact
from bot.questions.readers.passages import focus_of, known_in_sentences
from bot.questions.spans import QUESTIONS, Kind, tagged
from bot.questions.words import remaining

_HOW_IT_IS = re.compile("怎么样|怎样$|[多几]少?天[公开办]")
_DEADLINE = Guarded(guard=Guard.HANDLING_DEADLINE)
_LOADED = (Figures, InPassages, NotPublished)
_KINDS = (Focus.WHEN, Focus.HOW_MANY, Focus.WHY)


def is_ready_made(reading: Reading) -> bool:
    """Return whether a reading is answered with a text of ours and looks nothing up."""
    ask = reading.asks[0]
    if isinstance(ask, Guarded):
        return ask.guard not in ALONE and ask.loaded is None
    return isinstance(ask, Help) or (isinstance(ask, Overview) and reading.whole)


def given_way(message: Message, reading: Reading, plainly: Callable[[Message], Reading]) -> Reading:
    """Return what a message asks for that is loaded, in place of a ready-made text: 哪些申请没给公开, 去复议的有几个.

    How to go about it, how long it takes and what it costs is told by the text alone; so is what whoever asks wants.
    No text tells of cases, nor, where only words of everyday speech lead to it, of what a loaded text names.

    Args:
        message: The message.
        reading: As a ready-made text.
        plainly: Reads a message by what is loaded alone.
    """
    deadline = reading.asks[0] == replace(_DEADLINE, loaded=getattr(reading.asks[0], "loaded", None))
    if not (is_ready_made(reading) or deadline):
        return reading
    plain = plainly(message)
    if deadline:  # 最晚答复的是哪天 asks of the list
        return plain if isinstance(plain.asks[0], Statistics) and not _seeks(_asked(message)) else reading
    ask = plain.asks[0]
    words, explained = leading(message.plain, reading.asks[0])
    ready = reading.asks[0]
    if isinstance(ask, InPassages) and ask.topic:
        # 接下来打算干嘛 is not asked of the bot, nor 哪天开门让市民进去的 for the hours.
        remedy = isinstance(ready, Guarded) and ready.guard is Guard.APPEAL  # 怎么办 asks for any
        own = isinstance(ready, Help) or _is_contact(ready) or (remedy and not _besides(message, plain))
        least = len("".join(plain.claimed)) if own else 1
        if 0 < explained <= least:
            return plain  # 差 of 哪里做得差 says less than the matter that every report tells
    own = isinstance(ready, Overview) or _is_contact(ready)
    if isinstance(ask, InPassages) and own and not words and ask.focus in _KINDS and _is_told(message, ask):
        return plain  # 微信号是哪天开通的 asks for no contact, 新平台什么时候用上的 for nothing newest
    if (isinstance(ask, Search) and _is_contact(ready) and ask.aspect is not Aspect.CARD) or (
        isinstance(ready, Overview) and message.vocabulary.are_units(message.facets.agencies)
    ):
        # 停车场谁办的 asks of the matter; a unit of an office has a list alone.
        titles, said = message.vocabulary.titles, ask.words if isinstance(ask, Search) else ()
        return plain if all(titles.holds(solid(word)) for word in said) else reading
    why = focus_of(message) is Focus.WHY  # 为什么有的信息不公开: no figure tells why
    asked = _asked(message)
    there = _there().search(asked) is not None  # 有没有申请表 asks for a thing, 有没有超期答复的 for cases
    # 拒了几个申请, 12345打了多少: no procedure tells how many there were
    cases = asks_of_cases(asked) and not there and isinstance(ready, Guarded) and isinstance(ask, _LOADED) and not why
    told = cases or (
        not _seeks(asked)
        and (
            (isinstance(ask, Computed | Persons) and not why)
            or (isinstance(ask, Figures) and (ask.holding is not None or _counts().search(message.clean) is not None))
            or (isinstance(ask, InPassages) and bool(words) and _names_more(message, words))
        )
    )
    return plain if told else reading


def _besides(message: Message, plain: Reading) -> list[str]:
    """Return the words of a message that the matter which it names leaves: none of 你们打算怎么整改."""
    rest = solid(message.core)
    for phrase in plain.claimed:
        rest = rest.replace(phrase, " ")
    return remaining(rest, finder("words", "fillers"), finder("told", "places"))


def _is_contact(ask: Ask) -> bool:
    return isinstance(ask, Guarded) and ask.guard is Guard.CONTACT


def _is_told(message: Message, ask: InPassages) -> bool:
    """Return whether loaded sentences have all of two words and more."""
    told = [known_in_sentences(message, term) for term in ask.terms]
    return len(told) > 1 and all(told)


def asks_of_cases(text: str) -> bool:
    """Return whether plain text asks how many cases there were, or whether there were any, and for no procedure."""
    return _counts().search(text) is not None and not _seeks(text)


def _seeks(text: str) -> bool:
    """Return whether text asks how it goes, how long it takes, what it costs, or for whom: no report tells that."""
    return _procedure().search(finder("told", "hearsay").sub("", text)) is not None  # 我记得…，是这样吗


def _asked(message: Message) -> str:
    """Return the clauses of a message that ask, without who asks: 我们老板问，有没有公司来申请过."""
    parts = parts_of(message, tagged(message))
    asking = [part for part in parts if part.heads or not part.speaks] or parts
    return " ".join(message.clean[part.begins : part.end] for part in asking)


def _names_more(message: Message, words: Iterable[str]) -> bool:
    """Return whether sentences tell of a noun of a message that is none of the words which lead to a ready-made text.

    A word that leads there by itself (导出, 引用) asks for the text, whatever is named beside it.
    """
    nouns = (span.said for span in tagged(message) if is_head(span) and not span.kinds & QUESTIONS)
    return any(
        known_in_sentences(message, noun) and not any(noun in word or word in noun for word in words) for noun in nouns
    )


def procedure_of(message: Message, reading: Reading) -> Reading | None:
    """Return the procedure that a message asks for in part, where what is loaded answers a part of it only.

    起诉期限自何时起算 is no number of lawsuits, nor a search for what no title has.
    """
    cases = isinstance(reading.asks[0], Figures) and asks_of_cases(_asked(message))
    if is_ready_made(reading) or cases or isinstance(reading.asks[0], Guarded | LostContext):
        return None
    told = first_contact.told_in_part(message)
    if told is None:
        return None
    if not sure(message, reading) or (
        isinstance(reading.asks[0], Figures) and _seeks(_HOW_IT_IS.sub("", message.plain))
    ):
        return told  # no figure tells within how many days, nor how to go about it
    spans = tagged(message)
    left, rest = unclaimed(message, reading, spans), message.plain
    unknown = [span.said for span in spans if Kind.UNKNOWN in span.kinds]
    for word in left:
        rest = rest.replace(word, " ")
    # 手写 before 大量反复申请 limits the figure, whatever the words that the figure has used tell besides.
    limited = all(any(said in word for said in unknown) for word in left)
    limited = limited and first_contact.told_in_part(replace(message, plain=rest)) is not None
    return told if left and not limited else None


def looked_up_first(found: Sequence[PartReading]) -> list[PartReading]:
    """Return the questions of a message with ready-made texts below what is looked up.

    A welcome or an overview is no answer beside one: what it was read from is named as not understood (原因是什么).
    """
    below = [one for one in found if is_ready_made(one.reading) or isinstance(one.ask, Guarded)]
    looked_up = [one for one in found if one not in below]
    if not looked_up:
        return list(found)
    unread = [one for one in below if isinstance(one.ask, Help | Overview)]
    named = tuple(Understood(one.message.clean.strip(), "", "unsaid") for one in unread)
    last = looked_up[-1]
    looked_up[-1] = replace(last, reading=replace(last.reading, understood=(*last.reading.understood, *named)))
    return [*looked_up, *(one for one in below if one not in unread)]


@cache
def _counts() -> re.Pattern[str]:
    """Find what asks for a number of cases, or whether there are any."""
    count, there = "[多少几][件个份条起项次位名家]|多少(?:了|呀|啊|呢)?(?:$|[,，。?？!！\\s])", "有吗|有没有|是不是都"
    whether = "(?:吗|么|没有?|没有过)[呢啊呀]?(?:$|[,，。?？!！\\s])"
    return re.compile(rf"{count}|{there}|(?:有|过|都)[^,，。;；?？\s]*{whether}|[过了]{whether}")


@cache
def _there() -> re.Pattern[str]:
    """Find what asks whether there is a thing, rather than whether something happened."""
    return re.compile("有没有(?!人|谁)(?![^,，。;；?？]*(?:过|的[?？]?$))")


@cache
def _procedure() -> re.Pattern[str]:
    """Find what asks how it goes, how long it takes, what it costs, or for whom: no report tells that."""
    return re.compile(
        "怎么(?!回事)|如何|(?<![没不])要(?!求)|(?:[能该想找向往]|我(?!们?(?:这|那)?[村镇乡县区市局街]))|可以|可否|哪[里儿]|在哪|去哪|[钱费元价号]|电话|[打复]印|[多几]少?天|多久|多长时间|期限|工作日"
    )
