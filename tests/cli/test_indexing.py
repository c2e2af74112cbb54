"""`gongkai index`."""

from pathlib import Path

import pytest

from bot.cli import run_command_line
from bot.search.index import Index
from bot.store.database import Database
from bot.store.load.loading import load
from tests.store.building import batch, reply


def test_it_builds_the_index_on_disk_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GONGKAI_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("GONGKAI_INDEX_DIR", str(tmp_path / "index"))
    database = Database.open(f"sqlite:///{tmp_path / 'data' / 'gongkai.db'}")
    load(database, [batch(reply(5, "关于治理柳河的建议"))])
    database.close()
    assert run_command_line(["index"]) == 0
    assert "1 条" in capfd.readouterr().err
    built = Index.opened(tmp_path / "index")
    assert built is not None
    assert built.search(["柳河"]).total == 1


def test_without_a_folder_there_is_nothing_to_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GONGKAI_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.delenv("GONGKAI_INDEX_DIR", raising=False)
    assert run_command_line(["index"]) == 1
    assert "GONGKAI_INDEX_DIR" in capfd.readouterr().err


def test_more_than_the_memory_is_for_goes_to_the_data_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GONGKAI_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("GONGKAI_INDEX_IN_MEMORY", "1")
    monkeypatch.delenv("GONGKAI_INDEX_DIR", raising=False)
    database = Database.open(f"sqlite:///{tmp_path / 'data' / 'gongkai.db'}")
    load(database, [batch(reply(5, "关于治理柳河的建议"))])
    assert run_command_line(["index"]) == 1
    load(database, [batch(reply(6, "关于清理青溪的建议"), name="more.tsv")])
    database.close()
    assert run_command_line(["index"]) == 0
    assert "2 条" in capfd.readouterr().err
    assert Index.opened(tmp_path / "data" / "index") is not None
