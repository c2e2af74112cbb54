"""`gongkai run`, `chat` and `ask`; the web chat is in `browsing`."""

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any, TextIO

import typer

from bot.cli.opening import SWITCH, leave_when_told, open_conversation, read_settings
from bot.logs import start_logging
from bot.messages import message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.service.conversation import Conversation
    from bot.service.library import Library
    from bot.settings import Settings
    from bot.store.crew import Crew
    from bot.telegram.types import App


# Seconds that the first message through a pipe may take.
_PIPE_SECONDS = 1.0


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command("run", help=message("cli.run"))(run)
    app.command("chat", help=message("cli.chat"))(chat)
    app.command("ask", help=message("cli.ask"))(ask)


def run(
    webhook: Annotated[str | None, typer.Option("--webhook", help=message("cli.run_webhook"), metavar="URL")] = None,
    take_over: Annotated[bool, typer.Option("--take-over", help=message("cli.run_take_over"))] = False,
) -> None:
    """Answer on Telegram; without a token in a browser, or through a pipe when something comes out of one."""
    leave_when_told()
    settings = read_settings()
    if webhook is not None:
        _check_webhook(webhook, settings)
    if settings.token is not None:
        _serve(settings, webhook=webhook, take_over=take_over)
    elif _is_fed(sys.stdin):
        typer.echo(message("terminal.local_chat"), err=True)
        _chat(settings)
    else:
        from bot.cli.browsing import browse

        typer.echo(message("web.no_token_set"), err=True)
        browse(settings)


def chat() -> None:
    """Chat in this terminal."""
    leave_when_told()
    _chat(read_settings())


def ask(
    words: Annotated[list[str], typer.Argument(help=message("cli.ask_message"), metavar="MESSAGE")],
    as_json: Annotated[bool, typer.Option("--json", help=message("cli.ask_json"))] = False,
    explain: Annotated[bool, typer.Option("--explain", help=message("cli.ask_explain"))] = False,
) -> None:
    """Print the answer to one message, or how it is read; an English one is answered in English."""
    from bot.questions.english import is_english
    from bot.text.normalise import plain

    settings = read_settings()
    start_logging(settings, on_stderr=False)
    text = " ".join(words)
    with open_conversation(settings) as conversation:
        exchange = conversation.message(text, language="en" if is_english(plain(text)) else None)
        reading = conversation.explained(text) if explain else None
    if reading is not None:
        import json

        from bot.plain_json import to_plain

        typer.echo(json.dumps(to_plain(reading), ensure_ascii=False, indent=1))
        return
    if not as_json:
        typer.echo(exchange.screen.plain)
        return
    import json

    from bot.plain_json import to_plain

    screen = exchange.screen
    buttons = [[button.label for button in row] for row in screen.buttons]
    answer = {"screen": screen.name, "text": screen.plain, "html": screen.html, "buttons": buttons}
    typer.echo(json.dumps({"question": to_plain(exchange.question), "answer": answer}, ensure_ascii=False, indent=2))


def _is_fed(stdin: TextIO | None) -> bool:
    """Return whether somebody sends messages through a pipe or from a file; a service has nothing there."""
    import io
    import select

    if stdin is None or stdin.isatty():
        return False
    try:
        ready, _, _ = select.select([stdin.fileno()], [], [], _PIPE_SECONDS)
        # Nothing is taken out: whoever chats reads it again.
        return bool(ready) and bool(stdin.buffer.peek(1))  # type: ignore[attr-defined]
    except io.UnsupportedOperation:
        return True  # no file of the system, all of it is here
    except (OSError, ValueError):
        return sys.platform == "win32"  # which can wait for sockets alone; elsewhere it is closed


def _check_webhook(url: str, settings: "Settings") -> None:
    """Check the address that Telegram is to send updates to.

    Raises:
        WrongUseError: It is none, or there is no token.
    """
    from urllib.parse import urlsplit

    from bot.cli.wording import WrongUseError

    try:
        parts = urlsplit(url)
        fine = parts.scheme in {"http", "https"} and bool(parts.hostname) and not (parts.query or parts.fragment)
    except ValueError:
        fine = False
    if not fine:
        raise WrongUseError("cli.bad_webhook")
    if settings.token is None:
        raise WrongUseError("cli.webhook_without_token")


def _serve(settings: "Settings", *, webhook: str | None, take_over: bool) -> None:
    import asyncio
    from datetime import timedelta

    from bot.announce.notices import Watch
    from bot.announce.sender import Sender
    from bot.store.read.queries import Store
    from bot.telegram.clock_watch import ClockWatch
    from bot.telegram.courier import TelegramCourier
    from bot.telegram.polling import Beside, poll
    from bot.telegram.unwritable import Unwritable
    from handlers.application import build

    start_logging(settings, on_stderr=True)
    # Whoever fetches and sends must not wait while an answer is computed: by default it would for 5 ms each time.
    sys.setswitchinterval(SWITCH)
    with open_conversation(settings) as conversation:
        application = build(conversation, settings)

        async def announce(stop: asyncio.Event) -> None:
            # A store of its own: what it keeps in memory is not what answers need.
            sender = Sender(Store(conversation.library.database), TelegramCourier(application.bot))
            await sender.run(stop)

        keeps = timedelta(days=settings.announced_days)
        beside: list[Beside] = [
            announce,
            Watch(Store(conversation.library.database), settings.staff_ids, keeps=keeps).run,
            Unwritable(conversation.library.database, application.bot, settings.staff_ids).run,
            ClockWatch(conversation.library.database, settings.staff_ids).run,
        ]
        beside += _seen_from_outside(settings, conversation.library)
        if settings.units is not None:
            from bot.announce.due import Due

            store, staff = Store(conversation.library.database), settings.staff_ids
            days, is_open = settings.reminders, settings.units_open
            beside.append(Due(store, settings.units, days, staff, is_open=is_open, zone=settings.time_zone).run)
        if settings.sources is not None:
            # Reading documents needs parsers that other starts do without.
            from bot.announce.sources import read_sources
            from bot.cli.sources import intake_of

            beside.append(intake_of(settings, conversation.library.database, read_sources(settings.sources)).run)
        server, inbox = settings.bot_api_base_url, conversation.library.inbox
        with _crew(conversation, application) as crew:
            both: dict[str, Any] = {"inbox": inbox, "beside": beside, "crew": crew, "warm_up": conversation.warm_up}
            if webhook is None:
                asyncio.run(poll(application, server, take_over=take_over, **both))
                return
            from bot.http_server import listen
            from bot.telegram.webhook import receive

            address, most = (settings.webhook_host, settings.webhook_port), settings.webhook_connections
            with listen(*address, refusal="transport.cannot_listen") as listening:
                asyncio.run(receive(application, server, listening, url=webhook, connections=most, **both))


@contextmanager
def _crew(conversation: "Conversation", application: "App") -> "Iterator[Crew | None]":
    """Give the processes that answer from the same PostgreSQL; None with SQLite, which has one.

    Raises:
        SecondProcessError: Another one answers from the same SQLite file.
    """
    from bot.store.crew import Crew, only_one
    from bot.telegram.queue import OutgoingQueue
    from bot.telegram.sharing import Sharing

    database, chats = conversation.library.database, conversation.library.chats
    if database.engine.dialect.name != "postgresql":
        with only_one(database.address):
            yield None
        return
    queue = application.bot.rate_limiter
    assert isinstance(queue, OutgoingQueue)  # noqa: S101 - as `build` makes it
    sharing = Sharing(queue)

    def changed() -> None:
        # Another one may have answered a chat since, and will answer some that were ours.
        chats.forget_at_hand()
        sharing.among(crew.members - {crew.number})

    crew = Crew(database.address, changed)
    crew.tells, crew.hears = sharing.tells, sharing.hears
    yield crew


def _seen_from_outside(settings: "Settings", library: "Library") -> list[Any]:
    """Return what tells systemd and whoever asks over HTTP how the bot is; nothing where nobody wants to know.

    Raises:
        AddressError: The address of the settings cannot be listened on.
    """
    import os

    where = settings.monitor_address
    if where is None and not os.environ.get("NOTIFY_SOCKET"):
        return []
    from functools import partial

    from bot.http_server import listen
    from bot.monitor.readiness import Readiness
    from bot.monitor.watching import Monitor
    from bot.telegram.contact import CONTACT

    monitor = Monitor(Readiness(library, settings.data_dir), CONTACT)
    if where is None:
        return [monitor.run]
    from bot.monitor.serving import MonitorSite

    listening = listen(*where, refusal="monitor.cannot_listen")
    return [monitor.run, partial(MonitorSite(monitor, library, CONTACT).serve, listening)]


def _chat(settings: "Settings") -> None:
    import asyncio

    from bot.local.bot_api import LocalRequest, LocalTelegram
    from bot.local.terminal import TerminalChat, converse, wants_colours
    from bot.telegram.application import process_json, shut_down
    from handlers.application import build_local

    start_logging(settings, on_stderr=False)
    with open_conversation(settings) as conversation, asyncio.Runner() as runner:
        telegram = LocalTelegram()
        application = build_local(conversation, settings, LocalRequest(telegram))

        async def process(update: dict[str, Any]) -> None:
            await process_json(application, update)

        runner.run(application.initialize())
        try:
            converse(TerminalChat(telegram, process, sys.stdout, colours=wants_colours(sys.stdout)), runner)
        finally:
            runner.run(shut_down(application))
