"""Lists as offices lay them out, each format of each against the truth that was written before they were read."""

from pathlib import Path

import pytest

from bot.ingest.items.column_values import is_office, is_unit
from bot.ingest.items.contacts import unnamed
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


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("基建股", "unit"),
        ("医政科 鲍雪", "unit"),
        ("镇林业站、镇村建办", "unit"),
        ("（市民政局）", "office"),
        ("县委组织部", "office"),
        ("关于第8号提案的答复（市民政局）", ""),
    ],
)
def test_who_handles_it_inside_of_an_office_is_told_from_an_office(cell: str, told: str) -> None:
    assert ("unit" if is_unit(cell) else "office" if is_office(cell) else "") == told


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("当面答复王敏代表、委员张三、李四，满意", "当面答复代表、委员，满意"),
        ("向人大代表汇报，金融界委员和高校代表团认可", "向人大代表汇报，金融界委员和高校代表团认可"),
    ],
)
def test_names_of_members_are_cut_out_of_what_came_of_it(text: str, read: str) -> None:
    assert unnamed(text) == read
