"""One table: the offices of one level and kind with their values, in order, and what these come to."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from bot.answers.agencies.members import Member, Rank, called, everybody
from bot.answers.agencies.values import Figure, Values, changed, of_figure, printed_in, whole_of
from bot.answers.agency_answers import AgencyTable, Beside, Broke, Row, Shown, Total
from bot.answers.computing.working import tenth
from bot.answers.figures.lines import defined
from bot.questions.over_agencies import Change
from bot.records.agency_kinds import Kind, Level
from bot.store.figure_columns import Broken, broken, by_year, column
from bot.store.queries import Store
from bot.store.values import StoredReport

#: Relations that make a table contradict itself; the others are remarks (domain.md §1.6).
CONTRADICTIONS = ("K1", "K2", "K3", "K4", "K11")
_OF_ALL = re.compile(r"全[省市区县州盟旗镇乡](?:[^。；]{0,16})(?:收到|受理|新收|接收|办理|申请|公开)")
_LONGEST_QUOTE = 60
_LOADED = Shown(Decimal(0), "")  # where the report as such is asked for
_NOT_LOADED = Shown(None, "", "not_loaded")


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """What stands beside each other: figures of one year, or one figure of several years.

    `change` sets the one figure of `year` against that of `before`.
    """

    figures: tuple[Figure, ...]
    year: int
    years: tuple[int, ...] = ()
    before: int | None = None
    change: Change | None = None


class Reader:
    """Gives the values of offices for columns: what is read is read once."""

    def __init__(self, store: Store, columns: Columns) -> None:
        self._columns = columns
        reports = by_year(store)
        years = tuple(reversed(columns.years)) or (columns.year,)
        self._reports = [(year, reports.get(year, {})) for year in years]
        self._values = [
            (held, of_figure(store, figure, year)) for year, held in self._reports for figure in columns.figures
        ]
        before = columns.before if columns.change is not None else None
        self._former: list[tuple[Mapping[str, StoredReport], Values]] = (
            [(reports.get(before, {}), of_figure(store, figure, before)) for figure in columns.figures]
            if before is not None
            else []
        )
        self._broken = {year: broken(store, year) for year, _ in self._reports}

    def values(self, slug: str) -> tuple[Shown, ...] | None:
        """Return an office's values; None where no report of it is loaded."""
        if not any(slug in held for _, held in self._reports):
            return None
        if not self._values:
            return (_LOADED,)
        found = tuple(_value(slug, held, value) for held, value in self._values)
        change = self._columns.change
        if not self._former or change is None:
            return found
        former = (_value(slug, held, value) for held, value in self._former)
        return tuple(changed(now, then, change) for now, then in zip(found, former, strict=True))

    def broken(self, slug: str) -> tuple[Broken, ...]:
        """Return what an office's reports contradict themselves in, of these figures."""
        found: list[Broken] = []
        for year, held in self._reports:
            listed = self._broken[year].get(slug)
            if listed is None or slug not in held:
                continue
            keys = _keys(self._columns.figures, held[slug].form)
            found += [one for one in listed if one.relation in CONTRADICTIONS and (not keys or keys & one.cells)]
        return tuple(found)


def _value(slug: str, held: Mapping[str, StoredReport], value: Values) -> Shown:
    report = held.get(slug)
    return _NOT_LOADED if report is None else value(slug, report.form)


def _keys(figures: Sequence[Figure], form_id: str) -> frozenset[str]:
    named = {
        key
        for one in figures
        for key in (one.key, one.of or (whole_of(one.key) if one.of is not None else None))
        if key
    }
    return frozenset(printed for key in named for printed in (*printed_in(key, form_id), key))


def table(
    reader: Reader,
    rank: Rank,
    listed: Sequence[Member],
    *,
    rising: bool = False,
    money: Callable[[str], bool] | None = None,
) -> AgencyTable:
    """Return the table of some offices.

    Args:
        reader: Gives their values.
        rank: Their level and kind.
        listed: They.
        rising: The least first.
        money: Whether the unit of an office's amount is not that of the others.
    """
    names = called(listed)
    rows: list[Row] = []
    apart: list[Row] = []
    missing: list[str] = []
    broke: list[Broke] = []
    for one in listed:
        slug = one.agency.slug
        values = reader.values(slug)
        if values is None:
            missing.append(names[slug])
            continue
        if money is not None and values[0].number and money(slug):
            values = (Shown(None, values[0].raw, "unit"), *values[1:])
        wrong = reader.broken(slug)
        broke += [Broke(names[slug], each.relation, each.left, each.right, each.message) for each in wrong]
        row = Row(0, one.agency, names[slug], values, broken=bool(wrong))
        (rows if values[0].number is not None else apart).append(row)
    places = {one.standing.home for one in listed}
    rows.sort(key=lambda row: row.name)
    rows.sort(key=lambda row: row.values[0].number or Decimal(0), reverse=not rising)
    return AgencyTable(
        level=rank[0],
        kind=rank[1],
        place=places.pop() if len(places) == 1 else "",
        rows=_placed(rows),
        members=len(listed),
        loaded=len(rows) + len(apart),
        apart=tuple(sorted(apart, key=lambda row: row.name)),
        missing=tuple(sorted(missing)),
        totals=tuple(_total([*rows, *apart], place) for place in range(len(rows[0].values) if rows else 0)),
        broken=tuple(broke),
    )


def _placed(rows: Sequence[Row]) -> tuple[Row, ...]:
    """Return rows with their places; those with the same value share one (1, 2, 2, 4)."""
    found: list[Row] = []
    for at, row in enumerate(rows):
        same = found and found[-1].values[0].number == row.values[0].number
        found.append(row._replace(place=found[-1].place if same else at + 1))
    return tuple(found)


def _total(rows: Sequence[Row], place: int) -> Total:
    shown = [row.values[place] for row in rows if row.values[place].number is not None]
    numbers = sorted(one.number for one in shown if one.number is not None)
    if not numbers:
        return Total(0)
    total = sum(numbers, Decimal(0))
    middle = len(numbers) // 2
    median = numbers[middle] if len(numbers) % 2 else (numbers[middle - 1] + numbers[middle]) / 2
    mean = tenth(total / len(numbers))
    parts = [one.parts for one in shown if one.parts]
    part = whole = None
    if len(parts) == len(shown):
        part, whole = (sum((Decimal(each[at]) for each in parts), Decimal(0)) for at in (0, 1))
    return Total(len(numbers), total, mean, median, part, whole)


def within(made: AgencyTable, kept: Callable[[Row], bool]) -> AgencyTable:
    """Return a table with some of its rows alone; what it comes to stays that of all."""
    return replace(made, rows=tuple(row for row in made.rows if kept(row)))


def total_of(made: AgencyTable) -> Total:
    """Return what the rows that are shown come to in the first column."""
    return _total(made.rows, 0)


def beside(store: Store, reader: Reader, made: AgencyTable, listed: Sequence[Member], year: int) -> AgencyTable:
    """Return a table with the report of the government that these offices belong to, where there is one."""
    governments = [one for one in everybody(store) if one.kind is Kind.GOVERNMENT]
    places = {one.standing.home for one in listed}
    if made.kind is Kind.DEPARTMENT:
        above = [one for one in governments if {one.standing.home} == places]
    elif made.kind is Kind.GOVERNMENT and made.level is Level.COUNTY:
        above = [one for one in governments if one.standing.level is Level.CITY]
    else:
        above = []
    if len(above) != 1 or (values := reader.values(above[0].agency.slug)) is None:
        return made
    shown, summed = values[0], made.totals[0].sum if made.totals else None
    plainly = shown.number is not None and not shown.parts and summed is not None
    difference = shown.number - summed if plainly and shown.number is not None and summed is not None else None
    quote = contained(store, above[0].agency.slug, year)
    return replace(made, beside=Beside(above[0].agency, shown, difference, quote))


def contained(store: Store, slug: str, year: int) -> str:
    """Return the sentence by which a government's report tells of the whole place; empty where none does."""
    for stored in store.passages(agency=slug, year=year):
        if match := _OF_ALL.search(stored.passage.text):
            text = stored.passage.text
            return (
                text
                if len(text) <= _LONGEST_QUOTE
                else f"{text[max(0, match.start() - 4) : match.start() + _LONGEST_QUOTE]}…"
            )
    return ""


def units_differ(store: Store, figure: Figure, year: int, listed: Sequence[Member]) -> Callable[[str], bool] | None:
    """Return whether an office's amount has another unit than most, or none; None where the figure is no money."""
    known = defined(figure.key)
    if known is None or not known.money:
        return None
    cells = column(store, figure.key, year)
    units = [cells[one.agency.slug].unit for one in listed if one.agency.slug in cells]
    usual = max(set(filter(None, units)), key=units.count, default=None)
    return lambda slug: slug in cells and (usual is None or cells[slug].unit != usual)
