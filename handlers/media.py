"""Voice, pictures, stickers and the rest: a kind answer in private or in reply to the bot, silence elsewhere."""

from functools import partial

from telegram import Message, Update
from telegram.ext import MessageHandler, filters

from bot.questions.question import Guard
from bot.telegram.addressing import addressed
from bot.telegram.types import App, Context
from handlers.answering import Answering


def register(application: App, answering: Answering) -> None:
    """Add the handler of messages without text."""
    wanted = filters.UpdateType.MESSAGE & ~filters.TEXT & ~filters.CAPTION & ~filters.StatusUpdate.ALL
    application.add_handler(MessageHandler(wanted, partial(_on_media, answering)))


async def _on_media(answering: Answering, update: Update, context: Context) -> None:
    message = update.effective_message
    if message is None or answering.too_old(message) or addressed(message, context.bot.username) is None:
        return
    if not answering.albums.is_first(message):
        return
    guard = _guard(message)
    style = await answering.style(message.chat.id, update.effective_user)
    await answering.reply(
        message,
        lambda: answering.conversation.media(guard, chat=message.chat.id, language=style.language, plain=style.plain),
        language=style.language,
    )


def _guard(message: Message) -> Guard:
    if message.voice or message.audio or message.video_note:
        return Guard.VOICE
    if message.photo:
        return Guard.PHOTO
    if message.sticker or message.animation or message.dice:
        return Guard.STICKER
    return Guard.OTHER_MEDIA
