"""Importing, the whole way from files to the database: rows of lists, reports of every format, memory.

The command itself is timed, with its start and with the search index that follows. Rates are told by the processor time
of the process and by the wall clock; the promise is held to the former, as if there were one processor, because the
wall clock also counts what else the machine does. Memory is that of the command and of the process that reads for it at
one moment, the most of all moments (PSS: what both share counts once).
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

import psutil

from bot.records.form import FORM_2019, FORM_2021, form
from tests.bench import province
from tests.generated.layouts import LAYOUTS
from tests.generated.layouts.pdf import pdf
from tests.generated.sheet import Sheet

ROWS, MILLION, REPORTS = 100_000, 1_000_000, 60
#: What is promised.
ROWS_A_SECOND, REPORTS_A_SECOND, MEGABYTES = 1_000, 5, 500
FORMATS = ("html_plain", "html_word", "text_tabs", "markdown", "docx", "xlsx")
LOOK = 0.1  # seconds between two looks at the memory
ROOT = Path(__file__).parents[2]
_SHARED = ROOT.parent / "shared" / "reports"


def run() -> bool:
    """Print the table; return whether the promises hold."""
    sys.stdout.write(f"{'importing':34} {'a second':>10} {'by the wall':>12} {'MB':>7}\n")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        held = True
        for count in (ROWS, MILLION):
            held &= _line(f"list, {count:,} rows", _imported(folder, [_list(folder, count)]), count, ROWS_A_SECOND)
        mix = list(_reports(folder))
        held &= _line("reports, a mix of formats", _imported(folder, mix), len(mix), REPORTS_A_SECOND)
        for kind in (*FORMATS, "pdf"):
            some = [path for path in mix if path.stem.startswith(kind)]
            _line(f"  {kind}", _imported(folder, some), len(some), 0)
        if not _SHARED.is_dir():
            sys.stdout.write("  published reports: none beside the project\n")
        else:
            for path in sorted(_SHARED.rglob("*")):
                if path.suffix in {".pdf", ".html", ".htm", ".txt", ".md", ".docx"} and path.stem.lower() != "readme":
                    _line(f"  {path.parent.name}/{path.name}"[:34], _imported(folder, [path]), 1, 0)
    return held


def _line(name: str, figures: dict[str, float], done: int, promised: float) -> bool:
    rate = done / figures["processor"]
    held = rate >= promised and figures["memory"] < MEGABYTES
    sys.stdout.write(
        f"{name:34} {rate:10,.1f} {done / figures['wall']:12,.1f} {figures['memory']:7,.0f}"
        f"{'' if held else f'   does not hold: {promised} a second, {MEGABYTES} MB'}\n"
    )
    return held


def _imported(folder: Path, paths: list[Path]) -> dict[str, float]:
    """Import files with the command, in a process of its own, into a new database."""
    data = folder / f"{time.time_ns()}"
    environment = {**os.environ, "GONGKAI_DATA_DIR": str(data), "GONGKAI_BUNDLED_RECORDS": "false"}
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "import", *map(str, paths)],
        cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    most, ended, used = 0.0, 0, None
    while not ended:
        most = max(most, _memory(process.pid))
        time.sleep(LOOK)
        ended, status, used = os.wait4(process.pid, os.WNOHANG)
    wall = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, paths
    shutil.rmtree(data)
    return {"wall": wall, "processor": used.ru_utime + used.ru_stime, "memory": most}


def _memory(process: int) -> float:
    """Return the megabytes of a process and of those that it has started, at this moment."""
    found = 0
    try:
        whole = psutil.Process(process)
        for one in (whole, *whole.children(recursive=True)):
            found += one.memory_full_info().pss
    except psutil.Error:
        pass  # it has just ended
    return found / 2**20


def _list(folder: Path, count: int) -> Path:
    """Write a list of replies as an office has it."""
    path = folder / f"list-{count}.tsv"
    with path.open("w", encoding="utf-8") as file:
        file.write("标题\t发布机构\t发布时间\n")
        for record in province.replies(count):
            file.write(f"{record.title}\t{record.publisher}\t{record.published_on}\n")
    return path


def _reports(folder: Path) -> Iterator[Path]:
    """Write reports of made-up figures, a third of them PDF: every cell, in the layouts that offices publish."""
    dice = Random(8)
    for number in range(REPORTS):
        agency = province.AGENCIES[number % len(province.AGENCIES)]
        known = form(FORM_2021 if number % 2 else FORM_2019)
        cells = {key: str(dice.choice([0, 0, dice.randint(1, 99)])) for key in known.cells()}
        sheet = Sheet(known, 2021 + number // len(province.AGENCIES), cells, agency=agency)
        kind = "pdf" if number % 3 == 0 else FORMATS[(number - number // 3) % len(FORMATS)]
        name, data = (pdf if kind == "pdf" else LAYOUTS[kind])(sheet)
        path = folder / f"{kind}-{number}{Path(name).suffix}"
        path.write_bytes(data)
        yield path
