"""Anybody can send any callback data: every press is answered, nothing breaks, nothing is a fault of ours."""

from pathlib import Path

import pytest

from bot.screens.screen import PressKind
from bot.settings import Settings
from tests.handlers.scripted import Party

VALUES = (
    "", ":", "=", "399", "show:1", "show:x", "add:1:", "add:1:keywords=", "add:1:number=x", "drop:1:x", "when:1:never",
    "only:1", "language=tlh", "agency=nowhere", "year=x", "year=99999999999999999999", "agency?x", "record=", "number=",
    "keywords=", "a=b", "cppcc:1", "xlsx", "xlsx ", "csv 轴承", "zip 轴承", "zh:0:r:", "zh:0:q:", "<b>", "0" * 40,
)  # fmt: skip


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path, staff="99")


@pytest.mark.parametrize("kind", PressKind)
async def test_whatever_it_says(party: Party, kind: PressKind, caplog: pytest.LogCaptureFixture) -> None:
    await party.says("399")
    number = party.last()["message_id"]
    written = [f"v1:{kind.value}:={value}" for value in VALUES]
    for data in (*written, f"v1:{kind.value}:~token", f"v1:{kind.value}:=399:99999"):
        update = party.telegram.press(number, data)
        await party.happens(update)
        assert update["callback_query"]["id"] in party.telegram.answered, data
        assert "fault" not in caplog.text, data


@pytest.mark.parametrize("data", ["", "v1", "v1:r", "v2:r:=399", "v1:r:=轴承", "v1:R:=399", "\x00", "x" * 64])
async def test_what_is_none_of_ours(party: Party, data: str, caplog: pytest.LogCaptureFixture) -> None:
    await party.says("399")
    update = party.telegram.press(party.last()["message_id"], data)
    await party.happens(update)
    assert party.telegram.answered[update["callback_query"]["id"]]["show_alert"] is True
    assert "fault" not in caplog.text
