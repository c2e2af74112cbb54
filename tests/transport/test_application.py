"""Updates at the same time, in order within a chat."""

import asyncio

from telegram import Chat, Message, Update

from bot.transport.application import InOrder


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
