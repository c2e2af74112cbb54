"""What `gongkai --version` says."""

from bot import __version__


def version_line() -> str:
    """Return the name and version."""
    return f"gongkai {__version__}"
