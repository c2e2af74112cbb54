"""A part of the generated questions, the same in every run: no rate below its floor. `make questions` asks them all."""

from collections.abc import Iterator

import pytest

from tests.reading.__main__ import QUESTIONS_OF_PART, REPORTS_OF_PART, rates
from tests.reading.computed import COMPUTED, TRUE, held_against_the_oracle
from tests.reading.floors import floors
from tests.reading.kept import Ground
from tests.reading.rate import Rate
from tests.reading.run import measured, opened, transformations
from tests.rounds import WHOLE


@pytest.fixture(scope="module")
def ground() -> Iterator[Ground]:
    with opened(published=False) as found:
        yield found


def shown(rate: Rate) -> str:
    return "\n".join(f"{' ⇒ '.join(asked)}: {wrong[:200]}" for asked, wrong in rate.faults[:20] if rate.shown)


@pytest.mark.no_cover  # for speed: the other tests cover these lines
@pytest.mark.parametrize("name", transformations())
def test_a_part_keeps_to_its_floor(name: str, ground: Ground) -> None:
    floor = floors()[name]
    rate = measured(name, transformations()[name], ground, floor.share)
    assert rate.share >= floor.part, shown(rate)


@pytest.mark.no_cover
def test_computed_answers_agree_with_the_oracle() -> None:
    found = held_against_the_oracle(REPORTS_OF_PART, QUESTIONS_OF_PART)
    for name in (TRUE, COMPUTED):
        assert found[name].share >= floors()[name].part, shown(found[name])


@pytest.mark.soak
@pytest.mark.skipif(not WHOLE, reason="everything, for five minutes and more: make soak")
def test_all_keep_to_their_floors() -> None:
    known = floors()
    found = {rate.name: rate for rate in rates([], part=False) if rate.name in known}
    assert {name: shown(rate) for name, rate in found.items() if rate.share < known[name].whole} == {}
