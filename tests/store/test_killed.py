"""Killed at any moment of an import, the database holds the old state or the new one."""

import pickle
import random
import shutil
import sqlite3
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.records.model import Batch
from bot.store.database import Database
from bot.store.load.loading import load
from tests.rounds import ROUNDS, WHOLE

from .building import batch, reply, report
from .state import state

# The import of the child: corrections, new rows and a report, in small pieces, each told with one byte.
CHILD = """
import pickle
import sys
from bot.store.load import records as record_loading
from bot.store.database import Database
from bot.store.load.loading import load
record_loading.CHUNK = 25

def told(_):
    sys.stdout.buffer.write(b".")
    sys.stdout.buffer.flush()

with open(sys.argv[2], "rb") as file:
    second, now = pickle.load(file)
load(Database.open(sys.argv[1]), second, progress=told, now=now)
"""


NOW = datetime(2021, 8, 1, tzinfo=UTC)
FIRST = [batch(*(reply(number) for number in range(1, 201)))]


def second() -> list[Batch]:
    changed = (reply(number, day=date(2021, 6, 1 + number % 28)) for number in range(1, 501))
    return [batch(*changed, name="two.tsv"), batch(name="report.txt", reports=(report(),))]


@pytest.mark.soak
def test_killed_at_any_moment_it_is_the_old_state_or_the_new(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    database = Database.open(f"sqlite:///{path}")
    load(database, FIRST)
    old = state(database)
    database.close()
    shutil.copy(path, tmp_path / "new.db")
    database = Database.open(f"sqlite:///{tmp_path / 'new.db'}")
    marks: list[int] = []
    load(database, second(), progress=marks.append, now=NOW)
    new = state(database)
    database.close()
    given = tmp_path / "second"
    given.write_bytes(pickle.dumps((second(), NOW)))
    chance = random.Random(ROUNDS)
    seen = set()
    for turn in range(ROUNDS if WHOLE else 3):
        victim = tmp_path / f"{turn}.db"
        shutil.copy(path, victim)
        arguments = [sys.executable, "-c", CHILD, f"sqlite:///{victim}", str(given)]
        with subprocess.Popen(arguments, stdout=subprocess.PIPE, cwd=Path(__file__).parents[2]) as child:
            assert child.stdout is not None
            child.stdout.read(chance.randint(0, 500 // 25 + 1))
            child.kill()
        with sqlite3.connect(victim) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        database = Database.open(f"sqlite:///{victim}")
        found = state(database)
        assert found in (old, new)
        seen.add(found == new)
        assert load(database, second(), now=NOW).revision == 2
        assert state(database) == new
        database.close()
    assert False in seen
