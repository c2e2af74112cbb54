"""Reading in a process of its own: a file that crashes its reader, never ends or fills the memory is one clear line.

All that is loaded comes through here, from chat, page, watched folder and command line alike (docs/importing.md).
"""

import atexit
import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from bot.ingest.column_answers import NO_ANSWERS, ColumnAnswers
from bot.ingest.given import NOTHING_GIVEN, Given
from bot.ingest.readers.errors import ReadingError
from bot.ingest.readers.limits import READING_MEGABYTES, READING_PATIENCE
from bot.records.model import Batch
from bot.worker import Worker, WorkerError

logger = logging.getLogger("gongkai")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file that is to be read.

    Attributes:
        path: Of the file.
        given: What is said of it.
        whole: In one batch a document; else a long list in several.
        answers: What was said of columns of lists that are in doubt.
    """

    path: Path
    given: Given = NOTHING_GIVEN
    whole: bool = False
    answers: ColumnAnswers = NO_ANSWERS


_READER = Worker(f"{__name__}:read", megabytes=READING_MEGABYTES, patience=READING_PATIENCE)
atexit.register(_READER.close)


def read_apart(wanted: Wanted) -> Iterator[Batch]:
    """Read a file in the process that reads.

    Args:
        wanted: Which, and how.

    Raises:
        OfficeWantedError: A document names no office, and somebody can be asked (`Given.whose`).
        GongkaiError: It cannot be read or recognised, or its reader was ended; the line names the file.
    """
    try:
        yield from _READER.ask(replace(wanted, path=wanted.path.absolute()))
    except WorkerError as error:
        if error.reason == "fault":
            logger.error("reading failed: %s", error.detail)
        raise ReadingError(f"ended_{error.reason}", wanted.path.name) from None


def read(wanted: Wanted) -> Iterator[Batch]:
    """Yield what a file holds: what the process does."""
    from bot.ingest.readers import read_file
    from bot.ingest.recognise import interpret_in_pieces, joined
    from bot.ingest.whose import named

    for document in read_file(wanted.path):
        read = named(document, wanted.given, partial(interpret_in_pieces, document, answers=wanted.answers))
        if wanted.whole:
            yield joined(read)
        else:
            yield from read
