"""One report opened for reading figures: its cells, its sentences' figures, what can be computed from them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

from bot.answers.enquiry import Enquiry
from bot.answers.figure_parts import FigureLine, Origin
from bot.answers.figures.lines import absent_line, cell_line, defined, filled_line, heading_of, prose_line, sum_line
from bot.answers.parts import Source
from bot.records.form import (
    NARRATIVE,
    T3,
    T4,
    Block,
    Comparable,
    Form,
    counterparts,
    derived,
    form,
    narrative,
    parts_of,
)
from bot.records.model import Agency, Finding, NarrativeFigure, Semantic
from bot.store.read.values import StoredCell, StoredReport

TOTAL = "total"


@dataclass(frozen=True, slots=True)
class OpenReport:
    """A report whose figures are asked for.

    Attributes:
        report: Which.
        form: Its form.
        cells: Its cells by key, in printed order.
        told: Its sentences' figures by key.
    """

    report: StoredReport
    form: Form
    cells: dict[str, StoredCell] = field(repr=False)
    told: dict[str, NarrativeFigure] = field(repr=False)
    _lines: dict[str, FigureLine | None] = field(default_factory=dict, repr=False, compare=False)  # as they were asked

    @classmethod
    def open(cls, enquiry: Enquiry, report: StoredReport) -> "OpenReport":
        """Return the report with all that it says in figures."""
        agency, year = report.agency.slug, report.year
        store = enquiry.store
        return store.kept(
            ("opened", agency, year),
            lambda _: cls(report, form(report.form), store.cells(agency, year), store.figures(agency, year)),
        )

    @classmethod
    def of_rows(cls, enquiry: Enquiry, reports: Sequence[StoredReport], rows: Collection[str]) -> "list[OpenReport]":
        """Return many reports with the figures of a few rows."""
        figures = enquiry.store.rows(reports, rows)
        found = (figures[report.agency.slug, report.year] for report in reports)
        return [
            cls(report, form(report.form), own.cells, own.prose) for report, own in zip(reports, found, strict=True)
        ]

    @property
    def agency(self) -> Agency:
        """Whose report it is."""
        return self.report.agency

    @property
    def year(self) -> int:
        """The year that it reports on, not the year in which it was made."""
        return self.report.year

    def line(self, key: str) -> FigureLine | None:
        """Return the figure of an exact key: printed in a table, stated in prose, or computed; else None."""
        if key not in self._lines:
            self._lines[key] = self._line(key)
        return self._lines[key]

    def _line(self, key: str) -> FigureLine | None:
        if key in self.cells:
            line = cell_line(self.cells[key])
            return replace(line, filled=self._filled(line)) if line.semantic is Semantic.BLANK else line
        if key in self.told:
            return prose_line(self.told[key])
        return self.computed(key)

    def computed(self, key: str) -> FigureLine | None:
        """Return a derived figure (domain.md §1.4, §7), computed from printed ones; None if it cannot be."""
        parts = parts_of(key, self.form.id)
        lines = [line for part in parts if (line := self.line(part))]
        if not parts or len(lines) != len(parts):
            return None
        stem, _, column = key.rpartition(".")
        figure = next(one for one in derived() if one.key == stem)
        label = figure.label
        if figure.table == NARRATIVE:
            label = _of_both(label, [line.label for line in lines])
        elif column != TOTAL:
            label = f"{label}·{lines[0].label.rpartition('·')[2]}"
        return sum_line(key, label, lines) or self._as_filled(key, label, lines)

    def _as_filled(self, key: str, label: str, lines: Sequence[FigureLine]) -> FigureLine | None:
        """Return the sum of a form's rows whose blank totals their applicants make up for; None if none of them do."""
        return filled_line(key, label, lines) if any(line.filled for line in lines) else None

    def _filled(self, blank: FigureLine) -> FigureLine | None:
        """Return what the applicants of a row add up to whose total is left blank."""
        stem, _, column = blank.key.rpartition(".")
        if column != TOTAL or blank.table != T3:
            return None
        applicants = [cell_line(self.cells[key]) for key in self.cells if key.rpartition(".")[0] == stem]
        return filled_line(blank.key, blank.label, [line for line in applicants if line.key != blank.key])

    def keys_of(self, reference: str) -> tuple[str, ...]:
        """Return the exact keys that a reference of a question stands for, the leading one first.

        Args:
            reference: A cell, a row with or without `.*`, a block, a derived figure with or without its column, a
                figure of the prose, or a pattern of a column (`requests.*.natural_person`).
        """
        if self.line(reference):
            return (reference,)
        stem = reference.removesuffix(".*")
        if self.line(f"{stem}.{TOTAL}"):
            return tuple(dict.fromkeys((f"{stem}.{TOTAL}", *self._under(stem))))
        parts = parts_of(f"{stem}.{TOTAL}", self.form.id) or parts_of(stem, self.form.id)
        if parts:  # a sum over a blank is not computed: what is printed stands alone
            return (*(part for part in parts if self.line(part)), *self._told_of(f"{stem}.{TOTAL}"))
        if "*" in stem:
            head, _, tail = reference.partition("*")
            return tuple(key for key in self.cells if key.startswith(head) and key.endswith(tail))
        return self._under(stem) or self._of_block(stem)

    def _of_block(self, reference: str) -> tuple[str, ...]:
        """Return the keys of a column of all rows of a block (`art20_5.net_change`)."""
        block, _, column = reference.partition(".")
        return tuple(key for key in self.cells if key.startswith(f"{block}.") and key.endswith(f".{column}"))

    def _told_of(self, key: str) -> tuple[str, ...]:
        """Return the figures of the prose that repeat a figure of the tables."""
        return tuple(figure.key for figure in narrative() if key in figure.table_keys and figure.key in self.told)

    def _under(self, stem: str) -> tuple[str, ...]:
        """Return the keys of a row or block, in printed order; those of the prose if no table has them."""
        printed = tuple(key for key in self.cells if key.startswith(f"{stem}."))
        return printed or tuple(key for key in self.told if key.startswith(f"{stem}."))

    def counterpart(self, key: str) -> tuple[str, Comparable] | None:
        """Return what this report's form has in the place of a key of the other form (domain.md §1.3), if anything."""
        known = defined(key)
        if known is None or self.form.cell(key):
            return None
        found = [pair for pair in counterparts(key, self.form.id) if pair[0] in self.cells]
        return found[0] if found else None

    def missing(self, key: str) -> FigureLine:
        """Return the line that says that the report has no such figure."""
        known = defined(key)
        if known is not None:
            return absent_line(key, f"{known.row.short or known.row.label}·{known.column.label}")
        told = {figure.key: figure.label for figure in narrative()}
        parts = [told[part] for part in parts_of(key, self.form.id) if part in told]
        whole = next((figure.label for figure in derived() if figure.key == key.rpartition(".")[0]), key)
        return absent_line(key, _of_both(whole, parts) if parts else told.get(key, key))

    def title_of(self, keys: tuple[str, ...]) -> str:
        """Return what several figures are called together: their row, block or table."""
        known = defined(keys[0])
        if known is None:
            line = self.line(keys[0])
            return line.label if line else keys[0]
        rows = {cell.row.key for cell in map(defined, keys) if cell}
        if known.table == T4:
            groups = dict.fromkeys(heading_of(cell.block.prefix) for cell in map(defined, keys) if cell)
            tables = {group.partition("·")[0] for group in groups}  # 行政诉讼 of both of its groups
            return tables.pop() if len(groups) > len(tables) == 1 else next(iter(groups))
        if len(rows) == 1:
            return known.row.short or known.row.label
        parents = {cell.row.parent for cell in map(defined, keys) if cell}
        for group in self.form.groups:
            if parents == {group.term.key}:
                return group.term.label
        return known.block.term.label

    def block_of(self, key: str) -> Block | None:
        """Return the block of the form that a key belongs to."""
        known = defined(key)
        return known.block if known else None

    def source(self, line: FigureLine) -> Source:
        """Return where a figure stands: the sentence, or row and column of the table."""
        cell = f"{line.row_label}·{line.column_label}" if line.origin is Origin.CELL else None
        return Source(
            agency=self.agency.name,
            year=self.year,
            title=self.report.title,
            section=line.section,
            quote=line.quote,
            cell=cell,
            document=self.report.document,
            caveat=self.report.caveat,
        )

    def findings_on(self, keys: set[str]) -> tuple[Finding, ...]:
        """Return the findings on these cells, each once, in their order."""
        found: dict[Finding, None] = {}
        for key in self.cells:
            if key in keys:
                found.update(dict.fromkeys(self.cells[key].findings))
        return tuple(found)


def _of_both(label: str, labels: Sequence[str]) -> str:
    """Return what the sum over both bodies is called, with the part that their names share: 建议提案主办合计."""
    first = labels[0]
    shared = next((first[at:] for at in range(len(first)) if all(one.endswith(first[at:]) for one in labels)), "")
    return f"{label[:-2]}{shared}{label[-2:]}"
