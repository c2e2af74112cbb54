"""What a file says of loaded records that none of its rows is: a title corrected, a record not for the public any more.

The rules are in docs/importing.md, "The same record".
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import false, select

from bot.messages import message
from bot.records.agencies import NAMELESS, is_nameless
from bot.records.changes import FieldChange
from bot.records.keys import stored_key
from bot.records.model import Agency, Record, RecordKind, Status
from bot.store.journal import Journal, pieces
from bot.store.load.identity import RowIdSet, contradicts, may_be, numbered_alike, words_of
from bot.store.load.preview import Preview, PreviewLine
from bot.store.load.taking_down import take_down
from bot.store.record_columns import Row, record_columns, record_of
from bot.store.tables import RECORDS

_CHUNK = 1000
_NUMBERED_KINDS = (RecordKind.REPLY, RecordKind.OPINION, RecordKind.PROPOSAL)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")

# Brings a stored row to what an incoming one says.
Compare = Callable[[Row, Row, Record], None]


@dataclass(frozen=True, slots=True)
class _Incoming:
    """A row of the file that is no loaded record by its words: a new one, or one that is `withheld`."""

    row: Row
    record: Record
    withheld: bool = False


class Unpaired:
    """Pairs what is left of the rows of one import with what is left of the stored records.

    Args:
        journal: Of the import.
        preview: Of the import.
        met: Ids of the records that its rows are.
    """

    def __init__(self, journal: Journal, preview: Preview, met: RowIdSet) -> None:
        self._journal = journal
        self._preview = preview
        self._met = met
        self._taken = RowIdSet()
        self._withheld: list[tuple[_Incoming, str]] = []

    def withhold(self, records: Sequence[tuple[Record, Agency]], document: str) -> None:
        """Take rows that their list says are not for the public; only those that may be loaded are kept."""
        rows = [
            _Incoming(
                {
                    **record_columns(one, agency),
                    "agency": agency.slug,
                    "base_key": stored_key(one, agency),
                    "key": one.key,
                },
                one,
            )
            for one, agency in records
        ]
        known = self._alike([each.row for each in rows])
        self._withheld += [
            (_Incoming(each.row, each.record, withheld=True), document)
            for each, there in zip(rows, known, strict=True)
            if there
        ]

    def settle(self, missing: Iterable[int], compare: Compare) -> None:
        """Correct and take down what can be told; say what cannot.

        Args:
            missing: Ids of stored records of the lists of this import that none of its rows is.
            compare: Brings a stored row to what an incoming one says.
        """
        left: dict[int, Row] = {}
        waiting: list[_Incoming] = []
        documents: dict[int, str] = {}
        for some in pieces(self._withheld, _CHUNK):
            for (each, document), there in zip(some, self._alike([one.row for one, _ in some]), strict=True):
                documents[id(each)] = document
                same = [
                    one
                    for one in there
                    if one["key"] == each.row["key"] or not words_of(one).isdisjoint(words_of(each.row))
                ]
                free = [one for one in same if self._is_free(one, each.row)]
                if len(free) == 1 or (free and each.row["number"] is not None):
                    for one in free:  # copies of one number and title are one matter
                        self._take_down(one, each, document)
                elif same:
                    # Another row of this import has it as public, its office is not named, or words alone do not tell.
                    told = [one for one in same if one["id"] not in self._taken]
                    self._say(each, told, "loading.withheld_and_public")
                else:
                    waiting.append(each)
                    left |= {one["id"]: one for one in there if one["id"] not in self._met and _same_key(one, each.row)}
        numbers: set[int | None] = set()
        for ids in pieces((row_id for row_id in missing if row_id not in self._met), _CHUNK):
            numbers = numbers or (self._new_numbers() | {each.row["number"] for each in waiting}) - {None}
            wanted = select(RECORDS.c.id, RECORDS.c.number).where(RECORDS.c.id.in_(ids))
            again = [row.id for row in self._journal.connection.execute(wanted) if row.number in numbers]
            found = self._journal.connection.execute(select(RECORDS).where(RECORDS.c.id.in_(again))).mappings()
            left |= {row["id"]: dict(row) for row in found}
        self._correct(left, waiting, documents, compare)
        self._say_elsewhere(waiting)

    def _new_numbers(self) -> set[int | None]:
        wanted = select(RECORDS.c.number).where(RECORDS.c.first_batch == self._journal.batch_id).distinct()
        return set(self._journal.connection.execute(wanted).scalars())

    def _say_elsewhere(self, waiting: Sequence[_Incoming]) -> None:
        """Say which numbers a list of another name has in the same year with another title."""
        keys = [line.key for line in self._preview.new.lines if line.record and line.record.number is not None]
        wanted = select(RECORDS).where(RECORDS.c.key.in_(keys), RECORDS.c.session.is_(None)).order_by(RECORDS.c.id)
        new = self._journal.connection.execute(wanted).mappings().all()
        for some in pieces([*(_Incoming(dict(row), record_of(dict(row))) for row in new), *waiting], _CHUNK):
            for each, there in zip(some, self._alike([one.row for one in some]), strict=True):
                self._say(each, [one for one in there if self._is_elsewhere(one, each.row)], "loading.number_again")

    def _is_elsewhere(self, stored: Row, row: Row) -> bool:
        return (
            self._is_free(stored, row)
            and None not in (stored["listing"], row["listing"], stored["year"])
            and stored["listing"] != row["listing"]
            and all(stored[name] == row[name] for name in ("kind", "body", "session", "year"))
            and words_of(stored).isdisjoint(words_of(row))
            and not is_nameless(row["agency"])
        )

    def _correct(
        self, left: dict[int, Row], waiting: Sequence[_Incoming], documents: Mapping[int, str], compare: Compare
    ) -> None:
        """Pair stored records with rows of their number and other words, where it is one and one, and of one year."""
        stored = {key: row for key, row in left.items() if row["kind"] in _NUMBERED_KINDS and key not in self._taken}
        if not stored:
            return
        incoming = [*self._new(stored.values()), *waiting]
        by_number: dict[tuple[str, int | None], list[Row]] = {}
        for row in stored.values():
            by_number.setdefault((row["agency"], row["number"]), []).append(row)
        meant = [
            [one for one in by_number.get((each.row["agency"], each.row["number"]), ()) if _may_correct(one, each.row)]
            for each in incoming
        ]
        claims: dict[int, int] = {}
        for row in (row for rows in meant for row in rows):
            claims[row["id"]] = claims.get(row["id"], 0) + 1
        replaced: set[str] = set()
        with self._journal.together():
            for each, rows in zip(incoming, meant, strict=True):
                sure = len(rows) == 1 and claims[rows[0]["id"]] == 1 and _of_one_year(rows[0], each.row)
                if not rows or not sure:
                    self._say(each, rows, "loading.number_again")
                elif each.withheld:
                    self._take_down(rows[0], each, documents[id(each)])
                else:
                    self._journal.remove(RECORDS, each.row)
                    replaced.add(each.row["key"])
                    compare(rows[0], each.row, each.record)
        self._preview.new.drop("record", replaced)

    def _new(self, stored: Iterable[Row]) -> Iterator[_Incoming]:
        """Yield the new rows of this import that have the number of a stored record."""
        wanted = {(row["agency"], row["number"]) for row in stored}
        for some in pieces({number for _, number in wanted}):
            rows = select(RECORDS).where(
                RECORDS.c.first_batch == self._journal.batch_id,
                RECORDS.c.number.in_(some),
                RECORDS.c.agency.in_({agency for agency, _ in wanted}),
            )
            for row in self._journal.connection.execute(rows.order_by(RECORDS.c.id)).mappings().all():
                yield _Incoming(dict(row), record_of(dict(row)))

    def _alike(self, rows: Sequence[Row]) -> list[list[Row]]:
        """Return for each row the stored records of before this import that it may be, whatever their words."""
        numbers = {row["number"] for row in rows} - {None}
        before = (RECORDS.c.first_batch != self._journal.batch_id, RECORDS.c.status != Status.WITHDRAWN)
        found: dict[int, Row] = {}
        agencies = {row["agency"] for row in rows}
        office = RECORDS.c.agency.in_(agencies) | (
            RECORDS.c.agency.startswith(NAMELESS) if any(map(is_nameless, agencies)) else false()
        )
        for condition in (
            office & RECORDS.c.number.in_(numbers),
            RECORDS.c.base_key.in_({row["base_key"] for row in rows}),
            RECORDS.c.key.in_({row["key"] for row in rows} - {""}),
        ):
            wanted = select(RECORDS).where(*before, condition).order_by(RECORDS.c.id)
            found |= {row["id"]: dict(row) for row in self._journal.connection.execute(wanted).mappings()}
        by: dict[Any, list[Row]] = {}
        for row in found.values():
            by.setdefault(row["base_key"] if row["number"] is None else row["number"], []).append(row)
        # Who names its key (a watched source) says which is meant.
        named = {row["key"]: [row] for row in found.values()}
        return [
            named.get(row["key"])
            or [
                one
                for one in by.get(row["base_key"] if row["number"] is None else row["number"], ())
                if _may_be_same(one, row)
            ]
            for row in rows
        ]

    def _is_free(self, stored: Row, row: Row) -> bool:
        return (
            stored["agency"] == row["agency"]
            and stored["id"] not in self._met
            and not (row["agency"] == NAMELESS and contradicts(stored, row))
        )

    def _take_down(self, stored: Row, each: _Incoming, document: str) -> None:
        self._met.add(stored["id"])
        self._taken.add(stored["id"])
        take_down(self._journal, stored, message("store.withheld", document=document))
        line = PreviewLine(
            what="record",
            key=stored["key"],
            label=stored["title"],
            place=each.record.place,
            record=record_of(stored),
        )
        self._preview.taken_down.add(line)

    def _say(self, each: _Incoming, stored: Sequence[Row], reason: str) -> None:
        """Say that a row may be a stored record, and nobody can tell."""
        for one in stored:
            new = each.record.title
            changes = (FieldChange(field="title", was=one["title"], now=new),) if new != one["title"] else ()
            line = PreviewLine(
                what="record",
                key=one["key"],
                label=one["title"],
                place=each.record.place,
                changes=changes,
                reason=f"{reason}_withheld" if each.withheld and changes else reason,
            )
            self._preview.unsure.add(line)


def _may_be_same(stored: Row, row: Row) -> bool:
    if row["number"] is None:
        return may_be(stored, row)
    return numbered_alike(stored, row) or numbered_alike(row, stored)


def _same_key(stored: Row, row: Row) -> bool:
    """Whether the number is that of one session: no other matter has it, whatever its list is called."""
    return row["session"] is not None and bool(stored["base_key"] == row["base_key"])


def _may_correct(stored: Row, row: Row) -> bool:
    """Whether a row of another title may be a record: of one number, body and list, and not of two years."""
    if is_nameless(row["agency"]) or stored["kind"] != row["kind"] or stored["body"] != row["body"]:
        return False
    if not numbered_alike(stored, row):
        return False
    if _same_key(stored, row):
        return True
    apart = None not in (stored["year"], row["year"]) and stored["year"] != row["year"]
    return stored["listing"] == row["listing"] and (not apart or _named_by_year(row))


def _of_one_year(stored: Row, row: Row) -> bool:
    same = stored["year"] is not None and stored["year"] == row["year"]
    return _same_key(stored, row) or same or _named_by_year(row)


def _named_by_year(row: Row) -> bool:
    """Whether the list of a row is of the one year in its name: without it a number comes back every year."""
    return len(set(_YEAR.findall(row["listing"] or ""))) == 1
