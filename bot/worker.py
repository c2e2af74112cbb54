"""Work in a process of its own: what crashes, never ends or fills the memory there is one error here.

`Worker("module:function")` starts a process with the first request and keeps it warm. The function takes the request
and returns what comes of it, piece by piece; both cross as pickles. It ends when whoever started it is gone.
"""

import math
import os
import pickle
import struct
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import IO, Any

from bot.errors import GongkaiError

_HEAD = struct.Struct(">cQ")
_PIECE, _ERROR, _END = b"p", b"e", b"."
# Seconds without a request after which the process ends: idle it holds as much memory as the bot.
_LONG = 600.0


class WorkerError(Exception):
    """The process ended before its answer did, or could not do it.

    Attributes:
        reason: `memory`, `time`, `crash` (it ended by itself), `fault` (an exception that nobody expected), `closed`.
        detail: The traceback of a fault.
    """

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason, detail)
        self.reason, self.detail = reason, detail


class Worker:
    """A process for one kind of work; one request at a time, the others wait. Safe to share between threads.

    Args:
        task: `module:function` that does it.
        megabytes: Memory that it may use beside its code; any when not given.
        patience: Seconds in which a piece must come, whatever it does: a last resort, far above what `allow` allows.
    """

    def __init__(self, task: str, *, megabytes: int | None = None, patience: float | None = None) -> None:
        self._task, self._megabytes, self._patience = task, megabytes, patience
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self._closed = False

    def ask(self, request: object) -> Iterator[Any]:
        """Yield what comes of a request, as it comes.

        Raises:
            WorkerError: The process ended in the middle.
            GongkaiError: The task raised it.
        """
        written = pickle.dumps(request)
        with self._lock:
            done = False
            try:
                for kind, content in self._answer(written):
                    if kind == _ERROR:
                        done = True
                        raise pickle.loads(content)  # noqa: S301 - from the process that we started
                    yield pickle.loads(content)  # noqa: S301
                done = True
            finally:
                if not done:
                    self._end()  # whoever asked has gone, or it has: what else it says is nobody's

    def close(self) -> None:
        """End the process."""
        self._closed = True
        self._end()

    def _answer(self, written: bytes) -> Iterator[tuple[bytes, bytes]]:
        """Yield what the process says; started again where it had ended because nobody wanted anything for long."""
        process, said = self._asked(written)
        if said is None and process.wait() == 0:
            process, said = self._asked(written)
        while said is not None and said[0] != _END:
            yield said
            said = self._said(process)
        if said is None:
            raise WorkerError(_reason(process.wait()))

    def _asked(self, written: bytes) -> tuple["subprocess.Popen[bytes]", tuple[bytes, bytes] | None]:
        process = self._running()
        assert process.stdin is not None  # noqa: S101 - a pipe
        with suppress(OSError):
            process.stdin.write(_HEAD.pack(_PIECE, len(written)) + written)
            process.stdin.flush()
        return process, self._said(process)

    def _said(self, process: "subprocess.Popen[bytes]") -> tuple[bytes, bytes] | None:
        assert process.stdout is not None  # noqa: S101 - a pipe
        late = threading.Event()

        def end() -> None:
            late.set()
            process.kill()

        timer = threading.Timer(self._patience, end) if self._patience else None
        if timer:
            timer.daemon = True
            timer.start()
        try:
            said = _taken(process.stdout)
        finally:
            if timer:
                timer.cancel()
        if late.is_set():
            raise WorkerError("time")
        return said

    def _running(self) -> "subprocess.Popen[bytes]":
        if self._closed:
            raise WorkerError("closed")
        if self._process is None or self._process.poll() is not None:
            self._end()
            # Found there whatever was found here; Ctrl-C in a terminal is for us alone.
            environment = os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
            self._process = subprocess.Popen(  # noqa: S603 - ourselves
                [sys.executable, "-c", f"from {__name__} import serve; serve({self._task!r}, {self._megabytes!r})"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,  # what goes wrong is said once, by whoever asked
                env=environment,
                start_new_session=True,
            )
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()


def _reason(status: int) -> str:
    """Say why a process ended: signals are those of the limits below, and of the kernel when the memory is used up."""
    return {-24: "time", -9: "memory"}.get(status, "crash")


def _taken(pipe: IO[bytes]) -> tuple[bytes, bytes] | None:
    head = pipe.read(_HEAD.size)
    if len(head) < _HEAD.size:
        return None
    kind, length = _HEAD.unpack(head)
    content = pipe.read(length)
    return (kind, content) if len(content) == length else None


# --- in that process ------------------------------------------------------------------------------------------------

# Seconds of processor time at which what is done now is ended; None where this is no process of its own.
_allowed: float | None = None


def allow(seconds: float) -> None:
    """Give the request that is being answered so many more seconds of processor time."""
    global _allowed  # noqa: PLW0603 - the limit of this process, which is one
    if _allowed is not None:
        _allowed += seconds
        _limit("RLIMIT_CPU", math.ceil(_allowed))


def serve(task: str, megabytes: int | None) -> None:
    """Answer requests until nobody is there, or there was none for long."""
    import gc
    import select

    global _allowed  # noqa: PLW0603 - the limit of this process, which is one
    # Work makes values by the million and hardly any circles: to look for these after each 700 takes its time.
    gc.set_threshold(50_000, 20, 100)
    _limit("RLIMIT_CORE", 0)
    if megabytes:
        _limit("RLIMIT_DATA", megabytes * 1024 * 1024)
    with suppress(OSError):  # if the memory of the whole unit is used up, this process is ended and not the bot
        Path("/proc/self/oom_score_adj").write_text("1000")
    said = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    while sys.platform == "win32" or select.select([sys.stdin.fileno()], [], [], _LONG)[0]:
        taken = _taken(sys.stdin.buffer)
        if taken is None:
            return
        _allowed = time.process_time()
        error = _pieces_said(said, task, taken[1])
        said.write(_framed(_ERROR if error else _END, error))
        said.flush()
        if isinstance(error, WorkerError):
            return  # what is left after a fault is not trusted


def _pieces_said(said: IO[bytes], task: str, written: bytes) -> Exception | None:
    try:
        module, _, name = task.partition(":")
        work: Callable[[Any], Iterable[Any]] = getattr(import_module(module), name)
        for piece in work(pickle.loads(written)):  # noqa: S301 - from whoever started us
            said.write(_framed(_PIECE, piece))
            said.flush()
    except GongkaiError as error:
        return error
    except MemoryError:
        return WorkerError("memory")
    except Exception:  # noqa: BLE001 - told where it was asked
        return WorkerError("fault", traceback.format_exc())
    return None


def _framed(kind: bytes, content: object) -> bytes:
    written = b"" if kind == _END else pickle.dumps(content)
    return _HEAD.pack(kind, len(written)) + written


def _limit(name: str, value: int) -> None:
    """Lower a limit of this process, where the system has such limits and lets us."""
    with suppress(ImportError, OSError, ValueError):
        import resource

        kind = getattr(resource, name)
        resource.setrlimit(kind, (value, resource.getrlimit(kind)[1]))
