"""What a message takes back (不是复议是诉讼, 开放日 不对 培训会是哪天): what is put in its place is read."""

import re
from collections.abc import Callable
from functools import cache

from bot.questions.context import Context
from bot.questions.lexicon import alternation, finder, words
from bot.questions.message import solid
from bot.questions.spans import HEADS, QUESTIONS, Kind, Span

Tagger = Callable[[str], tuple[Span, ...]]

_PAUSE = r"[\s,，。;；!！?？、—]"
_WHOLE = 4  # characters of a figure's name that ask by themselves
_CLAUSE = re.compile("[^,，;；]+(?=[,，;；])")
_SENTENCES = re.compile(r"(?P<before>.+)[。?？!！;；]\s*(?P<last>[^。?？!！;；]+[。?？!！;；]?)")
_SUBJECTS = HEADS | {Kind.ROLE}
# What may stand in the place of what: names of the form and of the texts are one kind.
_ALIKE = frozenset({Kind.FIGURE, Kind.CONCEPT, Kind.LOADED, Kind.ROLE, Kind.RECORD, Kind.BODY})


def repaired(text: str, context: Context | None, tags: Tagger) -> str:
    """Return a plain text with what it takes back left out, and what it says instead in the place of that.

    Args:
        text: The message in plain form.
        context: What the chat was last shown: a repair may be of the message before.
        tags: Returns the spans of a text.
    """
    text = _told_last().sub("", _led().sub("", text))
    if (again := _meant_first().match(text)) and solid(again["meant"]) in again["asked"]:
        text = again["asked"]
    slips = [match for match in _slip().finditer(text) if (match["after"] or match["instead"]).strip()]
    if slips:
        after = (slips[-1]["after"] or slips[-1]["instead"]).strip(" ,，。;；")
        before = text[: slips[0].start()].strip(" ,，。;；—")
        # 不是那是新媒体的，我要公众号的: what was said is denied.
        after = re.sub("^[那这]是", "不是", re.sub("^还?是(?!不是)", "", after))
        denied, after = _denied(after, tags, sure=True)
        meant, rest = _first_clause(after, tags)
        return _in_the_place(before or (context.question.clean if context else ""), denied, meant, tags) + rest
    if sentences := _SENTENCES.fullmatch(text) or _meant_last().fullmatch(text):
        denied, after = _denied(sentences["last"], tags)
        if denied is not None:  # 副组长几个人？不是副组长，是组长叫什么
            known = sentences.re is not _SENTENCES  # 主办几件，我说政协的不是人大的
            return _in_the_place(sentences["before"], denied, after, tags, known=known)
    denied, after = _denied(text, tags)
    if denied is None:
        if context and _corrects().match(text):
            put = _in_the_place(context.question.clean, None, after, tags)
            named = any(Kind.FACET in span.kinds for span in tags(after))
            return text if named and put == after else put  # 换成6月 after 只看政协的: a filter beside the others
        later = _later().match(text)
        if later is None:
            return text
        return _in_the_place(later["before"], None, later["meant"], tags, known=True) + (later["rest"] or "")
    return _in_the_place(context.question.clean if context else "", denied, after, tags)


def _first_clause(text: str, tags: Tagger) -> tuple[str, str]:
    """Return what is meant and what goes on after it: 我说的是十月，列一下; the whole where it asks by itself."""
    clause = _CLAUSE.match(text)
    if clause is None or any(span.kinds & QUESTIONS and not span.kinds & _SUBJECTS for span in tags(clause[0])):
        return text, ""
    return clause[0], text[clause.end() :]


def takes_back(text: str) -> bool:
    """Return whether plain text says that something before was wrong, and what was meant."""
    return any((match["after"] or match["instead"]).strip() for match in _slip().finditer(text))


def _denied(text: str, tags: Tagger, *, sure: bool = False) -> tuple[str | None, str]:
    """Return what a text denies and the text with what it says instead; None and the text where it denies nothing.

    Args:
        text: The text.
        tags: Returns its spans.
        sure: That something was wrong is said before: then what is denied need be no name.
    """
    if match := _not_but().match(text):
        denied, instead = match["denied"].strip(), match["instead"].strip()
        told = match["meant"] and any(Kind.PERSON in span.kinds for span in tags(denied))  # 不是高峰，我问副手有谁
        if told or _alike(tags(denied), tags(instead), first=True, strictly=match["pause"] is not None):
            return denied, instead
    for match in _but_not().finditer(text):
        said, denied = text[: match.start()], match["denied"]
        if match["of"] and not _meant().match(said):
            continue  # 申请，不是自然人的，几件 leaves them out
        if finder("words", "asking").search(said) and solid(said[-1:]):
            continue  # 哪些人不是党组成员
        said = _meant().sub("", said).strip(" ,，。;；是的")
        if sure and any(span.kinds & _SUBJECTS for span in tags(said)):
            return denied, f"{said} {text[match.end() :].strip(' ,，。;；')}".strip()
        if not finder("words", "asking").search(denied) and _alike(tags(denied), spans := tags(said), first=False):
            between = "" if Kind.ROLE in spans[-1].kinds else " "  # 主办提案几件
            return denied, f"{said}{between}{text[match.end() :].strip(' ,，。;；')}".strip()
    return None, _meant().sub("", text) if _meant().match(text) else text


def _alike(denied: tuple[Span, ...], instead: tuple[Span, ...], *, first: bool, strictly: bool = False) -> bool:
    """Return whether what is denied is a name, and what stands beside it, first or last, one of the same kind."""
    names = [span for span in denied if span.kinds & _SUBJECTS]
    others = [span for span in instead if span.kinds & _SUBJECTS]
    if not names or not others or any(span.kinds & QUESTIONS and not span.kinds & _SUBJECTS for span in denied):
        return False
    beside = others[0] if first else others[-1]
    same = any(span.kinds & beside.kinds & _SUBJECTS if strictly else _same(span, beside) for span in names)
    return same and (not first or instead[0] is beside)


def _same(one: Span, other: Span) -> bool:
    return bool(one.kinds & other.kinds & _SUBJECTS) or bool(one.kinds & _ALIKE and other.kinds & _ALIKE)


def _in_the_place(former: str, denied: str | None, instead: str, tags: Tagger, *, known: bool = False) -> str:
    """Return what is said instead; where it asks nothing, the former question with it in its place.

    Args:
        former: The question before.
        denied: What is denied of it, where that is said.
        instead: What is said instead.
        tags: Returns the spans of a text.
        known: Without one thing of its kind in the former question both stay.
    """
    spans = tags(instead)
    names = [span for span in spans if span.kinds & _SUBJECTS]
    asks = any(span.kinds & QUESTIONS and not span.kinds & _SUBJECTS for span in spans)
    asks = asks or any(finder("words", "how_many", "asking").search(span.said) for span in names)  # 几个项目
    if asks or not names or not former or _is_whole(names[0], former, tags):
        whose = _whose(names[0], former, tags) if asks and names else ""
        return (not names and former and _ordered(former, instead)) or f"{whose}{instead}"
    bare = re.sub(r"(?:那[次个件条天场])?的?[呢吧啊]?$", "", instead)
    if denied and solid(bare) in former:
        return former
    if denied and solid(denied) in former:
        return former.replace(solid(denied), bare, 1)
    kinds = names[0].kinds & _SUBJECTS
    same = [span for span in tags(former) if span.kinds & kinds and not _asks_or_publishes(span)]
    if len(same) != 1:
        return f"{former},{instead}" if known else bare
    rest = former[same[0].end :]
    return f"{former[: same[0].start]}{bare.removesuffix(rest[:1]) if rest[:1] in bare else bare}{rest}"


def _whose(name: Span, former: str, tags: Tagger) -> str:
    """Return the body that was named before a role where another role is asked for: 提案协办，不对，主办几件."""
    if Kind.ROLE not in name.kinds or Kind.BODY in name.kinds:
        return ""
    spans = tags(former)
    roles = [span for span in spans if Kind.ROLE in span.kinds and Kind.BODY not in span.kinds]
    return next((span.said for span in spans if roles and Kind.BODY in span.kinds), "")


def _is_whole(name: Span, former: str, tags: Tagger) -> bool:
    """Return whether a figure's name asks by itself where another matter was asked for: 提案满意率，说错，采购金额."""
    others = any(span.kinds & {Kind.BODY, Kind.RECORD, Kind.ROLE} for span in tags(former))
    return Kind.FIGURE in name.kinds and len(name.said) >= _WHOLE and others


def _asks_or_publishes(span: Span) -> bool:
    """Return whether a span is what is asked or done, not what it is asked of: 更新了, 什么时候."""
    return finder("words", "asking").search(span.said) is not None or span.said.startswith(words("frames", "publishes"))


def _ordered(former: str, instead: str) -> str | None:
    """Return 最晚的答复 with the order that is said instead: 最早的."""
    order = finder("measures", "latest", "earliest", "most", "least")
    said, before = order.search(instead), order.search(former)
    if said is None or before is None or solid(instead).removesuffix("的") != solid(said[0]).removesuffix("的"):
        return None
    return f"{former[: before.start()]}{said[0]}{former[before.end() :]}"


@cache
def _slip() -> re.Pattern[str]:
    """Find a clause that only says that what stands before it was wrong: 不对, 说错了, 算了问…."""
    said, wrong = alternation(words("repairs", "slip_verbs")), alternation(words("repairs", "slip_ends"))
    slips, dropped = alternation(words("repairs", "slips")), alternation(words("repairs", "dropped"))
    sighs, asks = alternation(words("repairs", "sighs")), alternation(words("frames", "verbs"))
    meant, nots = alternation(words("repairs", "meant")), alternation(words("repairs", "nots"))
    return re.compile(
        rf"(?:^|{_PAUSE})(?:{sighs})*(?:(?:{slips}|不{{1,3}}(?={_PAUSE})|(?:{sighs})不+|(?:{nots})[这那]个?|我?(?:{said})(?:{wrong})字?)[了啦]?{_PAUSE}*)+(?:{sighs})?"
        rf"(?={_PAUSE}|[那这]是|还是|(?<!不)是(?!不)|{meant})(?P<after>.+)$"
        rf"|(?:^|{_PAUSE})(?:(?:{sighs})+{_PAUSE}*(?=还?是(?!不)|那是)|(?:{sighs})*(?:{dropped})+)(?={_PAUSE}|那?是|还是|就?(?:{asks}))(?P<instead>.+)$"
    )


@cache
def _later() -> re.Pattern[str]:
    """Find what was meant at the end: 建议办了几件？哦等等，我要的是提案."""
    sighs = alternation(words("repairs", "sighs"))
    meant = alternation(word for word in words("repairs", "meant") if word.endswith(("的是", "成")))
    return re.compile(
        rf"^(?P<before>.+?)(?:[?？]|{_PAUSE})+(?:(?:{sighs})+{_PAUSE}*)*(?:{meant})(?P<meant>[^,，。;；?？]+)(?P<rest>[,，;；].+)?[。!！]*$"
    )


@cache
def _told_last() -> re.Pattern[str]:
    """Find at the end that what stands before the repair was wrong: 我要的是协办，看岔了."""
    said, wrong = alternation(words("repairs", "slip_verbs")), alternation(words("repairs", "slip_ends"))
    return re.compile(rf"(?<=..){_PAUSE}+(?:刚才|刚刚)?我?(?:{said})(?:{wrong})字?[了啦]{_PAUSE}*$")


@cache
def _led() -> re.Pattern[str]:
    """Find courtesies before what was meant: 不好意思我想问的是…."""
    courtesy = alternation((*words("frames", "courtesy"), *words("words", "politeness")))
    after = alternation((*words("repairs", "meant"), *words("repairs", "nots")))
    return re.compile(rf"^(?:(?:{courtesy}){_PAUSE}*)+(?=(?:{after}))")


@cache
def _meant() -> re.Pattern[str]:
    """Find what leads to what was meant: 我问的是, 我是说."""
    return re.compile(rf"^(?:{alternation(words('repairs', 'meant'))})")


@cache
def _meant_last() -> re.Pattern[str]:
    """Find a last clause that says what was meant: 结转的几件，我说上年结转的不是转下年的."""
    meant = alternation(words("repairs", "meant"))
    return re.compile(rf"(?P<before>.+?){_PAUSE}+(?P<last>(?:{meant})[^,，。;；?？!！]+)")


@cache
def _meant_first() -> re.Pattern[str]:
    """Find what was meant and what not before the question is asked again: 我问的是建议不是提案！建议几件."""
    meant = alternation(words("repairs", "meant"))
    name = "[^,，。;；!！?？]{1,8}"
    return re.compile(rf"^.*?(?:{meant})(?P<meant>{name}?)[,，]?不是{name}[!！。;；,，]+(?P<asked>.+)$")


@cache
def _corrects() -> re.Pattern[str]:
    """Find what says that something else was meant than what was answered: 我想问的是, not 我要."""
    return re.compile(
        rf"^(?:{alternation(word for word in words('repairs', 'meant') if word.endswith(('的是', '成')))})"
    )


@cache
def _not_but() -> re.Pattern[str]:
    """不是复议，是诉讼有几件; 问的不是处罚 是许可; 别给我说公众号，我问的是网站."""
    nots, meant = alternation(words("repairs", "nots")), alternation(words("repairs", "meant"))
    return re.compile(
        rf"^(?:{nots})(?P<denied>[^\s,，。;；]{{1,14}}?)(?:的)?(?:{_PAUSE}*(?:而)?(?P<meant>{meant})|{_PAUSE}*(?:而)?(?<!不)是|(?P<pause>{_PAUSE}+))(?P<instead>.+)$"
    )


@cache
def _but_not() -> re.Pattern[str]:
    """人大建议不是政协提案 几件: what is denied ends with its clause."""
    return re.compile(
        rf"(?<![是有谁])(?:而)?不是(?:问|说|指|要)?(?P<denied>[^\s,，。;；的]{{2,12}})(?P<of>的)?(?=$|{_PAUSE})"
    )
