"""The file `.env`: read strictly, so that a typing mistake is said with its line and not passed over."""

import difflib
import io
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from bot.errors import GongkaiError
from bot.messages import message


class SettingsError(GongkaiError):
    """A setting cannot be used. Restarting does not mend it, so the exit status is 2 (deploy/README.md)."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class EnvironmentFile:
    """Names and values of a `.env` file, with the line of each.

    Attributes:
        path: The file; it need not exist.
        values: Value by name.
        lines: Line by name, from 1.
    """

    path: Path
    values: dict[str, str] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path, prefix: str, known: list[str]) -> Self:
        """Read `path`; a file that is not there is an empty one.

        Args:
            path: The file.
            prefix: Names that begin so must be among `known`; others are somebody else's.
            known: Full names of all settings.

        Raises:
            SettingsError: The file cannot be read, is not UTF-8, or a line is no `NAME=value` or no setting of ours.
        """
        from dotenv.parser import parse_stream

        file = cls(path)
        for binding in parse_stream(io.StringIO(_text(path))):
            if binding.error or (binding.key is not None and binding.value is None):
                raise SettingsError(
                    "settings.bad_line", file=path, line=_first_line(binding.original.string, binding.original.line)
                )
            if binding.key is None:
                continue
            name = binding.key.upper() if binding.key.upper().startswith(prefix) else binding.key
            line = _first_line(binding.original.string, binding.original.line)
            if name.startswith(prefix) and name not in known:
                nearest = difflib.get_close_matches(name, known, n=1, cutoff=0)[0]
                raise SettingsError("settings.unknown_name", file=path, line=line, setting=name, nearest=nearest)
            file.values[name] = binding.value or ""
            file.lines[name] = line
        return file

    def values_below(self, prefix: str) -> dict[str, str]:
        """Return the values of our settings by field name; an empty value counts as not set."""
        return {
            name.removeprefix(prefix).lower(): value
            for name, value in self.values.items()
            if name.startswith(prefix) and value.strip()
        }

    def place_of(self, name: str) -> str:
        """Say where a setting's value comes from: the environment wins over the file."""
        if os.environ.get(name) or name not in self.lines:
            return message("settings.in_environment")
        return message("settings.in_file", file=self.path, line=self.lines[name])


def _text(path: Path) -> str:
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise SettingsError(
            "settings.unreadable_file", file=path, reason=error.strerror or type(error).__name__
        ) from error
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise SettingsError("settings.not_utf8", file=path, line=line) from error


def _first_line(text: str, line: int) -> int:
    """Return the line of a binding's first sign: the parser counts the blank lines before it to the binding."""
    return line + text[: len(text) - len(text.lstrip())].count("\n")
