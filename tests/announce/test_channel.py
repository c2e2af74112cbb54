"""The local channel: an import is announced, corrected and withdrawn before one's eyes, without Telegram."""

import asyncio
import io
from typing import Any

import pytest
from telegram.constants import ParseMode
from telegram.ext import Defaults, ExtBot

import bot.announce.sender
from bot.announce.topics import Topic
from bot.local.bot_api import LocalRequest, LocalTelegram
from bot.local.channel import LocalChannel, announce_locally
from bot.store.load.withdrawal import withdraw
from tests.announce.chats import Town
from tests.store.building import reply


class Terminal(io.StringIO):
    """Says when something was written."""

    def __init__(self) -> None:
        super().__init__()
        self.wrote = asyncio.Event()

    def flush(self) -> None:
        self.wrote.set()

    async def shows(self, words: str) -> None:
        while words not in self.getvalue():
            self.wrote.clear()
            await asyncio.wait_for(self.wrote.wait(), 30)


async def test_announced_corrected_and_withdrawn(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bot.announce.sender, "_LOOK", 0.01)
    town.subscribes(5)  # of Telegram: the local channel's sender leaves it alone
    terminal, stop = Terminal(), asyncio.Event()
    watching = asyncio.create_task(LocalChannel(town.database, terminal, Topic(), "zh").watch(stop))
    await terminal.shows("本地的公告频道")
    town.loads(reply(1), reply(2))
    await terminal.shows("新公开答复（共 2 件）")
    town.loads(reply(1), reply(2, "关于河道清淤的建议"))
    await terminal.shows("更正：标题原为“关于第2条河道治理的建议”")
    withdraw(town.database, "cppcc:9-2:1", "误发")
    await terminal.shows("（该条已由发布单位撤下）")
    assert terminal.getvalue().count("新消息") == 1
    stop.set()
    await watching
    assert [one.chat for one, _ in town.subscriptions.list()] == [5]
    await town.settles()
    assert len(town.chats.texts(5)) == 1


async def test_the_chats_of_a_local_telegram_are_told_while_it_lasts(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot.announce.sender, "_LOOK", 0.01)
    happened: asyncio.Queue[tuple[str, str]] = asyncio.Queue()
    telegram = LocalTelegram(observer=lambda event, what: happened.put_nowait((event, str(what.get("text")))))
    telegram.chat(-7, kind="channel", title="网页里的频道")
    local: ExtBot[Any] = ExtBot(
        "7000000001:local", request=LocalRequest(telegram), defaults=Defaults(parse_mode=ParseMode.HTML)
    )
    await local.initialize()
    town.subscribes(5)
    town.subscribes(-7, kind="channel")
    stop = asyncio.Event()
    sending = asyncio.create_task(announce_locally(town.database, local, telegram, stop))
    town.loads(reply(1))
    event, text = await asyncio.wait_for(happened.get(), 30)
    assert event == "sent"
    assert "t.me" not in str(telegram.chats[-7].messages)
    assert "政协第1号提案" in text
    withdraw(town.database, "cppcc:9-2:1", "误发")
    assert await asyncio.wait_for(happened.get(), 30) == ("edited", "（该条已由发布单位撤下）")
    town.loads(reply(2))
    await asyncio.wait_for(happened.get(), 30)
    await town.settles()
    assert (len(town.chats.texts(5)), town.chats.texts(-7)) == (1, [])
    stop.set()
    await sending
    assert [one.chat for one, _ in town.subscriptions.list()] == [5]
