"""`gongkai subscriptions`, `announce` and `outbox`: who is told of what, a rehearsal, and what became of it."""

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

import typer

from bot.messages import message, operator_language

if TYPE_CHECKING:
    from datetime import datetime

    from bot.announce.outbox import OutboxEntry
    from bot.announce.schedule import Plan
    from bot.announce.subscription import Destination, Subscription

_CHAT = Annotated[int, typer.Argument(help=message("announcing.chat"), metavar="CHAT_ID")]
# Numbers of groups and channels begin with -, which must not be taken for an option.
_NEGATIVE = {"ignore_unknown_options": True}
_SHOWN_LINES = 50
_UNSENT = ("waiting", "parked", "ambiguous")


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    group = typer.Typer(help=message("announcing.subscriptions"), no_args_is_help=True)
    group.command("add", help=message("announcing.add"), context_settings=_NEGATIVE)(add)
    group.command("list", help=message("announcing.list"), context_settings=_NEGATIVE)(list_)
    group.command("remove", help=message("announcing.remove"), context_settings=_NEGATIVE)(remove)
    group.command("pause", help=message("announcing.pause"), context_settings=_NEGATIVE)(pause)
    group.command("resume", help=message("announcing.resume"), context_settings=_NEGATIVE)(resume)
    app.add_typer(group, name="subscriptions")
    app.command("announce", help=message("announcing.announce"))(announce)
    app.command("outbox", help=message("announcing.outbox"))(outbox)
    app.command("channel", help=message("announcing.channel"))(channel)


def add(  # noqa: PLR0913, PLR0917 - each is an option
    chat: _CHAT,
    topic: Annotated[list[str] | None, typer.Option("--topic", help=message("announcing.topic"))] = None,
    when: Annotated[str | None, typer.Option("--when", help=message("announcing.when"))] = None,
    at: Annotated[str | None, typer.Option("--at", help=message("announcing.at"))] = None,
    weekday: Annotated[int | None, typer.Option("--weekday", help=message("announcing.weekday"), min=1, max=7)] = None,
    zone: Annotated[str | None, typer.Option("--zone", help=message("announcing.zone"))] = None,
    quiet: Annotated[str | None, typer.Option("--quiet", help=message("announcing.quiet"))] = None,
    working_days: Annotated[bool, typer.Option("--working-days", help=message("announcing.working_days"))] = False,
    at_most: Annotated[int | None, typer.Option("--at-most", help=message("announcing.at_most"), min=1)] = None,
    batch_above: Annotated[
        int | None, typer.Option("--batch-above", help=message("announcing.batch_above"), min=0)
    ] = None,
    thread: Annotated[int | None, typer.Option("--thread", help=message("announcing.thread"))] = None,
    language: Annotated[str | None, typer.Option("--language", help=message("announcing.language"))] = None,
) -> None:
    """Subscribe a chat, and say what that would bring, and what it changes for what the chat has already."""
    from bot.announce.schedule import Plan, When, clock_time, hours, spoken
    from bot.announce.subscription import Subscriptions
    from bot.announce.topics import Topic, estimate
    from bot.cli.opening import open_store, read_settings

    settings = read_settings()
    given: dict[str, Any] = {
        "at": clock_time(at) if at else None,
        "weekday": weekday,
        "zone": _zone(zone) if zone else None,
        "quiet": hours(quiet) if quiet else None,
        "working_days": working_days or None,
        "at_most": at_most,
        "batch_above": batch_above,
    }
    chosen = {name: value for name, value in given.items() if value is not None}
    if when is not None:
        spoken(when)  # refused before anything is opened
    wanted = Topic.read(" ".join(topic or ()), strictly=True)
    with open_store() as store:
        from bot.search.index import Index

        subscriptions = Subscriptions(store.database)
        there = subscriptions.of(chat)
        known = there[0].plan if there is not None else None
        # What is not said stays as it is: the schedule is the chat's, with everything that it is told of.
        base = known or Plan(when=When.AT_ONCE, zone=_zone(settings.time_zone))
        plan = replace(spoken(when, base) if when is not None else base, **chosen)

        index = Index.build(store) if wanted.keywords else Index.of(())
        brings = estimate(wanted, store, index)
        changed = plan if plan != known else None
        language = language or (settings.language if there is None else None)
        made = subscriptions.add(chat, wanted, changed, thread=thread, language=language)
    said = message("announcing.added", number=made.id, chat=chat, topic=str(wanted), plan=_in_words(plan))
    typer.echo(said)
    typer.echo(message("announcing.brings", today=brings.today, month=f"{brings.a_month:.1f}"))
    others = [one for one in there[1] if one.id != made.id] if there is not None else []
    if others and known is not None:
        name = "schedule_changed" if changed is not None else "schedule_kept"
        typer.echo(message(f"announcing.{name}", count=len(others), before=_in_words(known)))
    _say_years(plan)


def list_(as_json: Annotated[bool, typer.Option("--json", help=message("announcing.as_json"))] = False) -> None:
    """Print all subscriptions, by chat."""
    from bot.announce.subscription import Subscriptions
    from bot.cli.opening import open_database

    with open_database(reading=True) as database:
        found = Subscriptions(database).list()
    if as_json:
        typer.echo(json.dumps([_plain(one, mine) for one, mine in found], ensure_ascii=False, indent=2))
        return
    for one, mine in found:
        state = message(f"announcing.paused_{one.paused}") if one.paused else ""
        typer.echo(message("announcing.chat_line", chat=one.chat, kind=one.kind, plan=_in_words(one.plan), state=state))
        for each in mine:
            typer.echo(message("announcing.subscription_line", number=each.id, topic=str(each.topic)))
    if not found:
        typer.echo(message("announcing.none"), err=True)


def remove(
    chat: _CHAT,
    number: Annotated[int | None, typer.Option("--number", help=message("announcing.number"))] = None,
) -> None:
    """Delete a chat's subscriptions, or one of them."""
    from bot.announce.subscription import SubscriptionError, Subscriptions
    from bot.cli.opening import open_database

    with open_database() as database:
        done = Subscriptions(database).remove(chat, number)
    if not done:
        raise SubscriptionError("announcing.no_such_chat", chat=chat)
    typer.echo(message("announcing.removed", count=done, chat=chat))


def pause(chat: _CHAT) -> None:
    """Pause a chat."""
    _switch(chat, paused=True)


def resume(chat: _CHAT) -> None:
    """Let a chat go on."""
    _switch(chat, paused=False)


def announce(
    dry_run: Annotated[bool, typer.Option("--dry-run", help=message("announcing.dry_run"))] = False,
    pause_all: Annotated[bool, typer.Option("--pause", help=message("announcing.pause_all"))] = False,
    resume_all: Annotated[bool, typer.Option("--resume", help=message("announcing.resume_all"))] = False,
) -> None:
    """Put what is due into the outbox, or show what would be posted; pause and resume everything."""
    from bot.announce import switch
    from bot.announce.collecting import collect
    from bot.announce.planning import plan
    from bot.cli.opening import open_store

    with open_store() as store:
        if pause_all or resume_all:
            (switch.pause if pause_all else switch.resume)(store.database)
            typer.echo(message("announcing.all_paused" if pause_all else "announcing.all_resumed"))
            return
        collect(store)
        if dry_run:
            _rehearse(store)
        else:
            typer.echo(message("announcing.planned", count=plan(store)))


def outbox(
    as_json: Annotated[bool, typer.Option("--json", help=message("announcing.as_json"))] = False,
    again: Annotated[
        int | None, typer.Option("--repeat", help=message("announcing.repeat"), metavar="NUMBER", min=1)
    ] = None,
) -> None:
    """Print what waits, was sent, failed, is parked or ambiguous; have an ambiguous post sent once more."""
    from bot.announce.outbox import Outbox
    from bot.cli.opening import open_store

    with open_store(reading=again is None) as store:
        if again is not None:
            _repeat(store, again)
            return
        box = Outbox(store)
        lines, counts = box.lines(), box.counts()
    if as_json:
        posts = [_plain_line(line) for line in lines]
        typer.echo(json.dumps({"counts": counts, "posts": posts}, ensure_ascii=False, indent=2))
        return
    named = (f"{message(f'announcing.state_{state}')} {count}" for state, count in counts.items() if count)
    typer.echo(message("announcing.counts", counts="，".join(named) or "0"))
    # What somebody may have to look at comes first.
    for line in sorted(lines, key=lambda line: line.state == "sent" and not line.was_ambiguous)[:_SHOWN_LINES]:
        typer.echo(_line_in_words(line))


def _repeat(store: Any, number: int) -> None:
    from bot.announce.outcomes import repeat
    from bot.announce.subscription import SubscriptionError

    with store.database.writing() as connection:
        if not repeat(connection, number):
            raise SubscriptionError("announcing.not_ambiguous", number=number)
    typer.echo(message("announcing.repeated", number=number))


def channel(
    topic: Annotated[list[str] | None, typer.Option("--topic", help=message("announcing.topic"))] = None,
) -> None:
    """Show a channel of the local Telegram, until interrupted."""
    import asyncio
    import sys

    from bot.announce.topics import Topic
    from bot.cli.opening import open_database, read_settings
    from bot.local.channel import LocalChannel
    from bot.resting import stop_when_told

    language = read_settings().language
    wanted = Topic.read(" ".join(topic or ()), strictly=True)

    async def watch() -> None:
        stop = asyncio.Event()
        stop_when_told(stop)
        await LocalChannel(database, sys.stdout, wanted, language).watch(stop)

    with open_database() as database:
        asyncio.run(watch())


def _in_words(plan: "Plan") -> str:
    from bot.announce.managing import plan_in_words
    from bot.screens.labels import Words

    return f"{plan_in_words(plan, Words(operator_language()))} ({plan.zone})"


def _rehearse(store: Any) -> None:
    from bot.announce import switch
    from bot.announce.digest import announcement, text
    from bot.announce.outbox import Outbox
    from bot.announce.planning import forecast

    posts = [
        (
            planned.to,
            moment,
            text(announcement(store, [_event(row) for row in planned.rows]), planned.to.language).plain,
        )
        for planned, moment in forecast(store)
    ]
    for to, moment, words in posts:
        typer.echo(message("announcing.would_post", chat=to.chat, when=_local(moment, to), plan=_in_words(to.plan)))
        typer.echo("\n".join(f"    {line}" for line in words.split("\n")) + "\n")
    chats = len({to.chat for to, _, _ in posts})
    unsent = sum(line.id is not None and line.state in _UNSENT for line in Outbox(store).lines())
    typer.echo(message("announcing.rehearsed", posts=len(posts), chats=chats, unsent=unsent))
    if switch.paused_since(store.database) is not None:
        typer.echo(message("announcing.all_paused"))


def _event(row: Any) -> dict[str, Any]:
    return {"id": row["event_id"], "key": row["key"], "kind": row["kind"], "changes": row["changes"]}


def _local(moment: "datetime", to: "Destination") -> str:
    return f"{moment.astimezone(ZoneInfo(to.plan.zone)):%Y-%m-%d %H:%M}"


def _switch(chat: int, *, paused: bool) -> None:
    from bot.announce.subscription import SubscriptionError, Subscriptions
    from bot.cli.opening import open_database

    with open_database() as database:
        subscriptions = Subscriptions(database)
        if subscriptions.of(chat) is None:
            raise SubscriptionError("announcing.no_such_chat", chat=chat)
        (subscriptions.pause if paused else subscriptions.resume)(chat)
    typer.echo(message("announcing.chat_paused" if paused else "announcing.chat_resumed", chat=chat))


def _zone(name: str) -> str:
    from bot.announce.schedule import ScheduleError

    try:
        ZoneInfo(name)
    except (ValueError, OSError, LookupError):
        raise ScheduleError("announcing.bad_zone", given=name) from None
    return name


def _say_years(plan: "Plan") -> None:
    from bot.announce.calendar import covered

    if plan.working_days:
        typer.echo(message("announcing.years_covered", years="、".join(map(str, covered()))))


def _plain(one: "Destination", mine: "tuple[Subscription, ...]") -> dict[str, Any]:
    topics = [{"number": each.id, "topic": str(each.topic)} for each in mine]
    shown = {"chat": one.chat, "kind": one.kind, "thread": one.thread, "language": one.language, "paused": one.paused}
    return shown | {"strikes": one.strikes, "plan": one.plan.to_plain(), "topics": topics}


def _plain_line(line: "OutboxEntry") -> dict[str, Any]:
    names = ("id", "chat", "state", "items", "attempts", "doubts", "message_id", "fault")
    times = {name: value.isoformat() for name in ("made_at", "next_try", "sent_at") if (value := getattr(line, name))}
    return {name: getattr(line, name) for name in names} | {"was_ambiguous": line.was_ambiguous} | times


def _line_in_words(line: "OutboxEntry") -> str:
    moment = line.sent_at or line.made_at
    detail = "".join(
        message(f"announcing.detail_{name}", value=value)
        for name, value in (
            ("fault", line.fault),
            ("next_try", f"{line.next_try.astimezone():%Y-%m-%d %H:%M:%S}" if line.next_try else None),
            ("repeated", max(1, line.doubts) if line.was_ambiguous else None),
        )
        if value is not None
    )
    state = message(f"announcing.state_{line.state}")
    return message(
        "announcing.post_line",
        number=line.id or "-",
        at=f"{moment.astimezone():%Y-%m-%d %H:%M}",
        chat=line.chat,
        state=state,
        items=line.items,
        detail=detail,
    )
