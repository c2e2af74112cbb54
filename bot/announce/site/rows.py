"""A row of a list and its own page, put together: what each says, and where they differ."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

from rapidfuzz import fuzz

from bot.ingest.site.seen import PageSeen, SiteRow
from bot.records.model import Record, RecordKind
from bot.records.titles import read_title
from bot.text.normalise import compact

#: What a row and its page both say: the row's is taken, for it is read more surely, and a difference is said.
_BOTH = ("published_on", "index_no", "doc_no", "number_raw")
_ALIKE = 50


@dataclass(frozen=True, slots=True)
class Difference:
    """What a list and a page say otherwise of a record: field, the list's, the page's."""

    field: str
    listed: str
    on_page: str


def together(row: SiteRow, page: PageSeen | None) -> tuple[Record | None, tuple[Difference, ...]]:
    """Return the record that a row and its page are, and where they differ.

    Args:
        row: Of the list.
        page: What its page says; None where it was not read.

    Returns:
        None where neither gives a title in full.
    """
    listed, own = row.record, page.record if page is not None else None
    if own is None:
        return (None if row.cut else listed), ()
    if listed is None:
        return replace(own, source_url=row.address), ()
    differs = [Difference(*one) for one in page.differs] if page is not None else []
    for name in _BOTH:
        mine, other = getattr(listed, name), getattr(own, name)
        if mine is not None and other is not None and compact(str(mine)) != compact(str(other)):
            differs.append(Difference(name, str(mine), str(other)))
    base, filling = (own, listed) if row.cut else (listed, own)
    blank = {
        each.name: value
        for each in fields(Record)
        if each.name not in ("key", "place", "listing") and (value := getattr(filling, each.name)) is not None
        if getattr(base, each.name) is None
    }
    kind = filling.kind if base.kind is RecordKind.OTHER else base.kind
    if base.kind is RecordKind.PROPOSAL and own.text and own.kind in (RecordKind.REPLY, RecordKind.OPINION):
        kind = own.kind
    made = replace(base, **blank, kind=kind)
    return replace(made, source_url=row.address, listing=listed.listing, place=listed.place, text=own.text), tuple(
        differs
    )


def is_other(before: str, now: str) -> bool:
    """Return whether two titles at one address are of two matters: the address was given to another."""
    one, two = read_title(before), read_title(now)
    if one.number is not None and one.number == two.number:
        return False
    return fuzz.ratio(compact(before), compact(now)) < _ALIKE


def shared_addresses(rows: Sequence[SiteRow]) -> frozenset[str]:
    """Return addresses that several rows of a page have."""
    met: dict[str, str] = {}
    return frozenset(row.address for row in rows if met.setdefault(row.address, row.title) != row.title)
