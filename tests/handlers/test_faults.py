"""What goes wrong outside an answer: it has a number, and the next message is answered."""

import pytest

from bot.screens.screen import Button
from bot.transport.local import Refusal
from handlers.commands import Commands
from tests.handlers.scripted import Party, ScriptedConversation, shown


async def test_a_fault_in_a_handler_is_told_by_its_number(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async with Party() as party:
        with monkeypatch.context() as broken:
            broken.setattr(Commands, "as_message", lambda *_: 1 / 0)
            (said,) = await party.says("399")
        number = said.split("编号 ")[1][:4]
        assert number in caplog.text
        assert await party.says("399") == ["«399»"]


async def test_what_telegram_refuses_is_logged_and_not_told(caplog: pytest.LogCaptureFixture) -> None:
    async with Party() as party:
        party.telegram.chat(1).refuses = Refusal(
            400, "Bad Request: not enough rights to send text messages to the chat"
        )
        assert await party.says("399") == []
        party.telegram.chat(1).refuses = None
        assert await party.says("399") == ["«399»"]
    assert "fault" in caplog.text


async def test_buttons_and_markup_both_refused() -> None:
    script = {"坏": shown("答", Button(label="坏", url="nowhere"), html="<b>答")}
    async with Party(ScriptedConversation(script)) as party:
        assert await party.says("坏") == ["答"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_menu_keeps_to_telegrams_limits(language: str) -> None:
    for command in Commands.read().menu(language):
        assert command.command.isascii()
        assert 1 <= len(command.command) <= 32
        assert 1 <= len(command.description) <= 256
