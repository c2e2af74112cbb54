"""Documents: checked for staff, loaded by whoever runs the bot once they have said so, refused kindly to all others."""

import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.ingest.readers import read_bytes
from bot.ingest.recognise import interpret
from bot.records.model import Caveat
from bot.store.database import Database
from bot.store.load.batches import batches
from bot.store.load.loading import load
from bot.store.load.own_office import own_office
from bot.store.read.queries import Store
from bot.store.read.values import Selection
from tests.generated.handed_in import handed_in, packed
from tests.handlers.scripted import Party, ScriptedConversation
from tests.ingest.test_whose import REPORT as UNNAMED

REPORT = Path(__file__).parents[2] / "data" / "documents" / "liaocheng-gxj-2020-annual-report.txt"


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
        assert shown["text"].startswith("检查了《年报.txt》\n✓ 可以发布　聊城市工业和信息化局")
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
        assert "只有可以导入的人" in list(here.telegram.answered.values())[-1]["text"]


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


LIST = (
    "提案编号,提案题目,满意情况,答复日期\n"
    "7,关于增设候车亭的提案,满意,2022-05-01\n"
    "8,关于修缮老桥的提案,基本满意,2022-05-02\n"
)
DOUBTFUL = "编号,事项甲,事项乙,答复日期\n" + "".join(
    f"{number},关于完善救助制度的若干考虑,关于发放高龄津贴的若干考虑,2022-02-0{number}\n" for number in (1, 2)
)


def labels(message: dict[str, Any]) -> list[str]:
    return [button["text"] for row in message["reply_markup"]["inline_keyboard"] for button in row]


async def test_a_column_in_doubt_is_chosen_with_a_button_and_undone_with_one(
    database: Database, tmp_path: Path
) -> None:
    async with party(database, tmp_path, loaders="1") as here:
        asked = await sends(here, "清单.csv", DOUBTFUL.encode())
        assert "认不准哪一栏是标题" in asked["text"]
        assert "--map" not in asked["text"]
        assert labels(asked) == ["标题是“事项甲”", "标题是“事项乙”", "不导入"]
        await here.presses(asked["message_id"], "标题是“事项乙”")
        shown = here.last()
        assert "关于发放高龄津贴的若干考虑" in shown["text"]
        assert "gongkai" not in shown["text"]
        await here.presses(shown["message_id"], "导入")
        loaded = here.last()
        titles = {record.record.title for record in Store(database).records(Selection())}
        assert titles == {"关于发放高龄津贴的若干考虑"}
        await here.presses(loaded["message_id"], "撤销第 1 批")
        assert "已撤销" in here.last()["text"]
        await here.happens(here.telegram.post(1, text="/audit"))
        assert here.last()["text"].count("会话 1") == 2
        assert Store(database).records(Selection()) == []
    assert [batch.actor for batch in batches(database)] == ["chat:1", "chat:1"]


async def test_what_was_answered_is_remembered_for_the_header(database: Database, tmp_path: Path) -> None:
    async with party(database, tmp_path, operated=True) as here:
        asked = await sends(here, "清单.csv", DOUBTFUL.encode())
        await here.presses(asked["message_id"], "标题是“事项甲”")
        await here.presses(here.last()["message_id"], "导入")
        again = await sends(here, "又一份.csv", DOUBTFUL.replace("2022-02", "2023-02").encode())
        assert "认不准" not in again["text"]


async def test_a_column_that_is_not_known_is_taken_where_it_is_chosen(database: Database, tmp_path: Path) -> None:
    async with party(database, tmp_path, operated=True) as here:
        shown = await sends(here, "清单.csv", LIST.encode())
        assert "没有收的栏目：满意情况" in shown["text"]
        await here.presses(shown["message_id"], "也收录“满意情况”")
        await here.presses(here.last()["message_id"], "导入")
        kept = {one.record.number: one.record.extras for one in Store(database).records(Selection())}
        assert kept == {7: (("满意情况", "满意"),), 8: (("满意情况", "基本满意"),)}


async def test_whose_a_list_is_is_said_in_a_reply(database: Database, tmp_path: Path) -> None:
    async with party(database, tmp_path, operated=True) as here:
        shown = await sends(here, "清单.csv", LIST.encode())
        await here.presses(shown["message_id"], "发布机构…")
        question = here.last()
        assert "发布机构全称" in question["text"]
        await here.happens(here.telegram.post(1, text="聊城市水利局", reply_to=question["message_id"]))
        await here.presses(here.last()["message_id"], "导入")
        assert {one.agency.name for one in Store(database).records(Selection())} == {"聊城市水利局"}


async def test_earlier_imports_are_listed_for_those_who_may_load(database: Database, tmp_path: Path) -> None:
    async with party(database, tmp_path, loaders="1") as here:
        shown = await sends(here, "清单.csv", LIST.encode())
        await here.presses(shown["message_id"], "导入")
        await here.happens(here.telegram.post(1, text="/imports"))
        assert "清单.csv" in here.last()["text"]
        assert labels(here.last()) == ["撤销第 1 批"]


BARE = "标题,发布时间\n对市政协九届二次会议第5号提案的答复,2021-06-01\n对市政协九届二次会议第6号提案的答复,2021-06-02\n"
OWN = "阳谷县水利局"


async def answers_whose(here: Party, shown: dict[str, Any], name: str) -> dict[str, Any]:
    await here.presses(shown["message_id"], "发布机构…")
    await here.happens(here.telegram.post(1, text=name, reply_to=here.last()["message_id"]))
    return here.last()


async def test_whose_a_document_is_that_names_no_office_is_asked_once(database: Database, tmp_path: Path) -> None:
    async with party(database, tmp_path, operated=True) as here:
        shown = await sends(here, "答复.csv", BARE.encode())
        assert "这份文件没有写明单位" in shown["text"]
        assert "gongkai" not in shown["text"]
        again = await answers_whose(here, shown, OWN)
        assert "单位按本机设置：阳谷县水利局" in again["text"]
        await here.presses(again["message_id"], "导入")
        assert "已导入，是第 1 批" in here.last()["text"]
        (one, *_) = Store(database).records(Selection())
        assert (one.agency.name, one.caveat) == (OWN, Caveat.BY_SETTING)
        other = await sends(here, "更多.csv", BARE.replace("第5号", "第15号").replace("第6号", "第16号").encode())
        assert "单位按本机设置：阳谷县水利局" in other["text"]
        assert "没有写明单位：" not in other["text"]
        # What is said of another document after that is of that document alone.
        assert "单位按本机设置" not in (await answers_whose(here, other, "莘县财政局"))["text"]
    assert own_office(database) == OWN


async def test_the_only_office_that_is_loaded_is_one_press_away(database: Database, tmp_path: Path) -> None:
    async with party(database, tmp_path, operated=True) as here:
        shown = await sends(here, "年报.txt", REPORT.read_bytes())
        await here.presses(shown["message_id"], "导入")
        shown = await sends(here, "答复.csv", BARE.encode())
        await here.presses(shown["message_id"], "是聊城市工业和信息化局的")
        assert "单位按本机设置：聊城市工业和信息化局" in here.last()["text"]
    assert own_office(database) == "聊城市工业和信息化局"


async def test_without_an_answer_it_is_of_nobody(database: Database, tmp_path: Path) -> None:
    async with party(database, tmp_path, operated=True) as here:
        shown = await sends(here, "答复.csv", BARE.encode())
        await here.presses(shown["message_id"], "导入")
        assert [one.name for one in Store(database).agencies()] == ["未注明单位"]
    assert own_office(database) is None


async def test_a_report_that_names_no_office_waits_for_it(database: Database, tmp_path: Path) -> None:
    async with party(database, tmp_path, operated=True) as here:
        shown = await sends(here, "r.txt", UNNAMED.encode())
        assert "还不能导入" in shown["text"]
        assert labels(shown) == ["发布机构…", "年度…", "不导入"]
        again = await answers_whose(here, shown, OWN)
        assert "阳谷县水利局 2020 年" in again["text"]
        await here.presses(again["message_id"], "导入")
        assert [one.agency.name for one in Store(database).reports()] == [OWN]


async def test_staff_who_may_load_nothing_are_not_asked(database: Database, tmp_path: Path) -> None:
    async with party(database, tmp_path, staff="1") as here:
        shown = await sends(here, "答复.csv", BARE.encode())
        assert "没有认出单位的内容，记在“未注明单位”名下" in shown["text"]
        assert "只作检查" in shown["text"]
        assert "reply_markup" not in shown


ARCHIVE = handed_in(7, 4)


async def test_of_an_archive_those_that_are_ready_are_loaded_with_a_press(database: Database, tmp_path: Path) -> None:
    async with party(database, tmp_path, loaders="1") as here:
        shown = await sends(here, "年报.zip", packed(ARCHIVE))
        ready = [one for one in ARCHIVE if one.verdict == "ready"]
        assert 0 < len(ready) < len(ARCHIVE)
        assert f"共 {len(ARCHIVE)} 份：可以发布 {len(ready)}" in shown["text"]
        sheet = here.telegram.chats[1].messages[shown["message_id"] - 1]["document"]
        assert sheet["file_name"].startswith("检查结果-")
        await here.presses(shown["message_id"], f"导入可以发布的 {len(ready)} 份")
        assert "其余没有导入" in here.last()["text"]
        loaded = {one.agency.name for one in Store(database).reports()}
        assert loaded == {one.agency for one in ready}
        assert waiting(tmp_path) == []


async def test_of_an_archive_that_cannot_be_read_each_file_is_named(database: Database, tmp_path: Path) -> None:
    damaged = [replace(one, content=b"%PDF-1.7") for one in ARCHIVE]
    async with party(database, tmp_path, loaders="1") as here:
        shown = await sends(here, "年报.zip", packed(damaged))
        assert (
            shown["text"]
            .splitlines()[1]
            .startswith(f"共 {len(damaged)} 份：可以发布 0，有不符 0，读不出 {len(damaged)}")
        )
        assert all(one.name in shown["text"] for one in damaged)
        assert "已经收录" not in shown["text"]
        assert "reply_markup" not in shown
        assert waiting(tmp_path) == []


UNITS = "- 聊城市工业和信息化局\n- 聊城市水利局\n"


@pytest.mark.parametrize(("settings", "answered"), [({"staff": "1"}, True), ({"staff": "2"}, False)])
async def test_the_units_are_told_to_staff(
    database: Database, tmp_path: Path, settings: dict[str, str], *, answered: bool
) -> None:
    (tmp_path / "units.yaml").write_text(UNITS, encoding="utf-8")
    load(database, [interpret(read_bytes(REPORT.read_bytes(), "年报.txt")[0])])
    async with party(database, tmp_path, units=str(tmp_path / "units.yaml"), **settings) as here:
        await here.happens(here.telegram.post(1, text="/units 2020"))
        said = here.last()["text"]
        assert ("名单上 2 家，已收录 1 家，未收录 1 家" in said) is answered
        assert ("未收录　聊城市水利局　截止 2021-01-31" in said) is answered
