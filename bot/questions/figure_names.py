"""The form's figures by the words people use for them (`data/form`), found in a message."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache

from bot.questions.lexicon import words
from bot.records.form import Block, definition, derived, everyday_names, forms, narrative
from bot.text.normalise import compact

_HANDLING = ("cppcc.", "npc.", "handling")
_NARRATIVE = ".narrative"
_SHORTEST_COLUMN_ALONE = 3
_WORD = 2  # signs
_HOW_MUCH, _GOES_WITH = "多少", "了呢啊呀吗呗钱元万费块毛件份条次项起笔号"


class Part(StrEnum):
    """What a name names."""

    ROW = "row"  # a row, a group of rows with a sum, a group of T4, a whole small table
    COLUMN = "column"
    PROSE = "prose"  # a figure of the text


@dataclass(frozen=True, slots=True)
class Meaning:
    """One thing that a name can mean: a row `art20_6.administrative_penalties`, a column `art20_6.*.decisions`."""

    part: Part
    key: str

    @property
    def prefix(self) -> str:
        """The block of the form that it belongs to."""
        return self.key.partition(".")[0]


@dataclass(frozen=True, slots=True)
class NameHit:
    """A name in a compact message; `official` when it is the form's own label."""

    start: int
    end: int
    said: str
    meanings: tuple[Meaning, ...]
    official: bool = False

    def all(self, part: Part) -> tuple[Meaning, ...]:
        """Return what it can mean of one kind."""
        return tuple(meaning for meaning in self.meanings if meaning.part is part)


@cache
def names() -> Mapping[str, tuple[Meaning, ...]]:
    """Return every name in compact form with its meanings."""
    counting = {compact(word) for word in words("words", "how_many")}
    found: dict[str, dict[Meaning, None]] = {}
    for key, listed in everyday_names().items():
        meaning = _meaning(key)
        if meaning is None:
            continue
        for name in listed:
            bare = compact(name)
            if len(bare) > 1 and bare not in counting:
                found.setdefault(bare, {})[meaning] = None
    return {name: tuple(meanings) for name, meanings in found.items()}


@cache
def _by_first() -> Mapping[str, tuple[str, ...]]:
    grouped: dict[str, list[str]] = {}
    for name in sorted(names(), key=len, reverse=True):
        grouped.setdefault(name[0], []).append(name)
    return {first: tuple(listed) for first, listed in grouped.items()}


@cache
def official_labels() -> frozenset[str]:
    """Return the form's own labels in compact form."""
    labels: set[str] = set()
    for form in forms():
        for block in form.blocks:
            for term in (block.term, *block.rows, *block.columns):
                labels.update(compact(label) for label in (term.label, term.short))
        labels.update(compact(group.term.label) for group in form.groups)
    return frozenset(labels)


@lru_cache(maxsize=256)
def is_of_the_form(said: str) -> bool:
    """Return whether a name shares a word of two signs with a label of the form."""
    pairs = {said[at : at + _WORD] for at in range(len(said) - 1)}
    return any(pair in label for label in official_labels() for pair in pairs)


def _meaning(key: str) -> Meaning | None:
    if key.startswith(("section.", *_HANDLING)) and key not in _prose():
        return None
    if _NARRATIVE in key:
        return None
    if key in _prose():
        return Meaning(Part.PROSE, key)
    if ".*." in key:
        return Meaning(Part.COLUMN, key)
    return None if definition(key) else Meaning(Part.ROW, key)


@cache
def _prose() -> frozenset[str]:
    return frozenset(
        told.key for told in narrative() if not told.table_keys and not told.key.startswith(("cppcc.", "npc."))
    )


def find(flat: str) -> list[NameHit]:
    """Find names in a compact text: from the left, the longest first, not overlapping."""
    found: list[NameHit] = []
    position = 0
    known = _by_first()
    while position < len(flat):
        for name in known.get(flat[position], ()):
            if flat.startswith(name, position) and not _counts_another(flat, position + len(name), known):
                end = _extended(flat, position, position + len(name))
                said = flat[position:end]
                found.append(NameHit(position, end, said, names()[name], said in official_labels()))
                position = end
                break
        else:
            position += 1
    return found


def _counts_another(flat: str, end: int, known: Mapping[str, Sequence[str]]) -> bool:
    """Return whether a name that ends by asking how much is followed by something else to be counted: 收了多少娃."""
    if not flat.endswith(_HOW_MUCH, 0, end) or flat[end : end + 1] in _GOES_WITH:
        return False
    return not any(flat.startswith(name, end) for name in (*known.get(flat[end], ()), *words("words", "requests")))


def _extended(flat: str, start: int, end: int) -> int:
    """Return where a name ends that goes on as an official label does: 其他对外管理 in 其他对外管理服务(事项)."""
    while end < len(flat) and any(flat[start : end + 1] in label for label in official_labels()):
        end += 1
    return end


def blocks_of(prefix: str) -> list[Block]:
    """Return the blocks of both forms with this prefix, the newest form first."""
    return [block for form in reversed(forms()) for block in form.blocks if block.prefix == prefix]


def columns_of(row: str) -> frozenset[str]:
    """Return the last parts of the keys of a row's cells, in either form."""
    if row == "litigation":
        row = "litigation_direct"
    prefix = row.partition(".")[0]
    return frozenset(column.key for block in blocks_of(prefix) for column in block.columns)


def fits(row: Meaning, column: Meaning) -> bool:
    """Return whether a row has this column."""
    tables = {row.prefix, "litigation_direct"} if row.key == "litigation" else {row.prefix}
    return column.prefix in tables


def rows_with(column: Meaning) -> tuple[str, ...]:
    """Return the rows that have a column: one for 采购总金额, two for 现行有效件数."""
    found: dict[str, None] = {}
    last = column.key.rpartition(".")[2]
    for block in blocks_of(column.prefix):
        if any(one.key == last for one in block.columns):
            found.update(dict.fromkeys(f"{block.prefix}.{row.key}" for row in block.rows) or {block.prefix: None})
    return tuple(found)


@cache
def groups() -> frozenset[str]:
    """Return the keys of computed sums."""
    return frozenset(figure.key for figure in derived())


def alone(column: str) -> bool:
    """Return whether a column's name is telling enough without a row."""
    return len(column) >= _SHORTEST_COLUMN_ALONE
