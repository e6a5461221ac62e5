"""Frames as tables for publication: numbers written out, bounds beneath them, coverage before them.

Nothing is asked, added or ranked here: a table says what its frame says. A :class:`Table` shows
itself in Jupyter and in a terminal; pages read its fields.
"""

from imp_stats.tables.counts import plain
from imp_stats.tables.occupations import top_occupations
from imp_stats.tables.stacking import stacked
from imp_stats.tables.table import Cell, Column, Table

__all__ = ["Cell", "Column", "Table", "plain", "stacked", "top_occupations"]
