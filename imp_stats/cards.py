"""``data/cards.toml`` -> cards: a publisher's table, how a file is recognised as it, how it is cited."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from imp_stats.folders import shipped_data
from imp_stats.vocabulary import label


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
    api: str = ""  # the publisher's CKAN, if it has one
    title: str = ""
    other_titles: tuple[str, ...] = ()  # in another spelling, or in French
    other_headers: tuple[str, ...] = ()
    dimensions: tuple[str, ...] = ()  # what a workbook's labels say, the outermost first
    composite: tuple[str, ...] = ()  # rows of several counts: a hidden one has no upper bound
    composite_of: int = 1  # how many counts such a row may stand for, each at most 4 where it is hidden
    program: str | None = None
    noc_version: str = ""
    stream: str = ""  # the path of the one stream that the whole table is of
    table: str = ""  # the card of which this is another form: its cells are kept under that one
    reveals: bool = False  # what was hidden may come out as 0 or 5 where the publisher revised the table
    whole: tuple[str, ...] = ()  # dimensions of which a file has every word: the first vintage is held to it
    is_exact: bool = False  # counts neither rounded nor suppressed
    place: str = ""  # the one place that the file is of, where a table comes as a file for each
    series: bool = False  # each file is a period of its own: none replaces another
    files: str = ""  # the names of a series' files on the portal, in which * is anything
    unlisted: int = 0  # how far a printed total may exceed its listed parts
    declared: Mapping[str, Sequence[str]] = field(default_factory=dict)  # publisher's errors -> as-of dates

    @property
    def kept_as(self) -> str:
        """The id under which the cells are kept: the card's own, or that of the table it is another form of."""
        return self.table or self.id


@cache
def cards() -> dict[str, Card]:
    """Every card by its id, in the order of the file; a table that comes by ``places`` has a card for each."""
    text = (shipped_data() / "cards.toml").read_text(encoding="utf-8")
    declared = tomllib.loads(text)
    publishers = declared["publishers"]
    return {
        name: Card(
            id=name,
            **{
                **{key: tuple(value) if isinstance(value, list) else value for key, value in card.items()},
                "publisher": publishers[card["publisher"]]["name"],
                "licence": publishers[card["publisher"]]["licence"],
                "portal": publishers[card["publisher"]]["portal"],
                "api": publishers[card["publisher"]].get("api", ""),
            },
        )
        for name, card in _each(declared["cards"])
    }


def _each(declared: dict[str, dict[str, Any]]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The cards as declared, one with ``places`` once for each of them, which is cited with its place."""
    for name, card in declared.items():
        same = {key: value for key, value in card.items() if key != "places"}
        for place in card.get("places", [""]):
            cited = f"{card['citation']}, {label('province', place)}" if place else card["citation"]
            yield f"{name}-{place.lower()}" if place else name, {**same, "place": place, "citation": cited}
