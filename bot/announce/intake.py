"""Automatic intake: folders and feeds that are watched.

New rows are loaded, changes are corrections, and what has disappeared is a question to staff, never a deletion. A
source that fails or changes its shape loads nothing.
"""

import asyncio
import hashlib
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import exists, select

from bot.announce.feed import FeedEntry, SourceError, fetch, read_feed
from bot.announce.notices import ran, tell_staff
from bot.announce.site.browser import Browser, CrawlPolicy
from bot.announce.site.context import LookContext, StaffNote, WatchedList
from bot.announce.site.rows import Difference
from bot.announce.site.shape import OTHERWISE
from bot.announce.site.sweep import Sweep
from bot.announce.site.watch import SiteWatch
from bot.announce.sources import WatchedSource
from bot.errors import GongkaiError
from bot.ingest.checks.again import recheck
from bot.ingest.document import Document, Link, Table, TableCell
from bot.ingest.given import NOTHING_GIVEN, Given
from bot.ingest.items.column_answers import ColumnAnswers
from bot.ingest.pipeline import Files
from bot.ingest.recognise import interpret_in_pieces, joined
from bot.ingest.whose import named
from bot.messages import message
from bot.records.agencies import identify, nameless_agency
from bot.records.keys import stored_key
from bot.records.model import FEED, Batch, Place
from bot.resting import rest
from bot.screens.previewing import reason_in_words
from bot.store.database import Database
from bot.store.jobs import last_run
from bot.store.load.column_answers import kept_answers
from bot.store.load.loading import Loaded, load, preview
from bot.store.load.own_office import Whose, whose
from bot.store.load.preview import PreviewGroup
from bot.store.tables import RECORDS

# Titles that a notice to staff names.
_NAMED = 5
_LOOK = 15.0
# Seconds that a look at a site takes of the others' time: it goes on at the next.
_SLICE = 20.0
_EVER = timedelta(days=36_500)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sites:
    """How sites are watched.

    Attributes:
        asking: How they are asked.
        folder: Of the bodies that are kept.
        kept_days: For which they are.
        kept_bytes: Of all of them at most.
    """

    asking: CrawlPolicy = field(default_factory=CrawlPolicy)
    folder: Path = Path("pages")
    kept_days: int = 400
    kept_bytes: int = 2_000_000_000


class Intake:
    """Looks at sources in turn."""

    def __init__(  # noqa: PLR0913 - what it looks at, and how
        self,
        database: Database,
        sources: Sequence[WatchedSource],
        staff: Sequence[int] = (),
        *,
        zone: str = "Asia/Shanghai",
        now: Callable[[], datetime] | None = None,
        sites: Sites | None = None,
    ) -> None:
        self._sites = sites or Sites()
        self._browsers: dict[str, Browser] = {}
        self._stopped: Callable[[], bool] = lambda: False
        self._database = database
        self._sources = sources
        self._staff = staff
        self._zone = zone
        self._now = now or (lambda: datetime.now(UTC))

    async def run(self, stop: asyncio.Event) -> None:
        """Look at each source when its time has come, until told to stop."""
        self._stopped = stop.is_set
        while not stop.is_set():
            await asyncio.to_thread(self.look)
            await rest(stop, _LOOK)

    def look(self) -> None:
        """Look at every source whose time has come."""
        for source in self._sources:
            before, kept = self._last(source)
            now = self._now()
            due = before is None or not timedelta() <= now - before < timedelta(minutes=source.minutes)
            if source.page and not due and kept.get("more"):
                due = True
            if due:
                self.take(source, kept, seconds=_SLICE)
            if source.page:
                self.sweep(source, seconds=_SLICE)

    def take(
        self, source: WatchedSource, kept: dict[str, Any] | None = None, *, seconds: float | None = None
    ) -> Loaded | None:
        """Look at one source now; return what was loaded last, None where nothing was.

        Args:
            source: Which.
            kept: What is remembered of it, if that is known.
            seconds: After which a look at a site goes on with the next; none: it is looked at to its end.
        """
        kept = self._last(source)[1] if kept is None else kept
        try:
            if source.page:
                watch = self._from_page(source, kept, seconds)
                return next((one for one in reversed(watch.context.loaded) if one.batch_id is not None), None)
            loaded, remembered = self._from_feed(source, kept) if source.feed else self._from_folder(source, kept)
        except GongkaiError as error:
            self._tell(source, message("intake.failed", source=source.name, reason=str(error)))
            ran(self._database, source.job, self._now(), kept)
            return None
        ran(self._database, source.job, self._now(), remembered)
        return loaded

    # --- sites ------------------------------------------------------------------------------------------------------

    def _from_page(self, source: WatchedSource, kept: dict[str, Any], seconds: float | None) -> SiteWatch:
        watch = self._watch(source, kept, seconds)
        try:
            kept = watch.look(kept | {"office": self._office(source, kept)})
            kept |= {"looked": self._now().isoformat(), "fault": ""}
        except GongkaiError as error:
            # What was done of it stands; the same is said once, until it reads again.
            kept = self._last(source)[1]
            words = message("intake.failed", source=source.name, reason=str(error))
            if kept.get("fault") != words:
                ask = message("site.accepting", source=source.name) if error.name in OTHERWISE else None
                about = f"site:{source.name}"
                tell_staff(self._database, self._staff, about, words, self._now(), again=_EVER, ask=ask)
            kept |= {"fault": words, "more": False}
        ran(self._database, source.job, self._now(), kept)
        self._tell_of(source, watch)
        return watch

    def take_all(self, source: WatchedSource) -> dict[str, int]:
        """Look at a source to the end; return how many records were new, changed and as before."""
        if source.page:
            watch = self._from_page(source, self._last(source)[1], None)
            return _counted(watch.context.loaded, watch.context.told)
        loaded = self.take(source)
        return _counted([loaded] if loaded is not None else [])

    def sweep(self, source: WatchedSource, *, seconds: float | None = None, all_of_it: bool = False) -> dict[str, int]:
        """Go on with the sweep over a site; return how many records were new, changed and as before."""
        before, kept = self._last(source)
        if before is None or not kept.get("complete") or kept.get("fault"):
            return _counted([])
        watch = self._watch(source, kept, seconds)
        try:
            swept = Sweep(watch).go_on(kept, all_of_it=all_of_it)
        except GongkaiError as error:
            swept = self._last(source)[1]
            swept["sweep"] = {"number": 0, **swept.get("sweep", {}), "ended": self._now().isoformat(), "broken": True}
            self._tell(source, message("intake.failed", source=source.name, reason=str(error)))
        if swept != kept:  # most looks find nothing due, and then write nothing
            ran(self._database, source.job, before, swept)
        self._tell_of(source, watch)
        return _counted(watch.context.loaded, watch.context.told)

    def _watch(self, source: WatchedSource, kept: dict[str, Any], seconds: float | None) -> SiteWatch:
        ends = None if seconds is None else time.monotonic() + seconds
        site = WatchedList(
            name=source.name,
            job=source.job,
            address=source.page or "",
            agency=source.agency,
            own=source.own,
            hosts=source.hosts,
            days=source.days,
            kept_days=self._sites.kept_days,
            kept_bytes=self._sites.kept_bytes,
        )
        if source.name not in self._browsers:
            self._browsers[source.name] = Browser(site.address, frozenset(site.hosts), self._sites.asking)
        context = LookContext(
            self._database,
            site,
            self._sites.folder,
            self._browsers[source.name],
            given=Given(source.agency, whose=Whose(office=kept.get("office"))),
            answers=ColumnAnswers(remembered=kept_answers(self._database)),
            now=self._now,
            more=lambda: not self._stopped() and (ends is None or time.monotonic() < ends),
        )
        return SiteWatch(context)

    def _tell_of(self, source: WatchedSource, watch: SiteWatch) -> None:
        """Tell staff what a look or a sweep leaves open."""
        told = watch.context.told
        for loaded in watch.context.loaded:
            self._tell_withheld(source, loaded)
        if told.gone:
            self._ask(source, told.gone)
        self._say(source, "open", [f"· {title[:40]}：{_in_words(why)}" for title, why in told.open])
        self._say(source, "differs", [_difference(title, one) for title, one in told.differs])

    def _say(self, source: WatchedSource, name: str, lines: Sequence[str]) -> None:
        if lines:
            words = message(f"site.{name}", source=source.name, number=len(lines), rows="\n".join(lines[:_NAMED]))
            tell_staff(self._database, self._staff, f"{name}:{source.name}", words, self._now(), again=_EVER)

    def _from_folder(self, source: WatchedSource, kept: dict[str, Any]) -> tuple[Loaded | None, dict[str, Any]]:
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

    def _from_feed(self, source: WatchedSource, kept: dict[str, Any]) -> tuple[Loaded | None, dict[str, Any]]:
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

    def _load(self, source: WatchedSource, batches: list[Batch], *, lost: bool) -> Loaded:
        seen = preview(self._database, batches, recheck=recheck)
        if not sum(len(batch.records) + len(batch.reports) for batch in batches):
            raise SourceError("intake.changed_shape")
        actor = f"source:{source.name}"
        loaded = load(self._database, batches, recheck=recheck, now=self._now(), actor=actor)
        if lost and seen.missing.lines:
            self._ask(source, [line.label for line in seen.missing.lines])
        self._tell_withheld(source, loaded)
        if seen.refused.total:
            rows = (
                f"· {line.label[:40]}：{reason_in_words(line.reason or '')}" for line in seen.refused.lines[:_NAMED]
            )
            words = message("intake.refused", source=source.name, number=seen.refused.total, rows="\n".join(rows))
            tell_staff(self._database, self._staff, f"refused:{source.name}", words, self._now())
        return loaded

    def _tell_withheld(self, source: WatchedSource, loaded: Loaded) -> None:
        """Tell staff what was taken down as not for the public, and what nobody can tell."""
        for name in ("taken_down", "unsure"):
            group: PreviewGroup = getattr(loaded.preview, name)
            if group.total:
                named = "\n".join(f"· {line.label[:40]}" for line in group.lines[:_NAMED])
                words = message(f"intake.{name}", source=source.name, number=group.total, rows=named)
                tell_staff(self._database, self._staff, f"{name}:{source.name}", words, self._now())

    def _office(self, source: WatchedSource, kept: dict[str, Any]) -> str | None:
        """Return whose entries are that name nobody; None where they are of the source.

        It stays as it was with the first, whatever becomes of the bot's own office, so that none is there twice.
        """
        of_source = select(exists().where(RECORDS.c.agency == nameless_agency(source.job).slug))
        with self._database.reading() as connection:
            met = connection.execute(of_source).scalar()
        return kept.get("office") or (None if met else whose(self._database, ask=False).office)

    def _ask(self, source: WatchedSource, titles: Sequence[str]) -> None:
        named = "\n".join(f"· {title}" for title in titles[:_NAMED])
        words = message("intake.disappeared", source=source.name, number=len(titles), titles=named)
        tell_staff(self._database, self._staff, f"gone:{source.name}", words, self._now())

    def _tell(self, source: WatchedSource, words: str) -> None:
        tell_staff(self._database, self._staff, f"source:{source.name}", words, self._now())

    def _last(self, source: WatchedSource) -> tuple[datetime | None, dict[str, Any]]:
        with self._database.reading() as connection:
            return last_run(connection, source.job)


def read_list(source: WatchedSource, entries: Sequence[FeedEntry], given: Given) -> list[Batch]:
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
    document = Document(name=name, sha256=digest, media_type=FEED, blocks=(table,), title=source.name)
    return _watched(source, [joined(named(document, given, partial(interpret_in_pieces, document)))])


def _watched(source: WatchedSource, batches: Iterable[Batch]) -> list[Batch]:
    """Return batches whose rows, if they name no office, are for ever of one: of what this source is watched for."""
    return [replace(batch, source=source.job) for batch in batches]


def _named(source: WatchedSource, entries: Sequence[FeedEntry]) -> dict[str, str]:
    """Return the titles of the records that a feed's entries are, by their keys."""
    agency = identify(source.agency or source.name)
    batches = read_list(source, entries, NOTHING_GIVEN)
    return {stored_key(one, agency): one.title for batch in batches for one in batch.records}


def _in_words(why: str) -> str:
    """Return why a row is open: words, or the name of a message."""
    if why.startswith("listing."):
        return reason_in_words(why)
    return message(why) if why.startswith("site.") else why


def _difference(title: str, one: Difference) -> str:
    """Return a line on what a list and the page of a row say differently."""
    field = message(f"loading.field_{one.field}")
    return message("site.difference", title=title[:40], field=field, listed=one.listed, page=one.on_page)


def _counted(loaded: Sequence[Loaded], told: StaffNote | None = None) -> dict[str, int]:
    """Return how many records were new, changed and as before, and what was told to staff."""
    told = told or StaffNote()
    return {
        "new": sum(one.preview.new.counts.get("record", 0) for one in loaded),
        "changed": sum(one.preview.changed.counts.get("record", 0) for one in loaded),
        "unchanged": sum(one.preview.unchanged.counts.get("record", 0) for one in loaded),
        "open": len(told.open),
        "differs": len(told.differs),
        "gone": len(told.gone),
    }
