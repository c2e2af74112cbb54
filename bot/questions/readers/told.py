"""What a report tells in figures: set against each other (公众号比网站发得多吗), or one by itself.

The words of each operand are looked for in the sentences; a word that no sentence has makes it another question.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from bot.questions.facets import in_its_year
from bot.questions.lexicon import alternation, finder, words
from bot.questions.message import Message, Reading, blank, solid
from bot.questions.operands import figures_in, named_in, says_more, spaces
from bot.questions.question import (
    Axis,
    Bound,
    Computed,
    Focus,
    InPassages,
    Operand,
    Operation,
)
from bot.questions.readers.computed import operation
from bot.questions.readers.passages import asks_for_a_kind, focus_of, synonyms_of
from bot.questions.words import another_question, pieces, record_words
from bot.records.form import definition, forms
from bot.text.numerals import find as numerals

_UNITS = r"人次|万次|万条|分钟|小时|[条期场篇次家名位项件个份则人级天回趟元]"
_ASKED = re.compile(
    rf"(?:一共|总共|共)?(?:有)?(?:多少万?(?P<unit>{_UNITS})?|(?<!第)几(?P<few>{_UNITS}))|(?P<of>[条期场篇次家件])数"
)
_NUMBER = re.compile(rf"(?P<number>\d+(?:\.\d+)?)(?P<tens>[万千百亿]?)(?P<rough>[多余来几])?\s*(?P<unit>{_UNITS}|%)?")
_TENS = {"": 1, "百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000}
_SPLIT = re.compile(r"[、，,]|以及|加上|还是|或者|[和与跟及加同或]|减去|减|比起|(?<!对)比(?!例|率|重)|较|相比|对比")
_MOST_OPERANDS = 6
_DENIED = re.compile("不是(?=.*[吗么])")  # 不是一百吗 supposes that it is
_PERCENT = re.compile("百分之(百|[0-9.]+)")
_ANY_UNIT = ("个", "回", "趟")  # count whatever it is
_PAUSE = re.compile(r"[\s，,;；。?？]+")
_NO_NUMBER = ("第", "周", "星期", "礼拜", ".", "每", "平均")


@dataclass(frozen=True, slots=True)
class _Form:
    """An operation with the phrases of its operands; each of several that are added up first."""

    operation: Operation
    phrases: tuple[tuple[str, ...], ...]
    over: Axis | None = None
    rank: int = 1
    bound: Bound | None = None
    units: tuple[str | None, ...] = ()


def compared(message: Message) -> Reading | None:
    """Read a message that sets figures against each other, a number or months; one of them is told in a sentence."""
    text = plainly(message.core)
    if _is_no_matter(message):
        return None
    if (others := _other_channels(message, text)) is not None:
        return _reading(message, others)
    asked = finder("told", "supposing").search(message.core) is not None
    for form in filter(
        None, (_verdict(text, asked=asked), _ratio(message, text), _channels(message, text), _others(message, text))
    ):
        if (ask := _computed(message, form)) is not None:
            return _reading(message, ask)
    return None


def published(message: Message) -> Reading | None:
    """Read how much something published that is named as it publishes: 网站上一年发了多少东西."""
    carried = finder("told", "carriers").search(message.core)
    tells = finder("told", "published", "read").search(message.core)
    if carried is None or tells is None or figures_in(_without_count(message.core))[0]:
        return None
    return counted(message)


def counted(message: Message) -> Reading | None:
    """Read a question for one number that sentences tell (日报上头登过几篇): every word of it is loaded."""
    text = plainly(message.core)
    asked = _ASKED.search(text)
    if asked is None or _is_no_matter(message) or focus_of(message) is not Focus.HOW_MANY:
        return None
    told = _told(message, _without_count(text), _unit(asked) or _meant(text))
    if told is None or message.vocabulary.titles.holds(solid("".join(told.terms))):
        return None
    return _reading(message, told)


def _reading(message: Message, ask: Computed | InPassages) -> Reading:
    facets = replace(in_its_year(message.facets), body=None, term=None, session=None, period=None)
    return Reading(asks=(ask,), facets=facets, claimed=(message.clean,))


def _is_no_matter(message: Message) -> bool:
    """Return whether replies, proposals, persons or a day are asked for, or two things: other readers' matters."""
    period, core = message.facets.period, _vocatives().sub(" ", message.core).lstrip(" !！，,。~")
    several = sum(asks_for_a_kind(clause) for clause in _PAUSE.split(core)) > 1
    return (
        several
        or another_question(core)
        or record_words().search(core) is not None
        or finder("computed", "posts").search(core) is not None
        or bool(list(message.vocabulary.people_finder.find(core)))
        or (period is not None and period.precision != "year")
    )


def _unit(asked: re.Match[str] | None) -> str | None:
    return (asked["unit"] or asked["few"] or asked["of"]) if asked else None


def plainly(text: str) -> str:
    """Return the text of one clause: a pause says nothing more here than a word that joins."""
    text = _vocatives().sub(" ", text)
    text = _DENIED.sub("  ", text)
    return finder("told", "hearsay").sub(spaces, text).strip(" ?？!！。，,")


@cache
def _vocatives() -> re.Pattern[str]:
    """Find words of courtesy before a question: 同志新媒体发了几条, 急！公众号发了几条."""
    courtesy = words("frames", "courtesy")
    long = alternation(word for word in courtesy if len(word) > 1)
    return re.compile(rf"^(?:(?:{long})|(?:{alternation(courtesy)})[，,！!。~\s]+)+")


def whether(text: str) -> str | None:
    """Return a text without the words at its end that ask whether it is so; None where it has none."""
    bare = re.sub(rf"(?<!什)\s*(?:{alternation(words('told', 'whether'))})[\s?？啊呀呢嘛]*$", "", text)
    return bare.strip(" ，,的了") if bare != text else None


def _verdict(text: str, *, asked: bool) -> _Form | None:
    """Read 甲比乙多吗, 甲有没有乙多, 甲超过乙了吗, 甲超过四万了没, 甲发了65条没错吧."""
    bare = whether(text)
    if bare is None and not asked and not re.search("有没有.+[多高大]$", text):
        return None
    bare = _in_digits(bare or text)
    number = _number(bare)
    if number is not None:
        return _against_a_number(bare, *number)
    if (match := _more_than().fullmatch(bare)) and match["than"].strip():
        relation = "over" if match["how"] in words("told", "more") else "under"
        return _against(match["one"], match["than"], relation)
    if match := re.fullmatch(r"(.+?)(有没有|没有|有)(.+?)(?:那么|这么)?(?:发得|发的|登得|办得)?[多高大]", bare):
        return _against(match[1], match[3], "under" if match[2] == "没有" else "at_least")
    for key in ("at_most", "under", "at_least", "over"):
        if (match := _relations(key).search(bare)) and match.start() and bare[match.end() :].strip():
            return _against(bare[: match.start()], bare[match.end() :], key)
    return None


@cache
def _relations(key: str) -> re.Pattern[str]:
    return re.compile(alternation(word for word in words("told", key) if len(word) > 1))


@cache
def _more_than() -> re.Pattern[str]:
    how = alternation((*words("told", "more"), *words("told", "less")))
    return re.compile(rf"(?P<one>.+?)比(?P<than>.+?)(?:还|更|要|得|的)*(?P<how>{how})(?:一些|一点|些|点)?")


def _against(one: str, other: str, relation: str) -> _Form:
    bound = Bound(relation=relation, number=0)
    return _Form(Operation.DIFFERENCE, (_added(one), _added(other)), bound=bound)


def _added(text: str) -> tuple[str, ...]:
    """Return the phrases that are added up before they are compared (日报和电视加起来)."""
    adding = finder("computed", "sum")
    if not adding.search(text):
        return (text,)
    return tuple(filter(str.strip, _SPLIT.split(adding.sub(" ", text)))) or (text,)


def _in_digits(text: str) -> str:
    """Return a text with its numerals as digits: 一千条, 百分之百."""
    text = _PERCENT.sub(lambda match: f"{'100' if match[1] == '百' else match[1]}%", text)
    for span in reversed(numerals(text)):
        counted = re.match(rf"[多余来几]?\s*(?:{_UNITS})", text[span.end :])
        if counted and not span.raw[0].isdigit() and not text[: span.start].endswith(_NO_NUMBER):
            text = f"{text[: span.start]}{span.value}{text[span.end :]}"
    return text


def _number(text: str) -> tuple[int, int, Bound, str | None] | None:
    """Return where a supposed number stands, and what is supposed; None where there is none, or there are several."""
    found = []
    for match in _NUMBER.finditer(text):
        if match["unit"] or match["tens"]:
            value = float(match["number"]) * _TENS[match["tens"]]
            relation = "about" if match["rough"] else "equal"
            found.append((*match.span(), Bound(relation=relation, number=round(value)), match["unit"]))
    return found[0] if len(found) == 1 else None


def _against_a_number(text: str, start: int, end: int, bound: Bound, unit: str | None) -> _Form | None:
    before, after = text[:start].strip(), text[end:].strip()
    relation = bound.relation
    for key in ("at_most", "under", "at_least", "over"):
        if match := re.search(rf"(?:{alternation(words('told', key))})\s*$", before):
            before, relation = before[: match.start()], key
            break
    else:
        if before.endswith("比") and (how := _more_or_less(after)):
            before, after, relation = before[:-1], "", how
    if solid(after) and not all(sign in words("told", "light") for sign in solid(after)):
        before, after = f"{before} {after}", ""
    phrases = _added(re.sub(rf"(?:{alternation(words('told', 'equal'))})\s*$", "", before))
    return _Form(Operation.DIFFERENCE, (phrases,), bound=Bound(relation=relation, number=bound.number), units=(unit,))


def _more_or_less(after: str) -> str | None:
    for key, relation in (("more", "over"), ("less", "under")):
        if after[-1:] in words("told", key):
            return relation
    return None


def _ratio(message: Message, text: str) -> _Form | None:
    """Read 甲是乙的几倍, 平均每月几条, 平均每条多少人看, 平均一个项目花多少."""
    if match := finder("told", "monthly").search(text):
        phrase = _without_count(blank(text, *match.span()))
        asked = _ASKED.search(text)
        return _Form(Operation.RATIO, ((phrase,),), over=Axis.MONTHS, units=(_unit(asked),))
    if match := finder("told", "times").search(text):
        sides = [
            side for side in re.split("相当于|[是为有跟比]", blank(text, *match.span()).strip(), maxsplit=1) if side
        ]
        return _Form(Operation.RATIO, tuple((side,) for side in sides)) if len(sides) == 2 else None
    match = re.search(rf"(?:{alternation(words('told', 'per'))})(?P<unit>个?项目|{_UNITS})", text)
    if match is None:
        return None
    phrase = _without_count(blank(text, *match.span()))
    return _row_ratio(phrase) or _per_piece(message, phrase, match["unit"])


def _per_piece(message: Message, phrase: str, unit: str) -> _Form | None:
    """Return what comes to one of the pieces that the same thing published: 公众号的阅读量 by 公众号 in 条."""
    told = _told(message, phrase, None)
    carriers = finder("told", "carriers")
    owners = [term for term in (told.terms if told else ()) if carriers.search(term)]
    if told is None or not owners or len(owners) == len(told.terms):
        return None
    return _Form(Operation.RATIO, ((phrase,), ("".join(owners),)), units=(None, unit))


def _row_ratio(phrase: str) -> _Form | None:
    """Return the money of a row by what it counts: 采购总金额 by 采购项目数量."""
    named, _ = named_in(phrase, None)
    rows = {one.key.rpartition(".")[0] if definition(one.key) else one.key for one in named if one.key}
    for form in forms():
        for block in form.blocks:
            for row in block.rows:
                money = [column for column in block.columns if column.money]
                others = [column for column in block.columns if not column.money]
                if f"{block.prefix}.{row.key}" in rows and len(money) == len(others) == 1:
                    stem = f"{block.prefix}.{row.key}"
                    keys = (f"{stem}.{money[0].key}", f"{stem}.{others[0].key}")
                    return _Form(Operation.RATIO, tuple((f"={key}",) for key in keys))
    return None


def _channels(message: Message, text: str) -> _Form | None:
    """Read 哪个渠道发得最多, 各渠道排个名."""
    match = finder("told", "channels").search(text)
    if match is None:
        return None
    rest = blank(text, *match.span())
    ordered = finder("told", "order").search(rest)
    asked = operation(replace(message, core=rest)) if not ordered else None
    which: Operation | None = Operation.ORDER if ordered else asked.operation if asked else None
    if which not in (Operation.ORDER, Operation.MOST, Operation.LEAST):
        which = _contest(rest)
    if which is None:
        return None
    rest = finder("told", "order", "publishing", "counting").sub(spaces, asked.rest if asked else rest)
    rest = re.sub("[多少高低]$", "", finder("computed", "most", "least").sub(spaces, rest).rstrip())
    if cut(message, _without_count(rest)) != ():
        return None
    return _Form(which, (), over=Axis.CHANNELS, rank=asked.rank if asked else 1)


def _other_channels(message: Message, text: str) -> Computed | None:
    """Read 不算公众号，其他渠道各发了多少条: what is told of each channel but this one."""
    match = _but_one().fullmatch(text)
    carrier = finder("told", "carriers").search(match["aside"] or match["before"]) if match else None
    if match is None or carrier is None or _ASKED.search(match["rest"]) is None:
        return None
    rest = finder("told", "publishing", "counting").sub(spaces, _without_count(match["rest"]))
    if cut(message, re.sub("各个?|分别|都", "", rest)) != ():
        return None
    publishing, avoid = words("told", "publishing"), (carrier[0], *synonyms_of([carrier[0]])[0])
    told = InPassages(terms=publishing[:1], focus=Focus.HOW_MANY, alternatives=(publishing[1:],), avoid=avoid)
    operand = Operand(said=message.core.strip(), told=told)
    return Computed(operation=Operation.ORDER, operands=(operand,), over=Axis.CHANNELS)


@cache
def _but_one() -> re.Pattern[str]:
    before, after = alternation(words("turns", "except_before")), alternation((*words("turns", "except_after"), "外"))
    others = alternation((*words("turns", "rest"), *words("turns", "others")))
    kinds = alternation(words("told", "kinds_of_channel"))
    one = r"[^\s,，的]{2,10}?"
    return re.compile(
        rf"(?:(?:{before}|除)(?P<aside>{one})(?:{after})?|(?P<before>{one})(?:{after}))"
        rf"[\s,，]*(?:{others}|的)*(?:{kinds})(?P<rest>.+)"
    )


def _contest(text: str) -> Operation | None:
    last = text.rstrip()[-1:]
    return {"多": Operation.MOST, "高": Operation.MOST, "少": Operation.LEAST, "低": Operation.LEAST}.get(last)


def _others(message: Message, text: str) -> _Form | None:
    """Read sums, differences, ranks and shares of what is named."""
    if match := finder("told", "order").search(text):
        rest = finder("told", "order").sub(spaces, text)
        which = Operation.ORDER
    elif finder("figures", "share").search(text):
        said = finder("figures", "share").sub(lambda found: "占" if "占" in found[0] else " ", text)
        part, of, whole = said.partition("占")
        sides = tuple((side,) for side in (part, whole.strip(" 的")) if side.strip())
        return _Form(Operation.SHARE, sides) if of and sides else None
    elif match := re.fullmatch(r"(.+?)(多|少)(?:一点|些)?还是(.+?)(多|少)", text):
        return _Form(Operation.MOST if match[2] == "多" else Operation.LEAST, ((match[1],), (match[3],)))
    else:
        asked = operation(replace(message, core=text))
        if asked is None or asked.bound:
            return None
        which, rest = asked.operation, asked.rest
    rest = re.sub(r"\s*[多少]\s*$", "", _without_count(rest))
    between = rf"(?:{_SPLIT.pattern})|\s+" if which is Operation.ORDER else _SPLIT.pattern
    parts = (part.strip() for part in re.split(between, rest))
    phrases = [part for part in parts if part and cut(message, part) != ()]
    unit = _unit(_ASKED.search(text))
    return _Form(which, tuple((phrase,) for phrase in phrases), units=(unit,) * len(phrases))


def _computed(message: Message, form: _Form) -> Computed | None:
    """Return what a form asks for; None where one of its phrases names nothing that is loaded."""
    if form.over is Axis.CHANNELS:
        publishing = words("told", "publishing")
        told = InPassages(terms=publishing[:1], focus=Focus.HOW_MANY, alternatives=(publishing[1:],))
        operands: tuple[Operand, ...] = (Operand(said=message.core.strip(), told=told),)
    else:
        units = form.units or (None,) * len(form.phrases)
        if not any(units) and form.operation is not Operation.RATIO:
            units = (_meant(message.core),) * len(form.phrases)
        made = [_operand(message, phrases, unit) for phrases, unit in zip(form.phrases, units, strict=True)]
        kept = [operand for operand in made if operand is not None]
        if len(kept) != len(made):
            return None
        operands = tuple(kept)
        if not _enough(form, operands):
            return None
    return Computed(operation=form.operation, operands=operands, over=form.over, rank=form.rank, bound=form.bound)


def _meant(text: str) -> str | None:
    """Return the unit that a verb means where none is said: what is published is counted in pieces."""
    published = finder("told", "published").search(finder("told", "carriers").sub(" ", text)) and not finder(
        "told", "read"
    ).search(text)
    return words("told", "pieces")[0] if published else None


def _enough(form: _Form, operands: Sequence[Operand]) -> bool:
    told = any(operand.told for operand in operands)
    if told and any(operand.key for operand in operands):
        return False
    least = 1 if form.over or form.bound or form.operation is Operation.SHARE else 2
    unequal = form.bound is not None and (
        len(operands) > 1 or form.bound.relation not in ("equal", "about") or "%" in form.units
    )
    named = unequal or form.operation is Operation.RATIO
    if any(operand.plus and not operand.told for operand in operands):
        return False
    return least <= len(operands) <= _MOST_OPERANDS and bool(told or named)


def _operand(message: Message, phrases: Sequence[str], unit: str | None) -> Operand | None:
    said = phrases[0].strip()
    if said.startswith("="):
        return Operand(said=said[1:], key=said[1:])
    named, rest = named_in(said, None)
    if len(named) == 1 and named[0].key and not says_more(rest) and len(phrases) == 1:
        return Operand(said=said, key=named[0].key)
    if any(one.key for one in named):
        return None
    told = _told(message, said, unit)
    if told is None:
        return None
    others = [_operand(message, (phrase,), unit) for phrase in phrases[1:]]
    kept = tuple(operand for operand in others if operand is not None)
    return Operand(said=said, told=told, plus=kept) if len(kept) == len(others) else None


def _told(message: Message, text: str, unit: str | None) -> InPassages | None:
    terms = cut(message, _without_count(text))
    if not terms:
        return None
    alternatives = synonyms_of(terms)
    in_pieces = unit is None or unit in (*_ANY_UNIT, *words("told", "pieces"))
    if (
        in_pieces
        and _meant(text)
        and not any(
            set(words("told", "publishing")) & {term, *others} for term, others in zip(terms, alternatives, strict=True)
        )
    ):
        terms = (*terms, words("told", "publishing")[0])
        alternatives = (*alternatives, words("told", "publishing")[1:])
    return InPassages(
        terms=terms,
        focus=Focus.HOW_MANY,
        alternatives=alternatives,
        unit=None if unit in _ANY_UNIT else (unit or "").lstrip("万") or None,
    )


def _without_count(text: str) -> str:
    return _ASKED.sub(spaces, text)


def cut(message: Message, text: str) -> tuple[str, ...] | None:
    """Cut a phrase into words that sentences have; None where one of its words stands in none of them."""
    for key in ("places", "things", "counting"):
        text = finder("told", key).sub(" ", text)
    passages = message.vocabulary.passages
    found: dict[str, None] = {}
    for run in map(solid, pieces(text)):
        at = 0
        for piece in passages.pieces(run):
            place = run.index(piece, at)
            if not (_add(message, run[at:place], found) and _add(message, piece, found)):
                return None
            at = place + len(piece)
        if not _add(message, run[at:], found):
            return None
    return tuple(found)


def _add(message: Message, word: str, found: dict[str, None]) -> bool:
    """Add a word, or its other words, where sentences have it; return whether it may stand there."""
    if _is_light(word):
        return True
    passages = message.vocabulary.passages
    bare = _bare(word)
    known = next(
        (
            one
            for one in (word, bare)
            if len(one) > 1 and (passages.holds(one) or any(map(passages.holds, synonyms_of((one,))[0])))
        ),
        None,
    )
    if known is None:
        return False
    found[known if synonyms_of((known,))[0] else bare] = None
    return True


def _bare(word: str) -> str:
    """Return a word without signs at its ends that say nothing (门户网站发)."""
    light = words("told", "light")
    while len(word) > 2 and word[-1] in light:
        word = word[:-1]
    while len(word) > 2 and word[0] in light:
        word = word[1:]
    return word


def _is_light(text: str) -> bool:
    light = words("told", "light")
    return all(sign in light for sign in text)
