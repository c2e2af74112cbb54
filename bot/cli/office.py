"""`gongkai office`: whose bot it is, and the question that an import asks once where a document names no office."""

from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.opening import open_database
from bot.messages import message

if TYPE_CHECKING:
    from bot.ingest.whose import OfficeWantedError


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command("office", help=message("loading.office"))(office)


def office(
    name: Annotated[str | None, typer.Argument(help=message("loading.office_name"), metavar="NAME")] = None,
    forget: Annotated[bool, typer.Option("--forget", help=message("loading.office_forget"))] = False,
) -> None:
    """Show, set or forget the bot's own office."""
    from bot.records.agencies import identify
    from bot.store.load.own_office import keep_own_office, own_office

    with open_database() as database:
        if name or forget:
            keep_own_office(database, identify(name).name if name and not forget else None)
        kept = own_office(database)
    typer.echo(message("loading.office_is", office=kept) if kept else message("loading.office_unknown"))


def is_answered() -> bool:
    """Return whether somebody sits there who can be asked."""
    import sys

    return sys.stdin.isatty() and sys.stdout.isatty()


def ask_office(wanted: "OfficeWantedError") -> str | None:
    """Ask whose a document is that names no office; None where nothing is answered."""
    from bot.records.agencies import identify

    typer.echo(message("loading.office_wanted", file=wanted.file))
    answer = typer.prompt(
        message("loading.office_prompt"), default=wanted.likely or "", show_default=bool(wanted.likely)
    )
    return identify(answer).name if answer.strip() else None
