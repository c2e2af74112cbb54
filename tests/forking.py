"""The process that tests/processes.py forks: it has imported `gongkai`, and becomes it as often as it is asked for."""

import datetime
import gc
import io
import json
import os
import pkgutil
import select
import signal
import socket
import struct
import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

#: The number of a process that was begun, and what one ended with.
ANSWER = struct.Struct("i")
# Imported by few commands, and each at the price of a start.
_SELDOM = ("bot.__main__", "bot.ingest.readers.", "bot.screens.charts.", "bot.store.migrations")


def _warm_up() -> None:
    """Import what commands import, and make what a first message makes, but for all that has threads or open files."""
    import bot
    import handlers

    for package in (bot, handlers):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not module.name.startswith(_SELDOM):
                import_module(module.name)
    from bot.questions.read import read
    from bot.questions.vocabulary import Vocabulary

    for text in ("399", "2020年收到多少申请", "智能制造"):
        read(text, vocabulary=Vocabulary(), today=datetime.date(2026, 3, 4))


def _serve(connection: socket.socket) -> Callable[[], None] | None:
    """Fork whenever it is asked for; return what the fork has to do, and None when nobody is there any more."""
    own = dict(os.environ)
    _warm_up()
    added = {name: value for name, value in os.environ.items() if name not in own}
    gc.collect()
    gc.freeze()
    ends: dict[int, int] = {}
    heard, hears = os.pipe()
    for one in (heard, hears):
        os.set_blocking(one, False)
    signal.set_wakeup_fd(hears)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    while True:
        ready, _, _ = select.select([connection, heard], [], [])
        if heard in ready:
            os.read(heard, 1000)
            _tell_of_the_ended(ends)
        if connection not in ready:
            continue
        message, files, _, _ = socket.recv_fds(connection, 1 << 18, 4)
        if not message:
            return None
        what, (*given, end) = json.loads(message), files
        process = os.fork()
        if process == 0:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            connection.close()
            for other in (heard, hears, end, *ends.values()):
                os.close(other)
            return lambda: _become(what, given, added)
        ends[process] = end
        for one in given:
            os.close(one)
        connection.send(ANSWER.pack(process))


def _tell_of_the_ended(ends: dict[int, int]) -> None:
    while ends:
        process, status = os.waitpid(-1, os.WNOHANG)
        if not process:
            return
        end = ends.pop(process)
        os.write(end, ANSWER.pack(os.waitstatus_to_exitcode(status)))
        os.close(end)


def _become(what: Mapping[str, Any], files: list[int], added: Mapping[str, str]) -> None:
    """Be `gongkai`: with its words, folder, environment, and what it reads and writes."""
    for number, given in enumerate(files):
        os.dup2(given, number)
        os.close(given)
    os.environ.clear()
    os.environ.update(added | what["environment"])
    os.chdir(what["cwd"])
    if what["umask"] >= 0:
        os.umask(what["umask"])
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        direct = bool(os.environ.get("PYTHONUNBUFFERED")) and number > 0
        raw = open(number, "wb" if number else "rb", buffering=0 if direct else -1, closefd=False)  # noqa: SIM115
        lines = number == 2 or raw.isatty()
        errors = "backslashreplace" if number == 2 else "strict"
        stream = io.TextIOWrapper(raw, "utf-8", errors, line_buffering=lines, write_through=direct)
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)
    sys.argv = ["gongkai", *what["words"]]
    if what["before"]:
        module, _, name = what["before"].partition(":")
        getattr(import_module(module), name)()
    from bot.__main__ import main

    main()


if __name__ == "__main__" and (_begin := _serve(socket.socket(fileno=int(sys.argv[1])))):
    _begin()
