"""Whether figures are as somebody supposes: 甲比乙多吗, 甲超过乙了吗, 甲发了65条没错吧, 甲比乙多6件对吗."""

import re
from dataclasses import replace
from functools import cache

from bot.questions.lexicon import alternation, finder, words
from bot.questions.message import Message, solid
from bot.questions.operations import Task, bound_in
from bot.questions.question import Bound, Operation
from bot.questions.telling import SPLIT, UNITS, PhrasedOperation, whether
from bot.text.numerals import SCALES
from bot.text.numerals import find as numerals

_NUMBER = re.compile(rf"(?P<number>\d+(?:\.\d+)?)(?P<tens>[万千百亿]?)(?P<rough>[多余来几])?\s*(?P<unit>{UNITS}|%)?")
_NO_NUMBER = ("第", "周", "星期", "礼拜", ".", "每", "平均")


_CLAIM = re.compile(r"\d+(?:\.\d+)?\s*(?:%|件|条|项|个|次|元|万元|万|期)?|零")
_WHETHER = re.compile("是不是")
_HALF = re.compile("(?<=率)(?:超过|超|过)了?(?:一半|半数?)(?:以上)?")
_MONEY = re.compile(
    r"[\d一二三四五六七八九十百千两几][\d.一二三四五六七八九十百千两几多余来]*\s*(?:万元|亿元|[万亿](?:块钱?|[\d一二三四五六七八九])?|元|块钱?)"
)
_SUPPOSES_NOT = re.compile(
    r"(?<![是道])(?:不(?:是|在|叫|当|算|任)|没有?(?:当|担任|任|做|叫|在|算))[^,，。;；?？]*[,，]?(?:吧|对吧|对吗|对不对|没错吧|是吧)[?？。\s]*$"
)


def supposes_not(text: str) -> bool:
    """Return whether a message supposes that something is not so (不是8月开的吧), where 不是8月开的吗 supposes it."""
    return _SUPPOSES_NOT.search(text) is not None


def verdict(text: str, *, asked: bool) -> PhrasedOperation | None:
    """Read 甲比乙多吗, 甲有没有乙多, 甲超过乙了吗, 甲超过四万了没, 甲发了65条没错吧."""
    text, asked = _has_relation().sub("", text), asked or _has_relation().search(text) is not None
    bare = whether(text)
    if bare is None and not asked and not re.search("有没有.+[多高大]$", text):
        return None
    bare = _in_digits(bare or text)
    number = _number(bare)
    match = _more_than().fullmatch(bare)
    if match and match["than"].strip() and (match["number"] or number is None):
        more = match["how"] in words("told", "more")
        by = round(float(match["number"]) * SCALES[match["tens"]]) * (1 if more else -1) if match["number"] else 0
        return _against(match["one"], match["than"], "equal" if by else "over" if more else "under", by)
    return _against_a_number(bare, *number) if number is not None else _against_another(bare)


@cache
def _has_relation() -> re.Pattern[str]:
    """Find 有没有 before a relation, which asks whether it holds: 罚款有没有超过200万."""
    relations = alternation(word for key in ("over", "under", "at_least") for word in words("told", key))
    return re.compile(rf"(?:有没有|有无|是否|是不是)(?={relations})")


def _against_another(bare: str) -> PhrasedOperation | None:
    """Read 甲有没有乙多, 甲超过乙."""
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
    by = rf"(?:了|出)?(?P<number>\d+(?:\.\d+)?)(?P<tens>[万千百亿]?)(?:{UNITS})?"
    return re.compile(rf"(?P<one>.+?)比(?P<than>.+?)(?:还|更|要|得|的)*(?P<how>{how})(?:一些|一点|些|点|{by})?")


@cache
def _compared() -> re.Pattern[str]:
    how = alternation((*words("told", "more"), *words("told", "less")))
    return re.compile(rf"比[^,，。;；?？]+?(?:还|更|要|得|的)*(?:{how})")


def _against(one: str, other: str, relation: str, by: int = 0) -> PhrasedOperation:
    return PhrasedOperation(
        Task(Operation.DIFFERENCE, bound=Bound(relation=relation, number=by)), (_added(one), _added(other))
    )


def _added(text: str) -> tuple[str, ...]:
    """Return the phrases that are added up before they are compared (日报和电视加起来)."""
    adding = finder("computed", "sum")
    if not adding.search(text):
        return (text,)
    return tuple(filter(str.strip, SPLIT.split(adding.sub(" ", text)))) or (text,)


def _in_digits(text: str) -> str:
    """Return a text with its numerals as digits: 一千条; a rate is more than a half where it 过半."""
    text = _HALF.sub("超过50%", text)
    for span in reversed(numerals(text)):
        counted = re.match(rf"[多余来几]?\s*(?:{UNITS})", text[span.end :])
        if not counted and len(span.raw) > 1 and span.raw[-1] in "万亿" and not span.raw[0].isdigit():
            digits = span.value // int(SCALES[span.raw[-1]])  # 阅读量不到四万吧
            text = f"{text[: span.start]}{digits}{text[span.end - 1 :]}"
        if counted and not span.raw[0].isdigit() and not text[: span.start].endswith(_NO_NUMBER):
            text = f"{text[: span.start]}{span.value}{text[span.end :]}"
    return text


def _number(text: str) -> tuple[int, int, Bound, str | None] | None:
    """Return where a supposed number stands, and what is supposed; None where there is none, or there are several."""
    found = []
    for match in _NUMBER.finditer(text):
        every = re.match(alternation(words("turns", "every")), text[match.end() :])  # 7件都公开了 is no count of 公开
        bare = not text[match.end() :].strip() and _relations("over").search(text[: match.start()][-3:])  # 超过500了吗
        if (match["unit"] or match["tens"] or bare) and not every:
            value = float(match["number"]) * SCALES[match["tens"]]
            relation = "about" if match["rough"] else "equal"
            unit = match["unit"] or match["tens"] or None
            found.append((*match.span(), Bound(relation=relation, number=round(value)), unit))
    return found[0] if len(found) == 1 else None


def _against_a_number(text: str, start: int, end: int, bound: Bound, unit: str | None) -> PhrasedOperation | None:
    before, after = text[:start].strip(), text[end:].strip()
    relation = bound.relation
    for key in ("at_most", "under", "at_least", "over"):
        if match := re.search(rf"(?:{alternation(words('told', key))})\s*$", before):
            before, relation = before[: match.start()], key
            break
    if solid(after) and not all(sign in words("told", "light") for sign in solid(after)):
        before, after = f"{before} {after}", ""
    phrases = _added(re.sub(rf"(?:{alternation(words('told', 'equal'))})\s*$", "", before))
    return PhrasedOperation(Task(Operation.DIFFERENCE, bound=replace(bound, relation=relation)), (phrases,), (unit,))


def supposed_value(message: Message) -> str | None:
    """Return the value that the user supposes (听说满意率只有60%对吧)."""
    if not (finder("figures", "claim").search(message.clean) or finder("frames", "whether").search(message.clean)):
        return None
    if _compared().search(message.core):
        return None  # 办结45件，比新收的还多对吗: that it is 45 affirms no comparison
    core = _WHETHER.sub("   ", message.core)  # 是不是0 supposes 0
    if money := _MONEY.search(core):
        return money.group().strip()
    bound, rest = bound_in(core) or (None, "")
    if bound and bound.relation != "equal":  # 没到100%
        return "".join(one for one, left in zip(core, rest, strict=True) if left != one)
    claims = [match[0].strip() for match in _CLAIM.finditer(core)]
    if not claims or finder("figures", "roughly").search(core):
        return None  # 大概11万6 is neither right nor wrong: the printed value is shown
    return "、".join(claims)
