"""Lists that no table holds, as offices write, paste and print them: what is read, and what is said of the rest."""

import io

import docx
import pytest

from bot.ingest.document import Document, Table, TableCell
from bot.ingest.errors import ImportingError
from bot.ingest.readers import read_bytes
from bot.ingest.recognise import interpret
from bot.records.model import Batch, Body, Place, Record, RecordKind, Role

A, B = "关于扩建公交首末站的建议", "关于盲道整治的建议"
HEAD = "沅江区交通局2024年区人大代表建议办理结果公开"


def read(text: str, name: str = "list.txt") -> Batch:
    (document,) = read_bytes(text.encode(), name)
    return interpret(document)


def said(record: Record) -> tuple[str, int | None, str | None, str | None, str | None]:
    return (
        record.title,
        record.number,
        record.publisher,
        record.replied_on.isoformat() if record.replied_on else None,
        record.result_class,
    )


OFFICE = "沅江区交通局"
BOTH = [(A, 12, OFFICE, "2024-06-03", "A"), (B, 31, OFFICE, "2024-06-04", "B")]


@pytest.mark.parametrize(
    "text",
    [
        f"{HEAD}\n（一）第12号《{A}》（答复时间：2024年6月3日，办理结果：A）\n（二）第31号《{B}》（答复时间：2024年6月4日，办理结果：B）",
        f"{HEAD}\n编　　号：12\n标　　题：{A}\n答复日期：2024-06-03\n办理结果：A类\n----------\n"
        f"编　　号：31\n标　　题：{B}\n答复日期：2024-06-04\n办理结果：B类",
        f"{HEAD}\n【编号】12\n【标题】{A}\n【答复日期】2024-06-03\n【办理结果】A类\n\n"
        f"【编号】31\n【标题】{B}\n【答复日期】2024-06-04\n【办理结果】B类",
        f"{HEAD}\n1.第12号《{A}》\n答复时间：2024年6月3日；办理结果：A类\n\n2.第31号《{B}》\n答复时间：2024年6月4日；办理结果：B类",
        f"{HEAD}\n1. 第12号建议：{A}，答复日期：2024-06-03，办理结果：A类\n"
        f"2. 第31号建议：{B}，答复日期：2024-06-04，办理结果：B类",
        f"（一）{A}（第12号建议，办理结果A类，2024年6月3日答复）\n（二）{B}（第31号建议，办理结果B类，2024年6月4日答复）\n"
        f"{OFFICE}\n2024年12月1日",
        f"{HEAD}\n- 12号，{A}，6月3日答复，A类\n- 31号，{B}，6月4日答复，B类",
        f"{HEAD}\n第12号  {A}  {OFFICE}  2024-06-03答复  A类\n第31号  {B}  {OFFICE}  2024-06-04答复  B类",
        f"{HEAD}\n（一）第12号提案《{A}》，提案人九三学社沅江区支社，由{OFFICE}主办，2024年6月3日书面答复，A类。\n"
        f"（二）第31号提案《{B}》，会前已沟通，由{OFFICE}主办，2024年6月4日答复委员，B类。",
        f"{HEAD}\n【建议第12号】{A}\n承办股室：路政股　　答复时间：2024年6月3日\n办理结果：A类\n\n"
        f"【建议第31号】{B}\n承办股室：运输股　　答复时间：2024年6月4日\n办理结果：B类",
        f"{HEAD}\n一、第12号建议\n标题：{A}\n答复时间：2024年6月3日\n办理结果：A类\n"
        f"二、第31号建议\n标题：{B}\n答复时间：2024年6月4日\n办理结果：B类",
        f"{HEAD}\n\n建议号：12　　标题：{A}　　答复时间：2024/6/3　　结果：A\n"
        f"提案号：31　　标题：{B}　　答复时间：2024/6/4　　结果：B",
    ],
    ids=[
        "labels-in-brackets",
        *("spaced", "boxed", "labels-below", "labels-behind", "in-brackets", "pieces", "gaps", "told", "in-a-box"),
        *("number-above", "two-numbers"),
    ],
)
def test_records_in_lines(text: str) -> None:
    batch = read(text)
    assert [said(record) for record in batch.records] == BOTH
    assert not batch.refusals


def test_sentences_above_and_sections_say_what_headings_do_not() -> None:
    table = (
        "（{}件\n\n| 编号 | 标题 | 答复日期 |\n|-|-|-|\n| 1 | 关于{} | 2024-06-03 |\n| 2 | 关于{} | 2024-06-04 |\n\n"
    )
    topics = zip(("一）主办", "二）会办") * 2, ("渠路", "桥灯", "树花", "鱼鸟"), strict=True)
    parts = [table.format(part, *both) for part, both in topics]
    counts = "我局共收到区九届人大二次会议建议4件、区政协四届二次会议提案4件。"
    text = "# 2024年建议提案办理结果目录\n\n{}\n\n一、人大代表建议\n\n{}{}二、政协提案\n\n{}{}"
    batch = read(text.format(counts, *parts), "list.md")
    found = [(one.body, one.term, one.session, one.role, one.listing) for one in batch.records[::2]]
    name = "2024年建议提案办理结果目录"
    npc, cppcc = (Body.NPC, 9, 2), (Body.CPPCC, 4, 2)
    assert found == [(*body, role, name) for body in (npc, cppcc) for role in (Role.LEAD, Role.ASSIST)]


def test_a_record_alone_in_its_section_is_one() -> None:
    batch = read(
        "沅江区交通局2024年建议提案办理情况\n一、人大建议\n编号：12\n标题：关于甲路拓宽的建议\n编号：13\n标题：关于乙路拓宽的建议\n"
        "二、政协提案\n编号：12\n标题：关于丙路拓宽的提案"
    )
    assert [(record.body, record.number) for record in batch.records] == [("npc", 12), ("npc", 13), ("cppcc", 12)]


def test_what_looks_like_a_record_and_is_in_no_list_is_refused_by_name() -> None:
    batch = read(f"编号\t标题\t承办单位\n12\t{A}\t区交通局\n31\t{B}\t区残联\n以下转办：\n关于驿站保护的建议\n谢谢。")
    assert [record.title for record in batch.records] == [A, B]
    assert [(refusal.reason, refusal.quote) for refusal in batch.refusals] == [
        ("listing.unread_line", "关于驿站保护的建议")
    ]


def test_labels_of_several_records_are_no_page() -> None:
    """They are one list or nothing: one record of many would be loaded, with the words of others."""
    rows = "".join(f"<p>来件{n}</p><p>编号：{n}，标题：{t}，其他</p>" for n, t in ((12, A), (31, B)))
    with pytest.raises(ImportingError):
        read(f"<html><body><h1>{HEAD}</h1>{rows}</body></html>", "list.html")


def test_answers_one_after_another_are_each_a_page() -> None:
    titles = [f"关于区十届人大三次会议第{number}号建议的答复" for number in (3, 9)]
    text = "".join(
        f"<h4>{title}</h4><p>您提出的建议收悉，现答复如下：已列入{title[9:12]}计划。</p>" for title in titles
    )
    batch = read(f"<html><body>{text}</body></html>", "list.html")
    assert [(record.title, record.number) for record in batch.records] == list(zip(titles, (3, 9), strict=True))
    assert all(record.text and "现答复如下" in record.text for record in batch.records)


def test_titles_several_in_a_row() -> None:
    titles = [f"市政协七届五次会议第{number}号提案答复" for number in range(1, 7)]
    rows = "".join("<tr>" + "".join(f"<td>{title}</td>" for title in titles[at : at + 3]) + "</tr>" for at in (0, 3))
    assert [record.title for record in read(f"<table>{rows}</table>", "list.html").records] == titles


def test_the_title_of_a_document_holds_for_each_of_its_lists() -> None:
    document = docx.Document()
    document.add_paragraph("沅江县水利局2020年建议提案办理情况")
    for heading, title in (("一、县九届人大五次会议建议", A), ("二、县政协十届四次会议提案", "关于盲道整治的提案")):
        document.add_heading(heading, level=2)
        table = document.add_table(rows=3, cols=3)
        cells = [["编号", "标题", "答复时间"], ["8", title, "7月1日"], ["9", f"关于另一{title[2:]}", "7月2日"]]
        for row, texts in enumerate(cells):
            for column, text in enumerate(texts):
                table.cell(row, column).text = text
        document.add_paragraph("")
    out = io.BytesIO()
    document.save(out)
    (read_document,) = read_bytes(out.getvalue(), "list.docx")
    records = interpret(read_document).records
    assert {record.publisher for record in records} == {"沅江县水利局"}
    assert [record.replied_on.isoformat() for record in records if record.replied_on] == [
        "2020-07-01",
        "2020-07-02",
    ] * 2


@pytest.mark.parametrize("header", ["是否公开", "可否公布", "是否上网", "公示情况", "代表是否同意公开", "公开性质"])
@pytest.mark.parametrize(
    ("yes", "no"),
    [
        ("是", "否"),
        ("主动", "依申请"),
        ("建议公开", "不建议公开"),
        ("拟向社会公开", "未同意公开"),
        ("公布", "不公布"),
        ("Y", "N"),
        ("√", "×"),
    ],
)
def test_what_its_list_keeps_back_is_not_loaded(header: str, yes: str, no: str) -> None:
    batch = read(f"编号\t标题\t承办单位\t{header}\n12\t{A}\t区交通局\t{yes}\n31\t{B}\t区残联\t{no}")
    assert [record.title for record in batch.records] == [A]
    assert [reading.withheld for reading in batch.readings] == [1]


def test_every_item_of_a_list_of_sentences_is_loaded_or_named() -> None:
    said = "，提案人：王明，主办单位：区交通局，2023年8月1日答复，办理结果：已解决。（公开）"
    items = [
        f"第1号提案《{A}》",
        f"第2号提案《{B}》",
        "《关于修桥的建议》（编号待补）",
        "《关于停车的建议》（无号），重点提案",
    ]
    batch = read("\n".join(f"{at}．{item}{said}" for at, item in enumerate(items, 1)))
    assert [record.title for record in batch.records] == [A, B, "关于修桥的建议"]
    assert [refusal.quote for refusal in batch.refusals] == ["《关于停车的建议》"]


def test_what_stands_behind_a_link_is_neither_title_nor_header() -> None:
    items = "".join(
        f'<li><a href="{n}.html">第{n}号建议：{title}</a>（承办：区林业局）<em>12-0{n}</em></li>'
        for n, title in ((1, A), (2, B))
    )
    batch = read(f"<html><body><h1>代表建议办理</h1><h3>2022年</h3><ul>{items}</ul></body></html>", "list.html")
    found = [(record.title, record.number, record.publisher, str(record.published_on)) for record in batch.records]
    assert found == [(A, 1, "区林业局", "2022-12-01"), (B, 2, "区林业局", "2022-12-02")]


@pytest.mark.parametrize("names", ["连明山等", "李明等", "连明山、王五等", "连明山等十二人联名"])
def test_names_in_brackets_behind_a_title_are_cut(names: str) -> None:
    batch = read(f"编号\t标题\t承办单位\n12\t{A}（{names}）\t区交通局\n31\t{B}（充电桩等）\t区残联")
    assert [record.title for record in batch.records] == [A, f"{B}（充电桩等）"]


@pytest.mark.parametrize(
    ("header", "yes", "no"),
    [
        ("公开范围", "面向社会", "仅答复本人"),
        ("知悉范围", "社会公众", "仅限提出人"),
        ("渠道", "公开", "不对外"),
        ("是否涉密", "不涉密", "秘密"),
        ("公开意愿", "愿意", "不愿意"),
    ],
)
def test_a_column_of_such_words_is_one_whatever_it_is_called(header: str, yes: str, no: str) -> None:
    test_what_its_list_keeps_back_is_not_loaded(header, yes, no)


def test_what_an_office_notes_for_itself_does_not_outrank_the_column_that_is_asked() -> None:
    rows = f"1\t{A}\t测算不宜公开\t{{}}\n2\t{B}\t\t否"
    noted = "编号\t标题\t内部意见\t是否公开\n" + rows
    assert [record.title for record in read(noted.format("同意")).records] == [A]
    assert not read(noted.format("")).records


@pytest.mark.parametrize(
    ("cells", "loaded", "named"),
    [
        (("公开", "公开", ""), 2, [B]),
        (("不公开", "", ""), 2, []),
        (("", "", ""), 3, []),
        (("/", "公开", "公开"), 2, [A]),
    ],
)
def test_a_blank_cell_where_the_others_say_yes_or_no_is_no_permission(
    cells: tuple[str, ...], loaded: int, named: list[str]
) -> None:
    rows = zip((A, "关于修桥的建议", B), cells, strict=True)
    batch = read(
        "编号\t标题\t是否公开\n" + "\n".join(f"{at}\t{title}\t{cell}" for at, (title, cell) in enumerate(rows, 7))
    )
    assert (len(batch.records), [refusal.quote for refusal in batch.refusals]) == (loaded, named)


@pytest.mark.parametrize("remark", ["请勿公开", "不予公布", "保密件", "代表不同意公开", "不对外公布", "仅答复本人"])
def test_a_remark_keeps_its_row_back(remark: str) -> None:
    batch = read(f"编号\t标题\t承办单位\t备注\n12\t{A}\t区交通局\t请公开\n31\t{B}\t区残联\t{remark}")
    assert [record.title for record in batch.records] == [A]


@pytest.mark.parametrize("header", ["来源", "责任单位", "主办", "办理结果"])
@pytest.mark.parametrize("name", ["欧阳某某", "阿依某·买某", "陈某甲、刘某乙", "赵某某（市一中）"])
def test_names_are_no_offices_and_no_results(header: str, name: str) -> None:
    batch = read(f"编号\t标题\t{header}\n12\t{A}\t{name}\n31\t{B}\t{name}")
    assert [record.title for record in batch.records] == [A, B]
    assert name not in repr(batch.records)


def test_columns_that_a_sheet_printed_on_the_next_page_are_of_its_rows() -> None:
    def table(page: int, *rows: tuple[str, ...]) -> Table:
        place = Place(document="list.pdf", page=page)
        return Table(rows=tuple(tuple(map(TableCell, row)) for row in rows), place=place)

    printed = (
        table(1, ("编号", "标题", "承办单位"), ("12", A, OFFICE), ("31", B, OFFICE)),
        table(2, ("答复时间", "办理结果"), ("2024-06-03", "A"), ("2024-06-04", "B")),
    )
    document = Document(name="list.pdf", sha256="", media_type="pdf", blocks=printed)
    assert [said(record) for record in interpret(document).records] == BOTH


ODD = "<tr><td>办理过程</td><td>交办</td><td>面商</td></tr>"


@pytest.mark.parametrize(
    ("said", "odd", "public"),
    [
        (["☑主动公开 □不公开", "□主动公开 ☑不公开", "主动公开□ 依申请公开☑"], "", [0]),
        (["（√）主动公开 （ ）不公开", "□主动公开 □依申请公开 □不公开", "主动公开 依申请公开 不公开"], "", [0]),
        (["☑主动公开 □不公开", "□主动公开 ☑不公开", "☑主动公开 □不公开"], ODD, []),
    ],
    ids=["ticked", "unticked", "no-form-that-is-read"],
)
def test_forms_with_two_labels_a_line_are_cards_and_never_a_list(said: list[str], odd: str, public: list[int]) -> None:
    form = (
        "<p>卡号：{0}/3</p><table><tr><td>类别</td><td>人大代表建议</td><td>届次</td><td>县十六届人大二次会议</td></tr>"
        "<tr><td>编号</td><td>第0{0}号</td><td>答复日期</td><td>2024年5月2{0}日</td></tr>"
        "<tr><td>标题</td><td colspan=3>关于盲道整治的建议{0}</td></tr><tr><td>主办单位</td><td>县交通局</td>"
        "<td>会办单位</td><td>县财政局</td></tr>{1}<tr><td>公开属性</td><td colspan=3>{2}</td></tr></table>"
    )
    cards = "".join(form.format(at, odd, one) for at, one in enumerate(said, 1))
    if odd:
        with pytest.raises(ImportingError):
            read(cards, "cards.html")
        return
    batch = read(cards, "cards.html")
    assert [(one.number, one.publisher) for one in batch.records] == [(at + 1, "县交通局") for at in public]
    assert [sum(dict(one.withheld).values()) for one in batch.listings] == [len(said) - len(public)]


def table(head: str, *rows: str) -> str:
    lines = [f"| {row.replace(',', ' | ')} |" for row in (head, "---," * head.count(",") + "---", *rows)]
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "# 沅江区政协四届二次会议提案答复\n\n"
            + table(
                "编号,标题,承办形式,承办单位,答复日期",
                f"1,{A},主会办,主办：区交通局；会办：区公安局,2024-06-03",
                f"2,{B},单办,区城管局,2024-06-04",
            ),
            [("区交通局", Body.CPPCC, 4), ("区城管局", Body.CPPCC, 4)],
        ),
        (
            f"# {HEAD}\n\n"
            + table(
                "编号,标题,局领导意见,公开意见,答复日期",
                f"1,{A},同意公开,公开,2024-06-03",
                f"2,{B},删去企业名后公开,删减后公开,2024-06-04",
                f"3,{B}三,不宜外传,公开,2024-06-04",
                *(f"{at},{B}{at},同意公开,公开,2024-06-04" for at in range(4, 9)),
            ),
            [(OFFICE, Body.NPC, None)] * 7,
        ),
        (
            f"# {HEAD}\n\n区政府办公室：\n\n今年我局承办建议2件，已全部办结。\n\n## 一、建议\n\n"
            + table("编号,标题,答复日期", f"1,{A},2024-06-03", f"2,{B},2024-06-04"),
            [(OFFICE, Body.NPC, None)] * 2,
        ),
        (
            "# 区政协四届二次会议提案答复\n\n"
            + table(
                "编号,标题,答复日期",
                "区城管局（1件）,,",
                f"1,{A},2024-06-03",
                "区交通局、区公安局（各1件）,,",
                f"2,{B},2024-06-04",
            ),
            [("区城管局", Body.CPPCC, 4), (None, Body.CPPCC, 4)],
        ),
        (
            "- 区三届人大五次会议建议\n- 区政协四届二次会议提案\n\n"
            + table("建议号,标题,答复日期", f"1,{A},2024-06-03", f"2,{B},2024-06-04"),
            [(None, Body.NPC, 3)] * 2,
        ),
        (
            "# 沅江区三届人大五次会议代表建议办理情况公示\n\n公开方式：主动公开　公示时间：2024年11月4日\n\n"
            + table(
                "序号,建议事项,承办单位,办理进度,答复时间",
                "1,请求改造老街管网,区城管局,已办结,2024-06-03",
                "2,请求增补清淤资金,区水利局,正在办理,",
            ),
            [("区城管局", Body.NPC, 3), ("区水利局", Body.NPC, 3)],
        ),
    ],
    ids=["ways-of-handling", "an-opinion", "addressee", "several-offices", "tabs", "facts-above"],
)
def test_whose_and_what_the_rows_are(text: str, told: list[tuple[str | None, Body, int | None]]) -> None:
    batch = read(text, "list.md")
    assert [(one.publisher, one.body, one.term) for one in batch.records] == told
    assert {one.kind for one in batch.records} == {RecordKind.REPLY}
