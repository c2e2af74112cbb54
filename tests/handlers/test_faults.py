"""What goes wrong outside an answer: it has a number, and the next message is answered."""

import logging
from typing import Any

import pytest

from bot.local.bot_api import ApiError, LocalTelegram
from bot.screens.screen import Button, PressKind
from bot.telegram.commands import Commands
from tests.handlers.scripted import Party, ScriptedConversation, button, shown

LIST = shown("第1页", button("下一页", PressKind.PAGE, "轴承", 2))


class RefusesOnce:
    """Has the next call of a method refused."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._left: list[tuple[str, ApiError]] = []
        call = LocalTelegram.call

        async def refusing(telegram: LocalTelegram, method: str, *arguments: Any) -> Any:
            for one in [one for one in self._left if one[0] == method]:
                self._left.remove(one)
                raise one[1]
            return await call(telegram, method, *arguments)

        monkeypatch.setattr(LocalTelegram, "call", refusing)

    def __call__(self, method: str, status: int, words: str) -> None:
        self._left.append((method, ApiError(status, words)))


@pytest.fixture
def refuse_once(monkeypatch: pytest.MonkeyPatch) -> RefusesOnce:
    return RefusesOnce(monkeypatch)


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


@pytest.mark.parametrize(
    "refusal",
    [
        ApiError(400, "Bad Request: not enough rights to send text messages to the chat"),
        ApiError(400, "Bad Request: TOPIC_CLOSED"),
        ApiError(400, "Bad Request: chat not found"),
        ApiError(403, "Forbidden: bot was kicked from the supergroup chat"),
    ],
    ids=lambda refusal: refusal.answer["description"],
)
async def test_who_cannot_be_reached_is_not_told_and_that_is_no_fault(
    refusal: ApiError, caplog: pytest.LogCaptureFixture
) -> None:
    async with Party(ScriptedConversation({"单": LIST})) as party:
        await party.says("单")
        number = party.last()["message_id"]
        party.telegram.chat(1).refuses = refusal
        with caplog.at_level(logging.INFO, "gongkai"):
            assert await party.says("399") == []
            await party.presses(number, "下一页")
        party.telegram.chat(1).refuses = None
        assert await party.says("399") == ["«399»"]
    assert caplog.text.count("not delivered") == 2
    assert "fault" not in caplog.text


async def test_a_refusal_that_nobody_has_thought_of_is_told_by_its_number(refuse_once: RefusesOnce) -> None:
    async with Party() as party:
        refuse_once("sendMessage", 400, "Bad Request: SOMETHING_STRANGE")
        (said,) = await party.says("399")
        assert "编号" in said


@pytest.mark.parametrize(
    ("status", "words"), [(502, "Bad Gateway"), (403, "Forbidden: a"), (400, "Bad Request: query is too old")]
)
async def test_a_press_does_what_it_says_though_it_cannot_be_answered(
    refuse_once: RefusesOnce, status: int, words: str
) -> None:
    async with Party(ScriptedConversation({"单": LIST})) as party:
        await party.says("单")
        refuse_once("answerCallbackQuery", status, words)
        await party.presses(party.last()["message_id"], "下一页")
        assert party.last()["text"] == "«p 轴承 2»"


async def test_what_a_window_would_have_said_is_said_in_a_message_when_it_is_too_late(refuse_once: RefusesOnce) -> None:
    async with Party(ScriptedConversation({"单": LIST})) as party:
        await party.says("单")
        refuse_once("answerCallbackQuery", 400, "Bad Request: query is too old and response timeout expired")
        await party.happens(party.telegram.press(party.last()["message_id"], "v0:nothing"))
        assert "按钮已过期" in party.last()["text"]


async def test_an_answer_whose_question_is_gone_is_sent_all_the_same(refuse_once: RefusesOnce) -> None:
    async with Party() as party:
        party.telegram.chat(-1001, kind="supergroup", title="群")
        refuse_once("sendMessage", 400, "Bad Request: message to be replied not found")
        assert await party.says("@gongkai_local_bot 399", -1001) == ["«399»"]


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
