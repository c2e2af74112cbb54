"""The form under a check: office, year and columns at once, filled in by whoever may load."""

import json
from pathlib import Path
from typing import Any

import pytest

from bot.store.database import Database
from bot.store.read.queries import Store
from bot.store.read.values import Selection
from handlers.document_forms import form_of
from tests.handlers.scripted import Party
from tests.handlers.test_documents import DOUBTFUL, LIST, party, sends


def form_under(here: Party, folder: Path, shown: dict[str, Any], language: str = "zh") -> dict[str, Any] | None:
    rows = shown["reply_markup"]["inline_keyboard"]
    return form_of(here.conversation, folder, language, [button["callback_data"] for row in rows for button in row])


async def fills(here: Party, form: dict[str, Any] | None, under: int | None = None, **said: Any) -> dict[str, Any]:
    assert form is not None
    data = json.dumps({"token": form["token"], "office": "", "year": None, "columns": {}} | said)
    await here.happens(
        here.telegram.post(1, reply_to=under, web_app_data={"data": data, "button_text": "按此重新检查"})
    )
    return here.last()


async def test_office_and_columns_are_filled_in_at_once(database: Database, tmp_path: Path) -> None:
    async with party(database, tmp_path, operated=True) as here:
        shown = await sends(here, "清单.csv", LIST.encode())
        form = form_under(here, tmp_path, shown)
        assert form is not None
        known = {column["label"]: column["meaning"] for column in form["columns"]}
        assert known["满意情况"] == ""
        assert "title" in known.values()
        offered = {one["value"]: one["label"] for one in form["meanings"]}
        assert set(known.values()) <= set(offered)
        assert all("gongkai" not in label and "--" not in label for label in offered.values())
        labels = {
            button["callback_data"]: button["text"]
            for row in shown["reply_markup"]["inline_keyboard"]
            for button in row
        }
        assert {labels[data] for data in form["replaces"]} == {"也收录“满意情况”", "发布机构…", "年度…"}
        again = await fills(here, form, office=" 聊城市水利局 ", columns={"满意情况": "extra"})
        form = form_under(here, tmp_path, again)
        assert form is not None
        assert {"label": "满意情况", "meaning": "extra"} in form["columns"]
        assert form["office"] == "聊城市水利局"
        rows = again["reply_markup"]["inline_keyboard"]
        await here.presses(again["message_id"], "导入")
        assert form_of(here.conversation, tmp_path, "zh", [one["callback_data"] for row in rows for one in row]) is None
        kept = Store(database).records(Selection())
        assert {(one.agency.name, one.record.extras) for one in kept} == {
            ("聊城市水利局", (("满意情况", "满意"),)),
            ("聊城市水利局", (("满意情况", "基本满意"),)),
        }


async def test_a_newer_check_takes_form_and_buttons_from_the_older(database: Database, tmp_path: Path) -> None:
    async with party(database, tmp_path, operated=True) as here:
        first = await sends(here, "清单.csv", LIST.encode())
        second = await fills(here, form_under(here, tmp_path, first), first["message_id"], office="聊城市水利局")
        await here.presses(second["message_id"], "年度…")
        assert "reply_markup" in second  # a question for the year leaves it as it is
        await here.happens(here.telegram.say("2021", 1, reply_to=here.last()["message_id"]))
        shown = here.telegram.chat(1).messages
        buttons = [number for number in shown if shown[number].get("reply_markup", {}).get("inline_keyboard")]
        assert buttons == [here.last()["message_id"]]


async def test_a_title_in_doubt_is_chosen_in_the_form(database: Database, tmp_path: Path) -> None:
    async with party(database, tmp_path, operated=True) as here:
        form = form_under(here, tmp_path, await sends(here, "清单.csv", DOUBTFUL.encode()))
        shown = await fills(here, form, columns={"事项乙": "title"})
        assert "关于发放高龄津贴的若干考虑" in shown["text"]


@pytest.mark.parametrize(
    "said", [{"columns": {"没有这一栏": "title"}}, {"columns": {"满意情况": "person"}}, {"token": "x"}]
)
async def test_a_form_that_is_none_of_ours_changes_nothing(
    database: Database, tmp_path: Path, said: dict[str, Any]
) -> None:
    async with party(database, tmp_path, operated=True) as here:
        form = form_under(here, tmp_path, await sends(here, "清单.csv", LIST.encode()))
        assert "已经不在" in (await fills(here, form, **said))["text"]
        assert form == form_under(here, tmp_path, list(here.telegram.chats[1].messages.values())[1])


async def test_who_may_not_load_fills_in_nothing(database: Database, tmp_path: Path) -> None:
    async with party(database, tmp_path, operated=True) as here:
        form = form_under(here, tmp_path, await sends(here, "清单.csv", LIST.encode()))
    async with party(database, tmp_path, staff="1") as other:
        assert "只有可以导入的人" in (await fills(other, form, office="聊城市水利局"))["text"]


async def test_a_year_has_four_digits(database: Database, tmp_path: Path) -> None:
    async with party(database, tmp_path, operated=True) as here:
        form = form_under(here, tmp_path, await sends(here, "清单.csv", LIST.encode()))
        assert "年度写四位数字" in (await fills(here, form, year=20))["text"]
