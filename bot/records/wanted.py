"""Which records are wanted, as far as the database and the search index both can tell."""

from dataclasses import dataclass
from datetime import date

from bot.records.model import Body, RecordKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which records are wanted; every part that is empty holds for any.

    Attributes:
        agencies: Slugs.
        body: 政协 or 人大.
        term: 届.
        session: 次.
        years: Years as `StoredRecord.year` has them.
        kinds: Kinds of record.
        published_from: First day of publication, included.
        published_to: Last day of publication, included.
        window: First and last (month, day) of a window in any year (11月3日 without a year), both included.
    """

    agencies: tuple[str, ...] = ()
    body: Body | None = None
    term: int | None = None
    session: int | None = None
    years: tuple[int, ...] = ()
    kinds: tuple[RecordKind, ...] = ()
    published_from: date | None = None
    published_to: date | None = None
    window: tuple[tuple[int, int], tuple[int, int]] | None = None
