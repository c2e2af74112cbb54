"""Compiled templates are kept, and never shown in place of what a template says now."""

import re
import sys
from pathlib import Path

import pytest
from jinja2 import Environment

from bot.messages import LANGUAGES
from bot.resources import read_yaml
from bot.screens import engine


def shown(name: str = "greeting") -> str:
    """Return what a new process shows."""
    return engine.environment.__wrapped__("zh").get_template(name).render(who="甲")


@pytest.fixture
def template(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(engine, "TEMPLATES", tmp_path)
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    written = tmp_path / "greeting"
    written.write_text("{{ who }}好", encoding="utf-8")
    return written


def test_what_is_kept_is_not_compiled_again(template: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown() == "甲好"
    with monkeypatch.context() as patched:
        patched.setattr(Environment, "_generate", None)
        assert shown() == "甲好"
    template.write_text("{{ who }}早", encoding="utf-8")
    assert shown() == "甲早"


def test_every_word_of_a_template_stands_in_every_language_and_no_other_does() -> None:
    asked = {
        (group or path.name.partition(".")[0], key)
        for path in engine.TEMPLATES.glob("*.j2")
        for group, key in re.findall(r"\[\[(?:(\w+)\.)?(\w+)\]\]", path.read_text(encoding="utf-8"))
    }
    for language in LANGUAGES:
        words = read_yaml("screens", f"{language}.yaml")
        assert {(group, key) for group, texts in words.items() for key in texts} == asked, language


def test_where_nothing_can_be_kept(template: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "mkdir", refuse)
    assert shown() == "甲好"
    monkeypatch.undo()
    assert [path.name for path in template.parent.iterdir()] == ["greeting"]
