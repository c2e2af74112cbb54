"""Upsert of annual reports: header, cells, prose, findings. A changed cell is a correction and keeps both values."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Table, select

from bot.records.changes import FieldChange
from bot.records.model import Agency, Finding, Report
from bot.store.errors import StoreError
from bot.store.journal import Journal
from bot.store.load.preview import Preview, PreviewLine
from bot.store.load.records import Comparable
from bot.store.part_columns import HEADER, part_columns
from bot.store.record_columns import Row, as_text
from bot.store.tables import CELLS, DOCUMENTS, FIGURES, FINDINGS, LISTINGS, PASSAGES, PEOPLE, REPORTS
from bot.text.normalise import compact

# What a cell says; its labels, place and confidence are about the copy.
_SAID = ("raw", "value", "semantic", "unit", "remark")
# Columns of every row that say nothing about the content.
_KEEPING = {"id", "first_batch", "last_batch", "report_id", "document_id", "place", "position", "agency"}


class ReportLoader:
    """Loads the reports of one import."""

    def __init__(self, journal: Journal, preview: Preview, comparable: Comparable) -> None:
        self._journal = journal
        self._preview = preview
        self._comparable = comparable
        self._met: dict[tuple[str, int], Report] = {}
        self.touched: set[tuple[str, int]] = set()

    def load(self, report: Report, agency: Agency, document: Row) -> int:
        """Load one report and return the id of its row.

        Raises:
            StoreError: An earlier document of this import gives the same agency's year another value.
        """
        met = self._met.get((agency.slug, report.year))
        if met is not None:
            _refuse_contradiction(met, report, agency)
        self._met.setdefault((agency.slug, report.year), report)
        stored = self._stored(agency, report.year)
        if stored is None:
            return self._add(report, agency, document)
        self._update(stored, report, document, first=met is None)
        return int(stored["id"])

    def _stored(self, agency: Agency, year: int) -> Row | None:
        wanted = select(REPORTS).where(REPORTS.c.agency == agency.slug, REPORTS.c.year == year)
        rows = [dict(row) for row in self._journal.connection.execute(wanted).mappings()]
        return next(iter(self._comparable(rows)), None)

    def _add(self, report: Report, agency: Agency, document: Row) -> int:
        report_id = self._journal.new_id(REPORTS)
        header: Row = {name: getattr(report, name) for name in HEADER}
        header |= {
            "id": report_id,
            "agency": agency.slug,
            "year": report.year,
            "document_id": document["id"],
            "own_office": document["own_office"],
            "revision": self._journal.revision,
            "imported_at": self._journal.at,
        }
        self._journal.add(REPORTS, [header])
        for table, rows in _parts(report, agency, document).items():
            self._journal.add(table, [{**row, "report_id": report_id} for row in rows])
            self._preview.new.count(_WHAT[table], len(rows))
        self._preview.new.add(PreviewLine(what="report", key=f"{agency.slug}/{report.year}", label=report.title))
        self.touched.add((agency.slug, report.year))
        return report_id

    def _update(self, stored: Row, report: Report, document: Row, *, first: bool) -> None:
        """Bring a stored report to what the document says; a further document of the same import only adds to it."""
        agency = Agency(slug=stored["agency"], name="", region="")
        before = _changes_so_far(self._preview)
        parts = _parts(report, agency, document)
        replaced = (
            first and bool(report.passages) and (stored["form"] != report.form or self._same_document(stored, document))
        )
        header = {name: value for name in HEADER if (value := getattr(report, name)) not in (None, "")}
        if not first or not report.passages:  # single figures typed by staff say nothing about the document
            header = {name: value for name, value in header.items() if stored[name] in (None, "")}
        header = {name: value for name, value in header.items() if not _alike(stored[name], value)}
        self._sync_cells(stored, parts[CELLS], report, first=first, drop_missing=replaced)
        if first and report.passages:  # a whole report, and not single figures typed by staff
            for table in (PASSAGES, FIGURES, PEOPLE, LISTINGS, FINDINGS):
                self._sync(table, stored, parts[table])
        elif first and parts[FIGURES]:
            self._sync_figures(stored, parts[FIGURES])
        if header:
            changes = tuple(
                FieldChange(field=name, was=as_text(stored[name]), now=as_text(value)) for name, value in header.items()
            )
            self._preview.changed.add(
                PreviewLine(what="report", key=_name(stored), label=report.title, changes=changes)
            )
        if _changes_so_far(self._preview) == before:
            self._preview.unchanged.count("report")
            return
        self.touched.add((stored["agency"], stored["year"]))
        values = {**header, "imported_at": self._journal.at, "revision": self._journal.revision}
        if first and report.passages:  # the source of the report stays the report, whoever corrects a figure
            values["document_id"] = document["id"]
        self._journal.change(REPORTS, stored, values)

    def _same_document(self, stored: Row, document: Row) -> bool:
        wanted = select(DOCUMENTS.c.sha256).where(DOCUMENTS.c.id == stored["document_id"])
        return bool(self._journal.connection.execute(wanted).scalar() == document["sha256"])

    def _rows(self, table: Table, stored: Row) -> list[Row]:
        order = table.c.position if "position" in table.c else table.c.id
        wanted = select(table).where(table.c.report_id == stored["id"]).order_by(order, table.c.id)
        return [dict(row) for row in self._journal.connection.execute(wanted).mappings()]

    def _sync_cells(
        self, stored: Row, incoming: Sequence[Row], report: Report, *, first: bool, drop_missing: bool
    ) -> None:
        known = {row["key"]: row for row in self._rows(CELLS, stored)}
        added = []
        for row in incoming:
            old = known.pop(row["key"], None)
            if old is None:
                added.append({**row, "report_id": stored["id"]})
                self._preview.new.add(_cell_line("cell", stored, row))
            elif first and (changed := _cell_changes(old, row)):
                said = tuple(
                    FieldChange(field=name, was=as_text(old[name]), now=as_text(row[name]))
                    for name in changed
                    if name in _SAID or name in ("row_label", "column_label", "confidence")
                )
                self._preview.changed.add(_cell_line("cell", stored, row, said))
                self._journal.change(CELLS, old, changed)
            else:
                self._preview.unchanged.count("cell")
        self._journal.add(CELLS, added)
        whole = bool(report.passages) or drop_missing
        for old in known.values():
            if drop_missing:
                self._journal.remove(CELLS, old)
                gone = (FieldChange(field="raw", was=old["raw"]),)
                self._preview.changed.add(_cell_line("cell", stored, old, gone))
            elif first and whole:
                self._preview.missing.add(_cell_line("cell", stored, old))

    def _sync_figures(self, stored: Row, incoming: Sequence[Row]) -> None:
        """Bring single prose figures that staff typed to what they typed, by key."""
        known = {row["key"]: row for row in self._rows(FIGURES, stored)}
        for row in incoming:
            old = known.get(row["key"])
            if old is None:
                self._journal.add(FIGURES, [{**row, "report_id": stored["id"], "position": len(known)}])
                self._preview.new.add(
                    PreviewLine(what="figure", key=f"{_name(stored)}/{row['key']}", label=row["quote"])
                )
            elif changed := {
                name: row[name] for name in ("raw", "value", "unit", "semantic") if old[name] != row[name]
            }:
                self._change(FIGURES, old, {**changed, "place": row["place"], "document_id": row["document_id"]})

    def _sync(self, table: Table, stored: Row, incoming: Sequence[Row]) -> None:
        """Bring the parts of one sort to what the document says, position by position."""
        known = self._rows(table, stored)
        if [_content(row) for row in known] == [_content(row) for row in incoming]:
            self._preview.unchanged.count(_WHAT[table], len(known))
            return
        for old, row in zip(known, incoming, strict=False):
            if _content(old) == _content(row):
                self._preview.unchanged.count(_WHAT[table])
            else:
                self._change(table, old, {name: value for name, value in row.items() if old[name] != value})
        for old in known[len(incoming) :]:
            self._journal.remove(table, old)
            self._preview.changed.count(_WHAT[table])
        added = [{**row, "report_id": stored["id"]} for row in incoming[len(known) :]]
        self._journal.add(table, added)
        self._preview.new.count(_WHAT[table], len(added))

    def _change(self, table: Table, old: Row, values: Row) -> None:
        self._journal.change(table, old, values)
        self._preview.changed.count(_WHAT[table])

    def replace_findings(self, agency: str, year: int, findings: Sequence[Finding]) -> None:
        """Put the findings of a renewed check in place of the former ones, where they differ."""
        stored = self._stored(Agency(slug=agency, name="", region=""), year)
        if stored is None:
            return
        rows = _finding_rows(findings, {"document_id": stored["document_id"]}, {})
        known = self._rows(FINDINGS, stored)
        if [_content(row) for row in known] == [_content(row) for row in rows]:
            return
        for old in known:
            self._journal.remove(FINDINGS, old)
        self._journal.add(FINDINGS, [{**row, "report_id": stored["id"]} for row in rows])
        if stored["last_batch"] != self._journal.batch_id:
            self._journal.change(REPORTS, stored, {"revision": self._journal.revision})
            self._preview.changed.count("finding", abs(len(rows) - len(known)) or 1)


_WHAT: dict[Table, str] = {
    CELLS: "cell",
    PASSAGES: "passage",
    FIGURES: "figure",
    PEOPLE: "person",
    LISTINGS: "listing",
    FINDINGS: "finding",
}


def _parts(report: Report, agency: Agency, document: Row) -> dict[Table, list[Row]]:
    kept = {"document_id": document["id"]}
    numbered: dict[Table, Sequence[Any]] = {
        CELLS: report.cells,
        FIGURES: report.figures,
        PEOPLE: report.people,
    }
    parts: dict[Table, list[Row]] = {
        table: [{**part_columns(one), **kept, "position": position} for position, one in enumerate(found)]
        for table, found in numbered.items()
    }
    parts[PASSAGES] = [{**part_columns(passage), **kept} for passage in report.passages]
    parts[FINDINGS] = _finding_rows(report.findings, kept, {"document": document["name"]})
    parts[LISTINGS] = [{**part_columns(each), **kept, "agency": agency.slug} for each in report.listings]
    return parts


def _finding_rows(findings: Sequence[Finding], kept: Row, place: Row) -> list[Row]:
    return [
        {**part_columns(finding), **kept, "place": place, "position": position}
        for position, finding in enumerate(findings)
    ]


def _content(row: Mapping[str, Any]) -> Row:
    return {name: value for name, value in row.items() if name not in _KEEPING}


def _cell_changes(old: Row, row: Row) -> Row:
    """Return the columns of a cell that change; labels that differ in white space or are not given do not count."""
    said = any(old[name] != row[name] for name in _SAID)
    labels = compact(old["row_label"] + old["column_label"]) != compact(row["row_label"] + row["column_label"])
    if not row["row_label"] and not row["column_label"]:
        labels = False
    if not said and not labels:
        return {}
    return {
        name: value
        for name, value in row.items()
        if name != "position"
        and old[name] != value
        and (value or name not in ("row_label", "column_label", "table_name"))
    }


def _cell_line(what: str, stored: Row, row: Row, changes: tuple[FieldChange, ...] = ()) -> PreviewLine:
    label = "·".join(part for part in (row["row_label"], row["column_label"]) if part)
    return PreviewLine(what=what, key=f"{_name(stored)}/{row['key']}", label=label, changes=changes)


def _name(stored: Row) -> str:
    return f"{stored['agency']}/{stored['year']}"


def _alike(old: Any, new: Any) -> bool:
    if isinstance(old, str) and isinstance(new, str):
        return compact(old) == compact(new)
    return bool(old == new)


def _changes_so_far(preview: Preview) -> tuple[int, int]:
    return preview.new.total, preview.changed.total


def _refuse_contradiction(met: Report, report: Report, agency: Agency) -> None:
    """Refuse a second report of one agency and year that says something else: which is right is for people to say."""
    first = {cell.key: cell for cell in met.cells}
    for cell in report.cells:
        other = first.get(cell.key)
        if other is not None and (other.value, other.semantic) != (cell.value, cell.semantic):
            raise StoreError(
                "store.contradicting_reports",
                agency=agency.name,
                year=report.year,
                label=cell.label,
                first=other.raw,
                first_document=other.place.document,
                second=cell.raw,
                second_document=cell.place.document,
            )
    if met.form != report.form:
        raise StoreError("store.two_forms", agency=agency.name, year=report.year)
