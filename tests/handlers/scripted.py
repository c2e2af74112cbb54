"""A conversation that says what a test wants to see, on the real application and the local Telegram."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from html import escape
from types import SimpleNamespace
from typing import Any

from bot.local.bot_api import LocalRequest, LocalTelegram
from bot.questions.payload import Payload
from bot.questions.question import Guard, Guarded, Overview, Question
from bot.screens.screen import Button, Press, PressKind, Screen
from bot.service.conversation import Conversation, Exchange
from bot.settings import Settings
from bot.store.chat.preferences import NOTHING_SET, Preferences
from bot.telegram.application import process_json, shut_down
from handlers.application import build_local

OVERVIEW = Question(said="", clean="", asks=(Overview(),))


class _Tokens:
    def __init__(self) -> None:
        self.kept: dict[str, str] = {}

    def keep(self, text: str) -> str:
        self.kept[f"t{len(self.kept)}"] = text
        return f"t{len(self.kept) - 1}"

    def value(self, token: str) -> str | None:
        return self.kept.get(token)


class _Preferences:
    def __init__(self) -> None:
        self.set: dict[int, Preferences] = {}

    def of(self, chat: int) -> Preferences:
        return self.set.get(chat, NOTHING_SET)

    known = of

    def change(self, chat: int, **values: Any) -> Preferences:
        self.set[chat] = replace(self.of(chat), **values)
        return self.set[chat]

    def forget(self, chat: int) -> None:
        self.set.pop(chat, None)


class _Chats:
    def __init__(self) -> None:
        self.forgotten: list[int] = []

    def forget(self, chat: int) -> None:
        self.forgotten.append(chat)


class _Answered:
    def __init__(self) -> None:
        self.kept: dict[tuple[int, int], int] = {}

    def remember(self, chat: int, question: int, answer: int) -> None:
        self.kept[chat, question] = answer

    def known(self, chat: int, question: int) -> int | None:
        return self.kept.get((chat, question))

    answer = known

    def forget(self, chat: int) -> None:
        self.kept = {pair: answer for pair, answer in self.kept.items() if pair[0] != chat}


def shown(text: str, *buttons: Button, html: str | None = None) -> Screen:
    return Screen(
        name="scripted", html=escape(text) if html is None else html, plain=text, buttons=(buttons,) if buttons else ()
    )


class ScriptedConversation(Conversation):
    """Answers from `script`; a message that is not in it is said back. `asked` keeps what came in, in order."""

    def __init__(self, script: dict[str, Screen | Callable[[], Screen]] | None = None) -> None:
        self.script = script or {}
        self.asked: list[Any] = []
        self.library: Any = SimpleNamespace(
            tokens=_Tokens(), chats=_Chats(), preferences=_Preferences(), answered=_Answered(), inbox=_Chats()
        )

    def message(self, text: str, **_: Any) -> Exchange:
        self.asked.append(text)
        return Exchange(OVERVIEW, self._screen(text))

    def typed_topic(self, text: str, **_: Any) -> None:
        """No answer of the script has a button that a typed word presses."""

    def media(self, guard: Guard, **_: Any) -> Exchange:
        self.asked.append(guard)
        return Exchange(Question(said="", clean="", asks=(Guarded(guard=guard),)), self._screen(f"guard {guard}"))

    def press(self, payload: Payload, **_: Any) -> Exchange:
        self.asked.append(payload)
        return Exchange(OVERVIEW, self._screen(f"{payload.kind} {payload.value} {payload.page}"))

    def _screen(self, text: str) -> Screen:
        found = self.script.get(text, shown(f"«{text}»"))
        return found() if callable(found) else found


def of_bot(telegram: LocalTelegram, chat: int = 1) -> list[dict[str, Any]]:
    """Return the bot's messages in a chat."""
    return [one for one in telegram.chats[chat].messages.values() if one["from"]["id"] == telegram.bot["id"]]


class Party:
    """People and the bot in one local Telegram. Use with `async with`."""

    def __init__(
        self, conversation: Conversation | None = None, *, paced: bool = False, operated: bool = False, **settings: Any
    ) -> None:
        self.conversation = conversation or ScriptedConversation()
        self.telegram = LocalTelegram()
        self.settings = Settings(**settings)
        request = LocalRequest(self.telegram)
        self.application = build_local(self.conversation, self.settings, request, paced=paced, operated=operated)

    async def __aenter__(self) -> "Party":
        await self.application.initialize()
        return self

    async def __aexit__(self, *_: object) -> None:
        await shut_down(self.application)

    async def happens(self, update: dict[str, Any]) -> None:
        await process_json(self.application, update)

    async def says(self, text: str, chat: int = 1, **content: Any) -> list[str]:
        """Somebody writes; returns the texts that the bot sends in that chat because of it."""
        here = self.telegram.chat(chat)
        before = set(here.messages)
        await self.happens(self.telegram.say(text, chat, **content))
        return self.texts(chat, without=before)

    async def presses(self, number: int, label: str, chat: int = 1) -> None:
        await self.happens(self.telegram.press(number, self.data_of(number, label, chat), chat))

    def data_of(self, number: int, label: str, chat: int = 1) -> str:
        rows = self.telegram.chats[chat].messages[number]["reply_markup"]["inline_keyboard"]
        return next(button["callback_data"] for row in rows for button in row if button["text"] == label)

    def texts(self, chat: int = 1, without: set[int] | None = None) -> list[str]:
        said = [one for one in of_bot(self.telegram, chat) if one["message_id"] not in (without or set())]
        return [one.get("text", one.get("caption", "")) for one in said]

    def last(self, chat: int = 1) -> dict[str, Any]:
        return of_bot(self.telegram, chat)[-1]

    def methods(self) -> list[str]:
        return [call.method for call in self.telegram.calls]


def button(label: str, kind: PressKind, value: str, page: int = 1) -> Button:
    return Button(label=label, press=Press(kind, value, page))


def run(work: Any) -> Any:
    return asyncio.run(work)
