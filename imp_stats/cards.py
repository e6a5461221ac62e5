"""``data/cards.toml`` -> cards: a publisher's table, how a file is recognised as it, how it is cited."""

import tomllib
from dataclasses import dataclass, field
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
    program: str
    measures: tuple[str, ...]
    universe: str
    citation: str
    resource: str = ""
    title: str = ""
    noc_version: str = ""
    unlisted: int = field(default=0)  # how far a printed total may exceed its listed parts

    @property
    def is_exact(self) -> bool:
        """Whether the publisher prints exact counts, neither rounded nor suppressed."""
        return self.measures == ("positions",)


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
