"""Who asks too much is told so once, politely; then there is silence; a minute later all is forgotten."""

import asyncio
import threading
from collections.abc import AsyncIterator

import pytest

from bot.screens.screen import PressKind
from bot.service.rate_limit import Admission, RateLimit
from tests.handlers.scripted import Party, ScriptedConversation, button, shown

GROUP = -1001
MENTION = "@gongkai_local_bot "
LIST = shown("第1页", button("下一页", PressKind.PAGE, "轴承", 2))


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_the_window_slides() -> None:
    clock = Clock()
    pace = RateLimit(2, clock=clock)
    said = []
    for at in (0, 1, 2, 3, 59, 60, 60.5, 61, 62, 302, 303, 304, 305):
        clock.now = at
        said.append(pace.verdict(1))
    fine, much, silence = Admission.FINE, Admission.TOO_MUCH, Admission.SILENCE
    # Whoever goes on at twice the pace is answered half the time, and told once in five minutes.
    assert said == [fine, fine, much, silence, silence, fine, silence, fine, silence, fine, fine, much, silence]
    assert pace.verdict(2) is fine
    assert pace.verdict(None) is fine
    assert {RateLimit(0).verdict(1) for _ in range(100)} == {fine}


@pytest.fixture
async def party() -> AsyncIterator[Party]:
    conversation = ScriptedConversation({"轴承": LIST})
    async with Party(conversation, paced=True, questions_per_minute=3, group_questions_per_minute=4) as party:
        party.telegram.chat(GROUP, kind="supergroup", title="群")
        yield party


async def test_a_person_is_told_once(party: Party) -> None:
    answers = [await party.says(str(number)) for number in range(6)]
    assert answers[:3] == [["«0»"], ["«1»"], ["«2»"]]
    assert "请歇一分钟" in answers[3][0]
    assert answers[4:] == [[], []]
    assert await party.says("399", 2) == ["«399»"]  # nobody else is concerned


async def test_a_group_is_told_once_whoever_asks(party: Party) -> None:
    here, answers = party.telegram.chats[GROUP], []
    for number in range(7):
        here.member = {"id": 100 + number, "is_bot": False, "first_name": "甲"}
        answers.append(await party.says(f"{MENTION}{number}", GROUP))
    assert answers[:4] == [["«0»"], ["«1»"], ["«2»"], ["«3»"]]
    assert "大家问得有点快" in answers[4][0]
    assert answers[5:] == [[], []]
    assert await party.says("大家好", GROUP) == []


async def test_one_person_cannot_use_up_a_group(party: Party) -> None:
    here = party.telegram.chats[GROUP]
    answers = [await party.says(f"{MENTION}{number}", GROUP) for number in range(6)]
    assert [len(one) for one in answers] == [1, 1, 1, 1, 0, 0]
    here.member = {"id": 7, "is_bot": False, "first_name": "乙"}
    assert await party.says(f"{MENTION}399", GROUP) == ["«399»"]


async def test_presses_count_and_are_always_answered(party: Party) -> None:
    await party.says("轴承")
    number, data = party.last()["message_id"], party.data_of(party.last()["message_id"], "下一页")
    for _ in range(5):
        await party.happens(party.telegram.press(number, data))
    answers = list(party.telegram.answered.values())
    assert len(answers) == 5
    assert [bool(one.get("text")) for one in answers] == [False, False, True, False, False]
    assert party.conversation.asked.count("轴承") == 1
    assert len(party.conversation.asked) == 3


async def test_a_channel_that_writes_in_a_group_counts_as_itself(party: Party) -> None:
    here = party.telegram.chats[GROUP]
    here.member = {"id": 136817688, "is_bot": True, "first_name": "Channel", "username": "Channel_Bot"}
    for number in (-1009, -1008):
        sender = {"id": number, "type": "channel", "title": "频道"}
        assert [len(await party.says(f"{MENTION}{one}", GROUP, sender_chat=sender)) for one in range(2)] == [1, 1]


async def test_a_flood_is_counted_on_arrival_and_answered_once_for_all(party: Party) -> None:
    may_end = threading.Event()
    party.conversation.script["0"] = lambda: (may_end.wait(30), shown("«0»"))[1]
    flood = [asyncio.create_task(party.happens(party.telegram.say(str(number)))) for number in range(200)]
    while not any("请歇一分钟" in text for text in party.texts(1)):
        await asyncio.sleep(0)
    assert party.texts(1) == [text for text in party.texts(1) if "请歇一分钟" in text]  # told before the first answer
    assert await asyncio.wait_for(party.says("399", 2), 30) == ["«399»"]  # nobody waits for it
    may_end.set()
    await asyncio.gather(*flood)
    assert sorted(text for text in party.texts(1) if text.startswith("«")) == ["«0»", "«1»", "«2»"]
    assert len(party.texts(1)) == 4


async def test_what_is_not_for_the_bot_is_not_counted(party: Party) -> None:
    for number in range(9):
        assert await party.says(f"大家好{number}", GROUP) == []
    assert await party.says(f"{MENTION}399", GROUP) == ["«399»"]


async def test_an_album_counts_once(party: Party) -> None:
    photo = [{"file_id": "1", "file_unique_id": "1", "width": 1, "height": 1}]
    for _ in range(6):
        await party.happens(party.telegram.post(1, photo=photo, media_group_id="1"))
    assert await party.says("399") == ["«399»"]
