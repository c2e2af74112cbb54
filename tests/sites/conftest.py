"""A town for each test, and a list on a site that it watches."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

import pytest

from bot.announce.intake import Intake, Sites
from bot.announce.site.browser import CrawlPolicy
from bot.announce.sources import WatchedSource
from bot.records.model import Record
from bot.store.database import Database
from bot.store.read.values import Selection
from tests.announce.chats import Town
from tests.begun import begun
from tests.sites.making import LAYOUTS, OFFICE, Layout, Made, MadeSite, make_records
from tests.sites.server import Server

STAFF = 900
CHANNEL = 1


@dataclass
class Watched:
    """A site of generated records, its server, and whoever watches it."""

    town: Town
    site: MadeSite
    server: Server
    source: WatchedSource
    folder: Path

    def intake(self) -> Intake:
        """Return one that knows nothing but what is kept: as after a start."""
        policy = CrawlPolicy(pause=0, own_network=True, seconds=2)
        sites = Sites(asking=policy, folder=self.folder)
        return Intake(self.town.database, [self.source], [STAFF], now=self.town.clock, sites=sites)

    def look(self) -> dict[str, int]:
        self.town.clock.passes(minutes=30)
        return self.intake().take_all(self.source)

    def sweep(self) -> dict[str, int]:
        self.town.clock.passes(days=8)
        return self.intake().sweep(self.source, all_of_it=True)

    def records(self) -> dict[str, Record]:
        """Return what is loaded, by address."""
        found = self.town.store.records(Selection(), limit=20_000)
        return {one.record.source_url or "": one.record for one in found}

    def faults(self) -> list[str]:
        """Return what is loaded otherwise than the site has it."""
        loaded, faults = self.records(), []
        for one in self.site.records:
            record = loaded.pop(self.server.address + self.site.full(one), None)
            if record is None:
                faults.append(f"missing {one.title}")
                continue
            text = record.text or ""
            said = (record.title, record.published_on, record.number, text.splitlines()[2:4] if text else None)
            lines = list(one.text[2:4])
            wanted = (one.title, one.day, one.number, lines if one.number not in self.site.gone else None)
            if said != wanted:
                faults.append(f"{said} for {wanted}")
            if self.site.layout.article == 1 and (record.index_no, record.doc_no) != (one.index_no, one.doc_no):
                faults.append(f"{record.index_no} {record.doc_no} for {one.index_no} {one.doc_no}")
        if len({record.listing for record in self.records().values()}) > 1:
            faults.append("one list under several names")
        return faults + [f"invented {record.title}" for record in loaded.values()]

    async def told(self, chat: int = CHANNEL) -> list[str]:
        await self.town.settles()
        return self.town.chats.texts(chat)

    def publish(self, number: int, seed: int = 1) -> Made:
        """Put a new record at the top of the list."""
        (made,) = make_records(Random(seed + number), 1, first=number)
        made.day = self.town.clock.now.date()
        self.site.records.insert(0, made)
        return made


Watch = Callable[..., Watched]


@pytest.fixture
def watch(tmp_path: Path) -> Iterator[Watch]:
    """Give a function that serves so many records in a layout, to be watched."""
    with ExitStack() as stack:

        def start(number: int = 6, layout: str | Layout = "ul", seed: int = 7, **given: object) -> Watched:
            chosen = layout if isinstance(layout, Layout) else next(one for one in LAYOUTS if one.name == layout)
            database = Database.open(f"sqlite:///{begun(tmp_path / 'data')}")
            stack.callback(database.close)
            site = MadeSite(replace(chosen, **({"per": 4} | given)), make_records(Random(seed), number))
            server = stack.enter_context(Server(site.answer).running())
            source = WatchedSource(name="提案答复", page=server.address + site.path, agency=OFFICE, own=True)
            town = Town(database)
            town.clock.is_("2025-01-06 10:00")
            return Watched(town, site, server, source, tmp_path / "pages")

        yield start
