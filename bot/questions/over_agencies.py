"""What is asked of a class of offices: which, of what figures, and what is to be done with them."""

from dataclasses import dataclass, field
from enum import StrEnum

from bot.questions.filters import Bound
from bot.questions.working import Operand
from bot.records.agency_kinds import AgencyKind, AgencyLevel


class LeadLine(StrEnum):
    """What the first line of the answer says; the list below it is the same."""

    LIST = "list"
    MOST = "most"
    LEAST = "least"
    ENDS = "ends"  # both
    SUM = "sum"
    MEAN = "mean"
    MEDIAN = "median"
    COUNT = "count"  # how many the bound fits, and which
    PLACE = "place"  # the place of one agency among them
    MISSING = "missing"  # whose report is not loaded
    DOUBTFUL = "doubtful"  # whose report contradicts itself
    GROUPS = "groups"  # each level and kind by itself


class Change(StrEnum):
    """Against the year before."""

    AMOUNT = "amount"
    PERCENT = "percent"


#: Of any of the kinds, on any of the levels, of a place that ends so (市); empty: of any.
KindsAndLevels = tuple[tuple[AgencyKind, ...], tuple[AgencyLevel, ...], tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyGroup:
    """A class of offices.

    Attributes:
        said: As the message names it; empty where it names none.
        classes: Kinds and levels, of which any may fit; empty ones are any kind or level.
        places: Whose name has one of these places.
        joined: Kinds that are named in one word (镇街) stand in one row.
        without: Slugs that are left out.
        without_classes: Kinds and levels that are left out.
        without_said: What is left out, as the message says it.
        chosen: The chat has chosen it; the message names none.
    """

    said: str = ""
    classes: tuple[KindsAndLevels, ...] = ()
    places: tuple[str, ...] = ()
    joined: bool = False
    without: tuple[str, ...] = ()
    without_classes: tuple[KindsAndLevels, ...] = ()
    without_said: tuple[str, ...] = ()
    chosen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OverAgencies:
    """Figures of a class of offices.

    Attributes:
        group: Which offices.
        wanted: What the first line says.
        figures: Of which figures; an operand with `of` asks for its share. Empty where reports as such are asked for.
        rising: The least first.
        first: So many alone; 0 for all. Of places in the middle (第五到第十名) the last of them.
        begins: The first of these.
        rank: Of MOST and LEAST: 2 for 第二多.
        bounds: Of COUNT: all of them hold, in each of several years; of a share in percent.
        average: Of COUNT: `over` or `under` the mean, of a share that of all together.
        course: Of COUNT: `rose` or `fell`, against the year before where there is a `change`, else from year to year.
        change: Against the year before, or `against` where that is named.
        of: Slugs that PLACE may mean.
        over_years: Each year beside the others: `recent` of them, all where that is 0 and the facets name none.
        recent: 近三年: the last three that are loaded.
        of_all: The share of each in what all of them come to is said; of PLACE that of the office.
        drawn: A picture is asked for, `filed` a file: both are buttons.
    """

    group: AgencyGroup = field(default_factory=AgencyGroup)
    wanted: LeadLine = LeadLine.LIST
    figures: tuple[Operand, ...] = ()
    rising: bool = False
    first: int = 0
    begins: int = 1
    rank: int = 1
    bounds: tuple[Bound, ...] = ()
    average: str = ""
    course: str = ""
    change: Change | None = None
    against: int = 0
    of: tuple[str, ...] = ()
    over_years: bool = False
    recent: int = 0
    of_all: bool = False
    drawn: bool = False
    filed: bool = False
