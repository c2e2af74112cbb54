"""Records that stand in a document as labels with their values, made into tables of a record a row.

One below the other (编号：…, 标题：…, 答复日期：…), in lines, cells or forms; as titles with such labels in brackets,
behind them or in the line below; or as lines each piece of which plainly is something: 第12号《…》，6月3日答复，A类.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from bot.ingest.document import Block, Paragraph, Table, TableCell
from bot.ingest.items.column_values import is_disclosure, is_matter, is_worded_number
from bot.ingest.items.column_words import meaning_of
from bot.ingest.items.header import distinct, is_header
from bot.ingest.items.labelled_pieces import (
    BOXED,
    DISCLOSED,
    LABEL,
    NUMBERED,
    PUBLISHED,
    TITLE,
    label_of,
    out_of_brackets,
    pairs_beside,
    pairs_in,
    pairs_of_title,
    said_by,
    unboxed,
)
from bot.ingest.items.lines import BULLET, DAY_BEHIND
from bot.ingest.items.matter_cells import parted_title
from bot.ingest.items.words import list_words

_TALLEST = 5000  # rows of forms below each other
_COLON = re.compile("[:：]")
_LAST_BRACKET = re.compile(r"[（(]([^（）()]{2,12})[）)][。；;]?$")
_WIDE = re.compile(r"[ \u3000]{2,}|\t")
_GAPS = (_WIDE, re.compile(r"\s+"), re.compile(r"\s*[,，;；]\s*"))
_PARTING = re.compile(r"^[-—=*_·.\s]*$|^[（(]?\d{1,3}[)）.、．]?$|^第\d{1,3}[条件]$")
_LONGEST_LINE = 400  # characters of a line that is a record


@dataclass(slots=True)
class _Run:
    """Records met one below the other, and the blocks that hold them."""

    blocks: list[Block] = field(default_factory=list)
    records: list[dict[str, str]] = field(default_factory=list)
    lines: list[int | None] = field(default_factory=list)
    heading: bool = False  # the first block is the title of the list, not of its first record
    by_cells: bool = False  # labels and values are cells of lines

    def add(self, block: Block, pairs: Sequence[tuple[str, str]], *, begins: bool = False) -> None:
        """Take a block of labels: one that the record has already begins the next, and where `begins` any."""
        self.blocks.append(block)
        begins = begins or (len(pairs) > 2 and self._has("title", record=dict(pairs)) and self._has("title"))
        for at, (label, value) in enumerate(pairs):
            again = label in self.records[-1] if self.records else True
            numbered = meaning_of(label) == "number_raw" and self._has("number_raw", "title")  # 卡号 stands before it
            if again or (begins and at == 0) or numbered:
                self.records.append({})
                self.lines.append(block.place.line)
            self.records[-1][label] = value

    def _has(self, *meanings: str, record: Mapping[str, str] | None = None) -> bool:
        """Whether a record, that of the run's end where none is given, has labels of some meanings."""
        return {*meanings} <= set(map(meaning_of, (self.records or [{}])[-1] if record is None else record))

    def is_ended_by(self, block: Block, labels: frozenset[str]) -> bool:
        """Whether a line is the foot of the page, though it has labels: those of no record."""
        if len(self.records) < 2 or not isinstance(block, Paragraph):
            return False
        words, of_page = list_words(), [label for label, _ in pairs_in(block.text, labels)]
        ends = words.page_end.match(block.text) or {*of_page[:1]} & (words.weak_publishers | words.page_labels)
        return bool(ends) and not {*of_page} & {*chain(*self.records)}

    def go_on(self, block: Paragraph) -> None:
        """Take a line that goes on with the value above it."""
        self.blocks.append(block)
        label = next(reversed(self.records[-1]))
        self.records[-1][label] += f"\n{block.text}"

    def labels(self) -> tuple[str, ...]:
        """Return the labels of all records, in their order."""
        return tuple(dict.fromkeys(chain.from_iterable(self.records)))

    def table(self, least: int = 2) -> Table | None:
        """Return the records as a table; None where they are not at least so many of one sort."""
        if len(self.records) > 1 and TITLE not in self.records[1]:
            self.heading = self.heading or self.records[0].pop(TITLE, "") != ""
        firsts = [next(iter(record), "") for record in self.records]
        begins = {meaning_of(label) or label for label in firsts}  # 建议号 and 提案号 are both numbers
        if len(self.records) < least or len(begins) > 1 or min(map(len, self.records)) < 2:
            return None
        labels = self.labels()
        called = {meaning_of(label): label for label in reversed(labels)}
        titles = called.get("title") or called.get("summary")
        # The labels of one page may be printed above it and below it.
        if titles is None or (least > 1 and len({record.get(titles) for record in self.records}) == 1):
            return None
        if not is_header([TableCell(label) for label in labels]):
            return None  # its labels would be read as a record
        rows = [labels, *([record.get(label, "") for label in labels] for record in self.records)]
        return table_of(rows, [self.lines[0], *self.lines], self.blocks[self.heading])


def _labels_of(blocks: Sequence[Block]) -> tuple[frozenset[str], bool]:
    """Return the labels of a document, words that are known or begin lines and cells again; whether one says title."""
    texts = [
        text
        for block in blocks
        if isinstance(block, Paragraph)
        for text in (unboxed(block.text)[0], *(cell.text for cell in block.row or ()))
    ]
    found = Counter(label_of(match) for text in texts for match in LABEL.finditer(text))
    first = Counter(label_of(match) for text in texts if (match := LABEL.match(text)))
    first.update(label for block in blocks if isinstance(block, Table) for label, _ in _pairs_of_table(block))
    # 第12号：关于… begins with its number.
    worded = [label for label in found if not any(map(str.isdigit, label))]
    boxes = Counter(box[1] for block in blocks if isinstance(block, Paragraph) and (box := BOXED.match(block.text)))
    once = {label for label, times in boxes.items() if times == 1}  # 【公示】 over a list
    labels = frozenset(label for label in worded if first[label] > 1 or (meaning_of(label) and label not in once))
    return labels, any(meaning_of(label) == "title" for label, times in first.items() if times > 1)


def labelled(blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield the blocks, labels of several records with their values as a Table."""
    pieces = list(_pieces([*chain.from_iterable(map(_as_lines, blocks))]))
    lists = {piece.labels() for piece in pieces if isinstance(piece, _Run) and piece.table()}
    for piece in pieces:
        if isinstance(piece, _Run):
            # One record alone is a list where the document has others of the same labels.
            table = piece.table(1 if piece.labels() in lists else 2)
            yield from piece.blocks if table is None else [*piece.blocks[: piece.heading], table]
        else:
            yield piece


def _pieces(blocks: Sequence[Block]) -> Iterator[Block | _Run]:
    run, (labels, titled), parting = _Run(), _labels_of(blocks), None
    lines = Counter(block.text for block in blocks if isinstance(block, Paragraph))
    for index, block in enumerate(blocks):
        following = blocks[index + 1] if index + 1 < len(blocks) else None
        parting = parting or (parting_of(block.text) if isinstance(block, Paragraph) else None)
        if parting and isinstance(block, Paragraph) and parting.search(block.text.strip()):
            yield run
            run = _Run()
            yield block
        elif run.by_cells and isinstance(block, Paragraph) and block.row == ():
            run.blocks.append(block)
        elif run.is_ended_by(block, labels):
            yield run
            run = _Run()
            yield block
        elif pairs := _pairs_of_cells(block, labels):
            run.by_cells = True
            run.add(block, pairs)
        elif pairs := _pairs_of(block, labels):
            run.add(block, pairs)
        elif pairs := _over(block, following, labels, titled=titled):
            run.add(block, pairs, begins=True)
        elif run.records and isinstance(block, Paragraph) and (_PARTING.match(block.text) or lines[block.text] > 1):
            run.blocks.append(block)
        elif run.records and isinstance(block, Paragraph) and meaning_of(next(reversed(run.records[-1]))) == "text":
            run.go_on(block)
        else:
            yield run
            run = _Run()
            yield block
    yield run


def _as_lines(block: Block) -> Sequence[Block]:
    """Return a table each of whose rows is a record with labels in its cells as lines, any other block as it is."""
    if not isinstance(block, Table) or not 1 < len(block.rows) <= _TALLEST:
        return [block]
    if not any(_COLON.search(cell.text) for cell in block.rows[0]):
        return [block]
    rows = [tuple(distinct(row)) for row in block.rows]
    lines = [
        Paragraph(text="；".join(cell.text for cell in row), place=block.row_place(at), row=row)
        for at, row in enumerate(rows)
    ]
    labels, _ = _labels_of(lines)
    return lines if all(TITLE in dict(_pairs_of(line, labels)) for line in lines) else [block]


def parting_of(text: str) -> re.Pattern[str] | None:
    """Return what parts the labels of a header in a line, marks and single spaces where all are known; else None."""
    for gap in _GAPS:
        cells = gap.split(text.strip())
        if len(cells) > 2 and is_header([TableCell(cell) for cell in cells]):
            return gap if gap is _WIDE or all(map(meaning_of, cells)) else None
    return None


def _pairs_of(block: Block, labels: frozenset[str]) -> list[tuple[str, str]]:
    """Return the labels of a line or table with their values; none where it is anything else."""
    if isinstance(block, Table):
        return _pairs_of_table(block)
    head, beside = unboxed(block.text)
    head = BULLET.sub("", head)
    if (last := _LAST_BRACKET.search(head)) and is_disclosure(last[1]):
        head, beside = head[: last.start()], [*beside, (DISCLOSED, last[1])]
    if not (pairs := pairs_in(head, labels)) and len(head) <= _LONGEST_LINE:
        if day := DAY_BEHIND.search(head):
            head, beside = head[: day.start()], [(PUBLISHED, day["day"]), *beside]
        pairs = pairs_of_title(head, labels)
    return [*pairs, *beside] if pairs else []


def _pairs_of_cells(block: Block, labels: frozenset[str]) -> list[tuple[str, str]]:
    """Return the labels with their values in the cells of a line; none where a cell is neither."""
    texts = [cell.text for cell in block.row or ()] if isinstance(block, Paragraph) else []
    if not any(_COLON.search(text) for text in texts):
        under = [(TITLE, text) for text in texts[:1] if len(texts) % 2 and is_matter(text)]
        beside = pairs_beside(texts[len(under) :])
        return [*under, *beside] if beside else []
    found = [said_by(text, labels) for text in texts]
    return [pair for pairs in found for pair in pairs] if all(found) else []


def _over(block: Block, following: Block | None, labels: frozenset[str], *, titled: bool) -> list[tuple[str, str]]:
    """Return a line that is the title, or the number, of the labels in the line below it, which have none."""
    below = (
        _pairs_of_table(following) if isinstance(following, Table) else following and pairs_in(following.text, labels)
    )
    if not isinstance(block, Paragraph) or not below:
        return []
    meanings, line = {meaning_of(label) for label, _ in below}, BULLET.sub("", block.text)
    line, within, _ = out_of_brackets(line, labels, [], [])
    if is_worded_number(line):
        return [] if "number_raw" in meanings else [(NUMBERED, line)]
    number, title = parted_title(line)
    if titled or "title" in meanings or not is_matter(title):
        return []
    return [(TITLE, title), *([(NUMBERED, number)] if number else []), *within]


def _pairs_of_table(table: Table) -> list[tuple[str, str]]:
    """Return the labels of a form, or of forms below each other, with their values; none where it is anything else."""
    found: list[list[tuple[str, str]]] = []
    names, unknown = set[str](), 0
    for row in table.rows[:_TALLEST]:
        cells = distinct(row)
        if len(cells) == 1:
            names.add(cells[0].text)  # the name of the form stands over each
        elif pairs := pairs_beside([cell.text.strip() for cell in cells]) or pairs_beside(
            [cell.text.strip() for cell in row]  # a value may be blank
        ):
            found.append(pairs)
        elif found and (pairs := pairs_beside([cell.text.strip() for cell in cells][:3], known=False)):
            found.append(pairs)  # 代表委员意见：满意
            unknown += 1
        elif cells:
            return []
    if unknown * 3 > len(found):
        return []
    if len({len(pairs) for pairs in found}) == 1 and all(len({label for label, _ in pairs}) == 1 for pairs in found):
        found = [*map(list, zip(*found, strict=True))]  # forms beside each other
    return [*chain.from_iterable(found)] if len(names) < 2 and len(table.rows) <= _TALLEST else []


def table_of(rows: Sequence[Sequence[str | TableCell]], lines: Sequence[int | None], first: Block) -> Table:
    """Return rows as a table that stands where `first` does; `lines`: those of the source, where they are known."""
    known = tuple(line for line in lines if line is not None)
    cells = tuple(tuple(TableCell(cell) if isinstance(cell, str) else cell for cell in row) for row in rows)
    return Table(rows=cells, place=first.place, lines=known if len(known) == len(rows) else ())
