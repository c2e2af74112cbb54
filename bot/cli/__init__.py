"""The `gongkai` command. One file a group of commands; each has `register(app)` and is named in `_GROUPS`.

Start-up is quick because a command imports what it needs when it runs, never at the top of its file: `gongkai --help`
may load typer and the words, no more. What goes wrong is one line on stderr and a non-zero exit status, no traceback.
"""

import os
import re
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typer import Typer

_GROUPS = (
    "bot.cli.running",
    "bot.cli.browsing",
    "bot.cli.loading",
    "bot.cli.checking",
    "bot.cli.units",
    "bot.cli.demonstrating",
    "bot.cli.office",
    "bot.cli.exporting",
    "bot.cli.indexing",
    "bot.cli.misses",
    "bot.cli.announcing",
    "bot.cli.sources",
    "bot.cli.backing_up",
)


def run_command_line(arguments: Sequence[str]) -> int:
    """Run one command.

    Args:
        arguments: The words after `gongkai`.

    Returns:
        The exit status: 0 done, 1 a fault, 2 wrong use or settings, 130 interrupted.
    """
    import typer

    from bot.errors import GongkaiError

    for stream in (sys.stdout, sys.stderr):
        # A C or POSIX locale must not make Chinese output a fault.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    status: object = 0
    try:
        status = _app()(args=_given(arguments), prog_name="gongkai", standalone_mode=False)
    except typer.TyperException as error:
        from bot.cli.wording import wrong_use

        sys.stderr.write(wrong_use(error) + "\n")
        status = error.exit_code
    except (typer.Abort, KeyboardInterrupt):
        status = 130
    except BrokenPipeError:
        # Whoever read our output has gone (`gongkai export | head`); Python must not complain about it at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except GongkaiError as error:
        _say(str(error))
        status = error.exit_code
    except Exception as error:  # noqa: BLE001 - the last resort: whatever it is, a person gets one line
        from bot.logs import record_fault

        _say(record_fault(error))
        status = 1
    return status if isinstance(status, int) else 0


def _app() -> "Typer":
    import typer

    from bot.cli.wording import put_into_words
    from bot.messages import message

    app = typer.Typer(
        name="gongkai",
        help=message("cli.gongkai"),
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )

    def show_version(wanted: bool) -> None:
        if wanted:
            from bot.cli.version import version_line

            typer.echo(version_line())
            raise typer.Exit

    @app.callback()
    def gongkai(
        version: bool = typer.Option(
            False, "--version", "-V", help=message("cli.version"), callback=show_version, is_eager=True
        ),
    ) -> None:
        """Every command goes through here first; the options of all of them."""

    for group in _GROUPS:
        import_module(group).register(app)
    put_into_words(app)
    return app


def _given(arguments: Sequence[str]) -> list[str]:
    """Return the arguments as they are.

    Raises:
        WrongUseError: One is empty, as of a variable that is not set: as a path it would be the folder we are in. Or
            it holds what is no character, and is no file that is called so.
    """
    from bot.text.normalise import is_whole

    for place, argument in enumerate(arguments, 1):
        name = None
        if not argument.strip() or re.fullmatch(r"--[\w-]+=\s*", argument):
            name = "cli.empty_argument"
        elif not is_whole(argument) and not os.path.lexists(argument):
            name = "cli.half_character"
        if name is not None:
            from bot.cli.wording import WrongUseError

            raise WrongUseError(name, place=place, before=" ".join(["gongkai", *arguments[: place - 1]]))
    return list(arguments)


def _say(line: str) -> None:
    sys.stderr.write(" ".join(line.split("\n")) + "\n")
