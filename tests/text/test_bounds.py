"""Each bound that decides what is read has the last case within it and the first one beyond."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.records.agencies import identify
from bot.records.numbers import joint_numbers
from bot.records.regions import is_place_or_short
from bot.records.title_text import cleaned
from bot.text.dates import read_day
from bot.text.english import stem
from bot.text.pinyin import segment


@pytest.mark.parametrize(
    ("reads", "within", "beyond"),
    [
        (lambda n: read_day(f"2020年11月{' ' * (n - 10)}3日") is not None, 40, 41),  # signs of a cell that is a day
        (lambda n: identify(f"海川市{'一' * n}局").slug.endswith("yiju"), 7, 8),  # letters of an office's key: 28
        (lambda n: bool(segment("pin" * (n // 3) + "a" * (n % 3))), 72, 73),  # letters of a word typed by sound
        (lambda n: joint_numbers([f"1-{n}"]) != (f"1-{n}",), 31, 32),  # numbers of one reply to several
        (lambda n: len(cleaned("字" * n)) == n, 600, 601),  # signs of a title
    ],
)
def test_the_longest_that_is_read(reads: Callable[[int], Any], within: int, beyond: int) -> None:
    assert (bool(reads(within)), bool(reads(beyond))) == (True, False)


def test_of_a_word_with_many_ways_to_split_it_sixty_four_are_tried() -> None:
    assert len(segment("xian" * 8)) == 64


@pytest.mark.parametrize(("word", "stemmed"), [("used", "used"), ("timed", "tim"), ("has", "has"), ("pays", "pay")])
def test_the_shortest_english_word_that_has_endings(word: str, stemmed: str) -> None:
    assert stem(word) == stemmed


def test_a_place_is_shortened_to_two_signs_and_no_fewer() -> None:
    assert (is_place_or_short("沭阳"), is_place_or_short("赵")) == (True, False)
