"""Counts and pages over a few thousand titles: what is counted is there, and each is shown once."""

from collections import Counter

import pytest

from bot.search.guesses import LEAD
from bot.search.index import Index
from bot.search.synonyms import Synonyms
from bot.search.tiers import READ_AHEAD
from tests.search import titles

TITLES = 4000
TOPICS = titles.realistic(TITLES)
ENTRIES = [titles.entry(topic, place) for place, topic in enumerate(TOPICS)]
PRINTED = {entry.key: entry for entry in ENTRIES}


@pytest.fixture(scope="module")
def index() -> Index:
    made = Index.of(ENTRIES)
    made.synonyms = Synonyms([])  # each word is counted as typed
    return made


def having(*words: str) -> list[str]:
    """Return the keys of the titles that have one of the words."""
    return [
        entry.key for entry, topic in zip(ENTRIES, TOPICS, strict=True) if any(word in topic.text for word in words)
    ]


@pytest.mark.parametrize("words", [("加强",), ("建设",), ("智能制造",), ("加强", "农村"), ("加强", "管理", "老旧小区")])
@pytest.mark.parametrize("limit", [1, 10])
def test_counts_by_body_year_and_agency_are_of_all_pages(index: Index, words: tuple[str, ...], limit: int) -> None:
    results = index.search(words, limit=limit)
    wanted = having(*words)
    assert results.total == len(wanted) == sum(results.by_level.values())
    for facet in ("body", "year"):
        assert results.facets[facet] == Counter(str(getattr(PRINTED[key], facet)) for key in wanted)
    agencies = Counter(PRINTED[key].agency for key in wanted)
    assert results.facets["agency"].items() <= agencies.items()
    assert len(results.facets["agency"]) == min(200, len(agencies))


@pytest.mark.parametrize(
    "typed", ["专项整冶", "老旧小区改选", "只能制造", "znzz", "zhengzhi", "资金头入", "信息化建设废"]
)
def test_each_hit_is_on_one_page(index: Index, typed: str) -> None:
    whole = [hit.key for hit in index.search([typed], limit=TITLES).hits]
    total = index.search([typed]).total
    assert total > 0
    paged = [hit.key for start in range(0, total + 7, 7) for hit in index.search([typed], offset=start, limit=7).hits]
    assert paged == whole
    assert len(set(whole)) == len(whole) == total


def test_every_guess_is_shown_before_one_is_shown_for_long(index: Index) -> None:
    for typed in ("信息化建设废", "zhengzhi"):
        found = [hit.words[0].found for hit in index.search([typed], limit=READ_AHEAD).hits]
        guesses = len(set(found))
        assert guesses > 3
        assert set(found[: guesses + LEAD]) == set(found)


def test_what_was_corrected_is_as_it_is_printed(index: Index) -> None:
    for hit in index.search(["资金头入", "加强"], limit=20).hits:
        topic = TOPICS[int(hit.key.rsplit("-", 1)[1])].text
        for word in hit.words:
            assert all(part in topic for part in word.found.split("…"))
