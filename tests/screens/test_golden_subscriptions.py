"""Whole screens of subscriptions: what a chat is told of, the times for it, and what a new one would bring."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, time

import pytest

from bot.announce.managing import overview, preview, sure, times
from bot.announce.schedule import Plan, When
from bot.announce.subscription import Destination, Subscription
from bot.announce.topics import Estimate, Topic
from bot.screens.render import plainly
from bot.screens.screen import Screen
from tests.screens.test_golden import MANNERS, compare

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
PERSON, GROUP = 5, -1_000_000_000_005
PRIVATE = Destination(chat=PERSON, kind="private", plan=Plan(when=When.AT_ONCE), last_slot=NOW)
PUBLIC = Destination(
    chat=GROUP, kind="group", plan=Plan(quiet=(time(22), time(7)), working_days=True), last_slot=NOW, paused="asked"
)
TOPICS = tuple(
    Topic.read(words)
    for words in (
        "关键词=中小企业|智能<制造>",
        "政协 session=13-4",
        "number=400 人大",
        "record=cppcc:371500:13-4:399@lc-gxj",
        "答复",
        "全部",
    )
)


def followed(chat: int, topics: tuple[Topic, ...]) -> tuple[Subscription, ...]:
    return tuple(
        Subscription(id=number, chat=chat, topic=topic, since=0, made_at=NOW) for number, topic in enumerate(topics, 1)
    )


SCREENS: dict[str, Callable[[str], Screen]] = {
    "none": lambda language: overview(None, PERSON, language),
    "one": lambda language: overview((PRIVATE, followed(PERSON, TOPICS[:1])), PERSON, language, added=True),
    "group": lambda language: overview((PUBLIC, followed(GROUP, TOPICS)), GROUP, language),
    "refused": lambda language: overview(
        (replace(PUBLIC, paused="refused"), followed(GROUP, TOPICS[:1])), GROUP, language
    ),
    "times": lambda language: times(PUBLIC, language),
    "sure": lambda language: sure(3, PERSON, language),
    "preview": lambda language: preview(TOPICS[0], PERSON, Estimate(today=4, a_month=1.25), language),
}


@pytest.mark.parametrize("name", SCREENS)
def test_screens(name: str) -> None:
    for folder, (language, plain) in MANNERS.items():
        screen = SCREENS[name](language)
        compare(f"subscriptions_{name}", folder, plainly(screen, language) if plain else screen)
