"""Charts on their way out: drawn once, off the event loop, then sent again by the `file_id` that Telegram gave."""

import asyncio
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING

from telegram import Message
from telegram.error import BadRequest

from handlers.delivery import Outgoing

if TYPE_CHECKING:
    from bot.screens.charts import Chart

_REMEMBERED = 1000


class Pictures:
    """The pictures of one process. A restart forgets them: they are drawn again."""

    def __init__(self) -> None:
        # A thread of its own: an answer in words never waits for a chart, however many are asked for.
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="chart")
        self._files: OrderedDict[str, str] = OrderedDict()

    async def drawn(self, what: Outgoing, *, anew: bool = False) -> Outgoing:
        """Return a screen with its picture: the file that Telegram has, else drawn now.

        Args:
            what: A screen, perhaps with a chart.
            anew: Telegram does not know its file any more.
        """
        chart = what.screen.chart
        if chart is None:
            return what
        if anew:
            self._files.pop(chart.key, None)
        picture = self._files.get(chart.key) or await self._draw(chart)
        return replace(what, picture=picture)

    def keep(self, what: Outgoing, sent: Message) -> None:
        """Remember under which `file_id` a chart was sent."""
        if what.screen.chart is not None and sent.photo:
            self._files[what.screen.chart.key] = sent.photo[-1].file_id
            while len(self._files) > _REMEMBERED:
                self._files.popitem(last=False)

    def close(self) -> None:
        """Let the thread end."""
        self._thread.shutdown(wait=False, cancel_futures=True)

    async def _draw(self, chart: "Chart") -> bytes:
        from bot.screens.charts.drawing import draw

        return await asyncio.get_running_loop().run_in_executor(self._thread, draw, chart)


def is_lost(what: Outgoing, refusal: BadRequest) -> bool:
    """Return whether Telegram refused a picture because it no longer knows the file."""
    return isinstance(what.picture, str) and "file" in refusal.message.lower()
