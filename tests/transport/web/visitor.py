"""A visitor of the web chat's page, in the system's Chromium."""

import shutil

from playwright.sync_api import Browser, Page, expect

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 860}
# Answers of a machine on which everything else runs too, in milliseconds.
PATIENCE = 30_000


def visit(chromium: Browser, address: str, size: dict[str, int] = DESK, **wanted: object) -> Page:
    """A new visitor who has pressed Start. What the page complains of, e.g. our content policy, is in `complaints`."""
    context = chromium.new_context(viewport=size, **({"locale": "zh-CN"} | wanted))
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.complaints = []
    page.on("console", lambda said: page.complaints.append(said.text) if said.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.goto(address)
    page.locator("#start").click()
    expect(page.locator(".theirs")).to_have_count(1, timeout=PATIENCE)
    return page


def ask(page: Page, text: str) -> None:
    """Write a message; returns when its answer has come."""
    count = page.locator(".theirs").count()
    page.locator("#text").fill(text)
    page.locator("#text").press("Enter")
    expect(page.locator(".theirs")).to_have_count(count + 1, timeout=PATIENCE)
