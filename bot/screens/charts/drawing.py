"""Drawing: from a Chart to PNG. matplotlib is imported by the first chart: that takes longer than any chart.

Measures are chosen for a phone: 1080 pixels are shown 340 points wide there, so that 12 pt here is readable.
"""

import io
import threading
import unicodedata
from functools import cache
from typing import Any, NamedTuple

from bot.resources import bundled
from bot.screens.charts.chart import Chart, Shape, Value

FONT = ("fonts", "NotoSansCJKsc-Regular.subset.otf")

_WIDTH, _DPI = 4.5, 240  # inches; 1080 pixels
_INK, _FAINT, _TRACK, _PAPER = "#17232b", "#65757f", "#eef2f3", "#ffffff"
_COLOURS = ("#12807f", "#e38b34", "#4577c9", "#8b68bd", "#cf5a55", "#79a243")
_TITLE, _LABEL, _NOTE = 15, 12, 9
_MARGIN = 0.26  # inches
_ROOMY, _MOST_NAMED, _CELL = 12, 24, 0.0212  # lines; half characters of a name; one of them of the width
_TITLE_CELLS, _NOTE_CELLS, _LEGEND_CELLS = 34, 58, 20  # widths in half characters
# matplotlib keeps glyphs in a cache of its own that is not made for threads.
_LOCK = threading.Lock()


def draw(chart: Chart) -> bytes:
    """Return a picture of a chart, PNG, 1080 pixels wide."""
    with _LOCK:
        return _drawn(chart)


def _drawn(chart: Chart) -> bytes:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    title = _wrapped(chart.title, _TITLE_CELLS)
    notes = [line for note in (*chart.notes, *chart.sources) for line in _wrapped(note, _NOTE_CELLS)]
    legend = bool(chart.series) and chart.shape is not Shape.GRID
    top = _MARGIN + 0.27 * len(title) + (0.34 if legend else 0.1)
    bottom = 0.2 + 0.17 * len(notes)
    height = top + _body_height(chart) + bottom
    figure = Figure(figsize=(_WIDTH, height), dpi=_DPI, facecolor=_PAPER)
    FigureCanvasAgg(figure)
    for at, line in enumerate(title):
        _write(figure, _MARGIN, height - _MARGIN - 0.27 * at, line, _TITLE, _INK, height, va="top")
    if legend:
        _legend(figure, chart.series, height - top + 0.17, height)
    for at, line in enumerate(notes):
        _write(figure, _MARGIN, bottom - 0.12 - 0.17 * at, line, _NOTE, _FAINT, height, va="top")
    _DRAWERS[chart.shape](figure, chart, bottom, height - top, height)
    buffer = io.BytesIO()
    figure.savefig(
        buffer, format="png", dpi=_DPI, facecolor=_PAPER, pil_kwargs={"optimize": False, "compress_level": 6}
    )
    return buffer.getvalue()


def _body_height(chart: Chart) -> float:
    if chart.shape is Shape.BARS:
        return 0.5 * len(chart.bars) + 0.1
    if chart.shape in (Shape.ROWS, Shape.GRID):
        heads = max((len(head) for head in _Grid.of(chart).heads), default=0) if chart.shape is Shape.GRID else 0
        return _pitch(chart) * (len(chart.bars) + heads) + 0.1
    if chart.shape is Shape.PARTS:
        return max(1.9, 0.46 * len(chart.bars) + 0.3)
    return 2.5


def _columns(figure: Any, chart: Chart, bottom: float, top: float, height: float) -> None:
    count, series = len(chart.bars), max(1, len(chart.series))
    lines = max(label.count("\n") + 1 for label in (bar.label for bar in chart.bars))
    foot = 0.1 + 0.2 * lines
    axes = _axes(figure, (_MARGIN, bottom + foot, _WIDTH - 2 * _MARGIN, top - bottom - foot), height)
    most = _most(chart)
    axes.set_xlim(-0.5, count - 0.5)
    axes.set_ylim(0, most * 1.14)
    axes.plot([-0.5, count - 0.5], [0, 0], color="#cfd8dc", linewidth=1, clip_on=False)
    for place, bar in enumerate(chart.bars):
        present = [number for number in range(series) if bar.values[number] is not None]
        wide = min(0.62, 0.16 * count) / max(1, len(present))
        for at, number in enumerate(present):
            value = bar.values[number]
            if value is None:
                continue
            x = place + (at - (len(present) - 1) / 2) * wide
            if value.size:
                axes.bar(x, value.size, width=wide * 0.9, color=_COLOURS[number % len(_COLOURS)])
            colour = _FAINT if value.size is None else _INK
            shown = "\n".join(_wrapped(value.shown, max(8, 44 // count))) if value.size is None else value.shown
            _label(axes, x, (value.size or 0) + most * 0.02, shown, _LABEL if value.size is not None else _NOTE, colour,
                   ha="center", va="bottom")  # fmt: skip
        _label(axes, place, -most * 0.05, bar.label, _LABEL, _FAINT, ha="center", va="top")


def _bars(figure: Any, chart: Chart, bottom: float, top: float, height: float) -> None:
    count, series = len(chart.bars), max(1, len(chart.series))
    axes = _axes(figure, (_MARGIN, bottom, _WIDTH - 2 * _MARGIN, top - bottom), height)
    most = _most(chart)
    axes.set_xlim(0, most)
    axes.set_ylim(count - 0.45, -0.55)
    for place, bar in enumerate(chart.bars):
        values = [value for value in bar.values if value is not None]
        shown = " + ".join(value.shown for value in values)
        _label(axes, 0, place - 0.16, _fitted(bar.label.replace("\n", " "), 36 - _cells(shown)), _LABEL, _INK,
               ha="left", va="center")  # fmt: skip
        faint = all(value.size is None for value in values)
        _label(axes, most, place - 0.16, shown, _LABEL, _FAINT if faint else _INK, ha="right", va="center")
        axes.barh(place + 0.2, most, height=0.17, color=_TRACK)
        start = 0.0
        for number in range(series):
            value = bar.values[number]
            if value is not None and value.size:
                axes.barh(place + 0.2, abs(value.size), left=start, height=0.17, color=_COLOURS[number % len(_COLOURS)])
                start += abs(value.size)


def _pitch(chart: Chart) -> float:
    """Return the height of a line in inches: closer where there are many, so that sixty are read on a phone."""
    two = any(value and "\n" in value.shown for bar in chart.bars for value in bar.values)
    return (0.34 if len(chart.bars) <= _ROOMY else 0.24) + 0.16 * two


def _rows(figure: Any, chart: Chart, bottom: float, top: float, height: float) -> None:
    """Draw a name, a bar and its value a line; bars of what fell go to the left of those that rose."""
    axes = _axes(figure, (_MARGIN, bottom, _WIDTH - 2 * _MARGIN, top - bottom), height)
    axes.set_xlim(0, 1)
    axes.set_ylim(len(chart.bars) - 0.5, -0.5)
    values = [bar.values[0] or Value(None, "") for bar in chart.bars]
    size = _LABEL if len(chart.bars) <= _ROOMY else _LABEL - 1.5
    names = min(_MOST_NAMED, max(_cells(bar.label) for bar in chart.bars))
    cell = _CELL * size / _LABEL
    left, right = names * cell + 0.02, 1 - max(_cells(value.shown) for value in values) * cell - 0.03
    right = max(right, left + 0.12)
    sizes = [value.size or 0.0 for value in values]
    least, most = min(0.0, *sizes), max(0.0, *sizes)
    scale = (right - left) / ((most - least) or 1.0)
    zero = left - least * scale
    for place, (bar, value) in enumerate(zip(chart.bars, values, strict=True)):
        _label(axes, 0, place, _fitted(bar.label, names), size, _INK, ha="left", va="center")
        axes.barh(place, right - left, left=left, height=0.62, color=_TRACK)
        if value.size:
            colour = _COLOURS[0] if value.size > 0 else _COLOURS[1]
            axes.barh(place, value.size * scale, left=zero, height=0.62, color=colour)
        _label(axes, 1, place, value.shown, size, _INK if value.size is not None else _FAINT, ha="right", va="center")


class _Grid(NamedTuple):
    """How a grid is parted: half characters of a name, where the columns begin, their width, half characters in one.

    `heads`: each column's in lines.
    """

    names: int
    left: float
    wide: float
    room: int
    heads: tuple[list[str], ...]

    @classmethod
    def of(cls, chart: Chart) -> "_Grid":
        """Return the parts of a chart."""
        cell = _CELL * (_LABEL - 1.5) / _LABEL
        names = min(_MOST_NAMED, max(_cells(bar.label) for bar in chart.bars))
        left = names * cell + 0.02
        wide = (1 - left) / len(chart.series)
        room = int(wide / cell)
        return cls(names, left, wide, room, tuple(_wrapped(name, room) for name in chart.series))


def _grid(figure: Any, chart: Chart, bottom: float, top: float, height: float) -> None:
    """Draw a name and its numbers a line, each number before a field that is the darker the more it is."""
    axes = _axes(figure, (_MARGIN, bottom, _WIDTH - 2 * _MARGIN, top - bottom), height)
    names, left, wide, room, heads = _Grid.of(chart)
    lines, size = max(map(len, heads)), _LABEL - 1.5
    axes.set_xlim(0, 1)
    axes.set_ylim(len(chart.bars) - 0.5, -0.5 - lines)
    most = max((abs(value.size) for bar in chart.bars for value in bar.values if value and value.size), default=1.0)
    for column, head in enumerate(heads):
        middle = left + wide * (column + 0.5)
        _label(axes, middle, -(1 + lines) / 2, "\n".join(head), size, _FAINT, ha="center", va="center")
    for place, bar in enumerate(chart.bars):
        _label(axes, 0, place, _fitted(bar.label, names), size, _INK, ha="left", va="center")
        for column, value in enumerate(bar.values):
            if value is None:
                continue
            at = left + wide * column
            deep = 0.08 + 0.5 * abs(value.size) / most if value.size is not None else 0.0
            axes.barh(place, wide * 0.94, left=at + wide * 0.03, height=0.86, color=_COLOURS[0], alpha=deep)
            ink = _INK if value.size is not None else _FAINT
            shown = "\n".join(_fitted(line, room) for line in value.shown.splitlines())
            _label(axes, at + wide / 2, place, shown, size, ink, ha="center", va="center")


def _parts(figure: Any, chart: Chart, bottom: float, top: float, height: float) -> None:
    side = min(1.75, top - bottom)
    axes = _axes(figure, (_MARGIN - 0.06, bottom + (top - bottom - side) / 2, side, side), height)
    axes.set_aspect("equal")
    sizes = [bar.values[0].size or 0 for bar in chart.bars if bar.values[0] is not None]
    axes.pie(
        sizes,
        startangle=90,
        counterclock=False,
        colors=[_COLOURS[number % len(_COLOURS)] for number in range(len(sizes))],
        wedgeprops={"width": 0.36, "edgecolor": _PAPER, "linewidth": 1.6},
        radius=1.0,
    )
    axes.set_xlim(-1.03, 1.03)
    axes.set_ylim(-1.03, 1.03)
    _label(axes, 0, 0, chart.whole or "", _TITLE if _cells(chart.whole or "") < 9 else _LABEL, _INK, ha="center",
           va="center")  # fmt: skip
    left = _MARGIN + side + 0.2
    step = (top - bottom) / (len(chart.bars) + 0.4)
    step = min(step, 0.56)
    first = (top + bottom) / 2 + step * (len(chart.bars) - 1) / 2
    for number, bar in enumerate(chart.bars):
        y, value = first - step * number, bar.values[0]
        _swatch(figure, left, y + 0.1, number, height)
        _write(figure, left + 0.17, y + 0.1, _fitted(bar.label, _LEGEND_CELLS), _LABEL - 1, _INK, height, va="center")
        _write(figure, left + 0.17, y - 0.11, value.shown if value else "", _LABEL - 1, _FAINT, height, va="center")


_DRAWERS = {
    Shape.COLUMNS: _columns,
    Shape.BARS: _bars,
    Shape.ROWS: _rows,
    Shape.GRID: _grid,
    Shape.PARTS: _parts,
}


def _legend(figure: Any, series: tuple[str, ...], y: float, height: float) -> None:
    left = _MARGIN
    for number, name in enumerate(series):
        _swatch(figure, left, y, number, height)
        _write(figure, left + 0.17, y, name, _LABEL - 1, _FAINT, height, va="center")
        left += 0.42 + 0.078 * _cells(name)


def _swatch(figure: Any, x: float, y: float, number: int, height: float) -> None:
    from matplotlib.patches import Rectangle

    size = 0.11
    corner = (x / _WIDTH, (y - size / 2) / height)
    patch = Rectangle(corner, size / _WIDTH, size / height, color=_COLOURS[number % len(_COLOURS)], linewidth=0)
    patch.set_transform(figure.transFigure)
    figure.add_artist(patch)


def _axes(figure: Any, box: tuple[float, float, float, float], height: float) -> Any:
    left, bottom, wide, high = box
    axes = figure.add_axes((left / _WIDTH, bottom / height, wide / _WIDTH, high / height))
    axes.set_axis_off()
    return axes


def _write(  # noqa: PLR0913, PLR0917 - a text has a place, a size and a colour
    figure: Any, x: float, y: float, text: str, size: float, colour: str, height: float, *, va: str
) -> None:
    figure.text(x / _WIDTH, y / height, text, fontproperties=_font(size), color=colour, va=va, parse_math=False)


def _label(  # noqa: PLR0913, PLR0917
    axes: Any, x: float, y: float, text: str, size: float, colour: str, *, ha: str, va: str
) -> None:
    axes.text(x, y, text, fontproperties=_font(size), color=colour, ha=ha, va=va, linespacing=1.25, parse_math=False)


@cache
def _font(size: float) -> Any:
    from matplotlib.font_manager import FontProperties

    return FontProperties(fname=str(bundled(*FONT)), size=size)


def _most(chart: Chart) -> float:
    """Return the length of the longest bar; those of several series lie end to end."""
    lying = chart.shape is Shape.BARS
    sizes = []
    for bar in chart.bars:
        here = [abs(value.size) for value in bar.values if value is not None and value.size is not None]
        sizes.append(sum(here) if lying else max(here, default=0.0))
    return max(sizes, default=0.0) or 1.0


def _cells(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WFA" else 1 for sign in text)


def _fitted(text: str, cells: int) -> str:
    if _cells(text) <= cells:
        return text
    while text and _cells(text) > cells - 2:
        text = text[:-1]
    return text.rstrip() + "…"


def _wrapped(text: str, cells: int) -> list[str]:
    """Return lines of at most so many cells: between words where there are any, else anywhere."""
    lines, line = [], ""
    for piece in _pieces(text):
        if line and _cells(line + piece.rstrip()) > cells:
            lines.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
    return [*lines, line.rstrip()] if line.strip() else lines or [""]


def _pieces(text: str) -> list[str]:
    """Cut a text where a line may end: after a space, and around each wide character."""
    pieces: list[str] = []
    for sign in text:
        wide = unicodedata.east_asian_width(sign) in "WF"
        joins = pieces and not wide and not pieces[-1].endswith(" ") and _cells(pieces[-1][-1]) == 1
        # Closing marks never begin a line, opening ones never end one.
        opened = pieces and pieces[-1] in "“‘（《【"
        if pieces and (joins or opened or sign in "，。；：、）】》”’！？,.;:)"):
            pieces[-1] += sign
        else:
            pieces.append(sign)
    return pieces
