"""A reply of 30,000 characters, page by page: Telegram takes every page, nothing is lost, no paragraph is torn."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.answers.answer import RecordCard
from bot.answers.aspects import TEXT_PAGE
from bot.local.bot_api.limits import TEXT
from bot.local.bot_api.markup import parse_html
from bot.questions.question import Aspect, ByKey
from bot.records.model import Record
from bot.screens.markup import units
from bot.screens.render import render
from bot.store.read.values import Selection
from tests.answers.making import Made, batch, made, reply

OFFICE = "聊城市工业和信息化局"
# What breaks markup where it is not escaped, or is cut where it is: tags, references, characters of two units.
PARAGRAPHS = tuple(
    f"第{number}段 <b>经研究</b> & “答复” &amp; 𠮷{'如下：' * (number % 90)}<a href='x'>。" for number in range(1, 280)
)
SPACE = re.compile(r"\s+")


def library(folder: Path, text: str) -> tuple[Made, str]:
    record: Record = replace(reply(9, "关于河流的建议", date(2020, 5, 1)), text=text)
    there = made(folder, batch(OFFICE, records=[record]))
    return there, there.store.keys(Selection())[0]


def pages(there: Made, key: str) -> list[RecordCard]:
    ask = ByKey(key=key, aspect=Aspect.REPLY_TEXT)
    first = there.asked(ask)
    assert isinstance(first, RecordCard)
    found = [first, *(there.asked(ask, page=page) for page in range(2, first.pages + 1))]
    assert all(isinstance(one, RecordCard) for one in found)
    return found  # type: ignore[return-value]


@pytest.mark.parametrize(("language", "plain"), [("zh", False), ("en", False), ("zh-Hant", False), ("zh", True)])
def test_every_page_is_whole_and_nothing_is_lost(tmp_path: Path, language: str, plain: bool) -> None:
    text = "\n".join(PARAGRAPHS)
    assert len(text) > 30_000
    shown = ""
    for page in pages(*library(tmp_path, text)):
        screen = render(page, language, plain=plain)
        written, _ = parse_html(screen.html)
        assert units(written) <= TEXT
        assert "其余部分" not in written
        shown += page.text or ""
        if language == "zh":
            assert SPACE.sub("", page.text or "") in SPACE.sub("", written)
        # It begins and ends with whole paragraphs.
        lines = (page.text or "").splitlines()
        assert lines[0] in PARAGRAPHS
        assert lines[-1] in PARAGRAPHS
    assert SPACE.sub("", shown) == SPACE.sub("", text)


def test_a_text_without_any_paragraph_is_cut_all_the_same(tmp_path: Path) -> None:
    text = "𠮷<&" * 10_000
    found = pages(*library(tmp_path, text))
    assert len(found) == -(-len(text) // TEXT_PAGE)
    for page in found:
        assert units(parse_html(render(page, "zh").html)[0]) <= TEXT
    assert "".join(page.text or "" for page in found) == text


def test_pages_are_turned_by_buttons_that_name_the_record(tmp_path: Path) -> None:
    there, key = library(tmp_path, "\n".join(PARAGRAPHS))
    second = there.asked(ByKey(key=key, aspect=Aspect.REPLY_TEXT), page=2)
    presses = [button.press for row in render(second, "zh").buttons for button in row if button.press]
    assert {(press.value, press.page) for press in presses if " " in press.value and press.page != 2} >= {
        (f"{key} reply_text", 1),
        (f"{key} reply_text", 3),
    }
