"""Sweeps: all pages of a list and of its rows are passed over within some days, at an even pace, again and again."""

import hashlib
from datetime import datetime, timedelta
from typing import Any

from bot.announce.site.browser import PageGoneError
from bot.announce.site.context import Kept
from bot.announce.site.pages import why
from bot.announce.site.rows import shared_addresses
from bot.announce.site.watch import SiteWatch
from bot.errors import GongkaiError
from bot.ingest.site.seen import SiteRow, Turn
from bot.messages import message
from bot.plain_json import from_plain, to_plain
from bot.store.jobs import last_run, note_job
from bot.store.site_pages import OPEN, WAITING, name_of

_MOST_OPEN = 10_000
_MISSES = 2  # sweeps that do not meet a row before staff are asked
_WITHIN = 0.8  # share of its days in which a sweep is done, so that what is late is not too late


class Sweep:
    """Sweeps over one list.

    Args:
        watch: Looks at it.
    """

    def __init__(self, watch: SiteWatch) -> None:
        self._watch = watch
        self._at = watch.context

    def go_on(self, kept: Kept, *, all_of_it: bool = False) -> Kept:
        """Go on with the sweep as far as its pace says, or to its end; begin one where none is under way."""
        if not kept.get("complete"):
            return kept
        sweep = dict(kept.get("sweep") or {"number": 0, "ended": kept["since"]})
        if sweep.get("ended") and (
            all_of_it or self._at.now() - datetime.fromisoformat(sweep["ended"]) >= self._rest(sweep)
        ):
            sweep = {
                "number": sweep["number"] + 1,
                "began": self._at.now().isoformat(),
                "turn": None,
                "page": 0,
                "done": 0,
                "last": sweep.get("last"),
            }
            self._reopen()
        while not sweep.get("ended") and self._at.more() and (all_of_it or self._is_due(sweep)):
            kept = kept | {"sweep": sweep}
            sweep["done"] += 1
            if sweep["page"] is not None:
                self._list(kept, sweep)
            elif rows := self._at.pages.unswept(sweep["number"], 1):
                self._row(rows[0], sweep)
            else:
                sweep["ended"] = self._at.now().isoformat()
                if not sweep.get("broken"):
                    sweep["last"] = sweep["ended"]
                self._tidy(kept)
            with self._at.database.writing() as connection:
                _, stored = last_run(connection, self._at.site.job)
                note_job(connection, self._at.site.job, self._at.now(), {**stored, "sweep": sweep})
        self._watch.rows.take(kept | {"sweep": sweep})
        return kept | {"sweep": sweep}

    def _reopen(self) -> None:
        """Let rows be tried once more whose title the list cuts and whose page could not be read."""
        with self._at.database.writing() as connection:
            for row in self._at.pages.of_state(OPEN, _MOST_OPEN):
                if row["said"].get("cut"):
                    self._at.pages.change(connection, row["id"], state=WAITING, tries=0)

    def _rest(self, sweep: Kept) -> timedelta:
        """Return how long nothing is swept between two sweeps."""
        return timedelta(days=self._at.site.days * (1 - _WITHIN) / 2) if sweep["number"] else timedelta()

    def _is_due(self, sweep: Kept) -> bool:
        """Whether the next request of a sweep is due, so that all are made evenly within the days."""
        total = sum(self._at.pages.counts().values()) * 1.2 + 5
        gone = (self._at.now() - datetime.fromisoformat(sweep["began"])) / timedelta(days=self._at.site.days * _WITHIN)
        return bool(sweep["done"] < gone * total)

    def _list(self, kept: Kept, sweep: Kept) -> None:
        """Read one page of the list; after the last, count who was missed."""
        turn = from_plain(Turn, sweep["turn"]) if sweep["turn"] else Turn(self._at.site.address)
        page = sweep["page"] + 1
        try:
            answer = self._at.browser.get(turn.address, form=turn.form)
            seen = self._watch.read_list(answer, kept, first=page == 1)
        except GongkaiError:
            # What was not seen is not missing: the next sweep tells.
            sweep |= {"page": None, "broken": True}
            return
        fresh, corrected = self._watch.compared(seen)
        shared = shared_addresses(seen.rows)
        names = [name_of(row.address, row.title, shared=row.address in shared) for row in seen.rows]
        known = self._at.pages.known(names)
        following = self._watch.turn(seen, answer, page, [""])
        digest = hashlib.sha256("\n".join(names).encode()).hexdigest()
        if digest in sweep.get("visited", ()):
            following = None
        with self._at.database.writing() as connection:
            self._watch.take_down(connection, fresh, corrected, quiet=False, seen=sweep["number"])
            self._at.pages.see(connection, [row["id"] for row in known.values()], sweep["number"])
        sweep |= {"page": page, "turn": to_plain(following), "visited": [*sweep.get("visited", ()), digest]}
        sweep["rows"] = sweep.get("rows", 0) + len(seen.rows)
        if following is None:
            self._count_missed(sweep)
            sweep |= {"page": None, "turn": None, "visited": []}

    def _count_missed(self, sweep: Kept) -> None:
        """Count the rows that were not met; after two sweeps staff are asked, and nothing is deleted."""
        unseen = self._at.pages.unseen(sweep["number"])
        if sweep["rows"] * 2 < sum(self._at.pages.counts().values()):
            sweep["broken"] = True  # half of the list is not there: that is no taking down
            values = {
                "seen": self._at.site.address,
                "rows": sweep["rows"],
                "before": sum(self._at.pages.counts().values()),
            }
            self._at.told.open.append((self._at.site.name, message("site.fewer_rows", **values)))
            return
        moved = [row for row in unseen if self._at.pages.same_record(row, sweep["number"])]
        with self._at.database.writing() as connection:
            self._at.pages.forget(connection, [row["id"] for row in moved])
            for row in unseen:
                if row not in moved:
                    self._at.pages.change(connection, row["id"], missed=row["missed"] + 1)
                    if row["missed"] + 1 == _MISSES:
                        self._at.told.gone.append(row["title"])

    def _row(self, row: dict[str, Any], sweep: Kept) -> None:
        """Ask whether the page of a row is as it was; of one that this sweep missed in the list that says more."""
        said = from_plain(SiteRow, row["said"])
        with self._at.database.writing() as connection:
            self._at.pages.change(connection, row["id"], swept=sweep["number"])
        if row["seen"] < sweep["number"] and not sweep.get("broken"):
            return
        if not said.address or not self._at.browser.may(said.address):
            return
        try:
            answer = self._at.browser.get(said.address, etag=row["etag"], modified=row["modified"])
            if answer.unchanged or hashlib.sha256(answer.data).hexdigest() == row["sha256"]:
                return
            seen = self._watch.rows.page_of(said, answer)
        except PageGoneError as error:
            self._at.told.open.append((said.title, str(error)))
            return
        except GongkaiError:
            return
        if seen.fault:
            self._at.told.open.append((said.title, why(seen)))
            return
        self._watch.rows.keep(row, said, seen, answer)

    def _tidy(self, kept: Kept) -> None:
        """Let go of bodies that are to go: of records withdrawn, naming whom nobody shall name, too old, too many."""
        names = self._at.pages.suppressed()
        self._at.bodies.drop(self._at.pages.withdrawn())
        if list(names) != kept.get("suppressed", []):
            self._at.bodies.drop_naming(names)
            kept["suppressed"] = list(names)
        self._at.bodies.prune(self._at.now(), self._at.site.kept_days, self._at.site.kept_bytes)
