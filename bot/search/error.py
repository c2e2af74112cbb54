"""The error of the search engine: it is shown as an error, never as an empty result (architecture.md §7)."""

from bot.errors import GongkaiError


class SearchError(GongkaiError):
    """The engine failed: a damaged index, a full disk, a query that it refuses. Messages are in `searching.yaml`."""
