"""The sender: from the outbox to the chats, in order within a chat, whatever Telegram and the network do."""

import asyncio
import logging
import random
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from html import escape
from typing import Any

from bot.announce import outbox as posts
from bot.announce.collecting import collect
from bot.announce.courier import (
    ChatMovedError,
    ChatRefusesError,
    Courier,
    FloodError,
    NotEditableError,
    OutcomeError,
    UnavailableError,
    UnknownOutcomeError,
)
from bot.announce.digest import Text, text
from bot.announce.outbox import Content, Outbox, Post
from bot.announce.planning import plan
from bot.announce.schedule import Plan
from bot.announce.subscription import move
from bot.announce.switch import paused_since
from bot.announce.writing import Desk
from bot.messages import message
from bot.store.lease import Lease
from bot.store.queries import Store

logger = logging.getLogger("gongkai")

# Chats that are sent to at the same time: more than thirty a second need while each request takes half a second.
_AT_A_TIME = 32
# Seconds between two looks for what is new.
_LOOK = 1.0
# Telegram counts messages to a group over a minute.
_LONGEST_WINDOW = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clocks:
    """The clocks of the sender; tests bring their own."""

    now: Callable[[], datetime] = field(default=lambda: datetime.now(UTC))
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    chance: Callable[[], float] = random.random


class Sender:
    """Sends what is due. One for a database: a second one waits until the first has ended.

    One that sends to `only` one chat, a channel of this process, goes beside it.
    """

    def __init__(
        self, store: Store, courier: Courier, clocks: Clocks | None = None, *, only: int | None = None
    ) -> None:
        self._only = only
        self._outbox = Outbox(store)
        self._store = store
        self._courier = courier
        self._clocks = clocks or Clocks()
        self._desk = Desk(store.database)
        self._busy: dict[int, asyncio.Task[None]] = {}
        self._wake = asyncio.Event()

    async def run(self, stop: asyncio.Event) -> None:
        """Send until told to stop; what is on its way then is waited for."""
        lease = Lease(self._store.database)
        try:
            while self._only is None and not stop.is_set() and not await self._desk.read(lease.take):
                await self._rest(stop)
            if self._only is None and not stop.is_set():
                await self._desk.read(self._take_up)
            while not stop.is_set():
                await self._round()
                await self._rest(stop)
            await asyncio.gather(*self._busy.values(), return_exceptions=True)
        finally:
            for task in self._busy.values():
                task.cancel()
            lease.give_back()
            self._desk.close()

    async def drain(self) -> None:
        """Collect, plan and send until nothing is left that could be sent now."""
        while True:
            await self._round()
            if not self._busy:
                return
            await asyncio.gather(*self._busy.values())

    def close(self) -> None:
        """Let its thread end."""
        self._desk.close()

    def _take_up(self) -> None:
        """Take up where the last process left off, within the limits that it had used up."""
        now = self._clocks.now()
        self._outbox.recover(now)
        recent = self._outbox.recently(now - _LONGEST_WINDOW)
        self._courier.remember((chat, max(0.0, (now - at).total_seconds())) for chat, at in recent)

    async def _round(self) -> None:
        """Look for what is new and due, and begin to send it."""
        try:
            ready = deque(await self._desk.read(self._due))
        except Exception:
            # A database that is busy for minutes: the next look finds what this one did not.
            logger.exception("announcements: looking for what is due failed")
            return
        while ready:
            if len(self._busy) >= _AT_A_TIME:
                await asyncio.wait(self._busy.values(), return_when=asyncio.FIRST_COMPLETED)
            post = ready.popleft()
            if post.chat not in self._busy:
                task = asyncio.create_task(self._serve(post))
                self._busy[post.chat] = task
                task.add_done_callback(partial(self._served, post.chat))

    def _due(self) -> list[Post]:
        """Return the posts that are to be sent now."""
        now = self._clocks.now()
        collect(self._store, now)
        if paused_since(self._store.database) is not None:
            return []
        plan(self._store, now)
        return self._outbox.ready(now, chat=self._only, busy=tuple(self._busy))

    def _served(self, chat: int, task: "asyncio.Task[None]") -> None:
        del self._busy[chat]
        if not task.cancelled() and task.exception() is not None:
            logger.error("announcements: a post could not be handled", exc_info=task.exception())

    async def _rest(self, stop: asyncio.Event) -> None:
        sleeping = asyncio.ensure_future(self._clocks.sleep(_LOOK))
        stopping = asyncio.ensure_future(stop.wait())
        await asyncio.wait((sleeping, stopping), return_when=asyncio.FIRST_COMPLETED)
        for task in (sleeping, stopping):
            task.cancel()

    async def _serve(self, post: Post) -> None:
        """Send a chat's posts, one after the other, until one has to wait."""
        following: Post | None = post
        while following is not None:
            if not await self._deliver(following):
                return
            ready = await self._desk.read(lambda: self._outbox.ready(self._clocks.now(), chat=post.chat))
            following = ready[0] if ready else None

    async def _deliver(self, post: Post) -> bool:
        """Send or edit one post and note what became of it; return whether the chat's next may follow."""
        content = (
            await self._desk.read(lambda: self._outbox.content(post)) if post.kind == "announcement" else Content(None)
        )
        if post.text is None and content.told is None:
            await self._write(lambda connection: posts.drop(connection, post, content))
            return True
        try:
            words = _words(post, content)
            if post.is_correction:
                await self._edit(post, words)
            else:
                await self._send(post, content, words)
        except OutcomeError as outcome:
            return await self._fared(post, outcome)
        return True

    async def _send(self, post: Post, content: Content, words: Text) -> None:
        now = self._clocks.now()

        async def leaving() -> None:
            await self._write(lambda connection: posts.mark_sending(connection, post, content, self._clocks.now()))

        number = await self._courier.send(
            post.chat,
            words,
            thread=post.thread,
            reply_to=post.reply_to,
            silent=(post.to.plan if post.to else Plan()).is_silent(now),
            leaving=leaving,
        )
        await self._write(
            lambda connection: posts.mark_sent(connection, post, number, post.version, self._clocks.now())
        )

    async def _edit(self, post: Post, words: Text) -> None:
        try:
            if not post.message_id:
                raise NotEditableError("moved")
            await self._courier.edit(post.chat, post.message_id, words)
        except NotEditableError:
            # The post stays as it is; what is right is said in reply to it.
            said = message("announcing.correction_in_reply", post.to.language if post.to else None, text=words.plain)
            now = self._clocks.now()

            def instead(connection: Any) -> None:
                posts.mark_edited(connection, post, post.version)
                posts.add_notice(connection, post.chat, said, now, thread=post.thread, reply_to=post.message_id or None)

            await self._write(instead)
            return
        await self._write(lambda connection: posts.mark_edited(connection, post, post.version))

    async def _fared(self, post: Post, outcome: OutcomeError) -> bool:
        """Note what became of a post that was not simply sent; return whether the chat's next may follow."""
        now, reason = self._clocks.now(), outcome.reason
        again = now + posts.pause_after(post.attempts, self._clocks.chance())
        if isinstance(outcome, FloodError):
            until = now + outcome.wait

            def parked(connection: Any) -> None:
                posts.park(connection, post.chat, until)
                posts.mark_later(connection, post, until, reason)

            await self._write(parked)
        elif isinstance(outcome, ChatMovedError):
            new = outcome.chat

            def moved(connection: Any) -> None:
                posts.mark_later(connection, post, now, reason)
                move(connection, post.chat, new)

            await self._write(moved)
        elif isinstance(outcome, ChatRefusesError) and post.kind == "announcement":
            out = await self._write(lambda connection: posts.strike(connection, post, reason, now))
            if out:
                await self._tell_of_refusal(post, reason)
        elif isinstance(outcome, UnknownOutcomeError) and not post.is_correction:
            await self._write(lambda connection: posts.mark_ambiguous(connection, post, again, reason))
        elif isinstance(outcome, UnavailableError | UnknownOutcomeError) and now - post.made_at < posts.GIVEN_UP:
            await self._write(lambda connection: posts.mark_later(connection, post, again, reason))
        else:
            logger.warning("announcements: post %s failed: %s", post.id, reason)
            await self._write(lambda connection: posts.mark_state(connection, post, "failed", reason))
            return True
        return False

    async def _tell_of_refusal(self, post: Post, reason: str) -> None:
        """Tell whoever subscribed a chat that it is not told any more."""
        logger.warning("announcements: chat %s is paused: %s", post.chat, reason)
        told = post.to.told if post.to else None
        if told is not None and told != post.chat:
            words = message(
                "announcing.chat_refuses", post.to.language if post.to else None, chat=post.chat, reason=reason
            )
            now = self._clocks.now()
            await self._write(lambda connection: posts.add_notice(connection, told, words, now))

    async def _write(self, work: Callable[[Any], Any]) -> Any:
        return await self._desk.write(work)


def _words(post: Post, content: Content) -> Text:
    if post.text is not None:
        return Text(escape(post.text, quote=False), post.text)
    assert content.told is not None  # noqa: S101 - a post without words is dropped before
    return text(content.told, post.to.language if post.to else "zh")
