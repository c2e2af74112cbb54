"""What the process of tests/test_worker.py does; apart from it, for pytest takes long to import."""

import ctypes
import os
import threading
from collections.abc import Iterator

from bot.ingest.errors import ImportingError
from bot.worker import allow


def work(request: object) -> Iterator[object]:
    """What the process of these tests does."""
    match request:
        case "refuse":
            raise ImportingError("no_year", file="甲.txt")
        case "crash":
            ctypes.string_at(0)
        case "fault":
            raise KeyError(request)
        case "fill":
            held = []
            while True:
                held.append(bytearray(10_000_000))
        case "never":
            allow(1)
            while True:
                pass
        case "print":
            os.write(1, b"a library says something")
            yield "printed"
        case "wait":
            threading.Event().wait()
        case int():
            yield from range(request)
