"""`render`: from an Answer to a Screen."""

import re
from dataclasses import replace
from typing import Any

from markupsafe import Markup, escape

from bot.answers.answer import Answer, FiguresAnswer, NotPublishedAnswer, Several
from bot.messages import DEFAULT_LANGUAGE, SPOKEN, TRADITIONAL
from bot.screens.buttons import buttons, with_more
from bot.screens.charts import chart_of
from bot.screens.copying import quotable
from bot.screens.engine import environment, macros
from bot.screens.extras import with_extras
from bot.screens.labels import Words
from bot.screens.markup import CAPTION_UNITS, MAXIMUM_UNITS, fit, tidy
from bot.screens.markup import plain as without_markup
from bot.screens.printed import in_traditional
from bot.screens.screen import Button, Screen
from bot.screens.sentences import in_sentences, unmarked
from bot.store.chat.notes import OwnNote

LANGUAGES = SPOKEN
DEFAULT = DEFAULT_LANGUAGE


class EmptyScreenError(ValueError):
    """An answer that its template shows nothing of: a fault of the program, never to be sent as it is."""


def render(answer: Answer, language: str = DEFAULT, *, plain: bool = False) -> Screen:
    """Show an answer.

    Args:
        answer: What is to be shown.
        language: `zh`, `zh-Hant` or `en`; any other is shown in `zh`.
        plain: For a chat that asked for little decoration (大字和少表情): no pictograms, nothing folded.

    Returns:
        The screen: HTML of at most 4096 UTF-16 units once parsed, its plain text, its buttons.

    Raises:
        EmptyScreenError: The answer has no text, or none but how the question was understood.
    """
    words = words_of(language)
    markup = _finished(_markup(answer, words.folder, plain=plain), words, plain)
    markup = fit(in_traditional(markup, answer) if language == TRADITIONAL else markup, words.label("cut"))
    text = without_markup(markup)
    rows = buttons(answer, words)
    if isinstance(answer, FiguresAnswer):
        rows = with_more(rows, [Button(label=words.label("copy_text"), copy=quotable(text))])
    rows = with_extras(rows, answer, words)
    return Screen(name=template_of(type(answer)), html=markup, plain=text, buttons=rows)


def render_chart(answer: Answer, language: str = DEFAULT, *, plain: bool = False) -> Screen:
    """Show an answer as a chart, the same numbers in words below it; as ever where there is nothing to draw."""
    words = words_of(language)
    chart = chart_of(answer, words)
    if chart is None:
        return render(answer, language, plain=plain)
    markup = environment(words.folder).get_template("chart.html.j2").render(chart=chart)
    markup = fit(words.shown(_finished(tidy(markup), words, plain)), words.label("cut"), CAPTION_UNITS)
    return Screen(name="chart", html=markup, plain=without_markup(markup), chart=chart)


def noted(screen: Screen, note: str, words: Words) -> Screen:
    """Return a screen with a label as its last line."""
    return _with_line(screen, words.label(note), words)


def with_own_note(screen: Screen, own: OwnNote, words: Words) -> Screen:
    """Return a screen with what the office says itself as its last line, with the day of its release."""
    return _with_line(screen, words.said("chat.own_note", day=own.released_on, text=own.text), words)


def _with_line(screen: Screen, line: str, words: Words) -> Screen:
    most = CAPTION_UNITS if screen.chart or screen.picture or screen.file else MAXIMUM_UNITS
    markup = fit(f"{screen.html}\n\n{escape(line)}", words.label("cut"), most)
    return replace(screen, html=markup, plain=without_markup(markup))


def plainly(screen: Screen, language: str) -> Screen:
    """Return a screen that no template made in plain mode."""
    words = words_of(language)
    markup = words.shown(in_sentences(screen.html, words.folder))
    return replace(screen, html=markup, plain=without_markup(markup))


def words_of(language: str) -> Words:
    """Return the words of a language; of `zh` for any that we do not have."""
    return Words(language if language in LANGUAGES else DEFAULT)


def template_of(kind: type) -> str:
    """Return the name of the template of an answer: `NumberNotFound` is shown by `number_not_found`."""
    name = kind.__name__.removesuffix("Answer")
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()


def _finished(markup: str, words: Words, plain: bool) -> str:
    return in_sentences(markup, words.folder) if plain else unmarked(markup)


def _markup(answer: Answer, folder: str, *, plain: bool) -> str:
    """Return the tidy markup of an answer; parts of it are rendered by their own templates."""
    values: dict[str, Any] = {"answer": answer, "plain": plain}
    if isinstance(answer, Several):
        # Parts that say the same (no such year) are said once.
        parts = dict.fromkeys(_markup(part, folder, plain=plain) for part in answer.parts)
        values["parts"] = [Markup(part) for part in parts]  # noqa: S704
    if isinstance(answer, NotPublishedAnswer):
        near = answer.figures
        values["near"] = Markup(_markup(near, folder, plain=plain)) if near else None  # noqa: S704
    markup = tidy(environment(folder).get_template(f"{template_of(type(answer))}.html.j2").render(values))
    if not markup.removeprefix(tidy(str(macros(folder).understood(answer)))).strip():
        raise EmptyScreenError(type(answer).__name__)
    return markup
