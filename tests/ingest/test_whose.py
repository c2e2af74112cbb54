"""Which documents name no office at all: only those may be the bot's own office's."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.ingest.document import Document
from bot.ingest.given import NOTHING_GIVEN, Given
from bot.ingest.items.heading import office_of_file
from bot.ingest.pipeline import read_paths
from bot.ingest.readers import read_bytes
from bot.ingest.whose import OfficeWantedError, is_office, named, printed_offices
from bot.records.model import Batch
from bot.store.load.own_office import Whose
from tests.store.building import batch, reply

OWN = "阳谷县水利局"
ROW = "对市政协九届二次会议第{}号提案（关于市教育局食堂的建议）的答复,2021-06-01\n"
ROWS = "标题,发布时间\n" + ROW.format(5) + ROW.format(6)
REPORT = (
    "本报告所列数据统计期限为2020年1月1日至2020年12月31日。\n一、总体情况\n2020年，主动公开政府信息130条。\n"
    "二、主动公开政府信息情况\n第二十条第（五）项\n信息内容 | 上一年项目数量 | 本年增/减 | 处理决定数量 |\n"
    "行政许可 | 12 | 1 | 903 |\n三、收到和处理政府信息公开申请情况\n四、政府信息公开行政复议、行政诉讼情况\n"
    "五、存在的主要问题及改进情况\n六、其他需要报告的事项\n无\n"
)
LETTER = (
    "对市政协九届二次会议第5号提案的答复\n2021-06-01\n张委员：您提出的建议收悉。市教育局、市财政局已安排资金，现答复如下。\n"
    "我局将继续做好工作。感谢您的关心和支持，欢迎继续提出宝贵意见。\n"
)
FIGURES = "年度,指标键,原文\n2020,requests.received_new.total,7\n2020,requests.carried_in.total,0\n"


def made(folder: Path, name: str, content: str) -> Path:
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return path


def whose_is(path: Path, whose: Whose) -> list[tuple[str | None, bool]]:
    return [(one.agency_name, one.own_office) for one in read_paths([path], whose=whose)]


@pytest.mark.parametrize(
    "content",
    [
        ROWS,
        "提案答复\n" + ROWS,
        LETTER,
        ROWS.replace("2021-06-01", "2021-06-01,我局").replace("发布时间", "发布时间,发布机构"),
    ],
    ids=["rows", "headed", "letter", "our office"],
)
def test_a_document_that_names_no_office_is_the_bots_own(tmp_path: Path, content: str) -> None:
    path = made(tmp_path, "a.csv" if "," in content else "a.txt", content)
    assert whose_is(path, Whose(office=OWN)) == [(OWN, True)]
    assert whose_is(path, Whose()) == [(None, False)]
    with pytest.raises(OfficeWantedError, match=path.name):
        read_paths([path], whose=Whose(ask=True))


@pytest.mark.parametrize(
    "content",
    [
        ROWS.replace("2021-06-01", "2021-06-01,莘县财政局").replace("发布时间", "发布时间,发布机构"),
        ROWS.replace("对市政协", "莘县财政局关于对市政协"),
        "莘县财政局提案答复公开表\n" + ROWS,
        "填报单位：莘县财政局\n" + ROWS,
        ROWS + "莘县财政局\n",
        ROWS.replace("2021-06-01", "2021-06-01,市财政局").replace("发布时间", "发布时间,承办单位"),
        "对市政协九届二次会议第5号提案的答复\n张委员：您提出的建议收悉，现答复如下，请予审阅并提出意见。\n"
        "感谢您对我们工作的关心和支持，欢迎继续提出宝贵意见和建议。\n莘县财政局\n",
    ],
    ids=["column", "title", "heading", "label", "last line", "cell", "signature"],
)
def test_one_that_prints_another_office_is_not(tmp_path: Path, content: str) -> None:
    path = made(tmp_path, "a.csv" if "," in content else "a.txt", content)
    assert all(not own for _, own in whose_is(path, Whose(office=OWN)))


def test_one_that_prints_the_bots_own_beside_its_rows_is_its_own(tmp_path: Path) -> None:
    path = made(tmp_path, "a.csv", "县水利局提案答复公开表\n" + ROWS)
    assert whose_is(path, Whose(office=OWN)) == [(OWN, True)]


def test_reports_and_typed_figures_without_an_office(tmp_path: Path) -> None:
    for path in (made(tmp_path, "r.txt", REPORT), made(tmp_path, "figures.csv", FIGURES)):
        (batch,) = read_paths([path], whose=Whose(office=OWN))
        assert (batch.own_office, [one.agency_name for one in batch.reports]) == (True, [OWN])
        with pytest.raises(OfficeWantedError):
            read_paths([path], whose=Whose(ask=True))


def test_who_is_asked_is_offered_the_only_office_that_is_known(tmp_path: Path) -> None:
    bare = made(tmp_path, "a.csv", ROWS)
    signed = made(tmp_path, "b.csv", ROWS + "莘县财政局,\n")
    for path, likely, offered in ((bare, None, None), (bare, OWN, OWN), (signed, None, "莘县财政局")):
        with pytest.raises(OfficeWantedError) as wanted:
            read_paths([path], whose=Whose(ask=True, likely=likely))
        assert wanted.value.likely == offered
    assert whose_is(signed, Whose(ask=True, likely=OWN)) == [(None, False)]


def test_the_agency_that_is_given_settles_it(tmp_path: Path) -> None:
    path = made(tmp_path, "a.csv", ROWS)
    (batch,) = read_paths([path], agency_name="莘县财政局", whose=Whose(office=OWN, ask=True))
    assert (batch.agency_name, batch.own_office) == ("莘县财政局", False)


@pytest.mark.parametrize("named_at", [None, 0, 9, 10, 25])
@pytest.mark.parametrize("count", [1, 9, 10, 11, 30])
def test_a_long_list_is_read_to_its_end_before_it_is_the_bots_own(named_at: int | None, count: int) -> None:
    document = Document(name="long.csv", sha256="0", media_type="csv", blocks=())

    def read(given: Given) -> Iterator[Batch]:
        for number in range(count):
            publisher = "莘县财政局" if number == named_at else None
            yield batch(reply(number + 1, publisher=publisher), agency_name=given.agency_name)

    found = list(named(document, Given(whose=Whose(office=OWN)), read))
    assert [piece.records for piece in found] == [piece.records for piece in read(NOTHING_GIVEN)]
    bots_own = named_at is None or named_at >= count
    assert {(piece.agency_name, piece.own_office) for piece in found} == {(OWN, True) if bots_own else (None, False)}


@pytest.mark.parametrize(
    "name",
    ["聊城市教育局", "市财政局", "阳谷县人民政府办公室", "阳谷县侨润街道办事处", "国家税务总局聊城市税务局"],
)
def test_names_of_offices(name: str) -> None:
    assert is_office(name)


@pytest.mark.parametrize(
    "words",
    ["399", "我局", "市政协提案", "聊城市2021年建议提案办理情况", "轴承", "关于市教育局的建议", "聊城市", "政协委员会"],
)
def test_words_that_are_none(words: str) -> None:
    assert not is_office(words)
    (document,) = read_bytes(f"{words}\n{ROWS}".encode(), "a.txt")
    assert printed_offices(document) == ()


@pytest.mark.parametrize(
    ("name", "office"),
    [
        ("市教育局2023年提案办理情况.xlsx", "市教育局"),
        ("a.zip/附件2：县供销社.csv", "县供销社"),
        ("03_2023年建议办理台账（区民政局）.xls", "区民政局"),
        ("转市教育局2023年提案.xlsx", None),
        ("关于市教育局食堂的提案.docx", None),
        ("2023年政协提案办理台账.csv", None),
    ],
)
def test_the_office_that_a_file_is_called_by(name: str, office: str | None) -> None:
    assert office_of_file(name) == office
