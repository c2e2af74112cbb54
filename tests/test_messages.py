"""Words outside the screens: the same messages in both languages, with the same fields."""

import re
import string

import pytest

from bot.messages import LANGUAGES, message
from bot.resources import bundled, read_yaml

AREAS = sorted(path.stem for path in bundled("messages", LANGUAGES[0]).iterdir())


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("area", AREAS)
def test_every_language_says_the_same(area: str) -> None:
    first, *others = (
        {key: fields(text) for key, text in read_yaml("messages", one, f"{area}.yaml").items()} for one in LANGUAGES
    )
    assert first
    assert all(other == first for other in others)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_fills_its_fields(language: str) -> None:
    for area in AREAS:
        for key, text in read_yaml("messages", language, f"{area}.yaml").items():
            said = message(f"{area}.{key}", language, **dict.fromkeys(fields(text), 1))
            assert said.strip()
            assert not re.search(r"[{}]", said)


def test_a_language_that_we_do_not_speak_is_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GONGKAI_LANGUAGE", "tlh")
    assert message("transport.stopped") == message("transport.stopped", LANGUAGES[0])


def test_traditional_chinese_is_made_from_simplified_and_what_is_filled_in_stays() -> None:
    said = message("settings.bad_line", "zh-Hant", file="/数据/环境", line=3)
    assert said.startswith("/数据/环境 第 3 行無法識別")
