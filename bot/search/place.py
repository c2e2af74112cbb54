"""Where an index belongs: in memory while it is small, on disk when making it at every start would be waited for."""

from pathlib import Path

from bot.store.read.queries import Store
from bot.store.read.values import Selection


def place(store: Store, chosen: Path | None, *, otherwise: Path, most_in_memory: int) -> Path | None:
    """Return the folder of a store's index, or None for one in memory.

    Args:
        store: The database's reading side.
        chosen: The folder that was set (`GONGKAI_INDEX_DIR`); it is used whatever the size.
        otherwise: The folder to use when none was set and there is too much for the memory.
        most_in_memory: So many records are kept in memory at most (`GONGKAI_INDEX_IN_MEMORY`).
    """
    if chosen is not None:
        return chosen
    return otherwise if store.count(Selection()) > most_in_memory else None
