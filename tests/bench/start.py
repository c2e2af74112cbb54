"""Starting (issue 2): from the command to the first answer, memory, and what answers at once."""

import os
import statistics
import subprocess
import sys
import tempfile
import time
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
        ("first start to first answer, s", statistics.median(seconds for seconds, _ in first), FIRST),
        ("later start to first answer, s", statistics.median(seconds for seconds, _ in later), LATER),
        *((f"gongkai {name}, s", statistics.median(times), QUICK) for name, times in quick.items()),
        ("memory after the first answer, MB", max(memory for _, memory in first + later), MEMORY),
    ]
    sys.stdout.write(f"{'start':40} {'measured':>10} {'promised':>10}\n")
    for name, measured, promised in figures:
        sys.stdout.write(
            f"{name:40} {measured:10.2f} {promised:10.2f}{'' if measured < promised else '  does not hold'}\n"
        )
    return all(measured < promised for _, measured, promised in figures)


def _first_answer(folder: Path) -> tuple[float, float]:
    """Return the seconds until the first line of an answer, and the memory then in MB."""
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
    memory = psutil.Process(process.pid).memory_info().rss / 1e6
    process.stdin.close()
    process.stdout.read()
    assert process.wait() == 0
    assert b"399" in answered
    return seconds, memory


def _seconds(option: str) -> float:
    started = time.perf_counter()
    subprocess.run([sys.executable, "-m", "bot", option], check=True, stdout=subprocess.DEVNULL, cwd=ROOT)
    return time.perf_counter() - started
