"""Which of the groups of rows on a page is the list that it is about: weighed by rows, headings, pagers and places."""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from bot.ingest.items.column_values import MATTERS, is_matter
from bot.ingest.items.pager import read_pager
from bot.ingest.readers.html_text import collapse
from bot.ingest.site.pieces import ancestors, resolved
from bot.ingest.site.rows import ListRow, in_columns, of_cells
from bot.ingest.site.words import site_words
from bot.records.model import RecordKind
from bot.records.titles import read_title

_SURELY = 1.25  # how much better the best group must be than the next
_REPLIES = frozenset({*MATTERS, RecordKind.WORK_SUMMARY, RecordKind.OTHER})
_LINE = 80  # characters of a heading or a pager


@dataclass(frozen=True, slots=True)
class ElementGroup:
    """Elements that may be the rows of a list.

    Attributes:
        rows: What each says; those without a title are left out.
        labels: Of the header over them, empty where there is none.
        heading: What stands over them.
        weight: How likely they are what the page is about.
        backed: Something beside the rows themselves says so.
    """

    rows: tuple[ListRow, ...]
    labels: tuple[str, ...] = ()
    heading: str = ""
    weight: float = 0.0
    backed: bool = True

    def cells(self) -> list[dict[str, str]]:
        """Return the cells of each row by label."""
        if not self.labels:
            return [dict(row.said) for row in self.rows]
        columns = in_columns([row.cells for row in self.rows], [row.spans for row in self.rows], len(self.labels))
        return [of_cells(row, self.labels, cells) for row, cells in zip(self.rows, columns, strict=True)]


def meant(groups: Sequence[ElementGroup]) -> ElementGroup | None:
    """Return the group that is meant; None where two could be."""
    if not groups:
        return None
    best, *others = groups
    # Columns alike are those of a front page: that one of them is of replies makes it no list.
    alike = any(other.rows[0].at == best.rows[0].at for other in others)
    if others and (best.weight < others[0].weight * _SURELY or (alike and not best.backed)):
        return None
    return best if best.backed or not is_in_part(best) else None


def is_in_part(group: ElementGroup) -> bool:
    """Whether a group is headed by a link to more: a column of a front page, that shows its list in part."""
    return bool(site_words().teasers.search(group.heading) or re.search(r"(?:更多|more)\W*$", group.heading, re.I))


def of_replies(title: str) -> bool:
    """Whether a title may be that of a reply: a matter's, and of no other kind (关于…的通知)."""
    return is_matter(title) and read_title(title).kind in _REPLIES


def _own_heading(group: ElementGroup) -> str:
    """Return the heading of a group without a link to more."""
    return site_words().teasers.sub("", re.sub(r"\s*(?:更多|more)\W*$", "", group.heading, flags=re.I)).strip()


def is_named(group: ElementGroup, names: Sequence[str]) -> bool:
    """Whether a page is named as the group is headed."""
    heading = _own_heading(group)
    return bool(heading) and any(heading in name for name in names)


def is_backed(group: ElementGroup, names: Sequence[str]) -> bool:
    """Whether more than its rows says that a group is what its page is about: columns, or that both are of replies."""
    replies = bool(names) and bool(site_words().matters.search(names[0]))
    return bool(group.labels) or (replies and any(of_replies(row.title) for row in group.rows))


def weigh(
    group: ElementGroup, elements: Sequence[LexborNode], address: str, known: frozenset[str], *, named: bool
) -> float:
    """Return how likely a group is what its page is about, by its rows, its heading and what it stands in."""
    words, weight = site_words(), weight_of(group, address, known)
    if named:
        weight *= 1.5
    elif words.references.search(_own_heading(group)):
        return 0.0
    if is_in_part(group):
        weight *= 0.3
    if words.beside_headings.search(group.heading):
        weight *= 0.3
    if any(words.beside.search(_marks(node)) for node in ancestors(elements[0])):
        weight *= 0.4
    return weight


def weight_of(group: ElementGroup, address: str, known: frozenset[str]) -> float:
    """Return how likely rows are a list that is meant, by what they are.

    Args:
        group: The rows.
        address: Of their page.
        known: Addresses of rows that were on it before.
    """
    rows, number = group.rows, len(group.rows)
    dated = 1.0 if group.labels else sum(row.dated for row in rows) / number
    matters = sum(of_replies(row.title) for row in rows) / number
    length = min(sum(len(row.title) for row in rows) / number, 24) / 24
    folder = resolved(address, ".")
    near = sum(resolved(address, row.address).startswith(folder) for row in rows) / number
    weight = math.log2(1 + number) * (0.4 + 0.6 * dated) * (0.5 + matters) * length * (1 + near)
    if group.labels:
        weight *= 1.5
    return weight * (1 + 4 * sum(resolved(address, row.address) in known for row in rows) / number)


def _marks(node: LexborNode) -> str:
    return " ".join(node.attributes.get(name) or "" for name in ("class", "id", "role"))


def pagers_of(root: LexborNode) -> list[LexborNode]:
    """Return the smallest elements that are pagers: they state pages or rows, or lead to the next."""
    found = []
    for node in root.css("a,div,p,span,td,ul,li,script"):
        if node.tag == "script":
            if re.search(r"createPage\w*\(\s*\D{0,20}\d", node.text() or "", re.I):
                found.append(node)
        elif node.tag == "a":
            if site_words().next.match(collapse(node.text())):
                found.append(node)
        elif len(text := collapse(node.text(separator=" "))) <= _LINE and read_pager(text):
            found.append(node)
    return found


def beside_pager(elements: Sequence[LexborNode], pagers: Sequence[LexborNode]) -> float:
    """Weigh that a pager stands with the rows: the nearer, the more."""
    around = {node.mem_id: distance for distance, node in enumerate(ancestors(elements[0]))}
    nearest = min(
        (
            distance
            for pager in pagers
            for node in ancestors(pager)
            if (distance := around.get(node.mem_id)) is not None
        ),
        default=None,
    )
    return 1.0 if nearest is None else 1 + 3 / (1 + nearest)


def without_parts(groups: list[ElementGroup]) -> list[ElementGroup]:
    """Return the groups without those whose rows are all in a likelier one, or that are one with other borders."""
    kept: list[ElementGroup] = []
    for group in groups:
        mine = {row.address for row in group.rows}
        if not any(mine <= held or {row.address for row in other.rows} <= mine for other, held in _held(kept)):
            kept.append(group)
    return kept


def _held(groups: Sequence[ElementGroup]) -> Iterator[tuple[ElementGroup, set[str]]]:
    """Yield groups with where their rows lead, by whatever link."""
    for group in groups:
        yield group, {where for row in group.rows for where in (row.address, *row.linked)}
