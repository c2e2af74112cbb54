"""Whose a document is that names no office: asked once on a terminal, never elsewhere."""

import os
import pty
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Thread

import pytest

from bot.cli import run_command_line
from bot.store.database import Database
from bot.store.load.own_office import own_office

ROW = "对市政协九届二次会议第{}号提案的答复,2021-06-01\n"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(autouse=True)
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GONGKAI_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("GONGKAI_BUNDLED_RECORDS", "false")
    monkeypatch.setenv("GONGKAI_LANGUAGE", "zh")


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str]) -> Run:
    def command(*arguments: object) -> tuple[int, str, str]:
        capfd.readouterr()
        status = run_command_line([str(argument) for argument in arguments])
        said = capfd.readouterr()
        return status, said.out, said.err

    return command


def bare(folder: Path, first: int) -> Path:
    path = folder / f"{first}.csv"
    path.write_text("标题,发布时间\n" + ROW.format(first) + ROW.format(first + 1), encoding="utf-8")
    return path


@pytest.fixture
def at_a_terminal(monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Run a command on a terminal, answer what it asks, and return what was shown."""

    def command(answer: str, *arguments: object) -> str:
        ours, theirs = pty.openpty()
        shown = bytearray()

        def person() -> None:
            answered = False
            with suppress(OSError):  # the other side is closed
                while piece := os.read(ours, 4096):
                    shown.extend(piece)
                    if not answered and "单位全称（".encode() in shown and shown.endswith(b": "):
                        os.write(ours, f"{answer}\n".encode())
                        answered = True

        reading = Thread(target=person)
        reading.start()
        with os.fdopen(theirs) as typed, os.fdopen(os.dup(theirs), "w") as seen, monkeypatch.context() as patched:
            for name, stream in (("stdin", typed), ("stdout", seen), ("stderr", seen)):
                patched.setattr(sys, name, stream)
            run_command_line([str(argument) for argument in arguments])
        reading.join(60)
        os.close(ours)
        return shown.decode(errors="replace")

    return command


def kept(folder: Path) -> str | None:
    database = Database.open(f"sqlite:///{folder / 'data' / 'gongkai.db'}")
    try:
        return own_office(database)
    finally:
        database.close()


def test_at_a_terminal_it_is_asked_once(at_a_terminal: Callable[..., str], tmp_path: Path) -> None:
    dry = at_a_terminal("阳谷县水利局", "import", "--dry-run", bare(tmp_path, 1))
    assert "单位按本机设置：阳谷县水利局" in dry
    assert kept(tmp_path) is None
    first = at_a_terminal("阳谷县水利局", "import", bare(tmp_path, 1))
    assert "1.csv 没有写明单位" in first
    assert "单位按本机设置：阳谷县水利局" in first
    assert "已导入，为第 1 批" in first
    assert kept(tmp_path) == "阳谷县水利局"
    second = at_a_terminal("?", "import", bare(tmp_path, 3))
    assert "单位全称（" not in second
    assert "单位按本机设置：阳谷县水利局" in second


def test_nothing_answered_is_an_office_not_named(at_a_terminal: Callable[..., str], tmp_path: Path) -> None:
    said = at_a_terminal("", "import", bare(tmp_path, 1))
    assert "先 gongkai undo 1，再加 --agency 单位全称 导入" in said.splitlines()[-1]
    assert kept(tmp_path) is None


def test_the_only_office_that_is_loaded_is_offered(at_a_terminal: Callable[..., str], tmp_path: Path) -> None:
    at_a_terminal("", "import", bare(tmp_path, 1), "--agency", "阳谷县水利局")
    said = at_a_terminal("", "import", bare(tmp_path, 3))
    assert "[阳谷县水利局]" in said
    assert "单位按本机设置：阳谷县水利局" in said


def test_elsewhere_nobody_is_asked_and_the_last_line_says_how_to_name_it(run: Run, tmp_path: Path) -> None:
    status, said, more = run("import", bare(tmp_path, 1))
    assert status == 0
    assert said.splitlines()[-1].startswith(
        "没有认出单位的内容，记在“未注明单位”名下。写明单位：导入时加 --agency 单位全称"
    )
    assert (
        more.splitlines()[-1]
        == "已导入，为第 1 批，单位未注明。写明单位：先 gongkai undo 1，再加 --agency 单位全称 导入"
    )
    assert "未注明单位" in run("ask", "政协1号")[1]
    run("undo", 1)
    run("import", bare(tmp_path, 1), "--agency", "阳谷县水利局")
    assert "发布机构：阳谷县水利局" in run("ask", "政协1号")[1]


def test_it_can_be_said_before_and_seen_in_the_record(run: Run, tmp_path: Path) -> None:
    assert "还没有记下本单位" in run("office")[1]
    assert "本单位：聊城市工业和信息化局" in run("office", "聊城市工信局")[1]
    assert "单位按本机设置：聊城市工业和信息化局" in run("import", bare(tmp_path, 1))[1]
    assert "来源：聊城市工业和信息化局（单位按本机设置）" in run("ask", "政协1号")[1]
    run("import", bare(tmp_path, 11), "--agency", "阳谷县水利局")
    assert "单位按本机设置" not in run("import", bare(tmp_path, 21))[1]
    assert "还没有记下本单位" in run("office", "--forget")[1]


def test_a_report_without_an_office_is_refused_where_nobody_can_be_asked(run: Run, tmp_path: Path) -> None:
    from tests.ingest.test_whose import REPORT

    path = tmp_path / "r.txt"
    path.write_text(REPORT, encoding="utf-8")
    status, _, said = run("import", path)
    assert status == 1
    assert "请加上 --agency 机构全称" in said
    run("office", "阳谷县水利局")
    assert run("import", path)[0] == 0
    assert "出处：阳谷县水利局2020年年报（单位按本机设置）" in run("ask", "行政许可")[1]
