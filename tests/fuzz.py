"""Random and mutated messages through the whole way, into the local Telegram.

`python -m tests.fuzz [count [seed [workers]]]`. Nothing may raise, and the local Telegram may refuse no screen.
Messages come from the grammar of the samples, their mutations, and a stock of signs that software trips over; some
follow up the one before, and some press a button of the screen before. Half of the workers have one agency loaded, half
of them several. A failure is printed with its worker's seed and place, its message, who asked, and the refused screen.
"""

import asyncio
import multiprocessing
import os
import random
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from multiprocessing.queues import Queue
from pathlib import Path
from typing import Any

from bot.local.bot_api import LocalTelegram
from bot.questions.payload import Payload
from bot.screens.screen import PressKind
from bot.service.conversation import Conversation
from bot.service.library import Library
from bot.settings import Settings
from bot.store.database import Database
from bot.store.load.loading import load
from bot.telegram.delivery import outgoing
from tests.bench import province
from tests.questions.run import rows, turns

SAMPLES = ("questions.tsv", "facts.tsv", "variants.tsv", "examiner.tsv")
COUNT = 1_000_000
# Punctuation of both kinds, symbols, right-to-left, combining, control, zero-width and unpaired characters, emoji.
STOCK = (
    "，。！？、；：“”‘’（）《》〔〕【】·…—～#@*_`|\\/<>&%$^~+=-{}[]'\" \n\t\r"
    "\u200b\u200d\u202e\u2066\u0301\u0000\u0007\ufeff\ufffd\ud83d\udc00😀👍🏽👩‍👩‍👧🇨🇳"
    "한日本éİßﬁ①㈠㊀Ⅷ½٣፫〇零壹廿卅届次第号年月日件几多少什么谁哪吗呢不有的了是在"
)
LANGUAGES = ("zh", "en", "zh-Hant")
FOLLOWING = (
    "第二条", "2", "看第三个", "下一页", "上一页", "第2页", "全部", "只看人大的", "怎么答复的", "原文呢", "2019年呢",
    "什么时候发布的", "谁提的", "单位是什么", "企业呢", "人大呢", "最后一条", "导出", "那个呢", "去年呢",
)  # fmt: skip
#: Presses that show something; the others change what is set for a chat, or follow.
SHOWING = (PressKind.RECORD, PressKind.ASK, PressKind.PAGE, PressKind.CHART)
_CHATS = (7, 8, 9)
_FOLLOWING, _PRESSING, _NAMING = 0.15, 0.15, 0.15
_TICK = 500
_AGENCIES, _REPORTS, _REPLIES = 2, 8, 300


@dataclass(slots=True)
class Fuzz:
    """Outcome of a run.

    Attributes:
        asked: Messages sent and buttons pressed.
        failures: What raised or was refused, by its reason, one a reason: the message, who asked, and the screen.
        seconds: Of reading, answering and rendering, one a message.
    """

    asked: int = 0
    failures: dict[str, str] = field(default_factory=dict)
    seconds: list[float] = field(default_factory=list)


def messages(dice: random.Random, names: Sequence[str] = ()) -> Iterator[str]:
    """Yield messages without end; some of them begin with one of the `names`."""
    folder = Path(__file__).parent / "questions"
    stock = [turn for name in SAMPLES for row in rows(folder / name) for turn in turns(row.message, "bot")]
    while True:
        text = dice.choice(FOLLOWING) if dice.random() < _FOLLOWING else dice.choice(stock)
        if names and dice.random() < _NAMING:
            text = dice.choice(names) + text
        yield _mutated(text, stock, dice)


def _mutated(text: str, stock: list[str], dice: random.Random) -> str:
    signs = list(text)
    for _ in range(dice.randint(0, 6)):
        place = dice.randint(0, len(signs))
        match dice.randrange(8):
            case 0:
                del signs[place : place + dice.randint(1, 3)]
            case 1:
                signs.insert(place, dice.choice(STOCK))
            case 2:
                signs[place : place + 1] = dice.choice(STOCK)
            case 3:
                signs[place:place] = dice.choice(stock)[: dice.randint(1, 9)]
            case 4:
                signs.insert(place, chr(dice.choice([dice.randrange(0x20, 0x3000), dice.randrange(0x4E00, 0x9FFF)])))
            case 5:
                signs = signs[::-1] if dice.random() < 0.1 else signs
            case 6:
                signs[place:place] = signs[: dice.randint(0, 12)]
            case 7:
                signs[place:place] = str(dice.choice([0, -1, 7, 399, 2020, 20201103, 10**12, dice.randrange(10**6)]))
    if dice.random() < 0.002:
        signs *= dice.randint(2, 400)
    return "".join(signs)


class Fuzzer:
    """Chats that are sent messages and whose buttons are pressed."""

    def __init__(self, library: Library, settings: Settings, seed: int) -> None:
        self.dice = random.Random(seed)
        self.conversation, self.telegram = Conversation(library, settings), LocalTelegram()
        for chat in _CHATS:
            self.telegram.chat(chat)
        self.outcome = Fuzz()
        names = [agency.short_name or agency.name for agency in library.shelf().store.agencies()]
        self._messages = messages(self.dice, names if len(names) > 1 else ())
        self._pressable: list[str] = []

    async def step(self) -> None:
        """Send a message or press a button, and note what went wrong."""
        self.outcome.asked += 1
        chat, language = self.dice.choice(_CHATS), self.dice.choice(LANGUAGES)
        pressed = self._pressed() if self._pressable and self.dice.random() < _PRESSING else None
        text = next(self._messages) if pressed is None else f"press {pressed}"
        asker: dict[str, Any] = {"chat": chat, "language": language}
        if pressed is None:
            asker["chat"] = chat if self.dice.random() < 0.6 else None
            asker["plain"] = self.dice.random() < 0.2
        exchange = None
        began = time.perf_counter()
        try:
            if pressed is None:
                exchange = self.conversation.message(text, **asker)
            else:
                exchange = self.conversation.press(pressed, **asker)
            self.outcome.seconds.append(time.perf_counter() - began)
            await self._send(chat, outgoing(exchange.screen, self.conversation.payload_of))
        except Exception as error:  # noqa: BLE001 - whatever it is, it is a finding
            where = traceback.extract_tb(error.__traceback__)[-1]
            shown = "" if exchange is None else exchange.screen.html
            self.outcome.failures.setdefault(
                f"{error!r} at {Path(where.filename).name}:{where.lineno}",
                f"message {self.outcome.asked}: {text!r} {asker}\n    {shown!r}",
            )
        self.telegram.calls.clear()

    def _pressed(self) -> Payload | None:
        """Return what one of the buttons shown last says, None where it is none that shows something."""
        payload = self.conversation.payload(self.dice.choice(self._pressable))
        return payload if PressKind(payload.kind) in SHOWING else None

    async def _send(self, chat: int, what: Any) -> None:
        raw: dict[str, object] = {"chat_id": chat, "text": what.screen.html, "parse_mode": "HTML"}
        self._pressable = []
        if what.keyboard is not None:
            raw["reply_markup"] = what.keyboard.to_dict()
            for button in (button for row in what.keyboard.inline_keyboard for button in row):
                if button.callback_data:
                    self._pressable.append(str(button.callback_data))
        if what.screen.html:
            await self.telegram.call("sendMessage", raw)


async def run(library: Library, settings: Settings, count: int, seed: int) -> Fuzz:
    """Send `count` messages made from `seed`, some following up the one before, some of them presses."""
    fuzzer = Fuzzer(library, settings, seed)
    for _ in range(count):
        await fuzzer.step()
    return fuzzer.outcome


def opened(folder: Path, *, several: bool) -> tuple[Library, Settings]:
    """Return a library in a folder: the bundled documents, with `several` more agencies, their reports and lists."""
    settings = Settings(data_dir=folder, _env_file=None)  # type: ignore[call-arg]
    if several:
        Library.open(settings).close()
        database = Database.open(settings.database)
        load(database, islice(province.reports(), _REPORTS))
        load(database, islice(province.lists(_REPLIES), _AGENCIES))
        database.close()
    return Library.open(settings), settings


def _work(worker: int, count: int, seed: int, said: "Queue[tuple[int, int | Fuzz]]") -> None:
    with tempfile.TemporaryDirectory() as folder:
        library, settings = opened(Path(folder), several=worker % 2 == 1)
        fuzzer = Fuzzer(library, settings, seed)

        async def work() -> None:
            for done in range(1, count + 1):
                await fuzzer.step()
                if done % _TICK == 0:
                    said.put((worker, done))

        asyncio.run(work())
        library.close()
    said.put((worker, fuzzer.outcome))


def _gathered(count: int, seed: int, workers: int) -> dict[int, Fuzz]:
    """Run the workers, each with its own seed and library, and print how far they are; return the outcomes by seed."""
    context = multiprocessing.get_context("spawn")
    said: Queue[tuple[int, int | Fuzz]] = context.Queue()
    shares = [count // workers + (worker < count % workers) for worker in range(workers)]
    running = [
        context.Process(target=_work, args=(worker, share, seed + worker, said)) for worker, share in enumerate(shares)
    ]
    began = shown = time.monotonic()
    for process in running:
        process.start()
    done, outcomes = [0] * workers, {}
    while len(outcomes) < workers:
        try:
            worker, what = said.get(timeout=5)
        except Exception:  # noqa: BLE001 - nobody spoke: see whether anybody is left
            dead = [
                place
                for place, process in enumerate(running)
                if not process.is_alive() and seed + place not in outcomes
            ]
            for place in dead:
                failure = {f"worker ended with {running[place].exitcode}": f"after {done[place]} messages"}
                outcomes[seed + place] = Fuzz(asked=done[place], failures=failure)
            continue
        if isinstance(what, Fuzz):
            outcomes[seed + worker], what = what, what.asked
        done[worker] = what
        now = time.monotonic()
        if now - shown > 1 or len(outcomes) == workers:
            shown = now
            sys.stderr.write(f"\r{sum(done)} of {count}, {sum(done) / (now - began):.0f} a second ")
    sys.stderr.write("\n")
    return outcomes


def main(arguments: list[str]) -> int:
    """Run and print what was found; return 1 when there was anything."""
    count = int(arguments[0]) if arguments else COUNT
    seed = int(arguments[1]) if len(arguments) > 1 else time.time_ns()
    workers = int(arguments[2]) if len(arguments) > 2 else os.cpu_count() or 1
    outcomes = _gathered(count, seed, workers)
    failures = {reason: (text, own) for own, outcome in outcomes.items() for reason, text in outcome.failures.items()}
    for reason, (text, own) in failures.items():
        print(f"{reason}\n    seed {own}, {text}")
    taken = sorted(second for outcome in outcomes.values() for second in outcome.seconds) or [0.0]
    p50, p99 = (taken[int(len(taken) * part)] * 1000 for part in (0.5, 0.99))
    asked = sum(outcome.asked for outcome in outcomes.values())
    print(f"{asked} messages, seed {seed}, {workers} workers: {len(failures)} failures")
    print(f"p50 {p50:.1f} ms, p99 {p99:.1f} ms")
    return 1 if failures or asked < count else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
