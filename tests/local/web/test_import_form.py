"""The form under a check on the page: fields and selects in place of the buttons that they stand for."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.local.web.serving import Served
from tests.local.web.visitor import ask

WORDS = ("title", "office", "year", "columns", "send", "hint")


def form(_: str, pressed: Sequence[str]) -> dict[str, Any]:
    return {
        "token": "t",
        "office": "",
        "year": None,
        "columns": [{"label": "满意情况", "meaning": ""}, {"label": "案由", "meaning": "title"}],
        "meanings": [{"value": one, "label": one or "不收"} for one in ("", "title", "extra")],
        "replaces": [data for data in pressed if "set" in data],
        "words": {name: name for name in WORDS},
    }


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    with Served(form_of=form) as served:
        yield served


@pytest.fixture(scope="module")
def address(served: Served) -> str:
    return served.address


def test_what_is_filled_in_reaches_the_bot(page: Page, served: Served) -> None:
    ask(page, "清单")
    filled = page.locator(".fill")
    expect(filled).to_have_count(1)
    expect(page.get_by_role("button", name="年度…")).to_have_count(0)
    expect(page.get_by_role("button", name="导入", exact=True)).to_have_count(1)
    page.get_by_label("office").fill("聊城市水利局")
    page.get_by_label("year").fill("2023")
    page.get_by_label("满意情况").select_option("extra")
    page.get_by_label("案由").select_option("")
    filled.get_by_role("button").click()
    expect(page.locator(".mine").last.locator(".text")).to_have_text("send")
    posted = [one for chat in served.telegram.chats.values() for one in chat.messages.values() if "web_app_data" in one]
    said = json.loads(posted[-1]["web_app_data"]["data"])
    columns = {"满意情况": "extra", "案由": "skip"}
    assert said == {"token": "t", "office": "聊城市水利局", "year": 2023, "columns": columns}
    expect(page.get_by_role("button", name="导入记录")).to_be_visible()
