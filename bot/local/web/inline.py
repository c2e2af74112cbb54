"""Inline mode on the page: what `@bot …` offers while it is typed, and what is chosen from it."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from bot.local.bot_api import Chat, LocalTelegram
from bot.recent import Recent

Json = dict[str, Any]

# Seconds that the page waits for results: whoever types on has asked anew by then.
_PATIENCE = 5.0
# Telegram's limit on what is typed after the bot's name.
LONGEST_QUERY = 256
# Queries whose results can still be chosen.
_KEPT = 500


class InlineQueries:
    """Inline queries of the page. It asks the bot as Telegram does and waits for the answer."""

    def __init__(self, telegram: LocalTelegram, process: Callable[[Json], Awaitable[None]]) -> None:
        self._telegram = telegram
        self._process = process
        self._asked: dict[str, asyncio.Future[Json]] = {}
        self._offered: Recent[str, tuple[int, Json]] = Recent(_KEPT)

    async def ask(self, text: str, offset: str, chat: Chat) -> Json:
        """Return what the bot offers: results in plain words, the next offset, and the way into the bot."""
        place = "sender" if chat.kind == "private" else chat.kind
        update = self._telegram.ask_inline(text, person=chat.person, offset=offset, place=place)
        query = update["inline_query"]["id"]
        waiting = self._asked[query] = asyncio.get_running_loop().create_future()
        try:
            await self._process(update)
            answer = await asyncio.wait_for(waiting, _PATIENCE)
        except TimeoutError:
            return {"query": query, "results": [], "next": "", "button": None, "late": True}
        finally:
            del self._asked[query]
        self._offered[query] = chat.person["id"], answer
        return {
            "query": query,
            "results": [
                {"id": one["id"], "title": one.get("title", ""), "description": one.get("description", "")}
                for one in answer["results"]
            ],
            "next": answer.get("next_offset", ""),
            "button": answer.get("button"),
        }

    def answered(self, parameters: Json) -> None:
        """Take the bot's answer to a query."""
        waiting = self._asked.get(parameters.get("inline_query_id", ""))
        if waiting is not None and not waiting.done():
            waiting.set_result(parameters)

    def insert(self, query: str, result: str, chat: Chat) -> bool:
        """Post a chosen result in a chat; return False where it was not offered to this person, or too long ago."""
        person, answer = self._offered.get(query, (None, {}))
        if person != chat.person["id"] or all(one["id"] != result for one in answer.get("results", [])):
            return False
        self._telegram.answered[query] = answer
        self._telegram.insert(query, result, chat.identity)
        return True

    def name_of(self, chat: Chat, number: int) -> str | None:
        """Return the `inline_message_id` of a message that was inserted; None for any other message."""
        place = chat.identity, number
        return next((name for name, where in self._telegram.inserted.items() if where == place), None)
