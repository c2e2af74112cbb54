"""The browser, and its page on a phone and at a desk; a file says by `address` which chat is visited."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.local.web.visitor import CHROMIUM, DESK, FLAGS, PHONE, WINDOWS, left, visit


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine: the page is not tried in a browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()
        WINDOWS.clear()


@pytest.fixture(autouse=True)
def nobody_stays() -> Iterator[None]:
    yield
    left()


@pytest.fixture(params=[PHONE, DESK], ids=["phone", "desk"])
def page(chromium: Browser, address: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page that complains of nothing and fits its screen, also after the test."""
    page = visit(chromium, address, request.param)
    yield page
    assert page.complaints == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
