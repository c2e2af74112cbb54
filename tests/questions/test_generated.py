"""Questions on made-up agencies whose reports and lists come from files: each answered with its own figures."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from bot.ingest.pipeline import read_paths
from bot.records.model import Body
from bot.service.library import Library
from bot.settings import Settings
from bot.store.database import Database
from bot.store.load.loading import load
from tests.generated.agencies import agencies
from tests.generated.layouts import LAYOUTS
from tests.generated.lists import html_table, made_list
from tests.generated.prose import narrate
from tests.generated.questions import Asked, of_cells, of_records
from tests.generated.reports import over_years
from tests.questions.run import Row, graded, report

YEARS = (2020, 2021, 2022)
FLOOR = 0.97


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Library, Settings, list[Asked]]]:
    """Return a library of four agencies, three of them in places on file, over three years, and what to ask of it."""
    folder = Path(tmp_path_factory.mktemp("generated"))
    settings = Settings(data_dir=folder, language="zh", bundled_records=False, _env_file=None)  # type: ignore[call-arg]
    dice, asked, batches = Random(12), list[Asked](), []
    for place, agency in enumerate([*agencies(dice, 3, on_file=True), *agencies(dice, 1)]):
        for sheet in over_years(dice, agency.name, YEARS):
            layout = list(LAYOUTS.values())[(place * len(YEARS) + sheet.year) % len(LAYOUTS)]
            name, data = layout(narrate(sheet, dice))
            path = folder / f"{place}-{sheet.year}-{name}"
            path.write_bytes(data)
            batches += read_paths([path])
            asked += of_cells(sheet, agency, dice, 15)
        body = (Body.CPPCC, Body.NPC)[place % 2]
        listed = made_list(dice, agency, body=body, size=8, publishers=None if agency.on_file else [agency.name])
        path = folder / f"{place}.html"
        path.write_bytes(html_table(listed)[1])
        batches += read_paths([path], agency_name=agency.name)
        asked += of_records(listed, dice)
    database = Database.open(settings.database)
    load(database, batches)
    database.close()
    library = Library.open(settings)
    yield library, settings, asked
    library.close()


def test_each_agency_is_answered_for_with_its_own_figures(made: tuple[Library, Settings, list[Asked]]) -> None:
    library, settings, asked = made
    rows = [Row(*one.row(f"G{place}")) for place, one in enumerate(asked)]
    results = asyncio.run(graded(library, settings, rows))
    assert sum(one.passed for one in results) >= FLOOR * len(results), report(results)
