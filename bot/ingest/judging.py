"""Documents judged before they are published: ready, contradicting themselves, or unreadable. Nothing is loaded.

Each file is judged by itself, a member of an archive like a file of a folder, whatever is wrong with another.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from pathlib import Path

from bot.errors import GongkaiError
from bot.ingest.checks.again import recheck
from bot.ingest.checks.finding import LANGUAGE, worded_in
from bot.ingest.checks.remarks import REMARKS, against_earlier, by_itself, of_another_file, unfilled
from bot.ingest.given import NOTHING_GIVEN, Given
from bot.ingest.pipeline import Files, difference
from bot.ingest.reading import FileToRead, read_apart
from bot.records.agencies import identify
from bot.records.form import T2, T3, T4
from bot.records.model import Batch, Cell, Confidence, Finding, FindingStatus, Place, Report
from bot.store.database import Database
from bot.store.read.whole_report import read_report

#: Relations that must hold before a report is published (domain.md §1.6); the others are remarks.
_MUST_HOLD = frozenset({"K1", "K2", "K3", "K4", "K11"})
_TABLES = frozenset({T2, T3, T4})
#: A page and what it shows are saved beside each other; where there is no page, a picture was handed in as a report.
_PAGES = (".htm", ".html", ".mht", ".mhtml")

Earlier = Callable[[str, int], Report | None]


class JudgingError(GongkaiError):
    """A file that is not even tried to be read."""


class Verdict(StrEnum):
    """What is said of a file; the later the worse."""

    READY = "ready"
    CONTRADICTIONS = "contradictions"
    UNREADABLE = "unreadable"

    @property
    def rank(self) -> int:
        """0 for ready, 1, 2: also what `gongkai check` ends with."""
        return list(Verdict).index(self)


@dataclass(frozen=True, slots=True)
class Note:
    """One thing that was found on a report.

    Attributes:
        finding: Relation (or one of `REMARKS`), outcome, both sides.
        keeps: It keeps its report from being ready.
        cells: The cells that it involves, as far as they were read.
        place: Where the one stands that it is told of.
    """

    finding: Finding
    keeps: bool
    cells: tuple[Cell, ...]
    place: Place | None


@dataclass(frozen=True, slots=True)
class JudgedReport:
    """A report in a file, and what was found on it: first what keeps it from being ready."""

    agency: str
    year: int
    form: str
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A file, and what is said of it.

    Attributes:
        file: Its name; of a member of an archive with that of the archive before it.
        path: The file that it is in.
        verdict: The worst of its reports.
        reports: Its reports; none where it holds something else, or cannot be read.
        records: How many listed items it holds.
        refused: Rows that would not be loaded.
        error: Why it cannot be read.
        doubles: Another file holds the report of the same office and year with other figures.
    """

    file: str
    path: Path
    verdict: Verdict
    reports: tuple[JudgedReport, ...] = ()
    records: int = 0
    refused: int = 0
    error: GongkaiError | None = None
    doubles: bool = False


@dataclass(slots=True)
class Judging:
    """What came of some paths.

    Attributes:
        files: Each file that may hold a document, in the order of the paths.
        passed: What no document can be by its name, sort and name.
    """

    files: list[Judged] = field(default_factory=list)
    passed: list[tuple[str, str]] = field(default_factory=list)

    @property
    def worst(self) -> Verdict:
        """The worst verdict."""
        return max((one.verdict for one in self.files), key=lambda one: one.rank, default=Verdict.READY)

    def count(self, verdict: Verdict) -> int:
        """Return how many files have a verdict."""
        return sum(one.verdict is verdict for one in self.files)


@dataclass(slots=True)
class _Read:
    """What was read of a file."""

    file: str
    path: Path
    reports: list[tuple[Report, list[Finding]]] = field(default_factory=list)
    records: int = 0
    refused: int = 0
    error: GongkaiError | None = None


def judge(  # noqa: PLR0913 - what is judged, and against what
    paths: Sequence[Path],
    given: Given = NOTHING_GIVEN,
    *,
    database: Database | None,
    factor: Decimal,
    language: str = LANGUAGE,
    progress: Callable[[], None] = lambda: None,
    read: Iterable[Batch] | None = None,
) -> Judging:
    """Judge files, folders and archives.

    Args:
        paths: Of them.
        given: Agency and year of all of them, where they do not say.
        database: Where the reports of the year before are looked for; beside these, those of the files themselves.
        factor: By more than which a figure that differs from that of the year before is told.
        language: In which findings are worded, `zh` or `en`; those of `read` are as they were read.
        progress: Called for each file.
        read: What the one file holds, where it was read already.

    Returns:
        A verdict for each; a path that does not exist, or a folder without documents, has one too.
    """
    with worded_in(language):
        judging, found = Judging(), list[_Read]()
        for one in _each(paths, judging):
            if isinstance(one, _Read):
                found.append(one)
            else:
                found += _read(
                    one, read_apart(FileToRead(one, given, language=language)) if read is None else read, judging
                )
            progress()
        judging.files = _judged_together(found, database, factor)
        return judging


def _judged_together(read: Sequence[_Read], database: Database | None, factor: Decimal) -> list[Judged]:
    met: dict[tuple[str, int], list[tuple[_Read, Report]]] = defaultdict(list)
    for each in read:
        for report, _ in each.reports:
            met[_named(report)].append((each, report))

    def earlier(slug: str, year: int) -> Report | None:
        if database is not None:
            with database.reading() as connection:
                if (loaded := read_report(connection, slug, year)) is not None:
                    return loaded
        beside = met.get((slug, year), [])
        return beside[0][1] if len(beside) == 1 else None

    return [_judged(each, met, earlier, factor) for each in read]


def _each(paths: Sequence[Path], judging: Judging) -> Iterator[Path | _Read]:
    """Yield the files to be read, and those that are known not to be readable."""
    seen: set[Path] = set()
    for path in paths:
        files = Files([path])
        try:
            found = files.found()
        except GongkaiError as error:
            found = []
            files.failed.append(error)
        pages = any(one.suffix.lower() in _PAGES for one in found)
        for sort, name in files.passed:
            if sort == "picture" and not pages:
                files.failed.append(JudgingError("judging.picture", file=name))
            else:
                judging.passed.append((sort, name))
        if len(files.failed) > 1 and not found:
            del files.failed[0]  # that nothing is in the folder: what is there is named
        for one in found:
            if one not in seen:
                seen.add(one)
                yield one
        yield from (_Read(str(error.values.get("file", path)), path, error=error) for error in files.failed)


def _read(path: Path, pieces: Iterable[Batch | GongkaiError], judging: Judging) -> list[_Read]:
    """Keep what is read of a file: of it, or of each member of an archive."""
    found: dict[str, _Read] = {}
    passed: dict[tuple[str, str], None] = {}

    def of(file: str) -> _Read:
        return found.setdefault(file, _Read(file, path))

    try:
        for piece in pieces:
            if isinstance(piece, Batch):
                _take(of(piece.document), piece)
                passed.update(dict.fromkeys(piece.passed))
            else:
                of(str(piece.values.get("file", path.name))).error = piece
    except GongkaiError as error:
        of(str(error.values.get("file", path.name))).error = error
    pages = any(file.lower().endswith(_PAGES) for file in found)
    for sort, name in passed:
        if sort == "picture" and not pages:
            of(name).error = JudgingError("judging.picture", file=name)
        else:
            judging.passed.append((sort, name))
    return sorted(found.values(), key=lambda one: one.file)


def _take(read: _Read, batch: Batch) -> None:
    """Keep what the checks need, and nothing of the prose: of thousands of files all is in memory at once."""
    for report in batch.reports:
        noted = list(by_itself(report))
        read.reports.append((replace(report, passages=(), people=(), embedded=()), noted))
    read.records += len(batch.records)
    read.refused += len(batch.refusals)


def _named(report: Report) -> tuple[str, int]:
    return identify(report.agency_name).slug, report.year


def _judged(
    read: _Read, met: dict[tuple[str, int], list[tuple[_Read, Report]]], earlier: Earlier, factor: Decimal
) -> Judged:
    if read.error is not None:
        return Judged(file=read.file, path=read.path, verdict=Verdict.UNREADABLE, error=read.error)
    reports, verdict, doubles = [], Verdict.READY, False
    for report, noted in read.reports:
        slug, year = _named(report)
        before = earlier(slug, year - 1)
        findings = [*recheck(report, before), *unfilled(report), *noted]
        if before is not None:
            findings += against_earlier(report, before, factor)
        for other, another in met[slug, year]:
            if other is not read:
                differs = difference(another, report)
                doubles = doubles or differs is not None
                findings.append(of_another_file(report, other.file, differs))
        notes = _notes(report, findings)
        reports.append(JudgedReport(report.agency_name, report.year, report.form, notes))
        if _lacks_table(report):
            verdict = Verdict.UNREADABLE
        elif any(note.keeps for note in notes):
            verdict = max(verdict, Verdict.CONTRADICTIONS, key=lambda one: one.rank)
    return Judged(
        file=read.file,
        path=read.path,
        verdict=verdict,
        reports=tuple(reports),
        records=read.records,
        refused=read.refused,
        doubles=doubles,
    )


def _lacks_table(report: Report) -> bool:
    """Whether a table was looked for and not found; a sheet of figures that staff typed may hold some alone."""
    unfound = any(one.status is FindingStatus.NOT_ASSESSABLE and not one.cells for one in report.findings)
    return unfound and not {cell.table for cell in report.cells} >= _TABLES


def _notes(report: Report, findings: Sequence[Finding]) -> tuple[Note, ...]:
    """Return what did not hold, what keeps the report from being ready first."""
    cells = {cell.key: cell for cell in report.cells}
    figures = {figure.key: figure.place for figure in report.figures}
    notes = []
    doubted = {key for one in findings if _is_doubt(one) for key in one.cells}
    met: set[tuple[str, str]] = set()
    for finding in dict.fromkeys(findings):
        if finding.status is FindingStatus.PASS and finding.relation not in REMARKS:
            continue
        # That a row cannot be read is told once, and not again of each sum that it is part of.
        follows = finding.status is FindingStatus.NOT_ASSESSABLE and finding.cells and doubted.issuperset(finding.cells)
        if follows or (_is_doubt(finding) and (finding.relation, finding.message) in met):
            continue
        met.add((finding.relation, finding.message))
        involved = tuple(cells[key] for key in finding.cells if key in cells)
        told_of = involved[-1:] if finding.relation in {"K2", "K3", "K4"} else involved[:1]
        place = told_of[0].place if told_of else next((figures[key] for key in finding.cells if key in figures), None)
        notes.append(Note(finding, _keeps(finding, involved), involved, place))
    return tuple(sorted(notes, key=lambda note: not note.keeps))


def _is_doubt(finding: Finding) -> bool:
    """Whether it is told of a row that could not be read for certain."""
    return finding.status is FindingStatus.UNCERTAIN and not finding.left and finding.relation in _MUST_HOLD


def _keeps(finding: Finding, cells: Sequence[Cell]) -> bool:
    """Whether a relation that must hold does not, or nobody can tell.

    Columns that print no headings and were taken in the order of the form are no doubt about what they add up to.
    """
    if finding.relation not in _MUST_HOLD:
        return False
    by_order = bool(cells) and not finding.left and all(cell.confidence is Confidence.REPAIRED for cell in cells)
    return not by_order
