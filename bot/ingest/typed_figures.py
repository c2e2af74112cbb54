"""Figures typed by staff, row by row, gathered into the reports that they belong to."""

from dataclasses import dataclass, field

from bot.ingest.report.values import CellValue, read_value
from bot.records.agencies import known_agencies
from bot.records.columns import columns
from bot.records.form import definition, form, forms
from bot.records.form_model import T2, T3, T4
from bot.records.model import Agency, Cell, Confidence, Place, Refusal, Report, Semantic
from bot.text.numerals import read as read_number


@dataclass(slots=True)
class _Figures:
    cells: dict[str, Cell] = field(default_factory=dict)
    forms: set[str] = field(default_factory=set)


class FigureRows:
    """Rows of figures as they come; `reports` puts them together."""

    def __init__(self, document: str, agency: Agency | None) -> None:
        self._document = document
        self._agency = agency
        self._figures: dict[tuple[str, int], _Figures] = {}
        self._refusals: list[Refusal] = []

    def add(self, fields: dict[str, str], place: Place) -> None:
        """Take a row; one that does not say which figure of whom it is is refused."""
        agency = _agency_name(fields.get("agency"), self._agency)
        year = read_number(fields.get("year", "").removesuffix("年").removesuffix(".0"))
        key = fields.get("key", "").rpartition("/")[2].strip()
        for name, missing in (("no_key", not key), ("no_year", year is None), ("no_agency", agency is None)):
            if missing:
                self._refuse(name, fields, place)
                return
        value = read_value(fields.get("raw", ""))
        if value is None:
            self._refuse("bad_value", fields, place)
            return
        if agency is not None and year is not None:
            figures = self._figures.setdefault((agency, year), _Figures())
            figures.cells[key] = _cell(key, value, fields, place)
            if said := _choice("form", fields):
                figures.forms.add(said)

    def reports(self) -> tuple[Report, ...]:
        """Return the reports: figures of one agency and year are one."""
        return tuple(
            Report(
                agency_name=agency,
                year=year,
                form=_form_of(figures, year),
                title=self._document,
                cells=tuple(figures.cells.values()),
            )
            for (agency, year), figures in self._figures.items()
        )

    def refusals(self) -> tuple[Refusal, ...]:
        """Return the rows that were not taken."""
        return tuple(self._refusals)

    def _refuse(self, reason: str, fields: dict[str, str], place: Place) -> None:
        quote = " · ".join(fields.get(name, "") for name in ("agency", "year", "key", "raw")).strip(" ·")
        self._refusals.append(Refusal(reason=f"listing.{reason}", place=place, quote=quote[:200]))


def _agency_name(written: str | None, default: Agency | None) -> str | None:
    name = (written or "").strip()
    if not name:
        return default.name if default else None
    # An older export names an agency by its slug.
    return next((agency.name for agency in known_agencies() if agency.slug == name), name)


def _choice(name: str, fields: dict[str, str]) -> str | None:
    column = next(column for column in columns("figures") if column.name == name)
    return column.choice(fields[name]) if fields.get(name) else None


def _cell(key: str, value: CellValue, fields: dict[str, str], place: Place) -> Cell:
    known = definition(key)
    label = fields.get("label", "").strip() or (known.label if known else key)
    row, _, column = label.partition("·")
    confidence = _choice("confidence", fields)
    semantic = _choice("semantic", fields)
    ambiguous = confidence == Confidence.AMBIGUOUS.value
    return Cell(
        key=key,
        table=known.table if known else _table_of(key),
        row_label=row,
        column_label=column,
        raw=value.raw,
        value=None if ambiguous and not fields.get("value", "").strip() else value.value,
        semantic=Semantic(semantic) if ambiguous and semantic else value.semantic,
        unit=fields.get("unit", "").strip() or value.unit,
        remark=value.remark,
        confidence=Confidence(confidence) if confidence else Confidence.EXACT,
        place=place,
    )


def _table_of(key: str) -> str:
    """Return the table of a row that no form has: its key begins with the table's (`local.<table>.…`), else T2."""
    head = key.removeprefix("local.").partition(".")[0]
    return head if head in (T2, T3, T4) else T2


def _form_of(figures: _Figures, year: int) -> str:
    """Return the form of typed figures: as typed, else the one that has all of them, else the year's (domain.md §1)."""
    if len(figures.forms) == 1:
        return next(iter(figures.forms))
    keys = {key for key in figures.cells if not key.startswith("local.")}
    fitting = [each for each in forms() if keys <= each.cells().keys()] or list(forms())
    if len(fitting) == 1:
        return fitting[0].id
    of_year = (
        each for each in fitting if each.first_year <= year and (each.last_year is None or year <= each.last_year)
    )
    return next(of_year, form(fitting[-1].id)).id
