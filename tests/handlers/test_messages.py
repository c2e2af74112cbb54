"""Messages, commands, groups: who is answered and who is left alone."""

import threading

import pytest

from bot.questions.question import Guard
from bot.screens.screen import Button, Screen
from tests.handlers.scripted import Party, ScriptedConversation, shown

GROUP = -100
PHOTO = [{"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1}]


@pytest.fixture
async def party():
    async with Party() as party:
        yield party


async def test_plain_text_in_private_is_a_question(party: Party) -> None:
    assert await party.says("399") == ["«399»"]
    assert party.methods()[-1] == "sendMessage"


@pytest.mark.parametrize(
    ("typed", "means"),
    [
        ("/start", "/start"),
        ("/help", "帮助"),
        ("/stats", "统计"),
        ("/search 轴承 贷款", "轴承 贷款"),
        ("/latest", "最新的答复"),
        ("/STATS", "统计"),
        ("/stats@gongkai_local_bot", "统计"),
        ("/search@Gongkai_Local_Bot 轴承", "轴承"),
    ],
)
async def test_a_command_means_a_message(party: Party, typed: str, means: str) -> None:
    await party.says(typed)
    assert party.conversation.asked == [means]


async def test_a_command_that_the_server_did_not_mark(party: Party) -> None:
    for text in ("/nothing", "/stats@other_bot", "/etc/passwd", "/", "/查询 399"):
        await party.happens(party.telegram.post(1, text=text))
    assert "没有 /nothing 这个命令" in party.texts()[0]
    assert party.conversation.asked == ["/etc/passwd", "/", "/查询 399"]


@pytest.mark.parametrize("half", ["\ud83d", "399 \ude00", "/search \ud83d轴承", "/subscribe \ud83d", "/start \ud83d"])
async def test_half_an_emoji_is_refused_at_the_door(party: Party, half: str) -> None:
    (said,) = await party.says(half)
    assert "半个字符" in said
    assert party.conversation.asked == []


async def test_an_unknown_command_is_told_the_nearest(party: Party) -> None:
    (said,) = await party.says("/stat")
    assert "/stat " in said
    assert "/stats" in said
    assert party.conversation.asked == []


async def test_search_without_words_asks_for_them(party: Party) -> None:
    (said,) = await party.says("/search")
    assert "/search 轴承" in said


async def test_a_command_for_another_bot_is_not_answered(party: Party) -> None:
    assert await party.says("/stats@some_other_bot") == []


@pytest.mark.parametrize("text", ["399块钱买的", "@somebody 399", "@gongkai_local_bott 399", "大家好"])
async def test_a_group_is_left_in_peace(party: Party, text: str) -> None:
    party.telegram.chat(GROUP, kind="supergroup", title="企业群")
    assert await party.says(text, GROUP) == []
    assert party.telegram.calls[1:] == []


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("@gongkai_local_bot 399", "399"),
        ("请问 @Gongkai_Local_Bot 轴承", "请问   轴承"),
        ("/stats", "统计"),
        ("@gongkai_local_bot", "帮助"),
    ],
)
async def test_a_group_may_address_the_bot(party: Party, text: str, asked: str) -> None:
    party.telegram.chat(GROUP, kind="supergroup", title="企业群")
    await party.says(text, GROUP)
    assert party.conversation.asked == [asked]
    # Several talk at once in a group: the answer hangs on the question.
    assert party.last(GROUP)["reply_to_message"]["text"] == text


async def test_a_reply_to_the_bot_in_a_group_is_for_the_bot(party: Party) -> None:
    party.telegram.chat(GROUP, kind="supergroup", title="企业群")
    await party.says("@gongkai_local_bot 轴承", GROUP)
    number = party.last(GROUP)["message_id"]
    assert await party.says("第二条", GROUP, reply_to=number) == ["«第二条»"]
    first = next(iter(party.telegram.chats[GROUP].messages))
    assert await party.says("第二条", GROUP, reply_to=first) == []


async def test_a_forum_keeps_its_topic(party: Party) -> None:
    party.telegram.chat(GROUP, kind="supergroup", title="企业群")
    await party.says("/stats", GROUP, message_thread_id=7, is_topic_message=True)
    assert party.last(GROUP)["message_thread_id"] == 7
    await party.says("/stats", GROUP)
    assert "message_thread_id" not in party.last(GROUP)


@pytest.mark.parametrize(
    ("content", "guard"),
    [
        ({"voice": {"file_id": "v", "file_unique_id": "v", "duration": 3}}, Guard.VOICE),
        ({"photo": PHOTO}, Guard.PHOTO),
        ({"dice": {"emoji": "🎲", "value": 3}}, Guard.STICKER),
        ({"location": {"latitude": 36.4, "longitude": 115.9}}, Guard.OTHER_MEDIA),
    ],
)
async def test_media_get_a_kind_answer_in_private_and_silence_in_a_group(party: Party, content, guard) -> None:
    await party.happens(party.telegram.post(1, **content))
    assert party.conversation.asked == [guard]
    party.telegram.chat(GROUP, kind="supergroup", title="企业群")
    await party.happens(party.telegram.post(GROUP, **content))
    assert party.conversation.asked == [guard]


async def test_an_album_gets_one_answer(party: Party) -> None:
    for album in ("8", "9"):
        for caption in ({"caption": "399"} if album == "9" else {}, {}, {}):
            await party.happens(party.telegram.post(1, photo=PHOTO, media_group_id=album, **caption))
    assert party.conversation.asked == [Guard.PHOTO, "399"]
    await party.happens(party.telegram.post(1, photo=PHOTO))
    assert party.conversation.asked == [Guard.PHOTO, "399", Guard.PHOTO]


async def test_the_caption_of_a_picture_is_a_question(party: Party) -> None:
    await party.happens(party.telegram.post(1, photo=PHOTO, caption="399"))
    assert party.texts() == ["«399»"]


async def test_an_edited_question_changes_its_answer(party: Party) -> None:
    await party.says("只能制造")
    await party.happens(party.telegram.correct(1, "智能制造"))
    assert party.texts() == ["«智能制造»"]
    assert party.methods()[-1] == "editMessageText"


async def test_an_edited_message_that_was_never_answered_stays_so(party: Party) -> None:
    party.telegram.chat(GROUP, kind="supergroup", title="企业群")
    await party.says("大家好", GROUP)
    await party.happens(party.telegram.correct(1, "@gongkai_local_bot 399", GROUP))
    assert party.texts(GROUP) == []


async def test_a_message_from_before_the_weekend_is_left_alone(party: Party) -> None:
    update = party.telegram.say("399")
    update["message"]["date"] -= 3 * 86_400
    await party.happens(update)
    assert party.texts() == []


async def test_being_added_to_a_group_says_how_to_ask(party: Party) -> None:
    party.telegram.chat(GROUP, kind="supergroup", title="企业群")
    await party.happens(party.telegram.change_membership(GROUP, "left", "member"))
    assert "@gongkai_local_bot 399" in party.texts(GROUP)[0]
    await party.happens(party.telegram.change_membership(GROUP, "member", "administrator"))
    assert len(party.texts(GROUP)) == 1


async def test_markup_that_telegram_refuses_is_sent_as_plain_text() -> None:
    script = {"坏": shown("甲<乙", html="甲<乙")}
    async with Party(ScriptedConversation(script)) as party:
        assert await party.says("坏") == ["甲<乙"]
        assert "entities" not in party.last()


async def test_a_text_that_is_too_long_is_cut_and_sent() -> None:
    script = {"长": shown("很" * 5000)}
    async with Party(ScriptedConversation(script)) as party:
        (said,) = await party.says("长")
    assert len(said) == 4096
    assert said.endswith("…")


async def test_a_button_that_telegram_refuses_does_not_cost_the_answer() -> None:
    script = {"键": shown("答", Button(label="坏", url="not a url"))}
    async with Party(ScriptedConversation(script)) as party:
        assert await party.says("键") == ["答"]
        assert "reply_markup" not in party.last()


async def test_a_picture_and_a_file_are_sent_with_the_text_as_caption() -> None:
    picture = Screen(name="s", html="<b>图</b>", plain="图", picture=b"png")
    file = Screen(name="s", html="表", plain="表", file=("a.csv", b"1,2"))
    async with Party(ScriptedConversation({"图": picture, "表": file})) as party:
        assert await party.says("图") == ["图"]
        assert "photo" in party.last()
        assert await party.says("表") == ["表"]
        assert party.last()["document"]["file_name"] == "a.csv"


async def test_a_fault_is_an_answer_with_a_number(caplog: pytest.LogCaptureFixture) -> None:
    def fail() -> Screen:
        raise RuntimeError(" ".join(["secret", "words"]))

    async with Party(ScriptedConversation({"坏": fail})) as party:
        (said,) = await party.says("坏")
        number = said.split("编号 ")[1][:4]
        assert await party.says("399") == ["«399»"]
    assert number in caplog.text
    assert "secret words" not in caplog.text


async def test_a_chat_that_is_gone_is_no_fault(caplog: pytest.LogCaptureFixture) -> None:
    from bot.local.bot_api import ApiError

    async with Party() as party:
        party.telegram.chat(1).refuses = ApiError(403, "Forbidden: bot was blocked by the user")
        await party.says("399")
    assert "fault" not in caplog.text


async def test_a_slow_answer_shows_that_it_is_coming(monkeypatch: pytest.MonkeyPatch) -> None:
    shown_typing = threading.Event()

    def slow() -> Screen:
        assert shown_typing.wait(30)
        return shown("endlich")

    monkeypatch.setattr("handlers.answering._MOMENT", 0.0)
    async with Party(ScriptedConversation({"慢": slow})) as party:
        party.telegram.observer = lambda event, _: shown_typing.set() if event == "action" else None
        assert await party.says("慢") == ["endlich"]
        assert party.methods()[-2:] == ["sendChatAction", "sendMessage"]


async def test_an_answer_that_never_comes_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    may_end = threading.Event()

    def stuck() -> Screen:
        may_end.wait(30)
        return shown("zu spät")

    async with Party(ScriptedConversation({"卡": stuck}), answer_seconds=1) as party:
        (said,) = await party.says("卡")
        may_end.set()
    assert "编号" in said
