"""The list of the units that should report: YAML, or a sheet of any format that is read."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import yaml

from bot.errors import GongkaiError
from bot.ingest.document import Table
from bot.ingest.readers import read_file
from bot.ingest.readers.yaml_text import load_yaml
from bot.records.units import Unit, column_of, unit

_YAML = {".yaml", ".yml"}
_FIELDS = ("name", "kind", "due")
_HEADER_WITHIN = 20
_LONGEST = 60


class UnitsError(GongkaiError):
    """The list of units cannot be used."""

    exit_code = 2


def read_units(path: Path) -> tuple[Unit, ...]:
    """Return the units of a list, in its order.

    Args:
        path: A YAML list of names, or of mappings with `name`, `kind`, `due`; else a sheet with such columns.

    Raises:
        UnitsError: It cannot be read, an entry is none, or two entries are one unit.
    """
    rows = _of_yaml(path) if path.suffix.lower() in _YAML else _of_sheet(path)
    units: dict[str, Unit] = {}
    for where, row in rows:
        try:
            one = unit(row["name"], row.get("kind", ""), row.get("due", ""))
        except ValueError as error:
            raise UnitsError(f"units.bad_{error}", file=path, where=where, said=row[str(error)][:_LONGEST]) from error
        if one.agency.slug in units:
            raise UnitsError("units.twice", file=path, where=where, said=one.name, first=units[one.agency.slug].name)
        units[one.agency.slug] = one
    if not units:
        raise UnitsError("units.empty", file=path)
    return tuple(units.values())


def _of_yaml(path: Path) -> Iterator[tuple[str, dict[str, str]]]:
    try:
        written: Any = load_yaml(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise UnitsError("units.bad_file", file=path, reason=" ".join(str(error).split())[:200]) from error
    if isinstance(written, dict) and set(written) == {"units"}:
        written = written["units"]
    if not isinstance(written, list):
        raise UnitsError("units.bad_file", file=path, reason="list expected")
    for number, entry in enumerate(written, 1):
        row = {"name": entry} if isinstance(entry, str) else entry
        if not isinstance(row, dict) or not row.get("name") or not set(row) <= set(_FIELDS):
            raise UnitsError("units.bad_entry", file=path, where=str(number), said=str(entry)[:_LONGEST])
        yield str(number), {field: str(value).strip() for field, value in row.items() if value is not None}


def _of_sheet(path: Path) -> Iterator[tuple[str, dict[str, str]]]:
    for document in read_file(path):
        for table in document.tables():
            yield from _of_table(table)


def _of_table(table: Table) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the rows below the first that names a column of units."""
    columns: dict[int, str] = {}
    for number, row in enumerate(table.rows, (table.place.row or 1)):
        texts = [cell.text.strip() for cell in row]
        if not columns:
            if number - (table.place.row or 1) >= _HEADER_WITHIN:
                return
            found = _columns(texts)
            columns = found if "name" in found.values() else {}
            continue
        values = {field: texts[at] for at, field in columns.items() if at < len(texts) and texts[at]}
        if values.get("name"):
            yield str(number), values


def _columns(texts: Sequence[str]) -> dict[int, str]:
    found: dict[int, str] = {}
    for at, text in enumerate(texts):
        field = column_of(text)
        if field and field not in found.values():
            found[at] = field
    return found
