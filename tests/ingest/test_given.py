"""`--year` and `--agency` say what a document does not print; against its title they are refused, unless forced."""

import csv
import io
from pathlib import Path

import pytest

from bot.ingest.errors import ImportingError
from bot.ingest.given import Given
from bot.ingest.pipeline import Files
from bot.ingest.readers import read_bytes
from bot.ingest.recognise import interpret
from bot.records.model import Report
from tests.generated.layouts.text import text_tabs
from tests.ingest.test_oddities import sheet_of

OFFICE = "聊城市工业和信息化局"


def _document(title: str, year: int = 2023, name: str = "报告.txt") -> bytes:
    _, data = text_tabs(sheet_of(year=year))
    lines = data.decode().splitlines()
    first = next(at for at, line in enumerate(lines) if "年度报告" in line)
    return "\n".join([title, *lines[first + 1 :]]).encode()


def _read(title: str, **given: object) -> Report:
    (document,) = read_bytes(_document(title), "报告.txt")
    (report,) = interpret(document, **given).reports  # type: ignore[arg-type]
    return report


def _title(office: str = OFFICE, year: int = 2023) -> str:
    return f"{office}{year}年政府信息公开工作年度报告"


@pytest.mark.parametrize("given", [2021, 2022, 2024])
def test_another_year_than_the_title_prints_is_refused(given: int) -> None:
    with pytest.raises(ImportingError) as refused:
        _read(_title(), year=given)
    for language in ("zh", "en"):
        said = refused.value.in_words(language)
        assert all(word in said for word in ("报告.txt", "2023", str(given), "--force"))
    assert _read(_title(), year=given, force=True).year == given
    assert _read(_title(), year=2023).year == 2023


@pytest.mark.parametrize(
    ("printed", "given"),
    [
        ("临清市教育局", "冠县教育局"),
        ("临清市教育局", "临清市财政局"),
        (OFFICE, "临清市工业和信息化局"),
        ("沭阳县发展和改革局", "沭阳县人民政府"),
        ("某山县水务局", "某水县水务局"),
        ("上海市科学技术委员会", "上海市人民政府办公厅"),
    ],
)
def test_another_agency_than_the_title_prints_is_refused(printed: str, given: str) -> None:
    with pytest.raises(ImportingError) as refused:
        _read(_title(printed), agency_name=given)
    for language in ("zh", "en"):
        said = refused.value.in_words(language)
        assert all(word in said for word in ("报告.txt", printed, given, "--force"))
    assert _read(_title(printed), agency_name=given, force=True).agency_name == given


@pytest.mark.parametrize(
    ("printed", "given"),
    [
        (OFFICE, "聊城市工信局"),
        (OFFICE, "市工信局"),
        ("聊城市工信局", OFFICE),
        ("市工信局", OFFICE),
        ("工业和信息化局", OFFICE),
        ("沭阳县发展和改革局", "沭阳县发改局"),
        ("沭阳县发改局", "沭阳县发展和改革局"),
        ("上海市科委", "上海市科学技术委员会"),
        ("冠县财政局", "聊城市冠县财政局"),
        ("宿迁市", "宿迁市人民政府"),
    ],
)
def test_another_name_of_the_same_agency_is_no_contradiction(printed: str, given: str) -> None:
    assert _read(_title(printed), agency_name=given).agency_name in {printed, given}


def test_what_the_title_does_not_print_is_filled() -> None:
    report = _read("政府信息公开工作年度报告", agency_name="临清市教育局", year=2023)
    assert (report.agency_name, report.year) == ("临清市教育局", 2023)


def test_nothing_of_a_folder_is_loaded_where_one_report_is_another_years(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(_document(_title(year=2023)))
    (tmp_path / "b.txt").write_bytes(_document(_title("冠县财政局", 2022), 2022))
    with pytest.raises(ImportingError, match=r"b\.txt"):
        list(Files([tmp_path], Given(year=2023), strict=True).pieces())
    assert [
        report.year
        for one in Files([tmp_path], Given(year=2023, force=True), strict=True).pieces()
        for report in one.reports
    ] == [
        2023,
        2023,
    ]


def test_in_a_list_the_agency_fills_what_is_empty_and_nothing_else() -> None:
    rows = [("标题", "发布时间", "发布机构"), ("关于道路的通知", "2021-05-20", "临清市教育局")]
    rows += [("关于公园的通知", "2021-05-21", ""), ("关于医院的通知", "2021-05-22", "冠县财政局")]
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    (document,) = read_bytes(text.getvalue().encode(), "list.csv")
    batch = interpret(document, agency_name="冠县教育局")
    assert [record.publisher for record in batch.records] == ["临清市教育局", None, "冠县财政局"]
    assert batch.agency_name == "冠县教育局"


def _list(**given: object) -> list[str | None]:
    text = "冠县教育局2024年政协提案答复情况,,\n编号,题目,答复日期\n第12号,关于校园安全的建议,2024-05-06\n"
    (document,) = read_bytes(text.encode(), "list.csv")
    return [record.publisher for record in interpret(document, **given).records]  # type: ignore[arg-type]


def test_of_a_list_whose_title_alone_names_the_office_an_agency_is_that_or_refused() -> None:
    assert _list(agency_name="县教育局") == _list(agency_name="冠县教育局") == ["冠县教育局"]
    with pytest.raises(ImportingError) as refused:
        _list(agency_name="临清市教育局")
    assert refused.value.name == "importing.other_agency"
    assert _list(agency_name="临清市教育局", force=True) == ["临清市教育局"]
