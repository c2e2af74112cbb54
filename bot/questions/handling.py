"""Figures on 提案 and 建议 as the report's prose states them: 承办, 主办, 协办, 分办, each of one body or of both."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from bot.questions.lexicon import alternation, finder, phrases, words
from bot.questions.message import Message, solid
from bot.questions.question import CellReference
from bot.records.model import Body

_JOINS = ("和", "与", "跟", "及", "还是", "比")
_HANDLED = "handled"
MATTERS = ("cppcc.", "npc.")  # keys of figures on them
_COUNT = re.compile(r"[0-9]+(?:件|个|%)?")
_MOST_UNKNOWN = 2
_OF = ("", "的", "那边的", "这边的")  # 人大的建议 is one


def only_body(keys: Iterable[str]) -> Body | None:
    """Return the one body whose matters all of these figures count; None where there is none."""
    bodies = {key.partition(".")[0] for key in keys}
    return next((body for body in Body if bodies == {body.value}), None)


@dataclass(frozen=True, slots=True)
class _Mention:
    """Words for one body, or for both at once, and what follows up to the next."""

    start: int
    end: int
    until: int
    bodies: tuple[Body, ...]


@cache
def _bodies() -> re.Pattern[str]:
    parts = [rf"(?P<both>{alternation(solid(word) for word in words('words', 'both_bodies'))})"]
    for body in Body:
        listed = (*phrases("bodies_strong")[body.value], *phrases("bodies_weak")[body.value])
        parts.append(rf"(?P<{body.value}>{alternation(listed)})")
    return re.compile("|".join(parts))


@cache
def _roles() -> re.Pattern[str]:
    listed = "|".join(rf"(?P<{role}>{alternation(words)})" for role, words in phrases("roles").items())
    return re.compile(rf"(?:{listed})(?!{alternation(words('words', 'after_role'))})")


def read(message: Message) -> tuple[CellReference, ...] | None:
    """Return the figures on handling that a message asks for, None when it asks for none.

    What is handled is not what is listed (domain.md §6, trap 2): 答复, 公开, 能查到 ask about the lists.
    """
    flat = solid(message.core)
    mentions = _mentions(flat)
    roles = parts_in(flat)
    told = [match for match in roles if match.lastgroup != _HANDLED]
    counted = any(finder(*name).search(message.clean) for name in (("measures", "counting"), ("figures", "share")))
    if not mentions:
        only_roles = sum(len(match.group()) for match in roles) == len(flat)
        telling = (told if counted or only_roles else []) or [
            match for match in roles if match.group() in words("words", "handling_alone") and counted
        ]
        wanted = _without_mention(message, telling)
    elif (
        told
        or (counted and (roles or not finder("measures", "listed").search(message.clean)))
        or (roles and not finder("measures", "listed").search(message.clean))
    ):
        wanted = _with_mentions(mentions, roles, flat)
    else:
        wanted = {}
    # What a number, a day or a word leaves out is left out of the lists.
    if not wanted or message.facets.without or message.facets.limits or not _bare(message, flat):
        return None
    share = finder("figures", "share").search(message.clean) is not None
    no_share = "".join(_unknown(flat)[:1]) if share else None
    return tuple(
        CellReference(keys=(key,), said=said, no_share=None if at else no_share)
        for at, (key, said) in enumerate(wanted.items())
    )


@dataclass(frozen=True, slots=True)
class NamedCount:
    """One count of what was handled, with where the words for it stand in a text; `spans` are all of these words."""

    key: str
    start: int
    end: int
    spans: tuple[tuple[int, int], ...]


def named(text: str) -> list[NamedCount]:
    """Return the counts that a text names side by side: of each body, of each part, or of each body its part.

    提案和建议主办 are two, 提案主办和协办 too; without a part it is what was handled, without a body both bodies' part.
    """
    bodies = bodies_in(text)
    roles = [(*match.span(), str(match.lastgroup)) for match in parts_in(text)]
    told = [role for role in roles if role[2] != _HANDLED] or roles
    if not bodies and not any(role[2] != _HANDLED or text[role[0] : role[1]] in _alone() for role in roles):
        return []  # 办理总数 is said of requests too
    spans = tuple(span for one in (*bodies, *roles) for span in [one[:2]])
    if not bodies and len(told) != 1:
        return [NamedCount(f"handling.{role}", start, end, spans) for start, end, role in told]
    each = [(start, end, body, place) for place, (start, end, body) in enumerate(bodies)]
    each = each or [(*told[0][:2], body, 0) for body in Body]
    if len({body for _, _, body, _ in each}) > 1:
        return [
            NamedCount(f"{body.value}.{told[min(place, len(told) - 1)][2] if told else _HANDLED}", start, end, spans)
            for start, end, body, place in each
        ]
    first, last, body, _ = each[0]
    return [NamedCount(f"{body.value}.{role}", start, end, spans) for start, end, role in told] or [
        NamedCount(f"{body.value}.{_HANDLED}", first, last, spans)
    ]


def parts_in(text: str) -> list[re.Match[str]]:
    """Return where a text names a part in handling, beside the bodies: 政协办了 holds no 协办."""
    return list(_roles().finditer(_bodies().sub(lambda match: " " * len(match.group()), text)))


def roles_in(text: str) -> list[str]:
    """Return the parts in handling that a text names: 主办, 协办, 分办."""
    return [str(match.lastgroup) for match in _roles().finditer(text) if match.lastgroup != _HANDLED]


def _alone() -> tuple[str, ...]:
    return words("words", "handling_alone")


def bodies_in(text: str) -> list[tuple[int, int, Body]]:
    """Return the bodies that a text names, in order; 政协提案 is one of them, 建议提案 are two at one place."""
    found: list[tuple[int, int, Body]] = []
    for match in _bodies().finditer(text):
        for body in tuple(Body) if match.lastgroup == "both" else (Body(str(match.lastgroup)),):
            if found and found[-1][2] is body and solid(text[found[-1][1] : match.start()]) in _OF:
                found[-1] = (found[-1][0], match.end(), body)
            else:
                found.append((*match.span(), body))
    return found


def _mentions(flat: str) -> list[_Mention]:
    found: list[_Mention] = []
    for match in _bodies().finditer(flat):
        bodies = tuple(Body) if match.lastgroup == "both" else (Body(str(match.lastgroup)),)
        if found and found[-1].bodies == bodies:
            found[-1] = _Mention(found[-1].start, match.end(), len(flat), bodies)  # 政协 … 提案: one mention
            continue
        if found:
            last = found[-1]
            found[-1] = _Mention(last.start, last.end, match.start(), last.bodies)
        found.append(_Mention(match.start(), match.end(), len(flat), bodies))
    return found


def _without_mention(message: Message, roles: list[re.Match[str]]) -> dict[str, str]:
    bodies = (message.facets.body,) if message.facets.body else tuple(Body)
    wanted = {f"{body.value}.{role.lastgroup}": role.group() for role in roles for body in bodies}
    stated = {key: said for key, said in wanted.items() if message.vocabulary.states(key)}
    return stated or wanted


def _with_mentions(mentions: list[_Mention], roles: list[re.Match[str]], flat: str) -> dict[str, str]:
    """Give each mention the roles that follow it; those before the first belong to the first (主办了几件提案)."""
    wanted: dict[str, str] = {}
    for index, mention in enumerate(mentions):
        first = 0 if index == 0 else mention.start
        own = [role for role in roles if first <= role.start() < mention.until]
        if not own and flat[mention.end : mention.until] in _JOINS:  # 政协和人大主办: of both
            own = [role for role in roles if mention.until <= role.start()][:1]
        named = [str(role.lastgroup) for role in own]
        asked_first = own and finder("words", "how_many").search(flat[mention.end : max(own[0].start(), mention.end)])
        if not own or asked_first:
            named = [_HANDLED, *named]
        said = flat[min(mention.start, own[0].start() if own else mention.start) : mention.until]
        wanted.update({f"{body.value}.{role}": said for role in named for body in mention.bodies})
    # 共承办提案几件，其中主办几件: both; 承办的提案主办几件: the narrower one comes with the wider anyway.
    return wanted


def _bare(message: Message, flat: str) -> bool:
    """Return whether bodies, roles and counting words are all that the message holds."""
    unknown = _unknown(flat)
    if any(len(piece) > 1 and message.vocabulary.titles.holds(piece) for piece in unknown):
        return False
    return sum(map(len, unknown)) <= _MOST_UNKNOWN


def _unknown(flat: str) -> list[str]:
    """Return the pieces of a message that say something else."""
    left = _COUNT.sub(" ", flat)
    for pattern in (
        _bodies(),
        _roles(),
        finder("words", "how_many"),
        finder("measures", "counting"),
        finder("figures", "share"),
        finder("figures", "compare"),
        finder("figures", "claim"),
        finder("words", "listing"),
        finder("words", "fillers"),
        finder("words", "handling_fillers"),
    ):
        left = pattern.sub(" ", left)
    edges = set("".join(words("words", "edges")))
    return [piece for piece in ("".join(c for c in part if c not in edges) for part in left.split()) if piece]
