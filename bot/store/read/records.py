"""Reading records: the SQL of a selection, and stored rows as values."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Text, and_, cast, false, func, not_, or_, select, union_all

from bot.records.changes import FieldChange
from bot.records.model import Agency, Record, Status
from bot.store import demonstration
from bot.store.journal import pieces, plain_rows
from bot.store.masking import Masks
from bot.store.read.values import IndexedRecord, LoadedSession, Selection, StoredRecord
from bot.store.record_columns import FIELDS, caveat_of, comparable_number, is_correction, record_of
from bot.store.tables import CHANGES, DOCUMENTS, RECORDS

_DAY: ColumnElement[int] = RECORDS.c.month_day
# Rows read at once where all of them are wanted.
_AT_ONCE = 2000

_WITH_DOCUMENT = select(
    RECORDS,
    DOCUMENTS.c.name.label("document_name"),
    demonstration.brought(RECORDS),
).join(DOCUMENTS, DOCUMENTS.c.id == RECORDS.c.document_id)
NEWEST_FIRST = (
    RECORDS.c.dated_on.desc().nulls_last(),
    RECORDS.c.number.desc().nulls_last(),
    RECORDS.c.key.desc(),
)
# The same index read forwards; undated records, which it has first, are not asked for.
OLDEST_FIRST = (RECORDS.c.dated_on, RECORDS.c.number, RECORDS.c.key)
_TALLIED: dict[str, Sequence[ColumnElement[Any]]] = {
    "body": (RECORDS.c.body,),
    "kind": (RECORDS.c.kind,),
    "year": (RECORDS.c.year,),
    "month": (RECORDS.c.month,),
    "day": (RECORDS.c.dated_on,),
    "agency": (RECORDS.c.agency,),
    "listing": (RECORDS.c.listing,),
    "role": (RECORDS.c.role,),
    "result_class": (RECORDS.c.result_class,),
    "session": (RECORDS.c.body, RECORDS.c.term, RECORDS.c.session),
}


def rows_wanted() -> Select[Any]:
    """Return the statement that reads records with the names of their documents, and whether they demonstrate."""
    return _WITH_DOCUMENT


def conditions(selection: Selection, *, many: bool = False) -> ColumnElement[bool]:
    """Return what a selection asks of a row.

    Args:
        selection: Which records.
        many: Many records are selected and the newest of them are wanted. Body, kind and day of the year, of which
            there are few, are then compared in a way that no index serves: the database walks through the newest
            instead of sorting all.
    """
    # Few records share a day: those of some days are found by their dates, not among all of their kind.
    many = many or (selection.published_from is not None and selection.published_to is not None)
    asked: list[ColumnElement[bool]] = [RECORDS.c.status != Status.WITHDRAWN]
    for name in ("term", "session", "number", "role"):
        if (value := getattr(selection, name)) is not None:
            asked.append(RECORDS.c[name] == value)
    for name, values in (
        ("body", (selection.body,) if selection.body else ()),
        ("agency", selection.agencies),
        ("year", selection.years),
        ("key", selection.keys),
        ("kind", selection.kinds),
    ):
        if values:
            column = func.coalesce(RECORDS.c[name], "") if many and name in ("body", "kind") else RECORDS.c[name]
            asked.append(column.in_(values))
    number, day = RECORDS.c.number, RECORDS.c.dated_on
    ends: tuple[tuple[Any, Callable[[Any], ColumnElement[bool]]], ...] = (
        (selection.number_from, number.__ge__),
        (selection.number_to, number.__le__),
        (selection.published_from, day.__ge__),
        (selection.published_to, day.__le__),
    )
    asked.extend(fits(end) for end, fits in ends if end is not None)
    if selection.window is not None:
        asked.append(_in_window(selection.window, func.coalesce(_DAY, 0) if many else _DAY))
    for name, text in (("doc_no_plain", selection.doc_no), ("index_no_plain", selection.index_no)):
        if text is not None:
            asked.append(RECORDS.c[name] == comparable_number(text))
    asked.extend(RECORDS.c.title.contains(word, autoescape=True) for word in selection.title)
    asked.extend(or_(*(_has_cell(*one) for one in cells)) for cells in selection.cells)
    if selection.listed:
        asked.append(RECORDS.c.listing.is_not(None))
    # What has no body or date is not of the one left out: an unknown is no match.
    asked.extend(not_(func.coalesce(conditions(other), false())) for other in selection.without)
    return and_(*asked)


def _has_cell(label: str, text: str) -> ColumnElement[bool]:
    """Return the condition that a record has words in a column of its own, as stored; without a label, its letter."""
    if not label:
        return RECORDS.c.result_class == text
    return cast(RECORDS.c.extras, Text).contains(json.dumps({label: text})[1:-1], autoescape=True)


def each_result(connection: Connection, labels: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Return the results that records bear: letters, under an empty label, and the words of these columns."""
    shown = RECORDS.c.status != Status.WITHDRAWN
    letters = connection.execute(select(RECORDS.c.result_class).where(shown).distinct()).scalars()
    found = {("", letter) for letter in letters if letter}
    for label in labels:
        told = cast(RECORDS.c.extras, Text).contains(json.dumps(label), autoescape=True)
        extras = connection.execute(select(RECORDS.c.extras).where(shown, told)).scalars()
        found |= {(label, text) for one in extras if (text := (one or {}).get(label))}
    return tuple(sorted(found))


def numbered(number: int, **asked: Any) -> Select[Any]:
    """Return the statement that reads the records of a number, the latest session first; `asked` of other columns."""
    own = [RECORDS.c[name] == one for name, one in asked.items() if one is not None]
    which = "{}:{}-{}".format(*(asked.get(name) or "%" for name in ("body", "term", "session")))
    of_other = RECORDS.c.more_numbers.is_not(None) & RECORDS.c.more_numbers.like(f"%,{which}:{number},%")
    if agency := asked.get("agency"):
        of_other &= RECORDS.c.agency == agency
    wanted = rows_wanted().where(
        RECORDS.c.id.in_(
            union_all(select(RECORDS.c.id).where(_bearing(number), *own), select(RECORDS.c.id).where(of_other))
        )
    )
    latest = [RECORDS.c[name].desc().nulls_last() for name in ("year", "term", "session")]
    return wanted.order_by(*latest, RECORDS.c.body, RECORDS.c.kind.desc(), RECORDS.c.key.desc())


def numbered_near(number: int, selection: Selection, most: int) -> tuple[Select[Any], Select[Any]]:
    """Return the statements that read the selected records of the nearest numbers above and below, nearest first."""
    asked, column = conditions(selection), RECORDS.c.number
    above = rows_wanted().where(asked, column > number).order_by(column)
    below = rows_wanted().where(asked, column < number).order_by(column.desc())
    return above.limit(most), below.limit(most)


def _bearing(number: int) -> ColumnElement[bool]:
    """Return the condition that a record bears a number, alone or among others; each part has an index of its own."""
    among = RECORDS.c.more_numbers.is_not(None) & RECORDS.c.more_numbers.contains(f",{number},")
    return RECORDS.c.id.in_(
        union_all(*(select(RECORDS.c.id).where(one) for one in (RECORDS.c.number == number, among)))
    )


def read_sessions(connection: Connection, agencies: Mapping[str, Agency]) -> tuple[LoadedSession, ...]:
    """Return the sessions that have records, latest first."""
    columns = [RECORDS.c[name] for name in ("body", "region", "term", "session", "agency")]
    wanted = (
        select(*columns, func.max(RECORDS.c.year), func.count())
        .where(
            RECORDS.c.status != Status.WITHDRAWN,
            RECORDS.c.body.is_not(None),
            RECORDS.c.term.is_not(None),
            RECORDS.c.session.is_not(None),
        )
        .group_by(*columns)
    )
    rows: Sequence[Any] = connection.execute(wanted).all()
    found = [
        LoadedSession(
            body=body, region=region, term=term, session=session, year=year, count=count, agency=agencies[agency]
        )
        for body, region, term, session, agency, year, count in rows
    ]
    latest = sorted(found, key=lambda each: (-(each.year or 0), each.body, -each.term, -each.session, each.agency.slug))
    return tuple(latest)


def tally(connection: Connection, selection: Selection, by: str) -> dict[str, int]:
    """Return how many selected records have each value of a column (`Store.tally`)."""
    columns = _TALLIED[by]
    wanted = select(*columns, func.count()).where(conditions(selection)).group_by(*columns)
    counts = {_tally_name(row[:-1]): int(row[-1]) for row in connection.execute(wanted)}
    return dict(sorted(counts.items()))


def _tally_name(values: Sequence[Any]) -> str:
    if len(values) == 1:
        return "" if values[0] is None else str(values[0])
    if any(value is None for value in values):
        return ""
    body, term, session = values
    return f"{body}:{term}-{session}"


def _in_window(window: tuple[tuple[int, int], tuple[int, int]], on: ColumnElement[int]) -> ColumnElement[bool]:
    first, last = (month * 100 + day for month, day in window)
    if first <= last:
        return on.between(first, last)
    return or_(on >= first, and_(on > 0, on <= last))


def read_records(
    connection: Connection, wanted: Select[Any], agencies: Mapping[str, Agency], masks: Masks
) -> list[StoredRecord]:
    """Return the records of a statement made from `rows_wanted`."""
    rows = plain_rows(connection.execute(wanted))
    corrected = [row for row in rows if row["status"] == Status.CORRECTED]
    previous = _previous(connection, corrected) if corrected else {}
    return [stored_record(row, agencies, masks, previous.get(row["id"], ())) for row in rows]


def each_indexed(connection: Connection, masks: Masks, keys: Sequence[str] | None) -> Iterator[IndexedRecord]:
    """Yield records for the search index in pieces: all that are not withdrawn, or those of `keys`."""
    columns = [RECORDS.c[name] for name in IndexedRecord._fields]
    wanted = select(*columns, RECORDS.c.id).where(RECORDS.c.status != Status.WITHDRAWN)
    if keys is not None:
        for some in pieces(keys, _AT_ONCE):
            yield from (_indexed(row, masks) for row in connection.execute(wanted.where(RECORDS.c.key.in_(some))))
        return
    last = 0
    while True:
        rows = connection.execute(wanted.where(RECORDS.c.id > last).order_by(RECORDS.c.id).limit(_AT_ONCE)).all()
        yield from (_indexed(row, masks) for row in rows)
        if len(rows) < _AT_ONCE:
            return
        last = rows[-1][-1]


def _indexed(row: Sequence[Any], masks: Masks) -> IndexedRecord:
    key, title, topic, text, publisher, *others, _ = row
    if masks.names:
        title, topic, text, publisher = (one and masks.hidden(one) for one in (title, topic, text, publisher))
    return IndexedRecord(key, title, topic, text, publisher, *others)


def each_title(connection: Connection, masks: Masks, keys: Sequence[str] | None) -> Iterator[str]:
    """Yield the titles of records in pieces: of all that are not withdrawn, or of those of `keys`."""
    shown = RECORDS.c.status != Status.WITHDRAWN
    wanted = select(RECORDS.c.title).where(shown)
    if keys is None:
        for titles in connection.execution_options(yield_per=_AT_ONCE).execute(wanted).scalars().partitions():
            yield from map(masks.hidden, titles)
        return
    for some in pieces(keys, _AT_ONCE):
        yield from map(masks.hidden, connection.execute(wanted.where(RECORDS.c.key.in_(some))).scalars())


def stored_record(
    row: Mapping[str, Any], agencies: Mapping[str, Agency], masks: Masks, previous: tuple[FieldChange, ...] = ()
) -> StoredRecord:
    """Return the record of a row that `rows_wanted` gave."""
    record, status = record_of(row), row["status"]
    if status is Status.WITHDRAWN:
        record, previous = _bare(record), ()
    return StoredRecord(
        record=masks.shown(record),
        agency=agencies[row["agency"]],
        year=row["year"],
        status=status,
        document=row["document_name"],
        imported_at=row["imported_at"],
        previous=tuple(replace(old, was=masks.hidden(old.was or "")) for old in previous),
        withdrawn_on=row["withdrawn_on"],
        reason=row["reason"],
        caveat=caveat_of(row),
    )


def _bare(record: Record) -> Record:
    """Return a withdrawn record with what may still be said of it (domain.md §5.3)."""
    kept = ("key", "kind", "body", "region", "term", "session", "number", "number_raw", "published_on", "place")
    return Record(title="", **{name: getattr(record, name) for name in kept})


def _previous(connection: Connection, rows: Iterable[Mapping[str, Any]]) -> dict[int, tuple[FieldChange, ...]]:
    """Return what corrected rows said before, newest first."""
    extras = {row["id"]: row["extras"] or {} for row in rows}
    wanted = select(CHANGES.c.row_id, CHANGES.c.before, CHANGES.c.at).where(
        CHANGES.c.table_name == RECORDS.name, CHANGES.c.row_id.in_(extras), CHANGES.c.undone.is_(False)
    )
    found: dict[int, tuple[FieldChange, ...]] = {}
    for change in connection.execute(wanted.order_by(CHANGES.c.id.desc())):
        before = change.before
        fields = tuple(
            FieldChange(field=name, was=str(before[name]), until=change.at)
            for name in FIELDS
            if name in before and is_correction(before, {name: None})
        )
        if "extras" in before:
            # A column beside the known fields is a field of its own.
            later, extras[change.row_id] = extras[change.row_id], before["extras"] or {}
            fields += tuple(
                FieldChange(field=f"extras:{label}", was=text, until=change.at)
                for label, text in extras[change.row_id].items()
                if is_correction(before, {"extras": {label: later.get(label, text)}})
            )
        found[change.row_id] = found.get(change.row_id, ()) + fields
    return found
