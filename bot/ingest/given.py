"""What whoever imports says of the documents."""

from dataclasses import dataclass

from bot.store.load.own_office import NOBODYS, Whose


@dataclass(frozen=True, slots=True)
class Given:
    """What whoever imports says of a document.

    Attributes:
        agency_name: The agency, where the document does not name it.
        year: The year of a report, likewise.
        force: Both hold even where the document names others.
        whose: Whose a document is that names no office.
    """

    agency_name: str | None = None
    year: int | None = None
    force: bool = False
    whose: Whose = NOBODYS


NOTHING_GIVEN = Given()
