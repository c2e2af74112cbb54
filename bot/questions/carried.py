"""What goes on from sentences that were quoted: 电视呢 after 日报登了多少, 跟谁一起弄的 after 广播节目做了几期.

Only what is no question by itself is read with the subject of the question before, and only where that makes one.
"""

import re
from dataclasses import replace

from bot.questions.asked import Reader
from bot.questions.claims import sure
from bot.questions.clauses import is_head
from bot.questions.core import KINDS
from bot.questions.cover import Cover, covered
from bot.questions.facets import prepare
from bot.questions.leaning import subjects_of
from bot.questions.lexicon import finder, words
from bot.questions.message import Message, Reading
from bot.questions.operations import operation
from bot.questions.question import (
    Computed,
    Focus,
    Guard,
    Guarded,
    InPassages,
    Overview,
    Search,
    Understood,
)
from bot.questions.spans import QUESTIONS, Kind, tagged


def carried(message: Message, cover: Cover, read: Reader) -> Cover:
    """Return the questions of a message; one that is none by itself with the subject of the question before."""
    context = message.context
    ask = context.question.asks[0] if context else None
    if context is None or len(cover.asks) != 1 or not isinstance(ask, InPassages):
        return cover
    (one, reading), former = cover.asks[0], context.question
    subject = next(iter(subjects_of(former.follows or former.clean, ask)), "")
    carriers = finder("told", "carriers")
    other = re.fullmatch(
        rf"那?(?P<said>.+?)的?(?:{finder('follow_ups', 'tail').pattern})[?？]*|(?P<bare>(?:{carriers.pattern})+)",
        message.clean,
    )
    # 电视 after 日报发了几条 is 电视呢
    meant = next(filter(None, other.groups()), "") if other else ""
    goes_on = other and isinstance(reading.asks[0], InPassages | Search) and ask.focus in KINDS
    spans = tagged(message)
    named = any(is_head(span) and span.kinds & {Kind.CONCEPT, Kind.LOADED} for span in spans)
    named = named or bool(other and carriers.search(meant))
    # 有多少人看 after 公众号发了几条: of this one's.
    bare = ask.focus is Focus.HOW_MANY and finder("told", "read").search(message.clean)
    its_own = bool(bare) and not carriers.search(message.clean) and carriers.search(subject) is not None
    asks = any(span.kinds & QUESTIONS for span in spans) or finder("frames", "whether").search(message.clean)
    if (
        reading.follows
        or (context.people and operation(message))
        or (isinstance(reading.asks[0], InPassages) and reading.asks[0].people)
    ):
        return cover
    one_ask = reading.asks[0]
    # 播了几次 names nothing that did it
    counts = (
        isinstance(one_ask, InPassages)
        and one_ask.focus is Focus.HOW_MANY
        and not carriers.search(message.clean)
        and all(map(finder("told", "published", "publishing").search, one_ask.terms))
    )
    if not subject or not ((goes_on and named) or (asks and (its_own or counts or _is_none(one, reading)))):
        return cover
    if not other:
        text = f"{subject}{message.clean}"
    elif finder("told", "read").search(meant):
        text = f"{subject}{meant}{words('frames', 'how_many')[0]}"  # 阅读呢 after 公众号发了几条
    else:
        text = former.clean.replace(subject, meant, 1)
    whole = replace(prepare(text, text, vocabulary=message.vocabulary, today=message.today), said=message.said)
    found = covered(whole, read).asks
    _, taken = found[0]
    new = taken.asks[0]
    if len(found) > 1 or not isinstance(new, InPassages | Computed) or not sure(whole, taken):
        return cover
    if isinstance(new, InPassages) and new.focus is ask.focus and not set(new.terms) - set(ask.terms):
        return cover  # nothing else is asked
    before = former.follows or former.said
    said = Understood(message.said, before, "context")
    return Cover(((found[0][0], replace(taken, follows=before, understood=(said, *taken.understood))),))


def _is_none(message: Message, reading: Reading) -> bool:
    """Return whether a reading is only what is left where nothing fits."""
    ask = reading.asks[0]
    if isinstance(ask, Guarded):
        return ask.guard is Guard.OFF_TOPIC
    return isinstance(ask, Overview) or (isinstance(ask, Search) and not sure(message, reading))
