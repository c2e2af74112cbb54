"""Loading and reading at the size of a province: 100,000 replies and 1,000 reports, without the reading of files."""

import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from bot.records.form import FORM_2021, form
from bot.records.model import Batch, Body, Place, Record, RecordKind
from bot.store.database import Database
from bot.store.load.loading import load
from bot.store.read.queries import Store
from bot.store.read.values import Selection
from tests.store.building import cell, passage, report

REPLIES = 100_000
REPORTS = 1_000
#: What is promised: rows and reports a second, time of one read.
ROWS_A_SECOND, REPORTS_A_SECOND, READ_MS = 1_000, 5, 20.0


def reply(number: int) -> Record:
    """One of many replies: thirty sessions of agencies of a province."""
    topic = f"关于加强第{number}号河道治理工作推进乡村振兴的建议"
    own, term, session = number % 3000 + 1, 5 + number // 3000 % 9, number // 27_000 % 5 + 1
    return Record(
        kind=RecordKind.REPLY,
        title=f"对市政协{term}届{session}次会议第{own}号提案（{topic}）的答复",
        topic=topic,
        place=Place(document="list.tsv", row=number),
        body=Body.CPPCC if number % 3 else Body.NPC,
        term=term,
        session=session,
        number=own,
        number_raw=str(own),
        publisher="市水利局",
        published_on=date(2005, 1, 1) + timedelta(days=number % 6000),
        listing="提案答复",
    )


def lists() -> Iterator[Batch]:
    """The replies of ten agencies, in pieces."""
    size = REPLIES // 10
    for office in range(10):
        rows = tuple(reply(number) for number in range(office * size, (office + 1) * size))
        yield Batch(
            document=f"{office}.tsv",
            sha256=f"{office:064d}",
            media_type="text",
            agency_name=f"乐陵市第{office}水利局",
            records=rows,
        )


def reports() -> Iterator[Batch]:
    """Whole reports: every cell of the form, fifty sentences."""
    keys = tuple(form(FORM_2021).cells())
    for number in range(REPORTS):
        whole = report(
            2008 + number % 20,
            agency_name=f"乐陵市第{number // 20}管理局",
            cells=tuple(cell(key, str((number + position) % 90)) for position, key in enumerate(keys)),
            passages=tuple(passage(order, f"本年第{order}句，共办理{number}件。") for order in range(50)),
            embedded=(),
        )
        yield Batch(document=f"{number}.txt", sha256=f"r{number:063d}", media_type="text", reports=(whole,))


def reads(store: Store, chance: random.Random) -> dict[str, Callable[[], object]]:
    """What answers ask, each time about something else."""
    slugs = [agency.slug for agency in store.agencies()]
    report_slugs = sorted({each.agency.slug for each in store.reports()})
    return {
        "number": lambda: store.by_number(chance.randint(1, 3000)),
        "near numbers": lambda: store.near_numbers(chance.randint(3001, 9000)),
        "month": lambda: store.records(
            Selection(
                published_from=(day := date(chance.randint(2006, 2019), chance.randint(1, 12), 1)), published_to=day
            ),
            limit=5,
        ),
        "day of any year": lambda: store.records(
            Selection(window=((chance.randint(1, 12), chance.randint(1, 28)),) * 2), limit=5
        ),
        "year": lambda: store.records(Selection(years=(chance.randint(2006, 2019),)), limit=5),
        "session": lambda: store.records(Selection(term=chance.randint(5, 13), session=chance.randint(1, 5)), limit=5),
        "latest of a body": lambda: store.records(
            Selection(body=chance.choice(list(Body)), agencies=(chance.choice(slugs),)), limit=5
        ),
        "count": lambda: store.count(Selection(agencies=(chance.choice(slugs),), years=(chance.randint(2006, 2019),))),
        "figures": lambda: store.cells(chance.choice(report_slugs), chance.randint(2008, 2027)),
        "passages": lambda: store.passages(agency=chance.choice(report_slugs), year=chance.randint(2008, 2027)),
    }


def run() -> bool:
    """Print the table; return whether the promises hold."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database.open(f"sqlite:///{folder}/gongkai.db")
        begun = time.perf_counter()
        load(database, lists())
        rows = REPLIES / (time.perf_counter() - begun)
        begun = time.perf_counter()
        load(database, reports())
        whole = REPORTS / (time.perf_counter() - begun)
        print(f"store: {rows:,.0f} rows/s, {whole:,.0f} reports/s written")  # noqa: T201
        held = rows >= ROWS_A_SECOND and whole >= REPORTS_A_SECOND
        held = _time_reads(database) and held
        database.close()
    return held


def _time_reads(database: Database) -> bool:
    chance = random.Random(4)
    held = True
    print(f"{'read':18} {'p50 ms':>8} {'p99 ms':>8}")  # noqa: T201
    store = Store(database)
    for name, read in reads(store, chance).items():
        taken = []
        for _ in range(300):
            begun = time.perf_counter()
            read()
            taken.append((time.perf_counter() - begun) * 1000)
        last = statistics.quantiles(taken, n=100)[98]
        held = held and last <= READ_MS
        print(f"{name:18} {statistics.median(taken):8.2f} {last:8.2f}")  # noqa: T201
    return held
