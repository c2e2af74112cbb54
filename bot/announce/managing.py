"""What a chat sees of its subscriptions, and what the buttons there do. No Telegram in it.

A button's value is `<action>:<chat>` or `<action>:<chat>:<argument>`: it stands for itself however old the button is.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import time
from enum import StrEnum
from html import escape
from typing import TYPE_CHECKING

from bot.announce.schedule import Plan, When, clock_time
from bot.announce.subscription import Destination, Subscription, Subscriptions
from bot.announce.topics import Estimate, Topic
from bot.answers.entries import entry
from bot.screens.labels import Words
from bot.screens.naming import kind_in_words, label_of_key, record_label
from bot.screens.screen import Button, Press, PressKind, Screen

if TYPE_CHECKING:
    from bot.store.read.queries import Store

# Who follows something in private hears of it at once, but not by night.
_NIGHT = (time(22), time(8))
PRIVATE = Plan(when=When.AT_ONCE, quiet=_NIGHT)
# A channel hears of what is new once a day, in one message: its readers mute it otherwise.
PUBLIC = Plan(when=When.DAILY, at=time(9), at_most=1)
REPLIES = Topic.read("kind=reply|opinion")
_ON, _OFF = "on", "off"
_SURE = "sure"
# What has a time of day, and the times that a button sets; others are set on the command line.
_TIMED = (When.DAILY, When.WEEKLY)
_OFFERED_TIMES = tuple(f"{hour:02d}:00" for hour in range(7, 23))
_OFFERED = {"offer_replies": REPLIES, "offer_cppcc": Topic.read("政协"), "offer_npc": Topic.read("人大")}


class Action(StrEnum):
    """What a button does with the subscriptions of a chat."""

    SHOW = "show"
    ADD = "add"
    ONLY = "only"
    WHEN = "when"
    TIMES = "times"
    AT = "at"
    DAY = "day"
    WORK = "work"
    QUIET = "quiet"
    TRY = "try"
    PAUSE = "pause"
    RESUME = "resume"
    DROP = "drop"
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class SubscriptionCommand:
    """What a button asks for."""

    action: Action
    chat: int
    argument: str = ""

    def __str__(self) -> str:
        return ":".join(part for part in (self.action.value, str(self.chat), self.argument) if part)

    @classmethod
    def read(cls, value: str) -> "SubscriptionCommand":
        """Return the wish of a button's value.

        Raises:
            ValueError: It is none.
        """
        action, _, rest = value.partition(":")
        chat, _, argument = rest.partition(":")
        return cls(Action(action), int(chat), argument)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatDetails:
    """What a new subscription's chat gets besides its topic.

    Attributes:
        kind: Kind of chat.
        told: Who is told when the chat fails.
        language: Of what is posted there.
        thread: Topic of a forum.
    """

    kind: str
    told: int | None = None
    language: str | None = None
    thread: int | None = None


def done(command: SubscriptionCommand, subscriptions: Subscriptions, new: ChatDetails) -> None:
    """Do what a button asks for; doing it twice is doing it once.

    Args:
        command: What it asks for.
        subscriptions: Of the database.
        new: For a chat that subscribes.
    """
    chat, there = command.chat, subscriptions.of(command.chat)
    plan = _wanted(command, there[0].plan) if there else None
    if plan is not None:
        subscriptions.change(chat, plan=plan)
        return
    match command.action:
        case Action.ADD | Action.ONLY:
            if command.action is Action.ONLY and there:
                for each in there[1]:
                    if str(each.topic) != command.argument:
                        subscriptions.remove(chat, each.id)
                there = subscriptions.of(chat) or there
            plan = None if subscriptions.of(chat) else (there[0].plan if there else usual(new.kind))
            add(subscriptions, chat, Topic.read(command.argument), plan, new)
        case Action.PAUSE:
            subscriptions.pause(chat)
        case Action.RESUME:
            subscriptions.resume(chat)
        case Action.DROP:
            subscriptions.remove(chat, int(command.argument))
        case Action.STOP if command.argument == _SURE:
            subscriptions.remove(chat)


def add(subscriptions: Subscriptions, chat: int, topic: Topic, plan: Plan | None, new: ChatDetails) -> None:
    """Subscribe a chat to a topic."""
    subscriptions.add(chat, topic, plan, kind=new.kind, told=new.told, language=new.language, thread=new.thread)


def usual(kind: str) -> Plan:
    """Return the plan of a chat that has not said how it wants to be told."""
    return PRIVATE if kind == "private" else PUBLIC


def overview(
    found: tuple[Destination, tuple[Subscription, ...]] | None,
    chat: int,
    language: str,
    *,
    added: bool = False,
    store: "Store | None" = None,
) -> Screen:
    """Return the screen with all that a chat is told of, and the buttons that change it.

    Args:
        found: What it is told of, None for nothing.
        chat: Which chat.
        language: Of the screen.
        added: Something was just added.
        store: Knows what the records that are followed are called, and which left with the demonstration.
    """
    words = Words(language)
    if found is None or not found[1]:
        return _screen([_say(words, "nothing_followed")], [])
    to, topics = found
    lines = [_say(words, "now_on")] if added else []
    lines.append(_say(words, "followed", count=len(topics)))
    lines += [f"{order}. {in_words(each.topic, words, store)}" for order, each in enumerate(topics[:20], start=1)]
    lines.append(_say(words, "told_when", plan=plan_in_words(to.plan, words)))
    if to.paused:
        lines.append(_say(words, f"is_{to.paused}"))
    rows = [[_button(words, f"to_{when.name.lower()}", Action.WHEN, chat, when.value) for when in When]]
    more = [_button(words, "times_button", Action.TIMES, chat)]
    if to.chat < 0:
        more.append(_button(words, "try_button", Action.TRY, chat))
    rows.append(more)
    if to.chat < 0:
        rows.append([_button(words, name, Action.ONLY, chat, str(topic)) for name, topic in _OFFERED.items()])
    drops = [
        Button(label=_say(words, "drop", order=order), press=_press(Action.DROP, chat, str(each.id)))
        for order, each in enumerate(topics[:12], start=1)
    ]
    rows += [drops[at : at + 4] for at in range(0, len(drops), 4)] if len(topics) > 1 else []
    pause = ("resume_button", Action.RESUME) if to.paused else ("pause_button", Action.PAUSE)
    rows.append([_button(words, pause[0], pause[1], chat), _button(words, "stop_button", Action.STOP, chat)])
    return _screen(lines, rows)


def is_unsure(command: SubscriptionCommand) -> bool:
    """Return whether a wish is asked back once before it is done: everything would end."""
    return command.action is Action.STOP and command.argument != _SURE


def sure(count: int, chat: int, language: str) -> Screen:
    """Return the screen that asks whether everything that is followed shall end."""
    words = Words(language)
    row = [_button(words, "stop_yes", Action.STOP, chat, _SURE), _button(words, "stop_no", Action.SHOW, chat)]
    return _screen([_say(words, "stop_sure", count=count)], [row])


def times(to: Destination, language: str) -> Screen:
    """Return the screen on which the time of posts is chosen, and whether there are any by night and on days off."""
    words, chat, plan = Words(language), to.chat, to.plan
    lines = [_say(words, "told_when", plan=plan_in_words(plan, words)), _say(words, "choose_time", zone=plan.zone)]
    offered = [Button(label=at, press=_press(Action.AT, chat, at)) for at in _OFFERED_TIMES]
    rows = [offered[start : start + 4] for start in range(0, len(offered), 4)] if plan.when in _TIMED else []
    if plan.when is When.WEEKLY:
        names = _say(words, "weekdays").split()
        rows.append([Button(label=name, press=_press(Action.DAY, chat, str(day))) for day, name in enumerate(names, 1)])
    work = ("any_days", _OFF) if plan.working_days else ("working_days_only", _ON)
    quiet = ("by_night_too", _OFF) if plan.quiet else ("not_by_night", _ON)
    days = _button(words, work[0], Action.WORK, chat, work[1])
    nights = _button(words, quiet[0], Action.QUIET, chat, quiet[1])
    return _screen(lines, [*rows, [days, nights], [_button(words, "back_button", Action.SHOW, chat)]])


def preview(topic: Topic, chat: int, estimate: Estimate, language: str, *, store: "Store | None" = None) -> Screen:
    """Return the screen that says what a topic would bring, before it is saved; `store` as for `overview`."""
    words = Words(language)
    brings = _say(words, "would_bring", today=estimate.today, month=f"{estimate.a_month:.1f}")
    lines = [_say(words, "about_to_follow", topic=in_words(topic, words, store)), brings]
    rows = [[_button(words, "confirm", Action.ADD, chat, str(topic)), _button(words, "rather_not", Action.SHOW, chat)]]
    return _screen(lines, rows)


def in_words(topic: Topic, words: Words, store: "Store | None" = None) -> str:
    """Return a topic as people read it; `store` as for `overview`."""
    parts = []
    if topic.body:
        parts.append(_say(words, f"topic_{topic.body.value}"))
    if topic.session:
        parts.append(_say(words, "topic_session", term=topic.session[0], session=topic.session[1]))
    if topic.number is not None:
        parts.append(_say(words, "topic_number", number=topic.number))
    if topic.record:
        parts.append(_record_in_words(topic.record, words, store))
    if topic.agency:
        parts.append(_say(words, "topic_agency", agency=topic.agency))
    if topic.kinds:
        named = "、".join(kind_in_words(kind, words) for kind in topic.kinds)
        parts.append(_say(words, "topic_replies") if topic.kinds == REPLIES.kinds else named)
    if topic.keywords:
        parts.append(_say(words, "topic_keywords", keywords="、".join(topic.keywords)))
    return " · ".join(parts) or _say(words, "topic_everything")


def _record_in_words(key: str, words: Words, store: "Store | None") -> str:
    if store is not None and (was := store.left(key)):
        return _say(words, "topic_left", record=record_label(entry(was), words))
    loaded = store.record(key) if store is not None else None
    name = record_label(entry(loaded), words, session=True) if loaded else label_of_key(key, words)
    return _say(words, "topic_record", record=name)


def _wanted(command: SubscriptionCommand, plan: Plan) -> Plan | None:
    """Return the plan that a wish makes of another; None for a wish that is about something else."""
    match command.action:
        case Action.WHEN:
            when = When(command.argument)
            # One message a day is for digests; what comes at once or by the hour needs room.
            room = plan.at_most if when in _TIMED else max(plan.at_most, Plan().at_most)
            return replace(plan, when=when, at_most=room)
        case Action.AT:
            return replace(plan, at=clock_time(command.argument))
        case Action.DAY:
            return replace(plan, weekday=int(command.argument))
        case Action.WORK:
            return replace(plan, working_days=command.argument == _ON)
        case Action.QUIET:
            return replace(plan, quiet=_NIGHT if command.argument == _ON else None)
    return None


def plan_in_words(plan: Plan, words: Words) -> str:
    """Return a plan as people read it."""
    said = [_say(words, f"when_{plan.when.name.lower()}", at=f"{plan.at:%H:%M}", weekday=plan.weekday)]
    if plan.quiet:
        said.append(_say(words, "quiet_line", first=f"{plan.quiet[0]:%H:%M}", last=f"{plan.quiet[1]:%H:%M}"))
    if plan.working_days:
        said.append(_say(words, "working_days_line"))
    said.append(_say(words, "at_most_line", number=plan.at_most))
    return _say(words, "separator").join(said)


def _say(words: Words, name: str, **values: object) -> str:
    return words.said(f"announcing.{name}", **values)


def _press(action: Action, chat: int, argument: str = "") -> Press:
    return Press(PressKind.MANAGE, str(SubscriptionCommand(action, chat, argument)))


def _button(words: Words, name: str, action: Action, chat: int, argument: str = "") -> Button:
    return Button(label=_say(words, name), press=_press(action, chat, argument))


def _screen(lines: Sequence[str], rows: Sequence[Sequence[Button]]) -> Screen:
    plain = "\n".join(lines)
    return Screen(
        name="subscriptions",
        html=escape(plain, quote=False),
        plain=plain,
        buttons=tuple(tuple(row) for row in rows if row),
    )
