"""Whatever Telegram sends: nothing crashes, nothing answers what asks nothing, and the next question is answered."""

from typing import Any

import pytest
from telegram import Update

from tests.handlers.scripted import Party, ScriptedConversation

USER: dict[str, Any] = {"id": 1, "is_bot": False, "first_name": "甲", "language_code": "zh-hans"}
CHAT: dict[str, Any] = {"id": 1, "type": "private", "first_name": "甲"}
GROUP: dict[str, Any] = {"id": -1001, "type": "supergroup", "title": "群"}
CHANNEL: dict[str, Any] = {"id": -1005, "type": "channel", "title": "频道"}
POLL: dict[str, Any] = {
    "id": "1", "question": "399?", "options": [], "total_voter_count": 0, "is_closed": False, "is_anonymous": True,
    "type": "regular", "allows_multiple_answers": False, "allows_revoting": False, "members_only": False,
}  # fmt: skip
INVOICE = {"currency": "CNY", "total_amount": 1, "invoice_payload": "a"}
ADDRESS = dict.fromkeys(("country_code", "state", "city", "street_line1", "street_line2", "post_code"), "a")
PAID = INVOICE | {"telegram_payment_charge_id": "a", "provider_payment_charge_id": "b"}


def message(chat: dict[str, Any] = GROUP, **content: Any) -> dict[str, Any]:
    return {"message_id": 5, "date": 2_000_000_000, "chat": chat, "from": USER, **content}


UPDATES: dict[str, dict[str, Any]] = {
    "poll": {"poll": POLL},
    "poll_answer": {"poll_answer": {"poll_id": "1", "user": USER, "option_ids": [0], "option_persistent_ids": ["0"]}},
    "pre_checkout_query": {"pre_checkout_query": {"id": "1", "from": USER, **INVOICE}},
    "shipping_query": {
        "shipping_query": {"id": "1", "from": USER, "invoice_payload": "a", "shipping_address": ADDRESS}
    },
    "chosen_inline_result": {"chosen_inline_result": {"result_id": "1", "from": USER, "query": "399"}},
    "chat_join_request": {"chat_join_request": {"chat": GROUP, "from": USER, "user_chat_id": 1, "date": 1}},
    "message_reaction": {
        "message_reaction": {"chat": GROUP, "message_id": 5, "date": 1, "old_reaction": [], "new_reaction": []}
    },
    "edited_channel_post": {"edited_channel_post": message(CHANNEL, text="/subscribe", edit_date=2_000_000_000)},
    "channel post": {"channel_post": message(CHANNEL, text="399")},
    "channel post that names the bot": {"channel_post": message(CHANNEL, text="@gongkai_local_bot 399")},
    "command in a channel": {
        "channel_post": message(
            CHANNEL, text="/start", entities=[{"type": "bot_command", "offset": 0, "length": 6}]
        )
    },
    "picture in a channel": {
        "channel_post": message(CHANNEL, photo=[{"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1}])
    },
    "poll in a group": {"message": message(poll=POLL)},
    "somebody comes": {"message": message(new_chat_members=[USER])},
    "somebody goes": {"message": message(left_chat_member=USER)},
    "new title": {"message": message(new_chat_title="a")},
    "pinned": {"message": message(pinned_message=message(text="a"))},
    "topic": {"message": message(forum_topic_created={"name": "a", "icon_color": 1}, is_topic_message=True)},
    "payment": {"message": message(successful_payment=PAID)},
    "no sender": {"message": {key: value for key, value in message(text="399").items() if key != "from"}},
    "story": {"message": message(story={"chat": CHANNEL, "id": 1})},
    "other bot's command": {
        "message": message(text="/start@other_bot", entities=[{"type": "bot_command", "offset": 0, "length": 16}])
    },
    "unknown kind": {"something_new": {"id": 1}},
}  # fmt: skip


@pytest.mark.parametrize("name", UPDATES)
async def test_nothing_is_said_and_nothing_breaks(name: str, caplog: pytest.LogCaptureFixture) -> None:
    async with Party() as party:
        for chat in (CHAT, GROUP, CHANNEL):
            party.telegram.chat(chat["id"], kind=chat["type"], title="a")
        await party.happens({"update_id": 1, **UPDATES[name]})
        assert party.telegram.calls[1:] == []
        assert "fault" not in caplog.text
        assert await party.says("399") == ["«399»"]


@pytest.mark.parametrize(
    "content",
    [
        {"poll": POLL},
        {"contact": {"phone_number": "1", "first_name": "甲"}},
        {"venue": {"location": {"latitude": 1.0, "longitude": 1.0}, "title": "a", "address": "b"}},
        {"document": {"file_id": "d", "file_unique_id": "d"}},
        {"game": {"title": "a", "description": "b", "photo": []}},
    ],
)
async def test_in_private_whatever_is_sent_gets_a_kind_answer(content: dict[str, Any]) -> None:
    async with Party() as party:
        party.telegram.chat(1)
        await party.happens({"update_id": 1, "message": message(CHAT, **content)})
        assert len(party.texts()) == 1


async def test_a_fault_in_one_update_costs_no_other(caplog: pytest.LogCaptureFixture) -> None:
    def fail() -> Any:
        raise RuntimeError

    async with Party(ScriptedConversation({"坏": fail})) as party:
        await party.application.start()
        for text in ("1", "坏", "2", "坏", "3"):
            for chat in (1, 2):
                update = party.telegram.say(text, chat)
                await party.application.update_queue.put(Update.de_json(update, party.application.bot))
        await party.application.update_queue.join()
        await party.application.stop()
        for chat in (1, 2):
            said = party.texts(chat)
            assert [one for one in said if one.startswith("«")] == ["«1»", "«2»", "«3»"]
            assert sum("编号" in one for one in said) == 2
    assert caplog.text.count(": RuntimeError") == 4
