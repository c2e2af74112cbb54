"""What a question names and a text says otherwise of a value: another year, another of what excludes each other."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise

from bot.answers.inside.asked import PER, Asked, counted, per_one, signs_of
from bot.answers.inside.clauses import GOES_ON, Sentence, SentenceValue
from bot.answers.inside.wordings import alike, others, without_functions
from bot.questions.lexicon import alternation, load
from bot.text import units

_YEAR = re.compile(r"(?<![\d比较与])((?:19|20)\d\d)(?!\d)")  # 比2022年增长 is said of another year
_THIS_YEAR = "今年"
_NOT = "没有?|未|无|非|不(?:[予得再准许]|允许|能)?(?![少超高低])"
_DENIED = re.compile(rf"(?<![有是能会要])(?:{_NOT})((?:(?!的)[\u4e00-\u9fff]){{1,2}})")
_DENIES = re.compile("[没未无不非缺免空停禁剩余]|除外|仅")
_NUMERAL = re.compile(r"[\d一二三四五六七八九十]")
_BOUND = re.compile(r"\d+(?=周?岁|[\u4e00-\u9fff]{0,3}?(?:以上|以下|以内))")  # 80周岁, 100平方米以上: of whom it is
_ORDINAL = re.compile(r"第[\d一二三四五六七八九十]+(?!次)")
_ENTITLED = re.compile("能|可以|最多|最高")
_TELLING = 2  # signs of what tells a case
_BARE = re.compile("[、，]|[、，]?[和及与]")
_SHARED = re.compile(r"[^，；。、\d]*、[^，；。\d]*各[^，；。\d]*$")
_OF_EACH = re.compile("(?:其中)?每[\u4e00-\u9fff]")
_TOTAL = re.compile("[总共]|合计|累计")
_CLAUSES = re.compile("[，；。,;]")


def clashes(
    asked: Asked, text: Sequence[Sentence], place: int, value: SentenceValue, years: frozenset[str]
) -> tuple[str, ...]:
    """Return the words of a question that what is said of a value contradicts.

    Args:
        asked: What is asked.
        text: The text.
        place: Where the sentence of the value stands in it.
        value: The value.
        years: Years that the text is of: its 今年.
    """
    return (
        *_other_years(asked, text, place, value, years),
        *_other_kinds(asked, text[place], value),
        *_other_numbers(asked, text[place], value),
        *_denied(asked, value),
        *_other_ones(asked, text[place], value),
    )


def _other_years(
    asked: Asked, text: Sequence[Sentence], place: int, value: SentenceValue, years: frozenset[str]
) -> tuple[str, ...]:
    wanted = {found for run in asked.runs for found in _YEAR.findall(run)}
    relative = {word for word in _relative() if word in asked.clause}
    if not wanted and not relative:
        return ()
    sentence = text[place]
    before = [one.said for one in text[:place] if one.paragraph == sentence.paragraph]
    said = (*reversed(_CLAUSES.split(sentence.said[: value.end])), *reversed(before))
    told = next((found for clause in said if (found := _years_in(clause, years))), frozenset())
    meant = wanted | relative | {year for word in relative for year in _shifted(word, years)}
    # What is said without a time is of the time of the text: its own year, this year.
    fits = told & meant if told else not relative - {_THIS_YEAR}
    return () if fits else tuple(sorted({*(f"{year}年" for year in wanted), *relative}))


def _years_in(text: str, years: frozenset[str]) -> frozenset[str]:
    relative = {word for word in _relative() if word in text}
    shifted = {year for word in relative for year in _shifted(word, years)}
    return frozenset({*_YEAR.findall(text), *relative, *shifted})


def _shifted(word: str, years: frozenset[str]) -> Iterator[str]:
    return (str(int(year) + int(_relative()[word])) for year in years)


@cache
def _relative() -> dict[str, str]:
    return {str(word): str(shift) for word, shift in load("inside")["years"].items()}


def _other_kinds(asked: Asked, sentence: Sentence, value: SentenceValue) -> Iterator[str]:
    for contrast in _contrasts():
        wanted = {name: match.group() for name, one in contrast if (match := one.search(asked.clause))}
        if not wanted:
            continue
        nearest = (value.own, *reversed(_CLAUSES.split(sentence.said[: value.start])))
        told = next((found for clause in nearest if (found := _told(contrast, clause))), frozenset())
        # 总体近视率51.3% is none of kindergartens.
        named = any(len(word) > _TELLING or word.endswith("里") for word in wanted.values())
        others_told = any(_told(contrast, one.own) - wanted.keys() for one in sentence.values)
        around = _told(contrast, sentence.heading + (sentence.said if named else ""))
        of_none = not told and (named or others_told) and not around & wanted.keys()
        if of_none or (told and not told & wanted.keys()):
            yield from wanted.values()


def _other_numbers(asked: Asked, sentence: Sentence, value: SentenceValue) -> Iterator[str]:
    """Yield the numbers of a question that another value of the sentence has as its condition: 80岁 of 80周岁4元."""
    mine = set(_BOUND.findall(value.own))
    ordered = _ORDINAL.findall(sentence.said)
    yield from (one for one in _ORDINAL.findall(asked.clause) if ordered and one not in value.own + value.before)
    for other in sentence.values:
        if other.own != value.own:
            condition = other.own.replace(sentence.said[other.start : other.end], "")
            for number in set(_BOUND.findall(condition)) - mine:
                if any(number in _BOUND.findall(run) for run in asked.runs):
                    yield number


def _other_ones(asked: Asked, sentence: Sentence, value: SentenceValue) -> Iterator[str]:
    """Yield what an amount is asked for one of where it is one of something else (每月 of 每台3500元), or of all."""
    asked_for = per_one().findall(asked.clause)
    wanted = asked_for if value.kind == "money" else []
    if value.kind in ("persons", "count"):
        yield from (one for one in asked_for if not any(unit in sentence.said for unit in _alike(counted(one))))
    if value.kind in ("persons", "count") and not (asked.each or asked.bounded):
        # Of one, not of all: 每处 of 每处面积不少于80平方米，藏书不少于6000册 too.
        led = sentence.said if _OF_EACH.match(sentence.said) and not _TOTAL.search(value.own) else ""
        yield from (f"每{counted(one)}" for one in per_one().findall(led or value.own) if one[0] == "每")
    if value.kind == "money" and (entitled := _ENTITLED.search(asked.clause)) and signs_of("said").search(value.own):
        yield entitled[0]  # what was paid so far is not what one may get
    printed = set(map(counted, per_one().findall(value.own)))
    if printed:
        fits = any(_alike(counted(one)) & printed or counted(one).startswith(tuple(printed)) for one in wanted)
        yield from () if fits else wanted[:1]
        return
    things = {one for group in load("inside")["measures"] for one in group} | set(units.forms())
    for one in wanted:
        unit = alternation(_alike(counted(one)))
        each = rf"[{PER}]个?(?:{unit})|(?:{unit})均"
        if units.kind_of(counted(one)) == "duration":
            each += rf"|(?<![\d今去明前后本]){counted(one)}(?=[\u4e00-\u9fff]{{2}})"  # 年报酬
        if (counted(one) in things or not value.unit) and not re.search(each, sentence.said):  # 减半 of 一平米
            yield one


def _alike(unit: str) -> frozenset[str]:
    return alike(unit).union(others().get(unit, ()))


def _denied(asked: Asked, value: SentenceValue) -> Iterator[str]:
    """Yield what only one of a question and a value denies: 没发票 of 凭发票补贴300元."""
    denied = _DENIED.search(asked.clause)
    if denied and not _DENIES.search(value.own + value.before):
        yield denied[0]
    for found in _DENIED.finditer(value.own):
        if found[1] in asked.clause and not denied:
            yield found[1]


def one_of_several(
    asked: Asked, text: Sequence[Sentence], place: int, value: SentenceValue, own: Sequence[str]
) -> bool:
    """Return whether values that are said alike stand beside one, each for a case of its own, and none is asked for.

    70岁以上每餐补助3元，80岁以上每餐补助5元 where no age is asked for; 旺季110元、淡季80元 where no season is. Whose
    each of 2000元、1000元、500元 is cannot be told.
    `own`: the words of the question that are the value's own; the rest as in `clashes`.
    """
    beside = [text[place]]
    if place and text[place - 1].said.endswith(GOES_ON):
        beside.append(text[place - 1])
    if text[place].said.endswith(GOES_ON) and place + 1 < len(text):
        beside.append(text[place + 1])
    said = text[place].said
    alike = [one for one in text[place].values if (one.kind, one.unit) == (value.kind, value.unit)]
    shared = _SHARED.search(text[place].said, 0, value.start)
    if shared and not any(word in shared[0] for word in own if len(word) >= _TELLING):
        return True  # 青龙镇、白马镇各建1座: neither is asked for
    gaps = (said[one.end : other.start] for one, other in pairwise(alike) if value in (one, other))
    return any(_BARE.fullmatch(gap) for gap in gaps) or any(
        other.unit == value.unit
        and other.kind == value.kind
        and not (other.former or value.former)
        and _is_another_case(asked, (text[place], value), (at, other), own)
        for at in beside
        for other in at.values
        if other is not value
    )


def _is_another_case(
    asked: Asked, one: tuple[Sentence, SentenceValue], other: tuple[Sentence, SentenceValue], own: Sequence[str]
) -> bool:
    for contrast in _contrasts():
        told, against = _told(contrast, one[1].own), _told(contrast, other[1].own)
        if told and against and not told & against and not _told(contrast, asked.clause):
            return True
    verbs = [at.said[value.start - _TELLING : value.start] for at, value in (one, other)]
    mine, its = (value.own.replace(at.said[value.start : value.end], "") for at, value in (one, other))
    only = "".join(sign for sign in mine if sign.isalnum() and sign not in its)
    if verbs[0] != verbs[1] or (len(without_functions(only)) < _TELLING and not _NUMERAL.search(only)):
        return False
    return not any(_NUMERAL.match(word) or _only_in(mine, its, (word, *others().get(word, ()))) for word in own)


def _only_in(text: str, other: str, forms: Iterable[str]) -> bool:
    forms = tuple(forms)
    return any(one in text for one in forms) and not any(one in other for one in forms)


def _told(contrast: tuple[tuple[int, re.Pattern[str]], ...], text: str) -> frozenset[int]:
    return frozenset(name for name, one in contrast if one.search(text))


@cache
def _contrasts() -> tuple[tuple[tuple[int, re.Pattern[str]], ...], ...]:
    return tuple(tuple((at, re.compile(one)) for at, one in enumerate(group)) for group in load("inside")["contrasts"])
