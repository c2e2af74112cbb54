"""Whom a site is asked for, and how: one host, no own network, robots.txt, a pause, what is too large or too slow."""

from collections.abc import Callable

import pytest

from bot.announce.feed import SourceError
from bot.announce.site.browser import Browser, CrawlPolicy, PageGoneError, is_public
from tests.sites.server import Answer, Server

OPEN = CrawlPolicy(pause=0, own_network=True, seconds=1, largest=100_000)


def browser(server: Server, policy: CrawlPolicy = OPEN, **given: object) -> Browser:
    return Browser(f"{server.address}/list.html", policy=policy, **given)


def serving(answer: Answer | Callable[[str], Answer | None], robots: str = "") -> Server:
    def pages(path: str, _: dict[str, str]) -> Answer | None:
        if path == "/robots.txt":
            return Answer(robots.encode(), kind="text/plain") if robots else None
        return answer(path) if callable(answer) else answer

    return Server(pages)


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("192.168.0.1", False),
        ("172.16.9.9", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),  # noqa: S104 - an address, not one to listen at
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("::ffff:127.0.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False),
        ("224.0.0.1", False),
        ("1.1.1.1", True),
        ("2606:4700:4700::1111", True),
    ],
)
def test_addresses_of_the_own_network_are_told(address: str, public: bool) -> None:
    assert is_public(address) is public


def test_the_own_network_is_refused() -> None:
    with serving(Answer(b"secret")).running() as server, pytest.raises(SourceError, match="OWN_NETWORK"):
        browser(server, CrawlPolicy(pause=0)).get(f"{server.address}/list.html")
    assert not server.asked


def test_a_name_that_leads_elsewhere_later_leads_nowhere() -> None:
    told = iter((["93.184.216.34"], ["127.0.0.1"], ["93.184.216.34", "10.0.0.1"]))
    asked: list[str] = []
    watching = Browser("http://www.example.org/list.html", policy=CrawlPolicy(pause=0), resolve=lambda *_: next(told))

    def ask_at(where: str, *_: object) -> object:
        asked.append(where)
        raise SourceError("intake.status", url="", status=404)

    watching._ask_at = ask_at  # type: ignore[method-assign, assignment]
    for _ in range(2):  # robots.txt was asked for at the first
        with pytest.raises(SourceError, match="OWN_NETWORK"):
            watching.get("http://www.example.org/list.html")
    assert asked == ["93.184.216.34"]


@pytest.mark.parametrize(
    "target", ["http://localhost.other/", "http://127.0.0.1:1/x", "file:///etc/passwd", "//other.example/x"]
)
def test_a_redirect_elsewhere_is_refused(target: str) -> None:
    moved = serving(lambda path: Answer(status=302, location=target) if path == "/list.html" else Answer(b"there"))
    with moved.running() as server, pytest.raises(SourceError):
        browser(server).get(f"{server.address}/list.html")
    assert set(server.asked) == {"/robots.txt", "/list.html"}


def test_a_redirect_at_home_is_followed() -> None:
    moved = serving(lambda path: Answer(status=301, location="new/") if path == "/list.html" else Answer(b"there"))
    with moved.running() as server:
        answer = browser(server).get(f"{server.address}/list.html")
    assert (answer.data, answer.address) == (b"there", f"{server.address}/new/")


def test_what_did_not_change_is_not_sent_again() -> None:
    with serving(Answer(b"page")).running() as server:
        asking = browser(server)
        first = asking.get(f"{server.address}/list.html")
        assert asking.get(f"{server.address}/list.html", etag=first.etag).unchanged
    assert server.asked["/robots.txt"] == 1


def test_robots_txt_is_heeded() -> None:
    rules = "User-agent: *\nDisallow: /private/\nCrawl-delay: 7\n"
    waited: list[float] = []
    with serving(Answer(b"page"), rules).running() as server:
        asking = browser(server, wait=waited.append)
        asking.get(f"{server.address}/list.html")
        with pytest.raises(SourceError, match=r"robots\.txt"):
            asking.get(f"{server.address}/private/1.html")
    assert 6 < waited[0] <= 7
    assert "/private/1.html" not in server.asked


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (Answer(b"x" * 200_000), "MB"),
        (Answer(b"x", slow=3), "Timeout"),
        (Answer(b"x", cut=10), "Protocol"),
        (Answer(status=500), "500"),
    ],
    ids=["large", "slow", "cut", "fault"],
)
def test_answers_that_are_refused(answer: Answer, words: str) -> None:
    with serving(answer).running() as server, pytest.raises(SourceError, match=words):
        browser(server).get(f"{server.address}/list.html")


def test_what_is_gone_is_known_as_gone() -> None:
    with serving(Answer(status=410)).running() as server, pytest.raises(PageGoneError):
        browser(server).get(f"{server.address}/list.html")


def test_it_says_who_asks() -> None:
    assert "office@example.org" in CrawlPolicy(contact="office@example.org").name
