"""How lists were understood, in words: which column became what, which rows are no records, what may be chosen."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from bot.messages import message
from bot.records.model import ListReading, Record

#: Names shown of those that are many.
_NAMED = 5
_SEPARATOR = "　"
#: Of a person: never taken, whatever is said.
_NEVER = ("person", "contact")


def reading_lines(readings: Sequence[ListReading], language: str | None = None, *, typed: bool) -> Iterator[str]:
    """Yield how each list was understood.

    Args:
        readings: Of the lists, in order.
        language: `zh` or `en`; the operator's when not given.
        typed: Whoever reads it types commands: they are told how to choose a column.
    """
    for reading in readings:
        yield _say("list_line", language, listing=reading.name, rows=reading.rows, fates=_fates(reading, language))
        if reading.of_file:
            yield _say("list_of_file", language, office=reading.office)
        taken = [f"{label}→{meaning_words(meaning, language)}" for label, meaning, takes in reading.columns if takes]
        if taken:
            yield _say("list_columns", language, columns=_joined(taken, language))
        never = [label for label, meaning, _ in reading.columns if meaning in _NEVER]
        if never:
            yield _say("list_never", language, columns=_joined(never, language))
        if left := left_columns(reading):
            yield _say("list_left", language, columns=_joined(left, language))
            if typed:
                yield _say("list_choose", language, example=left[0])


def left_columns(reading: ListReading) -> list[str]:
    """Return the columns that are not taken, and may be."""
    return [label for label, meaning, taken in reading.columns if not taken and meaning not in _NEVER]


def editable_columns(reading: ListReading) -> list[tuple[str, str]]:
    """Return label and meaning of each column that is of no person; no meaning where it is not taken."""
    never = {label for label, meaning, _ in reading.columns if meaning in _NEVER}
    return [(label, meaning if taken else "") for label, meaning, taken in reading.columns if label not in never]


def meaning_words(meaning: str, language: str | None = None) -> str:
    """Return what a column means, in words."""
    return _say(f"meaning_{meaning}", language)


def first_names(names: Sequence[str], language: str | None = None) -> str:
    """Return the first of some names, and how many more there are."""
    shown = _joined(names[:_NAMED], language)
    return shown + message("loading.more", language, number=len(names) - _NAMED) if len(names) > _NAMED else shown


def passed_lines(passed: Iterable[tuple[str, str]], language: str | None = None) -> Iterator[str]:
    """Yield what was not read at all, a line a sort: links, pictures, hidden sheets, what programs leave behind."""
    sorts: dict[str, list[str]] = {}
    for sort, name in passed:
        sorts.setdefault(sort, []).append(name)
    for sort, names in sorts.items():
        shown = first_names(names, language)
        yield _say("passed_files", language, what=_say(f"passed_{sort}", language), number=len(names), names=shown)


def _number(printed: str, language: str | None) -> str:
    """Return a number as a line names it; one that is printed with its 第 (2021年第5) needs no second."""
    said = _say("number", language, number=printed)
    return said.removeprefix("第") if "第" in printed else said


def record_line(record: Record, language: str | None = None) -> str:
    """Return what a record says: number, kind, body, session, title, date and of what, office."""
    days = [
        _say(f"day_{name}", language, day=day.isoformat())
        for name in ("replied_on", "published_on", "issued_on")
        if (day := getattr(record, name)) is not None
    ]
    parts = [
        _number(record.number_raw, language) if record.number_raw else "",
        _say(f"kind_{record.kind.value}", language),
        _say(f"body_{record.body.value}", language) if record.body else "",
        _say("session", language, term=record.term, session=record.session or "—") if record.term else "",
        " ".join(record.title.split()),
        _joined(days, language),
        record.publisher or "",
    ]
    return _SEPARATOR.join(part for part in parts if part)


def _fates(reading: ListReading, language: str | None) -> str:
    counts = Counter({"loaded": reading.loaded, "refused": reading.refused, "withheld": reading.withheld})
    counts.update(dict(reading.passed))
    parts = [_say(f"fate_{name}", language, number=number) for name, number in counts.items() if number]
    return _joined(parts, language)


def _joined(parts: Iterable[str], language: str | None) -> str:
    return message("loading.names_separator", language).join(parts)


def _say(name: str, language: str | None, **values: object) -> str:
    return message(f"understood.{name}", language, **values)
