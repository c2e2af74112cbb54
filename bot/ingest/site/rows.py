"""What an element of a page says as a row of a list: title, address, day, and what else stands in it by its label."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from bot.ingest.items.column_values import (
    is_answer,
    is_body,
    is_day,
    is_file_number,
    is_matter,
    is_office,
    is_title,
    is_worded_number,
)
from bot.ingest.items.column_words import column_words, meaning_of
from bot.ingest.items.page_labels import is_label
from bot.ingest.readers.html_text import collapse, is_shown, link_text
from bot.ingest.site.pieces import (
    Piece,
    address_of,
    day_in,
    day_of_year,
    labelled,
    labels_in,
    pieces_of,
    plain,
    split_day,
    unwrapped,
    without_day,
)
from bot.ingest.site.words import site_words
from bot.text.dates import read_day

TITLE, DAY, DAYS, LINK = "标题", "发布时间", "日期", "链接"
NUMBER, FILE_NUMBER, OFFICE = "编号", "文号", "发布机构"
DOTS = re.compile(r"(?:\.{2,}|…+|。。+)\s*$")
_ANSWER = re.compile(
    r"[\[【（(]*(?:点击)?(?:查看|阅读)?(?:答复|回复|复函|复文|办复)(?:件|函|内容|全文|情况|意见)?[\]】）)]*"
)
_CUT = re.compile(r"(\.{2,}|…+|。。+)")  # a title may be cut in the middle too
_BULLETS = " \u3000·•・▪■◆●○→»>*"  # before a title
_LONGEST = 150  # characters of a title
_LONGEST_LABEL = 12
_WIDEST = 1000
_FEWEST = 4  # characters that a cut title is known by
_FULL_DAY = re.compile(r"(?<!\d)(?:19|20)\d\d[-.年]\d{1,2}[-.月]\d{1,2}(?!\d)")
_FACTS = frozenset({"index_no", "doc_no", "publisher", "issued_on", "number_raw"})
DATED = frozenset({"published_on", "replied_on", "issued_on", "other_date"})


@dataclass(frozen=True, slots=True)
class ListRow:
    """An element as a row.

    Attributes:
        title: Its title; empty where it has none.
        cut: The title is cut short.
        address: Where its link leads, as written.
        said: Cells by label, title and day among them.
        cells: Texts of its own elements, in order.
        spans: Of each of them, over how many rows it stands.
        at: The elements that its title stands in.
        leads: Where each of its cells leads.
        links: How many places its links with a text lead to.
        titled: Where its links lead that are called like titles.
        sentences: How many it has.
        linked: Where all of its links lead.
    """

    title: str
    cut: bool
    address: str
    said: Mapping[str, str] = field(default_factory=dict)
    cells: tuple[str, ...] = ()
    links: int = 0
    titled: frozenset[str] = frozenset()
    spans: tuple[int, ...] = ()
    at: tuple[str, ...] = ()
    leads: tuple[str, ...] = ()
    sentences: int = 0
    linked: frozenset[str] = frozenset()

    @property
    def dated(self) -> bool:
        """Whether a day stands in it, or two: with more it is a list."""
        two = len(self.said.get(DAYS, "").split()) == 2
        return two or any(label == DAY or meaning_of(label) in DATED for label in self.said)


def row_of(element: LexborNode, title_at: tuple[str, ...] | None = None) -> ListRow:
    """Return what an element says as a row; its title is what stands at a place, where one is given."""
    inside = unwrapped(element)
    pieces = pieces_of(inside)
    links = [link for link in element.css("a") if link.text().strip() or (link.attributes.get("title") or "").strip()]
    if element.tag == "a":
        links.append(element)
    at, title, link = _title(pieces, links, title_at)
    title, day = without_day(site_words().attachments.sub("", title.lstrip(_BULLETS)))
    address = address_of(link) if link is not None else ""
    if not address:
        # A row may be opened as a whole: by a script at itself, or at the element around its cells.
        address = next(
            (found for one in (*links, element, inside, *element.css("[onclick]")) if (found := address_of(one))), ""
        )
    if not is_answer(title):
        address = next((where for one in links if one is not link and (where := _to_answer(one))), address)
    if not address and len(only := set(map(address_of, element.css("a"))) - {""}) == 1:
        address = only.pop()  # a picture leads, or a link that lies over the row
    whole = _whole(title, element, links)
    said: dict[str, str] = {TITLE: whole or title}
    others = [piece.text if position != at else "" for position, piece in enumerate(pieces)]
    others = [text for text in others if text != title]
    _take(others, said, day)
    if DAY in said and not is_day(said[DAY]):
        said[DAY] = _in_full(said[DAY], element)
    for label, value in _not_shown(inside):
        said.setdefault(label, value)
    cells: dict[int, list[str]] = {}
    for piece in pieces:
        cells.setdefault(piece.cell, []).append(piece.text)
    cut = whole is None and bool(DOTS.search(title))
    own = list(inside.iter())
    texts, spans, leads = list[str](), list[int](), list[str]()
    for number, one in enumerate(own):
        wide = max(_span(one, "colspan"), 1)
        texts += ["".join(cells.get(number, ())), *[""] * (wide - 1)]
        spans += [max(_span(one, "rowspan"), 1)] * wide
        leads += [next(filter(None, map(address_of, one.css("a"))), "")] * wide
    leading = ((address_of(one).partition("#")[0], link_text(one)) for one in links)
    named = {where: text for where, text in leading if where and is_title(text)}
    named = {where: text for where, text in named.items() if not _is_file(text)} or named
    titled = frozenset([answer] if (answer := _answering(named)) else named)
    targets = {address_of(one).partition("#")[0] or one.mem_id for one in links}
    path = pieces[at].path if at >= 0 else ()
    told = sum(piece.text.count("。") for piece in pieces)
    return ListRow(
        whole or title,
        cut,
        address,
        said,
        tuple(texts),
        len(targets),
        titled,
        tuple(spans),
        path,
        tuple(leads),
        told,
        frozenset(map(address_of, (*links, *element.css("[onclick]")))),
    )


def _to_answer(link: LexborNode) -> str:
    """Return where a link leads that says only that the answer is there: 【答复】, 查看复文; to no file."""
    said, where = collapse(link.text() or ""), address_of(link)
    return where if _ANSWER.fullmatch(said) and not _is_file(where) else ""


def _is_file(text: str) -> bool:
    """Whether a link is called as a file is: what stands beside the row's own."""
    return bool(site_words().attachments.search(text))


def _answering(titles: Mapping[str, str]) -> str:
    """Return which of a matter and its answer is the answer, by their titles; empty of other titles."""
    answers = [one for one, title in titles.items() if is_answer(title)]
    return answers[0] if len(answers) == 1 < len(titles) and all(map(is_matter, titles.values())) else ""


def _span(cell: LexborNode, name: str) -> int:
    """Return over how many rows or columns a cell stands, at most as many as a list has."""
    said = cell.attributes.get(name) or ""
    return min(int(said), _WIDEST) if said.isdigit() else 1


def _title(
    pieces: list[Piece], links: list[LexborNode], title_at: tuple[str, ...] | None
) -> tuple[int, str, LexborNode | None]:
    """Return which piece is the title (-1: none of them), its text, and the link of the row."""
    words = site_words()
    telling = [
        (at, piece)
        for at, piece in enumerate(pieces)
        if not words.bare_links.match(piece.text) and not day_in(piece.text)
        if piece.link is not None or not any(label and meaning_of(label) for label, _ in labels_in(piece.text))
    ]
    if there := [(at, piece) for at, piece in telling if piece.path == title_at]:
        telling = there[:1]
    of_link: dict[int, tuple[int, Piece]] = {}
    for at, piece in telling:
        if piece.link is None:
            continue
        before = of_link.get(piece.link.mem_id)
        # In a link that holds a summary too, the heading is the title, else what comes first.
        if before is None or (piece.heading, is_title(piece.text)) > (before[1].heading, is_title(before[1].text)):
            of_link[piece.link.mem_id] = at, piece
    if of_link:
        answer = _answering({str(at): piece.text for at, piece in of_link.values() if is_title(piece.text)})
        at, piece = max(
            of_link.values(), key=lambda one: (str(one[0]) == answer, not _is_file(one[1].text), _weight(one[1]))
        )
        link = piece.link
        assert link is not None  # noqa: S101 - of those in a link
        beside = [one for one in telling if one[1].link is None and is_matter(one[1].text)]
        if is_title(piece.text) or not beside:
            return at, _text_of(piece, link), link
        at, piece = max(beside, key=lambda one: _weight(one[1]))
        return at, piece.text, link  # the number leads, the title stands beside it
    leading = [link for link in links if address_of(link)]
    # Of several, the one to the answer.
    answering = (link for link in leading if column_words().answers.search(collapse(link.text())))
    bare = next(answering, leading[0] if leading else None)
    at, piece = max(telling, key=lambda one: _weight(one[1]), default=(-1, Piece("")))
    return at, piece.text, bare


def _weight(piece: Piece) -> tuple[bool, bool, bool, int]:
    """Weigh a piece as the title of its row: a heading, a title, no prose, and the longest."""
    prose = "。" in piece.text or len(piece.text) > _LONGEST
    return (piece.heading, is_title(piece.text), not prose, len(piece.text))


def _text_of(piece: Piece, link: LexborNode) -> str:
    """Return the text of a title: the link's own where it is all there is in it, so that no mark-up parts it."""
    whole = link_text(link)
    return whole if len(list(link.iter())) == 0 or whole == piece.text else piece.text


def _whole(title: str, element: LexborNode, links: list[LexborNode]) -> str | None:
    """Return the whole title of a cut one where the row says it in a `title`; None where it does not, or is not cut."""
    start, dots, end = (
        (re.sub(r"\s+", "", part) for part in _CUT.split(title, maxsplit=1)) if _CUT.search(title) else ("", "", "")
    )
    if not dots or len(start) < _FEWEST:
        return None

    def is_whole(said: str) -> bool:
        text = re.sub(r"\s+", "", said)
        return (
            text.startswith(start)
            and text.endswith(end)
            and not DOTS.search(said)
            and text != re.sub(r"\s+", "", title)
        )

    for node in (*links, *element.css("*"), element):
        # Its lines may be labelled: 文章标题：…, 更新时间：….
        lines = [line for value in node.attributes.values() for line in (value or "").splitlines()]
        for said in (text for line in lines for text in (collapse(line), labelled(collapse(line))[1])):
            if is_whole(said):
                return said
    # In full it may stand in a box that opens over the row: a text of its own, and no summary that begins alike.
    for node in element.css("*"):
        said = collapse(node.text()) if node.child is not None and node.child.tag == "-text" else ""
        if not (len(said) > _LONGEST or re.search(r"。|\.{2,}|…", said)) and is_whole(said):
            return said
    return None


def _take(texts: list[str], said: dict[str, str], day: str) -> None:
    """Put what stands beside the title under its label; what has none under what it is."""
    open_ones: list[str] = []
    days = [day] if day else []
    for label, value in [one for text in _joined(texts) for one in labels_in(text) or [("", "")]]:
        found, meaning = day_in(value), meaning_of(label) if label else None
        if meaning and not (found and meaning == "bare_date"):
            said.setdefault(label, found or value)
        elif found:
            days.append(found)
        else:
            open_ones.append(value)  # the title, as an empty one, parts what stands on its two sides
    if len({read_day(one) or one for one in days}) > 1:
        said[DAYS] = " ".join(days)  # of what each is the day, nothing says
        days = []
    elif not days:
        days = [one for one in [_day_of(open_ones)] if one]
    if days and not any(meaning_of(label) == "published_on" for label in said):
        said[DAY] = days[0]
    for text in map(plain, open_ones):
        if is_file_number(text):
            said.setdefault(FILE_NUMBER, text)
        elif is_worded_number(text):
            said.setdefault(NUMBER, text)
        elif is_office(text) and not is_body(text):
            said.setdefault(OFFICE, text)


def _day_of(texts: list[str]) -> str:
    """Return the day that stands at the end of a text, or in several; without its year where none has it."""
    if day := next((own for text in texts if (own := without_day(text)[1])), ""):
        return day
    day, _ = split_day(texts)
    # The only one that they name, beside an office or a count; without its year it is none, and its reader says so.
    named = {found for text in texts if "。" not in text for found in _FULL_DAY.findall(text)}
    day = day or (named.pop() if len(named) == 1 else "")
    return day or next(filter(None, map(day_of_year, texts)), "")


def _not_shown(row: LexborNode) -> Iterator[tuple[str, str]]:
    """Yield the facts that a row says by label where they are not shown, in a box that opens over it."""
    for box in row.css("[style]"):
        if not is_shown(box):
            for label, value in (one for piece in pieces_of(box) for one in labels_in(piece.text)):
                if label and meaning_of(label) in _FACTS:
                    yield label, day_in(value) or value


def _in_full(day: str, element: LexborNode) -> str:
    """Return a day without its year as the row says it elsewhere in full: in a `title`, or where it is not shown."""
    end = tuple(map(int, re.findall(r"\d+", day)))
    told = re.findall(_FULL_DAY, re.sub(r"(?:href|src)\s*=\s*\S+", "", element.html or ""))
    parts = {one: tuple(map(int, re.findall(r"\d+", one))) for one in told}
    fitting = {one for one, (year, *rest) in parts.items() if end in {tuple(rest), (year % 100, *rest)}}
    return fitting.pop() if len(fitting) == 1 else day


def _joined(texts: list[str]) -> list[str]:
    """Return the texts, a label that stands by itself with what follows it."""
    found: list[str] = []
    for text in texts:
        labelled = bool(text and found) and len(found[-1]) < _LONGEST_LABEL and not is_label(text)
        labelled = labelled and not is_worded_number(plain(found[-1]))  # 第11号：, before the title
        if labelled and (found[-1].endswith((":", "：")) or is_label(found[-1])):
            found[-1] = f"{found[-1].rstrip(':：')}：{text}"
        else:
            found.append(text)
    return found


def in_columns(cells: Sequence[Sequence[str]], spans: Sequence[Sequence[int]], width: int) -> Iterator[list[str]]:
    """Yield the cells of each row, with those that span it from a row above.

    Args:
        cells: Of each row, its own.
        spans: Of each of them, over how many rows it stands.
        width: Of the table.
    """
    spanning: dict[int, tuple[int, str]] = {}
    for row, over in zip(cells, spans, strict=True):
        own, found = iter(zip(row, over, strict=True)), list[str]()
        for at in range(width):
            left, text = spanning.pop(at, (0, ""))
            if not left:
                text, left = next(own, ("", 1))
            if left > 1:
                spanning[at] = left - 1, text
            found.append(text)
        yield found


def of_cells(row: ListRow, labels: tuple[str, ...], cells: Sequence[str]) -> dict[str, str]:
    """Return the cells of a row under the labels of its header, the title in full."""
    said = {label: text for label, text in zip(labels, cells, strict=False) if label}
    for label, text in said.items():
        if text != row.title and _is_title_cell(text, row):
            said[label] = row.title
        elif day := day_in(text):
            said[label] = day
        elif day_of_year(text) and tuple(re.findall(r"[1-9]\d*", row.said.get(DAY, "")))[1:] == tuple(
            re.findall(r"[1-9]\d*", text)
        ):
            said[label] = row.said[DAY]  # its year stands over its box
    if DAY in row.said and not any(
        meaning_of(label) in DATED and not site_words().updated.search(label) for label in said
    ):
        said[DAY] = row.said[DAY]  # beside the title, in a column of both; or the only one, of its last change
    return said


def day_without_year(said: Mapping[str, str]) -> str:
    """Return the day that a row prints without its year or century; empty where it has none."""
    dated = (text for label, text in said.items() if meaning_of(label) in DATED)
    return next((text for text in dated if day_of_year(text) or (day_in(text) and read_day(text) is None)), "")


def _is_title_cell(text: str, row: ListRow) -> bool:
    start = re.sub(r"\s+", "", DOTS.sub("", text))
    return len(start) >= _FEWEST and re.sub(r"\s+", "", row.title).startswith(start) and not is_day(text)
