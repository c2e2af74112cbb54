"""Two questions in one message, and a question said in two messages.

*joined*: halves that are complete alone, with eight connectors and none, in both orders: both answered. *follow-up*: a
slot said in a second message: the same as said at once.
"""

from collections.abc import Iterator
from itertools import pairwise, permutations, product

from bot.answers.answer import FiguresAnswer
from bot.records.form import definition, form
from bot.records.model import RecordKind
from bot.store.read.values import Selection
from tests.reading.asking import Desk, Told
from tests.reading.kept import Ground, Judge, Kept, Part, Trial

_CONNECTORS = ("，", "；", "？", "。另外", "，还有", "，然后", "\n", "，顺便问下", " ", "")
_KINDS = frozenset({"figure", "number", "people", "event", "date", "stats", "keyword"})
_MOST = 25  # characters of a half: longer ones are no questions that anybody adds another to
_NAMES_OF_MUCH = ("总计", "其他")  # alone they name a row, a column and more
_TURNS = ("{}呢", "那{}的呢", "我说{}的", "我问的是{}的", "{}", "是{}的", "不是，{}的", "其中{}的呢", "{}的有几件")
_EVERY = 7  # of the figures of a form, for follow-ups


def joined(ground: Ground, part: Part) -> Iterator[Trial]:
    """Yield pairs of questions in one message."""
    halves = [kept for kept in ground.kept if kept.row.kind in _KINDS and len(kept.message) <= _MOST]
    places = {name: [kept for kept in halves if kept.desk.name == name] for name in ground.desks}
    for kept in (kept for kept in ground.queries(part) if kept in halves):
        others = places[kept.desk.name]
        other = next(
            (
                found
                for turn in range(20)
                if (found := part.choose(others, kept.identity, turn)).query
                and found.message != kept.message
                and _slots(found) == _slots(kept)
            ),
            None,
        )
        if other is not None:
            connector = part.choose(_CONNECTORS, kept.identity)
            message = kept.message.rstrip("?？。") + connector + other.message
            yield Trial(f"{kept.identity}+{other.identity}", kept.desk, (message,), _both(kept, other))


def _slots(kept: Kept) -> tuple[bool, ...]:
    """Return which slots a question says: said once, a slot holds for both halves."""
    facets = kept.told.question.facets
    return (bool(facets.years or facets.period), bool(facets.agencies or facets.other_office), bool(facets.term))


def _both(first: Kept, second: Kept) -> Judge:
    def judge(told: Told) -> str | None:
        lost = [half for half in (first, second) if not half.satisfied(told.text)]
        return None if not lost else f"{len(lost)} of two lost: {', '.join(half.message for half in lost)}"

    return judge


def follow_ups(ground: Ground, part: Part) -> Iterator[Trial]:
    """Yield a figure, an agency or a year said in a second message, of each loaded report."""
    for desk in ground.desks.values():
        if " " in desk.name:
            continue
        reports = desk.shelf.store.reports()
        for report in reports:
            names = _figures(desk, report.agency.slug, report.year)
            whole = f"{report.agency.name}{report.year}年"
            for order, (name, following) in enumerate(pairwise(names)):
                yield from _followed(part, desk, f"{whole}{name}多少", f"{following}呢", f"{whole}{following}多少")
                if order % _EVERY:
                    continue
                for other in (one for one in reports if one is not report):
                    turn = f"{other.agency.name}{other.year}年"
                    if name in _figures(desk, other.agency.slug, other.year):
                        yield from _followed(part, desk, f"{whole}{name}多少", f"{turn}呢", f"{turn}{name}多少")
            for first, turn, once in _slots_of(desk):
                for said in _TURNS:
                    wanted = f"{whole}{once}几件"
                    yield from _followed(part, desk, f"{whole}{first}几件", said.format(turn), wanted)
    yield from _of_months(ground, part)


def _of_months(ground: Ground, part: Part) -> Iterator[Trial]:
    for desk in ground.desks.values():
        if " " not in desk.name:
            months = sorted(month for month in desk.shelf.store.tally(_any(), "month") if month)
            for one, other in permutations(months, 2):
                first, second = (f"{month[:4]}年{int(month[5:])}月" for month in (one, other))
                yield from _followed(part, desk, f"{first}的答复", f"{second}呢", f"{second}的答复")


def _slots_of(desk: Desk) -> Iterator[tuple[str, str, str]]:
    """Yield two slots said at once, another of one's kind, and what is asked when it has taken its place."""
    for applicant, row in product(("自然人", "商业企业"), ("不予公开", "无法提供")):
        yield f"{applicant}予以公开", row, f"{applicant}{row}"
        yield f"{applicant}{row}", "法律服务机构", f"法律服务机构{row}"
    yield "行政复议维持", "行政诉讼", "行政诉讼维持"
    yield "行政复议", "尚未审结", "行政复议尚未审结"
    for (body, matter), role in product((("政协", "人大建议"), ("人大", "政协提案")), ("主办", "协办")):
        if desk.shelf.vocabulary.states("cppcc.lead"):
            yield role, body, f"{body}{role}"
            yield f"{matter}{role}", body, f"{body}{role}"


def _any() -> Selection:
    return Selection(kinds=(RecordKind.REPLY,))


def _followed(part: Part, desk: Desk, first: str, second: str, whole: str) -> Iterator[Trial]:
    if part.takes(f"{first} {second}"):
        yield Trial(f"{desk.name}", desk, (first, second), _leads_like(desk, whole))


def _leads_like(desk: Desk, whole: str) -> Judge:
    def judge(told: Told) -> str | None:
        wanted = desk.ask(whole)
        lead = {fact for fact in wanted.facts if fact[0] in ("record", "agency")} | _leading(wanted)
        lost = lead - told.facts
        return f"lost {sorted(lost)[:3]}" if lost else None

    return judge


def _leading(told: Told) -> set[tuple[str, ...]]:
    if not isinstance(told.answer, FiguresAnswer):
        return set()
    year = {("year", str(told.answer.year))}
    return year | {("figure", line.key, line.raw) for line in told.answer.groups[0].lines}


def _figures(desk: Desk, agency: str, year: int) -> list[str]:
    """Return the names of the rows that a report prints, in the order of the form."""
    cells = desk.shelf.store.cells(agency, year)
    report = next(iter(desk.shelf.store.reports(agency=agency, year=year)))
    printed = (key for key in form(report.form).cells() if key in cells and key.endswith((".total", ".decisions")))
    found = (known for key in printed if (known := definition(key)))
    names = dict.fromkeys(known.row.short or known.row.label for known in found)
    return [name for name in names if name not in _NAMES_OF_MUCH]
