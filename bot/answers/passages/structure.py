"""What a report consists of: its sections, their subsections, its tables and their columns, as printed."""

from bot.answers.figures.report import OpenReport
from bot.answers.parts import Outline
from bot.answers.passages.quoting import without_number
from bot.records.form import T2, T3, T4, Section, sections
from bot.store.read.values import StoredPassage

_TABLES = {"proactive": T2, "requests": T3, "review_litigation": T4}


def outlines(report: OpenReport, passages: tuple[StoredPassage, ...], asked: tuple[str, ...]) -> tuple[Outline, ...]:
    """Return the parts of a report that a question for its structure asks for.

    Args:
        report: The report.
        passages: Its sentences.
        asked: Canonical keys of sections; none means the report as a whole.
    """
    if not asked:
        return (_whole(report, passages),)
    found = []
    for section in sections():
        if section.key not in asked:
            continue
        table = _TABLES.get(section.key)
        outline = _table(report, section, table) if table else _subsections(section, passages)
        if outline.items:
            found.append(outline)
    return tuple(found)


def _whole(report: OpenReport, passages: tuple[StoredPassage, ...]) -> Outline:
    """Return the report's sections: headings as printed, the form's where only a table stands under one."""
    printed: dict[str, str] = {}
    for stored in passages:
        if len(stored.passage.section) == 1:
            printed.setdefault(stored.passage.section, stored.passage.heading)
    tables = {stored.cell.table for stored in report.cells.values()}
    items = []
    for section in sections():
        label = printed.get(section.number)
        if _TABLES.get(section.key) in tables and not (label and any(word in label for word in section.keywords)):
            label = section.label
        if label:
            items.append(label if label.startswith(section.number) else f"{section.number}、{label}")
    return Outline(title=report.report.title, items=tuple(items), kind="sections")


def _subsections(section: Section, passages: tuple[StoredPassage, ...]) -> Outline:
    found: dict[str, None] = {}
    for stored in passages:
        passage = stored.passage
        if passage.section.startswith(section.number) and len(passage.section) > 1:
            mark = passage.section.removeprefix(section.number)
            found[f"{mark}{without_number(passage.heading)}"] = None
    return Outline(title=section.label, items=tuple(found), kind="subsections")


def _table(report: OpenReport, section: Section, table: str) -> Outline:
    """Return a table's blocks (T2) or its columns as printed (T3, T4)."""
    cells = [stored.cell for stored in report.cells.values() if stored.cell.table == table]
    if table == T2:
        blocks = dict.fromkeys((cell.place.section or "").partition("·")[2] or section.label for cell in cells)
        return Outline(title=section.label, items=tuple(blocks), kind="tables")
    labels = [cell.label if table == T4 else cell.column_label for cell in cells]
    return Outline(title=section.label, items=tuple(dict.fromkeys(labels)), kind="columns")
