"""Lists as offices lay them out, each format of each against the truth that was written before they were read."""

from pathlib import Path

import pytest

from bot.ingest.items.errors import ColumnQuestionError
from bot.ingest.readers import read_bytes
from bot.ingest.recognise import interpret
from bot.records.model import Batch, Record
from tests.generated import laid_out

LISTS = list(laid_out.read_lists(Path(laid_out.__file__).with_name("office_lists.txt")))


def read(laid: laid_out.LaidOut, form: str) -> Batch:
    name, data = laid_out.written(laid, form)
    (document,) = read_bytes(data, name)
    return interpret(document)


def said(record: Record, field: str) -> str:
    value = getattr(record, field)
    text = str(getattr(value, "value", value)) if value is not None else ""
    return "".join(text.split()) if field == "title" else text


@pytest.mark.parametrize(
    ("laid", "form"), [pytest.param(one, form, id=f"{one.name}-{form}") for one in LISTS for form in one.formats]
)
def test_what_an_office_publishes_is_read(laid: laid_out.LaidOut, form: str) -> None:
    if laid.asked:
        with pytest.raises(ColumnQuestionError):
            read(laid, form)
        return
    batch = read(laid, form)
    assert [{name: said(record, name) for name in laid.fields} for record in batch.records] == laid.truth
    for reading in batch.readings:
        counted = reading.loaded + reading.refused + reading.withheld + sum(dict(reading.passed).values())
        assert counted == reading.rows
    assert sum(reading.withheld for reading in batch.readings) == laid.not_public


def test_nothing_of_persons_is_taken() -> None:
    laid = next(one for one in LISTS if one.name == "personal-columns")
    for form in laid.formats:
        words = repr(read(laid, form))
        for personal in ("冯某", "陈某", "13700001111", "110101199001010011", "某公司经理", "城关镇"):
            assert personal not in words
