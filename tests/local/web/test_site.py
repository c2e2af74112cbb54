"""The site without a browser: who gets in, what is refused, what the page is told."""

import json
from collections.abc import Iterator
from ssl import PROTOCOL_TLS_CLIENT, SSLContext
from typing import Any

import httpx
import pytest

from tests.local.web.serving import PICTURE, Served

JSON = {"Content-Type": "application/json"}
BYTES = {"Content-Type": "application/octet-stream"}


@pytest.fixture
def served() -> Iterator[Served]:
    with Served() as served:
        yield served


@pytest.fixture
def browser(served: Served) -> Iterator["Browser"]:
    with Browser(served) as browser:
        yield browser


class Browser:
    """A browser that has opened the page, and its stream of events."""

    def __init__(self, served: Served) -> None:
        # Nothing is encrypted here: the certificates of the system need not be read for each test.
        nobody = SSLContext(PROTOCOL_TLS_CLIENT)
        self.client = httpx.Client(base_url=served.root, trust_env=False, timeout=30, verify=nobody)

    def __enter__(self) -> "Browser":
        assert self.client.get("").status_code == 200
        self._opening = self.client.stream("GET", "events")
        self._lines = self._opening.__enter__().iter_lines()
        self.state = self.next("state")
        self.private, self.group, self.channel = (chat["id"] for chat in self.state["chats"])
        return self

    def __exit__(self, *_: object) -> None:
        self._opening.__exit__(None, None, None)
        self.client.close()

    def next(self, kind: str) -> dict[str, Any]:
        for line in self._lines:
            event = json.loads(line.removeprefix("data: ")) if line.startswith("data: ") else {}
            if event.get("type") == kind:
                return event
        raise AssertionError(f"the stream ended without {kind}")

    def says(self, text: str, chat: int | None = None, **more: Any) -> httpx.Response:
        return self.posts("messages", {"text": text, **more}, chat)

    def posts(self, what: str, body: Any, chat: int | None = None, headers: dict[str, str] = JSON) -> httpx.Response:
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self.client.post(f"chats/{chat or self.private}/{what}", content=content, headers=headers)

    def answer(self) -> dict[str, Any]:
        while True:
            message = self.next("message")["message"]
            if not message["mine"]:
                return message


def test_the_state_tells_chats_and_commands(browser: Browser) -> None:
    assert [chat["kind"] for chat in browser.state["chats"]] == ["private", "supergroup", "channel"]
    commands = browser.state["commands"]
    assert [one["command"] for one in commands["private"]][:2] == ["start", "help"]
    assert "subscribe" in [one["command"] for one in commands["supergroup"]]
    assert commands["channel"] == []


def test_a_message_and_its_answer(browser: Browser) -> None:
    assert browser.says("轴承").status_code == 202
    assert browser.next("message")["message"]["text"] == "轴承"
    answer = browser.answer()
    assert answer["text"].startswith("找到 12 条")
    assert [entity["type"] for entity in answer["entities"]] == ["bold", "text_link", "expandable_blockquote"]
    assert [len(row) for row in answer["keyboard"]] == [2, 2]


def test_presses_edit_in_place_and_say_what_is_said(browser: Browser) -> None:
    browser.says("轴承")
    answer = browser.answer()
    said, page = answer["keyboard"][0]
    browser.posts("presses", {"message": answer["id"], "data": said["callback_data"]})
    assert browser.next("answered")["text"] == "共 12 条"
    browser.posts("presses", {"message": answer["id"], "data": page["callback_data"]})
    edited = browser.answer()
    assert (edited["id"], edited["text"]) == (answer["id"], "«p 轴承 2»")
    gone = browser.posts("presses", {"message": answer["id"], "data": said["callback_data"]})
    assert gone.status_code == 404


def test_an_edited_question_edits_the_answer(browser: Browser) -> None:
    number = browser.says("39").json()["message"]
    first = browser.answer()
    browser.says("399", edit=number)
    second = browser.answer()
    assert (second["id"], second["text"]) == (first["id"], "«399»")
    assert browser.says("x", edit=first["id"]).status_code == 404  # the bot's own


def test_in_a_group_only_what_is_addressed(browser: Browser, served: Served) -> None:
    browser.says("399 块钱买的", browser.group)
    browser.says(f"@{browser.state['bot']} 399", browser.group)
    answer = browser.answer()
    assert (answer["text"], answer["chat"]) == ("«399»", browser.group)
    assert browser.says("x", browser.group, reply=answer["id"]).status_code == 202
    assert browser.answer()["text"] == "«x»"


def test_pictures_and_files(browser: Browser) -> None:
    browser.says("图")
    photo = browser.answer()["photo"]
    shown = browser.client.get(photo["url"])
    assert (photo["width"], photo["height"], shown.content) == (4, 3, PICTURE)
    browser.says("表")
    document = browser.answer()["document"]
    saved = browser.client.get(document["url"])
    assert saved.headers["content-disposition"].startswith("attachment; filename*=UTF-8''%E7")
    assert (document["name"], document["size"], len(saved.content)) == ("答复 2020.csv", 11, 11)


def test_a_file_is_dropped_in(browser: Browser) -> None:
    posted = browser.posts("files", b"<script>", headers=BYTES | {"X-File-Name": "..%2F%E8%A1%A8.html"})
    assert posted.status_code == 202
    document = browser.next("message")["message"]["document"]
    assert document["name"] == "表.html"
    saved = browser.client.get(document["url"])
    assert saved.headers["content-type"] == "application/octet-stream"
    assert "attachment" in saved.headers["content-disposition"]
    assert "guard" in browser.answer()["text"]
    assert browser.posts("files", b"x" * 1001, headers=BYTES).status_code == 413
    assert browser.posts("files", b"", headers=BYTES).status_code == 400


def test_nobody_has_the_chats_and_files_of_others(browser: Browser, served: Served) -> None:
    browser.says("图")
    photo = browser.answer()["photo"]["url"]
    with Browser(served) as other:
        assert other.private != browser.private
        assert other.says("399", browser.private).status_code == 404
        assert other.client.get(photo).status_code == 404
        assert other.state["chats"][0]["messages"] == []


def test_two_pages_of_one_browser_show_the_same(browser: Browser, served: Served) -> None:
    browser.says("399")
    browser.answer()
    secret = browser.client.cookies["gongkai_visitor"]
    with httpx.stream("GET", served.root + "events", cookies={"gongkai_visitor": secret}, trust_env=False) as stream:
        state = next(json.loads(line[6:]) for line in stream.iter_lines() if line.startswith("data: "))
    assert [one["text"] for one in state["chats"][0]["messages"]] == ["399", "«399»"]


def test_the_browser_longest_away_is_forgotten() -> None:
    with Served(visitors=2) as served, Browser(served) as first, Browser(served) as second:
        with Browser(served) as third:
            assert first.next("gone")
            assert third.says("399").status_code == 202
        assert second.says("399").status_code == 202


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Content-Type": "text/plain"},
        {"Host": "evil.example"},
    ],
)
def test_other_pages_cannot_write(browser: Browser, headers: dict[str, str]) -> None:
    assert browser.posts("messages", {"text": "399"}, headers=JSON | headers).status_code == 403


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"text": "  "}', json.dumps({"text": "x" * 4097}).encode()])
def test_what_is_no_message_is_refused_in_words(browser: Browser, body: bytes) -> None:
    refused = browser.posts("messages", body)
    assert (refused.status_code, "4096" in refused.json()["error"]) == (400, True)


def test_the_policy_is_strict(served: Served) -> None:
    for path in ("", "page/chat.js", "files/x/y"):
        policy = httpx.get(served.root + path, trust_env=False).headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';")
        assert "unsafe" not in policy


def test_the_page_speaks_the_language_of_the_browser(served: Served) -> None:
    pages = [
        httpx.get(served.root, headers={"Accept-Language": wanted}, trust_env=False).text
        for wanted in ("zh-CN,zh;q=0.9", "zh-TW", "en-GB,zh;q=0.5", "fr")
    ]
    assert [page.split('lang="')[1].split('"')[0] for page in pages] == ["zh-Hans", "zh-Hant", "en", "zh-Hans"]
    assert "发送文件" in pages[0] or "\\u53d1\\u9001" in pages[0]


def test_without_the_token_there_is_nothing() -> None:
    with Served(token="a secret") as served, httpx.Client(base_url=served.root, trust_env=False) as client:
        for path in ("", "?token=wrong", "events", "page/chat.js", "files/x/y"):
            refused = client.get(path)
            assert (refused.status_code, "口令" in refused.text) == (403, True)
        opened = client.get(served.address)
        assert opened.status_code == 303
        assert "token" not in opened.headers["location"]
        assert client.get("").status_code == 200
        # Whatever it is called there: the token is asked for, not the name.
        assert client.get("", headers={"Host": "gongkai.example"}).status_code == 200


def test_what_was_offered_to_one_person_is_not_inserted_by_another(browser: Browser, served: Served) -> None:
    offer = browser.posts("queries", {"text": "养老", "offset": ""}).json()
    assert (len(offer["results"]), offer["next"]) == (10, "1")
    chosen = {"query": offer["query"], "result": offer["results"][0]["id"]}
    with Browser(served) as other:
        assert other.posts("inserts", chosen).status_code == 404
    assert browser.posts("inserts", chosen | {"result": "another"}).status_code == 404
    assert browser.posts("inserts", chosen, browser.group).status_code == 202
    inserted = browser.next("message")["message"]
    assert (inserted["mine"], inserted["via"], inserted["text"]) == (True, browser.state["bot"], "第 0 号")
    assert browser.posts("queries", {"text": "x" * 257}).status_code == 400


def test_a_language_is_chosen_on_the_page(browser: Browser, served: Served) -> None:
    chosen = browser.client.post("language", content=b'{"language": "en"}', headers=JSON)
    assert chosen.status_code == 200
    assert 'lang="en"' in browser.client.get("").text
    assert served.telegram.chats[browser.private].person["language_code"] == "en"
    assert browser.client.post("language", content=b'{"language": "fr"}', headers=JSON).status_code == 400
