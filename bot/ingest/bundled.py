"""The bundled documents: loaded by the importer at the first start, as anybody's documents are. Nothing is typed in."""

import hashlib
from typing import TYPE_CHECKING

from bot.resources import bundled
from bot.store.load import Loaded, knows_document, load

if TYPE_CHECKING:
    from bot.store.database import Database


def load_bundled(database: "Database") -> Loaded | None:
    """Load what is bundled and was never loaded here: at the first start, and after an upgrade that brings more.

    Args:
        database: An open database.

    Returns:
        What was loaded; None when all of it was known.

    Raises:
        GongkaiError: A bundled document cannot be read, or the database cannot be written; then nothing was loaded.
    """
    paths = sorted(path for path in bundled("documents").iterdir() if path.is_file())
    new = [path for path in paths if not knows_document(database, hashlib.sha256(path.read_bytes()).hexdigest())]
    if not new:
        return None
    # Reading documents needs parsers that a later start does without.
    from bot.ingest.pipeline import read_paths

    return load(database, read_paths(new))
