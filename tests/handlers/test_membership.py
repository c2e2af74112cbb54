"""Groups that the bot joins, leaves and moves with: all that is kept goes along, or goes."""

import pytest

from bot.announce.subscription import Subscriptions
from bot.announce.topics import Topic
from bot.local.bot_api import ApiError
from bot.service.library import Library
from tests.handlers.scripted import Party

OLD, NEW, BOSS = -77, -1000077, 1000
MENTION = "@gongkai_local_bot "


@pytest.fixture
def party(party: Party, library: Library) -> Party:
    party.telegram.chat(OLD, kind="group", title="企业群").administrators = {BOSS}
    party.telegram.chat(NEW, kind="supergroup", title="企业群").administrators = {BOSS}
    library.preferences.change(OLD, year=2020, language="en")
    Subscriptions(library.database).add(OLD, Topic.read("轴承"))
    return party


def kept(party: Party, chat: int) -> tuple[int | None, bool]:
    library = party.conversation.library
    return library.preferences.of(chat).year, Subscriptions(library.database).of(chat) is not None


async def test_both_messages_of_a_move_take_everything_along_once(party: Party) -> None:
    await party.says(MENTION + "疫情 小微", OLD)
    await party.happens(party.telegram.post(OLD, migrate_to_chat_id=NEW))
    await party.happens(party.telegram.post(NEW, migrate_from_chat_id=OLD))
    assert (kept(party, OLD), kept(party, NEW)) == ((None, False), (2020, True))
    (opened,) = await party.says(MENTION + "第二条", NEW)
    assert "CPPCC" in opened or "NPC" in opened  # the list was remembered, and the language


async def test_a_move_that_is_learnt_from_a_refusal(party: Party) -> None:
    words = "Bad Request: group chat was upgraded to a supergroup chat"
    party.telegram.chats[OLD].refuses = ApiError(400, words, migrate_to_chat_id=NEW)
    await party.says(MENTION + "399", OLD)
    assert "No. 399" in party.texts(NEW)[0]
    assert (kept(party, OLD), kept(party, NEW)) == ((None, False), (2020, True))


async def test_thrown_out_everything_goes_without_a_word(party: Party, caplog: pytest.LogCaptureFixture) -> None:
    await party.says(MENTION + "399", OLD)
    await party.happens(party.telegram.change_membership(OLD, "member", "kicked"))
    assert kept(party, OLD) == (None, False)
    assert party.conversation.library.answered.count(OLD) == 0
    assert "fault" not in caplog.text


async def test_the_hello_is_short_and_says_what_administrators_can_set(party: Party) -> None:
    party.telegram.chat(-9, kind="supergroup", title="新群")
    await party.happens(party.telegram.change_membership(-9, "left", "member"))
    (hello,) = party.texts(-9)
    assert "/settings" in hello
    assert "@gongkai_local_bot 399" in hello
    assert len(hello) < 150


async def test_a_group_where_nobody_may_write_is_no_fault(party: Party, caplog: pytest.LogCaptureFixture) -> None:
    party.telegram.chat(-9, kind="supergroup", title="新群").refuses = ApiError(
        400, "Bad Request: not enough rights to send text messages to the chat"
    )
    await party.happens(party.telegram.change_membership(-9, "left", "member"))
    assert "fault" not in caplog.text


async def test_a_channel_hears_no_hello(party: Party) -> None:
    party.telegram.chat(-1009, kind="channel", title="频道")
    await party.happens(party.telegram.change_membership(-1009, "left", "administrator"))
    assert party.texts(-1009) == []


async def test_whoever_blocks_the_bot_is_forgotten(party: Party) -> None:
    library = party.conversation.library
    await party.says("399", 5)
    library.preferences.change(5, plain=True)
    Subscriptions(library.database).add(5, Topic.read("轴承"))
    await party.happens(party.telegram.change_membership(5, "member", "kicked"))
    assert (library.preferences.of(5).plain, Subscriptions(library.database).of(5)) == (False, None)
    assert library.answered.count(5) == 0
    assert len(party.texts(5)) == 1
