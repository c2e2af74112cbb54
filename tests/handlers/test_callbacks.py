"""Buttons: answered at once, shown in place, never dead."""

import pytest

from bot.questions.payload import Payload
from bot.screens.screen import Button, PressKind
from tests.handlers.scripted import Party, ScriptedConversation, button, shown

LIST = shown(
    "第1页",
    button("下一页", PressKind.PAGE, "轴承", 2),
    button("1 / 3", PressKind.NOTHING, "共 12 条"),
    button("第210号", PressKind.RECORD, "cppcc:371500:13-4:210@lc-gxj"),
    button("统计", PressKind.ASK, "统计"),
    Button(label="复制", copy="第210号"),
    Button(label="原文", url="https://example.org/a"),
    Button(label="分享", inline_query="210"),
)


@pytest.fixture
async def party():
    async with Party(ScriptedConversation({"轴承": LIST})) as party:
        await party.says("轴承")
        yield party


@pytest.mark.parametrize(
    ("label", "payload"),
    [
        ("下一页", Payload("p", "轴承", 2)),
        ("第210号", Payload("r", "cppcc:371500:13-4:210@lc-gxj")),
        ("统计", Payload("q", "统计")),
    ],
)
async def test_a_press_changes_the_message_in_place(party: Party, label: str, payload: Payload) -> None:
    number = party.last()["message_id"]
    await party.presses(number, label)
    assert party.conversation.asked[-1] == payload
    assert party.texts() == [f"«{payload.kind} {payload.value} {payload.page}»"]
    # Answered first: Telegram shows a spinner until then.
    assert party.methods()[-2:] == ["answerCallbackQuery", "editMessageText"]


async def test_the_middle_button_says_the_total_and_changes_nothing(party: Party) -> None:
    await party.presses(party.last()["message_id"], "1 / 3")
    assert party.telegram.calls[-1].parameters["text"] == "共 12 条"
    assert party.texts() == ["第1页"]


async def test_pressing_twice_is_harmless(party: Party) -> None:
    number = party.last()["message_id"]
    data = party.data_of(number, "统计")
    for _ in range(2):
        await party.happens(party.telegram.press(number, data))
    assert party.texts() == ["«q 统计 1»"]


async def test_a_message_that_is_gone_is_answered_anew(party: Party) -> None:
    number = party.last()["message_id"]
    data = party.data_of(number, "统计")
    del party.telegram.chats[1].messages[number]
    await party.happens(party.telegram.press(number, data))
    assert party.texts() == ["«q 统计 1»"]


async def test_a_message_too_old_to_see_is_answered_anew(party: Party) -> None:
    number = party.last()["message_id"]
    await party.happens(party.telegram.press(number, party.data_of(number, "统计"), inaccessible=True))
    assert party.texts() == ["第1页", "«q 统计 1»"]


async def test_a_query_too_old_to_answer_still_gets_its_page(party: Party) -> None:
    number = party.last()["message_id"]
    update = party.telegram.press(number, party.data_of(number, "统计"))
    party.telegram.open_queries.discard(update["callback_query"]["id"])
    await party.happens(update)
    assert party.texts() == ["«q 统计 1»"]


@pytest.mark.parametrize("data", ["v1:q:~gone", "v9:q:=x", "garbage", "v1:z:=x"])
async def test_a_press_that_means_nothing_says_so(party: Party, data: str) -> None:
    number = party.last()["message_id"]
    update = party.telegram.press(number, data)
    await party.happens(update)
    answer = party.telegram.answered[update["callback_query"]["id"]]
    assert answer["text"] == "按钮已过期，请重新查询"
    assert party.texts() == ["第1页"]
