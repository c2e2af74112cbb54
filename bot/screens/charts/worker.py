"""Drawing in a process of its own: matplotlib holds Python's lock while it draws, and no answer in words waits for it.

`python -m bot.screens.charts.worker` is that process: a pickled chart in, a picture out, each after its length in four
bytes. It ends when whoever started it is gone, however that went.
"""

import os
import pickle
import struct
import subprocess
import sys
import threading
from typing import IO

from bot.screens.charts.chart import Chart

_LENGTH = struct.Struct(">I")
# Seconds without a chart after which the process ends.
_LONG = 600.0


class DrawingError(Exception):
    """The process that draws has ended in the middle, or could not draw."""


class Drawing:
    """The process that draws, started by the first chart. One chart at a time; safe to share between threads."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self._closed = False

    def draw(self, chart: Chart) -> bytes:
        """Return a picture of a chart, PNG.

        Raises:
            DrawingError: It could not be drawn.
        """
        written = _with_length(pickle.dumps(chart))
        with self._lock:
            # Twice: it may have ended just now, because nobody wanted a chart for long.
            picture = self._drawn(written) or self._drawn(written)
        if not picture:
            raise DrawingError
        return picture

    def close(self) -> None:
        """End the process."""
        self._closed = True
        process = self._process
        if process is not None:
            process.kill()
            process.wait()

    def _drawn(self, written: bytes) -> bytes:
        process = self._running()
        if process.stdin is None or process.stdout is None:
            return b""
        try:
            process.stdin.write(written)
            process.stdin.flush()
            return _taken(process.stdout)
        except OSError:
            return b""

    def _running(self) -> "subprocess.Popen[bytes]":
        if self._closed:
            raise DrawingError
        if self._process is None or self._process.poll() is not None:
            # Found there whatever was found here; Ctrl-C in a terminal is for us alone.
            environment = os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
            self._process = subprocess.Popen(  # noqa: S603 - ourselves
                [sys.executable, "-m", __name__],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env=environment,
                start_new_session=True,
            )
        return self._process


def _with_length(content: bytes) -> bytes:
    return _LENGTH.pack(len(content)) + content


def _taken(pipe: IO[bytes]) -> bytes:
    head = pipe.read(_LENGTH.size)
    return pipe.read(_LENGTH.unpack(head)[0]) if len(head) == _LENGTH.size else b""


def main() -> None:
    """Draw what comes in until nothing does, or nothing has for long: it takes as much memory as the bot."""
    import select

    from bot.screens.charts.drawing import draw

    while sys.platform == "win32" or select.select([sys.stdin.fileno()], [], [], _LONG)[0]:
        written = _taken(sys.stdin.buffer)
        if not written:
            return
        try:
            picture = draw(pickle.loads(written))  # noqa: S301 - from whoever started us
        except Exception:  # noqa: BLE001 - whoever asked is told by an empty picture; the next can be drawn
            picture = b""
        sys.stdout.buffer.write(_with_length(picture))
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
