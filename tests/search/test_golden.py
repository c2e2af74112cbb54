"""Search as measured: recall and false positives on 20,000 made-up titles, with a floor for every kind of query.

The floors are in `tests/golden/search/floors.tsv`; `python -m tests.search.test_golden 100` prints what they come from.
"""

import sys
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.search.index import Index
from bot.search.results import Level
from tests.search import queries, titles

FLOORS = Path(__file__).parent.parent / "golden" / "search" / "floors.tsv"
TITLES = 20_000
EACH = 30


@dataclass
class Measured:
    """What one kind of query came to: shares of first and first ten, mean reciprocal rank, how many found anything."""

    asked: int = 0
    first: float = 0
    ten: float = 0
    reciprocal: float = 0
    anything: float = 0

    def row(self) -> tuple[float, ...]:
        return tuple(round(sum_ / self.asked, 3) for sum_ in (self.first, self.ten, self.reciprocal, self.anything))


def measure(each: int) -> dict[str, Measured]:
    topics = titles.realistic(TITLES)
    index = Index.of(titles.entries(topics))
    text = {titles.entry(topic, place).key: topic.text for place, topic in enumerate(topics)}
    measured: dict[str, Measured] = defaultdict(Measured)
    for one in queries.asked(topics, each):
        results = index.search(one.words, limit=10)
        came = measured[one.kind]
        came.asked += 1
        came.anything += bool(results.hits)
        if one.kind == "unrelated":
            assert all(hit.level is Level.SIMILAR for hit in results.hits)
            continue
        right = [all(part in text[hit.key] for part in one.wanted) for hit in results.hits]
        place = right.index(True) + 1 if True in right else 0
        came.first += place == 1
        came.ten += place > 0
        came.reciprocal += 1 / place if place else 0
    return measured


@pytest.fixture(scope="module")
def measured() -> dict[str, Measured]:
    return measure(EACH)


def floors() -> dict[str, tuple[float, ...]]:
    rows = [line.split("\t") for line in FLOORS.read_text(encoding="utf-8").splitlines()[1:]]
    return {kind: tuple(map(float, values)) for kind, *values in rows}


def test_the_set_is_large_enough(measured: dict[str, Measured]) -> None:
    assert sum(one.asked for one in measured.values()) >= 600
    assert measured.keys() == floors().keys()


@pytest.mark.parametrize("kind", floors())
def test_recall(measured: dict[str, Measured], kind: str) -> None:
    first, ten, reciprocal, anything = measured[kind].row()
    least_first, least_ten, least_reciprocal, most = floors()[kind]
    assert first >= least_first
    assert ten >= least_ten
    assert reciprocal >= least_reciprocal
    assert anything <= most


if __name__ == "__main__":
    sys.stdout.write("kind\trecall@1\trecall@10\tMRR\tfound anything\n")
    for kind, came in measure(int(sys.argv[1])).items():
        sys.stdout.write("\t".join([kind, *map(str, came.row())]) + "\n")
