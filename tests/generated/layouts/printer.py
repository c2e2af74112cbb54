"""PDF files drawn for the tests, as word processors print reports: ruled tables over pages, or lines of text."""

import io
from collections.abc import Sequence
from dataclasses import dataclass, field

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

FONT = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(FONT))
Spanned = tuple[int, int, str, int, int]  # row, column, text, row span, column span


@dataclass
class Printer:
    """Draws from the top of a page to its bottom and goes on on the next one."""

    size: float = 10.5
    left: float = 80
    right: float = 515
    top: float = 760
    bottom: float = 90
    numbers: str = "- {} -"
    header: str = ""
    encrypt: str | None = None
    file: io.BytesIO = field(default_factory=io.BytesIO)

    def __post_init__(self) -> None:
        self.canvas = Canvas(self.file, pagesize=A4, encrypt=self.encrypt, invariant=1)
        self.page = 1
        self.y = self.top
        self._begin()

    def _begin(self) -> None:
        self.canvas.setFont(FONT, self.size)
        if self.header:
            self.canvas.drawString(self.left, 805, self.header)

    def turn(self) -> None:
        """Go on on the next page."""
        if self.numbers:
            self.canvas.drawCentredString(297, 50, self.numbers.format(self.page))
        self.canvas.showPage()
        self.page += 1
        self.y = self.top
        self._begin()

    def line(self, text: str, x: float | None = None) -> None:
        if self.y < self.bottom:
            self.turn()
        self.canvas.drawString(self.left if x is None else x, self.y, text)
        self.y -= self.size * 1.6

    def paragraph(self, text: str) -> None:
        """Prose: two characters of indent, lines filled to the right side."""
        indent = 2 * self.size
        for number, line in enumerate(self._wrapped("　　" + text, self.right - self.left)):
            self.line(line.strip("　"), self.left + (0 if number else indent))

    def title(self, text: str) -> None:
        self.line(text, 297 - len(text) * self.size / 2)

    def table(self, cells: Sequence[Spanned], widths: Sequence[float], *, open_ends: bool = False) -> None:
        """Draw a ruled table; cells that a page break cuts go on on the next page without their text.

        `open_ends`: no line is drawn where a page ends, as some programs do.
        """
        edges = [self.left]
        for width in widths:
            edges.append(edges[-1] + width)
        rows = max(row + down for row, _, _, down, _ in cells)
        heights = [self._height(cells, widths, row) for row in range(rows)]
        row = 0
        while row < rows:
            last, low = row, self.y
            while last < rows and low - heights[last] > self.bottom:
                low -= heights[last]
                last += 1
            if last == row:
                self.turn()
                continue
            self._part(cells, edges, heights, row, last, open_ends and last < rows)
            self.y = low - 2 * self.size
            if last < rows:
                self.turn()
            row = last

    def _height(self, cells: Sequence[Spanned], widths: Sequence[float], row: int) -> float:
        lines = 1
        for at, column, text, down, right in cells:
            if at == row and down == 1:
                lines = max(lines, len(self._wrapped(text, sum(widths[column : column + right]))))
        return lines * self.size * 1.3 + 6

    def _wrapped(self, text: str, width: float) -> list[str]:
        lines, line = [], ""
        for character in text:
            if character == "\n" or pdfmetrics.stringWidth(line + character, FONT, self.size) > width - 4:
                lines.append(line)
                line = ""
            line += character.strip("\n")
        return [*lines, line]

    def _part(
        self,
        cells: Sequence[Spanned],
        edges: Sequence[float],
        heights: Sequence[float],
        first: int,
        last: int,
        is_open: bool,
    ) -> None:
        tops = {first: self.y}
        for row in range(first, last):
            tops[row + 1] = tops[row] - heights[row]
        for row, column, text, down, right in cells:
            begin, end = max(row, first), min(row + down, last)
            if begin >= end:
                continue
            x0, x1, high, low = edges[column], edges[column + right], tops[begin], tops[end]
            self.canvas.line(x0, high, x1, high)
            self.canvas.line(x0, high, x0, low)
            self.canvas.line(x1, high, x1, low)
            if not (is_open and end == last):
                self.canvas.line(x0, low, x1, low)
            if row >= first:
                lines = self._wrapped(text, x1 - x0)
                y = (high + low) / 2 + (len(lines) / 2) * self.size * 1.3 - self.size
                for number, line in enumerate(lines):
                    shown = pdfmetrics.stringWidth(line, FONT, self.size)
                    self.canvas.drawString((x0 + x1 - shown) / 2, y - number * self.size * 1.3, line)

    def save(self) -> bytes:
        if self.numbers:
            self.canvas.drawCentredString(297, 50, self.numbers.format(self.page))
        self.canvas.showPage()
        self.canvas.save()
        return self.file.getvalue()
