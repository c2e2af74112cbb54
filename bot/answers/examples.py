"""Messages that the loaded data answers, for help and greeting: an example that finds nothing teaches nothing."""

from functools import cache, lru_cache
from typing import Any

from bot.answers.parts import Examples
from bot.records.model import Body, RecordKind
from bot.resources import read_yaml
from bot.store.read.queries import Store
from bot.store.read.values import Selection


def examples(store: Store) -> Examples:
    """Return examples from what is loaded, made once a revision."""
    return _examples(store, store.revision())


@lru_cache(maxsize=4)
def _examples(store: Store, revision: int) -> Examples:
    del revision  # only there so that a changed store is read again
    replies = store.records(Selection(kinds=(RecordKind.REPLY,)), limit=50)
    titled = [stored.record for stored in replies]
    numbered = [stored.record for stored in replies if stored.record.number is not None]
    # A 政协 number is short: it shows best that nothing else need be typed.
    numbered.sort(key=lambda record: record.body is not Body.CPPCC)
    reports = store.reports()
    return Examples(
        number=(numbered[0].number_raw or str(numbered[0].number)) if numbered else None,
        month=next((record.dated_on for record in numbered if record.dated_on), None),
        year=reports[0].year if reports else None,
        keyword=next((word for word in _written()["keywords"] if any(word in one.title for one in titled)), None),
        figure=_written()["figure"] if reports else None,
    )


def one_of_each(store: Store) -> tuple[str, ...]:
    """Return messages that together take every usual way: what is loaded, what is not, a greeting, no question at all.

    A process that has asked them itself keeps nobody waiting for what is read and compiled once.
    """
    made = examples(store)
    return tuple(one for one in (made.number, made.keyword, made.figure, *_written()["one_of_each"]) if one)


@cache
def _written() -> dict[str, Any]:
    written: dict[str, Any] = read_yaml("examples.yaml")
    return written
