"""What whoever imports says of the documents."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Given:
    """What whoever imports says of a document.

    Attributes:
        agency_name: The agency, where the document does not name it.
        year: The year of a report, likewise.
        force: Both hold even where the document names others.
    """

    agency_name: str | None = None
    year: int | None = None
    force: bool = False


NOTHING_GIVEN = Given()
