"""Single pages: a reply with its full text, or another disclosure item, with what the page says of it.

Number, session and topic come from the title, 索引号, 发文字号 and dates from the labels around it; the rest, from the
title to the foot of the page, is the text. Contact details are masked.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from bot.ingest.document import Block, Document, Paragraph
from bot.ingest.items.column_values import is_answer, is_matter
from bot.ingest.items.heading import located, read_heading, signed_by
from bot.ingest.items.item_fields import Surroundings, address, make_record
from bot.ingest.items.lines import BULLET, is_numbered
from bot.ingest.items.page_labels import read_labels
from bot.ingest.items.reader import Parts
from bot.ingest.items.words import list_words
from bot.records.agencies import is_same_office
from bot.records.model import Agency, Place, RecordKind
from bot.records.title_parts import TitleParts
from bot.records.title_words import title_words
from bot.records.titles import read_title
from bot.text.dates import read_day

_MATTERS = frozenset({RecordKind.REPLY, RecordKind.OPINION, RecordKind.PROPOSAL})
_DOC_NO = re.compile(
    r"^[\s(（【\[]*(?P<no>[\u4e00-\u9fff]{1,16}\s*[〔\[(（【]\s*(?:19|20)\d\d\s*[〕\])）】]\s*第?\s*\d{1,5}\s*号)"
)
_CLASS = re.compile(
    r"^[\s(（【\[]*(?:(?:办理|答复|办复)?(?:结果|分类|类别|类型)\s*[:：]\s*)?(?P<letter>[A-D]\d?)\s*类?[\s)）】\]]*(?:公开|签发人.*|$)"
)
_SITE_DAY = re.compile(
    r"(?:(?<=发布于)|(?<=发表于))\s*(?:19|20)\d\d\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日|(?<!\d)(?:19|20)\d\d(?:[-/.]\d{1,2}[-/.]\d{1,2}(?!\d)|\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日(?=\s*\d{1,2}:\d\d))"
)
#: The last line of a letter: 市城管局　2023年6月1日.
_SIGNED = re.compile(r"(?P<office>.{4,30}?)(?P<day>[12一二]...年\w{1,2}月\w{1,3}日)")
_TITLE_WITHIN = 40
_TWO, _LINES = 2, 3  # over which a title is printed
_LONGEST_TITLE = 160
_LONGEST_OF_HEAD = 60
_SHORTEST_TEXT = 40
_SEVERAL = 3
_MENTIONED = re.compile(r"关于[^，。；《》]{4,60}?的(?:建议|提案|议案)")
_SENTENCE_END = ("。", "；", "！", "？", "，", "：")


@dataclass(frozen=True, slots=True)
class _Title:
    """The title of a page: its words, what they say, and the last block that it takes (-1: none)."""

    text: str
    parts: TitleParts
    block: int
    weight: float


def is_page(document: Document) -> bool:
    """Return whether a document is one item with its text, rather than a list of items."""
    labels, labelled = read_labels(document)
    title = _find_title(document, labelled)
    if title is None or labels.several or _lists_matters(document, title):
        return False
    return title.weight >= 1 and (labels.count >= 2 or _length_of_prose(document) >= _SHORTEST_TEXT)


def _lists_matters(document: Document, title: _Title) -> bool:
    """Whether what follows the title are the matters of a list, line by line or run together: no page's text."""
    lines = [block.text for block in document.blocks[title.block + 1 :] if isinstance(block, Paragraph)]
    matters = sum(len(line) <= _LONGEST_TITLE and is_matter(BULLET.sub("", line)) for line in lines)
    if matters >= _SEVERAL and matters * 2 > len(lines):
        return True
    untold = title.parts.kind in _MATTERS and title.parts.number is None and title.parts.topic is None
    return untold and len(set(_MENTIONED.findall("".join(lines)))) >= _SEVERAL


def pages_in(document: Document) -> list[Document]:
    """Return the answers that stand one after another, each with its text; none of any other document."""
    # What is an item or a row of its page is one of a list, be it with a summary.
    lines = [
        block.text.strip() if isinstance(block, Paragraph) and not block.item and block.row is None else ""
        for block in document.blocks
    ]
    begins = [at for at, line in enumerate(lines) if _may_be_title(line) and is_numbered(line) and is_answer(line)]
    bounds = [*begins, len(lines)]
    told = [any(_is_prose(line) for line in lines[at:end]) for at, end in pairwise(bounds)]
    if len(begins) < 2 or not all(told) or any(_is_prose(line) for line in lines[: begins[0]]):
        return []
    return [replace(document, blocks=document.blocks[at:end], title=None, metadata={}) for at, end in pairwise(bounds)]


def is_letter(document: Document) -> bool:
    """Return whether a document is surely one answer with its text, whatever lists of others stand beside it."""
    _, labelled = read_labels(document)
    title = _find_title(document, labelled)
    numbered = title is not None and title.parts.kind in _MATTERS and title.parts.number is not None
    return numbered and _length_of_prose(document) >= _SHORTEST_TEXT


def read_page(document: Document, *, agency: Agency | None = None, own: bool = False) -> Parts:
    """Read a document as one item.

    Args:
        document: The page.
        agency: Whose page it is, if that is known.
        own: It is on that office's site: another that it gives as its source (来源：某日报) is not its publisher.

    Returns:
        One record, or none where the page has no title; refusals of what could not be read.
    """
    labels, labelled = read_labels(document)
    title = _find_title(document, labelled)
    if title is None:
        return Parts()
    lines = [line for line in _lines(document, title.block, labelled) if line.text != title.text]
    fields = dict(labels.values)
    fields["title"] = title.text
    source = fields.pop("publisher", "") if "publisher" in labels.weak else ""
    _read_head(document, title.block, fields)
    _read_foot(lines, fields)
    signed = fields.get("publisher", "")
    known = signed or (agency.name if own and agency else "")
    if source and (not known or is_same_office(known, source)):
        fields["publisher"] = source
    _read_matter(lines, title.parts, fields)
    text = "\n".join(line.text for line in lines)
    if text:
        fields["text"] = text
    fields["source_url"] = fields.get("source_url") or document.url or ""
    heading = labels.heading or _location(document)
    _, context = read_heading(heading)
    around = Surroundings(agency=agency, context=context, url=document.url)
    place = Place(document=document.name) if title.block < 0 else _place_of(document, title.block)
    made = make_record(fields, place, around)
    if made.record is None:
        return Parts(refusals=made.refusals)
    record = replace(made.record, source_url=made.record.source_url or address(document.url or "", None))
    return Parts(records=(record,), refusals=made.refusals)


def _place_of(document: Document, block: int) -> Place:
    return document.blocks[block].place


def _find_title(document: Document, labelled: frozenset[int]) -> _Title | None:
    best: _Title | None = None
    for candidate in _candidates(document, labelled):
        if best is None or candidate.weight > best.weight:
            best = candidate
    return best


def _candidates(document: Document, labelled: frozenset[int]) -> Iterator[_Title]:
    """Yield what could be the title: a heading, a line, two lines, the format's own; weighed by what they say."""
    lines = {
        position: block
        for position, block in enumerate(document.blocks[:_TITLE_WITHIN])
        if isinstance(block, Paragraph) and position not in labelled and _may_be_title(block.text)
    }
    for position, block in lines.items():
        bonus = (0.6 if block.level else 0.2) - position / 100
        yield _weigh(block.text, position, bonus)
        # A title printed on two lines, or three, says more than its last line: the session is on the first.
        printed = [block.text] * (not (_DOC_NO.match(block.text) or _CLASS.match(block.text)))
        while (
            printed
            and len(printed) < _LINES
            and not _is_said(printed[-1])
            and (more := lines.get(position + len(printed)))
        ):
            printed.append(more.text)
            joined = _weigh("".join(printed), position + len(printed) - 1, bonus + len(printed) / 1000)
            alone = read_title(more.text)
            if joined.parts.number is None or None not in (alone.number, alone.session):
                continue
            plain = len(printed) == _TWO and read_title(block.text).number is None
            if plain or (_is_said(more.text) and not title_words().office.fullmatch(block.text)):
                yield joined
    named = document.metadata.get("articletitle") or ""
    # The title of the window holds that of the page, and the name of the site before or after it.
    window = re.sub(r"\s", "", document.title or "")
    held = any(is_answer(line.text) and re.sub(r"\s", "", line.text) in window for line in lines.values())
    for text, bonus in ((named, 0.8), ("" if held else document.title or "", 0.4)):
        if text.strip():
            yield _weigh(text, _block_of(document, read_title(text).title), bonus)


def _is_said(line: str) -> bool:
    """Whether a line ends as titles of answers do."""
    ends = [match.end() for match in title_words().reply.finditer(line)]
    return bool(ends) and len(line.rstrip()) - max(ends) <= 1


def _weigh(text: str, block: int, bonus: float) -> _Title:
    parts = read_title(text)
    said = 0.0 if parts.kind is RecordKind.OTHER else 1.0
    said += 1.0 if parts.kind in _MATTERS else 0.0
    said += 1.0 if parts.number is not None and parts.kind in _MATTERS else 0.0
    if parts.kind is RecordKind.OTHER and bonus >= 0.4:
        said = 0.5  # a heading is a title even if it names no kind
    return _Title(parts.title, parts, block, said + bonus)


def _may_be_title(text: str) -> bool:
    line = text.strip()
    return (
        4 <= len(line) <= _LONGEST_TITLE and not line.endswith(_SENTENCE_END) and not list_words().furniture.match(line)
    )


def _block_of(document: Document, title: str) -> int:
    wanted = re.sub(r"\s", "", title)
    for position, block in enumerate(document.blocks[:_TITLE_WITHIN]):
        if isinstance(block, Paragraph) and re.sub(r"\s", "", block.text) == wanted:
            return position
    return -1


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    place: Place


def _lines(document: Document, title: int, labelled: frozenset[int]) -> list[_Line]:
    """Return the lines of the text: after the title and the labels, before the foot of the page."""
    words = list_words()
    lines: list[_Line] = []
    for position, block in enumerate(document.blocks):
        # Labels below what it says are the letter's own: whom to ask, how it is published.
        if position <= title or (position in labelled and not any(_is_prose(line.text) for line in lines)):
            continue
        for text in _texts(block):
            if words.page_end.match(text):
                if any(_is_prose(line.text) for line in lines):
                    return lines
            elif not words.furniture.match(text) and not words.location.match(text):
                lines.append(_Line(text, block.place))
    return lines


def _texts(block: Block) -> Iterator[str]:
    if isinstance(block, Paragraph):
        yield block.text.strip()
        return
    for row in block.rows:
        text = "\t".join(cell.text.replace("\n", " ").strip() for cell in row).strip()
        if text:
            yield text


def _length_of_prose(document: Document) -> int:
    return sum(len(block.text) for block in document.paragraphs() if _is_prose(block.text))


def _is_prose(line: str) -> bool:
    return line.rstrip().endswith(("。", "；", "！")) or len(line) > 80


def _location(document: Document) -> str | None:
    lines = (block.text.strip() for block in document.blocks[:_TITLE_WITHIN] if isinstance(block, Paragraph))
    return next(filter(None, map(located, lines)), None)


def _read_head(document: Document, title: int, fields: dict[str, str]) -> None:
    """Take document number and class from the head of a letter, also from lines of labels (B类 签发人：…).

    And the office on the line above the title.
    """
    above = document.blocks[title - 1] if title > 0 else None
    if isinstance(above, Paragraph) and 4 <= len(above.text) <= 30 and title_words().office.fullmatch(above.text):
        fields.setdefault("publisher", above.text)
    for block in document.blocks[title + 1 : title + 4] if document.media_type == "html" else ():
        if not isinstance(block, Paragraph) or _is_prose(block.text) or block.text.endswith(_SENTENCE_END):
            break
        # A day in figures, or with the time of day, is the site's: a letter is dated in words.
        days = set(_SITE_DAY.findall(block.text))
        if len(days) == 1 and len(block.text) <= _LONGEST_TITLE and read_day(day := days.pop()):
            fields.setdefault("published_on", day)
    for text in _of_head(document.blocks, title):
        if number := _DOC_NO.match(text):
            fields.setdefault("doc_no", re.sub(r"\s", "", number["no"]))
        if letter := _CLASS.match(text):
            fields.setdefault("result_class", letter["letter"])


def _of_head(blocks: Sequence[Block], title: int) -> Iterator[str]:
    """Yield the lines of the head of a letter, and the cells that it is laid out in over the title."""
    for position, block in enumerate(blocks[max(0, title - 4) : title + 9], max(0, title - 4)):
        cells = (cell.text for row in block.rows for cell in row) if not isinstance(block, Paragraph) else ()
        texts = [block.text] if isinstance(block, Paragraph) else cells if position < title else ()
        yield from (text for text in texts if len(text) <= _LONGEST_OF_HEAD)


def _read_foot(lines: list[_Line], fields: dict[str, str]) -> None:
    """Take the date and the office of a letter from its end, and a class printed there."""
    for position in range(len(lines) - 1, max(-1, len(lines) - 10), -1):
        text = re.sub(r"\s", "", lines[position].text)
        if letter := _CLASS.match(text):
            fields.setdefault("result_class", letter["letter"])
        match = _SIGNED.fullmatch(text)
        day = match["day"] if match else text
        if len(day) <= 14 and read_day(day) is not None:
            fields.setdefault("issued_on", day)
            over = lines[position - 1].text if position else ""
            if signed := signed_by(match["office"] if match else over):
                fields.setdefault("publisher", signed)
            return


def _read_matter(lines: list[_Line], parts: TitleParts, fields: dict[str, str]) -> None:
    """Take topic and number from the letter's first sentences where the title does not give them."""
    if parts.kind not in _MATTERS:
        return
    opening = re.sub(r"\s+", " ", "".join(line.text for line in lines[:8]))[:600]
    for pattern in list_words().taken_up:
        match = pattern.search(opening)
        if match:
            said = match.groupdict()
            if parts.topic is None and said.get("topic"):
                fields.setdefault("topic", said["topic"])
            if parts.number_raw is None and said.get("number"):
                fields.setdefault("number_raw", said["number"])
            return
