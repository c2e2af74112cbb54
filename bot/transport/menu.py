"""The command menu, set at the start in the default language and in each of ours."""

from telegram.error import TelegramError

from bot.logs import logger
from bot.messages import LANGUAGES, message
from handlers.commands import Commands
from handlers.types import App


async def set_menu(application: App) -> None:
    """Set the command menu; a server without one is no reason to stop."""
    commands = Commands.read()
    try:
        await application.bot.set_my_commands(commands.menu(LANGUAGES[0]))
        for language in LANGUAGES:
            await application.bot.set_my_commands(commands.menu(language), language_code=language)
    except TelegramError as error:
        cause = error.__cause__
        reason = type(cause).__name__ if cause is not None else " ".join(error.message.split())[:100]
        logger.warning(message("transport.commands_not_set", reason=reason))
