"""Made-up libraries whose every number is known: reports of both forms, with blanks and damage, replies, people.

`World` is what was printed, in plain values. The oracle works everything out from it and from nothing else.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from bot.ingest.checks.relations import within_tables
from bot.records.model import Batch, Body, Cell, Person, Place, Record, Report, Semantic
from tests.answers.making import batch, reply, report
from tests.generated.reports import over_years
from tests.generated.sheet import Sheet

AGENCIES = (
    "临江市财政局",
    "望山县水利局",
    "青石县交通运输局",
    "白河区教育和体育局",
    "红岭市卫生健康委员会",
    "齐河县人民政府",
    "郓城县民政局",
)
_SURNAMES, _GIVEN = "王李张刘陈杨黄赵周吴", "伟芳娜敏静丽强磊军洋勇艳杰涛明超秀霞平刚"
_DAMAGES = ("", "", "/", "30余")
_TOPICS = ("河道治理", "校园安全", "垃圾分类", "养老服务", "停车难", "公交线路", "老旧小区改造", "农村饮水")


@dataclass
class Printed:
    """One report as printed: raw text by key; `doubtful` are keys that its own arithmetic contradicts."""

    agency: str
    year: int
    form: str
    cells: dict[str, str]
    told: dict[str, int]
    doubtful: set[str] = field(default_factory=set)


@dataclass
class World:
    """A library as printed: reports, replies as (body, day), people as (agency, name, post, role)."""

    reports: list[Printed] = field(default_factory=list)
    replies: list[tuple[Body, date]] = field(default_factory=list)
    people: list[tuple[str, str, str, str]] = field(default_factory=list)

    @property
    def agencies(self) -> list[str]:
        return list(dict.fromkeys(one.agency for one in self.reports))

    def of(self, agency: str) -> list[Printed]:
        return sorted((one for one in self.reports if one.agency == agency), key=lambda one: one.year)


def world(seed: int) -> tuple[World, list[Batch]]:
    """Make up a library: one to five agencies, each with reports of one to four years, the first with replies."""
    made = Random(seed)
    found, batches = World(), []
    for order, agency in enumerate(made.sample(AGENCIES, made.randint(1, 5))):
        reports = []
        first = made.randint(2019, 2022)
        sheets = over_years(made, agency, range(first, first + made.randint(1, 4)))
        for sheet in sheets:
            printed, year = _printed(sheet, made), sheet.year
            people = _people(agency, made)
            found.reports.append(printed)
            if year == first:  # people of one report of each agency: two reports may name other ones
                found.people += people
            reports.append(_report(printed, people if year == first else []))
        records = _replies(found, made) if order == 0 else []
        batches.append(batch(agency, reports=reports, records=records))
    return found, batches


def worlds(reports: int) -> Iterator[tuple[World, list[Batch]]]:
    """Yield libraries until they hold so many reports."""
    seed = 0
    while reports > 0:
        made = world(seed)
        reports -= len(made[0].reports)
        seed += 1
        yield made


def _printed(sheet: Sheet, made: Random) -> Printed:
    """Return a sheet as it was printed: some cells blank, struck out, rounded, or not what the others add up to."""
    cells = dict(sheet.cells)
    if made.random() < 0.4:
        for key in made.sample(sorted(cells), made.randint(1, 8)):
            cells[key] = made.choice(_DAMAGES)
    if made.random() < 0.3:
        key = made.choice([key for key in cells if key.startswith("requests.")])
        cells[key] = str(made.randint(50, 99))
    told = {}
    for body in ("cppcc", "npc"):
        parts = {"lead": made.randint(0, 20), "assist": made.randint(0, 9), "split": made.randint(0, 3)}
        told |= {f"{body}.{part}": value for part, value in parts.items()}
        told[f"{body}.handled"] = sum(parts.values())
    return Printed(sheet.agency, sheet.year, sheet.form.id, cells, told)


def _people(agency: str, made: Random) -> list[tuple[str, str, str, str]]:
    names = list({made.choice(_SURNAMES) + made.choice(_GIVEN) + made.choice(_GIVEN) for _ in range(9)})
    found = [(agency, names[0], "局长", "组长")]
    for name in names[1 : made.randint(3, len(names) - 1)]:
        found.append((agency, name, made.choice(("副局长", "党组成员、副局长", "党组成员", "四级调研员")), "副组长"))
    return found


def _report(printed: Printed, people: list[tuple[str, str, str, str]]) -> Report:
    place = Place(document="report.txt", section="通知")
    told = {key: (str(value), _sentence(key, value)) for key, value in printed.told.items()}
    made = report(
        printed.agency,
        printed.year,
        printed.cells,
        form_id=printed.form,
        told=told,
        people=[
            Person(name=name, post=post, role=role, group="政务公开工作领导小组", place=place)
            for _, name, post, role in people
        ],
    )
    cells = tuple(_approximate(cell.raw, cell) for cell in made.cells)
    made = replace(made, cells=cells)
    findings = tuple(within_tables({cell.key: cell for cell in made.cells}))
    printed.doubtful = {key for one in findings if one.status == "fail" for key in one.cells}
    return replace(made, findings=findings)


def _approximate(raw: str, cell: Cell) -> Cell:
    if not raw.endswith("余"):
        return cell
    return replace(cell, semantic=Semantic.APPROXIMATE, value=Decimal(raw.removesuffix("余")))


def _sentence(key: str, value: int) -> str:
    body, _, part = key.partition(".")
    what = {"cppcc": "政协提案", "npc": "人大代表建议"}[body]
    how = {"handled": "承办", "lead": "主办", "assist": "协办", "split": "分办"}[part]
    return f"全年{how}{what}{value}件。"


def _replies(found: World, made: Random) -> list[Record]:
    records, start = [], date(2021, made.randint(3, 6), 1)
    numbers = made.sample(range(100, 900), made.randint(4, 24))
    for number in numbers:
        body = made.choice(tuple(Body))
        day = start + timedelta(days=made.randrange(150))
        found.replies.append((body, day))
        records.append(reply(number, f"关于{made.choice(_TOPICS)}的建议", day, body=body))
    return records


def number(raw: str) -> Decimal | None:
    """Return the number that a cell prints; None where it is none, or none for certain."""
    try:
        return Decimal(raw)
    except ArithmeticError:
        return None
