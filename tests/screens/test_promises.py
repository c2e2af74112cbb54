"""What holds for every screen: numbers come from the answer, Telegram takes it, buttons mean what they say."""

import csv
import re
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.answers.answer import (
    FiguresAnswer,
    HelpAnswer,
    NumberNotFound,
    OverviewAnswer,
    RecordCard,
    RecordList,
    SimilarList,
    StatisticsAnswer,
)
from bot.local.bot_api.markup import parse_html
from bot.questions.payload import Payload, encode
from bot.questions.question import Aspect, ByKey
from bot.resources import bundled
from bot.screens.labels import offered
from bot.screens.naming import message_for, record_and_aspect, record_press
from bot.screens.render import LANGUAGES, render
from bot.screens.screen import PressKind
from tests.answers.making import Made

SAMPLE = Path(__file__).parent.parent / "questions" / "questions.tsv"
LONGEST = 4096
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
# Screens with numbers of their own: legal time limits, articles, examples of how to ask.
_WITH_OWN_NUMBERS = ("guidance", "help", "impossible_date", "nothing_to_follow")


def messages() -> list[str]:
    """Return the messages of the sample that stand alone."""
    with SAMPLE.open(encoding="utf-8") as file:
        rows = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))[1:]
    return [row[2] for row in rows if " ⇒ " not in row[2] and not row[2].startswith(("<", "["))]


def numbers_in(value: Any) -> set[str]:
    """Return every number that stands anywhere in an answer, as texts; parts of dates by themselves."""
    if is_dataclass(value):
        found = {number for field in fields(value) for number in numbers_in(getattr(value, field.name))}
        counted = (
            getattr(value, name, None) for name in ("entries", "lines", "options", "people", "agencies", "items")
        )
        return found | {str(len(one)) for one in counted if isinstance(one, tuple)}
    if isinstance(value, tuple | list | dict):
        return {number for one in value for number in numbers_in(one)} | {str(len(value))}
    text = str(value)
    found = set(_NUMBER.findall(text))
    return found | {number.lstrip("0") or "0" for number in found}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_number_shown_comes_from_the_answer(seed: Made, language: str) -> None:
    for message in messages():
        answer = seed.said(message)
        screen = render(answer, language)
        if screen.name in _WITH_OWN_NUMBERS:
            continue
        known = numbers_in(answer)
        sums = {str(int(one) - int(other)) for one in known if one.isdigit() for other in known if other.isdigit()}
        made_up = set(_NUMBER.findall(screen.plain)) - known
        # 另有 2 条 is the total less those that match wholly.
        assert not made_up - (sums if screen.name == "search_list" else set()), (message, made_up)


@pytest.mark.parametrize("language", LANGUAGES)
def test_telegram_takes_every_screen(seed: Made, language: str) -> None:
    for message in messages():
        screen = render(seed.said(message), language)
        text, _ = parse_html(screen.html)
        assert 0 < len(text.encode("utf-16-le")) // 2 <= LONGEST
        assert 0 < len(screen.plain.encode("utf-16-le")) // 2 <= LONGEST
        assert screen.plain.strip()
        assert "None" not in screen.plain
        assert "&quot;" not in screen.plain
        for row in screen.buttons:
            for button in row:
                assert button.label
                assert sum(map(bool, (button.press, button.url, button.copy, button.inline_query))) == 1


def test_foreign_text_is_escaped(seed: Made) -> None:
    screen = render(seed.said("<b>河流</b> & <script>"))
    parse_html(screen.html)


OFFERS = yaml.safe_load(bundled("offers.yaml").read_text(encoding="utf-8"))
_SHOWN_BY = {
    "by_applicant": FiguresAnswer,
    "refused": FiguresAnswer,
    "litigation": FiguresAnswer,
    "requests": FiguresAnswer,
    "handled_npc": FiguresAnswer,
    "handled_cppcc": FiguresAnswer,
    "listed_cppcc": RecordList,
    "listed_npc": RecordList,
    "list_cppcc": RecordList,
    "list_npc": RecordList,
    "overview": OverviewAnswer,
    "help": HelpAnswer,
    "latest": StatisticsAnswer,
}


@pytest.mark.parametrize("code", sorted(OFFERS))
@pytest.mark.parametrize("agency", ["", "聊城市工业和信息化局"])
def test_an_offered_question_is_understood(seed: Made, code: str, agency: str) -> None:
    said = offered(code, agency=agency, year=2020)
    found = seed.said(said)
    assert isinstance(found, _SHOWN_BY[code]), (said, type(found))
    if code == "litigation" and isinstance(found, FiguresAnswer):
        assert {group.lines[0].key.partition(".")[0] for group in found.groups} == {"review", "litigation"}


@pytest.mark.parametrize("aspect", [aspect for aspect in Aspect if aspect is not Aspect.CARD])
@pytest.mark.parametrize("number", ["399", "174062"])
def test_a_button_asks_about_exactly_its_record(seed: Made, number: str, aspect: Aspect) -> None:
    card = seed.said(number)
    assert isinstance(card, RecordCard)
    found = seed.said(message_for(card.entry, aspect, several_agencies=True))
    if isinstance(found, SimilarList):
        assert (found.to.key, aspect) == (card.entry.key, Aspect.SIMILAR)
        return
    if isinstance(found, RecordList):
        assert aspect is Aspect.SAME_DAY
        assert card.entry.key in {entry.key for entry in found.entries}
        return
    assert isinstance(found, RecordCard)
    assert (found.entry.key, found.aspect) == (card.entry.key, aspect)


@pytest.mark.parametrize("aspect", list(Aspect))
def test_a_press_on_a_record_says_what_is_asked(seed: Made, aspect: Aspect) -> None:
    card = seed.said("399")
    assert isinstance(card, RecordCard)
    press = record_press(card.entry, aspect, 2)
    assert record_and_aspect(press.value) == (card.entry.key, aspect)
    assert record_and_aspect(f"{card.entry.key} unheard_of") == (card.entry.key, Aspect.CARD)
    assert len(encode(Payload(press.kind.value, press.value, press.page), str)) <= 64


def test_what_is_similar_is_about_the_same_and_not_itself(seed: Made) -> None:
    card = seed.said("399")
    assert isinstance(card, RecordCard)
    found = seed.asked(ByKey(key=card.entry.key, aspect=Aspect.SIMILAR))
    assert isinstance(found, SimilarList)
    assert card.entry.key not in {entry.key for entry in found.entries}
    assert found.total == len(found.entries) > 0
    for entry in found.entries:
        assert any(word in entry.record.title for word in found.words)


def test_pages_are_asked_for_by_what_stands_for_itself(seed: Made) -> None:
    first = seed.said("2020年的答复")
    second = seed.said("下一页", context=first.remember)
    assert isinstance(second, RecordList)
    ahead = next(
        button.press
        for row in render(second).buttons
        for button in row
        if button.press and button.press.kind is PressKind.PAGE and button.press.page == 3
    )
    third = seed.said(ahead.value, page=ahead.page)
    assert isinstance(third, RecordList)
    assert (third.page, third.total) == (3, second.total)
    only = seed.said("只看政协的", context=first.remember)
    assert isinstance(only, RecordList)
    again = seed.said(only.ask)
    assert isinstance(again, RecordList)
    assert [entry.key for entry in again.entries] == [entry.key for entry in only.entries]


def test_an_unknown_number_says_so_first(seed: Made) -> None:
    found = seed.said("998")
    assert isinstance(found, NumberNotFound)
    for language in ("zh", "en"):
        assert "998" in render(found, language).plain.splitlines()[0]


def test_answers_fit_a_phone(seed: Made) -> None:
    """A single fact takes no more lines than a phone shows; lists and helps may be scrolled."""
    for message in (
        "399",
        "规范性文件",
        "政府采购",
        "满意率",
        "承办了多少政协提案",
        "开放日哪天",
        "组长是谁",
        "998",
        "2019年的提案",
    ):
        assert len(render(seed.said(message)).plain.splitlines()) <= 15, message
