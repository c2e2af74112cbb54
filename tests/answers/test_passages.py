"""Prose is answered by its sentence: the right one, the asked part in bold, people as printed."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.answers.answer import Chooser, NoSuchYear, PassagesAnswer, RecordList
from bot.answers.parts import QuotedPassage
from bot.answers.passages.quoting import LONGEST, clipped, joined
from bot.questions.question import Facets, Focus, InPassages, Listed, Period
from bot.records.model import Mention, Passage, Person, Place, Quantity
from bot.screens.render import render
from tests.answers.making import Made, batch, made, report, sentence

OFFICE, OTHER = "聊城市工业和信息化局", "沭阳县发展和改革局"
PLACE = Place(document="report.txt", section="通知·一")


def with_quantities(passage: Passage, *raws: str) -> Passage:
    found = []
    for raw in raws:
        at = passage.text.index(raw)
        found.append(Quantity(raw=raw, value=1, unit="条", start=at, end=at + len(raw)))  # type: ignore[arg-type]
    return replace(passage, quantities=tuple(found))


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Made:
    told = "在网站发布信息 698 条，在日报刊发 65 条。"
    day = "6月18日，我局举办灯笼节活动。"
    sentences = [
        with_quantities(sentence(0, told, section="一（二）", heading="主动公开"), "698", "65"),
        Passage(
            order=1,
            section="一（四）",
            heading="活动",
            text=day,
            place=PLACE,
            paragraph=1,
            dates=(Mention(raw="6月18日", day=date(2020, 6, 18), precision="day", start=0, end=5, inferred_year=True),),
        ),
        sentence(2, "副组长：李四 副局长", section="通知·一", heading="人员"),
        sentence(3, "仍存在公开形式单一的问题。", section="五", heading="存在的主要问题及改进情况"),
        sentence(4, "一是加强培训。", section="五", heading="存在的主要问题及改进情况"),
    ]
    people = [
        Person(name="张三", post="党组书记", role="组长", group="领导小组", place=PLACE),
        Person(name="李四", post="副局长", role="副组长", group="领导小组", place=PLACE),
        Person(name="王五", post="二级调研员", role="副组长", group="领导小组", place=PLACE, by_layout=True),
    ]
    return made(
        tmp_path_factory.mktemp("passages"),
        batch(OFFICE, reports=[report(OFFICE, 2020, sentences=sentences, people=people)]),
    )


def bold(one: QuotedPassage) -> list[str]:
    return [one.text[start:end] for start, end in one.bold]


def test_the_quantity_that_belongs_to_the_words(library: Made) -> None:
    found = library.asked(InPassages(terms=("日报",), focus=Focus.HOW_MANY))
    assert isinstance(found, PassagesAnswer)
    assert bold(found.passages[0]) == ["65 条"]


def test_a_date_whose_year_is_not_printed_says_so(library: Made) -> None:
    found = library.asked(InPassages(terms=("灯笼节",), focus=Focus.WHEN))
    assert isinstance(found, PassagesAnswer)
    assert bold(found.passages[0]) == ["6月18日"]
    assert found.passages[0].inferred == "2020"


def test_a_deputy_is_not_the_head(library: Made) -> None:
    head = library.asked(InPassages(terms=("组长",), focus=Focus.WHO))
    assert isinstance(head, PassagesAnswer)
    assert [one.name for one in head.people] == ["张三"]
    director = library.asked(InPassages(terms=("局长",), focus=Focus.WHO))
    assert not isinstance(director, PassagesAnswer) or not director.people


def test_roles_by_layout_say_so(library: Made) -> None:
    found = library.asked(InPassages(terms=("副组长",), focus=Focus.WHO))
    assert isinstance(found, PassagesAnswer)
    assert [(one.name, one.by_layout) for one in found.people] == [("李四", False), ("王五", True)]


@pytest.mark.parametrize(("claimed", "agrees"), [("副局长", True), ("局长", False), ("组长", False)])
def test_claims_about_people(library: Made, claimed: str, agrees: bool) -> None:
    found = library.asked(InPassages(terms=(), people=("李四",), claimed=claimed))
    assert isinstance(found, PassagesAnswer)
    assert found.agrees is agrees


def test_a_section_asked_for_is_quoted_in_its_order(library: Made) -> None:
    found = library.asked(InPassages(terms=("问题", "加强"), sections=("problems_improvements",), topic="problems"))
    assert isinstance(found, PassagesAnswer)
    assert [one.text for one in found.passages] == ["仍存在公开形式单一的问题。", "一是加强培训。"]


def test_another_year_is_not_told_as_this_one(library: Made) -> None:
    found = library.asked(InPassages(terms=("灯笼节",)), facets=Facets(years=(2019,)))
    assert isinstance(found, NoSuchYear)


def test_two_agencies_that_both_answer_are_a_choice(tmp_path_factory: pytest.TempPathFactory) -> None:
    reports = [report(name, 2020, sentences=[sentence(0, "举办培训 3 次。")]) for name in (OFFICE, OTHER)]
    both = made(
        tmp_path_factory.mktemp("two"), *(batch(one.agency_name, reports=[one], document=one.title) for one in reports)
    )
    assert isinstance(both.asked(InPassages(terms=("培训",))), Chooser)


def test_a_long_sentence_is_shown_around_what_is_asked() -> None:
    text = "甲" * 400 + "，目标，" + "乙" * 400
    at = text.index("目标")
    shown, spans = clipped(text, ((at, at + 2),))
    assert len(shown) <= LONGEST + 2
    assert [shown[start:end] for start, end in spans] == ["目标"]
    assert shown.startswith("…")
    assert shown.endswith("…")


def test_bold_parts_do_not_overlap() -> None:
    assert joined([(5, 9), (0, 3), (2, 4), (8, 8)]) == ((0, 4), (5, 9))


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """More offices than can be looked through: the index proposes."""
    offices = [
        f"{place}县水利局" for place in ("金阳", "莘", "冠", "东阿", "阳谷", "茌平", "高唐", "梁山", "汶上", "泗水")
    ]
    reports = [
        report(
            office,
            2020,
            sentences=[
                sentence(0, "全年举办培训 3 次。"),
                sentence(1, f"我局举办第{number}届龙舟节。" if number == 4 else "无其他活动。", section="一（二）"),
            ],
        )
        for number, office in enumerate(offices)
    ]
    return made(
        tmp_path_factory.mktemp("many"),
        *(batch(one.agency_name, reports=[one], document=one.title) for one in reports),
    )


def test_of_many_reports_the_one_that_tells_it_answers(many: Made) -> None:
    found = many.asked(InPassages(terms=("龙舟节",)))
    assert isinstance(found, PassagesAnswer)
    assert found.agency.name == "阳谷县水利局"
    assert found.several_agencies


def test_what_many_reports_tell_asks_for_the_agency(many: Made) -> None:
    assert isinstance(many.asked(InPassages(terms=("培训",))), Chooser)
    assert isinstance(many.asked(InPassages(terms=("组长",), focus=Focus.WHO, topic="leading_head")), Chooser)


def test_a_day_in_many_reports(tmp_path_factory: pytest.TempPathFactory) -> None:
    day = Passage(
        order=0,
        section="一",
        heading="活动",
        text="6月18日举办灯会。",
        place=PLACE,
        dates=(Mention(raw="6月18日", day=date(2020, 6, 18), precision="day", start=0, end=5, inferred_year=True),),
    )
    reports = [report(f"{place}县水利局", 2020, sentences=[day]) for place in "金木水火土日月山石田"]
    library = made(
        tmp_path_factory.mktemp("days"),
        *(batch(one.agency_name, reports=[one], document=one.title) for one in reports),
    )
    asked = Period(date(2020, 6, 18), date(2020, 6, 18), "6月18日", "day", any_year=True)
    found = library.asked(Listed(), facets=Facets(period=asked))
    assert isinstance(found, RecordList)
    assert found.total == 0
    assert found.passages


def test_a_post_that_nobody_is_printed_with_is_said_to_be_told_nowhere(library: Made) -> None:
    found = library.asked(InPassages(terms=("局长",), focus=Focus.WHO, topic="director"))
    assert isinstance(found, PassagesAnswer)
    assert found.unsaid is Focus.WHO
    assert [one.name for one in found.people] == ["张三", "李四"]


def test_what_no_sentence_says_is_said(library: Made) -> None:
    found = library.asked(InPassages(terms=("公开形式",), focus=Focus.WHEN))
    assert isinstance(found, PassagesAnswer)
    assert found.unsaid is Focus.WHEN
    assert "没有认出写明时间的句子" in render(found).plain
    dated = library.asked(InPassages(terms=("灯笼节",), focus=Focus.WHEN))
    assert isinstance(dated, PassagesAnswer)
    assert dated.unsaid is None


def test_a_heading_printed_as_a_line_gives_way_to_what_stands_under_it(tmp_path: Path) -> None:
    heading = "（四）灯塔平台建设情况"
    under = {"section": "一（四）", "heading": heading}
    sentences = [sentence(0, f"{heading}。", **under), sentence(1, "定期检查网站，关停三个账号。", **under)]
    library = made(tmp_path, batch(OFFICE, reports=[report(OFFICE, 2020, sentences=sentences)]))
    found = library.asked(InPassages(terms=("灯塔平台", "建设"), focus=Focus.WHAT))
    assert isinstance(found, PassagesAnswer)
    assert [one.text for one in found.passages] == ["定期检查网站，关停三个账号。"]


def test_what_labels_tell_apart_within_a_section_is_shown_apart(tmp_path: Path) -> None:
    heading = "存在的主要问题及改进情况"
    told = ["存在问题：一是解读形式单一。", "二是意识不强。", "改进措施：一是丰富形式。"]
    sentences = [sentence(at, text, section="五", heading=heading) for at, text in enumerate(told)]
    library = made(tmp_path, batch(OFFICE, reports=[report(OFFICE, 2020, sentences=sentences)]))
    section = ("problems_improvements",)
    for topic, word, shown in (("problems", "问题", told[:2]), ("improvements", "改进", told[2:])):
        found = library.asked(InPassages(terms=(word,), focus=Focus.WHAT, sections=section, topic=topic))
        assert isinstance(found, PassagesAnswer)
        assert [one.text for one in found.passages] == shown
