"""Questions on the published reports of other agencies, beside the bundled one: each answered with its own figures."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.ingest.pipeline import read_paths
from bot.service.library import Library
from bot.settings import Settings
from bot.store.database import Database
from bot.store.load.loading import load
from tests.own_report import load_as_own
from tests.questions.run import graded, report, rows, unnamed

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def several(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Library, Settings]]:
    """Return a library of all published reports at hand."""
    settings = Settings(data_dir=Path(tmp_path_factory.mktemp("agencies")), language="zh", _env_file=None)  # type: ignore[call-arg]
    database = Database.open(settings.database)
    try:
        found = (shared / "reports").iterdir()
        files = sorted(path for path in found if path.suffix in {".html", ".pdf", ".md"} and path.stem != "README")
        load_as_own(database)
        load(database, read_paths(files))
    finally:
        database.close()
    library = Library.open(settings)
    yield library, settings
    library.close()


@pytest.mark.no_cover  # tracing takes twice the time; the other tests cover these lines
def test_each_agency_is_answered_for_with_its_own_figures(several: tuple[Library, Settings]) -> None:
    library, settings = several
    results = asyncio.run(graded(library, settings, rows(HERE / "agencies.tsv")))
    assert not (wrong := unnamed(results)), report(wrong)
