"""Which elements of a page are the rows of its list, among menus, side columns and lists of other things.

Names of classes are no proof, and change: elements are rows because they are of one kind below each other and each has
a title, a link and mostly a day. Of several such groups the one is meant that its page is about.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice, takewhile

from selectolax.lexbor import LexborHTMLParser, LexborNode

from bot.ingest.items.column_values import MATTERS, is_answer, is_matter, is_title
from bot.ingest.items.column_words import meaning_of
from bot.ingest.readers.html_text import collapse, is_element
from bot.ingest.site.candidates import candidates, elements_before, is_header
from bot.ingest.site.pieces import ancestors, day_in, day_of_year, in_year, labelled, split_day
from bot.ingest.site.rows import DAY, ListRow, in_columns, row_of
from bot.ingest.site.weighing import (
    ElementGroup,
    beside_pager,
    is_backed,
    is_named,
    of_replies,
    pagers_of,
    weigh,
    without_parts,
)
from bot.ingest.site.words import site_words
from bot.records.titles import read_title

#: What each element says as a row that was read, by its number.
Rows = dict[int, ListRow]

_HEADER_WITHIN = 5  # elements around a row of a table, before which a table may stand that is its header
_MOST_BEFORE = 6
_HEADING_WITHIN = 5  # elements around a list over which its heading may stand
_HEADED_WITHIN = 3  # elements around a row over which the day, or the year, of its box may stand
_BETWEEN = 12  # nodes between two rows
_DIGIT = re.compile(r"\d")
_MOST = 0.6  # of the rows, whose titles stand in one place
_UNDATED = 3  # rows without days, at least: fewer are what a page refers to
_SUMMARY = 4  # sentences of a row, at most
_NAMED = frozenset({"title", "summary", "topic"})  # columns of which one is the title of rows
_LINKS = 3  # of a row, at most
_LINE = 80  # characters of a heading or a pager
_CELLS = frozenset({"td", "th"})
_PAIRED = {"dt": ("next",), "dd": ("prev",)}  # where the other half of a row stands


def groups_of(tree: LexborHTMLParser, address: str, names: Sequence[str], known: frozenset[str]) -> list[ElementGroup]:
    """Return the groups of a page that may be its list, the likeliest first.

    Args:
        tree: The page.
        address: Of the page.
        names: What the page says that it is about: its title, where it is on its site.
        known: Addresses of rows that were on it before.
    """
    root = tree.body
    if root is None:
        return []
    pagers = pagers_of(root)
    found: list[ElementGroup] = []
    near: dict[frozenset[str], float] = {}
    read: Rows = {}
    for elements in candidates(root):
        group = _group(elements, read)
        if group is not None and (len(group.rows) > 1 or _is_list(group, names)):
            mine = frozenset(row.address for row in group.rows)
            near[mine] = max(near.get(mine, 0.0), beside_pager(elements, pagers))
            named = is_named(group, names)
            weight = weigh(group, elements, address, known, named=named)
            found.append(replace(group, weight=weight, backed=named or is_backed(group, names)))
    # Elements around the same rows are as near to a pager as the outermost of them.
    by_pager = [near[frozenset(row.address for row in one.rows)] for one in found]
    found = [
        replace(one, weight=one.weight * beside, backed=one.backed or beside > 1)
        for one, beside in zip(found, by_pager, strict=True)
    ]
    found = [one for one in found if not _holds(one, found)]
    # Of elements around the same rows those are meant that say more.
    said = {id(one): sum(len(row.said) for row in one.rows) for one in found}
    return without_parts(sorted((one for one in found if one.weight), key=lambda one: (-one.weight, -said[id(one)])))


def _is_list(group: ElementGroup, names: Sequence[str]) -> bool:
    """Whether a single row is a list: its title or its columns say so, or the page is named for such rows."""
    named = any(site_words().matters.search(name) for name in names[:1])
    return bool(group.labels) or named or _is_told(group.rows[0])


def _holds(group: ElementGroup, others: Sequence[ElementGroup]) -> bool:
    """Whether rows hold all of the rows of another group, which are more and all have a day, or are of replies."""
    inside = {where for row in group.rows for where in row.linked}
    several = any(len(row.titled) > 1 for row in group.rows)
    return any(
        len(other.rows) > len(group.rows)
        and all((row.dated or (several and of_replies(row.title))) and row.address in inside for row in other.rows)
        for other in others
    )


def _row_of(element: LexborNode, read: Rows) -> ListRow:
    """Return what an element says as a row; elements stand in several groups, and are read once."""
    if element.mem_id not in read:
        read[element.mem_id] = row_of(element)
    return read[element.mem_id]


def _group(elements: Sequence[LexborNode], read: Rows) -> ElementGroup | None:
    """Return what elements are as rows; None where they are none."""
    if any(site_words().neighbours.match(collapse(one.text() or "")) for one in elements):
        return None
    all_of_them = _aligned(elements, [_row_of(element, read) for element in elements])
    places = {row.at for row in all_of_them if row.address and is_title(row.title)}
    # A short title (答复函) is one where those of other rows stand.
    rows = [
        row
        for row in all_of_them
        if row.address and (is_title(row.title) or (row.dated and row.title and row.at and row.at in places))
    ]
    if not rows or len(rows) * 2 < len(elements):
        return None
    # What has neither a title where most have theirs nor a day, among rows that have both, stands between them.
    place, number = Counter(row.at for row in rows).most_common(1)[0]
    spanned = any(span > 1 for row in rows for span in row.spans)
    if not spanned and number >= len(rows) * _MOST and all(row.dated for row in rows if row.at == place):
        rows = [row for row in rows if row.at == place or row.dated]
    first = next(element for element, row in zip(elements, all_of_them, strict=True) if row is rows[0])
    dated = sum(row.dated for row in rows)
    if (dated * 2 < len(rows) or first.tag in _PAIRED) and len(rows) == len(elements):
        rows = _with_what_stands_between(elements, rows)
        dated = sum(row.dated for row in rows)
    if rows and all(day_of_year(row.said.get(DAY, "")) for row in rows) and len(rows) == len(elements):
        rows = _under_days(elements, rows) or rows
    labels = _header(first, rows, read)
    if labels:
        dated = len(rows)
        rows = _led_to_answers(rows, labels)
    matters = sum(_is_told(row) for row in rows)
    if max(dated, matters if len(rows) >= _UNDATED else 0) * 2 < len(rows):
        return None
    if sum(row.sentences > (_SUMMARY if len(rows) > 1 else 1) for row in rows) * 2 > len(rows):
        return None  # a letter with what it links to
    # A row that holds many links is a list, or a column of the page.
    shared = Counter(where for row in rows for where in row.titled)
    several = sum(sum(shared[where] == 1 for where in row.titled) > 1 for row in rows)
    # With one title a row may lead to more: to whoever wrote it, to who answered.
    most = [len(labels) + _LINKS * (1 + (len(row.titled) == 1)) for row in rows]
    many = sum(row.links > links for row, links in zip(rows, most, strict=True))
    if many * 2 >= len(rows) or several * 2 >= len(rows):
        return None
    return ElementGroup(tuple(rows), labels, _heading(first))


def _led_to_answers(rows: list[ListRow], labels: tuple[str, ...]) -> list[ListRow]:
    """Return rows with the addresses of the column of answers, where it has one and each row leads elsewhere too."""
    at = next((at for at, label in enumerate(labels) if meaning_of(label) == "text"), None)
    columns = in_columns([row.leads for row in rows], [row.spans for row in rows], len(labels))
    led = [column[at] for column in columns] if at is not None else []
    return [replace(row, address=where) for row, where in zip(rows, led, strict=True)] if all(led) and led else rows


def _is_told(row: ListRow) -> bool:
    """Whether a row is a matter's by more than its kind, which an entry of a menu names as well."""
    numbered = read_title(row.title).number is not None or any(meaning_of(label) == "number_raw" for label in row.said)
    matter = row.title.startswith("关于") and read_title(row.title).kind in MATTERS
    answer = is_answer(row.title) and re.search("关于|对", row.title)
    return is_matter(row.title) and bool(numbered or answer or matter)


def _aligned(elements: Sequence[LexborNode], rows: list[ListRow]) -> list[ListRow]:
    """Return rows with their titles where those of most stand: of rows of one kind each has it in the same place."""
    places = Counter(row.at for row in rows if row.address and is_title(row.title))
    place, number = places.most_common(1)[0] if places else ((), 0)
    if number < len(rows) * _MOST:
        return rows
    return [_titled_at(place, element, row) for element, row in zip(elements, rows, strict=True)]


def _titled_at(place: tuple[str, ...], element: LexborNode, row: ListRow) -> ListRow:
    """Return a row with the title that stands at a place; with its own where spanning cells move the others."""
    if row.at == place or not row.at or not row.address:
        return row
    moved = row_of(element, place)
    return row if any(span > 1 for span in row.spans) and is_title(row.title) > is_title(moved.title) else moved


def _with_what_stands_between(elements: Sequence[LexborNode], rows: list[ListRow]) -> list[ListRow]:
    """Return rows with what stands between them, where no element holds a whole row: its day after it, or before."""
    if under := _under_days(elements, rows):
        return under
    if len({one.parent.mem_id for one in elements if one.parent is not None}) == len(elements):
        return rows  # each alone in its parent, which is read as a row itself
    mine = {one.mem_id for one in elements}
    found: dict[int, list[list[ListRow]]] = {}
    for step in _PAIRED.get(elements[0].tag or "", ("next", "prev")):
        parts = [_beside(element, mine, step) for element in elements]
        if sum(any(_DIGIT.search(node.text() or "") for node in part) for part in parts) * 2 < len(parts):
            continue
        most = max(len(part) for part in parts[:-1])
        made = []
        for element, part in zip(elements, parts, strict=True):
            inside = "".join(node.html or "" for node in part[:most])
            around = "table" if element.tag in {"tr", "td"} else "div"
            tree = LexborHTMLParser(f"<body><{around}>{element.html}{inside}</{around}></body>")
            made.append(row_of(tree.body.child) if tree.body is not None and tree.body.child is not None else rows[0])
        same = all(one.address == row.address and one.title == row.title for one, row in zip(made, rows, strict=True))
        dated = sum(row.dated for row in made)
        if same and dated * 2 >= len(made):
            found.setdefault(dated, []).append(made)
    # A day between two rows is of the one before it, or after it: at one end of the list the other has none. Where both
    # have one, nobody can tell.
    likeliest = found[max(found)] if found else []
    return likeliest[0] if len(likeliest) == 1 else rows


def _under_days(elements: Sequence[LexborNode], rows: list[ListRow]) -> list[ListRow]:
    """Return rows with the days, or the years of their days, that each of their boxes has as its heading."""
    days, mine = [], {one.mem_id for one in elements}
    for one, row in zip(elements, rows, strict=True):
        around = takewhile(lambda node: node.tag != "body", (one, *islice(ancestors(one), _HEADED_WITHIN)))
        beside = (before for node in around for before in elements_before(node))
        own = day_of_year(row.said.get(DAY, ""))
        over = [before for before in beside if not (before.mem_id in mine or is_header(before))]
        texts = (collapse(before.text(separator=" ")) for before in over)
        heading = next((text for text in texts if not (own and day_of_year(text))), "")
        alone = not own and not labelled(heading)[0]
        days.append((day_in(heading) or split_day(heading.split())[0]) if alone else in_year(own, heading))
    return [replace(row, said={**row.said, DAY: day}) for row, day in zip(rows, days, strict=True)] if all(days) else []


def _beside(element: LexborNode, mine: set[int], step: str) -> list[LexborNode]:
    """Return what stands after (`next`) or before (`prev`) an element, up to the next of its kind."""
    found: list[LexborNode] = []
    node: LexborNode | None = getattr(element, step)
    while node is not None and node.mem_id not in mine and len(found) < _BETWEEN:
        if node.tag == "-text" or is_element(node):
            found.append(node)
        node = getattr(node, step)
    return found


def _header(first: LexborNode, rows: Sequence[ListRow], read: Rows) -> tuple[str, ...]:
    """Return the labels of the columns: a row without a link over the rows, of as many cells, most of them known.

    It may be a table of its own before theirs.
    """
    width = max(len(row.cells) for row in rows)
    around = [first, *islice(ancestors(first), _HEADER_WITHIN if first.tag == "tr" else 1)]
    places = [place for node in around[:2] for place in elements_before(node)][:_MOST_BEFORE]
    places += around[1].css("thead tr")[:3] if len(around) > 1 else []
    places += [
        row for node in around[2:] for before in islice(elements_before(node), 2) for row in before.css("tr")[:1]
    ]
    for place in places:
        for node in (place, *place.css("tr,ul,dl")):
            cells = _labels_of(node, read)
            written = [cell for cell in cells if cell]
            known = {meaning for cell in written if len(cell) <= 12 and (meaning := meaning_of(cell))}
            # What leads elsewhere is no header, but for columns that can be sorted by.
            if node.css_first("a") is not None and not (node.tag == first.tag == "tr" and len(known) == len(written)):
                continue
            if 2 <= len(written) <= width and len(known) * 2 >= len(written) and _NAMED & known:
                return tuple(cells)
    return ()


def _labels_of(node: LexborNode, read: Rows) -> tuple[str, ...]:
    """Return the cells of a row, those that cover several columns by what the row below says of each."""
    row = _row_of(node, read)
    if len(set(row.spans)) < 2:
        return row.cells
    below = node.next
    while below is not None and below.tag != node.tag:
        below = below.next
    under = iter(_row_of(below, read).cells if below is not None else ())
    return tuple(next(under, cell) if span == 1 else cell for cell, span in zip(row.cells, row.spans, strict=True))


def _heading(first: LexborNode) -> str:
    """Return what stands over a list: the nearest short text before it."""
    node: LexborNode = first
    for _ in range(_HEADING_WITHIN):
        if node.tag == "body":
            break
        for before in elements_before(node) if node.tag not in _CELLS else ():  # before a cell stands what is beside it
            text = collapse(before.text(separator=" "))
            if text:
                return text if len(text) <= _LINE else ""
        if node.parent is None:
            break
        node = node.parent
    return ""
