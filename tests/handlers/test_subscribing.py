"""Subscribing in chats: who may, what is said before it is saved, and what the buttons do."""

import pytest
from telegram.error import BadRequest

from bot.announce.subscription import Subscriptions
from tests.handlers.scripted import Party

BOSS, CHANNEL, GROUP = 1000, -1005, -77


@pytest.fixture
def party(party: Party) -> Party:
    party.telegram.chat(BOSS, title="老赵")
    party.telegram.chat(GROUP, kind="supergroup", title="企业群")
    channel = party.telegram.chat(CHANNEL, kind="channel", title="企业频道")
    channel.administrators = {BOSS, party.telegram.bot["id"]}
    return party


def topics(party: Party, chat: int) -> list[str]:
    found = Subscriptions(party.conversation.library.database).of(chat)
    return [str(each.topic) for each in found[1]] if found else []


async def test_every_card_and_every_not_found_screen_offers_to_follow(party: Party) -> None:
    await party.says("399")
    card = party.last()["message_id"]
    await party.presses(card, "关注")
    await party.says("400")
    await party.presses(party.last()["message_id"], "有了告诉我")
    await party.says("氢能")
    await party.presses(party.last()["message_id"], "有了告诉我")
    (record, number, word) = topics(party, 1)
    assert record.startswith("record=cppcc:371500:13-4:399@")
    assert number == "number=400"
    assert word == "keywords=氢能"
    await party.presses(card, "关注")
    assert len(topics(party, 1)) == 3
    alert = list(party.telegram.answered.values())[-1]["text"]
    assert "已关注：政协第399号" in alert
    assert "cppcc" not in alert


async def test_a_topic_is_previewed_before_it_is_saved(party: Party) -> None:
    (said,) = await party.says("/subscribe 关键词=中小企业、智能制造")
    assert "现有数据中会命中 4 条" in said
    assert topics(party, 1) == []
    await party.presses(party.last()["message_id"], "确认关注")
    assert topics(party, 1) == ["keywords=中小企业|智能制造"]
    (listed,) = await party.says("我的关注")
    assert "中小企业" in listed
    number = party.last()["message_id"]
    await party.presses(number, "暂停")
    assert "已暂停" in party.last()["text"]
    await party.presses(number, "恢复")
    await party.presses(number, "全部取消")
    assert "要取消全部 1 项" in party.last()["text"]
    await party.presses(number, "不取消")
    assert topics(party, 1) == ["keywords=中小企业|智能制造"]
    await party.presses(number, "全部取消")
    await party.presses(number, "确认全部取消")
    assert topics(party, 1) == []
    assert "还没有关注" in party.last()["text"]


async def test_a_typed_button_wants_what_the_button_wants(party: Party) -> None:
    await party.says("399")
    (said,) = await party.says("关注")
    assert "政协第399号" in said
    assert "cppcc" not in said
    await party.presses(party.last()["message_id"], "确认关注")
    assert topics(party, 1)[0].startswith("record=cppcc")
    await party.says("998")
    (said,) = await party.says("有了告诉我")
    assert "第998号" in said


async def test_the_verb_alone_does_what_the_command_does(party: Party) -> None:
    (by_command,) = await party.says("/subscribe 智能制造")
    assert await party.says("订阅 智能制造") == [by_command]
    assert topics(party, 1) == []
    (searched,) = await party.says("关注 智能制造")
    assert "确认关注" not in searched


async def test_in_a_group_administrators_only(party: Party) -> None:
    assert await party.says("/subscribe", GROUP) == ["只有管理员可以使用。"]
    party.telegram.chats[GROUP].administrators = {BOSS}
    (said,) = await party.says("/subscribe", GROUP)
    assert "每天 09:00" in said
    assert "不补发旧的" in said
    assert topics(party, GROUP) == ["kind=reply|opinion"]
    number = party.last(GROUP)["message_id"]
    await party.presses(number, "只要政协", GROUP)
    assert topics(party, GROUP) == ["body=cppcc"]
    party.telegram.chats[GROUP].administrators = set()
    await party.presses(number, "全部取消", GROUP)
    assert topics(party, GROUP) == ["body=cppcc"]


async def test_a_group_reader_is_sent_to_private(party: Party) -> None:
    await party.says(f"@{party.telegram.bot['username']} 399", GROUP)
    await party.presses(party.last(GROUP)["message_id"], "关注", GROUP)
    assert topics(party, GROUP) == []


async def test_in_a_channel_its_readers_see_nothing_and_its_administrators_see_what_is_set(party: Party) -> None:
    await party.says("/subscribe", CHANNEL)
    assert topics(party, CHANNEL) == ["kind=reply|opinion"]
    assert party.telegram.chats[CHANNEL].messages == {}
    assert "每天 09:00" in party.last(BOSS)["text"]
    await party.presses(party.last(BOSS)["message_id"], "每周", BOSS)
    assert "每周" in party.last(BOSS)["text"]


async def test_for_a_channel_from_private_with_rights_on_both_sides(party: Party) -> None:
    (said,) = await party.says(f"/subscribe {CHANNEL}", 1)
    assert said == "只有管理员可以使用。"
    (said,) = await party.says(f"/subscribe {CHANNEL} 政协", BOSS)
    assert "要关注：政协" in said
    await party.presses(party.last(BOSS)["message_id"], "确认关注", BOSS)
    assert topics(party, CHANNEL) == ["body=cppcc"]
    party.telegram.chats[CHANNEL].administrators = {BOSS}
    (said,) = await party.says(f"/subscribe {CHANNEL}", BOSS)
    assert "没有发消息的权限" in said
    (said,) = await party.says("/subscribe -100999", BOSS)
    assert "找不到" in said


async def test_removed_or_moved(party: Party) -> None:
    party.telegram.chats[GROUP].administrators = {BOSS}
    await party.says("/subscribe", GROUP)
    await party.happens(party.telegram.post(GROUP, migrate_to_chat_id=-100777))
    assert (topics(party, GROUP), topics(party, -100777)) == ([], ["kind=reply|opinion"])
    party.telegram.chat(-100777, kind="supergroup", title="企业群")
    await party.happens(party.telegram.change_membership(-100777, "member", "left"))
    assert topics(party, -100777) == []
    assert "已被移出“企业群”" in party.last(BOSS)["text"]


async def test_the_time_of_a_digest_is_chosen_by_buttons(party: Party) -> None:
    party.telegram.chats[GROUP].administrators = {BOSS}
    await party.says("/subscribe", GROUP)
    number = party.last(GROUP)["message_id"]
    for label in ("改时间", "18:00"):
        await party.presses(number, label, GROUP)
    assert "每天 18:00" in party.last(GROUP)["text"]
    for label in ("每周", "改时间", "周五"):
        await party.presses(number, label, GROUP)
    assert "每周星期5 18:00" in party.last(GROUP)["text"]
    await party.presses(number, "改时间", GROUP)
    await party.presses(number, "返回", GROUP)
    assert "关注的内容" in party.last(GROUP)["text"]
    await party.presses(number, "随时", GROUP)
    await party.presses(number, "改时间", GROUP)
    assert "18:00" not in str(party.last(GROUP)["reply_markup"])
    await party.presses(number, "只在工作日", GROUP)
    await party.presses(number, "改时间", GROUP)
    await party.presses(number, "夜间不发", GROUP)
    assert "只在工作日" in party.last(GROUP)["text"]
    assert "22:00–08:00 不发" in party.last(GROUP)["text"]
    await party.presses(number, "改时间", GROUP)
    await party.presses(number, "假日也发", GROUP)
    assert "只在工作日" not in party.last(GROUP)["text"]


async def test_in_a_forum_it_is_told_in_the_topic_where_it_was_asked_for(party: Party) -> None:
    party.telegram.chats[GROUP].administrators = {BOSS}
    await party.says("/subscribe 政协", GROUP, message_thread_id=9, is_topic_message=True)
    listed = party.last(GROUP)
    await party.presses(listed["message_id"], "确认关注", GROUP)
    assert listed["message_thread_id"] == 9
    found = Subscriptions(party.conversation.library.database).of(GROUP)
    assert (found[0].thread, found[0].told) == (9, BOSS)


async def test_a_trial_is_posted_once_in_the_chat_that_is_subscribed(party: Party) -> None:
    await party.says("/subscribe", CHANNEL)
    number = party.last(BOSS)["message_id"]
    for _ in range(2):
        await party.presses(number, "试发一条", BOSS)
    (trial,) = party.texts(CHANNEL)
    assert trial.startswith("【试发】")
    assert "新公开答复（共 3 件）" in trial
    assert "来源：" in trial


async def test_a_trial_that_is_refused_is_said(party: Party, monkeypatch: pytest.MonkeyPatch) -> None:
    async def refused(*_: object, **__: object) -> None:
        raise BadRequest("not enough rights")

    await party.says("/subscribe", CHANNEL)
    number = party.last(BOSS)["message_id"]
    monkeypatch.setattr("handlers.subscribing._TRIED", {})
    monkeypatch.setattr("handlers.subscribing.send", refused)
    await party.presses(number, "试发一条", BOSS)
    assert "试发没有成功：not enough rights" in list(party.telegram.answered.values())[-1]["text"]


async def test_who_set_up_a_channel_is_known_and_hears_of_its_removal(party: Party) -> None:
    await party.says("/subscribe", CHANNEL)
    assert Subscriptions(party.conversation.library.database).of(CHANNEL)[0].told == BOSS
    await party.happens(party.telegram.change_membership(CHANNEL, "administrator", "left"))
    assert "已被移出“企业频道”" in party.last(BOSS)["text"]


async def test_in_the_language_of_whoever_asks(party: Party) -> None:
    party.telegram.chat(1).language = "en"
    (said,) = await party.says("/subscribe 轴承")
    assert "It matches" in said
    await party.presses(party.last()["message_id"], "Follow")
    found = Subscriptions(party.conversation.library.database).of(1)
    assert found[0].language == "en"
