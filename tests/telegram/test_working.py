"""Whoever waits for long sees that the bot is working."""

import asyncio
from typing import Any

import pytest
from telegram import Chat, Message, Update

import bot.telegram.working
from bot.telegram.ordering import InOrder, give_way
from bot.telegram.working import Signs


class Asked(Update):
    """A message whose bot notes where it shows that it works."""

    shown: list[int]

    def get_bot(self) -> Any:
        update = self

        class Bot:
            async def send_chat_action(self, chat: int, action: str, **_: object) -> bool:
                assert action == "typing"
                update.shown.append(chat)
                return True

        return Bot()


def asked(number: int, chat: int, shown: list[int]) -> Asked:
    update = Asked(number, message=Message(number, None, Chat(chat, "private"), text="a"))
    with update._unfrozen():
        object.__setattr__(update, "shown", shown)
    return update


async def test_who_waits_for_long_sees_it_and_who_does_not_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bot.telegram.working, "_LOOK", 0.0)
    shown: list[int] = []
    order = InOrder(1, signs=Signs(lambda update: update.effective_chat.id != 3, patience=0.0))
    may_end = asyncio.Event()
    waiting = [
        asyncio.create_task(order.process_update(asked(number, chat, shown), may_end.wait()))
        for number, chat in enumerate((1, 1, 2, 3))
    ]
    while 2 not in shown:
        await asyncio.sleep(0)
    may_end.set()
    await asyncio.gather(*waiting)
    assert set(shown) == {1, 2}  # one waits for Telegram, one for a place; of a third the bot answers nothing
    signs = order._signs
    while signs._looking is not None:
        await asyncio.sleep(0)
    assert signs._waiting == {}


async def test_an_answer_that_waits_for_telegram_takes_no_place() -> None:
    order, may_end, done = InOrder(1), asyncio.Event(), []

    async def waits() -> None:
        give_way()
        give_way()
        await may_end.wait()
        done.append("first")

    async def quick() -> None:
        done.append("other")

    first = asyncio.create_task(order.process_update(asked(1, 1, []), waits()))
    await asyncio.sleep(0)
    await asyncio.wait_for(order.process_update(asked(2, 2, []), quick()), 10)
    may_end.set()
    await first
    assert done == ["other", "first"]
    assert not order._places.locked()
    give_way()  # where nothing is being answered there is nothing to give
