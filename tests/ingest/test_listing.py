"""Lists become records, whatever their columns, links and pagers (domain.md §6, traps 1 to 12)."""

from datetime import date
from itertools import permutations

import pytest

from bot.ingest.document import Table, TableCell
from bot.ingest.items.listing import read_lists
from bot.ingest.items.pager import read_pager
from bot.ingest.items.reader import ROWS_AT_ONCE, ListPage, Parts
from bot.ingest.readers import read_bytes
from bot.ingest.recognise import interpret
from bot.records.agencies import identify
from bot.records.model import Batch, Body, Place, Record, RecordKind

AGENCY = identify("聊城市工业和信息化局")
FIRST = "对市政协十三届四次会议第399号提案（关于进一步提高服务水平 助推发展的建议）的答复"
SECOND = "对市政协十三届四次会议第400号提案的答复"


def read(text: str | bytes, agency: str | None = AGENCY.name) -> Batch:
    (document,) = read_bytes(text if isinstance(text, bytes) else text.encode(), "list")
    return interpret(document, agency_name=agency)


def said(record: Record) -> tuple[object, ...]:
    return (record.number, record.publisher, record.published_on)


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_columns_in_any_order(order: tuple[int, ...]) -> None:
    rows = [
        ("标题", "发布机构", "发布时间"),
        (FIRST, "市工业和信息化局", "2020年11月19日"),
        (SECOND, "", ""),
    ]
    batch = read("\n".join("\t".join(row[position] for position in order) for row in rows))
    assert [said(record) for record in batch.records] == [
        (399, "市工业和信息化局", date(2020, 11, 19)),
        (400, None, None),
    ]
    assert batch.records[0].topic == "关于进一步提高服务水平 助推发展的建议"
    assert batch.records[0].region == "371500"
    assert not batch.refusals


def test_columns_without_a_header() -> None:
    batch = read(f"1\t2020-11-19\t{FIRST}\t聊城市工业和信息化局\n2\t2020-11-18\t{SECOND}\t聊城市工业和信息化局\n")
    assert [said(record) for record in batch.records] == [
        (399, "聊城市工业和信息化局", date(2020, 11, 19)),
        (400, "聊城市工业和信息化局", date(2020, 11, 18)),
    ]


def test_what_the_pager_says_is_not_what_is_there() -> None:
    batch = read(
        f"位置： 政府提案\n\n标题\t发布机构\t发布时间\n{FIRST}\t市工信局\t2020-11-19\n\n"
        "共 4 页 38 条数据\n\n[上一页](#)\n[1](#)\n"
    )
    (listing,) = batch.listings
    assert (listing.name, listing.body, listing.total_rows, listing.total_pages, listing.rows_in_source) == (
        "政府提案",
        Body.CPPCC,
        38,
        4,
        1,
    )
    assert listing.quote == "共 4 页 38 条数据"
    assert batch.records[0].listing == "政府提案"


@pytest.mark.parametrize(
    ("line", "rows", "pages"),
    [
        ("共 4 页 38 条数据", 38, 4),
        ("共38条记录", 38, None),
        ("共38条 4页", 38, 4),
        ("共4页", None, 4),
        ("共93条 第 1 页", 93, None),
        ("总共 52 条 每页 12 条 当前第 1/5 页", 52, 5),
        ("总记录数：38 每页10条 共4页", 38, 4),
        ("第1页/共4页 共38条", 38, 4),
        ("1/4 共 1,238 条", 1238, 4),
        ("首页 上一页 1 2 3 下一页 共计38条信息", 38, None),
    ],
)
def test_pagers(line: str, rows: int | None, pages: int | None) -> None:
    pager = read_pager(line)
    assert pager is not None
    assert (pager.rows, pager.pages) == (rows, pages)


@pytest.mark.parametrize(
    "line", ["", "2020年共举办48期。", "全年共收到申请7件", "共承办提案18件，其中主办14件。", "第3页"]
)
def test_sentences_are_no_pagers(line: str) -> None:
    assert read_pager(line) is None


def test_a_page_of_a_site() -> None:
    batch = read(
        "<html><head><title>政协提案 - 荆州市商务局</title></head><body>"
        "<div>当前位置：<a href='/'>首页</a> &gt; 政府信息公开 &gt; 政协提案</div><ul>"
        "<li><a href='/a/1.html'>荆州市商务局关于对市政协六届四次会议第81号提案的答复</a><span>2024-08-01</span></li>"
        "<li><a href='http://sw.example.cn/a/2.html'>荆州市商务局关于对省政协十三届二次会议第<b>82</b>号提案的答复</a>"
        "<span>2024-08-02</span></li></ul><div>共2条 1/1页 上一页 下一页</div></body></html>",
        agency=None,
    )
    # Whose 市 it is, is told by the office in the title.
    assert [(record.number, record.region, record.published_on) for record in batch.records] == [
        (81, "421000", date(2024, 8, 1)),
        (82, "420000", date(2024, 8, 2)),
    ]
    assert batch.records[1].source_url == "http://sw.example.cn/a/2.html"
    assert batch.listings[0].name == "政协提案"


def test_disclosure_items() -> None:
    batch = read(
        "<h2>规范性文件</h2><table><tr><th>序号</th><th>索引号</th><th>标题</th><th>文号</th><th>生成日期</th><th>有效性</th></tr>"
        "<tr><td>1</td><td>123456/2019-00448</td><td><a href='http://a.example.cn/x.html'>关于支持发展的若干措施</a></td>"
        "<td>聊工信发〔2019〕3号</td><td>2019-03-01</td><td>有效</td></tr>"
        "<tr><td>2</td><td>123456/2019-00449</td><td>某某规划</td><td></td><td></td><td>失效</td></tr></table>"
    )
    first, second = batch.records
    assert (first.kind, first.index_no, first.doc_no, first.issued_on, first.effective_status, first.source_url) == (
        RecordKind.NORMATIVE_DOCUMENT,
        "123456/2019-00448",
        "聊工信发〔2019〕3号",
        date(2019, 3, 1),
        "有效",
        "http://a.example.cn/x.html",
    )
    # The list says what the title does not.
    assert (second.kind, second.doc_no, second.issued_on) == (RecordKind.NORMATIVE_DOCUMENT, None, None)


def test_a_table_of_matters_takes_the_session_from_its_heading() -> None:
    batch = read(
        "市十八届人大三次会议代表建议办理情况一览表\n\n序号\t建议编号\t建议名称\t承办单位\t办理结果\n"
        "1\t183012\t关于加强养老服务的建议\t市民政局\tA\n2\t183045\t关于修建停车场的建议\t市城管局\tB类\n"
    )
    assert [
        (record.body, record.region, record.term, record.session, record.number, record.number_raw, record.result_class)
        for record in batch.records
    ] == [
        (Body.NPC, "371500", 18, 3, 12, "183012", "A"),
        (Body.NPC, "371500", 18, 3, 45, "183045", "B"),
    ]
    assert all(record.kind is RecordKind.REPLY for record in batch.records)


def test_lines_of_titles() -> None:
    batch = read(f"政协提案答复\n1. {FIRST}\n2. {SECOND}\n3. 对市政协十三届四次会议第401号提案的答复 [2020-11-03]\n")
    assert [record.number for record in batch.records] == [399, 400, 401]
    assert batch.records[2].published_on == date(2020, 11, 3)


def test_rows_that_cannot_be_are_refused_with_their_place() -> None:
    batch = read(
        f"标题\t发布机构\t发布时间\n{FIRST}\t市工信局\t2020-13-01\n\t市工信局\t2020-11-01\n{SECOND}\t\t\n标题\t发布机构\t发布时间\n"
    )
    assert [record.number for record in batch.records] == [399, 400]
    assert batch.records[0].published_on is None
    assert [(refusal.reason, refusal.place.line) for refusal in batch.refusals] == [
        ("listing.bad_date", 2),
        ("listing.no_title", 3),
    ]


def test_rows_that_share_a_number_stay_two() -> None:
    batch = read(f"标题\t发布时间\n{FIRST}\t2020-11-19\n{FIRST}\t2020-11-20\n")
    assert [record.number for record in batch.records] == [399, 399]


def test_proposers_are_never_kept() -> None:
    batch = read(
        f"标题\t委员\t联系电话\t发布时间\n{FIRST}\t张三\t13812345678\t2020-11-19\n{SECOND}\t李四\t13812345679\t2020-11-19\n"
    )
    assert "张三" not in repr(batch)
    assert "13812345678" not in repr(batch)


def test_tables_of_something_else_are_no_lists() -> None:
    def table(*rows: tuple[str, ...]) -> Table:
        return Table(rows=tuple(tuple(TableCell(text) for text in row) for row in rows), place=Place(document="x"))

    for other in (
        table(("名称", "单位", "数量"), ("钢材", "吨", "12"), ("水泥", "吨", "3")),
        table(("信息内容", "本年新制作数量"), ("规章", "0"), ("规范性文件", "6")),
        table(("索引号", "123", "信息名称", "关于X的通知"), ("发文字号", "聊〔2020〕1号", "成文日期", "2020-01-01")),
        table(("1", "2"), ("3", "4")),
    ):
        assert list(read_lists([other], ListPage())) == []


def test_a_long_list_comes_in_pieces() -> None:
    rows = (
        (TableCell(f"对市政协十三届四次会议第{number}号提案的答复"), TableCell("2020-11-19"))
        for number in range(1, 2 * ROWS_AT_ONCE + 11)
    )
    table = Table(rows=((TableCell("标题"), TableCell("发布时间")), *rows), place=Place(document="x", line=1))
    pieces: list[Parts] = list(read_lists([table], ListPage(agency=AGENCY)))
    assert [len(piece.records) for piece in pieces] == [ROWS_AT_ONCE, ROWS_AT_ONCE, 10, 0]
    assert pieces[-1].listings[0].rows_in_source == 2 * ROWS_AT_ONCE + 10
    assert pieces[1].records[0].place.line == ROWS_AT_ONCE + 2


def test_no_line_of_a_list_is_lost_for_its_marks_or_its_neighbours() -> None:
    titles = (
        "对市政协十三届四次会议第399号提案的答复",
        "对市第四届人民代表大会第五次会议代表第BH037号建议答复的函（百医保函〔2024〕9号）分类：B",
        "市五届人大五次会议第0466号建议办理答复",
    )
    for shown in (titles, titles[1:], titles[2:]):
        rows = "".join(
            f"<li><a href='{i}.html'>{title}</a><span>2024-05-1{i}</span></li>" for i, title in enumerate(shown)
        )
        batch = read(f"<html><body><ul>{rows}</ul><div>共3页 上一页 下一页</div></body></html>")
        assert [record.title for record in batch.records] == list(shown)
        assert all(record.published_on for record in batch.records)


def test_of_items_with_a_summary_the_title_is_what_names_the_matter() -> None:
    items = "".join(
        f"<li><h3>关于市政协五届一次会议第{n}号提案的答复</h3><p>您提出的关于停车难的提案收悉，现答复如下。</p><i>2023-05-0{n}</i></li>"
        for n in (1, 2, 3)
    )
    (document,) = read_bytes(f"<html><body><h1>提案答复</h1><ul>{items}</ul></body></html>".encode(), "x.html")
    found = [(record.number, str(record.published_on)) for record in interpret(document).records]
    assert found == [(1, "2023-05-01"), (2, "2023-05-02"), (3, "2023-05-03")]


KEPT = "1\t关于建设公园的提案\t市园林局\n2\t关于修建桥梁的提案\t市交通局\n"


@pytest.mark.parametrize(
    ("text", "numbers", "withheld"),
    [
        (f"二、主动公开（2件）\n{KEPT}三、不予公开（1件）\n9\t关于监所医疗的提案\t市公安局\n", [1, 2], 1),
        (f"一、不公开的提案\n{KEPT}（一）市公安局\n7\t关于禁毒的提案\t\n二、其他提案\n8\t关于停车的提案\t\n", [8], 3),
        (f"一、公开及不予公开的提案\n{KEPT}", [1, 2], 0),
        (f"{KEPT}3\t关于边贸的提案（不公开）\t市商务局\n4（内部）\t关于帮教的提案\t市司法局\n", [1, 2], 2),
    ],
)
def test_lines_and_brackets_say_what_is_not_for_the_public(text: str, numbers: list[int], withheld: int) -> None:
    batch = read(f"编号\t提案题目\t承办单位\n{text}")
    assert ([record.number for record in batch.records], batch.readings[0].withheld) == (numbers, withheld)
    named = read(f"政协提案目录（不予公开）\n编号\t提案题目\t承办单位\n{KEPT}")
    assert (named.records, named.readings[0].withheld) == ((), 2)


def test_what_is_no_matter_no_office_and_nobodys_business_stays_out() -> None:
    batch = read(
        "2024年县领导督办市十六届人大四次会议建议、市政协十四届三次会议提案\n"
        "填报单位（盖章）：      填报时间：2024年5月，单位：件\n"
        "类别\t编号\t题目\t主办单位\n人大建议\t1\t关于修路的建议（谯周代表）\t县交通局（万俟良 13607960001）\n"
        "政协提案\t2\t撤案\t县教育局\n政协提案\t3\t关于进一步加强校园\t县教育局\n\t\t安全的提案\t\n"
        "主办单位：县民政局（1件）\n政协提案\t4\t关于养老的提案\t\n",
        agency=None,
    )
    found = [(r.number, r.term, r.session, r.title, r.publisher) for r in batch.records]
    assert found == [
        (1, 16, 4, "关于修路的建议", "县交通局"),
        (3, 14, 3, "关于进一步加强校园安全的提案", "县教育局"),
        (4, 14, 3, "关于养老的提案", "县民政局"),
    ]
    assert [refusal.quote for refusal in batch.refusals] == ["政协提案 2 撤案 县教育局"]


def test_a_total_that_names_proposals_is_none_and_whoever_proposed_is_no_part_of_a_title() -> None:
    batch = read(
        "市政协十届一次会议提案办理情况\n（一）主办件\n编号\t标题\t答复日期\t更新时间\n"
        "3\t甄有才等12名委员提出的关于治河的提案\t2023-05-09\t2024-01-05\n"
        "4\t尚善若委员：《关于节水的提案》\t2023-05-10\t2024-01-05\n5\t全有为委员：关于植树的提案\t2023-05-11\t\n"
        "合  计\t政协提案2件，人大建议0件\t\t\n",
        agency=None,
    )
    assert [(r.number, r.body, r.title, r.published_on) for r in batch.records] == [
        (3, Body.CPPCC, "关于治河的提案", None),
        (4, Body.CPPCC, "关于节水的提案", None),
        (5, Body.CPPCC, "关于植树的提案", None),
    ]


def test_records_in_sentences_and_blocks_of_both_bodies() -> None:
    batch = read(
        "2022年建议提案办理情况\n1.《关于治河的建议》（市九届人大一次会议第18号），提出代表：甄有才，主办，2022年6月10日答复，代表满意。\n"
        "2.市政协十届一次会议第9号提案《关于节水的提案》，提案人：尚善若，2022年7月5日答复。\n"
    )
    assert [(r.number, r.session, r.title, str(r.replied_on)) for r in batch.records] == [
        (18, 1, "关于治河的建议", "2022-06-10"),
        (9, 1, "关于节水的提案", "2022-07-05"),
    ]
    beside = read(
        "建议编号,建议题目,,提案编号,提案题目\n1,关于种豆的建议,,8,关于种瓜的提案\n2,关于养鱼的建议,,,\n".replace(
            ",", "\t"
        )
    )
    assert [(r.number, r.body) for r in beside.records] == [(1, Body.NPC), (2, Body.NPC), (8, Body.CPPCC)]
