"""Reading in a process of its own: a file that crashes its reader, never ends or fills the memory is one clear line.

All that is loaded comes through here, from chat, page, watched folder and command line alike (docs/importing.md).
"""

import atexit
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

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
        agency_name: Its agency, where it does not say.
        year: The year of a report, where it does not say.
        force: Both are those given even where the document says others.
        whole: In one batch a document; else a long list in several.
    """

    path: Path
    agency_name: str | None
    year: int | None
    force: bool
    whole: bool


_READER = Worker(f"{__name__}:read", megabytes=READING_MEGABYTES, patience=READING_PATIENCE)
atexit.register(_READER.close)


def read_apart(
    path: Path, *, agency_name: str | None = None, year: int | None = None, force: bool = False, whole: bool = False
) -> Iterator[Batch]:
    """Read a file in the process that reads.

    Args:
        path: Of the file.
        agency_name: Its agency, where it does not say.
        year: The year of a report, where it does not say.
        force: Both are those given even where the document says others.
        whole: In one batch a document; else a long list in several, so that it is never in memory as a whole.

    Raises:
        GongkaiError: It cannot be read or recognised, or its reader was ended; the line names the file.
    """
    try:
        yield from _READER.ask(Wanted(path.absolute(), agency_name, year, force, whole))
    except WorkerError as error:
        if error.reason == "fault":
            logger.error("reading failed: %s", error.detail)
        raise ReadingError(f"ended_{error.reason}", path.name) from None


def read(wanted: Wanted) -> Iterator[Batch]:
    """Yield what a file holds: what the process does."""
    from bot.ingest.readers import read_file
    from bot.ingest.recognise import interpret, interpret_in_pieces

    for document in read_file(wanted.path):
        if wanted.whole:
            yield interpret(document, agency_name=wanted.agency_name, year=wanted.year, force=wanted.force)
        else:
            yield from interpret_in_pieces(
                document, agency_name=wanted.agency_name, year=wanted.year, force=wanted.force
            )
