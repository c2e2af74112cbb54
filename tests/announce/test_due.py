"""A year on a moved clock: each reminder goes out once, also where nothing ran on its day; lists, and what is late."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.announce.due import Due
from bot.announce.subscription import Subscriptions
from bot.announce.topics import Topic
from bot.answers.due_reports import Timing, due_reports
from bot.ingest.pipeline import read_paths
from bot.ingest.units import UnitsError, read_units
from bot.records.units import UnitKind
from bot.screens.units import standing_lines
from bot.store.chat_tables import POSTS
from bot.store.database import Database
from bot.store.load.loading import load
from bot.store.read.queries import Store
from bot.store.receipts import note_receipt, receipts
from tests.begun import begun
from tests.generated.layouts.web import html_plain
from tests.generated.reports import zeros

STAFF = 7
UNITS = """
- 临泉市教育局
- 临泉市水利局
- {name: 临泉市人民政府}
- {name: 望泉镇人民政府, due: 2月15日}
- {name: 青岭街道办事处, kind: 街道}
"""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    database = Database.open(f"sqlite:///{begun(tmp_path / 'data')}")
    yield Store(database)
    database.close()


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    path = tmp_path / "units.yaml"
    path.write_text(UNITS, encoding="utf-8")
    return path


def report(store: Store, folder: Path, agency: str, year: int, published: str = "") -> None:
    content = html_plain(zeros(year=year, agency=agency, review__upheld="1", review__total="1"))[1].decode()
    before, title, after = content.partition(f"<p>{agency}{year}年政府信息公开工作年度报告</p>")
    path = folder / f"{agency}{year}.html"
    path.write_text(before + title + (f"<p>发布时间：{published}</p>" if published else "") + after, encoding="utf-8")
    load(store.database, read_paths([path]))


def notices(store: Store) -> list[tuple[int, str]]:
    with store.database.reading() as connection:
        wanted = select(POSTS.c.chat_id, POSTS.c.text).where(POSTS.c.kind == "notice").order_by(POSTS.c.id)
        return [(chat, text) for chat, text in connection.execute(wanted)]


class Clock:
    def __init__(self, day: date) -> None:
        self.now = datetime(day.year, day.month, day.day, 2, tzinfo=UTC)  # ten in the morning in China

    def __call__(self) -> datetime:
        return self.now


def test_a_year_of_reminders_each_once(store: Store, listed: Path, tmp_path: Path) -> None:
    clock = Clock(date(2026, 1, 1))

    def due() -> Due:
        return Due(store, listed, (14, 7, 1, -1), [STAFF], is_open=False, zone="Asia/Shanghai", now=clock)

    sent: list[date] = []
    looking = due()
    while clock.now.date() < date(2027, 1, 1):
        today = clock.now.date()
        if today == date(2026, 1, 20):
            report(store, tmp_path, "临泉市教育局", 2025)
        if today == date(2026, 3, 20):
            report(store, tmp_path, "临泉市人民政府", 2025)
        if (
            not date(2026, 2, 6) <= today <= date(2026, 2, 9)
        ):  # the bot was down from the sixth to the ninth of February
            sent += [today] * looking.look()
            sent += [today] * due().look()  # nothing of it is kept in memory
        clock.now += timedelta(days=1)
    assert [day.isoformat()[5:] for day in sent] == [
        *("01-17", "01-24", "01-30"),  # two weeks, a week and a day before 31 January
        *("02-01", "02-01", "02-10", "02-14", "02-16"),  # the town, whose week is made up; the departments' day after
        "03-17",  # the government, loaded three days later
    ]
    told = notices(store)
    assert {chat for chat, _ in told} == {STAFF}
    assert len(told) == len(sent)
    assert "2 家中收录 0 家，未收录 2 家：临泉市教育局、临泉市水利局" in told[0][1]
    assert "2 家中收录 1 家，未收录 1 家：临泉市水利局" in told[1][1]
    assert all("未报" not in words for _, words in told)


def test_where_the_list_is_open_chats_told_of_reports_are_reminded(store: Store, listed: Path) -> None:
    Subscriptions(store.database).add(-5, Topic.read("年报"))
    Subscriptions(store.database).add(-6, Topic.read("政协"))
    clock = Clock(date(2026, 1, 30))
    for is_open in (True, False):
        Due(store, listed, (1,), [STAFF], is_open=is_open, zone="Asia/Shanghai", now=clock).look()
    assert [chat for chat, _ in notices(store)] == [STAFF, -5]
    clock.now = datetime(2026, 1, 31, 0, tzinfo=UTC)  # eight in the morning: too early
    assert Due(store, listed, (0,), [STAFF], is_open=False, zone="Asia/Shanghai", now=clock).look() == 0


def test_late_is_said_by_printed_and_entered_days_alone(store: Store, listed: Path, tmp_path: Path) -> None:
    report(store, tmp_path, "临泉市教育局", 2025, "2026-02-03 10:00")
    report(store, tmp_path, "临泉市水利局", 2025)
    units = read_units(listed)
    assert [one.kind for one in units] == [UnitKind.DEPARTMENT] * 2 + [UnitKind.GOVERNMENT] + [UnitKind.TOWN] * 2
    found = due_reports(store, units, 2025)
    assert [(one.loaded, one.due, one.timing) for one in found] == [
        (True, date(2026, 1, 31), Timing.LATE),
        (True, date(2026, 1, 31), Timing.UNKNOWN),
        (False, date(2026, 3, 31), Timing.UNKNOWN),
        (False, date(2026, 2, 15), Timing.UNKNOWN),
        (False, None, Timing.UNKNOWN),
    ]
    assert (found[0].published, found[0].days_late) == (date(2026, 2, 3), 3)
    note_receipt(store.database, found[0].unit.agency.slug, 2025, date(2026, 1, 30))
    note_receipt(store.database, found[3].unit.agency.slug, 2025, date(2026, 2, 16))
    found = due_reports(store, units, 2025)
    assert [one.timing for one in found][::3] == [Timing.IN_TIME, Timing.LATE]
    lines = list(standing_lines(found, 2025, "zh"))
    assert lines[0] == (
        "2025 年年报：名单上 5 家，已收录 2 家，未收录 3 家（其中 1 家已登记收到）。"
        "按时 1 家，迟交 1 家，日期未注明 1 家。"
    )
    assert not [line for line in lines if "未报" in line]
    note_receipt(store.database, found[3].unit.agency.slug, 2025, None)
    assert set(receipts(store.database, 2025)) == {found[0].unit.agency.slug}


def test_a_sheet_is_a_list_too_and_what_is_wrong_with_one_is_said(tmp_path: Path) -> None:
    sheet = tmp_path / "units.csv"
    sheet.write_text(
        "序号,单位名称,类别,截止日期\n1,临泉市教育局,,\n2,望泉镇人民政府,乡镇,2026-02-15\n", encoding="utf-8"
    )
    school, town = read_units(sheet)
    assert (school.due(2025), town.due(2025), town.due(2024)) == (date(2026, 1, 31), date(2026, 2, 15), None)
    for rows, name in (
        ("1,临泉市教育局,旅馆,\n", "units.bad_kind"),
        ("1,临泉市教育局,,开春\n", "units.bad_due"),
        ("1,临泉市教育局,,\n2,临泉市教育局,,\n", "units.twice"),
        ("", "units.empty"),
    ):
        sheet.write_text("序号,单位名称,类别,截止日期\n" + rows, encoding="utf-8")
        with pytest.raises(UnitsError) as raised:
            read_units(sheet)
        assert raised.value.name == name
