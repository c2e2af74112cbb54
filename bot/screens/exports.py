"""Exports: the table behind an answer as a file, which says itself what was asked, when, of what, from where."""

import io
import re
from collections.abc import Callable
from datetime import datetime

from bot.answers.exporting import ExportTable
from bot.screens import agency_sheets
from bot.screens.engine import environment, macros, one_line
from bot.screens.labels import Words
from bot.screens.markup import CAPTION_UNITS, fit, tidy
from bot.screens.markup import plain as without_markup
from bot.screens.screen import Button, Press, PressKind, Screen
from bot.screens.sentences import in_sentences
from bot.store.export.formats import About, write_csv, write_xlsx

# What no file name may hold on some system, and what it cannot begin with.
_NOT_IN_NAMES = re.compile(r"[^\w\-]+")
_LONGEST_NAME = 40


def render_export(  # noqa: PLR0913 - each is said in the file
    table: ExportTable, asked: str, form: str, words: Words, *, at: datetime, revision: int, plain: bool = False
) -> Screen:
    """Show a table as a file.

    Args:
        table: What is saved.
        asked: The message that brought it.
        form: `xlsx` or `csv`; anything else is `xlsx`.
        words: The words of the chat's language.
        at: When this is.
        revision: Of the data.
        plain: Whether the caption is in full sentences.

    Returns:
        The screen: the file, what it is, and a button for the other format.
    """
    form = form if form in _WRITERS else "xlsx"
    said = _said(table, asked, words, at=at, revision=revision)
    content = _WRITERS[form](table, words, said)
    markup = environment(words.folder).get_template("export.html.j2").render(
        asked=asked, shown=_shown(table), total=table.total, at=at, revision=revision,
        sources=_sources(table, words), form=form,
    )  # fmt: skip
    markup = in_sentences(tidy(markup), words.folder) if plain else tidy(markup)
    markup = fit(words.shown(markup), words.label("cut"), CAPTION_UNITS)
    other = "csv" if form == "xlsx" else "xlsx"
    return Screen(
        name="export",
        html=markup,
        plain=without_markup(markup),
        buttons=((export_button(words.label("export_as", form=other.upper()), asked, other),),),
        file=(f"{_name(asked)}-{at:%Y%m%d}.{form}", content),
    )


def export_button(label: str, asked: str, form: str = "xlsx") -> Button:
    """Return the button that saves what a message brings."""
    return Button(label=label, press=Press(PressKind.EXPORT, f"{form} {asked}"))


def form_and_message(value: str) -> tuple[str, str]:
    """Return what an export button holds: the format, and the message."""
    form, _, asked = value.partition(" ")
    return form, asked


def _shown(table: ExportTable) -> int:
    return table.total if table.agencies else len(table.rows)


def _xlsx(table: ExportTable, words: Words, said: About) -> bytes:
    if table.agencies is not None:
        return agency_sheets.workbook(table.agencies, words, said)
    return write_xlsx(table.rows, table.sheet, words.folder, about=said)[0]


def _csv(table: ExportTable, words: Words, said: About) -> bytes:  # noqa: ARG001 - a table as text has no second sheet
    if table.agencies is not None:
        return agency_sheets.text(table.agencies, words)
    target = io.StringIO(newline="")
    write_csv(table.rows, table.sheet, target, words.folder)
    return target.getvalue().encode()


_WRITERS: dict[str, Callable[[ExportTable, Words, About], bytes]] = {"xlsx": _xlsx, "csv": _csv}


def _said(table: ExportTable, asked: str, words: Words, *, at: datetime, revision: int) -> About:
    shown = words.label("export_rows_of", shown=_shown(table), total=table.total)
    return About(
        title=words.label("export_about"),
        said=(
            (words.label("export_query"), asked),
            (words.label("export_time"), f"{at:%Y-%m-%d %H:%M %Z}"),
            (words.label("export_rows"), str(table.total) if _shown(table) == table.total else shown),
            (words.label("export_source"), "\n".join(_sources(table, words))),
            (words.label("export_revision"), str(revision)),
            (words.label("export_note"), words.label("export_prevails")),
        ),
    )


def _sources(table: ExportTable, words: Words) -> list[str]:
    worded = macros(words.folder)
    cite = worded.figure_source if table.sheet == "figures" else worded.record_source
    cited = [words.shown(one_line(cite(source))) for source in table.sources]
    return list(dict.fromkeys(cited))


def _name(asked: str) -> str:
    return _NOT_IN_NAMES.sub("_", asked).strip("_")[:_LONGEST_NAME] or "gongkai"
