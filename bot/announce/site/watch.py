"""Looks at a list of a site: at first at all of it, later at its first page, and at more while all of that is new."""

import hashlib
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

from bot.announce.feed import SourceError
from bot.announce.site.browser import Fetched, PageGoneError
from bot.announce.site.context import Kept, LookContext
from bot.announce.site.pages import RowPages
from bot.announce.site.rows import is_other, shared_addresses
from bot.announce.site.shape import PageShape, broken, change_of, shape_of
from bot.ingest.site.seen import ListSeen, SiteRow, Turn
from bot.messages import message
from bot.plain_json import from_plain, to_plain
from bot.store.jobs import note_job
from bot.store.site_pages import READ, WAITING, name_of

_COMPARED = ("number_raw", "published_on", "replied_on", "issued_on", "index_no", "doc_no", "result_class")
_SEVERAL = 3  # rows that say something else at once, from which it may be the page that does
_KNOWN = 60  # rows of the first page by which its list is known again

Fresh = list[tuple[str, SiteRow]]
Corrected = list[tuple[dict[str, Any], SiteRow]]


class SiteWatch:
    """Looks at one list.

    Args:
        context: What it works on.
    """

    def __init__(self, context: LookContext) -> None:
        self.context = self._at = context
        self.rows = RowPages(context)

    def look(self, kept: Kept) -> Kept:
        """Look at the first page, and at what follows while that is new; read and load what was not met before.

        Args:
            kept: What was remembered of the look before.

        Returns:
            What is to be remembered; `more` where time ran out and it is to go on.

        Raises:
            SourceError: The page cannot be read, or looks otherwise than it did. Nothing was loaded.
        """
        kept = dict(kept)
        # Where time ran out over the pages of rows, these come first.
        if not kept.get("walk") and not (kept.get("more") and self._left()):
            kept = self._first(kept)
        kept = self._walk_on(kept)
        self.rows.take(kept)
        kept["more"] = bool(kept.get("walk")) or self._left()
        return kept

    def _left(self) -> bool:
        waiting = self._at.pages.of_state(WAITING, 1)
        return bool(self._at.pages.of_state(READ, 1)) or bool(waiting and not waiting[0]["tries"])

    def _first(self, kept: Kept) -> Kept:
        """Look at the first page: whether it changed, is what it was, and what is new on it."""
        first: Kept = kept.get("first") or {}
        answer = self._at.browser.get(self._at.site.address, etag=first.get("etag"), modified=first.get("modified"))
        digest = hashlib.sha256(answer.data).hexdigest()
        if kept.get("complete") and (answer.unchanged or digest == first.get("sha256")):
            return kept
        seen = self.read_list(answer, kept, first=True)
        self._at.closes = seen.closed
        kept |= {"shape": shape_of(seen).plain(), "accept": False, "name": seen.name, "agency": seen.agency}
        kept |= {
            "own_office": seen.own_office,
            "total": seen.total_rows,
            "pages": seen.total_pages,
            "quote": seen.quote,
        }
        kept["first"] = {"etag": answer.etag, "modified": answer.modified, "sha256": digest}
        kept["first"]["rows"] = [row.address for row in seen.rows[:_KNOWN]]
        return self._met(kept, seen, answer, 1, [])

    def _met(self, kept: Kept, seen: ListSeen, answer: Fetched, page: int, visited: list[str]) -> Kept:
        """Take down the rows of a page, and where the list goes on, in one transaction."""
        fresh, corrected = self.compared(seen)
        quiet = not kept.get("complete")
        # A later look goes on while all of a page is new; at first sight all of the list is.
        going = quiet or (len(fresh) == len(seen.rows) and bool(seen.rows))
        turn = self.turn(seen, answer, page, visited) if going else None
        names = hashlib.sha256("\n".join(row.address + row.title for row in seen.rows).encode()).hexdigest()
        if names in visited:
            turn, fresh = None, []  # a pager that leads to the same page for ever
        kept["walk"] = {"turn": to_plain(turn), "page": page + 1, "visited": [*visited, names]} if turn else None
        if turn is None and going:
            kept["read_pages"] = page
        sweep = (kept.get("sweep") or {}).get("number", 0)
        with self._at.database.writing() as connection:
            self.take_down(connection, fresh, corrected, quiet=quiet, seen=sweep)
            if turn is None and quiet:
                kept |= {"complete": True, "since": self._at.now().isoformat()}
                self._say_short(kept, page, len(fresh))
            if fresh or corrected:
                kept["changed"] = self._at.now().isoformat()
            note_job(connection, self._at.site.job, self._at.now(), kept)
        return kept

    def _say_short(self, kept: Kept, page: int, fresh: int) -> None:
        """Tell staff where the site states more than its pager leads to."""
        met = sum(self._at.pages.counts().values()) + fresh
        if page < (kept.get("pages") or 0) or met < (kept.get("total") or 0):
            values = {
                "pages": page,
                "rows": met,
                "total": kept.get("total") or "",
                "total_pages": kept.get("pages") or "",
            }
            self._at.told.open.append((kept["name"], message("site.short", None, **values)))

    def take_down(self, connection: Connection, fresh: Fresh, corrected: Corrected, *, quiet: bool, seen: int) -> None:
        """Take down rows that were not met before, and what those say now that said something else."""
        rows = [
            {
                "name": name,
                "address": row.address,
                "title": row.title,
                "said": to_plain(row),
                "quiet": quiet,
                "seen": seen,
            }
            for name, row in fresh
        ]
        self._at.pages.add(connection, rows)
        for stored, row in corrected:
            values: dict[str, Any] = {"said": to_plain(row), "title": row.title, "state": WAITING, "tries": 0}
            if is_other(stored["title"], row.title):
                values |= {"record_key": None, "quiet": False}
            self._at.pages.change(connection, stored["id"], **values)

    def compared(self, seen: ListSeen) -> tuple[Fresh, Corrected]:
        """Return rows that were not met before, with their names, and those that say something else than before."""
        shared = shared_addresses(seen.rows)
        named = {name_of(row.address, row.title, shared=row.address in shared): row for row in seen.rows}
        known = self._at.pages.known(named)
        fresh = [(name, row) for name, row in named.items() if name not in known]
        corrected = [
            (known[name], row)
            for name, row in named.items()
            if name in known and _facts(from_plain(SiteRow, known[name]["said"])) != _facts(row)
        ]
        return fresh, corrected

    def turn(self, seen: ListSeen, answer: Fetched, page: int, visited: Sequence[str]) -> Turn | None:
        """Return where a list goes on; None at its end."""
        if page >= self._at.site.most_pages or (seen.total_pages is not None and page >= seen.total_pages):
            return None
        if (
            seen.total_pages is None
            and seen.total_rows is not None
            and len(visited) == 0
            and seen.total_rows <= len(seen.rows)
        ):
            return None
        return next((turn for turn in seen.turns if turn.form or turn.address != answer.address), None)

    def _walk_on(self, kept: Kept) -> Kept:
        while (walk := kept.get("walk")) and self._at.more():
            turn = from_plain(Turn, walk["turn"])
            try:
                answer = self._at.browser.get(turn.address, form=turn.form)
            except PageGoneError:
                # A pager that counts otherwise than it states ends here; what is missing is told.
                kept |= {"walk": None, "read_pages": walk["page"] - 1}
                if not kept.get("complete"):
                    kept |= {"complete": True, "since": self._at.now().isoformat()}
                continue
            seen = self.read_list(answer, kept)
            kept = self._met(kept, seen, answer, walk["page"], walk["visited"])
        return kept

    def _rewritten(self, seen: ListSeen) -> str:
        """Return the name of a message where most rows that were met say something else now: columns have moved."""
        fresh, corrected = self.compared(seen)
        known = len(seen.rows) - len(fresh)
        return "rewritten" if len(corrected) >= _SEVERAL and len(corrected) * 2 > known else ""

    def read_list(self, answer: Fetched, kept: Kept, *, first: bool = False) -> ListSeen:
        """Return the list of a page.

        Args:
            answer: The page.
            kept: What is remembered of the list.
            first: It is the first page, and is to be what it was.

        Raises:
            SourceError: It is none, or looks otherwise.
        """
        known = frozenset((kept.get("first") or {}).get("rows", ()))
        # Further pages may be data for a script, without the heading that says what their rows are.
        heading = "" if first else kept.get("name", "")
        seen = self._at.read(answer, known=known, heading=heading)
        assert isinstance(seen, ListSeen)  # noqa: S101 - as was asked
        if seen.fault:
            raise SourceError(f"site.{seen.fault}", seen=seen.seen or answer.address)
        if (plain := kept.get("shape")) and not (first and kept.get("accept")):
            before = PageShape.of_plain(plain)
            self._at.closes = before.closed
            met = self._at.pages.known_addresses(row.address for row in seen.rows) if first else frozenset()
            fault = change_of(before, seen, met) if first else broken(before, seen)
            if fault := fault or self._rewritten(seen):
                said = "；".join(row.title for row in seen.rows[:2])
                raise SourceError(f"site.{fault}", seen=said, rows=len(seen.rows), before=before.rows)
        return seen


def _facts(row: SiteRow) -> tuple[object, ...]:
    """Return what of a row is compared: what its own cells say, not what the heading over it or its place adds."""
    said = tuple(getattr(row.record, name) for name in _COMPARED) if row.record is not None else ()
    return (row.title, row.cut, row.address, row.refused, *said)
