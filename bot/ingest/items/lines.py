"""Lists that are not tables: lines of a title and a date, or of titles alone.

Runs of such lines are turned into a Table with the columns title and date, so that one reader reads every list.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.ingest.document import Block, Paragraph, Table, TableCell
from bot.ingest.items.pager import read_pager
from bot.ingest.items.words import list_words
from bot.records.model import RecordKind
from bot.records.title_words import title_words
from bot.records.titles import read_title
from bot.text.dates import read_day

_DAY = r"(?:19|20)\d\d\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?"
# 08-11, 21-05-08 at the end of a line: which day it is, the list may say.
_SHORT = r"(?:\d\d[-/.])?(?:0?[1-9]|1[0-2])[-/](?:0[1-9]|[12]\d|3[01])"
_DATED = re.compile(
    rf"^(?:[·•●▪■◆*\-]|\d{{1,3}}\s*[.、．])?\s*(?:[\[(（【]?\s*(?P<before>{_DAY}|{_SHORT})\s*[\])）】]?\s+(?P<late>\S.*)"
    rf"|(?P<early>.*?\S)\s*[\[(（【]?\s*(?P<after>{_DAY}|(?<=[\s\[]){_SHORT})\s*[\])）】]?)$"
)
#: Of a line of a list, behind what brackets say of it: …的建议（承办：区城管局） 12-05.
DAY_BEHIND = re.compile(rf"(?<=[）)\]】])\s*(?P<day>{_DAY}|{_SHORT})$")
_ONLY_DAY = re.compile(rf"^[\[(（【]?\s*(?:发布(?:时间|日期)[:：])?\s*{_DAY}\s*[\])）】]?$")
#: What stands before an item and is no word: ·, ●, ✅.
MARK = r"[·•*※\u2190-\u2bff\U0001f000-\U0001faff]\ufe0f?"
BULLET = re.compile(rf"^(?:{MARK}|-|[(（]?(?:\d{{1,3}}|[一二三四五六七八九十]{{1,3}})\s*[.、．)）])\s*")
_LONGEST_LINE = 200
_SHORTEST_TITLE = 5
_MATTERS = frozenset({RecordKind.REPLY, RecordKind.OPINION, RecordKind.PROPOSAL})
_HEADER = (TableCell("标题"), TableCell("发布时间"))
_SENTENCE_END = ("。", "；", "！", "？", "：", ":", ";")


@dataclass(slots=True)
class _Line:
    paragraph: Paragraph
    title: str
    day: str
    skipped: int = 0


def lines_of_items(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield the blocks, runs of lines that each are an item as one Table of title and date.

    Tables are passed on as they come, so a list of a million rows is not held.
    """
    run: list[_Line] = []
    held: list[Paragraph] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            line = _item(block)
            if line is not None:
                held = []
                run.append(line)
                continue
            if run and not run[-1].day and _ONLY_DAY.match(block.text):
                run[-1].day = block.text.strip(" []()（）【】")
                continue
            if run and _is_between(block):
                held.append(block)
                continue
        yield from _table(run)
        yield from held
        run, held = [], []
        yield block
    yield from _table(run)
    yield from held


def _is_between(paragraph: Paragraph) -> bool:
    """Tell lines that may stand between two items of one list."""
    return bool(list_words().furniture.match(paragraph.text)) and read_pager(paragraph.text) is None


def _item(paragraph: Paragraph) -> _Line | None:
    text = re.sub(r"\s+", " ", paragraph.text).strip()
    if not _SHORTEST_TITLE < len(text) <= _LONGEST_LINE or text.endswith(_SENTENCE_END):
        return None
    if list_words().location.match(text) or list_words().furniture.match(text):
        return None
    dated = _DATED.match(text)
    if dated:
        title = (dated["late"] or dated["early"] or "").strip()
        day = dated["before"] or dated["after"]
        if len(title) >= _SHORTEST_TITLE and (read_day(day) or is_numbered(title)) and not _is_signature(title):
            return _Line(paragraph, BULLET.sub("", title), day)
        return None
    title = BULLET.sub("", text)
    if is_numbered(title) or (paragraph.links and (parts := read_title(title)).kind in _MATTERS and parts.topic):
        return _Line(paragraph, title, "")
    return None


def is_numbered(title: str) -> bool:
    """Whether a line is the title of a matter, its number with it."""
    if not any(map(str.isdigit, title)) and "号" not in title:
        return False  # by far the most lines
    parts = read_title(title)
    return parts.kind in _MATTERS and parts.number is not None


def _is_signature(title: str) -> bool:
    """Tell the end of a letter (聊城市工业和信息化局 2020年11月3日) and labels (发布日期：2020-11-03) from a title."""
    if title_words().office.fullmatch(title) or title.endswith((":", "：")):
        return True
    return "：" in title[-12:] and read_title(title).kind not in _MATTERS  # …答复的函 分类：B is a title


def _is_sure(line: _Line) -> bool:
    """Whether a line is an item even alone: a list of one, with a link, a date and the number of a matter."""
    return line.paragraph.item and bool(line.paragraph.links) and bool(line.day) and is_numbered(line.title)


def _table(run: list[_Line]) -> Iterator[Block]:
    if len(run) < 2 and not any(map(_is_sure, run)):
        yield from (line.paragraph for line in run)
        return
    rows = tuple((TableCell(line.title, links=line.paragraph.links[:1]), TableCell(line.day)) for line in run)
    lines = [line.paragraph.place.line for line in run]
    if len(run) == 1:
        # Titles and days of one row tell nothing about columns: it is given a header.
        rows, lines = (_HEADER, *rows), lines * 2
    known = tuple(line for line in lines if line is not None)
    yield Table(rows=rows, place=run[0].paragraph.place, lines=known if len(known) == len(rows) else ())
