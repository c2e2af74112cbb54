"""Drawing in a process of its own: matplotlib holds Python's lock while it draws, and no answer waits for it."""

from collections.abc import Iterator

from bot.screens.charts.chart import Chart
from bot.worker import Worker


class Drawing(Worker):
    """The process that draws, started by the first chart. One chart at a time; safe to share between threads."""

    def __init__(self) -> None:
        super().__init__(f"{__name__}:pictures")

    def draw(self, chart: Chart) -> bytes:
        """Return a picture of a chart, PNG.

        Raises:
            WorkerError: It could not be drawn.
        """
        (picture,) = self.ask(chart)
        return bytes(picture)


def pictures(chart: Chart) -> Iterator[bytes]:
    """Yield the picture of a chart: what the process does."""
    from bot.screens.charts.drawing import draw

    yield draw(chart)
