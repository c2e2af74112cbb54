"""The ways in: /start with links, /help, /about, /cancel, the commands, and words that mean the same."""

import pytest

from bot.questions.links import LinkKind, LinkTarget
from bot.service.library import Library
from bot.store.read.values import Selection
from bot.telegram.commands import Commands, MenuScope
from tests.handlers.scripted import Party

CHAT = 8_765


@pytest.fixture
def library(lasting_library: Library) -> Library:
    return lasting_library


async def test_the_greeting_offers_examples_that_find_something(party: Party) -> None:
    assert (await party.says("/start", CHAT))[0].startswith("您好")
    rows = party.last(CHAT)["reply_markup"]["inline_keyboard"]
    examples = [button["text"] for button in rows[0]]
    assert len(examples) == 3
    for example in examples:
        await party.says("/start", CHAT)
        await party.presses(party.last(CHAT)["message_id"], example, CHAT)
        assert "没有" not in party.last(CHAT)["text"].splitlines()[0]


async def test_a_records_card_has_a_link_that_opens_it(party: Party) -> None:
    shown = (await party.says("399", CHAT))[0]
    rows = party.last(CHAT)["reply_markup"]["inline_keyboard"]
    links = [one["copy_text"]["text"] for row in rows for one in row if one["text"] == "复制链接"]
    head, _, parameter = links[0].partition("?start=")
    assert head == "https://t.me/gongkai_local_bot"
    assert (await party.says(f"/start {parameter}", CHAT))[0] == shown


async def test_the_greeting_leads_into_groups(party: Party) -> None:
    await party.says("/start", CHAT)
    rows = party.last(CHAT)["reply_markup"]["inline_keyboard"]
    assert "https://t.me/gongkai_local_bot?startgroup=h_start" in [one.get("url") for row in rows for one in row]


async def test_a_group_that_the_link_added_is_greeted_once(party: Party) -> None:
    party.telegram.chat(-7, kind="supergroup", title="群")
    assert await party.says("/start@gongkai_local_bot h_start", -7) == []
    assert "您好" in (await party.says("/start@gongkai_local_bot", -7))[0]
    assert "您好" in (await party.says("/start h_start", CHAT))[0]
    assert "关于" in (await party.says("/start h_about", CHAT))[0]


async def test_a_records_link_opens_its_card(party: Party) -> None:
    key = party.conversation.library.shelf().store.keys(Selection())[0]
    shown = (await party.says(f"/start {party.conversation.parameter_of(LinkTarget(LinkKind.RECORD, key))}", CHAT))[0]
    assert "发布机构" in shown


async def test_a_searchs_link_asks_again(party: Party) -> None:
    parameter = party.conversation.parameter_of(LinkTarget(LinkKind.SEARCH, "智能制造"))
    assert "智能制造" in (await party.says(f"/start {parameter}", CHAT))[0]
    assert "智能制造" in (await party.says("/mydata", CHAT))[0]


async def test_a_link_to_follow_shows_what_it_would_bring(party: Party) -> None:
    parameter = party.conversation.parameter_of(LinkTarget(LinkKind.FOLLOW, "keywords=轴承"))
    assert "轴承" in (await party.says(f"/start {parameter}", CHAT))[0]
    assert party.last(CHAT)["reply_markup"]["inline_keyboard"][0][0]["text"] == "确认关注"


async def test_a_link_to_what_is_followed_shows_it(party: Party) -> None:
    parameter = party.conversation.parameter_of(LinkTarget(LinkKind.SUBSCRIPTIONS, "all"))
    assert "关注" in (await party.says(f"/start {parameter}", CHAT))[0]


@pytest.mark.parametrize("parameter", ["r_gone", "nonsense", "s-AAAAAAAAAAAAAAAAAAAAAA", "轴承 贷款", "r_" + "x" * 80])
async def test_a_link_that_opens_nothing_says_so_and_helps(party: Party, parameter: str) -> None:
    shown = (await party.says(f"/start {parameter}", CHAT))[0]
    assert "打不开" in shown or "没有收录" in shown
    assert party.last(CHAT)["reply_markup"]


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("/help", "查提案和建议"),
        ("/about", "关于"),
        ("关于", "关于"),
        ("/latest", "最新的一批"),
        ("/latest 政协", "最新的一批（政协"),
        ("/stats", "答复 15 件"),
        ("/report", "政府信息公开工作年度报告"),
        ("/report 2020", "政府信息公开工作年度报告"),
        ("/report 1999", "没有 1999 年"),
        ("/serch", "/search"),
        ("/privcy", "/privacy"),
        ("/cancel", "放下"),
        ("取消", "放下"),
    ],
)
async def test_each_command_answers(party: Party, said: str, shown: str) -> None:
    assert shown in (await party.says(said, CHAT))[0]


async def test_cancel_forgets_the_list(party: Party) -> None:
    await party.says("2020年11月", CHAT)
    await party.says("/cancel", CHAT)
    assert "上一次的问题" not in (await party.says("/mydata", CHAT))[0]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_group_sees_fewer_commands_and_its_administrators_those_that_set_it_up(language: str) -> None:
    commands = Commands.read()
    names = {place: {one.command for one in commands.menu(language, place)} for place in MenuScope}
    assert names[MenuScope.GROUP] < names[MenuScope.ADMINISTRATORS] < names[MenuScope.PRIVATE]
    assert {"settings", "subscribe"} <= names[MenuScope.ADMINISTRATORS] - names[MenuScope.GROUP]
    assert names[MenuScope.PRIVATE] == set(commands.by_name)
