"""Updates from the moment they are fetched until they are answered: none is lost, none taken twice, few at a time.

Telegram takes an update for delivered when the next one is asked for. Before that it is written into the inbox; where
that cannot be written it is answered all the same, and asked for again until it is: a process that is killed then may
answer it twice.
"""

import asyncio
import contextlib
import json
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import chain, repeat
from typing import TypeVar

from sqlalchemy.exc import SQLAlchemyError
from telegram import Update

from bot.errors import GongkaiError
from bot.logs import logger, new_number, note_fault
from bot.messages import message
from bot.recent import Recent
from bot.resting import rest
from bot.store.behind import PATIENCE
from bot.store.chat.inbox import Arrival, Inbox
from bot.store.crew import Crew
from bot.store.errors import BusyError
from bot.telegram.ordering import InOrder
from bot.telegram.types import App
from bot.telegram.undelivered import made_again_in

# Updates that are kept in mind, so that one that is told twice is answered once. Numbers that lie further back are no
# repeats: after a quiet week Telegram begins anew, anywhere.
_KNOWN = 1000
# Updates that are in work or wait, beyond which none are fetched: Telegram keeps them for a day. About 20 kB each.
_MOST = 2000
# Seconds between two notes of what was answered: those in between are noted together.
_MOMENT = 0.02
# Seconds until a note that could not be written is tried again; until updates that could not be are asked for again.
_AGAIN = 1.0
_SOON = 0.1
# Seconds until a message is answered again whose answer did not get through, and from then on: until it does, or the
# message is so old that no answer is owed.
_PAUSES, _LAST_PAUSE = (5.0, 15.0, 30.0, 60.0, 120.0), 300.0


Result = TypeVar("Result")


class _NotOursError(Exception):
    """An update may be another process's by now."""


class Arrivals:
    """What was fetched and is not answered yet.

    Args:
        application: Answers.
        inbox: Where it rests meanwhile; None keeps it in memory alone.
        crew: The processes that share the inbox; None where this is the only one.
    """

    def __init__(self, application: App, inbox: Inbox | None, crew: Crew | None = None) -> None:
        self._application = application
        self._inbox = inbox
        self._crew = crew
        self._news = asyncio.Event()
        self._looked = False
        # What stands in the inbox and is begun here, or was answered and is not deleted yet; whose turn has come of it.
        self._here: dict[int, asyncio.Task[None] | None] = {}
        self._in_work: set[int] = set()
        self._following: asyncio.Task[None] | None = None
        self._joined: asyncio.Task[None] | None = None
        self._left = asyncio.Event()
        # Its own: what else waits for the database must not keep an update from being written down.
        self._threads = ThreadPoolExecutor(2, thread_name_prefix="inbox")
        self._next = 0
        self._known: Recent[int, None] = Recent(_KNOWN)
        self._tasks: set[asyncio.Task[None]] = set()
        # Not answered, and not written down either: Telegram must not take these for delivered.
        self._unwritten: dict[int, Update] = {}
        self._begun: set[int] = set()
        self._told_until: dict[int, asyncio.Event] = {}
        self._writing = asyncio.Lock()
        # Answered, and still in the inbox.
        self._answered: set[int] = set()
        self._to_note = asyncio.Event()
        self._done = asyncio.Event()
        self._noting: asyncio.Task[None] | None = None
        self._writable = True
        self._troubled = False
        self._ending = False

    @property
    def offset(self) -> int:
        """The first update that Telegram shall tell: with it, all before are confirmed."""
        return min(self._unwritten) if self._unwritten else self._next

    async def resume(self) -> None:
        """Answer what an earlier process left, before anything is fetched."""
        if self._inbox is None:
            return
        self._noting = asyncio.create_task(self._note())
        if self._crew is not None:
            self._crew.news, self._crew.looked = self._news.set, self._look
            self._joined = asyncio.create_task(self._crew.run(self._left))
            await self._crew.ready.wait()
            self._inbox.join(self._crew)
            self._following = asyncio.create_task(self._follow())
        else:
            await self._adopt()
        standing = 0
        while more := await self._take_over():
            standing += more
        if standing:
            logger.info(message("transport.resumed", number=standing))
        # Last, so that they are kept in mind: of these Telegram may not know yet that they were fetched.
        for number in await self._in_thread(partial(self._inbox.answered, _KNOWN)):
            self._known[number] = None

    def _look(self) -> None:
        assert self._crew is not None  # noqa: S101 - it is what calls
        if self._crew.has_lapsed:
            # Whatever of this still is ours is found in the inbox, and begun again.
            for number in self._here.keys() - self._in_work - self._answered:
                task = self._here.pop(number)
                if task is not None:
                    task.cancel()
        self._looked = True
        self._news.set()

    async def _follow(self) -> None:
        """Take over what other processes received for this one, and what those left that are gone."""
        assert self._crew is not None  # noqa: S101 - only then
        while True:
            await self._news.wait()
            self._news.clear()
            try:
                if self._looked and self._crew.is_settled:
                    self._looked = False
                    await self._adopt()
                await self._take_over()
            except (GongkaiError, SQLAlchemyError) as error:
                logger.debug("the inbox cannot be read: %s", type(error).__name__)

    async def _adopt(self) -> None:
        assert self._inbox is not None  # noqa: S101 - only then
        try:
            given_up = await self._in_thread(self._inbox.adopt)
        except (GongkaiError, SQLAlchemyError) as error:
            given_up = 0
            self._say_unwritable(error)
        if given_up:
            logger.error(message("transport.given_up", number=given_up))

    async def _take_over(self) -> int:
        """Begin to answer what stands in the inbox for this process, and is not in work; return how much."""
        async with self._writing:
            return await self._begin_mine()

    async def _begin_mine(self) -> int:
        assert self._inbox is not None  # noqa: S101 - only then
        if self._crew is not None and not self._crew.is_sure:
            return 0  # again when it has looked
        here = frozenset(self._here)  # before it is read: what is answered meanwhile is found there all the same
        found = await self._in_thread(partial(self._inbox.mine, here))
        for arrival in found:
            self._here[arrival.number] = None
            self._known[arrival.number] = None
            try:
                update = Update.de_json(json.loads(arrival.content), self._application.bot)
            except Exception as error:  # noqa: BLE001 - another version wrote it; one must not hold up all others
                logger.warning(message("transport.unreadable_update", kind=type(error).__name__))
                self._end(arrival.number)
            else:
                self._here[arrival.number] = self._begin(update, again=self._crew is None)
        return len(found)

    async def room(self, stop: asyncio.Event) -> None:
        """Wait until so few are unanswered that more may be fetched."""
        while len(self._tasks) >= _MOST and not stop.is_set():
            self._done.clear()
            await rest(self._done, _AGAIN)

    async def take(self, updates: Sequence[Update]) -> None:
        """Take what was fetched: written down first, then answered."""
        new = [one for one in sorted(updates, key=lambda one: one.update_id) if self.is_new(one.update_id)]
        self._unwritten |= {one.update_id: one for one in new}
        await self._write()
        if self._unwritten and not new:
            # Asked again at once, Telegram would tell the same.
            self._done.clear()
            await rest(self._done, _SOON)

    async def receive(self, update: Update) -> None:
        """Take an update that a server has sent; it may be confirmed when this returns.

        It stands in the inbox then, or was answered. One that is told again is confirmed when the first one is.
        """
        number = update.update_id
        if self.is_new(number):
            self._unwritten[number] = update
            await self._write()
        if number in self._unwritten:
            await self._told_until.setdefault(number, asyncio.Event()).wait()

    def is_new(self, number: int) -> bool:
        """Confirm an update with the next request; return whether it was not taken before."""
        if number + 1 > self._next or number + _KNOWN < self._next:
            self._next = number + 1
        if number in self._known:
            return False
        self._known[number] = None
        return True

    async def drain(self, *, seconds: float) -> None:
        """Answer what can be answered in so many seconds; what cannot, the next start finds in the inbox."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=seconds)
        if self._following is not None:
            self._following.cancel()
            await asyncio.gather(self._following, return_exceptions=True)
        left = len(self._tasks)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if left:
            logger.info(message("transport.left", number=left))
        if self._noting is not None:
            self._ending = True
            self._to_note.set()
            await self._noting
        if self._crew is not None and self._inbox is not None:
            with contextlib.suppress(GongkaiError, SQLAlchemyError):
                await self._in_thread(self._inbox.leave)
        self._left.set()
        if self._joined is not None:
            await self._joined
        self._threads.shutdown(wait=False)

    async def _in_thread(self, work: Callable[[], Result]) -> Result:
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)

    async def _write(self) -> None:
        """Write down what is not yet, and answer it; what cannot be written is answered all the same."""
        async with self._writing:  # what comes while the last ones are written goes with the next
            waiting, begun = dict(self._unwritten), set(self._begun)
            new = await self._keep(waiting, begun) if waiting else set()
            for number, update in waiting.items():
                if new is None:
                    self._begun.add(number)
                elif not self._confirm(number):
                    self._note_answered(number)  # meanwhile
                if number not in begun and (new is None or (number in new and self._crew is None)):
                    self._begin(update)
            if new and self._crew is not None:
                self._here |= dict.fromkeys(begun & waiting.keys())
                try:
                    await self._begin_mine()  # with what others have received for us before
                except (GongkaiError, SQLAlchemyError):
                    self._news.set()  # it stands there; again in a moment

    def _confirm(self, number: int) -> bool:
        """Let an update be confirmed; return whether it was not before."""
        if number in self._told_until:
            self._told_until.pop(number).set()
        self._begun.discard(number)
        return self._unwritten.pop(number, None) is not None

    async def _keep(self, updates: dict[int, Update], begun: set[int]) -> set[int] | None:
        """Write updates down; return those that no other process took first, None where nothing can be written."""
        if self._inbox is None:
            return None
        arrivals = [Arrival(number, _chat_of(one), one.to_json()) for number, one in updates.items()]
        patience = PATIENCE if self._writable else 0.0
        try:
            new = await self._in_thread(partial(self._inbox.keep, arrivals, begun=begun, patience=patience))
        except (GongkaiError, SQLAlchemyError) as error:
            self._say_unwritable(error)
            return None
        if self._troubled:
            logger.info(message("transport.inbox_again"))
        self._writable, self._troubled = True, False
        return new

    def _begin(self, update: Update, *, again: bool = False) -> asyncio.Task[None]:
        task = asyncio.create_task(self._answer(update, again=again))
        self._tasks.add(task)
        task.add_done_callback(self._leave)
        return task

    def _leave(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        self._done.set()

    async def _answer(self, update: Update, *, again: bool) -> None:
        for pause in chain(_PAUSES, repeat(_LAST_PAUSE)):
            try:
                await self._process(update, again=again)
            except _NotOursError:
                self._here.pop(update.update_id, None)
                return
            except Exception as error:  # noqa: BLE001 - whatever it is, the next one must be answered
                note_fault(new_number(), error)
            wait = made_again_in(self._application, update)
            if wait is None:
                break
            again = True
            await asyncio.sleep(max(pause, wait))
        self._end(update.update_id)

    async def _in_turn(self, update: Update) -> None:
        """Answer an update whose turn has come.

        Raises:
            _NotOursError: This process is out of sight of the others, who may have taken it over.
        """
        number = update.update_id
        if self._crew is not None and not self._crew.is_sure and number not in self._unwritten:
            raise _NotOursError
        self._in_work.add(number)
        try:
            await self._application.process_update(update)
        finally:
            self._in_work.discard(number)

    async def _process(self, update: Update, *, again: bool) -> None:
        order, work = self._application.update_processor, self._in_turn(update)
        await (order.resume if again and isinstance(order, InOrder) else order.process_update)(update, work)

    def _end(self, number: int) -> None:
        if not self._confirm(number) and self._inbox is not None:
            self._note_answered(number)

    def _note_answered(self, number: int) -> None:
        self._answered.add(number)
        self._to_note.set()

    async def _note(self) -> None:
        """Delete from the inbox what was answered, at once where little is, else what a moment brought together."""
        while not self._ending:
            await self._to_note.wait()
            self._to_note.clear()
            if await self._delete_answered():
                await asyncio.sleep(_MOMENT)
            elif not self._ending:
                await asyncio.sleep(_AGAIN)
                self._to_note.set()
        await self._delete_answered()

    async def _delete_answered(self) -> bool:
        numbers, self._answered = self._answered, set()
        if not numbers or self._inbox is None:
            return True
        try:
            await self._in_thread(partial(self._inbox.delete, numbers))
        except (GongkaiError, SQLAlchemyError) as error:
            self._answered |= numbers
            self._say_unwritable(error)
            return False
        for number in numbers:
            self._here.pop(number, None)
        return True

    def _say_unwritable(self, error: Exception) -> None:
        self._writable = False
        # An import that is being written is nothing to worry about: it is over in a minute.
        if not self._troubled and not isinstance(error, BusyError):
            self._troubled = True
            logger.warning(message("transport.inbox_unwritable", reason=type(error).__name__))


def _chat_of(update: Update) -> int | None:
    """Return the chat that an update waits in; of an inline query its person, whose private chat has the same id."""
    chat, person = update.effective_chat, update.effective_user
    return chat.id if chat is not None else person.id if person is not None else None
