"""`gongkai misses`: words and how often, nobody's name."""

from pathlib import Path

import pytest

from bot.cli import run_command_line
from bot.store.chat.misses import Misses
from bot.store.database import Database


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GONGKAI_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("GONGKAI_LANGUAGE", "zh")
    return tmp_path


def test_the_words_are_printed_most_often_first(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    database = Database.open(f"sqlite:///{folder / 'gongkai.db'}")
    counter = Misses(database)
    for word, times in (("充电桩", 4), ("老年食堂", 3), ("只问过一次", 1), ("13800001111", 3)):
        for _ in range(times):
            counter.note([word])
    database.behind.flush()
    database.close()
    assert run_command_line(["misses"]) == 0
    assert capsys.readouterr().out.splitlines() == ["3\t充电桩", "2\t老年食堂"]
    assert run_command_line(["misses", "--most", "1"]) == 0
    assert capsys.readouterr().out == "3\t充电桩\n"


def test_nothing_missed_is_said(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Database.open(f"sqlite:///{folder / 'gongkai.db'}").close()
    assert run_command_line(["misses"]) == 0
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "没有记下" in printed.err
