"""Logs hold what an operator needs, and neither the token nor what people wrote."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine

from bot.logs import UnwritableFolderError, logger, note_fault, start_logging
from bot.settings import Settings

TOKEN = "123456:TheTokenOfThisTest"


@pytest.fixture(autouse=True)
def handlers() -> Iterator[None]:
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    root.handlers[:] = []
    yield
    for handler in root.handlers:
        handler.close()
    root.handlers[:] = before
    root.setLevel(level)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "new", bot_token=TOKEN, log_level="DEBUG")


def test_a_fault_of_ours_is_one_line_on_stderr(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    start_logging(settings, on_stderr=True)
    try:
        raise ValueError("轴承")
    except ValueError as error:
        note_fault("7F3A", error)
    assert capsys.readouterr().err == "ERROR fault 7F3A: ValueError\n"
    assert "raise ValueError" in settings.log_file.read_text(encoding="utf-8")


def test_the_token_is_hidden_wherever_it_stands(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    start_logging(settings, on_stderr=True)
    try:
        raise ConnectionError(f"https://api.telegram.org/bot{TOKEN}/getMe")
    except ConnectionError:
        logging.getLogger("some.library").exception("asking %s failed", TOKEN)
    kept = settings.log_file.read_text(encoding="utf-8")
    told = capsys.readouterr().err
    assert TOKEN not in kept + told
    assert "<token>" in kept
    assert "Traceback" in kept
    # On stderr a fault is one line.
    assert told == "ERROR asking <token> failed\n"


def test_no_level_makes_the_libraries_tell_what_people_wrote(settings: Settings) -> None:
    start_logging(settings, on_stderr=False)
    logging.getLogger("httpx").info("POST with 轴承")
    logging.getLogger("telegram.ext.ExtBot").debug("Calling sendMessage with 轴承")
    logging.getLogger("telegram.request.BaseRequest").error('Can not load "轴承"')
    logger.debug("ours")
    kept = settings.log_file.read_text(encoding="utf-8")
    assert "轴承" not in kept
    assert "ours" in kept


def test_a_fault_is_kept_without_its_words(settings: Settings) -> None:
    start_logging(settings, on_stderr=False)
    words = " ".join(["what", "somebody", "wrote"])
    try:
        try:
            raise ValueError(words)
        except ValueError as cause:
            raise RuntimeError(words) from cause
    except RuntimeError as error:
        note_fault("7F3A", error)
    kept = settings.log_file.read_text(encoding="utf-8")
    assert "fault 7F3A: RuntimeError because of ValueError" in kept
    assert __file__ in kept
    assert words not in kept


def test_only_notices_and_warnings_go_to_the_operator(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    start_logging(settings, on_stderr=True)
    logger.info("ours")
    logging.getLogger("telegram.ext.Application").info("theirs")
    logging.getLogger("telegram.ext.Application").warning("theirs, worse")
    assert capsys.readouterr().err == "INFO ours\nWARNING theirs, worse\n"


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(UnwritableFolderError, match="GONGKAI_DATA_DIR"):
        start_logging(Settings(data_dir=tmp_path / "file" / "new"), on_stderr=False)


def test_no_line_can_flood_the_log(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    start_logging(settings, on_stderr=True)

    def said(text: str, times: int) -> None:
        for number in range(times):
            logger.warning("%s %s", text, number)

    with time_machine.travel(1_000_000, tick=False) as clock:
        said("again", 1000)
        logger.warning("another")
        clock.shift(61)
        said("again", 2)
    kept = settings.log_file.read_text(encoding="utf-8").splitlines()
    assert len(kept) == len(capsys.readouterr().err.splitlines()) == 64
    told = [line.split(" gongkai ")[1] for line in kept[-5:]]
    assert (told[:2], told[3:]) == (["again 59", "another"], ["again 0", "again 1"])
    assert "940" in told[2]
    for _ in range(100):
        logger.debug("asked for")
    assert settings.log_file.read_text(encoding="utf-8").count("asked for") == 100
