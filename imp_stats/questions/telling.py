"""What an explanation of one count says, in a terminal and in Jupyter."""

from __future__ import annotations

import html
from dataclasses import dataclass
from typing import TYPE_CHECKING

from imp_stats.phrases import number
from imp_stats.questions.behind import CELLS_BEHIND

if TYPE_CHECKING:
    import pandas as pd

HIDDEN = "--"
_SHOWN = 15


@dataclass(frozen=True, eq=False)
class Explanation:
    """Where one count comes from, readable in a terminal and in Jupyter; ``cells`` is the frame of its cells.

    ``db.execute(found.sql, found.parameters)`` finds the cells again.
    """

    title: str
    publisher: str
    table: str
    vintage: str
    file: str
    sha256: str
    question: str
    sql: str
    parameters: dict[str, object]
    bounds: str
    definition: str
    derived: str
    whole: str
    citation: str
    licence: str
    cells: pd.DataFrame
    whole_cells: pd.DataFrame

    def _lines(self) -> list[tuple[str, str]]:
        lines = (
            ("Publisher", self.publisher),
            ("Table", self.table),
            ("Vintage", self.vintage),
            ("File", f"{self.file}, sha256 {self.sha256}"),
            ("Cells", "; ".join(self._addresses())),
            ("Question", self.question),
            ("SQL of the cells", self._call()),
            ("Bounds", self.bounds),
            ("Counts", self.definition),
            ("Derived", self.derived),
            ("Whole", self.whole),
            ("Citation", self.citation),
            ("Licence", self.licence),
        )
        return [(word, value) for word, value in lines if value]

    def _call(self) -> str:
        """The file of SQL that finds the cells, and what it is asked; parameters that ask nothing are left out."""
        given = [f"${name} = {value}" for name, value in self.parameters.items() if value is not None]
        return f"sql/questions/{CELLS_BEHIND}.sql with {'; '.join(given)}"

    def _addresses(self) -> list[str]:
        """Each cell by its address, as printed, up to a screenful."""
        shown = self.cells.head(_SHOWN)
        several = [
            name for name in ("province", "stream", "citizenship") if len(self.cells[name].unique()) > 1
        ]
        said = [
            f"{row['cell']}{''.join(f', {row[name]}' for name in several)}: {token(row['printed'])}"
            for _, row in shown.iterrows()
        ]
        sheet = self.cells["sheet"].iloc[0]
        said[0] = f"sheet {sheet!r}, {said[0]}" if sheet else said[0]
        more = len(self.cells) - len(shown)
        return [*said, f"and {more} more in .cells"] if more else said

    def __repr__(self) -> str:
        return "\n".join([self.title, *(f"  {word}: {value}" for word, value in self._lines())])

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<dt>{html.escape(word)}</dt><dd>{html.escape(value)}</dd>" for word, value in self._lines()
        )
        return f"<p><strong>{html.escape(self.title)}</strong></p><dl>{rows}</dl>"


def token(printed: str) -> str:
    """A count as printed, its thousands set apart; what is hidden stays hidden."""
    return HIDDEN if printed == HIDDEN else number(int(printed))
