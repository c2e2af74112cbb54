"""`gongkai misses`: what was asked and not found, for whoever may load it or teach the bot the word."""

from typing import Annotated

import typer

from bot.messages import message


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command("misses", help=message("misses.command"))(misses)


def misses(
    days: Annotated[int, typer.Option("--days", help=message("misses.days"), min=1)] = 30,
    most: Annotated[int, typer.Option("--most", help=message("misses.most"), min=1)] = 50,
) -> None:
    """Print the words that nothing was found for, those asked for most often first, with how often."""
    from datetime import UTC, datetime, timedelta

    from bot.cli.opening import open_database
    from bot.store.chat.misses import Misses

    with open_database(reading=True) as database:
        found = Misses(database).top((datetime.now(UTC) - timedelta(days=days - 1)).date(), most)
    for word, count in found:
        typer.echo(f"{count}\t{word}")
    if not found:
        typer.echo(message("misses.none", days=days), err=True)
