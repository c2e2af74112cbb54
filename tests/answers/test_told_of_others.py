"""What sentences tell of an office's own matters, beside the rows of the form: its number, or a plain denial."""

from dataclasses import replace

import pytest

from bot.answers.answer import Answer, FiguresAnswer, Guidance, NotPublishedAnswer, PassagesAnswer, Several
from bot.answers.computed_answers import ComputedAnswer
from bot.ingest.report.quantities import mentions, quantities
from bot.records.model import Passage
from tests.answers.making import Made, batch, made, report, sentence

OFFICE = "临江市卫生监督局"
SENTENCES = (
    ("一（一）", "受理投诉63件、举报20件，办结81件，其中退款类投诉44件；查处无证经营9户，罚款12.5万元。"),
    ("一（一）", "通过“临江卫监”微信公众号和“临江卫监”今日头条号分别发布信息189条和56条。"),
    ("一（一）", "公示保障对象438户769人，其中城镇61户95人、乡村377户674人，签约率42.6%，其中重点人群签约率76.3%。"),
    ("一（一）", "调解纠纷176件，成功171件，其中邻里纠纷73件、土地纠纷58件、家庭纠纷45件。"),
    ("一（二）", "全年主动公开信息1587条，较上年增加219条；组织业务培训2次；“3·15”期间接待群众460余人。"),
    ("五", "存在的问题是培训偏少。"),
    ("五", "改进措施：全年培训不少于5次，2.2023年6月底前完成轮训。"),
)


def told(order: int, section: str, text: str) -> Passage:
    heading = "存在的主要问题及改进情况" if section == "五" else "公开情况"
    one = sentence(order, text, section=section, heading=heading)
    return replace(one, quantities=quantities(text), dates=mentions(text, None))


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Made:
    values = {"requests.not_processed_petition_complaint.total": "2", "art20_6.administrative_penalties": "17"}
    sentences = [told(order, *one) for order, one in enumerate(SENTENCES)]
    reports = [report(OFFICE, 2022, values, sentences=sentences)]
    return made(tmp_path_factory.mktemp("others"), batch(OFFICE, reports=reports))


def quoted(answer: Answer) -> list[str]:
    parts = answer.parts if isinstance(answer, Several) else (answer,)
    quotes = [one for part in parts if isinstance(part, PassagesAnswer) for one in part.passages]
    return [one.text[start:end] for one in quotes for start, end in one.bold]


@pytest.mark.parametrize(
    ("asked", "number"),
    [
        ("投诉多少件", "63件"),
        ("退款的投诉几件", "44件"),
        ("罚了多少钱", "12.5万元"),
        ("头条号发了多少", "56条"),
        ("乡村的有多少人", "674人"),
        ("3·15那天来了多少人", "460余人"),
        ("明年培训几次", "5次"),
    ],
)
def test_a_number_of_the_prose_is_told_where_the_form_has_another_or_none(
    asked: str, number: str, office: Made
) -> None:
    assert quoted(office.said(asked)) == [number]


@pytest.mark.parametrize(
    ("asked", "result", "agrees"),
    [
        ("投诉比举报多几件", "+43", None),
        ("微信和头条加一块儿发了多少", "245", None),
        ("邻里纠纷占几成", "41.5", None),
        ("签约率过半了吗", None, False),
        ("罚款有没有超过20万", None, False),
    ],
)
def test_numbers_of_the_prose_are_worked_with(
    asked: str, result: str | None, agrees: bool | None, office: Made
) -> None:
    answer = office.said(asked)
    assert isinstance(answer, ComputedAnswer)
    assert answer.worked is not None
    assert (answer.worked.result, answer.agrees) == (result, agrees)


@pytest.mark.parametrize("asked", ["培训花了多少钱", "局里有多少人", "局长收入多少"])
def test_what_no_sentence_tells_is_denied(asked: str, office: Made) -> None:
    assert isinstance(office.said(asked), NotPublishedAnswer | Guidance)


def test_a_row_is_meant_where_requests_are_named(office: Made) -> None:
    assert isinstance(office.said("投诉举报类申请几件"), FiguresAnswer)
