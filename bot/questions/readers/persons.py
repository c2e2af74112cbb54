"""Officials by what they are called: 有几个副组长是党组成员, 谁不是副局长, 除了高峰副组长还有谁."""

import re
from functools import cache

from bot.questions.facets import in_its_year
from bot.questions.lexicon import alternation, finder, words
from bot.questions.message import Message, Reading, blank
from bot.questions.question import NotPublished, Persons
from bot.questions.words import another_question, pieces

_PAUSE = re.compile(r"[\s,，;；。?？]+")


_MEMBERS = ("成员", "委员")  # ends of posts that several hold


@cache
def _denied() -> re.Pattern[str]:
    """Find a post that nobody asked for has: 谁不是副局长, 除了组长."""
    words_for = alternation((*words("turns", "denials"), *words("turns", "negations"), *words("computed", "besides")))
    between = alternation(words("computed", "between_posts"))
    posts = alternation(words("computed", "posts"))
    return re.compile(rf"(?<![是有])(?:{words_for})(?:{between})*\s*(?P<post>{posts})(?:以外|之外)?的?")


def _above(post: str) -> tuple[str, ...]:
    """Return the posts whose holders hold this one as well: 党组书记 is one of the 党组成员."""
    board = next((post.removesuffix(end) for end in ("成员", "委员") if post.endswith(end)), "")
    return tuple(one for one in words("computed", "posts") if board and one in (f"{board}书记", f"{board}副书记"))


def read(message: Message) -> Reading | None:
    """Read a message that counts officials, or leaves one out; every other word is another reader's."""
    text = message.core
    if another_question(text) or finder("words", "answers").search(text):
        return None  # 名单上属于答复的有几件
    return _personal(message) or _of_posts(message, text)


def _personal(message: Message) -> Reading | None:
    """Read 副组长里有几个女的, 谁年纪最大: what a list of officials never says of them."""
    text = message.core
    asked = finder("computed", "heads", "who_else", "who", "most", "least").search(text)
    if not (asked and finder("computed", "personal").search(text)):
        return None
    if not finder("computed", "posts", "listed_persons").search(text):
        return None
    return Reading(asks=(NotPublished(about="personal"),), claimed=(message.clean,))


def _of_posts(message: Message, text: str) -> Reading | None:
    posts = finder("computed", "posts")
    heads, others = finder("computed", "heads"), finder("computed", "who_else", "who")
    denied = tuple(dict.fromkeys(match["post"] for match in _denied().finditer(text)))
    text = _denied().sub(" ", text)
    leaving_out = finder("computed", "besides").search(text)
    listed = leaving_out or denied or _is_list(text)
    if not heads.search(text) and not (listed and others.search(text)):
        return None
    if not leaving_out and sum(bool(posts.search(clause)) for clause in _PAUSE.split(text)) > 1:
        return None  # 组长是谁, 副组长有几个: two questions, not who is both
    named = list(message.vocabulary.people_finder.find(text)) if leaving_out else []
    for start, end, _ in named:
        text = blank(text, start, end)
    called = tuple(dict.fromkeys(posts.findall(text)))
    if bool(named) != bool(leaving_out) or not (called or named or denied):
        return None
    left = text
    for pattern in (posts, heads, others, finder("computed", "besides", "between_posts", "both", "listed_persons")):
        left = pattern.sub(" ", left)
    if pieces(left):
        return None
    without = tuple(dict.fromkeys(post for one in denied for post in (one, *_above(one))))
    ask = Persons(called=called, without=without, besides=tuple(dict.fromkeys(name for _, _, name in named)))
    return Reading(asks=(ask,), facets=in_its_year(message.facets), claimed=(message.clean,))


def _is_list(text: str) -> bool:
    """Return whether who they are is a list, also where nobody says how many: 党组成员有谁, 谁既是副组长又是副局长."""
    called = finder("computed", "posts").findall(text)
    return any(one.endswith(_MEMBERS) for one in called) or finder("computed", "both").search(text) is not None
