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

from sqlalchemy.exc import SQLAlchemyError

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
from bot.announce.digest import MessageText
from bot.announce.links import DeepLinks
from bot.announce.outbox import AT_ONCE, Outbox, Post
from bot.announce.planning import plan_in_steps
from bot.announce.schedule import Plan
from bot.announce.states import IllegalMoveError
from bot.announce.subscription import move
from bot.announce.switch import paused_since
from bot.announce.writing import BatchedWriter, Write
from bot.errors import GongkaiError
from bot.messages import message
from bot.store.chat.tokens import Tokens
from bot.store.lease import Lease
from bot.store.read.queries import Store

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
# Longer than this no request is on its way: connecting, and waiting for an answer, take half a minute at most.
_LONGEST_WAY = timedelta(seconds=45)
# No right to send was ever taken then.
_NEVER = datetime.min.replace(tzinfo=UTC)
# A database that is lost, full or busy for minutes.
_LOST = (SQLAlchemyError, GongkaiError, OSError)


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
        self._outbox = Outbox(store, DeepLinks(lambda: courier.username, Tokens(store.database).keep))
        self._store = store
        self._courier = courier
        self._clocks = clocks or Clocks()
        self._writer = BatchedWriter(store.database)
        self._lease = Lease(store.database)
        # For which term of the lease it was taken up where the last process left off, and how long it was held since.
        self._taken_up: datetime | None = None
        self._held_until = _NEVER
        self._busy: dict[int, asyncio.Task[None]] = {}
        # By chat: the post that is on its way there, or about to be.
        self._leaving: dict[int, int] = {}
        # By post: its chat, and what became of it, which could not be noted. It is not sent again meanwhile.
        self._unnoted: dict[int, tuple[int, Write]] = {}
        self._troubled = False
        self._stop = asyncio.Event()
        self._planned_at: datetime | None = None
        self._planning: Iterator[int] | None = None

    async def run(self, stop: asyncio.Event) -> None:
        """Send until told to stop; what is on its way then is waited for."""
        self._stop = stop
        try:
            while not stop.is_set():
                if not (await self._may_send() and await self._round()):
                    await self._rest(stop)
            for chat, task in self._busy.items():
                if chat not in self._leaving:
                    task.cancel()
            await asyncio.gather(*self._busy.values(), return_exceptions=True)
            await self._note_again()
        finally:
            for task in self._busy.values():
                task.cancel()
            self.close()

    async def drain(self) -> None:
        """Collect, plan and send until nothing is left that could be sent now, if this process may send."""
        while await self._may_send():
            if not await self._round() and not self._busy:
                return
            await asyncio.gather(*self._busy.values())

    def close(self) -> None:
        """Let its threads end, and another process send."""
        self._lease.give_back()
        self._writer.close()

    async def _may_send(self) -> bool:
        """Return whether this process has the right to send; where it has it anew, take up what was left."""
        if self._only is not None:
            return True
        try:
            if not await self._writer.read(self._lease.take):
                return False
            if self._lease.term != self._taken_up or self._lease.may_be_shared:
                await self._note_again()
                mine = (*self._unnoted, *self._leaving.values())
                await self._writer.read(lambda: self._take_up(mine))
        except _LOST as error:
            self._say_lost(error)
            return False
        self._held_until = self._clocks.now()
        return True

    def _take_up(self, mine: Collection[int] = ()) -> None:
        """Take up where another process left off, within the limits that it had used up.

        Args:
            mine: Posts that this process knows of.
        """
        now = self._clocks.now()
        before = now - _LONGEST_WAY if self._lease.may_be_shared else now
        with self._store.database.writing() as connection:
            posts.recover(connection, now, before, mine)
        if self._lease.term == self._taken_up and self._taken_up is not None:
            return
        recent = self._outbox.recently(max(now - _LONGEST_WINDOW, self._held_until))
        self._courier.remember((chat, max(0.0, (now - at).total_seconds())) for chat, at in recent)
        self._taken_up = self._lease.term

    async def _round(self) -> bool:
        """Look for what is new and due, and begin to send it; return whether more is waiting."""
        if not await self._note_again():
            return False
        busy = tuple(self._busy)
        try:
            ready = deque(await self._writer.look(lambda: self._due(busy)))
        except _LOST as error:
            self._say_lost(error)
            return False
        except Exception:
            logger.exception("announcements: looking for what is due failed")
            return False
        self._troubled = False
        more = len(ready) >= AT_ONCE or self._planning is not None
        while ready and not self._stop.is_set():
            if len(self._busy) >= _AT_A_TIME:
                await asyncio.wait(self._busy.values(), return_when=asyncio.FIRST_COMPLETED)
            post = ready.popleft()
            if post.chat not in self._busy and not self._unnoted:
                task = asyncio.create_task(self._serve(post))
                self._busy[post.chat] = task
                task.add_done_callback(partial(self._served, post.chat))
        return more

    async def _note_again(self) -> bool:
        """Note what could not be noted before; return whether nothing of that is left."""
        for number, (_, write) in list(self._unnoted.items()):
            try:
                await self._writer.write(write)
            except _LOST as error:
                self._say_lost(error)
                return False
            except IllegalMoveError as error:
                logger.error("announcements: %s", error)  # another process has dealt with it since
            del self._unnoted[number]
        return True

    def _say_lost(self, error: Exception) -> None:
        """Say once that announcements wait for the database."""
        if not self._troubled:
            logger.warning(message("announcing.database_lost", reason=type(error).__name__))
        self._troubled = True

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
            try:
                ready = await self._writer.read(lambda: self._outbox.ready(self._clocks.now(), among=(post.chat,)))
            except _LOST as error:
                self._say_lost(error)
                return
            following = ready[0] if ready else None

    async def _deliver(self, post: Post) -> bool:
        """Send or edit one post and note what became of it; return whether the chat's next may follow."""
        words = post.content.words
        try:
            try:
                if words is None:
                    await self._note(post, partial(posts.drop, post=post))
                elif post.is_correction:
                    await self._edit(post, words)
                else:
                    await self._send(post, words)
            except OutcomeError as outcome:
                return await self._fared(post, outcome)
        except _NotNowError:
            return False
        finally:
            self._leaving.pop(post.chat, None)
        return True

    async def _note(self, post: Post, write: Write) -> Any:
        """Note what became of a post; where that cannot be written it is kept, and noted later.

        Raises:
            _NotNowError: It is noted later: what follows in its chat waits for it.
        """
        try:
            return await self._writer.write(write)
        except _LOST as error:
            self._say_lost(error)
            self._unnoted[post.id] = post.chat, write
            raise _NotNowError from error

    def _term(self) -> datetime | None:
        return None if self._only is not None else self._lease.term or _NEVER

    async def _send(self, post: Post, words: MessageText) -> None:
        async def leaving() -> None:
            self._leaving[post.chat] = post.id
            now, term = self._clocks.now(), self._term()
            try:
                leaves = await self._writer.write(lambda connection: posts.mark_sending(connection, post, now, term))
            except _LOST as error:
                # It does not leave. Should that be noted all the same, it is put right.
                self._say_lost(error)
                self._unnoted[post.id] = post.chat, partial(posts.mark_later, post=post, at=now, fault="not noted")
                raise _NotNowError from error
            if not leaves:
                raise _NotNowError

        number = await self._courier.send(
            post.chat,
            words,
            thread=post.thread,
            reply_to=post.reply_to,
            silent=(post.to.plan if post.to else Plan()).is_silent(self._clocks.now()),
            leaving=leaving,
        )
        await self._note(post, partial(posts.mark_sent, post=post, message_id=number, now=self._clocks.now()))

    async def _edit(self, post: Post, words: MessageText) -> None:
        async def leaving() -> None:
            self._leaving[post.chat] = post.id
            term = self._term()
            try:
                leaves = await self._writer.write(lambda connection: posts.may_leave(connection, post, term))
            except _LOST as error:
                self._say_lost(error)
                raise _NotNowError from error
            if not leaves:
                raise _NotNowError

        try:
            if not post.message_id:
                raise NotEditableError("moved")
            await self._courier.edit(post.chat, post.message_id, words, leaving=leaving)
        except NotEditableError:
            # The post stays as it is; what is right is said in reply to it.
            said = message("announcing.correction_in_reply", post.to.language if post.to else None, text=words.plain)
            now = self._clocks.now()

            def instead(connection: Any) -> None:
                posts.mark_corrected(connection, post)
                posts.add_notice(connection, post.chat, said, now, thread=post.thread, reply_to=post.message_id or None)

            await self._note(post, instead)
            return
        await self._note(post, partial(posts.mark_corrected, post=post))

    async def _fared(self, post: Post, outcome: OutcomeError) -> bool:
        """Note what became of a post that was not simply sent; return whether the chat's next may follow."""
        now, reason = self._clocks.now(), outcome.reason
        again = now + posts.pause_after(post.attempts, self._clocks.chance())
        if isinstance(outcome, FloodError):
            until = now + outcome.wait

            def parked(connection: Any) -> None:
                posts.park(connection, post.chat, until)
                posts.mark_later(connection, post, until, reason)

            await self._note(post, parked)
        elif isinstance(outcome, ChatMovedError):
            new = outcome.chat

            def moved(connection: Any) -> None:
                posts.mark_later(connection, post, now, reason)
                move(connection, post.chat, new)

            await self._note(post, moved)
        elif isinstance(outcome, ChatRefusesError) and post.kind == "announcement":
            out = await self._note(post, partial(posts.strike, post=post, reason=reason, now=now))
            if out:
                await self._tell_of_refusal(post, reason)
        elif isinstance(outcome, UnknownOutcomeError) and not post.is_correction:
            slow = outcome.timed_out
            await self._note(post, partial(posts.mark_ambiguous, post=post, at=again, fault=reason, timed_out=slow))
        elif isinstance(outcome, UnavailableError | UnknownOutcomeError) and now - post.made_at < posts.GIVEN_UP:
            await self._note(post, partial(posts.mark_later, post=post, at=again, fault=reason))
        else:
            logger.warning("announcements: post %s failed: %s", post.id, reason)
            await self._note(post, partial(posts.mark_rejected, post=post, fault=reason))
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
            await self._writer.write(lambda connection: posts.add_notice(connection, told, words, now))
