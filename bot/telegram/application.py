"""The python-telegram-bot application: built, given updates, ended. `handlers.application` adds what answers."""

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from telegram import LinkPreviewOptions, Update
from telegram.constants import ParseMode
from telegram.ext import ApplicationBuilder, Defaults
from telegram.request import BaseRequest

from bot.telegram.ordering import give_way
from bot.telegram.queue import Limits, OutgoingQueue
from bot.telegram.types import App

if TYPE_CHECKING:
    from bot.settings import Settings
    from bot.telegram.client import AiohttpRequest

# Seconds. Telegram answers a send within a second or two; a picture takes longer to go up.
_CONNECT = 10.0
_READ = 20.0
_LOCAL_TOKEN = "7000000001:local"  # noqa: S105 - it opens nothing: the local Telegram asks for none


def builder_for(settings: "Settings") -> Any:
    """Return what builds an application for the Bot API server of the settings."""
    queue = OutgoingQueue(
        Limits(
            sends_per_second=settings.sends_per_second,
            sends_per_chat=settings.sends_per_chat,
            sends_per_group=settings.sends_per_group,
            longest_wait_seconds=settings.longest_wait_seconds,
        ),
        aside=give_way,
    )
    return (
        _builder()
        .token(settings.token or "")
        .base_url(settings.bot_api_base_url)
        .base_file_url(settings.bot_api_file_url)
        .request(_client(settings.concurrent_updates, settings.bot_api_base_url))
        .get_updates_request(_client(2, settings.bot_api_base_url))
        .rate_limiter(queue)
    )


def local_builder(request: BaseRequest) -> Any:
    """Return what builds an application for a Bot API of this process."""
    return _builder().token(_LOCAL_TOKEN).request(request).get_updates_request(request)


async def process_json(application: App, update: dict[str, Any]) -> None:
    """Process an update as a Bot API server writes it; it is done, and answered, when this returns."""
    read = Update.de_json(update, application.bot)
    await application.update_processor.process_update(read, application.process_update(read))


async def shut_down(application: App) -> None:
    """End an application: its connections and its threads."""
    await application.shutdown()
    # Where the first contact failed, the application does nothing; its bot may have connections all the same.
    await application.bot.shutdown()
    if application.post_shutdown is not None:
        await application.post_shutdown(application)


def _builder() -> Any:
    defaults = Defaults(
        parse_mode=ParseMode.HTML,
        link_preview_options=LinkPreviewOptions(is_disabled=True),
        allow_sending_without_reply=True,
    )
    return ApplicationBuilder().defaults(defaults).updater(None).job_queue(None)


def _client(connections: int, server: str) -> "AiohttpRequest":
    from bot.telegram.client import AiohttpRequest  # the local chat goes without a network, and so without aiohttp

    # A proxy of the environment leads to Telegram, not to a Bot API server on this machine.
    outside = urlsplit(server).hostname not in {"localhost", "127.0.0.1", "::1"}
    return AiohttpRequest(connections=connections, connect=_CONNECT, answer=_READ, outside=outside)
