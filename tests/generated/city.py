"""A made-up city as it was printed: sixty units of six sorts over three years, in both forms, with gaps and damage.

`City` holds plain values. What is true of them is worked out by `city_oracle`, apart from the answering code.
"""

from dataclasses import dataclass, field, replace
from decimal import Decimal
from random import Random

from bot.ingest.checks.relations import within_tables
from bot.records.form import FORM_2019
from bot.records.model import Batch, Cell, Semantic
from tests.answers.making import batch, report, sentence
from tests.generated.reports import PARTS, consistent, form_of

CITY, YEARS = "澄江市", (2020, 2021, 2022)
DISTRICTS, COUNTIES = ("青石区", "松浦区", "柏桥区"), ("望泉县", "霁川县")
DEPARTMENTS = (
    "教育局", "科学技术局", "工业和信息化局", "公安局", "民政局", "司法局", "财政局", "人力资源和社会保障局",
    "自然资源和规划局", "生态环境局", "住房和城乡建设局", "交通运输局", "水利局", "农业农村局", "商务局",
    "文化和旅游局", "卫生健康委员会", "退役军人事务局", "应急管理局", "审计局", "市场监督管理局", "统计局",
    "医疗保障局", "城市管理局", "发展和改革委员会", "信访局", "体育局", "乡村振兴局",
)  # fmt: skip
COUNTY_DEPARTMENTS = ("教育局", "民政局", "财政局", "水利局", "司法局", "审计局", "统计局", "公安局")
STREETS = ("云锦", "望江", "鹭溪", "枫塘", "苍坪", "砚湖", "松岭", "翠屏")
TOWNS = ("柳林镇", "石坪镇", "白鹤镇", "青岩镇", "双溪镇", "河口镇", "金沙镇", "大桥乡", "梅岭乡", "长冲乡")

#: The sorts of units, as the oracle knows them.
CITY_DEPARTMENT, CITY_GOVERNMENT, COUNTY_GOVERNMENT = "city department", "city government", "county government"
COUNTY_DEPARTMENT, STREET, TOWN = "county department", "street", "town"
_BLANKS = ("", "", "/", "20余")


@dataclass
class Unit:
    """A unit: its full name, its sort, and the place that it is of."""

    name: str
    sort: str
    place: str


@dataclass
class Printed:
    """One report as printed; `doubtful`: keys that its own arithmetic contradicts."""

    unit: Unit
    year: int
    form: str
    cells: dict[str, str]
    doubtful: set[str] = field(default_factory=set)


@dataclass
class City:
    """All units, and the reports that are loaded by unit's name and year."""

    units: list[Unit]
    reports: dict[tuple[str, int], Printed]

    def of(self, *sorts: str) -> list[Unit]:
        """Return the units of some sorts."""
        return [unit for unit in self.units if unit.sort in sorts]


def units(*, full: bool = False) -> list[Unit]:
    """Return the sixty units; with `full` each name begins with the city's."""
    found = [Unit(f"{CITY}{name}", CITY_DEPARTMENT, CITY) for name in DEPARTMENTS]
    found.append(Unit(f"{CITY}人民政府", CITY_GOVERNMENT, CITY))
    found += [Unit(f"{place}人民政府", COUNTY_GOVERNMENT, place) for place in (*DISTRICTS, *COUNTIES)]
    found += [Unit(f"青石区{name}", COUNTY_DEPARTMENT, "青石区") for name in COUNTY_DEPARTMENTS]
    found += [
        Unit(f"{DISTRICTS[number % 2]}{name}街道办事处", STREET, DISTRICTS[number % 2])
        for number, name in enumerate(STREETS)
    ]
    found += [
        Unit(f"{COUNTIES[number % 2]}{name}人民政府", TOWN, COUNTIES[number % 2]) for number, name in enumerate(TOWNS)
    ]
    return [replace(one, name=f"{CITY}{one.name.removeprefix(CITY)}") for one in found] if full else found


def city(seed: int, *, full: bool = False) -> tuple[City, list[Batch]]:
    """Make up a city, and what has to be loaded of it."""
    dice = Random(seed)
    made = City(units(full=full), {})
    batches: list[Batch] = []
    for unit in made.units:
        before = None
        for year in YEARS:
            late = year > 2020 and dice.random() < (0.2 if year == 2021 else 0.08)
            form_id = FORM_2019 if late else form_of(year)
            linked = before if before is not None and before.form.id == form_id else None
            sheet = consistent(dice, agency=unit.name, year=year, form_id=form_id, before=linked)
            before = sheet
            _busier(sheet.cells, dice)
            if unit.sort != CITY_GOVERNMENT and dice.random() < 0.1:
                continue
            printed = Printed(unit, year, form_id, dict(sheet.cells))
            _damage(printed, dice)
            made.reports[unit.name, year] = printed
    for year in YEARS:
        _contain(made, year)
    for printed in made.reports.values():
        whole = report(printed.unit.name, printed.year, printed.cells, form_id=printed.form)
        whole = replace(whole, cells=tuple(_approximate(cell) for cell in whole.cells))
        findings = tuple(within_tables({cell.key: cell for cell in whole.cells}))
        printed.doubtful = {key for one in findings if one.status == "fail" for key in one.cells}
        whole = replace(whole, findings=findings)
        if printed.unit.sort == CITY_GOVERNMENT:
            total = printed.cells["requests.received_new.total"]
            whole = replace(whole, passages=(sentence(0, f"{printed.year}年，全市共收到政府信息公开申请{total}件。"),))
        batches.append(batch(printed.unit.name, reports=[whole]))
    return made, batches


def _busier(cells: dict[str, str], dice: Random) -> None:
    """Add requests that are granted, so that few units tie."""
    more = dice.randint(0, 160) if dice.random() < 0.85 else 0
    for row in ("received_new", "granted_full", "processed_total"):
        for column in ("natural_person", "total"):
            key = f"requests.{row}.{column}"
            cells[key] = str(int(cells[key]) + more)


def _damage(printed: Printed, dice: Random) -> None:
    """Leave cells blank, strike them out, round them, or print a total that is none."""
    rows = [key for key in printed.cells if key.startswith("requests.") and key.endswith(".total")]
    if dice.random() < 0.15:
        for key in dict.fromkeys(("requests.received_new.total", *dice.sample(rows, 2))):
            printed.cells[key] = dice.choice(_BLANKS)
    if dice.random() < 0.12:
        key = dice.choice(["requests.received_new.total", "requests.granted_full.total", *rows])
        if printed.cells[key].isdigit():
            printed.cells[key] = str(int(printed.cells[key]) + dice.randint(1, 9))


def _contain(made: City, year: int) -> None:
    """Let the city's own report contain its departments'."""
    own = made.reports.get((f"{CITY}人民政府", year))
    if own is None:
        return
    departments = [made.reports.get((unit.name, year)) for unit in made.of(CITY_DEPARTMENT)]
    for row in ("received_new", "granted_full", "processed_total"):
        for column in (*PARTS, "total"):
            key = f"requests.{row}.{column}"
            texts = [one.cells[key] for one in departments if one is not None]
            own.cells[key] = str(sum(int(text) for text in texts if text.isdigit()) + 17)


def _approximate(cell: Cell) -> Cell:
    if not cell.raw.endswith("余"):
        return cell
    return replace(cell, semantic=Semantic.APPROXIMATE, value=Decimal(cell.raw.removesuffix("余")))
