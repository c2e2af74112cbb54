"""Offices are known by every name that they are called by (domain.md §6, trap 42)."""

import re

import pytest

from bot.records.agencies import agency_of, identify, is_called, is_self_name, known_agencies, names_of, names_place
from bot.records.regions import leading_place, locate, parents, region_name
from bot.text.normalise import compact


def test_the_agency_on_file() -> None:
    agency = identify("聊城市工业和信息化局")
    assert (agency.slug, agency.region, agency.npc_number_scheme) == ("lc-gxj", "371500", "TTSNNN")
    for name in ("聊城市 工业和信息化局", "聊城市工信局"):
        assert identify(name) is agency
    for name in ("市工业和信息化局", "市工信局", "工信局"):
        assert is_called(name, agency)
        assert agency_of(name, agency) == agency
        assert identify(name, "371500") is agency


def test_a_name_without_a_place_is_nobody_known() -> None:
    assert identify("市工信局").slug != "lc-gxj"
    assert not names_place("市工信局")
    assert names_place("枝江市商务局")
    assert names_place("交通运输部")


def test_an_office_speaks_of_itself() -> None:
    agency = known_agencies()[0]
    assert is_self_name("我局")
    assert agency_of("我局", agency) == agency
    assert agency_of(None, agency) == agency
    assert agency_of(None, None) is None


@pytest.mark.parametrize(
    ("name", "slug", "region", "called"),
    [
        ("沭阳县发展和改革局", "321322-fagaiju", "321322", {"县发改局", "发改局", "沭阳发改局", "沭阳县发改局"}),
        ("上海市科学技术委员会", "310000-kewei", "310000", {"市科委", "上海科委", "科委"} - {"科委"}),
        ("湖北省文化和旅游厅", "420000-wenlvting", "420000", {"省文旅厅", "文旅厅", "湖北文旅厅"}),
        ("淮安市洪泽区人民政府", "320813-zhengfu", "320813", {"区政府", "洪泽区人民政府", "洪泽区政府"}),
        ("国家卫生健康委员会", "100000-weijianwei", "100000", {"国家卫健委", "卫健委"}),
    ],
)
def test_an_agency_not_on_file(name: str, slug: str, region: str, called: set[str]) -> None:
    agency = identify(name)
    assert (agency.slug, agency.region, agency.name) == (slug, region, name)
    assert called <= set(names_of(agency))
    # The same office by its short name has the same slug.
    for short in called:
        if names_place(short):
            assert identify(short).slug == slug


def test_a_publisher_of_another_office_is_another_agency() -> None:
    agency = identify("聊城市工业和信息化局")
    other = agency_of("市商务局", agency)
    assert other is not None
    assert (other.slug, other.name) == ("371500-shangwuju", "聊城市商务局")
    assert agency_of("荆州市商务局", agency) == identify("荆州市商务局")


@pytest.mark.parametrize("name", ["", " ", "x", "局", "市委改革办（市营商环境建设局）", "a" * 300, "中" * 300, "！？"])
def test_any_name_gives_a_slug(name: str) -> None:
    agency = identify(name)
    assert re.fullmatch(r"[a-z0-9-]{1,40}", agency.slug)
    assert identify(name) == agency


@pytest.mark.parametrize(
    ("place", "within", "code"),
    [
        ("市", "420583", "420583"),  # 枝江市 is a city of its own
        ("市", "421000", "421000"),
        ("省", "421000", "420000"),
        ("市", "110108", "110000"),
        ("区", "110108", "110108"),
        ("市", "310000", "310000"),
        ("州", "433100", "433100"),
        ("市", "371502", "371500"),
        ("省", "110108", None),
        ("朝阳区", "110000", "110105"),
        ("朝阳区", None, None),  # several places are called so
        ("枝江市", None, "420583"),
        ("湖北省", None, "420000"),
        ("全国", None, "100000"),
        ("市", None, None),
        ("某某区", "371500", None),
    ],
)
def test_places(place: str, within: str | None, code: str | None) -> None:
    assert locate(place, within) == code


def test_names_begin_with_places() -> None:
    assert leading_place("湖北省荆州市商务局") == ("湖北省荆州市", "421000")
    assert leading_place("朝阳区教育局") == ("朝阳区", None)
    assert leading_place("交通运输部") == ("", None)
    assert region_name("371500") == "聊城市"
    assert parents("371502") == ("371500", "370000")
    assert parents("zhijiang") == ()


def test_names_on_file_are_different() -> None:
    names = [compact(name) for agency in known_agencies() for name in names_of(agency)]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("name", "region"),
    [
        ("恩施州文化和旅游局", "422800"),
        ("长阳县教育局", "420528"),
        ("黔东南州人民政府", "522600"),
        ("本溪县教育局", "210521"),
        ("鄂温克族自治旗教育局", "150724"),
    ],
)
def test_autonomous_places_by_their_short_names(name: str, region: str) -> None:
    assert identify(name).region == region


@pytest.mark.parametrize(
    ("official", "called"),
    [
        ("泗水县杏树镇人民政府", {"杏树镇", "杏树镇政府", "杏树镇人民政府", "泗水县杏树镇", "泗水县杏树镇政府"}),
        ("泗水县核桃乡人民政府", {"核桃乡", "核桃乡政府", "泗水县核桃乡"}),
        ("泗水县石榴街道办事处", {"石榴街道", "石榴街道办", "泗水县石榴街道"}),
    ],
)
def test_governments_of_towns_and_streets_are_called_by_their_place(official: str, called: set[str]) -> None:
    assert called <= set(names_of(identify(official)))


@pytest.mark.parametrize(
    ("name", "short", "alias"),
    [
        ("杏林县水务局", "县水务局", "水务局"),
        ("海川市杏林县发展和改革局", "县发改局", "杏林县发改局"),
        ("海川市城市管理局", "市城管局", "海川城管局"),
        ("海川市人民政府办公室", "市政府办", "海川市政府办"),
        ("海川市红十字会", "市红十字会", "红十字会"),
        ("海川经济技术开发区管委会", None, None),
        ("市水务局", None, None),
    ],
)
def test_offices_of_places_that_are_not_on_file_are_called_by_their_endings(
    name: str, short: str | None, alias: str | None
) -> None:
    agency = identify(name)
    assert agency.short_name == short
    assert alias is None or alias in agency.aliases
    assert agency.region == "unplaced"
