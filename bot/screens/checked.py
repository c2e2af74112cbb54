"""What a check of a document found, as a screen: for staff, and with buttons for whoever may load it."""

from html import escape
from typing import TYPE_CHECKING

from bot.messages import message
from bot.screens.engine import shortened
from bot.screens.labels import Words
from bot.screens.markup import MAXIMUM_UNITS, units
from bot.screens.previewing import unsigned
from bot.screens.render import plainly
from bot.screens.screen import Button, Press, PressKind, Screen

if TYPE_CHECKING:
    from bot.uploads import Checked

_NAME_UNITS = 80
_ROOM = 400  # UTF-16 units for what stands around the lines
_CHOICES = (("load", "yes"), ("drop", "no"))


def render_checked(checked: "Checked", language: str, *, plain: bool = False) -> Screen:
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
    last = "ask" if checked.token else "only_checked" if checked.is_new else "nothing_new"
    foot = document_words(last, language, file=checked.name)
    lines = [words.shown(line) for line in (*checked.reports, *checked.findings)]
    if not checked.findings and checked.reports:
        lines.append(document_words("all_pass", language))
    lines += map(words.shown, checked.changes)
    lines = _fitting([unsigned(line) for line in lines] if plain else lines, MAXIMUM_UNITS - _ROOM)
    body = escape("\n".join(lines), quote=False)
    screen = Screen(
        name="document",
        html=f"<b>{escape(title, quote=False)}</b>\n"
        + (body if plain else f"<blockquote expandable>{body}</blockquote>")
        + f"\n{escape(foot, quote=False)}",
        plain="\n".join([title, *lines, "", foot]),
        buttons=_buttons(checked.token, language) if checked.token else (),
    )
    return plainly(screen, language) if plain else screen


def document_words(name: str, language: str, **values: object) -> str:
    """Return a message about a document, in `zh`, `zh-Hant` or `en`."""
    words = Words(language)
    return words.shown(message(f"documents.{name}", words.folder, **values))


def _buttons(token: str, language: str) -> tuple[tuple[Button, ...], ...]:
    return (
        tuple(
            Button(label=document_words(label, language), press=Press(PressKind.LOAD, f"{answer} {token}"))
            for label, answer in _CHOICES
        ),
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
