"""Lists without tables, made into tables, so that one reader reads every list.

Records stand one below the other as labels with their values (编号：…, 标题：…, 答复日期：…), as titles with such
labels in brackets or in the line below, or in columns that spaces part, under a header.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from bot.ingest.column_values import is_matter
from bot.ingest.column_words import meaning_of
from bot.ingest.document import Block, Document, Paragraph, Table, TableCell
from bot.ingest.lines import BULLET
from bot.ingest.list_header import distinct, is_header

_TALLEST = 60  # rows of a table that is one record
_LABEL_LENGTH = 12
# A label begins its line, or stands after white space or a mark, and is followed by a colon.
_LABEL = re.compile(
    r"(?:^|(?<=[\s；;，,、|]))(?:[（(]?\d{1,3}[)）.、．]\s*)?(?P<label>[\u4e00-\u9fffA-Za-z（）()/]{1,14}?)\s*[:：]"
)
_IN_BRACKETS = re.compile(r"^(?P<title>.{6,}?)\s*[（(](?P<said>[^（）()]*[:：][^（）()]*)[）)][。；;]?$")
_NUMBER = re.compile(r"第?[\w-]{1,12}号")
_PARTING = re.compile(r"^[-—=*_·.\s]*$|^[（(]?\d{1,3}[)）.、．]?$|^第\d{1,3}[条件]$")
_GAPS = (re.compile(r"[ \u3000]{2,}"), re.compile(r"[ \u3000]+"))
_TITLE, _NUMBERED = "标题", "编号"


@dataclass(slots=True)
class _Run:
    """Records met one below the other, and the blocks that hold them."""

    blocks: list[Block] = field(default_factory=list)
    records: list[dict[str, str]] = field(default_factory=list)
    lines: list[int | None] = field(default_factory=list)
    heading: bool = False  # the first block is the title of the list, not of its first record

    def add(self, block: Block, pairs: Sequence[tuple[str, str]]) -> None:
        """Take a block of labels: one that the record has already begins the next."""
        self.blocks.append(block)
        for label, value in pairs:
            if not self.records or label in self.records[-1]:
                self.records.append({})
                self.lines.append(block.place.line)
            self.records[-1][label] = value

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
        titles = next((label for label in labels if meaning_of(label) == "title"), None)
        # The labels of one page may be printed above it and below it.
        if titles is None or len({record.get(titles) for record in self.records}) == 1:
            return None
        rows = [labels, *([record.get(label, "") for label in labels] for record in self.records)]
        return _table(rows, [self.lines[0], *self.lines], self.blocks[self.heading])


def with_written_lists(document: Document) -> Document:
    """Return a document with such lists as tables."""
    return replace(document, blocks=tuple(_aligned(_labelled(document.blocks))))


def _table(rows: Sequence[Sequence[str]], lines: Sequence[int | None], first: Block) -> Table:
    known = tuple(line for line in lines if line is not None)
    cells = tuple(tuple(map(TableCell, row)) for row in rows)
    return Table(rows=cells, place=first.place, lines=known if len(known) == len(rows) else ())


# --- labels with their values -----------------------------------------------------------------------------------------


def _labelled(blocks: Sequence[Block]) -> Iterator[Block]:
    run = _Run()
    for index, block in enumerate(blocks):
        following = blocks[index + 1] if index + 1 < len(blocks) else None
        if pairs := _pairs_of(block) or _title_over(block, following):
            run.add(block, pairs)
        elif run.records and isinstance(block, Paragraph) and _PARTING.match(block.text):
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


def _pairs_of(block: Block) -> list[tuple[str, str]]:
    """Return the labels of a line or table with their values; none where it is anything else."""
    if isinstance(block, Table):
        return _pairs_of_table(block)
    if pairs := _pairs_in(block.text):
        return pairs
    bracketed = _IN_BRACKETS.match(BULLET.sub("", block.text))
    if bracketed is None or not is_matter(bracketed["title"]):
        return []
    found = _pairs_in(bracketed["said"], within=True)
    number = _NUMBER.match(bracketed["said"])
    numbered = [(_NUMBERED, number.group())] if number else []
    return [(_TITLE, bracketed["title"]), *numbered, *found] if found else []


def _pairs_in(text: str, *, within: bool = False) -> list[tuple[str, str]]:
    found = [match for match in _LABEL.finditer(text) if meaning_of(match["label"])]
    if not found or (found[0].start() > 0 and not within):
        return []
    ends = [match.start() for match in found[1:]] + [len(text)]
    marks = " \t\u3000；;，,、|"
    return [(match["label"], text[match.end() : end].strip(marks)) for match, end in zip(found, ends, strict=True)]


def _title_over(block: Block, following: Block | None) -> list[tuple[str, str]]:
    """Return a line that is the title of the labels in the line below it."""
    if not (isinstance(block, Paragraph) and isinstance(following, Paragraph) and _pairs_in(following.text)):
        return []
    title = BULLET.sub("", block.text)
    return [(_TITLE, title)] if is_matter(title) else []


def _pairs_of_table(table: Table) -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for row in table.rows:
        texts = [cell.text.strip() for cell in distinct(row)]
        labels, values = texts[::2], texts[1::2]
        if len(texts) % 2 or len(table.rows) > _TALLEST or not all(map(meaning_of, labels)):
            return []
        if len(texts) > 2 and all(len(value) <= _LABEL_LENGTH and meaning_of(value) for value in values):
            return []  # labels side by side: a header
        pairs += zip(labels, values, strict=True)
    return pairs


# --- columns that spaces part -----------------------------------------------------------------------------------------


def _aligned(blocks: Iterator[Block]) -> Iterator[Block]:
    """Yield the blocks, lines under a header whose cells are parted by spaces as a Table."""
    gap, width = _GAPS[0], 0
    run: list[tuple[Paragraph, list[str]]] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            text = block.text.strip()
            if not run and (begun := _gap_of(text)):
                gap, width = begun, len(begun.split(text))
            cells = gap.split(text)
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


def _rows(run: Sequence[tuple[Paragraph, list[str]]]) -> Iterator[Block]:
    if run:
        yield _table([cells for _, cells in run], [paragraph.place.line for paragraph, _ in run], run[0][0])
