"""Words that titles use for one another: what they add stands after what was found, and says its word."""

import random

import pytest

from bot.resources import read_yaml
from bot.search.entry import IndexEntry
from bot.search.index import Index
from bot.search.results import Level
from bot.search.synonyms import Synonyms
from tests.rounds import WHOLE
from tests.search.titles import entries, realistic

SEED = 20261129
ALL, PART = 300, 60
GROUPS: list[list[str]] = read_yaml("search", "synonyms.yaml")


def _entries() -> list[IndexEntry]:
    """Return titles of generated replies, a third of them with a word of a group in the title or the text."""
    chosen = random.Random(SEED)
    made = list(entries(realistic(400)))
    for place in range(0, len(made), 3):
        word = chosen.choice(chosen.choice(GROUPS))
        one = made[place]
        made[place] = (
            one._replace(title=f"关于加强{word}工作的建议", topic=f"加强{word}工作")
            if place % 2
            else one._replace(text=f"经研究，今年将进一步做好{word}工作，投入资金{place}万元。")
        )
    return made


@pytest.fixture(scope="module")
def indexes() -> tuple[Index, Index]:
    made = _entries()
    plain = Index.of(made)
    plain.synonyms = Synonyms([])
    return Index.of(made), plain


def _queries() -> list[str]:
    chosen = random.Random(SEED + 1)
    words = [chosen.choice(chosen.choice(GROUPS)) for _ in range(ALL)]
    return [word if at % 3 else f"{word} {chosen.choice(('工作', '资金', '建议'))}" for at, word in enumerate(words)]


def test_nothing_is_lost_and_each_addition_says_its_word(indexes: tuple[Index, Index]) -> None:
    with_them, without = indexes
    added = 0
    for query in _queries()[: ALL if WHOLE else PART]:
        words = query.split()
        before = {
            hit.key for hit in without.search(words, limit=500).hits if hit.level in (Level.EXACT, Level.ALL_WORDS)
        }
        hits = with_them.search(words, limit=500).hits
        assert before == {hit.key for hit in hits if hit.level in (Level.EXACT, Level.ALL_WORDS)}, query
        further = [hit for hit in hits if hit.level is Level.SYNONYM]
        added += len(further)
        for hit in further:
            said = [one for one in hit.words if one.how == "synonym"]
            assert said, query
            assert all(
                any(one.word in word or word in one.word for group in GROUPS if one.found in group for word in group)
                for one in said
            ), (query, said)
    assert added
