"""The units that should report, in words: 已收录 or 未收录, and in time or late where a day says so."""

from collections.abc import Iterator, Sequence
from datetime import date

from bot.answers.due_reports import DueReport, Timing
from bot.messages import message

_NAMED = 20


def standing_lines(found: Sequence[DueReport], year: int, language: str | None = None) -> Iterator[str]:
    """Yield how many reports are there, then each unit: first those of which nothing is.

    Args:
        found: Of the units.
        year: That the reports are about.
        language: `zh`, `zh-Hant` or `en`; the operator's when not given, as of all lines here.
    """
    yield summary(found, year, language)
    for one in sorted(found, key=lambda one: (one.loaded, not one.is_open)):
        yield standing_line(one, language)


def summary(found: Sequence[DueReport], year: int, language: str | None = None) -> str:
    """Return how many reports are there, and how many of these came in time."""
    loaded = [one for one in found if one.loaded]
    received = sum(not one.loaded and not one.is_open for one in found)
    there = [one for one in found if not one.is_open]
    timing = {each.value: sum(one.timing is each for one in there) for each in Timing}
    return _say(
        "summary",
        language,
        year=year,
        total=len(found),
        loaded=len(loaded),
        open=len(found) - len(loaded),
        received=_say("summary_received", language, number=received) if received else "",
        timing=_say("timing", language, **timing) if there else "",
    ).strip()


def standing_line(one: DueReport, language: str | None = None) -> str:
    """Return one line on a unit."""
    mark = "loaded" if one.loaded else "open" if one.is_open else "received"
    days = ""
    for name, day in (("received_day", one.received), ("published_day", one.published)):
        days += _say(name, language, day=day.isoformat()) if day else ""
    if not one.is_open:
        days += timing_words(one, language)
    due = _say("due", language, day=one.due.isoformat()) if one.due else _say("no_due", language)
    return _say("line", language, mark=_say(f"mark_{mark}", language), unit=one.unit.name, due=due, days=days)


def timing_words(one: DueReport, language: str | None = None) -> str:
    """Return whether a report came in time, by how many days late, or that no date says so."""
    return _say(one.timing.value, language, **({"number": one.days_late} if one.timing is Timing.LATE else {}))


def reminder(found: Sequence[DueReport], year: int, due: date, today: date, language: str | None = None) -> str:
    """Return what staff are told of the reports that are due on a day: how many are there, and which are not."""
    missing = [one.unit.name for one in found if one.is_open]
    names = message("loading.names_separator", language).join(missing[:_NAMED])
    if len(missing) > _NAMED:
        names += _say("and_more", language, number=len(missing))
    received = sum(not one.loaded and not one.is_open for one in found)
    left = (due - today).days
    name = "reminder_before" if left > 0 else "reminder_after" if left < 0 else "reminder_today"
    return _say(
        name,
        language,
        year=year,
        day=due.isoformat(),
        total=len(found),
        loaded=sum(one.loaded for one in found),
        received=_say("reminder_received", language, number=received) if received else "",
        open=len(missing),
        names=names,
        **({"number": left} if left > 0 else {}),
    )


def _say(name: str, language: str | None, **values: object) -> str:
    return message(f"units.{name}", language, **values)
