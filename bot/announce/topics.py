"""What a chat wants to hear of, as words that people write and a database keeps: `政协 关键词=中小企业|智能制造`."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Any, Self

from bot.errors import GongkaiError
from bot.records.model import Body, RecordKind
from bot.resources import read_yaml
from bot.search.results import Filters, Hit, Level
from bot.search.snapshot import Searchable
from bot.store.read.queries import Store

EVERYTHING = "everything"

_SESSION = re.compile(r"(\d{1,2})-(\d{1,2})")
_KEY = re.compile(r"(?:cppcc|npc|matter|doc):\S+")
_LITERALLY = frozenset({"literal", "gapped"})
# Topics as text that are kept as they were read: 10,000 chats have many of them, and some the same.
_READ_KEPT = 50_000


class TopicError(GongkaiError):
    """A topic that cannot be read."""

    exit_code = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """What is wanted; every part that is empty holds for any, and all parts must hold.

    Attributes:
        body: 政协 or 人大.
        agency: Slug.
        kinds: Kinds of record; annual reports that are loaded are of that kind too.
        session: Term and session, e.g. (13, 4).
        keywords: A record must be found by one of them as a search finds it; words within one are all wanted.
        record: The key of one record, stored or short: its changes are told too.
        number: A number that is waited for; told once, then the subscription is gone.
    """

    body: Body | None = None
    agency: str | None = None
    kinds: tuple[RecordKind, ...] = ()
    session: tuple[int, int] | None = None
    keywords: tuple[str, ...] = ()
    record: str | None = None
    number: int | None = None

    @property
    def once(self) -> bool:
        """Whether it is told once only."""
        return self.number is not None

    def __str__(self) -> str:
        """Return the topic as `read` reads it: one form for each topic."""
        parts = (
            ("body", self.body),
            ("agency", self.agency),
            ("kind", "|".join(self.kinds)),
            ("session", "-".join(map(str, self.session)) if self.session else None),
            ("keywords", "|".join(word.replace(" ", "+") for word in self.keywords)),
            ("record", self.record),
            ("number", self.number),
        )
        return " ".join(f"{name}={value}" for name, value in parts if value) or EVERYTHING

    @classmethod
    def read(cls, words: str, *, strictly: bool = False) -> Self:
        """Return the topic that words mean: `name=value`, known words (政协), record keys; any other is a keyword.

        Args:
            words: What somebody writes.
            strictly: Whether any other word is none: an operator who mistypes 政协 must hear of it.

        Raises:
            TopicError: A pair that is none, or a value that does not exist.
        """
        topic = cls()
        for word in words.replace("：", ":").replace("＝", "=").split():
            more = topic._with(word)
            if strictly and "=" not in word and more.keywords != topic.keywords:
                raise TopicError("announcing.unknown_topic", given=word)
            topic = more
        return topic

    def wanted(self) -> dict[str, Any]:
        """Return the topic without its keywords, as fields of `Wanted`."""
        term, session = self.session or (None, None)
        agencies = (self.agency,) if self.agency else ()
        return {"body": self.body, "agencies": agencies, "kinds": self.kinds, "term": term, "session": session}

    def _with(self, word: str) -> Self:
        known = _words().get(word.lower())
        name, equals, value = word.partition("=")
        if known is not None:
            name, equals, value = known.partition("=")
            if name == EVERYTHING:
                return self
        elif _KEY.fullmatch(word):
            name, equals, value = "record", "=", word
        elif not equals:
            return replace(self, keywords=(*self.keywords, word))
        try:
            return self._of(_words().get(name, name).removesuffix("="), value)
        except (ValueError, KeyError):
            raise TopicError("announcing.bad_topic", given=word) from None

    def _of(self, name: str, value: str) -> Self:  # noqa: PLR0911 - one a part
        match name:
            case "body":
                return replace(self, body=Body(value))
            case "agency":
                return replace(self, agency=value)
            case "kind":
                kinds = (RecordKind(one) for one in value.split("|"))
                return replace(self, kinds=tuple(dict.fromkeys((*self.kinds, *kinds))))
            case "session":
                found = _SESSION.fullmatch(value)
                if found is None:
                    raise ValueError(value)
                return replace(self, session=(int(found[1]), int(found[2])))
            case "keywords":
                words = tuple(one.replace("+", " ") for one in re.split(r"[|、,，]", value) if one)
                if not words:
                    raise ValueError(value)
                return replace(self, keywords=(*self.keywords, *words))
            case "record":
                return replace(self, record=value)
            case "number":
                return replace(self, number=int(value))
        raise KeyError(name)


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a topic matches today, and how many a month it would have told in the last year of what is loaded."""

    today: int
    a_month: float


def estimate(topic: Topic, store: Store, index: Searchable) -> Estimate:
    """Return what a topic would bring, before it is saved."""
    if topic.record is not None or topic.number is not None:
        return Estimate(0, 0.0)
    records, reports = _records(topic, store, index), _reports(topic, store)
    return Estimate(records.today + reports.today, records.a_month + reports.a_month)


def _reports(topic: Topic, store: Store) -> Estimate:
    """Return what a topic matches of annual reports: one comes a year from each office."""
    of_others = topic.kinds and RecordKind.ANNUAL_REPORT not in topic.kinds
    none = of_others or topic.body or topic.session or topic.keywords
    found = () if none else store.reports(agency=topic.agency)
    return Estimate(len(found), len({one.agency.slug for one in found}) / 12)


def _records(topic: Topic, store: Store, index: Searchable) -> Estimate:
    if not topic.keywords:
        from bot.store.read.values import Selection

        selection = Selection(**topic.wanted())
        return Estimate(store.count(selection), _a_month(store.tally(selection, "month")))
    keys: dict[str, bool] = {}
    filters = Filters(**topic.wanted())
    for keyword in topic.keywords:
        hits = index.search(keyword.split(), filters, limit=1000).hits  # an estimate needs no more
        keys |= {hit.key: True for hit in hits if _is_meant(hit, keyword)}
    found = [stored.record.dated_on for key in keys if (stored := store.record(key)) is not None]
    return Estimate(len(found), _a_month(Counter(f"{day:%Y-%m}" if day else "" for day in found)))


def _a_month(months: Mapping[str, int]) -> float:
    """Return the average of the twelve months that end with the latest."""
    dated = sorted(month for month in months if month)
    if not dated:
        return 0.0
    year, month = map(int, dated[-1].split("-"))
    first = f"{year - 1:04d}-{month:02d}"
    return sum(count for name, count in months.items() if name > first) / 12


def _is_meant(hit: Hit, keyword: str) -> bool:
    """Return whether a hit has a keyword as typed (`bot.search.wording`): a search cuts a word that stands nowhere."""
    levels = (Level.EXACT, Level.ALL_WORDS) if " " in keyword else (Level.EXACT,)
    return hit.level in levels and all(word.how in _LITERALLY for word in hit.words)


@cache
def _words() -> dict[str, str]:
    """Return the words of `data/announce/topics.yaml`: what each stands for."""
    return {str(word): str(meant) for word, meant in read_yaml("announce", "topics.yaml").items()}


@lru_cache(_READ_KEPT)
def topic_of(words: str) -> Topic:
    """Return the topic that words mean, as `Topic.read`; it is kept: for what a database has of many chats.

    Raises:
        TopicError: They mean none.
    """
    return Topic.read(words)
