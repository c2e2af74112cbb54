"""The page as a person uses it, in the system's Chromium: on a phone and a desk, with a mouse and with keys alone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.local.web.serving import Served
from tests.local.web.visitor import PHONE, ask, opened, visit


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    with Served() as served:
        yield served


@pytest.fixture(scope="module")
def address(served: Served) -> str:
    return served.address


# What has nothing to do with the size of the screen.
once = pytest.mark.parametrize("page", [PHONE], indirect=True, ids=["phone"])
by_day_and_night = pytest.mark.parametrize("touched", ["light", "dark"], indirect=True)


def last(page: Page) -> "object":
    return page.locator(".theirs").last


def test_ask_and_press(page: Page) -> None:
    ask(page, "轴承")
    answer = last(page)
    expect(answer.locator("strong")).to_have_text("找到 12 条")
    expect(answer.locator("a", has_text="原文")).to_have_attribute("href", "https://example.org/")
    answer.get_by_role("button", name="1 / 3").click()
    expect(page.locator("#toast")).to_have_text("共 12 条")
    answer.get_by_role("button", name="下一页").click()
    expect(answer.locator(".text")).to_have_text("«p 轴承 2»")
    expect(page.locator(".theirs")).to_have_count(2)
    expect(answer.locator(".keyboard")).to_have_count(0)


def test_nothing_is_wider_than_the_screen(page: Page) -> None:
    for text in ("轴承", "图", "表", "长" * 300, "a" * 300):
        ask(page, text)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate(
        "document.getElementById('scroll').scrollWidth <= document.getElementById('scroll').clientWidth"
    )


@once
def test_quotations_unfold(page: Page) -> None:
    ask(page, "轴承")
    unfold = last(page).get_by_role("button", name="展开")
    unfold.click()
    expect(last(page).get_by_role("button", name="收起")).to_have_attribute("aria-expanded", "true")


@once
def test_foreign_text_stays_text(page: Page) -> None:
    ask(page, "标记")
    expect(last(page).locator(".text")).to_contain_text("<img src=x onerror=alert(1)>")
    expect(last(page).locator(".text img")).to_have_count(0)
    expect(last(page).locator("a")).to_have_attribute("href", "https://example.org/x")
    last(page).get_by_role("button", name="/help").click()
    expect(page.locator(".mine").last.locator(".text")).to_have_text("/help")


@once
def test_a_picture_is_enlarged_and_a_file_saved(page: Page) -> None:
    ask(page, "图")
    last(page).get_by_role("button", name="放大图片").click()
    expect(page.locator("#viewer")).to_be_visible()
    expect(page.locator("#viewer-picture")).to_have_attribute("alt", "各月答复：9月 2 件")
    page.keyboard.press("Escape")
    expect(page.locator("#viewer")).to_be_hidden()
    ask(page, "表")
    with page.expect_download() as saving:
        last(page).get_by_role("link", name="下载 答复 2020.csv").click()
    assert saving.value.suggested_filename == "答复 2020.csv"
    assert saving.value.path().read_bytes() == "编号\n399\n".encode()


@once
def test_a_file_is_sent(page: Page) -> None:
    page.locator("#file").set_input_files({"name": "年报.xlsx", "mimeType": "", "buffer": b"x"})
    expect(page.locator(".mine").last.locator(".document strong")).to_have_text("年报.xlsx")
    expect(last(page)).to_contain_text("guard")


def test_a_file_that_is_too_big_is_refused_in_words(chromium: Browser, address: str) -> None:
    page = visit(chromium, address)
    page.locator("#file").set_input_files({"name": "大.xlsx", "mimeType": "", "buffer": b"x" * 2000})
    expect(page.locator("#toast")).to_contain_text("太大")


def test_with_keys_alone(page: Page) -> None:
    box = page.locator("#text")
    expect(box).to_be_focused()
    page.keyboard.type("/he")
    expect(page.locator("#palette [aria-selected=true]")).to_contain_text("/help")
    page.keyboard.press("Enter")
    expect(page.locator(".mine").last.locator(".text")).to_have_text("/help")
    page.keyboard.type("39")
    page.keyboard.press("Enter")
    expect(last(page).locator(".text")).to_have_text("«39»")
    page.keyboard.press("ArrowUp")  # the last message, to be corrected
    expect(box).to_have_value("39")
    page.keyboard.type("9")
    page.keyboard.press("Enter")
    expect(last(page).locator(".text")).to_have_text("«399»")
    ask(page, "轴承")
    button = last(page).get_by_role("button", name="1 / 3")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#toast")).to_be_visible()
    expect(button).to_be_focused()


def test_what_a_screen_reader_is_given(page: Page) -> None:
    expect(page.get_by_role("log", name="消息")).to_be_visible()
    expect(page.locator("#messages")).to_have_attribute("aria-live", "polite")
    ask(page, "轴承")
    expect(last(page).locator(".unseen")).to_contain_text("公开")
    expect(last(page).get_by_role("button", name="复制引用（复制到剪贴板）")).to_be_visible()
    expect(last(page).get_by_role("link", name="官网（打开网页）")).to_be_visible()
    last(page).get_by_role("button", name="下一页").click()
    expect(page.locator("#announcer")).to_contain_text("«p 轴承 2»")
    unnamed = page.evaluate(
        "[...document.querySelectorAll('button, textarea, input:not([hidden])')]"
        ".filter(e => !(e.textContent.trim() || e.getAttribute('aria-label'))).length"
    )
    assert unnamed == 0


def test_several_chats_side_by_side(chromium: Browser, address: str) -> None:
    page = visit(chromium, address)
    ask(page, "399")
    page.get_by_role("button", name="企业交流群").click()
    expect(page.locator(".message")).to_have_count(0)
    page.locator("#text").fill("只是聊天")
    page.locator("#text").press("Enter")
    page.locator("#text").press_sequentially("@gon")
    page.locator("#text").press("Enter")  # the bot's name is offered
    expect(page.locator("#text")).to_have_value("@gongkai_local_bot ")
    ask(page, "@gongkai_local_bot 210")
    expect(last(page).locator(".quoted strong")).to_have_text("我")
    expect(page.locator(".theirs")).to_have_count(1)
    page.get_by_role("navigation").get_by_role("button", name="公开").first.click()
    expect(last(page).locator(".text")).to_have_text("«399»")
    assert page.complaints == []


def test_inline_mode_is_shown_while_it_is_typed(page: Page) -> None:
    page.locator("#text").press_sequentially("@gongkai_local_bot 养老")
    offers = page.locator("#palette [role=option]")
    expect(offers).to_have_count(10)
    offers.last.scroll_into_view_if_needed()
    expect(offers).to_have_count(20)  # the next page
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#text")).to_have_attribute("aria-activedescendant", "option1")
    page.keyboard.press("Enter")
    inserted = page.locator(".mine").last
    expect(inserted.locator("strong")).to_have_text("第 1 号")
    expect(inserted.locator(".via")).to_have_text("通过 @gongkai_local_bot")
    expect(page.locator("#text")).to_have_value("")
    page.locator("#text").press_sequentially("@gongkai_local_bot 没有的")
    page.get_by_role("option", name="在机器人里搜索").click()
    expect(page.locator(".mine").last.locator(".text")).to_have_text("/start")  # as Telegram shows it


@once
def test_sharing_asks_where(page: Page) -> None:
    ask(page, "分享")
    last(page).get_by_role("button", name="分享").click()
    page.get_by_role("dialog", name="分享到哪个会话？").get_by_role("button", name="企业交流群").click()
    expect(page.locator("h1")).to_have_text("企业交流群")
    expect(page.locator("#text")).to_have_value("@gongkai_local_bot 轴承")
    expect(page.locator("#palette [role=option]")).to_have_count(10)


@once
def test_links_into_the_bot_open_it_here(page: Page) -> None:
    ask(page, "链接")
    last(page).get_by_role("button", name="在机器人里查看").click()
    expect(page.locator(".mine").last.locator(".text")).to_have_text("/start")
    expect(page.locator(".theirs")).to_have_count(3)


def test_the_language_is_switched_on_the_page(chromium: Browser, address: str) -> None:
    page = visit(chromium, address)
    page.get_by_label("语言").select_option("en")
    expect(page.locator("#text")).to_have_attribute("placeholder", "Number, word or question")
    expect(page.locator(".theirs")).to_have_count(1)  # the chat is the same
    page.get_by_label("Language").select_option("zh-hant")
    expect(page.locator("#text")).to_have_attribute("placeholder", "編號、關鍵詞、日期或問題")
    assert page.complaints == []


def test_a_phone_shows_one_thing_at_a_time(chromium: Browser, address: str) -> None:
    page = visit(chromium, address, PHONE)
    expect(page.get_by_role("navigation", name="会话")).to_be_hidden()
    page.get_by_role("button", name="返回会话列表").click()
    expect(page.get_by_role("navigation", name="会话")).to_be_visible()
    expect(page.locator("#scroll")).to_be_hidden()
    page.get_by_role("button", name="本地企业频道").click()
    expect(page.locator("h1")).to_have_text("本地企业频道")


def test_a_reply_and_what_it_answers(page: Page) -> None:
    ask(page, "399")
    if page.viewport_size == PHONE:
        last(page).get_by_role("button", name="回复、复制等").click()
        page.get_by_role("dialog").get_by_role("button", name="回复", exact=True).click()
    else:
        last(page).hover()
        last(page).get_by_role("button", name="回复", exact=True).click()
    expect(page.locator("#context-text")).to_have_text("«399»")
    ask(page, "怎么答复的")
    expect(page.locator(".mine").last.locator(".quoted span")).to_have_text("«399»")


def test_dark_and_light(chromium: Browser, address: str) -> None:
    page = visit(chromium, address, color_scheme="dark")
    root = page.locator("html")
    expect(root).to_have_attribute("data-theme", "dark")
    page.get_by_role("button", name="切换深色或浅色").click()
    expect(root).to_have_attribute("data-theme", "light")
    page.reload()
    expect(root).to_have_attribute("data-theme", "light")
    expect(page.locator(".theirs")).to_have_count(1)


def test_other_languages(chromium: Browser, address: str) -> None:
    english = visit(chromium, address, locale="en-GB")
    expect(english.locator("#text")).to_have_attribute("placeholder", "Number, word or question")
    traditional = visit(chromium, address, locale="zh-TW")
    expect(traditional.locator("#text")).to_have_attribute("placeholder", "編號、關鍵詞、日期或問題")


def test_a_second_window_shows_the_same(chromium: Browser, address: str) -> None:
    page = visit(chromium, address)
    second = page.context.new_page()
    second.goto(address)
    ask(page, "399")
    expect(second.locator(".theirs .text").last).to_have_text("«399»")


def test_a_server_that_comes_back(chromium: Browser) -> None:
    with Served() as first:
        page = visit(chromium, first.address)
        port = int(first.root.split(":")[2].strip("/"))
        ask(page, "399")
    expect(page.locator("#status")).to_have_attribute("data-offline", "")
    with Served(port=port):
        # The local Telegram has forgotten its chats, and the page says so.
        expect(page.locator(".notice")).to_contain_text("服务重新启动过", timeout=20_000)
        expect(page.locator(".message")).to_have_count(0)
        ask(page, "210")
        expect(last(page).locator(".text")).to_have_text("«210»")
        page.reload()
        expect(page.locator(".notice")).to_be_visible()
        expect(page.locator(".theirs")).to_have_count(1)
        newcomer = visit(chromium, f"http://127.0.0.1:{port}/", PHONE)
        expect(newcomer.locator(".notice")).to_have_count(0)


@pytest.fixture
def touched(chromium: Browser, address: str, request: pytest.FixtureRequest) -> Page:
    """A phone that is touched and has no mouse, its first visit: nothing was pressed yet."""
    allowed = ["clipboard-read", "clipboard-write"]
    scheme = getattr(request, "param", "light")
    return opened(chromium, address, PHONE, has_touch=True, is_mobile=True, color_scheme=scheme, permissions=allowed)


def _covers_first_line(page: Page) -> bool:
    """Whether anything lies over the first line of the last answer."""
    return bool(
        page.evaluate(
            """() => {
              const text = [...document.querySelectorAll(".theirs .text")].pop();
              const range = document.createRange();
              range.selectNodeContents(text);
              const line = range.getClientRects()[0];
              return [0.1, 0.5, 0.9].some((part) => {
                const over = document.elementFromPoint(line.left + line.width * part, line.top + line.height / 2);
                return !text.contains(over) && over !== text && !over.contains(text);
              });
            }"""
        )
    )


def test_the_first_words_of_a_citizen_are_what_they_say(touched: Page) -> None:
    expect(touched.locator("#text")).to_be_visible()
    touched.locator("#text").tap()
    touched.keyboard.type("399")
    touched.keyboard.press("Enter")
    expect(touched.locator(".mine .text")).to_have_text("399")
    expect(last(touched).locator(".text")).to_have_text("«399»")


def test_nothing_covers_the_first_line_after_a_press(touched: Page) -> None:
    for _ in range(2):
        ask(touched, "轴承")
        last(touched).get_by_role("button", name="1 / 3").tap()
        expect(touched.locator("#toast")).to_be_visible()
        assert not _covers_first_line(touched)
        last(touched).get_by_role("button", name="复制引用").tap()
        assert not _covers_first_line(touched)
        last(touched).get_by_role("button", name="下一页").tap()
        expect(last(touched).locator(".text")).to_have_text("«p 轴承 2»")
        assert not _covers_first_line(touched)
    last(touched).get_by_role("button", name="回复、复制等").tap()
    touched.get_by_role("dialog").get_by_role("button", name="复制", exact=True).tap()
    expect(touched.locator("#toast")).to_have_text("已复制")
    assert touched.evaluate("navigator.clipboard.readText()") == "«p 轴承 2»"
    assert not _covers_first_line(touched)


def test_a_link_that_is_copied_opens_this_page(touched: Page, address: str) -> None:
    ask(touched, "卡片")
    last(touched).get_by_role("button", name="复制链接").tap()
    copied = touched.evaluate("navigator.clipboard.readText()")
    assert copied == f"{address}?start=r_399"
    last(touched).get_by_role("button", name="别处").tap()
    assert touched.evaluate("navigator.clipboard.readText()") == "https://t.me/another_bot?start=r_399"
    touched.goto(copied)
    expect(touched.locator(".theirs")).to_have_count(2)  # the chat is the same, and the link was opened in it
    assert touched.url == address
    touched.reload()
    expect(touched.locator(".theirs")).to_have_count(2)  # once


def test_adding_to_a_group_leads_to_the_group(touched: Page) -> None:
    ask(touched, "卡片")
    last(touched).get_by_role("button", name="加到群里").tap()
    expect(touched.locator("h1")).to_have_text("企业交流群")
    expect(touched.locator(".message")).to_have_count(0)
    expect(touched.locator("#toast")).to_contain_text("已经在这个群里")


@by_day_and_night
def test_a_chart_has_words_and_fits_the_dark(touched: Page) -> None:
    ask(touched, "图")
    expect(last(touched).get_by_role("img", name="各月答复：9月 2 件")).to_be_attached()
    turned = last(touched).locator("img").evaluate("image => getComputedStyle(image).filter")
    assert (turned != "none") == (touched.locator("html").get_attribute("data-theme") == "dark")


@pytest.mark.parametrize(("locale", "width"), [("zh-CN", 320), ("en-GB", 320), ("zh-TW", 360), ("en-GB", 390)])
def test_no_placeholder_is_cut(chromium: Browser, address: str, locale: str, width: int) -> None:
    page = visit(chromium, address, {"width": width, "height": 640}, locale=locale)
    for chat in range(3):
        room, wanted = page.evaluate(
            """() => {
              const field = document.getElementById("text"), style = getComputedStyle(field);
              const pen = document.createElement("canvas").getContext("2d");
              pen.font = style.font;
              const room = field.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
              return [room, pen.measureText(field.placeholder).width];
            }"""
        )
        assert 0 < wanted <= room
        page.locator("#back").click()
        page.locator("#chats button").nth((chat + 1) % 3).click()


def test_page_and_chat_speak_the_same_language(chromium: Browser, served: Served) -> None:
    page = visit(chromium, served.address)
    chats = [chat for chat in served.telegram.chats.values() if chat.kind == "private" and chat.messages]
    preferences = served.conversation.library.preferences
    preferences.change(chats[-1].identity, language="en")  # as /settings does
    ask(page, "399")
    expect(page.locator("#text")).to_have_attribute("placeholder", "Number, word or question")
    page.get_by_label("Language").select_option("zh-hant")
    expect(page.locator("#text")).to_have_attribute("placeholder", "編號、關鍵詞、日期或問題")
    assert preferences.of(chats[-1].identity).language == "zh-Hant"
