"""The filters of a question: agency, body, session, days, what is left out, what else each record has to be."""

import operator
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bot.records.model import Body, RecordKind, Role

_COMPARED: dict[str, Callable[[Decimal, int], bool]] = {
    "over": operator.gt,
    "under": operator.lt,
    "at_least": operator.ge,
    "at_most": operator.le,
    "equal": operator.eq,
}


@dataclass(frozen=True, slots=True)
class Period:
    """Days `start` to `end`, both included, and how the message put it (`2020年11月`, `近三年`).

    `precision` is `day`, `month`, `year` or `range`; `any_year` is true for 11月3日 without a year: then only month and
    day of `start` and `end` count. `parts`: periods said apart (9月和11月), which `start` and `end` only enclose.
    """

    start: date
    end: date
    said: str
    precision: str
    any_year: bool = False
    parts: "tuple[Period, ...]" = ()

    def holds(self, day: date) -> bool:
        """Return whether a day is one of these, of its month and day alone where any year is meant."""
        if self.any_year:
            first, last = (self.start.month, self.start.day), (self.end.month, self.end.day)
            return first <= (on := (day.month, day.day)) <= last or (last < first and (on >= first or on <= last))
        return self.start <= day <= self.end


@dataclass(frozen=True, slots=True, kw_only=True)
class Excluded:
    """Records that a message leaves out (除了399号, 不是10月的, 政协以外): those that fit all that is given."""

    said: str
    body: Body | None = None
    period: Period | None = None
    number: int | None = None
    agencies: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    role: Role | None = None
    results: tuple[tuple[str, str], ...] = ()
    helped: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberReference:
    """One number as asked.

    `said` is as typed; body, term and session are set only where the message or the number itself says so.
    """

    said: str
    number: int
    body: Body | None = None
    term: int | None = None
    session: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """A condition on a number (超过100件): `relation` is `over`, `under`, `at_least`, `at_most`, `equal`, `about`."""

    relation: str
    number: int

    def holds(self, value: Decimal) -> bool:
        """Return whether a number fits; `about` is less than one more of its last digit above 0 (600多: under 700)."""
        if self.relation == "about":
            zeros = len(str(self.number)) - len(str(self.number).rstrip("0")) if self.number else 0
            return self.number <= value < self.number + int("1" + "0" * zeros)
        return _COMPARED[self.relation](value, self.number)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """A limit on records by what each of them bears: 编号大于300, 标题里带“企业”, 比261号早.

    Attributes:
        said: As the message puts it.
        words: Words that the title holds; beside `side` that of the other record.
        role: The part that the agency has in it (主办的).
        results: One of these is its result, each with the label of its column, empty for a letter (B类的, 列入规划的).
        helped: One of these cells names who helped, each with the label of its column.
        bound: Which numbers; `body` whose they are.
        side: `before` or `after` the day of another record, that day left out.
        number: That record, where it was named by number, `key` where it was shown; beside `bound` as it was put.
        day: Its day, once it is looked up.
    """

    said: str
    words: tuple[str, ...] = ()
    role: Role | None = None
    results: tuple[tuple[str, str], ...] = ()
    helped: tuple[tuple[str, str], ...] = ()
    bound: Bound | None = None
    body: Body | None = None
    side: str | None = None
    number: NumberReference | None = None
    key: str = ""
    day: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facets:
    """Filters that any question can carry. Empty means: not said.

    `agencies` are slugs of loaded agencies; `other_office` is an office that the message names and that is not loaded
    (冠县政协): then nothing of a loaded one may be shown as its own.
    `years` are report or session years as said; `period` filters by date of publication. `apart`: each of the agencies
    was named by itself (洪泽区和市科委), so each is answered for, one under the other. `listed`: only what stands in
    a list, whatever its kind (列表里哪条不是答复).
    `without`: what is left out; `limits`: what else each record has to be.
    """

    body: Body | None = None
    term: int | None = None
    session: int | None = None
    years: tuple[int, ...] = ()
    period: Period | None = None
    agencies: tuple[str, ...] = ()
    other_office: str | None = None
    kinds: tuple[RecordKind, ...] = ()
    apart: bool = False
    listed: bool = False
    without: tuple[Excluded, ...] = ()
    limits: tuple[Limit, ...] = ()
