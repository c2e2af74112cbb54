"""What a sentence lists with a number each: ranks, bounds and what is left come of all of it, or nothing does."""

import random
from dataclasses import replace
from pathlib import Path

import pytest

from bot.answers.answer import Answer, ComputedAnswer, FiguresAnswer
from bot.ingest.report.quantities import mentions, quantities
from bot.questions.question import Operation
from bot.records.model import Passage
from tests.answers.making import Made, batch, made, report, sentence

OFFICE = "临江市文旅局"
KINDS = ("行政公文", "人事任免信息", "重点工作", "预决算信息", "公示公告", "办事指南")
APPLICANTS = {"natural_person": "5", "org_business": "", "org_other": "", "total": "5"}


def passage(order: int, text: str) -> Passage:
    whole = sentence(order, text, section="一（二）", heading="主动公开情况")
    return replace(whole, quantities=quantities(text), dates=mentions(text, None), paragraph=order)


def office(folder: Path, *sentences: str, values: dict[str, str] | None = None) -> Made:
    told = [passage(place, text) for place, text in enumerate(sentences)]
    return made(folder, batch(OFFICE, reports=[report(OFFICE, 2023, values, sentences=told)]))


@pytest.fixture(scope="module", params=[1, 2])
def listed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, int], Made]:
    chance = random.Random(request.param)
    numbers = dict(zip(KINDS, chance.sample(range(2, 300), len(KINDS)), strict=True))
    parts = "；".join(f"{kind}{number}条" for kind, number in numbers.items())
    text = f"全年共发布各类政府信息{sum(numbers.values())}条，其中：{parts}。"
    return numbers, office(tmp_path_factory.mktemp(f"listed{request.param}"), text, "全年受理网络留言17件。")


def computed(answer: Answer) -> ComputedAnswer:
    assert isinstance(answer, ComputedAnswer), answer
    return answer


def chosen(answer: Answer) -> list[str]:
    return [term.line.label for term in computed(answer).chosen if term.line]


def result(answer: Answer) -> str | None:
    worked = computed(answer).worked
    return worked.result if worked else None


def test_all_of_a_list_is_ranked_bounded_and_shared_out(listed: tuple[dict[str, int], Made]) -> None:
    numbers, library = listed
    order = sorted(numbers, key=lambda kind: -numbers[kind])
    whole, bound = sum(numbers.values()), sorted(numbers.values())[2]
    assert chosen(library.said("哪类信息发得最多")) == order[:1]
    assert chosen(library.said("最少的是哪几样")) == order[-1:]
    assert chosen(library.said("第二多的是啥")) == order[1:2]
    assert set(chosen(library.said(f"哪几类不到{bound}条"))) == {kind for kind in numbers if numbers[kind] < bound}
    for place, kind in enumerate(order, 1):
        assert result(library.said(f"{kind}在各类里排第几")) == str(place)
    assert result(library.said(f"除了{order[0]}还剩多少条")) == str(whole - numbers[order[0]])
    assert computed(library.said(f"一年发了{whole + 1}条吧")).agrees is False
    assert computed(library.said(f"一共{whole}条吧")).agrees is True
    assert chosen(library.said("分了几类信息")) == order


@pytest.mark.parametrize(
    "text",
    [
        "全年发布信息90条，其中：公文9条；预算信息和决算信息；公告7条；指南5条。",
        "全年发布信息90条，其中：公文9条；公告7条；指南5条；年度报告。",
        "全年发布公文9条，举办活动7场，接待群众5人次。",
    ],
)
def test_of_what_is_no_whole_list_nothing_is_the_most(text: str, tmp_path: Path) -> None:
    assert not isinstance(office(tmp_path, text).said("哪类最多"), ComputedAnswer)


@pytest.mark.parametrize("message", ["发了多少条短信", "前三条是什么", "几类人来申请", "哪类提案最多"])
def test_what_names_something_else_is_not_of_the_list(listed: tuple[dict[str, int], Made], message: str) -> None:
    answer = listed[1].said(message)
    assert not (isinstance(answer, ComputedAnswer) and answer.over == "kinds")


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Made:
    values = {f"requests.received_new.{column}": value for column, value in APPLICANTS.items()}
    return office(tmp_path_factory.mktemp("table"), "全年平稳。", values=values)


def test_cells_and_columns_are_asked_for_by_what_they_hold(table: Made) -> None:
    held = {"申请表里哪些格不是零": 2, "哪几格没填数": 2, "申请表里哪几列全是零": 3}
    for message, count in held.items():
        answer = table.said(message)
        assert isinstance(answer, FiguresAnswer), message
        assert [group.found for group in answer.groups] == [count], message


def test_cells_of_what_is_never_printed_are_the_totals_of_its_parts(tmp_path: Path) -> None:
    values = {"requests.refused_third_party_rights.total": "2", "requests.granted_full.org_other": "0"}
    answer = office(tmp_path, "全年平稳。", values=values).said("不予公开里哪几项不是零")
    assert isinstance(answer, FiguresAnswer)
    (group,) = answer.groups
    assert (group.title, [line.raw for line in group.lines], group.found) == ("不予公开", ["2"], 1)


def test_blank_cells_are_none_where_the_others_come_to_the_total(table: Made) -> None:
    answer = computed(table.said("哪类申请人最多"))
    assert answer.operation is Operation.MOST
    assert answer.blanks
    assert [term.raw for term in answer.chosen] == ["5"]
