"""Limits of an import as a whole: a name, a value, a reason. Those of single formats are with the readers."""

from typing import Final

FOLDER_FILES: Final = 10_000
"""Most files that one import takes from folders: every report of a province for a decade."""
