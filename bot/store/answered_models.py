"""Tables of what was answered, and of what nothing was found for. There is no user in them, and no text of a person."""

from datetime import date, datetime

from sqlalchemy import BigInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.models import Base


class AnsweredRow(Base):
    """Which message answers which, by their numbers, so that an edited question still finds its answer."""

    __tablename__ = "answered"

    chat_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    question: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    answer: Mapped[int] = mapped_column(BigInteger)
    at: Mapped[datetime] = mapped_column(index=True)


class MissRow(Base):
    """How often on a day nothing was found for a word: what the library lacks. Nobody stands beside it."""

    __tablename__ = "misses"

    word: Mapped[str] = mapped_column(String(64), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    count: Mapped[int]
