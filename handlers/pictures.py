"""Charts on their way out: drawn once, in a process of their own, then sent by the `file_id` that Telegram gave."""

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from telegram import Message
from telegram.error import BadRequest

from bot.local.bot_api.telegram import LOCAL_FILE
from bot.recent import Recent
from bot.telegram.delivery import Outgoing
from bot.telegram.refusals import NO_FILE, says

if TYPE_CHECKING:
    from bot.screens.charts import Chart
    from bot.screens.charts.worker import Drawing

_REMEMBERED = 1000


class Pictures:
    """The pictures of one bot.

    Args:
        file: Where it is kept under which `file_id` Telegram has them, beyond a restart. It may be lost at any time: a
            file that Telegram no longer knows, or gave to another bot, is drawn again.
    """

    def __init__(self, file: Path) -> None:
        # A thread that waits for the process that draws: one chart at a time, however many are asked for.
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="chart")
        self._drawing: Drawing | None = None
        self._file = file
        self._known: Recent[str, str] | None = None

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
        if what.screen.chart is None or not sent.photo:
            return
        key, file_id = what.screen.chart.key, sent.photo[-1].file_id
        if self._files.get(key) == file_id:
            return
        self._files[key] = file_id
        if not file_id.startswith(LOCAL_FILE):  # the local Telegram forgets its files with every restart
            self._thread.submit(self._write, dict(self._files))

    def close(self) -> None:
        """End the process and the thread."""
        if self._drawing is not None:
            self._drawing.close()
        self._thread.shutdown(wait=True, cancel_futures=False)

    @property
    def _files(self) -> Recent[str, str]:
        if self._known is None:
            self._known = Recent(_REMEMBERED)
            with suppress(OSError, ValueError, TypeError, AttributeError):
                self._known.update(json.loads(self._file.read_text(encoding="utf-8")).items())
        return self._known

    def _write(self, files: dict[str, str]) -> None:
        with suppress(OSError):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            beside = self._file.with_suffix(".new")
            beside.write_text(json.dumps(files), encoding="utf-8")
            beside.replace(self._file)

    async def _draw(self, chart: "Chart") -> bytes:
        if self._drawing is None:
            from bot.screens.charts.worker import Drawing

            self._drawing = Drawing()
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._drawing.draw, chart)


def is_lost(what: Outgoing, refusal: BadRequest) -> bool:
    """Return whether Telegram refused a picture because it no longer knows the file."""
    return isinstance(what.picture, str) and says(refusal, NO_FILE)
