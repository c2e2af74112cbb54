"""`gongkai run`, `chat` and `ask`."""

from typing import TYPE_CHECKING, Annotated

import typer

from bot.messages import message

if TYPE_CHECKING:
    from bot.settings import Settings


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command("run", help=message("cli.run"))(run)
    app.command("chat", help=message("cli.chat"))(chat)
    app.command("ask", help=message("cli.ask"))(ask)


def read_settings() -> "Settings":
    """Return the settings, with what the whole process needs of them in place."""
    import os

    from bot.settings import Settings

    settings = Settings.read()
    # bot.messages reads the language from the environment alone; a language set in .env must reach it.
    os.environ["GONGKAI_LANGUAGE"] = settings.language
    return settings


def run() -> None:
    """Answer on Telegram, or in this terminal when there is no token."""


def chat() -> None:
    """Chat in this terminal."""


def ask(
    words: Annotated[list[str], typer.Argument(help=message("cli.ask_message"), metavar="MESSAGE")],
    as_json: Annotated[bool, typer.Option("--json", help=message("cli.ask_json"))] = False,
) -> None:
    """Print the answer to one message."""
