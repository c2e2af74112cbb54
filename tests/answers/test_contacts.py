"""Contacts as printed: an office's lines with their source, a person's never, nothing where nothing is printed."""

from datetime import date
from pathlib import Path

import pytest

from bot.records.model import RecordKind
from bot.screens.render import render
from tests.answers.making import Made, batch, item, made, report, sentence

OFFICE = "临江市水利局"
GUIDE = (
    "申请可以当面提出。办公地址：临江市滨河路18号水利大厦302室。办公时间：周一至周五 9:00—17:00；"
    "联系电话：0635-8260011。联系人：王某某，电话 0635-8260022。投诉电话13812345678。"
)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Made:
    guide = item("政府信息公开指南", date(2024, 3, 1), RecordKind.NOTICE, text=GUIDE)
    told = sentence(1, "公众可以拨打热线0635-8260033咨询，来信请寄水利工作委员会（邮编：252000）。")
    return made(
        tmp_path_factory.mktemp("contacts"),
        batch(OFFICE, records=[guide], reports=[report(OFFICE, 2023, sentences=[told])]),
    )


@pytest.mark.parametrize(
    ("asked", "quoted"),
    [
        ("办公电话是多少", "联系电话：0635-8260011"),
        ("单位地址在哪", "临江市滨河路18号水利大厦302室"),
        ("几点上班", "周一至周五 9:00—17:00"),
        ("咨询电话", "热线0635-8260033"),
        ("邮编是多少", "水利工作委员会（邮编：252000）"),
        ("phone number of the office", "联系电话：0635-8260011"),
    ],
)
def test_what_a_document_prints_of_the_office_is_quoted_with_its_source(library: Made, asked: str, quoted: str) -> None:
    shown = render(library.said(asked)).plain
    assert quoted in shown
    assert "临江市水利局" in shown
    assert "没有写" not in shown


@pytest.mark.parametrize(
    "asked", ["办公电话是多少", "局长电话多少", "王某某的手机号", "局长手机号", "联系方式", "单位地址在哪"]
)
def test_no_number_of_a_person_is_ever_given(library: Made, asked: str) -> None:
    shown = render(library.said(asked)).plain
    assert "8260022" not in shown
    assert "138" not in shown
    if "局长" in asked or "王某某" in asked:  # the office's are told as the office's
        assert "一律不提供" in shown
        assert "没有写明是单位的地址" not in shown


def test_of_several_offices_one_must_be_named(tmp_path: Path) -> None:
    records = [item("指南", date(2024, 3, 1), RecordKind.NOTICE, text=GUIDE)]
    other = [item("指南", date(2024, 3, 1), RecordKind.NOTICE, text="地址：乙县东街5号。电话：0636-7770011。")]
    both = made(tmp_path, batch(OFFICE, records=records), batch("乙县民政局", records=other))
    shown = render(both.said("办公电话是多少")).plain
    assert "0635" not in shown
    assert "没有写" not in shown
    shown = render(both.said("乙县民政局的电话")).plain
    assert "0636-7770011" in shown
    assert "0635" not in shown


def test_where_nothing_is_printed_the_guide_is_named(tmp_path: Path) -> None:
    bare = made(tmp_path, batch(OFFICE, records=[item("通知", date(2024, 3, 1), RecordKind.NOTICE)]))
    shown = render(bare.said("办公电话是多少")).plain
    assert "没有写" in shown
    assert "政府信息公开指南" in shown


def test_what_is_not_printed_is_not_denied_of_the_rest(tmp_path: Path) -> None:
    """Hours are asked of an office whose report prints its telephone number alone."""
    told = sentence(1, "如有疑问，请与本局联系（电话：0635-8260033）。")
    library = made(tmp_path, batch(OFFICE, reports=[report(OFFICE, 2023, sentences=[told])]))
    shown = render(library.said("几点上班")).plain
    assert "0635-8260033" in shown
    assert "没有写明是单位的地址、电话" not in shown
