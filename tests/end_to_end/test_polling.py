"""The real polling over a real socket: answers as in the local chat, and faults said in one line."""

import asyncio
import logging
import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.responses import JSONResponse, PlainTextResponse, Response

import bot.telegram.polling
from bot.errors import GongkaiError
from bot.logs import start_logging
from bot.screens.screen import PressKind
from bot.settings import Settings
from bot.telegram.polling import NotAcceptedError, UnreachableError, poll
from bot.telegram.types import ALLOWED_UPDATES
from handlers.application import build
from tests.end_to_end.server import TOKEN, Cut, TelegramServer, refused
from tests.handlers.scripted import Party, ScriptedConversation, button, of_bot, shown

SCRIPT = {"轴承": shown("<b>轴承</b>", button("下一页", PressKind.PAGE, "轴承", 2), html="<b>轴承</b> &amp; 贷款")}


class Running:
    """A bot that polls the server, in a task of this test."""

    def __init__(self, server: TelegramServer, warm_up: Callable[[], None] | None = None, **settings: object) -> None:
        self.server = server
        given = {
            "bot_token": TOKEN,
            "bot_api_base_url": server.base_url,
            "bot_api_file_url": server.file_url,
        } | settings
        self.conversation = ScriptedConversation(SCRIPT)
        application = build(self.conversation, Settings(**given))
        self.task = asyncio.create_task(poll(application, given["bot_api_base_url"], warm_up=warm_up))

    async def __aenter__(self) -> "Running":
        await self.server.until_polled()
        return self

    async def __aexit__(self, *_: object) -> None:
        if not self.task.done():
            os.kill(os.getpid(), signal.SIGTERM)
        await asyncio.gather(self.task, return_exceptions=True)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bot.telegram.polling, "_FIRST_PAUSE", 0.001)
    monkeypatch.setattr(bot.telegram.polling, "_LONGEST_PAUSE", 0.001)


async def test_the_same_messages_give_the_same_screens(server: TelegramServer) -> None:
    typed = ["399", "轴承", "/stats", "/nothing"]
    async with Party(ScriptedConversation(SCRIPT)) as party:
        for text in typed:
            await party.says(text)
        here = [{key: one.get(key) for key in ("text", "entities", "reply_markup")} for one in of_bot(party.telegram)]
    async with Running(server):
        for number, text in enumerate(typed, start=1):
            server.telegram.say(text)
            await server.until("sendMessage", number)
    there = [{key: one.get(key) for key in ("text", "entities", "reply_markup")} for one in of_bot(server.telegram)]
    assert there == here


async def test_only_what_the_handlers_take_is_asked_for(server: TelegramServer) -> None:
    async with Running(server):
        assert server.allowed_updates == list(ALLOWED_UPDATES)


async def test_the_menu_is_set_at_start(server: TelegramServer) -> None:
    async with Running(server):
        pass  # what is under way is finished before it stops
    menu = [value for (name, _), value in server.telegram.settings.items() if name == "commands"]
    assert len(menu) == 12  # four scopes; without a language, zh, en
    assert {"command": "start", "description": "开始"} in menu[0]
    assert server.telegram.settings["name", "en"] != server.telegram.settings["name", ""]


async def test_a_server_without_menus_is_no_reason_to_stop(server: TelegramServer) -> None:
    server.fail("setMyCommands", refused(404, "Not Found: method not found"))
    server.fail("getMyName", refused(404, "Not Found: method not found"))
    async with Running(server):
        server.telegram.say("399")
        await server.until("sendMessage")


async def test_what_only_botfather_can_set_is_told_to_the_operator(
    server: TelegramServer, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, logger="gongkai"):
        async with Running(server):
            pass
        assert "/setinline" not in caplog.text
        server.telegram.bot |= {"supports_inline_queries": False, "can_read_all_group_messages": True}
        async with Running(server):
            pass
    assert "/setinline" in caplog.text
    assert "/setprivacy" in caplog.text


async def test_order_within_a_chat_is_kept(server: TelegramServer) -> None:
    async with Running(server):
        for number in range(12):
            server.telegram.say(str(number))
        await server.until("sendMessage", 12)
    assert server.texts() == [f"«{number}»" for number in range(12)]


@pytest.mark.usefixtures("impatient")
async def test_it_goes_on_after_errors_of_the_server(server: TelegramServer) -> None:
    async with Running(server):
        faults = (refused(502, "Bad Gateway"), PlainTextResponse("<html>", 500), Cut(), refused(500, "Internal Error"))
        server.fail("getUpdates", *faults)
        for text in ("1", "2"):
            server.telegram.say(text)
            await server.until("sendMessage", int(text))
    assert server.texts() == ["«1»", "«2»"]


async def test_what_was_fetched_is_answered_before_it_stops_and_not_again(server: TelegramServer) -> None:
    async with Running(server) as running:
        server.telegram.say("399")
        await server.until("sendMessage")
        os.kill(os.getpid(), signal.SIGTERM)
        await running.task
    assert (await server.telegram.call("getUpdates", {})) == []


async def test_a_wrong_token(server: TelegramServer, caplog: pytest.LogCaptureFixture) -> None:
    wrong = "123456:Wrong"
    settings = Settings(bot_token=wrong, bot_api_base_url=server.base_url)
    with pytest.raises(NotAcceptedError, match="401") as refusal:
        await poll(build(ScriptedConversation(), settings), server.base_url)
    assert refusal.value.exit_code == 2
    assert wrong not in str(refusal.value) + caplog.text


async def test_a_token_revoked_while_it_runs(server: TelegramServer) -> None:
    async with Running(server) as running:
        server.fail("getUpdates", refused(401, "Unauthorized"))
        server.telegram.say("399")
        with pytest.raises(NotAcceptedError, match="401"):
            await running.task


async def test_a_second_poller(server: TelegramServer) -> None:
    async with Running(server) as running:
        await server._poll({"timeout": 0})
        with pytest.raises(NotAcceptedError, match="409") as refusal:
            await running.task
    assert refusal.value.exit_code == 2


async def test_an_unreachable_server(server: TelegramServer) -> None:
    nowhere = "http://127.0.0.1:9/bot"
    with pytest.raises(UnreachableError, match=r"http://127\.0\.0\.1:9") as fault:
        await poll(build(ScriptedConversation(), Settings(bot_token=TOKEN, bot_api_base_url=nowhere)), nowhere)
    assert fault.value.exit_code == 1
    assert TOKEN not in str(fault.value)


NO_ANSWERS = [
    *(JSONResponse({"ok": True, "result": result}) for result in (True, {}, {"id": 1})),
    *(JSONResponse(whole) for whole in ({"ok": True}, [{}])),
    PlainTextResponse("<html>}"),
]


@pytest.mark.parametrize("answer", NO_ANSWERS)
async def test_a_server_that_speaks_no_bot_api(server: TelegramServer, answer: Response) -> None:
    server.fail("getMe", answer)
    settings = Settings(bot_token=TOKEN, bot_api_base_url=server.base_url)
    with pytest.raises(UnreachableError, match="GONGKAI_BOT_API_BASE_URL"):
        await poll(build(ScriptedConversation(), settings), server.base_url)


async def test_a_server_that_knows_no_webhooks_and_no_profile(
    server: TelegramServer, caplog: pytest.LogCaptureFixture
) -> None:
    for method in ("getWebhookInfo", "getMyName", "getUserProfilePhotos", "getMyCommands"):
        server.fail(method, NO_ANSWERS[0])
    async with Running(server):
        server.telegram.say("399")
        await server.until("sendMessage")
    assert caplog.text.count("getWebhookInfo") == 1


@pytest.mark.parametrize("fails", [False, True])
async def test_nothing_is_fetched_before_the_process_is_warm(server: TelegramServer, fails: bool) -> None:
    seen: list[int] = []
    loop = asyncio.get_running_loop()

    async def look() -> None:
        await server.until("getMe")
        seen.append(server.polls)

    def warm_up() -> None:
        asyncio.run_coroutine_threadsafe(look(), loop).result()
        if fails:
            raise GongkaiError("store.unusable", database="x", reason="y")

    async with Running(server, warm_up=warm_up):
        server.telegram.say("399")
        await server.until("sendMessage")
    assert seen == [0]


async def test_the_token_and_the_messages_stay_out_of_the_logs(
    server: TelegramServer, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        async with Running(server):
            server.telegram.say("轴承贷款问题")
            await server.until("sendMessage")
    from_us = [record.getMessage() for record in caplog.records if not record.name.startswith("httpx")]
    assert not any(TOKEN in line or "轴承" in line for line in from_us)


async def test_an_answer_that_the_server_or_the_network_loses_is_sent_again(
    server: TelegramServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.telegram.backoff._PAUSES", (0.001, 0.001))
    async with Running(server):
        server.fail("sendMessage", refused(502, "Bad Gateway"), Cut())
        server.telegram.say("399")
        await server.until("sendMessage")
        server.cut_after.add("sendMessage")
        server.telegram.say("400")
        await server.until("sendMessage", 3)
    # The last one had arrived when the connection broke: that Telegram did not say so costs a repeat.
    assert server.texts() == ["«399»", "«400»", "«400»"]


async def test_an_update_that_cannot_be_read_holds_up_nobody(server: TelegramServer) -> None:
    server.telegram.say("1")
    server.telegram._update(message={"message_id": 5, "text": "no chat and no date"})
    server.telegram.say("2")
    async with Running(server):
        await server.until("sendMessage", 2)
        server.telegram.say("3")
        await server.until("sendMessage", 3)
    assert server.texts() == ["«1»", "«2»", "«3»"]


@pytest.fixture
def log_of_its_own() -> Iterator[None]:
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    root.handlers[:] = []
    yield
    for handler in root.handlers:
        handler.close()
    root.handlers[:] = before
    root.setLevel(level)


@pytest.mark.usefixtures("log_of_its_own")
async def test_what_cannot_be_read_is_not_written_out(
    server: TelegramServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    server.telegram._update(message={"message_id": "x", "date": "never", "text": "轴承贷款问题"})
    server.telegram.say("轴承贷款问题")
    start_logging(Settings(data_dir=tmp_path, bot_token=TOKEN), on_stderr=True)
    async with Running(server):
        await server.until("sendMessage")
    log = (tmp_path / "gongkai.log").read_text(encoding="utf-8") + capsys.readouterr().err
    assert "读不懂" in log
    assert "轴承" not in log


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("result", [[{"message": {}}], [None, "x"], True, {"ok": 1}])
async def test_what_is_no_update_at_all_ends_nothing(server: TelegramServer, result: object) -> None:
    async with Running(server):
        server.fail("getUpdates", *[JSONResponse({"ok": True, "result": result}) for _ in range(2)])
        for text in ("1", "2"):
            server.telegram.say(text)
            await server.until("sendMessage", int(text))
    assert server.texts() == ["«1»", "«2»"]


async def test_an_update_that_is_told_twice_or_out_of_order_is_answered_once(server: TelegramServer) -> None:
    first, second, third = (server.telegram.say(text) for text in ("1", "2", "3"))
    server.fail("getUpdates", *[_updates(*some) for some in ((second, first, first), (first,), (second, third, first))])
    async with Running(server):
        await server.until("sendMessage", 3)
        server.telegram.say("4")
        await server.until("sendMessage", 4)
    assert server.texts() == ["«1»", "«2»", "«3»", "«4»"]


async def test_numbers_that_begin_anew_after_a_quiet_week_are_answered(server: TelegramServer) -> None:
    update = server.telegram.say("1")
    high, low = update | {"update_id": 900_000_000}, update | {"update_id": 5_000}
    server.fail("getUpdates", _updates(high), _updates(low))
    async with Running(server):
        await server.until("sendMessage", 2)
        server.telegram._next_update = 5_001
        server.telegram.say("2")
        await server.until("sendMessage", 3)


def _updates(*updates: dict[str, Any]) -> JSONResponse:
    return JSONResponse({"ok": True, "result": updates})
