"""What is said of the procedure: every line with its law, an office's own lines, and one error for a broken file."""

import os
import re
from pathlib import Path

import pytest

from bot.answers.answer import Guidance, HelpAnswer
from bot.answers.guidance_lines import OWN_FILE, GuidanceFileError, OwnGuidance, bundled_lines, read_own
from bot.questions.question import Guard, Guarded, Help
from bot.resources import read_yaml
from bot.screens.buttons import buttons
from bot.screens.labels import Words
from bot.screens.render import render
from tests.answers.making import Made, batch, made

_A_QUOTATION = 24  # characters: what is shorter names a button or a file

OWN = """
contact:
  add:
    - zh: 信息公开办公室：东昌西路 8 号
      en: Information office, 8 Dongchang West Road
      source: 本机关政府信息公开指南
      date: 2025-03-01
fee:
  replace:
    - {zh: 查阅不收费, source: 本机关公告, date: 2024-12-01}
"""


@pytest.fixture
def empty(tmp_path: Path) -> Made:
    return made(tmp_path)


def test_each_screen_is_asked_by_a_guard_and_names_the_law_that_it_quotes() -> None:
    laws = read_yaml("guidance.yaml")["laws"]
    for screen, lines in bundled_lines().items():
        assert Guard(screen)
        for line in lines:
            assert line.zh
            assert line.en
            assert (line.article is None) == (line.source_zh is None) == (line.since is None)
            longest = max(map(len, re.findall("“([^”]*)”", line.zh)), default=0)
            assert line.source_zh or longest < _A_QUOTATION, line.zh
    assert {line.source_zh for lines in bundled_lines().values() for line in lines if line.source_zh} <= {
        law["zh"] for law in laws.values()
    }


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("screen", sorted(bundled_lines()))
def test_each_screen_shows_all_of_its_lines(empty: Made, screen: str, language: str) -> None:
    shown = render(empty.asked(Guarded(guard=Guard(screen))), language).plain
    for line in bundled_lines()[screen]:
        said = line.en if language == "en" else line.zh
        office = "the office" if language == "en" else "该单位"
        assert said.replace("{office}", office) in shown


def test_an_office_adds_and_replaces_lines_with_their_source(empty: Made, tmp_path: Path) -> None:
    path = tmp_path / OWN_FILE
    own = OwnGuidance(path)
    contact = empty.asked(Guarded(guard=Guard.CONTACT))
    assert own.applied(contact) == contact
    path.write_text(OWN, encoding="utf-8")
    assert "东昌西路 8 号（本机关政府信息公开指南，2025年3月1日）" in render(own.applied(contact)).plain
    assert "8 Dongchang West Road" in render(own.applied(contact), "en").plain
    fee = own.applied(empty.asked(Guarded(guard=Guard.FEE)))
    assert isinstance(fee, Guidance)
    assert [line.zh for line in fee.lines] == ["查阅不收费"]


def test_a_changed_file_is_read_again_and_a_broken_one_is_not_used(empty: Made, tmp_path: Path) -> None:
    path = tmp_path / OWN_FILE
    own, contact = OwnGuidance(path), empty.asked(Guarded(guard=Guard.CONTACT))
    for moment, (text, there) in enumerate(((OWN, True), ("contact: [", False), (OWN, True)), 1):
        path.write_text(text, encoding="utf-8")
        os.utime(path, ns=(moment, moment))
        assert ("东昌西路" in render(own.applied(contact)).plain) is there


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("contact: [", "no_yaml"),
        ("- a", "no_screens"),
        ("nowhere: {add: []}", "unknown_screen"),
        ("contact: 电话", "no_way"),
        ("contact: {more: []}", "no_way"),
        ("contact: {add: []}", "no_lines"),
        ("contact: {add: [电话]}", "no_line"),
        ("contact: {add: [{zh: 电话, source: 指南, date: 2025-03-01, tel: 1}]}", "no_line"),
        ("contact: {add: [{source: 指南, date: 2025-03-01}]}", "missing"),
        ("contact: {add: [{zh: 电话, date: 2025-03-01}]}", "missing"),
        ("contact: {add: [{zh: 电话, source: 指南}]}", "no_date"),
        ("contact: {add: [{zh: 电话, source: 指南, date: 去年}]}", "no_date"),
        (f"contact: {{add: [{{zh: {'长' * 601}, source: 指南, date: 2025-03-01}}]}}", "too_long"),
        ("#" * 70_000, "too_large"),
        ("a: " + "[" * 3000, "no_yaml"),
    ],
)
def test_a_broken_file_gets_one_error_that_names_it(tmp_path: Path, text: str, name: str) -> None:
    path = tmp_path / OWN_FILE
    path.write_text(text, encoding="utf-8")
    with pytest.raises(GuidanceFileError) as error:
        read_own(path)
    assert error.value.name == f"guidance.{name}"
    assert str(path) in str(error.value)


def test_a_newcomer_gets_three_taps_whatever_is_loaded(empty: Made, tmp_path: Path) -> None:
    (tmp_path / "more").mkdir()
    reported = made(tmp_path / "more", batch("某市水利局"))
    for library in (empty, reported):
        for topic in ("first", "usage"):
            answer = library.asked(Help(topic=topic))
            assert isinstance(answer, HelpAnswer)
            (row,) = buttons(answer, Words("zh"))
            assert 2 <= len(row) <= 3
            for button in row:
                assert button.press is not None
                assert "没有找到" not in render(library.said(button.press.value)).plain
