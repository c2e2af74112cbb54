"""Lists of replies and disclosure items: rows of 标题, 发布机构, 发布时间 in any order, links, pagers.

Rows are read one by one and handed on in pieces, so that a list of a million rows is never in memory as a whole.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from bot.ingest.document import Block, Document, Paragraph, Table
from bot.ingest.given import NOTHING_GIVEN, Given
from bot.ingest.items.around import Around
from bot.ingest.items.blocks import ROWWISE, joined_lists
from bot.ingest.items.column_answers import NO_ANSWERS, ColumnAnswers
from bot.ingest.items.columns import ListLayout
from bot.ingest.items.header import distinct
from bot.ingest.items.heading import located, office_alone, office_below, signature
from bot.ingest.items.item_fields import refusal
from bot.ingest.items.layout import layout_of
from bot.ingest.items.lines import BULLET, is_numbered, lines_of_items
from bot.ingest.items.notes import notes_of
from bot.ingest.items.pager import read_pager
from bot.ingest.items.reader import ListPage, ListReader, Parts, list_reader, sample_of
from bot.ingest.items.words import list_words
from bot.records.agencies import identify
from bot.records.model import Place, Refusal

_LONGEST = 5000  # rows of a table that is no list
_LONGEST_RECORD, _LONGEST_ITEM = 200, 400
_ASKED = re.compile(r"关于.{4,}(?:建议|提案|议案)(?:[（(][^（）()]*[）)])?")
# An item of a list of sentences: 8．第12号《关于…的提案》，….
_ITEM = re.compile(r"[^《》，。]{0,20}《[^《》]*(?:建议|提案|议案)》")
_SENTENCE = re.compile("[。；]|，.*[:：]$")
_FOOT = 20  # blocks at the end of a document, where it is signed


def is_list(table: Table) -> bool:
    """Return whether a table is a list of items, be it one that cannot be read without an answer."""
    return layout_of(sample_of(table)) is not None


def is_readable_list(table: Table) -> bool:
    """Return whether a table is a list of items, and each of its columns is known."""
    return isinstance(layout_of(sample_of(table)), ListLayout)


def read_lists(blocks: Iterable[Block], page: ListPage) -> Iterator[Parts]:
    """Read every list among some blocks: tables, and lines that each are an item.

    Args:
        blocks: Blocks of a document or of one section of it; others than lists only give their words to the lists.
        page: What holds for all of them.

    Yields:
        Records in pieces of at most ROWS_AT_ONCE, refusals with them; the listing facts of a list with its last piece.

    Raises:
        ColumnQuestionError: Which column is the title, or the number, cannot be told.
    """
    around = Around()
    waiting: ListReader | None = None
    found = False
    left: dict[str, Refusal] = {}  # lines and cells that look like records, and are in no list
    for block in lines_of_items(joined_lists(blocks, page.media_type)):
        if isinstance(block, Paragraph):
            pager = read_pager(block.text)
            left |= _unread(block.text, block.place)
            if pager and waiting:
                waiting.meet(pager)
            elif pager:
                around.pager = pager
            elif waiting and not list_words().furniture.match(block.text):
                yield waiting.end()
                waiting = None
                _meet(block, around)
            else:
                _meet(block, around)
                around.lines += page.media_type in ROWWISE
            continue
        reader = list_reader(block, around, page)
        if reader is None:
            for index, row in enumerate(block.rows[:_LONGEST]):
                for cell in distinct(row):
                    left |= _unread(cell.text, block.row_place(index))
            continue
        found = True
        left.pop(reader.name or "", None)
        if waiting:
            yield waiting.end()
        waiting = reader
        around = around.below()
        yield from waiting.pieces()
        around.layout = waiting.layout
    if waiting:
        yield waiting.end()
    if left and found and page.section is None:  # in the sections of a report they are its prose
        yield Parts(refusals=tuple(left.values()))


def _unread(text: str, place: Place) -> dict[str, Refusal]:
    """Return the refusal of a line that looks like a record, by its words; nothing for any other line."""
    line = " ".join(BULLET.sub("", text).split())
    looks = (
        len(line) <= _LONGEST_RECORD
        and not line.endswith(("。", "：", ":"))
        and (_ASKED.fullmatch(line) or is_numbered(line))
    )
    if len(line) <= _LONGEST_ITEM and BULLET.match(text) and (item := _ITEM.match(line)):
        line, looks = item[0], item  # whose it is stands behind it
    return {line: refusal("unread_line", place, line)} if looks else {}


def read_document_lists(
    document: Document,
    given: Given = NOTHING_GIVEN,
    answers: ColumnAnswers = NO_ANSWERS,
    blocks: Sequence[Block] = (),
) -> Iterator[Parts]:
    """Read every list of a document, `blocks` in place of its own; see `read_lists`."""
    foot = [block.text for block in document.blocks[-_FOOT:] if isinstance(block, Paragraph)]
    page = ListPage(
        agency=identify(given.agency_name) if given.agency_name else None,
        url=document.url,
        title=document.title,
        media_type=document.media_type,
        answers=answers,
        given=given,
        signed=signature(foot) or office_below([line] for line in foot),
        file=document.name,
        notes=notes_of(document.blocks),
    )
    yield from read_lists(blocks or document.blocks, page)


def _meet(paragraph: Paragraph, around: Around) -> None:
    words = list_words()
    text = re.sub(r"\s+", " ", paragraph.text)
    if words.location.match(text):
        around.name = located(text)
        around.located = around.name is not None
        around.over += tuple(filter(None, map(office_alone, words.location_steps.split(text))))
    elif not words.furniture.match(text) and len(text) <= 80 and not _SENTENCE.search(text):
        around.meet(text)
    elif not words.furniture.match(text):
        around.begin_letter()
        around.prose.append(text)
