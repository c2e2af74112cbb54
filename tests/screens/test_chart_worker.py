"""The process that draws charts."""

import pytest

from bot.screens.charts import Bar, Chart, Shape, Value
from bot.screens.charts.worker import Drawing
from bot.worker import WorkerError

CHART = Chart(shape=Shape.COLUMNS, title="各年", bars=(Bar("2020年", (Value(6.0, "6 件"),)), Bar("2021年", (None,))))


def test_it_draws_the_same_again_and_nothing_once_it_is_closed() -> None:
    drawing = Drawing()
    picture = drawing.draw(CHART)
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    assert drawing.draw(CHART) == picture
    drawing.close()
    with pytest.raises(WorkerError):
        drawing.draw(CHART)
