"""The tables of what is kept for chats: what is set there, what they were last shown, the long values of buttons."""

from datetime import datetime

from sqlalchemy import BigInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.models import Base


class PreferenceRow(Base):
    """What a person, or the administrators of a group, have set for a chat. No row: nothing is set."""

    __tablename__ = "preferences"

    chat_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    language: Mapped[str | None] = mapped_column(String(8))
    plain: Mapped[bool]
    agency: Mapped[str | None]
    year: Mapped[int | None]
    offices: Mapped[str | None]


class ChatRow(Base):
    """What a chat was last shown. There is no user in it."""

    __tablename__ = "chats"

    chat_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    shown_at: Mapped[datetime] = mapped_column(index=True)
    context: Mapped[str]


class TokenRow(Base):
    """The text behind a button's token. There is no user beside it."""

    __tablename__ = "tokens"

    token: Mapped[str] = mapped_column(String(22), primary_key=True)
    value: Mapped[str]
