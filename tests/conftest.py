"""What every test session says first, and where the shared reference files are."""

import gc
import platform
import sqlite3
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from sqlalchemy.engine import Engine
from sqlalchemy.util import LRUCache

from bot.__main__ import COLLECTED_AFTER

# A slow machine is no failure: timings live in the benchmarks.
settings.register_profile("gongkai", deadline=None)
settings.load_profile("gongkai")
# As in the process itself.
gc.set_threshold(COLLECTED_AFTER)


class _OfAllDatabases(LRUCache[Any, Any]):
    """Statements as they were compiled, for every database of a kind: each test has its own, and asks it the same."""

    def get(self, key: Any, default: Any = None) -> Any:
        return super().get((type(key[0]), *key[1:]), default)

    def __setitem__(self, key: Any, value: Any) -> None:
        super().__setitem__((type(key[0]), *key[1:]), value)


def _compiled_once() -> None:
    compiled, made = _OfAllDatabases(2000), Engine.__init__

    def make(engine: Engine, *args: Any, **options: Any) -> None:
        made(engine, *args, **options)
        engine._compiled_cache = compiled

    Engine.__init__ = make  # type: ignore[method-assign]


_compiled_once()

SHARED = Path(__file__).parent.parent.parent / "shared"


def pytest_report_header() -> str:
    """Return the versions that a failure may depend on."""
    packages = {"SQLAlchemy": "SQLAlchemy", "python-telegram-bot": "python-telegram-bot", "Tantivy": "tantivy"}
    said = [f"Python {platform.python_version()}", f"SQLite {sqlite3.sqlite_version}"]
    said += [f"{name} {version(package)}" for name, package in packages.items()]
    return "gongkai on: " + ", ".join(said)


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of shared reference files; skip, saying so, where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("the folder ../shared is absent: nothing to compare with")
    return SHARED
