"""The pages of rows: read one by one, put together with their rows, and loaded some at once."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from bot.announce.site.bodies import ReadPage
from bot.announce.site.browser import Fetched, PageGoneError
from bot.announce.site.context import Kept, LookContext
from bot.announce.site.rows import together
from bot.errors import GongkaiError
from bot.ingest.site.rows import day_without_year
from bot.ingest.site.seen import Attachment, PageSeen, SiteRow
from bot.messages import message
from bot.plain_json import from_plain
from bot.records.model import PAGE, Batch, Listing, Place, Record
from bot.store.load.loading import load
from bot.store.site_pages import LOADED, OPEN, READ, WAITING

_AT_ONCE = 100  # rows that are loaded in one transaction
_UNREACHABLE = 5  # pages in a row that cannot be reached, after which a look ends
_SHOWN = 200  # characters of an address
_TRIES = 3  # looks after which a row whose page cannot be read is taken as the list has it


class RowPages:
    """Reads the pages of rows and loads what they are.

    Args:
        context: What it works on.
    """

    def __init__(self, context: LookContext) -> None:
        self._at = context
        self._records: dict[int, Record] = {}
        self._withheld: list[Record] = []  # of loaded rows that their list marks now as not for the public

    def take(self, kept: Kept) -> None:
        """Read the pages of rows that wait for it, and load what was read.

        Args:
            kept: What is remembered of the source.
        """
        self._at.closes = (kept.get("shape") or {}).get("closed", True)
        tried: set[int] = set()
        unreachable = 0
        while True:
            waiting = [row for row in self._at.pages.of_state(WAITING, _AT_ONCE + len(tried)) if row["id"] not in tried]
            for row in waiting[:_AT_ONCE]:
                if not self._at.more():
                    break
                tried.add(row["id"])
                unreachable = 0 if self._read_row(row) else unreachable + 1
                if unreachable >= _UNREACHABLE:
                    break  # the site is down: what waits is asked for at the next look
            tried -= self._records.keys()  # what was read waits no more
            self._load(kept)
            if not waiting or not self._at.more() or unreachable >= _UNREACHABLE:
                return

    def _read_row(self, row: dict[str, Any]) -> bool:
        """Read the page of a row, and note what came of it; return whether its site answered, where it was asked."""
        said = from_plain(SiteRow, row["said"])
        if said.refused and said.record is None and not said.cut:
            if said.withheld is not None and row["record_key"]:
                self._withheld.append(replace(said.withheld, key=row["record_key"]))
            self._open(row, said.refused)
            return True
        if not said.address or not self._at.browser.may(said.address):
            if said.address:
                self._at.told.open.append((said.title, message("intake.other_host", None, url=said.address[:_SHOWN])))
            self._without_page(row, said)
            return True
        part = urlsplit(said.address).fragment
        if part and not part.startswith(("/", "!")) and said.record is not None and not said.cut:
            # Letters of several records stand on that page: its text and its days are not this one's alone.
            self._at.told.open.append((said.title, message("site.part_of_page", url=said.address[:_SHOWN])))
            self._without_page(row, said)
            return True
        try:
            answer = self._at.browser.get(said.address)
            seen = self.page_of(said, answer)
        except GongkaiError as error:
            final = isinstance(error, PageGoneError) or error.name == "intake.robots"
            self._failed(row, said, str(error), final=final)
            return final or error.name != "intake.unreachable"
        if seen.fault:
            self._failed(row, said, why(seen), final=False)
        else:
            self.keep(row, said, seen, answer)
        return True

    def keep(self, row: dict[str, Any], said: SiteRow, seen: PageSeen, answer: Fetched) -> None:
        """Keep what the page of a row says, to be loaded."""
        record, differs = together(said, seen)
        digest = hashlib.sha256(answer.data).hexdigest()
        if record is None:
            self._open(row, "listing.no_title")
            return
        self._note_day(record, said)
        self._at.told.differs += [(record.title, one) for one in differs]
        self._records[row["id"]] = record
        body = ReadPage(address=answer.address, sha256=digest, day=self._at.now().date().isoformat(), record=record)
        self._at.bodies.keep(row["name"], body)
        self._at.pages.note_read(
            row["id"], self._at.now(), digest, state=READ, etag=answer.etag, modified=answer.modified
        )

    def page_of(self, said: SiteRow, answer: Fetched) -> PageSeen:
        """Return what the page of a row says, the text of its attachments with it."""
        seen = self._read_page(said, answer)
        if seen.record is None:
            return seen
        texts = [seen.record.text or ""]
        for each in seen.attachments:
            if self._at.browser.may(each.address) and (text := self._attached(each)):
                texts.append(f"{each.name}\n{text}")
        return replace(seen, record=replace(seen.record, text="\n".join(text for text in texts if text) or None))

    def _read_page(self, said: SiteRow, answer: Fetched) -> PageSeen:
        row = said.title or said.address
        seen = self._at.read(answer, row=row, number=said.number, cut=said.cut, closes=self._at.closes)
        assert isinstance(seen, PageSeen)  # noqa: S101 - as was asked
        return seen

    def _attached(self, each: Attachment) -> str:
        """Return the text of an attachment; empty where it cannot be read, which is said."""
        try:
            answer = self._at.browser.get(each.address)
            seen = self._at.read(answer, name=each.name, attached=True)
        except GongkaiError as error:
            self._at.told.open.append((each.name, str(error)))
            return ""
        assert isinstance(seen, PageSeen)  # noqa: S101 - as was asked
        if seen.fault:
            self._at.told.open.append((each.name, seen.seen))
        return seen.seen if not seen.fault else ""

    def _without_page(self, row: dict[str, Any], said: SiteRow) -> None:
        """Take a row as its list has it: its page is on another host, or there is none."""
        record, _ = together(said, None)
        if record is None:
            self._open(row, "site.cut_title")
            return
        self._note_day(record, said)
        self._records[row["id"]] = record
        self._at.pages.note_read(row["id"], self._at.now(), None, state=READ)

    def _note_day(self, record: Record, said: SiteRow) -> None:
        """Note a day that its list prints, of which nothing tells the year."""
        if record.dated_on is None and (day := day_without_year(said.said)):
            self._at.told.open.append((record.title, message("site.day_unread", day=day)))

    def _failed(self, row: dict[str, Any], said: SiteRow, why: str, *, final: bool) -> None:
        """Note that a page could not be read: it is tried again, then the row is taken as the list has it, and said."""
        with self._at.database.writing() as connection:
            self._at.pages.change(connection, row["id"], tries=row["tries"] + 1)
        if final or row["tries"] + 1 >= _TRIES:
            self._at.told.open.append((said.title, why))
            if row["record_key"] is None:
                self._without_page(row, said)
            else:
                self._keep_listed(row, said)

    def _keep_listed(self, row: dict[str, Any], said: SiteRow) -> None:
        """Take what the list corrects of a record whose page cannot be read now; its text stays."""
        if said.record is not None and not said.cut:
            self._records[row["id"]] = said.record
        with self._at.database.writing() as connection:
            self._at.pages.change(connection, row["id"], state=READ if row["id"] in self._records else LOADED)

    def _open(self, row: dict[str, Any], why: str) -> None:
        if why != "site.no_record":  # its list says itself that it is none
            self._at.told.open.append((row["title"], why))
        with self._at.database.writing() as connection:
            self._at.pages.change(connection, row["id"], state=OPEN)

    def _load(self, kept: Kept) -> None:
        """Load what was read: what was there at first sight tells nobody."""
        if self._withheld:
            self._put_in(self._batch(kept, (), self._withheld), told=True)
            self._withheld = []
        while rows := self._at.pages.of_state(READ, _AT_ONCE):
            made = [(row, record) for row in rows if (record := self._record_of(row)) is not None]
            lost = [row for row in rows if row["id"] not in {one["id"] for one, _ in made}]
            for told in (False, True):
                mine = [record for row, record in made if (row["record_key"] is not None or not row["quiet"]) is told]
                if mine:
                    self._put_in(self._batch(kept, mine), told=told)
            keys = self._at.pages.keys_of(record.source_url or "" for _, record in made)
            found = {
                row["id"]: row["record_key"] or keys.get((record.source_url or "", record.title))
                for row, record in made
            }
            with self._at.database.writing() as connection:
                self._at.pages.note_loaded(connection, found)
                for row in lost:
                    self._at.pages.change(connection, row["id"], state=WAITING)
            for row, _ in made:
                self._records.pop(row["id"], None)

    def _put_in(self, batch: Batch, *, told: bool) -> None:
        actor = f"source:{self._at.site.name}"
        self._at.loaded.append(load(self._at.database, [batch], now=self._at.now(), actor=actor, told=told))

    def _record_of(self, row: dict[str, Any]) -> Record | None:
        """Return the record of a row that was read, under its key where it has one; None where its body is lost."""
        record = self._records.get(row["id"])
        if record is None:
            body = self._at.bodies.get(row["name"])
            said = from_plain(SiteRow, row["said"])
            record = (
                body.record if body is not None else (said.record if row["sha256"] is None and not said.cut else None)
            )
        if record is None:
            return None
        return replace(record, key=row["record_key"] or "", listing=record.listing or self._at.site.name)

    def _batch(self, kept: Kept, records: Sequence[Record], withheld: Sequence[Record] = ()) -> Batch:
        name = self._at.site.name.replace("/", "_")
        counts = self._at.pages.counts()
        listing = Listing(
            name=(*records, *withheld)[0].listing or kept.get("name") or name,
            place=Place(document=name),
            total_rows=kept.get("total"),
            total_pages=kept.get("pages"),
            rows_in_source=sum(counts.get(state, 0) for state in (READ, LOADED)),
            quote=kept.get("quote"),
        )
        return Batch(
            document=name,
            sha256=hashlib.sha256(self._at.site.job.encode()).hexdigest(),
            media_type=PAGE,
            agency_name=self._at.given.agency_name or kept.get("agency"),
            own_office=bool(kept.get("own_office")),
            source=self._at.site.job,
            records=tuple(records),
            withheld=tuple(withheld),
            listings=(listing,),
        )


def why(seen: PageSeen) -> str:
    """Return in words why nothing is taken from the page of a row."""
    return message(f"site.{seen.fault}", seen=seen.seen, rows="", before="")
