"""What staff type in, and what an export wrote, is read as it was meant."""

from datetime import date
from decimal import Decimal

import pytest

from bot.cli.templates import as_yaml
from bot.errors import GongkaiError
from bot.ingest.document import Document, Table, TableCell
from bot.ingest.readers import read_bytes
from bot.ingest.recognise import interpret
from bot.records.columns import SHEETS, Sheet, template_columns
from bot.records.model import Batch, Body, Confidence, Place, RecordKind, Role, Semantic

AGENCY = "聊城市工业和信息化局"


def read(text: str) -> Batch:
    (document,) = read_bytes(text.encode(), "typed")
    return interpret(document, agency_name=AGENCY)


def sheet(rows: list[dict[str, str]], kind: Sheet, language: str = "zh") -> Batch:
    """Fill in a template and read it."""
    columns = template_columns(kind)
    cells = [tuple(TableCell(column.header(language)) for column in columns)]
    cells += [tuple(TableCell(row.get(column.name, "")) for column in columns) for row in rows]
    table = Table(rows=tuple(cells), place=Place(document="t.xlsx", sheet=kind, row=1))
    return interpret(Document(name="t.xlsx", sha256="0", media_type="xlsx", blocks=(table,)), agency_name=AGENCY)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_template_of_replies(language: str) -> None:
    batch = sheet(
        [
            {
                "title": "关于加强养老服务的提案",
                "kind": "答复",
                "body": "政协",
                "term": "13.0",
                "session": "4",
                "number_raw": "0466",
                "role": "分办",
                "result_class": "A类",
                "published_on": "2020-11-03",
                "text": "电话13812345678",
            }
        ],
        "replies",
        language,
    )
    (record,) = batch.records
    assert (record.kind, record.body, record.session, record.number, record.number_raw) == (
        RecordKind.REPLY,
        Body.CPPCC,
        4,
        466,
        "0466",
    )
    assert (record.role, record.result_class, record.published_on) == (Role.SPLIT, "A", date(2020, 11, 3))
    assert record.text == "电话138********"


def test_yaml_is_taken_as_typed() -> None:
    batch = read(
        "- kind: reply\n  title: 对市政协十三届四次会议第0466号提案的答复\n  number_raw: 0466\n"
        "  published_on: 2020-11-03\n"
        "- 标题: 关于放假的通知\n  类型: 通知公告\n  发布日期: 2020年5月1日\n"
    )
    first, second = batch.records
    assert (first.number, first.number_raw, first.published_on) == (466, "0466", date(2020, 11, 3))
    assert (second.kind, second.published_on) == (RecordKind.NOTICE, date(2020, 5, 1))
    assert (first.place.line, second.place.line) == (1, 5)


def test_a_number_that_contradicts_its_title_is_refused() -> None:
    batch = read(
        "- {title: 对市政协十三届四次会议第399号提案的答复, number_raw: 400, kind: reply}\n"
        "- {title: 对市政协十三届四次会议第401号提案的答复, number_raw: 401, kind: reply}\n"
    )
    assert [record.number for record in batch.records] == [401]
    assert [refusal.reason for refusal in batch.refusals] == ["listing.contradiction"]


def test_rows_of_withdrawn_records_are_left_alone() -> None:
    batch = read("- {key: 'cppcc:371500:13-4:399@lc-gxj', title: 某标题, status: withdrawn}\n")
    assert batch.records == ()


def test_figures() -> None:
    batch = read(
        "- {agency: 聊城市工业和信息化局, year: 2020, key: requests.received_new.total, raw: 7}\n"
        "- {agency: 聊城市工业和信息化局, year: 2020, key: art20_9.centralized_procurement.amount, raw: 251000元}\n"
        "- {agency: 聊城市工业和信息化局, year: 2020, key: requests.carried_in.total, raw: /}\n"
        "- {agency: 聊城市工业和信息化局, year: 2020, key: requests.carried_out.total, raw: 0,\n"
        "   confidence: ambiguous, value: ''}\n"
        "- {agency: 聊城市工业和信息化局, year: 2020, raw: 5}\n"
        "- {year: 2021, key: requests.received_new.total, raw: 无数}\n"
    )
    (report,) = batch.reports
    assert (report.agency_name, report.year, report.form) == (AGENCY, 2020, "cn_annual_2019")
    cells = {cell.key: cell for cell in report.cells}
    assert cells["requests.received_new.total"].value == Decimal(7)
    assert cells["requests.received_new.total"].table == "t3_requests"
    assert (
        cells["art20_9.centralized_procurement.amount"].value,
        cells["art20_9.centralized_procurement.amount"].unit,
    ) == (
        Decimal(251000),
        "元",
    )
    assert cells["requests.carried_in.total"].semantic is Semantic.NOT_APPLICABLE
    assert (cells["requests.carried_out.total"].value, cells["requests.carried_out.total"].confidence) == (
        None,
        Confidence.AMBIGUOUS,
    )
    assert [refusal.reason for refusal in batch.refusals] == ["listing.no_key", "listing.bad_value"]


def test_the_form_of_figures_is_told_by_their_keys() -> None:
    def form_of(key: str, year: int) -> str:
        return read(f"- {{agency: {AGENCY}, year: {year}, key: {key}, raw: 1}}\n").reports[0].form

    assert form_of("art20_1.rules.issued", 2019) == "cn_annual_2021"
    assert form_of("art20_1.rules.made", 2023) == "cn_annual_2019"
    assert form_of("requests.received_new.total", 2020) == "cn_annual_2019"
    assert form_of("requests.received_new.total", 2023) == "cn_annual_2021"


def test_json_of_another_hand_is_a_list() -> None:
    rows = '[{"tah": "7", "tabt": "关于修路的提案", "sfgk": "1"}, {"tah": "9", "tabt": "关于架桥的提案", "sfgk": "0"}]'
    (document,) = read_bytes(f'{{"code": 200, "data": {{"rows": {rows}}}}}'.encode(), "list.json")
    batch = interpret(document)
    assert ([record.number for record in batch.records], batch.readings[0].withheld) == ([7], 1)


def test_damaged_yaml_is_named_with_its_line() -> None:
    with pytest.raises(GongkaiError) as caught:
        read("- title: a\n  kind: reply\n- title: [\n")
    assert "4" in str(caught.value) or "3" in str(caught.value)


def test_every_sheet_has_a_title_or_a_key() -> None:
    for kind in SHEETS:
        assert any(column.required for column in template_columns(kind))


@pytest.mark.parametrize("kind", SHEETS)
def test_what_a_template_says_of_its_columns_is_no_row(kind: Sheet) -> None:
    filled = {"title": "关于加强养老服务的提案", "key": "requests.received_new.total", "raw": "7", "year": "2020"}
    columns = template_columns(kind)
    head = tuple(TableCell(column.header("zh")) for column in columns)
    row = tuple(TableCell(filled.get(column.name, "")) for column in columns)
    notes = tuple((TableCell(column.header("zh")), TableCell("文字")) for column in columns)
    tables = (
        Table(rows=(head, row), place=Place(document="t.xlsx", sheet=kind, row=1)),
        Table(rows=notes, place=Place(document="t.xlsx", sheet="说明", row=1)),
    )
    batch = interpret(Document(name="t.xlsx", sha256="0", media_type="xlsx", blocks=tables), agency_name=AGENCY)
    assert batch.refusals == ()
    assert len(batch.records) + len(batch.reports) == 1


def test_a_template_in_yaml_is_filled_in_where_its_marks_are_taken_off() -> None:
    first, *fields = as_yaml("replies").decode().splitlines()
    filled = [field.removeprefix("# ").replace("title: ", "title: 关于加强养老服务的提案 ") for field in fields]
    batch = read("\n".join([first, *filled]))
    assert [record.title for record in batch.records] == ["关于加强养老服务的提案"]
    assert batch.refusals == ()
