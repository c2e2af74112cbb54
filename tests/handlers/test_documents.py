"""Documents: checked for staff, loaded by whoever runs the bot once they have said so, refused kindly to all others."""

import os
from pathlib import Path

import pytest

from bot.store.database import Database
from bot.store.queries import Store
from tests.handlers.scripted import Party, ScriptedConversation

REPORT = Path(__file__).parents[2] / "data" / "documents" / "liaocheng-gxj-2020-annual-report.txt"


@pytest.fixture
def database(tmp_path: Path):
    database = Database.open(f"sqlite:///{tmp_path / 'gongkai.db'}")
    yield database
    database.close()


def party(database: Database, folder: Path, *, operated: bool = False, **settings: str) -> Party:
    conversation = ScriptedConversation()
    conversation.library.database = database
    return Party(conversation, operated=operated, data_dir=folder, **settings)


async def sends(party: Party, name: str, content: bytes, **more: object) -> dict[str, object]:
    kept = party.telegram.upload(name, content)
    document = {"file_id": kept, "file_unique_id": kept[-16:], "file_name": name, "file_size": len(content)}
    await party.happens(party.telegram.post(1, document=document, **more))
    return party.last()


def waiting(folder: Path) -> list[Path]:
    return list((folder / "uploads").glob("*/*"))


async def test_whoever_runs_the_bot_loads_what_was_checked(database: Database, tmp_path: Path) -> None:
    async with party(database, tmp_path, operated=True) as here:
        shown = await sends(here, "../年报.txt", REPORT.read_bytes(), caption="请看")
        assert shown["text"].startswith("检查了《年报.txt》\n聊城市工业和信息化局")
        assert "勾稽" in shown["text"] or "K" in shown["text"]
        assert Store(database).reports() == ()
        assert [path.name for path in waiting(tmp_path)] == ["年报.txt"]
        await here.presses(shown["message_id"], "导入")
        assert "已导入，是第 1 批" in here.last()["text"]
        assert [(one.agency.name, one.year) for one in Store(database).reports()] == [("聊城市工业和信息化局", 2020)]
        assert waiting(tmp_path) == []
        assert "reply_markup" not in here.telegram.chats[1].messages[shown["message_id"]]
        again = await sends(here, "年报.txt", REPORT.read_bytes())
        assert "都已经收录" in again["text"]
        assert "reply_markup" not in again


async def test_what_is_not_wanted_is_deleted_and_a_button_pressed_again_says_so(
    database: Database, tmp_path: Path
) -> None:
    async with party(database, tmp_path, operated=True) as here:
        shown = await sends(here, "年报.txt", REPORT.read_bytes())
        data = here.data_of(shown["message_id"], "不导入")
        await here.happens(here.telegram.press(shown["message_id"], data))
        assert (waiting(tmp_path), Store(database).reports()) == ([], ())
        await here.happens(here.telegram.press(shown["message_id"], data))
        assert "已经不在" in list(here.telegram.answered.values())[-1]["text"]


async def test_what_nobody_decided_on_is_gone_after_an_hour(database: Database, tmp_path: Path) -> None:
    async with party(database, tmp_path, operated=True) as here:
        shown = await sends(here, "年报.txt", REPORT.read_bytes())
        (path,) = waiting(tmp_path)
        os.utime(path.parent, (0, 0))
        await here.presses(shown["message_id"], "导入")
        assert (waiting(tmp_path), Store(database).reports()) == ([], ())


async def test_staff_have_a_document_checked_and_no_more(database: Database, tmp_path: Path) -> None:
    async with party(database, tmp_path, staff="1") as here:
        shown = await sends(here, "年报.txt", REPORT.read_bytes())
        assert shown["text"].startswith("检查了《年报.txt》")
        assert "文件也没有保存" in shown["text"]
        assert "reply_markup" not in shown
        assert waiting(tmp_path) == []
        await here.happens(here.telegram.press(shown["message_id"], "v1:l:=yes ../data"))
        assert "只有运行机器人的人" in list(here.telegram.answered.values())[-1]["text"]


async def test_nobody_else_hands_anything_in(database: Database, tmp_path: Path) -> None:
    async with party(database, tmp_path, staff="2") as here:
        shown = await sends(here, "年报.txt", REPORT.read_bytes())
        assert shown["text"] == "«guard other_media»"
        assert "getFile" not in here.methods()


@pytest.mark.parametrize(("name", "content"), [("x.pdf", b"no pdf"), ("x.xlsx", b"PK\x03\x04"), ("空.txt", b" ")])
async def test_what_cannot_be_read_is_said_in_words(
    database: Database, tmp_path: Path, name: str, content: bytes
) -> None:
    async with party(database, tmp_path, operated=True) as here:
        shown = await sends(here, name, content)
        assert shown["text"].startswith(f"《{name}》不能检查：")
        assert waiting(tmp_path) == []


async def test_a_file_that_telegram_does_not_let_bots_fetch(database: Database, tmp_path: Path) -> None:
    async with party(database, tmp_path, operated=True) as here:
        document = {"file_id": "a", "file_unique_id": "b", "file_name": "大.pdf", "file_size": 21_000_000}
        await here.happens(here.telegram.post(1, document=document))
        assert "20 MB" in here.last()["text"]
        await here.happens(here.telegram.post(1, document=document | {"file_size": 1000}))
        assert "没有取到" in here.last()["text"]
