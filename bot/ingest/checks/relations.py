"""K1 to K4, K6 and K11: relations within the tables of one report (domain.md §1.6)."""

from collections.abc import Iterator, Mapping, Sequence

from bot.ingest.checks.finding import chosen, finding, is_blank, is_unknown, printed_sum
from bot.records.form import FORM_2019, FORM_2021, T2, T3, T4, definition, form
from bot.records.model import Cell, Confidence, Finding, FindingStatus, Semantic

PASS, FAIL = FindingStatus.PASS, FindingStatus.FAIL
UNCERTAIN = FindingStatus.UNCERTAIN
_COLUMNS = tuple((column.key, column.label) for column in form(FORM_2021).table(T3)[0].columns)
_APPLICANTS = tuple(key for key, _ in _COLUMNS if key != "total")
_SPLIT_OTHER = ("other_correction_overdue", "other_fee_unpaid", "other_misc")


def within_tables(cells: Mapping[str, Cell]) -> Iterator[Finding]:
    """Check one report.

    Args:
        cells: Its cells by key.

    Yields:
        Findings of all outcomes. A relation none of whose cells is there is not mentioned.
    """
    yield from _balance(cells)
    yield from _results(cells)
    yield from _applicants(cells)
    yield from _outcomes(cells)
    yield from _disclosed(cells)
    yield from _types(cells)


def _balance(cells: Mapping[str, Cell]) -> Iterator[Finding]:
    """K1, the only official one: new plus carried in is processed plus carried out, in each column."""
    for key, label in _COLUMNS:
        rows = ("received_new", "carried_in", "processed_total", "carried_out")
        keys = [f"requests.{row}.{key}" for row in rows]
        four = chosen(cells, keys)
        if all(is_blank(cell) for cell in four):
            continue
        if any(is_unknown(cell) for cell in four):
            yield _not_assessable("K1", keys, four, "k1_uncertain", column=label)
            continue
        left, right = printed_sum(four[:2]), printed_sum(four[2:])
        blank = [k for k, cell in zip(keys, four, strict=True) if is_blank(cell) and not _is_nothing(k, cells)]
        if left == right:
            yield finding("K1", PASS, _present(keys, cells), "k1_pass", (left, right), column=label)
        elif blank:
            yield finding("K1", UNCERTAIN, blank, "k1_uncertain", (left, right), column=label)
        else:
            yield finding("K1", FAIL, keys, "k1_fail", (left, right), column=label)


def _results(cells: Mapping[str, Cell]) -> Iterator[Finding]:
    """K2: the total of results is the sum of its rows, added local rows included where they are needed."""
    rows = _result_rows(cells)
    damaged = any(cell.table == T3 and cell.confidence is Confidence.AMBIGUOUS for cell in cells.values())
    for key, label in _COLUMNS:
        total_key = f"requests.processed_total.{key}"
        total = cells.get(total_key)
        keys = [f"requests.{row}.{key}" for row in rows]
        parts = chosen(cells, keys)
        if total is None or all(is_blank(cell) for cell in parts):
            continue
        if is_unknown(total) or any(is_unknown(cell) for cell in parts):
            yield _not_assessable("K2", [*keys, total_key], [*parts, total], "k2_uncertain", column=label)
            continue
        left, right = printed_sum(parts), total.value
        local = [cell for other, cell in cells.items() if _is_local_result(other, key)]
        if right is not None and left != right and local and left + printed_sum(local) == right:
            left += printed_sum(local)
            keys += [cell.key for cell in local]
        blank = [k for k, cell in zip(keys, parts, strict=False) if k in cells and is_blank(cell)]
        blank = [k for k in blank if not _is_nothing(k, cells)]
        if damaged and not all(f"requests.{row}.{key}" in cells for row in rows):
            blank.append(total_key)  # rows that could not be read may be what is missing
        if right is None:
            if not is_blank(total):
                continue
            yield finding("K2", UNCERTAIN, [total_key], "k2_uncertain", (left, "空白"), column=label)
        elif left == right:
            yield finding("K2", PASS, _present([*keys, total_key], cells), "k2_pass", (left, right), column=label)
        elif blank:
            yield finding("K2", UNCERTAIN, [*blank, total_key], "k2_uncertain", (left, right), column=label)
        else:
            yield finding("K2", FAIL, _present([*keys, total_key], cells), "k2_fail", (left, right), column=label)


def _is_nothing(key: str, cells: Mapping[str, Cell]) -> bool:
    """Whether a blank cell of T3 counts nothing: its whole row is blank, or adds up to the total without it."""
    stem, _, column = key.rpartition(".")
    total = cells.get(f"{stem}.total")
    parts = chosen(cells, [f"{stem}.{applicant}" for applicant in _APPLICANTS])
    if all(is_blank(cell) for cell in (*parts, total)):
        return key in cells
    return column != "total" and total is not None and total.value == printed_sum(parts)


def _result_rows(cells: Mapping[str, Cell]) -> list[str]:
    """Leaf rows of （一） to （六）: 其他处理 as one row or as its three, whichever is printed."""
    split = any(f"requests.{row}.{column}" in cells for row in _SPLIT_OTHER for column, _ in _COLUMNS)
    source = form(FORM_2021 if split else FORM_2019).table(T3)[0].rows
    outside = {"received_new", "carried_in", "processed_total", "carried_out"}
    return [row.key for row in source if row.key not in outside]


def _is_local_result(key: str, column: str) -> bool:
    """Whether a key is that of an added row of results; subtotals (小计) add nothing."""
    stem, _, last = key.rpartition(".")
    return last == column and stem.startswith("local.") and "xiao_ji" not in stem and "he_ji" not in stem


def _applicants(cells: Mapping[str, Cell]) -> Iterator[Finding]:
    """K3: the total of a row of T3 is the sum of its applicants."""
    for stem in dict.fromkeys(key.rpartition(".")[0] for key, cell in cells.items() if cell.table == T3):
        yield from _row_sum("K3", stem, _APPLICANTS, cells)


def _outcomes(cells: Mapping[str, Cell]) -> Iterator[Finding]:
    """K4: each total of T4 is the sum of its outcomes."""
    for block in form(FORM_2021).table(T4):
        parts = tuple(column.key for column in block.columns if column.key != "total")
        yield from _row_sum("K4", block.prefix, parts, cells)


def _row_sum(relation: str, stem: str, parts: Sequence[str], cells: Mapping[str, Cell]) -> Iterator[Finding]:
    keys = [f"{stem}.{part}" for part in parts]
    total_key = f"{stem}.total"
    total = cells.get(total_key)
    found = chosen(cells, keys)
    if total is None or (is_blank(total) and all(is_blank(cell) for cell in found)):
        return
    words = relation.lower()
    name = _row_name(total)
    if is_unknown(total) or any(is_unknown(cell) for cell in found):
        involved = [key for key in (*keys, total_key) if key in cells]
        yield finding(relation, UNCERTAIN, involved, "damage_width", ("", ""), raw=_raw(found, total))
        return
    left = printed_sum(found)
    if is_blank(total):
        yield finding(relation, UNCERTAIN, [total_key], f"{words}_blank", (left, "空白"), row=name)
    elif total.value is None:
        return
    elif left == total.value:
        yield finding(
            relation, PASS, _present([*keys, total_key], cells), f"{words}_pass", (left, total.value), row=name
        )
    else:
        involved = _present([*keys, total_key], cells)
        yield finding(relation, FAIL, involved, f"{words}_fail", (left, total.value), row=name)


def _disclosed(cells: Mapping[str, Cell]) -> Iterator[Finding]:
    """K6: what is disclosed in all is not less than what was newly disclosed (2019 form)."""
    for block in form(FORM_2019).table(T2):
        for row in block.rows:
            keys = [f"{block.prefix}.{row.key}.{column}" for column in ("disclosed_total", "newly_disclosed")]
            total, new = chosen(cells, keys)
            if total is None or new is None or total.value is None or new.value is None:
                continue
            status = PASS if total.value >= new.value else FAIL
            words = "k6_pass" if status is PASS else "k6_fail"
            yield finding("K6", status, keys, words, (total.value, new.value), row=row.label)


def _types(cells: Mapping[str, Cell]) -> Iterator[Finding]:
    """K11: values are whole numbers from 0, except net changes and money; units are those of the form."""
    failed = False
    for key, cell in cells.items():
        known = definition(key)
        signed = known.signed if known else key.endswith(".net_change")
        money = known.money if known else False
        found = None
        if cell.value is not None and cell.value < 0 and not signed:
            found = finding("K11", FAIL, [key], "k11_negative", (cell.value, "0"), label=cell.label)
        elif cell.value is not None and cell.value % 1 and not money:
            found = finding("K11", FAIL, [key], "k11_fraction", (cell.value, "0"), label=cell.label)
        elif known and known.column.unit and cell.unit and cell.unit != known.column.unit:
            found = finding("K11", UNCERTAIN, [key], "k11_unit", (cell.unit, known.column.unit), label=cell.label)
        elif cell.semantic is Semantic.TEXT and cell.confidence is not Confidence.AMBIGUOUS and cell.raw != "无":
            found = finding("K11", UNCERTAIN, [key], "k11_text", (cell.raw, "0"), label=cell.label)
        if found:
            failed = True
            yield found
    if cells and not failed:
        yield Finding(relation="K11", status=PASS, cells=(), left="", right="", difference=None, message="")


def _row_name(cell: Cell) -> str:
    known = definition(cell.key)
    return known.row.short or known.row.label if known else cell.row_label


def _present(keys: Sequence[str], cells: Mapping[str, Cell]) -> list[str]:
    return [key for key in keys if key in cells]


def _raw(found: Sequence[Cell | None], total: Cell) -> str:
    return next((cell.raw for cell in (*found, total) if cell is not None and is_unknown(cell)), "")


def _not_assessable(
    relation: str, keys: Sequence[str], cells: Sequence[Cell | None], words: str, **values: str
) -> Finding:
    unknown = [key for key, cell in zip(keys, cells, strict=True) if is_unknown(cell)]
    left = "?"
    return finding(relation, FindingStatus.NOT_ASSESSABLE, unknown, words, (left, left), **values)
