"""Records typed by staff, or exported and imported again: sheets and YAML with the columns of `bot.records.columns`.

What an export wrote comes back as it was: keys tell which record a row is, an apostrophe that kept a spreadsheet
program from running a cell is taken off, and rows of withdrawn records are left alone.
"""

import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import dropwhile, islice

import yaml

from bot.errors import GongkaiError
from bot.ingest.document import Document, Paragraph, Table, TableCell
from bot.ingest.items.item_fields import Surroundings, make_record
from bot.ingest.items.reader import ROWS_AT_ONCE, Parts
from bot.ingest.readers.yaml_text import compose_yaml
from bot.ingest.typed_figures import FigureRows
from bot.records.columns import SHEETS, Sheet, columns, header_form, read_header
from bot.records.model import Agency, Place, Record, Refusal
from bot.records.title_parts import TitleContext

TypedRow = tuple[dict[str, str], Place]

_NEUTRALISED = re.compile(r"^'(?=[=+\-@\t\r＝＋－＠])")
_NOTHING = {"null", "~", "none", "[]", "{}"}
_QUOTED = {"'", '"', "|", ">"}
_EXACT_HEADERS = 6
_OWN = frozenset({"key", "kind", "body", "number_raw", "raw"})  # what exports and templates alone call their fields
_FIRST_TABLES = 2  # an export from a chat has a sheet about itself before its own


def typed_sheet(document: Document) -> Sheet | None:
    """Tell whether a document holds records typed by staff.

    Args:
        document: As its reader found it.

    Returns:
        Which sheet it is, or None: a list as a site shows it has not these columns.
    """
    if document.media_type == "yaml":
        return _sheet_of_names(name for row, _ in islice(_yaml_rows(document), 50) for name in row)
    return next((sheet for table in islice(document.tables(), _FIRST_TABLES) if (sheet := _sheet_of(table))), None)


def with_mappings_as_table(document: Document) -> Document:
    """Return a YAML or JSON document of another hand, a mapping a row, with its list as a table; any other as it is."""
    if document.media_type != "yaml":
        return document
    try:
        nodes = deque([compose_yaml(_text_of(document))])
    except (yaml.YAMLError, ValueError):
        return document
    lists: list[list[yaml.MappingNode]] = []
    seen = set[int]()  # an alias is the node that it names
    while nodes:
        node = nodes.popleft()
        if id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            nodes.extend(value for _, value in node.value)
        elif isinstance(node, yaml.SequenceNode):
            rows = [each for each in node.value if isinstance(each, yaml.MappingNode)]
            lists += [rows] if rows else []
    rows = max(lists, key=len, default=[])
    keys = dict.fromkeys(key.value for row in rows for key, _ in row.value if isinstance(key, yaml.ScalarNode))
    if not keys or _OWN & keys.keys() or all(map(_is_typed, keys)):
        return document
    said = [{key.value: value.value for key, value in row.value if isinstance(value, yaml.ScalarNode)} for row in rows]
    cells = [list(keys), *([row.get(key, "") if row.get(key) not in _NOTHING else "" for key in keys] for row in said)]
    lines = [rows[0].start_mark.line + 1, *(row.start_mark.line + 1 for row in rows)]
    table = Table(
        rows=tuple(tuple(map(TableCell, row)) for row in cells), place=Place(document=document.name), lines=tuple(lines)
    )
    return replace(document, blocks=(table,))


def _is_typed(label: str) -> bool:
    """Whether a label is one of ours, of what is kept."""
    named = [column for sheet in SHEETS for column in read_header([label], sheet).values()]
    return bool(named) and not any(column.role == "read" for column in named)


def _text_of(document: Document) -> str:
    return "\n".join(block.text for block in document.blocks if isinstance(block, Paragraph))


def is_unfilled(document: Document) -> bool:
    """Return whether a document is a template as `gongkai template` writes it, in which nobody has written yet."""
    only = document.blocks[0] if len(document.blocks) == 1 else None
    if isinstance(only, Paragraph):
        lines = [line.strip() for line in only.text.splitlines()]
        if document.media_type == "yaml":
            return all(not line or line.startswith("#") for line in lines)
        # A CSV of one line is no table yet.
        return len(lines) == 1 and _sheet_of_header(lines[0].split(",")) is not None
    sheet = typed_sheet(document)
    return sheet is not None and next(_table_rows(document, sheet), None) is None


def read_typed(document: Document, *, agency: Agency | None = None) -> Iterator[Parts]:
    """Read records typed by staff.

    Args:
        document: A document for which `typed_sheet` names a sheet.
        agency: Whose records they are, where a row does not say so.

    Yields:
        Records in pieces, or the reports that typed figures belong to; refused rows with place and reason.

    Raises:
        GongkaiError: The YAML cannot be read.
    """
    sheet = typed_sheet(document)
    if sheet is None:
        return
    rows = _yaml_rows(document) if document.media_type == "yaml" else _table_rows(document, sheet)
    if sheet == "figures":
        figures = FigureRows(document.name, agency)
        for fields, place in rows:
            figures.add(fields, place)
        yield Parts(reports=figures.reports(), refusals=figures.refusals())
        return
    yield from _records(rows, Surroundings(agency=agency, context=TitleContext(), typed=True))


def _records(rows: Iterable[TypedRow], around: Surroundings) -> Iterator[Parts]:
    records: list[Record] = []
    refusals: list[Refusal] = []
    for fields, place in rows:
        made = make_record(fields, place, around)
        refusals += made.refusals
        if made.record is not None:
            records.append(made.record)
        if len(records) >= ROWS_AT_ONCE:
            yield Parts(records=tuple(records), refusals=tuple(refusals))
            records, refusals = [], []
    if records or refusals:
        yield Parts(records=tuple(records), refusals=tuple(refusals))


def _sheet_of(table: Table) -> Sheet | None:
    header = next(iter(table.rows), None)
    return _sheet_of_header([cell.text for cell in header]) if header else None


def _sheet_of_header(header: list[str]) -> Sheet | None:
    """Tell the sheet by its header, in the words of our templates; a site's own words are a list's."""
    best: tuple[int, Sheet] | None = None
    filled = [text for text in header if text.strip()]
    for sheet in SHEETS:
        named = read_header(header, sheet)
        names = {column.name for column in named.values()}
        exact = sum(
            header_form(header[position]) in {header_form(text) for text in (column.name, *column.headers.values())}
            for position, column in named.items()
        )
        if sheet == "figures":
            fits = {"key", "raw"} <= names
        else:
            fits = "title" in names and len(named) == len(filled) and ("key" in names or exact >= _EXACT_HEADERS)
        if fits and (best is None or exact > best[0]):
            best = (exact, sheet)
    return best[1] if best else None


def _sheet_of_names(names: Iterable[str]) -> Sheet | None:
    said = set(names)
    if "raw" in said and "key" in said and "title" not in said:
        return "figures"
    if "title" not in said and "topic" not in said:
        return None
    return max(("replies", "items"), key=lambda sheet: len(said & {column.name for column in columns(sheet)}))


def _table_rows(document: Document, sheet: Sheet) -> Iterator[TypedRow]:
    # What stands before says what this file is, as in an export from a chat.
    for table in dropwhile(lambda one: _sheet_of(one) is None, document.tables()):
        header: dict[int, str] = {}
        for index, row in enumerate(table.rows):
            texts = [cell.text for cell in row]
            if index == 0:
                header = {position: column.name for position, column in read_header(texts, sheet).items()}
                if len(header) == 1 and "title" not in header.values():
                    break  # not rows to load: what a template says about each column
                continue
            fields = {
                header[position]: _NEUTRALISED.sub("", text.strip())
                for position, text in enumerate(texts)
                if position in header and text.strip()
            }
            if fields:
                yield fields, table.row_place(index)


def _yaml_rows(document: Document) -> Iterator[TypedRow]:
    """Read a list of mappings: every value as it is typed, for 0466 must not become an octal number."""
    try:
        yield from _mappings(compose_yaml(_text_of(document)), document.name)
    except (yaml.YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        raise GongkaiError("listing.bad_yaml", file=document.name, line=mark.line + 1 if mark else 1) from error


def _mappings(root: yaml.Node | None, name: str) -> Iterator[TypedRow]:
    if isinstance(root, yaml.MappingNode):
        # {replies: [...]}, or one record by itself.
        lists = [value for _, value in root.value if isinstance(value, yaml.SequenceNode)]
        if lists and not any(isinstance(value, yaml.ScalarNode) for _, value in root.value):
            for inner in lists:
                yield from _mappings(inner, name)
            return
        yield _scalars(root), Place(document=name, line=root.start_mark.line + 1)
    elif isinstance(root, yaml.SequenceNode):
        for node in root.value:
            if isinstance(node, yaml.MappingNode):
                yield _scalars(node), Place(document=name, line=node.start_mark.line + 1)


def _scalars(node: yaml.MappingNode) -> dict[str, str]:
    fields: dict[str, str] = {}
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode) or not isinstance(value, yaml.ScalarNode):
            continue
        written = value.value.strip()
        if written and not (value.style not in _QUOTED and written.lower() in _NOTHING):
            fields[_name_of(key.value)] = written
    return fields


def _name_of(label: str) -> str:
    """Return the stable name of a field that may be written in Chinese (标题)."""
    for sheet in SHEETS:
        found = read_header([label], sheet)
        if found:
            return found[0].name
    return label
