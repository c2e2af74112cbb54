"""`gongkai` in a process of its own, forked from one that has imported it: a start from nothing costs a second more.

What only such a start shows, tests see that begin Python themselves (test_cli.py, test_readme.py, the wheel). In `make
soak`, and where there is no Linux, all start from nothing.
"""

import asyncio
import atexit
import json
import os
import select
import socket
import subprocess
import sys
import threading
import weakref
from asyncio.base_subprocess import BaseSubprocessTransport
from asyncio.subprocess import Process, SubprocessStreamProtocol
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from tests.forking import ANSWER
from tests.rounds import WHOLE

ROOT = Path(__file__).parent.parent
FORKED = sys.platform == "linux" and not WHOLE


def environment(folder: Path, **ours: str) -> dict[str, str]:
    """Return an environment with no settings but a data folder and these."""
    bare = {name: value for name, value in os.environ.items() if not name.startswith("GONGKAI_")}
    return bare | {"GONGKAI_DATA_DIR": str(folder), "PYTHONPATH": str(ROOT)} | ours


class Gongkai(subprocess.Popen[Any]):
    """A `subprocess.Popen` of `gongkai`: its words, then what Popen takes; `preexec_fn` is a function of a module."""

    def __init__(self, *words: str, **options: Any) -> None:
        super().__init__([sys.executable, "-m", "bot", *words], **options)

    if FORKED:

        def _execute_child(
            self, args: Any, executable: Any, preexec_fn: Any, close_fds: Any, pass_fds: Any, cwd: Any, env: Any,
            *rest: Any,
        ) -> None:  # fmt: skip
            pipes = rest[3:9]
            ended, end = os.pipe()
            started = {
                "words": [os.fsdecode(word) for word in args[3:]],
                "cwd": os.fspath(cwd or Path.cwd()),
                "environment": dict(os.environ if env is None else env),
                "umask": rest[13],
                "before": f"{preexec_fn.__module__}:{preexec_fn.__qualname__}" if preexec_fn else "",
            }
            ours = (pipes[0], pipes[3], pipes[5])
            handed = [given if given >= 0 else own for own, given in enumerate(ours)]
            try:
                self.pid = _server().start(started, [*handed, end])
                self._child_created = True
                self.ended = ended
                weakref.finalize(self, os.close, ended)
            finally:
                os.close(end)
                self._close_pipe_fds(*pipes)

        def _internal_poll(self, *_: Any, **__: Any) -> int | None:
            return self._wait(0, late=False)

        def _wait(self, timeout: float | None, *, late: bool = True) -> int | None:
            if self.returncode is None:
                if not select.select([self.ended], [], [], timeout)[0]:
                    if late:
                        raise subprocess.TimeoutExpired(self.args, timeout or 0)
                    return None
                self.returncode = ANSWER.unpack(os.read(self.ended, ANSWER.size))[0]
            return self.returncode


def finished(*words: str, **options: Any) -> "subprocess.CompletedProcess[Any]":
    """Run `gongkai` to its end, as `subprocess.run` does with `capture_output`."""
    given = options.pop("input", None)
    pipe = subprocess.PIPE
    with Gongkai(*words, stdin=None if given is None else pipe, stdout=pipe, stderr=pipe, **options) as process:
        said, complained = process.communicate(given, timeout=120)
    return subprocess.CompletedProcess(process.args, process.returncode, said, complained)


class _Transport(BaseSubprocessTransport):
    """What asyncio has for a process that is its own child."""

    def _start(self, args: Any, **options: Any) -> None:
        self._proc = Gongkai(*args, **{name: value for name, value in options.items() if name != "shell"})
        self._loop.add_reader(self._proc.ended, self._gone)

    def _gone(self) -> None:
        self._loop.remove_reader(self._proc.ended)
        self._process_exited(self._proc.poll())


async def started(*words: str, **options: Any) -> Process:
    """Start `gongkai`, as `asyncio.create_subprocess_exec` does."""
    if not FORKED:
        return await asyncio.create_subprocess_exec(sys.executable, "-m", "bot", *words, **options)
    loop = asyncio.get_running_loop()
    protocol, connected = SubprocessStreamProtocol(limit=2**16, loop=loop), loop.create_future()
    streams = {name: options.pop(name, None) for name in ("stdin", "stdout", "stderr")}
    transport = _Transport(loop, protocol, words, False, **streams, bufsize=0, waiter=connected, **options)
    await connected
    return Process(transport, protocol, loop)


# --- the process that is forked -------------------------------------------------------------------------------------


class _Server:
    def __init__(self) -> None:
        self._connection, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._lock = threading.Lock()
        with theirs:
            number, here = theirs.fileno(), {"cwd": ROOT, "env": environment(ROOT), "start_new_session": True}
            command = [sys.executable, "-m", "tests.forking", str(number)]
            self._process = subprocess.Popen(command, pass_fds=[number], **here)

    def start(self, what: Mapping[str, object], files: list[int]) -> int:
        with self._lock:
            socket.send_fds(self._connection, [json.dumps(what).encode()], files)
            return int(ANSWER.unpack(self._connection.recv(ANSWER.size))[0])

    def end(self) -> None:
        self._connection.close()
        self._process.wait()


@cache
def _server() -> _Server:
    server = _Server()
    atexit.register(server.end)
    return server
