"""What was imported and what the checks found, in words. A preview is the same for a dry run and a real one."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from bot.messages import message, operator_language
from bot.records.agencies import UNPLACED
from bot.records.changes import FieldChange
from bot.records.columns import SHEETS, columns
from bot.records.keys import short_key
from bot.records.model import Finding, FindingStatus, Place
from bot.screens.understood import passed_lines, reading_lines, record_line
from bot.store.load.preview import Preview, PreviewGroup, PreviewLine
from bot.store.read.values import StoredReport

# Lines shown of new and missing things; of what changes or is refused all that are kept are shown.
_SHOWN = 20
_LONGEST = 80
_SIGN = re.compile(r"^ +(?:[-+~=!?x✗✓…] )?")


def preview_lines(preview: Preview, language: str | None = None, *, typed: bool = False) -> Iterator[str]:
    """Yield a preview line by line: files, how lists were understood, then each group with its counts and its things.

    Args:
        preview: What an import changes.
        language: `zh` or `en`; the operator's when not given, as of all lines here.
        typed: Whoever reads it types commands.
    """
    names = message("loading.names_separator", language).join(preview.documents)
    yield message("loading.documents", language, names=names)
    yield from passed_lines(preview.passed, language)
    yield from reading_lines(preview.readings, language, typed=typed)
    # First: of a long preview a chat shows the beginning.
    yield from _group("taken_down", preview.taken_down, "x", None, language)
    yield from _group("unsure", preview.unsure, "?", None, language)
    if preview.unsure.total:
        yield message("loading.unsure_do" if typed else "loading.unsure_do_plain", language)
    yield from _group("new", preview.new, "+", _SHOWN, language)
    yield from _group("changed", preview.changed, "~", None, language)
    yield from _group("unchanged", preview.unchanged, "=", 0, language)
    yield from _group("missing", preview.missing, "-", _SHOWN, language)
    yield from _group("refused", preview.refused, "!", None, language)
    yield from _group("withdrawn", preview.withdrawn, "x", _SHOWN, language)
    if any(_is_unplaced(line.key) for line in preview.new.lines):
        yield message("loading.unplaced" if typed else "loading.unplaced_plain", language)
    if preview.demonstration_left and preview.changes_anything:
        yield message("loading.demo_left", language)
    if preview.own_office:
        name = "loading.own_office" if typed else "loading.own_office_plain"
        yield message(name, language, office=preview.own_office)
    if preview.nameless:
        yield message("loading.nameless" if typed else "loading.nameless_plain", language)


def filled_lines(filled: Sequence[tuple[str, str]], language: str | None = None) -> Iterator[str]:
    """Yield which documents name no office, and whose they are taken to be: the one office of those beside them."""
    for file, office in filled:
        yield message("loading.filled", language, file=file, office=office)


def unsigned(line: str) -> str:
    """Return a line of a preview or of findings without the room and the sign before it, as it is read aloud."""
    return _SIGN.sub("", line)


def _is_unplaced(key: str) -> bool:
    """Whether the agency in a key is one that the source does not place: 市财政局 could be any city's."""
    agency = key.rpartition("@")[2].partition("/")[0]
    return agency.startswith(f"{UNPLACED}-")


def finding_lines(report: StoredReport, findings: Sequence[Finding], *, everything: bool) -> Iterator[str]:
    """Yield what the checks found on one report: the counts, then each finding; those that pass only if asked."""
    yield report_in_words(report.agency.name, report.year, report.form, findings)
    for finding in findings:
        if finding.status is not FindingStatus.PASS or everything:
            yield finding_in_words(finding)


def report_in_words(agency: str, year: int, form: str, findings: Sequence[Finding], language: str | None = None) -> str:
    """Return one line on a report: how many checks passed, failed and could not be made."""
    counts = Counter(finding.status for finding in findings)
    numbers: dict[str, Any] = {status.value: counts[status] for status in FindingStatus}
    form = _word("form", form, language)
    return message("loading.report_line", language, agency=agency, year=year, form=form, **numbers)


def finding_in_words(finding: Finding, language: str | None = None) -> str:
    """Return one line on what a check found."""
    by = finding.difference
    difference = message("loading.finding_difference", language, difference=by) if by else ""
    return message(
        "loading.finding_line",
        language,
        status=message(f"loading.status_{finding.status.value}", language),
        relation=finding.relation,
        left=finding.left,
        right=finding.right,
        difference=difference,
        message=finding.message,
    )


def counts_in_words(counts: dict[str, int], language: str | None = None) -> str:
    """Return counts as people read them: 条目 15，年报 1."""
    parts = (
        message("loading.count", language, what=message(f"loading.what_{what}", language), number=number)
        for what, number in counts.items()
        if number
    )
    return message("loading.counts_separator", language).join(parts)


def place_in_words(place: Place, language: str | None = None) -> str:
    """Return where something stands: file, section, sheet, page, line, table, row, column, as far as known."""
    parts = [part for part in (place.document, place.section, place.sheet) if part]
    for name in ("page", "line", "last_line", "table", "row", "column"):
        if (number := getattr(place, name)) is not None:
            parts.append(message(f"loading.place_{name}", language, number=number))
    return " ".join(parts)


def _group(name: str, group: PreviewGroup, sign: str, shown: int | None, language: str | None) -> Iterator[str]:
    if not group.total:
        return
    yield message(f"loading.{name}", language, total=group.total, counts=counts_in_words(group.counts, language))
    lines = group.lines if shown is None else group.lines[:shown]
    for line in lines:
        yield from _line(line, sign, language)
    named = sum(group.counts.get(what, 0) for what in {line.what for line in group.lines})
    if lines and named > len(lines):
        yield message("loading.more", language, number=named - len(lines))


def _line(line: PreviewLine, sign: str, language: str | None) -> Iterator[str]:
    if line.record is not None and not line.reason:
        yield f"  {sign} {record_line(line.record, language)}"
        yield from (_change(change, language) for change in line.changes)
        return
    # A withdrawn record has no words left, only its key; one that nobody can tell of is named as it is withdrawn.
    key = short_key(line.key) if not line.label else "" if line.what in ("record", "row") else line.key
    key = line.key if line.reason and line.what == "record" else key
    where = message("loading.place", language, place=place_in_words(line.place, language)) if line.place else ""
    label = message("loading.quoted", language, text=_short(line.label)) if line.reason else _short(line.label)
    reason = "  " + reason_in_words(line.reason, language) if line.reason else ""
    yield f"  {sign} " + "  ".join(part for part in (key, label) if part) + reason + where
    yield from (_change(change, language) for change in line.changes)


def _change(change: FieldChange, language: str | None) -> str:
    return message(
        "loading.change",
        language,
        field=message(f"loading.field_{change.field}", language),
        old=_value(change.field, change.was, language),
        new=_value(change.field, change.now, language),
    )


def _value(field: str, text: str | None, language: str | None) -> str:
    if not text:
        return message("loading.nothing_there", language)
    return message("loading.quoted", language, text=_short(_word(field, text, language)))


def _word(field: str, value: str, language: str | None) -> str:
    """Return a value as the sheets write it: 政协 for `cppcc`."""
    named = (column for sheet in SHEETS for column in columns(sheet) if column.name == field)
    column = next((column for column in named if value in column.choices), None)
    return column.word(value, language or operator_language()) if column else value


def reason_in_words(reason: str, language: str | None = None) -> str:
    """Return why a row is refused: a message of that name, or the words themselves."""
    if "." not in reason:
        return reason
    try:
        return message(reason, language)
    except (KeyError, FileNotFoundError):
        return reason


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"
