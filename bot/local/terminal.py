"""The terminal chat: a private chat of the local Telegram, for people at a terminal and for scripts through a pipe.

A line is a message. Buttons are numbered and pressed with `:1` (or `[1]`): a bare `1` is a message, the first entry of
a list. `/inline 轴承` shows what `@bot 轴承` offers in any chat. Colours and line editing only on a terminal; through a
pipe there is plain text, one answer after the other.
"""

import asyncio
import os
import re
import shutil
import sys
import unicodedata
from collections.abc import Awaitable, Callable, Iterable, Iterator
from itertools import pairwise
from typing import Any, TextIO

from bot.local.bot_api import LocalTelegram
from bot.messages import message

Json = dict[str, Any]
Process = Callable[[Json], Awaitable[None]]

CHAT = 1
_INLINE = re.compile(r"\s*/inline(?:\s+(?P<query>.*))?", re.DOTALL)
_PRESS = re.compile(r"\s*(?:[:：]\s*(?P<colon>\d{1,3})|[\[【［]\s*(?P<bracket>\d{1,3})\s*[\]】］])\s*")
_RESET = "\x1b[0m"
_STYLES = {
    "bold": "\x1b[1m",
    "italic": "\x1b[3m",
    "underline": "\x1b[4m",
    "strikethrough": "\x1b[9m",
    "code": "\x1b[36m",
    "pre": "\x1b[36m",
    "text_link": "\x1b[4;34m",
}
_BUTTON = "\x1b[7m"
_FAINT = "\x1b[2m"
_QUOTES = {"blockquote", "expandable_blockquote"}


class TerminalChat:
    """One chat at one terminal.

    Attributes:
        colours: Whether the output shows them.
    """

    def __init__(self, telegram: LocalTelegram, process: Process, output: TextIO, *, colours: bool) -> None:
        self.colours = colours
        self._telegram = telegram
        self._process = process
        self._output = output
        self._events: list[tuple[str, Json]] = []
        self._buttons: list[tuple[int, Json]] = []
        # A terminal names no language: the chat is in that of the settings (GONGKAI_LANGUAGE).
        telegram.chat(CHAT, title=message("terminal.person")).language = ""
        telegram.observer = lambda event, what: self._events.append((event, dict(what)))

    async def enter(self, line: str) -> None:
        """Take one line: a message, or the press of a button; show what comes back."""
        pressed, inline = _PRESS.fullmatch(line), _INLINE.fullmatch(line)
        if pressed is not None:
            await self._press(int(pressed["colon"] or pressed["bracket"]))
        elif inline is not None:
            await self._ask_inline(inline["query"] or "")
        else:
            await self._process(self._telegram.say(line, CHAT))
        self._show()

    def explain(self) -> None:
        """Say how to use the keyboard here; Telegram needs no such words."""
        hint = message("terminal.hint")
        self._write(f"{_FAINT}{hint}{_RESET}" if self.colours else hint)

    async def _press(self, number: int) -> None:
        if not 1 <= number <= len(self._buttons):
            self._write(message("terminal.no_such_button", number=number, last=len(self._buttons)))
            return
        shown, button = self._buttons[number - 1]
        if "callback_data" in button:
            inserted = next((name for name, place in self._telegram.inserted.items() if place == (CHAT, shown)), None)
            if inserted is None:
                await self._process(self._telegram.press(shown, button["callback_data"], CHAT))
            else:
                await self._process(self._telegram.press_inserted(inserted, button["callback_data"]))
        elif "say" in button:
            await self._process(self._telegram.say(button["say"], CHAT))
        elif "insert" in button:
            query, result = button["insert"]
            self._telegram.insert(query, result, CHAT)
        elif "inline" in button:
            await self._ask_inline(*button["inline"])
        elif "switch_inline_query" in button:
            await self._ask_inline(button["switch_inline_query"])
        elif "copy_text" in button:
            self._write(button["copy_text"]["text"])
        elif "url" in button:
            self._write(button["url"])
        else:
            self._write(message("terminal.only_in_telegram", label=button["text"]))

    async def _ask_inline(self, text: str, offset: str = "") -> None:
        """Show what is offered when somebody types `@bot text` in any chat; buttons insert it here."""
        update = self._telegram.ask_inline(text, offset=offset)
        await self._process(update)
        query = update["inline_query"]["id"]
        answer = self._telegram.answered.get(query, {"results": []})
        shown = [message("terminal.inline", bot=self._telegram.bot["username"], query=text).strip()]
        self._buttons = []
        for result in answer["results"]:
            self._buttons.append((0, {"insert": (query, result["id"])}))
            shown.append(f"[{len(self._buttons)}] {result['title']}\n    {result.get('description', '')}".rstrip())
        if "button" in answer:
            self._buttons.append((0, {"say": f"/start {answer['button'].get('start_parameter', '')}"}))
            shown.append(f"[{len(self._buttons)}] {answer['button']['text']}")
        if answer.get("next_offset"):
            self._buttons.append((0, {"inline": (text, answer["next_offset"])}))
            shown.append(f"[{len(self._buttons)}] {message('terminal.more')}")
        self._write("\n".join(shown))

    def _show(self) -> None:
        """Write what happened since, oldest first; buttons are numbered through."""
        events, self._events = self._events, []
        shown = {what["message_id"]: what for event, what in events if event in {"sent", "edited"}}
        alerts = [what["text"] for event, what in events if event == "answered" and what.get("text")]
        for alert in alerts:
            self._write(alert)
        if any("reply_markup" in what for what in shown.values()):
            self._buttons = []
        for what in shown.values():
            self._write(self._as_text(what))

    def _write(self, text: str) -> None:
        self._output.write(text.strip("\n") + "\n\n")
        self._output.flush()

    def _as_text(self, what: Json) -> str:
        name = "text" if "text" in what else "caption"
        text = what.get(name, "")
        entities = what.get("entities" if name == "text" else "caption_entities", [])
        parts = []
        if "photo" in what:
            parts.append(message("terminal.picture"))
        if "document" in what:
            parts.append(message("terminal.file", file=what["document"]["file_name"]))
        parts.append(self._styled(text, entities))
        rows = what.get("reply_markup", {}).get("inline_keyboard", [])
        if rows:
            parts.append("\n".join(self._laid_out(list(self._numbered(what["message_id"], row))) for row in rows))
        return "\n".join(part for part in parts if part)

    def _numbered(self, shown: int, row: Iterable[Json]) -> Iterator[tuple[int, str]]:
        for button in row:
            self._buttons.append((shown, button))
            yield len(self._buttons), button["text"]

    def _laid_out(self, buttons: list[tuple[int, str]]) -> str:
        """Return a row of buttons, on more lines where the terminal is narrow."""
        lines, width = [""], 0
        for number, label in buttons:
            wide = _cells(f"[{number}] {label}") + 2
            if width and width + wide > shutil.get_terminal_size().columns:
                lines.append("")
                width = 0
            mark = f"{_BUTTON}[{number}] {label}{_RESET}" if self.colours else f"[{number}] {label}"
            lines[-1] += ("  " if width else "") + mark
            width += wide
        return "\n".join(lines)

    def _styled(self, text: str, entities: list[Json]) -> str:
        pieces: list[str] = []
        quoted = False
        for piece, active in _styled_spans(text, entities):
            kinds = {entity["type"] for entity in active}
            was_quoted, quoted = quoted, bool(kinds & _QUOTES)
            if quoted != was_quoted and pieces and not pieces[-1].endswith("\n") and not piece.startswith("\n"):
                # Telegram sets a quotation apart by itself.
                pieces.append("\n")
            bar = self._bar if quoted else ""
            style = "".join(code for kind, code in _STYLES.items() if kind in kinds) if self.colours else ""
            # A style must not run over a line's end: terminals pad lines with it.
            lines = [f"{style}{line}{_RESET}" if style and line else line for line in piece.split("\n")]
            pieces.append(("" if was_quoted or not quoted else bar) + f"\n{bar}".join(lines))
            url = next((entity["url"] for entity in active if entity["type"] == "text_link"), None)
            if url and url != piece:
                pieces.append(f" <{url}>")
        return "".join(pieces)

    @property
    def _bar(self) -> str:
        return f"{_FAINT}│{_RESET} " if self.colours else "> "


def wants_colours(output: TextIO) -> bool:
    """Return whether an output is a terminal whose owner wants colours (https://no-color.org)."""
    return output.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def converse(chat: TerminalChat, runner: asyncio.Runner) -> None:
    """Chat until the input ends: with line editing at a terminal, line by line through a pipe."""
    if sys.stdin.isatty() and sys.stdout.isatty():
        _at_terminal(chat, runner)
    else:
        _through_pipe(chat, runner)


def _through_pipe(chat: TerminalChat, runner: asyncio.Runner) -> None:
    for raw in sys.stdin.buffer:
        line = raw.decode("utf-8-sig", "replace").rstrip("\r\n")
        if line.strip():
            runner.run(chat.enter(line))


def _at_terminal(chat: TerminalChat, runner: asyncio.Runner) -> None:
    from prompt_toolkit import PromptSession
    from prompt_toolkit.history import InMemoryHistory

    # In memory: what somebody asked stays in no file (architecture.md §1, promise 9).
    session: PromptSession[str] = PromptSession(history=InMemoryHistory())
    runner.run(chat.enter("/start"))
    chat.explain()
    while True:
        try:
            line = session.prompt("> ")
        except (EOFError, KeyboardInterrupt):
            return
        if line.strip():
            runner.run(chat.enter(line))


def _styled_spans(text: str, entities: list[Json]) -> Iterator[tuple[str, list[Json]]]:
    """Cut a text where entities begin and end.

    Args:
        text: Text of a message.
        entities: Its entities, with offsets in UTF-16 units.

    Yields:
        Pieces in order, each with the entities that hold for it.
    """
    units = text.encode("utf-16-le", "surrogatepass")
    edges = {0, len(units) // 2}
    for entity in entities:
        edges |= {entity["offset"], entity["offset"] + entity["length"]}
    ordered = sorted(edges)
    for start, end in pairwise(ordered):
        piece = units[2 * start : 2 * end].decode("utf-16-le", "replace")
        if piece:
            active = [one for one in entities if one["offset"] <= start and end <= one["offset"] + one["length"]]
            yield piece, active


def _cells(text: str) -> int:
    """Return how many columns a text takes; Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)
