"""Reading: everything that an answer, the search index or an export asks of the database."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager

from bot.records.model import Agency, Body, Finding, NarrativeFigure
from bot.store.database import Database
from bot.store.values import (
    Changes,
    LoadedSession,
    OldField,
    OldValue,
    Selection,
    StoredCell,
    StoredListing,
    StoredPassage,
    StoredPerson,
    StoredRecord,
    StoredReport,
)

__all__ = [
    "Changes",
    "LoadedSession",
    "OldField",
    "OldValue",
    "Selection",
    "Store",
    "StoredCell",
    "StoredListing",
    "StoredPassage",
    "StoredPerson",
    "StoredRecord",
    "StoredReport",
]


class Store:
    """Read access to a database, safe to share between threads. Values are cached by the database's revision.

    Names that were suppressed (domain.md §5.2) are masked in whatever is handed out, and withdrawn records come without
    their title, topic and text (§5.3).
    """

    def __init__(self, database: Database) -> None:
        self.database = database

    def revision(self) -> int:
        """Return the revision: it rises with every change, also those of other processes."""
        raise NotImplementedError

    def reading(self) -> AbstractContextManager[None]:
        """Within this context, in this thread, the revision is read once: for one answer that asks many things."""
        raise NotImplementedError

    def agencies(self) -> tuple[Agency, ...]:
        """Return the agencies that have anything loaded, by slug."""
        raise NotImplementedError

    def record(self, key: str) -> StoredRecord | None:
        """Return the record of a stored key, a withdrawn one too; None when there is none."""
        raise NotImplementedError

    def records(self, selection: Selection, *, limit: int | None = None, offset: int = 0) -> list[StoredRecord]:
        """Return the selected records: newest publication first, then by number; undated ones last."""
        raise NotImplementedError

    def keys(self, selection: Selection) -> tuple[str, ...]:
        """Return the stored keys of the selected records, in the order of `records`."""
        raise NotImplementedError

    def each_record(self, keys: Sequence[str] | None = None) -> Iterator[StoredRecord]:
        """Yield every record that is not withdrawn, or those of `keys`, in no order and without filling the memory."""
        raise NotImplementedError

    def count(self, selection: Selection) -> int:
        """Return how many records are selected."""
        raise NotImplementedError

    def tally(self, selection: Selection, by: str) -> dict[str, int]:
        """Return how many selected records there are per value.

        Args:
            selection: Which records.
            by: `body`, `kind`, `year`, `month` (`2020-11`), `agency` (slug), `session` (`cppcc:13-4`) or `listing`.

        Returns:
            Counts by value, in the order of the values; the empty string stands for records without one.
        """
        raise NotImplementedError

    def by_number(
        self,
        number: int,
        *,
        body: Body | None = None,
        term: int | None = None,
        session: int | None = None,
        agency: str | None = None,
    ) -> list[StoredRecord]:
        """Return the records that bear exactly this number, withdrawn ones too, latest session first."""
        raise NotImplementedError

    def near_numbers(
        self, number: int, *, body: Body | None = None, agency: str | None = None, limit: int = 3
    ) -> list[StoredRecord]:
        """Return records with the nearest other numbers, nearest first: only ever shown as a labelled hint."""
        raise NotImplementedError

    def sessions(self) -> tuple[LoadedSession, ...]:
        """Return the sessions that have records, latest first."""
        raise NotImplementedError

    def years(self) -> tuple[int, ...]:
        """Return the years that have a report or records, latest first."""
        raise NotImplementedError

    def reports(self, *, agency: str | None = None, year: int | None = None) -> tuple[StoredReport, ...]:
        """Return the loaded annual reports, by agency, latest year first."""
        raise NotImplementedError

    def cells(self, agency: str, year: int, keys: Sequence[str] | None = None) -> dict[str, StoredCell]:
        """Return a report's cells by key, in the order of the form; only those of `keys` that exist, if given."""
        raise NotImplementedError

    def figures(self, agency: str, year: int) -> dict[str, NarrativeFigure]:
        """Return the figures that a report states in prose, by key."""
        raise NotImplementedError

    def passages(self, *, agency: str | None = None, year: int | None = None) -> tuple[StoredPassage, ...]:
        """Return the sentences of reports in their order; those that name a withdrawn record's topic are left out."""
        raise NotImplementedError

    def people(self, *, agency: str | None = None, year: int | None = None) -> tuple[StoredPerson, ...]:
        """Return the officials that reports name; suppressed ones are left out."""
        raise NotImplementedError

    def listings(self, *, agency: str | None = None, year: int | None = None) -> tuple[StoredListing, ...]:
        """Return what the lists say about themselves."""
        raise NotImplementedError

    def findings(self, agency: str, year: int) -> tuple[Finding, ...]:
        """Return the findings on a report."""
        raise NotImplementedError

    def changes(self, since_revision: int) -> Changes:
        """Return what changed after a revision."""
        raise NotImplementedError
