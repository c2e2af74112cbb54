"""A document that somebody hands to the bot: checked as `gongkai check` does, and loaded once they have said so.

What is checked is not kept. What may be loaded waits in a folder of its own until it is loaded, refused or an hour old.
"""

import secrets
import shutil
import time
from dataclasses import dataclass, replace
from pathlib import Path

from bot.records.model import FindingStatus
from bot.screens.previewing import finding_in_words, preview_lines, report_in_words
from bot.store.database import Database
from bot.store.load import load, preview

# Seconds in which somebody decides whether what was checked is loaded.
_KEPT = 3600.0
_LONGEST_NAME = 120


class GoneError(LookupError):
    """A document that is not there any more: it was loaded or refused, or nobody decided within an hour."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check of a document found.

    Attributes:
        name: Of the file.
        reports: A line a report in it: how many checks passed, failed and could not be made.
        findings: A line a check that did not pass.
        changes: What loading it would change, line by line.
        is_new: Whether loading it would change anything.
        token: Under which it waits to be loaded; None where it was not kept.
    """

    name: str
    reports: tuple[str, ...]
    findings: tuple[str, ...]
    changes: tuple[str, ...]
    is_new: bool
    token: str | None = None


class Uploads:
    """Documents that were handed in.

    Args:
        database: What they are compared with, and loaded into.
        folder: Where those wait that may be loaded.
    """

    def __init__(self, database: Database, folder: Path) -> None:
        self._database = database
        self._folder = folder

    def check(self, name: str, content: bytes, *, keep: bool, language: str | None = None) -> Checked:
        """Check a document; with `keep` it waits to be loaded where that would change anything.

        Args:
            name: Of the file.
            content: Its bytes.
            keep: Whether it may be loaded.
            language: `zh` or `en`, of what the check found; the operator's when not given.

        Raises:
            GongkaiError: It cannot be read or recognised; it says what is wrong, and where.
        """
        self._tidy()
        token = secrets.token_urlsafe(12)
        folder = self._folder / token
        folder.mkdir(parents=True)
        kept = False
        try:
            # By its own name, which messages about it use; without any folder that somebody put before it.
            path = folder / (Path(name.replace("\\", "/")).name[-_LONGEST_NAME:].lstrip(".") or "document")
            path.write_bytes(content)
            checked = self._checked(path, language)
            kept = keep and checked.is_new
        finally:
            if not kept:
                shutil.rmtree(folder, ignore_errors=True)
        return replace(checked, token=token) if kept else checked

    def load(self, token: str) -> tuple[str, int | None]:
        """Load what was checked; return its name and the number of its batch, None where nothing changed.

        Raises:
            GoneError: It is not there any more.
            GongkaiError: It cannot be loaded.
        """
        # What reads documents is imported with the first one: a start does without.
        from bot.ingest.checks.again import recheck
        from bot.ingest.pipeline import read_paths

        folder = self._of(token)
        path = next(folder.iterdir())
        loaded = load(self._database, read_paths([path]), recheck=recheck)
        shutil.rmtree(folder, ignore_errors=True)
        return path.name, loaded.batch_id

    def drop(self, token: str) -> None:
        """Delete what was checked.

        Raises:
            GoneError: It is not there any more.
        """
        shutil.rmtree(self._of(token), ignore_errors=True)

    def _of(self, token: str) -> Path:
        self._tidy()
        folder = self._folder / token
        if folder.parent != self._folder or not folder.is_dir() or not token or not any(folder.iterdir()):
            raise GoneError(token)
        return folder

    def _checked(self, path: Path, language: str | None) -> Checked:
        from bot.ingest.checks.again import recheck
        from bot.ingest.pipeline import read_paths

        batches = read_paths([path])
        reports = [report for batch in batches for report in batch.reports]
        failed = [one for report in reports for one in report.findings if one.status is not FindingStatus.PASS]
        done = preview(self._database, batches, recheck=recheck)
        return Checked(
            name=path.name,
            reports=tuple(
                report_in_words(one.agency_name, one.year, one.form, one.findings, language) for one in reports
            ),
            findings=tuple(finding_in_words(one, language) for one in failed),
            changes=tuple(preview_lines(done, language))[1:],  # the first names the file
            is_new=bool(done.new.total or done.changed.total),
        )

    def _tidy(self) -> None:
        oldest = time.time() - _KEPT
        for folder in self._folder.iterdir() if self._folder.is_dir() else ():
            if folder.stat().st_mtime < oldest:
                shutil.rmtree(folder, ignore_errors=True)
