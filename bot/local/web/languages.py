"""The language of the page and of its person: chosen on the page or in the chat, else what the browser asks for."""

import asyncio
from typing import Protocol

from starlette.requests import Request

from bot.messages import DEFAULT_LANGUAGE, SPOKEN
from bot.store.chat.preferences import Preferences

LANGUAGE_COOKIE = "gongkai_language"
_OURS = {"zh-hans": DEFAULT_LANGUAGE} | {one.lower(): one for one in SPOKEN if one != DEFAULT_LANGUAGE}
#: Telegram's codes.
LANGUAGES = tuple(_OURS)
_TELEGRAMS = {ours: code for code, ours in _OURS.items()}


def spoken(code: str) -> str:
    """Return the language of screens by Telegram's code: `zh`, `zh-Hant` or `en`."""
    return _OURS[code]


class _Chosen(Protocol):
    """The preferences of all chats."""

    def of(self, chat: int) -> Preferences: ...

    def known(self, chat: int) -> Preferences | None: ...

    def change(self, chat: int, *, language: str) -> Preferences: ...


class ChatLanguages:
    """The languages that are set in chats (/settings), so that a chat and its page speak the same one."""

    def __init__(self, chosen: _Chosen) -> None:
        self._chosen = chosen

    def of(self, chat: int) -> str | None:
        """Return Telegram's code of the language that is set in a chat, None where none is, or it is not known yet."""
        known = self._chosen.known(chat)
        return _TELEGRAMS.get(known.language or "") if known is not None else None

    async def follow(self, chat: int, language: str) -> None:
        """Set the language of the page in a chat that has one of its own."""
        await asyncio.to_thread(self._follow, chat, _OURS[language])

    def _follow(self, chat: int, language: str) -> None:
        if self._chosen.of(chat).language not in {None, language}:
            self._chosen.change(chat, language=language)


def language_of(request: Request) -> str:
    """Return the language of a request: that of the cookie, else the first of the browser's that we have."""
    chosen = request.cookies.get(LANGUAGE_COOKIE)
    if chosen in LANGUAGES:
        return str(chosen)
    for wanted in request.headers.get("accept-language", "").lower().split(","):
        code = wanted.split(";")[0].strip()
        if code.startswith("zh"):
            traditional = any(part in code for part in ("hant", "tw", "hk", "mo"))
            return "zh-hant" if traditional else "zh-hans"
        if code[:2] in LANGUAGES:
            return code[:2]
    return "zh-hans"
