"""Groups: quiet unless addressed, one answer a question, pages turned by whoever asked."""

from typing import Any

import pytest
from telegram.error import BadRequest

from bot.screens.screen import PressKind
from handlers import answering
from tests.handlers.scripted import Party, ScriptedConversation, button, shown

GROUP = -1001
ASKER, OTHER, BOSS = 1000, 2000, 3000
LIST = shown("第1页", button("下一页", PressKind.PAGE, "轴承", 2), button("1 / 3", PressKind.NOTHING, "共 12 条"))
MENTION = "@gongkai_local_bot "


def person(number: int) -> dict[str, Any]:
    return {"id": number, "is_bot": False, "first_name": str(number), "language_code": "zh-hans"}


@pytest.fixture
async def party():
    async with Party(ScriptedConversation({"轴承": LIST})) as party:
        party.telegram.chat(GROUP, kind="supergroup", title="企业群", member=person(ASKER)).administrators = {BOSS}
        yield party


async def presses(party: Party, who: int, label: str = "下一页", **how: Any) -> dict[str, Any]:
    """Somebody presses a button of the bot's last answer; returns what the press was answered with."""
    group = party.telegram.chats[GROUP]
    group.member = person(who)
    number = party.last(GROUP)["message_id"]
    update = party.telegram.press(number, party.data_of(number, label, GROUP), GROUP, **how)
    await party.happens(update)
    return party.telegram.answered[update["callback_query"]["id"]]


async def test_only_whoever_asked_turns_pages(party: Party) -> None:
    await party.says(MENTION + "轴承", GROUP)
    refused = await presses(party, OTHER)
    assert refused["show_alert"] is True
    assert "别人查的" in refused["text"]
    assert party.last(GROUP)["text"] == "第1页"
    await presses(party, ASKER)
    assert party.last(GROUP)["text"] == "«p 轴承 2»"


async def test_administrators_may_too(party: Party) -> None:
    await party.says(MENTION + "轴承", GROUP)
    await presses(party, BOSS)
    assert party.last(GROUP)["text"] == "«p 轴承 2»"


async def test_what_changes_nothing_is_for_everybody(party: Party) -> None:
    await party.says(MENTION + "轴承", GROUP)
    assert (await presses(party, OTHER, "1 / 3"))["text"] == "共 12 条"


async def test_an_answer_whose_question_is_gone_is_anybodys(party: Party) -> None:
    await party.says(MENTION + "轴承", GROUP)
    del party.last(GROUP)["reply_to_message"]
    await presses(party, OTHER)
    assert party.last(GROUP)["text"] == "«p 轴承 2»"


async def test_what_an_anonymous_administrator_asked_is_the_administrators(party: Party) -> None:
    group = party.telegram.chats[GROUP]
    group.member = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
    await party.says(MENTION + "轴承", GROUP, sender_chat=group.as_json)
    assert (await presses(party, OTHER))["show_alert"] is True
    await presses(party, BOSS)
    assert party.last(GROUP)["text"] == "«p 轴承 2»"


async def test_what_a_channel_asked_is_anybodys(party: Party) -> None:
    group = party.telegram.chats[GROUP]
    group.member = {"id": 136817688, "is_bot": True, "first_name": "Channel", "username": "Channel_Bot"}
    await party.says(MENTION + "轴承", GROUP, sender_chat={"id": -1009, "type": "channel", "title": "频道"})
    await presses(party, OTHER)
    assert party.last(GROUP)["text"] == "«p 轴承 2»"


async def test_posts_of_the_linked_channel_are_no_questions(party: Party) -> None:
    channel = {"id": -1009, "type": "channel", "title": "频道"}
    assert await party.says(MENTION + "399", GROUP, sender_chat=channel, is_automatic_forward=True) == []
    assert await party.says("/start", GROUP, sender_chat=channel, is_automatic_forward=True) == []


async def test_an_answer_that_cannot_be_edited_comes_anew_beside_its_question(party: Party) -> None:
    await party.says(MENTION + "轴承", GROUP, message_thread_id=7, is_topic_message=True)
    first = party.last(GROUP)
    first["from"] = person(OTHER)  # what others wrote cannot be edited
    number = first["message_id"]
    group = party.telegram.chats[GROUP]
    first |= {"is_topic_message": True}
    await party.happens(
        party.telegram.press(number, first["reply_markup"]["inline_keyboard"][0][0]["callback_data"], GROUP)
    )
    anew = party.last(GROUP)
    assert anew["text"] == "«p 轴承 2»"
    assert anew["message_id"] != number
    assert anew["message_thread_id"] == 7
    assert anew["reply_to_message"]["message_id"] == first["reply_to_message"]["message_id"]
    assert len(group.messages) == 3


async def test_a_link_to_the_bot_names_it(party: Party) -> None:
    linked = {"type": "text_mention", "offset": 0, "length": 2, "user": party.telegram.bot}
    await party.happens(party.telegram.post(GROUP, text="公开 399", entities=[linked]))
    assert party.texts(GROUP) == ["«公开 399»"]
    other = linked | {"user": person(OTHER)}
    await party.happens(party.telegram.post(GROUP, text="公开 399", entities=[other]))
    assert len(party.texts(GROUP)) == 1


async def test_a_command_that_may_be_another_bots_is_left_alone(party: Party) -> None:
    assert await party.says("/weather", GROUP) == []
    assert await party.says("/status", GROUP) == []
    assert await party.says("/help@other_bot", GROUP) == []
    assert "没有 /weather 这个命令" in (await party.says("/weather@gongkai_local_bot", GROUP))[0]
    assert await party.says("/search 轴承", GROUP) == ["第1页"]


async def test_a_topic_that_was_deleted_meanwhile(party: Party) -> None:
    real, tried = answering.send, []

    async def send(bot: object, chat: int, what: object, **where: Any) -> Any:
        tried.append(where["thread"])
        if where["thread"] is not None:
            raise BadRequest("Message thread not found")
        return await real(bot, chat, what, **where)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(answering, "send", send)
        assert await party.says(MENTION + "399", GROUP, message_thread_id=7, is_topic_message=True) == ["«399»"]
    assert tried == [7, None]


async def test_the_general_topic_has_no_number(party: Party) -> None:
    await party.says(MENTION + "399", GROUP, message_thread_id=1)
    assert "message_thread_id" not in party.last(GROUP)


async def test_another_bot_is_not_answered(party: Party) -> None:
    group = party.telegram.chat(GROUP, kind="supergroup", title="群")
    group.member = {"id": 99, "is_bot": True, "first_name": "别的机器人", "username": "other_bot"}
    for text in (f"{MENTION}399", "/help@gongkai_local_bot", f"399 {MENTION}"):
        assert await party.says(text, GROUP) == []
    group.member = person(7)
    (answer,) = await party.says(f"{MENTION}399", GROUP)
    assert "399" in answer
    number = party.last(GROUP)["message_id"]
    group.member = {"id": 99, "is_bot": True, "first_name": "别的机器人", "username": "other_bot"}
    assert await party.says("469", GROUP, reply_to=number) == []
