"""The part in handling that the label of a column of offices says: 主办单位, 牵头单位, 会办单位."""

import re
from collections.abc import Sequence

from bot.ingest.document import TableCell
from bot.ingest.items.column_values import ROLE, role_in
from bot.ingest.items.columns import ListLayout
from bot.ingest.items.matter_cells import HELPING, offices_by_part, part_in
from bot.records.agencies import is_same_office
from bot.records.columns import header_form

#: By what a column of offices means, their part; that of the one who answers (承办单位) is said by its label alone.
PARTS = {"lead": "", "assist": "会办", "split": "分办"}
_LEADS = re.compile("(?:主办|牵头|独办|单办)(?!.*(?:承办|会办|协办|分办))")


def parted_by_label(layout: ListLayout, text: str) -> str:
    """Return offices with their parts, where their label tells them apart: 办理单位（主办/协办） over A/B、C."""
    label = next((column.label for column in layout.columns if column.meaning == "lead"), "")
    parts, offices = [match["role"] for match in ROLE.finditer(label.rpartition("（")[2])], re.split("[/／]", text)
    if not 1 < len(offices) <= len(parts):
        return text
    return "；".join(f"{part}：{office}" for part, office in zip(parts, offices, strict=False))


def part_by_label(layout: ListLayout, row: Sequence[TableCell], office: str) -> str:
    """Return the part of an office by the column of its row that it stands in; empty where none says it.

    Args:
        layout: Of the list.
        row: A cell that covers several columns stands in each.
        office: The record's office, as printed.
    """
    for column in sorted(layout.columns, key=lambda column: column.meaning != "lead"):
        if not office or column.meaning not in PARTS or column.position >= len(row):
            continue
        named = offices_by_part(row[column.position].text.strip())[0]
        if named and (named == office or any(is_same_office(one, office) for one in named.split("、"))):
            leads = _LEADS.match(label := header_form(column.label.rpartition("·")[2]))
            return (
                PARTS[column.meaning]
                or part_in(row[column.position].text.strip())
                or (role_in(label[:2]) if leads else "")
            )
    return ""


def own_part(
    layout: ListLayout, row: Sequence[TableCell], own: str, fields: dict[str, str], extras: Sequence[tuple[str, str]]
) -> list[tuple[str, str]]:
    """Take a part that helps from the office in a column of those that lead; whose list it is has it, which is added.

    Args:
        layout: Of the list.
        row: A cell that covers several columns stands in each.
        own: The office whose list it is; empty where nothing says it.
        fields: Of the record; its `role` is taken out where it is not that of its office.
        extras: What is known of the record's other offices.
    """
    said = {column.meaning: column for column in layout.columns if column.meaning in ("lead", "role")}
    lead = said.get("lead")
    leads = lead and _LEADS.match(header_form(lead.label.rpartition("·")[2])) and lead.position < len(row)
    if fields.get("role") not in HELPING or not leads or not lead or not row[lead.position].text.strip():
        return []
    if own and is_same_office(fields.get("publisher", ""), own):
        return []
    role, offices = fields.pop("role"), [one for _, text in extras for one in re.split("[、，,；;]", text)]
    if own:
        return [] if any(is_same_office(one, own) for one in offices if one) else [(role, own)]
    return [(said["role"].label, role)] if "role" in said else []
