"""What a check of a document found, as a screen: for staff, and with buttons for whoever may load it."""

from dataclasses import dataclass
from html import escape

from bot.screens.engine import shortened
from bot.screens.labels import Words
from bot.screens.markup import MAXIMUM_UNITS, units
from bot.screens.previewing import unsigned
from bot.screens.render import plainly
from bot.screens.screen import Button, Press, PressKind, Screen

_NAME_UNITS = 80
_ROOM = 400  # UTF-16 units for what stands around the lines
_CHOICES = (("load", "yes"), ("drop", "no"))
_CHOICES_OF_SOME = (("load_all", "yes"), ("drop", "no"))
_CHOICES_SHOWN = 8


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """What may be said of a column: its number among those that were shown, its label, and what it would then be."""

    column: int
    label: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check of a document found.

    Attributes:
        name: Of the file.
        reports: The verdict on a report; of an archive how many files there are of each, and the verdict of each.
        findings: A line for what was found on a report that was handed in by itself.
        changes: What loading it would change, line by line.
        is_new: Whether loading it would change anything.
        token: Under which it waits to be loaded; None where it was not kept.
        asked: Which column a list cannot be read without (`title`, `number_raw`), or `office` where a report cannot be
            loaded without one; None where all is clear.
        choices: What may be said of columns: of the one in doubt, else of those that are not taken.
        office: The agency that was given for it.
        year: The year that was given for it.
        unnamed: It names no office, and whoever handed it in may say whose it is: the bot's own from then on.
        likely: The only office that is known, which it may be.
        columns: Label and meaning of each column of its lists that is of no person.
        ready: Names of the files in an archive that are ready, where others are not: these can be loaded alone.
        sheet: The findings as a workbook to hand back; None where nothing was found.
        nothing_read: It is an archive of which no file can be read.
    """

    name: str
    reports: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()
    is_new: bool = False
    token: str | None = None
    asked: str | None = None
    choices: tuple[ColumnChoice, ...] = ()
    office: str | None = None
    year: int | None = None
    unnamed: bool = False
    likely: str | None = None
    columns: tuple[tuple[str, str], ...] = ()
    ready: tuple[str, ...] = ()
    sheet: bytes | None = None
    nothing_read: bool = False


def render_checked(checked: Checked, language: str, *, plain: bool = False) -> Screen:
    """Show what a check found.

    Args:
        checked: What it found; its lines are in the language of the screen already.
        language: `zh`, `zh-Hant` or `en`.
        plain: For a chat that asked for little decoration: no signs before lines, nothing folded.

    Returns:
        The screen, with buttons where the document waits to be loaded.
    """
    words = Words(language)
    title = document_words("title", language, file=shortened(checked.name, _NAME_UNITS))
    last = "nothing_read" if checked.nothing_read else "only_checked" if checked.is_new else "nothing_new"
    if checked.token:
        last = f"which_{checked.asked}" if checked.asked else "ask_unnamed" if checked.unnamed else "ask"
    foot = document_words(last, language, file=checked.name)
    # The verdict stands above what is folded.
    verdict = [words.shown(unsigned(line) if plain else line.strip()) for line in checked.reports[:1]]
    lines = [words.shown(line) for line in (*checked.reports[1:], *checked.findings, *checked.changes)]
    lines = _fitting([unsigned(line) for line in lines] if plain else lines, MAXIMUM_UNITS - _ROOM)
    body = escape("\n".join(lines), quote=False)
    screen = Screen(
        name="document",
        html=f"<b>{escape(title, quote=False)}</b>\n"
        + "".join(f"{escape(line, quote=False)}\n" for line in verdict)
        + (body if plain or not body else f"<blockquote expandable>{body}</blockquote>")
        + f"\n{escape(foot, quote=False)}",
        plain="\n".join([title, *verdict, *lines, "", foot]),
        buttons=_buttons(checked, language) if checked.token else (),
    )
    return plainly(screen, language) if plain else screen


def document_words(name: str, language: str, **values: object) -> str:
    """Return a message about a document, in `zh`, `zh-Hant` or `en`."""
    return Words(language).said(f"documents.{name}", **values)


def _buttons(checked: Checked, language: str) -> tuple[tuple[Button, ...], ...]:
    """Return a button for each thing that may be said of a column, then whose it is, then to load it or not."""
    token = checked.token
    rows: list[tuple[Button, ...]] = [
        (_button(f"be_{one.meaning}", f"is:{one.column}:{one.meaning} {token}", language, one.label),)
        for one in checked.choices[:_CHOICES_SHOWN]
    ]
    if checked.unnamed and checked.likely:
        rows.append((_button("own", f"own {token}", language, checked.likely),))
    if checked.asked in (None, "office"):
        rows.append(tuple(_button(f"set_{what}", f"set:{what} {token}", language) for what in ("office", "year")))
    if checked.ready:
        number = len(checked.ready)
        label = document_words("load_ready", language, number=number)
        rows.append((Button(label=label, press=Press(PressKind.LOAD, f"ready {token}")),))
    wanted = _CHOICES[1:] if checked.asked else _CHOICES_OF_SOME if checked.ready else _CHOICES
    rows.append(tuple(_button(label, f"{answer} {token}", language) for label, answer in wanted))
    return tuple(rows)


def _button(name: str, value: str, language: str, column: str = "") -> Button:
    label = document_words(name, language, column=shortened(column, _NAME_UNITS // 4)) if column else ""
    return Button(label=label or document_words(name, language), press=Press(PressKind.LOAD, value))


def undo_button(number: int, language: str) -> Button:
    """Return the button that takes a batch back."""
    return Button(
        label=document_words("undo", language, number=number), press=Press(PressKind.LOAD, f"undo:{number} batch")
    )


def _fitting(lines: list[str], room: int) -> list[str]:
    """Return as many lines as there is room for, and … where some are left out."""
    fitting: list[str] = []
    for line in lines:
        room -= units(line) + 1
        if room < 0:
            return [*fitting, "…"]
        fitting.append(line)
    return fitting
