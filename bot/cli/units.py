"""`gongkai units`: which of the units that should report are loaded, and on which day a report was received."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.messages import message

if TYPE_CHECKING:
    from bot.records.units import Unit
    from bot.settings import Settings

_YEAR = Annotated[int | None, typer.Option("--year", help=message("units.year"), min=1900, max=2999)]
_FILE = Annotated[Path | None, typer.Option("--list", help=message("units.file"), metavar="FILE")]


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    group = typer.Typer(help=message("units.command"), invoke_without_command=True)
    group.callback(help=message("units.command"))(units)
    group.command("received", help=message("units.received"))(received)
    app.add_typer(group, name="units")


def units(
    context: typer.Context,
    year: _YEAR = None,
    file: _FILE = None,
    missing: Annotated[bool, typer.Option("--missing", help=message("units.open_only"))] = False,
    late: Annotated[bool, typer.Option("--late", help=message("units.late_only"))] = False,
) -> None:
    """Print the units that should report, and how it stands with the report of each."""
    from bot.answers.due_reports import Timing, due_reports
    from bot.cli.opening import open_store, read_settings
    from bot.screens.units import standing_lines

    if context.invoked_subcommand is not None:
        return
    settings = read_settings()
    listed, about = _units(file, settings), year or _last_year(settings)
    with open_store(reading=True) as store:
        found = due_reports(store, listed, about)
    head, *_ = standing_lines(found, about)
    shown = [one for one in found if not missing or one.is_open]
    shown = [one for one in shown if not late or one.timing is Timing.LATE]
    typer.echo(head)
    for line in list(standing_lines(shown, about))[1:]:
        typer.echo(line)


def received(
    name: Annotated[str, typer.Argument(help=message("units.received_name"), metavar="NAME")],
    day: Annotated[str | None, typer.Option("--on", help=message("units.received_on"), metavar="DAY")] = None,
    year: _YEAR = None,
    file: _FILE = None,
    forget: Annotated[bool, typer.Option("--forget", help=message("units.received_forget"))] = False,
) -> None:
    """Enter the day on which the report of a unit was received."""
    from bot.answers.due_reports import due_reports
    from bot.cli.opening import open_store, read_settings
    from bot.ingest.units import UnitsError
    from bot.records.agencies import is_called
    from bot.screens.units import timing_words
    from bot.store.receipts import note_receipt

    settings = read_settings()
    listed, about = _units(file, settings), year or _last_year(settings)
    unit = next((one for one in listed if one.name == name or is_called(name, one.agency)), None)
    if unit is None:
        raise UnitsError("units.not_on_list", said=name)
    if day is None and not forget:
        raise UnitsError("units.needs_day")
    with open_store() as store:
        note_receipt(store.database, unit.agency.slug, about, None if forget else _day(day or ""))
        (report,) = due_reports(store, [unit], about)
    if forget:
        typer.echo(message("units.forgotten", unit=unit.name, year=about))
    else:
        timing = timing_words(report)
        typer.echo(message("units.noted", unit=unit.name, year=about, day=report.received, timing=timing))


def _units(file: Path | None, settings: "Settings") -> "tuple[Unit, ...]":
    from bot.ingest.units import UnitsError, read_units

    path = file or settings.units
    if path is None:
        raise UnitsError("units.no_list")
    return read_units(path)


def _last_year(settings: "Settings") -> int:
    """Return the year whose reports are due in this one."""
    from datetime import datetime
    from zoneinfo import ZoneInfo

    return datetime.now(ZoneInfo(settings.time_zone)).year - 1


def _day(said: str) -> date:
    from bot.ingest.units import UnitsError
    from bot.text.dates import read_day

    day = read_day(said)
    if day is None:
        raise UnitsError("units.bad_day", said=said)
    return day
