"""Over a real socket: inline mode, groups, what Telegram refuses, too many questions, staff."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.announce.sender import Sender
from bot.service.conversation import Conversation
from bot.service.library import Library
from bot.settings import Settings
from bot.store.read.queries import Store
from bot.telegram.courier import TelegramCourier
from bot.telegram.polling import poll
from handlers.application import build
from tests.begun import begun
from tests.end_to_end.server import TOKEN, TelegramServer, refused
from tests.handlers.scripted import of_bot

STAFF, GROUP = 9, -1001
MENTION = "@gongkai_local_bot "


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[TelegramServer]:
    """A server with a bot that polls it, from the seed; five questions a minute are enough."""
    async with TelegramServer().running() as server:
        server.telegram.chat(1)
        server.telegram.chat(STAFF)
        server.telegram.chat(GROUP, kind="supergroup", title="群")
        settings = Settings(
            data_dir=tmp_path,
            staff=str(STAFF),
            questions_per_minute=5,
            bot_token=TOKEN,
            bot_api_base_url=server.base_url,
            bot_api_file_url=server.file_url,
        )
        begun(tmp_path, demonstration=True)
        library = Library.open(settings)
        application = build(Conversation(library, settings), settings)

        async def announce(stop: asyncio.Event) -> None:
            await Sender(Store(library.database), TelegramCourier(application.bot)).run(stop)

        task = asyncio.create_task(poll(application, settings.bot_api_base_url, beside=[announce]))
        await server.until_polled()
        yield server
        os.kill(os.getpid(), signal.SIGTERM)
        await asyncio.gather(task)
        library.close()


async def test_inline_mode(server: TelegramServer) -> None:
    query = server.telegram.ask_inline("399")["inline_query"]["id"]
    await server.until("answerInlineQuery")
    (result,) = server.telegram.answered[query]["results"]
    inserted = server.telegram.insert(query, result["id"], GROUP)
    shown = server.telegram.chats[GROUP].messages[inserted["message_id"]]
    shown["text"] = "old"
    data = inserted["reply_markup"]["inline_keyboard"][-1][1]["callback_data"]
    server.telegram.press_inserted(inserted["inline_message_id"], data)
    await server.until("editMessageText")
    assert "政协第399号提案" in shown["text"]
    query = server.telegram.ask_inline("氢能")["inline_query"]["id"]
    await server.until("answerInlineQuery", 2)
    assert server.telegram.answered[query]["button"]["start_parameter"]


async def test_what_telegram_refuses_goes_out_plain_and_is_counted(server: TelegramServer) -> None:
    server.fail("sendMessage", refused(400, "Bad Request: can't parse entities: Unsupported start tag"))
    server.telegram.say("399")
    await server.until("sendMessage")
    (answer,) = of_bot(server.telegram)
    assert "政协第399号提案" in answer["text"]
    assert "entities" not in answer
    server.telegram.say("/status", STAFF)
    await server.until("sendMessage", 2)
    (status,) = of_bot(server.telegram, STAFF)
    assert "格式被拒改发纯文本 0" not in status["text"]


async def test_a_double_press_a_strangers_press_and_an_edit(server: TelegramServer) -> None:
    server.telegram.say(MENTION + "2020年12月", GROUP)
    await server.until("sendMessage")
    (answer,) = of_bot(server.telegram, GROUP)
    assert answer["reply_to_message"]["message_id"] == 1
    data = answer["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    here = server.telegram.chats[GROUP]
    here.member = {"id": 77, "is_bot": False, "first_name": "乙"}
    stranger = server.telegram.press(answer["message_id"], data, GROUP)["callback_query"]["id"]
    await server.until("answerCallbackQuery")
    assert server.telegram.answered[stranger]["show_alert"] is True
    here.member = None
    for _ in range(2):
        server.telegram.press(answer["message_id"], data, GROUP)
    await server.until("answerCallbackQuery", 3)
    await server.until("editMessageText")
    server.telegram.correct(1, MENTION + "399", GROUP)
    await server.until("editMessageText", 2)
    assert len(of_bot(server.telegram, GROUP)) == 1
    assert "政协第399号" in answer["text"]


async def test_who_asks_too_much_is_told_once(server: TelegramServer) -> None:
    for _ in range(9):
        server.telegram.say("399")
    server.telegram.say("399", STAFF)  # the others go on
    await server.until("sendMessage", 7)
    texts = server.texts()
    assert len(texts) == 6
    assert sum("请歇一分钟" in text for text in texts) == 1
    assert len(of_bot(server.telegram, STAFF)) == 1


async def test_a_reported_problem_arrives_at_staff(server: TelegramServer) -> None:
    server.telegram.say("399")
    await server.until("sendMessage")
    (card,) = of_bot(server.telegram)
    rows = card["reply_markup"]["inline_keyboard"]
    data = next(one["callback_data"] for row in rows for one in row if one["text"] == "报告问题")
    server.telegram.press(card["message_id"], data)
    await server.until("sendMessage", 2)
    (told,) = of_bot(server.telegram, STAFF)
    assert "cppcc:13-4:399" in told["text"]
