"""The chat at a real (pseudo-)terminal: line editing, colours, buttons, leaving."""

import os
import pty
import select
import termios
from pathlib import Path

import pytest

from tests.processes import Gongkai, environment

# What prompt_toolkit writes when it takes over: from here on a line can be edited.
PROMPT = "\x1b[?2004h"


class AtTerminal:
    """`gongkai chat` behind a pseudo-terminal."""

    def __init__(self, folder: Path, **settings: str) -> None:
        ours = {
            "GONGKAI_BUNDLED_RECORDS": "false",
            "TERM": "xterm-256color",
            # The pseudo-terminal does not answer when it is asked where the cursor is.
            "PROMPT_TOOLKIT_NO_CPR": "1",
        }
        self.ours, theirs = pty.openpty()
        termios.tcsetwinsize(theirs, (24, 80))
        here = environment(folder, **ours | settings)
        self.process = Gongkai("chat", stdin=theirs, stdout=theirs, stderr=theirs, env=here, cwd=folder)
        os.close(theirs)
        self.seen = ""

    def types(self, text: str) -> None:
        os.write(self.ours, text.encode())

    def until(self, words: str) -> str:
        """Read until words appear; return what came before and with them."""
        while words not in self.seen:
            ready, _, _ = select.select([self.ours], [], [], 60)
            assert ready, f"{words!r} did not appear after {self.seen!r}"
            self.seen += os.read(self.ours, 65536).decode("utf-8", "replace")
        before, _, self.seen = self.seen.partition(words)
        return before + words

    def ends(self) -> int:
        try:
            while os.read(self.ours, 65536):
                pass
        except OSError:  # the terminal is gone: everybody has left it
            pass
        return self.process.wait(60)


@pytest.fixture
def terminal(tmp_path: Path):
    terminal = AtTerminal(tmp_path)
    yield terminal
    if terminal.process.poll() is None:
        terminal.process.kill()
        terminal.process.wait()
    os.close(terminal.ours)


def test_a_conversation_at_a_terminal(terminal: AtTerminal) -> None:
    greeting = terminal.until(PROMPT)
    assert "\x1b[7m[1] " in greeting  # buttons stand out
    assert ":1" in greeting  # and how to press them is said
    terminal.types("3999\x7f\r")  # one 9 too many, taken back
    assert "第 399 号" in terminal.until(PROMPT)
    terminal.types(":1\r")
    assert "第 399 号" not in terminal.until(PROMPT)
    terminal.types("\x1b[A\x1b[A\r")  # history: the message before the press
    assert "第 399 号" in terminal.until(PROMPT)
    terminal.types("\x04")  # Ctrl-D
    assert terminal.ends() == 0


def test_no_colour_is_respected_and_control_c_leaves_too(tmp_path: Path) -> None:
    terminal = AtTerminal(tmp_path, NO_COLOR="1")
    greeting = terminal.until("[1] ")
    assert "\x1b[7m" not in greeting
    terminal.until(PROMPT)
    terminal.types("\x03")
    assert terminal.ends() == 0
    os.close(terminal.ours)
