"""The report forms as data (domain.md §1)."""

import csv
from pathlib import Path

import pytest

from bot.records.form import (
    FORM_2019,
    FORM_2021,
    Comparable,
    comparability,
    counterparts,
    definition,
    derived,
    everyday_names,
    form,
    forms,
    names_of,
    narrative,
    parts_of,
    relations,
    sections,
)

SEED = Path(__file__).parent.parent / "seed"


def test_form_a_has_the_cells_of_the_ground_truth() -> None:
    with (SEED / "cells.tsv").open(encoding="utf-8", newline="") as file:
        keys = [row["cell_key"] for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]
    assert list(form(FORM_2019).cells()) == keys


def test_form_b_differs_as_printed() -> None:
    cells = form(FORM_2021).cells()
    assert len(cells) == 200
    assert "requests.other_total.total" not in cells
    assert "requests.other_misc.org_other" in cells
    assert "art20_9.centralized_procurement.amount" not in cells
    fee = cells["art20_8.administrative_fees.amount_10k_yuan"]
    assert (fee.money, fee.column.unit) == (True, "万元")


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("art20_1.rules.made", "art20_1.rules.issued", Comparable.ROUGHLY),
        ("art20_1.rules.disclosed_total", "art20_1.rules.in_force", Comparable.NO),
        ("art20_1.rules.made", "art20_1.normative_documents.issued", Comparable.NO),
        ("art20_6.administrative_penalties.decisions", "art20_6.administrative_penalties.decisions", Comparable.YES),
        ("art20_8.administrative_fees.prior_year_items", "art20_8.administrative_fees.amount_10k_yuan", Comparable.NO),
    ],
)
def test_what_may_be_compared(first: str, second: str, expected: Comparable) -> None:
    assert comparability(first, second) is expected
    assert comparability(second, first) is expected


def test_counterparts_in_the_other_form() -> None:
    assert counterparts("art20_1.rules.made", FORM_2021)[0] == ("art20_1.rules.issued", Comparable.ROUGHLY)
    assert counterparts("requests.carried_in.total", FORM_2021) == (("requests.carried_in.total", Comparable.YES),)
    assert counterparts("art20_9.centralized_procurement.amount", FORM_2021) == ()


def test_sums_that_no_form_prints() -> None:
    assert len(parts_of("requests.refused_subtotal.total", FORM_2019)) == 8
    assert parts_of("requests.other_total.total", FORM_2019) == ()
    assert len(parts_of("requests.other_total.total", FORM_2021)) == 3
    assert parts_of("litigation.upheld", FORM_2021) == ("litigation_direct.upheld", "litigation_after_review.upheld")
    printed = {key.rpartition(".")[0] for known in forms() for key in known.cells()} | {"cppcc", "npc"}
    assert all(set(figure.parts) <= printed for figure in derived())


def test_everyday_names() -> None:
    assert "新收" in names_of("requests.received_new")
    assert "罚了几件" in names_of("art20_6.administrative_penalties")
    assert "主办提案" in names_of("cppcc.lead")
    assert names_of("nothing.of.the.kind") == ()
    assert all(names for names in everyday_names().values())


def test_only_one_relation_is_official() -> None:
    assert list(relations()) == [f"K{number}" for number in range(1, 12)]
    assert [one.id for one in relations().values() if one.status == "official"] == ["K1"]


def test_figures_of_the_prose_name_cells_that_exist() -> None:
    for told in narrative():
        for key in told.table_keys:
            assert definition(key) or parts_of(key, FORM_2021), key
    assert len(sections()) == 6
