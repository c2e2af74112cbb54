"""A ruled table with its text, from one page or continued over several."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from bot.ingest.document import Table, TableCell
from bot.ingest.readers.pdf_grid import Box, Grid, index_of, positions
from bot.ingest.readers.pdf_text import Character, cell_text, lines_of, wrapped
from bot.ingest.readers.tables import header_depth
from bot.records.model import Place

_NUMBERED_ROWS = 3  # rows by which it is told that each begins with a number
_LABELS = 2  # of a row: its own and that of its group
_NUMBERED = ("（", "(", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十", *"123456789")


@dataclass(slots=True)
class PlacedCell:
    """A cell: where it stands, how many rows it covers, what is in it, and whether its last line fills its width."""

    x0: float
    x1: float
    rows: int
    text: str
    page: int
    full: bool = False


@dataclass(slots=True)
class RuledTable:
    """Rows of cells by their positions; spans of columns are settled when all its pages are known."""

    page: int
    box: Box
    rows: list[list[PlacedCell]] = field(default_factory=list)
    last_box: Box = (0, 0, 0, 0)

    @classmethod
    def of(cls, grid: Grid, characters: Sequence[Character]) -> "RuledTable":
        """Return the table of a grid.

        Args:
            grid: Its cells.
            characters: Those of the page that are inside the table.
        """
        cells = [*grid.cells, *_holes(grid)]
        tops = positions(cell[1] for cell in cells)
        rows: list[list[PlacedCell]] = [[] for _ in tops]
        contents = _contents(cells, characters)
        for cell, inside in zip(cells, contents, strict=True):
            first = index_of(cell[1], tops)
            covered = max(1, index_of(cell[3], tops) - first)
            lines = lines_of(inside, grid.page)
            full = bool(lines) and lines[-1].x1 - lines[-1].x0 > cell[2] - cell[0] - 2 * lines[-1].size - 6
            rows[first].append(PlacedCell(cell[0], cell[2], covered, cell_text(lines), grid.page, full))
        for row in rows:
            row.sort(key=lambda box: box.x0)
        return cls(grid.page, grid.box, rows, grid.box)

    def continues(self, following: "RuledTable") -> bool:
        """Return whether a table at the top of the next page is the rest of this one: the same sides and columns."""
        if abs(self.last_box[0] - following.box[0]) > 6 or abs(self.last_box[2] - following.box[2]) > 6:
            return False
        ours, theirs = (positions(box.x0 for row in table.rows for box in row) for table in (self, following))
        shared = sum(any(abs(x - other) <= 4 for other in ours) for x in theirs)
        return shared >= len(theirs) - 1 or shared >= len(ours) - 1

    def add(self, following: "RuledTable") -> None:
        """Add the rest of the table: without its repeated header, with cells that the page break cut put together."""
        rows = following.rows[self._repeated(following) :]
        if rows:
            self._join_cut_row(rows)
        if rows:
            self._join_groups(rows)
        self.rows.extend(rows)
        self.last_box = following.box

    def _repeated(self, following: "RuledTable") -> int:
        """Return how many rows at the top of the rest repeat the header."""
        depth = header_depth([tuple(TableCell(box.text) for box in row) for row in self.rows])
        count = 0
        for ours, theirs in zip(self.rows[:depth], following.rows, strict=False):
            if [box.text for box in ours] != [box.text for box in theirs] or not any(box.text for box in theirs):
                break
            count += 1
        return count

    def _join_cut_row(self, rows: list[list[PlacedCell]]) -> None:
        """Put the end of a label that the page break cut to its beginning.

        The rest has no figures beside it and no number before it; what was cut fills the last line of its cell. A row
        of blank cells whose label begins on the new page is like it in all but that.
        """
        first, last = rows[0], self.rows[-1]
        if self._is_rest(first):
            for cut_box, rest in zip(last, first, strict=True):
                cut_box.text = wrapped(cut_box.text, rest.text)
            del rows[0]
            return
        filled = [box for box in first if box.text]
        above = [box for rest in filled for box in last if abs(box.x0 - rest.x0) <= 4 and box.text]
        if not above or len(filled) != len(above) or len(filled) > _LABELS or len(first) <= _LABELS:
            return
        begun = any(rest.text.startswith(_NUMBERED) for rest in filled)
        label = above[-1]
        full = (label.full or _is_open(label.text)) and not label.text.endswith(("）", ")", "。"))
        if full and not begun and any(box.text for box in last if box not in above):
            for cut_box, rest in zip(above, filled, strict=True):
                cut_box.text, rest.text = wrapped(cut_box.text, rest.text), ""
            covering = [box for box in first if box.rows > 1]
            del rows[0]
            if covering and rows:
                rows[0] = sorted([*(replace(b, rows=b.rows - 1) for b in covering), *rows[0]], key=lambda b: b.x0)

    def _is_rest(self, row: Sequence[PlacedCell]) -> bool:
        """Whether a row is the rest of the last one, by a list's number of the row: each has one, and this one not."""
        if row[0].text or row[0].rows > 1 or not any(box.text for box in row):
            return False
        numbered = [above for above in self.rows[-_NUMBERED_ROWS:] if above[0].text.isdigit()]
        alike = all(abs(box.x0 - above.x0) <= 4 for box, above in zip(row, self.rows[-1], strict=False))
        return self.rows[-1] in numbered and len(numbered) > 1 and len(row) == len(self.rows[-1]) > 2 and alike

    def _join_groups(self, rows: list[list[PlacedCell]]) -> None:
        """Let a group label of the page before go on over the blank cell that continues it."""
        total = len(self.rows)
        for box in list(rows[0]):
            if box.text:
                continue
            for index, row in enumerate(self.rows):
                owner = next((b for b in row if abs(b.x0 - box.x0) <= 4 and abs(b.x1 - box.x1) <= 4), None)
                if owner and index + owner.rows >= total and owner.text and (owner.rows > 1 or box.rows > 1):
                    owner.rows = total - index + box.rows
                    rows[0].remove(box)
                    break

    def table(self, name: str, number: int) -> Table:
        """Return the table, number `number` of the file called `name`."""
        columns = positions(box.x0 for row in self.rows for box in row)
        rows = []
        for index, row in enumerate(self.rows):
            cells = []
            for box in row:
                span = max(1, index_of(box.x1, columns) - index_of(box.x0, columns))
                place = Place(document=name, page=box.page)
                cells.append(TableCell(box.text, min(box.rows, len(self.rows) - index), span, place=place))
            rows.append(tuple(cells))
        return Table(rows=tuple(rows), place=Place(document=name, page=self.page, table=number))


def _is_open(text: str) -> bool:
    return text.count("（") + text.count("(") > text.count("）") + text.count(")")


def _holes(grid: Grid) -> list[Box]:
    """Return boxes for what no cell covers, where lines are missing: text there must not be lost."""
    columns, tops = positions(cell[0] for cell in grid.cells), positions(cell[1] for cell in grid.cells)
    taken = {
        (row, column)
        for cell in grid.cells
        for row in range(index_of(cell[1], tops), max(index_of(cell[1], tops) + 1, index_of(cell[3], tops)))
        for column in range(index_of(cell[0], columns), max(index_of(cell[0], columns) + 1, index_of(cell[2], columns)))
    }
    right, low = [*columns[1:], grid.box[2]], [*tops[1:], grid.box[3]]
    return [
        (columns[column], tops[row], right[column], low[row])
        for row in range(len(tops))
        for column in range(len(columns))
        if (row, column) not in taken
    ]


def _contents(cells: Sequence[Box], characters: Sequence[Character]) -> list[list[Character]]:
    """Return the characters of each cell, by their middles."""
    contents: list[list[Character]] = [[] for _ in cells]
    for character in characters:
        x, y = (character["x0"] + character["x1"]) / 2, (character["top"] + character["bottom"]) / 2
        for index, (x0, top, x1, bottom) in enumerate(cells):
            if x0 <= x <= x1 and top <= y <= bottom:
                contents[index].append(character)
                break
    return contents
