"""A page is one item with its text; contact details are masked (domain.md §5.2)."""

from datetime import date

import pytest

from bot.ingest.items.contacts import masked
from bot.ingest.readers import read_bytes
from bot.ingest.recognise import interpret
from bot.records.model import Body, Record, RecordKind

LETTER = """您现在的位置：首页 > 政务公开 > 政协提案答复
索引号：014416330/2018-04736  发文字号：聊工信函〔2020〕15号
发布日期：2020-11-19 10:20 来源：市工业和信息化局 浏览次数：22 字号：大 中 小
对市政协十三届四次会议第399号提案的答复
B类 签发人：张三
张委员：
您提出的《关于进一步提高服务水平 助推我市制造业高质量发展的建议》（第399号）收悉，现答复如下：
一、我市制造业发展迅速，联系电话13812345678，身份证371502199001011234。
二、继续加强服务。
联系单位及电话：市工信局 0635-8288888
聊城市工业和信息化局
2020年10月15日
打印本页
上一篇：对市政协十三届四次会议第469号提案的答复
版权所有：聊城市工业和信息化局"""


def read(text: str) -> Record:
    (document,) = read_bytes(text.encode(), "page")
    batch = interpret(document, agency_name="聊城市工业和信息化局")
    (record,) = batch.records
    return record


def test_a_letter() -> None:
    record = read(LETTER)
    assert record.title == "对市政协十三届四次会议第399号提案的答复"
    assert (record.kind, record.body, record.term, record.session, record.number) == (
        RecordKind.REPLY,
        Body.CPPCC,
        13,
        4,
        399,
    )
    assert record.topic == "关于进一步提高服务水平 助推我市制造业高质量发展的建议"
    assert (record.doc_no, record.index_no, record.result_class) == (
        "聊工信函〔2020〕15号",
        "014416330/2018-04736",
        "B",
    )
    # The day of the letter and the day that it was put online are two (domain.md §5.4).
    assert (record.issued_on, record.published_on) == (date(2020, 10, 15), date(2020, 11, 19))
    assert record.publisher == "市工业和信息化局"
    assert record.text is not None
    assert record.text.startswith("张委员：\n您提出的")
    assert record.text.endswith("2020年10月15日")
    assert "13812345678" not in record.text
    assert "371502199001011234" not in record.text
    assert "0635-8288888" in record.text
    assert "469" not in record.text
    assert "签发人" not in record.text


def test_a_page_of_a_site() -> None:
    record = read(
        "<html><head><title>关于市政协十四届一次会议第12号提案的答复_某某局</title>"
        "<meta name='PubDate' content='2022-09-01 09:00'><meta name='ContentSource' content='市教育局'>"
        "<meta name='ArticleTitle' content='关于市政协十四届一次会议第12号提案的答复'></head><body>"
        "<h1>关于市政协十四届一次会议第12号提案的答复</h1><div class='c'>"
        "<p>民进市委：</p><p>贵单位提出的关于加强幼儿教育的提案收悉，现答复如下。</p>"
        "<p>我局高度重视，今年新建幼儿园六所，增加学位一千二百个，明年还将继续增加。</p><p>市教育局</p><p>2022年8月20日</p>"
        "</div><div>关闭窗口</div></body></html>"
    )
    assert (record.number, record.term, record.published_on, record.issued_on) == (
        12,
        14,
        date(2022, 9, 1),
        date(2022, 8, 20),
    )
    assert record.publisher == "市教育局"
    assert record.topic == "关于加强幼儿教育"
    assert record.text is not None
    assert "新建幼儿园六所" in record.text


def test_a_list_beside_a_letter_is_not_the_letter() -> None:
    record = read(
        "<h1>对市政协十三届四次会议第399号提案的答复</h1><p>张委员：您提出的《关于停车的提案》收悉，现答复如下。</p>"
        "<p>我局高度重视，多次研究，取得了显著成效，下一步将继续推进各项工作落实到位。</p>"
        "<table><tr><td>标题</td><td>发布时间</td></tr>"
        "<tr><td>对市政协十三届四次会议第400号提案的答复</td><td>2020-01-01</td></tr></table>"
    )
    assert (record.number, record.topic) == (399, "关于停车的提案")


def test_a_title_on_two_lines() -> None:
    record = read(
        "关于聊城市政协第十三届第四次会议委员\n第39号提案的答复\n"
        "张委员：您提出的提案收悉，经研究，现答复如下，我局将继续做好有关工作，不断提高服务水平，欢迎继续提出意见。\n"
    )
    assert (record.number, record.term, record.session) == (39, 13, 4)


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("聊城市人民政府办公室关于印发聊城市节约用水办法的通知", RecordKind.NORMATIVE_DOCUMENT),
        ("《聊城市节约用水办法》政策解读", RecordKind.POLICY_INTERPRETATION),
        ("2021年部门预算公开说明", RecordKind.BUDGET),
        ("关于召开安全生产会议的通知", RecordKind.NOTICE),
    ],
)
def test_items_with_their_labels_in_cells(title: str, kind: RecordKind) -> None:
    record = read(
        f"{title}\n索引号\t11371500004/2021-00013\t主题分类\t水利\n发文机关\t聊城市人民政府办公室\t成文日期\t2021年3月2日\n"
        "发文字号\t聊政办发〔2021〕5号\t有效性\t有效\n公开方式\t主动公开\t发布日期\t2021-03-05\n\n"
        "各县（市、区）人民政府：\n现印发给你们，请认真贯彻执行，遇到问题及时报告市政府办公室，以便研究解决。\n2021年3月2日\n"
    )
    assert (record.title, record.kind) == (title, kind)
    assert (record.index_no, record.doc_no, record.theme, record.effective_status) == (
        "11371500004/2021-00013",
        "聊政办发〔2021〕5号",
        "水利",
        "有效",
    )
    assert (record.issued_on, record.published_on) == (date(2021, 3, 2), date(2021, 3, 5))
    assert record.publisher == "聊城市人民政府办公室"
    assert record.text is not None
    assert "索引号" not in record.text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("电话13812345678。", "电话138********。"),
        ("138 1234 5678", "138********"),
        ("+86-13812345678", "138********"),
        ("１３８１２３４５６７８", "138********"),
        ("身份证37150219900101123X", "身份证371502************"),
        ("0635-8288888", "0635-8288888"),
        ("11371500004251234X/2021-00013", "11371500004251234X/2021-00013"),
        ("金额13812345678901元", "金额13812345678901元"),
        ("第399号", "第399号"),
    ],
)
def test_contact_details_are_masked(text: str, shown: str) -> None:
    assert masked(text) == shown


def test_labels_that_style_parts_and_whom_to_ask() -> None:
    record = read(
        LETTER.replace("索引号：", "索引号 ")
        .replace("聊工信函〔2020〕15号", "聊工信函〔2020〕15号\n联系人：无")
        .replace("联系单位及电话：", "联系人：王某　联系电话：")
        .replace("发文字号：", "\n发文字号 ")
    )
    assert (record.index_no, record.doc_no) == ("014416330/2018-04736", "聊工信函〔2020〕15号")
    assert "联系人：王某" in (record.text or "")
    assert "联系人：无" not in (record.text or "")
