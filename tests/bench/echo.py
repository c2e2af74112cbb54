"""An echo bot on the same library, as its documentation has it: what Telegram and the library cost by themselves."""

import sys

from telegram import Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters

from tests.bench.bot_api import TOKEN


async def echo(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    """Say what was said."""
    assert update.message is not None
    await update.message.reply_text(update.message.text or "")


def main(port: int) -> None:
    """Poll until stopped."""
    application = (
        Application.builder().token(TOKEN).base_url(f"http://127.0.0.1:{port}/bot").concurrent_updates(True).build()
    )
    application.add_handler(MessageHandler(filters.TEXT, echo))
    application.run_polling()


if __name__ == "__main__":
    main(int(sys.argv[1]))
