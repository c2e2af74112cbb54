"""What a report form consists of: terms, blocks, cells, derived figures, relations (domain.md §1)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

T2 = "t2_proactive"
T3 = "t3_requests"
T4 = "t4_review_litigation"
NARRATIVE = "narrative"
FORM_2019 = "cn_annual_2019"
FORM_2021 = "cn_annual_2021"


class Comparable(StrEnum):
    """Whether two figures of different years or forms may be set side by side (domain.md §1.3)."""

    YES = "yes"
    ROUGHLY = "roughly"
    NO = "no"


@dataclass(frozen=True, slots=True, kw_only=True)
class FormTerm:
    """A row, column, group or block of a form.

    Attributes:
        key: Its part of the canonical key.
        label: As the form prints it, without its number.
        short: Label for screens.
        number: Number that the form prints before it (`一`, `（三）`, `1`), or None.
        parent: Key of the group that it stands in, or None.
        aliases: Other printings found in documents.
        names: Words that people use for it in questions.
        signed: Values may be negative.
        money: Values are amounts, so they need not be whole numbers.
        unit: Unit that the form itself prints in the label, or None.
    """

    key: str
    label: str
    short: str = ""
    number: str | None = None
    parent: str | None = None
    aliases: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    signed: bool = False
    money: bool = False
    unit: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Rows of T3 under one heading; `subtotal` is the key of their sum where the form does not print it."""

    term: FormTerm
    rows: tuple[str, ...]
    subtotal: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Rows and columns that share a header: one small table of T2, T3 as a whole, one group of T4.

    `prefix` begins the keys of its cells; rows of T4 have no key of their own, so `rows` is empty there.
    """

    prefix: str
    table: str
    section: str
    term: FormTerm
    rows: tuple[FormTerm, ...]
    columns: tuple[FormTerm, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CellDefinition:
    """One number cell of a form: where it belongs and what it is called."""

    key: str
    table: str
    block: Block
    row: FormTerm
    column: FormTerm

    @property
    def label(self) -> str:
        """Row and column as one name, in the words of the form."""
        return f"{self.row.short or self.row.label}·{self.column.label}"

    @property
    def signed(self) -> bool:
        """Values may be negative (本年增/减)."""
        return self.column.signed

    @property
    def money(self) -> bool:
        """The value is an amount of money."""
        return self.column.money


@dataclass(frozen=True, slots=True, kw_only=True)
class Derived:
    """A figure that no form prints: the sum of printed ones, always labelled as computed.

    Attributes:
        key: Key without column, e.g. `requests.refused_subtotal`; with a column `requests.refused_subtotal.total`.
        label: Its name, which says that it is a sum.
        table: Table of its parts, or `narrative`.
        parts: Keys without column whose values are added.
        names: Everyday names.
        forms: Forms in which it is derived: （六）其他处理 is printed in one and derived in the other.
    """

    key: str
    label: str
    table: str
    parts: tuple[str, ...]
    names: tuple[str, ...]
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NarrativeDefinition:
    """A figure that reports state in prose, and the cells that it repeats (K9); none when no cell says the same."""

    key: str
    label: str
    unit: str
    names: tuple[str, ...]
    table_keys: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One of the six sections (domain.md §1.1)."""

    key: str
    number: str
    label: str
    keywords: tuple[str, ...]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """One of K1 to K11. Only `status == "official"` may be called 官方勾稽关系 (domain.md §1.6)."""

    id: str
    name: str
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One national form: its blocks in printed order."""

    id: str
    name: str
    document: str
    first_year: int
    last_year: int | None
    marks: tuple[str, ...]
    blocks: tuple[Block, ...]
    groups: tuple[Group, ...]

    def cells(self) -> Mapping[str, CellDefinition]:
        """Return the number cells by key, in printed order: 198 for form A, 200 for form B."""
        return _cells(self)

    def cell(self, key: str) -> CellDefinition | None:
        """Return the cell of a canonical key, or None when this form has no such cell."""
        return _cells(self).get(key)

    def table(self, key: str) -> tuple[Block, ...]:
        """Return the blocks of a table (`T2`, `T3`, `T4`)."""
        return tuple(block for block in self.blocks if block.table == key)


def _block_cells(block: Block) -> Iterator[CellDefinition]:
    for row in block.rows or (block.term,):
        stem = f"{block.prefix}.{row.key}" if block.rows else block.prefix
        for column in block.columns:
            yield CellDefinition(key=f"{stem}.{column.key}", table=block.table, block=block, row=row, column=column)


#: By form id: hashing a whole form at each look-up would cost more than the look-up.
_CELLS: dict[str, Mapping[str, CellDefinition]] = {}


def _cells(form: Form) -> Mapping[str, CellDefinition]:
    if form.id not in _CELLS:
        _CELLS[form.id] = {cell.key: cell for block in form.blocks for cell in _block_cells(block)}
    return _CELLS[form.id]
