"""Killed at any moment of a backup or a restore, there is the old state or the new one, whole; a withdrawal stays."""

import random
import shutil
import subprocess
import time
from contextlib import closing
from pathlib import Path

import pytest

from bot.backup.archive import check, find_damage
from bot.database_address import sqlite_url
from bot.records.model import Status
from bot.store.database import Database
from bot.store.load.loading import load
from bot.store.load.withdrawal import withdraw
from tests.backup.test_backup import statuses, whole
from tests.processes import Gongkai, environment
from tests.rounds import ROUNDS, WHOLE
from tests.store.building import batch, reply

RECORDS = range(1, 2001)


def begun(folder: Path, *words: str) -> "subprocess.Popen[str]":
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE}
    return Gongkai(*words, env=environment(folder), cwd=folder, text=True, **quiet)


def finished(folder: Path, *words: str) -> float:
    """Return how long a command takes that nobody kills."""
    start = time.monotonic()
    with begun(folder, *words) as process:
        said = process.communicate(timeout=120)[1]
    assert process.returncode == 0, said
    return time.monotonic() - start


def killed(seconds: float, folder: Path, *words: str) -> None:
    with begun(folder, *words) as process:
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
        process.communicate()


@pytest.mark.soak
def test_killed_at_any_moment(tmp_path: Path) -> None:
    path, early, late, written = (tmp_path / name for name in ("gongkai.db", "early.zip", "late.zip", "written.zip"))
    with closing(Database.open(sqlite_url(path))) as database:
        load(database, [batch(*(reply(number) for number in RECORDS))])
    finished(tmp_path, "backup", str(early))
    with closing(Database.open(sqlite_url(path))) as database:
        load(database, [batch(*(reply(number, f"改了{number}") for number in RECORDS), name="more.tsv")])
        withdraw(database, "cppcc:9-2:5", "第三方权利")
    backing_up = finished(tmp_path, "backup", str(late))
    after = whole(path)
    putting_back = finished(tmp_path, "restore", str(early), "--verify")
    before = whole(path)
    assert before != after
    revisions = {check(file).revision for file in (early, late)}
    chance, seen = random.Random(ROUNDS), set()
    for _ in range(ROUNDS if WHOLE else 1):
        if whole(path) == before:
            finished(tmp_path, "restore", str(late))
        shutil.copy(early, written)
        killed(chance.uniform(0.2, 1.0) * backing_up, tmp_path, "backup", str(written))
        assert check(written).revision in revisions
        assert whole(path) == after
        killed(chance.uniform(0.2, 1.0) * putting_back, tmp_path, "restore", str(early), "--verify")
        assert find_damage(path, thorough=True) is None
        found = whole(path)
        assert found in (before, after)
        with closing(Database.open(sqlite_url(path))) as database:
            assert statuses(database)[5] is Status.WITHDRAWN
        seen.add(found == before)
    assert len(seen) == 2 or not WHOLE
    finished(tmp_path, "restore", str(early), "--verify")
    assert whole(path) == before
    left = {each.name for each in tmp_path.iterdir() if "restoring" in each.name or each.name.startswith(".")}
    assert all(name.startswith((".written.zip.copy", ".written.zip.partial")) for name in left)
