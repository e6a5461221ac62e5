"""Frames drawn: every chart takes a frame from a question and returns the ``Axes``; none asks, sums, saves or shows."""

from imp_stats.charts.amounts import answers, bars
from imp_stats.charts.labels import words
from imp_stats.charts.lines import trend
from imp_stats.charts.maps import tiles
from imp_stats.charts.panels import small_multiples
from imp_stats.charts.ranking import ranks
from imp_stats.charts.slopes import slope
from imp_stats.charts.targets import plans
from imp_stats.charts.timelines import spans

__all__ = [
    "answers",
    "bars",
    "plans",
    "ranks",
    "slope",
    "small_multiples",
    "spans",
    "tiles",
    "trend",
    "words",
]
