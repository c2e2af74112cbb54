"""Addresses of databases: an SQLite file as an URL, and back."""

from pathlib import Path


def sqlite_url(file: Path) -> str:
    """Return the SQLAlchemy URL of a file, with all escaped that means something in an URL: `?`, `#`, `%41`."""
    from sqlalchemy import URL

    return URL.create("sqlite", database=str(file.absolute())).render_as_string()


def sqlite_file(url: str) -> Path | None:
    """Return the file of a URL; None for a server, or for a database in memory."""
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        address = make_url(url)
    except ArgumentError:
        return None
    if not address.drivername.startswith("sqlite") or address.database in {None, "", ":memory:"}:
        return None
    return Path(str(address.database))
