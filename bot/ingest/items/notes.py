"""What is not for the public by the notes around a list (by number, mark or look), and to what it belongs."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from bot.ingest.document import Block, Paragraph
from bot.ingest.items.column_words import column_words
from bot.ingest.items.header import distinct
from bot.records.model import Agency, Record
from bot.records.numbers import number_in, numbers_printed
from bot.records.sessions import session_year
from bot.text.normalise import to_simplified

_CLAUSES = re.compile("[。；;！!]")
_MARK = r"[★☆▲△※●■◆◇○□*＊#＃]"
_MARKED = re.compile(rf"{_MARK}(?=.*?[件的号]|.{{0,3}}(?:为|表示|指|[:：]))")
# No 国务院令第711号, 〔2019〕61号.
_NUMBERED = re.compile(r"(?<![〔〕\[\]()令\d])(?<!令第)第?\s*(\d[\d、,，和及与至到\-—~～第号\s]*)号(?![令文]|公告)")
_OF_ROWS = re.compile(
    r"第\s*[\d、,，和及与至到\-—~～第\s]+[项条行]|序号[为是:：]?\s*\d|\d号?[行栏]|[此该本][件案条]|上述"
)
_TITLE = re.compile(r"\s*(?:[（(]?\d{1,3}[)）、.．]\s*)?(?:关于|对|《)")
_EXCEPT = re.compile("除.+外")
_LOOKED_AT = 40  # rows at the top and at the end of a table
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Notes:
    """What they say is not for the public.

    Attributes:
        numbers: Of matters.
        marks: Signs in cells of such rows.
        unseen: Some rows are told by a colour, a typeface, their place or an exception, which no reader sees.
    """

    numbers: frozenset[int] = frozenset()
    marks: str = ""
    unseen: bool = False

    def withhold(self, number: str, cells: Iterable[str]) -> bool:
        """Whether a row of this number, as printed, and with these cells is one of them."""
        if not (self.numbers or self.marks):
            return False
        named = {number_in(one) for one in numbers_printed(number)} if self.numbers else set()
        return bool(self.numbers & named) or any(mark in cell for cell in cells for mark in self.marks)


NO_NOTES = Notes()


def notes_of(blocks: Iterable[Block]) -> Notes:
    """Read the notes of a document: lines of it, and rows of one cell at either end of its tables."""
    words = column_words()
    clauses = [
        clause
        for line in chain.from_iterable(map(_lines, blocks))
        for clause in _CLAUSES.split(to_simplified(line))
        if words.withheld.search(clause) and not _TITLE.match(clause)
    ]
    numbers = [one for clause in clauses for match in _NUMBERED.finditer(clause) for one in numbers_printed(match[1])]
    excepting = any(_EXCEPT.search(clause) and _NUMBERED.search(clause) for clause in clauses)
    unseen = excepting or any(words.looks.search(clause) or _OF_ROWS.search(clause) for clause in clauses)
    return Notes(
        frozenset(number for one in numbers if (number := number_in(one)) is not None and not unseen),
        "".join({match[0] for clause in clauses for match in _MARKED.finditer(clause)}),
        unseen,
    )


def _lines(block: Block) -> Iterator[str]:
    if isinstance(block, Paragraph):
        yield from [block.text] if len(block.text) <= _LONGEST else []
        return
    count = len(block.rows)
    for at in dict.fromkeys([*range(min(count, _LOOKED_AT)), *range(max(0, count - _LOOKED_AT), count)]):
        if len(cells := distinct(block.rows[at])) == 1 and len(cells[0].text) <= _LONGEST:
            yield cells[0].text


def part_of(record: Record | None, agency: Agency | None, body: str) -> str:
    """Return the body and, after @, the year that a row belongs to that is not for the public, as far as it says."""
    if record is None:
        return body
    region = record.region or (agency.region if agency else None)
    year = session_year(record.body, region, record.term, record.session)
    year = year or (record.dated_on.year if record.dated_on else None)
    return f"{record.body.value if record.body else body}@{year or ''}".rstrip("@")
