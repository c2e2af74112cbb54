"""What a check of a document that was handed in looks at, and what is said of it while it waits."""

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
class DocumentForm:
    """What may be filled in for a document that waits: whose it is, of which year, what its columns mean.

    `columns` are label and meaning, as understood or as somebody said; empty where nothing is taken from one.
    """

    name: str
    office: str | None
    year: int | None
    columns: tuple[tuple[str, str], ...]


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
