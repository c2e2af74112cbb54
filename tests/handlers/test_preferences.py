"""/settings: in place, at once, by those who may; afterwards everything is worded so."""

from collections.abc import Iterator

import pytest

from bot.screens.preferences import SettingChoice
from bot.service.conversation import Conversation
from bot.service.library import Library
from bot.store.chat.preferences import NOTHING_SET, Preferences
from handlers.style import ReplyStyle, language_of, style_of
from tests.handlers.scripted import Party

CHAT, GROUP, MEMBER = 4_321, -1_000_000_004_321, 77


@pytest.fixture
def library(lasting_library: Library) -> Iterator[Library]:
    yield lasting_library
    for chat in (CHAT, GROUP, MEMBER):
        lasting_library.preferences.forget(chat)


async def test_a_language_is_chosen_in_place_and_stays(party: Party) -> None:
    assert "跟随 Telegram，现在是简体中文" in (await party.says("/settings", CHAT))[0]
    number = party.last(CHAT)["message_id"]
    before = len(party.texts(CHAT))
    await party.presses(number, "English", CHAT)
    assert "Language: English" in party.last(CHAT)["text"]
    await party.presses(number, "English (chosen)", CHAT)
    assert len(party.texts(CHAT)) == before
    assert "CPPCC" in (await party.says("399", CHAT))[0]
    assert "no command /nosuch" in (await party.says("/nosuch", CHAT))[0]
    assert "Kept" in (await party.says("/mydata", CHAT))[0]
    assert "Language: English" in (await party.says("设置", CHAT))[0]
    await party.presses(party.last(CHAT)["message_id"], "繁體中文", CHAT)
    assert "語言：繁體中文" in party.last(CHAT)["text"]
    await party.presses(party.last(CHAT)["message_id"], "語言跟隨 Telegram", CHAT)
    assert party.conversation.library.preferences.of(CHAT) == NOTHING_SET


async def test_plain_mode_has_no_pictograms(party: Party) -> None:
    assert "📄" in (await party.says("399", CHAT))[0]
    await party.says("/settings", CHAT)
    await party.presses(party.last(CHAT)["message_id"], "纯文字", CHAT)
    assert "没有表情符号" in party.last(CHAT)["text"]
    assert "📄" not in (await party.says("399", CHAT))[0]


async def test_plain_mode_holds_for_subscriptions_too(party: Party) -> None:
    party.conversation.library.preferences.change(CHAT, plain=True)
    await party.says("/subscribe 轴承", CHAT)
    await party.presses(party.last(CHAT)["message_id"], "确认关注", CHAT)
    lines = party.last(CHAT)["text"].splitlines()
    assert all(line.endswith(("。", "：")) for line in lines if line), lines


@pytest.mark.parametrize(
    ("code", "word"), [("en-GB", "Published"), ("zh-TW", "發布"), ("zh-hans", "发布"), ("fr", "发布"), ("", "发布")]
)
async def test_who_has_chosen_nothing_is_answered_as_telegram_is_set(party: Party, code: str, word: str) -> None:
    party.telegram.chat(CHAT).language = code
    assert word in (await party.says("399", CHAT))[0]


async def test_a_groups_settings_are_its_administrators(party: Party) -> None:
    group = party.telegram.chat(GROUP, kind="supergroup", title="群")
    assert "只有管理员" in (await party.says("/settings", GROUP))[0]
    group.administrators.add(1000)
    shown = (await party.says("/settings", GROUP))[0]
    assert "默认单位：不限" in shown
    number = party.last(GROUP)["message_id"]
    await party.presses(number, "默认年度", GROUP)
    await party.presses(number, "2020年", GROUP)
    assert "默认年度：2020年" in party.last(GROUP)["text"]
    await party.presses(number, "默认单位", GROUP)
    await party.presses(number, "聊城市工业和信息化局", GROUP)
    assert "默认单位：聊城市工业和信息化局" in party.last(GROUP)["text"]
    before = party.conversation.library.preferences.of(GROUP)
    assert before.year == 2020
    group.administrators.clear()
    await party.presses(number, "English", GROUP)
    assert party.conversation.library.preferences.of(GROUP) == before


async def test_a_member_is_answered_in_a_group_as_they_chose_unless_the_group_chose(party: Party) -> None:
    party.telegram.chat(GROUP, kind="supergroup", title="群")
    party.conversation.library.preferences.change(1000, language="en")
    assert "Published" in (await party.says("/search@gongkai_local_bot 399", GROUP))[0]
    party.conversation.library.preferences.change(GROUP, language="zh-Hant")
    assert "發布" in (await party.says("/search@gongkai_local_bot 399", GROUP))[0]
    party.conversation.library.preferences.forget(1000)


def test_a_groups_agency_and_year_hold_where_a_question_names_none(conversation: Conversation) -> None:
    preferences = conversation.library.preferences
    preferences.change(GROUP, year=2020)
    assert conversation.message("依申请公开", chat=GROUP).question.facets.years == (2020,)
    assert conversation.message("2019年依申请公开", chat=GROUP).question.facets.years == (2019,)
    assert conversation.message("399", chat=GROUP).question.facets.years == ()
    preferences.change(GROUP, year=1999, agency="gone")
    assert "2020年" in conversation.message("依申请公开", chat=GROUP).screen.plain


@pytest.mark.parametrize(
    ("written", "changes"),
    [
        ("language=en", {"language": "en"}),
        ("language=", {"language": None}),
        ("language=fr", {}),
        ("plain=1", {"plain": True}),
        ("plain=x", {}),
        ("year=2020", {"year": 2020}),
        ("year=soon", {}),
        ("agency=", {"agency": None}),
        ("chat_id=5", {}),
        ("nonsense", {}),
        ("agency?2", {}),
    ],
)
def test_what_a_button_may_set(written: str, changes: dict[str, object]) -> None:
    assert SettingChoice.read(written).changes() == changes


def test_a_choice_is_read_back() -> None:
    for choice in (SettingChoice("language", "zh-Hant"), SettingChoice("agency", None, 3), SettingChoice("year", "")):
        assert SettingChoice.read(str(choice)) == choice
    assert Preferences(plain=True) != NOTHING_SET


@pytest.mark.parametrize(
    ("code", "language"),
    [
        ("zh", "zh"),
        ("zh-CN", "zh"),
        ("zh-Hans-SG", "zh"),
        ("zh-Hant", "zh-Hant"),
        ("zh-hant-hk", "zh-Hant"),
        ("zh_TW", "zh-Hant"),
        ("zh-HK", "zh-Hant"),
        ("zh-MO", "zh-Hant"),
        ("en", "en"),
        ("en-GB", "en"),
        ("eng", None),
        ("ja", None),
        ("", None),
        (None, None),
    ],
)
def test_languages_of_telegram(code: str | None, language: str | None) -> None:
    assert language_of(code) == language
    chosen, own = Preferences(), Preferences(plain=True)
    assert style_of(chosen, code, own=own, default="en") == ReplyStyle(language or "en", plain=True)
    assert style_of(Preferences(language="zh"), code, own=Preferences(language="en")).language == "zh"
