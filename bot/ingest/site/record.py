"""The page of a row: what it says, whether it is that row's, what it says otherwise than the list, its attachments."""

import re
from dataclasses import replace
from html import escape
from itertools import pairwise

from rapidfuzz import fuzz
from selectolax.lexbor import LexborHTMLParser, LexborNode

from bot.ingest.column_values import is_title
from bot.ingest.column_words import meaning_of
from bot.ingest.contacts import masked
from bot.ingest.document import Document
from bot.ingest.page import read_page
from bot.ingest.page_labels import is_label
from bot.ingest.readers import read_bytes
from bot.ingest.readers.errors import ReadingError
from bot.ingest.readers.html import document_of, tree_of
from bot.ingest.readers.html_table import is_layout
from bot.ingest.readers.html_text import BLOCKS, collapse, is_shown
from bot.ingest.readers.sniff import format_of
from bot.ingest.readers.source import Source
from bot.ingest.site.pieces import address_of, ancestors, resolved
from bot.ingest.site.reading import SiteWanted, barred, is_closed, text_of
from bot.ingest.site.rows import of_values
from bot.ingest.site.scripts import objects_in
from bot.ingest.site.seen import Attachment, PageSeen
from bot.ingest.site.words import site_words
from bot.ingest.site.written import lead_out, write_out
from bot.records.agencies import identify
from bot.records.model import Record
from bot.records.title_words import title_words
from bot.records.titles import read_title
from bot.text.dates import read_day
from bot.text.normalise import compact

_OPENS_PAGE = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html)\b", re.IGNORECASE)
_DOTS = re.compile(r"(?:\.{2,}|…+)\s*$")
_ALIKE = 80  # of 100, from which two titles are one worded otherwise
_TITLE_LINES = 3
_MOST_ATTACHMENTS = 5
_MOST_PROSE = 0.8  # share of the text of a page that is in no link
_MOST_SENTENCES = 0.8  # of a page, that its letter holds
_STOP = re.compile("[。；！？]")
_LIST, _MOST_LINKED, _AROUND = 3, 0.6, 6  # links, share of the text around them, elements around a link
_SHORTEST, _LONGEST_LABELS = 40, 600
_LABELLED = re.compile("[\u4e00-\u9fff]\\s*[:：]|索\\s*引\\s*号|文\\s*号")


def read_row_page(wanted: SiteWanted) -> PageSeen:
    """Return what the page of a row says."""
    try:
        is_page = _OPENS_PAGE.match(wanted.data)
        if not is_page and format_of(Source(name=wanted.address, data=wanted.data, depth=0)) != "html":
            return _of_file(wanted)
        text = text_of(wanted)
        tree = tree_of(text, wanted.address)
        if why := barred(tree):
            return PageSeen(fault=why, seen=_title(tree))
        if wanted.closes and not is_closed(text):
            return PageSeen(fault="cut", seen=_title(tree))
        write_out(tree)
        lead_out(tree, text)
        scripts = [node.text() or "" for node in tree.css("script")]
        tree.strip_tags(["script", "style", "noscript"])
        tree = _of_object(scripts, tree, wanted) or tree
        _part_labels(tree)
        letter = _keep_what_is_meant(tree, wanted)
        document = document_of(tree, wanted.address)
    except ReadingError as error:
        return PageSeen(fault="unread", seen=str(error))
    seen = _seen(document, wanted, letter)
    return seen if seen.fault else replace(seen, attachments=_attachments(tree, wanted.address))


def read_attachment(wanted: SiteWanted) -> PageSeen:
    """Return the text of a file that a page links to, as what is seen."""
    try:
        if format_of(Source(name=wanted.name, data=wanted.data, depth=0)) == "html":
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
    start = compact(_DOTS.sub("", wanted.row))
    if tree.body is None or _sentences(tree.body) or not start:
        return None
    for entry in objects_in(scripts):
        texts = [value for value in entry.values() if isinstance(value, str)]
        row, told = of_values(entry), max(texts, key=len, default="")
        if row is not None and compact(row.title).startswith(start) and _STOP.search(told):
            title = escape(row.title)
            facts = "".join(f"<p>{label}：{escape(said)}</p>" for label, said in row.said.items() if said != row.title)
            page = f"<title>{title}</title><h1>{title}</h1><div>{facts}</div><div>{told}</div>"
            return tree_of(page, wanted.address)
    return None


def _part_labels(tree: LexborHTMLParser) -> None:
    """Part labels from their values where style alone does: `<label>文号</label><span>…`."""
    for node in tree.css("div,p,li,span,dl") if tree.body is not None else ():
        inside = list(node.iter(include_text=True))
        parts = [one for one in inside if one.tag != "-text" or (one.text_content or "").strip()]
        label = collapse(parts[0].text() or "") if len(parts) == 2 and parts[0].tag != "-text" else ""
        if is_label(label) and not label.endswith((":", "：")):
            parts[0].insert_after("：")


def _keep_what_is_meant(tree: LexborHTMLParser, wanted: SiteWanted) -> str:
    """Leave of a page what holds the title of the row and most of the prose, without menus and side columns.

    Returns:
        What the element says that holds the letter: all of the text is there, but for what is signed or attached.
    """
    body, start = tree.body, compact(_DOTS.sub("", wanted.row))
    if body is None or not start:
        return ""
    _drop_foot(body, start)
    _drop_lists(body, start)
    topic = compact(read_title(wanted.row).topic or "") or start
    titled = {node.mem_id for node in body.traverse() if node.tag != "-text" and topic in compact(node.text() or "")}
    best = body
    prose = _prose(body)
    while inside := next(
        (
            one
            for one in best.iter()
            if one.mem_id in titled and _prose(one) >= prose * _MOST_PROSE and _is_more(one, start)
        ),
        None,
    ):
        best = inside
    kept = best
    while kept.parent is not None and kept.mem_id != body.mem_id:
        for other in [one for one in kept.parent.iter() if one.mem_id != kept.mem_id and not _is_said(one)]:
            other.decompose()
        kept = kept.parent
    letter = _letter(best)
    told = _bare(masked(letter.text(separator=" ") or ""))
    table = next((node for node in ancestors(letter) if node.tag == "table"), None)
    if table is not None and not is_layout(table):
        table.insert_after(letter)  # the last cell of a table of labels: 信息内容, and the letter
        letter.decompose()
    return told


def _drop_foot(body: LexborNode, start: str) -> None:
    """Take away the foot of the site, by the numbers that it must show there: the office that it names is its own."""
    if not site_words().foot.search(body.text() or ""):
        return

    def is_beside(node: LexborNode) -> bool:
        return node.tag != "body" and not _sentences(node) and start not in compact(node.text() or "")

    while foot := next(
        (
            text.parent
            for text in body.traverse(include_text=True)
            if text.tag == "-text" and site_words().foot.search(text.text_content or "")
            if text.parent is not None and is_beside(text.parent)
        ),
        None,
    ):
        for around in ancestors(foot):
            if not is_beside(around):
                break
            foot = around
        foot.decompose()


def _drop_lists(body: LexborNode, start: str) -> None:
    """Take away what holds little but links to other pages below each other, with or without a summary of each."""
    around: dict[int, tuple[LexborNode, dict[int, int]]] = {}
    for link in body.css("a"):
        if is_title(_name_of(link)) and not _is_file(link):
            for child, parent in pairwise([link, *ancestors(link)][:_AROUND]):
                members = around.setdefault(parent.mem_id, (parent, {}))[1]
                members[child.mem_id] = len(compact(child.text() or ""))
    lists = [
        parent
        for parent, members in around.values()
        if len(members) >= _LIST
        and sum(members.values()) >= len(said := compact(parent.text() or "")) * _MOST_LINKED
        and start not in said
        and parent.tag != "body"
    ]
    inside = {one.mem_id for one in lists}
    for one in lists:
        if not any(node.mem_id in inside for node in ancestors(one)):
            one.decompose()


def _letter(best: LexborNode) -> LexborNode:
    """Return the smallest element that holds nearly all sentences of one: what stands around it is none."""
    sentences = _sentences(best)
    while sentences and (
        inside := next(
            (
                one
                for one in best.iter()
                if one.tag in BLOCKS
                and one.tag not in {"p", "li"}
                and _sentences(one) >= sentences * _MOST_SENTENCES
                and any(part.mem_id != one.mem_id for part in one.css("p,div,section,br,li,tr"))
            ),
            None,
        )
    ):
        best = inside
    return best


def _sentences(node: LexborNode) -> int:
    """Return how many sentences of an element end in no link."""
    return len(_STOP.findall(node.text() or "")) - sum(len(_STOP.findall(link.text() or "")) for link in node.css("a"))


def _prose(node: LexborNode) -> int:
    """Return how many characters of an element stand in no link."""
    return len(compact(node.text() or "")) - sum(len(compact(link.text() or "")) for link in node.css("a"))


def _is_more(node: LexborNode, start: str) -> bool:
    """Whether an element holds more than the title: a text, or a file in its place."""
    return len(compact(node.text() or "")) > 2 * len(start) + _SHORTEST or any(map(_is_file, node.css("a")))


def _is_file(link: LexborNode) -> bool:
    # Some are given out by a page that is told which: their name says of what kind they are.
    return any(map(site_words().attachments.search, (address_of(link), _name_of(link))))


def _name_of(link: LexborNode) -> str:
    return collapse(link.text()) or (link.attributes.get("title") or "")


def _is_said(node: LexborNode) -> bool:
    """Whether an element beside the text may say of it what the text does not: 索引号, 发布日期."""
    text = node.text() or ""
    told = node.tag in {"h1", "h2", "h3"} or (len(text) <= _LONGEST_LABELS and bool(_LABELLED.search(text)))
    return told and not node.css("a")


def _seen(document: Document, wanted: SiteWanted, letter: str = "") -> PageSeen:
    agency = identify(wanted.given.agency_name) if wanted.given.agency_name else None
    parts = read_page(replace(document, url=document.url or wanted.address), agency=agency)
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
    record = replace(record, source_url=wanted.address, text=_text(record, letter))
    return PageSeen(record=record, differs=tuple(differs))


def _text(record: Record, letter: str) -> str | None:
    """Return the text without what stands beside the letter, and before it as a fact of its own: its number, a day."""
    lines = [line for line in (record.text or "").split("\n") if not letter or _is_of(line, letter)]
    for number in range(1, min(_TITLE_LINES, len(lines)) + 1):
        if compact("".join(lines[:number])) == compact(record.title):
            lines = lines[number:]  # a title on two lines, which the page gives elsewhere in one
            break
    while lines and (
        meaning_of(lines[0].strip()) == "text"  # the heading over it
        or read_day(lines[0].strip(" \u3000[]"))
        or (record.doc_no and compact(lines[0]) == compact(record.doc_no))
    ):
        lines.pop(0)
    return "\n".join(lines) or None


def _is_of(line: str, letter: str) -> bool:
    """Whether a line is of the letter: it stands there, or opens, signs or attaches it."""
    words, plain = site_words(), compact(line)
    return bool(
        _bare(line) in letter
        or words.of_letter.search(line.strip())
        or words.salutation.search(line.strip())
        or title_words().office.fullmatch(plain)
        or read_day(plain)
    )


def _bare(text: str) -> str:
    """Return a text as it is, without white space."""
    return "".join(collapse(text).split())


def said_title(document: Document, record: Record | None, wanted: SiteWanted) -> str | None:
    """Return how a page words the title of the row; None where it says nothing of the row."""
    start = compact(_DOTS.sub("", wanted.row))
    whole = compact(document.text() + (document.title or ""))
    titles = [
        one for one in (record.title if record else None, document.metadata.get("articletitle"), document.title) if one
    ]
    if wanted.cut:
        fitting = next((title for title in titles if compact(title).startswith(start)), None)
        return fitting or next(
            (
                line.text
                for line in document.paragraphs()
                if compact(line.text).startswith(start) and len(line.text) < 200
            ),
            None,
        )
    read = read_title(wanted.row)
    own = [number for title in titles if (number := read_title(title).number) is not None]
    if own and read.number is not None and read.number not in own:
        return None  # another's, which may name this one as the next
    if start and start in whole:
        return record.title if record else wanted.row
    for title in titles:
        other = read_title(title)
        same = read.number is not None and other.number == read.number and other.kind == read.kind
        if same or fuzz.ratio(compact(wanted.row), compact(title)) >= _ALIKE:
            return title
    topic = compact(read.topic or "")
    return wanted.row if topic and topic in whole else None


def _attachments(tree: LexborHTMLParser, address: str) -> tuple[Attachment, ...]:
    found: dict[str, str] = {}
    for link in tree.css("a"):
        if not all(map(is_shown, ancestors(link))):
            continue
        if (target := address_of(link)) and _is_file(link):
            found.setdefault(resolved(address, target), _name_of(link))
    return tuple(Attachment(name=name, address=where) for where, name in list(found.items())[:_MOST_ATTACHMENTS])
