"""Where figures come from: every table, every vintage, and what each column holds."""

from collections.abc import Callable

import duckdb
import polars as pl

import imp_stats as ims
from imp_stats.cards import cards
from imp_stats.folders import shipped_data
from imp_stats.ledger import read_vintages

SERIES = [name for name, card in cards().items() if card.series]  # each of whose files is a period of its own
Printed = Callable[[str, str], pl.DataFrame]


def test_every_card_and_vintage_is_a_source(db: duckdb.DuckDBPyConnection) -> None:
    found = ims.sources(db)
    held = read_vintages(shipped_data())
    assert set(found["card"]) == {name for name, card in cards().items() if not card.table}
    rows = found.dropna(subset="vintage")[["card", "vintage", "vintage_from", "met_as", "sha256", "cells"]]
    expected = held.select(
        "card", pl.col("vintage").cast(pl.String), "vintage_from", "file_name", "sha256", "cells"
    )
    assert list(rows.itertuples(index=False, name=None)) == expected.rows()
    newest = found[found["is_newest"].fillna(value=False)]
    assert set(newest["card"]) == set(held["card"])
    replaced = newest[~newest["card"].isin(SERIES)]
    assert replaced["card"].is_unique
    assert (replaced["vintage"] == replaced["card"].map(found.groupby("card")["vintage"].max())).all()


def test_a_source_is_told_as_its_card_tells_it(db: duckdb.DuckDBPyConnection) -> None:
    for row in ims.sources(db).itertuples():
        card = cards()[row.card]
        assert (row.citation, row.licence, row.universe) == (card.citation, card.licence, card.universe)
        assert row.recognised_by == (card.title or card.header)
        assert row.measures == ", ".join(card.measures)


def test_every_answer_cites_a_source_and_a_vintage_that_is_held(db: duckdb.DuckDBPyConnection) -> None:
    held = set(ims.sources(db)[["citation", "vintage"]].itertuples(index=False, name=None))
    answers = (
        ims.holders_by_year(db),
        ims.holders_by_stream(db),
        ims.effective_by_year(db),
        ims.effective_by_month(db),
        ims.effective_by_occupation(db, year=2021),
        ims.positions_by_year(db),
        ims.population_by_province(db),
    )
    for answer in answers:
        assert set(answer[["source", "vintage"]].itertuples(index=False, name=None)) <= held


def test_a_count_says_in_which_unit_it_is(db: duckdb.DuckDBPyConnection) -> None:
    columns = ims.schema(db)
    units = dict(zip(columns["name"] + "." + columns["column"], columns["unit"], strict=True))
    assert units["holders_canada.holders"] == "persons; null where hidden"
    assert units["positions_occupation.positions"].startswith("positions")
    assert units["levels_plan.target"].startswith("persons")
    views = columns[columns["kind"] == "view"]
    bounds = views.loc[views["column"].isin(["lower", "upper"]), "unit"]
    assert bounds.str.match("persons|positions|admissions").all()


def test_every_vintage_is_told_newest_first_with_what_it_covers(
    db: duckdb.DuckDBPyConnection, printed: Printed
) -> None:
    found = ims.vintages(db)
    columns = "card citation vintage vintage_from is_newest first_period last_period years months cells"
    assert found.columns.tolist() == columns.split()
    assert found["vintage"].is_monotonic_decreasing
    assert len(found) == read_vintages(shipped_data()).height
    for row in found.to_dict("records"):
        cells = printed(row["card"], row["vintage"])
        months = cells.filter(pl.col("period_kind") == "month")["period"].n_unique()
        assert (row["cells"], row["years"], row["months"]) == (cells.height, cells["year"].n_unique(), months)
        assert row["first_period"].date() == cells["period"].min()
        assert row["last_period"].date() == cells["period"].max()
        assert row["citation"] == cards()[row["card"]].citation
    newest = found.groupby("card")["vintage"].transform("max") == found["vintage"]
    newest |= found["card"].isin(SERIES)
    assert found["is_newest"].tolist() == newest.tolist()


def test_the_dtypes_of_vintages_are_those_declared(db: duckdb.DuckDBPyConnection) -> None:
    dtypes = ims.vintages(db).dtypes.astype(str)
    assert set(dtypes[["years", "months", "cells"]]) == {"Int64"}
    assert set(dtypes[["first_period", "last_period"]]) == {"datetime64[s]"}
    assert dtypes["is_newest"] == "boolean"
    assert set(dtypes[["card", "citation", "vintage", "vintage_from"]]) == {"str"}
