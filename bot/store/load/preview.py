"""What an import would change, or changed: the same for a dry run and a real one."""

from collections.abc import Collection
from dataclasses import dataclass, field

from bot.records.changes import FieldChange
from bot.records.model import ListReading, Place, Record

# Lines kept of each kind. Counts are of all; a list of a million new rows helps nobody and fills the memory.
LINES_KEPT = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewLine:
    """One thing in a preview.

    Attributes:
        what: `record`, `report`, `cell`, `figure`, `passage`, `person`, `listing` or `row`.
        key: Its key; empty for a row that was refused.
        label: Its title or label.
        place: Where in its source it stands, None for what is in the database only.
        changes: Its fields that change.
        reason: Why a row is refused: name of a message.
        record: What a new or changed record says.
    """

    what: str
    key: str
    label: str
    place: Place | None = None
    changes: tuple[FieldChange, ...] = ()
    reason: str | None = None
    record: Record | None = None


@dataclass(slots=True)
class PreviewGroup:
    """Things of one fate: how many of each sort, and the first of them by line."""

    counts: dict[str, int] = field(default_factory=dict)
    lines: list[PreviewLine] = field(default_factory=list)

    @property
    def total(self) -> int:
        """How many in all."""
        return sum(self.counts.values())

    @property
    def is_full(self) -> bool:
        """Whether further lines would not be kept, so that they need not be made."""
        return len(self.lines) >= LINES_KEPT

    def add(self, line: PreviewLine) -> None:
        """Count one thing and keep its line while there is room."""
        self.count(line.what)
        if not self.is_full:
            self.lines.append(line)

    def drop(self, what: str, keys: Collection[str]) -> None:
        """Count some things less, and let their lines go."""
        self.count(what, -len(keys))
        self.lines = [line for line in self.lines if line.key not in keys]

    def count(self, what: str, number: int = 1) -> None:
        """Count things without a line."""
        if number:
            self.counts[what] = self.counts.get(what, 0) + number


@dataclass(slots=True)
class Preview:
    """What an import does, counted as it does it.

    Attributes:
        documents: Names of the files, in order.
        new: Not in the database before.
        changed: There with other values; each line names old and new.
        unchanged: There already, all the same (counted only).
        missing: In the database, in a list or report that the file also has, but not in the file; they stay.
        refused: Rows not taken, with place and reason.
        taken_down: Loaded records that the file marks as not for the public: they are withdrawn with it.
        unsure: Loaded records of which nobody can tell whether the file corrects or withholds them; they stay.
        withdrawn: Rows of records that were withdrawn; they stay withdrawn (domain.md §5.3).
        demonstration_left: The demonstration makes way for it.
        readings: How the lists were understood.
        passed: What was not read of the files, sort and name.
        own_office: The bot's own office, where a document names none and it is taken.
        nameless: Some of it is of an office that is not named.
    """

    documents: list[str] = field(default_factory=list)
    new: PreviewGroup = field(default_factory=PreviewGroup)
    changed: PreviewGroup = field(default_factory=PreviewGroup)
    unchanged: PreviewGroup = field(default_factory=PreviewGroup)
    missing: PreviewGroup = field(default_factory=PreviewGroup)
    refused: PreviewGroup = field(default_factory=PreviewGroup)
    taken_down: PreviewGroup = field(default_factory=PreviewGroup)
    unsure: PreviewGroup = field(default_factory=PreviewGroup)
    withdrawn: PreviewGroup = field(default_factory=PreviewGroup)
    demonstration_left: bool = False
    readings: list[ListReading] = field(default_factory=list)
    passed: list[tuple[str, str]] = field(default_factory=list)
    own_office: str | None = None
    nameless: bool = False

    @property
    def changes_anything(self) -> bool:
        """Whether the import changes the database."""
        return bool(self.new.total or self.changed.total or self.taken_down.total)

    def counts(self) -> dict[str, dict[str, int]]:
        """Return the counts of each group, for the record of batches."""
        names = ("new", "changed", "unchanged", "missing", "taken_down", "refused", "withdrawn")
        return {name: getattr(self, name).counts for name in names}
