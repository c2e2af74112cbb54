"""Level and kind of an office by its name: what is set in one row."""

import pytest

from bot.records.agencies import identify
from bot.records.agency_kinds import AgencyKind, AgencyLevel, reports_for_government, standing


@pytest.mark.parametrize(
    ("name", "level", "kind", "above"),
    [
        ("澄江市教育局", AgencyLevel.CITY, AgencyKind.DEPARTMENT, ("澄江市",)),
        ("澄江市市场监督管理局", AgencyLevel.CITY, AgencyKind.DEPARTMENT, ("澄江市",)),
        ("澄江市人民政府", AgencyLevel.CITY, AgencyKind.GOVERNMENT, ("澄江市",)),
        ("澄江市青石区人民政府", AgencyLevel.COUNTY, AgencyKind.GOVERNMENT, ("澄江市", "青石区")),
        ("青石区云锦街道办事处", AgencyLevel.TOWN, AgencyKind.STREET, ("青石区",)),
        ("望山县柳林镇人民政府", AgencyLevel.TOWN, AgencyKind.TOWN, ("望山县",)),
        ("乌镇镇人民政府", AgencyLevel.TOWN, AgencyKind.TOWN, ()),
        ("澄江经济开发区管理委员会", AgencyLevel.COUNTY, AgencyKind.ZONE, ()),
        ("枝江市财政局", AgencyLevel.COUNTY, AgencyKind.DEPARTMENT, ("枝江市",)),
        ("荆州市松滋市财政局", AgencyLevel.COUNTY, AgencyKind.DEPARTMENT, ("荆州市", "松滋市")),
        ("北京市教育委员会", AgencyLevel.PROVINCE, AgencyKind.DEPARTMENT, ("北京市",)),
        ("湖北省荆州市商务局", AgencyLevel.CITY, AgencyKind.DEPARTMENT, ("湖北省", "荆州市")),
    ],
)
def test_level_and_kind(name: str, level: AgencyLevel, kind: AgencyKind, above: tuple[str, ...]) -> None:
    found = standing(identify(name))
    assert (found.level, found.kind, found.above) == (level, kind, above)


def test_an_office_whose_report_bears_the_name_of_the_place_reports_for_its_government() -> None:
    office = identify("澄江市人民政府办公室")
    assert reports_for_government(standing(office), ["澄江市2023年政府信息公开工作年度报告"])
    assert not reports_for_government(standing(office), ["澄江市人民政府办公室2023年政府信息公开工作年度报告"])
