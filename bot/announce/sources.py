"""The file of watched sources: folders, feeds, and lists on the pages of a site."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.errors import GongkaiError
from bot.ingest.readers.yaml_text import load_yaml
from bot.store.database import Database
from bot.store.jobs import last_run, note_job

_FIELDS = {"name", "folder", "feed", "page", "agency", "minutes", "own", "hosts", "days"}
_KINDS = ("folder", "feed", "page")
_OF_PAGES = frozenset({"own", "hosts", "days"})


class IntakeError(GongkaiError):
    """The file of sources cannot be used."""

    exit_code = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedSource:
    """A watched source.

    Attributes:
        name: What staff call it; also the name of the list its records stand in.
        folder: A folder, or None.
        feed: Address of an RSS or Atom feed, or None.
        page: Address of the first page of a list on a site, or None.
        agency: Whose publications these are.
        minutes: How often it is looked at.
        own: The site of `page` is that office's own.
        hosts: Further hosts that pages of it may be on.
        days: Within which all of `page` is passed over.
    """

    name: str
    folder: Path | None = None
    feed: str | None = None
    page: str | None = None
    agency: str | None = None
    minutes: int = 30
    own: bool = False
    hosts: tuple[str, ...] = ()
    days: int = 7

    @property
    def job(self) -> str:
        """The name under which it is remembered."""
        return job_of(self.name)


def job_of(name: str) -> str:
    """Return under which name a source is remembered."""
    return f"source:{hashlib.sha256(name.encode()).hexdigest()[:16]}"


def accept(database: Database, name: str) -> bool:
    """Take the list of a site at the next look as it is then, whatever it looked like before.

    Args:
        database: Where it is remembered.
        name: Of the source.

    Returns:
        Whether there is such a list, and it was looked at.
    """
    with database.writing() as connection:
        at, kept = last_run(connection, job_of(name))
        if at is None or not kept.get("shape"):
            return False
        note_job(connection, job_of(name), at, {**kept, "accept": True, "more": True, "fault": "", "first": {}})
    return True


def read_sources(path: Path) -> tuple[WatchedSource, ...]:
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


def _source(path: Path, entry: Any) -> WatchedSource:
    good = isinstance(entry, dict) and set(entry) <= _FIELDS and bool(entry.get("name"))
    if not good or sum(bool(entry.get(kind)) for kind in _KINDS) != 1 or not _fits(entry):
        raise IntakeError("intake.bad_source", file=path, entry=str(entry)[:100])
    folder = Path(entry["folder"]).expanduser() if entry.get("folder") else None
    given = {name: entry[name] for name in ("feed", "page", "agency", "minutes", "own", "days") if name in entry}
    return WatchedSource(name=str(entry["name"]), folder=folder, hosts=tuple(entry.get("hosts", ())), **given)


def _fits(entry: dict[str, Any]) -> bool:
    """Whether what an entry says is of its kind, and of the kind of source that it is."""
    whole = all(isinstance(entry.get(name, 1), int) and entry.get(name, 1) >= 1 for name in ("minutes", "days"))
    hosts = entry.get("hosts", [])
    listed = isinstance(hosts, list) and all(isinstance(host, str) and host for host in hosts)
    of_page = bool(entry.get("page")) or not _OF_PAGES & set(entry)
    if not (whole and listed and of_page and isinstance(entry.get("own", False), bool)):
        return False
    if entry.get("own") and not entry.get("agency"):
        return False
    return not entry.get("page") or str(entry["page"]).startswith(("http://", "https://"))
