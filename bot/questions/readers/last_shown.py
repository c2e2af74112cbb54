"""What is asked of what was last shown: 第二条是哪天公开的, 这两个哪个更早, 全给了吗, 加上日报一共, 平均每条阅读."""

import re
from dataclasses import replace
from functools import cache

from bot.questions import handling
from bot.questions.denials import without_the_last
from bot.questions.facets import prepare
from bot.questions.lexicon import alternation, compiled, finder, first_key, phrases, words
from bot.questions.message import Message, Reading, solid
from bot.questions.question import (
    Aspect,
    ByKey,
    Computed,
    Days,
    Facets,
    Figures,
    Focus,
    InPassages,
    Listed,
    Measure,
    NamedDay,
    Persons,
    Statistics,
)
from bot.questions.readers import passages, persons, remainders, statistics, told
from bot.questions.readers.following import following, lost, tail, unended
from bot.questions.words import record_words, remaining
from bot.records.model import Body
from bot.text import numerals
from bot.text.normalise import plain

_LONGEST_LIST = 50  # of a longer list not all are remembered
_SOMEBODY = re.compile("[那这]?(?:[一两几]?[位个]|些)?人?")
_NUMERAL = r"[0-9]{1,3}|[一二三四五六七八九十]{1,3}"
_WHO_FIRST = re.compile(
    "(?:[他她它这那](?:们|俩|两个?)人?)?(?:谁|哪[个位])(?:排|站|列|名次)?(?:得|在)?(?:更|比较)?(?:靠)?(?:前|后)(?:头|面|边)?[?？呢啊]*"
)


def entry(message: Message, text: str) -> Reading | None:
    """Read 第二条是哪天公开的, 最后那个谁办的: an entry of the last list, and what is asked of it."""
    match = _place().match(text)
    if match is None:
        return None
    rest = text[match.end() :]
    asked = [finder(file, key) for file in ("aspects", "focus") for key in phrases(file)]
    around = finder("follow_ups", "subject", "tail", "published")
    rest = _whether_about().sub("", rest)
    if not match.end() < len(text) or remaining(
        rest, *asked, record_words(), around, finder("words", "question_words")
    ):
        return None
    if re.match(rf"(?:{finder('follow_ups', 'published').pattern}|{record_words().pattern})", rest):
        return None  # 第一个公开的 is the earliest
    shown, place = message.context, match["place"] or match["rank"]
    context = shown.of_list() if shown else None
    keys = context.keys if context else ()
    order = numerals.read(place) if place else 1 if match["first"] else len(keys)
    if context is None or order is None or not 1 <= order <= len(keys):
        return lost(message) if place or keys else None
    aspect = Aspect(first_key("aspects", rest) or Aspect.CARD)
    return following(message, context, (ByKey(key=keys[order - 1], aspect=aspect),))


def point(message: Message) -> Reading | None:
    """Read 第二条呢, 第三个再说一遍 after what a report tells in points: this point; 怎么改 is of the same section."""
    context = message.context
    ask = context.question.asks[0] if context else None
    if context is None or context.keys or not isinstance(ask, InPassages) or not ask.topic:
        return None
    told = passages.topics(message)
    if ask.sections and told and getattr(told.asks[0], "sections", None) == ask.sections:
        return told
    place = _place().match(unended(message.clean))
    again = finder("follow_ups", "again", "tail")
    if place is None or remaining(message.clean[place.end() :], again, finder("words", "question_words")):
        return None
    if place["last"]:
        return following(message, context, context.question.asks)  # they all stand there, this one at the end
    order = "第一条" if place["first"] else place.group()
    each = (passages.topics(_after(message, f"{term}{order}")) for term in ask.terms)
    found = next((one.asks for one in each if one and getattr(one.asks[0], "topic", None) == ask.topic), None)
    return following(message, context, found) if found else None


@cache
def _others() -> re.Pattern[str]:
    """Find words for those that are not shown: 其他, 剩下, 还有; not what only asks beside an exclusion (什么)."""
    listed = (*words("turns", "rest"), *words("turns", "others"))
    return compiled(word for word in listed if not finder("words", "question_words", "fillers").fullmatch(word))


def another_channel(message: Message) -> Reading | None:
    """Read 新闻呢 after 日报几条: how much this one published."""
    context = message.context
    ask = context.question.asks[0] if context else None
    if isinstance(ask, Computed):  # 那报纸呢 after 比公众号多多少
        ask = ask.operands[-1].told
    said = finder("follow_ups", "openings").sub("", tail().sub("", text := unended(message.clean)), count=1)
    if context is None or not isinstance(ask, InPassages) or ask.focus is not Focus.HOW_MANY or text == said:
        return None
    if said not in words("frames", "media") or not passages.known_in_sentences(message, said):
        return None
    other = replace(ask, terms=(said,), alternatives=passages.synonyms_of((said,)), topic=None)
    return following(message, context, (other,))


def those_listed(message: Message) -> Reading | None:
    """Read 列出来的呢, 网上的几件 after what was handled: how many replies of that body are listed."""
    context = message.context
    cells = [cell for ask in context.question.asks if isinstance(ask, Figures) for cell in ask.cells] if context else []
    keys = {key.partition(".")[0] for cell in cells for key in cell.keys}
    bodies = [body for body in Body if body.value in keys]
    listed = finder("measures", "listed")
    left = remaining(message.core, listed, tail(), finder("words", "how_many"), finder("follow_ups", "openings"))
    if not context or len(bodies) != 1 or len(keys) != 1 or left or not listed.search(message.core):
        return None
    asked = (Statistics(measures=(Measure.LISTED,)),)
    return following(message, context, asked, facets=replace(context.question.facets, body=bodies[0]))


def rest_of_a_list(message: Message) -> Reading | None:
    """Read 剩下的呢 after a list or counts of it: those without its last limit, or else how many more it has."""
    context, text = message.context, message.clean
    if not context or not all(isinstance(ask, Statistics | Listed) for ask in context.question.asks):
        return None
    rest, untold = _others(), statistics.not_here()
    if not (rest.search(text) or untold.search(text)):
        return None
    if remaining(untold.sub(" ", text), rest, _SOMEBODY, tail(), finder("words", "question_words", "how_many")):
        return None
    before = context.question
    if before.facets.limits:
        return following(message, context, before.asks, facets=without_the_last(before.facets, message.vocabulary))
    if not all(isinstance(ask, Statistics) for ask in before.asks):
        return None
    return following(message, context, (Statistics(measures=(Measure.SITE_TOTAL,)),))


@cache
def _whether_about() -> re.Pattern[str]:
    """Find 是讲疫情的不: the title says whether."""
    about, whether = alternation(words("turns", "about")), alternation((*words("told", "whether"), "不"))
    return re.compile(rf"^是(?:不是)?(?:{about})?[^\s,，。]{{2,8}}?的?(?:{whether})[?？]*$")


@cache
def _place() -> re.Pattern[str]:
    first, last = (alternation(words("follow_ups", key)) for key in ("first_place", "last_place"))
    return re.compile(
        rf"(?:那|这)?(?:(?:排(?:在)?第(?P<rank>{_NUMERAL})[位名]?|第(?P<place>{_NUMERAL})[条个件篇份位名])|(?P<first>{first})|(?P<last>{last}))"
    )


def sooner(message: Message, text: str) -> Reading | None:
    """Read 它俩哪个先公开: which of the two records looked at, or of the list, was published first, or last."""
    context = message.context
    keys = context.keys if context else ()
    pair = context.opened if context and len(keys) == 1 else keys
    ends = {Measure.EARLIEST: finder("follow_ups", "earlier"), Measure.LATEST: finder("follow_ups", "later")}
    text = message.plain if ends[Measure.LATEST].search(message.plain) else text  # 晚 is a greeting elsewhere
    found = [(measure, pattern) for measure, pattern in ends.items() if pattern.search(text)]
    same, two = finder("aspects", "same_day"), finder("follow_ups", "two")
    if len(pair) == 2 and same.search(text) and two.search(text):
        rest = remaining(
            text, same, two, finder("follow_ups", "published"), finder("frames", "whether"), record_words()
        )
        moments = tuple(NamedDay(said="", key=key) for key in pair)  # 它俩同一天吗
        return (
            None if rest or context is None else following(message, context, (Days(moments=moments),), facets=Facets())
        )
    which = finder("follow_ups", "which_of_two")
    if context is None or len(found) != 1 or not which.search(text) or not 1 < len(pair) < _LONGEST_LIST:
        return None
    measure, pattern = found[0]
    around = finder("follow_ups", "two", "published", "subject")
    if remaining(text, which, pattern, around, record_words()):
        return None
    return following(message, context, (Statistics(measures=(measure,), keys=pair),), facets=Facets())


def all_of_it(message: Message) -> Reading | None:
    """Read 全给了吗, 都是主办吗 after a figure: whether this part is the whole of it."""
    context = message.context
    if not context or not context.figures or not all(isinstance(ask, Figures) for ask in context.question.asks):
        return None
    whole = remainders.whether_all(_after(message, f"{_bare(context.question.clean)} {message.clean}"))
    old = context.question.facets
    facets = replace(old, body=handling.only_body(context.figures) or old.body)
    return following(message, context, whole.asks, facets=facets) if whole else None


def them(message: Message) -> Reading | None:
    """Read 都是谁, 有几个人 after officials: they are listed again, and counted."""
    context = message.context
    asked = finder("computed", "who", "who_else", "heads")
    those = finder("follow_ups", "these_people").match(message.core)  # 俩人都什么职务
    asks = asked.search(message.core) or (those and finder("focus", "post").search(message.core))
    if not context or len(context.people) < 2 or not asks:
        return None
    around = (
        finder("computed", "listed_persons"),
        finder("follow_ups", "these_people", "tail", "each"),
        finder("focus", "post"),
    )
    return None if remaining(message.core, asked, *around) else following(message, context, context.question.asks)


def in_their_order(message: Message) -> Reading | None:
    """Read 他俩谁排前头 after two officials, one after the other: both, in the order of their list."""
    context, former = message.context, message.context.former if message.context else None
    if not context or not _WHO_FIRST.fullmatch(message.clean):
        return None
    before = next((ask.people for ask in former.asks if isinstance(ask, InPassages)), ()) if former else ()
    names = tuple(dict.fromkeys((*before, *context.people)))
    return following(message, context, (Persons(only=names),)) if len(names) == 2 else None


def besides_them(message: Message) -> Reading | None:
    """Read 还有谁跟他一块, 其他人呢 after officials: the others of their group."""
    context = message.context
    names = "|".join(re.escape(solid(plain(name))) for name in context.people) if context else ""
    others = (_others(), finder("follow_ups", "together"))
    text = re.sub(f"[和跟与同]?(?:{names})", " ", message.clean) if names else ""
    if context is None or not any(one.search(text) for one in others):
        return None
    around = finder("computed", "who", "who_else", "heads", "joins", "between_posts")
    if remaining(text, *others, around, finder("follow_ups", "the_person", "these_people", "tail"), _SOMEBODY):
        return None
    return following(message, context, (Persons(besides=context.people, together=True),))


def others_of_them(message: Message) -> Reading | None:
    """Read 除了刘培哲呢, 其中姓刘的有几个 after officials: of these alone."""
    context = message.context
    if not context or len(context.people) < 2:
        return None
    within = finder("follow_ups", "goes_on").match(message.core)
    if not within and not re.match(rf"姓.的|{finder('follow_ups', 'besides_them').pattern}", message.core):
        return None
    text = message.core[within.end() :] if within else message.core
    asked = f"{tail().sub('', text)}{words('computed', 'who_else')[0]}"
    found = persons.read(_after(message, text)) or persons.read(_after(message, asked))
    ask = found.asks[0] if found and len(found.asks) == 1 else None
    return following(message, context, (replace(ask, only=context.people),)) if isinstance(ask, Persons) else None


def another_of_them(message: Message) -> Reading | None:
    """Read 最后一个呢 after the first 副组长: the one at this place of the same list."""
    context = message.context
    ask = context.question.asks[0] if context else None
    place = persons.place_alone(tail().sub("", unended(message.clean)))
    if context is None or not isinstance(ask, Persons) or not ask.place or not place:
        return None
    return following(message, context, (replace(ask, place=place),))


def another_post(message: Message) -> Reading | None:
    """Read 副的呢 after 组长是谁: whoever has the post that this makes of the one asked for."""
    context = message.context
    ask = context.question.asks[0] if context else None
    asked = ask.terms if isinstance(ask, InPassages) else ask.called if isinstance(ask, Persons) else ()
    posts, deputies, chiefs = (words("computed", key) for key in ("posts", "deputies", "chiefs"))
    around = (finder("computed", "heads", "who_else", "who"), finder("told", "places"), tail())
    said = "".join(remaining(message.core, *around)).rstrip("的")
    deputy = deputies[0]  # what a post begins with that is held under another
    made = [deputy + post for post in asked] if said in deputies else [post.removeprefix(deputy) for post in asked]
    found = [post for post in made if post in posts and post not in asked] if said in (*deputies, *chiefs) else []
    if context is None or not found:
        return None
    return following(message, context, (Persons(called=(found[0],)),))


def averaged(message: Message, text: str) -> Reading | None:
    """Read 平均每条阅读多少 after a number of a sentence: of what this number counts."""
    context = message.context
    if not context or not text.startswith(words("computed", "mean")[-1]):
        return None
    if not all(isinstance(ask, InPassages) for ask in context.question.asks):
        return None
    subject = finder("words", "how_many").sub("", _bare(context.question.clean))
    whole = told.compared(_after(message, f"{subject}{text}"))
    return following(message, context, whole.asks) if whole else None


def _after(message: Message, text: str) -> Message:
    """Return a message of the question before and this one together."""
    return replace(
        prepare(text, text, vocabulary=message.vocabulary, today=message.today), context=message.context, said=text
    )


def _bare(text: str) -> str:
    return re.sub(rf"(?:的|呢|吗|啊|[?？。，,\s]|{finder('follow_ups', 'tail').pattern})+$", "", text)
