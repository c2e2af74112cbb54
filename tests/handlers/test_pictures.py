"""Charts on Telegram: drawn once and sent again by file; drawn anew when Telegram has forgotten the file."""

import asyncio
from pathlib import Path
from types import SimpleNamespace

import pytest

from bot.screens.charts import Bar, Chart, Shape, Value
from bot.screens.charts.drawing import draw
from bot.screens.screen import PressKind, Screen
from bot.telegram.delivery import Outgoing
from handlers.pictures import Pictures
from tests.handlers.scripted import Party, ScriptedConversation, button, shown

CHART = Chart(
    shape=Shape.COLUMNS, title="各月", bars=(Bar("9月", (Value(2, "2 件"),)), Bar("10月", (Value(3, "3 件"),)))
)
PICTURE = Screen(name="chart", html="<b>各月</b>\n· 9月：2 件", plain="各月", chart=CHART)


@pytest.fixture
async def party(monkeypatch: pytest.MonkeyPatch):
    # In this process: starting another for every test takes seconds; it is tested in tests/screens.
    monkeypatch.setattr("bot.screens.charts.worker.Drawing", lambda: SimpleNamespace(draw=draw, close=lambda: None))
    script = {"统计": shown("已收录 5 件", button("图表", PressKind.CHART, "统计")), "c 统计 1": PICTURE}
    async with Party(ScriptedConversation(script)) as party:
        await party.says("统计")
        yield party


def photos(party: Party) -> list[str]:
    return [call.parameters["photo"] for call in party.telegram.calls if call.method == "sendPhoto"]


async def test_a_chart_comes_as_a_picture_with_its_numbers_below(party: Party) -> None:
    asked = party.last()["message_id"]
    await party.presses(asked, "图表")
    sent = party.last()
    assert sent["caption"] == "各月\n· 9月：2 件"
    assert sent["photo"][0]["width"] == 1080
    assert party.telegram.chats[1].messages[asked]["text"] == "已收录 5 件"  # what was asked about stays


async def test_the_second_time_it_is_not_drawn_again(party: Party) -> None:
    asked = party.last()["message_id"]
    await party.presses(asked, "图表")
    await party.presses(asked, "图表")
    first, second = photos(party)
    assert first.startswith("attach://")
    assert second == party.last()["photo"][0]["file_id"]


async def test_a_file_that_telegram_has_forgotten_is_drawn_anew(party: Party) -> None:
    asked = party.last()["message_id"]
    await party.presses(asked, "图表")
    party.telegram.files.clear()
    await party.presses(asked, "图表")
    assert [photo.startswith("attach://") for photo in photos(party)] == [True, True]


def test_what_telegram_has_is_known_after_a_restart(tmp_path: Path) -> None:
    sent = SimpleNamespace(photo=[SimpleNamespace(file_id="AgACAgIAAx0")])
    first = Pictures(tmp_path / "data" / "pictures.json")
    first.keep(Outgoing(PICTURE), sent)  # type: ignore[arg-type]
    first.close()
    second = Pictures(tmp_path / "data" / "pictures.json")
    assert asyncio.run(second.drawn(Outgoing(PICTURE))).picture == "AgACAgIAAx0"
    second.close()


@pytest.mark.parametrize("written", ["", "[]", "{", "\x00"])
def test_a_file_of_pictures_that_is_damaged_is_none(tmp_path: Path, written: str) -> None:
    (tmp_path / "pictures.json").write_text(written)
    pictures = Pictures(tmp_path / "pictures.json")
    assert pictures._files == {}
    pictures.close()
