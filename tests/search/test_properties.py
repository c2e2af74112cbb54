"""What holds for whatever is typed."""

from hypothesis import given
from hypothesis import strategies as st

from bot.records.model import RecordKind
from bot.search import sound
from bot.search.bigrams import ended, pairs, stored
from bot.search.document import documents
from bot.search.edits import one_edit, span
from bot.search.entry import IndexEntry
from bot.search.fields import IndexedFields
from bot.search.index import Index
from bot.search.results import Filters, Level
from bot.search.subject import subject, units
from bot.search.synonyms import Synonyms
from bot.search.word import read
from tests.search import seed

INDEX = Index.of(seed.entries())
NONE = Synonyms([])
TOPICS = ["".join(subject(entry.title, entry.topic)) for entry in seed.entries() if entry.topic]
NUMBERS = {entry.number for entry in seed.entries()}
ORDER = list(Level)

pieces = st.sampled_from(TOPICS).flatmap(
    lambda text: st.tuples(st.integers(0, len(text) - 1), st.integers(1, 12)).map(
        lambda at: text[at[0] : at[0] + at[1]]
    )
)
typed = st.lists(
    st.one_of(st.text(max_size=30), pieces, st.text("abcdefghijklmnopqrstuvwxyz' ", max_size=20)), max_size=5
)


@given(typed)
def test_whatever_is_typed_has_results_in_order(words: list[str]) -> None:
    results = INDEX.search(words, limit=50)
    assert len(results.hits) == len({hit.key for hit in results.hits}) == min(results.total, 50)
    assert sum(results.by_level.values()) == results.total
    assert [ORDER.index(hit.level) for hit in results.hits] == sorted(ORDER.index(hit.level) for hit in results.hits)
    assert all(0 < hit.score <= 100 for hit in results.hits)
    assert results == INDEX.search(words, limit=50)


@given(pieces)
def test_a_piece_of_a_title_finds_it(piece: str) -> None:
    results = INDEX.search([piece], Filters(kinds=(RecordKind.REPLY,)), limit=20)
    found = sum("".join(read([piece], NONE)[0].units) in topic for topic in TOPICS)
    assert results.by_level[Level.EXACT] == found


@given(st.integers(0, 400_000))
def test_a_number_finds_itself_or_nothing(number: int) -> None:
    assert [hit.key for hit in INDEX.search([str(number)]).hits] == ([str(number)] if number in NUMBERS else [])


@given(pieces.filter(lambda text: len(text) > 3), st.data())
def test_each_single_mistake_is_one_of_the_edits(meant: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(meant) - 1))
    mistake = data.draw(st.sampled_from(["wrong", "missing", "doubled", "swapped"]))
    made = {
        "wrong": meant[:at] + "囗" + meant[at + 1 :],
        "missing": meant[:at] + meant[at + 1 :],
        "doubled": meant[:at] + meant[at] + meant[at:],
        "swapped": meant[:at] + meant[at : at + 2][::-1] + meant[at + 2 :],
    }[mistake]
    if not any(character.isdigit() for character in meant):
        assert made in meant or any(span(edit, meant) for edit in one_edit(made))


@given(st.text(max_size=60))
def test_units_are_characters_or_runs(text: str) -> None:
    assert all(len(unit) == 1 or unit.isascii() for unit in units(text))
    assert not any(unit.isspace() for unit in units(text))


@given(st.lists(st.text(alphabet="智能制造𠮷5g 的。", max_size=8), min_size=1, max_size=5))
def test_what_is_made_for_a_batch_is_what_is_made_for_each(texts: list[str]) -> None:
    entries = [IndexEntry(f"key {place}\n", text, topic=text) for place, text in enumerate(texts)]
    alone = [made.to_dict() for entry in entries for made in documents([entry])]
    assert [made.to_dict() for made in documents(entries)] == alone
    for made in alone:
        units = IndexedFields(bytes(made["shown"][0])).subject
        assert made["pairs"] == [" ".join(map(stored, pairs(ended(units))))]
        assert made["sounds"][0] == sound.codes(units)
