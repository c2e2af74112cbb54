"""The local Telegram, sending updates to a webhook as Telegram does: those of one chat one after the other."""

import asyncio
import contextlib
import json
import time
from collections import deque
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from bot.local.bot_api import ApiError
from bot.telegram.webhook import HEADER
from tests.end_to_end.server import TelegramServer

# Seconds until what was not confirmed is sent again.
AGAIN = 0.1


@dataclass
class HookServer(TelegramServer):
    """A server with a webhook.

    Attributes:
        hook: What the bot has set.
        answers: The status of each request that was sent, in order; 0 where the connection broke.
        via: Where requests really go, in turn: no name is looked up.
    """

    hook: dict[str, Any] = field(default_factory=dict)
    answers: list[int] = field(default_factory=list)
    via: list[str] = field(default_factory=list)
    _turn: int = 0
    _chats: dict[int, deque[dict[str, Any]]] = field(default_factory=dict)
    _tasks: set["asyncio.Task[None]"] = field(default_factory=set)
    _room: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(40))
    _failed: dict[str, Any] = field(default_factory=dict)
    _client: aiohttp.ClientSession | None = None

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator["HookServer"]:
        connector = aiohttp.TCPConnector(limit=100, keepalive_timeout=5)
        async with aiohttp.ClientSession(connector=connector) as self._client, super().running():
            yield self
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _call(self, method: str, parameters: dict[str, Any], files: Any) -> Any:
        if method == "setWebhook":
            self.hook = parameters
            self._room = asyncio.Semaphore(int(parameters.get("max_connections", 40)))
            return True
        if method == "deleteWebhook":
            self.hook = {}
            return True
        if method == "getWebhookInfo":
            told = await super()._call(method, parameters, files)
            waiting = sum(map(len, self._chats.values()))
            return told | {"url": self.hook.get("url", ""), "pending_update_count": waiting} | self._failed
        if method == "getUpdates" and self.hook:
            words = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
            raise ApiError(409, f"Conflict: {words}")
        return await super()._call(method, parameters, files)

    def sends(self, text: str, chat: int) -> None:
        """Somebody writes; it is sent to the webhook as soon as one is set, until it is confirmed."""
        update = self.telegram.say(text, chat)
        self.telegram._updates.remove(update)
        self.send(update, chat)

    def send(self, update: dict[str, Any], chat: int) -> None:
        waiting = self._chats.setdefault(chat, deque())
        waiting.append(update)
        if len(waiting) == 1:
            task = asyncio.create_task(self._deliver(waiting))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _deliver(self, waiting: deque[dict[str, Any]]) -> None:
        while waiting:
            if await self.post(json.dumps(waiting[0]).encode()) == 200:
                waiting.popleft()
            else:
                await asyncio.sleep(AGAIN)

    async def post(self, body: bytes, secret: str | None = None) -> int:
        """Send one request; return its status, 0 where the connection broke."""
        if not self.hook:
            return 0
        headers = {HEADER: self.hook["secret_token"] if secret is None else secret, "Content-Type": "application/json"}
        status = 0
        assert self._client is not None
        async with self._room:
            self._turn += 1
            to = self.via[self._turn % len(self.via)]
            with contextlib.suppress(aiohttp.ClientError, OSError, TimeoutError):
                limit = aiohttp.ClientTimeout(total=60)
                async with self._client.post(to, data=body, headers=headers, timeout=limit) as answer:
                    status = answer.status
        self.answers.append(status)
        if status != 200:
            words = f"Wrong response from the webhook: {status}" if status else "Connection refused"
            self._failed = {"last_error_date": int(time.time()), "last_error_message": words}
        return status
