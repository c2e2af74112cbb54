"""The letter on the page of a row: what is left of a page without menus, lists, forms and foot; what it attaches."""

import re
from itertools import pairwise
from urllib.parse import unquote

from selectolax.lexbor import LexborHTMLParser, LexborNode

from bot.ingest.items.column_values import is_title
from bot.ingest.items.column_words import meaning_of
from bot.ingest.items.contacts import masked
from bot.ingest.items.page_labels import is_label
from bot.ingest.readers.html_table import is_layout
from bot.ingest.readers.html_text import BLOCKS, collapse, is_element, is_shown
from bot.ingest.site.pieces import address_of, ancestors, labelled, resolved
from bot.ingest.site.seen import Attachment
from bot.ingest.site.words import site_words
from bot.records.titles import read_title
from bot.text.normalise import compact

DOTS = re.compile(r"(?:\.{2,}|…+)\s*$")
_MOST_ATTACHMENTS = 5
_MOST_PROSE = 0.8  # share of the text of a page that is in no link
_MOST_SENTENCES = 0.8  # of a page, that its letter holds
STOP = re.compile("[。；！？]")
_LIST, _MOST_LINKED, _AROUND = 3, 0.6, 6  # links, share of the text around them, elements around a link
_SHORTEST, _LONGEST_LABELS = 40, 600
_HEADINGS = frozenset(["-text", "h1", "h2", "h3", "h4", "h5", "h6"])
_QUESTION = 80  # characters around the fields of a form
_LABELLED = re.compile("[\u4e00-\u9fff]\\s*[:：]|索\\s*引\\s*号|文\\s*号")
_SHOWN_IN = re.compile(r"[?&]file=([^&#]+)")


def part_labels(tree: LexborHTMLParser) -> None:
    """Part labels from their values where style alone does: `<label>文号</label><span>…`."""
    for node in tree.css("div,p,li,span") if tree.body is not None else ():
        inside = list(node.iter(include_text=True))
        parts = [one for one in inside if one.tag != "-text" or (one.text_content or "").strip()]
        if len(parts) == 2 and parts[0].tag not in _HEADINGS:
            _mark(parts[0])
    for node in tree.css("span,font,em,i,b,label") if tree.body is not None else ():
        before = node.prev
        if before is not None and before.tag == node.tag and labelled(collapse(node.text() or ""))[0]:
            node.insert_before(" ")  # 来源：…, 字号：… beside it
    for label in tree.css("dt") if tree.body is not None else ():
        _mark(label)


def _mark(node: LexborNode) -> None:
    """Put a colon after what is a label."""
    label = collapse(node.text() or "")
    if is_label(label) and not label.endswith((":", "：")):
        node.insert_child("：")


def letter_of(tree: LexborHTMLParser, row: str) -> str:
    """Leave of a page what holds the title of the row and most of the prose, without menus and side columns.

    Returns:
        What the element says that holds the letter: all of the text is there, but for what is signed or attached.
    """
    body, start = tree.body, compact(DOTS.sub("", row))
    if body is None or not start:
        return ""
    for aside in [one for one in body.css("aside") if start not in compact(one.text() or "")]:
        aside.decompose()
    _drop_foot(body, start)
    _drop_lists(body, start)
    _drop_forms(body, start)
    topic = compact(read_title(row).topic or "") or start
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
    labelled = _labelled(best)
    letter = labelled or _letter(best)
    told = bare(masked(letter.text(separator=" ") or ""))
    table = next((node for node in ancestors(letter) if node.tag == "table"), None)
    if table is not None and (labelled is not None or not is_layout(table)):
        table.insert_after(letter)  # a cell of a table of labels: 信息内容, and the letter
        letter.decompose()
    return told


def _drop_foot(body: LexborNode, start: str) -> None:
    """Take away the foot of the site, by the numbers that it must show there: the office that it names is its own."""
    if not site_words().foot.search(body.text() or ""):
        return

    def is_beside(node: LexborNode) -> bool:
        return node.tag != "body" and not sentences_of(node) and start not in compact(node.text() or "")

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
    summed: set[int] = set()
    for link in body.css("a"):
        if is_title(_name_of(link)) and not _is_file(link):
            for child, parent in pairwise([link, *ancestors(link)][:_AROUND]):
                members = around.setdefault(parent.mem_id, (parent, {}))[1]
                if child.mem_id not in members:
                    text = compact(child.text() or "")
                    members[child.mem_id] = len(text)
                    if not text.startswith(compact(_name_of(link))):
                        summed.add(parent.mem_id)
    lists = [
        parent
        for parent, members in around.values()
        if len(members) >= (_LIST if parent.mem_id in summed and sentences_of(parent) else _LIST - 1)
        and sum(members.values()) >= len(said := compact(parent.text() or "")) * _MOST_LINKED
        and start not in said
        and parent.tag != "body"
    ]
    inside = {one.mem_id for one in lists}
    for one in lists:
        if not any(node.mem_id in inside for node in ancestors(one)):
            one.decompose()


def _drop_forms(body: LexborNode, start: str) -> None:
    """Take away what asks: fields, and the few words around them."""
    asking: dict[int, LexborNode] = {}
    for field in body.css("input,button,textarea"):
        outermost = None
        for around in ancestors(field):
            said = compact(around.text() or "")
            if (
                around.tag in {"body", "html"}
                or len(said) > _QUESTION
                or start in said
                or sentences_of(around) > 1
                or around.css_first("a") is not None
            ):
                break
            outermost = around
        if outermost is not None:
            asking[outermost.mem_id] = outermost
    for one in asking.values():
        if not any(node.mem_id in asking for node in ancestors(one)):
            one.decompose()


def _labelled(best: LexborNode) -> LexborNode | None:
    """Return what stands beside a label of a text (答复内容), the matter's own beside it (提案内容) taken away."""
    told: dict[str, LexborNode] = {}
    for node in best.css("td,dd,div,p,span"):
        before = node.prev
        while before is not None and not is_element(before):
            before = before.prev
        meaning = meaning_of(collapse(before.text() or "").rstrip(":： ")) if before is not None else None
        if meaning in {"text", "summary"} and sentences_of(node):
            told.setdefault(meaning, node)
    if "text" in told and "summary" in told and told["summary"].mem_id not in map(_id, ancestors(told["text"])):
        told["summary"].decompose()
    # A heading in the letter may be worded as a label is: what stands beside it is a part.
    letter, taken_up = told.get("text"), site_words().taken_up
    if letter is None or sentences_of(letter) * 2 < sentences_of(best):
        return None
    whole, inside = (len(taken_up.findall(node.text() or "")) for node in (best, letter))
    return letter if inside == whole else None


def _id(node: LexborNode) -> int:
    return node.mem_id


def _letter(best: LexborNode) -> LexborNode:
    """Return the smallest element that holds nearly all sentences of one: what stands around it is none."""
    sentences = sentences_of(best)
    while sentences and (
        inside := next(
            (
                one
                for one in best.iter()
                if one.tag in BLOCKS
                and one.tag not in {"p", "li"}
                and sentences_of(one) >= sentences * _MOST_SENTENCES
                and any(part.mem_id != one.mem_id for part in one.css("p,div,section,br,li,tr"))
            ),
            None,
        )
    ):
        best = inside
    return best


def sentences_of(node: LexborNode) -> int:
    """Return how many sentences of an element end in no link."""
    return len(STOP.findall(node.text() or "")) - sum(len(STOP.findall(link.text() or "")) for link in node.css("a"))


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


def bare(text: str) -> str:
    """Return a text as it is, without white space."""
    return "".join(collapse(text).split())


def attachments_of(tree: LexborHTMLParser, address: str) -> tuple[Attachment, ...]:
    """Return the files that a page links to."""
    found: dict[str, str] = {}
    for link in tree.css("a"):
        if not all(map(is_shown, ancestors(link))):
            continue
        if (target := address_of(link)) and _is_file(link):
            found.setdefault(resolved(address, target), _name_of(link))
    return tuple(Attachment(name=name, address=where) for where, name in list(found.items())[:_MOST_ATTACHMENTS])


def framed_in(tree: LexborHTMLParser, address: str) -> tuple[Attachment, ...]:
    """Return the files that a page shows inside itself, in a frame or by a viewer (`viewer.html?file=…`)."""
    found: dict[str, str] = {}
    for node in tree.css("iframe,embed,object"):
        target = node.attributes.get("src") or node.attributes.get("data") or ""
        target = unquote(match[1]) if (match := _SHOWN_IN.search(target)) else target
        if site_words().attachments.search(target):
            found.setdefault(resolved(address, target), target.rpartition("/")[2])
    return tuple(Attachment(name=name, address=where) for where, name in found.items())
