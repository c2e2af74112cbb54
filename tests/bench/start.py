"""Starting: from the command to the first answer, memory, and what answers at once.

Told by the processor time, to which the promise is held, and by the wall clock, which also counts what else the machine
does.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import psutil

ROOT = Path(__file__).parent.parent.parent
ROUNDS = 5
FIRST, LATER, QUICK, MEMORY = 4.0, 2.5, 0.5, 250.0


def run() -> bool:
    """Measure, print the table, and return whether the promises hold. Medians of five; memory is the largest seen."""
    with tempfile.TemporaryDirectory() as folder:
        first = [_first_answer(Path(folder) / str(number)) for number in range(ROUNDS)]
        later = [_first_answer(Path(folder) / "0") for _ in range(ROUNDS)]
        quick = {name: [_seconds(name) for _ in range(ROUNDS)] for name in ("--version", "--help")}
    figures = [
        ("first start to first answer, s", *_medians(first), FIRST),
        ("later start to first answer, s", *_medians(later), LATER),
        *((f"gongkai {name}, s", *_medians(times), QUICK) for name, times in quick.items()),
    ]
    memory = max(memory for _, _, memory in first + later)
    sys.stdout.write(f"{'start':40} {'processor':>10} {'wall':>10} {'promised':>10}\n")
    for name, processor, wall, promised in figures:
        sys.stdout.write(
            f"{name:40} {processor:10.2f} {wall:10.2f} {promised:10.2f}"
            f"{'' if processor < promised else '  does not hold'}\n"
        )
    sys.stdout.write(f"{'memory after the first answer, MB':40} {memory:10.0f} {'':10} {MEMORY:10.0f}\n")
    return memory < MEMORY and all(processor < promised for _, processor, _, promised in figures)


def _medians(times: Sequence[tuple[float, ...]]) -> tuple[float, float]:
    return statistics.median(one[0] for one in times), statistics.median(one[1] for one in times)


def _first_answer(folder: Path) -> tuple[float, float, float]:
    """Return the seconds of the processor and of the clock until the first line of an answer, and the memory in MB."""
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "chat"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT, env=os.environ | {"GONGKAI_DATA_DIR": str(folder)},
    )  # fmt: skip
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(b"399\n")
    process.stdin.flush()
    answered = process.stdout.readline()
    seconds = time.perf_counter() - started
    started_process = psutil.Process(process.pid)
    memory = started_process.memory_info().rss / 1e6
    used = started_process.cpu_times()
    process.stdin.close()
    process.stdout.read()
    assert process.wait() == 0
    assert b"399" in answered
    return used.user + used.system, seconds, memory


def _seconds(option: str) -> tuple[float, float]:
    started = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-m", "bot", option], stdout=subprocess.DEVNULL, cwd=ROOT)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    return used.ru_utime + used.ru_stime, time.perf_counter() - started
