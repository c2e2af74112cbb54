"""Officials counted, or named but for one: 有几个副组长是党组成员, 除了高峰副组长还有谁."""

import re

from bot.questions.facets import in_its_year
from bot.questions.lexicon import finder
from bot.questions.message import Message, Reading, blank
from bot.questions.question import Persons
from bot.questions.words import another_question, pieces

_PAUSE = re.compile(r"[\s,，;；。?？]+")


def read(message: Message) -> Reading | None:
    """Read a message that counts officials, or leaves one out; every other word is another reader's."""
    text = message.core
    if another_question(text):
        return None
    posts = finder("computed", "posts")
    heads, others = finder("computed", "heads"), finder("computed", "who_else")
    leaving_out = finder("computed", "besides").search(text)
    if not heads.search(text) and not (leaving_out and others.search(text)):
        return None
    if (
        sum(
            bool(posts.search(clause) and (heads.search(clause) or others.search(clause)))
            for clause in _PAUSE.split(text)
        )
        > 1
    ):
        return None  # 组长是谁, 副组长有几个: two questions, not who is both
    named = list(message.vocabulary.people_finder.find(text)) if leaving_out else []
    for start, end, _ in named:
        text = blank(text, start, end)
    called = tuple(dict.fromkeys(posts.findall(text)))
    if bool(named) != bool(leaving_out) or not (called or named):
        return None
    left = text
    for pattern in (posts, heads, others, finder("computed", "besides"), finder("computed", "between_posts")):
        left = pattern.sub(" ", left)
    if pieces(left):
        return None
    ask = Persons(called=called, besides=tuple(dict.fromkeys(name for _, _, name in named)))
    return Reading(asks=(ask,), facets=in_its_year(message.facets), claimed=(message.clean,))
