"""Nobody can fill the page's memory, take its connections, or make it fail with what is no message."""

import contextlib
import http.client
import json
import socket
from collections.abc import Iterator

import httpx
import pytest

from bot.http_server import Bounded, side
from bot.local.web import given
from tests.local.web.serving import Served
from tests.local.web.test_site import BYTES, JSON, Browser

HALF = "\ud83d"


@pytest.fixture
def served() -> Iterator[Served]:
    with Served() as served:
        yield served


@pytest.fixture
def browser(served: Served) -> Iterator[Browser]:
    with Browser(served) as browser:
        yield browser


def connected(served: Served) -> socket.socket:
    return socket.create_connection((httpx.URL(served.root).host, httpx.URL(served.root).port or 80), 30)


def posting(served: Served, browser: Browser, at: str, headers: dict[str, str], length: str) -> str:
    """The head of a request, without the line that ends it."""
    host, cookie = httpx.URL(served.root).netloc.decode(), browser.client.cookies["gongkai_visitor"]
    lines = [f"POST /{at} HTTP/1.1", f"Host: {host}", f"Cookie: gongkai_visitor={cookie}", f"Content-Length: {length}"]
    return "".join(f"{line}\r\n" for line in [*lines, *(f"{name}: {value}" for name, value in headers.items())])


WRONG = (None, True, 7, 1.5, [], ["x"], {}, {"x": 1})


@pytest.mark.parametrize(
    ("what", "right"),
    [
        ("messages", {"text": "399", "edit": None, "reply": None}),
        ("presses", {"message": 1, "data": "x"}),
        ("queries", {"text": "x", "offset": ""}),
        ("inserts", {"query": "1", "result": "r"}),
    ],
)
def test_wrong_types_are_refused_in_words(browser: Browser, what: str, right: dict[str, object]) -> None:
    for name, value in right.items():
        for wrong in WRONG:
            if wrong is None or type(wrong) is type(value if value is not None else 7):
                continue
            refused = browser.posts(what, right | {name: wrong})
            assert (refused.status_code, name in refused.json()["error"]) == (400, True), (name, wrong)
        if isinstance(value, str):
            assert browser.posts(what, right | {name: HALF}).status_code == 400
    for wrong in WRONG:
        assert browser.client.post("language", content=json.dumps({"language": wrong}), headers=JSON).status_code == 400
    assert browser.says("399").status_code == 202
    assert browser.answer()["text"] == "«399»"


def test_a_half_emoji_breaks_no_page(browser: Browser, served: Served) -> None:
    for body in (b'{"text": "\\ud83d"}', b'{"text": "399\\ude00"}'):
        refused = browser.posts("messages", body)
        assert (refused.status_code, "半个字符" in refused.json()["error"]) == (400, True)
    assert browser.says("😀 399").status_code == 202
    browser.answer()
    cookies = {"gongkai_visitor": browser.client.cookies["gongkai_visitor"]}
    with httpx.stream("GET", served.root + "events", cookies=cookies, trust_env=False) as stream:
        state = next(json.loads(line[6:]) for line in stream.iter_lines() if line.startswith("data: "))
    assert [one["text"] for one in state["chats"][0]["messages"]] == ["😀 399", "«😀 399»"]


@pytest.mark.parametrize("body", [b"[" * 60_000, b"9" * 60_000, b'{"text": "\xff"}', b'{"text": 1e999}', b"null"])
def test_what_is_no_json_is_refused(browser: Browser, body: bytes) -> None:
    assert browser.posts("messages", body).status_code == 400


@pytest.mark.parametrize("chat", ["1" * 5000, "-", "٣", "0x1", "%00", "--1"])
def test_a_chat_that_is_none(browser: Browser, chat: str) -> None:
    assert browser.client.post(f"chats/{chat}/messages", content=b"{}", headers=JSON).status_code == 404


def test_a_long_body_is_not_read(browser: Browser, served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Bounded, "head_seconds", 0.3)  # so long is a connection kept on which the rest still comes

    def endless() -> Iterator[bytes]:
        while True:
            yield b" " * 65_536

    for what, headers in (("messages", JSON), ("queries", JSON), ("files", BYTES)):
        at = f"chats/{browser.private}/{what}"
        # Without its length it is read as far as it may go. The connection may be closed while it is being written.
        with contextlib.suppress(httpx.WriteError):
            assert browser.client.post(at, content=endless(), headers=headers).status_code == 413
        for declared in ("500000000", "9" * 19):
            with connected(served) as half:
                half.sendall(posting(served, browser, at, headers, declared).encode() + b"\r\n{")
                response = http.client.HTTPResponse(half)
                response.begin()
                assert response.status == 413
    assert browser.says("399").status_code == 202


def test_half_a_request_is_not_waited_for(served: Served, browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    host = httpx.URL(served.root).netloc.decode()
    head = posting(served, browser, f"chats/{browser.private}/messages", JSON, "20")
    monkeypatch.setattr(Bounded, "head_seconds", 0.2)
    monkeypatch.setattr(given, "JSON_SECONDS", 0.2)
    for part in (b"", b"GET / HT", head.encode(), head.encode() + b"\r\n{"):
        with connected(served) as half:
            half.sendall(part)
            response = http.client.HTTPResponse(half)
            response.begin()
            assert response.status == 408, part
    # A second one on a connection that was answered before.
    with connected(served) as half:
        half.sendall(f"GET /page/chat.js HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
        answered = http.client.HTTPResponse(half)
        answered.begin()
        assert len(answered.read()) > 100
        half.sendall(b"GET / HTTP/1.1\r\n")
        assert b"408" in half.recv(100)


def test_connections_of_one_address_are_counted() -> None:
    with Served(connections=8) as served:
        half = [connected(served) for _ in range(30)]
        refused = [one for one in half[8:16] if b" 429 " in one.recv(100)]
        assert len(refused) == 8
        for one in half[16:]:
            with contextlib.suppress(ConnectionError):
                assert one.recv(100) == b""
        for one in half:
            one.close()
        assert httpx.get(served.root, trust_env=False).status_code == 200


def test_a_flood_is_told_to_wait() -> None:
    with Served(requests=20) as served, Browser(served) as browser:
        codes = [browser.says(str(number)).status_code for number in range(40)]
        assert (codes.count(202), codes.count(429)) == (20, 20)
        refused = browser.says("399")
        assert refused.headers["retry-after"] == "60"
        assert "稍候" in refused.json()["error"]
        assert browser.client.get("").status_code == 200


def test_what_counts_as_one_address() -> None:
    alike = [("2001:db8::1", 1), ("2001:db8::ffff:2", 2)], [("::ffff:192.0.2.1", 1), ("192.0.2.1", 9)]
    assert [len({side(one) for one in those}) for those in alike] == [1, 1]
    assert side(("2001:db8:0:1::1", 1)) != side(("2001:db8::1", 1))
    assert side(None) == ""
