"""The words for a number that sentences tell: what is counted, whose it is, what says nothing; operations on several.

The words of each operand are looked for in the sentences; a word that no sentence has makes it another question.
"""

import re
from dataclasses import dataclass
from functools import cache

from bot.questions.lexicon import alternation, finder, words
from bot.questions.message import Message, solid
from bot.questions.operands import spaces
from bot.questions.operations import Task
from bot.questions.question import Focus, InPassages
from bot.questions.readers.passages import synonyms_of
from bot.questions.spans import tagged
from bot.questions.words import pieces
from bot.text import numerals

# A measure word is none at the head of a longer word: 多少处罚, 几户口.
UNITS = (
    r"人次|万次|万条|分钟|小时|平方公里|平方米|立方米|公里|公斤|公顷|毫升|批次|亿元|万元|块钱|[条期场篇次家名位项件个份则人级天回趟元本]"
    r"|[封枚吨亩辆棵张套座起册岁]|(?:户(?!口)|处(?![罚理长室方])|批(?![评复准])|台(?!账)|部(?!门)|所(?!有))"
)
ASKED = re.compile(
    rf"(?:花[了掉过]?(?=多少钱))?(?:一共|总共|共)?(?:有)?(?:多少万?(?P<unit>(?:{UNITS}|钱)(?!(?<=人)[看读点浏]))?|(?<!第)几(?P<few>{UNITS}))|(?P<of>[条期场篇次家件])数"
)
SPLIT = re.compile(r"[、，,]|以及|加上|还是|或者|[和与跟及加同或]|减去|减|比起|(?<!对)比(?!例|率|重)|较|相比|对比")
_DENIED = re.compile("不是(?=.*[吗么])")  # 不是一百吗 supposes that it is
# 五样相加, 两家哪个多, 两个数
_SO_MANY = re.compile("(?P<many>[两三四五六七八九十几]+)[个家样项者边种](?:数字?)?")
# A verb of one sign that is done, and turns nothing.
DID = re.compile("[^\\W\\d_a-z多少增减降升涨跌没未不][了过]")
_MONEY = ("钱", "块钱", "万元", "亿元")
_ANY_UNIT = ("个", "回", "趟", "本")  # count whatever it is


@dataclass(frozen=True, slots=True)
class PhrasedOperation:
    """What is to be done with the phrases of its operands; each of several that are added up first."""

    task: Task
    phrases: tuple[tuple[str, ...], ...] = ()
    units: tuple[str | None, ...] = ()


def unit_asked(asked: re.Match[str] | None) -> str | None:
    """Return what is counted; how often something was published is asked of whatever is counted there."""
    unit = (asked["unit"] or asked["few"] or asked["of"]) if asked else None
    times = asked and unit in words("told", "reads") and not finder("told", "read").search(asked.string)
    return None if times else plain_unit(unit)


def plain_unit(unit: str | None) -> str | None:
    """Return the unit that a number is printed in where another is asked for: 元 for 钱."""
    return "元" if unit in _MONEY else unit


def plainly(text: str) -> str:
    """Return the text of one clause: a pause says nothing more here than a word that joins."""
    text = vocatives().sub(" ", text)
    text = _DENIED.sub("  ", text)
    return finder("told", "hearsay").sub(spaces, text).strip(" ?？!！。，,")


@cache
def vocatives() -> re.Pattern[str]:
    """Find words of courtesy before a question: 同志新媒体发了几条, 急！公众号发了几条."""
    courtesy = words("frames", "courtesy")
    long = alternation(word for word in courtesy if len(word) > 1)
    return re.compile(rf"^(?:(?:{long})|(?:{alternation(courtesy)})[，,！!。~\s]+)+")


def whether(text: str) -> str | None:
    """Return a text without the words at its end that ask whether it is so; None where it has none."""
    bare = _asks_whether().sub("", text)
    return bare.strip(" ，,的了") if bare != text else None


@cache
def _asks_whether() -> re.Pattern[str]:
    return re.compile(rf"(?<!什)\s*(?:{alternation(words('told', 'whether'))})[\s?？啊呀呢嘛]*$")


def meant(text: str) -> str | None:
    """Return the unit that a verb means where none is said: what is published is counted in pieces."""
    return words("told", "pieces")[0] if is_said(text, "published") and not is_said(text, "read") else None


def is_said(text: str, key: str) -> bool:
    """Return whether a text says that something is published, or read: beside the name of a channel (新闻网)."""
    return finder("told", key).search(finder("told", "carriers", "not_published").sub(" ", text)) is not None


def in_sentences(message: Message, text: str, unit: str | None, *, published: bool = False) -> InPassages | None:
    """Return what sentences are searched for; `published`: what is counted is published, though no verb says so."""
    terms = cut(message, without_count(text))
    if not terms:
        return None
    alternatives = synonyms_of(terms)
    publishing = words("told", "publishing")
    in_pieces = unit is None or unit in (*_ANY_UNIT, *words("told", "pieces"))
    said = any(set(publishing) & {term, *others} for term, others in zip(terms, alternatives, strict=True))
    if in_pieces and (published or meant(text)) and not said:
        terms, alternatives = (*terms, publishing[0]), (*alternatives, publishing[1:])
    return InPassages(
        terms=terms,
        focus=Focus.HOW_MANY,
        alternatives=alternatives,
        unit=None if unit in _ANY_UNIT else (unit or "").lstrip("万") or None,
    )


def in_all(message: Message, text: str, unit: str | None) -> InPassages | None:
    """Return all that was published in pieces, where a text says no more than that: 一共发了250条吧."""
    pieces = words("told", "pieces")[:2]
    if unit not in pieces or cut(message, without_count(text)) != ():
        return None
    return InPassages(terms=(), focus=Focus.HOW_MANY, unit=unit)


def without_count(text: str) -> str:
    """Return a text without what asks for a number."""
    return ASKED.sub(spaces, text)


def cut(message: Message, text: str) -> tuple[str, ...] | None:
    """Cut a phrase into words that sentences have; None where one of its words stands in none of them."""
    text = _SO_MANY.sub(" ", text)
    for key in ("places", "things", "counting"):
        text = finder("told", key).sub(" ", text)
    passages = message.vocabulary.passages
    found: dict[str, None] = {}
    for run in map(solid, pieces(text)):
        at = 0
        for piece in passages.parts(run):
            place = run.index(piece, at)
            if not (_add(message, run[at:place], found) and _add(message, piece, found)):
                return None
            at = place + len(piece)
        if not _add(message, run[at:], found):
            return None
    done = [word for word in found if DID.fullmatch(word) and not synonyms_of((word,))[0]]
    return None if found and len(done) == len(found) else tuple(found)


def each_of(message: Message, text: str) -> list[str]:
    """Return the channels that a phrase names without a pause, where it says how many: 日报新闻网站专栏四个数."""
    counted, listed = _SO_MANY.search(text), (*words("told", "carriers"), *words("frames", "media"))
    found = [span.said for span in tagged(message) if span.said in listed and span.said in text]
    rest = pieces(_SO_MANY.sub(" ", text).replace("".join(found), " "))
    apart = counted and not rest and len(found) > 1 and numerals.read(counted["many"]) == len(found)
    return found if apart else [text]


def _add(message: Message, word: str, found: dict[str, None]) -> bool:
    """Add a word, or its other words, where sentences have it; return whether it may stand there."""
    if _is_light(word):
        return True
    passages = message.vocabulary.passages
    bare = _bare(word)
    known = next(
        (
            one
            for one in (word, bare)
            if len(one) > 1 and (passages.holds(one) or any(map(passages.holds, synonyms_of((one,))[0])))
        ),
        None,
    )
    if known is None:
        if DID.fullmatch(word):
            found[word] = None  # 关了: the answer says that it stands in no sentence
        return word in found
    found[known if synonyms_of((known,))[0] else bare] = None
    return True


def _bare(word: str) -> str:
    """Return a word without signs at its ends that say nothing (门户网站发)."""
    light = words("told", "light")
    while len(word) > 2 and word[-1] in light:
        word = word[:-1]
    while len(word) > 2 and word[0] in light:
        word = word[1:]
    return word


def _is_light(text: str) -> bool:
    light = words("told", "light")
    return all(sign in light for sign in text)
