"""A share is computed where every word of the question is claimed and its whole is named; else the cells are shown."""

import random
from pathlib import Path
from tempfile import mkdtemp

import pytest

from bot.answers.answer import ComputedAnswer
from bot.records.form import form
from bot.screens.render import render
from tests.answers.making import Made, batch, made, report

OFFICE, YEAR = "临江市财政局", 2022
# Words that no form, no title and no list of the vocabulary holds; one character is enough to limit what is counted.
LIMITING = ("拒", "拒了", "砍", "拖着", "驳斥", "受潮的", "蓝色的", "被耽误", "匆忙", "夜里", "第三科", "退")
SHARES = ("占几成", "占比", "占多少", "的比例", "几成")


@pytest.fixture(scope="module")
def library() -> Made:
    values = {f"requests.{row.key}.total": "3" for block in form("cn_annual_2021").blocks for row in block.rows}
    values |= {"requests.received_new.total": "40", "requests.processed_total.total": "40"}
    told = {"cppcc.handled": ("18", "承办提案 18 件"), "cppcc.lead": ("14", "主办 14 件")}
    return made(Path(mkdtemp()), batch(OFFICE, reports=[report(OFFICE, YEAR, values, told=told)]))


def _computed(library: Made, text: str) -> bool:
    answered = library.said(text)
    return isinstance(answered, ComputedAnswer) and answered.worked is not None


def _outcomes() -> list[str]:
    rows = [row for block in form("cn_annual_2021").blocks for row in block.rows if block.prefix == "requests"]
    return [row.short or row.label for row in rows if not row.key.startswith(("received", "carried", "processed"))]


def test_a_share_of_a_named_row_is_computed(library: Made) -> None:
    asked = [f"{name}{share}" for name in _outcomes() for share in SHARES]
    missed = [text for text in asked if not _computed(library, text)]
    assert len(missed) <= len(asked) * 0.05, missed


def test_no_share_is_computed_beside_a_word_that_nothing_claims(library: Made) -> None:
    chosen = random.Random(31)
    for name in (*_outcomes(), "依申请公开", "自然人", "主办的提案", "提案"):
        word, share = chosen.choice(LIMITING), chosen.choice(SHARES)
        for text in (f"{name}{word}{share}", f"{word}{name}{share}", f"{YEAR}年{name}里{word}{share}"):
            assert not _computed(library, text), text
            assert "÷" not in render(library.said(text)).plain, text


@pytest.mark.parametrize("share", ["占几成", "占比"])
@pytest.mark.parametrize("name", ["依申请公开", "行政许可", "行政处罚", "提案", "建议提案"])
def test_a_whole_is_never_its_own_share(library: Made, name: str, share: str) -> None:
    assert not _computed(library, f"{name}{share}")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_cells_are_shown_with_the_reason(library: Made, language: str) -> None:
    shown = render(library.said("依申请公开拒了几成"), language).plain
    assert "“拒”" in shown.partition("\n")[0]
    assert "40" in shown
    assert "%" not in shown
    shown = render(library.said("行政许可占比"), language).plain
    assert "%" not in shown
    assert {"zh": "没有认出占什么", "en": "of what is not said"}[language] in shown
