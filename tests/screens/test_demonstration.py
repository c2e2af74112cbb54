"""The demonstration's screens: those of an office's own report, whose source says what it is."""

import re
from collections.abc import Iterator

import pytest

from bot.answers.answer import RecordCard
from bot.ingest import bundled
from bot.screens.copying import citation
from bot.screens.render import render, render_chart, words_of
from bot.search.index import Index
from bot.store.database import Database
from bot.store.read.queries import Store
from tests.answers.making import Made
from tests.screens.test_exports import exported
from tests.screens.test_golden import MANNERS, TYPED, typed

SAID = {"zh": re.compile("（含?演示数据）"), "en": re.compile(r" \((?:with )?demonstration data\)")}
SOURCE = re.compile("来源：|出处：|Source: ")


@pytest.fixture(scope="module")
def demonstrated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    database = Database.open(f"sqlite:///{tmp_path_factory.mktemp('demonstrated') / 'demo.db'}")
    bundled.settle(database, welcome=True)
    store = Store(database)
    yield Made(database, store, Index.build(store))
    database.close()


@pytest.mark.parametrize("name", TYPED)
def test_each_source_says_it_and_nothing_else_differs(seed: Made, demonstrated: Made, name: str) -> None:
    own, shown = (typed(made, TYPED[name]) for made in (seed, demonstrated))
    for language, plain in (one for one in MANNERS.values() if one[0] in SAID):
        before, after = (render(one, language, plain=plain) for one in (own, shown))
        assert SAID[language].sub("", after.html) == before.html
        assert [row for row in after.buttons if not any(one.copy for one in row)] == [
            row for row in before.buttons if not any(one.copy for one in row)
        ]
        for line in after.plain.splitlines():
            assert bool(SOURCE.match(line)) == bool(SAID[language].search(line)), line


@pytest.mark.parametrize("language", ["zh", "en"])
def test_so_do_charts_files_and_what_is_copied(seed: Made, demonstrated: Made, language: str) -> None:
    say = SAID[language].search
    for name in ("statistics_months", "figure_requests"):
        assert say(render_chart(typed(demonstrated, TYPED[name]), language).plain)
        assert not say(render_chart(typed(seed, TYPED[name]), language).plain)
    for asked in ("依申请公开收到多少", "2020年的答复"):
        assert say(exported(demonstrated, asked, language=language).plain)  # type: ignore[union-attr]
        assert not say(exported(seed, asked, language=language).plain)  # type: ignore[union-attr]
    card = typed(demonstrated, TYPED["record"])
    assert isinstance(card, RecordCard)
    assert say(citation(card, words_of(language)) or "")
