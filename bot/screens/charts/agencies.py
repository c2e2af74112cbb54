"""The chart of many offices: a lying bar a line, or a grid of years or figures; so that sixty are read on a phone."""

from bot.answers.agency_answers import AgenciesAnswer, Row, ShownValue
from bot.answers.figure_parts import FigureLine
from bot.questions.over_agencies import LeadLine
from bot.screens.charts.chart import Bar, Chart, Shape, Value
from bot.screens.engine import environment, macros, one_line
from bot.screens.labels import Words

# More lines than this are no longer readable in a picture that Telegram makes 1,280 pixels high.
_MOST_ROWS, _MOST_IN_TWO_LINES = 60, 36
_AS_PRINTED = ("not_applicable", "approximate", "text")
_NO_CHART = (LeadLine.MISSING, LeadLine.DOUBTFUL)


def chart_of_agencies(answer: AgenciesAnswer, words: Words) -> Chart | None:
    """Return the chart of the offices that the answer is about; None where there are not two."""
    rows = answer.lead.rows
    if answer.wanted in _NO_CHART or len(rows) < 2 or not answer.figures:
        return None
    years = sorted(answer.years)
    grid = len(rows[0].values) > 1
    shown = rows[: _MOST_IN_TWO_LINES if grid and answer.of_share else _MOST_ROWS]
    if grid and years:
        series = tuple(words.label("year", year=year) for year in years)
    else:
        series = tuple(_what(line, whole, words) for line, whole in zip(answer.figures, answer.wholes, strict=True))
    return Chart(
        shape=Shape.GRID if grid else Shape.ROWS,
        title=_title(answer, words),
        bars=tuple(_bar(row, answer, words) for row in shown),
        series=series if grid else (),
        notes=_notes(answer, len(shown), words),
    )


def unit_of(line: FigureLine, words: Words) -> str:
    """Return the unit of a figure in words; empty where it has none, or none is printed."""
    if line.unit_missing or line.unit == "%":
        return ""
    return words.said("agencies.counted") if line.counted else line.unit or ""


def name_of(line: FigureLine, words: Words) -> str:
    """Return what a figure is called on screens."""
    return words.shown(str(environment(words.folder).filters["named"](line)))


def shown_of(shown: ShownValue, answer: AgenciesAnswer, words: Words) -> str:
    """Return a value in a few words, as it stands at the end of a bar."""
    if shown.number is None:
        return words.shown(one_line(macros(words.folder).agency_doubt(shown, answer.before)))
    if shown.parts and answer.of_change is None:
        part, whole = shown.parts
        return words.said("agencies.chart_share", share=shown.raw, part=part, whole=whole)
    return shown.raw


def group_of(answer: AgenciesAnswer, words: Words) -> str:
    """Return what the offices are called together."""
    places = "" if answer.lead.place else "".join(answer.ask.group.places)
    return words.shown(places + one_line(macros(words.folder).agency_group(answer.lead)))


def _what(line: FigureLine, whole: FigureLine | None, words: Words) -> str:
    named = name_of(line, words)
    return f"{named} / {name_of(whole, words)}" if whole else named


def _title(answer: AgenciesAnswer, words: Words) -> str:
    years = sorted(answer.years) or [year for year in (answer.before, answer.year) if year]
    what = "、".join(_what(line, whole, words) for line, whole in zip(answer.figures, answer.wholes, strict=True))
    change = answer.of_change
    if change is not None:
        what += " " + words.said(f"agencies.{'difference' if change == 'amount' else 'growth'}")
    units = {unit_of(line, words) for line in answer.figures} - {""}
    if len(units) == 1 and not answer.of_share and change != "percent":
        what += f"（{units.pop()}）" if words.folder == "zh" else f" ({units.pop()})"
    said = str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"
    return words.said("agencies.chart", years=said, group=group_of(answer, words), what=what)


def _bar(row: Row, answer: AgenciesAnswer, words: Words) -> Bar:
    values = tuple(reversed(row.values)) if answer.years else row.values
    return Bar(f"{row.place} {row.name}", tuple(_value(one, answer, words) for one in values), row.name)


def _value(one: ShownValue, answer: AgenciesAnswer, words: Words) -> Value:
    grid = len(answer.years) > 1 or len(answer.figures) > 1  # a cell of it has room for a word
    if one.doubt and grid:
        doubt = one.doubt.removeprefix("before_")
        printed = one.raw if doubt in _AS_PRINTED else ""
        return Value(None, printed or words.said(f"agencies.chart_{'ambiguous' if doubt in _AS_PRINTED else doubt}"))
    if one.parts and grid and answer.of_change is None and one.number is not None:
        return Value(float(one.number), f"{one.raw}\n{one.parts[0]}÷{one.parts[1]}")
    return Value(None if one.number is None else float(one.number), shown_of(one, answer, words))


def _notes(answer: AgenciesAnswer, shown: int, words: Words) -> tuple[str, ...]:
    lead, notes = answer.lead, [words.said("agencies.chart_computed")]
    if answer.wanted is LeadLine.COUNT:
        notes.append(words.said("agencies.chart_within", fitting=len(lead.rows)))
    if shown < len(lead.rows):
        notes.append(words.said("agencies.chart_first", shown=shown, total=len(lead.rows)))
    if lead.missing or lead.apart:
        notes.append(words.said("agencies.chart_missing", missing=len(lead.missing), apart=len(lead.apart)))
    return tuple(notes)
