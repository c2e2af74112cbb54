"""What is counted, worked out, or set against each other by its day."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from bot.questions.filters import Bound, Facets, NumberReference
from bot.questions.sentences import InPassages


class Measure(StrEnum):
    """What can be counted from the lists, or is asked of them."""

    LISTED = "listed"
    LOADED = "loaded"
    BY_DAY = "by_day"
    BY_MONTH = "by_month"
    BY_BODY = "by_body"
    BY_YEAR = "by_year"
    LATEST = "latest"
    EARLIEST = "earliest"
    HIGHEST = "highest"  # the highest number
    LOWEST = "lowest"
    SITE_TOTAL = "site_total"
    LIST_COLUMNS = "list_columns"
    YEARS = "years"


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistics:
    """Counts computed from the loaded lists; the facets filter them. `keys`: of these records alone, where given.

    `rank`: of LATEST and EARLIEST 2 for the second latest day.
    """

    measures: tuple[Measure, ...]
    keys: tuple[str, ...] = ()
    rank: int = 1


class Operation(StrEnum):
    """What is worked out of several printed figures or counts."""

    SHARE = "share"  # the first operand of the second; without a second, of what the form makes it part of
    SUM = "sum"
    DIFFERENCE = "difference"  # the first less the second; along the years the last less the first
    MEAN = "mean"
    ALL = "all"  # whether nothing is left without them (都是主办吗)
    REST = "rest"  # what the form makes the operands part of, without them (除了主办的, 没给公开的)
    MOST = "most"
    LEAST = "least"
    COUNT = "count"  # how many of the operands the bound fits
    RATIO = "ratio"  # the first divided by the second; along months one figure by those that it covers
    ORDER = "order"  # all of them, from the most to the least


class Axis(StrEnum):
    """Along what one operand becomes several."""

    YEARS = "years"
    AGENCIES = "agencies"
    MONTHS = "months"
    DAYS = "days"
    BODIES = "bodies"
    SESSIONS = "sessions"
    PARTS = "parts"  # what the form makes a figure consist of: outcomes, reasons, 主办 协办 分办
    APPLICANTS = "applicants"
    CHANNELS = "channels"  # what a report tells of each channel that it published by
    KINDS = "kinds"  # what a sentence lists with a number each (共249条，其中公文9条): of the second operand, if any


@dataclass(frozen=True, slots=True, kw_only=True)
class Operand:
    """A figure of a report, or the listed replies where `key` is empty.

    Attributes:
        said: The words that named it.
        key: As in `CellReference.keys`: a cell, a row (its total), a derived figure, a figure of the prose.
        facets: Filters of its own; None where those of the question hold.
        of: Its share of this figure is meant (哪家公开率最高); empty: of what the form makes it part of; None: itself.
        told: The words by which a sentence tells it, where it is no figure of the form (公众号发的).
        plus: What is added to it before anything else is done (日报和电视加起来).
        printed: The number itself, where that is all that is said of it: whatever in a report is so much.
    """

    said: str
    key: str = ""
    facets: Facets | None = None
    of: str | None = None
    told: InPassages | None = None
    plus: "tuple[Operand, ...]" = ()
    printed: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Computed:
    """Something worked out, with every operand shown; where it cannot be for certain, the operands and why.

    Attributes:
        operation: What.
        operands: Of what: one that `over` makes several, or each by itself.
        over: Along what: the agencies or years of the facets where they name some, else all that are loaded.
        rank: Of MOST and LEAST: 2 for 第二多.
        bound: Of COUNT; of a difference or sum: whether it fits is the question (比乙多吗, 超过一千条了吗).
        claimed: A result that the user supposes (提案比建议多6件对吗).
        picked: Of the operands only these, by their rank from the most (前三加起来), -1 for the least; empty for all.
    """

    operation: Operation
    operands: tuple[Operand, ...]
    over: Axis | None = None
    rank: int = 1
    bound: Bound | None = None
    claimed: str | None = None
    picked: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedDay:
    """A day that a message names without saying it: of a record, of the first or last of some, of what is told of.

    Attributes:
        said: The words that name it.
        number: A record; `key` one that was shown.
        end: EARLIEST or LATEST of the records that `facets` select.
        told: The words by which a sentence tells it.
    """

    said: str
    number: NumberReference | None = None
    key: str = ""
    end: Measure | None = None
    facets: Facets | None = None
    told: InPassages | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """How many days lie between two moments; with `first` EARLIEST or LATEST which of several is the first or last."""

    moments: tuple[NamedDay, ...]
    first: Measure | None = None
