"""A field that changed: in a preview, in what is stored, in an answer and in an announcement alike."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """One field that says something else now.

    Attributes:
        field: Its name in `Record` or `Report`, of a column beside the known fields `extras:` and its label; of a
            figure its key.
        was: What it said, as text; None where it said nothing, or that is not told.
        now: What it says where that is told too.
        until: Until when (UTC) it was shown (domain.md §5.3).
    """

    field: str
    was: str | None = None
    now: str | None = None
    until: datetime | None = None
