"""Charts: pictures where looking beats reading. What is drawn stands in the caption too."""

from bot.screens.charts.chart import Bar, Chart, Shape, Value
from bot.screens.charts.making import chart_of

__all__ = ["Bar", "Chart", "Shape", "Value", "chart_of"]
