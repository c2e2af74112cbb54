"""复制引用: a formal citation of a record, whole or not at all, as long as Telegram copies."""

from dataclasses import replace

import pytest

from bot.answers.answer import RecordCard
from bot.screens.copying import MAXIMUM, citation
from bot.screens.labels import Words
from bot.screens.render import LANGUAGES, render
from tests.answers.making import Made


@pytest.fixture
def card(seed: Made) -> RecordCard:
    found = seed.said("399")
    assert isinstance(found, RecordCard)
    return found


def test_a_citation(card: RecordCard) -> None:
    said = citation(card, Words("zh"))
    assert said == (
        "聊城市工业和信息化局：《对市政协十三届四次会议第399号提案"
        "（关于进一步提高服务水平 助推我市制造业高质量发展的建议）的答复》，"
        "2020年11月19日发布，见聊城市工业和信息化局2020年年报 一（三）“政府提案”。"
    )
    buttons = [button for row in render(card).buttons for button in row]
    assert [button.copy for button in buttons if button.label == "复制引用"] == [said]


@pytest.mark.parametrize("language", LANGUAGES)
def test_in_every_language(card: RecordCard, language: str) -> None:
    said = citation(card, Words(language))
    assert said is not None
    assert "399" in said
    assert len(said) <= MAXIMUM


def test_a_long_title_leaves_out_where_it_stands_but_is_never_cut(card: RecordCard) -> None:
    entry = card.entry
    long = replace(card, entry=replace(entry, record=replace(entry.record, title="长" * 210)))
    said = citation(long, Words("zh"))
    assert said is not None
    assert said.endswith("》，2020年11月19日发布。")
    assert (
        citation(replace(card, entry=replace(entry, record=replace(entry.record, title="长" * 300))), Words("zh"))
        is None
    )


def test_foreign_marks_stay_as_printed(card: RecordCard) -> None:
    entry = card.entry
    marked = replace(card, entry=replace(entry, record=replace(entry.record, title="“甲” <乙> & 丙")))
    assert "《“甲” <乙> & 丙》" in str(citation(marked, Words("zh")))
