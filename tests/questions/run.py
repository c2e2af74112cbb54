"""The sample of real messages through the local Telegram, graded: `python -m tests.questions.run`, `make questions`.

It prints the passes by kind and each failing row with what it was read as and what came back, and ends with 1 where a
row fails that is not named in failing.tsv. Other sets of the same columns can be given:
`python -m tests.questions.run <file.tsv> …`.
"""

import asyncio
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from bot.local.bot_api import LocalRequest, LocalTelegram
from bot.local.bot_api.markup import parse_html
from bot.service.conversation import Conversation
from bot.service.library import Library
from bot.settings import Settings
from bot.telegram.application import shut_down
from handlers.application import build_local
from tests.questions.match import grade

SAMPLE = Path(__file__).with_name("questions.tsv")
# Rows that fail, each with its reason. No other may: a row that passed once passes for ever, or its reason is here.
FAILING = Path(__file__).with_name("failing.tsv")
_COLUMNS = 6
_TURN = " ⇒ "
_GROUP = "[GROUP]"
_SPECIAL = re.compile(r"<(EMPTY|STICKER|PHOTO|VOICE|SPACES:(\d+)|REPEAT:(.*):(\d+))>", re.DOTALL)
_MEDIA: dict[str, dict[str, Any]] = {
    "STICKER": {
        "sticker": {
            "file_id": "s",
            "file_unique_id": "s",
            "type": "regular",
            "width": 512,
            "height": 512,
            "is_animated": False,
            "is_video": False,
        }
    },
    "PHOTO": {"photo": [{"file_id": "p", "file_unique_id": "p", "width": 90, "height": 90}]},
    "VOICE": {"voice": {"file_id": "v", "file_unique_id": "v", "duration": 3}},
}


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the sample, in the order of its columns."""

    identity: str
    kind: str
    message: str
    expected: str
    must: str
    must_not: str

    @property
    def columns(self) -> tuple[str, ...]:
        return (self.identity, self.kind, self.message, self.expected, self.must, self.must_not)


@dataclass(frozen=True, slots=True)
class Graded:
    """A row with the replies to its last turn and what is wrong with them."""

    row: Row
    replies: list[str]
    reasons: list[str]

    @property
    def passed(self) -> bool:
        return not self.reasons


def lines_of(path: Path) -> list[str]:
    """Return the lines of a table without its header."""
    return [line for line in path.read_text(encoding="utf-8").splitlines()[1:] if line.strip()]


def rows(path: Path) -> list[Row]:
    """Return the rows of a file: tab-separated, no quoting, a header."""
    lines = path.read_text(encoding="utf-8").splitlines()[1:]
    split = (line.split("\t") for line in lines if line.strip())
    return [Row(*(columns + [""] * _COLUMNS)[:_COLUMNS]) for columns in split]


def turns(message: str, bot: str) -> Iterator[str]:
    """Yield the turns of a row's message as typed."""
    for turn in message.removeprefix(_GROUP).strip().split(_TURN):
        typed = turn.replace("\\n", "\n").replace("\\t", "\t").replace("\\u200b", "\u200b")
        yield typed.replace("@{bot}", f"@{bot}")


class Chats:
    """Fresh chats of the local Telegram, one a row: those of another file of the same library are still remembered."""

    _numbers = count(1000)

    def __init__(self, library: Library, settings: Settings) -> None:
        # What is asked here is whether an answer is right; how soon it comes is measured elsewhere.
        settings = settings.model_copy(update={"answer_seconds": 300})
        self.conversation = Conversation(library, settings)
        self.telegram = LocalTelegram()
        self.application = build_local(self.conversation, settings, LocalRequest(self.telegram))
        self._shown: list[str] = []
        self.telegram.observer = self._note

    def _note(self, event: str, what: dict[str, Any]) -> None:
        if event in {"sent", "edited"}:
            text = what.get("text", what.get("caption", ""))
            rows = what.get("reply_markup", {}).get("inline_keyboard", [])
            labels = [button["text"] for row in rows for button in row]
            self._shown.append("\n".join([text, *labels]))

    async def replies(self, row: Row) -> list[str]:
        """Send a row's turns to a new chat and return what the bot wrote after the last."""
        from telegram import Update

        number = next(self._numbers)
        group = row.message.startswith(_GROUP)
        chat = -number if group else number
        self.telegram.chat(chat, **({"kind": "supergroup"} if group else {}))
        for turn in turns(row.message, str(self.telegram.bot["username"])):
            self._shown = []
            if group and f"@{self.telegram.bot['username']}" not in turn and not turn.startswith("/"):
                continue  # privacy mode: Telegram does not deliver it
            raw = self._update(turn, chat)
            await self.application.process_update(Update.de_json(raw, self.application.bot))
        return self._shown

    def _update(self, turn: str, chat: int) -> dict[str, Any]:
        special = _SPECIAL.fullmatch(turn.strip())
        if special is None:
            return self.telegram.say(turn, chat)
        name = special[1].split(":")[0]
        if name in _MEDIA:
            return self.telegram.post(chat, **_MEDIA[name])
        typed = {"EMPTY": "", "SPACES": " " * int(special[2] or 0), "REPEAT": (special[3] or "") * int(special[4] or 0)}
        return self.telegram.post(chat, text=typed[name])


def directly(conversation: Conversation, row: Row, chat: int) -> list[str] | None:
    """Return what the bot answers to a row's last turn; None where the row shows only on Telegram what it is."""
    if row.message.startswith(_GROUP) or re.search(r"^/|<[A-Z]|@", row.message):
        return None
    screen = None
    for turn in turns(row.message, ""):
        screen = conversation.message(turn, chat=chat).screen
    assert screen is not None
    labels = [button.label for row in screen.buttons for button in row]
    return ["\n".join([parse_html(screen.html)[0], *labels])]


async def graded(
    library: Library, settings: Settings, asked: Iterable[Row], *, on_telegram: bool = True
) -> list[Graded]:
    """Ask all rows and grade them, without Telegram where it is not wanted: in two thirds of the time."""
    chats = Chats(library, settings)
    await chats.application.initialize()
    found = []
    for number, row in enumerate(asked, start=10**6):
        replies = None if on_telegram else directly(chats.conversation, row, number)
        if replies is None:
            replies = await chats.replies(row)
        _, reasons = grade(row.columns, replies)
        found.append(Graded(row, replies, reasons))
    await shut_down(chats.application)
    return found


def failing() -> dict[str, str]:
    """Return the ids of the rows that are known to fail, with their reasons."""
    lines = FAILING.read_text(encoding="utf-8").splitlines()[1:]
    return dict(line.split("\t", maxsplit=1) for line in lines)


def unnamed(results: list[Graded]) -> list[Graded]:
    """Return the rows that fail without a named reason, and those that have one and pass: it must go."""
    known = failing()
    return [one for one in results if one.passed == (one.row.identity in known)]


def report(results: list[Graded]) -> str:
    """Return the passes by kind, then the failing rows."""
    passed, asked = Counter(one.row.kind for one in results if one.passed), Counter(one.row.kind for one in results)
    lines = []
    for one in results:
        if not one.passed:
            shown = " ⏎ ".join(one.replies).replace("\n", " / ")
            head = f"{one.row.identity}\t{one.row.kind}\t{one.row.message}"
            lines.append(f"{head}\n    {'; '.join(one.reasons)}\n    {shown[:400]}")
    lines += [f"{kind:<14}{passed[kind]:>4}/{count}" for kind, count in sorted(asked.items())]
    total = sum(passed.values())
    lines.append(f"{'all':<14}{total:>4}/{len(results)}  {100 * total / len(results):.1f} %")
    return "\n".join(lines)


def main(paths: list[str]) -> int:
    """Grade the files, the sample by default; return 1 where a row fails without a named reason."""
    asked = [row for path in (paths or [str(SAMPLE)]) for row in rows(Path(path))]
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data_dir=Path(folder), language="zh", _env_file=None)  # type: ignore[call-arg]
        library = Library.open(settings)
        try:
            results = asyncio.run(graded(library, settings, asked))
        finally:
            library.close()
    print(report(results))
    return 1 if unnamed(results) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
