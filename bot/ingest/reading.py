"""Reading in a process of its own: a file that crashes its reader, never ends or fills the memory is one clear line.

All that is loaded comes through here, from chat, page, watched folder and command line alike (docs/importing.md).
"""

import atexit
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.errors import GongkaiError
from bot.ingest.checks.finding import LANGUAGE, worded_in
from bot.ingest.given import NOTHING_GIVEN, Given
from bot.ingest.items.column_answers import NO_ANSWERS, ColumnAnswers
from bot.ingest.readers.errors import ReadingError
from bot.ingest.readers.limits import READING_MEGABYTES, READING_PATIENCE
from bot.records.model import Batch
from bot.worker import Worker, WorkerError

if TYPE_CHECKING:
    from bot.ingest.site.reading import SiteWanted
    from bot.ingest.site.seen import ListSeen, PageSeen

logger = logging.getLogger("gongkai")


@dataclass(frozen=True, slots=True)
class FileToRead:
    """A file that is to be read.

    Attributes:
        path: Of the file.
        given: What is said of it.
        whole: In one batch a document; else a long list in several.
        answers: What was said of columns of lists that are in doubt.
        only: Names of those documents of it that are wanted; all of them where there is none.
        language: In which findings are worded: those that are loaded in Chinese.
    """

    path: Path
    given: Given = NOTHING_GIVEN
    whole: bool = False
    answers: ColumnAnswers = NO_ANSWERS
    only: frozenset[str] = frozenset()
    language: str = LANGUAGE


# Pieces of a long list that are kept until all of it was read; of a longer one nothing is, and it is read twice.
_HELD = 10
_READER = Worker(f"{__name__}:read", megabytes=READING_MEGABYTES, patience=READING_PATIENCE)
atexit.register(_READER.close)


def read_apart(wanted: FileToRead) -> Iterator[Batch | GongkaiError]:
    """Read a file in the process that reads.

    Args:
        wanted: Which, and how.

    Yields:
        What it holds; of an archive also why members of it cannot be read, each by itself, and `OfficeWantedError` for
        those that name no office, where somebody can be asked (`Given.whose`).

    Raises:
        OfficeWantedError: The document names no office, and somebody can be asked.
        GongkaiError: It cannot be read or recognised, or its reader was ended; the line names the file.
    """
    try:
        yield from _READER.ask(replace(wanted, path=wanted.path.absolute()))
    except WorkerError as error:
        if error.reason == "fault":
            logger.error("reading failed: %s", error.detail)
        raise ReadingError(f"ended_{error.reason}", wanted.path.name) from None


def read_site_apart(wanted: "SiteWanted") -> "ListSeen | PageSeen":
    """Read a page of a site in the process that reads.

    Raises:
        ReadingError: The reader was ended; the line names the address.
    """
    try:
        (seen,) = _READER.ask(wanted)
    except WorkerError as error:
        if error.reason == "fault":
            logger.error("reading failed: %s", error.detail)
        raise ReadingError(f"ended_{error.reason}", wanted.address) from None
    found: ListSeen | PageSeen = seen
    return found


def read(wanted: "FileToRead | SiteWanted") -> Iterator[Any]:
    """Yield what a file, or a page of a site, holds: what the process does."""
    if not isinstance(wanted, FileToRead):
        from bot.ingest.site.record import read_site

        yield from read_site(wanted)
        return
    with worded_in(wanted.language):
        yield from _read_file(wanted)


def _read_file(wanted: FileToRead) -> Iterator[Batch | GongkaiError]:
    from bot.ingest.readers import read_file
    from bot.ingest.recognise import interpret_in_pieces, joined
    from bot.ingest.whose import named

    for document in read_file(wanted.path):
        if not wanted.only:
            yield from document.failed
        if document.media_type == "zip" or (wanted.only and document.name not in wanted.only):
            continue  # nothing of it could be read, or is asked for
        interpret = partial(interpret_in_pieces, document, answers=wanted.answers)
        read = partial(named, document, wanted.given, interpret)
        pieces = read() if document.name == wanted.path.name else _judged(read)
        if wanted.whole:
            parts = list(pieces)
            yield from (part for part in parts if isinstance(part, GongkaiError))
            if found := [part for part in parts if isinstance(part, Batch)]:
                yield joined(found)
        else:
            yield from pieces


def _judged(read: Callable[[], Iterator[Batch]]) -> Iterator[Batch | GongkaiError]:
    """Yield what a member of an archive holds once it is sure that all of it can be read, else why it cannot."""
    try:
        pieces = read()
        held = list(islice(pieces, _HELD))
        more = sum(1 for _ in pieces)
    except GongkaiError as error:
        yield error
        return
    yield from read() if more else held
