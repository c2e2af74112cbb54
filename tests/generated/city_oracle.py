"""What is true of a made-up city (`tests.generated.city`), worked out from what was printed by code of its own.

A screen agrees where its text says what it must, in order, and nothing that it must not. It is judged by its text
alone, so that no class of the answering code is known here.
"""

import re
from collections.abc import Callable, Iterator
from decimal import ROUND_HALF_UP, Decimal

from tests.generated.city import CITY, YEARS, City, Printed, Unit
from tests.generated.city_truth import SORTS, Asked, called, number, percent, value

_SHOWN = 8  # rows of the first page that are looked at


def faults(asked: Asked, city: City, text: str) -> list[str]:
    """Return what is wrong with the text of a screen as an answer to a question; nothing where it agrees."""
    return list(_CHECKS[asked.op](_Case(asked, city, text.replace(",", ""))))


class _Case:
    def __init__(self, asked: Asked, city: City, text: str) -> None:
        self.asked, self.city, self.text = asked, city, text
        self.first = next((line for line in text.splitlines() if line and not line.startswith("（")), "")
        self.units = city.of(*(SORTS[one] for one in asked.sorts))
        self.left_out: list[str] = []
        if asked.more.startswith("-"):
            self.left_out = asked.more[1:].split()
            self.units = [unit for unit in self.units if unit.name not in self.left_out]
        if asked.more.startswith("@"):
            self.units = [unit for unit in self.units if unit.place == asked.more[1:]]

    def report(self, unit: Unit, year: int | None = None) -> Printed | None:
        return self.city.reports.get((unit.name, year or self.asked.year))

    def valued(self, year: int | None = None, figure: str | None = None) -> dict[str, Decimal]:
        found = {}
        for unit in self.units:
            had = value(self.report(unit, year), figure or self.asked.figure)
            if had is not None:
                found[called(unit)] = had
        return found

    @property
    def lines(self) -> list[str]:
        """The rows of the text."""
        return [line for line in self.text.splitlines() if re.match(r"\d+\. ", line)]

    def strangers(self) -> Iterator[str]:
        """Yield what of other sorts or years stands in the text as if it were asked for."""
        for name in self.left_out:
            short = name.removeprefix(CITY)
            if any(short in line for line in self.lines):
                yield f"left out, and shown: {short}"
        names = [called(unit) for unit in self.units]
        for line in self.lines:
            if not any(name in line for name in names):
                yield f"a row of no unit asked for: {line}"
        if told := re.search(r"(\d+) 家中收录 (\d+) 家", self.first):
            loaded = sum(self.report(unit) is not None for unit in self.units)
            if (int(told[1]), int(told[2])) != (len(self.units), loaded) and self.asked.sorts != "DGSTC":
                yield f"of {len(self.units)} units {loaded} are loaded: {self.first}"
        if str(self.asked.year) not in self.text:
            yield "the year is not said"

    def rows(self, order: list[tuple[str, str]]) -> Iterator[str]:
        """Yield what of rows is not there: each as `name … value` in one line, ties in any order."""
        lines = self.lines
        if len(lines) < min(len(order), 1):
            yield "no rows"
            return
        for place, (name, shown) in enumerate(order[:_SHOWN]):
            if place >= len(lines):
                yield f"row {place + 1} is not there"
                return
            ties = [one for one, other in order if other == shown]
            line = lines[place]
            if not _says(line, shown) or not any(one in line for one in ties):
                yield f"row {place + 1} should be {name} {shown}: {line}"
                return

    def in_first(self, *wanted: str) -> Iterator[str]:
        for one in wanted:
            if not re.search(rf"(?<![\d.]){re.escape(one)}(?![\d]|\.\d)", self.first):
                yield f"the first line does not say {one}: {self.first}"


def _says(line: str, shown: str) -> bool:
    """Return whether a value stands in a line, as it is or with zeros behind the point."""
    pieces = re.split(r"[ （）=/÷：；]", line)
    return shown in pieces or any(number(piece) == number(shown) for piece in pieces if number(piece) is not None)


def _text(one: Decimal) -> str:
    return format(one.normalize(), "f") if one else "0"


def _ordered(values: dict[str, Decimal], *, rising: bool = False) -> list[tuple[str, str]]:
    made = sorted(values.items(), key=lambda pair: pair[1], reverse=not rising)
    return [(name, _text(one)) for name, one in made]


def _gaps(case: _Case) -> Iterator[str]:
    """Yield units whose report is not loaded, or that have no number, of which the text says nothing."""
    missing = [unit for unit in case.units if case.report(unit) is None]
    if missing and "未收录" not in case.text and "收录" not in case.text:
        yield "nothing is said of reports that are not loaded"


def _list(case: _Case, *, rising: bool = False, most: int = 0) -> Iterator[str]:
    values = case.valued()
    order = _ordered(values, rising=rising)
    yield from case.strangers()
    yield from case.rows(order[:most] if most else order)
    if most and case.lines:
        edge = order[most - 1][1]
        allowed = {name for name, shown in order[:most]} | {name for name, shown in order if shown == edge}
        for line in case.lines:
            if not any(name in line for name in allowed):
                yield f"a row too many: {line}"
    yield from case.in_first(order[0][1])
    yield from _gaps(case)


def _edge(case: _Case, *, rising: bool) -> Iterator[str]:
    order = _ordered(case.valued(), rising=rising)
    ties = [name for name, shown in order if shown == order[0][1]]
    yield from case.strangers()
    yield from case.in_first(order[0][1])
    named = sum(name in case.first for name in ties)
    if named < min(len(ties), 3):
        yield f"the first line should name {ties[:3]}: {case.first}"
    yield from _gaps(case)


def _sum(case: _Case) -> Iterator[str]:
    values = case.valued()
    yield from case.strangers()
    yield from case.in_first(_text(sum(values.values(), Decimal(0))))
    yield from _gaps(case)


def _mean(case: _Case) -> Iterator[str]:
    values = case.valued()
    made = (sum(values.values(), Decimal(0)) / len(values)).quantize(Decimal("0.1"), ROUND_HALF_UP)
    yield from case.strangers()
    yield from case.in_first(_text(made))


def _median(case: _Case) -> Iterator[str]:
    values = sorted(case.valued().values())
    middle = len(values) // 2
    made = values[middle] if len(values) % 2 else (values[middle - 1] + values[middle]) / 2
    yield from case.strangers()
    yield from case.in_first(_text(made))


def _bound(case: _Case, fits: Callable[[Decimal, Decimal], bool]) -> Iterator[str]:
    limit = Decimal(case.asked.more)
    yield from case.strangers()
    yield from _only(case, [name for name, one in case.valued().items() if fits(one, limit)])


def _only(case: _Case, found: list[str]) -> Iterator[str]:
    """Yield what is wrong where only some units are asked for."""
    yield from case.in_first(str(len(found)))
    lines = case.lines
    if len(lines) < min(len(found), _SHOWN) or any(not any(name in line for name in found) for line in lines):
        yield f"should be {found}"


def _each_year(case: _Case, fits: Callable[[Decimal, Decimal, Decimal], bool]) -> Iterator[str]:
    years = [case.valued(year) for year in YEARS]
    had = {one: [values[one] for values in years if one in values] for one in years[0]}
    yield from _only(case, [one for one, each in had.items() if len(each) == len(years) and fits(*each)])


def _ranks(case: _Case) -> Iterator[str]:
    values, (begins, ends) = case.valued(), map(int, case.asked.more.split("-"))
    places = {name: 1 + sum(other > one for other in values.values()) for name, one in values.items()}
    yield from _only(case, [name for name, place in places.items() if begins <= place <= ends])


def _none(case: _Case) -> Iterator[str]:
    yield from case.strangers()
    yield from _only(case, [name for name, one in case.valued().items() if one == 0])


def _place(case: _Case) -> Iterator[str]:
    values = case.valued()
    unit = next(unit for unit in case.units if unit.name.removeprefix(CITY) == case.asked.more.removeprefix(CITY))
    own = values.get(called(unit))
    if own is None:
        if not re.search("未收录|没有收录|未填|不是数|约数|没有排", case.text):
            yield f"{unit.name} has no number, and that is not said: {case.first}"
        return
    place = 1 + sum(one > own for one in values.values())
    yield from case.in_first(_text(own))
    if not re.search(rf"第 ?{place}(?!\d)", case.first):
        yield f"should be 第 {place}: {case.first}"


def _shares(case: _Case) -> dict[str, tuple[Decimal, Decimal, Decimal]]:
    """Return part, whole and percent by name: of what was handled, or of the row's total."""
    whole = "received" if case.asked.figure in ("natural", "business") else "done"
    found = {}
    for unit in case.units:
        part, of = value(case.report(unit), case.asked.figure), value(case.report(unit), whole)
        if part is not None and of and part <= of:
            found[called(unit)] = (part, of, percent(part, of))
    return found


def _share(case: _Case) -> Iterator[str]:
    shares = _shares(case)
    order = [
        (name, _text(three[2]) + "%") for name, three in sorted(shares.items(), key=lambda one: -one[1][0] / one[1][1])
    ]
    yield from case.strangers()
    yield from case.rows(order)
    yield from _with_parts(case, shares)


def _with_parts(case: _Case, shares: dict[str, tuple[Decimal, Decimal, Decimal]]) -> Iterator[str]:
    for line in case.text.splitlines():
        if re.match(r"\d+\. ", line):
            name = next((name for name in shares if name in line), None)
            if name and not all(_text(one) in re.split(r"[ （）=/÷：；]", line) for one in shares[name][:2]):
                yield f"a share without its two numbers: {line}"
                return


def _share_edge(case: _Case, *, rising: bool) -> Iterator[str]:
    shares = _shares(case)
    ordered = sorted(shares.items(), key=lambda one: one[1][0] / one[1][1], reverse=not rising)
    name, (_, _, shown) = ordered[0]
    ties = [one for one, three in ordered if three[0] / three[1] == ordered[0][1][0] / ordered[0][1][1]]
    yield from case.strangers()
    if not any(one in case.first for one in ties):
        yield f"should be {name}: {case.first}"
    yield from case.in_first(_text(shown))
    yield from _with_parts(case, shares)


def _share_sum(case: _Case) -> Iterator[str]:
    shares = _shares(case)
    part = sum((one[0] for one in shares.values()), Decimal(0))
    whole = sum((one[1] for one in shares.values()), Decimal(0))
    yield from case.in_first(_text(percent(part, whole)), _text(part), _text(whole))


def _changes(case: _Case) -> dict[str, tuple[Decimal, Decimal]]:
    now, then = case.valued(), case.valued(case.asked.year - 1)
    return {name: (now[name], then[name]) for name in now if name in then}


def _change(case: _Case, *, rising: bool = False, first: bool = False, most: int = 0) -> Iterator[str]:
    changes = _changes(case)
    values = {name: now - then for name, (now, then) in changes.items()}
    order = [
        (name, f"{'+' if one > 0 else ''}{_text(one)}")
        for name, one in sorted(values.items(), key=lambda pair: pair[1], reverse=not rising)
    ]
    yield from case.strangers()
    if first:
        ties = [name for name, shown in order if shown == order[0][1]]
        if not any(name in case.first for name in ties) or order[0][1].lstrip("+-") not in case.first:
            yield f"should be {order[0]}: {case.first}"
        return
    yield from case.rows(order[:most] if most else order)


def _growth(case: _Case) -> Iterator[str]:
    changes = {name: (now, then) for name, (now, then) in _changes(case).items() if then}
    made = sorted(changes.items(), key=lambda one: -(one[1][0] - one[1][1]) / one[1][1])
    order = [(name, f"{'+' if now > then else ''}{_text(percent(now - then, then))}%") for name, (now, then) in made]
    yield from case.strangers()
    yield from case.rows(order)


def _named(case: _Case, units: list[Unit]) -> Iterator[str]:
    yield from case.in_first(str(len(units)))
    for unit in units[:_SHOWN]:
        if called(unit) not in case.text:
            yield f"{called(unit)} is not named"
    others = [called(unit) for unit in case.units if unit not in units]
    for line in case.text.splitlines():
        if re.match(r"\d+\. ", line) and any(line.rstrip().endswith(name) for name in others):
            yield f"one that is not: {line}"


def _missing(case: _Case) -> Iterator[str]:
    yield from _named(case, [unit for unit in case.units if case.report(unit) is None])
    if re.search("未报|没交|未交|迟交|逾期", case.text):
        yield "what is not loaded is said not to be reported"


def _matrix(case: _Case, years: tuple[int, ...] = YEARS) -> Iterator[str]:
    latest = case.valued(years[-1])
    order = [name for name, _ in _ordered(latest)]
    for year in years:
        if str(year) not in case.text:
            yield f"{year} is not there"
    lines = case.lines
    if not lines:
        yield "no rows"
    for line, name in zip(lines[:_SHOWN], order, strict=False):
        real = next((one for one in latest if one in line), None)
        if real is None or latest[real] != latest[name]:
            yield f"should be {name}: {line}"
            return
        unit = next(unit for unit in case.units if called(unit) == real)
        for year in years:
            had = value(case.report(unit, year), case.asked.figure)
            if had is not None and _text(had) not in re.split(r"[^\d.]+", line):
                yield f"{year} should be {had}: {line}"
    for year in years:
        total = sum(case.valued(year).values(), Decimal(0))
        if _text(total) not in re.split(r"[^\d.]+", case.text):
            yield f"the sum of {year} should be {total}"


def _groups(case: _Case) -> Iterator[str]:
    for sort in case.asked.sorts:
        units = case.city.of(SORTS[sort])
        values = [value(case.report(unit), case.asked.figure) for unit in units]
        total = _text(sum((one for one in values if one is not None), Decimal(0)))
        if total not in re.split(r"[^\d.]+", case.text):
            yield f"the sum of {SORTS[sort]} should be {total}"


def _two(case: _Case) -> Iterator[str]:
    values, others = case.valued(), case.valued(figure=case.asked.more)
    order = _ordered(values)
    yield from case.strangers()
    yield from case.rows(order)
    for line in case.lines:
        name = next((name for name in values if name in line), None)
        if name in others and _text(others[name]) not in re.split(r"[^\d.]+", line):
            yield f"the second figure should be {others[name]}: {line}"
            return


def _second(case: _Case) -> Iterator[str]:
    values = case.valued()
    edge = sorted(set(values.values()), reverse=True)[1]
    yield from case.strangers()
    yield from case.in_first(_text(edge))
    if not any(name in case.first for name, one in values.items() if one == edge):
        yield f"should be the second: {case.first}"


_CHECKS: dict[str, Callable[[_Case], Iterator[str]]] = {
    "list": _list,
    "asc": lambda case: _list(case, rising=True),
    "top": lambda case: _list(case, most=int(case.asked.more)),
    "bottom": lambda case: _list(case, rising=True, most=int(case.asked.more)),
    "most": lambda case: _edge(case, rising=False),
    "least": lambda case: _edge(case, rising=True),
    "sum": _sum,
    "mean": _mean,
    "median": _median,
    "over": lambda case: _bound(case, lambda one, limit: one > limit),
    "atleast": lambda case: _bound(case, lambda one, limit: one >= limit),
    "under": lambda case: _bound(case, lambda one, limit: one < limit),
    "between": lambda case: _only(
        case, [one for one, had in case.valued().items() if 100 <= had <= Decimal(case.asked.more)]
    ),
    "mean_over": lambda case: _only(
        case, [one for one, had in case.valued().items() if had * len(case.valued()) > sum(case.valued().values())]
    ),
    "share_under": lambda case: _only(
        case, [name for name, (part, whole, _) in _shares(case).items() if part * 100 < whole * int(case.asked.more)]
    ),
    "less": lambda case: _only(case, [name for name, (now, then) in _changes(case).items() if now < then]),
    "steadily": lambda case: _each_year(case, lambda first, second, third: first < second < third),
    "falling": lambda case: _each_year(case, lambda first, second, third: first > second > third),
    "every": lambda case: _each_year(case, lambda *values: all(values)),
    "ranks": _ranks,
    "none": _none,
    "place": _place,
    "share": _share,
    "share_business": _share,
    "share_most": lambda case: _share_edge(case, rising=False),
    "share_least": lambda case: _share_edge(case, rising=True),
    "share_sum": _share_sum,
    "change": _change,
    "change_most": lambda case: _change(case, first=True),
    "change_least": lambda case: _change(case, rising=True, first=True),
    "change_top": lambda case: _change(case, most=int(case.asked.more)),
    "growth": _growth,
    "missing": _missing,
    "doubtful": lambda case: _named(case, [one for one in case.units if (had := case.report(one)) and had.doubtful]),
    "matrix": _matrix,
    "matrix2": lambda case: _matrix(case, YEARS[1:]),
    "groups": _groups,
    "second": _second,
    "two": _two,
}
