"""The table of pages of watched sites: each row of a list, what its page was, and whether it was loaded."""

from datetime import datetime

from sqlalchemy import Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.models import Base, BigId, Json


class SitePageRow(Base):
    """A row of a watched list.

    `name` tells it from others of its source. `state` is `waiting` (for its page to be read), `read` (to be loaded),
    `loaded` or `open` (it cannot be loaded). `said` is what the list says of it. `quiet`: it was there at first sight,
    and is not announced. `seen` is the last sweep that met it in the list, `swept` the last that asked for its page;
    `missed` counts the sweeps since that did not meet it. `sha256` is of the page as it was read, `read_at` when.
    `record_key` is the record that it is.
    """

    __tablename__ = "site_pages"

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=True)
    source: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(64))
    address: Mapped[str]
    title: Mapped[str]
    state: Mapped[str] = mapped_column(String(8))
    said: Mapped[Json]
    quiet: Mapped[bool]
    tries: Mapped[int] = mapped_column(Integer)
    seen: Mapped[int] = mapped_column(Integer)
    swept: Mapped[int] = mapped_column(Integer)
    missed: Mapped[int] = mapped_column(Integer)
    etag: Mapped[str | None]
    modified: Mapped[str | None]
    sha256: Mapped[str | None] = mapped_column(String(64))
    read_at: Mapped[datetime | None]
    record_key: Mapped[str | None]

    __table_args__ = (UniqueConstraint("source", "name"), Index("ix_site_pages_state", "source", "state"))
