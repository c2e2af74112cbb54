"""What goes on from a question put to a class of offices: 2021年呢, 只看街道, 合计多少, 公开率呢, 教育局排第几.

It is put together with what it leaves out of the question before into a message that stands by itself, so that its
pages and files can be asked for at any time.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.questions.facets import in_its_year, prepare
from bot.questions.lexicon import finder, words
from bot.questions.message import Message, Reading, solid, squeezed
from bot.questions.offices import named_offices
from bot.questions.over_agencies import LeadLine, OverAgencies
from bot.questions.question import Facets, TurnedQuestion, Understood
from bot.questions.readers import agencies
from bot.questions.readers.agency_bounds import bounds_in, set_against
from bot.questions.readers.agency_words import CLASSES, COUNTERS, Token, blanked, glued, places_of, tokens

_NAME = "agency_groups"
_CLASS, _WHO = ("class", "everybody", "whole_city"), ("who",)
_YEARS, _SOME, _COMES_TO = ("over_years", "recent"), ("first", "last"), {"sum"}
_OUT, _REPORTS, _LONGEST = ("except_before", "except_after"), ("missing", "loaded", "doubtful"), 24
_ABOUT = "，,、个家名位"  # what was between the words that are taken out
_PLACE = re.compile("第(?P<n>[0-9]{1,2}|[一二三四五六七八九十]{1,3})[名个位家]?")


@dataclass(frozen=True, slots=True)
class _Parts:
    """A question in its parts, each as it is said; `years` by their numbers.

    `than`: the year that they are set against. `some`: how many are asked for. `comes_to`: only what they come to is.
    `reports`: reports as such are asked for, no figure of them. `ranks`: the place of an office is.
    `unmet`: it is to be set against something, or to leave something out, and what is not understood.
    """

    years: str
    than: str
    places: str
    group: str
    who: str
    without: tuple[str, ...]
    figures: str
    done: str
    some: str
    comes_to: bool
    reports: bool
    ranks: bool
    unmet: bool
    offices: str

    @property
    def goes_on(self) -> bool:
        """Whether it says anything, and leaves out what makes a question that stands by itself."""
        says = any((self.years, self.than, self.places, self.group, self.without, self.figures, self.done))
        return says and not (self.group and (self.figures or self.reports))


def read(message: Message) -> Reading | None:
    """Read a message that goes on from a question put to a class; None where it does not."""
    context = message.context
    former = context.question if context else None
    asked = former.asks[0] if former else None
    if former is None or not isinstance(asked, OverAgencies) or len(message.clean) > _LONGEST:
        return None
    text = message.plain if message.excluded else message.clean
    said = finder("follow_ups", "tail").sub("", text).strip(" ?？。!！，,")
    said = re.sub(rf"^(?:{finder(_NAME, 'leading').pattern})+", "", said)
    new, before = _parts(message, _ordered(said, asked)), _parts(message, former.follows or former.clean)
    ranked = asked.wanted is LeadLine.PLACE  # 教育局排第几 → 财政局呢
    if new is None or before is None or not (new.goes_on or ranked) or (new.offices and not (ranked or new.ranks)):
        return None
    if new.unmet:
        return _not_understood(said)
    text = _together(before, new, ranked=ranked)
    found = agencies.read(prepare(text, text, vocabulary=message.vocabulary, today=message.today))
    if found is None or not isinstance(found.asks[0], OverAgencies):
        return None
    told = Understood(message.said, text, "context")
    return replace(found, follows=text, understood=(told, *found.understood))


def _ordered(said: str, asked: OverAgencies) -> str:
    """Return 第二 and 反过来排 as what they mean behind the question before."""
    if place := _PLACE.fullmatch(said):
        key = "rank_least" if asked.rising else "rank_most"
        return next(word for word in words(_NAME, key) if word.endswith("第{n}")).replace("{n}", place["n"])
    if any(said in one["words"] for one in CLASSES if len(said) == 1):
        return f"{words(_NAME, 'quantifiers')[0]}{said}"  # 镇呢
    if _shares(said):
        return words(_NAME, "sum" if asked.first else "of_all")[0]  # 前五名 → 占多少, which their sum says
    if finder(_NAME, "turned").fullmatch(said):
        return words(_NAME, "order" if asked.rising else "rising")[0]
    return said


def _shares(said: str) -> bool:
    """Return whether a share is asked for without a figure that is one."""
    return bool(finder("figures", "share").search(said)) and not agencies.figures_of(said)[0]


def _not_understood(said: str) -> Reading:
    asked = TurnedQuestion(turn=said, nearest="", strange=True)
    return Reading(asks=(asked,), facets=Facets(), claimed=(said,), whole=True)


def _together(before: _Parts, new: _Parts, *, ranked: bool) -> str:
    """Return the question that a message stands for: what it leaves out is that of the question before.

    `ranked`: the place of an office was asked for, and that of another may be.
    """
    kept = before.done if not new.offices else f"{new.offices}{before.done}" if ranked else ""
    done = f"{new.offices}{new.done}" if new.done else kept
    some = "" if new.some or not new.comes_to else before.some  # 前三名 → 合计
    group = f"{new.places or ('' if new.group else before.places)}{new.group or before.group}" or before.who
    without = dict.fromkeys((*(() if new.group else before.without), *new.without))
    left_out = f"，{words(_NAME, 'except_before')[0]}{'、'.join(without)}" if without else ""
    return "".join((
        new.years or before.years, group, new.figures or ("" if new.reports else before.figures), some, done,
        new.than or ("" if new.years or new.done else before.than), left_out,
    ))  # fmt: skip


def _parts(message: Message, text: str) -> _Parts | None:
    """Return the parts of a question; None where a word of it is none of them."""
    found = tokens(text, places_of(message.vocabulary))
    out = [token for token, _ in agencies.left_out(message, text, found)]
    than, _ = set_against(message, text, found)
    rest = blanked(text, [*found, *out])
    if than:
        out_of_it = text[than[0] : than[1]]
        rest = f"{rest[: than[0]]}{' ' * len(out_of_it)}{rest[than[1] :]}"
    named = named_offices(rest, message.vocabulary)
    made = prepare(rest, rest, vocabulary=message.vocabulary, today=message.today)
    years = in_its_year(made.facets).years
    if made.facets.period is not None or made.facets.other_office:
        return None
    limits = bounds_in(made.core)
    figures, left = agencies.figures_of(limits.rest)
    if solid(glued(left if figures else limits.rest)):
        return None
    said = squeezed(made.core).replace(" ", "").strip(_ABOUT)
    kept = [one for one in found if not one.excluded and not one.key.startswith("except_")]
    kept = [one for one in kept if not than or one.end <= than[0] or one.start >= than[1]]
    done = [one for one in kept if one.key not in (*_CLASS, *_WHO, *_YEARS, "of_place")]
    without = (*(one.said for one in out), *(one.said for one in found if one.excluded))
    missing = any(one.key == "missing" for one in done)  # 没交 is said back as 未收录: nobody knows who handed in
    return _Parts(
        years=_said(text, [one for one in found if one.key in _YEARS]) or "和".join(f"{year}年" for year in years),
        than=text[than[0] : than[1]] if than else "",
        places=_said(text, [one for one in kept if one.key == "of_place"]),
        group=_said(text, [one for one in kept if one.key in _CLASS]),
        who=_said(text, [one for one in kept if one.key in _WHO]),
        without=without,
        figures=said if figures else "",
        done=(words(_NAME, "missing")[0] if missing else _said(text, done))
        + (said if limits.found and not figures else ""),
        some=_said(text, [one for one in done if one.key in _SOME]),
        comes_to={one.key for one in done} <= _COMES_TO,
        reports=any(one.key in _REPORTS for one in done),
        ranks=any(one.key == "place" for one in done),
        unmet=any(one.key == "against" and len(one.said) == 1 for one in done)
        or (any(one.key in _OUT for one in found) and not without),
        offices="".join(sign for sign, left_in in zip(rest, named.text, strict=True) if sign != left_in),
    )


def _said(text: str, found: Sequence[Token]) -> str:
    """Return words as they are said, with what is counted behind a number: 最多的五家."""
    return "".join(
        text[one.start : one.end + (one.number > 0 and text[one.end : one.end + 1] in COUNTERS)] for one in found
    )
