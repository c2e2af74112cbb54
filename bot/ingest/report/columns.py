"""The columns of a table of requests (T3), read from its header; the order of the form where there is none."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bot.ingest.report.labels import request_columns, request_rows
from bot.ingest.report.strips import LONGEST_LABEL, Strip
from bot.ingest.report.values import is_filled_value
from bot.records.form import FORM_2021, T3, form
from bot.text.normalise import compact

STANDARD = tuple(column.key for column in form(FORM_2021).table(T3)[0].columns)


@dataclass(frozen=True, slots=True)
class Columns:
    """Keys of the columns in printed order, their labels as printed, and where they stand on the grid if known.

    `positions` is empty for tables without a grid to trust. `sure` is false where labels were not read and those that
    were stand elsewhere than the form has them: then nothing tells which value is whose.
    """

    keys: tuple[str, ...]
    labels: tuple[str, ...]
    positions: tuple[int, ...] = ()
    sure: bool = True


def standard() -> Columns:
    """Return the columns in the order of the form."""
    terms = form(FORM_2021).table(T3)[0].columns
    return Columns(STANDARD, tuple(term.label for term in terms))


def header_columns(strips: Sequence[Strip]) -> Columns | None:
    """Read the columns from the header rows of one table.

    Args:
        strips: The table from its top; its header ends at the first row of data.

    Returns:
        The columns, or None when fewer than four labels are found or a label occurs twice.
    """
    found: dict[str, tuple[int, str]] = {}
    for strip in strips:
        if _is_data(strip):
            break
        for slot in strip.slots:
            if len(slot.text) > LONGEST_LABEL or not slot.text:
                continue
            match = request_columns().match(slot.text)
            if match is None:
                continue
            if match.key in found and found[match.key][0] != slot.column:
                return None
            found.setdefault(match.key, (slot.column, slot.text))
    if len(found) < 4 or len({column for column, _ in found.values()}) < len(found):
        return None
    ordered = sorted(found.items(), key=lambda item: item[1][0])
    return Columns(
        tuple(key for key, _ in ordered),
        tuple(" ".join(text.split()).replace(" ", "") for _, (_, text) in ordered),
        tuple(column for _, (column, _) in ordered),
    )


def _is_data(strip: Strip) -> bool:
    """Whether a row is below the header: it has values, or the label of a row of the form."""
    if any(is_filled_value(slot.text) for slot in strip.slots):
        return True
    return any(len(compact(text)) >= 4 and request_rows().match(text) for text in strip.texts)


def agreed(header: Columns | None, widths: Sequence[int], *, trusted: bool, values_at: Sequence[int] = ()) -> Columns:
    """Decide on the columns of a table from its header and from how wide its rows are.

    Args:
        header: As `header_columns` found them.
        widths: Numbers of values of the rows of the table.
        trusted: The positions on the grid can be trusted (the source knows spans).
        values_at: Grid columns of the values of a row, for tables.
    """
    usual = Counter(widths).most_common(1)[0][0] if widths else len(STANDARD)
    if header is None:
        return standard()
    if len(header.keys) == len(STANDARD) or (len(header.keys) == usual and usual < len(STANDARD)):
        return header if trusted else Columns(header.keys, header.labels)
    # Some labels could not be read. The order of the form is taken where those that were read stand in it.
    order = [STANDARD.index(key) for key in header.keys]
    if order == sorted(order):
        printed = dict(zip(header.keys, header.labels, strict=True))
        plain = standard()
        sure = not trusted or len(values_at) != len(STANDARD) or _stand_under(header, values_at, order)
        return Columns(
            plain.keys, tuple(printed.get(key, plain.labels[i]) for i, key in enumerate(plain.keys)), sure=sure
        )
    return header


def _stand_under(header: Columns, values_at: Sequence[int], order: Sequence[int]) -> bool:
    """Whether the values of a row stand under the labels that were read, each where the form has it."""
    return all(values_at[index] == at for index, at in zip(order, header.positions, strict=True))
