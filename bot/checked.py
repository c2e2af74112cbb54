"""What a check of a document that was handed in looks at and finds, and what is said of it while it waits."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any


@dataclass(frozen=True, slots=True)
class Judge:
    """How reports are judged: the factor by which a figure may differ from last year's, and the zone of all times."""

    factor: Decimal = Decimal(10)
    zone: str = "Asia/Shanghai"


#: As the settings are by default.
AS_USUAL = Judge()


class GoneError(LookupError):
    """A document that is not there any more: it was loaded or refused, or nobody decided within an hour."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What may be said of a column: its number among those that were shown, its label, and what it would then be."""

    column: int
    label: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Form:
    """What may be filled in for a document that waits: whose it is, of which year, what its columns mean.

    `columns` are label and meaning, as understood or as somebody said; empty where nothing is taken from one.
    """

    name: str
    office: str | None
    year: int | None
    columns: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check of a document found.

    Attributes:
        name: Of the file.
        reports: The verdict on a report; of an archive how many files there are of each, and the verdict of each.
        findings: A line for what was found on a report that was handed in by itself.
        changes: What loading it would change, line by line.
        is_new: Whether loading it would change anything.
        token: Under which it waits to be loaded; None where it was not kept.
        asked: Which column a list cannot be read without (`title`, `number_raw`), or `office` where a report cannot be
            loaded without one; None where all is clear.
        choices: What may be said of columns: of the one in doubt, else of those that are not taken.
        office: The agency that was given for it.
        year: The year that was given for it.
        unnamed: It names no office, and whoever handed it in may say whose it is: the bot's own from then on.
        likely: The only office that is known, which it may be.
        columns: Label and meaning of each column of its lists that is of no person.
        ready: Names of the files in an archive that are ready, where others are not: these can be loaded alone.
        sheet: The findings as a workbook to hand back; None where nothing was found.
        nothing_read: It is an archive of which no file can be read.
    """

    name: str
    reports: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()
    is_new: bool = False
    token: str | None = None
    asked: str | None = None
    choices: tuple[Choice, ...] = ()
    office: str | None = None
    year: int | None = None
    unnamed: bool = False
    likely: str | None = None
    columns: tuple[tuple[str, str], ...] = ()
    ready: tuple[str, ...] = ()
    sheet: bytes | None = None
    nothing_read: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """What was said of a document that waits: its agency and year, and its columns; `shown` are those to choose from.

    `own` is the bot's own office, as it was said when nothing was known; `unnamed`: that is asked, and `likely` may be
    it. `expected` is what a reply says, to which message: `office` or `year`, number of the check, chat, number.
    `ready` are the files in it that can be loaded alone.
    """

    agency: str | None = None
    year: int | None = None
    own: str | None = None
    unnamed: bool = False
    likely: str | None = None
    answers: dict[str, str] = field(default_factory=dict)
    shown: list[str] = field(default_factory=list)
    columns: list[list[str]] = field(default_factory=list)
    expected: list[Any] = field(default_factory=list)
    ready: list[str] = field(default_factory=list)
