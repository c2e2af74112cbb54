"""Lists with their truth, written into the formats that offices use: XLSX, CSV, HTML, DOCX, pasted text."""

import csv
import html
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import docx
import xlsxwriter
from reportlab.pdfgen.canvas import Canvas

from tests.generated.layouts.printer import FONT

LEFT, UP = "<", "^"
_ENDINGS = {
    **dict.fromkeys(("text", "aligned", "labelled", "titled", "lines", "marked"), "txt"),
    **dict.fromkeys(("turned", "beside", "rows", "cards"), "html"),
}


@dataclass(slots=True)
class LaidOut:
    """One list: its grid (`<` and `^` are covered by a neighbour), and what must be read from it."""

    name: str
    formats: tuple[str, ...]
    grid: list[list[str]] = field(default_factory=list)
    fields: list[str] = field(default_factory=list)
    truth: list[dict[str, str]] = field(default_factory=list)
    asked: bool = False
    not_public: int = 0

    @property
    def width(self) -> int:
        """Columns of the grid."""
        return max(map(len, self.grid))

    def spans(self) -> dict[tuple[int, int], tuple[int, int]]:
        """Return how many rows and columns each cell that is not covered takes."""
        found = {}
        for top, row in enumerate(self.grid):
            for left, text in enumerate(row):
                if text in (LEFT, UP):
                    continue
                right = left + 1
                while right < len(row) and row[right] == LEFT:
                    right += 1
                bottom = top + 1
                while bottom < len(self.grid) and left < len(self.grid[bottom]) and self.grid[bottom][left] == UP:
                    bottom += 1
                found[top, left] = bottom - top, right - left
        return found


def read_lists(path: Path) -> Iterator[LaidOut]:  # noqa: C901, PLR0912 - one branch a mark
    """Yield the lists of a file; how it is written stands at its head."""
    current: LaidOut | None = None
    in_truth = False
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line.startswith("#"):
            continue
        if line.startswith("== "):
            if current:
                yield finished(current)
            name, _, formats = line[3:].partition(" | ")
            current, in_truth = LaidOut(name, tuple(formats.split())), False
        elif current is None:
            continue
        elif line.startswith("~~"):
            in_truth = True
            current.asked = line[2:].strip() == "?"
            current.fields = [] if current.asked else line[2:].strip().split("|")
        elif line.startswith("! "):
            current.not_public = int(line[2:])
        elif in_truth:
            if line.strip():
                current.truth.append(dict(zip(current.fields, line.split("|"), strict=True)))
        elif line.startswith("= "):
            current.grid.append([line[2:], "="])
        elif line.startswith("- "):
            current.grid.append([line[2:], "-"])
        else:
            current.grid.append([cell.replace("\\n", "\n").strip() for cell in line.split("|")])
    if current:
        yield finished(current)


def finished(laid: LaidOut) -> LaidOut:
    """Widen title rows and lone cells to the width of the table; drop blank rows at the end."""
    while laid.grid and laid.grid[-1] == [""]:
        laid.grid.pop()
    width = max(len(row) for row in laid.grid if row[1:] not in (["="], ["-"]))
    laid.grid = [
        [row[0], *([LEFT if row[1] == "=" else ""] * (width - 1))] if row[1:] in (["="], ["-"]) else _padded(row, width)
        for row in laid.grid
    ]
    return laid


def _padded(row: list[str], width: int) -> list[str]:
    return [*row, *([""] * (width - len(row)))]


def written(laid: LaidOut, form: str) -> tuple[str, bytes]:
    """Return a name and the bytes of the list in one of its formats."""
    content = {
        "xlsx": _xlsx,
        "csv": _csv,
        "html": _html,
        "docx": _docx,
        "text": _text,
        "aligned": _aligned,
        "labelled": _labelled,
        "titled": _titled,
        "lines": _lines,
        "turned": lambda laid: _html(_turned(laid)),
        "beside": lambda laid: _html(_beside(laid)),
        "rows": _rows,
        "cards": _cards,
        "marked": _marked,
        "pdf": _pdf,
    }[form](laid)
    return f"{laid.name}.{_ENDINGS.get(form, form)}", content


def xlsx_of(sheets: Sequence[tuple[str, LaidOut, bool]]) -> bytes:
    """Return a workbook of several sheets: name, list, whether it is hidden."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    for name, laid, hidden in sheets:
        sheet = book.add_worksheet(name)
        plain = book.add_format({"text_wrap": True})
        for (top, left), (height, width) in laid.spans().items():
            text = laid.grid[top][left]
            if height > 1 or width > 1:
                sheet.merge_range(top, left, top + height - 1, left + width - 1, text, plain)
            elif text.isdigit() and not text.startswith("0") and len(text) < 10:
                sheet.write_number(top, left, int(text))
            elif text:
                sheet.write_string(top, left, text, plain)
        if hidden:
            sheet.hide()
    book.close()
    return out.getvalue()


def _xlsx(laid: LaidOut) -> bytes:
    return xlsx_of([("Sheet1", laid, False)])


def _flat(laid: LaidOut) -> Iterator[list[str]]:
    """Yield rows as formats without merged cells have them: what is covered is blank."""
    for row in laid.grid:
        yield ["" if cell in (LEFT, UP) else cell for cell in row]


def _csv(laid: LaidOut) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(_flat(laid))
    return out.getvalue().encode("utf-8-sig")


def _aligned(laid: LaidOut) -> bytes:
    return "\n".join("    ".join(filter(None, row)) for row in _flat(laid)).encode()


def _titled(laid: LaidOut) -> bytes:
    """Return each record as its title with the number and what is labelled in brackets."""
    heading, (_, _, *labels), *rows = _flat(laid)
    said = [(number, title, "，".join(map("：".join, zip(labels, rest, strict=True)))) for number, title, *rest in rows]
    lines = [f"{at}、{title}（{number}，{rest}）" for at, (number, title, rest) in enumerate(said, 1)]
    return "\n".join([heading[0], *lines]).encode()


def _labelled(laid: LaidOut) -> bytes:
    """Return each record as lines of a label and its value; the first row of several cells holds the labels."""
    rows = list(_flat(laid))
    header = next(index for index, row in enumerate(rows) if len(list(filter(None, row))) > 1)
    lines = [row[0] for row in rows[:header]]
    for row in rows[header + 1 :]:
        lines += [f"{label}：{value}" for label, value in zip(rows[header], row, strict=True)]
    return "\n".join(lines).encode()


def _text(laid: LaidOut) -> bytes:
    lines = []
    for row in _flat(laid):
        cells = [cell.replace("\n", " ") for cell in row]
        lines.append(cells[0] if not any(cells[1:]) else "\t".join(cells))
    return "\n".join(lines).encode()


def _parts(laid: LaidOut) -> tuple[list[list[str]], list[str], list[list[str]]]:
    """Return the rows of one cell at the top, the header, and the records."""
    rows = list(_flat(laid))
    header = next(index for index, row in enumerate(rows) if len(list(filter(None, row))) > 1)
    return rows[:header], rows[header], rows[header + 1 :]


def _lines(laid: LaidOut) -> bytes:
    """Return a cell a line; a blank cell is no line."""
    return "\n".join(cell for row in _flat(laid) for cell in row if cell).encode()


def _marked(laid: LaidOut) -> bytes:
    """Return a line a record, each cell with its label."""
    above, header, rows = _parts(laid)
    return "\n".join(
        [above[0][0], *(" | ".join(map("：".join, zip(header, row, strict=True))) for row in rows)]
    ).encode()


def _turned(laid: LaidOut) -> LaidOut:
    """Return the list with a record a column."""
    above, header, rows = _parts(laid)
    width = len(rows) + 1
    grid = [[row[0], *[LEFT] * (width - 1)] for row in above]
    return LaidOut(laid.name, (), [*grid, *map(list, zip(header, *rows, strict=True))])


def _beside(laid: LaidOut) -> LaidOut:
    """Return the list with its second half on the right of the first."""
    above, header, rows = _parts(laid)
    half = (len(rows) + 1) // 2
    right = [*rows[half:], [""] * len(header)]
    grid = [[row[0], *[LEFT] * (2 * len(header) - 1)] for row in above]
    return LaidOut(laid.name, (), [*grid, header * 2, *map(list.__add__, rows[:half], right)])


def _rows(laid: LaidOut) -> bytes:
    """Return a page whose rows are elements with a span a cell."""
    above, *rows = (row for rows in _parts(laid) for row in (rows if isinstance(rows[0], list) else [rows]))
    lines = ["<li>" + "".join(f"<span>{html.escape(cell)}</span>" for cell in row) + "</li>" for row in rows]
    return f"<html><body><h2>{above[0]}</h2><ul>{''.join(lines)}</ul><p>主办：网站管理中心</p></body></html>".encode()


def _cards(laid: LaidOut) -> bytes:
    """Return a page with a box of labels and values a record."""
    above, header, rows = _parts(laid)
    boxes = [
        "".join(f"<p><b>{label}：</b>{html.escape(cell)}</p>" for label, cell in zip(header, row, strict=True))
        for row in rows
    ]
    body = "".join(f"<div>{box}</div>" for box in boxes)
    return f"<html><body><h2>{above[0][0]}</h2>{body}<p>主办：网站管理中心</p></body></html>".encode()


def _pdf(laid: LaidOut) -> bytes:
    """Return a page on which nothing rules the list; a long title takes two lines."""
    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.setFont(FONT, 8)
    at = 780
    for row in _flat(laid):
        canvas.drawString(40, at, row[0])
        for column, cell in enumerate(row[1:]):
            canvas.drawString(80 + 85 * column, at, cell[:10])
            canvas.drawString(80 + 85 * column, at - 11, cell[10:])
        at -= 30
    canvas.save()
    return out.getvalue()


def _html(laid: LaidOut) -> bytes:
    spans = laid.spans()
    rows = []
    for top, row in enumerate(laid.grid):
        cells = []
        for left in range(len(row)):
            if (span := spans.get((top, left))) is None:
                continue
            marks = "".join(
                f' {name}="{size}"' for name, size in (("rowspan", span[0]), ("colspan", span[1])) if size > 1
            )
            text = html.escape(row[left]).replace("\n", "<br>")
            cells.append(f"<td{marks}>{text}</td>")
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return f"<html><body><table border=1>{''.join(rows)}</table></body></html>".encode()


def _docx(laid: LaidOut) -> bytes:
    document = docx.Document()
    table = document.add_table(rows=len(laid.grid), cols=laid.width)
    for (top, left), (height, width) in laid.spans().items():
        cell = table.cell(top, left)
        if height > 1 or width > 1:
            cell = cell.merge(table.cell(top + height - 1, left + width - 1))
        cell.text = laid.grid[top][left]
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
