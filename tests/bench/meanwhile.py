"""Answers while a file is read that somebody handed in: one that never ends, bombs, thousands of one number.

The questions are put one after the other with a pause, by the wall clock, beside the check that a chat would start.
The promise is held to each file, and the same questions with nothing read beside them are printed first.
"""

import random
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

from bot.cli.opening import SWITCH, open_conversation
from bot.errors import GongkaiError
from bot.service.conversation import Conversation
from bot.service.uploads import Uploads
from bot.settings import Settings
from tests.bench.answering import samples
from tests.ingest.test_reading_apart import HOSTILE

#: What is promised: the 99th percentile in milliseconds.
ANSWER_MS = 100.0
PAUSE, QUIET = 0.02, 10.0
ROWS = 5_000
_ONE_NUMBER = "编号,标题,答复日期\n" + "".join(f"12,关于第{row}件事的建议,2023-05-01\n" for row in range(ROWS))
_OPEN_QUOTE = _ONE_NUMBER.replace("12,关于", '12,"关于', 1)
FILES: dict[str, tuple[str, Callable[[], bytes]]] = {
    **{
        kind: HOSTILE[kind][:2]
        for kind in ("an endless PDF", "a dense page", "attributes", "a bomb", "brackets in text")
    },
    "rows of one number": ("one.csv", _ONE_NUMBER.encode),
    "an open quote": ("quote.csv", _OPEN_QUOTE.encode),
}


def run() -> bool:
    """Print the table; return whether the promise holds."""
    sys.setswitchinterval(SWITCH)
    sys.stdout.write(f"{'meanwhile':22} {'seconds':>8} {'asked':>6} {'p50 ms':>8} {'p99 ms':>8} {'longest':>8}\n")
    with tempfile.TemporaryDirectory() as name:
        settings = Settings(data_dir=Path(name) / "data", _env_file=None)  # type: ignore[call-arg]
        with open_conversation(settings) as conversation:
            for text in samples():
                conversation.message(text, chat=0)
            _line("nothing", _asked(conversation, lambda: time.sleep(QUIET)))
            uploads = Uploads(conversation.library.database, Path(name) / "uploads")
            held = [_line(kind, _asked(conversation, _checking(uploads, *file))) for kind, file in FILES.items()]
    return all(held)


def _checking(uploads: Uploads, name: str, content: Callable[[], bytes]) -> Callable[[], None]:
    data = content()

    def check() -> None:
        try:
            uploads.check(name, data, keep=True)
        except GongkaiError as error:
            sys.stdout.write(f"  {str(error)[:100]}\n")

    return check


def _asked(conversation: Conversation, work: Callable[[], None]) -> tuple[float, list[float]]:
    """Return how long some work took, and how long each answer beside it."""
    dice, times, over = random.Random(1), list[float](), threading.Event()
    texts = samples()

    def ask() -> None:
        while not over.is_set():
            began = time.perf_counter()
            conversation.message(dice.choice(texts), chat=dice.randint(1, 50))
            times.append(time.perf_counter() - began)
            over.wait(PAUSE)

    asking = threading.Thread(target=ask)
    asking.start()
    began = time.perf_counter()
    work()
    took = time.perf_counter() - began
    over.set()
    asking.join()
    return took, times


def _line(kind: str, measured: tuple[float, list[float]]) -> bool:
    took, times = measured
    cuts = statistics.quantiles(times, n=100) if len(times) > 1 else times * 99
    held = cuts[98] * 1000 < ANSWER_MS
    sys.stdout.write(
        f"{kind:22} {took:8.1f} {len(times):6} {cuts[49] * 1000:8.1f} {cuts[98] * 1000:8.1f} {max(times) * 1000:8.1f}"
        f"{'' if held else f'   does not hold: {ANSWER_MS:.0f} ms'}\n"
    )
    sys.stdout.flush()
    return held
