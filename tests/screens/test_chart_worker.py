"""The process that draws charts: it lives as long as it is needed, and no longer than whoever started it."""

import pytest

from bot.screens.charts import Bar, Chart, Shape, Value
from bot.screens.charts.worker import Drawing, DrawingError

CHART = Chart(shape=Shape.COLUMNS, title="各年", bars=(Bar("2020年", (Value(6.0, "6 件"),)), Bar("2021年", (None,))))


def test_it_draws_and_is_started_again_after_its_end() -> None:
    drawing = Drawing()
    picture = drawing.draw(CHART)
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    process = drawing._process
    assert process is not None
    process.kill()
    process.wait()
    assert drawing.draw(CHART) == picture
    drawing.close()
    with pytest.raises(DrawingError):
        drawing.draw(CHART)


def test_it_ends_when_nobody_is_there() -> None:
    drawing = Drawing()
    process = drawing._running()
    assert process.stdin
    process.stdin.close()
    assert process.wait(60) == 0
