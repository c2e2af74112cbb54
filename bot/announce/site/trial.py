"""First sight of a list, before it is a source: how it is understood, and what would be loaded. Nothing is kept."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

from bot.announce.feed import SourceError
from bot.announce.site.browser import Browser, Fetched
from bot.announce.site.pages import why
from bot.announce.site.rows import Difference, together
from bot.announce.sources import read_sources
from bot.errors import GongkaiError
from bot.ingest.given import Given
from bot.ingest.reading import read_site_apart
from bot.ingest.site.reading import SiteWanted
from bot.ingest.site.seen import ListSeen, PageSeen, SiteRow, Turn
from bot.records.model import Record

_SAMPLES = 3  # pages of rows that are read


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """A row whose page was read.

    Attributes:
        row: Of the list.
        record: What both say; None where the page cannot be read.
        fault: Why it cannot.
        differs: Where they differ.
        attachments: How many files of kinds that are read it links to.
    """

    row: SiteRow
    record: Record | None = None
    fault: str = ""
    differs: tuple[Difference, ...] = ()
    attachments: int = 0


@dataclass(slots=True, kw_only=True)
class Trial:
    """What was seen of a list.

    Attributes:
        first: Its first page.
        rows: Of all pages that were read, each once.
        pages: How many were read.
        goes_on: What leads on from the first page, and from the last that was read.
        samples: Rows whose pages were read.
        hosts: Further hosts of the same site that pages of rows are on.
    """

    first: ListSeen
    rows: list[SiteRow] = field(default_factory=list)
    pages: int = 1
    turn: Turn | None = None
    left: Turn | None = None
    samples: list[Tried] = field(default_factory=list)
    hosts: tuple[str, ...] = ()


def attempt(browser: Browser, given: Given, *, most: int, samples: int = _SAMPLES) -> Trial:
    """Return how a list is understood.

    Args:
        browser: Asks its site.
        given: Whose it is.
        most: Pages of it that are read at most.
        samples: Pages of rows that are read.

    Raises:
        SourceError: The first page is no list, or cannot be read.
    """
    trial: Trial | None = None
    turn, met, orders = Turn(browser.address), dict[tuple[str, str], SiteRow](), set[tuple[str, ...]]()
    while True:
        try:
            answer = browser.get(turn.address, form=turn.form)
        except SourceError:
            if trial is None:
                raise
            break
        seen = _read(answer, given, heading=trial.first.name if trial is not None else "")
        assert isinstance(seen, ListSeen)  # noqa: S101 - as was asked
        if seen.fault:
            if trial is None:
                raise SourceError(f"site.{seen.fault}", seen=seen.seen or answer.address)
            break
        order = tuple(row.address + row.title for row in seen.rows)
        if order in orders:
            break
        orders.add(order)
        following = next((one for one in seen.turns if one.form or one.address != answer.address), None)
        if trial is None:
            trial = Trial(first=seen, turn=following)
        else:
            trial.pages += 1
        for row in seen.rows:
            met.setdefault((row.address, row.title), row)
        trial.left = following if seen.total_pages is None or trial.pages < seen.total_pages else None
        if trial.left is None or trial.pages >= most:
            break
        turn = trial.left
    assert trial is not None  # noqa: S101 - the first page gave it, or raised
    trial.rows = list(met.values())
    trial.hosts = _hosts(browser.address, trial.rows)
    browser.hosts = browser.hosts | frozenset(trial.hosts)
    trial.samples = [_tried(browser, row, given) for row in trial.rows[:samples] if row.address]
    return trial


def _hosts(address: str, rows: list[SiteRow]) -> tuple[str, ...]:
    """Return the hosts beside that of a list which rows lead to: xxgk.example.gov.cn beside www.example.gov.cn."""
    own = urlsplit(address).netloc.rpartition("@")[2].lower()
    home = own.removeprefix("www.")
    found = dict.fromkeys(urlsplit(row.address).netloc.lower() for row in rows if row.address)
    return tuple(host for host in found if host != own and (host == home or host.endswith(f".{home}")))


def _read(answer: Fetched, given: Given, **wanted: Any) -> ListSeen | PageSeen:
    """Return what an answer is; `wanted` says as what it is read."""
    return read_site_apart(
        SiteWanted(
            data=answer.data,
            address=answer.address,
            charset=answer.charset,
            name=answer.address,
            given=given,
            **wanted,
        )
    )


def _tried(browser: Browser, row: SiteRow, given: Given) -> Tried:
    try:
        answer = browser.get(row.address)
        seen = _read(answer, given, row=row.title or row.address, number=row.number, cut=row.cut)
    except GongkaiError as error:
        return Tried(row=row, fault=str(error))
    assert isinstance(seen, PageSeen)  # noqa: S101 - as was asked
    if seen.fault:
        return Tried(row=row, fault=why(seen))
    record, differs = together(row, seen)
    return Tried(row=row, record=record, differs=differs, attachments=len(seen.attachments))


def entry_for(address: str, trial: Trial, *, name: str | None, agency: str | None) -> dict[str, Any]:
    """Return the entry of a file of sources for a list."""
    made: dict[str, Any] = {"name": name or trial.first.name, "page": address}
    if agency or trial.first.agency:
        made |= {"agency": agency or trial.first.agency, "own": True}
    if trial.hosts:
        made["hosts"] = list(trial.hosts)
    return made | {"minutes": 30}


def written(entry: dict[str, Any]) -> str:
    """Return an entry as a line of YAML."""
    return "- " + yaml.safe_dump(entry, allow_unicode=True, default_flow_style=True, sort_keys=False, width=10_000)


def write(entry: dict[str, Any], path: Path) -> None:
    """Add an entry to a file of sources; a name that is taken gets a number.

    Raises:
        IntakeError: The file is none.
    """
    lines = path.read_text(encoding="utf-8") if path.exists() else ""
    names = {source.name for source in read_sources(path)} if lines.strip() else set()
    name, number = entry["name"], 1
    while entry["name"] in names:
        number += 1
        entry = entry | {"name": f"{name} {number}"}
    path.write_text(lines + ("\n" if lines and not lines.endswith("\n") else "") + written(entry), encoding="utf-8")
