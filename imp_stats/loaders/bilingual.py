"""Labels in English and French, side by side in two fields -> codes. Both must be the pair that is known."""

from collections.abc import Sequence
from typing import NamedTuple

import polars as pl

from imp_stats.cards import Card
from imp_stats.folders import shipped_data
from imp_stats.loaders.grid import Grid
from imp_stats.vocabulary import NOT_STATED, STATED, Entry, Kind, entries, folded

_LEVEL = "EN_PROGRAM_LEVEL_"
_OCCUPATION = "EN_OCCUPATION"
_PLACES = (*STATED, NOT_STATED)
# English column: the vocabulary of its labels, what a label is, and what its row is of
_VOCABULARIES: dict[str, tuple[Kind, str, str]] = {
    "EN_COUNTRY_OF_CITIZENSHIP": ("citizenship", "a country of citizenship in citizenships.csv", "country"),
    "EN_GENDER": ("gender", "a gender in genders.csv", "gender"),
    "EN_SKILL_LEVEL": ("skill", "a skill level in skills.csv", "skill level"),
    "EN_PROVINCE_TERRITORY": ("province", "a province or territory in provinces.csv", "province"),
    "EN_CENSUS_METROPOLITAN_AREA": ("area", "an area in areas.csv", "area"),
}


class Pair(NamedTuple):
    """Two neighbouring fields: the place of the English one, and the names of both columns."""

    place: int
    english: str
    french: str


def coded(
    frame: pl.DataFrame, grid: Grid, card: Card, names: Sequence[str]
) -> tuple[pl.DataFrame, list[str]]:
    """The rows with a column of codes for each of their dimensions, and the dimensions."""
    dimensions: list[str] = []
    levels: list[Pair] = []
    for place, name in enumerate(names[:-1]):
        pair = Pair(place, name, names[place + 1])
        if name in _VOCABULARIES:
            frame = _known(frame, grid, pair)
            dimensions.append(_VOCABULARIES[name][0])
        elif name == _OCCUPATION:
            frame = _occupations(frame, grid, pair)
            dimensions.append("noc")
        elif name.startswith(_LEVEL):
            levels.append(pair)
    if levels:
        frame = _streams(frame, grid, card, levels)
        dimensions.append("stream")
    if "area" in dimensions:
        _check_areas(frame, grid, names.index("EN_CENSUS_METROPOLITAN_AREA"))
    return frame, dimensions


def _known(frame: pl.DataFrame, grid: Grid, pair: Pair) -> pl.DataFrame:
    """The rows with the codes of a pair of labels, which must be a word's names in the two languages."""
    kind, label, noun = _VOCABULARIES[pair.english]
    held = [entry for entry in entries(kind).values() if kind != "province" or entry.code in _PLACES]
    names = {name: entry for entry in held for name in (entry.en, *entry.aliases)}
    grid.hold(frame, pl.col(pair.english).is_in(list(names)), pair.place, label)
    twins = [(en, fr, entry.code) for en, entry in names.items() for fr in _french(entry)]
    columns = [pair.english, pair.french, kind]
    pairs = pl.DataFrame(twins, schema=dict.fromkeys(columns, pl.String), orient="row")
    joined = frame.join(pairs, on=columns[:2], how="left", maintain_order="left")
    odd = joined.filter(pl.col(kind).is_null())
    if not odd.is_empty():
        right = names[odd[pair.english][0]].fr
        grid.refuse(odd["row"][0], pair.place + 1, f"the French name of the row's {noun}, {right!r}")
    return joined


def _french(entry: Entry) -> list[str]:
    return list(dict.fromkeys((entry.fr, *entry.aliases)))


def _check_areas(frame: pl.DataFrame, grid: Grid, place: int) -> None:
    """Hold each area to its province: one that lies in two is printed as two, "(Ontario part)" and so on."""
    areas = pl.read_csv(shipped_data() / "reference" / "areas.csv", infer_schema=False)
    lies_in = dict(areas.select("area", "province").iter_rows())
    rule = pl.col("area").replace_strict(lies_in, return_dtype=pl.String) == pl.col("province")
    grid.hold(frame, rule, place, "an area of the row's province")


def printed_occupations() -> dict[str, str]:
    """IRCC's labels of occupations with their codes: code and title of NOC 2011, and the two that are no occupation."""
    held = [entry for entry in entries("noc").values() if len(entry.code) == 4 or not entry.code.isdigit()]
    titles = {f"{entry.code} - {entry.en}": entry.code for entry in held if entry.code.isdigit()}
    return titles | {entry.en: entry.code for entry in held if not entry.code.isdigit()}


def _occupations(frame: pl.DataFrame, grid: Grid, pair: Pair) -> pl.DataFrame:
    """The rows with the codes of their occupations; of the French title the code and the constancy are held."""
    codes, english = printed_occupations(), pl.col(pair.english)
    label = "an occupation of NOC 2011 as code and title, 'Other occupations' or 'Occupation not stated'"
    grid.hold(frame, english.is_in(list(codes)), pair.place, label)
    found = frame.with_columns(noc=english.replace_strict(codes, return_dtype=pl.String))
    is_unit = pl.col("noc").str.contains(r"^\d{4}$")
    same = pl.col(pair.french).str.starts_with(pl.col("noc") + " - ")
    is_named = pl.when(is_unit).then(same).otherwise(pl.col(pair.french).str.contains(r"^\D"))
    grid.hold(found, is_named, pair.place + 1, "the row's occupation in French, after its code if it has one")
    _hold_constant(found, grid, "noc", pair)
    return found


def _streams(frame: pl.DataFrame, grid: Grid, card: Card, levels: Sequence[Pair]) -> pl.DataFrame:
    """The rows with the path of their stream, which the levels make: deeper ones may be empty."""
    known = [code for code, entry in entries("stream").items() if entry.program == card.program]
    path, label = pl.col("stream"), f"a stream of the {card.program} in streams.csv"
    found = frame.with_columns(stream=pl.lit(None, pl.String), goes_on=pl.lit(value=True))
    for pair in levels:
        is_filled = pl.col(pair.english).fill_null("") != ""
        grid.hold(found, is_filled | path.is_not_null(), pair.place, label)
        grid.hold(found, pl.col("goes_on") | ~is_filled, pair.place, "nothing below a level that is empty")
        has_twin = pl.col(pair.french).fill_null("") != ""
        grid.hold(found, has_twin == is_filled, pair.place + 1, "the French of the field before it")
        longer = pl.concat_str(path, pair.english, separator=" > ", ignore_nulls=True)
        found = found.with_columns(
            stream=pl.when(is_filled).then(longer).otherwise(path), goes_on=is_filled & pl.col("goes_on")
        )
        grid.hold(found, path.is_in(known), pair.place, f"{label}, below the levels before it")
        _hold_french(found.filter("goes_on"), grid, pair)
    return found


def _hold_french(frame: pl.DataFrame, grid: Grid, pair: Pair) -> None:
    """Hold a level's French to the publisher's name of the stream where one is known, and else to itself."""
    streams = pl.read_csv(shipped_data() / "reference" / "streams.csv", infer_schema=False)
    published = streams.filter(pl.col("name_fr_from") == "publisher")
    french = dict(published.select("stream", "name_fr").iter_rows())
    for path, label in frame.select("stream", pair.french).unique(maintain_order=True).iter_rows():
        if path in french and folded(label) != folded(french[path]):
            row = frame.filter((pl.col("stream") == path) & (pl.col(pair.french) == label))["row"][0]
            grid.refuse(row, pair.place + 1, f"the stream's French name, {french[path]!r}")
    _hold_constant(frame, grid, "stream", pair)


def _hold_constant(frame: pl.DataFrame, grid: Grid, code: str, pair: Pair) -> None:
    """Refuse a French label that is another than that of the first row with the same code."""
    label, row = pl.col(pair.french), pl.col("row")
    odd = frame.with_columns(first_label=label.first().over(code), first_row=row.first().over(code)).filter(
        label != pl.col("first_label")
    )
    if not odd.is_empty():
        where = grid.cell(odd["first_row"][0], pair.place + 1)
        right = f"{odd['first_label'][0]!r}, the French of the same label in {where}"
        grid.refuse(odd["row"][0], pair.place + 1, right)
