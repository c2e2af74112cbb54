"""The commands as operators use them: a chat is subscribed, a file imported, and the running bot tells the chat."""

import asyncio
import json
import os
import sys
from pathlib import Path

from tests.end_to_end.server import TelegramServer

ROWS = (
    "标题,发布时间,发布机构\n"
    "对市政协十三届四次会议第501号提案（关于推进智能制造的建议）的答复,2020-12-20,市工业和信息化局\n"
)
AGENCY = ("--agency", "聊城市工业和信息化局")


async def gongkai(environment: dict[str, str], *words: str) -> str:
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *words, env=environment, stdout=pipe, stderr=pipe
    )
    out, fault = await process.communicate()
    assert process.returncode == 0, fault.decode()
    return out.decode()


async def test_subscribed_imported_announced_corrected(tmp_path: Path) -> None:
    async with TelegramServer().running() as server:
        server.telegram.chat(42)
        environment = os.environ | server.environment | {"GONGKAI_DATA_DIR": str(tmp_path)}
        listed = tmp_path / "list.csv"
        listed.write_text(ROWS, encoding="utf-8")
        await gongkai(environment, "subscriptions", "add", "42", "--topic", "政协", "--when", "at-once")
        await gongkai(environment, "import", str(listed), *AGENCY)
        assert "关于推进智能制造的建议" in await gongkai(environment, "announce", "--dry-run")
        process = await asyncio.create_subprocess_exec(sys.executable, "-m", "bot", "run", env=environment)
        try:
            await server.until("sendMessage")
            listed.write_text(ROWS.replace("推进", "加快推进"), encoding="utf-8")
            await gongkai(environment, "import", str(listed), *AGENCY)
            await server.until("editMessageText")
        finally:
            process.terminate()
        assert await process.wait() == 0
        (message,) = server.telegram.chats[42].messages.values()
        assert "更正" in message["text"]
        listing = json.loads(await gongkai(environment, "outbox", "--json"))
        assert listing["counts"]["sent"] == 1
        assert [post["was_ambiguous"] for post in listing["posts"]] == [False]
