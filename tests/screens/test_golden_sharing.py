"""Whole screens behind 分享 and 报告问题: what is inserted into another chat, and who is told what of a problem."""

from collections.abc import Iterator
from html import escape
from itertools import chain

import pytest

from bot.messages import message
from bot.screens.markup import units
from bot.screens.screen import Button, PressKind, Screen
from bot.service.conversation import Conversation
from bot.service.inline import Asker, Inline
from bot.service.library import Library
from bot.settings import Settings
from bot.telegram.delivery import ALERT_UNITS
from tests.own_report import load_as_own
from tests.screens.test_golden import MANNERS, compare, compare_text, shown

NAME = "gongkai_bot"
ASKED = {"record": "399", "figure": "依申请公开收到多少"}


@pytest.fixture(scope="module")
def conversation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Conversation]:
    settings = Settings(data_dir=tmp_path_factory.mktemp("data"), staff="1", bundled_records=False)
    library = Library.open(settings)
    load_as_own(library.database)
    conversation = Conversation(library, settings)
    conversation.username = NAME
    yield conversation
    library.close()


def buttons(conversation: Conversation, asked: str, language: str) -> list[Button]:
    return list(chain.from_iterable(conversation.message(asked, language=language).screen.buttons))


def alerted(name: str, language: str, about: str = "") -> Screen:
    said = message(f"staff.{name}", language, about=about)
    assert units(said) <= ALERT_UNITS
    return Screen(name="notice", html=escape(said, quote=False), plain=said)


@pytest.mark.parametrize("name", ASKED)
def test_what_is_shared(conversation: Conversation, name: str) -> None:
    for folder, (language, plain) in MANNERS.items():
        (query,) = [one.share for one in buttons(conversation, ASKED[name], language) if one.share]
        found = Inline(conversation, NAME).page(query, "", Asker(person=None, language=language, plain=plain)).found[0]
        chosen = f"@{NAME} {query}\n{found.title}\n{found.description}\n"
        compare_text(f"shared_{name}", folder, f"{shown(found.screen)}----\n{chosen}")


@pytest.mark.parametrize("name", ASKED)
def test_a_problem(conversation: Conversation, name: str) -> None:
    for folder, (language, _) in MANNERS.items():
        presses = [one.press for one in buttons(conversation, ASKED[name], language) if one.press]
        (about,) = [press.value for press in presses if press.kind is PressKind.PROBLEM]
        compare(f"reported_{name}", folder, alerted("reported", language, about))
        compare(f"reported_{name}_to_staff", folder, alerted("problem", language, about))


def test_too_many_problems() -> None:
    for folder, (language, _) in MANNERS.items():
        compare("reported_too_often", folder, alerted("reported_enough", language))
