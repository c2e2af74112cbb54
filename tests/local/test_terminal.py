"""The terminal chat: one line, one answer; buttons by number; plain text through a pipe."""

import io
from pathlib import Path

import pytest

from bot.local.terminal import TerminalChat
from bot.screens.screen import Button, PressKind, Screen
from bot.service.conversation import Conversation
from bot.service.library import Library
from bot.settings import Settings
from tests.handlers.scripted import Party, ScriptedConversation, button

LIST = Screen(
    name="s",
    html='<b>找到 12 条</b>\n<blockquote>甲\n乙</blockquote><a href="https://example.org/">原文</a>',
    plain="",
    buttons=(
        (button("下一页", PressKind.PAGE, "轴承", 2), button("1 / 3", PressKind.NOTHING, "共 12 条")),
        (Button(label="复制", copy="引用"), Button(label="原文", url="https://example.org/a")),
        (Button(label="分享", inline_query="a"),),
    ),
)


class Terminal(TerminalChat):
    def __init__(self, party: Party, *, colours: bool = False) -> None:
        self.out = io.StringIO()
        super().__init__(party.telegram, party.happens, self.out, colours=colours)

    async def shows(self, line: str) -> str:
        self.out.seek(0)
        self.out.truncate()
        await self.enter(line)
        return self.out.getvalue()


@pytest.fixture
async def party():
    script = {"轴承": LIST, "图": Screen(name="s", html="图", plain="图", picture=b"p"),
              "表": Screen(name="s", html="表", plain="表", file=("a.csv", b"1"))}  # fmt: skip
    async with Party(ScriptedConversation(script)) as party:
        yield party


async def test_a_line_is_a_message_and_the_answer_is_plain(party: Party) -> None:
    assert await Terminal(party).shows("399") == "«399»\n\n"


async def test_buttons_are_numbered_and_links_are_written_out(party: Party) -> None:
    assert await Terminal(party).shows("轴承") == (
        "找到 12 条\n> 甲\n> 乙\n原文 <https://example.org/>\n[1] 下一页  [2] 1 / 3\n[3] 复制  [4] 原文\n[5] 分享\n\n"
    )


@pytest.mark.parametrize("press", [":1", "[1]", "：1", "【1】", " : 1 ", ":１"])
async def test_a_press_is_not_a_message(party: Party, press: str) -> None:
    terminal = Terminal(party)
    await terminal.shows("轴承")
    assert await terminal.shows(press) == "«p 轴承 2»\n\n"
    assert party.conversation.asked[0] == "轴承"


async def test_a_bare_number_is_a_message(party: Party) -> None:
    terminal = Terminal(party)
    await terminal.shows("轴承")
    assert await terminal.shows("1") == "«1»\n\n"


async def test_other_buttons_say_what_they_hold(party: Party) -> None:
    terminal = Terminal(party)
    await terminal.shows("轴承")
    assert await terminal.shows(":2") == "共 12 条\n\n"
    assert await terminal.shows(":3") == "引用\n\n"
    assert await terminal.shows(":4") == "https://example.org/a\n\n"
    assert "Telegram" in await terminal.shows(":5")
    assert ":1" in await terminal.shows(":6")


async def test_a_press_before_any_button(party: Party) -> None:
    assert "没有第 1 个按钮" in await Terminal(party).shows(":1")


async def test_pictures_and_files_are_named(party: Party) -> None:
    terminal = Terminal(party)
    assert await terminal.shows("图") == "〔图片〕\n图\n\n"
    assert await terminal.shows("表") == "〔文件 a.csv〕\n表\n\n"


async def test_colours_only_where_wanted(party: Party) -> None:
    said = await Terminal(party, colours=True).shows("轴承")
    assert "\x1b[1m找到 12 条\x1b[0m" in said
    assert "\x1b[7m[1] 下一页\x1b[0m" in said
    assert "\x1b" not in await Terminal(party).shows("轴承")


async def test_a_narrow_terminal_gets_more_lines(party: Party, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "12")
    assert "[1] 下一页\n[2] 1 / 3\n" in await Terminal(party).shows("轴承")


async def test_what_is_offered_in_other_chats_can_be_tried_here(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    library = Library.open(settings)
    async with Party(Conversation(library, settings)) as party:
        terminal = Terminal(party)
        assert "[1] 政协第399号 · 2020-11-19\n    " in await terminal.shows("/inline 399")
        inserted = await terminal.shows(":1")
        assert "政协第399号提案" in inserted
        assert "更新" in inserted
        assert await terminal.shows(":3") == ""  # brought up to date: it was
        everything = await terminal.shows("/inline")
        assert len(everything.splitlines()) > 20
        assert "没有找到“氢能”" in await terminal.shows("/inline 氢能")
        assert "没有" in await terminal.shows(":1")  # asked in the bot
    library.close()


async def test_a_terminal_that_names_no_language_is_in_that_of_the_settings(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, language="en")
    library = Library.open(settings)
    async with Party(Conversation(library, settings), language="en") as party:
        terminal = Terminal(party)
        assert "CPPCC proposal No. 399" in await terminal.shows("399")
        assert "CPPCC No. 399" in await terminal.shows("/inline 399")
    library.close()
