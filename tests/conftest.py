"""What every test session says first, and where the shared reference files are."""

import gc
import platform
import sqlite3
from importlib.metadata import version
from pathlib import Path

import pytest
from hypothesis import settings

from bot.__main__ import COLLECTED_AFTER

# A slow machine is no failure: timings live in the benchmarks.
settings.register_profile("gongkai", deadline=None)
settings.load_profile("gongkai")
# As in the process itself.
gc.set_threshold(COLLECTED_AFTER)

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
