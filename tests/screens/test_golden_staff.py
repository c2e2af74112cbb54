"""Whole screens for those who keep the bot: /status, and documents that they hand in."""

import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from html import escape
from pathlib import Path

import pytest

from bot.announce.subscription import Subscriptions
from bot.announce.topics import Topic
from bot.answers.due_reports import due_reports
from bot.errors import GongkaiError
from bot.ingest.readers import read_bytes
from bot.ingest.recognise import interpret
from bot.records.units import unit
from bot.resources import bundled
from bot.screens.checked import document_words, render_checked
from bot.screens.labels import Words
from bot.screens.render import plainly
from bot.screens.screen import Screen
from bot.screens.units import standing_lines
from bot.service.condition import Running, condition
from bot.service.library import Library
from bot.service.uploads import Uploads
from bot.settings import Settings
from bot.store.load.loading import load
from bot.store.read.queries import Store
from bot.store.receipts import note_receipt
from tests.generated.layouts.web import html_plain
from tests.generated.reports import zeros
from tests.ingest.test_whose import LETTER
from tests.ingest.test_whose import REPORT as UNNAMED
from tests.screens.test_golden import MANNERS, compare

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
CALM = Running(since=datetime(2026, 11, 20, 1, 5, tzinfo=UTC), answered=0, faults=0, plain_instead=0, slowed=0)
BUSY = replace(CALM, answered=1204, faults=2, plain_instead=1, slowed=3)
OFFICE = "聊城市工业和信息化局"
FILE = "提案答复.csv"
REPORT = Path(str(bundled("documents", "liaocheng-gxj-2020-annual-report.txt")))
HEAD = "标题,发布时间,发布机构\n"
FIRST = f"{HEAD}对市政协十三届四次会议第9号提案（关于河流整治的建议）的答复,2020-05-01,{OFFICE}\n"
LIST = f"""{HEAD}\
对市政协十三届四次会议第501号提案（关于 <智能> 制造的建议）的答复,2020-12-20,{OFFICE}
对市政协十三届四次会议第9号提案（关于河流整治的建议）的答复,2020-05-02,{OFFICE}
对市政协十三届四次会议第502号提案（关于养老服务的建议）的答复,2020-13-45,{OFFICE}
"""


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    library = Library.open(Settings(data_dir=tmp_path, bundled_records=False))
    yield library
    library.close()


def noticed(words: str) -> Screen:
    return Screen(name="notice", html=escape(words, quote=False), plain=words)


def filled(library: Library) -> Library:
    (document,) = read_bytes(FIRST.encode(), "答复.csv")
    load(library.database, [interpret(document)], now=NOW)
    return library


def busy(library: Library) -> Library:
    filled(library)
    library.misses.note(["氢能", "养老"], today=NOW.date())
    library.misses.note(["氢能"], today=NOW.date())
    Subscriptions(library.database).add(-77, Topic.read("轴承"))
    return library


@pytest.mark.parametrize(
    ("name", "scene", "running"), [("nothing", lambda empty: empty, CALM), ("calm", filled, CALM), ("busy", busy, BUSY)]
)
def test_status(library: Library, name: str, scene: Callable[[Library], Library], running: Running) -> None:
    scene(library)
    for folder, (language, plain) in MANNERS.items():
        screen = noticed(condition(library, running, language, "Asia/Shanghai", now=NOW))
        compare(f"status_{name}", folder, plainly(screen, language) if plain else screen)


@pytest.mark.parametrize(
    ("name", "file", "content", "token"),
    [
        ("to_load", FILE, LIST, "TOKEN"),  # whoever runs the bot may load it
        ("checked", FILE, LIST, None),  # staff are told what is in it, and no more
        ("report", REPORT.name, REPORT.read_text("utf-8"), "TOKEN"),
        ("nothing_new", "答复.csv", FIRST, None),
    ],
)
def test_documents(library: Library, tmp_path: Path, name: str, file: str, content: str, token: str | None) -> None:
    filled(library)
    uploads = Uploads(library.database, tmp_path / "uploads")
    for folder, (language, plain) in MANNERS.items():
        checked = uploads.check(file, content.encode(), keep=False, language=language)
        compare(f"document_{name}", folder, render_checked(replace(checked, token=token), language, plain=plain))


def test_units(library: Library, tmp_path: Path) -> None:
    load(library.database, [interpret(read_bytes(REPORT.read_bytes(), REPORT.name)[0])], now=NOW)
    units = [
        unit(OFFICE),
        unit("聊城市<水利>局"),
        unit("聊城市人民政府"),
        unit("某镇人民政府", due="2月15日"),
        unit("某街道办事处"),
    ]
    note_receipt(library.database, units[0].agency.slug, 2020, date(2021, 2, 3), NOW)
    note_receipt(library.database, units[3].agency.slug, 2020, date(2021, 2, 1), NOW)
    found = due_reports(Store(library.database), units, 2020)
    for folder, (language, plain) in MANNERS.items():
        screen = noticed(
            "\n".join(Words(language).shown(line) for line in standing_lines(found, 2020, Words(language).folder))
        )
        compare("status_units", folder, plainly(screen, language) if plain else screen)


def test_archives_of_reports(library: Library, tmp_path: Path) -> None:
    filled(library)
    uploads = Uploads(library.database, tmp_path / "uploads")
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as packed:
        for office, cells in (("财政局", {}), ("水利局", {"review__upheld": "2", "review__total": "5"})):
            packed.writestr(f"{office}.html", html_plain(zeros(year=2023, agency=f"聊城市{office}", **cells))[1])
        packed.writestr("扫描件.pdf", b"%PDF-1.7 damaged")
    for folder, (language, plain) in MANNERS.items():
        checked = uploads.check("2023年年报.zip", archive.getvalue(), keep=False, language=language)
        assert checked.sheet is not None
        compare("document_archive", folder, render_checked(replace(checked, token="TOKEN"), language, plain=plain))


@pytest.mark.parametrize(("name", "content"), [("asks", LETTER), ("asks_first", UNNAMED)])
def test_documents_that_name_no_office(library: Library, tmp_path: Path, name: str, content: str) -> None:
    filled(library)
    uploads = Uploads(library.database, tmp_path / "uploads")
    for folder, (language, plain) in MANNERS.items():
        checked = uploads.check("文件.txt", content.encode(), keep=True, language=language)
        compare(f"document_{name}", folder, render_checked(replace(checked, token="TOKEN"), language, plain=plain))


@pytest.mark.parametrize(
    "content", [b"%PDF-1.7 damaged", b"PK\x03\x04", "今天开会。".encode()], ids=["pdf", "zip", "text"]
)
def test_documents_that_cannot_be_checked(
    library: Library, tmp_path: Path, request: pytest.FixtureRequest, content: bytes
) -> None:
    with pytest.raises(GongkaiError) as refusal:
        Uploads(library.database, tmp_path / "uploads").check("年报", content, keep=False)
    for folder, (language, _) in MANNERS.items():
        said = document_words("unreadable", language, file="年报", reason=refusal.value.in_words(language))
        compare(f"document_unreadable_{request.node.callspec.id}", folder, noticed(said))


@pytest.mark.parametrize("name", ["loaded", "dropped", "gone", "refused", "not_yours", "not_fetched", "too_big"])
def test_what_became_of_a_document(name: str) -> None:
    for folder, (language, _) in MANNERS.items():
        reason = GongkaiError("importing.no_year", file=FILE).in_words(language)
        said = document_words(name, language, file=FILE, number=3, megabytes=20, reason=reason)
        compare(f"document_{name}", folder, noticed(said))
