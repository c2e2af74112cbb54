"""A visitor of the web chat's page, in the system's Chromium."""

import shutil

from playwright.sync_api import Browser, Page, expect

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 860}
NOWHERE = "about:blank"
# Answers of a machine on which everything else runs too, in milliseconds.
PATIENCE = 30_000


#: Those of the browser, by what they are.
WINDOWS: dict[str, Page] = {}


def opened(chromium: Browser, address: str, size: dict[str, int] = DESK, **wanted: object) -> Page:
    """A visitor who was never there. What the page complains of, e.g. our content policy, is in `complaints`.

    A window that was `left` is used again: a new one costs a second of processor time.
    """
    page = WINDOWS.get(kind := f"{size} {sorted(wanted.items())}")
    if page is None:
        context = chromium.new_context(viewport=size, **({"locale": "zh-CN"} | wanted))
        context.set_default_timeout(PATIENCE)
        page = WINDOWS[kind] = context.new_page()
        page.complaints = []
        noted = page.complaints.append
        page.on("console", lambda said: noted(said.text) if said.type in {"error", "warning"} else None)
        page.on("pageerror", lambda error: noted(str(error)))
    page.goto(address)
    return page


def left() -> None:
    """Leave all windows that are open, and take along what they know."""
    for page in WINDOWS.values():
        if page.url != NOWHERE:
            for other in page.context.pages:
                if other is not page:
                    other.close()
            page.evaluate("localStorage.clear(), sessionStorage.clear()")
            page.context.clear_cookies()
            page.goto(NOWHERE)
            page.complaints.clear()


def visit(chromium: Browser, address: str, size: dict[str, int] = DESK, **wanted: object) -> Page:
    """A new visitor who has pressed Start."""
    page = opened(chromium, address, size, **wanted)
    page.locator("#start").click()
    expect(page.locator(".theirs")).to_have_count(1, timeout=PATIENCE)
    return page


def ask(page: Page, text: str) -> None:
    """Write a message; returns when its answer has come."""
    count = page.locator(".theirs").count()
    page.locator("#text").fill(text)
    page.locator("#text").press("Enter")
    expect(page.locator(".theirs")).to_have_count(count + 1, timeout=PATIENCE)
