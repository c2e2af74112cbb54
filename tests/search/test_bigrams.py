"""Bigrams are stored so that each is told from every other, whatever the engine takes for white space or a pattern."""

from hypothesis import given
from hypothesis import strategies as st

from bot.search.bigrams import ended, pairs, stored, stored_pairs
from bot.search.entry import IndexEntry
from bot.search.index import Index
from bot.search.subject import Units

COMMON = bytes(byte for lead in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF) for byte in (lead, cell)).decode(
    "gb2312", "ignore"
)
UNIT = st.one_of(
    st.sampled_from(COMMON), st.sampled_from("々あЯāㄅ𠮷囍é"), st.text("0123456789abcz", min_size=1, max_size=3)
)
SIGNS_OF_PATTERNS = set("\\.+*?()|[]{}^$#&-~\"<>'")


def sequence(units: list[str]) -> Units:
    return "".join(units) if all(len(unit) == 1 for unit in units) else tuple(units)


@given(st.lists(UNIT, min_size=4, max_size=4))
def test_no_two_bigrams_are_stored_alike(units: list[str]) -> None:
    one, two = (units[0], units[1]), (units[2], units[3])
    runs = [a[-1].isascii() and b[0].isascii() for a, b in (one, two)]
    if one != two and not any(runs):
        assert stored("".join(one)) != stored("".join(two))
    if not units[0].isascii():
        assert stored("".join(one)).startswith(stored(units[0]))


@given(st.lists(st.lists(UNIT, max_size=6).map(sequence), max_size=5))
def test_many_are_stored_as_each(sequences: list[Units]) -> None:
    made = stored_pairs([ended(one) for one in sequences])
    assert made == [" ".join(map(stored, pairs(ended(one)))) for one in sequences]


def test_common_characters_are_two_of_ascii_without_white_space() -> None:
    assert len(COMMON) == 6763
    forms = {stored(character) for character in COMMON}
    assert len(forms) == len(COMMON)
    for form in forms:
        assert len(form) == 2
        assert form.isascii()
        assert not form[0].isdigit()
        assert not form[0].islower()
        assert "\0" not in form
        assert len(f"a{form}b".encode().split()) == 1


def test_marks_of_lengths_differ_and_are_no_units() -> None:
    marks = [ended("字" * size)[-1] for size in range(200)]
    assert len(set(marks)) == len(marks)
    assert not set(marks) & set(COMMON)


def test_a_single_character_is_found_however_it_is_stored() -> None:
    """A character before many others is asked for by a pattern; some are stored with signs that patterns have."""
    signed = [one for one in COMMON if set(stored(one)) & SIGNS_OF_PATTERNS]
    chosen = signed[:: len(signed) // 40]
    others = [one for one in COMMON[:3000] if one not in chosen][:40]
    titles = [f"{one}{other}" for one in chosen for other in others]
    index = Index.of([IndexEntry(f"key:{place}", title) for place, title in enumerate(titles)])
    for one in chosen:
        found = index.search([one], limit=5)
        assert found.total == len(others)
        assert all(titles[int(hit.key.partition(":")[2])][0] == one for hit in found.hits)
