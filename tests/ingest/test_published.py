"""The reports that are kept beside the project, read in place. Skipped, saying so, where they are absent."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bot.ingest.pipeline import read_paths
from bot.records.form import form, parts_of
from bot.records.model import Cell, Confidence, FindingStatus, Report

FOLDER = Path(__file__).parents[3] / "shared" / "reports"
NAMES = ("shanghai-office-2019.html", "shuyang-fagaiju-2023.html", "hongze-2023.pdf", "shanghai-kewei-2024.md")
ROWS = {
    "received_total": "requests.received_new",
    "carried_over": "requests.carried_in",
    "disclosed_total": "requests.granted_full",
    "partially": "requests.granted_partial",
    "refused_total": "requests.refused_subtotal",
    "unable_total": "requests.unavailable_subtotal",
    "not_processed_total": "requests.not_processed_subtotal",
    "other_total": "requests.other_total",
    "total": "requests.processed_total",
    "carried_forward": "requests.carried_out",
}
GROUPS = {
    "reconsideration": "review",
    "litigation_direct": "litigation_direct",
    "litigation_after": "litigation_after_review",
}
FLAGGED = {FindingStatus.FAIL, FindingStatus.UNCERTAIN, FindingStatus.NOT_ASSESSABLE}


def published(name: str) -> tuple[Report, dict[str, Any]]:
    path = FOLDER / name
    if not path.exists():
        pytest.skip(f"no {path.name} beside the project")
    (batch,) = read_paths([path])
    (report,) = batch.reports
    expected = json.loads(path.with_suffix(".expected.json").read_text(encoding="utf-8"))
    return report, expected


def keys_of(key: str, report: Report) -> tuple[str, ...]:
    return (key,) if key in {cell.key for cell in report.cells} else parts_of(key, report.form)


def value_of(key: str, report: Report) -> Decimal | None:
    """Sum of the cells of a key; a blank total counts as the sum of its row, as the notes of the files do."""
    cells = {cell.key: cell for cell in report.cells}
    total = Decimal(0)
    for part in keys_of(key, report):
        if part not in cells:
            return None
        cell = cells[part]
        if cell.value is None:
            stem = part.rpartition(".")[0]
            total += sum(
                (other.value or 0 for name, other in cells.items() if name.rpartition(".")[0] == stem), Decimal(0)
            )
        else:
            total += cell.value
    return total


def is_flagged(key: str, report: Report) -> bool:
    cells = {cell.key: cell for cell in report.cells}
    parts = keys_of(key, report)
    return any(
        part in finding.cells for finding in report.findings if finding.status in FLAGGED for part in parts
    ) or any(cells[part].confidence is Confidence.AMBIGUOUS for part in parts if part in cells)


@pytest.mark.parametrize("name", NAMES)
def test_requests(name: str) -> None:
    report, expected = published(name)
    for field, stem in ROWS.items():
        key = f"{stem}.total"
        wanted = expected["applications"][field]
        if wanted is None:
            assert not value_of(key, report)
            continue
        printed = {cell.key: cell.value for cell in report.cells}
        if all(printed.get(part) is not None for part in keys_of(key, report)):
            assert value_of(key, report) == wanted, field
        else:
            assert is_flagged(key, report), field
            assert value_of(key, report) == wanted, field


@pytest.mark.parametrize("name", NAMES)
def test_outcomes(name: str) -> None:
    report, expected = published(name)
    cells = {cell.key: cell for cell in report.cells}
    for field, prefix in GROUPS.items():
        for column, wanted in expected[field].items():
            assert cells[f"{prefix}.{column}"].value == wanted, (prefix, column)


@pytest.mark.parametrize("name", NAMES)
def test_article_20(name: str) -> None:
    report, expected = published(name)
    labels: dict[tuple[str, str, str], Cell] = {}
    for block in form(report.form).blocks:
        item = block.term.label.removeprefix("第二十条第").removesuffix("项")
        for row in block.rows:
            for column in block.columns:
                key = f"{block.prefix}.{row.key}.{column.key}"
                cell = next((cell for cell in report.cells if cell.key == key), None)
                if cell:
                    for row_name in (row.label, *row.aliases):
                        labels[item, row_name, column.label.split("（")[0]] = cell
    for item, rows in expected["article20"].items():
        for row_name, columns in rows.items():
            for column_name, wanted in columns.items():
                cell = labels[item, row_name, column_name.split("（")[0]]
                if isinstance(wanted, str):
                    assert cell.raw == wanted
                    assert cell.unit
                else:
                    assert cell.value == Decimal(str(wanted)), (item, row_name, column_name)


@pytest.mark.parametrize("name", NAMES)
def test_identity(name: str) -> None:
    report, expected = published(name)
    assert report.year == expected["year"]
    assert expected["agency"].endswith(report.agency_name) or name.startswith("shanghai-kewei")
    assert report.form == {"2019-2020": "cn_annual_2019", "2021+": "cn_annual_2021"}[expected["format"]]


def test_wrong_totals_are_kept_and_flagged() -> None:
    report, _ = published("hongze-2023.pdf")
    failing = {finding.cells[-1]: finding for finding in report.findings if finding.status is FindingStatus.FAIL}
    assert set(failing) == {"review.total", "litigation_after_review.total"}
    assert (failing["review.total"].left, failing["review.total"].right) == ("11", "0")


def test_prose_that_contradicts_the_table_is_flagged() -> None:
    report, _ = published("shanghai-office-2019.html")
    failing = [finding for finding in report.findings if finding.status is FindingStatus.FAIL]
    assert {finding.relation for finding in failing} == {"K9"}
    assert {(finding.left, finding.right) for finding in failing} == {("258", "275"), ("265", "337")}


def test_right_cells_carry_no_finding() -> None:
    report, _ = published("shuyang-fagaiju-2023.html")
    assert [finding for finding in report.findings if finding.status is not FindingStatus.PASS] == []
