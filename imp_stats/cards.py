"""``data/cards.toml`` -> cards: a publisher's table, how a file is recognised as it, how it is cited."""

import tomllib
from dataclasses import dataclass
from functools import cache

from imp_stats.folders import shipped_data


@dataclass(frozen=True)
class Card:
    """A publisher's table. ``title`` is empty for the tables that carry none: the file's name decides."""

    id: str
    publisher: str
    licence: str
    portal: str
    dataset: str
    file_name: str
    reader: str
    header: str
    measures: tuple[str, ...]
    universe: str
    citation: str
    resource: str = ""
    title: str = ""
    program: str | None = None
    noc_version: str = ""
    is_exact: bool = False  # counts neither rounded nor suppressed
    unlisted: int = 0  # how far a printed total may exceed its listed parts


@cache
def cards() -> dict[str, Card]:
    """Every card by its id, in the order of the file."""
    text = (shipped_data() / "cards.toml").read_text(encoding="utf-8")
    declared = tomllib.loads(text)
    publishers = declared["publishers"]
    return {
        name: Card(
            id=name,
            **{
                **card,
                "measures": tuple(card["measures"]),
                "publisher": publishers[card["publisher"]]["name"],
                "licence": publishers[card["publisher"]]["licence"],
                "portal": publishers[card["publisher"]]["portal"],
            },
        )
        for name, card in declared["cards"].items()
    }
