"""The kept questions, each with its library and the answer that it gets as it stands."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TypeVar
from zlib import crc32

import yaml

from bot.answers.answer import Guidance, HelpAnswer, NothingFound, NothingToFollow, OverviewAnswer, Several
from tests.questions.match import grade
from tests.questions.run import Row, rows, turns
from tests.reading.asking import Desk, Told

One = TypeVar("One")
Judge = Callable[[Told], str | None]
HERE = Path(__file__).parent
KEPT = HERE.parent / "questions"
BUNDLED, SEVERAL = "bundled", "several"
FILES = {BUNDLED: ("questions.tsv", "facts.tsv", "variants.tsv", "examiner.tsv"), SEVERAL: ("agencies.tsv",)}
# Rows about what the bot is, about nothing, or about nobody's business: words around them may well change the answer.
_NO_CORE = frozenset({"out_of_scope", "adversarial"})
_NO_QUERY = (Guidance, HelpAnswer, NothingFound, NothingToFollow, OverviewAnswer)


@dataclass(frozen=True)
class Kept:
    """A kept question: where it is asked, and its turns."""

    row: Row
    desk: Desk
    turns: tuple[str, ...]

    @property
    def identity(self) -> str:
        """The row's id, which is one over all files."""
        return self.row.identity

    @property
    def message(self) -> str:
        """Its last turn."""
        return self.turns[-1]

    @cached_property
    def told(self) -> Told:
        """The answer as it stands."""
        return self.desk.ask(*self.turns)

    def satisfied(self, text: str) -> bool:
        """Return whether a screen shows what the row demands, whatever else it shows."""
        return bool(grade((*self.row.columns[:1], "", *self.row.columns[2:5], ""), [text])[0])

    @cached_property
    def right(self) -> bool:
        """Whether it is answered rightly as it stands: only then there is a known result."""
        return bool(grade(self.row.columns, [self.told.text])[0])

    @cached_property
    def query(self) -> bool:
        """Whether it is one message that asks for something loaded, and gets it."""
        if self.row.kind in _NO_CORE or len(self.turns) > 1 or not self.right:
            return False
        parts = self.told.answer.parts if isinstance(self.told.answer, Several) else (self.told.answer,)
        return not any(isinstance(part, _NO_QUERY) for part in parts)


@dataclass(frozen=True)
class Words:
    """What is put around questions; `held_out` words are run and never shown."""

    before_pause: list[str]
    before_asking: list[str]
    touching: list[str]
    after_pause: list[str]
    after_touching: list[str]
    modifiers: list[str]
    held_out: bool = False

    @classmethod
    def load(cls, name: str) -> "Words":
        return cls(**yaml.safe_load((HERE / f"{name}.yaml").read_text(encoding="utf-8")), held_out=name == "held_out")


@dataclass(frozen=True)
class Trial:
    """A generated message with what must come of it.

    `judge` returns what is wrong with the answer, None where nothing is.
    """

    identity: str
    desk: Desk
    turns: tuple[str, ...]
    judge: Judge


@dataclass
class Ground:
    """All that transformations work on: the kept questions of the libraries at hand."""

    desks: dict[str, Desk]
    kept: list[Kept] = field(default_factory=list)

    def __post_init__(self) -> None:
        for name, desk in self.desks.items():
            for file in FILES.get(name, ()):
                self.kept += [
                    Kept(row, desk, tuple(turns(row.message, "gongkai_bot")))
                    for row in rows(KEPT / file)
                    if not row.message.startswith("[GROUP]") and "<" not in row.message
                ]

    def queries(self, part: "Part", fits: Callable[[Kept], object] = lambda _: True) -> Iterator[Kept]:
        """Yield the questions of one message that are answered rightly, of `part` those that fit: no other is asked."""
        return (kept for kept in self.kept if part.takes(kept.identity) and fits(kept) and kept.query)

    def loaded(self, part: "Part") -> Iterator[Kept]:
        """Yield those of `queries` that ask for what is loaded: not another office, year or number."""
        return (kept for kept in self.queries(part) if kept.row.kind != "no_data")


@dataclass(frozen=True)
class Part:
    """A part of the generated questions, the same in every run: `share` of a thousand, and what is chosen in each."""

    name: str
    share: int = 1000

    def takes(self, identity: str) -> bool:
        """Return whether what is generated of a row belongs to it."""
        return self.number(identity) % 1000 < self.share

    def number(self, *said: object) -> int:
        """Return a number that hangs on the words alone, for choosing."""
        return crc32(":".join([self.name, *map(str, said)]).encode()) >> 3

    def choose(self, listed: Sequence[One], *said: object) -> One:
        """Return one of a list, always the same for the same words."""
        return listed[self.number(*said) % len(listed)]


def same(expected: Callable[[], Told]) -> Judge:
    """Return a judge that demands the same answer: the same records, values and computed ones."""

    def judge(told: Told) -> str | None:
        wanted = expected().facts
        if told.facts == wanted:
            return None
        lost, more = sorted(wanted - told.facts)[:3], sorted(told.facts - wanted)[:3]
        return f"lost {lost}, more {more}"

    return judge
