"""Events: what a batch did to records and reports, written in its transaction: neither can be without the other."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import false, insert, literal, select, update

from bot.records.model import Status
from bot.store.chat_tables import EVENTS, OUTBOX
from bot.store.columns import UtcColumn
from bot.store.journal import Journal, pieces
from bot.store.record_columns import FIELDS, about_the_copy
from bot.store.tables import CHANGES, RECORDS, REPORTS

PUBLISHED, CHANGED, WITHDRAWN, RESTORED, REMOVED = "published", "changed", "withdrawn", "restored", "removed"

# What distinguishes the key of an annual report from those of records.
_OF_REPORT = "report:"


def report_key(agency: str, year: int) -> str:
    """Return the key by which events name an annual report."""
    return f"{_OF_REPORT}{agency}:{year}"


def report_of(key: str) -> tuple[str, int] | None:
    """Return agency and year of the report that a key names; None for a record's."""
    agency, _, year = key.removeprefix(_OF_REPORT).rpartition(":")
    return (agency, int(year)) if key.startswith(_OF_REPORT) else None


def tell(journal: Journal) -> None:
    """Write the events of a batch that ends: what it added, what it changed, what it withdrew."""
    _tell_of(journal, PUBLISHED, RECORDS.c.first_batch == journal.batch_id)
    _tell_of_changes(journal, journal.batch_id, back=False)
    _tell_of_reports(journal, PUBLISHED, REPORTS.c.first_batch == journal.batch_id)
    _tell_of_reports(journal, CHANGED, _changed_reports(journal.batch_id))


def tell_of_undoing(journal: Journal, batch_id: int) -> None:
    """Write the events of undoing a batch, and take back what was not sent yet; to be called before rows are undone."""
    connection = journal.connection
    mine = EVENTS.c.batch_id == batch_id
    unsent = OUTBOX.c.event_id.in_(select(EVENTS.c.id).where(mine)) & (OUTBOX.c.state == "waiting")
    connection.execute(update(OUTBOX).where(unsent).values(state="taken_back"))
    connection.execute(update(EVENTS).where(mine).values(taken_back=True))
    _tell_of(journal, REMOVED, RECORDS.c.first_batch == batch_id)
    _tell_of_changes(journal, batch_id, back=True)
    _tell_of_reports(journal, REMOVED, REPORTS.c.first_batch == batch_id)
    _tell_of_reports(journal, CHANGED, _changed_reports(batch_id))


def tell_of_names(journal: Journal, names: Iterable[int]) -> None:
    """Write that records read differently since a name is masked in them, or shown again.

    Args:
        journal: The batch.
        names: Ids of the records.
    """
    for some in pieces(names):
        _tell_of(journal, CHANGED, RECORDS.c.id.in_(some))


def _tell_of(journal: Journal, kind: str, which: Any) -> None:
    moment = literal(journal.at, UtcColumn())
    rows = (
        select(literal(journal.batch_id), literal(kind), RECORDS.c.key, moment, false())
        .where(which, RECORDS.c.status != Status.WITHDRAWN)
        .order_by(RECORDS.c.dated_on, RECORDS.c.number, RECORDS.c.id)
    )
    names = ["batch_id", "kind", "key", "at", "taken_back"]
    journal.connection.execute(insert(EVENTS).from_select(names, rows))


def _tell_of_changes(journal: Journal, batch_id: int, *, back: bool) -> None:
    """Write the events of a batch's changes of records; `back`: of their being undone."""
    wanted = (
        select(RECORDS.c.key, CHANGES.c.before, CHANGES.c.after)
        .join(RECORDS, RECORDS.c.id == CHANGES.c.row_id)
        .where(CHANGES.c.batch_id == batch_id, CHANGES.c.table_name == RECORDS.name, RECORDS.c.first_batch != batch_id)
        .order_by(CHANGES.c.id)
    )
    rows = []
    for key, before, after in journal.connection.execute(wanted).all():
        old, new = (after, before) if back else (before, after)
        kind, changes = _read(old or {}, new or {})
        if kind is not None:
            row = {"batch_id": journal.batch_id, "kind": kind, "key": key, "at": journal.at, "taken_back": False}
            rows.append({**row, "changes": changes})
    if rows:
        journal.connection.execute(insert(EVENTS), rows)


def _changed_reports(batch_id: int) -> Any:
    """Return which reports a batch changed; whatever changes in one, its row does (`store.report_loading`)."""
    changed = select(CHANGES.c.row_id).where(CHANGES.c.batch_id == batch_id, CHANGES.c.table_name == REPORTS.name)
    return REPORTS.c.id.in_(changed) & (REPORTS.c.first_batch != batch_id)


def _tell_of_reports(journal: Journal, kind: str, which: Any) -> None:
    """Write events of annual reports: what changed is told as a whole, for it may be any of hundreds of figures."""
    wanted = select(REPORTS.c.agency, REPORTS.c.year).where(which).order_by(REPORTS.c.agency, REPORTS.c.year)
    changes = [{"field": "report"}] if kind == CHANGED else None
    rows = [
        {"batch_id": journal.batch_id, "kind": kind, "key": report_key(agency, year), "at": journal.at}
        for agency, year in journal.connection.execute(wanted).all()
    ]
    if rows:
        journal.connection.execute(insert(EVENTS), [{**row, "taken_back": False, "changes": changes} for row in rows])


def _read(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[str | None, list[dict[str, Any]] | None]:
    """Return the kind of a change, and its fields; no kind where nothing that was published differs."""
    if Status.WITHDRAWN in (old.get("status"), new.get("status")):
        return (WITHDRAWN if new.get("status") == Status.WITHDRAWN else RESTORED), None
    changes = [
        {"field": name, "old": old.get(name), "new": new[name]}
        for name in FIELDS
        if name in new and not about_the_copy(name) and old.get(name) != new[name]
    ]
    return (CHANGED, changes) if changes else (None, None)
