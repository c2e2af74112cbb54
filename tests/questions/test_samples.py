"""Whole answers to whole messages: the sample, a question for each fact of the seed, variants of every kind.

`dropped.tsv`: what was once denied, or dropped without a word; the generated tests do not draw from it.
"""

import asyncio
from pathlib import Path

import pytest

from bot.service.library import Library
from bot.settings import Settings
from tests.questions.run import graded, report, rows, unnamed
from tests.rounds import WHOLE

HERE = Path(__file__).parent


@pytest.mark.no_cover  # for speed: the other tests cover these lines
@pytest.mark.parametrize("name", ["questions.tsv", "facts.tsv", "variants.tsv", "examiner.tsv", "dropped.tsv"])
def test_each_row_of_a_sample_passes_or_its_reason_is_named(name: str, library: Library, settings: Settings) -> None:
    on_telegram = WHOLE or name != "examiner.tsv"  # the most of all by far, which `make questions` asks there too
    results = asyncio.run(graded(library, settings, rows(HERE / name), on_telegram=on_telegram))
    assert not (wrong := unnamed(results)), report(wrong)


def test_each_fact_of_the_seed_has_a_question() -> None:
    facts = (HERE.parent / "seed" / "facts.tsv").read_text(encoding="utf-8").splitlines()[1:]
    wanted = {line.split("\t")[0] for line in facts}
    listings_own_pager_text = {
        "C22"
    }  # “上一页 1 2 3 4 下一页”: the buttons of a web page, dropped on purpose (domain.md §6, trap 45)
    assert wanted - {row.expected for row in rows(HERE / "facts.tsv")} == listings_own_pager_text
