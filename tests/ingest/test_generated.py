"""Reports of made-up agencies, in every layout and with the damage of published ones: each figure right, or flagged."""

from random import Random

import pytest

from bot.ingest.readers import read_bytes
from bot.ingest.recognise import interpret
from bot.ingest.report.values import read_value
from bot.records.model import Confidence, FindingStatus, Report, Semantic
from tests.generated.agencies import agencies
from tests.generated.damage import DAMAGE, Damaged
from tests.generated.layouts import HARMED, LAYOUTS, LINES, PRINTED, Layout
from tests.generated.reports import consistent
from tests.rounds import ROUNDS, WHOLE

EVERY: dict[str, Layout] = LAYOUTS | LINES | PRINTED | HARMED
SEEDS = range(ROUNDS // 5)
# In `make test` a third: each layout with some of the damage, and each damage in some of the layouts.
PAIRS = [
    (name, damage)
    for at, name in enumerate(EVERY)
    for turn, damage in enumerate(DAMAGE)
    if WHOLE or (at + turn) % 3 == 0
]


def made(damage: str, seed: int) -> Damaged:
    dice = Random(seed)
    (agency,) = agencies(dice, 1)
    return DAMAGE[damage](consistent(dice, agency=agency.name, year=dice.randint(2019, 2025)), dice)


def imported(layout: Layout, printed: Damaged) -> Report:
    name, data = layout(printed.sheet)
    (document,) = read_bytes(data, name)
    (report,) = interpret(document).reports
    return report


def flagged(report: Report) -> set[str]:
    """Return the cells that are marked: repaired, ambiguous, or with a finding on them."""
    doubtful = {cell.key for cell in report.cells if cell.confidence is not Confidence.EXACT}
    return doubtful | {key for one in report.findings if one.status is not FindingStatus.PASS for key in one.cells}


@pytest.mark.soak
@pytest.mark.no_cover
@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(("name", "damage"), PAIRS)
def test_what_is_printed_comes_out_or_is_flagged(name: str, damage: str, seed: int) -> None:
    layout, printed = EVERY[name], made(damage, seed)
    report = imported(layout, printed)
    assert (report.agency_name, report.year, report.form) == (
        printed.sheet.agency,
        printed.sheet.year,
        printed.sheet.form.id,
    )
    doubtful, found = flagged(report), {cell.key: cell for cell in report.cells}
    wrong = {}
    for key, raw in printed.sheet.cells.items():
        expected = read_value(raw)
        assert expected is not None
        cell = found.get(key)
        if cell is None or key in doubtful:
            continue
        if expected.semantic is Semantic.BLANK and layout not in LAYOUTS.values():
            continue  # where a blank leaves no trace, a 0 in its place is what the row says
        if (cell.value, cell.semantic) != (expected.value, expected.semantic):
            wrong[key] = (raw, cell.raw)
    assert wrong == {}
    if layout in LAYOUTS.values() or layout is PRINTED["pdf"]:
        assert set(printed.sheet.cells) == set(found)
        assert printed.keys <= doubtful
        assert doubtful <= printed.keys or damage != "none"
    elif layout in HARMED.values():
        lost = [cell for cell in report.cells if cell.confidence is Confidence.AMBIGUOUS]
        assert len(lost) < len(printed.sheet.cells) * 2 / 3  # what can be told is told


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS.keys())
def test_figures_in_prose_are_those_told(layout: Layout) -> None:
    printed = made("none", seed=4)
    told = {figure.key: figure.raw for figure in imported(layout, printed).figures if figure.value}
    assert told == printed.sheet.told
