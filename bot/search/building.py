"""Making, opening and writing the engine's index, in memory or in a directory."""

import json
import time
import zlib
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import tantivy

from bot.search import fields
from bot.search.document import documents
from bot.search.engine import failing
from bot.search.entry import IndexEntry
from bot.search.error import SearchError
from bot.search.stamp import Stamp
from bot.search.subject import expect_many

BUILDING_MEMORY = 540_000_000
"""Bytes that the engine gathers before it writes segments while building: a million titles in two to four of them, too
few to be merged, which takes longer than all else. The process stays under 850 MB (`make bench`)."""

BUILDING_THREADS = 2
"""Beside the thread that makes the tokens. More leave the index in more segments, and searching them takes longer."""

CATCHING_UP_MEMORY = 30_000_000
"""The same for catching up: an import is a few thousand records; the engine takes no less than 15 MB."""

LOCK_SECONDS = 30
"""How long to wait while another process writes to the same index."""

Progress = Callable[[int], None]
"""Called now and then while building, with the number of entries so far."""

_REPORT_EVERY = 1000
_WRITTEN_ONCE = ("fast", "fieldnorm", "idx", "pos", "store", "term")
_MARK = (1337).to_bytes(4, "little")
_LOCK_PAUSE = 0.05


def opened(directory: Path, stamp: Stamp) -> tantivy.Index | None:
    """Return the engine's index of a stamp, or None when it cannot be opened: it is a cache, and is made again."""
    try:
        with failing():
            index = tantivy.Index.open(str(directory / stamp.folder))
            fields.register(index)
            index.reload()
            index.searcher()
    except SearchError:
        return None
    return index


def is_damaged(directory: Path, stamp: Stamp) -> bool:
    """Return whether a file of an index is not as the engine wrote it: it would find too little, and say nothing of it.

    The engine writes a file once, and at its end what it needs to be compared: `{"crc": …}`, its length, a mark.
    """
    folder = directory / stamp.folder
    try:
        segments = json.loads((folder / "meta.json").read_bytes())["segments"]
        names = [segment["segment_id"].replace("-", "") for segment in segments]
        written = [folder / f"{name}.{ending}" for name in names for ending in _WRITTEN_ONCE]
        return not all(_is_as_written(path) for path in (*written, *folder.glob("*.del")))
    except (OSError, ValueError, LookupError, TypeError):
        return True


def _is_as_written(path: Path) -> bool:
    content = path.read_bytes()
    length, mark = int.from_bytes(content[-8:-4], "little"), content[-4:]
    body, footer = content[: -8 - length], content[-8 - length : -8]
    return mark == _MARK and bool(zlib.crc32(body) == json.loads(footer)["crc"])


def built(
    entries: Iterable[IndexEntry], stamp: Stamp, directory: Path | None = None, progress: Progress | None = None
) -> tantivy.Index:
    """Make an index of entries; in a directory, a stamp is written once it is complete.

    Raises:
        SearchError: The engine failed, or the directory cannot be used.
    """
    path = None
    if directory is not None:
        path = directory / stamp.folder
        try:
            path.mkdir(parents=True)
        except OSError as error:
            raise SearchError("searching.unusable_directory", directory=directory, reason=error.strerror) from error
    with failing():
        index = tantivy.Index(fields.schema(), path=None if path is None else str(path))
        fields.register(index)
        writer = index.writer(BUILDING_MEMORY, BUILDING_THREADS)
        done = 0
        for done, made in enumerate(documents(entries), start=1):
            writer.add_document(made)
            if done % _REPORT_EVERY == 0:
                if done == _REPORT_EVERY:
                    expect_many()
                if progress is not None:
                    progress(done)
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        if directory is not None:
            stamp.write(directory)
            stamp.remove_others(directory)
    if progress is not None:
        progress(done)
    return index


def replace(index: tantivy.Index, gone: Sequence[tuple[str, str]], entries: Iterable[IndexEntry]) -> None:
    """Take out what has these whole values (kind, value), put entries in, commit: searches see all of it or nothing.

    Raises:
        SearchError: The engine failed.
    """
    with failing():
        writer = _writer(index)
        try:
            for kind, value in gone:
                writer.delete_documents_by_term(fields.EXACT, fields.exact(kind, value))
            for made in documents(entries):
                writer.add_document(made)
            writer.commit()
        except BaseException:
            writer.rollback()
            raise
        finally:
            del writer  # lets go of the lock
        index.reload()


def _writer(index: tantivy.Index) -> tantivy.IndexWriter:
    until = time.monotonic() + LOCK_SECONDS
    while True:
        try:
            return index.writer(CATCHING_UP_MEMORY, 1)
        except ValueError as error:
            if "LockBusy" not in str(error) or time.monotonic() > until:
                raise
        time.sleep(_LOCK_PAUSE)
