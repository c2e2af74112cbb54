"""What becomes of a report on its way to a page: broken titles and headers, no header, cut labels; other documents."""

import csv
import io
from decimal import Decimal
from itertools import pairwise
from random import Random

import pytest

from bot.ingest.errors import ImportingError
from bot.ingest.readers import read_bytes
from bot.ingest.recognise import interpret
from bot.ingest.report.identity import identify_report
from bot.records.form import FORM_2019, FORM_2021
from bot.records.model import Batch, Confidence, FindingStatus, RecordKind, Report
from bot.text.normalise import to_traditional
from tests.generated.layouts.grid import tabbed
from tests.generated.reports import consistent
from tests.generated.sheet import ENDING, HEADINGS, Sheet, preface

FORMS = pytest.mark.parametrize("form_id", [FORM_2019, FORM_2021])
AGENCIES = ("柳荫市水务局", "青岚县人民政府", "海晏区云溪街道办事处", "赤松县石桥镇人民政府", "南屏区住房和城乡建设局")


def sheet_of(form_id: str, seed: int = 3) -> Sheet:
    return consistent(Random(seed), form_id=form_id, year=2020 if form_id == FORM_2019 else 2023, agency="柳荫市水务局")


def lines_of(sheet: Sheet, tables: list[list[list[str]]] | None = None) -> list[list[str]]:
    """The report as rows of cells, blank ones left out; a line of text is a row of one."""
    rows = [[line] for line in preface(sheet)]
    for heading, table in zip(HEADINGS, tables or tabbed(sheet), strict=True):
        rows += [[heading], *([cell for cell in row if cell] for row in table)]
    return [row for row in rows if row] + [[line] for line in ENDING]


def read(text: str, name: str = "a.txt", **given: object) -> Batch:
    (document,) = read_bytes(text.encode(), name)
    return interpret(document, **given)  # type: ignore[arg-type]


def report_of(text: str, name: str = "a.txt", **given: object) -> Report:
    (report,) = read(text, name, **given).reports
    return report


def values(report: Report) -> dict[str, Decimal | None]:
    return {cell.key: cell.value for cell in report.cells}


def truth(sheet: Sheet) -> dict[str, Decimal]:
    return {key: Decimal(text) for key, text in sheet.cells.items()}


# --- tables --------------------------------------------------------------------------------------------------------


@FORMS
@pytest.mark.parametrize("apart", ["\n", "\n\n"])
def test_a_header_cell_over_two_lines_is_one(form_id: str, apart: str) -> None:
    sheet, dice = sheet_of(form_id), Random(1)
    headers = {column for _, columns, _ in sheet.blocks() for column in columns} | {"社会公益组织", "未经复议直接起诉"}

    def broken(cell: str) -> str:
        at = dice.randint(2, len(cell) - 2) if cell in headers and len(cell) > 4 else 0
        return f"{cell[:at]}\n{cell[at:]}" if at else cell

    report = report_of(apart.join(broken(cell) for row in lines_of(sheet) for cell in row))
    assert values(report) == truth(sheet)


@FORMS
@pytest.mark.parametrize("padded", [True, False])
def test_a_report_as_comma_csv(form_id: str, padded: bool) -> None:
    sheet, held = sheet_of(form_id), io.StringIO()
    rows = lines_of(sheet)
    csv.writer(held).writerows([row + [""] * (16 - len(row)) if padded else row for row in rows])
    assert values(report_of(held.getvalue(), "a.csv")) == truth(sheet)


def bare(sheet: Sheet, *, labels: bool) -> list[list[list[str]]]:
    """Tables of rows alone: those of T3 with or without labels, that of T4 without."""
    proactive, _, _ = tabbed(sheet)
    requests = [[*([label] if labels else []), *numbers] for _, label, numbers in sheet.requests()]
    return [proactive, requests, [sheet.outcomes()]]


@FORMS
@pytest.mark.parametrize("separator", [" ", "\t", " | ", ","])
@pytest.mark.parametrize("labels", [True, False])
def test_rows_without_a_header_are_fitted_by_position_and_say_so(form_id: str, separator: str, labels: bool) -> None:
    sheet = sheet_of(form_id)
    report = report_of("\n".join(separator.join(row) for row in lines_of(sheet, bare(sheet, labels=labels))))
    assert values(report) == truth(sheet)
    fitted = {cell.key for cell in report.cells if cell.confidence is Confidence.REPAIRED}
    named = {key for one in report.findings if one.status is FindingStatus.UNCERTAIN for key in one.cells}
    assert {key for key in sheet.cells if key.startswith(("review", "litigation"))} <= fitted & named
    assert labels or {key for key in sheet.cells if key.startswith("requests")} <= fitted & named


@FORMS
@pytest.mark.parametrize("changed", ["requests.granted_full.org_business", "review.total"])
def test_rows_without_a_header_that_do_not_add_up_are_never_fitted(form_id: str, changed: str) -> None:
    sheet = sheet_of(form_id)
    sheet.cells[changed] = str(int(sheet.cells[changed]) + 1)
    report = report_of("\n".join(" ".join(row) for row in lines_of(sheet, bare(sheet, labels=False))))
    table = changed.partition(".")[0]
    sure = [cell for cell in report.cells if cell.key.startswith(table) and cell.value is not None]
    assert not sure
    assert any(one.status is not FindingStatus.PASS for one in report.findings)


@FORMS
@pytest.mark.parametrize("left", [14, 18, 22])
def test_labels_cut_at_their_end(form_id: str, left: int) -> None:
    sheet = sheet_of(form_id)
    rows = [
        [f"{row[0][:left]}…" if len(row) == 8 and len(row[0]) > left else row[0], *row[1:]] for row in lines_of(sheet)
    ]
    assert values(report_of("\n".join("\t".join(row) for row in rows))) == truth(sheet)


def test_labels_of_which_only_the_end_is_left_are_known_by_their_order() -> None:
    sheet = sheet_of(FORM_2021)
    rows = [["行政机关不再处理其政府信息公…", *row[1:]] if "不再处理" in row[0] else row for row in lines_of(sheet)]
    assert values(report_of("\n".join(" ".join(row) for row in rows))) == truth(sheet)


@FORMS
@pytest.mark.parametrize("word", ["信息", "資訊"])
def test_traditional_pages(form_id: str, word: str) -> None:
    sheet = sheet_of(form_id)
    report = report_of(to_traditional("\n".join("\t".join(row) for row in lines_of(sheet))).replace("信息", word))
    assert values(report) == truth(sheet)
    assert report.year == sheet.year
    money = next((cell for cell in report.cells if cell.key.endswith("amount_10k_yuan")), None)
    assert money is None or money.unit == "万元"


# --- whose, and of which year --------------------------------------------------------------------------------------


@pytest.mark.parametrize("agency", AGENCIES)
@pytest.mark.parametrize("parts", [2, 3])
def test_a_title_over_several_lines_is_one_title(agency: str, parts: int) -> None:
    title = f"{agency}2023年政府信息公开工作年度报告"
    cuts = {2: [(len(agency),), (len(agency) + 9,), (len(title) - 4,)], 3: [(len(agency), len(agency) + 9)]}[parts]
    way = f"首页 > 政务公开 > {agency}政府信息公开年报 > 2019年"
    for cut in cuts:
        ends = (0, *cut, len(title))
        lines = [title[start:end] for start, end in pairwise(ends)]
        for before in ([], [way], ["首页>>信息公开年报>>年度报告"]):
            found = identify_report([*before, *lines, "一、总体情况", "本年主动公开政府信息130条。"])
            assert (found.agency, found.year, found.title) == (agency, 2023, title), (before, lines)


@pytest.mark.parametrize(
    ("lines", "agency"),
    [
        (["赤松县", "石桥镇2020年政府信息公开工作年度报告"], "赤松县石桥镇"),
        (["柳荫市人民政府", "政府信息公开", "柳荫市水务局2020年政府信息公开工作年度报告"], "柳荫市水务局"),
        (["柳荫市政务公开", "水务局2020年政府信息公开工作年度报告"], "水务局"),
        (["测试市2025年政府信息公开工作年度报告"], "测试市"),
        (["本报告统计期限为2020年1月1日至2020年12月31日。请与梨树旗自然资源局办公室联系。"], "梨树旗自然资源局"),
        (["本报告统计期限为2020年1月1日至2020年12月31日。请与青岚县人民政府办公室联系。"], None),
        (["本报告统计期限为2020年1月1日至2020年12月31日。请与云溪街道党政办公室联系。"], None),
    ],
)
def test_who_is_the_agency_and_who_is_not(lines: list[str], agency: str | None) -> None:
    assert identify_report([*lines, "一、总体情况", "主动公开政府信息130条。"]).agency == agency


def test_the_agency_of_a_label_where_the_title_names_none() -> None:
    sheet = sheet_of(FORM_2021)
    text = "\n".join("\t".join(row) for row in lines_of(sheet)).replace(sheet.title, "2023年政府信息公开工作年度报告")
    for head in ("发布机构：柳荫市水务局\n发布日期：2024-01-20", "发布机构\n柳荫市水务局\n发布日期\n2024-01-20"):
        assert report_of(f"{head}\n{text}").agency_name == "柳荫市水务局"


def test_what_is_given_against_the_print_is_refused_unless_forced() -> None:
    sheet = sheet_of(FORM_2021)
    text = "\n".join("\t".join(row) for row in lines_of(sheet))
    refused: list[tuple[dict[str, object], str]] = [
        ({"year": 2022}, "importing.other_year"),
        ({"agency_name": "冠县教育局"}, "importing.other_agency"),
    ]
    for given, name in refused:
        with pytest.raises(ImportingError) as raised:
            report_of(text, **given)
        assert raised.value.name == name
        assert report_of(text, force=True, **given).cells
    assert report_of(text, agency_name="市水务局", year=2023).agency_name == "柳荫市水务局"


# --- other documents -----------------------------------------------------------------------------------------------

NOTICE = """杏树市人民政府办公室关于做好2025年政府信息公开工作年度报告编制{more}工作的通知

县、区人民政府，市政府各部门：

为高质量做好2025年政府信息公开工作年度报告编制和发布工作，现就有关事项通知如下：

一、规范年报内容。要认真撰写总体情况，重在聚焦主题、简明客观，篇幅原则上不超过一千字。

二、确保数据准确。认真填写规章、行政规范性文件的本年制发件数、本年废止件数、现行有效件数。
"""


def blank_form(sheet: Sheet) -> str:
    rows = [[cell for cell in row if not cell.lstrip("-").replace(".", "").isdigit()] for row in lines_of(sheet)[2:]]
    return "\n".join(["中华人民共和国政府信息公开工作年度报告格式", *("\t".join(row) for row in rows if row)])


@pytest.mark.parametrize("more", ["", "和发布"])
@pytest.mark.parametrize("attached", [True, False])
def test_a_notice_about_reports_is_a_notice(more: str, attached: bool) -> None:
    text = NOTICE.format(more=more) + (blank_form(sheet_of(FORM_2021)) if attached else "")
    batch = read(text)
    assert not batch.reports
    assert [record.kind for record in batch.records] == [RecordKind.NOTICE]


@FORMS
@pytest.mark.parametrize("given", [{}, {"agency_name": "柳荫市水务局", "year": 2023}])
def test_the_blank_form_is_refused_as_such(form_id: str, given: dict[str, object]) -> None:
    with pytest.raises(ImportingError) as raised:
        read(blank_form(sheet_of(form_id)), **given)
    assert raised.value.name == "importing.blank_form"


@FORMS
@pytest.mark.parametrize("separator", ["\t", ",", " | "])
def test_table_two_alone_is_a_report(form_id: str, separator: str) -> None:
    sheet = sheet_of(form_id)
    rows = [[cell for cell in row if cell] for row in tabbed(sheet)[0]]
    text = "\n".join(separator.join(row) for row in rows)
    wanted = {key: value for key, value in truth(sheet).items() if key.startswith("art20")}
    assert values(report_of(f"{sheet.title}\n{text}")) == wanted
    with pytest.raises(ImportingError) as raised:
        report_of(text)
    assert raised.value.name == "importing.no_year_no_agency"
    assert values(report_of(text, agency_name=sheet.agency, year=sheet.year)) == wanted


def test_two_years_in_one_document_are_two_reports() -> None:
    first, second = (consistent(Random(year), year=year, agency="柳荫市水务局") for year in (2022, 2023))
    text = "\n".join("\t".join(row) for sheet in (first, second) for row in lines_of(sheet))
    found = {report.year: values(report) for report in read(text).reports}
    assert found == {2022: truth(first), 2023: truth(second)}


def test_two_years_side_by_side_are_two_reports() -> None:
    first, second = (consistent(Random(year), year=year, agency="柳荫市水务局") for year in (2022, 2023))
    rows = [["项目", *["2022年"] * 7, *["2023年"] * 7]]
    columns = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
    rows += [["", *columns * 2]]
    pairs = zip(first.requests(), second.requests(), strict=True)
    rows += [[label, *one, *other] for (_, label, one), (_, _, other) in pairs]
    table = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    title = "<p>柳荫市水务局政府信息公开工作年度报告</p>"
    text = f"<html><body>{title}<p>{HEADINGS[1]}</p><table>{table}</table></body></html>"
    found = {report.year: values(report) for report in read(text, "a.html").reports}
    for sheet in (first, second):
        assert found[sheet.year] == {k: v for k, v in truth(sheet).items() if k.startswith("requests")}


# --- prose against table -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("told", "statuses"),
    [
        ("全年未发生因政府信息公开被行政复议纠错或行政诉讼败诉情形。", set()),
        ("因政府信息公开被纠正的行政复议案件1件。", set()),
        ("全年通过网络收到政府信息公开申请1件。", set()),
        ("全年未发生因政府信息公开引起的行政复议、行政诉讼。", {FindingStatus.FAIL}),
        ("因政府信息公开被申请行政复议12件，被提起行政诉讼22件。", {FindingStatus.PASS}),
    ],
)
def test_prose_and_table_are_compared_where_they_count_the_same(told: str, statuses: set[FindingStatus]) -> None:
    sheet = sheet_of(FORM_2021)
    cells = {key: "0" for key in sheet.cells if key.startswith(("review", "litigation"))}
    cells |= {"review.upheld": "12", "review.total": "12"}
    cells |= {"litigation_direct.upheld": "22", "litigation_direct.total": "22"}
    sheet.cells |= cells
    sheet.prose = [told]
    report = report_of("\n".join("\t".join(row) for row in lines_of(sheet)))
    assert {one.status for one in report.findings if one.relation == "K9"} == statuses
