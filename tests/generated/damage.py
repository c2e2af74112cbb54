"""What published reports do to their own figures. The damaged sheet is the truth then: it is what is printed."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from random import Random

from bot.records.form import T2, T3, T4
from tests.generated.prose import narrate
from tests.generated.reports import PARTS
from tests.generated.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Damaged:
    """A sheet as printed, and the cells that must not be shown as if nothing were wrong with them."""

    sheet: Sheet
    keys: frozenset[str]


def blank_totals(sheet: Sheet, dice: Random) -> Damaged:
    """The last column of T3 is left blank in some rows, or in all."""
    keys = [key for key in sheet.cells if key.startswith("requests.") and key.endswith(".total")]
    return _changed(sheet, dict.fromkeys(dice.choice([keys, dice.sample(keys, 5)]), ""))


def blank_organisations(sheet: Sheet, dice: Random) -> Damaged:
    """The five columns of organisations are blank: only 自然人 and 总计 are filled in."""
    made = deepcopy(sheet)
    for row in sheet.form.table(T3)[0].rows:
        stem = f"requests.{row.key}"
        made.cells |= {f"{stem}.{part}": "" for part in PARTS[1:]}
        made.cells[f"{stem}.total"] = made.cells[f"{stem}.natural_person"]
    return Damaged(made, frozenset())


def wrong_totals(sheet: Sheet, dice: Random) -> Damaged:
    """A total of T4 is printed that is not the sum of its group, and one of T3 that is not the sum of its row."""
    group = dice.choice(sheet.form.table(T4)).prefix
    row = dice.choice([row.key for row in sheet.form.table(T3)[0].rows])
    keys = [f"{group}.total", f"requests.{row}.total"]
    return _changed(sheet, {key: str(int(sheet.cells[key]) + dice.randint(1, 9)) for key in keys})


def strokes(sheet: Sheet, dice: Random) -> Damaged:
    """Cells of T2 hold a stroke for what does not apply."""
    keys = [
        f"{block.prefix}.{row.key}.{column.key}"
        for block in sheet.form.table(T2)
        for row in block.rows
        for column in block.columns
        if not row.key.endswith("rules")
    ]
    made = _changed(sheet, {key: dice.choice("/—") for key in dice.sample(keys, 3)})
    return Damaged(made.sheet, frozenset())


def other_prose(sheet: Sheet, dice: Random) -> Damaged:
    """The prose states another number of requests than the table."""
    made = narrate(deepcopy(sheet), dice)
    wrong = str(int(sheet.cells["requests.received_new.total"]) + dice.randint(1, 9))
    made.prose[0] = f"全年共收到政府信息公开申请{wrong}件。"
    made.told["requests.narrative_received"] = wrong
    return Damaged(made, frozenset({"requests.received_new.total"}))


def none(sheet: Sheet, dice: Random) -> Damaged:
    """Nothing is wrong, and the prose agrees."""
    return Damaged(narrate(deepcopy(sheet), dice), frozenset())


#: By name. Each takes a sheet whose arithmetic holds and leaves it as it is.
DAMAGE: dict[str, Callable[[Sheet, Random], Damaged]] = {
    "none": none,
    "blank_totals": blank_totals,
    "blank_organisations": blank_organisations,
    "wrong_totals": wrong_totals,
    "strokes": strokes,
    "other_prose": other_prose,
}


def _changed(sheet: Sheet, texts: dict[str, str]) -> Damaged:
    made = deepcopy(sheet)
    made.cells |= texts
    return Damaged(made, frozenset(texts))
