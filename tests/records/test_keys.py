"""Identity is for ever (architecture.md §4, domain.md §4.4)."""

from datetime import date

import pytest

from bot.records.agencies import identify
from bot.records.keys import document_slug, family, parse, short_key, stored_key
from bot.records.model import Body, Place, Record, RecordKind
from bot.records.sessions import session_year, sessions_on_file

AGENCY = identify("聊城市工业和信息化局")
PLACE = Place(document="list.txt")


def record(**fields: object) -> Record:
    return Record(**{"kind": RecordKind.REPLY, "title": "对提案的答复", "place": PLACE, **fields})  # type: ignore[arg-type]


REPLY = record(body=Body.CPPCC, region="371500", term=13, session=4, number=399, number_raw="0399")


@pytest.mark.parametrize(
    ("item", "stored", "short"),
    [
        (REPLY, "cppcc:371500:13-4:399@lc-gxj", "cppcc:13-4:399"),
        (
            record(body=Body.NPC, term=17, session=4, number=45, number_raw="174045"),
            "npc:371500:17-4:45@lc-gxj",
            "npc:17-4:45",
        ),
        (
            record(body=Body.NPC, region="450000", term=5, session=5, number=37, number_raw="BH037"),
            "npc:450000:5-5:BH037@lc-gxj",
            "npc:5-5:BH037",
        ),
        (
            record(body=Body.CPPCC, term=14, session=3, number=12, number_raw="经济12"),
            "cppcc:371500:14-3:JINGJI12@lc-gxj",
            "cppcc:14-3:JINGJI12",
        ),
        (
            record(body=Body.CPPCC, term=14, session=3, number=399, number_raw="三百九十九"),
            "cppcc:371500:14-3:399@lc-gxj",
            "cppcc:14-3:399",
        ),
        (
            record(kind=RecordKind.OPINION, body=Body.NPC, term=6, session=4, number=1123, number_raw="1123"),
            "npc:371500:6-4:1123~opinion@lc-gxj",
            "npc:6-4:1123~opinion",
        ),
        (
            record(kind=RecordKind.WORK_SUMMARY, body=Body.CPPCC, title="市工信局2020年度政协提案办理工作总结"),
            "doc:371500:cppcc-work-summary-2020@lc-gxj",
            "doc:cppcc-work-summary-2020",
        ),
        (
            record(kind=RecordKind.PORTAL_PAGE, body=Body.NPC, title="市工业和信息化局人大建议回复平台"),
            "doc:371500:npc-reply-platform@lc-gxj",
            "doc:npc-reply-platform",
        ),
    ],
)
def test_keys(item: Record, stored: str, short: str) -> None:
    assert stored_key(item, AGENCY) == stored
    assert short_key(stored) == short


def test_a_number_without_its_session_is_not_unique() -> None:
    first = record(body=Body.CPPCC, number=399, number_raw="399", published_on=date(2020, 5, 1))
    second = record(body=Body.CPPCC, number=399, number_raw="399", published_on=date(2021, 5, 1))
    assert stored_key(first, AGENCY) != stored_key(second, AGENCY)
    assert stored_key(first, AGENCY).startswith("cppcc:371500:399-")


def test_other_items_are_named_by_kind_and_title() -> None:
    notice = record(kind=RecordKind.NOTICE, title="关于放假的通知")
    spaced = record(kind=RecordKind.NOTICE, title="关于 放假的通知 ", published_on=date(2021, 5, 1))
    assert document_slug(notice) == document_slug(spaced)
    assert document_slug(notice).startswith("notice-")
    assert document_slug(notice) != document_slug(record(kind=RecordKind.NOTICE, title="关于开会的通知"))


def test_keys_are_taken_apart() -> None:
    key = parse("cppcc:371500:13-4:399.2@lc-gxj")
    assert key is not None
    assert (key.body, key.region, key.term, key.session, key.number, key.copy, key.agency) == (
        Body.CPPCC, "371500", 13, 4, "399", "2", "lc-gxj",
    )  # fmt: skip
    opinion = parse("npc:6-4:1123~opinion")
    assert opinion is not None
    assert (opinion.body, opinion.number, opinion.variant, opinion.agency) == (Body.NPC, "1123", "opinion", None)
    item = parse("doc:cppcc-work-summary-2020")
    assert item is not None
    assert (item.slug, item.number) == ("cppcc-work-summary-2020", None)
    figure = parse("lc-gxj/2020/requests.received_new.total")
    assert figure is not None
    assert (figure.agency, figure.year, figure.cell) == ("lc-gxj", 2020, "requests.received_new.total")
    for text in ("", "399", "cppcc", "a:b:c", "lc-gxj/20/x"):
        assert parse(text) is None
    assert short_key("anything") == "anything"


def test_copies_belong_to_a_family() -> None:
    assert family("cppcc:371500:13-4:399.2@lc-gxj") == "cppcc:371500:13-4:399@lc-gxj"
    assert family("doc:371500:npc-reply-platform@lc-gxj") == "doc:371500:npc-reply-platform@lc-gxj"


def test_session_years_are_data() -> None:
    assert session_year(Body.CPPCC, "371500", 13, 4) == 2020
    assert session_year(Body.NPC, "371500", 17, 4) == 2020
    assert session_year(Body.NPC, "371500", 16, 4) is None
    assert session_year(Body.NPC, "420000", 17, 4) is None
    assert session_year(None, None, None, None) is None
    assert len({(each.body, each.region, each.term, each.session) for each in sessions_on_file()}) == len(
        sessions_on_file()
    )
