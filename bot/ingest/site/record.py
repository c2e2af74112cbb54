"""The page of a row: what it says, whether it is that row's, what it says otherwise than the list, its attachments."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from html import escape
from itertools import product, takewhile
from typing import Any

from rapidfuzz import fuzz
from selectolax.lexbor import LexborHTMLParser

from bot.ingest.document import Document, Table
from bot.ingest.items.column_values import MATTERS
from bot.ingest.items.column_words import meaning_of
from bot.ingest.items.contacts import masked
from bot.ingest.items.page import read_page
from bot.ingest.readers import read_bytes
from bot.ingest.readers.errors import ReadingError
from bot.ingest.readers.html import document_of, tree_of
from bot.ingest.readers.html_text import collapse
from bot.ingest.readers.limits import READING_SECONDS
from bot.ingest.readers.sniff import format_of
from bot.ingest.readers.source import SourceFile
from bot.ingest.site.entries import of_values
from bot.ingest.site.letter import DOTS, STOP, attachments_of, bare, framed_in, letter_of, part_labels, sentences_of
from bot.ingest.site.reading import SiteWanted, barred, is_closed, read_list_page, text_of
from bot.ingest.site.scripts import objects_in
from bot.ingest.site.seen import ListSeen, PageSeen
from bot.ingest.site.words import site_words
from bot.ingest.site.written import lead_out, write_out, written_whole
from bot.records.agencies import identify
from bot.records.model import Record
from bot.records.title_words import title_words
from bot.records.titles import read_title
from bot.text.dates import read_day
from bot.text.normalise import compact
from bot.worker import allow

_OPENS_PAGE = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html)\b", re.IGNORECASE)
_OBJECT = re.compile(rb'(?:\xef\xbb\xbf)?\s*\{\s*"')
#: Below a title, in its element, a line of the site's own with a day: `<h1>…<br><span>2021-10-13 15:20</h1>`.
_BELOW_TITLE = re.compile(
    r"(<h[1-3]\b[^<>]*>(?:(?!</?h[1-3]\b|<br\b).)*)<br\s*/?>((?:(?!</?h[1-3]\b).)*?(?:19|20)\d\d[-/.年]\d{1,2}[-/.月](?:(?!</?h[1-3]\b).)*)(</h[1-3]>)",
    re.IGNORECASE | re.DOTALL,
)
_ALIKE = 80  # of 100, from which two titles are one worded otherwise
_TITLE_LINES = 3
_ISSUED = 2  # sentences below the day of a letter, from which they are of what is issued with it
_HEAD = 8  # lines over the title of a letter, at most
_AROUND_LABELS = " \u3000:：【】"


def read_row_page(wanted: SiteWanted) -> PageSeen:
    """Return what the page of a row says."""
    try:
        is_object = _OBJECT.match(wanted.data)  # an answer to a script
        if (
            not is_object
            and not _OPENS_PAGE.match(wanted.data)
            and format_of(SourceFile(name=wanted.address, data=wanted.data, depth=0)) != "html"
        ):
            return _of_file(wanted)
        text = _BELOW_TITLE.sub(r"\1\3<p>\2</p>", written_whole(text_of(wanted)))
        tree = tree_of("<body></body>" if is_object else text, wanted.address)
        if why := barred(tree):
            return PageSeen(fault=why, seen=_title(tree))
        if wanted.closes and not is_closed(text):
            return PageSeen(fault="cut", seen=_title(tree))
        write_out(tree)
        lead_out(tree, text)
        scripts = [text] if is_object else [node.text() or "" for node in tree.css("script")]
        tree.strip_tags(["script", "style", "noscript"])
        tree = _of_object(scripts, tree, wanted) or tree
        framed = framed_in(tree, wanted.address)
        part_labels(tree)
        letter = letter_of(tree, wanted.row)
        document = document_of(tree, wanted.address)
    except ReadingError as error:
        return PageSeen(fault="unread", seen=str(error))
    seen = _seen(document, wanted, letter)
    attachments = dict.fromkeys((*framed, *attachments_of(tree, wanted.address)))
    return seen if seen.fault else replace(seen, attachments=tuple(attachments))


def read_attachment(wanted: SiteWanted) -> PageSeen:
    """Return the text of a file that a page links to, as what is seen."""
    try:
        if format_of(SourceFile(name=wanted.name, data=wanted.data, depth=0)) == "html":
            return PageSeen(fault="unread", seen=wanted.name)  # a page that says that there is no file
        return PageSeen(seen="\n".join(masked(one.text()) for one in read_bytes(wanted.data, wanted.name)))
    except ReadingError as error:
        return PageSeen(fault="unread", seen=str(error))


def _of_file(wanted: SiteWanted) -> PageSeen:
    """Return what a file says that the row leads to: a PDF, a Word file."""
    documents = read_bytes(wanted.data, wanted.address)
    return _seen(documents[0], wanted) if len(documents) == 1 else PageSeen(fault="unread", seen=wanted.address)


def _title(tree: LexborHTMLParser) -> str:
    node = tree.css_first("title")
    return collapse(node.text())[:200] if node is not None else ""


def _of_object(scripts: list[str], tree: LexborHTMLParser, wanted: SiteWanted) -> LexborHTMLParser | None:
    """Return as a page what a script carries of the row: an object with its title and its text; None of another."""
    start = compact(DOTS.sub("", wanted.row))
    if tree.body is None or sentences_of(tree.body) or not start:
        return None
    for entry in objects_in(scripts):
        texts = [value for value in entry.values() if isinstance(value, str)]
        row, told = of_values(entry), max(texts, key=len, default="")
        if row is not None and compact(row.title).startswith(start) and STOP.search(told):
            title = escape(row.title)
            facts = "".join(f"<p>{label}：{escape(said)}</p>" for label, said in row.said.items() if said != row.title)
            page = f"<title>{title}</title><h1>{title}</h1><div>{facts}</div><div>{told}</div>"
            return tree_of(page + "".join(_files_of(entry)), wanted.address)
    return None


def _files_of(entry: dict[str, Any]) -> Iterator[str]:
    """Yield links to the files that an object of a script names inside it: `"attachments": [{"name", "url"}]`."""
    inside = (one for one in objects_in([json.dumps(entry)]) if one != entry)
    for one in inside:
        texts = [value for value in one.values() if isinstance(value, str)]
        where = next((text for text in texts if "/" in text and " " not in text), "")
        if where and any(map(site_words().attachments.search, texts)):
            name = next((text for text in texts if text != where and len(text) > 2), where)
            yield f'<p><a href="{escape(where)}">{escape(name)}</a></p>'


def _seen(document: Document, wanted: SiteWanted, letter: str = "") -> PageSeen:
    agency = identify(wanted.given.agency_name) if wanted.given.agency_name else None
    start = compact(DOTS.sub("", wanted.row))
    in_cells = (
        cell.text for block in document.blocks if isinstance(block, Table) for row in block.rows for cell in row
    )
    if titled := next((text for text in in_cells if start and compact(text).startswith(start)), ""):
        document = replace(document, metadata={"articletitle": titled, **document.metadata})
    parts = read_page(replace(document, url=document.url or wanted.address), agency=agency, own=True)
    record = parts.records[0] if parts.records else None
    title = said_title(document, record, wanted)
    if title is None:
        shown = record.title if record is not None else document.title or ""
        return PageSeen(fault="other", seen=shown[:200])
    if record is None:
        return PageSeen(fault="unread", seen=title)
    differs = []
    if not wanted.cut and compact(title) != compact(wanted.row) and compact(wanted.row) not in compact(document.text()):
        differs.append(("title", wanted.row, title))
    record = replace(record, source_url=wanted.address, text=_text(record, letter, compact(wanted.row)))
    return PageSeen(record=record, differs=tuple(differs))


def _text(record: Record, letter: str, row: str) -> str | None:
    """Return the text without what stands beside the letter, and before it as a fact of its own: its number, a day."""
    lines = (record.text or "").split("\n")
    meanings = [meaning_of(line.strip(_AROUND_LABELS)) for line in lines]
    if "summary" in meanings and "text" in meanings[(at := meanings.index("summary")) :]:
        lines = lines[:at] + lines[meanings.index("text", at) + 1 :]  # what was proposed is not the answer
    lines = _of_letter(lines, letter)
    told = next((at for at, line in enumerate(lines) if STOP.search(line)), len(lines))
    for at, number in product(range(min(told, _HEAD)), range(1, _TITLE_LINES + 1)):
        over = compact("".join(lines[at : at + number]))
        if over == compact(record.title) or (over and row.endswith(over)):
            lines = lines[at + number :]  # a title on several lines, or its end, under the head of a letter
            break
    # Over whom it is to stand its number, its class, an office: facts of their own.
    lines = lines[next((at for at in range(_HEAD) if _is_to(lines, at, surely=at >= told)), 0) :]
    while lines and (
        meaning_of(lines[0].strip()) == "text"  # the heading over it
        or read_day(lines[0].strip(" \u3000[]"))
        or (record.doc_no and compact(lines[0]) == compact(record.doc_no))
    ):
        lines.pop(0)
    return "\n".join(lines) or None


def _is_to(lines: list[str], at: int, *, surely: bool) -> bool:
    """Whether a line names whom a letter is to; surely so, where the next one takes up the matter."""
    words, line = site_words(), lines[at].strip() if at < len(lines) else ""
    taken_up = at + 1 < len(lines) and bool(words.taken_up.search(lines[at + 1]))
    named = bool(words.salutation.match(line))
    return line.endswith((":", "：")) and ((taken_up and named) if surely else (taken_up or named))


def _of_letter(lines: list[str], letter: str) -> list[str]:
    """Return the lines of the letter: from the first to the last that stand in it, and those that adjoin them."""
    inside = [at for at, line in enumerate(lines) if bare(line) in letter and bare(line)]
    if not letter or not inside:
        return lines if not letter else [line for line in lines if _is_of(line, letter)]
    # A table over the letter is of its page: who wrote, and when.
    above = reversed(lines[: inside[0]])
    before = list(takewhile(lambda line: "\t" not in line and _is_of(line, letter), above))[::-1]
    after = takewhile(lambda line: _is_of(line, letter), lines[inside[-1] + 1 :])
    return _signed(
        [*before, *(line for line in lines[inside[0] : inside[-1] + 1] if _is_of(line, letter)), *after], letter
    )


def _signed(lines: list[str], letter: str) -> list[str]:
    """Return lines without what stands below the day that a letter is signed with: notes and attachments are of it."""
    told = next((at for at, line in enumerate(lines) if STOP.search(line)), len(lines))
    end = next((at for at in range(told, len(lines)) if read_day(compact(lines[at]))), len(lines)) + 1
    rest = list(takewhile(site_words().below_letter.match, lines[end:]))
    attached = any(line.strip().startswith("附") for line in rest)
    # What is issued with a letter has sentences of its own, and stands in the same element.
    issued = [line for line in lines[end:] if bare(line) in letter and STOP.search(line[-1:])]
    attached = attached or len(issued) >= _ISSUED
    # What is longer than the letter is no note below it: the day stood before it, or several letters are on the page.
    return lines if attached or len(lines) > 2 * end else lines[:end] + rest


def _is_of(line: str, letter: str) -> bool:
    """Whether a line is of the letter: it stands there, or opens, signs or attaches it."""
    words, plain = site_words(), compact(line)
    return bool(
        bare(line) in letter
        or words.of_letter.search(line.strip())
        or words.salutation.search(line.strip())
        or title_words().office.fullmatch(plain)
        or read_day(plain)
    )


def _only_told(start: str, titles: list[str], document: Document) -> bool:
    """Whether a page names a title in sentences alone, none of which answers it: 您查看的…已被删除."""
    naming = [line.text for line in document.paragraphs() if start in compact(line.text)]
    return (
        bool(naming)
        and not any(start in compact(title) for title in titles)
        and all(STOP.search(line) and not site_words().taken_up.search(line) for line in naming)
    )


def said_title(document: Document, record: Record | None, wanted: SiteWanted) -> str | None:
    """Return how a page words the title of the row; None where it says nothing of the row."""
    start = compact(DOTS.sub("", wanted.row))
    whole = compact(document.text() + (document.title or ""))
    titles = [
        one for one in (record.title if record else None, document.metadata.get("articletitle"), document.title) if one
    ]
    if wanted.cut:
        fitting = next((title for title in titles if compact(title).startswith(start)), None)
        return fitting or next(
            (
                line
                for line in re.split(r"[\n\t]", document.text())
                if compact(line).startswith(start) and len(line) < 200
            ),
            None,
        )
    read = read_title(wanted.row)
    own = [number for title in titles if (number := read_title(title).number) is not None]
    if own and read.number is not None and read.number not in own:
        return None  # another's, which may name this one as the next
    if start and start in whole and not _only_told(start, titles, document):
        return record.title if record else wanted.row
    for title in titles:
        other = read_title(title)
        same = read.number is not None and other.number == read.number and other.kind == read.kind
        # The row may have its number in a column, and be called as the matter is: the page, by its number alone.
        same = same or (wanted.number is not None and other.number == wanted.number and other.kind in MATTERS)
        if same or fuzz.ratio(compact(wanted.row), compact(title)) >= _ALIKE:
            return title
    topic = compact(read.topic or "")
    return wanted.row if topic and topic in whole else None


def read_site(wanted: SiteWanted) -> Iterator[ListSeen | PageSeen]:
    """Yield what a page is, of a list or of a row: one value."""
    allow(READING_SECONDS)
    if wanted.attached:
        yield read_attachment(wanted)
    else:
        yield read_row_page(wanted) if wanted.row else read_list_page(wanted)
