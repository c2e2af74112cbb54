"""What was read of pages, kept beside the database: compressed, masked as texts are, with checksum and day.

A body goes with its record: when that is withdrawn, or a name in it suppressed. Of too many the oldest go.
"""

import gzip
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bot.plain_json import from_plain, to_plain
from bot.records.model import Record
from bot.store.masking import name_pattern


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadPage:
    """A page as it was read.

    Attributes:
        address: Where.
        sha256: Of the bytes that were read.
        day: When, in ISO form.
        record: What it says.
    """

    address: str
    sha256: str
    day: str
    record: Record


class Bodies:
    """The bodies of one source.

    Args:
        folder: Of all sources.
        source: The name of its job.
        hidden: Masks names in a text, as they are masked in what is shown.
    """

    def __init__(self, folder: Path, source: str, hidden: Callable[[str | None], str | None]) -> None:
        self._folder = folder / source.rpartition(":")[2]
        self._hidden = hidden

    def keep(self, name: str, body: ReadPage) -> None:
        """Keep a body; of one that is half written, the one before it stays."""
        plain = to_plain(body)
        for part in ("title", "topic", "text"):
            if plain["record"].get(part):
                plain["record"][part] = self._hidden(plain["record"][part])
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = self._path(name)
        new = path.with_suffix(".new")
        new.write_bytes(gzip.compress(json.dumps(plain, ensure_ascii=False).encode(), mtime=0))
        new.chmod(0o600)
        new.replace(path)

    def get(self, name: str) -> ReadPage | None:
        """Return a body; None where there is none that can be read."""
        try:
            plain: Any = json.loads(gzip.decompress(self._path(name).read_bytes()))
            return from_plain(ReadPage, plain)
        except (OSError, EOFError, ValueError, KeyError, TypeError):
            return None

    def drop(self, names: Iterable[str]) -> None:
        """Delete bodies."""
        for name in names:
            self._path(name).unlink(missing_ok=True)

    def drop_naming(self, names: tuple[str, ...]) -> None:
        """Delete the bodies that name a person whose name is suppressed."""
        if not names:
            return
        pattern = name_pattern(names)
        for path in self._folder.glob("*.gz"):
            body = self.get(path.name.removesuffix(".gz"))
            record = body.record if body else None
            if record is None or any(pattern.search(text or "") for text in (record.title, record.topic, record.text)):
                path.unlink(missing_ok=True)

    def prune(self, now: datetime, days: int, most: int) -> None:
        """Delete the bodies that are older, and the oldest beyond a size in bytes."""
        found = []
        for path in self._folder.glob("*.gz"):
            seen = path.stat()
            if seen.st_mtime < (now - timedelta(days=days)).timestamp():
                path.unlink(missing_ok=True)
            else:
                found.append((seen.st_mtime, seen.st_size, path))
        size = sum(one[1] for one in found)
        for _, one, path in sorted(found, key=lambda each: each[0]):
            if size <= most:
                break
            path.unlink(missing_ok=True)
            size -= one

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}.gz"
