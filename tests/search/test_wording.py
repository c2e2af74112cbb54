"""Words as typed in few entries: found where a search finds them, without the engine."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.records.model import RecordKind
from bot.search.entry import IndexEntry
from bot.search.index import Index
from bot.search.results import Level
from bot.search.wording import Wording
from tests.rounds import examples

_SIGNS = "东西南北河湖"
SAID = st.text(alphabet=_SIGNS, min_size=2, max_size=7)
WORDS = st.text(alphabet=_SIGNS, min_size=1, max_size=4)


def entry(number: int, topic: str, **given: object) -> IndexEntry:
    return IndexEntry(key=f"k{number}", title=topic, topic=topic, number=number, kind=RecordKind.REPLY, **given)


def searched(entries: list[IndexEntry], typed: list[str]) -> set[str]:
    """What a search finds by words as typed."""
    hits = Index.of(entries).search(typed, limit=100).hits
    levels = (Level.EXACT, Level.ALL_WORDS) if len(typed) > 1 else (Level.EXACT,)
    return {
        hit.key for hit in hits if hit.level in levels and all(word.how in ("literal", "gapped") for word in hit.words)
    }


@examples(40)
@given(
    st.lists(st.tuples(SAID, st.one_of(st.none(), SAID)), min_size=1, max_size=6),
    st.lists(WORDS, min_size=1, max_size=2),
)
def test_it_finds_what_a_search_finds(said: list[tuple[str, str | None]], typed: list[str]) -> None:
    entries = [entry(number, topic, text=text) for number, (topic, text) in enumerate(said, 1)]
    found, wanted = Wording(entries).find(typed), searched(entries, typed)
    assert found >= wanted
    if len(typed) == 1:
        assert found == wanted


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("智能制造", {"k1"}),
        ("智能 制造", {"k1"}),
        ("5G网络", {"k2"}),
        ("5g", {"k2"}),
        ("399", {"k399"}),
        ("39", set()),  # a number is not text
        ("鲁水〔2020〕7号", {"k399"}),
        ("智造", set()),
        ("zhineng", set()),
        ("怎么智能制造", {"k1"}),
        ("", set()),
    ],
)
def test_what_is_typed_stands_there_or_not(typed: str, found: set[str]) -> None:
    entries = [
        entry(1, "关于推进智能制造的建议"),
        entry(2, "关于加快5G网络建设的建议"),
        entry(399, "关于河道治理的建议", doc_no="鲁水〔2020〕7号"),
    ]
    assert Wording(entries).find(typed.split()) == found == searched(entries, typed.split())
