"""What the page of what is held says in words, held against what is held."""

import duckdb
import pandas as pd
import pytest

import imp_stats as ims
from imp_stats.errors import NotHeldError
from imp_stats.folders import shipped_notebooks
from imp_stats.reports.notebooks import read_notebook
from imp_stats.reports.runner import Run, run

MISSING = ["2017-Q4", "2018-Q3", "2020-Q3", "2022-Q2", "2023-Q3", "2024-Q3"]


@pytest.fixture(scope="module")
def page() -> Run:
    return run(read_notebook(shipped_notebooks() / "06_what_is_held.ipynb"), {"lang": "en"})


@pytest.fixture(scope="module")
def held(db: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    return ims.coverage(db)


def test_the_quarters_missing_from_the_list_of_employers_are_named_and_no_other_count_has_a_gap(
    page: Run, held: pd.DataFrame
) -> None:
    assert page.names["missing"] == MISSING
    assert set(held.loc[held["missing"] > 0, "measure"]) == {"positions_listed"}


def test_every_measure_held_is_in_a_table_of_the_page(page: Run, held: pd.DataFrame) -> None:
    people, jobs = (page.names[name] for name in ("of_people", "of_jobs"))
    assert {*people, *jobs, *page.names["others"]} == set(held["measure"])
    ircc = held[held["source"].str.startswith("IRCC")]
    assert set(ircc["measure"]) == set(people)


def test_every_table_held_stands_in_the_list_of_tables(page: Run, db: duckdb.DuckDBPyConnection) -> None:
    (listed,) = page.published["vintages"]
    places = [card for card in ims.vintages(db)["card"].unique() if card.startswith("statcan-earners-")]
    assert len(listed.frame) == ims.vintages(db)["card"].nunique() - len(places) + 1


def test_no_cell_of_esdc_or_statistics_canada_is_hidden(held: pd.DataFrame) -> None:
    others = held[~held["source"].str.startswith("IRCC")]
    assert others["hidden"].sum() == 0


def test_what_the_page_says_is_not_held_is_not_held(
    held: pd.DataFrame, db: duckdb.DuckDBPyConnection
) -> None:
    with pytest.raises(NotHeldError):
        ims.effective_by_year(db, program="TFWP")
    tfwp = held[(held["program"] == "TFWP") & held["measure"].str.startswith("effective")]
    assert set(tfwp["measure"] + ", " + tfwp["dimensions"]) == {"effective_month, citizenship"}
    stock = held[held["measure"] == "holders"]
    assert stock["last_period"].max() == pd.Timestamp("2024-12-31")
    assert set(stock["dimensions"]) == {"", "province", "province x stream"}
    assert ims.arrivals_by_year(db, program=["IMP", "TFWP"])["year"].max() == 2024
    assert not {"permits_issued", "permits_expiring"} & set(held["measure"])


def test_the_licences_are_the_two_that_the_page_names(db: duckdb.DuckDBPyConnection) -> None:
    read = ims.sources(db)
    licences = read.groupby("publisher")["licence"].unique().map(list).to_dict()
    assert licences == {
        "Employment and Social Development Canada": ["Open Government Licence - Canada"],
        "Immigration, Refugees and Citizenship Canada": ["Open Government Licence - Canada"],
        "Statistics Canada": ["Statistics Canada Open Licence"],
    }
