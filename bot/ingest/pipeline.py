"""From paths to batches: files, folders, archives. Each file is judged by itself."""

import os
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from bot.errors import GongkaiError
from bot.ingest.errors import ImportingError
from bot.ingest.given import NOTHING_GIVEN, Given
from bot.ingest.items.column_answers import NO_ANSWERS, ColumnAnswers
from bot.ingest.readers.limits import FOLDER_FILES, KEPT_BYTES
from bot.ingest.readers.litter import litter_sort
from bot.ingest.reading import FileToRead, read_apart
from bot.ingest.whose import Neighbours, OfficeWantedError
from bot.records.agencies import identify, is_same_office
from bot.records.model import Batch, Report
from bot.store.load.own_office import NOBODYS, Whose

_Piece = Batch | OfficeWantedError


class _Reports:
    """The reports of one import, to find two that contradict each other."""

    def __init__(self) -> None:
        self._met: dict[tuple[str, int], tuple[Report, str]] = {}

    def without_doubles(self, batch: Batch) -> Iterator[Batch]:
        """Yield the batch; nothing when its report was met before with the same figures (one report in two formats)."""
        for report in batch.reports:
            key = (identify(report.agency_name).slug, report.year)
            if key not in self._met:
                self._met[key] = (report, batch.document)
                continue
            before, document = self._met[key]
            if found := difference(before, report):
                cell, one, other = found
                raise ImportingError(
                    "contradicting_reports",
                    file=batch.document,
                    first=document,
                    agency=report.agency_name,
                    year=report.year,
                    key=cell,
                    one=one,
                    other=other,
                )
            if not batch.records and not batch.listings:
                return
        yield batch


@dataclass(slots=True)
class Files:
    """The files of one import: what is read of them, what is not, and why.

    Attributes:
        paths: Files, folders (with all files below them), archives.
        given: Agency and year of all of them, where they do not say.
        answers: What was said of columns of lists that are in doubt.
        strict: The first file that cannot be read ends the import; a single file always does.
        beside: One that names no office may be of the office of those beside it.
        only: Names of those documents of archives that are wanted; all of them where there is none.
        failed: What was wrong with each file, or member of an archive, that could not be read, once it was tried.
        passed: Files that no document can be by their names, and links that leave their folder: sort and name.
        filled: Documents that name no office, and the one office of the others, whose they are taken to be.
    """

    paths: Sequence[Path]
    given: Given = NOTHING_GIVEN
    answers: ColumnAnswers = NO_ANSWERS
    strict: bool = False
    beside: bool = True
    only: frozenset[str] = frozenset()
    failed: list[GongkaiError] = field(default_factory=list)
    passed: list[tuple[str, str]] = field(default_factory=list)
    filled: list[tuple[str, str]] = field(default_factory=list)
    _met: _Reports = field(default_factory=_Reports)

    def pieces(self) -> Iterator[Batch]:
        """Yield each piece as it is read: a list of a million rows is never in memory.

        Raises:
            OfficeWantedError: A document names no office, and somebody can be asked (`Given.whose`).
            GongkaiError: A path is missing; the only file, or any where `strict`, cannot be read; or none can.
        """
        files = self.found()
        neighbours = Neighbours(self.given.whose.office)
        waiting: list[OfficeWantedError] = []
        kept = 0
        for path in files:
            # Of several files one that names no office waits for what the others say, in whatever order they come.
            waits = self.beside and self.given.agency_name is None
            beside = waits and (len(files) > 1 or zipfile.is_zipfile(path))
            given = replace(self.given, whose=Whose(ask=True)) if beside else self.given
            for piece in self._tried(self._of(path, given, judged=len(files) > 1), alone=len(files) == 1):
                if isinstance(piece, Batch):
                    kept += 1
                    if beside:
                        neighbours.add(piece)
                    yield piece
                elif beside:
                    waiting.append(piece.of(path))
                else:
                    raise piece
        for wanted in waiting:
            for piece in self._tried(self._nameless(wanted, neighbours)):
                if not isinstance(piece, Batch):
                    raise piece
                kept += 1
                yield piece
        if self.failed and not kept:
            if len(files) == len(self.failed) == 1:
                raise self.failed[0]
            reasons = "".join(f"\n  {error.in_words(alone=False)}" for error in self.failed)
            raise ImportingError("nothing_read", file=str(self.paths[0]), number=len(self.failed), reasons=reasons)

    def _tried(self, pieces: Iterator[_Piece], *, alone: bool = False) -> Iterator[_Piece]:
        """Yield what is read; an office that is wanted is no fault of the file, others are noted, or end the import."""
        try:
            yield from pieces
        except OfficeWantedError as wanted:
            yield wanted
        except GongkaiError as error:
            if self.strict or alone:
                raise
            self.failed.append(error)

    def _nameless(self, wanted: OfficeWantedError, neighbours: Neighbours) -> Iterator[_Piece]:
        """Yield what a document holds that names no office: of the one office that stands beside it, else asked."""
        office, given = neighbours.only, self.given
        if office and wanted.likely and not is_same_office(office, wanted.likely):
            office = None
        if office and office != given.whose.office:
            self.filled.append((wanted.file, office))
            given = replace(given, agency_name=office)
        elif not office and neighbours.several:
            given = replace(given, whose=Whose(ask=given.whose.ask))
        only = frozenset() if wanted.file == wanted.path.name else frozenset([wanted.file])
        yield from self._taken(FileToRead(wanted.path, given, False, self.answers, only))

    def _of(self, path: Path, given: Given, *, judged: bool) -> Iterator[_Piece]:
        """Yield what a file holds; where `judged`, once it is sure that all of it can be read."""
        wanted = FileToRead(path, given, False, self.answers, self.only)
        if judged and path.stat().st_size > KEPT_BYTES:
            for _ in read_apart(wanted):  # a large one is read twice for that
                pass
            yield from self._taken(wanted)
        elif judged:
            yield from list(self._taken(wanted))
        else:
            yield from self._taken(wanted)

    def _taken(self, wanted: FileToRead) -> Iterator[_Piece]:
        for piece in read_apart(wanted):
            if isinstance(piece, Batch):
                yield from self._met.without_doubles(piece)
            elif isinstance(piece, OfficeWantedError):
                yield piece
            elif self.strict:
                raise piece
            else:
                self.failed.append(piece)

    def found(self) -> list[Path]:
        """Return the files that may hold documents.

        Raises:
            ImportingError: A path does not exist, nothing is in a folder, or there are too many files.
        """
        found: list[Path] = []
        for path in self.paths:
            if path.is_dir():
                inside = list(self._inside(path))
                if not inside:
                    raise ImportingError("nothing_to_import", file=str(path))
                found.extend(inside)
            elif path.exists() and str(path) != "":
                found.append(path)
            else:
                raise ImportingError("not_found", file=str(path))
            if len(found) > FOLDER_FILES:
                raise ImportingError("too_many_files", file=str(path), limit=FOLDER_FILES)
        return list(dict.fromkeys(found))

    def _inside(self, folder: Path) -> Iterator[Path]:
        """Yield the files below a folder, by name; what is passed over is noted."""
        home = folder.resolve()
        for path in sorted(folder.rglob("*")):
            name = path.relative_to(folder).as_posix()
            if path.is_symlink() and not path.resolve().is_relative_to(home):
                self.passed.append(("link", name))
            elif not path.is_file() or not path.resolve().is_relative_to(home):
                continue
            elif sort := litter_sort(name):
                self.passed.append((sort, name))
            elif not os.access(path, os.R_OK):
                self.failed.append(ImportingError("unreadable_file", file=name))
            else:
                yield path


def read_paths(  # noqa: PLR0913 - each is said of the documents
    paths: Sequence[Path],
    *,
    agency_name: str | None = None,
    year: int | None = None,
    force: bool = False,
    answers: ColumnAnswers = NO_ANSWERS,
    whose: Whose = NOBODYS,
) -> list[Batch]:
    """Read files and folders, all or nothing: a batch a document, in the order of the paths.

    Raises:
        OfficeWantedError: A document names no office, and `whose` says that somebody can be asked.
        GongkaiError: A path is missing, a file cannot be read or recognised, or two reports of one agency and year
            contradict each other. Nothing was kept.
    """
    met = _Reports()
    batches: list[Batch] = []
    for path in Files(paths).found():
        for batch in read_apart(FileToRead(path, Given(agency_name, year, force, whose), True, answers)):
            if isinstance(batch, GongkaiError):
                raise batch
            batches.extend(met.without_doubles(batch))
    return batches


def difference(first: Report, second: Report) -> tuple[str, str, str] | None:
    """Return the first cell that two reports give different values, its label and both; None where they agree."""
    cells = {cell.key: cell for cell in first.cells}
    for cell in second.cells:
        other = cells.get(cell.key)
        if other is not None and other.value != cell.value:
            return cell.label, other.raw or "空白", cell.raw or "空白"
    keys = {cell.key for cell in second.cells}
    missing = next((cell for cell in first.cells if cell.key not in keys), None)
    if missing is not None and second.cells:
        return missing.label, missing.raw or "空白", "—"
    return None
