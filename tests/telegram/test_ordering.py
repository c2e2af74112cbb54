"""Updates at the same time, in order within a chat."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import ClassVar

import pytest
from telegram import CallbackQuery, Chat, Message, Update, User

from bot.telegram.ordering import InOrder

MESSAGE = Message(5, None, Chat(1, "private"), text="a")


def update(number: int, chat: int) -> Update:
    return Update(number, message=Message(number, None, Chat(chat, "private"), text="a"))


async def test_chats_do_not_wait_for_each_other_and_a_chat_keeps_its_order() -> None:
    order = InOrder(8)
    done: list[str] = []
    first_may_end = asyncio.Event()

    async def slow() -> None:
        await first_may_end.wait()
        done.append("slow")

    async def quick(name: str) -> None:
        done.append(name)
        first_may_end.set() if name == "other chat" else None

    await asyncio.gather(
        order.process_update(update(1, 1), slow()),
        order.process_update(update(2, 1), quick("same chat")),
        order.process_update(update(3, 2), quick("other chat")),
        order.process_update("not an update", quick("no chat")),
    )
    assert done.index("slow") < done.index("same chat")
    assert done.index("other chat") < done.index("slow")
    assert order._last == {}


async def test_a_fault_does_not_hold_up_the_chat() -> None:
    order = InOrder(8)
    done: list[str] = []

    async def fail() -> None:
        await asyncio.sleep(0)
        raise RuntimeError

    async def work() -> None:
        done.append("next")

    results = await asyncio.gather(
        order.process_update(update(1, 1), fail()), order.process_update(update(2, 1), work()), return_exceptions=True
    )
    assert isinstance(results[0], RuntimeError)
    assert done == ["next"]


class Query(CallbackQuery):
    """A press that notes when it is answered."""

    answered: ClassVar[list[str]] = []

    async def answer(self, *_: object, **__: object) -> bool:
        self.answered.append(self.id)
        return True


def pressed(number: int, data: str) -> Update:
    query = Query(str(number), User(1, "a", False), "1", message=MESSAGE, data=data)
    return Update(number, callback_query=query)


async def test_a_button_pressed_twice_is_pressed_once() -> None:
    order = InOrder(8)
    may_end, done = asyncio.Event(), []
    Query.answered.clear()

    async def press(name: str) -> None:
        await may_end.wait()
        done.append(name)

    first = asyncio.create_task(order.process_update(pressed(1, "next"), press("first")))
    await asyncio.sleep(0)
    await order.process_update(pressed(2, "next"), press("second"))
    assert Query.answered == ["2"]  # at once, though the first is still in work
    other = asyncio.create_task(order.process_update(pressed(3, "previous"), press("other")))
    may_end.set()
    await asyncio.gather(first, other)
    await order.process_update(pressed(4, "next"), press("later"))
    assert done == ["first", "other", "later"]
    assert order._presses == set()


async def test_an_update_that_never_ends_holds_up_nobody_for_ever(caplog: pytest.LogCaptureFixture) -> None:
    order = InOrder(8, seconds=0.0)
    never = asyncio.Event()
    await order.process_update(update(1, 1), never.wait())
    done = asyncio.Event()

    async def quick() -> None:
        done.set()

    await InOrder(8).process_update(update(2, 1), quick())
    assert done.is_set()
    assert "an update took longer" in caplog.text


async def test_a_press_behind_a_slow_answer_does_not_spin() -> None:
    order, may_end, done = InOrder(8, moment=0.0), asyncio.Event(), []
    Query.answered.clear()

    async def slow() -> None:
        await may_end.wait()
        done.append("slow")

    async def show() -> None:
        done.append("press")

    first = asyncio.create_task(order.process_update(update(1, 1), slow()))
    await asyncio.sleep(0)
    second = asyncio.create_task(order.process_update(pressed(2, "next"), show()))
    while not Query.answered:
        await asyncio.sleep(0)
    assert done == []
    may_end.set()
    await asyncio.gather(first, second)
    assert done == ["slow", "press"]


async def test_a_chat_that_waits_holds_no_place_of_another() -> None:
    order, may_end, done = InOrder(2), asyncio.Event(), []

    async def slow() -> None:
        await may_end.wait()
        done.append(1)

    async def quick() -> None:
        done.append(2)

    waiting = [asyncio.create_task(order.process_update(update(number, 1), slow())) for number in range(200)]
    await asyncio.sleep(0)
    await asyncio.wait_for(order.process_update(update(200, 2), quick()), 10)
    assert done == [2]
    may_end.set()
    await asyncio.gather(*waiting)
    assert done == [2, *[1] * 200]


async def test_no_more_chats_are_in_work_than_there_are_places() -> None:
    order, in_work, most = InOrder(3), 0, 0

    async def work() -> None:
        nonlocal in_work, most
        in_work += 1
        most = max(most, in_work)
        await asyncio.sleep(0)
        in_work -= 1

    await asyncio.gather(*(order.process_update(update(number, number), work()) for number in range(20)))
    assert most == 3


async def test_what_is_too_much_is_turned_away_when_it_arrives() -> None:
    may_end, done, told = asyncio.Event(), [], []

    def turned_away(arrived: Update) -> Callable[[], Awaitable[None]] | None:
        async def tell() -> None:
            told.append(arrived.update_id)

        return tell if arrived.update_id > 2 else None

    async def slow(number: int) -> None:
        await may_end.wait()
        done.append(number)

    order = InOrder(2, turned_away=turned_away)
    waiting = [asyncio.create_task(order.process_update(update(number, 1), slow(number))) for number in range(1, 6)]
    while len(told) < 3:
        await asyncio.sleep(0)
    assert done == []  # told while those before wait
    may_end.set()
    await asyncio.gather(*waiting)
    assert done == [1, 2]
    assert told == [3, 4, 5]
