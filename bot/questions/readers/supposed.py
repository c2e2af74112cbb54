"""What a message supposes of something that sentences tell: 节目是周五播的吧, 频率是FM98.6对不对."""

import re
from dataclasses import replace
from datetime import date
from functools import cache

from bot.questions.lexicon import alternation, finder, words
from bot.questions.message import Message, Reading, blank
from bot.questions.operands import spaces
from bot.questions.question import Bound, Computed, Focus, InPassages, Operation, Period
from bot.questions.readers import computed, kinds, told
from bot.questions.readers.passages import named_in_sentences, of_sentences, synonyms_of
from bot.questions.telling import cut, plainly, whether
from bot.questions.words import record_words
from bot.text.numerals import read as numeral

_RELATIONS = ("at_most", "under", "at_least", "over")
_ENDINGS = {"以上": "at_least", "多": "over", "以下": "at_most", "不到": "under"}
_HALVES = "一半|半数|过半"

_DAY, _PART = "(?:每个?)?(?:周|星期|礼拜)[一二三四五六日天]", "(?:早上|上午|中午|下午|晚上)"
_CLOCK = r"(?:\d{1,2}|[一二三四五六七八九十两]{1,2})(?:点半|点(?:[\d一二三四五十]{1,3}分?)?|[:：]\d{2})"
_TIME = rf"{_CLOCK}(?:\s*(?:到|至|-|—|~)+\s*{_CLOCK})?"
# What can be supposed, by the kind of thing that the sentence then has to say.
_SUPPOSED = (
    (Focus.NAME, re.compile(r"[“\"《「]([^”\"》」]{2,30})[”\"》」]")),
    (Focus.NAME, re.compile(r"(?:fm|am|FM|AM)\s*(\d{2,4}(?:\.\d+)?)|(\d{2,3}\.\d)(?!\d)")),
    (
        Focus.WHEN,
        re.compile(
            rf"天天|每[天日]|{_DAY}(?!\d)(?:的?{_PART})?(?:{_TIME})?|{_PART}?{_TIME}|{_PART}(?=的?[播放办开举])"
        ),
    ),
)


def read(message: Message) -> Reading | None:
    """Read a message that supposes a day of the week, a time of day, a name or a frequency."""
    if record_words().search(message.core) is not None or message.facets.period is not None:
        return None
    text = whether(plainly(message.core))
    if text is None and finder("told", "supposing").search(message.core):
        text = plainly(message.core)
    if text is None:
        return None
    for focus, pattern in _SUPPOSED:
        if match := pattern.search(text):
            rest = re.sub(r"不是|叫做|叫|名字|名称|频率", lambda found: _kept(found[0]), blank(text, *match.span()))
            terms = cut(message, rest)
            if not terms:
                return None
            said = pattern.search(message.clean) or match  # an agency's name in it is blank in the core
            ask = InPassages(
                terms=terms, focus=focus, alternatives=synonyms_of(terms), claimed=said.group().strip('“”"《》「」')
            )
            return Reading(asks=(ask,), claimed=(message.clean,))
    return None


def day(message: Message) -> Reading | None:
    """Read 培训是8月24日对吧: when was it, whatever day or month is supposed."""
    period, years = message.facets.period, message.facets.years
    if period is None and len(years) == 1 and years[0] not in message.vocabulary.years:
        period = Period(date(years[0], 1, 1), date(years[0], 12, 31), f"{years[0]}年", "year")  # 2019年就开了吧
    if (
        period is None
        or period.parts
        or not (finder("figures", "claim").search(message.clean) or "不是" in message.clean)
    ):
        return None
    if record_words().search(message.core):
        return None
    known = named_in_sentences(message)
    if not known:
        return None
    ask = InPassages(
        terms=known,
        focus=Focus.WHEN,
        alternatives=synonyms_of(known),
        claimed=period.said,
        supposed=period,
    )
    others = () if period.precision == "year" else years
    undated = replace(message, facets=replace(message.facets, period=None, years=others))
    return of_sentences(undated, ask)


def share(message: Message) -> Reading | None:
    """Read 不予公开占三成吧, 一半以上的提案是主办吗: a share that is asked for, and what is supposed of it."""
    text = _turned().sub(r"\g<whole>\g<part>占\g<share>", message.core)
    found = _share().search(text)
    if found is None or not (whether(plainly(text)) or finder("told", "supposing").search(text)):
        return None
    number = 50 if found["half"] else 10 * (numeral(found["tenths"]) or 0) if found["tenths"] else int(found["percent"])
    roughly = "equal" if found["percent"] else "about"
    than = found["than"] or found["alone"]
    relation = next((key for key in _RELATIONS if than in words("told", key)), _ENDINGS.get(found["more"], roughly))
    before = finder("told", "hearsay").sub(spaces, text[: found.start()])
    of = f"{found['of']}的" if found["of"] else ""
    asked = f"{before}占{of}几成{spaces(found)[3:]}"
    rest = (whether(text[found.end() :]) or "").ljust(len(text) - found.end())
    inner = replace(message, core=asked + rest, clean=asked + rest)
    for read_share in (computed.read, kinds.read, told.compared):
        reading = read_share(inner)
        ask = reading.asks[0] if reading else None
        if reading and isinstance(ask, Computed) and ask.operation is Operation.SHARE:
            bounded = replace(ask, bound=Bound(relation=relation, number=number))
            return replace(reading, asks=(bounded,), claimed=(message.clean,))
    return None


@cache
def _share() -> re.Pattern[str]:
    listed = [word for key in _RELATIONS for word in words("told", key)]
    than, alone = alternation(listed), alternation(word for word in listed if len(word) > 1)
    amount = rf"(?P<tenths>[一二两三四五六七八九1-9])成|(?P<percent>\d{{1,2}})%|(?P<half>{_HALVES})"
    of = rf"(?P<of>(?!{than})[^\s,，。;；占几多的]{{1,8}}?)?的?"
    return re.compile(
        rf"(?:占[了到]?{of}(?P<than>{than})?|有|(?P<alone>{alone}))(?:{amount})(?P<more>{'|'.join(_ENDINGS)})?"
    )


@cache
def _turned() -> re.Pattern[str]:
    """Find a share that stands before its whole and its part: 一半以上的提案是主办."""
    share = rf"(?:{_HALVES}|[一二两三四五六七八九]成)(?:{'|'.join(_ENDINGS)})?"
    return re.compile(rf"(?P<share>{share})的(?P<whole>[^,，。;；是]{{1,10}}?)都?是(?P<part>[^,，。;；?？吗吧]{{1,8}})")


def _kept(word: str) -> str:
    """Return a word that is looked for, white space for one that only joins."""
    return word if finder("focus_hints", "name").fullmatch(word) else " " * len(word)
