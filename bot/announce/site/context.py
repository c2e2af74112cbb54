"""What a look at a site works on: which list, how it is asked, what is known of it, what staff are told after it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.announce.site.bodies import Bodies
from bot.announce.site.browser import Browser, Fetched
from bot.announce.site.rows import Difference
from bot.ingest.given import Given
from bot.ingest.items.column_answers import ColumnAnswers
from bot.ingest.reading import read_site_apart
from bot.ingest.site.reading import SiteWanted
from bot.ingest.site.seen import ListSeen, PageSeen
from bot.store.database import Database
from bot.store.load.loading import Loaded
from bot.store.masking import Masks
from bot.store.site_pages import SitePages

#: What is remembered of a source, as JSON can say it.
Kept = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedList:
    """A list that is watched, and how.

    Attributes:
        name: Of the source.
        job: Of its job.
        address: Of the first page.
        agency: Whose it is, or None.
        own: The site is that office's own.
        hosts: Further hosts that may be asked.
        days: Within which a sweep passes over all of it.
        most_pages: Pages of the list at most.
        kept_days: For which bodies are kept.
        kept_bytes: Of all bodies at most.
    """

    name: str
    job: str
    address: str
    agency: str | None = None
    own: bool = False
    hosts: tuple[str, ...] = ()
    days: int = 7
    most_pages: int = 2000
    kept_days: int = 400
    kept_bytes: int = 2_000_000_000


@dataclass
class StaffNote:
    """What staff are to be told after a look.

    Attributes:
        differs: Title of a record, and where its list and its page differ.
        open: Rows that were not loaded: title and why.
        gone: Titles of rows that sweeps did not meet any more.
    """

    differs: list[tuple[str, Difference]] = field(default_factory=list)
    open: list[tuple[str, str]] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)


class LookContext:
    """What a look at one list works on.

    Args:
        database: Where.
        site: Which.
        folder: Of the bodies.
        browser: Asks it.
        given: Whose its rows are that name nobody.
        answers: What was said of columns.
        now: Tells the moment.
        more: Whether there is time for one more request.
    """

    def __init__(  # noqa: PLR0913 - what a look depends on
        self,
        database: Database,
        site: WatchedList,
        folder: Path,
        browser: Browser,
        *,
        given: Given,
        answers: ColumnAnswers,
        now: Callable[[], datetime],
        more: Callable[[], bool] = lambda: True,
    ) -> None:
        self.database, self.site, self.browser = database, site, browser
        self.given, self.answers, self.now, self.more = given, answers, now, more
        self.pages = SitePages(database, site.job)
        with database.reading() as connection:
            masks = Masks.read(connection)
        self.bodies = Bodies(folder, site.job, lambda text: masks.hidden(text) if text else text)
        self.told = StaffNote()
        self.closes = True  # pages of this site are closed where they are opened
        self.loaded: list[Loaded] = []

    def read(self, answer: Fetched, **wanted: Any) -> ListSeen | PageSeen:
        """Return what an answer is; `wanted` says as what it is read."""
        name = self.site.name.replace("/", "_")
        asked = {"data": answer.data, "address": answer.address, "charset": answer.charset, "name": name}
        return read_site_apart(SiteWanted(**{**asked, "given": self.given, "answers": self.answers, **wanted}))
