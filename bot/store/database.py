"""The database file or server: opening, migrating, transactions, the revision."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection


class Database:
    """An open database at the schema that this version needs."""

    @classmethod
    def open(cls, url: str) -> "Database":
        """Open a database, creating it or migrating an older one.

        Args:
            url: `sqlite:///path` or `postgresql://...`.

        Returns:
            The open database.

        Raises:
            GongkaiError: It cannot be read or written, is no database, or was written by a newer version.
        """
        raise NotImplementedError

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection for reading."""
        raise NotImplementedError

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a connection in a transaction that holds the write lock; committed at the end, rolled back on error."""
        raise NotImplementedError

    def revision(self) -> int:
        """Return the revision: it rises with every change to what can be answered."""
        raise NotImplementedError

    def close(self) -> None:
        """Close all connections."""
        raise NotImplementedError
