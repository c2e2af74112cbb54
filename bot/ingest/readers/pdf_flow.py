"""Pages put together: without their headers, footers and numbers, tables and sentences joined over page breaks."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.ingest.document import Block, Paragraph, TableCell
from bot.ingest.readers.pdf_page import Page
from bot.ingest.readers.pdf_table import RuledTable
from bot.ingest.readers.pdf_text import PAGE_NUMBER, PrintedLine, wrapped
from bot.records.model import Place

_MARGIN = 0.11  # of the height of a page: where headers and footers stand
_BARE = re.compile(r"-?\s*(\d{1,3})\s*")
_DASHED = re.compile(r"[-—–―－]\s*\d{1,3}\s*[-—–―－]|第\s*\d{1,3}\s*页.*")
_DIGITS = re.compile(r"\d+")
_FIGURES_ONLY = re.compile(r"[\d\s.,，/／%％+—–―－-]+")
_ENDS_IN_FIGURES = re.compile(r"(?:\s[\d./／—–―－-]+){2,}$")
_OPENS = re.compile(
    r"[一二三四五六七八九十]{1,3}\s*[、.．]|[(（][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}\s*[.．、](?!\d)|第[一二三四五六七八九十]+[条章节]|附[件表]|[-•●■◆]"
)
_LEAST_WRAPPED = 12  # characters: a shorter line is a label, not the beginning of a sentence


@dataclass(slots=True)
class _Open:
    """The paragraph that is being put together: its text, and its last line."""

    text: str
    first: PrintedLine
    last: PrintedLine
    row: tuple[TableCell, ...] | None = None


def blocks_of(pages: Sequence[Page], name: str) -> Iterator[Block]:
    """Yield the paragraphs and tables of a file called `name`."""
    items = list(_without_margins(pages))
    rows = {(page.number, number): cells for page in pages for number, cells in page.rows.items()}
    margins = {page.number: _sides([item for item in page.items if isinstance(item, PrintedLine)]) for page in pages}
    tables = 0
    paragraph: _Open | None = None
    table: RuledTable | None = None
    for item in items:
        if isinstance(item, PrintedLine):
            if table is not None:
                tables += 1
                yield table.table(name, tables)
                table = None
            row = rows.get((item.page, item.number))
            if paragraph is not None and row is None and paragraph.row is None and _goes_on(paragraph, item, margins):
                paragraph.text, paragraph.last = wrapped(paragraph.text, item.text), item
                continue
            if paragraph is not None:
                yield _paragraph(paragraph, name)
            paragraph = _Open(item.text, item, item, row)
            continue
        if paragraph is not None:
            yield _paragraph(paragraph, name)
            paragraph = None
        if table is not None and item.page == _last_page(table) + 1 and table.continues(item):
            table.add(item)
            continue
        if table is not None:
            tables += 1
            yield table.table(name, tables)
        table = item
    if paragraph is not None:
        yield _paragraph(paragraph, name)
    if table is not None:
        yield table.table(name, tables + 1)


def _last_page(table: RuledTable) -> int:
    return max((cell.page for row in table.rows for cell in row), default=table.page)


def _paragraph(paragraph: _Open, name: str) -> Paragraph:
    return Paragraph(
        text=paragraph.text,
        place=Place(document=name, page=paragraph.first.page, line=paragraph.first.number),
        row=paragraph.row,
    )


def _without_margins(pages: Sequence[Page]) -> Iterator[PrintedLine | RuledTable]:
    """Yield lines and tables in order, without page numbers and what is repeated at the ends of pages."""
    ends = {page.number: _ends(page) for page in pages}
    repeated, numbers = _repeated(ends), _numbers(ends)
    for page in pages:
        for item in page.items:
            if isinstance(item, PrintedLine) and item in ends[page.number]:
                if numbers.get(page.number) is item or (
                    not _BARE.fullmatch(item.text)
                    and (PAGE_NUMBER.fullmatch(item.text) or _general(item.text) in repeated)
                ):
                    continue
            elif isinstance(item, PrintedLine) and item is page.items[-1] and _DASHED.fullmatch(item.text):
                continue
            if isinstance(item, RuledTable):
                _drop_number(item)
            yield item


def _drop_number(table: RuledTable) -> None:
    """Drop a page number that stands inside the frame of a table: a last row with nothing else, dashes around it."""
    filled = [cell for cell in table.rows[-1] if cell.text]
    if len(table.rows) > 1 and len(filled) == 1 and _DASHED.fullmatch(filled[0].text) and len(table.rows[-1]) == 1:
        table.rows.pop()


def _in_margin(line: PrintedLine, page: Page) -> bool:
    return line.bottom < page.height * _MARGIN or line.top > page.height * (1 - _MARGIN)


def _ends(page: Page) -> list[PrintedLine]:
    """Return the first and last lines of a page that stand where headers and footers do."""
    lines = [item for item in page.items if isinstance(item, PrintedLine)]
    return [line for line in lines[:2] + lines[2:][-2:] if _in_margin(line, page)]


def _repeated(ends: Mapping[int, Sequence[PrintedLine]]) -> set[str]:
    """Return the texts, figures aside, at the ends of three pages or more and of half of them."""
    counts = Counter(text for lines in ends.values() for text in {_general(line.text) for line in lines})
    return {text for text, count in counts.items() if count >= 3 and count * 2 >= len(ends)}


def _numbers(ends: Mapping[int, Sequence[PrintedLine]]) -> dict[int, PrintedLine]:
    """Return of each page the bare figure that is its number: it goes up with the pages, as no cell a line does."""
    bare = [
        (page, line.page - int(match[1]), line)
        for page, lines in ends.items()
        if not any(PAGE_NUMBER.fullmatch(line.text) and not _BARE.fullmatch(line.text) for line in lines)
        for line in lines
        if (match := _BARE.fullmatch(line.text))
    ]
    steps = Counter(step for _, step in {(page, step) for page, step, _ in bare})
    bare.sort(key=lambda one: steps[one[1]])  # of two on a page the one that goes with more of the others
    return {page: line for page, step, line in bare if step == 0 or steps[step] > 1}


def _general(text: str) -> str:
    return _DIGITS.sub("#", "".join(text.split()))


def _sides(lines: Sequence[PrintedLine]) -> tuple[float, float]:
    """Return where lines of prose begin and end on a page: the commonest left end, the farthest right one."""
    long = [line for line in lines if len(line.text) >= _LEAST_WRAPPED] or list(lines)
    if not long:
        return 0.0, 0.0
    left = Counter(round(line.x0 / 3) for line in long).most_common(1)[0][0] * 3.0
    rights = sorted(line.x1 for line in long)
    return min(left, min(line.x0 for line in long) + 40), rights[int(len(rights) * 0.9)] if len(rights) > 3 else rights[
        -1
    ]


def _goes_on(paragraph: _Open, line: PrintedLine, margins: dict[int, tuple[float, float]]) -> bool:
    """Whether a line is the rest of a sentence that filled the line before."""
    last = paragraph.last
    if len(last.text) < _LEAST_WRAPPED or _FIGURES_ONLY.fullmatch(line.text) or _ENDS_IN_FIGURES.search(last.text):
        return False
    if _ENDS_IN_FIGURES.search(line.text) or abs(last.size - line.size) > 0.25 * max(last.size, line.size):
        return False
    left, right = margins[line.page][0], margins[last.page][1]
    size = last.size
    full = last.x1 >= right - 1.6 * size
    flush = line.x0 <= left + 0.9 * size
    near = line.page != last.page or line.top - last.bottom < 2.2 * size
    if line.page > last.page + 1:
        return False
    if full and flush and near:
        return not (_OPENS.match(line.text) and last.text.endswith(("。", "；", "：", "！", "？")))
    return False
