"""Who may change what belongs to a group or channel: its administrators, also those who write without their name."""

from telegram import Bot, Chat, Message, User
from telegram.constants import ChatMemberStatus, ChatType
from telegram.error import TelegramError

ADMINISTRATORS = (ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.OWNER)


async def may_set(bot: Bot, chat: Chat, user: User | None) -> bool:
    """Return whether somebody may change the settings of a chat: in private always."""
    if chat.type == ChatType.PRIVATE:
        return True
    if user is None:
        return False
    try:
        return (await bot.get_chat_member(chat.id, user.id)).status in ADMINISTRATORS
    except TelegramError:
        return False


async def sender_may_set(message: Message) -> bool:
    """Return whether whoever sent a message may change the settings of its chat."""
    # An anonymous administrator writes in the name of the group itself.
    if message.sender_chat is not None and message.sender_chat.id == message.chat.id:
        return True
    return await may_set(message.get_bot(), message.chat, message.from_user)
