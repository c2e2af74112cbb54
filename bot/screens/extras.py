"""What can be done with an answer besides reading it: cited, looked at as a chart, saved as a file."""

from bot.answers.answer import Answer, RecordCard
from bot.answers.exporting import can_be_exported, report_in
from bot.answers.standing import standing
from bot.questions.question import Listed, Search
from bot.screens.buttons import Row, with_more
from bot.screens.charts import chart_of
from bot.screens.copying import citation
from bot.screens.exports import export_button
from bot.screens.labels import Words
from bot.screens.screen import Button, Press, PressKind


def with_extras(rows: tuple[Row, ...], answer: Answer, words: Words) -> tuple[Row, ...]:
    """Return rows with the buttons that an answer allows besides its own: in the last row where there is room."""
    extras = []
    cited = citation(answer, words) if isinstance(answer, RecordCard) else None
    if cited:
        extras.append(Button(label=words.label("copy_citation"), copy=cited))
    asked = _asked(answer)
    if asked and chart_of(answer, words) is not None:
        extras.append(Button(label=words.label("chart"), press=Press(PressKind.CHART, asked)))
    if asked and can_be_exported(answer):
        label = "export_report" if report_in(answer) else "export"
        extras.append(export_button(words.label(label), asked))
    return with_more(rows, extras)


def _asked(answer: Answer) -> str | None:
    """Return the message that brings this answer at any time, or None where there is none."""
    if answer.remember is None:
        return None
    question = answer.remember.question
    if question.follows is not None and not isinstance(question.asks[0], Search | Listed):
        return None  # 2019年呢 means nothing by itself
    return standing(question) or None
