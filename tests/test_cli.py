"""The command line: what it prints, what it ends with, and that no fault ends in a traceback."""

import io
import json
import logging
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli import run_command_line
from bot.http_server import listen
from bot.settings import PREFIX
from tests.begun import begun


class Pipe(io.TextIOWrapper):
    """What a pipe gives: bytes, and no terminal."""

    def __init__(self, content: bytes) -> None:
        super().__init__(io.BytesIO(content), encoding="utf-8")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A fresh data folder and no settings but these; logs and signals are put back afterwards."""
    for name in [name for name in os.environ if name.startswith(PREFIX)]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GONGKAI_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("GONGKAI_BUNDLED_RECORDS", "false")
    monkeypatch.setenv("GONGKAI_LANGUAGE", "zh")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "stdin", Pipe(b""))
    signals = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    handlers, level = logging.getLogger().handlers[:], logging.getLogger().level
    # pytest listens with a handler of its own, which is no log file of ours.
    logging.getLogger().handlers[:] = []
    yield tmp_path
    for number, former in signals.items():
        signal.signal(number, former)
    for handler in logging.getLogger().handlers:
        if handler not in handlers:
            handler.close()
    logging.getLogger().handlers[:] = handlers
    logging.getLogger().setLevel(level)


def test_version_and_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command_line(["--version"]) == 0
    assert capsys.readouterr().out.startswith("gongkai ")
    assert run_command_line(["--help"]) == 0
    said = capsys.readouterr().out
    for command in ("run", "chat", "ask", "import", "demo", "office"):
        assert f"\n  {command} " in said


def test_help_in_english() -> None:
    told = subprocess.run(
        [sys.executable, "-m", "bot", "--help"],
        capture_output=True, text=True, check=True, cwd=Path(__file__).parent.parent,
        env=os.environ | {"GONGKAI_LANGUAGE": "en"},
    )  # fmt: skip
    assert "A chat in this terminal" in told.stdout


@pytest.mark.parametrize("modules", [("telegram", "sqlalchemy", "pydantic", "jinja2", "tantivy", "opencc", "rich")])
def test_help_and_version_load_next_to_nothing(modules: tuple[str, ...]) -> None:
    code = (
        "import sys; from bot.cli import run_command_line; run_command_line(['--help']);"
        f"print(set({modules!r}) & set(sys.modules))"
    )
    told = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path(__file__).parent.parent
    )
    assert told.stdout.endswith("set()\n")


# Each costs a start tenths of a second or more, and no answer in words needs one of them.
HEAVY = (
    "matplotlib", "numpy", "starlette", "uvicorn", "alembic", "playwright",
    "pdfplumber", "docx", "xlsxwriter", "python_calamine", "aiohttp", "sqlalchemy.dialects.postgresql",
)  # fmt: skip


def test_a_later_start_and_its_answer_load_nothing_heavy(home: Path) -> None:
    data = os.environ | {"GONGKAI_BUNDLED_RECORDS": "true", "GONGKAI_DATA_DIR": str(home / "data")}
    code = (
        "import sys; from bot.cli import run_command_line; status = run_command_line(['chat']);"
        f"print(set({HEAVY!r}) & set(sys.modules)); sys.exit(status)"
    )
    begun(home / "data", demonstration=True)  # the first start reads the bundled document
    told = subprocess.run(
        [sys.executable, "-c", code],
        input="399\n", capture_output=True, text=True, check=True, cwd=Path(__file__).parent.parent, env=data,
    )  # fmt: skip
    assert "399" in told.stdout
    assert told.stdout.endswith("set()\n")


def test_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command_line(["nonsense"]) == 2
    assert "nonsense" in capsys.readouterr().err
    assert run_command_line(["ask"]) == 2


def test_a_chat_through_a_pipe(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "stdin", Pipe("\ufeff399\r\n\n轴承".encode()))
    assert run_command_line(["chat"]) == 0
    told = capsys.readouterr()
    first, second = told.out.split("\n\n", 1)
    assert "399" in first
    assert "轴承" in second
    assert "\x1b" not in told.out
    assert told.err == ""


def test_run_without_a_token_is_the_chat_and_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", Pipe(b"399\n"))
    assert run_command_line(["run"]) == 0
    told = capsys.readouterr()
    assert "399" in told.out
    assert "GONGKAI_BOT_TOKEN" in told.err


def test_ask(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command_line(["ask", "399"]) == 0
    assert "399" in capsys.readouterr().out


def test_ask_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command_line(["ask", "--json", "轴承", "贷款"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["question"]["said"] == "轴承 贷款"
    assert "轴承" in told["answer"]["text"]


def one_line(capsys: pytest.CaptureFixture[str]) -> str:
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.count("\n") == 1
    return told.err


@pytest.mark.parametrize("command", ["run", "chat"])
def test_a_malformed_env_file(home: Path, capsys: pytest.CaptureFixture[str], command: str) -> None:
    (home / ".env").write_text("A=1\nnot a setting\n", encoding="utf-8")
    assert run_command_line([command]) == 2
    assert f"{home / '.env'} 第 2 行" in one_line(capsys)


def test_an_unreadable_database(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (home / "data").mkdir()
    (home / "data" / "gongkai.db").write_bytes(b"this is no database, and long enough to be read as one" * 100)
    assert run_command_line(["chat"]) == 1
    assert "gongkai.db" in one_line(capsys)


def test_a_data_folder_that_cannot_be_written(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (home / "data").write_text("a file where the folder should be", encoding="utf-8")
    assert run_command_line(["chat"]) == 1
    assert "GONGKAI_DATA_DIR" in one_line(capsys)


def test_an_unreachable_server(monkeypatch: pytest.MonkeyPatch, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("GONGKAI_BOT_TOKEN", "123456:secret")
    monkeypatch.setenv("GONGKAI_BOT_API_BASE_URL", "http://127.0.0.1:9/bot")
    assert run_command_line(["run"]) == 1
    assert "http://127.0.0.1:9" in one_line(capsys)
    assert "secret" not in (home / "data" / "gongkai.log").read_text(encoding="utf-8")


@pytest.mark.parametrize("what", ["GONGKAI_MONITOR", "--port"])
def test_an_address_that_is_taken(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], what: str
) -> None:
    monkeypatch.setenv("GONGKAI_BOT_TOKEN", "123456:secret")
    with listen("127.0.0.1", 0) as taken:
        port = str(taken.getsockname()[1])
        monkeypatch.setenv("GONGKAI_MONITOR", f"127.0.0.1:{port}")
        assert run_command_line(["web", "--port", port] if what == "--port" else ["run"]) == 1
    assert what in one_line(capsys)


def test_an_unexpected_fault_has_a_number_that_is_in_the_log(
    monkeypatch: pytest.MonkeyPatch, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("what somebody wrote")

    monkeypatch.setattr("bot.service.library.Library.open", fail)
    assert run_command_line(["chat"]) == 1
    number = one_line(capsys).split("编号 ")[1][:4]
    log = (home / "data" / "gongkai.log").read_text(encoding="utf-8")
    assert number in log
    assert "ZeroDivisionError" in log
    assert log.count("what somebody wrote") <= 1  # the line of this test, as code


@pytest.mark.parametrize("fallback", [True, False])
def test_a_fault_before_there_is_a_log(
    monkeypatch: pytest.MonkeyPatch, home: Path, capsys: pytest.CaptureFixture[str], fallback: bool
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("bot.settings.Settings.read", fail)
    if not fallback:
        (home / "data").write_text("", encoding="utf-8")
    assert run_command_line(["chat"]) == 1
    said = one_line(capsys)
    assert ("ZeroDivisionError" in said) is not fallback
    assert (home / "data" / "gongkai.log").is_file() is fallback


def test_an_interrupt_is_no_fault(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("bot.service.library.Library.open", interrupt)
    assert run_command_line(["chat"]) == 130
    assert capsys.readouterr().err == ""
