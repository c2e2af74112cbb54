"""Lists whose records stand one below the other, each as labels with their values: 编号：…, 标题：…, 答复日期：….

They are turned into a Table with the labels as its header, so that one reader reads every list.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from bot.ingest.column_words import meaning_of
from bot.ingest.document import Block, Document, Paragraph, Table, TableCell
from bot.ingest.list_header import distinct

_TALLEST = 60  # rows of a table that is one record
_LABEL_LENGTH = 12
# A label begins its line, or stands after white space or a mark, and is followed by a colon.
_LABEL = re.compile(
    r"(?:^|(?<=[\s；;，,|]))(?:[（(]?\d{1,3}[)）.、．]\s*)?(?P<label>[\u4e00-\u9fffA-Za-z（）()/、]{1,14}?)\s*[:：]"
)
_PARTING = re.compile(r"^[-—=*_·.\s]*$|^[（(]?\d{1,3}[)）.、．]?$|^第\d{1,3}[条件]$")


@dataclass(slots=True)
class _Run:
    """Records met one below the other, and the blocks that hold them."""

    blocks: list[Block] = field(default_factory=list)
    records: list[dict[str, str]] = field(default_factory=list)
    lines: list[int | None] = field(default_factory=list)

    def add(self, block: Block, pairs: Sequence[tuple[str, str]]) -> None:
        self.blocks.append(block)
        for label, value in pairs:
            # The first label begins the next record; one that a record has already does so too.
            if not self.records or label in self.records[-1]:
                self.records.append({})
                self.lines.append(block.place.line)
            self.records[-1][label] = value

    def go_on(self, block: Block, text: str) -> None:
        """Take a line that goes on with the value above it."""
        self.blocks.append(block)
        label = next(reversed(self.records[-1]))
        self.records[-1][label] += f"\n{text}"

    def table(self) -> Table | None:
        """Return the records as a table; None where they are not several of one sort."""
        begins = {next(iter(record)) for record in self.records}
        if len(self.records) < 2 or len(begins) > 1 or min(map(len, self.records)) < 2:
            return None
        labels = list(dict.fromkeys(label for record in self.records for label in record))
        titles = next((label for label in labels if meaning_of(label) == "title"), None)
        # The labels of one page may be printed above it and below it.
        if titles is None or len({record.get(titles) for record in self.records}) == 1:
            return None
        rows = [tuple(map(TableCell, labels))]
        rows += [tuple(TableCell(record.get(label, "")) for label in labels) for record in self.records]
        known = [line for line in (self.lines[0], *self.lines) if line is not None]
        return Table(
            rows=tuple(rows), place=self.blocks[0].place, lines=tuple(known) if len(known) == len(rows) else ()
        )


def has_labelled_list(document: Document) -> bool:
    """Return whether a document holds a list of records that are labels with their values."""
    return any(tabled is not block for block, tabled in _tabled(document.blocks))


def with_labelled_lists(document: Document) -> Document:
    """Return a document with such lists as tables."""
    return replace(document, blocks=tuple(tabled for _, tabled in _tabled(document.blocks)))


def _tabled(blocks: Sequence[Block]) -> Iterator[tuple[Block, Block]]:
    """Yield each block as it was and as it is now; of a run of records the first, and their table."""
    run = _Run()
    for block in blocks:
        pairs = _pairs_of(block)
        if pairs:
            run.add(block, pairs)
        elif run.records and isinstance(block, Paragraph) and _goes_on(run, block.text):
            if not _PARTING.match(block.text):
                run.go_on(block, block.text)
        else:
            yield from _closed(run)
            run = _Run()
            yield block, block
    yield from _closed(run)


def _closed(run: _Run) -> Iterator[tuple[Block, Block]]:
    table = run.table()
    if table is not None:
        yield run.blocks[0], table
    else:
        yield from ((block, block) for block in run.blocks)


def _goes_on(run: _Run, text: str) -> bool:
    return bool(_PARTING.match(text)) or meaning_of(next(reversed(run.records[-1]))) == "text"


def _pairs_of(block: Block) -> list[tuple[str, str]]:
    """Return the labels of a line or table with their values; none where it is anything else."""
    if isinstance(block, Paragraph):
        found = [match for match in _LABEL.finditer(block.text) if meaning_of(match["label"])]
        if not found or found[0].start() > 0:
            return []
        ends = [match.start() for match in found[1:]] + [len(block.text)]
        return [
            (match["label"], block.text[match.end() : end].strip(" \t\u3000；;，,|"))
            for match, end in zip(found, ends, strict=True)
        ]
    pairs: list[tuple[str, str]] = []
    for row in block.rows:
        texts = [cell.text.strip() for cell in distinct(row)]
        if len(texts) % 2 or len(block.rows) > _TALLEST or not all(map(meaning_of, texts[::2])):
            return []
        if len(texts) > 2 and all(len(text) <= _LABEL_LENGTH and meaning_of(text) for text in texts[1::2]):  # a header
            return []
        pairs += zip(texts[::2], texts[1::2], strict=True)
    return pairs
