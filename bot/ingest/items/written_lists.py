"""Lists made into tables of a record a row, whatever their shape, so that one reader reads every list.

Records stand as labels with their values (`bot.ingest.items.labelled_records`), or, under a header, in lines whose
cells the source or spaces part, or a cell a line.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise, takewhile

from bot.ingest.document import Block, Document, Paragraph, Table, TableCell
from bot.ingest.items.arranged_tables import arranged, with_columns_of_next_pages
from bot.ingest.items.column_values import is_day, is_matter
from bot.ingest.items.column_words import LONGEST_LABEL, meaning_of
from bot.ingest.items.columns import ListLayout, fits
from bot.ingest.items.header import SAMPLE, is_header
from bot.ingest.items.labelled_pieces import TITLE
from bot.ingest.items.labelled_records import labelled, parting_of, table_of
from bot.ingest.items.layout import layout_of

_NO_GAP = re.compile("(?!)")
_MOST_LABELS = 20
_DAY = "发布时间"


def with_lists_as_tables(document: Document) -> Document:
    """Return a document whose lists are tables with a record a row."""
    printed = document.blocks
    if document.media_type == "pdf":
        printed = tuple(with_columns_of_next_pages(printed))
    blocks = _folded(_aligned(_of_rows(labelled(printed))))
    return replace(document, blocks=tuple(arranged(block) if isinstance(block, Table) else block for block in blocks))


# --- lines whose cells the source parts -------------------------------------------------------------------------------


def _of_rows(blocks: Iterator[Block]) -> Iterator[Block]:
    """Yield the blocks, lines that are rows of a list in their source as a Table."""
    return _by_runs(blocks, lambda line, within: bool(line.row) or (within and line.row == ()), _as_rows)


def _by_runs(
    blocks: Iterator[Block],
    belongs: Callable[[Paragraph, bool], bool],
    made: Callable[[Sequence[Paragraph]], Iterator[Block]],
) -> Iterator[Block]:
    """Yield the blocks, runs of lines as something else.

    Args:
        blocks: Of a document.
        belongs: Whether a line is of a run; told whether one has begun.
        made: What becomes of a run, also of an empty one.
    """
    run: list[Paragraph] = []
    for block in blocks:
        if isinstance(block, Paragraph) and belongs(block, bool(run)):
            run.append(block)
            continue
        yield from made(run)
        run = []
        yield block
    yield from made(run)


def _as_rows(run: Sequence[Paragraph]) -> Iterator[Block]:
    rows = [(line, line.row) for line in run if line.row]
    begins = next((at for at, (_, row) in enumerate(rows) if all(map(_may_be_label, row)) and is_header(row)), None)
    if begins is None and len(rows) > 1 and min(len(row) for _, row in rows) > 2:
        # Of two cells, title and day, the line says all.
        rows, begins = _headed(rows), 0
    if begins is None or not rows:
        yield from run
        return
    yield from run[: next(at for at, line in enumerate(run) if line is rows[begins][0])]
    yield from _rows(rows[begins:])


def _headed(rows: list[tuple[Paragraph, tuple[TableCell, ...]]]) -> list[tuple[Paragraph, tuple[TableCell, ...]]]:
    """Return rows without a header under one; none where not just one column is of titles and one of days."""
    columns = [[cell.text for cell in column] for column in zip(*(row for _, row in rows), strict=False)]
    titles = [
        at for at, texts in enumerate(columns) if all(is_matter(text) and not text.endswith("。") for text in texts)
    ]
    days = [at for at, texts in enumerate(columns) if all(map(is_day, texts))]
    if len(titles) != 1 or len(days) != 1:
        return []
    names = {titles[0]: TITLE, days[0]: _DAY}
    return [(rows[0][0], tuple(TableCell(names.get(at, "")) for at in range(len(columns)))), *rows]


# --- columns that spaces part -----------------------------------------------------------------------------------------


def _aligned(blocks: Iterator[Block]) -> Iterator[Block]:
    """Yield the blocks, lines under a header whose cells spaces part as a Table."""
    gap, width = _NO_GAP, 0
    run: list[tuple[Paragraph, Sequence[TableCell]]] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            text = block.text.strip()
            if not run and (begun := parting_of(text)):
                gap, width = begun, len(begun.split(text))
            cells = tuple(map(TableCell, gap.split(text)))
            if (run and len(cells) > 1) or (width and len(cells) == width):
                run.append((block, cells))
                continue
        yield from _rows(run)
        run = []
        yield block
    yield from _rows(run)


def _rows(run: Sequence[tuple[Paragraph, Sequence[TableCell]]]) -> Iterator[Block]:
    if run:
        yield table_of([cells for _, cells in run], [paragraph.place.line for paragraph, _ in run], run[0][0])


# --- a cell a line ----------------------------------------------------------------------------------------------------


def _folded(blocks: Iterator[Block]) -> Iterator[Block]:
    """Yield the blocks, lines that are the cells of a list one by one as a Table."""
    return _by_runs(blocks, lambda _line, _within: True, _unfolded)


def _unfolded(lines: Sequence[Paragraph]) -> Iterator[Block]:
    cells = [TableCell(line.text.strip(), links=line.links) for line in lines]
    start = 0
    for first in range(len(cells)):
        labels = list(takewhile(_may_be_label, cells[first : first + _MOST_LABELS]))
        if first < start or len(labels) < 2 or meaning_of(cells[first].text) is None:
            continue
        for width in range(len(labels), 1, -1):
            if ends := _ends(cells[first:], width):
                yield from lines[start:first]
                at = [first, *(first + end for end in ends)]
                rows = [cells[begin:end] for begin, end in pairwise(at)]
                yield table_of(rows, [lines[begin].place.line for begin in at[:-1]], lines[first])
                start = at[-1]
                break
    yield from lines[start:]


def _may_be_label(cell: TableCell) -> bool:
    return len(cell.text) <= LONGEST_LABEL and not any(map(str.isdigit, cell.text))


def _ends(cells: Sequence[TableCell], width: int) -> list[int]:
    """Return where the rows of a list end whose header has `width` cells; empty where it is none.

    What is too long or too short by cells that were left out is a row too, up to the next that fits.
    """
    if not is_header(cells[:width]):
        return []
    rows = [cells[at : at + width] for at in range(0, len(cells) - width + 1, width)]
    layout = layout_of(rows[: SAMPLE + 1])
    if not isinstance(layout, ListLayout) or layout.header or layout.depth != 1:
        return []
    ends, fitting = [width], 0
    while ends[-1] + width <= len(cells):
        at = ends[-1]
        nearest = (at + more for more in range(2 * width) if at + more + width <= len(cells))
        found = next((begin for begin in nearest if fits(layout, cells[begin : begin + width])), None)
        if found is None:
            break
        ends += [found] * (found > at) + [found + width]
        fitting += 1
    return ends if fitting > 1 and fitting * 2 > len(ends) else []
