"""What can go wrong with the database, in words of `data/messages/<language>/store.yaml`."""

from bot.errors import GongkaiError


class StoreError(GongkaiError):
    """The database cannot be used as asked."""


class SecondProcessError(StoreError):
    """Another process answers from the same SQLite file: only PostgreSQL is shared. It does not pass by itself."""

    exit_code = 2


class UnwritableError(StoreError):
    """Nothing can be written for now, and nothing was; what is there can be read."""


class OlderSchemaError(StoreError):
    """The database was written by an older version, and cannot be migrated because it cannot be written."""


class BusyError(UnwritableError):
    """Another process held the write lock longer than the caller would wait."""
