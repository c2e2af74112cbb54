"""A file as its reader found it, in one neutral shape: paragraphs and tables in their order, each with its place.

Readers (`bot.ingest.readers`) make Documents and know nothing of reports or replies; interpreters (`bot.ingest.report`,
`bot.ingest.items.listing` ...) read Documents and know nothing of file formats.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bot.errors import GongkaiError
from bot.records.model import Place

WIDEST = 2000  # columns; a column span of a million is an attack or an error, not a table


@dataclass(frozen=True, slots=True)
class Link:
    """A hyperlink: its visible text, and its target as the source gives it (not resolved)."""

    text: str
    target: str


@dataclass(frozen=True, slots=True)
class TableCell:
    r"""One cell as the source has it.

    Attributes:
        text: Visible text, trimmed; line breaks inside the cell are kept as `\n`.
        row_span: Rows that it covers, from 1.
        column_span: Columns that it covers, from 1.
        header: The source marks it as a header cell.
        links: Hyperlinks in it, in order.
        place: Its own place where the source knows more than the row does (a page, a line), else None.
        picture: It holds a picture, so blank text does not mean that nothing is printed.
        damaged: Its row cannot be cut into cells: a quotation mark that nothing ends.
    """

    text: str
    row_span: int = 1
    column_span: int = 1
    header: bool = False
    links: tuple[Link, ...] = ()
    place: Place | None = None
    picture: bool = False
    damaged: bool = False


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell laid out on the grid of its table: `origin` is false where a span of `cell` covers the position."""

    cell: TableCell
    origin: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A line or paragraph of prose.

    Attributes:
        text: Its visible text, trimmed, white space inside as the source has it; never empty.
        place: Where it stands.
        level: Level of a heading, from 1; None for ordinary text.
        links: Hyperlinks in it.
        item: It is marked as an item of a list.
        row: Its cells, where the source sets several lines of one shape below each other; empty inside of such a line.
    """

    text: str
    place: Place
    level: int | None = None
    links: tuple[Link, ...] = ()
    item: bool = False
    row: tuple["TableCell", ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table. `rows` may be read lazily (a million rows of a TSV): iterate over it, do not copy it.

    Attributes:
        rows: Rows of cells as the source has them; a cell that a span covers is not repeated.
        place: Of its first row; `place.table` counts the tables of the document from 1.
        lines: Line (text) or row (sheet) of each row, where it differs from first row plus index; else empty.
        last_lines: Index of a row that takes several lines → the last of them.
        hidden: Indices of rows that whoever keeps the sheet has hidden.
        at: Where in the source each row begins, as row and column from 0, where rows do not stand as there; else empty.
    """

    rows: Sequence[tuple[TableCell, ...]]
    place: Place
    lines: Sequence[int] = ()
    last_lines: Mapping[int, int] = field(default_factory=dict)
    hidden: frozenset[int] = frozenset()
    at: Sequence[tuple[int, int]] = ()

    def grid(self, *, rows: int | None = None) -> list[list[GridCell | None]]:
        """Lay the cells out on a grid.

        Args:
            rows: Only so many rows from the top; all of them when None.

        Returns:
            Rows of equal width. A position is None where the source has no cell.
        """
        limit = len(self.rows) if rows is None else min(rows, len(self.rows))
        grid: list[dict[int, GridCell]] = [{} for _ in range(limit)]
        width = 0
        for index in range(limit):
            column = 0
            for cell in self.rows[index]:
                while column in grid[index]:
                    column += 1
                for down in range(min(cell.row_span, limit - index)):
                    for right in range(cell.column_span):
                        position = column + right
                        if position < WIDEST and position not in grid[index + down]:
                            grid[index + down][position] = GridCell(cell, down == 0 and right == 0)
                column += cell.column_span
            width = max(width, max(grid[index], default=-1) + 1)
        return [[row.get(column) for column in range(width)] for row in grid]

    def carried(self) -> Iterator[tuple[TableCell, ...]]:
        """Yield the rows one by one, a cell that covers several rows or columns in each place that it covers.

        The same object stands in each of them, which tells a merged cell from equal cells.
        """
        above: dict[int, tuple[TableCell, int]] = {}  # column → a cell from above, and rows that it covers still
        for row in self.rows:
            if not above and all(cell.row_span == 1 and cell.column_span == 1 for cell in row):
                yield row
                continue
            cells: list[TableCell] = []
            waiting = list(reversed(row))
            below: dict[int, tuple[TableCell, int]] = {}
            while waiting or any(column >= len(cells) for column in above):
                column = len(cells)
                if column in above:
                    cell, rows = above[column]
                    if rows > 1:
                        below[column] = cell, rows - 1
                    cells.append(cell)
                elif waiting:
                    cell = waiting.pop()
                    for position in range(column, min(column + cell.column_span, WIDEST)):
                        if position in above:
                            break
                        cells.append(cell)
                        if cell.row_span > 1:
                            below[position] = cell, cell.row_span - 1
                    if len(cells) == column:
                        break
                else:
                    cells.append(TableCell(""))
            above = below
            yield tuple(cells)

    def row_place(self, index: int, column: int | None = None) -> Place:
        """Return the place of row `index` (from 0), and of `column` (from 0) in it if given."""
        if self.at:
            index, column = self.at[index]
        line = self.lines[index] if index < len(self.lines) else None
        if line is None and self.place.line is not None:
            line = self.place.line + index
        return Place(
            document=self.place.document,
            section=self.place.section,
            page=self.place.page,
            line=line,
            last_line=self.last_lines.get(index),
            sheet=self.place.sheet,
            table=self.place.table,
            row=index + 1,
            column=None if column is None else column + 1,
        )


Block = Paragraph | Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One file, read.

    Attributes:
        name: File name as imported; a member of an archive is `archive.zip/name`.
        sha256: Of the file's bytes.
        media_type: `text`, `tsv`, `markdown`, `html`, `docx`, `xlsx`, `csv`, `pdf` or `yaml`.
        blocks: Paragraphs and tables, in the order of the source.
        title: Title that the format itself carries (`<title>`, a document property), or None.
        url: Address that the document says it was published at, or None.
        metadata: Named values that the format carries (HTML `meta`), names in lower case.
        recovered: The text was recovered from a layout (a PDF): lines may be cut, cells may be out of place.
        passed: What of the file was not read, sort and name: hidden sheets, pictures in an archive.
        failed: Why members of its archive could not be read.
    """

    name: str
    sha256: str
    media_type: str
    blocks: tuple[Block, ...]
    title: str | None = None
    url: str | None = None
    metadata: dict[str, str] = field(default_factory=dict)
    recovered: bool = False
    passed: tuple[tuple[str, str], ...] = ()
    failed: tuple[GongkaiError, ...] = ()

    def paragraphs(self) -> Iterator[Paragraph]:
        """Yield the paragraphs, in order."""
        return (block for block in self.blocks if isinstance(block, Paragraph))

    def tables(self) -> Iterator[Table]:
        """Yield the tables, in order."""
        return (block for block in self.blocks if isinstance(block, Table))

    def text(self) -> str:
        """Return all text, a block a line, cells of a row separated by tabs."""
        lines: list[str] = []
        for block in self.blocks:
            if isinstance(block, Paragraph):
                lines.append(block.text)
            else:
                lines.extend("\t".join(cell.text for cell in row) for row in block.rows)
        return "\n".join(lines)
