"""Reading what changed after a revision, for whoever keeps something made from the database."""

from sqlalchemy import Connection, select

from bot.records.model import Status
from bot.store.read.values import Changes
from bot.store.tables import RECORDS, REMOVALS, REPORTS

# More changes than this are not told one by one: building an index anew is quicker.
_MOST = 100_000


def read_changes(connection: Connection, since: int, revision: int) -> Changes:
    """Return what changed after a revision.

    Args:
        connection: To the database.
        since: The revision that is known.
        revision: The revision now.
    """
    changed_rows = select(RECORDS.c.key, RECORDS.c.status).where(RECORDS.c.revision > since)
    rows = connection.execute(changed_rows.limit(_MOST + 1)).all()
    removed_rows = select(REMOVALS.c.kind, REMOVALS.c.key).where(REMOVALS.c.revision > since)
    gone = connection.execute(removed_rows.limit(_MOST + 1)).all()
    if since > revision or max(len(rows), len(gone)) > _MOST:
        return Changes(revision=revision, everything=True)
    changed_reports = connection.execute(
        select(REPORTS.c.agency, REPORTS.c.year).where(REPORTS.c.revision > since)
    ).all()
    changed = {row.key for row in rows if row.status != Status.WITHDRAWN}
    removed = {row.key for row in rows} - changed | {row.key for row in gone if row.kind == "record"} - changed
    there = {(row.agency, row.year) for row in changed_reports}
    left = {_report_name(row.key) for row in gone if row.kind == "report"} - there
    return Changes(
        revision=revision,
        changed=tuple(sorted(changed)),
        removed=tuple(sorted(removed)),
        reports=tuple(sorted(there)),
        removed_reports=tuple(sorted(left)),
    )


def _report_name(key: str) -> tuple[str, int]:
    agency, _, year = key.rpartition("/")
    return agency, int(year)
