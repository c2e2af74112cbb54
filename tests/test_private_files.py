"""Nobody but its owner reads what is written: databases, logs, exports. What was open is closed at the next start."""

import os
import sys
from pathlib import Path

import pytest

from bot.private_files import close_folder
from bot.store.database import Database
from tests.begun import begun
from tests.processes import environment, finished

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a folder of one's own is closed there")


def mode(path: Path) -> str:
    return f"{path.stat().st_mode & 0o777:o}"


def gongkai(folder: Path, *words: str) -> str:
    """Run a command as somebody would whose files are open to all."""
    ours = environment(folder, GONGKAI_INDEX_DIR=str(folder / "index"))
    done = finished(*words, env=ours, cwd=folder.parent, text=True, umask=0o022)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_every_folder_name_will_do_and_all_in_it_is_closed(tmp_path: Path) -> None:
    name = "公开 & a?b=c#d 50%25%41"
    folder = tmp_path / name
    assert "399" in gongkai(folder, "ask", "399")
    gongkai(folder, "export", "replies", "--output", str(tmp_path / "replies.json"))
    assert {mode(path) for path in (folder, folder / "index")} == {"700"}
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert {"gongkai.db", "gongkai.log"} <= {path.name for path in files}
    assert {mode(path) for path in (*files, tmp_path / "replies.json")} == {"600"}
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([name, "replies.json"])


def test_what_was_open_is_closed(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    begun(folder, demonstration=True)
    (folder / "gongkai.log").touch()
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    gongkai(folder, "ask", "399")
    assert {mode(folder), mode(folder / "gongkai.db"), mode(folder / "gongkai.log")} == {"700", "600"}


def test_what_sqlite_writes_beside_a_database_is_closed(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        database = Database.open(f"sqlite:///{tmp_path / 'gongkai.db'}")
        assert {path.name: mode(path) for path in tmp_path.glob("gongkai.db*")} == {
            "gongkai.db": "600", "gongkai.db-wal": "600", "gongkai.db-shm": "600",
        }  # fmt: skip
        database.close()
    finally:
        os.umask(before)


def test_a_folder_of_other_things_is_left_as_it_is(tmp_path: Path) -> None:
    for name, left in (("gongkai.db", "700"), ("somebody's", "755")):
        (tmp_path / name).touch()
        tmp_path.chmod(0o755)
        close_folder(tmp_path)
        assert mode(tmp_path) == left
    (tmp_path / "somebody's").unlink()
    tmp_path.chmod(0o555)
    close_folder(tmp_path)
    assert mode(tmp_path) == "500"
    tmp_path.chmod(0o700)
