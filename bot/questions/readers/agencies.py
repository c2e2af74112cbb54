"""Questions put to a class of offices: 市直部门申请排名, 哪个街道没有收到申请, 教育局在部门里排第几.

The message is cut into words for the class, words for what is done, figures and years; where a word is left the
question is not answered with something near it, for one unit in the place of a class is false.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from bot.questions.facets import in_its_year, prepare
from bot.questions.handling import MATTERS
from bot.questions.lexicon import alternation, finder, words
from bot.questions.message import Message, Reading, blank, solid
from bot.questions.offices import named_offices
from bot.questions.operands import RECEIVED, named_in
from bot.questions.over_agencies import AgencyGroup, Change, KindsAndLevels, LeadLine, OverAgencies
from bot.questions.question import Bound, CellReference, Facets, Figures, Operand, TurnedQuestion
from bot.questions.readers.agency_bounds import (
    bounds_in,
    in_each_year,
    set_against,
    share_of_all,
    some_of_years,
    than_year,
    unlike,
)
from bot.questions.readers.agency_words import CLASSES, Class, Token, blanked, glued, may_hold_one, places_of, tokens
from bot.questions.readers.computed import shares_of_each
from bot.records.model import RecordKind
from bot.text.normalise import plain

_NAME = "agency_groups"
_SHORT = 2
_FEW = 8  # of so few offices other readers ask of each
_ORDERS = ("ranks", "order", "rising", "first", "last", "most", "least", "rank_most", "rank_least")
_TWO, _WAYS = 2, {"growth", "more", "less", *_ORDERS}
_NEVER = 10_000
_BY = ("多少", "多少件")
_DONE = (
    "above_mean", "below_mean", "none", "not_any", "any", "missing", "doubtful", "more", "less", "growth", "change",
    "sum", "mean",
)  # fmt: skip
_OVER = {"over_years", "recent"}
_SAYING = {*_ORDERS, *_DONE, "median", "place", "of_all", "over_years", "recent"}
_SINGLE = {
    "most": LeadLine.MOST,
    "least": LeadLine.LEAST,
    "median": LeadLine.MEDIAN,
    "mean": LeadLine.MEAN,
    "sum": LeadLine.SUM,
}


def read(message: Message) -> Reading | None:
    """Read a message that is put to a class of offices; None where it is not."""
    text = message.plain if message.excluded else message.clean
    if len(message.vocabulary.agencies) < 2 or not may_hold_one(text):
        return None
    found = tokens(text, places_of(message.vocabulary))
    bounded = bool(bounds_in(text).found) or bool(set_against(message, text, found)[1])
    chosen = _class_of(found, several=len(message.vocabulary.agencies) > _FEW, bounded=bounded)
    if chosen is None:
        return _of_one_office(message, text, found)
    if not chosen[0]["kinds"] and (lead := _named_before(message, text)):
        chosen, found = (CLASSES[lead.which], lead), [lead, *found]
    kinds = {token.key for token in found}
    without = tuple(left_out(message, text, found))
    than = set_against(message, text, found)[1]
    whose = bool(kinds & {"place", "of_all"} or finder(_NAME, "share_of").search(text))
    own = _prepared(message, blanked(text, [span for span, _ in without]), found, keep_places=whose)
    ask, left = _read(own, found, chosen, without, than)
    of_lists = message.vocabulary.reporting < 2 and RecordKind.REPLY in message.vocabulary.kinds
    if ask is None or (of_lists and ask.figures and all(one.key.startswith(MATTERS) for one in ask.figures)):
        return None
    if than:
        ask = replace(ask, change=ask.change or Change.AMOUNT, over_years=False, against=than)
    if ask.change is not None and any(one.of is not None for one in ask.figures):  # no share is taken from another
        left = left or next((one.said for one in found if one.key in (*_WAYS, "change", "against")), text)
    if left or (own.facets.agencies and ask.wanted is not LeadLine.PLACE):
        sure = chosen[1].quantified or chosen[0].get("sure") or kinds & {*_ORDERS, *_SINGLE}
        unread = left or "、".join(_named(message, own.facets.agencies))
        nearest = text.replace(left, "", 1) if left else ""
        asked = TurnedQuestion(turn=unread, nearest=nearest, strange=True)
        certain = (sure or ask.wanted in (LeadLine.MISSING, LeadLine.DOUBTFUL)) and not _mostly_else(own, ask, left)
        return Reading(asks=(asked,), facets=Facets(), claimed=(text,), whole=True) if certain else None
    facets = Facets(years=tuple(year for year in _years(own) if year != than))
    return Reading(asks=(ask,), facets=facets, understood=own.understood, claimed=(text,), whole=True, anew=True)


def _of_one_office(message: Message, text: str, found: Sequence[Token]) -> Reading | None:
    """Read 教育局历年申请, 教育局近三年申请: the reports of one office that are loaded, not years of the calendar."""
    keys = {token.key for token in found if token.key != "of_place"}
    if not keys or not keys <= {"over_years", "recent"}:
        return None
    own = _prepared(message, text, [token for token in found if token.key != "of_place"], keep_places=True)
    figures, left = figures_of(own.core)
    sure = len(own.facets.agencies) == 1 and figures and all(one.of is None for one in figures)
    if not sure or solid(glued(left)) or own.facets.years:
        return None
    recent = next((token.number for token in found if token.number), 0)
    cells = tuple(CellReference(keys=(one.key,), said=one.said) for one in figures)
    facets = Facets(agencies=own.facets.agencies, years=message.vocabulary.report_years[:recent] if recent else ())
    return Reading(asks=(Figures(cells=cells, compare=True),), facets=facets, claimed=(text,), whole=True, anew=True)


def _named(message: Message, slugs: Sequence[str]) -> list[str]:
    return [agency.name for agency in message.vocabulary.agencies if agency.slug in slugs][:3]


def _mostly_else(own: Message, ask: OverAgencies, left: str) -> bool:
    """Return whether more of a message is not understood than names a figure: it asks of something else."""
    named = max((len(solid(one.said)) for one in ask.figures), default=0)
    return len(left) > max(named, _SHORT) + 1 and left in solid(glued(own.core))


def _class_of(found: Sequence[Token], *, several: bool, bounded: bool) -> tuple[Class, Token] | None:
    """Return the class that is asked of, with where it is named; None where a word for one is only a word."""
    ranked = any(token.key in (*_ORDERS, "median") for token in found)
    for one in found:
        if one.key == "class" and not one.excluded:
            of = CLASSES[one.which]
            if (one.quantified or one.within or one.stands or of.get("sure")) and (of["kinds"] or several):
                return of, one
    everybody = next((token for token in found if token.key == "everybody"), None)
    done = ranked or bounded or any(token.key in _DONE for token in found)
    who = next((token for token in found if token.key in ("who", "whole_city") and token.stands and done), None)
    place = next((token for token in found if token.key in ("place", "by_level", "by_kind")), None)
    if several and (token := everybody or who or place):
        return {"kinds": (), "levels": ()}, token
    return None


def _named_before(message: Message, text: str) -> Token | None:
    """Return the class that a part of the message before this one names, taking up no room: 街道这块，谁申请最多."""
    whole = plain(message.said)
    if whole == text or finder(_NAME, "speaking").search(whole):
        return None
    named = (one for one in tokens(whole, ()) if one.key == "class" and one.stands and CLASSES[one.which]["kinds"])
    lead = next(named, None)
    return replace(lead, start=0, end=0) if lead else None


def _prepared(message: Message, text: str, found: Sequence[Token], *, keep_places: bool) -> Message:
    """Return what is left without the words for the class and what is done, its years and offices read anew."""
    taken = [token for token in found if not (keep_places and token.key == "of_place")]
    return prepare(message.plain, blanked(text, taken), vocabulary=message.vocabulary, today=message.today)


def left_out(message: Message, text: str, found: Sequence[Token]) -> Iterator[tuple[Token, tuple[str, ...]]]:
    """Yield where offices stand that are left out, by 不含 before them or 除外 behind them, with their slugs."""
    for one in found:
        if one.key == "except_before":
            end = min([at for at in map(text.find, "，,;；", [one.end] * 4) if at >= 0] or [len(text)])
            start = one.end
            if not solid(text[start:end]):  # 公安局不算，合计多少; 把财政局剔除
                start, end = max(text.rfind(sign, 0, one.start) for sign in "，,;；") + 1, one.start
        elif one.key == "except_after":
            start = max(text.rfind(sign, 0, one.start) for sign in "，,;；") + 1
            end = one.start
        else:
            continue
        named = named_offices(text[start:end], message.vocabulary)
        if named.agencies:
            gone = "".join("\0" if sign != text[start + at] else " " for at, sign in enumerate(named.text))
            for match in re.finditer("\0+", gone):
                begins, ends = start + match.start(), start + match.end()
                yield Token(begins, ends, "left_out", text[begins:ends]), named.agencies


def _read(
    own: Message,
    found: Sequence[Token],
    chosen: tuple[Class, Token],
    without: Sequence[tuple[Token, tuple[str, ...]]],
    than: int,
) -> tuple[OverAgencies | None, str]:
    """Return what is asked, and what of the message is not understood; None where no figure of offices is."""
    of, token = chosen
    keys = {one.key for one in found}
    keys |= {"less" for one in found if one.key == "growth" and one.said in words(_NAME, "falling")}  # 降幅最大的
    pace = next((one.said for one in found if finder(_NAME, "paces").search(one.said)), "")
    keys |= {"growth"} if pace else set()
    core = own.core
    limits = bounds_in(core)
    figures, core = figures_of(limits.rest)
    asks = keys & {"missing", "loaded", "doubtful"}
    counted = keys <= {"class", "everybody", "tables"} and _counting().search(own.plain)
    reports = bool(asks or counted) and not figures
    if not figures and not reports:
        return None, ""
    if keys & {"first", "last"} and finder(_NAME, "share_of").search(core):
        keys.add("sum")  # 前四名占全部多少
    named = bool(own.facets.agencies)
    share = share_of_all(core, figures if of["kinds"] else (), keys, of_whom=named or token.quantified)
    of_all, figures, core = share.asked, share.figures or figures, share.rest
    keys = (keys - {"sum"}) | ({"place"} if named else set()) if of_all else keys
    against_what = next((one.said for one in found if one.key == "against" and len(one.said) == 1 and not than), "")
    pace = "" if keys & {"more", "less"} else pace  # of what is done fastest nothing tells; nor 前五后五 in one row
    both = {"first", "last"} <= keys and next(one.said for one in found if one.key == "last")
    left = (
        pace
        or both
        or solid(glued(core))
        or _not_told(own, core, keys)
        or unlike(limits, figures, keys)
        or against_what
    )
    keys |= (than_year(own.plain) if than or keys & {"change", "steadily"} else set()) | (
        {"in percent"} if limits.percent else set()
    )
    group = _group(found, of, token, without, keys)
    wanted = LeadLine.MISSING if reports and "doubtful" not in keys else _wanted(keys, limits.found)
    average = "over" if "above_mean" in keys else "under" if "below_mean" in keys else ""
    ask = OverAgencies(group=group, wanted=wanted, figures=figures, bounds=limits.found, average=average, of_all=of_all)
    which, said = _which().pattern, re.escape(token.said)
    # 哪些部门有上年结转, 哪些部门以国家秘密为由不公开; 打官司的部门有几家
    if re.search(rf"{which}{said}{_did().pattern}", own.plain) or (
        not keys & _SAYING and re.search(rf"的{said}(?:一共|总共|共)?有?(?:{which}|多少)$", own.plain)
    ):
        keys.add("any")
    elif in_each_year(own.plain, found) and not keys & (_SAYING - _OVER) and _asks_which(own, found):
        keys.add("any")  # 哪些部门年年都有申请
    elif (had := re.search(rf"(?<![没所只])有[^有没，,]{{1,10}}的{said}", own.plain)) and not keys & (_SAYING - _OVER):
        left = left or (had[0] if keys & _OVER else "")  # 近三年有申请的: in each of them, or in one?
        keys.add("any")
    if not limits.found and keys & {"none", "not_any", "any"} and wanted not in (LeadLine.MISSING, LeadLine.DOUBTFUL):
        relation = "equal" if keys & {"none", "not_any"} else "over"  # 为零的有没有
        ask = replace(ask, wanted=LeadLine.COUNT, bounds=(Bound(relation=relation, number=0),))
    return _with_order(ask, own, found, keys), left


def _years(own: Message) -> tuple[int, ...]:
    """Return the years that are named, of 2020年以来 those of which reports are loaded."""
    since = _since(own)
    return tuple(year for year in own.vocabulary.report_years if year >= since) or in_its_year(own.facets).years


def _since(own: Message) -> int:
    """Return the year of 2020年以来; too late a one where none is named."""
    match = re.search(rf"([0-9]{{4}})年?(?:{alternation(words(_NAME, 'since'))})", own.plain)
    return int(match[1]) if match else _NEVER


def _not_told(own: Message, core: str, keys: set[str]) -> str:
    """Return what no annual report tells, or what is asked here of nothing: a month, a share of one among all."""
    period = own.facets.period
    if period is not None and _since(own) == _NEVER:
        return period.said.strip()
    if match := re.search(alternation(words(_NAME, "not_told")), core):
        return match[0]
    share = re.search(alternation(words(_NAME, "share_of")), core)
    return some_of_years(own.plain) or (share[0] if share and not {"sum"} & keys else "")


def _wanted(keys: set[str], bounds: Sequence[Bound]) -> LeadLine:
    first = bool(keys & {"first", "last"})
    ways = (
        (bool(keys & {"missing", "loaded"}) and not keys & {*_SINGLE, *_ORDERS}, LeadLine.MISSING),
        ("doubtful" in keys, LeadLine.DOUBTFUL),
        ("place" in keys, LeadLine.PLACE),
        (bool(bounds) or bool(keys & {"above_mean", "below_mean"}), LeadLine.COUNT),
        (bool(keys & {"by_level", "by_kind"}), LeadLine.GROUPS),
        ("sum" in keys and bool(keys & {"order", "rising"}), LeadLine.LIST),  # 行政复议总计排名
        ("sum" in keys and first, LeadLine.SUM),
        ({"most", "least"} <= keys, LeadLine.ENDS),
        *((key in keys, wanted) for key, wanted in _SINGLE.items()),
    )
    return next((wanted for fits, wanted in ways if fits), LeadLine.LIST)


def _with_order(ask: OverAgencies, own: Message, found: Sequence[Token], keys: set[str]) -> OverAgencies:
    """Return what is asked with its order, its number of places, its years and its change."""
    numbers = {token.key: token.number for token in found if token.number}
    rising = bool(keys & {"rising", "last", "least"}) and ask.wanted is not LeadLine.ENDS
    first = numbers.get("first") or numbers.get("last") or 0
    if keys & {"all_of"} and any(one.of is not None for one in ask.figures):
        ask = replace(ask, wanted=LeadLine.SUM)
    years = _years(own)
    several = bool(keys & {"over_years", "recent", "steadily"})
    which = _asks_which(own, found)
    by = any(one.key in ("more", "less") and one.said.endswith(_BY) for one in found)
    listed = ask.wanted is LeadLine.LIST and not keys & {"growth", *_ORDERS} and not by
    plainly = listed and which
    if several and (plainly or (listed and "steadily" in keys)) and keys & {"more", "less"}:
        ask = replace(ask, wanted=LeadLine.COUNT, course="fell" if "less" in keys else "rose")
    elif keys & {"change", "growth", "more", "less"} and not (
        len(years) > _TWO and "change" in keys and not keys & _WAYS
    ):
        change = Change.PERCENT if keys & {"growth", "in percent"} else Change.AMOUNT
        if "less" in keys and keys & {"most", "first", "least", "order"}:
            rising = True  # 下降最多
            ask = replace(ask, wanted=LeadLine.LEAST if ask.wanted is LeadLine.MOST else ask.wanted)
        ask = replace(ask, change=change)
        if (plainly or ask.bounds) and keys & {"more", "less", "growth"}:
            bounds = ask.bounds or (Bound(relation="over", number=0),)
            ask = replace(ask, wanted=LeadLine.COUNT, bounds=bounds, course="fell" if "less" in keys else "rose")
    if ask.wanted is LeadLine.PLACE:
        ask = replace(ask, of=own.facets.agencies)
    for key, wanted in (("rank_most", LeadLine.MOST), ("rank_least", LeadLine.LEAST)):
        if key in keys and ask.wanted is LeadLine.LIST:
            ask, rising = replace(ask, wanted=wanted, rank=numbers.get(key, 1)), key == "rank_least"
    if ranks := next((one for one in found if one.key == "ranks"), None):
        begins, first = sorted((ranks.number, ranks.until))
        ask = replace(ask, begins=begins)
        rising = rising or finder(_NAME, "from_the_end").search(ranks.said) is not None
    recent = numbers.get("recent", 0) or numbers.get("steadily", 0)
    if ask.course and ask.change is None and finder(_NAME, "running").search(own.plain):
        recent += bool(recent and "recent" not in keys)  # 连续两年下降: from one before them
    over = ask.change is None and (several or len(years) > 1)
    return replace(
        ask,
        rising=rising,
        first=first,
        over_years=over,
        drawn="picture" in keys,
        filed="sheet" in keys,
        recent=recent,
    )


def _asks_which(own: Message, found: Sequence[Token]) -> bool:
    """Whether a message asks which offices, or how many, something is true of."""
    behind = any(f"的{one.said}" in own.plain for one in found if one.key == "class")
    return behind or _counting().search(own.plain) is not None


@cache
def _which() -> re.Pattern[str]:
    return re.compile(f"(?:{alternation(words(_NAME, 'which'))})")


@cache
def _did() -> re.Pattern[str]:
    year = rf"(?:[0-9]{{4}}年?|{alternation(words('words', 'relative_years'))})?"
    return re.compile(rf"{year}(?:有(?![多几哪没无])|{alternation(words(_NAME, 'reasons'))})")


@cache
def _counting() -> re.Pattern[str]:
    """Find words that ask which or how many: 上升的有几家."""
    return re.compile(alternation(words(_NAME, "counting")))


def _group(
    found: Sequence[Token],
    of: Class,
    token: Token,
    without: Sequence[tuple[Token, tuple[str, ...]]],
    keys: set[str],
) -> AgencyGroup:
    left_out = [one for one in found if one.excluded and one.key == "class"]
    named = [one for one in found if one.key == "class" and not one.excluded and CLASSES[one.which]["kinds"]]
    classes = [_pair(CLASSES[one.which]) for one in named] if of["kinds"] else []
    places = tuple(one.said for one in found if one.key == "of_place" and not one.excluded)
    said = "、".join(dict.fromkeys(one.said for one, _ in without))
    return AgencyGroup(
        said="、".join(dict.fromkeys(one.said for one in named)) if classes else token.said,
        classes=tuple(dict.fromkeys(classes)),
        places=() if "place" in keys else places,
        joined=bool(of.get("joined")) and len(named) == 1,
        without=tuple(sorted({slug for _, slugs in without for slug in slugs})),
        without_classes=tuple(dict.fromkeys(_pair(CLASSES[one.which]) for one in left_out)),
        without_said=(*filter(None, (said,)), *(one.said for one in left_out)),
    )


def _pair(of: Class) -> KindsAndLevels:
    return tuple(of["kinds"]), tuple(of["levels"]), tuple(of.get("ends", ()))


def figures_of(core: str) -> tuple[tuple[Operand, ...], str]:
    """Return the figures, or the shares of some, that a text names, and what of it is left."""
    if shares := shares_of_each(core):
        return shares
    for key in ("took", "answering") if finder("computed", "received").search(core) else ("answering",):
        core = finder(_NAME, key).sub(lambda match: " " * len(match[0]), core)  # 申请收了多少 asks of no fee
    core = _joined_received().sub(lambda match: match[0].replace("、", "和"), core)  # 申请、公开 is no 申请公开
    named, rest = named_in(core, None)
    keys = dict.fromkeys(one.key for one in named if one.key)
    if keys and RECEIVED not in keys and _joined_received().search(core):
        keys = {RECEIVED: None, **keys}  # 申请和予以公开
    if not keys and (match := finder(_NAME, "received").search(rest)):
        return (Operand(said=match[0], key=RECEIVED),), blank(rest, *match.span())  # 收件排名
    said = {one.key: core[one.start : one.end].strip() for one in named}
    return tuple(Operand(said=said.get(key, ""), key=key) for key in keys), rest


@cache
def _joined_received() -> re.Pattern[str]:
    """Find requests as such at the head of a list of figures."""
    received, joins = alternation(words("computed", "received")), alternation(words("words", "joins"))
    return re.compile(rf"(?<![\u4e00-\u9fff])(?:{received})(?:{joins})")
