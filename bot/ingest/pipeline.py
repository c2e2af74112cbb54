"""From paths to batches: files, folders, archives. A bad file among ten is named, and nothing of the ten is loaded."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from bot.ingest.errors import ImportingError
from bot.ingest.readers.limits import FOLDER_FILES
from bot.ingest.reading import read_apart
from bot.records.agencies import identify
from bot.records.model import Batch, Report

_PASSED_OVER = {"Thumbs.db", "desktop.ini"}


def read_paths(
    paths: Sequence[Path], *, agency_name: str | None = None, year: int | None = None, force: bool = False
) -> list[Batch]:
    """Read files and folders, all or nothing.

    Args:
        paths: Files, folders (with all files below them), archives.
        agency_name: Agency of all of them, where they do not say.
        year: Year of the reports among them, where they do not say.
        force: Both are those given even where they say others.

    Returns:
        A batch a document, in the order of the paths; files of a folder by name.

    Raises:
        GongkaiError: A path is missing, a file cannot be read or recognised, or two reports of one agency and year
            contradict each other. Nothing was kept.
    """
    met = _Reports()
    batches: list[Batch] = []
    for path in files_of(paths):
        for batch in read_apart(path, agency_name=agency_name, year=year, force=force, whole=True):
            batches.extend(met.without_doubles(batch))
    return batches


def read_in_pieces(
    paths: Sequence[Path], *, agency_name: str | None = None, year: int | None = None, force: bool = False
) -> Iterator[Batch]:
    """Like `read_paths`, but hand on each piece as it is read: a list of a million rows is never in memory.

    An error comes only when its file's turn comes: whoever loads must take back what went before (`store.load` does).
    """
    met = _Reports()
    for path in files_of(paths):
        for batch in read_apart(path, agency_name=agency_name, year=year, force=force):
            yield from met.without_doubles(batch)


def files_of(paths: Iterable[Path]) -> list[Path]:
    """Return the files that paths mean.

    Raises:
        ImportingError: A path does not exist, a folder is empty, or there are too many files.
    """
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(one for one in path.rglob("*") if one.is_file() and not _is_hidden(one, path))
            if not inside:
                raise ImportingError("nothing_to_import", file=str(path))
            found.extend(inside)
        elif path.exists():
            found.append(path)
        else:
            raise ImportingError("not_found", file=str(path))
        if len(found) > FOLDER_FILES:
            raise ImportingError("too_many_files", file=str(path), limit=FOLDER_FILES)
    return list(dict.fromkeys(found))


def _is_hidden(path: Path, folder: Path) -> bool:
    parts = path.relative_to(folder).parts
    return any(part.startswith((".", "~$", "__MACOSX")) for part in parts) or path.name in _PASSED_OVER


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
            if difference := _difference(before, report):
                cell, one, other = difference
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


def _difference(first: Report, second: Report) -> tuple[str, str, str] | None:
    """Return the first cell that two reports give different values: its label and both."""
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
