"""What is written is for its owner alone: folders 0700, files 0600, whatever was there before and wherever it lies.

On Windows, where a user's own folders are closed anyhow, nothing is done.
"""

import os
import stat
import sys
from contextlib import suppress
from pathlib import Path

# What stands in a data folder, beside hidden files (`.env`) and all that begins with `gongkai`.
_OURS = frozenset({"index", "uploads", "pictures.json"})


def close_new_files() -> None:
    """Let whatever this process makes from now on be its owner's alone."""
    os.umask(0o077)


def close_folder(folder: Path) -> None:
    """Make a folder if need be, and close it to others.

    A folder that holds other things too (`/srv`, a home) is not ours to close; what we write there is closed itself.

    Raises:
        OSError: It cannot be made.
    """
    with suppress(FileExistsError):
        folder.mkdir(mode=0o700, parents=True)
        return
    with suppress(OSError):
        if all(path.name in _OURS or path.name.startswith(("gongkai", ".")) for path in folder.iterdir()):
            _close(folder)


def close_file(file: Path) -> None:
    """Close a file to others, if it is there and ours; a file system that is read-only stays as it is."""
    with suppress(OSError):
        _close(file)


def _close(path: Path) -> None:
    if sys.platform == "win32":
        return
    found = path.stat()
    if found.st_uid == os.geteuid() and found.st_mode & 0o077:
        # Only taken away: what its owner must not write either stays so.
        path.chmod(stat.S_IMODE(found.st_mode) & ~0o077)
