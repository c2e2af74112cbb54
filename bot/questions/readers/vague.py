"""Messages that ask of something and name nothing of which: 那个啥时候的, 我那个事咋样了, 帮我查个日期, 数据呢."""

import re
from dataclasses import replace
from functools import cache

from bot.questions.lexicon import alternation, words
from bot.questions.message import Message, Reading, solid
from bot.questions.question import Guard, Guarded, LostContext, Overview
from bot.text.normalise import plain


def read(message: Message) -> Reading | None:
    """Read a message that points at something, or wants one of a kind, where nothing was shown that it could mean."""
    if _general().fullmatch(solid(message.plain)):
        return Reading(asks=(Overview(),), facets=replace(message.facets, period=None), whole=True)
    facets = message.facets
    named = facets.years or facets.period or facets.body or facets.agencies or facets.term or facets.other_office
    if named or message.context or message.excluded or message.limits:
        return None
    texts = {solid(message.plain), solid(message.clean)}
    typed = solid(plain(message.said))  # 数字发我看看 before 字发 is corrected to 制发
    points = any(_points().fullmatch(one) for one in texts) or _alone().fullmatch(typed)
    if not points or any(map(message.vocabulary.titles.holds, texts - set(words("vague", "asked")))):
        return None
    ask = Guarded(guard=Guard.LINK) if "://" in message.said else LostContext(said=message.said, vague=True)
    return Reading(asks=(ask,), whole=True)


@cache
def _points() -> re.Pattern[str]:
    courtesy = alternation((*words("words", "politeness"), *words("frames", "courtesy")))
    before = rf"(?:{courtesy}|帮我|帮忙|给我|我想|想|请)*"
    pointing, things, asked, fetched, tails = (
        alternation(words("vague", key)) for key in ("pointing", "things", "asked", "fetched", "tails")
    )
    recalled = alternation(word for word in words("vague", "pointing") if "问的" in word)
    after = rf"(?:{tails})*"
    return re.compile(
        rf"{before}(?:(?:(?:{pointing})+{after})?(?:{things})?{after}(?:{asked})|(?:{pointing})+(?:什么|(?:{things})呢)|[我俺]?(?:{recalled})|(?:{asked})的?(?:{things})|(?:{fetched})(?:{things})){after}"
    )


@cache
def _general() -> re.Pattern[str]:
    """Find what asks for all there is in short: 情况怎么样, 说说总体情况; numbers without a name are any of them."""
    courtesy = alternation((*words("words", "politeness"), *words("frames", "courtesy"), *words("told", "places")))
    of_it, tails = (alternation(words("vague", key)) for key in ("of_it", "tails"))
    return re.compile(
        rf"(?:{courtesy}|{of_it}|我想|给我)*(?:{alternation(words('vague', 'general'))})(?:{of_it}|{tails}|{courtesy})*"
    )


@cache
def _alone() -> re.Pattern[str]:
    shown = alternation((*words("vague", "tails"), *words("vague", "of_it")))
    return re.compile(rf"(?:{alternation(words('vague', 'alone'))})(?:{shown})*")
