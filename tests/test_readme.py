"""The transcripts in the READMEs are what the chat says today, and their commands do what the comments say."""

import os
import re
import shlex
import subprocess
import sys
import threading
from pathlib import Path
from random import Random

import pytest

from bot import __version__
from tests.begun import begun
from tests.processes import Gongkai, finished
from tests.sites.making import LAYOUTS, MadeSite, make_records
from tests.sites.server import Server

ROOT = Path(__file__).parent.parent
READMES = ["README.md", "README.zh-CN.md"]


def _shown(readme: str, pattern: str) -> str:
    found = re.search(pattern, (ROOT / readme).read_text(encoding="utf-8"), re.DOTALL)
    assert found, f"{readme} shows none: {pattern}"
    return found[1]


def _environment(folder: Path) -> dict[str, str]:
    ours = {"GONGKAI_DATA_DIR": str(folder / "data"), "GONGKAI_LANGUAGE": "zh", "PYTHONPATH": str(ROOT)}
    return {**os.environ, **ours}


def test_the_transcript_is_real(tmp_path: Path) -> None:
    (transcript,) = {_shown(readme, r"```text\n(.*?)\n```") for readme in READMES}
    asked = re.findall(r"^> (.*)$", transcript, re.MULTILINE)
    said = subprocess.run(
        [sys.executable, "-m", "bot", "chat"],
        input="\n".join(asked) + "\n",
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env=_environment(tmp_path),
    ).stdout
    assert said.split() == re.sub(r"^> .*$", "", transcript, flags=re.MULTILINE).split()


DOCUMENTS = [
    ROOT / "README.md",
    ROOT / "README.zh-CN.md",
    *(ROOT / "docs").glob("*.md"),
    ROOT / "CONTRIBUTING.md",
    *(ROOT / "deploy").glob("*.md"),
]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_commands_can_be_copied_as_they_stand(document: Path) -> None:
    # `make setup` puts gongkai into .venv/bin, which is on no path.
    written = document.read_text(encoding="utf-8")
    fenced = "\n".join(re.findall(r"^```(?:sh|text)?\n(.*?)^```", written, re.MULTILINE | re.DOTALL))
    bare = re.findall(r"(?:^|[|;&] *)gongkai [a-z-].*", fenced, re.MULTILINE) + re.findall(r"`gongkai [^`]*`", written)
    assert not bare


class Terminal:
    """A command that goes on, and what it has written so far."""

    def __init__(self, command: str, folder: Path) -> None:
        self._process = Gongkai(
            *shlex.split(command)[1:],
            cwd=folder,
            env=_environment(folder) | {"PYTHONUNBUFFERED": "1"},
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        self._text, self._wrote = "", threading.Condition()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            with self._wrote:
                self._text += line
                self._wrote.notify_all()

    def shows(self, words: str) -> str:
        """Wait until it has written some words; return all of it."""
        with self._wrote:
            assert self._wrote.wait_for(lambda: words in self._text, 60), self._text
            return self._text

    def ends(self) -> None:
        self._process.terminate()
        self._process.wait(30)


@pytest.fixture
def started(tmp_path: Path) -> Path:
    """A folder in which the bot was tried first, as a reader does."""
    begun(tmp_path / "data", demonstration=True)
    return tmp_path


def _announcing(readme: str) -> list[str]:
    shown = _shown(readme, r"```sh\n(\S+ channel .*?)\n```")
    return [line.partition(" # ")[0].rstrip() for line in shown.split("\n")]


def _run(line: str, folder: Path) -> None:
    """Run a line of a shell, whose parts are joined by &&, and may be `gongkai`."""
    for part in line.split(" && "):
        program, *words = shlex.split(part)
        if program == ".venv/bin/gongkai":
            assert finished(*words, cwd=folder, env=_environment(folder)).returncode == 0
        else:
            subprocess.run(part, shell=True, check=True, cwd=folder)  # noqa: S602 - our own


def test_the_announcement_is_the_same_on_every_page() -> None:
    assert _announcing(READMES[0]) == _announcing(READMES[1]) == _announcing("docs/announcing.md")


def test_the_announcement_is_seen_as_it_says(started: Path) -> None:
    first, *others = _announcing(READMES[0])
    terminal = Terminal(first, started)
    try:
        terminal.shows("本地的公告频道")
        for line, words in zip(others, ("", "政协第501号提案", "更正", "（该条已由发布单位撤下）"), strict=True):
            _run(line, started)
            text = terminal.shows(words)
    finally:
        terminal.ends()
    assert text.count("新消息") == 1
    assert not re.search(r"第399号|演示数据", text)


def _watching(page: str) -> list[str]:
    shown = _shown(page, r"```sh\n(SITE=.*?)\n```")
    return [line.partition(" # ")[0].rstrip() for line in shown.split("\n")]


def test_a_site_is_watched_as_it_says(started: Path) -> None:
    first, channel, *others = _watching(READMES[0])
    assert [first, channel, *others] == _watching(READMES[1]) == _watching("docs/sites.md")
    site = MadeSite(LAYOUTS[0], make_records(Random(1), 20))
    own = {"GONGKAI_SITE_OWN_NETWORK": "true", "GONGKAI_SITE_PAUSE_MILLISECONDS": "0"}
    terminal = Terminal(channel, started)
    try:
        with Server(site.answer).running() as server:
            terminal.shows("本地的公告频道")
            for line in others:
                ours = line.replace(".venv/bin/gongkai", f"{shlex.quote(sys.executable)} -m bot")
                where = f"{first.partition('=')[0]}={server.address}{site.path}\n{ours}"
                subprocess.run(where, shell=True, check=True, cwd=started, env=_environment(started) | own)  # noqa: S602 - our own
                (new,) = make_records(Random(2), 1, first=700)
                if len(site.records) == 20 and (started / "data" / "pages").exists():
                    site.records.insert(0, new)
        text = terminal.shows("政协第700号提案")
    finally:
        terminal.ends()
    assert text.count("新消息") == 1
    assert new.text[2] in text


def test_what_the_worked_examples_point_at_is_there() -> None:
    written = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| \[[^]]+\]\(([^)]+)\) \| `([^`]+)` \|", written, re.MULTILINE)
    assert len(rows) > 20
    assert not [row for row in rows if row[1] not in (ROOT / row[0]).read_text(encoding="utf-8")]


def test_the_changelog_begins_with_this_version() -> None:
    found = re.search(r"^## (\S+?),? ", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert found
    assert found[1] == __version__
