"""The bundled documents, which demonstrate the bot: read by the importer, as anybody's are. Nothing is typed in."""

from typing import TYPE_CHECKING

from bot.resources import bundled
from bot.store import demonstration
from bot.store.errors import StoreError
from bot.store.load.batches import undo
from bot.store.load.loading import Loaded, load_demonstration

if TYPE_CHECKING:
    from bot.store.database import Database


def settle(database: "Database", *, welcome: bool) -> None:
    """Bring the demonstration in line at a start: loaded at the first one, gone where own documents came.

    Args:
        database: An open database.
        welcome: Whether the settings want it.

    Raises:
        GongkaiError: A bundled document cannot be read, or the database cannot be written; then nothing was changed.
    """
    with database.reading() as connection:
        wanted = welcome and demonstration.wanted_at_start(connection)
        outstayed = demonstration.outstayed(connection, welcome=welcome)
    if wanted:
        add(database)
    elif outstayed is not None:
        try:
            undo(database, outstayed)
        except StoreError as error:
            if error.name != "store.already_undone":  # by another process that starts
                raise


def add(database: "Database", *, note: str | None = None) -> Loaded:
    """Load the bundled documents as the demonstration; nothing where they are loaded.

    Args:
        database: An open database.
        note: `demonstration.ASKED` where somebody asked for it.

    Raises:
        GongkaiError: As `settle`; or something of them is the office's own already.
    """
    # Reading documents needs parsers that a later start does without.
    from bot.ingest.pipeline import read_paths

    paths = sorted(path for path in bundled("documents").iterdir() if path.is_file())
    return load_demonstration(database, read_paths(paths), note=note)


def remove(database: "Database") -> bool:
    """Take the demonstration away, whoever brought it; return whether it was there."""
    with database.reading() as connection:
        batch = demonstration.standing(connection)
    if batch is not None:
        undo(database, batch)
    return batch is not None
