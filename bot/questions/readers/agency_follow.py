"""What goes on from a question put to a class of offices: 2021年呢, 只看街道, 合计多少, 公开率呢, 教育局排第几.

It is put together with what it leaves out of the question before into a message that stands by itself, so that its
pages and files can be asked for at any time.
"""

import re
from dataclasses import dataclass, replace

from bot.questions.facets import in_its_year, prepare
from bot.questions.lexicon import finder
from bot.questions.message import Message, Reading, solid, squeezed
from bot.questions.offices import named_offices
from bot.questions.over_agencies import OverAgencies
from bot.questions.question import Understood
from bot.questions.readers import agencies
from bot.questions.readers.agency_words import Token, blanked, glued, places_of, tokens

_GROUP = ("class", "everybody", "who", "whole_city", "of_place", "except_before", "except_after")
_YEARS = ("over_years", "recent")
_LONGEST = 24


@dataclass(frozen=True, slots=True)
class _Parts:
    """A question in its parts, each as it is said; `years` by their numbers."""

    years: str
    group: str
    figures: str
    done: str
    offices: str = ""


def read(message: Message) -> Reading | None:
    """Read a message that goes on from a question put to a class; None where it does not."""
    context = message.context
    former = context.question if context else None
    if former is None or not isinstance(former.asks[0], OverAgencies) or len(message.clean) > _LONGEST:
        return None
    said = finder("follow_ups", "tail").sub("", message.clean).strip(" ?？。!！，,")
    said = re.sub(rf"^(?:{finder('agency_groups', 'leading').pattern})+", "", said)
    new = _parts(message, said)
    if new is None or not any((new.years, new.group, new.figures, new.done)):
        return None
    before = _parts(message, former.follows or former.clean)
    if before is None:
        return None
    done = f"{new.offices}{new.done}" if new.done else "" if new.offices else before.done
    text = "".join((
        new.years or before.years, new.group or before.group, new.figures or before.figures, done,
    ))  # fmt: skip
    whole = prepare(text, text, vocabulary=message.vocabulary, today=message.today)
    found = agencies.read(whole)
    if found is None or not isinstance(found.asks[0], OverAgencies):
        return None
    told = Understood(message.said, text, "context")
    return replace(found, follows=text, understood=(told, *found.understood))


def _parts(message: Message, text: str) -> _Parts | None:
    """Return the parts of a question; None where a word of it is none of them."""
    found = tokens(text, places_of(message.vocabulary))
    rest = blanked(text, found)
    named = named_offices(rest, message.vocabulary)
    made = prepare(rest, rest, vocabulary=message.vocabulary, today=message.today)
    years = in_its_year(made.facets).years
    if made.facets.period is not None or made.facets.other_office:
        return None
    figures, left = agencies.figures_of(made.core)
    if solid(glued(left if figures else made.core)):
        return None
    offices = "".join(sign for sign, kept in zip(rest, named.text, strict=True) if sign != kept)
    return _Parts(
        years=_said(text, [one for one in found if one.key in _YEARS]) or "和".join(f"{year}年" for year in years),
        group=_said(text, [one for one in found if one.key in _GROUP]),
        figures=squeezed(made.core).replace(" ", "") if figures else "",
        done=_said(text, [one for one in found if one.key not in (*_GROUP, *_YEARS)]),
        offices=offices,
    )


def _said(text: str, found: list[Token]) -> str:
    return "".join(text[one.start : one.end] for one in found)
