"""A message to the bot, with what its answer needs. An intent takes one, and says whether it has answered it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from telegram import Message
from telegram.constants import ChatType

from bot.service.conversation import Exchange
from bot.telegram.addressing import Addressed
from bot.telegram.delivery import Outgoing
from handlers.answering import Answering
from handlers.style import ReplyStyle


@dataclass(frozen=True, slots=True)
class Request:
    """What somebody asks: the message, what it says to the bot, and in what manner it is answered by whom."""

    answering: Answering
    message: Message
    said: Addressed
    style: ReplyStyle

    @property
    def is_private(self) -> bool:
        """Whether it was asked in private."""
        return self.message.chat.type == ChatType.PRIVATE

    def is_own(self, command: str) -> bool:
        """Return whether it is a command given in private and in one's own name, as staff give theirs."""
        return self.said.command == command and self.is_private and self.message.sender_chat is None

    async def say(self, what: Outgoing, *, kept: bool = True) -> None:
        """Answer with a screen."""
        await self.answering.say(self.message, what, kept=kept)

    async def reply(self, work: Callable[[], Exchange]) -> None:
        """Answer with what is made in a worker thread."""
        await self.answering.reply(self.message, work, language=self.style.language)


Intent = Callable[[Request], Awaitable[bool]]
