"""Lists of made-up agencies, in every layout: each row comes out with the fields that are printed, none is lost."""

from random import Random

import pytest

from bot.ingest.readers import read_bytes
from bot.ingest.recognise import interpret
from bot.records.model import Batch, Body
from tests.generated.agencies import agencies
from tests.generated.lists import LAYOUTS, PRINTED, MadeList, made_list
from tests.rounds import ROUNDS

BODIES = (Body.CPPCC, Body.NPC, None)
SEEDS = range(ROUNDS)


def imported(layout: str, made: MadeList) -> Batch:
    write, _ = LAYOUTS[layout]
    name, data = write(made)
    (document,) = read_bytes(data, name)
    return interpret(document, agency_name=made.agency.name)


@pytest.mark.soak
@pytest.mark.no_cover
@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_row_comes_out(layout: str, body: Body | None, seed: int) -> None:
    dice = Random(seed)
    (agency,) = agencies(dice, 1)
    made = made_list(dice, agency, body=body)
    batch = imported(layout, made)
    carried = (*PRINTED, *LAYOUTS[layout][1])
    assert [{name: getattr(record, name) for name in carried} for record in batch.records] == [
        {name: getattr(row, name) for name in carried} for row in made.rows
    ]
    assert not batch.refusals
    if layout not in {"comma_separated", "workbook"}:
        (listing,) = batch.listings
        assert (listing.name, listing.total_rows) == (made.name, made.total_rows)
