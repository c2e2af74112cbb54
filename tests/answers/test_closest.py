"""What a report's prose is asked in other words than its own: the closest sentence, or none."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.answers.answer import PassagesAnswer
from bot.ingest.report.quantities import quantities
from bot.screens.render import render
from tests.answers.making import Made, batch, made, report, sentence

OFFICE = "望山县自然资源局"
TOLD = (
    "全年拆除违法建筑41处；查处非法采矿案件7起。",
    "在全县政务公开考核中得分88.6分，列第9名，比上年下降2名。",
    "受理热线工单163件，其中道路维修52件、饮水问题37件、环境卫生74件。",
    "申请从方式看，信函24件、当面18件、网络21件，已办结62件，均在法定期限内答复。",
    "政务新媒体矩阵发布信息4390条，其中微信公众号1864条、微博2013条、视频号513条。",
    "全年主动公开信息538条，比2021年多74条。",
)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Made:
    rows = {"received_new": ("14", "2"), "processed_total": ("13", "1")}
    columns = ("total", "org_legal_service")
    values = {f"requests.{row}.{one}": n for row, ns in rows.items() for one, n in zip(columns, ns, strict=True)}
    told = [replace(sentence(at, text), quantities=tuple(quantities(text))) for at, text in enumerate(TOLD)]
    path = Path(tmp_path_factory.mktemp("closest"))
    return made(path, batch(OFFICE, reports=[report(OFFICE, 2022, values, sentences=told)]))


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("拆了几处违建", "违法建筑41处"),
        ("考核名次是升还是降", "下降2名"),
        ("信函当面网络各几件", "信函24件"),
        ("热线除了道路维修还有多少件", "111"),
        ("不算道路维修的工单有几件", "111"),
        ("2021年主动公开了多少条", "比2021年多74条"),
        ("律所新收几件 办结几件", "法律服务机构：1 件"),
        ("有没有超期答复的", "均在法定期限内答复"),
    ],
)
def test_it_is_told(asked: str, shown: str, office: Made) -> None:
    assert shown in render(office.said(asked), "zh").plain


@pytest.mark.parametrize("asked", ["停车位建了几个", "局长一个月挣多少", "树砍了几棵", "学校食堂几点开饭"])
def test_what_shares_too_little_is_not_shown(asked: str, office: Made) -> None:
    assert not isinstance(office.said(asked), PassagesAnswer)


def test_what_has_a_number_of_its_own_is_not_its_whole(office: Made) -> None:
    assert "8267" not in render(office.said("视频号、公众号、微博加起来发了多少"), "zh").plain
