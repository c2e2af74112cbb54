"""Sheets whose arithmetic holds, as that of most published reports does; and simpler ones for single tests."""

from collections.abc import Iterable
from random import Random

from bot.records.form import FORM_2019, FORM_2021, T3, T4, form
from tests.generated.sheet import AGENCY, Sheet

#: The columns of T3 that its last column adds up.
PARTS = ("natural_person", "org_business", "org_research", "org_social", "org_legal_service", "org_other")
#: The rows of T3 that are no outcome.
OUTSIDE = ("received_new", "carried_in", "processed_total", "carried_out")


def form_of(year: int) -> str:
    """Return the form that reports of a year are on."""
    return FORM_2019 if year < 2021 else FORM_2021


def zeros(form_id: str = FORM_2021, year: int = 2023, agency: str = AGENCY, **cells: str) -> Sheet:
    """Return a sheet of zeros but for `cells`, in whose names `__` stands for a point: `review__upheld="3"`."""
    known = form(form_id)
    texts = dict.fromkeys(known.cells(), "0") | {key.replace("__", "."): text for key, text in cells.items()}
    return Sheet(known, year, texts, agency=agency)


def numbered(form_id: str = FORM_2021, year: int = 2023, agency: str = AGENCY, first: int = 1000) -> Sheet:
    """Return a sheet each of whose cells has a number of its own: a value in the wrong place shows at once."""
    known = form(form_id)
    return Sheet(known, year, {key: str(first + index) for index, key in enumerate(known.cells())}, agency=agency)


def consistent(
    dice: Random,
    *,
    agency: str = AGENCY,
    year: int | None = None,
    form_id: str | None = None,
    before: Sheet | None = None,
) -> Sheet:
    """Return a sheet in which K1 to K4, K6 and K11 hold, most of it zero, as real ones are.

    Args:
        dice: Where everything is drawn from.
        agency: Whose report.
        year: Of which year; drawn when not given.
        form_id: On which form; when not given, that of the year, or drawn with the year.
        before: The agency's report of the year before: then K5, K7 and K8 hold between the two.
    """
    if year is None:
        year = dice.randint(2019, 2025)
        form_id = form_id or dice.choice([FORM_2019, FORM_2021])
    sheet = zeros(form_id or form_of(year), year, agency)
    old = before.cells if before else {}
    _disclose(dice, sheet, old if before and before.form.id == sheet.form.id else {})
    _handle(dice, sheet, old)
    for block in sheet.form.table(T4):
        *parts, total = (f"{block.prefix}.{column.key}" for column in block.columns)
        values = [dice.choice([0, 0, 0, dice.randint(1, 5)]) for _ in parts]
        sheet.cells |= dict(zip((*parts, total), map(str, (*values, sum(values))), strict=True))
    return sheet


def over_years(dice: Random, agency: str, years: Iterable[int]) -> list[Sheet]:
    """Return an agency's sheets of several years, each on the form of its year, in which K1 to K8 and K11 hold."""
    made: list[Sheet] = []
    for year in years:
        before = made[-1] if made and made[-1].year == year - 1 else None
        made.append(consistent(dice, agency=agency, year=year, before=before))
    return made


def _disclose(dice: Random, sheet: Sheet, old: dict[str, str]) -> None:
    """Draw T2. The rows of a block are tied to those of the year before where the form says how."""
    cells = sheet.cells
    for key, cell in sheet.form.cells().items():
        if not key.startswith("art20"):
            continue
        stem, _, column = key.rpartition(".")
        value = dice.choice([0, 0, dice.randint(1, 9), dice.randint(10, 3000)])
        if column == "net_change":
            value = dice.randint(-min(9, int(cells[f"{stem}.prior_year_items"])), 9)
        elif column == "prior_year_items" and key in old:
            value = int(old[key]) + int(old[f"{stem}.net_change"])
        elif column == "disclosed_total":
            value += int(cells[f"{stem}.newly_disclosed"])
        elif column == "repealed":
            value = min(value, int(old.get(f"{stem}.in_force", 0)) + int(cells[f"{stem}.issued"]))
        elif column == "in_force" and key in old:
            value = int(old[key]) + int(cells[f"{stem}.issued"]) - int(cells[f"{stem}.repealed"])
        cells[key] = f"{value}.{dice.randint(1, 99):02}" if cell.money and value and dice.random() < 0.3 else str(value)


def _handle(dice: Random, sheet: Sheet, old: dict[str, str]) -> None:
    """Draw T3: the outcomes first, then what they tell of what was received."""
    rows = [row.key for row in sheet.form.table(T3)[0].rows]
    outcomes = [row for row in rows if row not in OUTSIDE]
    for part in PARTS:
        values = {
            row: dice.randint(1, 40) if dice.random() < (0.3 if part == PARTS[0] else 0.05) else 0 for row in outcomes
        }
        out = dice.choice([0, 0, dice.randint(1, 5)])
        carried = int(old.get(f"requests.carried_out.{part}", dice.choice([0, 0, dice.randint(1, 5)])))
        if (short := carried - out - sum(values.values())) > 0:
            values["granted_full"] += short
        done = sum(values.values())
        values |= {"processed_total": done, "carried_out": out, "carried_in": carried}
        values["received_new"] = done + out - carried
        sheet.cells |= {f"requests.{row}.{part}": str(value) for row, value in values.items()}
    for row in rows:
        sheet.cells[f"requests.{row}.total"] = str(sum(int(sheet.cells[f"requests.{row}.{part}"]) for part in PARTS))
