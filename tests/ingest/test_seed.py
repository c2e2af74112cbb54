"""The bundled report: every cell and every fact of the ground truth."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from bot.ingest.pipeline import read_paths
from bot.records.model import Batch, Body, Confidence, FindingStatus, RecordKind, Semantic
from bot.resources import bundled
from bot.text.normalise import compact

SEED = Path(__file__).parent.parent / "seed"
SEMANTICS = {
    "ZERO": Semantic.ZERO,
    "NUMERIC": Semantic.NUMERIC,
    "NA": Semantic.NOT_APPLICABLE,
    "EMPTY": Semantic.BLANK,
    "APPROX": Semantic.APPROXIMATE,
    "TEXT": Semantic.TEXT,
}


def rows(name: str) -> list[dict[str, str]]:
    with (SEED / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.fixture(scope="module")
def batch() -> Batch:
    (read,) = [batch for batch in read_paths(sorted(bundled("documents").iterdir())) if "liaocheng" in batch.document]
    return read


def test_all_cells(batch: Batch) -> None:
    (report,) = batch.reports
    expected = [
        (row["cell_key"], row["raw"], Decimal(row["value"]) if row["value"] else None, SEMANTICS[row["semantic"]])
        for row in rows("cells.tsv")
    ]
    found = [(cell.key, cell.raw, cell.value, cell.semantic) for cell in report.cells]
    assert sorted(found, key=str) == sorted(expected, key=str)
    assert len(found) == 198


def test_confidence_of_damaged_rows(batch: Batch) -> None:
    """Rows of 6 or 8 values are repaired, the rest exact; none is ambiguous (domain.md §6)."""
    (report,) = batch.reports
    repaired = {cell.key.split(".")[1] for cell in report.cells if cell.confidence is Confidence.REPAIRED}
    told = {row["cell_key"].split(".")[1] for row in rows("cells.tsv") if "aligned by rule" in row["note"]}
    assert repaired >= told
    assert not [cell for cell in report.cells if cell.confidence is Confidence.AMBIGUOUS]


def test_findings(batch: Batch) -> None:
    (report,) = batch.reports
    failing = [finding for finding in report.findings if finding.status is not FindingStatus.PASS]
    assert [(finding.relation, finding.cells) for finding in failing] == [
        ("K6", ("art20_1.normative_documents.disclosed_total", "art20_1.normative_documents.newly_disclosed"))
    ]
    assert {finding.relation for finding in report.findings} == {"K1", "K2", "K3", "K4", "K6", "K9", "K10", "K11"}
    assert sum(1 for finding in report.findings if finding.relation == "K1") == 7


def test_lists(batch: Batch) -> None:
    kinds = [record.kind for record in batch.records]
    assert kinds.count(RecordKind.REPLY) == 15
    assert kinds.count(RecordKind.WORK_SUMMARY) == 1
    assert kinds.count(RecordKind.PORTAL_PAGE) == 1
    first, second = batch.listings
    assert (first.body, first.total_rows, first.total_pages, first.rows_in_source) == (Body.CPPCC, 38, 4, 10)
    assert (second.body, second.total_rows, second.rows_in_source) == (Body.NPC, None, 7)


def test_identity(batch: Batch) -> None:
    (report,) = batch.reports
    facts = {row["fact_id"]: row for row in rows("facts.tsv")}
    assert report.agency_name == facts["M02"]["value"]
    assert report.year == int(facts["M05"]["value"])
    assert report.form == "cn_annual_2019"
    assert report.compiled == facts["M03"]["value"]
    assert compact(report.title) == compact(facts["M04"]["value"])
    assert compact(report.cover_title or "") == compact(facts["M01"]["value"])
    assert str(report.period_start) == facts["M09"]["value"]
    assert str(report.period_end) == facts["M10"]["value"]


def test_narrative_figures(batch: Batch) -> None:
    (report,) = batch.reports
    found = {figure.key: figure for figure in report.figures}
    for row in rows("facts.tsv"):
        known = found.get(row["key"])
        if row["key"].startswith(("cppcc.", "npc.", "handling.")) and row["value"].isdigit():
            assert known is not None, row["key"]
            assert known.value == Decimal(row["value"])
            assert compact(row["quote"]) in compact(known.quote)
    assert found["requests.narrative_received"].value == 7
    assert found["review.narrative"].semantic is Semantic.ZERO


def test_people(batch: Batch) -> None:
    (report,) = batch.reports
    told = [
        (row["value"].split("（")[0], row["value"].split("（")[1].rstrip("）"))
        for row in rows("facts.tsv")
        if row["key"] in {"leading_group.head", "leading_group.deputy_head"}
    ]
    assert [(person.name, person.post) for person in report.people if person.post] == told
    assert [person.by_layout for person in report.people[:3]] == [False, False, True]
    assert [person.name for person in report.people if not person.post] == ["关颖琳", "张磊"]


def test_embedded_notice(batch: Batch) -> None:
    (report,) = batch.reports
    (notice,) = report.embedded
    facts = {row["fact_id"]: row for row in rows("facts.tsv")}
    assert notice.kind is RecordKind.NOTICE
    assert notice.title == facts["N01"]["quote"]
    assert compact(facts["N15"]["quote"]) in compact(notice.text or "")


# Sections of facts.tsv that a passage's own section must begin with; rows of tables carry their section in the place.
SECTIONS = {
    "封面": "封面",
    "前言": "前言",
    "通知（标题、主送、目的）": "通知",
    "通知·一 领导小组": "通知·一",
    "通知·二 办公室": "通知·二",
    "一 总体情况（引言）": "一",
    "一（一）公开平台建设": "一（一）",
    "一（二）主动公开信息发布": "一（二）",
    "一（三）建议提案办理": "一（三）",
    "一（三）政府提案列表": "一（三）",
    "一（三）人大建议列表": "一（三）",
    "一（四）政府开放日": "一（四）",
    "一（五）培训": "一（五）",
    "一（六）依申请公开": "一（六）",
    "一（七）复议诉讼": "一（七）",
    "二 表头": "二",
    "三 表头": "三",
    "三 申请表": "三",
    "四 复议诉讼表": "四",
    "五 问题及改进": "五",
    "六 其他": "六",
}
FURNITURE = {"C01", "C02", "C22"}  # breadcrumb, header and page links of a list: not kept (domain.md §6, trap 45)


@pytest.mark.parametrize("row", rows("facts.tsv"), ids=lambda row: row["fact_id"])
def test_every_quote_stands_in_its_section(row: dict[str, str], batch: Batch) -> None:
    (report,) = batch.reports
    section = SECTIONS.get(row["section"], row["section"])
    if row["fact_id"] in FURNITURE:
        assert batch.listings
        return
    texts = [passage.text for passage in report.passages if passage.section.startswith(section)]
    texts += [passage.heading for passage in report.passages if passage.section.startswith(section)]
    texts += [listing.quote or "" for listing in batch.listings if listing.place.section == section]
    texts += [
        f"{record.title}{record.publisher}{record.published_on:%Y年%m月%d日}"
        for record in batch.records
        if record.place.section == section and record.published_on
    ]
    texts += [cell.place.section or "" for cell in report.cells if (cell.place.section or "").startswith(section)]
    if any(compact(row["quote"]) in compact(text) for text in texts):
        return
    parts = {compact(part) for part in row["quote"].split("⇥") if part.strip()}
    printed = {
        compact(text)
        for cell in report.cells
        if (cell.place.section or "").startswith(section)
        for text in (cell.row_label, cell.column_label, cell.raw, *cell.row_label.split("·"))
    }
    group = {
        compact("三、本年度办理结果"),
        compact("(三) 不予公开"),
        compact("(四) 无法提供"),
        compact("(五) 不予处理"),
    }
    assert parts, row
    assert parts <= printed | group | {""}, parts - printed
