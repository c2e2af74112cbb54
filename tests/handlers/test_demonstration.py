"""Buttons and 关注 that the demonstration left behind: they say what they were, and nothing of it is answered."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from bot.screens.screen import Press, PressKind
from bot.store.load.loading import load
from tests.handlers.scripted import Party
from tests.handlers.test_subscribing import topics
from tests.store.building import batch, reply


@pytest.fixture
async def party(party: Party) -> Party:
    """Somebody asked while the demonstration was all there was; since then an office has loaded its own."""
    await party.says("399")
    await party.presses(party.last()["message_id"], "关注")
    await party.says("轴承", 2)
    load(party.conversation.library.database, [batch(reply(1))], now=datetime.now(UTC) + timedelta(hours=1))
    return party


async def test_a_record_says_what_it_was(party: Party) -> None:
    number = party.last()["message_id"]
    await party.presses(number, "相似答复")
    (said,) = party.texts()
    assert "这是演示数据里的一条：政协第399号提案《关于进一步提高服务水平" in said
    assert "聊城市工业和信息化局" in said
    assert said.count("演示数据已经移除") == 1


async def test_any_other_button_says_that_what_stood_there_was_it(party: Party) -> None:
    data = party.conversation.payload_of(Press(PressKind.ASK, "轴承"))
    await party.happens(party.telegram.press(party.last(2)["message_id"], data, 2))
    (said,) = party.texts(2)
    assert "没有找到与“轴承”相符的内容" in said
    assert said.endswith("（原来显示的是演示数据，已经移除，这里是现在的内容。）")


async def test_what_was_asked_since_is_only_newer(party: Party) -> None:
    later = datetime.now(UTC) + timedelta(hours=2)
    with time_machine.travel(later):
        await party.says("政协1")
    load(party.conversation.library.database, [batch(reply(2), name="two.tsv")], now=later + timedelta(hours=1))
    await party.presses(party.last()["message_id"], "相似答复")
    assert party.texts()[-1].endswith("（数据后来有更新，这里是现在的内容。）")


async def test_following_it_is_refused_and_the_list_says_it_is_gone(party: Party) -> None:
    await party.presses(party.last(2)["message_id"], "关注", 2)
    assert topics(party, 2) == []
    assert list(party.telegram.answered.values())[-1]["text"] == (
        "没有关注：这是演示数据里的政协第210号，演示数据已经移除。"
    )
    (listed,) = await party.says("/subscribe")
    assert "1. 演示数据里的政协第399号（演示数据已移除，不会再有更新）" in listed


async def test_nothing_of_it_is_answered(party: Party) -> None:
    for asked in ("轴承", "聊城", "行政处罚", "399"):
        (said,) = await party.says(asked, 3)
        assert "您问的是哪个单位" not in said
        assert "聊城" not in said.replace("“聊城”", "")
