"""Documents that somebody hands to the bot: checked as `gongkai check` does, and loaded once they have said so.

What is checked is not kept. What may be loaded waits in a folder of its own until it is loaded, refused or an hour old.
"""

import json
import secrets
import shutil
import time
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

from bot.errors import GongkaiError
from bot.records.model import Batch
from bot.screens.checked import Checked, ColumnChoice
from bot.screens.previewing import filled_lines, preview_lines
from bot.screens.understood import editable_columns, left_columns
from bot.service.handed_in import AS_USUAL, DocumentForm, GoneError, Judge, Said
from bot.store.database import Database
from bot.store.load.batches import undo
from bot.store.load.column_answers import kept_answers
from bot.store.load.loading import load, preview
from bot.store.load.own_office import Whose, keep_own_office, whose

if TYPE_CHECKING:
    from bot.ingest.items.columns import Doubt
    from bot.ingest.pipeline import Files
    from bot.service.verdicts import Verdicts

# Seconds in which somebody decides whether what was checked is loaded.
_KEPT = 3600.0
_LONGEST_NAME = 120


class Uploads:
    """Documents that were handed in.

    Args:
        database: What they are compared with, and loaded into.
        folder: Where those wait that may be loaded.
        judge: How annual reports are judged.
    """

    def __init__(self, database: Database, folder: Path, judge: Judge = AS_USUAL) -> None:
        self._database = database
        self._folder = folder
        self._judge = judge

    def check(self, name: str, content: bytes, *, keep: bool, language: str | None = None) -> Checked:
        """Check a document; with `keep` it waits to be loaded where that would change anything, or to be asked about.

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
            checked = self._checked(path, Said(), language, ask=keep)
            kept = keep and (checked.is_new or checked.asked is not None)
            if kept:
                self._note(token, checked, Said())
        finally:
            if not kept:
                self._forget(token)
        return replace(checked, token=token) if kept else checked

    def choose(self, token: str, column: int, meaning: str, language: str | None = None) -> Checked:
        """Say what a column of a document that waits is, and check it again.

        Args:
            token: Of the document.
            column: Number of one of its `choices`.
            meaning: What it is: `title`, `number_raw`, `extra`, or `skip`.
            language: As for `check`.

        Raises:
            GoneError: It is not there any more.
            ValueError: There is no such column.
            GongkaiError: It cannot be read so.
        """
        said = self._said_of(token)
        if not 0 <= column < len(said.shown):
            raise ValueError(column)
        return self._again(token, replace(said, answers=said.answers | {said.shown[column]: meaning}), language)

    def belongs(self, token: str, agency: str | None, year: int | None, language: str | None = None) -> Checked:
        """Say whose a document that waits is, and of which year, where it does not say; and check it again.

        Whose it is, asked because neither the document nor anybody has said it, is kept as the bot's own office.
        """
        said = self._said_of(token)
        if agency and said.unnamed:
            from bot.records.agencies import identify

            agency, own = None, identify(agency).name
            keep_own_office(self._database, own)
            said = replace(said, own=own)
        return self._again(token, replace(said, agency=agency or said.agency, year=year or said.year), language)

    def is_likely(self, token: str, language: str | None = None) -> Checked:
        """Say that a document that waits is of the only office that is known (`Checked.likely`)."""
        return self.belongs(token, self._said_of(token).likely, None, language)

    def form(self, token: str) -> DocumentForm:
        """Return what may be filled in for a document that waits.

        Raises:
            GoneError: It is not there any more.
        """
        said = self._said_of(token)
        columns = tuple((label, said.answers.get(label, meaning)) for label, meaning in said.columns)
        return DocumentForm(self.name_of(token), said.own or said.agency, said.year, columns)

    def fill(
        self, token: str, agency: str | None, year: int | None, meanings: dict[str, str], language: str | None = None
    ) -> Checked:
        """Say all that a form says of a document that waits, and check it again.

        Args:
            token: Of the document.
            agency: Whose it is; None where that is left as it is.
            year: Of which year; None likewise.
            meanings: Label → meaning, of the columns whose meaning is another now.
            language: As for `check`.

        Raises:
            GoneError: It is not there any more.
            ValueError: There is no such column, or no such meaning.
            GongkaiError: It cannot be read so.
        """
        from bot.ingest.items.column_answers import MEANINGS

        said = self._said_of(token)
        if meanings.keys() - {label for label, _ in said.columns} or set(meanings.values()) - MEANINGS:
            raise ValueError(meanings)
        self._write(token, replace(said, answers=said.answers | meanings))
        return self.belongs(token, agency, year, language)

    def expect(self, token: str, what: str, message: tuple[int, int], check: int) -> None:
        """Note that a reply to a message (chat and number) says `office` or `year` of a document, shown in `check`.

        Raises:
            GoneError: It is not there any more.
        """
        self._write(token, replace(self._said_of(token), expected=[what, check, *message]))

    def expected(self, message: tuple[int, int]) -> tuple[str, str, int] | None:
        """Return the token of the document that a reply to a message is about, what it says, and the check's number.

        None for a reply to any other message.
        """
        for path in self._folder.glob("*.json") if self._folder.is_dir() else ():
            what, check, *place = json.loads(path.read_text(encoding="utf-8")).get("expected") or ("", 0, 0, 0)
            if what and tuple(place) == message:
                return path.stem, what, check
        return None

    def name_of(self, token: str) -> str:
        """Return the name of a document that waits.

        Raises:
            GoneError: It is not there any more.
        """
        return next(self._of(token).iterdir()).name

    def load(self, token: str, actor: str | None = None, *, ready: bool = False) -> tuple[str, int | None]:
        """Load what was checked; return its name and the number of its batch, None where nothing changed.

        With `ready` only those files of an archive that are ready.

        Raises:
            GoneError: It is not there any more.
            GongkaiError: It cannot be loaded.
        """
        # What reads documents is imported with the first one: a start does without.
        from bot.ingest.checks.again import recheck

        path = next(self._of(token).iterdir())
        said = self._said_of(token)
        batches, _ = self._read(path, said, only=frozenset(said.ready) if ready else frozenset())
        loaded = load(self._database, batches, recheck=recheck, actor=actor)
        self._forget(token)
        return path.name, loaded.batch_id

    def undo(self, number: int, actor: str | None = None) -> None:
        """Take a batch back.

        Raises:
            StoreError: It cannot be taken back; it says why.
        """
        undo(self._database, number, actor)

    def drop(self, token: str) -> None:
        """Delete what was checked.

        Raises:
            GoneError: It is not there any more.
        """
        self._of(token)
        self._forget(token)

    def _of(self, token: str) -> Path:
        self._tidy()
        folder = self._folder / token
        if folder.parent != self._folder or not folder.is_dir() or not token or not any(folder.iterdir()):
            raise GoneError(token)
        return folder

    def _read(
        self, path: Path, said: Said, *, ask: bool = False, only: frozenset[str] = frozenset()
    ) -> "tuple[list[Batch], Files]":
        """Return what a file holds, and what is to be said of how it was read."""
        from bot.ingest.given import Given
        from bot.ingest.items.column_answers import ColumnAnswers
        from bot.ingest.items.errors import ColumnQuestionError
        from bot.ingest.pipeline import Files

        answers = ColumnAnswers(said.answers, kept_answers(self._database))
        unnamed = Whose(office=said.own) if said.own else whose(self._database, ask=ask)
        files = Files([path], Given(said.agency, said.year, whose=unnamed), answers, only=only)
        batches = list(files.pieces())
        for error in files.failed:
            if isinstance(error, ColumnQuestionError):
                raise error
        return batches, files

    def _again(self, token: str, said: Said, language: str | None) -> Checked:
        path = next(self._of(token).iterdir())
        checked = self._checked(path, said, language, ask=True)
        self._note(token, checked, said)
        return replace(checked, token=token)

    def _checked(self, path: Path, said: Said, language: str | None, *, ask: bool) -> Checked:
        from bot.ingest.items.errors import ColumnQuestionError
        from bot.ingest.whose import OfficeWantedError

        try:
            return self._found(path, *self._read(path, said, ask=ask), said, language)
        except ColumnQuestionError as question:
            if not ask:
                raise
            doubt = question.doubt
            columns = tuple((label, "") for label in doubt.columns if label)
            return Checked(path.name, asked=doubt.meaning, choices=_answers_to(doubt), columns=columns)
        except OfficeWantedError as wanted:
            likely = wanted.likely
        except GongkaiError:
            # Of an archive none of whose files can be read each is named all the same.
            verdicts = self._verdicts(path, [], said, language)
            if verdicts is None or verdicts.total == 1:
                raise
            return Checked(path.name, reports=verdicts.lines, sheet=verdicts.sheet, nothing_read=True)
        try:
            checked = self._found(path, *self._read(path, said), said, language)
        except GongkaiError:
            checked = Checked(path.name, asked="office")
        return replace(checked, unnamed=True, likely=likely)

    def _found(self, path: Path, batches: list[Batch], files: "Files", said: Said, language: str | None) -> Checked:
        from bot.ingest.checks.again import recheck

        verdicts = self._verdicts(path, batches, said, language)
        done = preview(self._database, batches, recheck=recheck)
        left = dict.fromkeys(label for reading in done.readings for label in left_columns(reading))
        some = verdicts is not None and len(verdicts.ready) < verdicts.total
        return Checked(
            name=path.name,
            reports=verdicts.lines if verdicts else (),
            findings=verdicts.findings if verdicts else (),
            changes=(
                *tuple(preview_lines(done, language))[1:],  # the first names the file
                *filled_lines(files.filled, language),
                # Of an archive with reports each file has its verdict already.
                *(
                    f"! {error.in_words(language, typed=False, alone=False)}"
                    for error in files.failed
                    if verdicts is None or verdicts.total == 1
                ),
            ),
            is_new=done.changes_anything,
            choices=tuple(ColumnChoice(number, label, "extra") for number, label in enumerate(left)),
            office=said.agency,
            year=said.year,
            columns=tuple(dict(column for reading in done.readings for column in editable_columns(reading)).items()),
            ready=tuple(sorted(verdicts.ready)) if verdicts and some else (),
            sheet=verdicts.sheet if verdicts else None,
        )

    def _verdicts(self, path: Path, read: "list[Batch]", said: Said, language: str | None) -> "Verdicts | None":
        from bot.ingest.given import Given
        from bot.service.verdicts import verdicts_on

        office = Whose(office=said.own) if said.own else whose(self._database, ask=False)
        given = Given(said.agency, said.year, whose=office)
        return verdicts_on(path, given, self._database, self._judge, language, read=read)

    def _note(self, token: str, checked: Checked, said: Said) -> None:
        """Keep what was said of a document beside it, and which columns may be chosen."""
        shown = list(dict.fromkeys(choice.label for choice in checked.choices))
        columns = [list(column) for column in checked.columns]
        self._write(
            token,
            replace(
                said,
                unnamed=checked.unnamed,
                likely=checked.likely,
                shown=shown,
                columns=columns,
                expected=[],
                ready=list(checked.ready),
            ),
        )

    def _write(self, token: str, said: Said) -> None:
        text = json.dumps(asdict(said), ensure_ascii=False)
        (self._folder / f"{token}.json").write_text(text, encoding="utf-8")

    def _said_of(self, token: str) -> Said:
        self._of(token)
        try:
            return Said(**json.loads((self._folder / f"{token}.json").read_text(encoding="utf-8")))
        except FileNotFoundError:
            return Said()

    def _forget(self, token: str) -> None:
        shutil.rmtree(self._folder / token, ignore_errors=True)
        (self._folder / f"{token}.json").unlink(missing_ok=True)

    def _tidy(self) -> None:
        oldest = time.time() - _KEPT
        for folder in self._folder.iterdir() if self._folder.is_dir() else ():
            if folder.stat().st_mtime < oldest:
                self._forget(folder.name.removesuffix(".json"))


def _answers_to(doubt: "Doubt") -> tuple[ColumnChoice, ...]:
    """Return what may be answered: each candidate is it; a column of numbers that do not read may also be none."""
    labels = [label for label in doubt.candidates or doubt.columns if label]
    found = [ColumnChoice(number, label, doubt.meaning) for number, label in enumerate(labels)]
    if doubt.meaning == "number_raw":
        found += [ColumnChoice(number, label, "skip") for number, label in enumerate(labels)]
    return tuple(found)
