"""One table: the offices of one level and kind with their values, in order, and what these come to."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from operator import itemgetter

from bot.answers.agencies.members import OfficeList, Rank, governments
from bot.answers.agencies.values import Figure, changed, of_figure, printed_in, whole_of
from bot.answers.agency_answers import AgencyTable, Beside, Broke, Row, ShownValue, Total
from bot.answers.computing.working import tenth
from bot.answers.figures.lines import defined
from bot.questions.over_agencies import Change
from bot.records.agency_kinds import AgencyKind, AgencyLevel
from bot.records.model import Agency
from bot.store.read.figures import Broken, broken, by_year, column
from bot.store.read.queries import Store

#: Relations that make a table contradict itself; the others are remarks (domain.md §1.6).
CONTRADICTIONS = ("K1", "K2", "K3", "K4", "K11")
_OF_ALL = re.compile(r"全[省市区县州盟旗镇乡](?:[^。；]{0,16})(?:收到|受理|新收|接收|办理|申请|公开)")
_LONGEST_QUOTE = 60
_LOADED = (ShownValue(Decimal(0), ""),)  # where the report as such is asked for
_NOT_LOADED = ShownValue(None, "", "not_loaded")

_Numbered = tuple[Decimal, str, Agency, tuple[ShownValue, ...], bool]  # a row before it has its place


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixColumns:
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

    def __init__(self, store: Store, columns: MatrixColumns) -> None:
        self._columns = columns
        reports = by_year(store)
        years = tuple(reversed(columns.years)) or (columns.year,)
        self._reports = [(year, reports.get(year, {})) for year in years]
        self._values = [of_figure(store, one, year) for year in years for one in columns.figures]
        before = columns.before if columns.change is not None else None
        self._former = [] if before is None else [of_figure(store, one, before) for one in columns.figures]
        self._broken = [broken(store, year) for year in years]

    def rows(self, slugs: Sequence[str]) -> list[tuple[ShownValue, ...] | None]:
        """Return the values of offices; None for one of which no report is loaded."""
        if not self._values:
            return [_LOADED if any(slug in held for _, held in self._reports) else None for slug in slugs]
        columns = [[values.get(slug, _NOT_LOADED) for slug in slugs] for values in self._values]
        change = self._columns.change
        if self._former and change is not None:
            former = [[values.get(slug, _NOT_LOADED) for slug in slugs] for values in self._former]
            columns = [
                [changed(now, then, change) for now, then in zip(one, other, strict=True)]
                for one, other in zip(columns, former, strict=True)
            ]
        return [
            None if values[0] is _NOT_LOADED and set(values) == {_NOT_LOADED} else values
            for values in zip(*columns, strict=True)
        ]

    def broken(self, slugs: Sequence[str]) -> dict[str, tuple[Broken, ...]]:
        """Return what the reports of offices contradict themselves in, of these figures; of those that do."""
        found: dict[str, tuple[Broken, ...]] = {}
        for (_, held), listed in zip(self._reports, self._broken, strict=True):
            for slug in listed.keys() & set(slugs) & held.keys():
                keys = _keys(self._columns.figures, held[slug].form)
                wrong = [
                    one for one in listed[slug] if one.relation in CONTRADICTIONS and (not keys or keys & one.cells)
                ]
                if wrong:
                    found[slug] = (*found.get(slug, ()), *wrong)
        return found


def _keys(figures: Sequence[Figure], form_id: str) -> frozenset[str]:
    named = {
        key
        for one in figures
        for key in (one.key, one.of or (whole_of(one.key) if one.of is not None else None))
        if key
    }
    return frozenset(printed for key in named for printed in (*printed_in(key, form_id), key))


def table(
    reader: Reader, rank: Rank, listed: OfficeList, *, rising: bool = False, money: Callable[[str], bool] | None = None
) -> AgencyTable:
    """Return the table of some offices.

    Args:
        reader: Gives their values.
        rank: Their level and kind.
        listed: They.
        rising: The least first.
        money: Whether the unit of an office's amount is not that of the others.
    """
    with_number: list[_Numbered] = []
    apart: list[Row] = []
    missing: list[str] = []
    broke = reader.broken(listed.slugs)
    for name, agency, slug, found in zip(*listed[:3], reader.rows(listed.slugs), strict=True):
        if found is None:
            missing.append(name)
            continue
        other_unit = money is not None and found[0].number and money(slug)
        values = (ShownValue(None, found[0].raw, "unit"), *found[1:]) if other_unit else found
        number = values[0].number
        if number is None:
            apart.append(Row(0, agency, name, values, slug in broke))
        else:
            with_number.append((number, name, agency, values, slug in broke))
    with_number.sort(key=itemgetter(0), reverse=not rising)
    rows = _placed(with_number)
    return AgencyTable(
        level=rank[0],
        kind=rank[1],
        place=listed.place,
        rows=rows,
        members=len(listed.slugs),
        loaded=len(rows) + len(apart),
        apart=tuple(apart),
        missing=tuple(missing),
        totals=tuple(_total([*rows, *apart], place) for place in range(len(rows[0].values) if rows else 0)),
        broken=tuple(
            Broke(name, each.relation, each.left, each.right, each.message)
            for name, slug in zip(listed.names, listed.slugs, strict=True)
            for each in broke.get(slug, ())
        ),
    )


def _placed(found: Sequence[_Numbered]) -> tuple[Row, ...]:
    """Return rows with their places; those with the same value share one (1, 2, 2, 4)."""
    rows: list[Row] = []
    place, last = 0, None
    for at, (number, name, agency, values, wrong) in enumerate(found, 1):
        if number != last:
            place, last = at, number
        rows.append(Row(place, agency, name, values, wrong))
    return tuple(rows)


def _total(rows: Sequence[Row], place: int) -> Total:
    shown = [one for row in rows if (one := row.values[place]).number is not None]
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


def beside(store: Store, reader: Reader, made: AgencyTable, year: int) -> AgencyTable:
    """Return a table with the report of the government that these offices belong to, where there is one."""
    if made.kind is AgencyKind.DEPARTMENT and made.place:
        above = [one for one in governments(store) if one.standing.home == made.place]
    elif made.kind is AgencyKind.GOVERNMENT and made.level is AgencyLevel.COUNTY:
        above = [one for one in governments(store) if one.standing.level is AgencyLevel.CITY]
    else:
        above = []
    if len(above) != 1 or (values := reader.rows([above[0].agency.slug])[0]) is None:
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


def units_differ(store: Store, figure: Figure, year: int, listed: OfficeList) -> Callable[[str], bool] | None:
    """Return whether an office's amount has another unit than most, or none; None where the figure is no money."""
    known = defined(figure.key)
    if known is None or not known.money:
        return None
    cells = column(store, figure.key, year)
    units = [cells[slug].unit for slug in listed.slugs if slug in cells]
    usual = max(set(filter(None, units)), key=units.count, default=None)
    return lambda slug: slug in cells and (usual is None or cells[slug].unit != usual)
