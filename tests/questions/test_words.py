"""The vocabulary files: their keys are those of the code, their patterns compile, their words are text."""

import re
from typing import Any

import pytest

from bot.questions.corpus import Corpus
from bot.questions.lexicon import load, phrases
from bot.questions.question import Aspect, Focus, Guard, Measure
from bot.questions.vocabulary import Vocabulary
from bot.questions.written import as_written
from bot.records.form import sections
from bot.records.model import Body, RecordKind
from bot.resources import bundled

FILES = sorted(path.stem for path in bundled("vocabulary").glob("*.yaml"))


def _leaves(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [leaf for one in value.values() for leaf in _leaves(one)]
    return [leaf for one in value for leaf in _leaves(one)] if isinstance(value, list) else [value]


@pytest.mark.parametrize("name", FILES)
def test_all_words_are_text(name: str) -> None:
    words, parts = load(name), {}
    if isinstance(words, dict):
        parts = {key: listed for key, listed in words.items() if key.startswith("_")}  # a part may be left out: ""
        words = {key: listed for key, listed in words.items() if key not in parts}
    assert all(isinstance(leaf, str) and leaf for leaf in _leaves(words))
    assert all(isinstance(leaf, str) for leaf in _leaves(parts))


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("aspects", Aspect),
        ("focus", Focus),
        ("focus_hints", Focus),
        ("guards", Guard),
        ("kinds", RecordKind),
        ("bodies_strong", Body),
        ("bodies_weak", Body),
        ("bodies_explicit", Body),
        ("number_letters", Body),
    ],
)
def test_keys_are_those_of_the_code(name: str, known: Any) -> None:
    assert {key for key in load(name) if not key.startswith("_")} <= {one.value for one in known}


def test_measures_are_known() -> None:
    assert {measure.value for measure in Measure} <= set(phrases("measures"))


def test_patterns_compile_and_topics_are_complete() -> None:
    keys = {section.key for section in sections()}
    for topic in load("topics").values():
        for pattern in topic["names"]:
            re.compile(pattern)
        assert set(topic.get("sections", ())) <= keys
        assert "measure" in topic or Focus(topic["focus"])
    for name in ("guards", "not_published"):
        for rule in load(name).values():
            for pattern in rule.get("patterns", ()):
                re.compile(pattern)


@pytest.mark.parametrize("name", [name for name in FILES if any(str(key).startswith("_") for key in load(name))])
def test_what_stands_for_several_words_is_spelled_out_to_few_enough_for_a_quick_start(name: str) -> None:
    assert sum(map(len, phrases(name).values())) < 5_000


@pytest.mark.parametrize(
    ("text", "told", "written"),
    [
        ("12345办了多少件", "办理12345政务服务便民热线工单1046件", "热线办了多少件"),
        ("12345热线办了多少件", "办理12345政务服务便民热线工单1046件", "热线办了多少件"),
        ("第12345号提案", "办理12345政务服务便民热线工单1046件", "第12345号提案"),
        ("12345办了多少件", "召开会议3次", "12345办了多少件"),
    ],
)
def test_a_hotline_is_no_number_where_a_report_tells_of_it(text: str, told: str, written: str) -> None:
    assert as_written(text, Vocabulary(passages=Corpus.of([told]))) == written
