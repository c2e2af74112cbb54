"""What was found on files that are checked before they are published, in words."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

from bot.ingest.checks.finding import plain
from bot.ingest.judging import Judged, JudgedReport, Judging, Note, Verdict
from bot.messages import message
from bot.records.form import definition
from bot.records.model import Cell, Finding, FindingStatus, Semantic
from bot.screens.previewing import place_in_words

# Of these the left side is what the cell prints; of the others the right one.
_PRINTED_LEFT = {"K6", "K10", "K11"}
_OF_A_REPORT = "K"
# Notes on one report that are written to a terminal or a chat; a sheet holds all of them.
_SHOWN = 12
_UNKNOWN = {"?", ""}
_OF_BALANCE = 4  # cells that K1 is about


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteRow:
    """A note in words, as a sheet has it in its columns."""

    weight: str
    code: str
    relation: str
    cell: str
    printed: str
    computed: str
    difference: str
    unit: str
    words: str
    place: str
    involved: str


def told(note: Note, language: str | None = None) -> NoteRow:
    """Return a note in words.

    Args:
        note: What was found.
        language: `zh` or `en`; the operator's when not given, as of all lines here.
    """
    finding = note.finding
    printed, computed = _sides(finding)
    coded = finding.relation.startswith(_OF_A_REPORT)
    known = definition(note.cells[0].key) if note.cells else None
    unit = next((cell.unit for cell in note.cells if cell.unit), None) or (known.column.unit if known else None)
    return NoteRow(
        weight=_say("weight_keeps" if note.keeps else "weight_remark", language),
        code=finding.relation if coded else _say("code_other", language),
        relation=_say(f"relation_{finding.relation}", language),
        cell=_cell(note, language),
        printed=printed,
        computed=computed,
        difference=_difference(printed, computed),
        unit=unit or "",
        words=finding.message,
        place=place_in_words(replace(note.place, document=""), language) if note.place else "",
        involved=_involved(note.cells, language),
    )


def judged_lines(
    judged: Judged, language: str | None = None, *, most: int | None = _SHOWN, alone: bool = False
) -> Iterator[str]:
    """Yield what is said of a file: the verdict, then what was found on it; of each report at most so many notes.

    `alone`: whoever reads it handed in this file alone, and is not told its name.
    """
    verdict = judged.verdict.value
    yield _say(
        "line_alone" if alone else "line",
        language,
        sign=_say(f"sign_{verdict}", language),
        verdict=_say(f"verdict_{verdict}", language),
        about=about(judged, language),
        **({} if alone else {"file": judged.file}),
    )
    for report in judged.reports:
        for note in report.notes[:most]:
            yield note_line(note, language)
        if most is not None and len(report.notes) > most:
            yield _say("more", language, number=len(report.notes) - most)


def note_line(note: Note, language: str | None = None) -> str:
    """Return one line on what was found."""
    said = told(note, language)
    difference = _say("note_difference", language, difference=said.difference) if said.difference else ""
    sides = ""
    if said.printed and said.computed:
        sides = _say("note_sides", language, printed=said.printed, computed=said.computed, difference=difference)
    elif said.printed:
        sides = _say("note_printed", language, printed=said.printed)
    # What both sides say is not said twice; where blanks leave it open they do not say that.
    says_all = bool(said.computed) and note.finding.status is FindingStatus.FAIL
    relation = said.relation if said.code == _say("code_other", language) else f"{said.code} {said.relation}"
    return _say(
        "note",
        language,
        weight=said.weight,
        relation=relation,
        cell=_say("note_cell", language, cell=said.cell) if said.cell else "",
        sides=sides,
        words=_say("note_words", language, words=said.words) if said.words and not says_all else "",
        place=_say("note_place", language, place=said.place) if said.place else "",
    )


def about(judged: Judged, language: str | None = None) -> str:
    """Return what a file is and how much was found on it, or why it cannot be read."""
    if judged.error is not None:
        return judged.error.in_words(language, typed=False, alone=False)
    parts = [
        _say("about_report", language, agency=one.agency, year=one.year, counts=_counts(one, language))
        for one in judged.reports
    ]
    if not parts:
        refused = _say("about_refused", language, number=judged.refused) if judged.refused else ""
        parts = [_say("about_records", language, number=judged.records) + refused]
    return _say("about_separator", language).join(parts)


def summary(judging: Judging, language: str | None = None) -> str:
    """Return how many files there are of each verdict."""
    numbers = {verdict.value: judging.count(verdict) for verdict in Verdict}
    return _say("summary", language, total=len(judging.files), **numbers)


def verdict_words(verdict: Verdict, language: str | None = None) -> str:
    """Return a verdict in words."""
    return _say(f"verdict_{verdict.value}", language)


def numbers_of(judged: Judged) -> tuple[int, int]:
    """Return how many notes keep a file from being ready, and how many are remarks."""
    notes = [note for report in judged.reports for note in report.notes]
    keeps = sum(note.keeps for note in notes)
    return keeps, len(notes) - keeps


def _counts(report: JudgedReport, language: str | None) -> str:
    keeps = sum(note.keeps for note in report.notes)
    numbers = {"keeps": keeps, "remarks": len(report.notes) - keeps}
    said = [_say(f"count_{name}", language, number=number) for name, number in numbers.items() if number]
    return _say("count_separator", language).join(said) or _say("count_nothing", language)


def _sides(finding: Finding) -> tuple[str, str]:
    """Return what is printed and what it is held against; empty where there is none."""
    left, right = (("" if side in _UNKNOWN else side) for side in (finding.left, finding.right))
    if finding.relation not in _PRINTED_LEFT:
        return right, left
    # Of a value that is none the other side is only that it should be one.
    return left, "" if finding.relation == "K11" and right == "0" else right


def _cell(note: Note, language: str | None) -> str:
    """Return the cell that is told of; of K1, which is about four, its column and their rows."""
    if note.finding.relation == "K1" and 0 < len(note.cells) <= _OF_BALANCE:
        rows = message("loading.names_separator", language).join(_row(cell) for cell in note.cells)
        return _say("name_of_four", language, column=_column(note.cells[0]), rows=rows)
    if not note.cells:  # a row that the report does not have, or a figure of its prose
        known = definition(next(iter(note.finding.cells), ""))
        return known.label if known else ""
    if len(note.cells) > 1 and not note.finding.left:
        return ""
    return label(note.cells[-1] if note.finding.relation in {"K2", "K3", "K4"} else note.cells[0])


def _difference(printed: str, computed: str) -> str:
    """Return by how much more is printed than it should be; empty where one side is no number."""
    try:
        return plain(Decimal(printed) - Decimal(computed))
    except InvalidOperation:
        return ""


def label(cell: Cell) -> str:
    """Return what a cell is called: as the form has it, with the number that its row has there; else as printed."""
    return f"{_row(cell)}·{_column(cell)}"


def _row(cell: Cell) -> str:
    known = definition(cell.key)
    if known is None:
        return cell.row_label
    name, number = known.row.short or known.row.label, known.row.number or ""
    # 1 to 8 stand in several groups: they tell nothing there.
    return name if not number or number.isdigit() else f"{number}{name}" if number[0] == "（" else f"{number}、{name}"


def _column(cell: Cell) -> str:
    known = definition(cell.key)
    return known.column.label if known else cell.column_label


def _involved(cells: tuple[Cell, ...], language: str | None) -> str:
    """Return the cells with what they print; zeros together, for a sum has twenty of them."""
    if len(cells) < 2:
        return ""
    told_of = [cell for cell in cells if cell.semantic is not Semantic.ZERO]
    parts = [f"{label(cell)} {cell.raw or _say('blank_cell', language)}" for cell in told_of]
    if len(told_of) < len(cells):
        parts.append(_say("all_others_zero", language))
    return message("loading.names_separator", language).join(parts)


def _say(name: str, language: str | None, **values: object) -> str:
    return message(f"judging.{name}", language, **values)
