"""Automatic intake: folders and feeds that are watched.

New rows are loaded, changes are corrections, and what has disappeared is a question to staff, never a deletion. A
source that fails or changes its shape loads nothing.
"""

import asyncio
import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import exists, select

from bot.announce.feed import FeedEntry, SourceError, fetch, read_feed
from bot.announce.notices import ran, tell_staff
from bot.errors import GongkaiError
from bot.ingest.checks.again import recheck
from bot.ingest.column_answers import ColumnAnswers
from bot.ingest.document import Document, Link, Table, TableCell
from bot.ingest.given import NOTHING_GIVEN, Given
from bot.ingest.pipeline import Files
from bot.ingest.readers.yaml_text import load_yaml
from bot.ingest.recognise import interpret_in_pieces, joined
from bot.ingest.whose import named
from bot.messages import message
from bot.records.agencies import identify, nameless_agency
from bot.records.keys import stored_key
from bot.records.model import Batch, Place
from bot.resting import rest
from bot.screens.previewing import reason_in_words
from bot.store.column_answers import kept_answers
from bot.store.database import Database
from bot.store.jobs import last_run
from bot.store.journal import table_of
from bot.store.load import Loaded, load, preview
from bot.store.models import RecordRow
from bot.store.own_office import Whose, whose

# Titles that a notice to staff names.
_NAMED = 5
_LOOK = 15.0
_FIELDS = {"name", "folder", "feed", "agency", "minutes"}


class IntakeError(GongkaiError):
    """The file of sources cannot be used."""

    exit_code = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A watched source.

    Attributes:
        name: What staff call it; also the name of the list its records stand in.
        folder: A folder, or None.
        feed: Address of an RSS or Atom feed, or None.
        agency: Whose publications these are.
        minutes: How often it is looked at.
    """

    name: str
    folder: Path | None = None
    feed: str | None = None
    agency: str | None = None
    minutes: int = 30


def read_sources(path: Path) -> tuple[Source, ...]:
    """Return the sources of a YAML file.

    Raises:
        IntakeError: It cannot be read, or an entry is none.
    """
    try:
        written = load_yaml(path.read_text(encoding="utf-8")) or []
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise IntakeError("intake.bad_file", file=path, reason=" ".join(str(error).split())[:200]) from error
    if not isinstance(written, list):
        raise IntakeError("intake.bad_file", file=path, reason="list expected")
    sources = tuple(_source(path, entry) for entry in written)
    if len({source.name for source in sources}) < len(sources):
        raise IntakeError("intake.bad_file", file=path, reason="name")
    return sources


def _source(path: Path, entry: Any) -> Source:
    good = isinstance(entry, dict) and set(entry) <= _FIELDS and bool(entry.get("name"))
    if not good or bool(entry.get("folder")) == bool(entry.get("feed")):
        raise IntakeError("intake.bad_source", file=path, entry=str(entry)[:100])
    minutes = entry.get("minutes", 30)
    if not isinstance(minutes, int) or minutes < 1:
        raise IntakeError("intake.bad_source", file=path, entry=str(entry)[:100])
    folder = Path(entry["folder"]).expanduser() if entry.get("folder") else None
    return Source(
        name=str(entry["name"]), folder=folder, feed=entry.get("feed"), agency=entry.get("agency"), minutes=minutes
    )


class Intake:
    """Looks at sources in turn."""

    def __init__(
        self,
        database: Database,
        sources: Sequence[Source],
        staff: Sequence[int] = (),
        *,
        zone: str = "Asia/Shanghai",
        now: Callable[[], datetime] | None = None,
    ) -> None:
        self._database = database
        self._sources = sources
        self._staff = staff
        self._zone = zone
        self._now = now or (lambda: datetime.now(UTC))

    async def run(self, stop: asyncio.Event) -> None:
        """Look at each source when its time has come, until told to stop."""
        while not stop.is_set():
            await asyncio.to_thread(self.look)
            await rest(stop, _LOOK)

    def look(self) -> None:
        """Look at every source whose time has come."""
        for source in self._sources:
            before, kept = self._last(source)
            now = self._now()
            if before is None or not timedelta() <= now - before < timedelta(minutes=source.minutes):
                self.take(source, kept)

    def take(self, source: Source, kept: dict[str, Any] | None = None) -> Loaded | None:
        """Look at one source now; return what was loaded, None where nothing was."""
        kept = self._last(source)[1] if kept is None else kept
        try:
            loaded, remembered = self._from_feed(source, kept) if source.feed else self._from_folder(source, kept)
        except GongkaiError as error:
            self._tell(source, message("intake.failed", source=source.name, reason=str(error)))
            ran(self._database, _job(source), self._now(), kept)
            return None
        ran(self._database, _job(source), self._now(), remembered)
        return loaded

    def _from_folder(self, source: Source, kept: dict[str, Any]) -> tuple[Loaded | None, dict[str, Any]]:
        assert source.folder is not None  # noqa: S101 - a source is one or the other
        if not source.folder.is_dir():
            raise SourceError("intake.no_folder", folder=source.folder)
        files = sorted(path for path in source.folder.rglob("*") if path.is_file() and not path.name.startswith("."))
        digest = hashlib.sha256(b"".join(path.name.encode() + path.read_bytes() for path in files)).hexdigest()
        remembered: dict[str, Any] = {"digest": digest, "files": len(files)}
        if digest == kept.get("digest"):
            return None, kept
        if not files:
            raise SourceError("intake.emptied", number=kept.get("files", 0))
        answers = ColumnAnswers(remembered=kept_answers(self._database))
        office = self._office(source, kept)
        reading = Files([source.folder], Given(source.agency, whose=Whose(office=office)), answers, beside=False)
        loaded = self._load(source, _watched(source, reading.pieces()), lost=kept.get("files", 0) > 0)
        for error in reading.failed:
            self._tell(source, message("intake.failed_file", source=source.name, reason=error.in_words(alone=False)))
        return loaded, remembered | {"office": office}

    def _from_feed(self, source: Source, kept: dict[str, Any]) -> tuple[Loaded | None, dict[str, Any]]:
        content = fetch(source.feed or "")
        entries = read_feed(content, self._zone)
        before = {entry["title"]: entry["day"] for entry in kept.get("entries", ())}
        if not entries:
            raise SourceError("intake.emptied", number=len(before))
        remembered: dict[str, Any] = {
            "entries": [{"title": each.title, "day": each.day.isoformat() if each.day else ""} for each in entries]
        }
        if remembered["entries"] == kept.get("entries"):
            return None, kept
        office = remembered["office"] = self._office(source, kept)
        given = Given(source.agency, whose=Whose(office=office))
        loaded = self._load(source, read_list(source, entries, given), lost=False)
        # A feed lets go of its oldest; what is missing between those that are left has disappeared.
        oldest = min((each.day.isoformat() for each in entries if each.day), default="")
        there = {each.title for each in entries}
        gone = [title for title, day in before.items() if title not in there and day and day > oldest]
        if gone:
            # What only has another title now is a correction.
            left = _named(source, entries)
            former = [FeedEntry(title, "", date.fromisoformat(before[title])) for title in gone]
            gone = [title for key, title in _named(source, former).items() if key not in left]
        if gone:
            self._ask(source, gone)
        return loaded, remembered

    def _load(self, source: Source, batches: list[Batch], *, lost: bool) -> Loaded:
        seen = preview(self._database, batches, recheck=recheck)
        if not sum(len(batch.records) + len(batch.reports) for batch in batches):
            raise SourceError("intake.changed_shape")
        actor = f"source:{source.name}"
        loaded = load(self._database, batches, recheck=recheck, now=self._now(), actor=actor)
        if lost and seen.missing.lines:
            self._ask(source, [line.label for line in seen.missing.lines])
        if seen.refused.total:
            rows = (
                f"· {line.label[:40]}：{reason_in_words(line.reason or '')}" for line in seen.refused.lines[:_NAMED]
            )
            words = message("intake.refused", source=source.name, number=seen.refused.total, rows="\n".join(rows))
            tell_staff(self._database, self._staff, f"refused:{source.name}", words, self._now())
        return loaded

    def _office(self, source: Source, kept: dict[str, Any]) -> str | None:
        """Return whose entries are that name nobody; None where they are of the source.

        It stays as it was with the first, whatever becomes of the bot's own office, so that none is there twice.
        """
        records = table_of(RecordRow)
        of_source = select(exists().where(records.c.agency == nameless_agency(_job(source)).slug))
        with self._database.reading() as connection:
            met = connection.execute(of_source).scalar()
        return kept.get("office") or (None if met else whose(self._database, ask=False).office)

    def _ask(self, source: Source, titles: Sequence[str]) -> None:
        named = "\n".join(f"· {title}" for title in titles[:_NAMED])
        words = message("intake.disappeared", source=source.name, number=len(titles), titles=named)
        tell_staff(self._database, self._staff, f"gone:{source.name}", words, self._now())

    def _tell(self, source: Source, words: str) -> None:
        tell_staff(self._database, self._staff, f"source:{source.name}", words, self._now())

    def _last(self, source: Source) -> tuple[datetime | None, dict[str, Any]]:
        with self._database.reading() as connection:
            return last_run(connection, _job(source))


def read_list(source: Source, entries: Sequence[FeedEntry], given: Given) -> list[Batch]:
    """Return what a feed's entries are by the importer's rules: they are read as the rows of a list."""
    header = tuple(map(TableCell, ("标题", "发布时间", "链接")))
    rows = [
        (
            TableCell(each.title, links=(Link(each.title, each.link),) if each.link else ()),
            TableCell(each.day.isoformat() if each.day else ""),
            TableCell(each.link),
        )
        for each in entries
    ]
    name = source.name.replace("/", "_")
    table = Table(rows=(header, *rows), place=Place(document=name, table=1))
    said = "\n".join("\t".join(cell.text for cell in row) for row in rows)
    digest = hashlib.sha256(f"{source.name}\n{said}".encode()).hexdigest()
    document = Document(name=name, sha256=digest, media_type="feed", blocks=(table,), title=source.name)
    return _watched(source, [joined(named(document, given, partial(interpret_in_pieces, document)))])


def _watched(source: Source, batches: Iterable[Batch]) -> list[Batch]:
    """Return batches whose rows, if they name no office, are for ever of one: of what this source is watched for."""
    return [replace(batch, source=_job(source)) for batch in batches]


def _named(source: Source, entries: Sequence[FeedEntry]) -> dict[str, str]:
    """Return the titles of the records that a feed's entries are, by their keys."""
    agency = identify(source.agency or source.name)
    batches = read_list(source, entries, NOTHING_GIVEN)
    return {stored_key(one, agency): one.title for batch in batches for one in batch.records}


def _job(source: Source) -> str:
    return f"source:{hashlib.sha256(source.name.encode()).hexdigest()[:16]}"
