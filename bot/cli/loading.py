"""`gongkai import`, `batches`, `undo`, `withdraw`, `suppress`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.opening import open_database
from bot.cli.progress import progress_bar
from bot.messages import message

if TYPE_CHECKING:
    from bot.store.database import Database

_YEAR = Annotated[int | None, typer.Option("--year", help=message("loading.year"), min=1900, max=2999)]


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command("import", help=message("loading.import"))(import_)
    app.command("batches", help=message("loading.batches"))(batches)
    app.command("undo", help=message("loading.undo"))(undo)
    app.command("withdraw", help=message("loading.withdraw"))(withdraw)
    app.command("suppress", help=message("loading.suppress"))(suppress)


def import_(  # noqa: PLR0913, PLR0917 - each is an option of the command
    paths: Annotated[list[Path], typer.Argument(help=message("loading.import_paths"), metavar="PATH")],
    agency: Annotated[str | None, typer.Option("--agency", help=message("loading.agency_given"))] = None,
    year: _YEAR = None,
    force: Annotated[bool, typer.Option("--force", help=message("loading.force_given"))] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=message("loading.dry_run"))] = False,
    columns: Annotated[list[str] | None, typer.Option("--map", help=message("loading.map"), metavar="A=B")] = None,
    strict: Annotated[bool, typer.Option("--strict", help=message("loading.strict"))] = False,
) -> None:
    """Import documents, or show what importing them would change."""
    from bot.cli.office import ask_office, is_answered
    from bot.ingest.checks.again import recheck
    from bot.ingest.given import Given
    from bot.ingest.items.column_answers import ColumnAnswers, answers_in
    from bot.ingest.pipeline import Files
    from bot.ingest.whose import OfficeWantedError
    from bot.screens.previewing import filled_lines, preview_lines
    from bot.screens.understood import passed_lines
    from bot.store.load.column_answers import kept_answers
    from bot.store.load.loading import Loaded, load, preview
    from bot.store.load.own_office import Whose, keep_own_office, whose

    def run(database: "Database", unnamed: Whose) -> tuple[Files, Loaded]:
        answers = ColumnAnswers(answers_in(columns or ()), kept_answers(database))
        files = Files(paths, Given(agency, year, force, unnamed), answers, strict)
        with progress_bar(message("loading.importing")) as show:

            def progress(done: int) -> None:
                show(advance=done)

            if not dry_run:
                return files, load(database, files.pieces(), recheck=recheck, progress=progress, actor="command")
            seen = preview(database, files.pieces(), recheck=recheck, progress=progress)
        return files, Loaded(batch_id=None, preview=seen, revision=database.revision())

    with open_database() as database:
        try:
            files, loaded = run(database, whose(database, ask=is_answered()))
        except OfficeWantedError as wanted:
            # Asked when nothing is held any more: whoever thinks about it keeps nobody else from loading.
            answer = ask_office(wanted)
            if answer and not dry_run:
                keep_own_office(database, answer)
            files, loaded = run(database, Whose(office=answer))
        if not dry_run:
            follow(database)
    for line in (*passed_lines(files.passed), *preview_lines(loaded.preview, typed=True), *filled_lines(files.filled)):
        typer.echo(line)
    if dry_run:
        typer.echo(message("loading.dry"), err=True)
    elif loaded.batch_id is None:
        typer.echo(message("loading.nothing_changed"), err=True)
    else:
        last = "loading.done_nameless" if loaded.preview.nameless else "loading.done"
        typer.echo(message(last, number=loaded.batch_id), err=True)
    if files.failed:
        typer.echo(message("loading.failed", number=len(files.failed)), err=True)
        for error in files.failed:
            typer.echo(f"  {error.in_words(alone=False)}", err=True)
        raise typer.Exit(1)


def batches() -> None:
    """Print all batches, the latest first."""
    from bot.screens.batches import batch_in_words
    from bot.store.load import batches as stored

    with open_database(reading=True) as database:
        found = stored.batches(database)
    for batch in found:
        typer.echo(batch_in_words(batch))
    if not found:
        typer.echo(message("loading.no_batches"), err=True)


def undo(number: Annotated[int, typer.Argument(help=message("loading.undo_number"), metavar="N")]) -> None:
    """Take a batch back."""
    from bot.store.load import batches as stored

    with open_database() as database:
        came_back = stored.undo(database, number, "command")
        follow(database)
    typer.echo(message("loading.undone", number=number))
    if came_back:
        typer.echo(message("loading.demo_back"))


def withdraw(
    key: Annotated[str, typer.Argument(help=message("loading.withdraw_key"), metavar="KEY")],
    reason: Annotated[str, typer.Option("--reason", help=message("loading.withdraw_reason"))],
) -> None:
    """Withdraw a record."""
    from bot.store.load.batches import batches as stored_batches
    from bot.store.load.withdrawal import withdraw as withdraw_record

    with open_database() as database:
        stored_key = withdraw_record(database, key, reason)
        follow(database)
        number = stored_batches(database)[0].id
    typer.echo(message("loading.record_withdrawn", key=stored_key, number=number))


def suppress(
    name: Annotated[str, typer.Argument(help=message("loading.suppress_name"), metavar="NAME")],
    reason: Annotated[str | None, typer.Option("--reason", help=message("loading.suppress_reason"))] = None,
) -> None:
    """Suppress a person's name."""
    from bot.store.load.batches import batches as stored_batches
    from bot.store.load.suppression import suppress as suppress_name

    with open_database() as database:
        found = suppress_name(database, name, reason)
        follow(database)
        number = stored_batches(database)[0].id
    typer.echo(message("loading.name_suppressed", person=name, number=found, batch=number))


def follow(database: "Database") -> None:
    """Bring a search index on disk to what the database says now; one in memory follows by itself.

    What was withdrawn is gone from it before the command returns.
    """
    from bot.cli.opening import read_settings

    settings = read_settings()
    directory = settings.index_dir or settings.data_dir / "index"
    if not directory.exists():
        return
    from bot.search.index import Index
    from bot.store.read.queries import Store

    Index.build(Store(database), directory=directory).close()
