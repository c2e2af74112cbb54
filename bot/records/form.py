"""The national annual-report forms as data: tables, rows, columns, labels, everyday names (domain.md §1).

One registry with two readers: the importer matches printed labels against it, the question reader matches words.
The data are in `data/form/*.yaml`.
"""

from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase
from functools import cache
from typing import Any

from bot.plain_json import from_plain
from bot.records.form_model import (
    FORM_2019,
    FORM_2021,
    NARRATIVE,
    T2,
    T3,
    T4,
    Block,
    CellDefinition,
    Comparable,
    Derived,
    Form,
    FormTerm,
    Group,
    NarrativeDefinition,
    Relation,
    Section,
)
from bot.resources import read_yaml

__all__ = [
    "FORM_2019",
    "FORM_2021",
    "NARRATIVE",
    "T2",
    "T3",
    "T4",
    "Block",
    "CellDefinition",
    "Comparable",
    "Derived",
    "Form",
    "FormTerm",
    "Group",
    "NarrativeDefinition",
    "Relation",
    "Section",
    "comparability",
    "counterparts",
    "definition",
    "derived",
    "everyday_names",
    "form",
    "forms",
    "names_of",
    "narrative",
    "parts_of",
    "relations",
    "sections",
]


def form(form_id: str) -> Form:
    """Return the form `cn_annual_2019` or `cn_annual_2021`.

    Raises:
        KeyError: No such form.
    """
    return {known.id: known for known in forms()}[form_id]


@cache
def forms() -> tuple[Form, ...]:
    """Return all known forms, oldest first."""
    return tuple(_form(form_id) for form_id in (FORM_2019, FORM_2021))


def definition(key: str) -> CellDefinition | None:
    """Return the cell of a canonical key in whichever form has it (the newest first), or None."""
    return next((cell for known in reversed(forms()) if (cell := known.cell(key))), None)


@cache
def sections() -> tuple[Section, ...]:
    """Return the six sections in order."""
    return tuple(from_plain(Section, raw) for raw in _load("sections"))


@cache
def relations() -> Mapping[str, Relation]:
    """Return K1 to K11 by id."""
    return {raw["id"]: Relation(**raw) for raw in _load("relations")}


@cache
def narrative() -> tuple[NarrativeDefinition, ...]:
    """Return the figures that prose may state."""
    return tuple(
        from_plain(NarrativeDefinition, {"table_keys": [raw["table_key"]] if "table_key" in raw else [], **raw})
        for raw in _load("narrative")
    )


@cache
def derived() -> tuple[Derived, ...]:
    """Return the figures that are computed, never printed."""
    groups = {group.term.key: group for group in form(FORM_2021).groups}
    found = []
    for raw in _load("derived"):
        group = groups.get(raw.get("group", ""))
        prefix = "requests." if raw["table"] == T3 else ""
        parts = group.rows if group else tuple(raw["sum"])
        found.append(
            Derived(
                key=raw["key"],
                label=raw["label"],
                table=raw["table"],
                parts=tuple(prefix + part for part in parts),
                names=tuple(raw.get("names", group.term.names if group else ())),
                forms=tuple(raw.get("forms", (FORM_2019, FORM_2021))),
            )
        )
    return tuple(found)


def parts_of(key: str, form_id: str) -> tuple[str, ...]:
    """Return the printed keys that a derived key sums up in a form, or nothing when it is not derived there.

    Args:
        key: With its last part, e.g. `requests.refused_subtotal.total`, `litigation.upheld`, `handling.lead`.
        form_id: The form of the report.
    """
    stem, _, last = key.rpartition(".")
    for figure in derived():
        if figure.key == stem and form_id in figure.forms:
            return tuple(f"{part}.{last}" for part in figure.parts)
    return ()


def names_of(key: str) -> tuple[str, ...]:
    """Return the everyday names of a key, or nothing for an unknown one.

    Args:
        key: A cell (`art20_6.administrative_penalties.decisions`: the names of its row, each alone and with each of its
            column's), a row (`requests.received_new`), a column (`requests.*.natural_person`, `review.*.upheld`), a
            group or derived figure (`requests.refused_subtotal`), a figure of the prose (`cppcc.lead`), a section
            (`section.overview`), a block (`art20_9`).
    """
    return _names().get(key, ())


@cache
def everyday_names() -> Mapping[str, tuple[str, ...]]:
    """Return all keys that `names_of` knows, with their names."""
    return _names()


def comparability(first: str, second: str) -> Comparable:
    """Say whether two cell keys, of whatever years and forms, may be compared (domain.md §1.3)."""
    if first == second:
        return Comparable.YES
    for rule in _load("comparability"):
        for one, other in ((first, second), (second, first)):
            if fnmatchcase(one, rule["first"]) and fnmatchcase(other, rule["second"]):
                same_row = one.rpartition(".")[0] == other.rpartition(".")[0]
                return Comparable(rule["comparable"]) if same_row else Comparable.NO
    return Comparable.NO


def counterparts(key: str, form_id: str) -> tuple[tuple[str, Comparable], ...]:
    """Return what stands in another form in the place of a key that it lacks, with how far it compares.

    Args:
        key: A cell key of either form.
        form_id: The form to look in.

    Returns:
        The key itself with YES where the form has it; else cells of the same row, best first.
    """
    other = form(form_id)
    if other.cell(key):
        return ((key, Comparable.YES),)
    row = key.rpartition(".")[0]
    found = [(near, comparability(key, near)) for near in other.cells() if near.rpartition(".")[0] == row]
    return tuple(sorted(found, key=lambda pair: pair[1] is not Comparable.ROUGHLY))


# --- loading -------------------------------------------------------------------------------------------------------


@cache
def _load(name: str) -> Any:
    return read_yaml("form", f"{name}.yaml")


def _term(raw: Mapping[str, Any]) -> FormTerm:
    return from_plain(FormTerm, {"short": raw["label"], **raw})


def _terms(raw: Sequence[Mapping[str, Any]], form_id: str) -> tuple[FormTerm, ...]:
    return tuple(_term(one) for one in raw if form_id in one.get("forms", (form_id,)))


def _form(form_id: str) -> Form:
    raw, requests, review = _load(form_id), _load("requests"), _load("review_litigation")
    blocks = [
        Block(
            prefix=block["key"],
            table=T2,
            section=f"二·{block['label']}",
            term=_term(block),
            rows=_terms(block["rows"], form_id),
            columns=_terms(block["columns"], form_id),
        )
        for block in raw["blocks"]
    ]
    rows = _terms(requests["rows"], form_id)
    request_term = FormTerm(key=requests["prefix"], label=requests["label"])
    blocks.append(
        Block(
            prefix=requests["prefix"],
            table=T3,
            section=requests["section"],
            term=request_term,
            rows=rows,
            columns=_terms(requests["columns"], form_id),
        )
    )
    for group in review["groups"]:
        columns = _terms(review["columns"], form_id)
        blocks.append(
            Block(prefix=group["key"], table=T4, section=review["section"], term=_term(group), rows=(), columns=columns)
        )
    groups = tuple(
        Group(
            term=_term(group),
            rows=tuple(row.key for row in rows if row.parent == group["key"]),
            subtotal=group.get("subtotal"),
        )
        for group in requests["groups"]
        if form_id in group.get("forms", (form_id,))
    )
    first, last = raw["years"]
    return Form(
        id=form_id,
        name=raw["name"],
        document=raw["document"],
        first_year=first,
        last_year=last,
        marks=tuple(raw["marks"]),
        blocks=tuple(blocks),
        groups=groups,
    )


@cache
def _names() -> Mapping[str, tuple[str, ...]]:
    names: dict[str, dict[str, None]] = {}

    def add(key: str, words: Sequence[str]) -> None:
        names.setdefault(key, {}).update(dict.fromkeys(words))

    for known in forms():
        for block in known.blocks:
            add(block.prefix, (block.term.label, *block.term.names) if block.table != T3 else ())
            for row in block.rows:
                add(f"{block.prefix}.{row.key}", (row.short or row.label, *row.names))
            for column in block.columns:
                add(f"{block.prefix}.*.{column.key}", (column.label, *column.names))
        for key, cell in known.cells().items():
            row_names = (cell.row.short or cell.row.label, *cell.row.names)
            column_names = (cell.column.label, *cell.column.names)
            add(key, [f"{row}{column}" for row in row_names for column in column_names])
        for group in known.groups:
            if group.subtotal:
                add(f"requests.{group.subtotal}", (group.term.label, *group.term.names))
    litigation = _load("review_litigation")["litigation"]
    add("litigation", (litigation["label"], *litigation["names"]))
    for figure in derived():
        add(figure.key, figure.names)
    for told in narrative():
        add(told.key, told.names)
    for section in sections():
        add(f"section.{section.key}", (section.label, *section.names))
    return {key: tuple(words) for key, words in names.items() if words}
