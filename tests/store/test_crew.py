"""Several processes on one PostgreSQL: who is there, and which of them answers what."""

import asyncio
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

import bot.store.crew
from bot.store.chat.inbox import Arrival, Inbox
from bot.store.crew import Crew, chosen
from bot.store.database import Database
from tests.store.test_postgres import server, url

__all__ = ["server", "url"]


@dataclass
class Sharing:
    """Some processes of one database, each as it sees the others."""

    database: Database
    members: set[int]

    def inbox(self, number: int) -> Inbox:
        inbox = Inbox(self.database)
        inbox.me, inbox.members = number, lambda: self.members
        return inbox


@pytest.fixture
def sharing(url: str) -> Iterator[Sharing]:
    database = Database.open(url)
    yield Sharing(database, {1, 2, 3})
    database.close()


def arrivals(chats: Collection[int], first: int = 1) -> list[Arrival]:
    return [Arrival(number, chat, "{}") for number, chat in enumerate(chats, first)]


def numbers(inbox: Inbox) -> list[int]:
    return [one.number for one in inbox.mine()]


@given(st.sets(st.integers(1, 2**31 - 1), min_size=2, max_size=6), st.integers(-(2**40), 2**40))
def test_a_chat_changes_its_process_only_when_that_one_goes(members: set[int], chat: int) -> None:
    before = chosen(chat, members)
    assert before in members
    for gone in members - {before}:
        assert chosen(chat, members - {gone}) == before


def test_chats_are_spread_evenly() -> None:
    spread = Counter(chosen(chat, {11, 22, 33}) for chat in range(3000))
    assert min(spread.values()) > 900


def test_whoever_receives_it_each_is_answered_by_one(sharing: Sharing) -> None:
    inboxes = [sharing.inbox(number) for number in (1, 2, 3)]
    chats = list(range(60))
    for which, arrival in enumerate(arrivals(chats)):
        receiver = inboxes[which % 3]
        mine = receiver.keep([arrival])
        assert mine == ({arrival.number} if chosen(arrival.chat or 0, {1, 2, 3}) == receiver.me else set())
        assert inboxes[(which + 1) % 3].keep([arrival]) == set()  # told again, to another
    found = [numbers(inbox) for inbox in inboxes]
    assert sorted(chain(*found)) == list(range(1, 61))
    assert all(found)


def test_what_comes_later_goes_where_the_earlier_waits_even_if_another_would_be_chosen(sharing: Sharing) -> None:
    chat = 5
    owner = chosen(chat, {1, 2, 3})
    inbox = sharing.inbox(owner)
    inbox.keep(arrivals([chat]))
    sharing.members.remove(owner)
    other = sharing.inbox(min(sharing.members))
    assert other.keep(arrivals([chat], 2)) == set()
    assert numbers(inbox) == [1, 2]
    assert other.adopt() == 0
    assert numbers(inbox) == []
    assert numbers(sharing.inbox(chosen(chat, sharing.members))) == [1, 2]


def test_who_leaves_leaves_what_is_not_answered_to_the_others(sharing: Sharing) -> None:
    inboxes = {number: sharing.inbox(number) for number in (1, 2, 3)}
    inboxes[1].keep(arrivals(range(30)))
    before = numbers(inboxes[2])
    inboxes[2].delete(before[:2])
    inboxes[2].leave()
    sharing.members.remove(2)
    inboxes[3].adopt()
    assert numbers(inboxes[2]) == []
    assert sorted(numbers(inboxes[1]) + numbers(inboxes[3])) == sorted(set(range(1, 31)) - set(before[:2]))


def test_what_is_being_answered_already_is_not_given_to_another(sharing: Sharing) -> None:
    chat = 5
    inbox = sharing.inbox(min({1, 2, 3} - {chosen(chat, {1, 2, 3})}))
    assert inbox.keep(arrivals([chat]), begun={1}) == {1}
    assert numbers(inbox) == [1]


async def test_they_see_each_other_come_and_go_and_are_told_what_is_theirs(
    url: str, sharing: Sharing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot.store.crew, "MISSING", 1e6)  # who leaves says so: nobody has to be missed
    stops = [asyncio.Event(), asyncio.Event()]
    first, second = crews = [Crew(sharing.database.address) for _ in stops]
    running = [asyncio.create_task(crew.run(stop)) for crew, stop in zip(crews, stops, strict=True)]
    await until(first, lambda: len(first.members) == 2)
    await until(second, lambda: first.members == second.members == {first.number, second.number})
    assert first.is_sure
    assert not first.is_settled
    told = asyncio.Event()
    second.news = told.set
    inbox = Inbox(sharing.database)
    inbox.join(first)
    await asyncio.to_thread(inbox.keep, arrivals(range(20)))
    await asyncio.wait_for(told.wait(), 30)
    stops[1].set()
    await until(first, lambda: first.members == {first.number})
    stops[0].set()
    await asyncio.gather(*running)


async def test_each_hears_what_the_others_say_and_not_itself(sharing: Sharing) -> None:
    crews, stop = [Crew(sharing.database.address) for _ in range(2)], asyncio.Event()
    heard: list[tuple[int, str]] = []
    for crew in crews:
        crew.tells = f"by {crew.number}".__str__
        crew.hears = lambda *told: heard.append(told)
    running = [asyncio.create_task(crew.run(stop)) for crew in crews]
    both = {(crew.number, f"by {crew.number}") for crew in crews}
    await until(crews[0], lambda: both <= set(heard))
    stop.set()
    await asyncio.gather(*running)
    assert set(heard) == both


async def test_a_session_that_is_cut_is_opened_again_and_nobody_is_missed(sharing: Sharing) -> None:
    stop = asyncio.Event()
    changes = 0

    def changed() -> None:
        nonlocal changes
        changes += 1

    crew = Crew(sharing.database.address, changed)
    running = asyncio.create_task(crew.run(stop))
    await asyncio.wait_for(crew.ready.wait(), 30)
    joined = crew._joined_at
    with sharing.database.writing() as connection:
        holder = "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND objid = :number"
        assert connection.execute(text(holder), {"number": crew.number}).scalar()
    await until(crew, lambda: crew._joined_at > joined)
    assert crew.is_sure
    stop.set()
    await running
    assert changes == 1


async def until(crew: Crew, true: Callable[[], bool]) -> None:
    while not true():
        looked = asyncio.Event()
        crew.looked = looked.set
        await asyncio.wait_for(looked.wait(), 30)
