"""What must hold between lists, and between two sides of one question.

*sets*: a filter and its contrary part all there is; a filter adds nothing; one that everything fits changes nothing.
*symmetry*: A and B asked as B and A: the same answer.
"""

from collections.abc import Iterator
from itertools import pairwise

from bot.answers.answer import NumberNotFound
from bot.records.form import FORM_2021, definition, form
from bot.records.model import Body, RecordKind
from bot.store.read.values import Selection
from tests.reading.asking import Desk, Told
from tests.reading.kept import Ground, Part, Trial, same

_BODIES = {Body.CPPCC: ("政协", "提案"), Body.NPC: ("人大", "建议")}
_CONTRARIES = ("不是{}的答复", "除了{}的答复有哪些", "{}以外的答复", "别给我看{}的，答复有哪些")
_COUNTED = (".total", ".decisions", ".issued")


def sets(ground: Ground, part: Part) -> Iterator[Trial]:
    """Yield filters over the replies of each library, with their contraries."""
    for desk in ground.desks.values():
        if " " in desk.name:
            continue
        bodies = {name for name, _ in _BODIES.values()}
        everything = _keys(desk, Selection(kinds=(RecordKind.REPLY,)))
        for said, chosen in _filters(desk):
            inside = _keys(desk, chosen)
            yield from _list(part, desk, f"{said}的答复有哪些", inside)
            for contrary in _CONTRARIES:
                yield from _list(part, desk, contrary.format(said), everything - inside)
            for other, both in _filters(desk):
                # 政协人大的答复 names both bodies: those of either.
                if other != said and not (said[0].isdigit() and other[0].isdigit()) and {said, other} - bodies:
                    yield from _list(part, desk, f"{said}{other}的答复", inside & _keys(desk, both))


def _filters(desk: Desk) -> Iterator[tuple[str, Selection]]:
    """Yield ways to say a part of the replies, with that part."""
    reply = (RecordKind.REPLY,)
    store = desk.shelf.store
    for body, (name, _) in _BODIES.items():
        yield name, Selection(kinds=reply, body=body)
    for month in sorted(month for month in store.tally(Selection(kinds=reply), "month") if month):
        year, number = int(month[:4]), int(month[5:])
        first = store.records(Selection(kinds=reply), limit=1000)
        days = [one.record.published_on for one in first if one.record.published_on]
        days = [day for day in days if (day.year, day.month) == (year, number)]
        yield f"{number}月", Selection(kinds=reply, published_from=min(days), published_to=max(days))
    for stored in store.records(Selection(kinds=reply), limit=1000)[::3]:
        if stored.record.number_raw:
            yield f"{stored.record.number_raw}号", Selection(kinds=reply, keys=(stored.record.key,))


def _keys(desk: Desk, chosen: Selection) -> frozenset[str]:
    return frozenset(desk.shelf.store.keys(chosen))


def _list(part: Part, desk: Desk, message: str, wanted: frozenset[str]) -> Iterator[Trial]:
    def judge(told: Told) -> str | None:
        remembered = told.answer.remember
        shown = frozenset(remembered.keys if remembered else ())
        shown = shown or frozenset(key for kind, *rest in told.facts for key in rest if kind == "record")
        if isinstance(told.answer, NumberNotFound):
            shown = frozenset()  # it says that the record of this number is one of the other body
        if shown == wanted:
            return None
        return f"{len(shown)} shown, {len(wanted)} wanted, {len(shown & wanted)} of them"

    if part.takes(message):
        yield Trial(desk.name, desk, (message,), judge)


def symmetry(ground: Ground, part: Part) -> Iterator[Trial]:
    """Yield questions that name two things of a kind, with these swapped."""
    for desk in ground.desks.values():
        if " " in desk.name:
            continue
        for message, swapped in _both_ways(desk):
            if part.takes(message):
                yield Trial(desk.name, desk, (swapped,), same(lambda desk=desk, message=message: desk.ask(message)))


def _both_ways(desk: Desk) -> Iterator[tuple[str, str]]:
    """Yield questions about two agencies, figures, bodies or numbers, each with its two sides swapped."""
    store = desk.shelf.store
    reports = store.reports()
    agencies = list(dict.fromkeys(report.agency.name for report in reports))
    rows = [known.row.short for key in form(FORM_2021).cells() if (known := definition(key)) and key.endswith(_COUNTED)]
    numbers = [one.record.number_raw for one in store.records(Selection(kinds=(RecordKind.REPLY,)), limit=12)]
    for whose in (f"{report.agency.name}{report.year}年" for report in reports):
        for one, other in pairwise(rows):
            yield from _ways(f"{whose}{{}}和{{}}各多少", one, other)
            yield from _ways(f"{whose}{{}}与{{}}哪个多", one, other)
    for one, other in pairwise(agencies):
        for row in rows[::4]:
            yield from _ways(f"{{}}和{{}}的{row}", one, other)
            yield from _ways(f"{{}}、{{}}{row}谁多", one, other)
    for one, other in pairwise(numbers):
        yield from _ways("{}和{}什么时候公开的", str(one), str(other))
    for asked in ("{}和{}主办各几件", "{}、{}各有几件答复", "{}和{}哪个多"):
        yield from _ways(asked, "提案", "建议")


def _ways(asked: str, one: str, other: str) -> Iterator[tuple[str, str]]:
    yield asked.format(one, other), asked.format(other, one)
