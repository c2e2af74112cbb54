"""Exports: the two interfaces as documented, and files that spreadsheet programs open without running anything."""

import csv
import io
import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from python_calamine import CalamineWorkbook

from bot.records.columns import Sheet, export_columns
from bot.records.model import Confidence, RecordKind, Role
from bot.store.database import Database
from bot.store.export import formats as export_formats
from bot.store.export.rows import EXPORTS, INTERFACE, ExportScope
from bot.store.load.loading import load
from bot.store.load.withdrawal import withdraw
from bot.store.read.queries import Store

from .building import AGENCY, NEW, batch, cell, notice, reply, report

DOCUMENTATION = Path(__file__).parents[2] / "docs" / "exports.md"


@pytest.fixture
def loaded(database: Database, store: Store) -> Store:
    rows = (
        reply(5, role=Role.LEAD, doc_no="水函〔2021〕5号"),
        reply(12, "=cmd|'/c calc'!A1"),
        notice("2021年办理工作总结", kind=RecordKind.WORK_SUMMARY, listing="提案答复"),
        notice("关于停水的通知", listing="提案答复"),
        notice("关于放水的通知"),
    )
    damaged = report(
        cells=(cell(NEW, "3"), cell("requests.carried_in.total", "1余", confidence=Confidence.AMBIGUOUS)),
    )
    load(database, [batch(*rows), batch(name="r.txt", reports=(damaged,))])
    return store


def exported(store: Store, sheet: Sheet, scope: ExportScope | None = None) -> list[dict[str, Any]]:
    target = io.StringIO()
    export_formats.write_json(EXPORTS[sheet](store, scope or ExportScope()), sheet, target)
    found: list[dict[str, Any]] = json.loads(target.getvalue())
    return found


def test_replies_as_json_are_the_interface(loaded: Store) -> None:
    rows = exported(loaded, "replies")
    assert {tuple(row) for row in rows} == {INTERFACE["replies"]}
    (found,) = [row for row in rows if row["number"] == 5]
    assert found == {
        "key": loaded.by_number(5)[0].record.key,
        "kind": "reply",
        "body": "cppcc",
        "region": loaded.agencies()[0].region,
        "term": 9,
        "session": 2,
        "number": 5,
        "number_raw": "5",
        "topic": reply(5).topic,
        "title": reply(5).title,
        "publisher": "市水利局",
        "published_on": "2021-06-01",
        "doc_no": "水函〔2021〕5号",
        "role": "lead",
        "status": "published",
        "replied_on": None,
        "issued_on": None,
        "result_class": None,
        "extras": None,
    }


def test_every_row_of_a_reply_list_is_exported_and_nothing_else(loaded: Store) -> None:
    kinds = {row["title"]: row["kind"] for row in exported(loaded, "replies")}
    assert kinds["2021年办理工作总结"] == "work_summary"
    assert kinds["关于停水的通知"] == "other"
    assert "关于放水的通知" not in kinds
    assert set(kinds.values()) <= {"reply", "opinion", "proposal", "work_summary", "portal_page", "other"}


def test_a_withdrawn_row_is_exported_without_what_it_said(database: Database, loaded: Store) -> None:
    withdraw(database, "cppcc:9-2:5", "有误")
    (found,) = [row for row in exported(loaded, "replies") if row["number"] == 5]
    assert (found["status"], found["title"], found["topic"], found["doc_no"]) == ("withdrawn", None, None, None)


def test_figures_as_json_are_the_interface(loaded: Store) -> None:
    first, second = exported(loaded, "figures")
    assert tuple(first) == INTERFACE["figures"]
    assert first == {
        "agency": AGENCY,
        "year": 2021,
        "form": "cn_annual_2021",
        "key": NEW,
        "label": "received_new·total",
        "raw": "3",
        "value": 3,
        "unit": None,
        "semantic": "numeric",
        "confidence": "exact",
        "place": {"document": "report.txt", "section": "三", "line": 7},
        "findings": [{"relation": "K1", "status": "fail", "left": "3", "right": "2", "difference": "1"}],
    }
    assert (second["raw"], second["value"], second["confidence"]) == ("1余", None, "ambiguous")


def test_the_documentation_names_every_field_in_order() -> None:
    text = DOCUMENTATION.read_text(encoding="utf-8")
    for sheet, fields in INTERFACE.items():
        section = text.partition(f"### `.venv/bin/gongkai export {sheet} --format json`")[2].partition("###")[0]
        assert tuple(re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)) == fields


def test_a_part_can_be_exported(database: Database, loaded: Store) -> None:
    load(
        database,
        [batch(reply(7, publisher=None, day=date(2020, 1, 1), session=1), agency_name="乐陵市教育局", name="b")],
    )
    slug = next(agency.slug for agency in loaded.agencies() if agency.name == "乐陵市教育局")
    assert [row["number"] for row in exported(loaded, "replies", ExportScope(agency=slug))] == [7]
    assert [row["number"] for row in exported(loaded, "replies", ExportScope(year=2020))] == [7]
    assert exported(loaded, "figures", ExportScope(year=2020)) == []


@pytest.mark.parametrize("sheet", ["replies", "items", "figures"])
def test_yaml_is_a_list_of_the_same_rows(loaded: Store, sheet: Sheet) -> None:
    target = io.StringIO()
    rows = list(EXPORTS[sheet](loaded, ExportScope()))
    export_formats.write_yaml(rows, sheet, target)
    assert len(yaml.safe_load(target.getvalue())) == len(rows)
    empty = io.StringIO()
    export_formats.write_yaml([], sheet, empty)
    assert yaml.safe_load(empty.getvalue()) == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_csv_has_a_byte_order_mark_and_runs_nothing(loaded: Store, language: str) -> None:
    target = io.StringIO()
    export_formats.write_csv(EXPORTS["replies"](loaded, ExportScope()), "replies", target, language)
    text = target.getvalue()
    assert text.startswith("\ufeff")
    header, *rows = csv.reader(io.StringIO(text[1:]))
    assert header == [column.header(language) for column in export_columns("replies")]
    assert len(rows) == 4
    assert not [value for row in rows for value in row if re.match(r"[=+@\t]", value)]
    assert [value for row in rows for value in row if value.startswith("'=cmd")]


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+cmd", "'+cmd"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("-2+3", "'-2+3"),
        ("＝1", "'＝1"),
        ("\tx", "'\tx"),
        ("-8", "-8"),
        ("-", "-"),
        ("—", "—"),
        ("/", "/"),
        ("300余", "300余"),
        (-8, -8),
    ],
)
def test_only_what_would_run_is_neutralised(value: str | int, written: str | int) -> None:
    assert export_formats.neutralised(value) == written


def test_a_workbook_holds_texts_as_texts(loaded: Store) -> None:
    content, too_long = export_formats.write_xlsx(EXPORTS["figures"](loaded, ExportScope()), "figures")
    assert too_long == 0
    header, *rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name("figures").to_python()
    assert header == [column.header("zh") for column in export_columns("figures")]
    assert [row[header.index("原文")] for row in rows] == ["3", "1余"]
    assert rows[0][header.index("值")] == 3


def test_a_text_too_long_for_a_cell_is_left_out_and_counted(database: Database, store: Store) -> None:
    load(database, [batch(reply(5, text="长" * 40_000))])
    content, too_long = export_formats.write_xlsx(EXPORTS["replies"](store, ExportScope()), "replies")
    assert too_long == 1
    assert "长" * 100 not in repr(CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python())
