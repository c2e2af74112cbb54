"""`gongkai web`, and `gongkai run` without a token: the same bot as a page in a browser."""

import sys
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.opening import SWITCH, leave_when_told, open_conversation, read_settings
from bot.logs import start_logging
from bot.messages import message

if TYPE_CHECKING:
    import socket

    from bot.settings import Settings

# Ports tried after the usual one, when that is taken and nobody asked for it by name.
_MORE_PORTS = 20


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command("web", help=message("cli.web"))(web)


def web(
    host: Annotated[str | None, typer.Option("--host", help=message("cli.web_host"))] = None,
    port: Annotated[int | None, typer.Option("--port", min=0, max=65535, help=message("cli.web_port"))] = None,
) -> None:
    """Chat in a browser."""
    leave_when_told()
    browse(read_settings(), host, port)


def browse(settings: "Settings", host: str | None = None, port: int | None = None) -> None:
    """Serve the web chat until stopped.

    Args:
        settings: The settings.
        host: Where to listen; that of the settings when not given.
        port: The port; that of the settings when not given.

    Raises:
        GongkaiError: It cannot be listened on, or the database cannot be opened.
    """
    import asyncio
    import secrets

    from bot.local.bot_api import LocalRequest, LocalTelegram
    from bot.local.channel import announce_locally
    from bot.local.web.guard import is_loopback
    from bot.local.web.languages import ChatLanguages
    from bot.local.web.server import address, serve
    from handlers.application import build_local
    from handlers.document_forms import form_of

    start_logging(settings, on_stderr=True)
    sys.setswitchinterval(SWITCH)  # answers do not wait for a document that is compared
    host = host or settings.web_host
    listening = _listening(settings, host, port)
    token = None
    if not is_loopback(host):
        token = settings.web_token.get_secret_value() if settings.web_token else secrets.token_urlsafe(16)
    shown = address(host, listening.getsockname()[1], token)

    def started() -> None:
        typer.echo(message("web.open", address=shown))
        if _has_browser():
            _open(shown)

    with closing(listening), open_conversation(settings) as conversation:
        telegram = LocalTelegram()
        application = build_local(conversation, settings, LocalRequest(telegram), paced=True, operated=token is None)
        database, bot = conversation.library.database, application.bot

        async def announce(stop: asyncio.Event) -> None:
            await announce_locally(database, bot, telegram, stop)

        asyncio.run(
            serve(
                application,
                telegram,
                listening,
                token=token,
                visitors=settings.web_visitors,
                upload_bytes=settings.web_upload_megabytes * 1_000_000,
                requests=settings.web_requests,
                connections=settings.web_connections,
                languages=ChatLanguages(conversation.library.preferences),
                # Whoever opens a page of this machine runs the bot: documents may be loaded there.
                form_of=partial(form_of, conversation, settings.data_dir) if token is None else None,
                started=started,
                beside=(announce,),
            )
        )


def _listening(settings: "Settings", host: str, port: int | None) -> "socket.socket":
    """Return a socket that listens: on the port that was asked for, or near the usual one where that is taken."""
    from bot.http_server import AddressError, listen

    if port is not None or "web_port" in settings.model_fields_set:
        return listen(host, settings.web_port if port is None else port)
    try:
        return listen(host, settings.web_port)
    except AddressError as taken:
        for more in range(1, _MORE_PORTS + 1):
            try:
                return listen(host, settings.web_port + more)
            except AddressError:
                continue
        raise taken from None


def _has_browser() -> bool:
    """Return whether somebody sits before a screen: a service, a pipe or a distant shell has none."""
    import os

    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return False
    if sys.platform in {"darwin", "win32"}:
        return not os.environ.get("SSH_CONNECTION")
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _open(shown: str) -> None:
    """Open the page; looking for a browser may take a while, and a fault in it is none of ours."""
    import threading
    import webbrowser

    threading.Thread(target=webbrowser.open, args=(shown,), daemon=True).start()
