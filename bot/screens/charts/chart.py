"""What a chart shows, before anything is drawn: words and numbers as the screens have them."""

import hashlib
from dataclasses import dataclass
from enum import StrEnum


class Shape(StrEnum):
    """How it is drawn."""

    COLUMNS = "columns"  # upright: months, years
    BARS = "bars"  # lying: names are long, or there are many
    ROWS = "rows"  # lying, a line each: many of one kind, in their order
    GRID = "grid"  # a line each, a column a series: figures over years
    PARTS = "parts"  # a ring: the parts make up the whole exactly


@dataclass(frozen=True, slots=True)
class Value:
    """One number: its size, None where there is none (`/`, blank, absent), and how it is shown."""

    size: float | None
    shown: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One place on the axis.

    Attributes:
        label: What stands on the axis.
        values: One for each series; None where a series has nothing there.
        name: What the caption calls it, where the axis says only a part of it.
    """

    label: str
    values: tuple[Value | None, ...]
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """One chart.

    Attributes:
        shape: How it is drawn.
        title: What it shows, with year and agency.
        bars: What is drawn, in order.
        series: Names of the series where there are several; empty for one.
        whole: For parts: the whole, as shown.
        notes: What must be said of the numbers: that they are computed, or compare only roughly.
        sources: Where they are from, each as cited.
    """

    shape: Shape
    title: str
    bars: tuple[Bar, ...]
    series: tuple[str, ...] = ()
    whole: str | None = None
    notes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """What tells this picture from every other: the same numbers in the same words are the same picture."""
        return hashlib.sha256(repr(self).encode()).hexdigest()
