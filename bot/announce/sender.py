"""The sender: from the outbox to the chats, in order within a chat, whatever Telegram and the network do."""

import asyncio
import logging
import random
from collections import deque
from collections.abc import Awaitable, Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from bot.announce import outcomes as posts
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
from bot.announce.digest import Text
from bot.announce.doors import BotDoors
from bot.announce.outbox import AT_ONCE, Outbox, Post
from bot.announce.planning import plan_in_steps
from bot.announce.schedule import Plan
from bot.announce.subscription import move
from bot.announce.switch import paused_since
from bot.announce.writing import Desk
from bot.messages import message
from bot.store.lease import Lease
from bot.store.queries import Store
from bot.store.tokens import Tokens

logger = logging.getLogger("gongkai")

# Chats that are sent to at the same time: those of two seconds, so that none is wanting while the next are looked up.
_AT_A_TIME = 64
# Seconds between two looks for what is new.
_LOOK = 1.0
# How often what waits for its time is looked through: schedules know minutes.
_PLAN = timedelta(seconds=15)
# Posts that are planned before the first of them are sent.
_FIRST = 200
# Telegram counts messages to a group over a minute.
_LONGEST_WINDOW = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clocks:
    """The clocks of the sender; tests bring their own."""

    now: Callable[[], datetime] = field(default=lambda: datetime.now(UTC))
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    chance: Callable[[], float] = random.random


class _NotNowError(Exception):
    """What a post was to say, or whether it is to be sent, has changed since it was looked up."""


class Sender:
    """Sends what is due. One for a database: a second one waits until the first has ended.

    One that sends to some chats `only`, those in the memory of this process, goes beside it.
    """

    def __init__(
        self,
        store: Store,
        courier: Courier,
        clocks: Clocks | None = None,
        *,
        only: Callable[[], Collection[int]] | None = None,
    ) -> None:
        self._only = only
        self._outbox = Outbox(store, BotDoors(lambda: courier.username, Tokens(store.database)))
        self._store = store
        self._courier = courier
        self._clocks = clocks or Clocks()
        self._desk = Desk(store.database)
        self._busy: dict[int, asyncio.Task[None]] = {}
        self._leaving: set[int] = set()
        self._stop = asyncio.Event()
        self._planned_at: datetime | None = None
        self._planning: Iterator[int] | None = None

    async def run(self, stop: asyncio.Event) -> None:
        """Send until told to stop; what is on its way then is waited for."""
        lease, self._stop = Lease(self._store.database), stop
        try:
            while self._only is None and not stop.is_set() and not await self._desk.read(lease.take):
                await self._rest(stop)
            if self._only is None and not stop.is_set():
                await self._desk.read(self._take_up)
            while not stop.is_set():
                if not await self._round():
                    await self._rest(stop)
            for chat, task in self._busy.items():
                if chat not in self._leaving:
                    task.cancel()
            await asyncio.gather(*self._busy.values(), return_exceptions=True)
        finally:
            for task in self._busy.values():
                task.cancel()
            lease.give_back()
            self._desk.close()

    async def drain(self) -> None:
        """Collect, plan and send until nothing is left that could be sent now."""
        while True:
            if not await self._round() and not self._busy:
                return
            await asyncio.gather(*self._busy.values())

    def close(self) -> None:
        """Let its threads end."""
        self._desk.close()

    def _take_up(self) -> None:
        """Take up where the last process left off, within the limits that it had used up."""
        now = self._clocks.now()
        self._outbox.recover(now)
        recent = self._outbox.recently(now - _LONGEST_WINDOW)
        self._courier.remember((chat, max(0.0, (now - at).total_seconds())) for chat, at in recent)

    async def _round(self) -> bool:
        """Look for what is new and due, and begin to send it; return whether more is waiting."""
        busy = tuple(self._busy)
        try:
            ready = deque(await self._desk.look(lambda: self._due(busy)))
        except Exception:
            # A database that is busy for minutes: the next look finds what this one did not.
            logger.exception("announcements: looking for what is due failed")
            return False
        more = len(ready) >= AT_ONCE or self._planning is not None
        while ready and not self._stop.is_set():
            if len(self._busy) >= _AT_A_TIME:
                await asyncio.wait(self._busy.values(), return_when=asyncio.FIRST_COMPLETED)
            post = ready.popleft()
            if post.chat not in self._busy:
                task = asyncio.create_task(self._serve(post))
                self._busy[post.chat] = task
                task.add_done_callback(partial(self._served, post.chat))
        return more

    def _due(self, busy: Sequence[int]) -> list[Post]:
        """Return the posts that are to be sent now."""
        now = self._clocks.now()
        collected = collect(self._store, now)
        if paused_since(self._store.database) is not None:
            self._planned_at = self._planning = None
            return []
        last = self._planned_at
        if collected or last is None or not last <= now < last + _PLAN:
            self._planned_at, self._planning = now, plan_in_steps(self._store, now)
        made = 0
        while self._planning is not None and made < _FIRST:
            step = next(self._planning, None)
            made += step or 0
            self._planning = None if step is None else self._planning
        among = None if self._only is None else tuple(self._only())
        if among is not None:
            self._outbox.claim(among)
        return self._outbox.ready(now, among=among, busy=busy)

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
            goes_on = await self._deliver(following)
            if not goes_on or not following.more or self._stop.is_set():
                return
            ready = await self._desk.read(lambda: self._outbox.ready(self._clocks.now(), among=(post.chat,)))
            following = ready[0] if ready else None

    async def _deliver(self, post: Post) -> bool:
        """Send or edit one post and note what became of it; return whether the chat's next may follow."""
        words = post.content.words
        try:
            if words is None:
                await self._write(lambda connection: posts.drop(connection, post))
            elif post.is_correction:
                await self._edit(post, words)
            else:
                await self._send(post, words)
        except OutcomeError as outcome:
            return await self._fared(post, outcome)
        except _NotNowError:
            return False
        finally:
            self._leaving.discard(post.chat)
        return True

    async def _send(self, post: Post, words: Text) -> None:
        async def leaving() -> None:
            self._leaving.add(post.chat)
            now = self._clocks.now()
            if not await self._write(lambda connection: posts.mark_sending(connection, post, now)):
                raise _NotNowError

        number = await self._courier.send(
            post.chat,
            words,
            thread=post.thread,
            reply_to=post.reply_to,
            silent=(post.to.plan if post.to else Plan()).is_silent(self._clocks.now()),
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
            slow = outcome.timed_out
            await self._write(lambda connection: posts.mark_ambiguous(connection, post, again, reason, timed_out=slow))
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
