"""Watched sources: a folder, and feeds of a web server that changes, fails, redirects, is slow and lies."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

import bot.announce.feed
from bot.announce.intake import Intake
from bot.announce.notices import Watch
from bot.announce.schedule import Plan, When
from bot.announce.sources import IntakeError, WatchedSource, read_sources
from bot.records.model import Body
from bot.store.load.own_office import keep_own_office
from bot.store.read.values import Selection
from tests.announce.chats import Town
from tests.announce.web_server import Page, WebServer
from tests.store.building import AGENCY, reply

STAFF = 900


@pytest.fixture
def web() -> Iterator[WebServer]:
    with WebServer().running() as server:
        yield server


def rss(*titles: str, encoding: str = "utf-8", declared: str = "utf-8") -> bytes:
    items = "".join(
        f"<item><title>{title}</title><link>https://example.org/{number}</link>"
        f"<pubDate>Mon, {number + 1:02d} Mar 2026 01:00:00 GMT</pubDate></item>"
        for number, title in enumerate(titles)
    )
    feed = f'<?xml version="1.0" encoding="{declared}"?><rss version="2.0"><channel>{items}</channel></rss>'
    return feed.encode(encoding)


def answer(number: int, topic: str) -> str:
    return f"对市政协九届二次会议第{number}号提案（{topic}）的答复"


THREE = (answer(1, "关于河道治理的建议"), answer(2, "关于水库除险的建议"), answer(3, "关于节水的建议"))


def intake(town: Town, source: WatchedSource) -> Intake:
    return Intake(town.database, [source], [STAFF], now=town.clock)


def feed(web: WebServer) -> WatchedSource:
    return WatchedSource(name="水利局答复", feed=web.url("/feed"), agency=AGENCY, minutes=30)


async def told(town: Town) -> list[str]:
    await town.settles()
    return town.chats.texts(STAFF)


async def test_new_entries_are_records_changes_are_corrections(town: Town, web: WebServer) -> None:
    source = feed(web)
    web.pages["/feed"] = Page(rss(*THREE[:2]))
    assert intake(town, source).take(source).preview.new.counts["record"] == 2
    (found, _) = town.store.records(Selection(body=Body.CPPCC), limit=5)
    assert (found.record.number, found.record.source_url) == (2, "https://example.org/1")
    town.subscribes(1, plan=Plan(when=When.AT_ONCE))
    web.pages["/feed"] = Page(rss(*THREE))
    assert intake(town, source).take(source).preview.new.counts == {"record": 1}
    await town.settles()
    assert len(town.chats.texts(1)) == 1
    web.pages["/feed"] = Page(rss(*THREE[:2], answer(3, "关于节约用水的建议")))
    assert intake(town, source).take(source).preview.changed.counts["record"] == 1
    await town.settles()
    assert "更正" in town.chats.texts(1)[0]
    assert intake(town, source).take(source) is None
    assert await told(town) == []


async def test_titles_with_the_marks_of_other_formats_are_titles(town: Town, web: WebServer) -> None:
    titles = ("# 关于停水的通知", "&lt;font color=red&gt;关于放水的通知&lt;/font&gt;", "标题, 带逗号的“通知”")
    web.pages["/feed"] = Page(rss(*titles))
    assert intake(town, feed(web)).take(feed(web)).preview.new.counts["record"] == 3
    found = {one.record.title for one in town.store.records(Selection(), limit=5)}
    assert found == {"# 关于停水的通知", "关于放水的通知", "标题, 带逗号的“通知”"}
    assert await told(town) == []


async def test_what_disappears_is_a_question_and_no_deletion(town: Town, web: WebServer) -> None:
    source = feed(web)
    web.pages["/feed"] = Page(rss(*THREE))
    intake(town, source).take(source)
    web.pages["/feed"] = Page(rss(THREE[0], "关于召开会议的通知", THREE[2]))
    intake(town, source).take(source)
    (question,) = await told(town)
    assert "水库除险" in question
    assert town.store.by_number(2)


async def test_what_has_another_title_now_has_not_disappeared(town: Town, web: WebServer) -> None:
    source = feed(web)
    web.pages["/feed"] = Page(rss(*THREE, answer(4, "关于造林的建议")))
    intake(town, source).take(source)
    web.pages["/feed"] = Page(rss(THREE[0], answer(3, "关于节约用水的建议"), answer(4, "关于造林的建议"), ""))
    intake(town, source).take(source)
    (question,) = await told(town)
    assert "水库除险" in question
    assert "节" not in question


@pytest.mark.parametrize(
    "page",
    [
        Page(status=500),
        Page(b"<html><body>maintenance</body></html>", kind="text/html"),
        Page(b"not xml at all"),
        Page(rss()),
        Page(b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><rss>&b;</rss>'),
        Page(status=302, location="/feed"),
    ],
)
async def test_a_source_that_fails_or_changes_shape_says_so_once_and_loads_nothing(
    town: Town, web: WebServer, page: Page
) -> None:
    source = feed(web)
    web.pages["/feed"] = Page(rss(*THREE))
    intake(town, source).take(source)
    before = town.store.revision()
    web.pages["/feed"] = page
    for _ in range(3):
        assert intake(town, source).take(source) is None
        town.clock.passes(minutes=30)
    assert town.store.revision() == before
    (said,) = await told(town)
    assert "没有导入任何内容" in said
    web.pages["/feed"] = Page(rss(*THREE))
    assert intake(town, source).take(source) is None


async def test_redirects_are_followed(town: Town, web: WebServer) -> None:
    web.pages["/feed"] = Page(status=301, location="/moved")
    web.pages["/moved"] = Page(rss(*THREE))
    source = feed(web)
    assert intake(town, source).take(source) is not None


async def test_a_slow_server_is_given_up(town: Town, web: WebServer, monkeypatch: pytest.MonkeyPatch) -> None:
    web.held = threading.Event()
    web.pages["/feed"] = Page(rss(*THREE))
    fetch = bot.announce.feed.fetch
    monkeypatch.setattr("bot.announce.intake.fetch", lambda url: fetch(url, seconds=0.2))
    source = feed(web)
    assert intake(town, source).take(source) is None
    (said,) = await told(town)
    assert "ReadTimeout" in said


@pytest.mark.parametrize(
    ("encoding", "declared", "kind"),
    [
        ("gb18030", "utf-8", "application/xml; charset=utf-8"),
        ("utf-8", "gb2312", "application/xml; charset=gbk"),
        ("gb18030", "gb2312", "text/xml"),
        ("utf-8-sig", "nonsense", "text/plain"),
    ],
)
def test_an_encoding_that_is_lied_about(town: Town, web: WebServer, encoding: str, declared: str, kind: str) -> None:
    web.pages["/feed"] = Page(rss(*THREE, encoding=encoding, declared=declared), kind=kind)
    source = feed(web)
    intake(town, source).take(source)
    assert town.store.by_number(1)[0].record.topic == "关于河道治理的建议"


def test_atom(town: Town, web: WebServer) -> None:
    entry = (
        f'<entry><title>{THREE[0]}</title><link href="https://example.org/a"/><updated>2026-03-02T20:00:00Z</updated>'
    )
    content = f'<feed xmlns="http://www.w3.org/2005/Atom">{entry}</entry></feed>'
    web.pages["/feed"] = Page(content.encode())
    source = feed(web)
    intake(town, source).take(source)
    (found,) = town.store.by_number(1)
    assert (str(found.record.published_on), found.record.source_url) == ("2026-03-03", "https://example.org/a")


async def test_a_folder(town: Town, tmp_path: Path) -> None:
    folder = tmp_path / "published"
    source = WatchedSource(name="文件夹", folder=folder, agency=AGENCY)
    assert intake(town, source).take(source) is None
    folder.mkdir()
    listed = [f"{title},2026-03-0{number + 1}" for number, title in enumerate(THREE)]
    (folder / "list.csv").write_text("\n".join(["标题,发布时间", *listed]), encoding="utf-8")
    assert intake(town, source).take(source).preview.new.counts["record"] == 3
    assert intake(town, source).take(source) is None
    (folder / "list.csv").write_text("\n".join(["标题,发布时间", *listed[:2]]), encoding="utf-8")
    intake(town, source).take(source)
    first, question = await told(town)
    assert "不存在" in first
    assert "节水" in question
    assert town.store.by_number(3)
    (folder / "list.csv").write_bytes(b"\x00\x01\x02 no table")
    before = town.store.revision()
    assert intake(town, source).take(source) is None
    assert town.store.revision() == before


def test_each_source_has_its_time(town: Town, web: WebServer) -> None:
    web.pages["/feed"] = Page(rss(*THREE[:1]))
    source = feed(web)
    intake(town, source).look()
    web.pages["/feed"] = Page(rss(*THREE))
    town.clock.passes(minutes=10)
    intake(town, source).look()
    assert town.store.by_number(3) == []
    town.clock.passes(minutes=21)
    intake(town, source).look()
    assert town.store.by_number(3)


def test_the_file_of_sources(tmp_path: Path) -> None:
    path = tmp_path / "sources.yaml"
    path.write_text("- {name: 甲, folder: /srv/a, minutes: 5}\n- {name: 乙, feed: 'https://example.org/rss'}\n")
    first, second = read_sources(path)
    assert (first.minutes, second.feed) == (5, "https://example.org/rss")
    for wrong in (
        "- {name: 甲}",
        "- {folder: x}",
        "- 1",
        "a: b",
        "- {name: 甲, folder: x, minutes: 0}",
        "- {name: [",
        "",
    ):
        path.write_text(wrong)
        if wrong:
            with pytest.raises(IntakeError):
                read_sources(path)
    with pytest.raises(IntakeError):
        read_sources(tmp_path / "none.yaml")


async def test_staff_are_told_when_announcements_stood_still(town: Town) -> None:
    watch = Watch(town.store, [STAFF], town.clock)
    watch.look()
    town.subscribes(1)
    town.loads(reply(1))
    town.clock.passes(minutes=1)
    watch.look()
    assert await told(town) == []
    town.clock.passes(hours=5)
    watch.look()
    watch.look()
    (said,) = await told(town)
    assert "5.0 小时" in said


async def test_what_a_source_brings_without_an_office_is_of_one_office_for_ever(town: Town, web: WebServer) -> None:
    source = WatchedSource(name="答复", feed=web.url("/feed"), minutes=30)
    titles = [f"关于河道治理的第{number}号提案的答复" for number in (1, 2, 3)]
    web.pages["/feed"] = Page(rss(*titles[:2]))
    assert intake(town, source).take(source).preview.new.counts["record"] == 2
    keep_own_office(town.database, AGENCY)
    web.pages["/feed"] = Page(rss(*titles))
    assert intake(town, source).take(source).preview.new.counts["record"] == 1
    other = WatchedSource(name="别的答复", feed=web.url("/other"), minutes=30)
    web.pages["/other"] = Page(rss("关于水库除险的第8号提案的答复"))
    assert intake(town, other).take(other).preview.new.counts["record"] == 1
    keep_own_office(town.database, None)
    web.pages["/other"] = Page(rss("关于水库除险的第8号提案的答复", "关于节水的第9号提案的答复"))
    assert intake(town, other).take(other).preview.new.counts["record"] == 1
