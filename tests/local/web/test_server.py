"""`gongkai web`: starts, says where, ends when told; addresses that cannot be used."""

import signal
import subprocess
from contextlib import ExitStack, suppress
from functools import partial
from pathlib import Path

import httpx
import pytest

from bot.http_server import AddressError, listen
from bot.local.web.guard import is_loopback
from bot.local.web.server import address
from bot.settings import Settings
from tests.processes import Gongkai, environment


def started(folder: Path, *options: str) -> "subprocess.Popen[str]":
    ours, pipe = environment(folder, GONGKAI_BUNDLED_RECORDS="false"), subprocess.PIPE
    return Gongkai("web", "--port", "0", *options, stdout=pipe, stderr=pipe, text=True, env=ours, cwd=folder)


def test_it_ends_when_told_even_while_a_page_is_open(tmp_path: Path) -> None:
    process = started(tmp_path)
    assert process.stdout
    said = process.stdout.readline()
    shown = said.split("：")[1].split("（")[0]
    with httpx.Client(base_url=shown, trust_env=False) as client:
        assert client.get("").status_code == 200
        with client.stream("GET", "events") as stream:
            assert next(stream.iter_lines()).startswith("data: ")
            process.send_signal(signal.SIGINT)
            assert process.wait(30) == 0
    assert process.communicate()[1] == ""


def test_elsewhere_a_token_is_in_the_address(tmp_path: Path) -> None:
    process = started(tmp_path, "--host", "0.0.0.0")  # noqa: S104
    assert process.stdout
    shown = process.stdout.readline().split("：")[1].split("（")[0]
    assert "/?token=" in shown
    assert "0.0.0.0" not in shown  # noqa: S104 - which opens nowhere
    with httpx.Client(trust_env=False, follow_redirects=True) as client:
        assert client.get(shown).status_code == 200
        with client.stream("GET", f"{shown.partition('?')[0]}events"):
            process.terminate()
            assert process.wait(30) == 0
    process.communicate()
    assert "token=" not in (tmp_path / "gongkai.log").read_text(encoding="utf-8")


def test_without_a_token_run_opens_the_page(tmp_path: Path) -> None:
    ours = environment(tmp_path, GONGKAI_BUNDLED_RECORDS="false")
    run = partial(Gongkai, "run", text=True, env=ours, cwd=tmp_path, stderr=subprocess.DEVNULL)
    usual = Settings.model_fields["web_port"].default
    with ExitStack() as held:
        with suppress(AddressError):  # somebody else has it
            held.enter_context(listen("127.0.0.1", usual))
        # Nobody is at a terminal. The usual port is taken: it takes the next.
        page = run(stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
        assert page.stdout
        there = page.stdout.readline().split("：")[1].split("（")[0]
    assert f":{usual}/" not in there
    assert httpx.get(there, trust_env=False).status_code == 200
    page.terminate()
    page.communicate(timeout=30)
    assert page.returncode == 0
    piped = run(stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert "399" in piped.communicate("399\n", timeout=60)[0]


def test_an_address_of_another_machine() -> None:
    with pytest.raises(AddressError, match=r"192\.0\.2\.1"):
        listen("192.0.2.1", 8080)


def test_addresses() -> None:
    assert address("::1", 80, "a b") == "http://[::1]:80/?token=a%20b"
    assert [is_loopback(host) for host in ("localhost", "127.0.0.5", "::1", "0.0.0.0", "evil", None)] == [  # noqa: S104
        True, True, True, False, False, False,
    ]  # fmt: skip
