"""Made-up titles for measuring search: words of our own, joined by a seeded generator. No corpus is copied."""

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import yaml

from bot.records.model import Body
from bot.search.entry import IndexEntry

VOCABULARY = Path(__file__).parent.parent / "golden" / "search" / "vocabulary.yaml"
_FIRST_DAY = date(2008, 1, 1)
_TITLES = {
    Body.CPPCC: "对市政协{term}届{session}次会议第{number}号提案（{topic}）的答复",
    Body.NPC: "对市{term}届人大{session}次会议第{number}号代表建议（{topic}）的答复",
}


@dataclass(frozen=True)
class Topic:
    """A topic without boilerplate, and the words that it was joined from."""

    text: str
    words: tuple[str, ...]


@cache
def vocabulary() -> dict[str, list[str]]:
    """Return the lists of words."""
    return {name: list(words) for name, words in yaml.safe_load(VOCABULARY.read_text(encoding="utf-8")).items()}


@cache
def common_characters() -> str:
    """Return the 3755 characters of GB2312's first level: the common ones."""
    rows = (bytes([row, cell]) for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF))
    return b"".join(rows).decode("gb2312", errors="ignore")


def wide(count: int) -> Iterator[Topic]:
    """Yield topics of a wide vocabulary, 20,000 words of random common characters: most bigrams are rare."""
    rng = random.Random(11)
    characters = common_characters()
    made = ["".join(rng.choices(characters, k=rng.choice((2, 2, 2, 3, 4)))) for _ in range(20_000)]
    for _ in range(count):
        chosen = tuple(rng.choices(made, k=rng.randint(4, 9)))
        yield Topic("".join(chosen), chosen)


def narrow(count: int, seed: int = 7) -> Iterator[Topic]:
    """Yield topics of the 400 words of `realistic`, in a million titles: every bigram is common. They may repeat."""
    rng = random.Random(seed)
    lists = vocabulary()
    while count:
        words = [rng.choice(lists[name]) for name in ("degrees", "actions", "places", "objects", "aspects", "aims")]
        if rng.random() < 0.15:
            words[4:4] = ["和", rng.choice(lists["objects"])]
        words = [word for word in words if word]
        count -= 1
        yield Topic("".join(words), tuple(words))


def realistic(count: int, seed: int = 7) -> list[Topic]:
    """Return `count` different topics as an office might print them."""
    topics: dict[str, Topic] = {}
    for topic in narrow(10 * count, seed):
        topics.setdefault(topic.text, topic)
        if len(topics) == count:
            break
    return list(topics.values())


def entry(topic: Topic, place: int) -> IndexEntry:
    """Return a topic as the `place`-th reply of its source."""
    body = Body.NPC if place % 3 == 0 else Body.CPPCC
    number, year = place % 900 + 1, 2008 + place % 18
    term, session = 10 + place % 8, place % 5 + 1
    printed = f"关于{topic.text}的建议"
    return IndexEntry(
        key=f"{body.value}:371500:{term}-{session}:{number}@office-{place}",
        title=_TITLES[body].format(term=term, session=session, number=number, topic=printed),
        topic=printed,
        agency=f"office-{place % 300}",
        body=body,
        term=term,
        session=session,
        number=number,
        number_raw=str(number),
        year=year,
        published_on=_FIRST_DAY + timedelta(days=place * 7 % 6500),
    )


def entries(topics: Iterable[Topic]) -> Iterator[IndexEntry]:
    """Yield topics as replies."""
    return (entry(topic, place) for place, topic in enumerate(topics))
