"""Lists that a generator lays out, forty of them, or a thousand in `make soak`.

Nothing is lost without a word, nothing is made up.
"""

from collections import Counter

import pytest

from bot.errors import GongkaiError
from bot.ingest.readers import read_bytes
from bot.ingest.recognise import interpret
from bot.records.model import Batch, Record
from tests.generated.laid_out import written
from tests.generated.list_layouts import Made, made
from tests.rounds import ROUNDS, WHOLE

SEEDS = range(20 * ROUNDS if WHOLE else 40)
FIELDS_RIGHT = 0.995
REFUSED_AT_MOST = 0.03
OF_A_FIELD = {"bad_date", "bad_number"}  # said of a field: its row is loaded


def read(one: Made) -> Batch | None:
    name, data = written(one.laid, one.form)
    try:
        return interpret(read_bytes(one.data or data, name)[0])
    except GongkaiError:
        return None


def plain(record: Record, name: str) -> str:
    value = getattr(record, name)
    return "" if value is None else "".join(str(getattr(value, "value", value)).split())


def counted(one: Made, batch: Batch, tally: Counter[str]) -> None:
    truth = {"".join(row["title"].split()): row for row in one.rows}
    refused = [refusal for refusal in batch.refusals if refusal.reason.rpartition(".")[2] not in OF_A_FIELD]
    tally["refused"] += len(refused)
    found = {plain(record, "title"): record for record in batch.records}
    tally["made up"] += len(batch.records) - len(found.keys() & truth.keys())
    tally["lost"] += max(0, len(truth.keys() - found.keys()) - len(refused))
    for title in truth.keys() & found.keys():
        for name, value in truth[title].items():
            tally["fields"] += 1
            tally["right"] += plain(found[title], name) == "".join(value.split())
    for reading in batch.readings:
        all_rows = reading.loaded + reading.refused + reading.withheld + sum(dict(reading.passed).values())
        tally["uncounted"] += all_rows != reading.rows
    tally["withheld"] += abs(sum(reading.withheld for reading in batch.readings) - one.hidden)
    words = repr(batch.records)
    tally["personal"] += any(word in words for word in one.personal)


@pytest.mark.soak
@pytest.mark.no_cover  # tracing takes three times as long; the other tests cover these lines
def test_made_lists() -> None:
    tally: Counter[str] = Counter()
    for seed in SEEDS:
        one = made(seed)
        tally["rows"] += len(one.rows)
        batch = read(one)
        if batch is None:
            tally["asked"] += len(one.rows)
        else:
            counted(one, batch, tally)
    assert [tally[name] for name in ("made up", "lost", "uncounted", "withheld", "personal")] == [0] * 5, dict(tally)
    assert tally["right"] / tally["fields"] >= FIELDS_RIGHT, dict(tally)
    assert (tally["refused"] + tally["asked"]) / tally["rows"] <= REFUSED_AT_MOST, dict(tally)
