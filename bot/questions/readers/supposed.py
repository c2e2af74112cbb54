"""What a message supposes of something that sentences tell: 节目是周五播的吧, 频率是FM98.6对不对."""

import re

from bot.questions.lexicon import finder
from bot.questions.message import Message, Reading, blank
from bot.questions.question import Focus, InPassages
from bot.questions.readers.passages import synonyms_of
from bot.questions.telling import cut, plainly, whether
from bot.questions.words import record_words

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


def _kept(word: str) -> str:
    """Return a word that is looked for, white space for one that only joins."""
    return word if finder("focus_hints", "name").fullmatch(word) else " " * len(word)
