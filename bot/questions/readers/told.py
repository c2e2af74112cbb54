"""What a report tells in figures: set against each other (公众号比网站发得多吗), or one by itself.

The words of each operand are looked for in the sentences; a word that no sentence has makes it another question.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from bot.questions.facets import in_its_year
from bot.questions.lexicon import alternation, finder, load, words
from bot.questions.message import Message, Reading, blank, solid
from bot.questions.operands import OF_REPLIES, figures_in, named_in, says_more, spaces
from bot.questions.operations import Task, axis_of, operation, picked, with_difference
from bot.questions.question import (
    Axis,
    Computed,
    Focus,
    InPassages,
    Operand,
    Operation,
    TurnedQuestion,
)
from bot.questions.readers.passages import (
    asks_for_a_kind,
    focus_of,
    known_in_sentences,
    synonyms_of,
)
from bot.questions.telling import (
    ASKED,
    SPLIT,
    PhrasedOperation,
    cut,
    each_of,
    in_all,
    in_sentences,
    is_said,
    meant,
    plainly,
    unit_asked,
    vocatives,
    without_count,
)
from bot.questions.turns import leaving_out, taken_off
from bot.questions.verdicts import verdict
from bot.questions.words import another_question, record_words
from bot.questions.words import pieces as words_of

_MOST_OPERANDS = 6
_MONEY = "元"  # which no row but that of fees counts
_SUMS = re.compile("[款钱费资]|金额|收入|经费|预算")  # 罚款超过200万 are no 200万 pieces
READ = "阅读"
# 平均每月, 月均, 一天平均.
OVER_TIME = re.compile(
    "(?P<mean>平均|摊|算|折|合)?(?:下来|起来)?(?:到|是)?(?:大概|大约|差不多)?"
    "(?:(?P<month>每个?月|一个月|月均)|(?P<day>每[一]?[天日]|一天|日均|天均))(?:里)?(?P<then>平均|大概|大约|差不多|合|能|得)*"
)
_BY_WHAT = re.compile(r"[按照依]+[^、，,\s]{0,8}\s*$")  # 按发的条数
_PLUS = re.compile("(?<=[^\\s增更])加(?![强快工大入上班急油盟装密固息热])(?=..)")
_WHICH_NUMBER = re.compile("(?:什么|哪些|哪几个)数字?")
_PER = re.compile(
    r"(?:平均|摊|合)(?:下来)?到?[每一]+(?P<unit>[条期场篇次个项件份则])|(?P<mean>[条期场篇次件份则])均"
    r"|[每一]+(?P<each>[条期场篇次件份则])(?:推文|图文|文章|消息|信息|新闻)?(?:平均|(?=能|可以))|每一(?P<one>[条期场篇次件份则])"
)
_PAUSE = re.compile(r"[\s，,;；。?？]+")


def compared(message: Message) -> Reading | None:
    """Read a message that sets figures against each other, a number or months; one of them is told in a sentence."""
    text = plainly(message.core)
    asked = finder("told", "supposing").search(message.core) is not None
    form = verdict(text, asked=asked)
    ask = _computed(message, form) if form else None
    no_matter = is_no_matter(message)
    if ask and (not no_matter or all(one.key for one in ask.operands)):
        return reading(message, ask)
    if no_matter:
        return None
    if (others := _other_channels(message, text)) is not None:
        return reading(message, others)
    for other in filter(None, (_ratio(message, text), _channels(message, text), _others(message, text))):
        if (ask := _computed(message, other)) is not None:
            return reading(message, *with_difference(ask, text))
    return None


def published(message: Message) -> Reading | None:
    """Read how much something published that is named as it publishes: 网站上一年发了多少东西."""
    carried = finder("told", "carriers").search(message.core)
    tells = finder("told", "published", "read").search(message.core)
    if carried is None or tells is None or figures_in(without_count(message.core))[0]:
        return None
    return counted(message)


def counted(message: Message) -> Reading | None:
    """Read a question for one number that sentences tell (日报上头登过几篇): every word of it is loaded."""
    text = plainly(message.core)
    asked = ASKED.search(text)
    if asked is None or is_no_matter(message) or focus_of(message) is not Focus.HOW_MANY:
        return None
    told = in_sentences(message, without_count(text), unit_asked(asked) or meant(text))
    carriers = finder("told", "carriers").findall(message.core)
    if told is None and carriers and not any(known_in_sentences(message, one) for one in carriers):
        return reading(message, TurnedQuestion(turn="”“".join(carriers), nearest="", strange=True))  # 微博发了多少条
    if told is None or message.vocabulary.titles.holds(solid("".join(told.terms))):
        return None
    return reading(message, told)


def reading(message: Message, *asks: Computed | InPassages | TurnedQuestion) -> Reading:
    """Return what is asked of sentences, whatever body or session the message names."""
    monthly = any(isinstance(ask, Computed) and ask.over in (Axis.MONTHS, Axis.DAYS) for ask in asks)
    period = message.facets.period if monthly else None  # the months that the number has to be of
    facets = replace(in_its_year(message.facets), body=None, term=None, session=None, period=period)
    return Reading(asks=asks, facets=facets, claimed=(message.clean,))


def is_no_matter(message: Message) -> bool:
    """Return whether replies, proposals, persons or a day are asked for, or two things: other readers' matters."""
    period, core = message.facets.period, vocatives().sub(" ", message.core).lstrip(" !！，,。~")
    several = sum(asks_for_a_kind(clause) for clause in _PAUSE.split(core)) > 1
    return (
        several
        or another_question(core)
        or record_words().search(core) is not None
        or finder("computed", "posts").search(core) is not None
        or bool(list(message.vocabulary.people_finder.find(core)))
        or (period is not None and period.precision == "day")
    )


def axis_of_time(match: re.Match[str]) -> Axis:
    """Return whether a number is to be divided by the months or the days that it covers."""
    return Axis.MONTHS if match["month"] else Axis.DAYS


def _ratio(message: Message, text: str) -> PhrasedOperation | None:
    """Read 平均每月几条, 平均每条多少人看."""
    match = OVER_TIME.search(text)
    meant = match and (
        "均" in match[0] or match["mean"] or finder("told", "carriers").search(text)
    )  # not 每个月公开几件
    asked = ASKED.search(text)
    if match and meant and asked:
        phrase = without_count(blank(text, *match.span()))
        return PhrasedOperation(Task(Operation.RATIO, over=axis_of_time(match)), ((phrase,),), (unit_asked(asked),))
    match = _PER.search(text)
    if match is None:
        return None
    phrase = without_count(blank(text, *match.span()))
    return _per_piece(message, phrase, match["unit"] or match["each"] or match["one"] or match["mean"])


def _per_piece(message: Message, phrase: str, unit: str) -> PhrasedOperation | None:
    """Return what comes to one of the pieces that the same thing published: 公众号的阅读量 by 公众号 in 条."""
    told, carriers = in_sentences(message, phrase, None), finder("told", "carriers")
    owners = [term for term in (told.terms if told else ()) if carriers.search(term)]
    read = is_said(phrase, "read")
    if told is None or not owners or (len(owners) == len(told.terms) and not read):
        return None
    phrase = phrase if len(owners) < len(told.terms) or not read else f"{''.join(owners)} {READ}"
    published = f"{''.join(owners)} {words('told', 'publishing')[0]}"
    return PhrasedOperation(Task(Operation.RATIO), ((phrase,), (published,)), (None, unit))


def _channels(message: Message, text: str) -> PhrasedOperation | None:
    """Read 哪个渠道发得最多, 各渠道排个名, 前三个渠道加起来."""
    if axis_of(text)[0] in OF_REPLIES:
        return None  # 哪个月更新得最多: no month is told
    published = _of_pieces(text) or is_said(text, "publishing") or meant(text) is not None
    if not (_kind_of_channel().search(text) or (published and picked(text))):
        return None
    asked = _along_channels(message, text)
    if asked is None or cut(message, without_count(asked.rest)) != ():
        return None
    return PhrasedOperation(replace(asked, over=Axis.CHANNELS))


@cache
def _kind_of_channel() -> re.Pattern[str]:
    """Find what all channels are called, with which or how many of them: 哪个渠道, 六个渠道里, 的平台."""
    kinds = alternation(words("told", "kinds_of_channel"))
    which = r"(?:通过|[在按])?(?:哪|各|每|那|这|所有|全部)?(?:[几两二三四五六七八九十\d]+)?(?:种|条|家|个|些)?"
    return re.compile(rf"(?<!媒体)(?<!新)(?:{which}|的)(?:{kinds})(?:里头|里面|[里中])?")


def _of_pieces(text: str) -> bool:
    """Return whether what is counted is what channels publish: 前三名加起来多少条, 发布量前三名."""
    amounts = (word for word in words("told", "counting") if word.endswith("量") and meant(word))
    return unit_asked(ASKED.search(text)) in words("told", "pieces")[:2] or any(word in text for word in amounts)


def _along_channels(message: Message, text: str) -> Task | None:
    """Return what is asked of all channels, with what is left of the text."""
    asked = operation(replace(message, core=text))
    ordered = None if asked and asked.rank > 1 else finder("told", "order").search(text)  # 排名第三的
    asked = None if ordered else asked
    which = Operation.ORDER if ordered else asked.operation if asked else _contest(without_count(text))
    if which is None:
        return None
    rest = _kind_of_channel().sub(spaces, asked.rest if asked else text)
    rest = finder("told", "order", "publishing", "counting").sub(spaces, rest)
    rest = re.sub("[多少高低]$", "", finder("computed", "most", "least").sub(spaces, rest).rstrip())
    return replace(asked, rest=rest) if asked else Task(which, rest)


def _other_channels(message: Message, text: str) -> Computed | None:
    """Read 不算公众号，其他渠道各发了多少条, 除了网站其他加起来多少: what is told of each channel but this one."""
    match = _but_one().fullmatch(text)
    aside = (match["aside"] or match["before"] or match["taken"]).strip(" 的") if match else ""
    carriers = finder("told", "carriers").findall(aside)
    if match is None or not carriers:
        return None
    said = _WHICH_NUMBER.sub(spaces, match["rest"])
    # 还在哪发消息 is answered with all of them
    asked = Task(Operation.ORDER, finder("told", "things").sub(spaces, said)) if match["where"] else None
    asked = asked or _along_channels(message, said)
    if asked is None and (said != match["rest"] or ASKED.search(said)):
        asked = Task(Operation.ORDER, finder("told", "publishing", "counting").sub(spaces, said))
    if asked is None or cut(message, re.sub("各个?|分别|都", "", without_count(asked.rest))) != ():
        return None
    avoid = (aside, *carriers, *(word for others in synonyms_of(carriers) for word in others))
    form = PhrasedOperation(replace(asked, over=Axis.CHANNELS))
    return (
        replace(made, operands=(replace(made.operands[0], told=replace(told, avoid=avoid)),))
        if ((made := _computed(message, form)) and (told := made.operands[0].told))
        else None
    )


@cache
def _but_one() -> re.Pattern[str]:
    before, after = alternation(leaving_out()), alternation((*words("turns", "except_after"), "外"))
    others = alternation((*words("turns", "rest"), *words("turns", "others")))
    kinds = alternation(words("told", "kinds_of_channel"))
    off = alternation(taken_off())
    one, things = r"[^\s,，的]{2,10}?", alternation(words("told", "things"))
    return re.compile(
        rf"(?:(?:{before}|除)\s*(?P<aside>{one})(?:{after})?|(?P<before>{one})(?:{after})|[把将](?P<taken>{one})的?(?:{off}))"
        rf"[\s,，]*(?:(?:{others}|的|哪一?[个些种]|各个?)*(?:{kinds})|(?P<where>(?:{others}|{things}|[都会还])*(?:在|通过|从|往|到|上)(?:哪些?|什么)(?:里|儿|地方|渠道|平台|媒体)?(?:上|里)?)"
        rf"|(?:{others}|的)+|(?<=[\s,，]))(?P<rest>.+)"
    )


def _contest(text: str) -> Operation | None:
    last = text.rstrip()[-1:]
    return {"多": Operation.MOST, "高": Operation.MOST, "少": Operation.LEAST, "低": Operation.LEAST}.get(last)


def _others(message: Message, text: str) -> PhrasedOperation | None:
    """Read sums, differences, ratios, ranks and shares of what is named."""
    asked: Task | None
    if finder("told", "order").search(text):
        asked = Task(Operation.ORDER, _BY_WHAT.sub(" ", finder("told", "order").sub(spaces, text)))
    elif finder("figures", "share").search(text):
        said = finder("figures", "share").sub(lambda found: "占" if "占" in found[0] else " ", text)
        part, of, whole = said.partition("占")
        sides = tuple((side,) for side in (part, whole.strip(" 的")) if side.strip())
        if not of and (match := re.fullmatch(r"(.+?)(?:大概|大约|差不多)?是(.+?)的?\s*", said)):
            return PhrasedOperation(Task(Operation.RATIO), ((match[1],), (match[2],)))  # 专栏是网站的几分之几
        return (
            PhrasedOperation(Task(Operation.SHARE), sides)
            if of and sides and not _kind_of_channel().search(whole)
            else None
        )
    elif match := re.fullmatch(r"(.+?)(多|少)(?:一点|些)?还是([^多少差]+)(多|少)", text):
        return PhrasedOperation(
            Task(Operation.MOST if match[2] == "多" else Operation.LEAST), ((match[1],), (match[3],))
        )
    elif (asked := operation(replace(message, core=text))) is None and ASKED.search(text) and _PLUS.search(text):
        asked = Task(Operation.SUM, text)  # 国家级加省级几处
    unequal = asked is not None and asked.bound is not None and asked.operation is not Operation.DIFFERENCE
    if asked is None or unequal or _kind_of_channel().search(asked.rest):
        return None
    rest = re.sub(r"\s*[多少]\s*$", "", without_count(asked.rest))
    loose = {Operation.ORDER: r"|\s+", Operation.RATIO: "|[是为顶抵]|相当于|等于"}.get(asked.operation, "")
    parts = (part.strip() for part in re.split(SPLIT.pattern + loose, rest))
    phrases = [part for part in parts if part and cut(message, part) != ()]
    phrases = each_of(message, phrases[0]) if len(phrases) == 1 else phrases
    unit = unit_asked(ASKED.search(text))
    shared = finder("told", "read").search(text)  # 公众号比新媒体少多少阅读: each one's reading
    phrases = [f"{one} {shared[0]}" if shared else one for one in phrases]
    return PhrasedOperation(asked, tuple((phrase,) for phrase in phrases), (unit,) * len(phrases))


def _computed(message: Message, form: PhrasedOperation) -> Computed | None:
    """Return what a form asks for; None where one of its phrases names nothing that is loaded."""
    if form.task.over is Axis.CHANNELS:
        publishing = words("told", "publishing")
        told = InPassages(terms=publishing[:1], focus=Focus.HOW_MANY, alternatives=(publishing[1:],))
        operands: tuple[Operand, ...] = (Operand(said=message.core.strip(), told=told),)
    else:
        units = form.units or (None,) * len(form.phrases)
        published, relative = False, finder("words", "relative_years")
        if not any(units) and form.task.over is None:
            named = finder("told", "carriers").search(message.core)
            published = named is not None and not is_said(message.core, "read")
            units = (words("told", "pieces")[0] if published else meant(message.core),) * len(form.phrases)
        made = [
            _operand(message, phrases, unit, published=published, bare=len(form.phrases) == 1)
            for phrases, unit in zip(form.phrases, units, strict=True)
        ]
        if any(relative.fullmatch(solid(one.said)) for one in made if one is not None and one.told):
            return None  # 网站发布比上年多多少: another year is no sentence of this one
        kept = [operand for operand in made if operand is not None]
        keys = [one.key for one in kept if one.key]
        # 网络问政比依申请多几件, 退团退费占投诉几成; 投诉和举报差多少, which are one row
        of_rows = finder("figures", "organisations").search(message.core)
        if not of_rows and ((keys and len(keys) < len(kept)) or len({*keys}) < len(keys)):
            kept = [_as_told(message, one) for one in kept]
        if len(kept) != len(made):
            return None
        operands = tuple(kept)
        if not _enough(form, operands):
            return None
    return form.task.of(operands)


def _as_told(message: Message, operand: Operand) -> Operand:
    """Return a figure of the form as sentences tell it too, where they have its words."""
    told = in_sentences(message, operand.said, None) if operand.key else None
    return Operand(said=operand.said, told=told) if told else operand


def _enough(form: PhrasedOperation, operands: Sequence[Operand]) -> bool:
    told = any(operand.told for operand in operands)
    if told and any(operand.key for operand in operands):
        return False
    of_two = form.task.operation in (Operation.DIFFERENCE, Operation.RATIO)
    if of_two and len(operands) > 2 and not (form.task.over or form.task.picked):
        return False
    least = 1 if form.task.over or form.task.bound or form.task.operation is Operation.SHARE else 2
    unequal = form.task.bound is not None and (
        len(operands) > 1 or form.task.bound.relation not in ("equal", "about") or "%" in form.units
    )
    named = unequal or form.task.operation is Operation.RATIO
    if any(operand.plus and not operand.told for operand in operands):
        return False
    return least <= len(operands) <= _MOST_OPERANDS and bool(told or named)


def operand_of(message: Message, said: str, unit: str | None) -> Operand | None:
    """Return the number that a phrase names, counted in a unit; None where it names nothing that is loaded."""
    published = finder("told", "carriers").search(said) is not None and not is_said(said, "read")
    return _operand(message, (said,), unit, published=published)


def _operand(
    message: Message, phrases: Sequence[str], unit: str | None, *, published: bool = False, bare: bool = False
) -> Operand | None:
    """Return the operand of phrases; `bare`: without a word all that was published is meant."""
    said = phrases[0].strip()
    named, rest = named_in(said, None)
    if len(named) > 1 and (body := message.facets.body):  # 人大建议协办的比主办的多吗
        named = [one for one in named if one.key.startswith(f"{body.value}.")] or named
    unit = _MONEY if unit in ("万", "亿") and _SUMS.search(said) else unit
    if unit != _MONEY and any(one.key for one in named):
        more, alone = says_more(rest), len(named) == len(phrases) == 1
        courses = tuple(str(word) for key in ("_rose", "_fell") for word in load("agency_groups")[key])
        alone = alone and not finder("figures", "organisations").search(message.core)
        if not alone or not any(
            len(piece) > 1 and not piece.startswith(courses)
            for piece in words_of(finder("told", "places").sub(" ", rest))
        ):
            return Operand(said=said, key=named[0].key) if alone and not more else None
    told = in_sentences(message, said, unit, published=published) or (in_all(message, said, unit) if bare else None)
    if told is None:
        return None
    others = [_operand(message, (phrase,), unit, published=published) for phrase in phrases[1:]]
    kept = tuple(operand for operand in others if operand is not None)
    return Operand(said=said, told=told, plus=kept) if len(kept) == len(others) else None
