"""Messages that the loaded data answers, for help and greeting: an example that finds nothing teaches nothing."""

from functools import lru_cache

from bot.answers.parts import Examples
from bot.records.model import RecordKind
from bot.store.queries import Store
from bot.store.values import Selection


def examples(store: Store) -> Examples:
    """Return examples from what is loaded, made once a revision."""
    return _examples(store, store.revision())


@lru_cache(maxsize=4)
def _examples(store: Store, revision: int) -> Examples:
    del revision  # only there so that a changed store is read again
    replies = store.records(Selection(kinds=(RecordKind.REPLY,)), limit=50)
    numbered = [stored.record for stored in replies if stored.record.number is not None]
    dated = [stored.record.published_on for stored in replies if stored.record.published_on]
    reports = store.reports()
    return Examples(
        number=numbered[-1].number_raw or str(numbered[-1].number) if numbered else None,
        month=dated[-1] if dated else None,
        year=reports[0].year if reports else None,
    )
