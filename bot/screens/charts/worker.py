"""Drawing in a process of its own: matplotlib holds Python's lock while it draws, and no answer waits for it."""

from collections.abc import Iterator

from bot.screens.charts.chart import Chart
from bot.worker import Worker, WorkerError


class DrawingError(Exception):
    """The process that draws has ended in the middle, or could not draw."""


class Drawing:
    """The process that draws, started by the first chart. One chart at a time; safe to share between threads."""

    def __init__(self) -> None:
        self._worker = Worker(f"{__name__}:pictures")

    def draw(self, chart: Chart) -> bytes:
        """Return a picture of a chart, PNG.

        Raises:
            DrawingError: It could not be drawn.
        """
        try:
            (picture,) = self._worker.ask(chart)
        except WorkerError as error:
            raise DrawingError(error.reason) from error
        return bytes(picture)

    def close(self) -> None:
        """End the process."""
        self._worker.close()


def pictures(chart: Chart) -> Iterator[bytes]:
    """Yield the picture of a chart: what the process does."""
    from bot.screens.charts.drawing import draw

    yield draw(chart)
