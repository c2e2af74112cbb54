"""What is asked of all that a sentence lists with a number each: 哪类最多, 重点工作排第几, 除了网站信息还剩多少条.

The words that are left name the list, or one thing in it; a word that no sentence has makes it another question.
"""

import re
from dataclasses import replace
from functools import cache

from bot.questions.counted_apart import counts_apart
from bot.questions.lexicon import alternation, finder, words
from bot.questions.message import Message, Reading, blank, solid
from bot.questions.operands import figures_in, spaces
from bot.questions.operations import Task, bound_in, operation
from bot.questions.question import Axis, Computed, Focus, InPassages, Operand, Operation
from bot.questions.readers.passages import synonyms_of
from bot.questions.readers.told import is_no_matter, reading
from bot.questions.telling import ASKED, SPLIT, cut, plainly, unit_asked, without_count
from bot.questions.turns import leaving_out
from bot.questions.words import compares_years

_PIECES = "pieces"
_ANY = (None, "个")
_RANK_OF_ONE = re.compile("排名?(?:在|到)?(?:第几|老几)")
_HOW_MANY = re.compile("[几多]")
_RANKED = re.compile("最[多少]|第[一二三四五2-5][多少]|[前后][二两三四五2-5]")
_NEWS = re.compile("信息(?:公开|发布)?(?:得|的)?")
_ALL = InPassages(terms=(), focus=Focus.HOW_MANY)


_OPERATIONS = (Operation.MOST, Operation.LEAST, Operation.ORDER, Operation.COUNT, Operation.SUM, Operation.MEAN)


def read(message: Message) -> Reading | None:
    """Read a question for a rank, remainder, share or count over a list that a sentence tells."""
    text = _asked(message)
    found = (_of_one(message, text) or _of_all(message, text)) if text else None
    return reading(message, found) if found else None


def total(message: Message) -> Reading | None:
    """Read 一共多少条, 一年发多少条信息: all that a sentence lists, where nothing is named that it could be of."""
    text = _asked(message)
    unit = unit_asked(ASKED.search(text)) if text else None
    if not text or unit not in words("told", _PIECES)[:2]:
        return None
    summed = operation(replace(message, core=text)) or Task(Operation.SUM, text)
    rest = finder("told", "publishing", "counting").sub(spaces, without_count(summed.rest))
    if summed.operation is not Operation.SUM or summed.bound or (told := _told(message, rest, unit)) is None:
        return None
    return reading(message, _computed(summed, told)) if not told.terms else None


def _asked(message: Message) -> str:
    """Return the text of a question that can be of a list; empty where it is another reader's matter."""
    filtered = (
        message.facets.apart or message.excluded or message.limits or message.facets.period or compares_years(message)
    )
    return "" if is_no_matter(message) or filtered else plainly(message.core)


def _of_one(message: Message, text: str) -> Computed | None:
    """Read what is asked of one thing in a list beside the others: its rank, its share, what is left without it."""
    for pattern, asked in ((_place(), Operation.ORDER), (_share(), Operation.SHARE), (_without(), Operation.REST)):
        match = pattern.fullmatch(text)
        of, item = _of_which(match["item"]) if match else ("", "")
        named = match.groupdict() if match else {}
        of = of or named.get("of") or named.get("others") or ""
        if finder("told", "kinds_of_channel").search(of):
            return None  # 其余渠道 are all that publish, in no one sentence
        subject = _told(message, of, None) if of else _ALL
        said = SPLIT.split(item) if subject and item else []
        items = [(one.strip(), told) for one in said if (told := _told(message, one, None)) and told.terms]
        if items and len(items) == len(said) and (asked is Operation.REST or len(items) == 1):
            return _computed(Task(asked), subject or _ALL, *items)
    return None


def _of_which(said: str) -> tuple[str, str]:
    """Return the words for a list and those for one thing in it: 公报登的几类里政策解读."""
    match = _in_a_list().fullmatch(said)
    if match is None:
        return "", said
    return finder("told", "publishing", "counting").sub(spaces, _of_kinds().sub(spaces, match["of"])), match["item"]


def _of_all(message: Message, text: str) -> Computed | None:
    """Read what is asked of all of a list: the most, those below a bound, how many kinds, the total."""
    which, unit = _which().search(text), unit_asked(ASKED.search(text))
    # 甲排第几 asks for no order of all, 几项 names no list.
    named = which is None or solid(which[0]) != solid(text)
    if _RANK_OF_ONE.search(text) or not named or unit not in (*_ANY, *words("told", _PIECES)):
        return None
    bound = bound_in(text)
    if bound and _of_kinds().search(bound[1]):
        asked: Task | None = Task(Operation.COUNT, bound[1], bound=bound[0])
    else:
        asked = operation(replace(message, core=text)) or (Task(Operation.ORDER, text) if which else None)
        if asked and asked.operation is Operation.SUM and which and unit is None and _HOW_MANY.search(which[0]):
            asked = Task(Operation.ORDER, asked.rest)  # 一共分了几类
    if asked is None or asked.operation not in _OPERATIONS or (asked.bound and asked.operation is not Operation.COUNT):
        return None
    rest = without_count(_of_kinds().sub(spaces, asked.rest))
    rest = finder("told", "order", "publishing", "counting").sub(spaces, rest)
    rest = re.sub("[多少]$", "", finder("computed", "most", "least").sub(spaces, rest).rstrip())
    if which and unit is None and (news := _NEWS.search(rest)):  # 哪类信息公开得最多
        rest, unit = blank(rest, *news.span()), words("told", _PIECES)[0]
    told = _told(message, rest, unit)
    # Without a word for its kinds a list is meant only where nothing else is named: 第二多的是啥, 超过10条的有哪些.
    if told is None or (which is None and (told.terms or not _alone(text, asked))):
        return None
    if not told.terms and asked.picked and any(map(rest.count, words("told", _PIECES))):
        return None  # 发了多少条 of 发了多少条短信; 前三条
    return _computed(asked, told)


def _alone(text: str, asked: Task) -> bool:
    """Return whether an operation without any name can be of a list: a rank, or a bound on pieces."""
    pieces = any(unit in text for unit in words("told", _PIECES)[:2])
    return _RANKED.search(text) is not None or (pieces and asked.operation is Operation.COUNT)


def _told(message: Message, said: str, unit: str | None) -> InPassages | None:
    """Return the words of a phrase as sentences have them; None where one stands in none, or it names a figure."""
    terms = cut(message, without_count(said))
    if terms is None or (figures_in(said)[0] and not counts_apart(message)):
        return None
    unit = None if unit in _ANY else unit
    return InPassages(terms=terms, focus=Focus.HOW_MANY, alternatives=synonyms_of(terms), unit=unit)


def _computed(asked: Task, subject: InPassages, *items: tuple[str, InPassages]) -> Computed:
    operands = (Operand(said="", told=subject), *(Operand(said=said, told=told) for said, told in items))
    return asked.of(operands, Axis.KINDS)


@cache
def _which() -> re.Pattern[str]:
    """Find words for each of the things listed: 哪一类, 哪几样, 各类, 几类, 每一项."""
    kinds = alternation(words("told", "kinds"))
    which = "哪|各|每|所有|多少|几|全部"
    return re.compile(rf"[都有是]*(?:{which})(?:[一几些两二三四五六七八九十]|\d+)?个?(?:{kinds})(?:别)?")


@cache
def _of_kinds() -> re.Pattern[str]:
    """Find them with what stands around them, or words that ask which alone."""
    which = alternation(words("told", "which"))
    return re.compile(
        rf"(?:在|分成|分为|分了?)?{_which().pattern}(?:的)?(?:{_within()})?(?:分别|各)?|(?:都)?(?:{which})"
    )


@cache
def _within() -> str:
    return alternation(words("computed", "within"))


@cache
def _in_a_list() -> re.Pattern[str]:
    return re.compile(rf"(?P<of>.*{_which().pattern}.*?)(?:{_within()})(?P<item>.+)")


@cache
def _place() -> re.Pattern[str]:
    channels = rf"(?:[几各]个?)?(?:{alternation(words('told', 'kinds_of_channel'))})"
    things = alternation(words("told", "things"))
    where = rf"(?:在?(?:{_which().pattern}|{channels}|其中|这)?(?:{things})?(?:{_within()})?)?"
    ranks = r"(?:排名?|名列|位列|位居)(?:在|到|是)?(?:第?(?:几|多少)|老几)(?:名|位)?"
    return re.compile(rf"(?P<item>.+?)(?:发得|的)?{where}(?:能|可以|是)?{ranks}的?")


@cache
def _share() -> re.Pattern[str]:
    whole = alternation((*words("computed", "sum"), "全部", "所有", "总", "整个", "全年"))
    things = alternation((*words("told", "things"), *words("told", "counting")))
    published = alternation(words("told", "publishing"))
    share = rf"{finder('figures', 'share').pattern}|多少|几成|多大"
    return re.compile(rf"(?P<item>.+?)占了?(?:{whole})+(?:{_within()})?的?(?:{things}|{published})*的?(?:{share})")


@cache
def _without() -> re.Pattern[str]:
    before, after = alternation(leaving_out()), alternation((*words("turns", "except_after"), "外"))
    others = alternation((*words("turns", "rest"), *words("turns", "others"), *words("computed", "sum"), "还", "的"))
    counts, units = alternation(words("words", "how_many")), alternation(words("told", "pieces"))
    asked = rf"有?(?:{counts})(?:{units})?(?:{alternation(words('told', 'things'))})?"
    of = rf"(?:(?P<of>[^\s,，]{{2,12}}?)(?:{_within()})?)??"  # 热线除了道路维修还有多少件
    item, rest = r"(?P<item>[^\s,，]{2,16}?)", r"(?P<others>[^\s,，]{2,10}?)??"  # 不算道路维修的工单有几件
    return re.compile(rf"{of}(?:{before}|除)\s*{item}(?:{after})?[\s,，]*(?:{others})+{rest}{asked}")
