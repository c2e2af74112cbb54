"""The bundled report, loaded as an office loads its own, and asked as a chat asks."""

from collections.abc import Iterator

import pytest

from bot.search.index import Index
from bot.store.database import Database
from bot.store.read.queries import Store
from tests.answers.making import Made
from tests.own_report import load_as_own


@pytest.fixture(scope="session")
def seed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    database = Database.open(f"sqlite:///{tmp_path_factory.mktemp('seed') / 'seed.db'}")
    load_as_own(database)
    store = Store(database)
    yield Made(database, store, Index.build(store))
    database.close()
