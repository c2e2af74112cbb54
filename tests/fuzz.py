"""Random and mutated messages through the whole way, into the local Telegram: `python -m tests.fuzz [count [seed]]`.

Nothing may raise, and the local Telegram may refuse no screen. Messages come from the grammar of the samples, their
mutations, and a stock of signs that software trips over. A failure prints the message and the seed that makes it again.
"""

import asyncio
import random
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bot.conversation import Conversation
from bot.library import Library
from bot.settings import Settings
from bot.transport.local import LocalTelegram
from handlers.delivery import outgoing
from tests.questions.run import rows, turns

SAMPLES = ("questions.tsv", "facts.tsv", "variants.tsv")
COUNT = 1_000_000
# Punctuation of both kinds, symbols, right-to-left, combining, control, zero-width and unpaired characters, emoji.
STOCK = (
    "，。！？、；：“”‘’（）《》〔〕【】·…—～#@*_`|\\/<>&%$^~+=-{}[]'\" \n\t\r"
    "\u200b\u200d\u202e\u2066\u0301\u0000\u0007\ufeff\ufffd\ud83d\udc00😀👍🏽👩‍👩‍👧🇨🇳"
    "한日本éİßﬁ①㈠㊀Ⅷ½٣፫〇零壹廿卅届次第号年月日件几多少什么谁哪吗呢不有的了是在"
)
LANGUAGES = ("zh", "en", "zh-Hant")
_CHAT = 7


@dataclass(slots=True)
class Fuzz:
    """Outcome of a run.

    Attributes:
        asked: Messages sent.
        failures: Messages that raised or whose screen was refused, with the reason; one a reason.
        seconds: Of reading, answering and rendering, one a message.
    """

    asked: int = 0
    failures: dict[str, str] = field(default_factory=dict)
    seconds: list[float] = field(default_factory=list)


def messages(dice: random.Random) -> Iterator[str]:
    """Yield messages without end."""
    folder = Path(__file__).parent / "questions"
    stock = [turn for name in SAMPLES for row in rows(folder / name) for turn in turns(row.message, "bot")]
    while True:
        yield _mutated(dice.choice(stock), stock, dice)


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


async def run(library: Library, settings: Settings, count: int, seed: int) -> Fuzz:
    """Send `count` messages made from `seed`, some of them following up the one before."""
    dice, conversation, telegram = random.Random(seed), Conversation(library, settings), LocalTelegram()
    telegram.chat(_CHAT)
    outcome = Fuzz()
    for text in messages(dice):
        if outcome.asked == count:
            return outcome
        outcome.asked += 1
        began = time.perf_counter()
        try:
            chat = _CHAT if dice.random() < 0.6 else None
            exchange = conversation.message(text, chat=chat, language=dice.choice(LANGUAGES))
            outcome.seconds.append(time.perf_counter() - began)
            await _send(telegram, outgoing(exchange.screen, conversation.payload_of))
        except Exception as error:  # noqa: BLE001 - whatever it is, it is a finding
            where = traceback.extract_tb(error.__traceback__)[-1]
            outcome.failures.setdefault(f"{error!r} at {Path(where.filename).name}:{where.lineno}", text)
        telegram.calls.clear()
    return outcome


async def _send(telegram: LocalTelegram, what: object) -> None:
    raw: dict[str, object] = {"chat_id": _CHAT, "text": what.screen.html, "parse_mode": "HTML"}  # type: ignore[attr-defined]
    if what.keyboard is not None:  # type: ignore[attr-defined]
        raw["reply_markup"] = what.keyboard.to_dict()  # type: ignore[attr-defined]
    await telegram.call("sendMessage", raw)


def main(arguments: list[str]) -> int:
    """Run and print what was found; return 1 when there was anything."""
    count = int(arguments[0]) if arguments else COUNT
    seed = int(arguments[1]) if len(arguments) > 1 else time.time_ns()
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data_dir=Path(folder), _env_file=None)  # type: ignore[call-arg]
        library = Library.open(settings)
        try:
            outcome = asyncio.run(run(library, settings, count, seed))
        finally:
            library.close()
    for reason, text in outcome.failures.items():
        print(f"{reason}\n    {text!r}")
    taken = sorted(outcome.seconds)
    p50, p99 = (taken[int(len(taken) * part)] * 1000 for part in (0.5, 0.99))
    print(
        f"{outcome.asked} messages, seed {seed}: {len(outcome.failures)} failures; p50 {p50:.1f} ms, p99 {p99:.1f} ms"
    )
    return 1 if outcome.failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
