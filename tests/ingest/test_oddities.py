"""Things that published reports do to the form, each in a small report of its own."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from bot.errors import GongkaiError
from bot.ingest.pipeline import read_paths
from bot.ingest.readers import read_bytes
from bot.ingest.recognise import interpret
from bot.records.form import FORM_2019, FORM_2021
from bot.records.model import Cell, Confidence, Finding, FindingStatus, Report, Semantic
from bot.text.normalise import to_traditional
from tests.generated.layouts.text import markdown, text_tabs
from tests.generated.layouts.web import html_block, html_outcomes, html_page, html_plain, html_requests
from tests.generated.reports import zeros as sheet_of
from tests.generated.sheet import Sheet


def read(name: str, data: bytes) -> Report:
    (report,) = interpret(read_bytes(data, name)[0]).reports
    return report


def page(sheet: Sheet, change: Callable[[str], str] = str) -> Report:
    name, data = html_plain(sheet)
    return read(name, change(data.decode()).encode())


def cell(report: Report, key: str) -> Cell:
    return next(one for one in report.cells if one.key == key)


def flags(report: Report, key: str) -> list[Finding]:
    return [one for one in report.findings if key in one.cells and one.status is not FindingStatus.PASS]


@pytest.mark.parametrize(
    ("raw", "value", "semantic", "unit", "remark"),
    [
        ("22（其中修订 16 件）", 22, Semantic.NUMERIC, None, "其中修订 16 件"),
        ("22(其中修订16件)", 22, Semantic.NUMERIC, None, "其中修订16件"),
        ("1,234", 1234, Semantic.NUMERIC, None, None),
        ("１２", 12, Semantic.NUMERIC, None, None),
        ("0件", 0, Semantic.ZERO, "件", None),
        ("－", None, Semantic.NOT_APPLICABLE, None, None),
        ("—", None, Semantic.NOT_APPLICABLE, None, None),
        ("/", None, Semantic.NOT_APPLICABLE, None, None),
        ("无", None, Semantic.TEXT, None, None),
        ("", None, Semantic.BLANK, None, None),
        ("300余", 300, Semantic.APPROXIMATE, None, None),
    ],
)
def test_cells_with_more_than_a_number(
    raw: str, value: int | None, semantic: Semantic, unit: str | None, remark: str | None
) -> None:
    found = cell(page(sheet_of(art20_1__rules__issued=raw)), "art20_1.rules.issued")
    assert (found.raw, found.semantic, found.unit, found.remark) == (raw, semantic, unit, remark)
    assert found.value == (None if value is None else Decimal(value))


def test_amount_with_its_unit() -> None:
    found = cell(
        page(sheet_of(FORM_2019, 2019, art20_9__centralized_procurement__amount="251000元")),
        "art20_9.centralized_procurement.amount",
    )
    assert (found.raw, found.value, found.unit) == ("251000元", Decimal(251000), "元")


def test_unit_of_the_header_is_kept_and_another_one_is_flagged() -> None:
    sheet = sheet_of(art20_8__administrative_fees__amount_10k_yuan="7730.28")
    key = "art20_8.administrative_fees.amount_10k_yuan"
    assert cell(page(sheet), key).unit == "万元"
    assert not flags(page(sheet), key)
    other = page(sheet, lambda text: text.replace("单位：万元", "单位：元"))
    assert cell(other, key).unit == "元"
    assert flags(other, key)


def test_form_is_recognised_by_headings_not_by_year() -> None:
    assert page(sheet_of(FORM_2019, 2023)).form == FORM_2019
    assert page(sheet_of(FORM_2021, 2020)).form == FORM_2021


def test_single_row_of_other_handling_under_the_new_tables() -> None:
    new, old = sheet_of(FORM_2021), sheet_of(FORM_2019, 2023, requests__other_total__total="3")
    tables = [f"<table>{''.join(html_block(*block, wrap=False) for block in new.blocks())}</table>"]
    tables += [html_requests(old), html_outcomes(new)]
    report = read("m.html", html_page(new, tables))
    assert report.form == FORM_2021
    assert cell(report, "requests.other_total.total").value == 3
    assert not [one for one in report.cells if one.key.startswith("local.")]


def test_wrong_totals_stay_as_printed() -> None:
    report = page(sheet_of(review__upheld="10", review__corrected="1", review__total="0"))
    assert cell(report, "review.total").value == 0
    (finding,) = flags(report, "review.total")
    assert (finding.relation, finding.status, finding.difference) == ("K4", FindingStatus.FAIL, "11")
    assert not flags(report, "litigation_direct.total")


def test_blank_total_is_flagged_and_not_filled() -> None:
    report = page(sheet_of(requests__received_new__natural_person="5", requests__received_new__total=""))
    assert cell(report, "requests.received_new.total").value is None
    assert flags(report, "requests.received_new.total")


def test_tables_as_pictures() -> None:
    name, data = html_plain(sheet_of())
    text = data.decode()
    while "<table>" in text:
        start, end = text.index("<table>"), text.index("</table>") + len("</table>")
        text = text[:start] + "<p><img src='table.png'></p>" + text[end:]
    report = read(name, text.encode())
    assert not report.cells
    assert report.passages
    missing = [one for one in report.findings if one.status is FindingStatus.NOT_ASSESSABLE]
    assert len(missing) == 3


def test_requests_without_a_column_of_totals() -> None:
    sheet = sheet_of(requests__received_new__natural_person="5", requests__received_new__org_other="2")
    rows = html_requests(sheet).replace('<td rowspan="2">总计</td>', "").replace('colspan="7"', 'colspan="6"')
    parts = rows.split("<tr>")
    cut = [parts[0]]
    for part in parts[1:]:
        values = part.count("<td>0</td>") + part.count("<td>5</td>") + part.count("<td>2</td>")
        cut.append(part[: part.rindex("<td>")] + "</tr></table>" * part.endswith("</table>") if values == 7 else part)
    report = read("n.html", html_page(sheet, ["", "<tr>".join(cut), html_outcomes(sheet)]))
    assert cell(report, "requests.received_new.natural_person").value == 5
    assert cell(report, "requests.received_new.org_other").value == 2
    assert not [one for one in report.cells if one.key == "requests.received_new.total" and one.value is not None]


def test_block_label_in_a_column_of_its_own() -> None:
    sheet = sheet_of(art20_1__rules__issued="4", art20_6__administrative_coercion__decisions="9")
    table = ""
    for heading, columns, rows in sheet.blocks():
        first = f"<td rowspan='{len(rows) + 1}'>{heading}</td>"
        table += f"<tr>{first}<td>信息内容</td>{''.join(f'<td>{column}</td>' for column in columns)}</tr>"
        for label, values in rows:
            table += f"<tr><td>{label}</td>{''.join(f'<td>{value}</td>' for value in values)}</tr>"
    tables = [f"<table>{table}</table>", html_requests(sheet), html_outcomes(sheet)]
    report = read("o.html", html_page(sheet, tables))
    assert cell(report, "art20_1.rules.issued").value == 4
    assert cell(report, "art20_6.administrative_coercion.decisions").value == 9
    assert len(report.cells) == 200


def test_outcomes_with_a_label_before_the_values() -> None:
    sheet = sheet_of(review__upheld="3", review__total="3", litigation_after_review__pending="2")
    sheet.cells["litigation_after_review.total"] = "2"
    values = "".join(f"<td>{value}</td>" for value in sheet.outcomes())
    table = html_outcomes(sheet).replace("<tr>", "<tr><td></td>")
    table = table.replace(f"<tr><td></td>{values}", f"<tr><td>件数</td>{values}")
    blocks = "".join(html_block(*block, wrap=False) for block in sheet.blocks())
    report = read("p.html", html_page(sheet, [f"<table>{blocks}</table>", html_requests(sheet), table]))
    assert cell(report, "review.upheld").value == 3
    assert cell(report, "litigation_after_review.pending").value == 2


def test_added_row_of_proactive_disclosure_is_local() -> None:
    sheet = sheet_of(FORM_2019, 2020, art20_1__normative_documents__made="6")
    added = "<tr><td>其他主动公开文件</td><td>31</td><td>32</td><td>33</td></tr>"
    report = page(
        sheet,
        lambda text: text.replace(
            '<tr><td colspan="4">第二十条第（五）项', f'{added}<tr><td colspan="4">第二十条第（五）项'
        ),
    )
    local = [one for one in report.cells if one.key.startswith("local.")]
    assert [one.value for one in local] == [31, 32, 33]
    assert local[0].key == "local.qi_ta_zhu_dong_gong_kai_wen_jian.made"
    assert cell(report, "art20_1.normative_documents.made").value == 6


def test_row_of_wrong_width_with_figures_inside_is_ambiguous() -> None:
    sheet = sheet_of()
    name, data = text_tabs(sheet)
    line = "\t\t2.重复申请\t" + "\t".join(["0"] * 7)
    assert line in data.decode()
    report = read(name, data.decode().replace(line, "\t\t2.重复申请\t4\t2\t0\t0\t0\t6").encode())
    row = [one for one in report.cells if one.key.startswith("requests.not_processed_repeat.")]
    assert {one.confidence for one in row} == {Confidence.AMBIGUOUS}
    assert {one.value for one in row[:-1]} == {None}
    assert flags(report, row[0].key)


def test_same_row_twice_with_other_figures_is_ambiguous() -> None:
    sheet = sheet_of()
    row = "<td>2.重复申请</td>" + "<td>0</td>" * 7
    report = page(sheet, lambda text: text.replace(row, f"{row}</tr><tr>{row.replace('<td>0</td>', '<td>1</td>')}"))
    assert cell(report, "requests.not_processed_repeat.total").confidence is Confidence.AMBIGUOUS
    assert flags(report, "requests.not_processed_repeat.total")


def test_traditional_characters_in_big5() -> None:
    name, data = text_tabs(sheet_of(requests__received_new__total="12"))
    report = read(name, to_traditional(data.decode()).encode("big5hkscs", "replace"))
    assert cell(report, "requests.received_new.total").value == 12
    assert report.year == 2023


def test_prose_against_table() -> None:
    told = "2023年，我局共收到政府信息公开申请7件，均已按时答复。"
    sheet = sheet_of(requests__received_new__natural_person="5", requests__received_new__total="5")
    report = page(sheet, lambda text: text.replace("<p>一、总体情况</p>", f"<p>一、总体情况</p><p>{told}</p>"))
    (finding,) = [one for one in report.findings if one.relation == "K9"]
    assert (finding.status, finding.left, finding.right) == (FindingStatus.FAIL, "7", "5")
    assert finding.cells == ("requests.received_new.total",)


def test_no_year() -> None:
    name, data = html_plain(sheet_of())
    text = data.decode().replace("2023年", "")
    with pytest.raises(GongkaiError, match="年份"):
        read(name, text.encode())
    (report,) = interpret(read_bytes(text.encode(), name)[0], year=2022).reports
    assert report.year == 2022


def test_one_bad_file_among_many_is_named(tmp_path: Path) -> None:
    for year in range(2021, 2025):
        name, data = html_plain(sheet_of(year=year))
        (tmp_path / f"{year}-{name}").write_bytes(data)
    (tmp_path / "2022-bad.html").write_bytes(b"")
    with pytest.raises(GongkaiError, match="2022-bad"):
        read_paths([tmp_path])


def test_contradicting_reports_are_refused(tmp_path: Path) -> None:
    for number, received in enumerate(["5", "6"]):
        _, data = html_plain(sheet_of(requests__received_new__total=received))
        (tmp_path / f"{number}.html").write_bytes(data)
    with pytest.raises(GongkaiError, match="内容不同"):
        read_paths([tmp_path])


def test_one_report_in_two_formats_is_one(tmp_path: Path) -> None:
    for layout in (html_plain, markdown):
        name, data = layout(sheet_of())
        (tmp_path / name).write_bytes(data)
    batches = read_paths([tmp_path])
    assert sum(len(batch.reports) for batch in batches) == 1


def test_missing_path_and_empty_folder(tmp_path: Path) -> None:
    with pytest.raises(GongkaiError, match="找不到"):
        read_paths([tmp_path / "nowhere"])
    with pytest.raises(GongkaiError, match="没有可以导入"):
        read_paths([tmp_path])


def test_labelled_rows_without_a_header_are_fitted_by_position_and_said_so() -> None:
    text = (
        "海川市水务局2022年政府信息公开工作年度报告\n一、总体情况\n有事请拨打13800001111，办公室电话0635-8241212。\n"
        "三、收到和处理政府信息公开申请情况\n"
        "一、本年新收政府信息公开申请数量\t5\t0\t0\t0\t0\t0\t5\n二、上年结转政府信息公开申请数量\t1\t0\t0\t0\t0\t0\t1\n"
        "（一）予以公开\t4\t0\t0\t0\t0\t0\t4\n（二）部分公开\t1\t0\t0\t0\t0\t0\t2\n（七）总计\t5\t0\t0\t0\t0\t0\t5\n"
        "四、结转下年度继续办理\t1\t0\t0\t0\t0\t0\t1\n"
    )
    (report,) = interpret(read_bytes(text.encode(), "a.txt")[0]).reports
    confidence = {cell.key: cell.confidence for cell in report.cells}
    assert confidence["requests.received_new.total"] is Confidence.REPAIRED
    # Its sum does not fit: nothing tells which value is whose.
    assert confidence["requests.granted_partial.total"] is Confidence.AMBIGUOUS
    assert any("按国家格式的顺序" in finding.message for finding in report.findings)
    (passage,) = (one for one in report.passages if "办公室电话" in one.text)
    assert passage.text == "有事请拨打138********，办公室电话0635-8241212。"
