"""The outgoing queue on a clock of its own: limits, flood waits, order."""

import asyncio
import itertools
from datetime import timedelta
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram.error import BadRequest, NetworkError, RetryAfter, TimedOut

from bot.telegram.chat_clock import Lane
from bot.telegram.queue import Limits, OutgoingQueue, SendOptions
from bot.telegram.sharing import Sharing


class Clock:
    """Time that passes only when somebody waits for it."""

    def __init__(self) -> None:
        self.now = 1000.0
        self._waiting: list[tuple[float, asyncio.Future[None]]] = []

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        future = asyncio.get_running_loop().create_future()
        self._waiting.append((self.now + seconds, future))
        await future

    async def run(self, *sends: Any) -> list[Any]:
        """Let all sends finish, moving time on whenever everybody waits."""
        tasks = [asyncio.ensure_future(send) for send in sends]
        while not all(task.done() for task in tasks):
            for _ in range(20):
                await asyncio.sleep(0)
            self._waiting = [entry for entry in self._waiting if not entry[1].done()]
            if self._waiting and not all(task.done() for task in tasks):
                self._waiting.sort(key=lambda entry: entry[0])
                self.now, future = self._waiting.pop(0)
                future.set_result(None)
        return await asyncio.gather(*tasks, return_exceptions=True)


class Telegram:
    """What arrived when, and the flood waits that it hands out."""

    def __init__(self, clock: Clock, **limits: Any) -> None:
        self.clock = clock
        self.queue = OutgoingQueue(Limits(**limits), clock=clock, sleep=clock.sleep)
        self.arrived: list[tuple[float, Any, Any]] = []
        self.floods: dict[Any, list[float]] = {}
        self.faults: dict[Any, list[Exception]] = {}

    async def send(self, chat: Any, what: Any = None, lane: Lane | None = None, endpoint: str = "sendMessage") -> Any:
        async def callback() -> bool:
            if self.floods.get(chat):
                raise RetryAfter(timedelta(seconds=self.floods[chat].pop(0)))
            if self.faults.get(chat):
                raise self.faults[chat].pop(0)
            self.arrived.append((self.clock.now - 1000.0, chat, what))
            return True

        data = {} if chat is None else {"chat_id": chat}
        return await self.queue.process_request(callback, (), {}, endpoint, data, lane)

    def times_of_all(self) -> list[float]:
        return [when for when, _, _ in self.arrived]

    def times(self, chat: Any) -> list[float]:
        return [when for when, where, _ in self.arrived if where == chat]


async def test_a_burst_in_a_private_chat_and_then_one_a_second() -> None:
    telegram = Telegram(Clock(), sends_per_chat=20)
    await telegram.clock.run(*(telegram.send(1, number) for number in range(60)))
    times = telegram.times(1)
    assert times[:10] == [0.0] * 10
    assert all(sum(start <= when < start + 19.999 for when in times) <= 20 for start in times)
    # Whoever asks quickly waits a little for each answer, never for the whole window.
    assert max(later - earlier for earlier, later in itertools.pairwise(times)) < 2
    assert times[-1] < 60
    assert [what for _, _, what in telegram.arrived] == list(range(60))


async def test_twenty_a_minute_in_a_group() -> None:
    telegram = Telegram(Clock())
    await telegram.clock.run(*(telegram.send(-100, number) for number in range(41)))
    assert telegram.times(-100) == [0.0] * 20 + [60.0] * 20 + [120.0]


async def test_a_flood_wait_is_kept_and_concerns_its_chat_alone() -> None:
    telegram = Telegram(Clock())
    telegram.floods[1] = [7, 5]
    await telegram.clock.run(
        telegram.send(1, "a"), telegram.send(1, "b"), *(telegram.send(chat) for chat in range(2, 9))
    )
    assert telegram.times(1) == [12, 13]
    assert all(telegram.times(chat) == [0] for chat in range(2, 9))
    assert [what for _, chat, what in telegram.arrived if chat == 1] == ["a", "b"]


async def test_after_a_refusal_answers_keep_to_the_strictest_pace_for_a_while() -> None:
    telegram = Telegram(Clock())
    telegram.floods[1] = [1]
    await telegram.clock.run(*(telegram.send(1) for _ in range(4)))
    assert telegram.times(1) == [1, 2, 3, 4]
    before = telegram.clock.now
    await telegram.clock.run(*(telegram.send(chat) for chat in range(2, 62)))
    assert telegram.clock.now == before  # that one chat was refused concerns no other


async def test_refused_in_several_chats_at_once_all_wait_for_the_longest_and_recover_soon() -> None:
    telegram = Telegram(Clock())
    telegram.floods = {1: [1], 100: [3]}
    await telegram.clock.run(*(telegram.send(chat) for chat in telegram.floods))
    assert sorted(telegram.arrived) == [(3, 1, None), (3, 100, None)]
    await telegram.clock.run(*(telegram.send(chat) for chat in range(200, 600)))
    others = [when for when, chat, _ in telegram.arrived if chat >= 100]
    # At first at the pace of all, and twice as many each second; after five seconds nobody waits any more.
    assert [sum(3 + second <= when < 4 + second for when in others) for second in range(4)] == [29, 60, 120, 192]
    telegram.clock.now = 1000 + 8
    await telegram.clock.run(*(telegram.send(chat) for chat in range(600, 1200)))
    assert telegram.clock.now == 1008


class Strict(Telegram):
    """A Telegram that takes so many a second over all, whoever asks, and refuses the others for a second."""

    def __init__(self, clock: Clock, most: int) -> None:
        super().__init__(clock)
        self.most = most
        self.refused = 0

    async def send(self, chat: Any, what: Any = None, lane: Lane | None = None, endpoint: str = "sendMessage") -> Any:
        async def callback() -> bool:
            await self.clock.sleep(0.05)
            if sum(self.clock.now - 1001.0 < when for when, _, _ in self.arrived) >= self.most:
                self.refused += 1
                raise RetryAfter(timedelta(seconds=1))
            self.arrived.append((self.clock.now - 1000.0, chat, what))
            return True

        return await self.queue.process_request(callback, (), {}, endpoint, {"chat_id": chat}, lane)


async def test_a_limit_over_all_is_used_as_it_is_and_hardly_run_into() -> None:
    telegram = Strict(Clock(), 30)

    async def later(chat: int) -> None:
        await telegram.clock.sleep(chat / 40)  # forty a second
        await telegram.send(chat)

    await telegram.clock.run(*(later(chat) for chat in range(1, 1201)))
    assert len(telegram.arrived) == 1200
    assert max(when for when, _, _ in telegram.arrived) < 1200 / 30 * 1.2
    assert telegram.refused < 0.3 * 1200


async def test_a_few_refusals_among_what_telegram_takes_concern_their_chats_alone() -> None:
    telegram = Telegram(Clock())
    telegram.floods = {chat: [5] for chat in range(1, 50, 20)}
    await telegram.clock.run(*(telegram.send(chat) for chat in range(2, 80)))
    assert {when for when, chat, _ in telegram.arrived if chat not in telegram.floods} == {0}
    assert {when for when, chat, _ in telegram.arrived if chat in telegram.floods} == {5}


@pytest.mark.parametrize("endpoint", ["answerCallbackQuery", "answerInlineQuery"])
async def test_the_answer_to_a_press_that_the_server_loses_is_sent_again(endpoint: str) -> None:
    telegram = Telegram(Clock())
    telegram.faults[None] = [NetworkError("Bad Gateway")]
    assert await telegram.clock.run(telegram.send(None, endpoint=endpoint)) == [True]
    telegram.faults[None] = [BadRequest("Query is too old and response timeout expired or query id is invalid")]
    (refusal,) = await telegram.clock.run(telegram.send(None, endpoint=endpoint))
    assert isinstance(refusal, BadRequest)
    assert len(telegram.arrived) == 1


async def test_a_press_is_answered_once() -> None:
    queue, sent = OutgoingQueue(Limits()), []

    async def callback() -> bool:
        sent.append("answer")
        return True

    async def answer(press: str) -> Any:
        data = {"callback_query_id": press}
        return await queue.process_request(callback, (), {}, "answerCallbackQuery", data, rate_limit_args=None)

    assert await answer("1")
    with pytest.raises(BadRequest, match="too old"):
        await answer("1")
    assert await answer("2")
    assert len(sent) == 2


async def test_a_wait_that_nobody_would_wait_is_given_up() -> None:
    telegram = Telegram(Clock(), longest_wait_seconds=60)
    telegram.floods[1] = [3600]
    (first,) = await telegram.clock.run(telegram.send(1))
    (second,) = await telegram.clock.run(telegram.send(1))
    assert isinstance(first, RetryAfter)
    assert isinstance(second, RetryAfter)
    assert telegram.arrived == []
    telegram.clock.now += 3600
    await telegram.clock.run(telegram.send(1))
    assert telegram.times(1) == [3600]


async def test_announcements_keep_to_thirty_a_second_and_answers_go_first() -> None:
    telegram = Telegram(Clock())
    announcements = [telegram.send(chat, "news", Lane.ANNOUNCEMENT) for chat in range(1, 91)]
    await telegram.clock.run(*announcements, telegram.send(500, "answer"))
    assert telegram.times(500) == [0]
    for start in (0, 1, 2):
        assert sum(start <= when < start + 1 for when, _, _ in telegram.arrived) <= 31
    assert len(telegram.arrived) == 91


async def test_answers_without_announcements_beside_them_know_no_limit_over_all() -> None:
    telegram = Telegram(Clock())
    await telegram.clock.run(*(telegram.send(chat, "answer") for chat in range(1, 201)))
    assert telegram.clock.now == 1000
    # They count all the same: an announcement waits until they are a second old.
    await telegram.clock.run(telegram.send(500, "news", Lane.ANNOUNCEMENT))
    assert telegram.times(500) == [1]


@pytest.mark.parametrize(
    ("others", "left"),
    [([], 30), ([None] * 2, 10), ([None] * 3, 9), ([None] * 99, 1), ([0.0] * 2, 24), ([12.5, 0], 14)],
)
async def test_announcements_take_what_other_processes_leave(others: list[float | None], left: int) -> None:
    telegram = Telegram(Clock())
    telegram.queue.share([None] * 4)
    telegram.queue.share(others)
    await telegram.clock.run(*(telegram.send(chat, "news", Lane.ANNOUNCEMENT) for chat in range(1, 4 * left + 1)))
    when = telegram.times_of_all()
    assert all(sum(start <= one < start + 0.999 for one in when) <= left for start in when)
    assert 2.9 < when[-1] < 4.3  # and uses it


async def test_what_one_process_sends_the_others_know() -> None:
    """A group that was answered by one is announced to by another; so is what Telegram said of it."""
    clock = Clock()
    answers, announces = Telegram(clock), Telegram(clock)
    here, there = Sharing(answers.queue), Sharing(announces.queue)
    here.among({2})
    there.among({1})
    answers.floods[-200] = [30]
    await clock.run(*(answers.send(-100) for _ in range(20)), answers.send(-200))
    told = here.tells()
    there.hears(3, told)  # nobody knows that one yet
    there.hears(1, told)
    sent = await clock.run(*(announces.send(chat, "news", Lane.ANNOUNCEMENT) for chat in (-100, -200, -300)))
    assert (announces.times(-100), announces.times(-300)) == ([90.0], [30.0])
    assert isinstance(sent[1], RetryAfter)
    assert announces.times(-200) == []
    clock.now += 1
    assert here.tells() == "0"  # what was told is not told again


async def test_what_is_no_message_waits_for_nothing() -> None:
    telegram = Telegram(Clock(), sends_per_chat=1)
    for endpoint in ("answerCallbackQuery", "getChat"):
        await telegram.clock.run(*(telegram.send(1, endpoint=endpoint) for _ in range(5)))
    assert len(telegram.arrived) == 10
    assert {when for when, _, _ in telegram.arrived} == {0}


async def shows(telegram: Telegram, *chats: int) -> list[bool]:
    return await telegram.clock.run(*(telegram.send(chat, "sign", endpoint="sendChatAction") for chat in chats))


async def test_a_sign_that_the_bot_works_is_shown_once_for_as_long_as_it_lasts_and_keeps_to_the_pace() -> None:
    telegram = Telegram(Clock())
    assert await shows(telegram, 1, 1, *range(2, 10)) == [True, False, *[True] * 4, *[False] * 4]
    telegram.clock.now += 5
    assert await shows(telegram, 1) == [True]
    telegram.floods[2] = [7]
    sending = asyncio.ensure_future(telegram.send(2))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    telegram.clock.now += 2
    assert await shows(telegram, 2, 3) == [False, True]  # Telegram wants to hear nothing for that chat
    await telegram.clock.run(sending)
    # It counts against the limit over all: what nobody asked for keeps out of its way.
    await telegram.clock.run(*(telegram.send(chat, lane=Lane.ANNOUNCEMENT) for chat in range(1000, 1031)))
    assert telegram.clock.now - 1000 > 7 + 1


async def test_who_has_to_wait_gives_way() -> None:
    telegram, gave = Telegram(Clock(), sends_per_chat=1), []
    telegram.queue._aside = lambda: gave.append(telegram.clock.now - 1000)
    await telegram.clock.run(telegram.send(1))
    assert gave == []
    telegram.floods[2] = [5]
    await telegram.clock.run(telegram.send(1), telegram.send(2))
    assert gave == [0, 0]


def broken(cause: Exception | None) -> NetworkError:
    error = NetworkError("Bad Gateway")
    error.__cause__ = cause
    return error


async def test_an_answer_is_tried_again_and_an_announcement_is_not() -> None:
    telegram = Telegram(Clock())
    telegram.faults[1] = [broken(None), broken(httpx.ConnectError("no route"))]
    telegram.faults[2] = [broken(None)]
    telegram.faults[3] = [broken(None)] * 7
    results = await telegram.clock.run(telegram.send(1), telegram.send(2, lane=Lane.ANNOUNCEMENT), telegram.send(3))
    assert telegram.times(1) == [1.5]
    assert [type(result) for result in results[1:]] == [NetworkError, NetworkError]
    assert telegram.faults[3] == []


def slow() -> TimedOut:
    error = TimedOut()
    error.__cause__ = httpx.ReadTimeout("slow")
    return error


CUT = broken(httpx.ReadError("cut"))


@pytest.mark.parametrize(
    ("faults", "sent"),
    [
        ([CUT, broken(None), CUT, broken(None), CUT], True),  # one 5xx after a cut connection is no reason to give up
        ([CUT] * 4, False),
        ([slow(), broken(None), broken(None)], True),
        ([slow(), slow()], False),  # Telegram has it already, as likely as not
        ([slow(), CUT], False),
    ],
)
async def test_what_may_have_arrived_is_repeated_a_few_times_only(faults: list[Exception], sent: bool) -> None:
    telegram = Telegram(Clock())
    telegram.faults[1] = list(faults)
    (result,) = await telegram.clock.run(telegram.send(1))
    assert (result is True) is sent
    assert telegram.faults[1] == []


async def test_what_telegram_refuses_is_not_tried_again() -> None:
    telegram = Telegram(Clock())
    telegram.faults[1] = [BadRequest("chat not found")]
    (result,) = await telegram.clock.run(telegram.send(1))
    assert isinstance(result, BadRequest)
    assert telegram.clock.now == 1000


async def test_idle_chats_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.telegram.chat_clock._MANY_CHATS", 10)
    telegram = Telegram(Clock())
    await telegram.clock.run(*(telegram.send(chat) for chat in range(1, 11)))
    telegram.clock.now += 1000
    await telegram.clock.run(telegram.send(99))
    assert set(telegram.queue._chats._clocks) == {"99"}


@given(st.lists(st.integers(1, 3), max_size=40), st.integers(1, 4))
def test_no_window_is_ever_exceeded_and_order_is_kept(sends: list[int], burst: int) -> None:
    async def scenario() -> None:
        telegram = Telegram(Clock(), sends_per_chat=burst, sends_per_second=5)
        await telegram.clock.run(*(telegram.send(chat, number) for number, chat in enumerate(sends)))
        assert len(telegram.arrived) == len(sends)
        for chat in (1, 2, 3):
            times = telegram.times(chat)
            assert all(later - first >= burst - 1e-6 for first, later in zip(times, times[burst:], strict=False))
            order = [what for _, where, what in telegram.arrived if where == chat]
            assert order == sorted(order)

    asyncio.run(scenario())


class Distant:
    """A Telegram that is some way off, and what it received when."""

    def __init__(self, clock: Clock, there: float, back: float) -> None:
        self.clock, self.there, self.back = clock, there, back
        self.queue = OutgoingQueue(Limits(), clock=clock, sleep=clock.sleep)
        self.received: list[float] = []
        self.noted = self.most_noted = 0

    async def announce(self, chat: int) -> None:
        async def leaving() -> None:
            await self.clock.sleep(0.01)
            self.noted += 1
            self.most_noted = max(self.most_noted, self.noted)

        async def callback() -> bool:
            self.noted -= 1
            await self.clock.sleep(self.there)
            self.received.append(self.clock.now)
            await self.clock.sleep(self.back)
            return True

        passage = SendOptions(Lane.ANNOUNCEMENT, leaving)
        await self.queue.process_request(callback, (), {}, "sendMessage", {"chat_id": chat}, passage)

    @property
    def most_in_a_second(self) -> int:
        return max(sum(at <= other < at + 1 for other in self.received) for at in self.received)


@pytest.mark.parametrize(("there", "back"), [(0.001, 0.001), (0.1, 0.1), (0.2, 0.0), (0.0, 0.2), (0.01, 0.15)])
async def test_a_distant_telegram_is_told_as_much_as_a_near_one_and_never_more(there: float, back: float) -> None:
    distant = Distant(Clock(), there, back)
    await distant.clock.run(*(distant.announce(chat) for chat in range(1, 301)))
    assert distant.most_in_a_second <= 30
    # The first thirty show how far off it is.
    took = distant.received[-1] - distant.received[60]
    assert 239 / took >= 0.95 * 30


async def test_an_answer_beside_a_broadcast_is_not_sent_before_there_is_room() -> None:
    """Some trips take long, and what is known of the usual one says nothing of the next."""
    distant, trips = Distant(Clock(), 0.01, 0.01), itertools.cycle([0.01, 0.01, 0.01, 0.3])

    async def answer(number: int) -> None:
        async def callback() -> bool:
            distant.received.append(distant.clock.now)
            await distant.clock.sleep(next(trips))
            return True

        await distant.clock.sleep(number / 4)
        await distant.queue.process_request(callback, (), {}, "sendMessage", {"chat_id": 1000 + number}, None)

    announcements = (distant.announce(chat) for chat in range(1, 401))
    await distant.clock.run(*announcements, *(answer(number) for number in range(40)))
    assert distant.most_in_a_second <= 30


async def test_a_few_only_are_noted_as_leaving_before_they_leave() -> None:
    distant = Distant(Clock(), 0.05, 0.05)
    await distant.clock.run(*(distant.announce(chat) for chat in range(1, 91)))
    assert len(distant.received) == 90
    assert distant.most_noted <= 4


async def test_what_is_called_off_before_it_leaves_holds_nobody_up() -> None:
    distant = Distant(Clock(), 0.0, 0.0)

    async def refused() -> None:
        raise ValueError("not now")

    async def never() -> bool:
        raise AssertionError

    for chat in (1, 2):
        passage = SendOptions(Lane.ANNOUNCEMENT, refused)
        with pytest.raises(ValueError, match="not now"):
            await distant.queue.process_request(never, (), {}, "sendMessage", {"chat_id": chat}, passage)
    await distant.clock.run(distant.announce(1), distant.announce(2))
    assert len(distant.received) == 2
