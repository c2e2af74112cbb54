"""`gongkai demo`: the bundled report, to try the bot with."""

import typer

from bot.cli.opening import open_database
from bot.messages import message


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    group = typer.Typer(help=message("loading.demo"), no_args_is_help=True)
    group.command("add", help=message("loading.demo_add"))(add)
    group.command("remove", help=message("loading.demo_remove"))(remove)
    app.add_typer(group, name="demo")


def add() -> None:
    """Load the demonstration, beside own documents too: somebody wants it."""
    from bot.cli.loading import follow
    from bot.ingest.bundled import add as add_bundled
    from bot.store.demonstration import ASKED

    with open_database() as database:
        added = add_bundled(database, note=ASKED).batch_id is not None
        follow(database)
    typer.echo(message("loading.demo_added" if added else "loading.demo_there"))


def remove() -> None:
    """Take the demonstration away."""
    from bot.cli.loading import follow
    from bot.ingest.bundled import remove as remove_bundled

    with open_database() as database:
        removed = remove_bundled(database)
        follow(database)
    typer.echo(message("loading.demo_removed" if removed else "loading.demo_absent"))
