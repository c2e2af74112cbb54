"""What can go wrong with the database, in words of `data/messages/<language>/store.yaml`."""

from bot.errors import GongkaiError


class StoreError(GongkaiError):
    """The database cannot be used as asked."""


class BusyError(StoreError):
    """Another process held the write lock longer than the caller would wait."""
