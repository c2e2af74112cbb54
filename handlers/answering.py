"""What every handler does: compute an answer in a worker thread, one hop for all of it, and put it into the chat."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, TypeVar

from telegram import Bot, MaybeInaccessibleMessage, Message, User
from telegram.constants import ChatAction, ChatType
from telegram.error import BadRequest, ChatMigrated, TelegramError

from bot.counters import ANSWERED, COUNTERS, FAULTS
from bot.logs import logger, new_number
from bot.service.conversation import Conversation, Exchange
from bot.service.handed_in import Judge
from bot.service.rate_limit import RateLimit
from bot.service.staff import Staff
from bot.store.chat.preferences import NOTHING_SET, Preferences
from bot.store.errors import UnwritableError
from bot.telegram.commands import Commands
from bot.telegram.contact import CONTACT
from bot.telegram.delivery import Outgoing, edit, notice, outgoing, send, thread_of
from bot.telegram.refusals import NO_QUESTION, NO_TOPIC, is_out_of_reach, says
from handlers.albums import Albums
from handlers.keeping import move
from handlers.pictures import Pictures, is_lost
from handlers.saving import cannot_be_saved
from handlers.style import ReplyStyle, style_of

if TYPE_CHECKING:
    from bot.settings import Settings

# In the data folder: which pictures Telegram has already.
_PICTURES = "pictures.json"

# Seconds until "typing" is shown, and how long Telegram shows it.
_MOMENT = 1.0
_SHOWN = 5.0

Work = Callable[[], Exchange]
Result = TypeVar("Result")


class Answering:
    """The way from a handler to an answer in the chat. One for the process.

    Attributes:
        conversation: Makes the answers.
        bot: The bot that gives them, once the handlers are registered.
        staff: Who keeps the bot.
        operated: Whether whoever writes runs the bot, as in the web chat on this machine.
        data_dir: The folder for all that is written.
        judge: How reports that are handed in are judged.
        units: The list of the units that should report, where there is one.
        units_open: Whether everybody may ask for it.
        commands: What there are.
        albums: What was answered of several pictures that were sent together.
        counted: What was counted of them.
        people: How often one person may ask, where the bot is `paced`.
        groups: How often a group may.
        typing: How often somebody may ask inline.
    """

    def __init__(
        self, conversation: Conversation, settings: "Settings", *, paced: bool = False, operated: bool = False
    ) -> None:
        self.conversation = conversation
        self.bot: Bot | None = None
        self.staff = Staff(conversation.library, settings)
        self.people = RateLimit(settings.questions_per_minute if paced else 0)
        # Whoever types a word asks inline at every pause.
        self.typing = RateLimit(4 * settings.questions_per_minute if paced else 0)
        self.groups = RateLimit(settings.group_questions_per_minute if paced else 0)
        self._language = settings.language
        self._seconds = settings.answer_seconds
        self._oldest = timedelta(minutes=settings.old_update_minutes)
        self._threads = ThreadPoolExecutor(settings.worker_threads, thread_name_prefix="answer")
        self.operated = operated
        self._loaders = frozenset(settings.loader_ids)
        self.data_dir = settings.data_dir
        self.judge = Judge(Decimal(str(settings.jump_factor)), settings.time_zone)
        self.units, self.units_open = settings.units, settings.units_open
        self.commands = Commands.read()
        self.albums = Albums()
        self.counted = Albums()
        self._pictures = Pictures(settings.data_dir / _PICTURES)

    def too_old(self, message: Message) -> bool:
        """Return whether a message waited so long, because the bot was down, that an answer would only puzzle.

        By Telegram's clock, which dates the message: a wrong one here must not silence anybody.
        """
        return CONTACT.now() - (message.edit_date or message.date) > self._oldest

    def may_hand_in(self, message: Message) -> bool:
        """Return whether a message is from somebody who may hand in documents: staff, and whoever runs the bot."""
        person = message.from_user.id if message.from_user else None
        return self.operated or (person is not None and self.staff.includes(person))

    def may_load(self, person: User | None) -> bool:
        """Return whether somebody may load documents and take them back: set by their id, and whoever runs the bot."""
        return self.operated or (person is not None and person.id in self._loaders)

    async def style(self, chat: int | None, user: User | None) -> ReplyStyle:
        """Return in what manner somebody is answered in a chat; `chat` is None in inline mode.

        Nothing is asked of the database while it is known what is set there.
        """
        person = user.id if user is not None else None
        own = await self._preferences(person)
        chosen = own if chat in {None, person} else await self._preferences(chat)
        code = user.language_code if user is not None else None
        return style_of(chosen, code, own=own, default=self._language)

    async def _preferences(self, chat: int | None) -> Preferences:
        if chat is None:
            return NOTHING_SET
        preferences = self.conversation.library.preferences
        known = preferences.known(chat)
        return known if known is not None else await asyncio.to_thread(preferences.of, chat)

    async def reply(self, question: Message, work: Work, *, language: str | None = None) -> None:
        """Answer a message; the answer to an edited message replaces the former one.

        Args:
            question: The message.
            work: Makes the answer, in a worker thread.
            language: Of the notice that is shown where no answer could be made.
        """
        began = time.monotonic()
        async with typing(question.get_bot(), question.chat.id, thread_of(question)):
            what = await self.compute(work, language)
        await self.say(question, what)
        COUNTERS.took(time.monotonic() - began)

    async def say(self, question: Message, what: Outgoing, *, kept: bool = True) -> None:
        """Put a screen into the chat as the answer to a message.

        Args:
            question: The message; where it was edited, its former answer is replaced.
            what: The screen.
            kept: Whether an edit of the message shall find this answer; not where it says that everything is deleted.
        """
        bot, chat = question.get_bot(), question.chat
        former = await self.former(question) if question.edit_date else None
        try:
            if former is not None and await _edited(bot, chat.id, former, what):
                return
            sent = await self._send(bot, chat.id, what, reply_to=_reply_to(question), thread=thread_of(question))
        except TelegramError as refusal:
            _let_go(refusal)
            return
        if kept and sent.chat.id == chat.id:
            self.conversation.library.answered.remember(chat.id, question.message_id, sent.message_id)

    async def former(self, question: Message) -> int | None:
        """Return the number of the message that answers a question; None where none does."""
        answered = self.conversation.library.answered
        known = answered.known(question.chat.id, question.message_id)
        return known or await asyncio.to_thread(answered.answer, question.chat.id, question.message_id)

    async def replace(
        self, bot: Bot, shown: MaybeInaccessibleMessage, work: Work, *, language: str | None = None
    ) -> None:
        """Show an answer in place of a message, or anew where that one cannot be edited."""
        what = await self.compute(work, language)
        chat = shown.chat.id
        # Beside the question in a group; of a message that is not accessible nothing is known any more.
        question = shown.reply_to_message if isinstance(shown, Message) else None
        beside = _reply_to(question) if question else None
        try:
            if not (shown.is_accessible and await _edited(bot, chat, shown.message_id, what)):
                await self._send(bot, chat, what, reply_to=beside, thread=thread_of(shown))
        except TelegramError as refusal:
            _let_go(refusal)

    async def compute(self, work: Work, language: str | None = None) -> Outgoing:
        """Compute an answer off the event loop; a failure is an answer too, with a number that is in the log."""
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(self._seconds):
                return await self._pictures.drawn(await loop.run_in_executor(self._threads, self._ready, work))
        except TimeoutError:
            number = new_number()
            logger.error("fault %s: an answer took longer than %s s", number, self._seconds)
            COUNTERS.add(FAULTS)
            return notice("chat.slow", language, number=number)
        except UnwritableError as error:
            return cannot_be_saved(error, language)
        except Exception as error:  # noqa: BLE001 - whatever it is, whoever asks is told and the next question works
            number = new_number()
            await self.staff.note(number, error)
            return notice("chat.fault", language, number=number)

    async def off_loop(self, work: Callable[[], Result]) -> Result:
        """Do work in a worker thread, within the time that an answer may take.

        Raises:
            TimeoutError: It took longer.
        """
        async with asyncio.timeout(self._seconds):
            return await asyncio.get_running_loop().run_in_executor(self._threads, work)

    def close(self) -> None:
        """Let the threads end."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        self._pictures.close()

    async def _send(
        self, bot: Bot, chat: int, what: Outgoing, *, reply_to: int | None = None, thread: int | None = None
    ) -> Message:
        """Send a screen; a picture whose file Telegram has forgotten is drawn again."""
        try:
            sent = await send(bot, chat, what, reply_to=reply_to, thread=thread)
        except ChatMigrated as moved:
            # The group became a supergroup while the answer was made; the question has another number there.
            await asyncio.to_thread(move, self.conversation.library, chat, moved.new_chat_id)
            sent = await send(bot, moved.new_chat_id, what)
        except BadRequest as refusal:
            if is_lost(what, refusal):
                what = await self._pictures.drawn(what, anew=True)
            elif thread is not None and says(refusal, NO_TOPIC):
                thread = None  # the topic was deleted while the answer was made
            elif reply_to is not None and says(refusal, NO_QUESTION):
                reply_to = None  # a server that does not send without the question, which was deleted meanwhile
            else:
                raise
            sent = await send(bot, chat, what, reply_to=reply_to, thread=thread)
        self._pictures.keep(what, sent)
        COUNTERS.add(ANSWERED)
        return sent

    def _ready(self, work: Work) -> Outgoing:
        if self.bot is not None:
            self.conversation.username = self.bot.username
        inline = self.bot is None or bool(self.bot.bot.supports_inline_queries)
        return outgoing(work().screen, self.conversation.payload_of, inline=inline)


@asynccontextmanager
async def typing(bot: Bot, chat: int, thread: int | None) -> AsyncIterator[None]:
    """Show that an answer is being made, once that takes longer than a moment; Telegram shows it for five seconds."""

    async def show() -> None:
        await asyncio.sleep(_MOMENT)
        while True:
            with suppress(TelegramError):
                await bot.send_chat_action(chat, ChatAction.TYPING, message_thread_id=thread)
            await asyncio.sleep(_SHOWN)

    showing = asyncio.create_task(show())
    try:
        yield
    finally:
        showing.cancel()


async def _edited(bot: Bot, chat: int, number: int, what: Outgoing) -> bool:
    """Edit a message; return False where it must be sent anew: it is gone, too old, or would need a picture."""
    if what.picture is not None or what.screen.file is not None:
        return False
    try:
        await edit(bot, chat, number, what)
    except BadRequest:
        return False
    return True


def _reply_to(question: Message) -> int | None:
    """Return the message to reply to: in a group, where several talk at once, the question."""
    return None if question.chat.type == ChatType.PRIVATE else question.message_id


def _let_go(refusal: TelegramError) -> None:
    """Let it be that an answer was not delivered, where nobody is there to be told.

    The bot was blocked or removed, the topic closed, the right to write taken while the answer was made.

    Raises:
        TelegramError: It is something else.
    """
    if not is_out_of_reach(refusal):
        raise refusal
    logger.info("not delivered: %s", type(refusal).__name__)
