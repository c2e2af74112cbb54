"""Who asks and why, before a verb of asking: no part of the question, whatever name stands in it (docs/reading.md).

我妈让我问一下, 单位搞培训要我问一问, 村民代表叫我核实一下: whoever is made to ask, or speaks of themselves, and any
verb that is done once (…一下, …一眼, 问一问).
"""

import re
from functools import cache

from bot.questions.clauses import is_head
from bot.questions.lexicon import alternation, words
from bot.questions.repairs import Tagger
from bot.questions.spans import QUESTIONS, Kind, Span

_PAUSE = r"\s,，。;；:：?？!！"
_SHORT, _SUM = 2, re.compile("[+*/×÷=]")
_NAMES = frozenset({Kind.NUMBER, Kind.FACET})


def without_askers(text: str, tags: Tagger) -> str:
    """Return a plain text without what leads to the question in each of its clauses."""
    while introduced := _introducing().match(text):
        text = text[introduced.end() :]
    at = 0
    while match := _clause().match(text, at):
        end = _led(match[0], tags) if match[0] else 0
        text = text[: match.start()] + text[match.start() + end :]
        at = match.end() - end + 1
        if at > len(text):
            break
    return text


def _led(clause: str, tags: Tagger) -> int:
    """Return where the question of a clause begins; 0 where nothing leads to one."""
    asked = _asking().match(clause)
    if asked is None or len(clause) - asked.end() < _SHORT or _SUM.search(clause):
        return 0
    if asked["self"] and asked.start("verb") == asked.end("self"):
        return 0  # 我问政协的 puts right what was asked before
    spans = tags(clause)
    # A bare verb has to be a word of its own: 了解 of 公开了解读 is none.
    whole = asked["once"] or any(span.end == asked.end("verb") and Kind.VERB in span.kinds for span in spans)
    lead = [span for span in spans if span.start < asked.end()]
    rest = [span for span in spans if span.start >= asked.end()]
    names = [span for span in lead if _is_name(span)]
    spoken = asked["made"] or asked["self"]
    if not names:
        led = asked["made"] or any(is_head(span) or span.kinds & QUESTIONS for span in rest)
    else:  # 培训的事我想问一下|哪天 asks of what stands before
        led = spoken and not any(span.kinds & _NAMES for span in names) and any(map(is_head, rest))
    return asked.end() if whole and led else 0


def _is_name(span: Span) -> bool:
    """Return whether a span before the verb may be what is asked about: no day that speaks, no short loaded word."""
    short = span.kinds == {Kind.LOADED} and span.end - span.start <= _SHORT
    return is_head(span) and not short and span.said not in words("frames", "speakers")


@cache
def _clause() -> re.Pattern[str]:
    return re.compile(f"[^{_PAUSE}]*")


@cache
def _introducing() -> re.Pattern[str]:
    """Find a clause at the beginning in which whoever asks says who they are: 我是晚报的，; 电视台的，; 做选题，."""
    self, of = alternation(words("askers", "self")), alternation(words("askers", "of"))
    doing = "|".join(words("askers", "doing"))
    are = rf"(?:{self})(?:这边|这里)?(?:就?是|在)[^{_PAUSE}]{{0,10}}?(?:{of})(?:里|上|的|人|同志|科员)*"
    return re.compile(
        rf"(?:{are}|(?:{of})(?:的|一枚|一个)|(?:{self})?(?:正在|想|要|在)?(?:{doing}))[{_PAUSE}]+(?=.{{3}})"
    )


@cache
def _asking() -> re.Pattern[str]:
    """Find who asks, then a verb of asking, at the beginning of a clause."""
    self, verbs = alternation(words("askers", "self")), alternation(words("askers", "verbs"))
    made = rf"(?:{alternation(words('askers', 'making'))})(?:{self})"
    others = alternation(words("askers", "others"))
    once = rf"[\u4e00-\u9fff]{{0,2}}?(?:{alternation(words('askers', 'once'))})|(?P<again>[\u4e00-\u9fff])一(?P=again)"
    return re.compile(
        rf"[\u4e00-\u9fff]{{0,14}}?(?:(?P<made>{made})|(?P<self>(?<![\u4e00-\u9fff])(?:{self}))|{others})"
        rf"[\u4e00-\u9fff]{{0,9}}?(?:(?P<once>{once})|(?P<verb>{verbs}))(?:{self})?(?![一半步个年月周设])"
    )
