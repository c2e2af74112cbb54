"""Reading, answering and rendering: on the bundled data, and on a province of 1,000 reports, 100,000 replies.

Each question is timed on its own, by the wall clock and by the processor time of this process, the quickest of three
rounds: the others tell of what else the machine does. The promise is held to the processor time.

*first*: the first time that a question is asked after an import; *warm*: it was asked before; *cold*: the store knows
nothing by heart, not even the names of the agencies, which the library reads after each import (no promise). What is
made once a start (tables of the form, vocabulary, index) is timed apart.
"""

import gc
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

import psutil

from bot.service.conversation import Conversation
from bot.service.library import Library
from bot.settings import Settings
from bot.store.database import Database
from bot.store.load.loading import load
from tests.bench import province
from tests.questions.run import rows, turns

SAMPLES = ("questions.tsv", "facts.tsv", "variants.tsv")
#: What is promised: the 99th percentile in milliseconds.
BUNDLED_MS, PROVINCE_MS = 5.0, 20.0
ROUNDS = 3
#: What a province is asked, beside the samples, of an agency and a year: `{a}` and `{y}`; `{n}` is a number.
ASKED = (
    "{a}{y}年依申请公开收到多少", "{a}{y}年规范性文件制发多少件", "{a}{y}年不予公开的有几件", "{a}行政处罚{y}年",
    "{a}{y}年报的信息公开行政复议", "{a}{y}年自然人申请占比", "{a}{y}年和上一年比申请数量", "{a}{y}年年报",
    "{a}{y}年收费多少", "{a}的领导小组副组长是谁", "{a}{y}年存在的问题", "{a}{y}年办理提案多少件", "{a}有多少提案答复",
    "{a}最近的答复", "{a}{n}号", "政协{n}", "人大{n}号建议", "{n}", "{n}号提案怎么答复的", "9届2次{n}号", "{y}年的提案",
    "{y}年11月", "11月3日", "{a}{y}年1月到6月的答复", "按年统计", "各年多少件", "统计", "一共多少条", "最新的提案",
    "河道治理", "推进养老服务", "义务教育", "农村饮水安全的建议", "加强社区医院建设", "{y}年 教育 政协", "998877",
    "今天天气", "xuexiao", "jiaoyu", "智能制造", "只能制造", "轴成", "社区养考", "各局{y}年收到的申请",
    "哪个单位申请最多", "有哪些单位",
)  # fmt: skip


def run() -> bool:
    """Print the tables; return whether the promises hold."""
    sys.stdout.write(f"{'answering':26} {'p50 ms':>8} {'p99 ms':>8} {'longest':>8}   {'wall p50':>8} {'p99':>8}\n")
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data_dir=Path(folder) / "bundled", _env_file=None)  # type: ignore[call-arg]
        held = _timed("bundled", settings, BUNDLED_MS, samples())
        settings = Settings(data_dir=Path(folder) / "province", _env_file=None)  # type: ignore[call-arg]
        fill(settings)
        return _timed("province", settings, PROVINCE_MS, [*samples(), *asked()]) and held


def fill(settings: Settings) -> None:
    """Load the bundled documents and the province."""
    Library.open(settings).close()
    database = Database.open(settings.database)
    load(database, province.lists())
    load(database, province.reports())
    database.close()


def samples() -> list[str]:
    """Return every message of the samples, follow-ups apart from what they follow."""
    folder = Path(__file__).parent.parent / "questions"
    return [turn for name in SAMPLES for row in rows(folder / name) for turn in turns(row.message, "bot")]


def asked(count: int = 600) -> list[str]:
    """Return questions about the province."""
    dice = random.Random(6)
    names = (*province.AGENCIES, *province.REPLIERS)
    return [
        ASKED[place % len(ASKED)].format(a=dice.choice(names), y=dice.choice(province.YEARS), n=dice.randint(1, 3000))
        for place in range(count)
    ]


def _timed(name: str, settings: Settings, promised: float, questions: Sequence[str]) -> bool:
    before = psutil.Process().memory_info().rss
    began = time.process_time()
    library = Library.open(settings)
    opened = time.process_time() - began
    conversation = Conversation(library, settings)
    conversation.message(questions[0])
    first = time.process_time() - began - opened
    for question in questions:  # tables that are made once
        conversation.message(question)
    held = True
    for temperature in ("first", "warm", "cold"):
        held = _round(name, temperature, conversation, questions, promised) and held
    memory = (psutil.Process().memory_info().rss - before) / 1e6
    sys.stdout.write(
        f"{name}: opened in {opened:.1f} s, first answer after {first:.1f} s more, {memory:,.0f} MB more\n"
    )
    library.close()
    gc.collect()
    return held


def _round(name: str, temperature: str, conversation: Conversation, questions: Sequence[str], promised: float) -> bool:
    store = conversation.library.shelf().store
    best: dict[str, tuple[float, float]] = {}
    order = list(dict.fromkeys(questions))
    for number in range(ROUNDS):
        random.Random(number).shuffle(order)
        if temperature == "first":
            store.forget()
            store.prepare()
        for question in order:
            if temperature == "cold":
                store.forget()
            wall, processor = time.perf_counter(), time.process_time()
            conversation.message(question)
            times = (time.process_time() - processor, time.perf_counter() - wall)
            best[question] = min(best.get(question, times), times)
    taken = [(processor, wall, question) for question, (processor, wall) in best.items()]
    middle, last, longest = _quantiles(processor for processor, _, _ in taken)
    wall_middle, wall_last, _ = _quantiles(wall for _, wall, _ in taken)
    held = last < promised or temperature == "cold"
    sys.stdout.write(
        f"{name + ', ' + temperature:26} {middle:8.2f} {last:8.2f} {longest:8.2f}   {wall_middle:8.2f} {wall_last:8.2f}"
        f"{'' if held else f'   does not hold: {promised}'}\n"
    )
    for processor, _, question in sorted(taken, reverse=True)[:5]:
        sys.stdout.write(f"{'':26} {processor * 1000:8.2f} {question[:40]!r}\n")
    return held


def _quantiles(seconds: Iterable[float]) -> tuple[float, float, float]:
    """Return the median, the 99th percentile and the longest, in milliseconds."""
    ordered = sorted(one * 1000 for one in seconds)
    return statistics.median(ordered), statistics.quantiles(ordered, n=100)[98], ordered[-1]
