"""The table of what is set for a chat (/settings)."""

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
