"""Many offices at once: rankings, sums, shares and matrices over 3,000 offices and seven years, and their sheet.

The rows are written straight into the tables: importing 21,000 reports would take more than an hour. Promised is the
99th percentile of the processor time of a whole answer, read, answered and rendered, of figures that are asked for the
first time and again; *after an import* nothing is known but what the library reads of each revision.
"""

import gc
import random
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import psutil
from sqlalchemy import Table, text

from bot.__main__ import COLLECTED_AFTER
from bot.answers import answer
from bot.answers.agencies import members
from bot.answers.enquiry import Enquiry
from bot.answers.examples import one_of_each
from bot.answers.exporting import table_of
from bot.questions.read import read
from bot.questions.vocabulary import Vocabulary
from bot.records.agencies import identify
from bot.records.form import FORM_2019, FORM_2021, form
from bot.screens.exports import render_export
from bot.screens.labels import Words
from bot.screens.render import render
from bot.search.index import Index
from bot.store.database import Database
from bot.store.load.loading import load
from bot.store.read.queries import Store
from bot.store.tables import AGENCIES, CELLS, FINDINGS, REPORTS
from tests.answers.making import batch, report
from tests.generated.agencies import places
from tests.generated.city import DEPARTMENTS

YEARS = range(2019, 2026)
CITIES, COUNTIES, STREETS = 10, 10, 10
TODAY = date(2026, 11, 29)
#: Milliseconds: of rankings and sums, of shares and matrices; seconds of a sheet; megabytes; seconds.
SIMPLE_MS, HARD_MS, SHEET_S, MEMORY_MB, START_S = 30.0, 150.0, 3.0, 700.0, 20.0
SIMPLE = (
    "2024年市直部门收到的申请排名",
    "2024年区直部门申请合计",
    "2023年各街道申请最多的十家",
    "2022年各单位予以公开排名",
    "2024年各部门申请平均数",
    "2024年哪些街道没有收到申请",
)
HARD = (
    "2024年区直部门公开率排名",
    "历年区直部门收到的申请",
    "2024年各单位不予公开率排名",
    "2024年区直部门申请增幅排名",
    "近三年各单位予以公开",
)
_ROWS = ("received_new", "granted_full", "processed_total", "refused_")  # what the questions read
_AT_ONCE = 50_000
_PLACE = {"document": "report.txt"}


def names() -> list[str]:
    """Return the names of 3,000 offices: ten cities, each with ten counties."""
    dice = random.Random(18)
    found, free = [], (place for place in places(dice))
    stems = [place[:2] for place, _ in zip(free, range(CITIES * (COUNTIES + 1)), strict=False)]
    for number in range(CITIES):
        city = f"{stems[number]}市"
        found += [f"{city}{department}" for department in DEPARTMENTS]
        for below in range(COUNTIES):
            county = f"{stems[CITIES + number * COUNTIES + below]}{'区' if below % 2 else '县'}"
            found += [f"{city}{county}{department}" for department in DEPARTMENTS[:17]]
            found += [f"{city}{county}{stems[other]}街道办事处" for other in range(STREETS)]
            found.append(f"{city}{county}人民政府")
        found.append(f"{city}人民政府")
    return found[:3000]


def fill(database: Database) -> None:
    """Write 3,000 offices and 21,000 reports."""
    first = "松岭市教育局"
    load(database, [batch(first, reports=[report(first, 2018)])])
    dice, when = random.Random(7), datetime(2026, 1, 1, tzinfo=UTC)
    with database.engine.begin() as connection:
        agencies = [identify(name) for name in names()]
        _insert(connection, AGENCIES, (
            _row(10 + number, slug=one.slug, name=one.name, region=one.region, short_name=one.short_name,
                 aliases=list(one.aliases), npc_number_scheme=None)
            for number, one in enumerate(agencies)
        ))  # fmt: skip
        document = connection.execute(text("SELECT min(id) FROM documents")).scalar_one()
        of_all = [(one, year) for one in agencies for year in YEARS]
        _insert(connection, REPORTS, (
            _row(1000 + number, agency=one.slug, year=year, document_id=document, revision=1, imported_at=when,
                 own_office=False, form=FORM_2019 if year < 2021 else FORM_2021, title=f"{one.name}{year}年年度报告",
                 cover_title=None, compiled=None, period_start=None, period_end=None)
            for number, (one, year) in enumerate(of_all)
        ))  # fmt: skip
        _insert(connection, CELLS, _cells(of_all, document, dice))
        _insert(connection, FINDINGS, (
            _row(50_000_000 + number, report_id=1000 + number, position=0, document_id=document, place=_PLACE,
                 relation="K3", status="fail" if number % 40 == 0 else "pass", cells=["requests.received_new.total"],
                 left_side="3", right_side="4", difference="1", message="")
            for number in range(len(of_all))
        ))  # fmt: skip
        connection.execute(text("UPDATE state SET revision = revision + 1"))


def _cells(of_all: Sequence[tuple[Any, int]], document: int, dice: random.Random) -> Iterator[dict[str, Any]]:
    keys = {
        known: [
            key for key in form(known).cells() if key.endswith(".total") and key.partition(".")[2].startswith(_ROWS)
        ]
        for known in (FORM_2019, FORM_2021)
    }
    number = 10_000_000
    for at, (_, year) in enumerate(of_all):
        known = FORM_2019 if year < 2021 else FORM_2021
        for position, key in enumerate(keys[known]):
            value = dice.randrange(400) if key.endswith("processed_total.total") else dice.randrange(90)
            cell = form(known).cells()[key]
            yield _row(
                number, report_id=1000 + at, position=position, document_id=document, place=_PLACE, key=key,
                table_name=cell.table, row_label="", column_label="", raw=str(value), value=Decimal(value),
                semantic="numeric" if value else "zero", unit=None, remark=None, confidence="exact",
            )  # fmt: skip
            number += 1


def _row(identity: int, **fields: Any) -> dict[str, Any]:
    return {"id": identity, "first_batch": 1, "last_batch": 1, **fields}


def _insert(connection: Any, table: Table, rows: Iterator[dict[str, Any]]) -> None:
    waiting = []
    for row in rows:
        waiting.append(row)
        if len(waiting) == _AT_ONCE:
            connection.execute(table.insert(), waiting)
            waiting = []
    if waiting:
        connection.execute(table.insert(), waiting)


def run() -> bool:
    """Print the table; return whether the promises hold."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database.open(f"sqlite:///{Path(folder) / 'agencies.db'}")
        fill(database)
        held = measured(database)
        database.close()
        return held


def measured(database: Database) -> bool:
    """Print the table of a filled database; return whether the promises hold."""
    gc.set_threshold(COLLECTED_AFTER)  # as the command line does
    before = psutil.Process().memory_info().rss
    store = Store(database)
    began = time.process_time()
    index, vocabulary = Index.build(store), Vocabulary.of(store)
    _prepared(store)
    for said in one_of_each(store):  # as a bot does before it answers anybody
        _asked(store, index, vocabulary, said, cold=False)
    gc.freeze()
    start = time.process_time() - began
    held = True
    sys.stdout.write(f"{'agencies':32} {'p50 ms':>8} {'p99 ms':>8}\n")
    kinds = (("ranking, sum", SIMPLE, SIMPLE_MS), ("share, matrix", HARD, HARD_MS))
    for temperature in ("first", "again", "after an import"):
        cold = temperature == "after an import"
        for name, asked, promised in kinds:
            of_years = [re.sub("[0-9]{4}", str(year), one) for year in YEARS for one in asked]
            questions = asked if cold else of_years * (4 if temperature == "again" else 1)
            taken = [_asked(store, index, vocabulary, one, cold=cold) for one in questions]
            # Those are all that are asked: of some forty, what is no extrapolation.
            middle, last = statistics.median(taken), statistics.quantiles(taken, n=100, method="inclusive")[98]
            held = held and (cold or last < promised)
            sys.stdout.write(f"{f'{name}, {temperature}':32} {middle:8.1f} {last:8.1f}   promised {promised}\n")
    began = time.process_time()
    said = "2024年各单位收到的申请排名"
    question = read(said, vocabulary=vocabulary, today=TODAY)
    enquiry = Enquiry(question=question, store=store, index=index, today=TODAY)
    table = table_of(answer(question, store, index, today=TODAY), enquiry, 5000)
    assert table is not None
    render_export(table, said, "xlsx", Words("zh"), at=datetime(2026, 11, 29, tzinfo=UTC), revision=1)
    sheet, memory = time.process_time() - began, (psutil.Process().memory_info().rss - before) / 1e6
    sys.stdout.write(f"sheet of 3,000 offices: {sheet:.1f} s; memory: {memory:.0f} MB more; start: {start:.1f} s\n")
    return held and sheet < SHEET_S and memory < MEMORY_MB and start < START_S


def _prepared(store: Store) -> None:
    """Read what a library reads of each revision."""
    store.prepare()
    members.prepare(store)


def _asked(store: Store, index: Any, vocabulary: Vocabulary, said: str, *, cold: bool) -> float:
    if cold:
        store.forget()
        _prepared(store)
    began = time.process_time()
    question = read(said, vocabulary=vocabulary, today=TODAY)
    render(answer(question, store, index, today=TODAY), "zh")
    return (time.process_time() - began) * 1000
