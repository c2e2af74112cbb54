"""`gongkai check`: files before they are published, or what the checks found on what is loaded."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.messages import message, written

if TYPE_CHECKING:
    from bot.ingest.judging import Judging
    from bot.store.database import Database


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command("check", help=message("loading.check"))(check)


def check(  # noqa: PLR0913, PLR0917 - each is an option of the command
    paths: Annotated[list[Path] | None, typer.Argument(help=message("loading.check_paths"), metavar="PATH")] = None,
    agency: Annotated[str | None, typer.Option("--agency", help=message("loading.agency"))] = None,
    year: Annotated[int | None, typer.Option("--year", help=message("loading.year"), min=1900, max=2999)] = None,
    everything: Annotated[bool, typer.Option("--all", help=message("loading.check_all"))] = False,
    report: Annotated[
        Path | None, typer.Option("--report", help=message("loading.check_report"), metavar="FILE.xlsx")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help=message("loading.force"))] = False,
) -> None:
    """Judge files before they are published; without any, print what the checks found on what is loaded."""
    if paths:
        _check_files(paths, agency, year, report, everything=everything, force=force)
    elif report is not None:
        from bot.cli.wording import WrongUseError

        raise WrongUseError("cli.report_without_paths")
    else:
        _check_loaded(agency, year, everything=everything)


def _check_files(  # noqa: PLR0913 - each is an option of the command
    paths: Sequence[Path], agency: str | None, year: int | None, report: Path | None, *, everything: bool, force: bool
) -> None:
    from errno import ENOENT
    from os import strerror

    from bot.cli.opening import read_settings
    from bot.cli.progress import progress_bar
    from bot.errors import GongkaiError
    from bot.ingest.given import Given
    from bot.ingest.judging import judge
    from bot.messages import operator_language
    from bot.screens.judged import judged_lines, summary
    from bot.screens.understood import passed_lines
    from bot.store.load.own_office import NOBODYS, whose

    if report is not None and report.exists() and not force:
        raise GongkaiError("loading.file_exists", file=report)
    if report is not None and not report.resolve().parent.is_dir():
        raise GongkaiError("loading.unwritable", file=report, reason=strerror(ENOENT))
    factor = Decimal(str(read_settings().jump_factor))
    with _database() as database, progress_bar(message("loading.checking")) as show:
        given = Given(agency, year, whose=whose(database, ask=False) if database else NOBODYS)
        language = operator_language()
        judging = judge(
            paths,
            given,
            database=database,
            factor=factor,
            language=written(language),
            progress=lambda: show(advance=1),
        )
    for judged in judging.files:
        for line in judged_lines(judged, most=None) if everything else judged_lines(judged):
            typer.echo(line)
    for line in passed_lines(judging.passed):
        typer.echo(line)
    typer.echo(summary(judging), err=True)
    if report is not None:
        _write(judging, report, factor)
    raise typer.Exit(judging.worst.rank)


@contextmanager
def _database() -> "Iterator[Database | None]":
    """Give the database of the settings; None, and a line that says so, where it cannot be opened."""
    from bot.cli.opening import open_database
    from bot.store.errors import StoreError

    with ExitStack() as stack:
        try:
            database = stack.enter_context(open_database(reading=True))
        except StoreError as error:
            typer.echo(message("loading.not_compared", reason=str(error)), err=True)
            database = None
        yield database


def _write(judging: "Judging", path: Path, factor: Decimal) -> None:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from bot.cli.opening import read_settings
    from bot.errors import GongkaiError
    from bot.messages import operator_language
    from bot.screens.findings_book import findings_book

    now = datetime.now(ZoneInfo(read_settings().time_zone))
    try:
        path.write_bytes(findings_book(judging, operator_language(), at=now, factor=factor))
    except OSError as error:
        raise GongkaiError("loading.unwritable", file=path, reason=error.strerror or error) from error
    typer.echo(message("judging.written", file=path), err=True)


def _check_loaded(agency: str | None, year: int | None, *, everything: bool) -> None:
    """Print what the checks found on what is loaded, and on the office's own lines.

    Raises:
        GuidanceFileError: The file of these lines cannot be used.
    """
    from bot.answers.guidance_lines import OWN_FILE, read_own
    from bot.cli.opening import open_store, read_settings, slug_of
    from bot.screens.previewing import finding_lines

    with open_store(reading=True) as store:
        reports = store.reports(agency=slug_of(store, agency), year=year)
        for report in reports:
            for line in finding_lines(report, store.findings(report.agency.slug, report.year), everything=everything):
                typer.echo(line)
    if not reports:
        typer.echo(message("loading.no_reports"), err=True)
    read_own(read_settings().data_dir / OWN_FILE)
