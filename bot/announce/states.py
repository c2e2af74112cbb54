"""The outbox as a state machine: the states of a post, and what may happen to it in which.

Every change of a post's state goes through here; what else is written with it is in `bot.announce.outcomes`.
"""

from collections.abc import Mapping
from enum import Enum, StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, case, select, update

from bot.store.chat_tables import POSTS


class State(StrEnum):
    """What is known of a post."""

    WAITING = "waiting"  # Telegram does not have it
    SENDING = "sending"  # on its way
    SENT = "sent"
    AMBIGUOUS = "ambiguous"  # Telegram may have it
    FAILED = "failed"  # Telegram will never have it
    DROPPED = "dropped"  # there is nothing left to say, or nobody to say it to


class Happening(Enum):
    """What happens to a post."""

    LEAVES = "leaves"
    ARRIVES = "arrives"
    RETURNS = "returns"  # surely not taken; to be tried again
    RETURNS_IN_DOUBT = "returns in doubt"  # the same of one of which an earlier sending may have been taken
    IS_LOST_SIGHT_OF = "is lost sight of"  # no answer came, or the process ended
    IS_REPEATED = "is repeated"  # somebody looked, and it is not there
    IS_REJECTED = "is rejected"
    LOSES_ITS_SENSE = "loses its sense"
    IS_CORRECTED = "is corrected"  # also: it will not be
    IS_CORRECTED_LATER = "is corrected later"


#: All there are. From `ambiguous` it arrives where another process had taken it for lost.
MOVES: Mapping[Happening, Mapping[State, State]] = {
    Happening.LEAVES: {State.WAITING: State.SENDING, State.AMBIGUOUS: State.SENDING},
    Happening.ARRIVES: {State.SENDING: State.SENT, State.AMBIGUOUS: State.SENT},
    Happening.RETURNS: {State.SENDING: State.WAITING, State.WAITING: State.WAITING},
    Happening.RETURNS_IN_DOUBT: {State.SENDING: State.AMBIGUOUS, State.AMBIGUOUS: State.AMBIGUOUS},
    Happening.IS_LOST_SIGHT_OF: {State.SENDING: State.AMBIGUOUS},
    Happening.IS_REPEATED: {State.AMBIGUOUS: State.AMBIGUOUS},
    Happening.IS_REJECTED: dict.fromkeys((State.WAITING, State.SENDING, State.AMBIGUOUS), State.FAILED),
    Happening.LOSES_ITS_SENSE: dict.fromkeys((State.WAITING, State.AMBIGUOUS), State.DROPPED),
    Happening.IS_CORRECTED: {State.SENT: State.SENT},
    Happening.IS_CORRECTED_LATER: {State.SENT: State.SENT},
}

#: States of an outbox row, one event for one chat: it waits, is in a post, changes an earlier one, or is taken back.
ROW_WAITS, ROW_POSTED, ROW_APPLIED, ROW_TAKEN_BACK = "waiting", "posted", "applied", "taken_back"


class IllegalMoveError(Exception):
    """Something was to happen to a post that cannot happen to one in its state; nothing was changed."""

    def __init__(self, number: int, state: State, happening: Happening) -> None:
        super().__init__(f"post {number}, {state.value}: {happening.value}")
        self.state = state


def happen(
    connection: Connection, number: int, happening: Happening, *only_if: ColumnElement[bool], **values: Any
) -> bool:
    """Let something happen to a post, and write what goes with it.

    Args:
        connection: Of the transaction.
        number: Of the post.
        happening: What happens.
        only_if: Conditions besides its state.
        values: Of its other columns.

    Returns:
        Whether it happened: not where a condition does not hold, or the post is gone, its chat forgotten.

    Raises:
        IllegalMoveError: It cannot happen to a post in that state.
    """
    moves = MOVES[happening]
    mine = POSTS.c.id == number
    if _moved(connection, happening, mine, *only_if, **values):
        return True
    state = connection.execute(select(POSTS.c.state).where(mine)).scalar()
    if state is not None and State(state) not in moves:
        raise IllegalMoveError(number, State(state), happening)
    return False


def happen_to_all(connection: Connection, happening: Happening, which: ColumnElement[bool], **values: Any) -> int:
    """Let something happen to all posts of a condition to which it can happen; return how many there were."""
    return _moved(connection, happening, which, **values)


def _moved(connection: Connection, happening: Happening, *which: ColumnElement[bool], **values: Any) -> int:
    moves = MOVES[happening]
    to = case({before.value: after.value for before, after in moves.items()}, value=POSTS.c.state)
    posts = update(POSTS).where(*which, POSTS.c.state.in_([state.value for state in moves]))
    return int(connection.execute(posts.values(state=to, **values)).rowcount)
