"""Charts: how long one takes after the first, and how long answers in words take while charts are drawn."""

import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil

from bot.screens.charts import Bar, Chart, Shape, Value
from bot.screens.screen import Screen
from bot.service.conversation import Conversation
from bot.service.library import Library
from bot.settings import Settings
from bot.telegram.delivery import Outgoing
from handlers.pictures import Pictures
from tests.bench.answering import samples

CHARTS, ANSWERS, PER_SECOND = 20, 300, 50
#: Promises in milliseconds: a chart after the first; how much longer the 99th answer of a hundred takes beside charts.
CHART_MS, MORE_MS = 300.0, 25.0


def run() -> bool:
    """Measure, print the table, and return whether the promises hold."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data_dir=Path(folder), _env_file=None)  # type: ignore[call-arg]
        library = Library.open(settings)
        first, charts, alone, beside, memory = asyncio.run(_measure(Conversation(library, settings), Path(folder)))
        library.close()
    rows = [
        ("the first chart, ms", first, None),
        ("a chart after it, median ms", statistics.median(charts), CHART_MS),
        ("a chart after it, longest ms", max(charts), None),
        ("an answer without charts, p99 ms", _p99(alone), None),
        ("an answer while charts are drawn, p99 ms", _p99(beside), _p99(alone) + MORE_MS),
        ("memory of the process that draws, MB", memory, None),
    ]
    sys.stdout.write(f"{'charts':45} {'measured':>10} {'promised':>10}\n")
    for name, measured, promised in rows:
        shown = f"{promised:10.1f}" if promised else ""
        fails = "  does not hold" if promised and measured > promised else ""
        sys.stdout.write(f"{name:45} {measured:10.1f} {shown}{fails}\n")
    return all(promised is None or measured <= promised for _, measured, promised in rows)


async def _measure(
    conversation: Conversation, folder: Path
) -> tuple[float, list[float], list[float], list[float], float]:
    pictures = Pictures(folder / "pictures.json")
    first = await _timed(pictures.drawn(_chart(0)))
    await _answers(conversation)  # not counted: caches fill
    alone = await _answers(conversation)
    charts: list[float] = []

    async def draw() -> None:
        for number in range(1, 10_000):
            charts.append(await _timed(pictures.drawn(_chart(number))))

    drawing = asyncio.create_task(draw())
    beside = await _answers(conversation)
    while len(charts) < CHARTS:
        await asyncio.sleep(0.1)
    drawing.cancel()
    assert pictures._drawing is not None
    assert pictures._drawing._process is not None
    memory = psutil.Process(pictures._drawing._process.pid).memory_info().rss / 1e6
    await asyncio.to_thread(pictures.close)
    return first, charts, alone, beside, memory


async def _answers(conversation: Conversation) -> list[float]:
    """Ask evenly, as many as come at once; return the milliseconds of each from when it was due."""
    loop = asyncio.get_running_loop()
    questions = [said for said in samples() if said.strip()]
    began = loop.time()

    async def answer(number: int) -> float:
        due = began + number / PER_SECOND
        await asyncio.sleep(max(0.0, due - loop.time()))
        await loop.run_in_executor(threads, lambda: conversation.message(questions[number], chat=1 + number % 50))
        return 1000 * (loop.time() - due)

    with ThreadPoolExecutor(4) as threads:
        return list(await asyncio.gather(*(answer(number) for number in range(ANSWERS))))


async def _timed(work: Awaitable[object]) -> float:
    began = time.perf_counter()
    await work
    return 1000 * (time.perf_counter() - began)


def _p99(times: list[float]) -> float:
    return statistics.quantiles(times, n=100)[-1]


def _chart(number: int) -> Outgoing:
    """Return a chart that was never drawn: twelve months, two series."""
    chart = Chart(
        shape=list(Shape)[number % 2],
        title=f"某市某局各月公开的答复（第 {number} 张）",
        bars=tuple(
            Bar(
                f"{month}月", (Value(float(month + number), f"{month + number} 件"), Value(float(month), f"{month} 件"))
            )
            for month in range(1, 13)
        ),
        series=("政协提案", "人大建议"),
        notes=("据列表计算",),
        sources=("年报·政府提案列表",),
    )
    return Outgoing(Screen(name="chart", html="", plain="", chart=chart))
