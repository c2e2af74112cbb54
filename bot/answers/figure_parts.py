"""The pieces that answers on figures are made of: a figure's line, the relations on it, what it was in other years."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from bot.answers.parts import Source
from bot.records.changes import FieldChange
from bot.records.model import Agency, Confidence, FindingStatus, Semantic


class Origin(StrEnum):
    """What a figure was taken from."""

    CELL = "cell"
    PROSE = "prose"
    COMPUTED = "computed"
    ABSENT = "absent"  # the report has no such cell


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureLine:
    """One figure with what it was taken from.

    Attributes:
        key: Canonical key (domain.md §1).
        label: What it is called, as printed or as the form names it.
        brief: The part of the label that tells it from the figure that it belongs to.
        origin: Cell, sentence, or computed.
        semantic: Which of the four nothings, or a number.
        raw: As printed; for a computed one the result as text.
        value: The number, None where there is none.
        unit: Unit that source or form gives, None if neither does.
        unit_missing: An amount whose unit is printed nowhere: it is said, never supplied (domain.md §1.2).
        formula: How a computed value came about, e.g. `6 ÷ 7` or `0 + 0 + 1`.
        partial: A computed value adds up what is filled in, and something is not: said with it, never taken as 0.
        filled: For a blank total of a row, what its applicants add up to as far as they are filled in.
        confidence: How surely the cell was read.
        remark: Words printed beside the number.
        corrections: Earlier values.
        section: Section as cited.
        quote: For prose: the sentence.
        table: Table of the form, None for prose.
        row_label: Row as printed.
        column_label: Column as printed.
        counted: The form counts applications or cases here, so a measure word may stand (件); never with money.
    """

    key: str
    label: str
    brief: str = ""
    origin: Origin
    semantic: Semantic
    raw: str
    value: Decimal | None = None
    unit: str | None = None
    unit_missing: bool = False
    formula: str | None = None
    partial: bool = False
    filled: "FigureLine | None" = None
    confidence: Confidence = Confidence.EXACT
    remark: str | None = None
    corrections: tuple[FieldChange, ...] = ()
    section: str | None = None
    quote: str | None = None
    table: str | None = None
    row_label: str | None = None
    column_label: str | None = None
    counted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A relation on the figures shown (domain.md §1.6).

    `shown` is the arithmetic as text (`7 + 0 = 7 + 0`); `message` the finding's own words, for those that fail.
    """

    relation: str
    status: FindingStatus
    left: str
    right: str
    difference: str | None = None
    message: str = ""
    official: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureGroup:
    """The answer to one reference to figures: the asked ones first, then what belongs to them.

    Attributes:
        title: What the group is called, e.g. `依申请公开`, `规范性文件`.
        lines: The asked figures, in order.
        breakdown: What the asked figure consists of.
        zeros: Labels of sub-rows that are all printed 0, shown in one line.
        checks: Relations on these figures.
        roughly: Label of what was asked, when this form prints something else in its place (domain.md §1.3).
        sources: Where the figures stand.
        unit_asked: The unit was the question.
        no_share: As `CellReference.no_share`: said above the figures.
        holding: What cells or columns hold that are asked for, as `Figures.holding`; `lines` are the first cells.
        found: How many there are.
        columns: The labels of the columns, where these are asked for.
    """

    title: str
    lines: tuple[FigureLine, ...]
    breakdown: tuple[FigureLine, ...] = ()
    zeros: tuple[FigureLine, ...] = ()
    checks: tuple[Check, ...] = ()
    roughly: str | None = None
    sources: tuple[Source, ...] = ()
    unit_asked: bool = False
    no_share: str | None = None
    holding: str = ""
    found: int = 0
    columns: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class YearValue:
    """A figure in one year; `line` is None when that year's report has no such cell."""

    year: int
    line: FigureLine | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One figure across years. Where domain.md §1.3 forbids it, `reason` says why and the values stand apart.

    `comparable` is `yes`, `roughly` or `no`.
    """

    label: str
    values: tuple[YearValue, ...]
    comparable: str
    reason: str | None = None
    difference: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureHint:
    """A figure of a report that is the number asked for, shown as a hint where no record has the number."""

    agency: Agency
    year: int
    line: FigureLine
    source: Source
