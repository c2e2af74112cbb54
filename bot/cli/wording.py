"""What typer says of its own accord, in the operator's language: help, and that a command was used wrongly.

typer writes English and takes no other: its help is put into words phrase by phrase, and its errors by what they hold.
"""

import difflib
import re
from collections.abc import Iterable
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from bot.errors import GongkaiError
from bot.messages import message, operator_language

# Phrases of typer's help, and what they are called in `cli.yaml`.
_PHRASES = {
    "Usage: ": "help_usage",
    "[OPTIONS]": "help_any_options",
    "COMMAND [ARGS]...": "help_any_command",
    "Arguments:": "help_arguments",
    "Options:": "help_options",
    "Commands:": "help_commands",
    "Show this message and exit.": "help_help",
    "required]": "help_required",
    "[default: ": "help_default",
}
_PHRASE = re.compile("|".join(map(re.escape, _PHRASES)))
_TYPES = {"str": "help_text", "int": "help_number", "int range": "help_number", "path": "help_path"}
_TYPE = re.compile(r"<(?:list\[)?(str|int|int range|[Pp]ath)\]?>")
# Of a command's help as much as says what it does; the list of commands would break off in the middle.
_WHOLE = 1000


class WrongUseError(GongkaiError):
    """The words after `gongkai` mean nothing."""

    exit_code = 2


class TranslatedCommand(TyperCommand):
    """A command whose help is in the operator's language."""

    def get_help(self, ctx: Any) -> str:
        """Return what `--help` prints."""
        return _in_words(super().get_help(ctx))

    def get_short_help_str(self, limit: int = _WHOLE) -> str:  # noqa: ARG002 - typer's, which would cut it off
        """Return the command's line in the list of commands."""
        return super().get_short_help_str(_WHOLE)


class TranslatedGroup(TyperGroup):
    """A group of commands whose help is in the operator's language."""

    def get_help(self, ctx: Any) -> str:
        """Return what `--help` prints."""
        return _in_words(super().get_help(ctx))

    def get_short_help_str(self, limit: int = _WHOLE) -> str:  # noqa: ARG002
        """Return the group's line in the list of commands."""
        return super().get_short_help_str(_WHOLE)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Return the command that is named first.

        Raises:
            WrongUseError: There is none of that name.
        """
        if args[0] in self.commands or args[0].startswith("-"):
            return super().resolve_command(ctx, args)
        said = message("cli.no_such_command", given=args[0])
        said += _nearest(difflib.get_close_matches(args[0], self.commands))
        raise WrongUseError("cli.wrong_use", said=said, command=ctx.command_path)


def put_into_words(app: typer.Typer) -> None:
    """Have the commands of `app`, and of the groups in it, speak the operator's language."""
    app.info.cls = TranslatedGroup
    for command in app.registered_commands:
        command.cls = TranslatedCommand
    for group in app.registered_groups:
        if group.typer_instance is not None:
            put_into_words(group.typer_instance)


def wrong_use(error: typer.TyperException) -> str:
    """Return what was wrong with the words after `gongkai`, and where it is said how they should be.

    A group that is named without a command is no mistake: then it is its help, of many lines.
    """
    if type(error).__name__ == "NoArgsIsHelpError":
        return error.message
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "gongkai"
    return message("cli.wrong_use", said=_said(error), command=command)


def _said(error: Any) -> str:
    match type(error).__name__:
        case "MissingParameter":
            return message("cli.missing", parameter=_name(error))
        case "NoSuchOption":
            return message("cli.no_such_option", given=error.option_name) + _nearest(error.possibilities)
        case "BadOptionUsage":
            needs = "requires" in error.message
            return message("cli.needs_value" if needs else "cli.takes_no_value", parameter=error.option_name)
        case "BadParameter":
            return _bad_value(error)
    further = re.search(r"extra arguments?(?:\(s\))? \((.*)\)$", error.message)
    return message("cli.too_much", given=further[1]) if further else message("cli.unusable", reason=error.message)


def _bad_value(error: Any) -> str:
    from pydantic import ValidationError

    from bot.settings_words import expected_in_words

    cause = error.__cause__
    expected = expected_in_words(cause) if isinstance(cause, ValidationError) else error.message
    return message("cli.bad_value", parameter=_name(error), expected=expected)


def _name(error: Any) -> str:
    """Return a parameter as it is typed."""
    hint = error.param_hint or (error.param.get_error_hint() if error.param else "")
    hints = [hint] if isinstance(hint, str) else hint
    return " / ".join(hints).replace("'", "").replace('"', "")


def _nearest(names: Iterable[str] | None) -> str:
    return message("cli.nearest", names=", ".join(names)) if names else ""


def _in_words(written: str) -> str:
    if operator_language() == "en":
        return written
    said = _PHRASE.sub(lambda found: message(f"cli.{_PHRASES[found[0]]}"), written)
    return _TYPE.sub(_type_in_words, said)


def _type_in_words(found: re.Match[str]) -> str:
    """Return what sort of value is meant, as wide as typer's word, so that the columns stay."""
    word = f"<{message('cli.' + _TYPES[found[1].lower()])}>"
    return word + " " * (len(found[0]) - sum(1 if sign.isascii() else 2 for sign in word))
