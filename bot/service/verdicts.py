"""What is said of annual reports that somebody hands to the bot: the verdict, the findings, the sheet to hand back."""

import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.ingest.given import Given
from bot.ingest.judging import Judging, Verdict, judge
from bot.messages import operator_language, written
from bot.records.model import Batch
from bot.screens.findings_book import findings_book
from bot.screens.judged import judged_lines, numbers_of, summary
from bot.service.handed_in import Judge
from bot.store.database import Database

# Before the sign of a line, as in all lines of a check.
_ROOM = "  "


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdicts:
    """What is said of the reports in a file.

    Attributes:
        lines: The verdict; of an archive how many files there are of each, and the verdict of each, the worst first.
        findings: What was found on a report that was handed in by itself.
        ready: Names of the files in an archive that are ready, and that no other file contradicts.
        total: How many files there are.
        sheet: The findings as a workbook; none where nothing was found on a single file.
    """

    lines: tuple[str, ...]
    findings: tuple[str, ...] = ()
    ready: frozenset[str] = frozenset()
    total: int = 1
    sheet: bytes | None = None


def verdicts_on(  # noqa: PLR0913 - what is judged, and against what
    path: Path, given: Given, database: Database, by: Judge, language: str | None, *, read: Sequence[Batch]
) -> Verdicts | None:
    """Return what is said of a file; None where it holds no annual report.

    Args:
        path: Of the file.
        given: What is said of it.
        database: Where last year's report is.
        by: How it is judged.
        language: `zh`, `zh-Hant` or `en`; the operator's when not given.
        read: What was read of it; where no report was, only an archive is looked at.
    """
    archive = zipfile.is_zipfile(path)
    if not (archive or any(batch.reports for batch in read)):
        return None
    # Each member of an archive is read by itself.
    alone = read if all(batch.document == path.name for batch in read) else None
    language = language or operator_language()
    worded = written(language)
    judging = judge([path], given, database=database, factor=by.factor, language=worded, read=alone or None)
    if not any(one.reports or one.error for one in judging.files):
        return None
    archive = archive and any(one.file != path.name for one in judging.files)
    found = any(sum(numbers_of(one)) for one in judging.files)
    now = datetime.now(ZoneInfo(by.zone))
    sheet = findings_book(judging, language, at=now, factor=by.factor) if archive or found else None
    if archive:
        return _of_archive(judging, path.name, language, sheet)
    head, *findings = judged_lines(judging.files[0], language, alone=True)
    return Verdicts(lines=(_ROOM + head,), findings=tuple(findings), sheet=sheet)


def _of_archive(judging: Judging, name: str, language: str, sheet: bytes | None) -> Verdicts:
    worst_first = sorted(judging.files, key=lambda one: -one.verdict.rank)
    # The title names the archive.
    heads = [_ROOM + next(iter(judged_lines(one, language))).replace(f"{name}/", "") for one in worst_first]
    return Verdicts(
        lines=(summary(judging, language), *heads),
        ready=frozenset(one.file for one in judging.files if one.verdict is Verdict.READY and not one.doubles),
        total=len(judging.files),
        sheet=sheet,
    )
