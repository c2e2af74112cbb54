"""A person at the real web chat, on a phone and at a desk: asks, presses, pages, sees a chart, saves, drops a file."""

import re
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from bot.store.database import Database
from tests.local.web.visitor import PATIENCE, PHONE, ask
from tests.own_report import load_as_own
from tests.processes import Gongkai, environment

LIST = "编号,标题,发布日期\n{number},关于发展社区养老服务的提案,2021-05-06\n"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    data = tmp_path_factory.mktemp("data")
    database = Database.open(f"sqlite:///{data / 'gongkai.db'}")
    load_as_own(database)
    database.close()
    with Gongkai("web", "--port", "0", stdout=subprocess.PIPE, text=True, env=environment(data)) as process:
        assert process.stdout
        yield re.findall(r"http://[\d.:]+/", process.stdout.readline())[0]
        process.terminate()


def press(page: Page, label: str) -> None:
    page.locator(".theirs").last.get_by_role("button", name=label, exact=True).click()


def drop(page: Page, name: str, content: str) -> None:
    transfer = page.evaluate_handle(
        """([name, content]) => {
            const transfer = new DataTransfer();
            transfer.items.add(new File([content], name));
            return transfer;
        }""",
        [name, content],
    )
    for event in ("dragenter", "dragover", "drop"):
        page.dispatch_event(".chat", event, {"dataTransfer": transfer})


def test_a_person_finds_reads_pages_and_saves(page: Page, tmp_path: Path) -> None:
    ask(page, "2020年的答复")
    answer = page.locator(".theirs").last
    expect(answer.locator(".text")).to_contain_text("第 1 / ")
    press(page, "下一页")
    expect(answer.locator(".text")).to_contain_text("第 2 / ", timeout=PATIENCE)
    ask(page, "依申请公开收到多少")
    press(page, "图表")
    picture = page.locator(".theirs").last.locator(".picture img")
    expect(picture).to_be_visible(timeout=PATIENCE)
    assert picture.evaluate("picture => picture.decode().then(() => picture.naturalWidth)") == 1080
    ask(page, "2020年11月")
    press(page, "导出")
    with page.expect_download() as saving:
        page.locator(".theirs .document").last.click(timeout=PATIENCE)
    saved = tmp_path / saving.value.suggested_filename
    saving.value.save_as(saved)
    assert zipfile.is_zipfile(saved)


def test_a_person_drops_a_file_and_loads_it(page: Page) -> None:
    number = 501 if page.viewport_size == PHONE else 502
    drop(page, f"提案答复{number}.csv", LIST.format(number=number))
    checked = page.locator(".theirs").nth(1)
    expect(checked).to_contain_text("检查了", timeout=PATIENCE)
    expect(checked).to_contain_text("还没有导入")
    if "这份文件没有写明单位" in checked.inner_text():  # asked once: whoever comes later is not
        press(page, "是聊城市工业和信息化局的")
    expect(page.locator(".theirs").last).to_contain_text("单位按本机设置：聊城市工业和信息化局", timeout=PATIENCE)
    press(page, "导入")
    expect(page.locator(".theirs").last).to_contain_text("已导入", timeout=PATIENCE)
    expect(checked.locator(".keyboard")).to_have_count(0)
    ask(page, str(number))
    expect(page.locator(".theirs").last).to_contain_text("社区养老服务")


def test_a_person_switches_the_language(page: Page) -> None:
    if page.viewport_size == PHONE:
        page.get_by_role("button", name="返回会话列表").click()
    page.get_by_label("语言").select_option("en")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator(".theirs")).to_have_count(1)
    ask(page, "399")
    expect(page.locator(".theirs").last).to_contain_text("No. 399")  # found or not: in English
