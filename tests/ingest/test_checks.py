"""K5, K7, K8 across years, and checking again after a correction (domain.md §1.6)."""

from dataclasses import replace
from decimal import Decimal

from bot.ingest.checks import recheck
from bot.ingest.readers import read_bytes
from bot.ingest.recognise import interpret
from bot.records.form import FORM_2019, FORM_2021
from bot.records.model import FindingStatus, Report
from tests.generated.layouts.web import html_plain
from tests.ingest.test_oddities import sheet_of


def report_of(form_id: str, year: int, **cells: str) -> Report:
    name, data = html_plain(sheet_of(form_id, year, **cells))
    (report,) = interpret(read_bytes(data, name)[0]).reports
    return report


def outcome(findings: tuple, relation: str, key: str) -> FindingStatus | None:
    return next((one.status for one in findings if one.relation == relation and key in one.cells), None)


def test_carried_over_from_the_year_before() -> None:
    earlier = report_of(FORM_2021, 2021, requests__carried_out__total="3")
    later = report_of(FORM_2021, 2022, requests__carried_in__total="2")
    findings = recheck(later, earlier)
    assert outcome(findings, "K5", "requests.carried_in.total") is FindingStatus.FAIL
    assert outcome(findings, "K5", "requests.carried_in.natural_person") is FindingStatus.PASS
    assert outcome(recheck(later, None), "K5", "requests.carried_in.total") is None


def test_items_and_documents_in_force() -> None:
    earlier = report_of(FORM_2019, 2019, art20_5__administrative_licences__prior_year_items="8")
    later = report_of(FORM_2019, 2020, art20_5__administrative_licences__prior_year_items="9")
    key = "art20_5.administrative_licences.prior_year_items"
    assert outcome(recheck(later, earlier), "K7", key) is FindingStatus.UNCERTAIN
    first = report_of(FORM_2021, 2021, art20_1__rules__in_force="10")
    second = report_of(
        FORM_2021, 2022, art20_1__rules__issued="2", art20_1__rules__repealed="1", art20_1__rules__in_force="11"
    )
    assert outcome(recheck(second, first), "K8", "art20_1.rules.in_force") is FindingStatus.PASS


def test_a_correction_is_checked_again_and_damage_is_kept() -> None:
    report = report_of(FORM_2021, 2022, review__upheld="2", review__total="0")
    assert outcome(report.findings, "K4", "review.total") is FindingStatus.FAIL
    cells = tuple(replace(cell, value=Decimal(2)) if cell.key == "review.total" else cell for cell in report.cells)
    again = recheck(replace(report, cells=cells), None)
    assert outcome(again, "K4", "review.total") is FindingStatus.PASS
    assert set(recheck(report, None)) == set(report.findings)
