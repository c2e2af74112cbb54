"""Layouts met on sites of counties, bureaus and towns: what stands around a report, and how its tables differ."""

import csv
import io
import re
from collections.abc import Callable

import pytest

from bot.ingest.report.identity import identify_report
from bot.records.form import FORM_2019, FORM_2021, T4
from bot.records.model import Confidence, FindingStatus, Report
from tests.generated.layouts.text import markdown, text_cells, text_rows, text_tabs
from tests.generated.layouts.web import html_outcomes, html_requests
from tests.generated.reports import numbered
from tests.generated.sheet import AGENCY, APPLICANTS, HEADINGS, OUTCOMES, Sheet
from tests.ingest.test_oddities import cell, flags, page, read

OTHER_YEARS = "".join(
    f"<li><a href='{year}.html'>虚构市{office}{year}年政府信息公开工作年度报告</a><span>{year + 1}-01-20</span></li>"
    for year in (2025, 2019, 2018, 2017)
    for office in ("教育局", "水利局")
)


def wrong(report: Report, sheet: Sheet) -> dict[str, str]:
    """Cells that differ from the source, or are missing."""
    read_cells = {one.key: one for one in report.cells}
    return {key: text for key, text in sheet.cells.items() if key not in read_cells or read_cells[key].raw != text}


def text(sheet: Sheet, change: Callable[[str], str] = str) -> Report:
    return read("a.txt", change(text_rows(sheet)[1].decode()).encode())


# --- whose report of which year ------------------------------------------------------------------------------------


@pytest.mark.parametrize("titled", [True, False])
@pytest.mark.parametrize("where", ["before", "behind"])
def test_reports_of_other_years_in_a_menu_are_not_this_one(where: str, titled: bool) -> None:
    sheet = numbered()

    def beside(source: str) -> str:
        if not titled:
            source = source.replace(f"<p>{sheet.title}</p>", f"<p>{AGENCY}政府信息公开工作年度报告</p>")
        other = f"<div><h3>历年年报</h3><ul>{OTHER_YEARS}</ul></div>"
        mark, order = {"before": ("<div id='zoom'>", "{1}{0}"), "behind": ("</body>", "{1}{0}")}[where]
        return source.replace(mark, order.format(mark, other))

    report = page(sheet, beside)
    assert (report.agency_name, report.year) == (AGENCY, 2023)
    assert "2023" in report.title or not titled
    assert not wrong(report, sheet)


def test_several_years_in_titles_are_decided_by_the_period() -> None:
    other = f"<p>{AGENCY}2022年政府信息公开工作年度报告</p>"
    report = page(numbered(), lambda source: source.replace("<div id='zoom'>", other + other + "<div id='zoom'>"))
    assert report.year == 2023


# --- T3 ------------------------------------------------------------------------------------------------------------


def _total_first(sheet: Sheet) -> str:
    head = "".join(f"<td>{name}</td>" for name in APPLICANTS)
    rows = "".join(
        f"<tr><td>{label}</td>{''.join(f'<td>{value}</td>' for value in (values[-1], *values[:-1]))}</tr>"
        for _, label, values in sheet.requests()
    )
    first = "<td rowspan=2></td><td rowspan=2>总计</td><td rowspan=2>自然人</td><td colspan=5>法人或其他组织</td>"
    return f"<table><tr>{first}</tr><tr>{head}</tr>{rows}</table>"


def test_columns_stand_where_the_header_says() -> None:
    sheet = numbered()
    report = page(sheet, lambda source: source.replace(html_requests(sheet), _total_first(sheet)))
    assert not wrong(report, sheet)


def test_labels_that_stand_elsewhere_than_the_form_has_them_leave_the_columns_unknown() -> None:
    sheet = numbered()
    table = _total_first(sheet).replace("总计", "", 1).replace("自然人", "", 1)
    report = page(sheet, lambda source: source.replace(html_requests(sheet), table))
    made = [one for one in report.cells if one.key.startswith("requests.")]
    assert made
    assert all(one.confidence is Confidence.AMBIGUOUS and one.value is None for one in made)
    assert all(flags(report, one.key) for one in made)


def test_results_are_summed_without_a_column_of_totals() -> None:
    sheet = numbered()
    sheet.cells.update({key: "0" for key in sheet.cells if key.startswith("requests.")})
    for row in ("other_misc", "processed_total", "received_new"):
        sheet.cells[f"requests.{row}.natural_person"] = "3"
    without = re.compile(r"<td>[^<]*</td></tr>")

    def drop(source: str) -> str:
        table = html_requests(sheet)
        kept = without.sub("</tr>", table).replace('<td rowspan="2">总计</td>', "")
        return source.replace(table, kept.replace("法律服务机构</td></tr>", "法律服务机构</td><td>其他</td></tr>"))

    report = page(sheet, drop)
    assert cell(report, "requests.processed_total.natural_person").value == 3
    assert not [one for one in report.findings if one.relation == "K2" and one.status is FindingStatus.FAIL]


def test_values_beside_the_middle_line_of_a_long_label() -> None:
    sheet = numbered()
    long = {
        row.key: f"{row.number}.{row.label}"
        for row in sheet.form.table("t3_requests")[0].rows
        if row.key in {"other_correction_overdue", "other_fee_unpaid"}
    }

    def wrap(source: str) -> str:
        for key, label in long.items():
            values = " ".join(value for name, value in sheet.cells.items() if name.startswith(f"requests.{key}."))
            lines = [label[:15], "其他", f"{label[15:30]} {values}", label[30:]]
            source = source.replace(f"{label} {values}", "\n".join(lines))
        return source.replace("（六）其他处理 ", "")

    assert not wrong(text(sheet, wrap), sheet)


def test_tables_in_another_order() -> None:
    sheet = numbered()

    def swap(source: str) -> str:
        second, third, fourth = (source.index(heading) for heading in HEADINGS)
        parts = source[:second], source[second:third], source[third:fourth], source[fourth:]
        return "".join((parts[0], parts[2], parts[1], parts[3]))

    assert not wrong(page(sheet, swap), sheet)
    assert not wrong(text(sheet, swap), sheet)


# --- T4 ------------------------------------------------------------------------------------------------------------


def _outcomes(sheet: Sheet) -> list[tuple[str, list[str]]]:
    return [
        (block.term.label, [sheet.cells[f"{block.prefix}.{column.key}"] for column in block.columns])
        for block in sheet.form.table(T4)
    ]


def test_outcomes_in_a_row_a_group() -> None:
    sheet = numbered()
    rows = [f"<td colspan=2>类别</td>{''.join(f'<td>{name}</td>' for name in OUTCOMES)}"]
    for index, (label, values) in enumerate(_outcomes(sheet)):
        left = f"<td colspan=2>{label}</td>" if index == 0 else f"<td>{label}</td>"
        left = f"<td rowspan=2>行政诉讼</td>{left}" if index == 1 else left
        rows.append(left + "".join(f"<td>{value}</td>" for value in values))
    table = "<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"
    assert not wrong(page(sheet, lambda source: source.replace(html_outcomes(sheet), table)), sheet)


def test_outcomes_in_a_table_a_group() -> None:
    sheet = numbered()
    names = "".join(f"<td>{name}</td>" for name in OUTCOMES)
    tables = ""
    for index, (label, values) in enumerate(_outcomes(sheet)):
        heading = label if index == 0 else f"行政诉讼（{label}）"
        figures = "".join(f"<td>{value}</td>" for value in values)
        tables += f"<table><tr><td colspan=5>{heading}</td></tr><tr>{names}</tr><tr>{figures}</tr></table>"
    assert not wrong(page(sheet, lambda source: source.replace(html_outcomes(sheet), tables)), sheet)


# --- text, CSV -----------------------------------------------------------------------------------------------------


def test_columns_set_apart_by_much_space() -> None:
    sheet = numbered()
    spread = text(sheet, lambda source: re.sub(r"(?<=\d) (?=\d)", " " * 9, source))
    assert not wrong(spread, sheet)


def test_page_numbers_between_cells_are_no_values() -> None:
    sheet = numbered()
    source = text_cells(sheet)[1].decode()
    label = "2.没有现成信息需要另行制作"
    assert label in source
    for number in ("- 4 -", "— 4 —", "第 4 页"):
        assert not wrong(read("a.txt", source.replace(label, f"{number}\n\n{label}").encode()), sheet)


def test_tables_with_drawn_bars() -> None:
    sheet = numbered()
    frame = "├" + "─" * 30 + "┤"
    source = markdown(sheet)[1].decode().replace("## ", "")
    source = re.sub(r"^\|[-|]+\|$", frame, source, flags=re.MULTILINE).replace("|", "│")
    assert not wrong(read("a.txt", source.encode()), sheet)


def test_preformatted_text_keeps_its_lines() -> None:
    sheet = numbered()
    source = text_rows(sheet)[1].decode()
    assert not wrong(read("a.html", f"<html><body><h1>年报</h1><pre>{source}</pre></body></html>".encode()), sheet)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
@pytest.mark.parametrize("form_id", [FORM_2019, FORM_2021])
def test_whole_report_saved_as_csv(form_id: str, encoding: str) -> None:
    sheet = numbered(form_id)
    file = io.StringIO()
    writer = csv.writer(file)
    for line in text_tabs(sheet)[1].decode().splitlines():
        cells = line.split("\t")
        writer.writerow([*cells, *[""] * (15 - len(cells))])
    report = read("a.csv", file.getvalue().encode(encoding))
    assert not wrong(report, sheet)
    assert (report.agency_name, report.year) == (AGENCY, 2023)


# --- what is blank, what was not found -----------------------------------------------------------------------------


def _blank_zeros(**cells: str) -> Sheet:
    sheet = numbered()
    sheet.cells.update({key: "" for key in sheet.cells if key.startswith("requests.")})
    sheet.cells.update({f"requests.{key.replace('__', '.')}": value for key, value in cells.items()})
    return sheet


def test_blank_cells_of_rows_that_add_up_are_nothing_so_wrong_totals_fail() -> None:
    new = {
        f"{row}__{column}": "4" for row in ("received_new", "granted_full") for column in ("natural_person", "total")
    }
    right = page(_blank_zeros(**new, processed_total__natural_person="4", processed_total__total="4"))
    assert not [
        one for one in right.findings if one.relation in {"K1", "K2", "K3"} and one.status != FindingStatus.PASS
    ]
    report = page(_blank_zeros(**new, processed_total__natural_person="5", processed_total__total="5"))
    failed = {
        one.relation for one in flags(report, "requests.processed_total.total") if one.status is FindingStatus.FAIL
    }
    assert failed == {"K1", "K2"}


def test_blank_totals_of_rows_with_figures_stay_uncertain() -> None:
    rows = {"granted_full__natural_person": "4", "not_processed_repeat__total": "3", "processed_total__total": "9"}
    report = page(_blank_zeros(**rows))
    (found,) = [
        one for one in report.findings if one.relation == "K2" and "requests.processed_total.total" in one.cells
    ]
    assert found.status is FindingStatus.UNCERTAIN


def test_rows_that_were_not_found_are_named() -> None:
    sheet = numbered()
    report = text(sheet, lambda source: re.sub(r"^8\.属于行政查询事项.*\n", "", source, flags=re.MULTILINE))
    (found,) = [one for one in report.findings if "属于行政查询事项" in one.message and not one.cells]
    assert (found.relation, found.status) == ("K3", FindingStatus.NOT_ASSESSABLE)


def test_few_values_after_a_label_are_kept_as_ambiguous() -> None:
    sheet = numbered()
    values = [sheet.cells[f"requests.carried_in.{column}"] for column in ("natural_person", "org_business", "total")]
    source = text_cells(sheet)[1].decode()
    whole = "\n".join(value for key, value in sheet.cells.items() if key.startswith("requests.carried_in."))
    report = read("a.txt", source.replace(whole, "\n".join(values)).encode())
    made = [one for one in report.cells if one.key.startswith("requests.carried_in.")]
    assert len(made) == 7
    assert all(one.confidence is Confidence.AMBIGUOUS and flags(report, one.key) for one in made)


@pytest.mark.parametrize(
    ("lines", "agency", "year"),
    [
        (["虚构县人民政府办公室", "关于2022年度政府信息公开工作的报告"], "虚构县人民政府办公室", 2022),
        (["政府信息公开工作年度报告（2023年度）", "虚构县教育局"], "虚构县教育局", 2023),
        (["2023年度", "政府信息公开工作年度报告", "虚构县财政局", "2024年1月"], "虚构县财政局", 2023),
        (["虚构县水利局2020年政务公开工作年度报告"], "虚构县水利局", 2020),
        (["虚构县第一中学2023年信息公开工作年度报告"], "虚构县第一中学", 2023),
        (["虚构县石门镇2023年政府信息公开工作年度报告"], "虚构县石门镇", 2023),
        (["国家税务总局虚构县税务局2022年政府信息公开工作年度报告"], "国家税务总局虚构县税务局", 2022),
        (["我局2022年政府信息公开工作年度报告", "虚构县发展和改革局"], "虚构县发展和改革局", 2022),
        (["虚构大学2022-2023学年信息公开工作年度报告"], "虚构大学", 2023),
    ],
)
def test_titles_of_reports(lines: list[str], agency: str, year: int) -> None:
    following = ["本报告根据《中华人民共和国政府信息公开条例》编制。", "一、总体情况", "认真贯彻落实各项要求。"]
    found = identify_report([*lines, *following])
    assert (found.agency, found.year) == (agency, year)


def test_a_table_of_other_figures_is_not_the_one_of_requests() -> None:
    sheet = numbered()
    rows = (("项目", "2022年", "2023年"), ("收到申请", "80", "90"), ("予以公开", "33", "44"), ("行政许可", "5", "7"))
    table = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    heading = f"<p><b>{HEADINGS[0]}</b></p>"
    report = page(sheet, lambda source: source.replace(heading, f"<table>{table}</table>{heading}"))
    assert not wrong(report, sheet)


def test_a_second_table_of_requests_makes_the_figures_uncertain_and_no_sum_of_them_fails() -> None:
    sheet, other = numbered(), numbered()
    zero = {key: "0" for key in sheet.cells if key.startswith("requests.")}
    sheet.cells.update(zero)
    other.cells.update(zero | {"requests.received_new.natural_person": "5", "requests.carried_out.natural_person": "5"})
    heading = f"<p><b>{HEADINGS[2]}</b></p>"
    second = html_requests(other)
    report = page(sheet, lambda source: source.replace(heading, f"<p>上年情况</p>{second}{heading}"))
    found = cell(report, "requests.received_new.natural_person")
    assert (found.value, found.confidence) == (None, Confidence.AMBIGUOUS)
    assert not [one for one in report.findings if one.relation == "K1" and one.status is FindingStatus.FAIL]


def test_outcomes_shifted_by_a_blank_cell_with_one_lost_are_flagged() -> None:
    sheet = numbered()
    sheet.cells.update({key: "0" for key in sheet.cells if key.startswith(("review.", "litigation_"))})
    sheet.cells.update({"review.corrected": "1", "review.total": "1", "litigation_direct.upheld": "2"})
    sheet.cells.update({"litigation_direct.total": "2"})
    values = sheet.outcomes()
    shifted = ["", *values[:8], *values[9:]]
    report = read("a.txt", text_tabs(sheet)[1].replace("\t".join(values).encode(), "\t".join(shifted).encode()))
    made = [one for one in report.cells if one.table == T4]
    assert len(made) == 15
    assert all(flags(report, one.key) for one in made)


def test_outcomes_with_one_blank_end_among_zeros_are_flagged() -> None:
    sheet = numbered()
    sheet.cells.update({key: "0" for key in sheet.cells if key.startswith(("review.", "litigation_"))})
    sheet.cells["review.upheld"] = ""
    report = page(sheet)
    assert {one.status for one in flags(report, "review.corrected")} == {FindingStatus.UNCERTAIN}
