"""The bundled report as an office's own: data for tests that are about anything but the demonstration."""

from bot.ingest.pipeline import read_paths
from bot.resources import bundled
from bot.store.database import Database
from bot.store.load.loading import load


def load_as_own(database: Database) -> None:
    """Load the bundled documents as their office would; beside whatever else is loaded."""
    load(database, read_paths(sorted(bundled("documents").iterdir())))
