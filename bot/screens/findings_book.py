"""The findings on handed-in files as a workbook: an overview, and a sheet for each unit to hand back."""

import io
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from bot.ingest.judging import Judged, Judging, Verdict
from bot.messages import message
from bot.screens.judged import NoteRow, about, numbers_of, summary, told, verdict_words
from bot.screens.understood import passed_lines

if TYPE_CHECKING:
    from decimal import Decimal

_LONGEST_SHEET_NAME = 31
_NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\']")
_LONGEST_CELL = 32_767
_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d+)?")
_OVERVIEW = (
    ("file", 36), ("agency", 30), ("year", 8), ("verdict", 12), ("keeps", 8), ("remarks", 8), ("first", 60),
    ("sheet", 22),
)  # fmt: skip
_OF_UNIT = (
    ("weight", 7), ("code", 6), ("relation", 22), ("cell", 26), ("printed", 9), ("computed", 11), ("difference", 8),
    ("unit", 9), ("words", 34), ("place", 18), ("involved", 34), ("answer", 18),
)  # fmt: skip
_LINE_HEIGHT, _TALLEST = 14.5, 20  # of a row: points a line, and lines
_INK, _RULE = "#1F2937", "#D1D5DB"
_COLOURS = {
    Verdict.READY: ("#DCFCE7", "#166534"),
    Verdict.CONTRADICTIONS: ("#FEE2E2", "#991B1B"),
    Verdict.UNREADABLE: ("#FEF3C7", "#92400E"),
}


def findings_book(judging: Judging, language: str, *, at: datetime, factor: "Decimal") -> bytes:
    """Return a workbook of what was found.

    Args:
        judging: The files.
        language: `zh`, `zh-Hant` or `en`.
        at: When they were checked.
        factor: By more than which a figure that differs from last year's was told.

    Returns:
        An overview with a row a file, a sheet a unit, and a sheet that says what was checked. Texts are written as
        texts: nothing in them is run.
    """
    import xlsxwriter

    target = io.BytesIO()
    with xlsxwriter.Workbook(
        target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        _Book(book, judging, language).write(at, factor)
    return target.getvalue()


class _Book:
    def __init__(self, book: Any, judging: Judging, language: str) -> None:
        self._book, self._judging, self._language = book, judging, language
        base = {"font_name": "Microsoft YaHei", "font_size": 10, "valign": "top", "text_wrap": True, "font_color": _INK}
        ruled = base | {"border": 1, "border_color": _RULE}
        self._text = book.add_format(ruled)
        self._number = book.add_format(ruled | {"align": "right"})
        self._link = book.add_format(ruled | {"font_color": "#1D4ED8", "underline": 1})
        self._plain = book.add_format(base)
        self._title = book.add_format(base | {"bold": True, "font_size": 14, "text_wrap": False})
        self._line = book.add_format(base | {"text_wrap": False})
        self._head = book.add_format(
            ruled | {"bold": True, "bg_color": "#1E3A5F", "font_color": "#FFFFFF", "valign": "vcenter"}
        )
        self._strong = book.add_format(ruled | {"bold": True, "bg_color": _COLOURS[Verdict.CONTRADICTIONS][0]})
        self._verdicts = {
            verdict: book.add_format(ruled | {"bold": True, "bg_color": back, "font_color": ink})
            for verdict, (back, ink) in _COLOURS.items()
        }

    def write(self, at: datetime, factor: "Decimal") -> None:
        units = _units(self._judging, self._language)
        overview = self._book.add_worksheet(self._say("sheet_overview"))
        names = _sheet_names([unit for unit, _ in units], {overview.get_name(), self._say("sheet_about")})
        sheets = {id(judged): name for (_, files), name in zip(units, names, strict=True) for judged in files}
        self._overview(overview, sheets)
        for (unit, files), name in zip(units, names, strict=True):
            self._unit(self._book.add_worksheet(name), unit, files)
        self._about(at, factor)

    def _overview(self, page: Any, sheets: dict[int, str]) -> None:
        self._header(page, 0, _OVERVIEW)
        row = 1
        for judged in self._judging.files:
            keeps, remarks = numbers_of(judged)
            first = next((told(note, self._language).words for one in judged.reports for note in one.notes), "")
            years = dict.fromkeys(str(one.year) for one in judged.reports)
            values = {
                "file": judged.file,
                "agency": self._joined(dict.fromkeys(one.agency for one in judged.reports)),
                "year": self._joined(years),
                "keeps": str(keeps),
                "remarks": str(remarks),
                "first": first if judged.reports else about(judged, self._language),
            }
            for column, (name, _) in enumerate(_OVERVIEW):
                if name == "verdict":
                    words = verdict_words(judged.verdict, self._language)
                    page.write_string(row, column, words, self._verdicts[judged.verdict])
                elif name == "sheet":
                    sheet = sheets[id(judged)]
                    page.write_url(row, column, f"internal:'{sheet}'!A1", self._link, sheet)
                else:
                    self._value(page, row, column, values[name])
            page.set_row(row, _height(_OVERVIEW, values))
            row += 1
        page.autofilter(0, 0, max(1, row - 1), len(_OVERVIEW) - 1)
        page.freeze_panes(1, 1)
        self._printed(page)

    def _unit(self, page: Any, unit: str, files: Sequence[Judged]) -> None:
        page.write_string(0, 0, self._say("unit_title", agency=unit), self._title)
        row = 1
        for judged in files:
            verdict = verdict_words(judged.verdict, self._language)
            years = self._joined(dict.fromkeys(str(one.year) for one in judged.reports))
            name = "unit_file" if years else "unit_file_unread"
            line = self._say(name, file=judged.file, verdict=verdict, **({"year": years} if years else {}))
            page.write_string(row, 0, line, self._line)
            row += 1
        row += 1
        self._header(page, row, _OF_UNIT)
        page.freeze_panes(row + 1, 0)
        head = row
        for judged in files:
            for said in self._told(judged):
                row += 1
                for column, (name, _) in enumerate(_OF_UNIT):
                    value = getattr(said, name, "")
                    strong = name == "weight" and value == self._say("weight_keeps")
                    self._value(page, row, column, value, self._strong if strong else None)
                page.set_row(row, _height(_OF_UNIT, {name: getattr(said, name, "") for name, _ in _OF_UNIT}))
        if row == head:
            page.write_string(head + 1, 0, self._say("unit_clean"), self._line)
        page.autofilter(head, 0, max(head + 1, row), len(_OF_UNIT) - 1)
        self._printed(page)

    def _told(self, judged: Judged) -> list[NoteRow]:
        if judged.error is not None:
            return [
                NoteRow(
                    weight=self._say("weight_keeps"), code=self._say("code_other"),
                    relation=self._say("relation_unreadable"), cell="", printed="", computed="", difference="", unit="",
                    words=about(judged, self._language), place=judged.file, involved="",
                )
            ]  # fmt: skip
        return [told(note, self._language) for report in judged.reports for note in report.notes]

    def _about(self, at: datetime, factor: "Decimal") -> None:
        page = self._book.add_worksheet(self._say("sheet_about"))
        page.set_column(0, 0, 16)
        page.set_column(1, 1, 100)
        passed = "\n".join(passed_lines(self._judging.passed, self._language))
        said = (
            ("about_counts", summary(self._judging, self._language)),
            ("about_when", f"{at:%Y-%m-%d %H:%M}"),
            ("about_what", self._say("about_what_said")),
            ("about_keeps", self._say("about_keeps_said")),
            ("about_remark", self._say("about_remark_said", factor=f"{factor.normalize():f}")),
            ("about_not_checked", passed),
        )
        for row, (name, words) in enumerate((name, words) for name, words in said if words):
            page.write_string(row, 0, self._say(name), self._text)
            page.write_string(row, 1, words, self._text)

    def _header(self, page: Any, row: int, columns: Sequence[tuple[str, int]]) -> None:
        page.set_row(row, 22)
        for column, (name, width) in enumerate(columns):
            page.set_column(column, column, width)
            page.write_string(row, column, self._say(f"column_{name}"), self._head)

    def _value(self, page: Any, row: int, column: int, value: str, form: Any = None) -> None:
        """Write a number as one; all else as a text."""
        if _NUMBER.fullmatch(value):
            page.write_number(row, column, float(value), form or self._number)
        else:
            page.write_string(row, column, value[:_LONGEST_CELL], form or self._text)

    @staticmethod
    def _printed(page: Any) -> None:
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.set_margins(left=0.4, right=0.4)

    def _joined(self, parts: Any) -> str:
        return message("loading.names_separator", self._language).join(parts)

    def _say(self, name: str, **values: object) -> str:
        return message(f"judging.{name}", self._language, **values)


def _height(columns: Sequence[tuple[str, int]], values: Mapping[str, str]) -> float:
    """Return the height of a row whose texts are wrapped: not every program makes it so by itself."""
    lines = 1
    for name, width in columns:
        text = values.get(name, "")
        # A Chinese sign is twice as wide as a letter.
        units = sum(1 if sign.isascii() else 2 for sign in text)
        lines = max(lines, -(-units // (width - 1)))
    return _LINE_HEIGHT * min(lines, _TALLEST)


def _units(judging: Judging, language: str) -> list[tuple[str, list[Judged]]]:
    """Return the files of each unit; one that nobody can tell of is a unit by itself."""
    found: dict[str, list[Judged]] = {}
    for judged in judging.files:
        names = dict.fromkeys(one.agency for one in judged.reports)
        unit = next(iter(names), None) or message("judging.unit_unnamed", language, file=judged.file)
        found.setdefault(unit, []).append(judged)
    return list(found.items())


def _sheet_names(units: Sequence[str], taken: set[str]) -> list[str]:
    """Return a name for each unit's sheet: without what none may hold, short enough, and none twice."""
    used = {name.lower() for name in taken}
    names = []
    for unit in units:
        # Of a file the folders before its name say nothing.
        stem = _NOT_IN_SHEET_NAMES.sub(" ", unit.rpartition("/")[2]).strip() or "—"
        name, number = stem[:_LONGEST_SHEET_NAME].strip(), 1
        while name.lower() in used:
            number += 1
            mark = f" {number}"
            name = stem[: _LONGEST_SHEET_NAME - len(mark)].strip() + mark
        used.add(name.lower())
        names.append(name)
    return names
