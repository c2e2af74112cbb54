"""Updates at the same time, in order within a chat."""

import asyncio
from typing import ClassVar

import pytest
from telegram import CallbackQuery, Chat, Message, Update, User

from bot.transport.ordering import InOrder

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
