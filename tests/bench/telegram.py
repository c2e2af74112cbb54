"""Answering on Telegram: `gongkai run` on polling, beside an echo bot on the same library.

Both poll a Bot API server on loopback which enforces no limits, each process for itself. Five interleaved runs, the
median: answers a second when all messages wait at once, and the processor's time of each; then 50 messages a second,
and how long each waited, from its arrival at the server to the answer's. The server needs a part of one of the cores.
"""

import contextlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil

from tests.bench.answering import samples
from tests.bench.bot_api import TOKEN

ROOT = Path(__file__).parent.parent.parent
ROUNDS = int(os.environ.get("GONGKAI_BENCH_ROUNDS", "5"))
MESSAGES, CHATS = 1500, 1000
PACED, PER_SECOND = 1000, 50
#: Promises: answers a second; the 99th percentile in milliseconds at 50 messages a second.
RATE, WAIT = 150.0, 50.0


class Bot:
    """A bot in a process of its own, and the server in another that it polls."""

    def __init__(self, name: str, server: "subprocess.Popen[str]", process: "subprocess.Popen[bytes]") -> None:
        self.name = name
        self._server = server
        self.process = psutil.Process(process.pid)

    def runs(self, task: str) -> dict[str, Any]:
        """Give the server a task and return what it saw, with the processor's seconds of the bot."""
        assert self._server.stdin is not None
        assert self._server.stdout is not None
        before = self._used()
        self._server.stdin.write(task + "\n")
        self._server.stdin.flush()
        seen: dict[str, Any] = json.loads(self._server.stdout.readline())
        return seen | {"processor": self._used() - before}

    def _used(self) -> float:
        used = self.process.cpu_times()
        return float(used.user + used.system)


@contextlib.contextmanager
def started(name: str, folder: Path) -> Iterator[Bot]:
    """Start a server and a bot: `gongkai` or `echo`."""
    messages = folder / "messages.txt"
    messages.write_text("\n".join(" ".join(said.split()) for said in samples() if said.strip()), encoding="utf-8")
    python = [sys.executable, "-m"]
    with subprocess.Popen(
        [*python, "tests.bench.bot_api", str(messages)],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as server:  # fmt: skip
        assert server.stdout is not None
        port = server.stdout.readline().strip()
        ours = {
            "GONGKAI_BOT_TOKEN": TOKEN,
            "GONGKAI_BOT_API_BASE_URL": f"http://127.0.0.1:{port}/bot",
            "GONGKAI_DATA_DIR": str(folder / name),
            # Nobody is slowed down here: what is measured is the bot.
            "GONGKAI_QUESTIONS_PER_MINUTE": "0",
        }
        command = [*python, "bot", "run"] if name == "gongkai" else [*python, "tests.bench.echo", port]
        with subprocess.Popen(command, cwd=ROOT, env=os.environ | ours, stderr=subprocess.DEVNULL) as process:
            try:
                yield Bot(name, server, process)
            finally:
                process.terminate()
                server.terminate()


def run() -> bool:
    """Measure, print the tables, and return whether the promises hold."""
    with (
        tempfile.TemporaryDirectory() as folder,
        started("gongkai", Path(folder)) as gongkai,
        started("echo", Path(folder)) as echo,
    ):
        bots = (gongkai, echo)
        for bot in bots:
            bot.runs(f"flood 300 {CHATS}")  # not counted: caches fill, connections open
        floods = [{bot.name: bot.runs(f"flood {MESSAGES} {CHATS}") for bot in bots} for _ in range(ROUNDS)]
        paced = [{bot.name: bot.runs(f"paced {PACED} {CHATS} {PER_SECOND}") for bot in bots} for _ in range(ROUNDS)]
    sys.stdout.write(f"{'polling, median of ' + str(ROUNDS):40} {'gongkai':>10} {'echo':>10} {'promised':>10}\n")
    rate = _row("answers a second", floods, lambda seen: seen["answered"] / seen["seconds"], RATE)
    _row("processor per answer, ms", floods, lambda seen: 1000 * seen["processor"] / seen["answered"])
    _row(f"  at {PER_SECOND} messages a second, ms", paced, lambda seen: 1000 * seen["processor"] / seen["answered"])
    _row("wait, p50 ms", paced, lambda seen: 1000 * statistics.median(seen["waits"]))
    wait = _row("wait, p99 ms", paced, lambda seen: 1000 * statistics.quantiles(seen["waits"], n=100)[-1], WAIT)
    _row("longest wait, ms", paced, lambda seen: 1000 * max(seen["waits"]))
    lost = ROUNDS * (MESSAGES + PACED) - sum(one["gongkai"]["answered"] for one in (*floods, *paced))
    sys.stdout.write(f"{'messages without an answer':40} {lost:10} {'':10} {0:10}\n")
    return rate >= RATE and wait <= WAIT and not lost


def _row(name: str, runs: list[dict[str, Any]], of: Any, promised: float | None = None) -> float:
    ours, theirs = (statistics.median(of(one[bot]) for one in runs) for bot in ("gongkai", "echo"))
    shown = f"{promised:10.0f}" if promised else ""
    sys.stdout.write(f"{name:40} {ours:10.1f} {theirs:10.1f} {shown}\n")
    return ours
