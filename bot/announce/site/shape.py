"""Whether the first page of a list is still what it was: a page that looks otherwise is said, never guessed."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.ingest.site.seen import ListSeen

_MOST_DATED = 0.8
_FEWEST = 3  # rows by whose cells columns are told
#: What may be a new layout: staff can say that it is.
OTHERWISE = frozenset(
    f"site.{name}" for name in ("cut", "fewer_rows", "no_days", "other_columns", "other_list", "rewritten")
)
#: Columns that a page may have none of: where nothing stands in them, they are not seen.
_MAY_BE_BLANK = frozenset({"doc_no", "number_raw", "publisher"})


@dataclass(frozen=True, slots=True, kw_only=True)
class PageShape:
    """What is expected of a first page.

    Attributes:
        columns: What its columns are taken for.
        rows: How many it had.
        dated: The share of them that has a day, from 0 to 1.
        newest: The latest day, in ISO form; empty where there was none.
        closed: It was closed where it was opened.
    """

    columns: tuple[str, ...] = ()
    rows: int = 0
    dated: float = 0.0
    newest: str = ""
    closed: bool = True

    def plain(self) -> dict[str, Any]:
        """Return it as JSON can say it."""
        return {
            "columns": list(self.columns),
            "rows": self.rows,
            "dated": self.dated,
            "newest": self.newest,
            "closed": self.closed,
        }

    @classmethod
    def of_plain(cls, plain: dict[str, Any]) -> "PageShape":
        """Return what `plain` was made of."""
        return cls(**{**plain, "columns": tuple(plain["columns"])})


def shape_of(seen: ListSeen) -> PageShape:
    """Return the shape of a page."""
    days = [day for row in seen.rows if (day := day_of_row(row.record)) is not None]
    meanings = {meaning for _, meaning in seen.columns if meaning and meaning != "source_url"}
    return PageShape(
        columns=tuple(sorted(meanings)),
        rows=len(seen.rows),
        dated=round(len(days) / len(seen.rows), 2) if seen.rows else 0.0,
        newest=max(days).isoformat() if days else "",
        closed=seen.closed,
    )


def day_of_row(record: Any) -> date | None:
    """Return the day of a row; None where it has none."""
    day: date | None = record.dated_on if record is not None else None
    return day


def change_of(before: PageShape, seen: ListSeen, known: frozenset[str]) -> str:
    """Return how a page looks otherwise than before, the name of a message; empty where it is as it was.

    Args:
        before: What is expected.
        seen: The page now; a list.
        known: Addresses of rows that were met before.
    """
    now = shape_of(seen)
    new = all(row.address not in known for row in seen.rows)
    later = bool(now.newest) and now.newest > before.newest and now.dated >= _MOST_DATED
    if fault := broken(before, seen):
        return fault
    if now.rows * 2 < before.rows and not (new and later):
        # A list of a new year begins short: all of its rows are new and later than all before.
        return "fewer_rows"
    # None of the rows that were there, and none is later: it is another list.
    return "other_list" if before.rows and new and before.dated and not later else ""


def broken(before: PageShape, seen: ListSeen) -> str:
    """Return how any page of a list looks otherwise than its first did, as `change_of` does."""
    now = shape_of(seen)
    if before.closed and not now.closed:
        return "cut"
    if before.dated >= _MOST_DATED and now.dated * 2 < before.dated:
        return "no_days"
    missing = set(before.columns) - set(now.columns) - _MAY_BE_BLANK
    return "other_columns" if missing and now.rows >= _FEWEST else ""
