"""Officials by what they are called: 有几个副组长是党组成员, 谁不是副局长, 除了高峰副组长还有谁."""

import re
from dataclasses import replace
from functools import cache

from bot.questions.facets import in_its_year
from bot.questions.lexicon import alternation, compiled, finder, synonyms, words
from bot.questions.message import Message, Reading, blank
from bot.questions.operands import spaces
from bot.questions.question import NotPublished, Persons
from bot.questions.readers.following import tail
from bot.questions.turns import leaving_out
from bot.questions.words import another_question, pieces
from bot.text import numerals

_PAUSE = re.compile(r"[\s,，;；。?？]+")


_MEMBERS = ("成员", "委员")  # ends of posts that several hold
_SURNAME = re.compile(r"姓(?P<name>[^的氏名])的?|(?P<said>[^里中内的个有\W])姓的?")
_PLACE = re.compile(
    r"(?:排(?:名|在)?)?第(?P<place>[0-9]{1,2}|[一二三四五六七八九十]{1,3})(?:个|位|名)?(?:名字|人)?(?:的)?"
    r"|(?:排(?:名|在)?)?(?:(?P<last>最后|末尾)一?[个位名]|头一[个位名])(?:名字|人)?(?:的)?"
)
_LEVEL = re.compile(r"(?:职级|级别|几?级)[^,，。\s]{0,4}?(?:最|更|比较)?(?P<end>[高低大小])(?:一?些|一?点)?的?")
_ADDRESSED = re.compile("(?P<surname>[\u4e00-\u9fff])(?P<post>[\u4e00-\u9fff]{2,4})")
_AGAINST = re.compile("占|比|多几[个位名]|少几[个位名]|差几[个位名]|[几多]分之几|百分之[几多]少?|几成|[的少]")
_LEADERS = re.compile("(?:领导|班子)都?(?:有|是|包括)(?:谁|哪[些几])")
_OF_A_BOARD = (*_MEMBERS, "书记", "副书记")


@cache
def _denied() -> re.Pattern[str]:
    """Find a post that nobody asked for has: 谁不是副局长, 除了组长."""
    words_for = alternation((*leaving_out(), *words("turns", "negations"), *words("computed", "besides")))
    between = alternation(words("computed", "between_posts"))
    posts = alternation(words("computed", "posts"))
    board = rf"(?P<board>党组|党委)(?!{alternation(_OF_A_BOARD)})"
    # 除了组长副组长还有谁 leaves out both, 除了组长副组长有几个 counts the latter.
    more = rf"(?P<more>(?:[和与跟、及]+(?:{posts})|(?:{posts})(?=\s*(?:以外|之外|还)))*)"
    return re.compile(
        rf"(?<![是有])(?:{words_for})(?:{between})*\s*(?:(?P<post>{posts}){more}|{board})(?:以外|之外)?的?"
        rf"|(?P<outside>{posts})(?:以外|之外)的?"
    )


def _held(match: re.Match[str]) -> tuple[str, ...]:
    """Return a denied post with those whose holders hold it as well: 党组书记 is one of the 党组成员, 党组 are all."""
    post = match["post"] or match["outside"] or ""
    board = match["board"] or next((post.removesuffix(one) for one in _MEMBERS if post.endswith(one)), "")
    posts = words("computed", "posts")
    own = tuple(f"{board}{end}" for end in _OF_A_BOARD if board and f"{board}{end}" in posts)
    said = finder("computed", "posts").findall(match["more"] or "")
    return tuple(dict.fromkeys((*((post,) if post else ()), *said, *own)))


def read(message: Message) -> Reading | None:
    """Read a message that counts officials, or leaves one out; every other word is another reader's."""
    text = message.core
    if another_question(text) or finder("words", "answers").search(text):
        return None  # 名单上属于答复的有几件
    return _personal(message) or _addressed(message, text) or _of_posts(message, text)


def _addressed(message: Message, text: str) -> Reading | None:
    """Read a surname with a post, as people are addressed: 李书记 is no other 书记."""
    match = _ADDRESSED.fullmatch(text.strip())
    post = match and finder("computed", "posts").fullmatch(match["post"])
    if match is None or post is None or match["surname"] in words("computed", "no_surnames"):
        return None
    ask = Persons(called=(match["post"],), surname=match["surname"])
    return Reading(asks=(ask,), facets=in_its_year(message.facets), claimed=(message.clean,))


def _personal(message: Message) -> Reading | None:
    """Read 副组长里有几个女的, 谁年纪最大: what a list of officials never says of them."""
    text = message.core
    asked = finder("computed", "heads", "who_else", "who", "most", "least").search(text)
    asked = asked or finder("frames", "whether").search(message.clean)
    if not (asked and finder("computed", "personal").search(text)):
        return None
    known = any(message.vocabulary.people_finder.find(text))
    named = known or finder("computed", "posts", "listed_persons").search(text) is not None
    if not named:
        return None
    return Reading(asks=(NotPublished(about="personal"),), claimed=(message.clean,))


def _of_posts(message: Message, text: str) -> Reading | None:
    posts = finder("computed", "posts")
    heads, others = finder("computed", "heads"), finder("computed", "who_else", "who")
    text = _as_printed(text)
    level, text = _level(text)
    names = [*message.vocabulary.people_finder.find(text)] if level else []
    for start, end, _ in names:
        text = blank(text, start, end)
    place, text = _place(text)
    surname = _SURNAME.search(text)
    text = _SURNAME.sub(" ", text)
    against = _set_against(text)
    text = _AGAINST.sub(spaces, text) if against else text
    denied = tuple(dict.fromkeys(post for match in _denied().finditer(text) for post in _held(match)))
    text = _denied().sub(" ", text)
    besides = finder("computed", "besides").search(text)
    listed = besides or denied or place or level or _is_list(text)
    who = others.search(text) or (besides and tail().search(text))  # 除了刘培哲还有谁, 除了刘培哲呢
    if not heads.search(text) and not ((listed or surname) and who) and not against:
        return None
    if not (besides or against) and sum(bool(posts.search(clause)) for clause in _PAUSE.split(text)) > 1:
        return None  # 组长是谁, 副组长有几个: two questions, not who is both
    named = list(message.vocabulary.people_finder.find(text)) if besides else []
    for start, end, _ in named:
        text = blank(text, start, end)
    called = tuple(dict.fromkeys(posts.findall(text)))
    told = called or named or denied or surname or names or finder("computed", "listed_persons").search(text)
    if bool(named) != bool(besides) or not told:
        return None
    left = text
    for pattern in (
        posts,
        heads,
        others,
        tail(),
        finder("computed", "besides", "between_posts", "both", "listed_persons"),
    ):
        left = pattern.sub(" ", left)
    if pieces(left):
        return None
    if called[1:] and not denied and against:
        # 副局长占副组长的几成: how many each are.
        asks = tuple(Persons(called=(post,)) for post in called)
        return Reading(asks=asks, facets=in_its_year(message.facets), claimed=(message.clean,))
    groups = words("computed", "groups")
    group = next((name for name in groups if name in text), groups[0] if re.search("领导|班子", text) else "")
    ask = Persons(
        called=called,
        without=denied,
        besides=tuple(dict.fromkeys(name for _, _, name in named)),
        group=group,
        surname=surname["name"] or surname["said"] if surname else "",
        only=tuple(dict.fromkeys(name for _, _, name in names)),
        place=place,
        level=level,
    )
    counted = (replace(ask, level=""),) if level and heads.search(text) else ()  # 调研员有几个，级别最高的是谁
    return Reading(asks=(*counted, ask), facets=in_its_year(message.facets), claimed=(message.clean,))


def _level(text: str) -> tuple[str, str]:
    """Return which end of the numbered ranks is asked for (谁级别最高), with what is left of the text."""
    match = _LEVEL.search(text)
    if match is None:
        return "", text
    return ("most" if match["end"] in "高大" else "least"), blank(text, *match.span())


def _place(text: str) -> tuple[int, str]:
    """Return the place in the list that is asked for (排第二的是谁), with what is left of the text."""
    match = _PLACE.search(text)
    if match is None or not finder("computed", "posts", "listed_persons").search(text):
        return 0, text
    return _placed(match), blank(text, *match.span())


def place_alone(text: str) -> int:
    """Return the place in a list that a text names and nothing else (最后一个, 第二位); 0 where it names none."""
    match = _PLACE.fullmatch(re.sub(f"^[那这]|(?:{finder('computed', 'who').pattern})$", "", text).strip("是"))
    return _placed(match) if match else 0


def _placed(match: re.Match[str]) -> int:
    return numerals.read(match["place"]) or 0 if match["place"] else -1 if match["last"] else 1


def _set_against(text: str) -> bool:
    """Return whether two numbers of officials are set against each other."""
    return re.search("占.*(?:几|多少)|比.*[多少][几多]|差几", text) is not None


def _as_printed(text: str) -> str:
    """Return a text with everyday words for a role as reports print it: 跑腿 for 日常工作, 一把手 for 组长."""
    for said, printed in _said_otherwise():
        text = said.sub(printed, text)
    return text


@cache
def _said_otherwise() -> tuple[tuple[re.Pattern[str], str], ...]:
    posts = words("computed", "posts")
    return tuple((compiled(group[1:]), group[0]) for group in synonyms() if group[0] in posts)


def _is_list(text: str) -> bool:
    """Return whether who they are is a list, also where nobody says how many: 党组成员有谁, 谁既是副组长又是副局长."""
    called = finder("computed", "posts").findall(text)
    listed = any(one.endswith(_MEMBERS) for one in called) or finder("computed", "both").search(text) is not None
    return listed or _LEADERS.search(text) is not None
