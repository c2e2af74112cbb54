"""Single promises of small parts: pages of a text, claims, standing messages, bold parts."""

from datetime import date
from decimal import Decimal

import pytest

from bot.answers.aspects import text_pages
from bot.answers.passages.focus import bold_spans
from bot.answers.standing import standing
from bot.questions.question import Facets, Figures, Focus, Listed, Period, Question, Search, Understood
from bot.records.model import Body, RecordKind
from bot.screens.engine import chinese, number, shortened
from tests.answers.making import sentence


def test_a_text_is_cut_at_paragraphs_then_sentences_then_anywhere() -> None:
    text = "甲" * 30 + "\n" + "乙" * 20 + "。" + "丙" * 20 + "\n" + "丁" * 90
    pages = text_pages(text, 40)
    assert "".join(pages).replace("\n", "") == text.replace("\n", "")
    assert all(len(page) <= 40 for page in pages)
    assert pages[1].endswith("。")


def question(ask: Search | Listed | Figures, facets: Facets, follows: str | None = "前一问") -> Question:
    return Question(said="下一页", clean="下一页", asks=(ask,), facets=facets, follows=follows)


def test_a_follow_up_is_put_together_anew() -> None:
    november = Period(date(2020, 11, 1), date(2020, 11, 30), "2020年11月", "month")
    filtered = Facets(body=Body.CPPCC, period=november)
    assert standing(question(Search(words=("智能制造",)), filtered)) == "2020年11月 政协提案 智能制造"
    of_session = Facets(body=Body.NPC, term=17, session=4, years=(2020,))
    assert standing(question(Listed(), of_session)) == "2020年 人大代表建议 17届4次 答复"
    notices = Facets(kinds=(RecordKind.NOTICE,), term=17)
    assert standing(question(Listed(latest=True), notices)) == "17届 最新的 通知"
    assert standing(question(Figures(cells=()), Facets())) == "前一问"
    assert standing(question(Search(words=("轴承",)), Facets(), follows=None)) == "下一页"
    meant = (Understood("上个月", "2020年11月", "date"),)
    asked = Question(said="上个月的答复", clean="上个月的答复", asks=(Listed(),), understood=meant)
    assert standing(asked) == "2020年11月的答复"  # a page turned in another month is a page of the same list


@pytest.mark.parametrize(
    ("text", "word", "focus", "bold"),
    [
        ("每周三上午 10:05--10:30 播出节目。", "节目", Focus.WHEN, "10:05--10:30"),
        ("开设《服务之声》栏目。", "栏目", Focus.NAME, "《服务之声》"),
        ("为方便群众，调整窗口。", "调整", Focus.WHY, "为方便群众"),
        ("在政务大厅，举办活动。", "活动", Focus.WHERE, "政务大厅"),
        ("更新信息，组织培训。", "培训", Focus.WHAT, "组织培训"),
    ],
)
def test_the_asked_part_is_bold(text: str, word: str, focus: Focus, bold: str) -> None:
    at = text.index(word)
    spans = bold_spans(sentence(0, text), [(at, at + len(word))], focus)
    assert bold in [text[start:end] for start, end in spans]


def test_numerals_and_numbers_of_screens() -> None:
    assert [chinese(one) for one in (4, 10, 13, 20, 99, 100)] == ["四", "十", "十三", "二十", "九十九", "100"]
    assert [number(Decimal(one)) for one in ("7", "7.50", "1E+3")] == ["7", "7.5", "1000"]
    assert shortened("一二三四五", 3) == "一二…"
