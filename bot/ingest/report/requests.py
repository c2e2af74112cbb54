"""T3: requests received and handled (domain.md §1.4, §6)."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from bot.ingest.report.cells import PrintedPlace, local_key, make_cell
from bot.ingest.report.columns import STANDARD, Columns, agreed, header_columns
from bot.ingest.report.damage import Damage, Extracted
from bot.ingest.report.labels import request_groups, request_rows
from bot.ingest.report.order import SPLIT_OTHER, assign
from bot.ingest.report.regions import columns_of_requests
from bot.ingest.report.request_rows import ValueRow, value_rows
from bot.ingest.report.strips import Strip
from bot.ingest.report.values import CellValue
from bot.ingest.report.width import Fitted, adds_up, doubted, exact, fit, padding_of, unsure
from bot.records.form import T3
from bot.records.model import Cell, Confidence

FEWEST_ROWS = 4  # labels of rows that make a table surely that of the form, be there no header over it


def read_requests(strips: Sequence[Strip], section: str) -> Extracted:
    """Read the region of T3.

    Args:
        strips: The region.
        section: How people cite it (`三`).

    Returns:
        Its cells, in the order of the source.
    """
    headers = _headers(strips)
    rows = _without_blank_group(value_rows(strips))
    # 总计 and 其他 are labels of rows too: a header, be it a cell a line, has more.
    headless = not headers and sum(map(columns_of_requests, strips)) < FEWEST_ROWS
    bare = headless and sum(bool(row.key) for row in rows) < FEWEST_ROWS
    cells: dict[str, Cell] = {}
    damage: list[Damage] = []
    assigned = assign(rows)
    if bare and not _fits_form(assigned):
        assigned = [(row, False) for row in rows]
    for row, inferred in assigned:
        columns = _columns(headers, rows, row)
        fitted = _fitted(row, columns, rows)
        if row.key is None and not row.label:
            damage.append(Damage("unplaced", " | ".join(value.raw for value in row.values), ()))
            continue
        if headless and any(value.raw for value in row.values) and not adds_up(row.values):
            fitted = unsure(row.values, len(columns.keys))
        if inferred or headless:
            fitted = doubted(fitted)
        made = _cells(replace(row, place=replace(row.place, section=section)), columns, fitted, tuple(cells))
        damage.extend(_damage(row, fitted, made, cells, inferred=inferred))
        for cell in made:
            cells.setdefault(cell.key, cell)
    if headless and cells:
        keys = tuple(key for key, cell in cells.items() if cell.confidence is Confidence.REPAIRED)
        damage.append(Damage("position", "", keys))
    conflicts = {key for one in damage if one.reason == "repeated" for key in one.keys}
    kept = tuple(
        replace(cell, value=None, confidence=Confidence.AMBIGUOUS) if cell.key in conflicts else cell
        for cell in cells.values()
    )
    return Extracted(kept, tuple(damage))


def _without_blank_group(rows: Sequence[ValueRow]) -> list[ValueRow]:
    """Leave out （六）其他处理 where it is but the heading of its three rows: its cells are blank."""
    if not any(row.key in SPLIT_OTHER for row in rows):
        return list(rows)
    return [row for row in rows if row.key != "other_total" or any(value.raw for value in row.values)]


def _fits_form(rows: Sequence[tuple[ValueRow, bool]]) -> bool:
    """Whether rows without labels, with no header over them, are all those of a form and add up as it does (K1-K3)."""
    if not any(inferred for _, inferred in rows):
        return True
    values = {row.key: [value.value or Decimal(0) for value in row.values] for row, _ in rows if row.key}
    if any(len(row.values) != len(STANDARD) or not adds_up(row.values) for row, _ in rows):
        return False
    outside = ("received_new", "carried_in", "processed_total", "carried_out")
    if len(values) != len(rows) or not all(key in values for key in outside):
        return False
    received, carried, done, left = (values[key] for key in outside)
    parts = [one for key, one in values.items() if key not in outside]
    return all(
        received[at] + carried[at] == done[at] + left[at] and done[at] == sum(one[at] for one in parts)
        for at in range(len(STANDARD))
    )


def _headers(strips: Sequence[Strip]) -> dict[int, Columns]:
    """Read the header of each table of the region; a table without one continues the table before it."""
    tables: dict[int, list[Strip]] = {}
    for strip in strips:
        if strip.table is not None:
            tables.setdefault(strip.table, []).append(strip)
    headers: dict[int, Columns] = {}
    before: Columns | None = None
    before_width = 0
    for number, members in tables.items():
        found = header_columns(members)
        if found is None and before is not None:
            same_grid = members[0].width == before_width
            found = before if same_grid else Columns(before.keys, before.labels)
        if found is not None:
            headers[number] = before = found
            before_width = members[0].width
    return headers


def _columns(headers: dict[int, Columns], rows: Sequence[ValueRow], row: ValueRow) -> Columns:
    header = headers.get(row.table) if row.table is not None else next(iter(headers.values()), None)
    widths = [len(other.values) for other in rows if other.table == row.table]
    trusted = row.spans or (header is not None and _is_even(header, rows, row))
    return agreed(header, widths, trusted=trusted, values_at=row.positions)


def _is_even(header: Columns, rows: Sequence[ValueRow], row: ValueRow) -> bool:
    """Whether a table without spans is even all the same: its header ends where each of its rows ends.

    Rows of text separated by tabs or bars may be shifted; those that all end under the last column label are not.
    """
    if len(header.positions) != len(STANDARD) or header.positions[-1] - header.positions[0] != len(STANDARD) - 1:
        return False
    last = header.positions[-1]
    return all(other.positions[-1] == last for other in rows if other.table == row.table and other.positions)


def _fitted(row: ValueRow, columns: Columns, rows: Sequence[ValueRow]) -> Fitted:
    width = len(columns.keys)
    by_position = _by_position(row, columns)
    if by_position:
        beside = set(columns.positions)
        if not any(value.raw for at, value in zip(row.positions, row.values, strict=True) if at not in beside):
            return exact(by_position)
        # A value stands beside the columns: the row is a cell short, and only its own sum tells how it stands.
        fitted = fit(row.values, width)
        return doubted(fitted) if adds_up(fitted.values) else unsure(row.values, width)
    # A header out of the order of the form counts where values stand under it; else a cell of it may be out of place.
    moved = columns.positions and sorted(columns.keys, key=STANDARD.index) != list(columns.keys)
    if not columns.sure or moved:
        return unsure(row.values, width)
    if row.spans:
        return fit(row.values, width)
    return fit(row.values, width, padding=padding_of((other.values for other in rows if not other.spans), width))


def _by_position(row: ValueRow, columns: Columns) -> list[CellValue] | None:
    """Lay out a row by the grid where each column has a cell of its own that begins just there."""
    if not columns.positions or len(row.positions) != len(row.values):
        return None  # a row put together of several has values at no place of the grid
    standing = dict(zip(row.positions, row.values, strict=True))
    if all(position in standing for position in columns.positions):
        return [standing[position] for position in columns.positions]
    return None


def _cells(row: ValueRow, columns: Columns, fitted: Fitted, taken: Sequence[str]) -> list[Cell]:
    """Return the cells of a row whose place already names its section."""
    label = row.label or (request_rows().terms[row.key].label if row.key else "")
    if row.key == "processed_total" and _is_subtotal(row):
        group = request_groups().terms[row.group or ""]
        row, label = replace(row, key=None), f"{group.label}{row.label}"
    stems = [key.rpartition(".")[0] + "." for key in taken]
    stem = f"requests.{row.key}" if row.key else local_key(label, "", stems).rstrip(".")
    return [
        make_cell(f"{stem}.{key}", value, PrintedPlace(T3, label, name, row.place), confidence)
        for key, name, value, confidence in zip(
            columns.keys, columns.labels, fitted.values, fitted.confidence, strict=True
        )
    ]


def _is_subtotal(row: ValueRow) -> bool:
    """A 小计 inside a group of results is not the （七）总计 of all of them."""
    return "小计" in row.label and row.group not in {None, "results"}


def _damage(
    row: ValueRow, fitted: Fitted, made: Sequence[Cell], cells: dict[str, Cell], *, inferred: bool
) -> list[Damage]:
    keys = tuple(cell.key for cell in made)
    found = []
    if fitted.note and any(confidence is Confidence.AMBIGUOUS for confidence in fitted.confidence):
        found.append(Damage("digits" if any(v.doubtful for v in row.values) else "width", fitted.note, keys))
    repeated = tuple(
        cell.key
        for cell in made
        if cell.key in cells and (cells[cell.key].raw, cells[cell.key].value) != (cell.raw, cell.value)
    )
    if repeated and row.key:
        found.append(Damage("repeated", " | ".join(value.raw for value in row.values), repeated))
    if inferred:
        found.append(Damage("order", " | ".join(value.raw for value in row.values), keys))
    return found
