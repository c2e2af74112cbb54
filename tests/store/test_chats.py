"""Contexts of chats and tokens of buttons: kept as long as promised, with no user beside them."""

from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import inspect

from bot.plain_json import from_plain, prepare, to_plain
from bot.store.chat.chats import KEPT, NAMED, Chats
from bot.store.chat.tokens import Tokens
from bot.store.database import Database
from bot.store.errors import BusyError
from tests.rounds import examples

NOW = datetime(2021, 7, 1, 12, tzinfo=UTC)


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


@dataclass(frozen=True)
class Apple:
    colour: Colour
    days: tuple[date, ...] = ()


@dataclass(frozen=True)
class Pear:
    weight: Decimal | None = None
    names: dict[str, int] | None = None


@dataclass(frozen=True)
class Basket:
    shown_at: datetime
    fruit: tuple[Apple | Pear, ...]
    best: Apple | Pear | None = None
    span: tuple[int, str] | None = None
    inner: "Basket | None" = None
    beside: "tuple[Basket, ...]" = ()


fruit = st.one_of(
    st.builds(Apple, st.sampled_from(Colour), st.lists(st.dates(), max_size=2).map(tuple)),
    st.builds(
        Pear,
        st.none() | st.decimals(allow_nan=False, allow_infinity=False, places=3),
        st.none() | st.dictionaries(st.text(max_size=3), st.integers(), max_size=2),
    ),
)
baskets = st.recursive(
    st.builds(
        Basket,
        st.just(NOW),
        st.lists(fruit, max_size=3).map(tuple),
        st.none() | fruit,
        st.none() | st.tuples(st.integers(), st.text(max_size=3)),
    ),
    lambda inner: st.builds(
        Basket, st.just(NOW), st.just(()), st.none(), st.none(), inner, st.lists(inner, max_size=2).map(tuple)
    ),
    max_leaves=3,
)


@examples(20)
@given(baskets)
def test_what_is_written_is_read_back(basket: Basket) -> None:
    prepare(Basket)
    assert from_plain(Basket, to_plain(basket)) == basket


def test_what_json_cannot_say_is_refused() -> None:
    with pytest.raises(TypeError, match="object cannot be kept"):
        to_plain((object(),))


BASKET = Basket(NOW, (Apple(Colour.RED), Pear(Decimal("1.50"))))


def test_a_context_is_kept_and_replaced_and_forgotten(database: Database) -> None:
    chats = Chats(database)
    chats.remember(-100_123_456_789_000, BASKET, now=NOW)
    assert chats.recall(-100_123_456_789_000, Basket, now=NOW) == BASKET
    assert chats.recall(2, Basket, now=NOW) is None
    other = Basket(NOW, ())
    chats.remember(-100_123_456_789_000, other, now=NOW)
    assert chats.recall(-100_123_456_789_000, Basket, now=NOW) == other
    chats.forget(-100_123_456_789_000)
    assert chats.recall(-100_123_456_789_000, Basket, now=NOW) is None


def test_an_expired_context_can_still_be_named_and_then_is_gone(database: Database) -> None:
    chats = Chats(database)
    chats.remember(1, BASKET, now=NOW)
    assert chats.recall(1, Basket, now=NOW + KEPT + timedelta(minutes=1)) == BASKET
    late = NOW + KEPT + NAMED + timedelta(minutes=1)
    assert chats.recall(1, Basket, now=late) is None
    chats.remember(2, BASKET, now=late)
    database.behind.flush()
    with database.reading() as connection:
        assert connection.exec_driver_sql("SELECT chat_id FROM chats").scalars().all() == [2]


def test_a_context_of_an_older_version_counts_as_none(database: Database) -> None:
    chats = Chats(database)
    chats.remember(1, Pear(), now=NOW)
    assert chats.recall(1, Basket, now=NOW) is None


def test_no_table_knows_a_user(database: Database) -> None:
    with database.reading() as connection:
        columns = {column["name"] for table in ("chats", "tokens") for column in inspect(connection).get_columns(table)}
    assert columns == {"chat_id", "shown_at", "context", "token", "value"}


@pytest.mark.parametrize("said", ["智能制造", "", "a" * 4096, "\ud800 half a pair", "NUL \0 within"])
def test_a_text_has_one_short_token(database: Database, said: str) -> None:
    tokens = Tokens(database)
    token = tokens.keep(said)
    assert (len(token), token.isascii(), tokens.keep(said)) == (22, True, token)
    kept = tokens.value(token)
    assert kept is not None
    assert tokens.keep(kept) == token
    assert tokens.value("nothing") is None


def test_an_import_that_is_being_written_holds_up_no_answer(
    database: Database, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.store.chat.tokens.PATIENCE", 0.0)
    chats, tokens = Chats(database), Tokens(database)
    kept = tokens.keep("轴承")
    importing = Database.open(url)
    with importing.writing():
        chats.remember(1, BASKET, now=NOW)
        # The button is left out: one that only memory knows is dead after a restart. PostgreSQL lets both write.
        with pytest.raises(BusyError) if url.startswith("sqlite") else nullcontext():
            tokens.keep("智能制造")
        assert tokens.keep("轴承") == kept
        database.behind.flush(patience=0.0)
        assert chats.recall(1, Basket, now=NOW) == BASKET
    chats.remember(2, BASKET, now=NOW)
    assert database.behind.flush()
    tokens.keep("中小企业")
    assert Chats(importing).recall(1, Basket, now=NOW) == BASKET
    assert Tokens(importing).value(tokens.keep("智能制造")) == "智能制造"
    importing.close()
