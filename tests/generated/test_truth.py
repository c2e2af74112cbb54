"""What the generator says is true is true: sums add up, places do not exist, and a seed makes the same again."""

from itertools import pairwise
from random import Random

import pytest

from bot.records.form import FORM_2019, FORM_2021, T3, T4
from bot.records.regions import locate
from tests.generated.agencies import REGISTER, agencies
from tests.generated.damage import DAMAGE
from tests.generated.lists import chinese
from tests.generated.reports import OUTSIDE, PARTS, consistent, over_years
from tests.generated.sheet import Sheet

YEARS = range(2019, 2024)


def check_sums(sheet: Sheet) -> None:
    """K1 to K4 and K6, worked out from the printed texts."""
    cells = {key: float(text) for key, text in sheet.cells.items()}
    assert all(value >= 0 for key, value in cells.items() if not key.endswith(".net_change"))
    rows = [row.key for row in sheet.form.table(T3)[0].rows]
    for part in (*PARTS, "total"):
        received, carried, done, out = (cells[f"requests.{row}.{part}"] for row in OUTSIDE)
        assert received + carried == done + out
        assert done == sum(cells[f"requests.{row}.{part}"] for row in rows if row not in OUTSIDE)
    for row in rows:
        assert cells[f"requests.{row}.total"] == sum(cells[f"requests.{row}.{part}"] for part in PARTS)
    for block in sheet.form.table(T4):
        *parts, total = (cells[f"{block.prefix}.{column.key}"] for column in block.columns)
        assert sum(parts) == total
    for key, value in cells.items():
        if key.endswith(".disclosed_total"):
            assert value >= cells[key.replace("disclosed_total", "newly_disclosed")]


@pytest.mark.parametrize("form_id", [FORM_2019, FORM_2021])
def test_the_arithmetic_of_a_sheet_holds(form_id: str) -> None:
    for seed in range(50):
        sheet = consistent(Random(seed), form_id=form_id)
        assert sheet.form.id == form_id
        check_sums(sheet)


def test_years_join() -> None:
    for seed in range(20):
        made = over_years(Random(seed), "虚构市数据局", YEARS)
        assert [sheet.form.id for sheet in made] == [FORM_2019] * 2 + [FORM_2021] * 3
        for before, after in pairwise(made):
            check_sums(after)
            for key, text in after.cells.items():
                stem, _, column = key.rpartition(".")
                if ".carried_in." in key:
                    assert text == before.cells[key.replace("carried_in", "carried_out")]
                elif before.form.id == after.form.id and column == "prior_year_items":
                    assert int(text) == int(before.cells[key]) + int(before.cells[f"{stem}.net_change"])
                elif before.form.id == after.form.id and column == "in_force":
                    changed = int(after.cells[f"{stem}.issued"]) - int(after.cells[f"{stem}.repealed"])
                    assert int(text) == int(before.cells[key]) + changed


def test_a_damaged_sheet_is_another_one_and_says_where() -> None:
    for seed in range(20):
        sheet = consistent(Random(seed))
        whole = dict(sheet.cells)
        for name, damage in DAMAGE.items():
            made = damage(sheet, Random(seed))
            assert sheet.cells == whole, name
            assert made.keys <= made.sheet.cells.keys()
            assert all(made.sheet.cells[key] != whole[key] for key in made.keys) or name == "other_prose"
            assert (made.sheet.cells == whole) == (name in {"none", "other_prose"})


def test_places_are_made_up_and_differ() -> None:
    register = REGISTER.read_text(encoding="utf-8")
    made = agencies(Random(1), 60)
    assert len({one.place for one in made}) == len(made)
    for agency in made:
        assert locate(agency.place) is None
        assert f"\t{agency.place[:2]}" not in register
    for agency in agencies(Random(1), 60, on_file=True):
        assert locate(agency.place)
        assert agency.short_names
    beside = agencies(Random(2), 5, same_place=True)
    assert len({one.place for one in beside}) == 1
    assert len({one.name for one in beside}) == len(beside)


def test_a_seed_makes_the_same_again() -> None:
    def made() -> tuple[object, ...]:
        dice = Random(9)
        return agencies(dice, 3), [sheet.cells for sheet in over_years(dice, "虚构市数据局", YEARS)]

    assert made() == made()


@pytest.mark.parametrize(("number", "written"), [(5, "五"), (10, "十"), (13, "十三"), (20, "二十"), (41, "四十一")])
def test_numbers_in_chinese(number: int, written: str) -> None:
    assert chinese(number) == written
