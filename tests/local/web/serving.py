"""The web chat of a scripted conversation, served on a free port from a thread of its own."""

import asyncio
import threading
from typing import Any

from telegram import Update
from telegram.ext import ApplicationHandlerStop, InlineQueryHandler

from bot.http_server import listen
from bot.local.bot_api import LocalRequest, LocalTelegram
from bot.local.web.languages import ChatLanguages
from bot.local.web.server import address, serve
from bot.screens.screen import Button, PressKind, Screen
from bot.settings import Settings
from handlers.application import build_local
from tests.handlers.scripted import ScriptedConversation, button

PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000040000000308020000003b963991000000144944415478da6364686860800126062480c20100"
    "251c0106385ee3410000000049454e44ae426082"
)
LIST = Screen(
    name="s",
    html='<b>找到 12 条</b>，<a href="https://example.org/">原文</a>\n'
    "<blockquote expandable>一\n二\n三\n四\n五</blockquote>",
    plain="",
    buttons=(
        (button("1 / 3", PressKind.NOTHING, "共 12 条"), button("下一页", PressKind.PAGE, "轴承", 2)),
        (Button(label="复制引用", copy="引用文字"), Button(label="官网", url="https://example.org/a")),
    ),
)
SCRIPT: dict[str, Screen] = {
    "轴承": LIST,
    "标记": Screen(name="s", html="&lt;img src=x onerror=alert(1)&gt; <b>粗</b> https://example.org/x /help", plain=""),
    "分享": Screen(name="s", html="轴承", plain="", buttons=((Button(label="分享", share="轴承"),),)),
    "链接": Screen(name="s", html='<a href="https://t.me/gongkai_local_bot?start=r_399">在机器人里查看</a>', plain=""),
    "卡片": Screen(
        name="s",
        html="第 399 号",
        plain="",
        buttons=(
            (
                Button(label="复制链接", copy="https://t.me/gongkai_local_bot?start=r_399"),
                Button(label="别处", copy="https://t.me/another_bot?start=r_399"),
                Button(label="加到群里", url="https://t.me/gongkai_local_bot?startgroup=h_start"),
            ),
        ),
    ),
    "清单": Screen(
        name="s",
        html="检查了《清单.csv》",
        plain="",
        buttons=((button("年度…", PressKind.LOAD, "set:year t"),), (button("导入", PressKind.LOAD, "yes t"),)),
    ),
    "图": Screen(name="s", html="各月答复：9月 2 件", plain="图", picture=PICTURE),
    "表": Screen(name="s", html="已导出", plain="表", file=("答复 2020.csv", "编号\n399\n".encode())),
}


def offer(number: int) -> dict[str, Any]:
    """What the bot offers in inline mode: as many pages as are asked for."""
    content = {"message_text": f"<b>第 {number} 号</b>", "parse_mode": "HTML"}
    return {"type": "article", "id": f"r{number}", "title": f"第 {number} 号", "description": "关于养老服务的提案",
            "input_message_content": content}  # fmt: skip


async def _offered(update: Update, _: Any) -> None:
    """Answer inline queries instead of the bot, which has no library here: two pages, or a way into the bot."""
    query = update.inline_query
    assert query is not None
    page = int(query.offset or 0)
    results = [] if query.query == "没有的" else [offer(10 * page + number) for number in range(10)]
    button = None if results else {"text": "在机器人里搜索", "start_parameter": "help"}
    await query.get_bot()._post(
        "answerInlineQuery",
        {"inline_query_id": query.id, "results": results, "next_offset": "" if page else "1", "button": button},
    )
    raise ApplicationHandlerStop


class Served:
    """A web chat that is being served. Use with `with`."""

    def __init__(self, *, token: str | None = None, host: str = "127.0.0.1", port: int = 0, **limits: int) -> None:
        self.conversation = ScriptedConversation(dict(SCRIPT))
        self.telegram = LocalTelegram()
        self._token = token
        self._limits: dict[str, Any] = {
            "visitors": 20,
            "upload_bytes": 1000,
            "requests": 0,
            "connections": 100,
        } | limits
        self._socket = listen(host, port)
        self.address = address("127.0.0.1", self._socket.getsockname()[1], token)
        self.root = address("127.0.0.1", self._socket.getsockname()[1], None)
        self._ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()))

    async def _serve(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        application = build_local(self.conversation, Settings(), LocalRequest(self.telegram))
        application.add_handler(InlineQueryHandler(_offered), group=-1)
        await serve(
            application,
            self.telegram,
            self._socket,
            token=self._token,
            started=self._ready.set,
            stop=self._stop,
            languages=ChatLanguages(self.conversation.library.preferences),
            **self._limits,
        )

    def __enter__(self) -> "Served":
        self._thread.start()
        assert self._ready.wait(30)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(30)
        self._socket.close()
        assert not self._thread.is_alive()
