"""Columns of records in sheets: those of lists on the web, of templates for staff, and of exports.

One registry, `data/columns`, for those who write a sheet (`gongkai template`, `gongkai export`) and those who read one,
so that what is exported is understood again.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any, Literal

from bot.messages import TRADITIONAL
from bot.plain_json import from_plain
from bot.resources import read_yaml
from bot.text.normalise import plain, to_traditional

Sheet = Literal["replies", "items", "figures"]
SHEETS: tuple[Sheet, ...] = ("replies", "items", "figures")

_LONGEST_HEADER = 40
_MARKS = re.compile(r"[\s*＊:：（）()\[\]【】、，,]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column.

    Attributes:
        name: Stable name, as in JSON.
        type: `text`, `integer`, `number`, `date` or `choice`.
        role: `both` (template and export), `export` (made by the system) or `read` (known in sources, never kept).
        headers: How a sheet writes its name, by language.
        aliases: Further names that sources use for it.
        choices: For `choice`: stable value → words for it, the usual one first.
        required: A row without it is refused.
    """

    name: str
    type: str
    role: str
    headers: dict[str, str]
    aliases: tuple[str, ...] = ()
    choices: dict[str, tuple[str, ...]] = field(default_factory=dict)
    required: bool = False

    def header(self, language: str = "zh") -> str:
        """Return its name in a sheet of that language."""
        if language == TRADITIONAL:
            return to_traditional(self.header())
        return self.headers.get(language, self.name)

    def word(self, value: str, language: str = "zh") -> str:
        """Return how a sheet writes one of its choices: 政协 for `cppcc`."""
        words = self.choices.get(value, ())
        if not words or language == "en":
            return value
        return to_traditional(words[0]) if language == TRADITIONAL else words[0]

    def choice(self, written: str) -> str | None:
        """Return the stable value of a choice as written (政协, cppcc), or None for words that are none of them."""
        wanted = plain(written)
        if wanted in self.choices:
            return wanted
        return next((value for value, words in self.choices.items() if wanted in words), None)


@cache
def columns(sheet: Sheet) -> tuple[Column, ...]:
    """Return every column of a sheet, in order."""
    loaded: list[dict[str, Any]] = read_yaml("columns", f"{sheet}.yaml")
    return tuple(from_plain(Column, entry) for entry in loaded)


def template_columns(sheet: Sheet) -> tuple[Column, ...]:
    """Return the columns that staff fill in."""
    return tuple(column for column in columns(sheet) if column.role == "both")


def export_columns(sheet: Sheet) -> tuple[Column, ...]:
    """Return the columns that an export writes."""
    return tuple(column for column in columns(sheet) if column.role != "read")


@cache
def _by_header(sheet: Sheet) -> dict[str, Column]:
    found: dict[str, Column] = {}
    for column in columns(sheet):
        for header in (column.name, *column.headers.values(), *column.aliases):
            found.setdefault(header_form(header), column)
    return found


def header_form(header: str) -> str:
    """Return a header without white space, case and marks, for comparing (`标 题 *` is 标题)."""
    return _short_form(header) if len(header) <= _LONGEST_HEADER else _MARKS.sub("", plain(header))


@lru_cache(maxsize=4096)
def _short_form(header: str) -> str:
    return _MARKS.sub("", plain(header))


def column_of(header: str, sheet: Sheet) -> Column | None:
    """Return the column that a header names, or None."""
    return _by_header(sheet).get(header_form(header))


def read_header(headers: Iterable[str], sheet: Sheet) -> dict[int, Column]:
    """Return which columns a row of headers names.

    Args:
        headers: Cells of the row.
        sheet: Kind of records in it.

    Returns:
        Position → column; the first of two columns of one name counts. Empty when the row is no header.
    """
    found: dict[int, Column] = {}
    names: set[str] = set()
    for position, header in enumerate(headers):
        column = column_of(header, sheet) if header and len(header) <= 30 else None
        if column is not None and column.name not in names:
            found[position] = column
            names.add(column.name)
    return found
