"""The store as the index reads it: records and sentences as entries."""

import hashlib
from collections.abc import Iterator, Sequence

from bot.search.entry import IndexEntry
from bot.store.read.queries import Store
from bot.store.read.reports import read_passages
from bot.store.read.values import IndexedRecord, StoredPassage


def of_record(record: IndexedRecord) -> IndexEntry:
    """Return a record as an entry."""
    return IndexEntry(
        key=record.key,
        title=record.title,
        topic=record.topic,
        text=record.text,
        agency=record.agency,
        body=record.body,
        term=record.term,
        session=record.session,
        number=record.number,
        number_raw=record.number_raw,
        year=record.year,
        kind=record.kind,
        published_on=record.published_on or record.replied_on or record.issued_on,
        doc_no=record.doc_no,
        index_no=record.index_no,
        publisher=record.publisher,
    )


def of_passage(stored: StoredPassage) -> IndexEntry:
    """Return a sentence as an entry of kind None."""
    return IndexEntry(
        key=stored.key,
        title=stored.passage.text,
        agency=stored.agency.slug,
        year=stored.year,
        kind=None,
    )


def everything(store: Store) -> Iterator[IndexEntry]:
    """Yield all that is to be found, in no order and without filling the memory."""
    yield from records(store)
    for agency in dict.fromkeys(report.agency.slug for report in store.reports()):
        with store.database.reading() as connection:  # past what the store keeps
            yield from map(of_passage, read_passages(connection, store.by_slug(), store.masks(), agency, None))


def records(store: Store, keys: Sequence[str] | None = None) -> Iterator[IndexEntry]:
    """Yield the records that are not withdrawn: all, or those of `keys`."""
    yield from map(of_record, store.each_indexed(keys))


def passages(store: Store, agency: str, year: int) -> Iterator[IndexEntry]:
    """Yield the sentences of one report."""
    for stored in store.passages(agency=agency, year=year):
        yield of_passage(stored)


def some(store: Store, keys: Sequence[str], reports: Sequence[tuple[str, int]]) -> Iterator[IndexEntry]:
    """Yield the records of some keys and the sentences of some reports (agency slug, year)."""
    if keys:
        yield from records(store, keys)
    for agency, year in reports:
        yield from passages(store, agency, year)


def report_prefix(agency: str, year: int) -> str:
    """Return what marks the sentences of one report in the index."""
    return f"{agency}/{year}"


def identity(store: Store) -> str:
    """Return what tells one database from another, without its address (a password may be in it)."""
    url = store.database.address.render_as_string(hide_password=True)
    return hashlib.sha256(url.encode()).hexdigest()[:16]
