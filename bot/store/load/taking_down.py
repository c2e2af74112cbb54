"""Taking a record down within a batch, be it a person's withdrawal or an import of a list that withholds it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select, update

from bot.records.model import Status
from bot.store.journal import Journal
from bot.store.masking import Masks
from bot.store.tables import CHANGES, PASSAGES, RECORDS, REPORTS


def take_down(journal: Journal, record: Mapping[str, Any], reason: str, on: date | None = None) -> None:
    """Withdraw a record in the name of a batch.

    Args:
        journal: Of the batch.
        record: Its row.
        reason: Why.
        on: The day it was taken down; that of the batch when not given.
    """
    values = {
        "status": Status.WITHDRAWN,
        "withdrawn_on": on or journal.at.astimezone().date(),
        "reason": reason,
        "revision": journal.revision,
    }
    journal.change(RECORDS, record, values)
    touch_telling(journal, record)


def touch_taken_down(journal: Journal, batch_id: int) -> None:
    """Like `touch_telling`, for every record that a batch took down and that comes back with its undoing."""
    mine = select(CHANGES.c.row_id).where(CHANGES.c.batch_id == batch_id, CHANGES.c.table_name == RECORDS.name)
    wanted = select(RECORDS).where(RECORDS.c.id.in_(mine), RECORDS.c.status == Status.WITHDRAWN)
    for row in journal.connection.execute(wanted).mappings().all():
        touch_telling(journal, dict(row))


def touch_telling(journal: Journal, record: Mapping[str, Any]) -> None:
    """Give reports that quote a record the new revision, so that a search index reads their sentences again."""
    masks = Masks.of_records([record])
    wanted = (
        select(PASSAGES.c.report_id, PASSAGES.c.text)
        .join(REPORTS, REPORTS.c.id == PASSAGES.c.report_id)
        .where(REPORTS.c.agency == record["agency"])
    )
    telling = {row.report_id for row in journal.connection.execute(wanted) if masks.tells_withdrawn(row.text)}
    for report_id in telling:
        journal.connection.execute(update(REPORTS).where(REPORTS.c.id == report_id).values(revision=journal.revision))
