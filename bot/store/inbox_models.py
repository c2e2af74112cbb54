"""The tables of updates that were fetched and are not answered yet. A row is there only while somebody waits."""

from datetime import datetime

from sqlalchemy import BigInteger, Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.models import Base


class InboxRow(Base):
    """An update as Telegram wrote it, with what was said in it: deleted when it is answered, and by /forget.

    `starts` counts the starts that found it: one that ends the process each time must not do so for ever. `owner` is
    the process that answers it (`bot.store.crew`); 0 where there is one alone, None where there is none.
    """

    __tablename__ = "inbox"

    update_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    chat_id: Mapped[int | None] = mapped_column(BigInteger, index=True)
    at: Mapped[datetime]
    content: Mapped[str] = mapped_column(Text)
    starts: Mapped[int] = mapped_column(default=0)
    owner: Mapped[int | None]


class InboxAnsweredRow(Base):
    """An update that was answered, for as long as Telegram may tell it again. No chat and no text."""

    __tablename__ = "inbox_answered"

    update_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(index=True)
