"""Nothing false: each cell of made-up reports, asked by its names in several ways, is answered with its own value.

Values are all different, so a number that belongs to another cell, year or agency shows at once. An absent year or
agency is answered without any number of a present one.
"""

import random
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from bot.answers import answer
from bot.answers.answer import FiguresAnswer
from bot.answers.figure_parts import FigureLine, Origin
from bot.questions.read import read
from bot.questions.vocabulary import Vocabulary
from bot.records.form import CellDefinition, Form, form
from bot.records.model import Batch, Cell, Place, Report, Semantic
from bot.screens.render import render
from bot.search.index import Index
from bot.store.database import Database
from bot.store.load.loading import load
from bot.store.read.queries import Store
from tests.generated.questions import names_of

TODAY = date(2026, 3, 4)
REPORTS = (
    ("临江市财政局", 2020, "cn_annual_2019"),
    ("临江市财政局", 2022, "cn_annual_2021"),
    ("望山县水利局", 2022, "cn_annual_2021"),
)
PHRASINGS = ("{agency}{year}年{name}", "{year}年{agency}{name}是多少", "请问{agency}{year}年的{name}有多少？")
# Printed labels that are also ordinary words (总计, 其他): alone beside a column they say nothing.
_VAGUE = ("requests.processed_total.", "requests.other_total.org_other")


def _value(agency: str, year: int, key: str) -> int:
    """Return a number of six digits that no other cell has."""
    return random.Random(f"{agency}{year}{key}").randrange(200_000, 990_000)


def _report(agency: str, year: int, form_id: str) -> Report:
    place = Place(document=f"{agency}{year}.html", section="三")
    cells = tuple(
        Cell(
            key=key,
            table=cell.table,
            row_label=cell.row.label,
            column_label=cell.column.label,
            raw=str(_value(agency, year, key)),
            value=Decimal(_value(agency, year, key)),
            semantic=Semantic.NUMERIC,
            place=place,
        )
        for key, cell in form(form_id).cells().items()
    )
    title = f"{agency}{year}年政府信息公开工作年度报告"
    return Report(agency_name=agency, year=year, form=form_id, title=title, cells=cells)


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Index, Vocabulary]]:
    folder = Path(tmp_path_factory.mktemp("nothing_false"))
    database = Database.open(f"sqlite:///{folder / 'made.db'}")
    batches = [
        Batch(
            document=f"{agency}{year}.html",
            sha256=f"{order}" * 64,
            media_type="html",
            agency_name=agency,
            reports=(_report(agency, year, form_id),),
        )
        for order, (agency, year, form_id) in enumerate(REPORTS)
    ]
    load(database, batches)
    store = Store(database)
    index = Index.build(store)
    yield store, index, Vocabulary.of(store)
    index.close()
    database.close()


def _lines(answered: FiguresAnswer) -> list[FigureLine]:
    return [line for group in answered.groups for line in (*group.lines, *group.breakdown, *group.zeros)]


@pytest.mark.parametrize(("agency", "year", "form_id"), REPORTS)
def test_each_cell_is_answered_with_its_own_value(
    agency: str, year: int, form_id: str, loaded: tuple[Store, Index, Vocabulary]
) -> None:
    store, index, vocabulary = loaded
    missed, asked = [], 0
    for key, cell in _cells(form(form_id)):
        for name in names_of(cell):
            text = PHRASINGS[asked % len(PHRASINGS)].format(agency=agency, year=year, name=name)
            asked += 1
            answered = answer(read(text, vocabulary=vocabulary, today=TODAY), store, index, today=TODAY)
            lines = _lines(answered) if isinstance(answered, FiguresAnswer) else []
            for line in lines:
                if line.origin is Origin.CELL:
                    assert line.raw == str(_value(agency, year, line.key)), text
            first = next(iter(lines), None)
            if first is None or first.key != key:
                missed.append((key, text))
    assert len(missed) <= asked * 0.03, missed


def _cells(of: Form) -> Iterator[tuple[str, CellDefinition]]:
    return ((key, cell) for key, cell in of.cells().items() if not key.startswith(_VAGUE))


@pytest.mark.parametrize(("agency", "year"), [("临江市财政局", 2019), ("望山县水利局", 2020), ("青石县交通局", 2022)])
def test_an_absent_year_or_agency_shows_no_number_of_a_present_one(
    agency: str, year: int, loaded: tuple[Store, Index, Vocabulary]
) -> None:
    store, index, vocabulary = loaded
    present = {str(_value(*report[:2], key)) for report in REPORTS for key in form(report[2]).cells()}
    for key, cell in list(_cells(form("cn_annual_2021")))[::7]:
        text = PHRASINGS[0].format(agency=agency, year=year, name=names_of(cell)[0])
        answered = answer(read(text, vocabulary=vocabulary, today=TODAY), store, index, today=TODAY)
        shown = set(re.findall(r"\d{6}", render(answered, "zh").plain))
        assert not shown & present, (key, text)
