"""Reads a page of a site from its bytes, in the process that reads: as a page of a list, or as the page of a row."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from selectolax.lexbor import LexborHTMLParser

from bot.ingest.document import Document, Link, Paragraph, Table, TableCell
from bot.ingest.given import NOTHING_GIVEN, Given
from bot.ingest.items.column_answers import NO_ANSWERS, ColumnAnswers
from bot.ingest.items.heading import located
from bot.ingest.items.item_fields import address as full_address
from bot.ingest.items.listing import read_document_lists
from bot.ingest.readers.encodings import decode
from bot.ingest.readers.errors import ReadingError
from bot.ingest.readers.html_text import collapse, is_shown
from bot.ingest.recognise import joined
from bot.ingest.site.groups import groups_of
from bot.ingest.site.pieces import ancestors, in_years, resolved
from bot.ingest.site.rows import LINK
from bot.ingest.site.scripts import Carried, carried
from bot.ingest.site.seen import ListSeen, SiteRow, Turn
from bot.ingest.site.turning import counted_on, stated, turns_of
from bot.ingest.site.weighing import ElementGroup, meant, of_replies, weight_of, without_parts
from bot.ingest.site.words import site_words
from bot.ingest.site.written import laid_out, lead_out, write_out, written_whole
from bot.ingest.whose import named
from bot.records.model import Batch, Place, Record

_CHARSET = re.compile(rb"""<meta[^<>]*?charset\s*=\s*["']?\s*([\w-]+)|<\?xml[^<>]*?encoding\s*=\s*["']([\w-]+)""", re.I)
#: How a page begins; another answer is data for a script: JSON, or XML with elements of its own.
_PAGE = re.compile(
    r"\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*)*"
    r"<(?:!doctype|html|head|body|meta|title|link|base|script|style|div|ul|ol|dl|table|form|center|section|main|p|span|h[1-6])\b",
    re.IGNORECASE | re.DOTALL,
)
_NO_RECORD = "site.no_record"
_LONGEST_NAME = 40
_NOT_SAID = frozenset(["a", "noscript", "script", "style", "option"])
_CARRIED = 2.5  # how much likelier rows are that a page carries in a script: what is shown beside them is not
_WORDS_OF_TITLE = re.compile(r"\s*[-_—|–>»]+\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteWanted:
    """A page that is to be read.

    Attributes:
        data: Its bytes.
        address: That they came from.
        name: Of the source.
        charset: What the server says of its encoding.
        row: Title of the row whose page it is, empty where it is a list; `cut` as there, `day` as printed.
        number: Of its matter, where the row has a column of it.
        cut: The title is cut short.
        given: What is said of the source.
        answers: What was said of columns.
        known: Addresses of rows that were on it before.
        closes: Pages of its site are closed where they are opened: one that is not is cut short.
        heading: Name of the list, of a page that is not its first.
        attached: It is a file that the page of a row links to: its text alone is wanted.
    """

    data: bytes
    address: str
    name: str
    charset: str | None = None
    row: str = ""
    cut: bool = False
    number: int | None = None
    day: str = ""
    given: Given = NOTHING_GIVEN
    answers: ColumnAnswers = NO_ANSWERS
    known: frozenset[str] = frozenset()
    heading: str = ""
    attached: bool = False
    closes: bool = True


def text_of(wanted: SiteWanted) -> str:
    """Return the text of a page.

    Raises:
        ReadingError: Its encoding cannot be told, or it is garbled.
    """
    found = _CHARSET.search(wanted.data[:8192])
    declared = (found[1] or found[2]).decode("ascii") if found else wanted.charset
    return decode(wanted.data, wanted.address, declared=declared)


def barred(tree: LexborHTMLParser) -> str:
    """Return why a page is no content: `captcha` or `login`; empty where nothing says so."""
    words = site_words()
    said = collapse(tree.body.text(separator=" ")) if tree.body is not None else ""
    said = " ".join((said, *(field.attributes["placeholder"] or "" for field in tree.css("input[placeholder]"))))
    password = tree.css_first("input[type=password]") is not None
    short = len(said) < 600
    if words.captcha.search(said) and (short or password):
        return "captcha"
    return "login" if (password and (short or words.login.search(said))) or (short and words.login.search(said)) else ""


def _says(tree: LexborHTMLParser, words: re.Pattern[str]) -> bool:
    """Whether a page says something, by more than a link: what it lists is offered instead."""
    texts = (node for node in tree.body.traverse(include_text=True) if node.tag == "-text") if tree.body else ()
    return any(
        words.search(text.text_content or "")
        and all(node.tag not in _NOT_SAID and is_shown(node) for node in ancestors(text))
        for text in texts
    )


def is_closed(text: str) -> bool:
    """Return whether a page that opens its body, or itself, closes it."""
    lower = text[-20_000:].lower()
    opened = re.search(r"<(?:html|body)[\s>]", text[:20_000], re.I)
    return not opened or "</html" in lower or "</body" in lower


def read_list_page(wanted: SiteWanted) -> ListSeen:
    """Return a page as one of a list."""
    try:
        text = laid_out(written_whole(text_of(wanted)))
    except ReadingError as error:
        return ListSeen(fault="unread", seen=str(error))
    is_page = bool(_PAGE.match(text))
    tree = LexborHTMLParser(text if is_page else "<body></body>")
    title = _title(tree)
    names = [wanted.heading] if wanted.heading else _names(tree, title)
    closed = is_closed(text) if is_page else "<datastore" not in text or "</datastore" in text
    missing = is_page and _says(tree, site_words().missing)
    scripts = carried(text, tree if is_page else None) if not missing else []
    write_out(tree)
    lead_out(tree, text)
    groups = groups_of(tree, wanted.address, names, wanted.known) if is_page and not missing else []
    group, of_script = _chosen(groups, scripts, wanted, names)
    empty = is_page and _says(tree, site_words().empty)
    if empty and group is not None and not any(of_replies(row.title) for row in group.rows):
        group = None  # what stands beside a list without rows
    fault = _fault(tree, [] if empty else [*groups, *scripts], group)
    if group is None or fault:
        lists = [*groups, *(one.group for one in scripts)][:3]
        seen = "；".join(one.heading or one.rows[0].title for one in lists) if fault == "several" else title
        return ListSeen(fault=fault, seen=(seen or _said(tree, text))[:200], closed=closed)
    return _list_of(wanted, group, of_script, tree, names, closed=closed)


def _chosen(
    groups: Sequence[ElementGroup], scripts: Sequence[Carried], wanted: SiteWanted, names: Sequence[str]
) -> tuple[ElementGroup | None, Carried | None]:
    """Return the list that is meant: what a script carries where that is likelier than what the page shows."""
    weighed = [
        replace(one.group, weight=weight_of(one.group, wanted.address, wanted.known) * _CARRIED) for one in scripts
    ]
    of_scripts = {id(group): one for group, one in zip(weighed, scripts, strict=True)}
    likeliest = sorted([*weighed, *groups], key=lambda group: -group.weight)
    group = meant(without_parts(likeliest))
    # A list of replies has replies: where there are none, it is not the one that the page is named for.
    named = any(site_words().matters.search(name) for name in names[:1])
    if (
        named
        and group is not None
        and not group.labels
        and not any(of_replies(row.title) or row.cut for row in group.rows)
    ):
        group = meant([one for one in likeliest if any(row.dated and of_replies(row.title) for row in one.rows)])
    return group, of_scripts.get(id(group)) if group is not None else None


def _fault(tree: LexborHTMLParser, groups: Sequence[object], group: ElementGroup | None) -> str:
    if group is not None:
        return ""
    return barred(tree) or ("several" if len(groups) > 1 else "no_list")


def _title(tree: LexborHTMLParser) -> str:
    node = tree.css_first("title")
    return collapse(node.text()) if node is not None else ""


def _said(tree: LexborHTMLParser, text: str) -> str:
    """Return the first words of a page, or of what is none."""
    return (
        collapse(tree.body.text(separator=" "))
        if tree.body is not None and tree.body.text().strip()
        else collapse(text)
    )


def _names(tree: LexborHTMLParser, title: str) -> list[str]:
    """Return what a page says that it is about, the nearest first: its column, where it is on its site, its title."""
    found: list[str] = []
    for node in tree.css("meta"):
        if (node.attributes.get("name") or "").lower() == "columnname" and node.attributes.get("content"):
            found.append(collapse(node.attributes["content"] or ""))
    places = (collapse(node.text(separator="")) for node in tree.css("div,p,span,td,ul,h2,h3,dl"))
    # The shortest: an element around it says more than where the page is.
    for text in sorted((one for one in places if len(one) <= 3 * _LONGEST_NAME), key=len):
        if last := located(text):
            found.append(last)
            break
    return [one for one in dict.fromkeys([*found, *_WORDS_OF_TITLE.split(title)[:1], title]) if one]


def _list_of(  # noqa: PLR0913 - what is known of the page
    wanted: SiteWanted,
    group: ElementGroup,
    of_script: Carried | None,
    tree: LexborHTMLParser,
    names: Sequence[str],
    *,
    closed: bool,
) -> ListSeen:
    base = _base(tree, wanted.address)
    addresses = [full_address(row.address, base) or "" for row in group.rows]
    cells = in_years(group.cells(), addresses)
    labels = list(dict.fromkeys(label for row in cells for label in row))
    batch, mine = _read(wanted, group, labels, cells, addresses, names)
    rows_stated, pages_stated, quote = stated(tree, wanted.address)
    turns: tuple[Turn, ...] = turns_of(tree, base)
    if of_script is not None:
        rows_stated, pages_stated = of_script.total_rows or rows_stated, of_script.total_pages or pages_stated
        turns = of_script.turns or turns or counted_on(base, rows_stated, pages_stated, len(group.rows))
    if rows_stated is not None and rows_stated < len(group.rows):
        rows_stated = None  # of something else
    rows = []
    for index, (row, where) in enumerate(zip(group.rows, addresses, strict=True)):
        record, refused = mine.get(index + 2, (None, _NO_RECORD))
        held, record = (record, None) if refused == _NO_RECORD else (None, record)
        rows.append(
            SiteRow(
                title=row.title,
                cut=row.cut,
                address=where,
                said=cells[index],
                record=record,
                refused=refused,
                withheld=held,
            )
        )
    reading = batch.readings[0] if batch is not None and batch.readings else None
    return ListSeen(
        name=(reading.name if reading else "") or (names[0] if names else wanted.name),
        columns=tuple((label, meaning) for label, meaning, _ in reading.columns) if reading else (),
        rows=tuple(rows),
        agency=batch.agency_name if batch is not None else wanted.given.agency_name,
        own_office=batch is not None and batch.own_office,
        total_rows=rows_stated,
        total_pages=pages_stated,
        quote=quote,
        turns=tuple(replace(turn, address=resolved(base, turn.address)) for turn in turns),
        closed=closed,
    )


def _base(tree: LexborHTMLParser, address: str) -> str:
    node = tree.css_first("base[href]")
    return resolved(address, node.attributes.get("href") or "") if node is not None else address


def _read(  # noqa: PLR0913, PLR0917 - a list in its parts
    wanted: SiteWanted,
    group: ElementGroup,
    labels: Sequence[str],
    cells: Sequence[dict[str, str]],
    addresses: Sequence[str],
    names: Sequence[str],
) -> tuple[Batch | None, dict[int, tuple[Record | None, str]]]:
    """Return what the importer makes of the rows, and of each, by its number in the table, record or refusal."""
    shown = [label for label in labels if label != LINK]
    header = tuple(map(TableCell, (*shown, LINK)))
    rows = [header]
    for row, said, where in zip(group.rows, cells, addresses, strict=True):
        links = (Link(row.title, where),) if where else ()
        rows.append(
            (
                *(
                    TableCell(said.get(label, ""), links=links if said.get(label) == row.title else ())
                    for label in shown
                ),
                TableCell(where),
            )
        )
    place = Place(document=wanted.name, table=1)
    heading = next((name for name in names if len(name) <= _LONGEST_NAME), "")
    over = (Paragraph(text=heading, place=Place(document=wanted.name, line=1), level=1),) if heading else ()
    document = Document(
        name=wanted.name,
        sha256="",
        media_type="page",
        blocks=(*over, Table(rows=tuple(rows), place=place)),
        title=heading or None,
    )

    def interpret(given: Given) -> Iterator[Batch]:
        for parts in read_document_lists(document, given, wanted.answers):
            yield Batch(
                document=wanted.name,
                sha256="",
                media_type="page",
                agency_name=given.agency_name,
                records=parts.records,
                listings=parts.listings,
                refusals=parts.refusals,
                withheld=parts.withheld,
                readings=parts.readings,
            )

    # Whoever names the source says whose it is: a page names the government whose site it is on, too.
    given = replace(wanted.given, force=wanted.given.agency_name is not None)
    pieces = list(named(document, given, interpret))
    if not pieces:
        return None, {}
    batch = joined(pieces)
    found: dict[int, tuple[Record | None, str]] = {}
    for refusal in batch.refusals:
        found[refusal.place.row or 0] = (None, refusal.reason)
    for records, refused in ((batch.withheld, _NO_RECORD), (batch.records, "")):
        found |= {record.place.row or 0: (record, refused) for record in records}
    return batch, found
