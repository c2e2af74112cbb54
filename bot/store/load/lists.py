"""Upsert of lists apart from a report: what each says about itself. Files of one import with one list are its pages."""

from collections import Counter

from sqlalchemy import select

from bot.records.agencies import NAMELESS
from bot.records.changes import FieldChange
from bot.records.model import Agency, Listing
from bot.store.journal import Journal
from bot.store.load.preview import Preview, PreviewLine
from bot.store.load.records import Comparable
from bot.store.part_columns import part_columns
from bot.store.record_columns import Row, as_text
from bot.store.tables import LISTINGS, RECORDS

_COMPARED = ("agency", "body", "total_rows", "total_pages", "rows_in_source", "quote", "header", "withheld")


class ListingLoader:
    """Loads the lists of one import, each once, when all of its pages are there."""

    def __init__(self, journal: Journal, preview: Preview, comparable: Comparable) -> None:
        self._journal = journal
        self._comparable = comparable
        self._preview = preview
        self._lists: dict[tuple[str, str], Row] = {}

    def load(self, listing: Listing, agency: Agency, document: Row) -> None:
        """Take a list, or a further page of one: the first says what it is, and the rows of all count."""
        page = {**part_columns(listing), "agency": agency.slug, "document_id": document["id"]}
        first = self._lists.get((agency.slug, listing.name))
        if first is None:
            # An id from here on, so that lists stand in the order in which they came, among those of reports too.
            self._lists[agency.slug, listing.name] = {**page, "id": self._journal.new_id(LISTINGS)}
            return
        first["rows_in_source"] += page["rows_in_source"]
        first["withheld"] = dict(Counter(first["withheld"]) + Counter(page["withheld"])) or None
        first.update({name: value for name, value in page.items() if first[name] is None})

    def end(self) -> None:
        """Bring what is stored to what the lists say."""
        for (agency, name), row in self._lists.items():
            wanted = select(LISTINGS).where(
                LISTINGS.c.agency.in_((agency, NAMELESS)), LISTINGS.c.name == name, LISTINGS.c.report_id.is_(None)
            )
            there = [dict(one) for one in self._journal.connection.execute(wanted).mappings()]
            mine = [one for one in there if one["agency"] == agency] or self._without_rows(there)
            stored = next(iter(self._comparable(mine)), None)
            if stored is None:
                self._journal.add(LISTINGS, [{**row, "report_id": None}])
                self._preview.new.count("listing")
            elif any(stored[column] != row[column] for column in _COMPARED):
                self._journal.change(LISTINGS, stored, {**row, "id": stored["id"]})
                self._preview.changed.add(
                    PreviewLine(what="listing", key="", label=name, changes=_changes(stored, row))
                )
            else:
                self._preview.unchanged.count("listing")

    def _without_rows(self, lists: list[Row]) -> list[Row]:
        """Return those without rows: in a database of 0.1 lists of nobody, whose rows are the offices' they name."""
        found = []
        for one in lists:
            rows = select(RECORDS.c.id).where(RECORDS.c.agency == one["agency"], RECORDS.c.listing == one["name"])
            if self._journal.connection.execute(rows.limit(1)).first() is None:
                found.append(one)
        return found


def _changes(stored: Row, row: Row) -> tuple[FieldChange, ...]:
    return tuple(
        FieldChange(field=column, was=as_text(stored[column]), now=as_text(row[column]))
        for column in _COMPARED
        if stored[column] != row[column]
    )
