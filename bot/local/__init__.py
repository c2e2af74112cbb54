"""The bot without Telegram: a Bot API in this process, and the chats in a terminal and a browser that run on it."""

import bot.telegram  # noqa: F401 - before the library is imported, what its imports look at is set
