"""The commands as operators use them: a chat is subscribed, a file imported, and the running bot tells the chat."""

import asyncio
import json
from pathlib import Path

import pytest

from bot.cli import run_command_line
from tests.end_to_end.server import TelegramServer
from tests.processes import started

ROWS = (
    "标题,发布时间,发布机构\n"
    "对市政协十三届四次会议第501号提案（关于推进智能制造的建议）的答复,2020-12-20,市工业和信息化局\n"
)
AGENCY = ("--agency", "聊城市工业和信息化局")


async def test_subscribed_imported_announced_corrected(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async def gongkai(*words: str) -> str:
        """Run a command beside the running bot."""
        status = await asyncio.to_thread(run_command_line, words)
        said = capsys.readouterr()
        assert status == 0, said.err
        return said.out

    async with TelegramServer().running() as server:
        server.telegram.chat(42)
        for name, value in (server.environment | {"GONGKAI_DATA_DIR": str(tmp_path)}).items():
            monkeypatch.setenv(name, value)
        listed = tmp_path / "list.csv"
        listed.write_text(ROWS, encoding="utf-8")
        await gongkai("subscriptions", "add", "42", "--topic", "政协", "--when", "at-once")
        await gongkai("import", str(listed), *AGENCY)
        assert "关于推进智能制造的建议" in await gongkai("announce", "--dry-run")
        process = await started("run")
        try:
            await server.until("sendMessage")
            listed.write_text(ROWS.replace("推进", "加快推进"), encoding="utf-8")
            await gongkai("import", str(listed), *AGENCY)
            await server.until("editMessageText")
        finally:
            process.terminate()
        assert await process.wait() == 0
        (message,) = server.telegram.chats[42].messages.values()
        assert "更正" in message["text"]
        listing = json.loads(await gongkai("outbox", "--json"))
        assert listing["counts"]["sent"] == 1
        assert [post["was_ambiguous"] for post in listing["posts"]] == [False]
