"""Lists made into tables of a record a row, whatever their shape, so that one reader reads every list.

Records stand one below the other as labels with their values (编号：…, 标题：…, 答复日期：…), as titles with such
labels in brackets or in the line below; or, under a header, in lines whose cells the source or spaces part, or a cell
a line.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, pairwise, takewhile

from bot.ingest.arranged_tables import arranged
from bot.ingest.column_values import is_day, is_matter
from bot.ingest.column_words import LONGEST_LABEL, meaning_of
from bot.ingest.document import Block, Document, Paragraph, Table, TableCell
from bot.ingest.lines import BULLET
from bot.ingest.list_header import distinct, is_header
from bot.ingest.list_layout import SAMPLE, ListLayout, layout_of
from bot.ingest.list_rows import fits
from bot.ingest.list_words import list_words

_TALLEST = 60  # rows of a table that is one record
_LABEL_LENGTH = 12
_MOST_LABELS = 20
# A label begins its line, or stands after white space or a mark, and is followed by a colon.
_LABEL = re.compile(
    r"(?:^|(?<=[\s；;，,、|]))(?:[（(]?\d{1,3}[)）.、．]\s*)?(?P<label>(?=[^\s:：；;，,。|]{0,13}[A-Za-z\u4e00-\u9fff№])[^\s:：；;，,。|]{1,14}?)\s*[:：]"
)
_COLON = re.compile("[:：]")
_IN_BRACKETS = re.compile(r"^(?P<title>.{6,}?)\s*[（(](?P<said>[^（）()]*[:：][^（）()]*)[）)][。；;]?$")
_NUMBER = re.compile(r"第?[\w-]{1,12}号")
_PARTING = re.compile(r"^[-—=*_·.\s]*$|^[（(]?\d{1,3}[)）.、．]?$|^第\d{1,3}[条件]$")
_GAPS = (re.compile(r"[ \u3000]{2,}"), re.compile(r"[ \u3000]+"))
_TITLE, _NUMBERED, _DAY = "标题", "编号", "发布时间"


@dataclass(slots=True)
class _Run:
    """Records met one below the other, and the blocks that hold them."""

    blocks: list[Block] = field(default_factory=list)
    records: list[dict[str, str]] = field(default_factory=list)
    lines: list[int | None] = field(default_factory=list)
    heading: bool = False  # the first block is the title of the list, not of its first record
    by_cells: bool = False  # labels and values are cells of lines

    def add(self, block: Block, pairs: Sequence[tuple[str, str]]) -> None:
        """Take a block of labels: one that the record has already begins the next."""
        self.blocks.append(block)
        for label, value in pairs:
            if not self.records or label in self.records[-1]:
                self.records.append({})
                self.lines.append(block.place.line)
            self.records[-1][label] = value

    def is_ended_by(self, block: Block, labels: frozenset[str]) -> bool:
        """Whether a line is the foot of the page, though it has labels: those of no record."""
        if len(self.records) < 2 or not isinstance(block, Paragraph) or not list_words().page_end.match(block.text):
            return False
        return not {label for label, _ in _pairs_in(block.text, labels)} & {*chain(*self.records)}

    def go_on(self, block: Paragraph) -> None:
        """Take a line that goes on with the value above it."""
        self.blocks.append(block)
        label = next(reversed(self.records[-1]))
        self.records[-1][label] += f"\n{block.text}"

    def table(self) -> Table | None:
        """Return the records as a table; None where they are not several of one sort."""
        if len(self.records) > 1 and _TITLE not in self.records[1]:
            self.heading = self.heading or self.records[0].pop(_TITLE, "") != ""
        begins = {next(iter(record), "") for record in self.records}
        if len(self.records) < 2 or len(begins) > 1 or min(map(len, self.records)) < 2:
            return None
        labels = list(dict.fromkeys(label for record in self.records for label in record))
        called = {meaning_of(label): label for label in reversed(labels)}
        titles = called.get("title") or called.get("summary")
        # The labels of one page may be printed above it and below it.
        if titles is None or len({record.get(titles) for record in self.records}) == 1:
            return None
        rows = [labels, *([record.get(label, "") for label in labels] for record in self.records)]
        return _table(rows, [self.lines[0], *self.lines], self.blocks[self.heading])


def with_lists_as_tables(document: Document) -> Document:
    """Return a document whose lists are tables with a record a row."""
    blocks = _folded(_aligned(_of_rows(_labelled(document.blocks))))
    return replace(document, blocks=tuple(arranged(block) if isinstance(block, Table) else block for block in blocks))


def _table(rows: Sequence[Sequence[str | TableCell]], lines: Sequence[int | None], first: Block) -> Table:
    known = tuple(line for line in lines if line is not None)
    cells = tuple(tuple(TableCell(cell) if isinstance(cell, str) else cell for cell in row) for row in rows)
    return Table(rows=cells, place=first.place, lines=known if len(known) == len(rows) else ())


# --- labels with their values -----------------------------------------------------------------------------------------


def _labels_of(blocks: Sequence[Block]) -> tuple[frozenset[str], bool]:
    """Return the labels of a document, words that are known or begin lines and cells again; whether one says title."""
    texts = [
        text
        for block in blocks
        if isinstance(block, Paragraph)
        for text in (block.text, *(cell.text for cell in block.row or ()))
    ]
    found = Counter(match["label"] for text in texts for match in _LABEL.finditer(text))
    first = Counter(match["label"] for text in texts if (match := _LABEL.match(text)))
    first.update(label for block in blocks if isinstance(block, Table) for label, _ in _pairs_of_table(block))
    # 第12号：关于… begins with its number.
    worded = [label for label in found if not any(map(str.isdigit, label))]
    labels = frozenset(label for label in worded if first[label] > 1 or meaning_of(label))
    return labels, any(meaning_of(label) == "title" for label, times in first.items() if times > 1)


def _labelled(blocks: Sequence[Block]) -> Iterator[Block]:
    run, (labels, titled) = _Run(), _labels_of(blocks)
    lines = Counter(block.text for block in blocks if isinstance(block, Paragraph))
    for index, block in enumerate(blocks):
        following = blocks[index + 1] if index + 1 < len(blocks) else None
        if run.by_cells and isinstance(block, Paragraph) and block.row == ():
            run.blocks.append(block)
        elif run.is_ended_by(block, labels):
            yield from _closed(run)
            run = _Run()
            yield block
        elif pairs := _pairs_of_cells(block, labels):
            run.by_cells = True
            run.add(block, pairs)
        elif pairs := _pairs_of(block, labels) or ([] if titled else _title_over(block, following, labels)):
            run.add(block, pairs)
        elif run.records and isinstance(block, Paragraph) and (_PARTING.match(block.text) or lines[block.text] > 1):
            run.blocks.append(block)
        elif run.records and isinstance(block, Paragraph) and meaning_of(next(reversed(run.records[-1]))) == "text":
            run.go_on(block)
        else:
            yield from _closed(run)
            run = _Run()
            yield block
    yield from _closed(run)


def _closed(run: _Run) -> Iterator[Block]:
    table = run.table()
    yield from run.blocks if table is None else [*run.blocks[: run.heading], table]


def _pairs_of(block: Block, labels: frozenset[str]) -> list[tuple[str, str]]:
    """Return the labels of a line or table with their values; none where it is anything else."""
    if isinstance(block, Table):
        return _pairs_of_table(block)
    if pairs := _pairs_in(block.text, labels):
        return pairs
    bracketed = _IN_BRACKETS.match(BULLET.sub("", block.text))
    if bracketed is None or not is_matter(bracketed["title"]):
        return []
    found = _pairs_in(bracketed["said"], labels, within=True)
    number = _NUMBER.match(bracketed["said"])
    numbered = [(_NUMBERED, number.group())] if number else []
    return [(_TITLE, bracketed["title"]), *numbered, *found] if found else []


def _pairs_of_cells(block: Block, labels: frozenset[str]) -> list[tuple[str, str]]:
    """Return the labels with their values in the cells of a line; none where a cell is neither."""
    texts = [cell.text for cell in block.row or ()] if isinstance(block, Paragraph) else []
    if not any(_COLON.search(text) for text in texts):
        under = [(_TITLE, text) for text in texts[:1] if len(texts) % 2 and is_matter(text)]
        beside = _pairs_beside(texts[len(under) :])
        return [*under, *beside] if beside else []
    titled = [(_TITLE, text) for text in texts[:1] if is_matter(text) and not _pairs_in(text, labels)]
    found = [_pairs_in(text, labels) for text in texts[len(titled) :]]
    pairs = [pair for each in found for pair in each]
    return [*titled, *pairs] if pairs and all(found) else []


def _pairs_beside(texts: Sequence[str]) -> list[tuple[str, str]]:
    """Return cells that are labels and values by turns as pairs; none where they are a header."""
    labels, values = texts[::2], texts[1::2]
    if (
        len(labels) != len(values)
        or max(map(len, labels), default=0) > _LABEL_LENGTH
        or not all(map(meaning_of, labels))
    ):
        return []
    if len(texts) > 2 and all(len(value) <= _LABEL_LENGTH and meaning_of(value) for value in values):
        return []
    return list(zip(labels, values, strict=True))


def _pairs_in(text: str, labels: frozenset[str], *, within: bool = False) -> list[tuple[str, str]]:
    found = [match for match in _LABEL.finditer(text) if match["label"] in labels]
    if not found or (found[0].start() > 0 and not within):
        return []
    ends = [match.start() for match in found[1:]] + [len(text)]
    marks = " \t\u3000；;，,、|"
    return [(match["label"], text[match.end() : end].strip(marks)) for match, end in zip(found, ends, strict=True)]


def _title_over(block: Block, following: Block | None, labels: frozenset[str]) -> list[tuple[str, str]]:
    """Return a line that is the title of the labels in the line below it."""
    below = (
        _pairs_of_table(following) if isinstance(following, Table) else following and _pairs_in(following.text, labels)
    )
    if not isinstance(block, Paragraph) or not below:
        return []
    title = BULLET.sub("", block.text)
    return [(_TITLE, title)] if is_matter(title) else []


def _pairs_of_table(table: Table) -> list[tuple[str, str]]:
    if len(table.rows) > _TALLEST:
        return []
    rows = [_pairs_beside([cell.text.strip() for cell in cells]) for row in table.rows if (cells := distinct(row))]
    return [pair for row in rows for pair in row] if all(rows) else []


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
    names = {titles[0]: _TITLE, days[0]: _DAY}
    return [(rows[0][0], tuple(TableCell(names.get(at, "")) for at in range(len(columns)))), *rows]


# --- columns that spaces part -----------------------------------------------------------------------------------------


def _aligned(blocks: Iterator[Block]) -> Iterator[Block]:
    """Yield the blocks, lines under a header whose cells spaces part as a Table."""
    gap, width = _GAPS[0], 0
    run: list[tuple[Paragraph, Sequence[TableCell]]] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            text = block.text.strip()
            if not run and (begun := _gap_of(text)):
                gap, width = begun, len(begun.split(text))
            cells = tuple(map(TableCell, gap.split(text)))
            if (run and len(cells) > 1) or (width and len(cells) == width):
                run.append((block, cells))
                continue
        yield from _rows(run)
        run = []
        yield block
    yield from _rows(run)


def _gap_of(text: str) -> re.Pattern[str] | None:
    """Return what parts the labels of a header, single spaces where all are known; None for any other line."""
    wide, single = (tuple(map(TableCell, gap.split(text))) for gap in _GAPS)
    if len(wide) > 2 and is_header(wide):
        return _GAPS[0]
    return _GAPS[1] if len(single) > 2 and is_header(single) and all(meaning_of(cell.text) for cell in single) else None


def _rows(run: Sequence[tuple[Paragraph, Sequence[TableCell]]]) -> Iterator[Block]:
    if run:
        yield _table([cells for _, cells in run], [paragraph.place.line for paragraph, _ in run], run[0][0])


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
                yield _table(rows, [lines[begin].place.line for begin in at[:-1]], lines[first])
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
