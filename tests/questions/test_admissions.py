"""Admissions of former permit holders, and humanitarian permits, against the ledger's own cells and the printed totals."""

from collections.abc import Callable

import duckdb
import pandas as pd
import polars as pl
import pytest

import imp_stats as ims
from imp_stats.errors import IncomparableError, NotHeldError, UnknownWordError

Printed = Callable[[str, str], pl.DataFrame]
CARDS = {"IMP": ("ircc-imp-admissions", "2025-07-31"), "TFWP": ("ircc-tfwp-admissions", "2025-07-31")}
WHOLE = [48370, 45955, 58925, 66755, 70820, 50055, 187505, 111715, 146210, 147300]
HUMANITARIAN = {2015: 16660, 2019: 62750, 2020: 47910, 2021: 51530, 2022: 75215, 2023: 131170, 2024: 180910}


def test_whole_years_are_the_printed_ones(db: duckdb.DuckDBPyConnection) -> None:
    found = ims.pr_admissions_by_year(db)
    imp, tfwp = (found[found["program"] == program] for program in ("IMP", "TFWP"))
    assert imp["pr_admissions"].tolist() == WHOLE
    assert tfwp["pr_admissions"].tolist() == [8265, 6880, 5830, 4640, 5660, 3295, 10980, 7555, 10360, 12800]
    assert set(found["months"]) == {12}
    assert (found["upper"] - found["lower"] == 4).all()
    assert "notes" not in found.attrs


def test_a_year_that_is_not_over_comes_only_by_name_and_says_so(db: duckdb.DuckDBPyConnection) -> None:
    assert 2025 not in set(ims.pr_admissions_by_year(db, since=2024)["year"])
    found = ims.pr_admissions_by_year(db, year=2025, program="IMP")
    assert found[["year", "months", "pr_admissions"]].to_numpy().tolist() == [[2025, 7, 90495]]
    assert found.attrs["notes"] == ["2025: January to July only."]
    with pytest.raises(NotHeldError, match="2015 to 2024 are held"):
        ims.pr_admissions_by_year(db, since=2025)
    classes = ims.pr_admissions_by_class(db, year=2025)
    assert set(classes["months"]) == {7}
    assert classes.attrs["notes"]
    assert 2025 not in set(ims.pr_admissions_by_class(db)["year"])


def test_a_year_that_is_not_over_is_not_set_beside_whole_years(db: duckdb.DuckDBPyConnection) -> None:
    for question in (ims.pr_admissions_by_year, ims.pr_admissions_by_class):
        with pytest.raises(
            IncomparableError, match=r"2025 is held for January to July only, .* ask for it alone"
        ):
            question(db, year=[2024, 2025])
    with pytest.raises(IncomparableError, match=r"2025 of the HC: January to July only, .*alone, year=2025"):
        ims.effective_by_year(db, program="HC", year=[2024, 2025])


@pytest.mark.parametrize("program", CARDS)
def test_places_are_the_printed_rows(db: duckdb.DuckDBPyConnection, printed: Printed, program: str) -> None:
    found = ims.pr_admissions_by_year(db, program=program, province=["ON", "NU"])
    cells = printed(*CARDS[program]).filter(
        pl.col("pr_class").is_null(), pl.col("period_kind") == "year", pl.col("province").is_in(["ON", "NU"])
    )
    right = cells.filter(pl.col("year") < 2025).sort("province", "year")
    assert found["lower"].tolist() == right["lower"].to_list()
    assert found["upper"].tolist() == right["upper"].to_list()
    assert [None if pd.isna(count) else count for count in found["pr_admissions"]] == right[
        "printed"
    ].to_list()


def test_months_are_the_printed_ones_and_add_up_to_the_year(db: duckdb.DuckDBPyConnection) -> None:
    found = ims.pr_admissions_by_month(db, program="IMP", since=2024, until=2024)
    assert len(found) == 12
    assert abs(int(found["pr_admissions"].sum()) - 147300) <= 2 * 13
    last = ims.pr_admissions_by_month(db)["month"].max()
    assert last == pd.Timestamp("2025-07-01")


@pytest.mark.parametrize("program", CARDS)
def test_classes_do_not_nest_and_add_up_to_canada(db: duckdb.DuckDBPyConnection, program: str) -> None:
    found = ims.pr_admissions_by_class(db, program=program)
    whole = ims.pr_admissions_by_year(db, program=program).set_index("year")
    names = found["pr_class"].unique()
    assert not [one for one in names for other in names if other.startswith(f"{one} > ")]
    for year, rows in found.groupby("year"):
        assert rows["lower"].sum() <= whole.loc[year, "upper"]
        assert rows["upper"].sum() >= whole.loc[year, "lower"]


def test_a_class_asked_for_is_answered_from_its_own_rows(
    db: duckdb.DuckDBPyConnection, printed: Printed
) -> None:
    found = ims.pr_admissions_by_class(db, program="IMP", pr_class="Economic", year=2024)
    cells = printed(*CARDS["IMP"]).filter(
        pl.col("pr_class") == "Economic", pl.col("period_kind") == "year", pl.col("year") == 2024
    )
    assert found[["lower", "upper"]].to_numpy().tolist() == [[cells["lower"].sum(), cells["upper"].sum()]]
    assert found["provenance"].tolist() == ["sum of 14 cells"]
    ontario = ims.pr_admissions_by_class(db, program="IMP", pr_class="Economic", province="ON", year=2024)
    assert ontario["pr_admissions"].tolist() == [50180]
    assert ontario["provenance"].tolist() == ["printed"]


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        ({"year": 2014}, NotHeldError, "pr_admissions of the IMP: 2014 not held; 2015 to 2025 are"),
        ({"program": "HC"}, NotHeldError, "No table held prints pr_admissions for the HC"),
        ({"as_of": "2024-12-31"}, NotHeldError, "held from vintages of 2025-07-31 on"),
        ({"province": "Ontaro"}, UnknownWordError, "did you mean Ontario"),
        ({"program": "TFWP", "province": "ZZ"}, NotHeldError, "no such row is held"),
    ],
)
def test_what_is_not_held_is_refused_with_what_is(
    db: duckdb.DuckDBPyConnection, call: dict[str, object], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        ims.pr_admissions_by_year(db, **call)  # type: ignore[arg-type]


def test_a_month_or_a_class_that_is_not_held_is_refused(db: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(
        NotHeldError, match=r"No month of IMP for CA from 2026 to None\. Held are 2015-01 to 2025-07"
    ):
        ims.pr_admissions_by_month(db, program="IMP", since=2026)
    with pytest.raises(NotHeldError, match=r"No month of TFWP for ZZ .* No such row is held"):
        ims.pr_admissions_by_month(db, program="TFWP", province="ZZ")
    with pytest.raises(NotHeldError, match="A place lists only classes that it ever had"):
        ims.pr_admissions_by_class(db, province="NU", pr_class="Investor")
    with pytest.raises(UnknownWordError, match="is no class of permanent residents"):
        ims.pr_admissions_by_class(db, pr_class="Tourists")


def test_the_cells_behind_an_admission_are_found_again(db: duckdb.DuckDBPyConnection) -> None:
    year = ims.explain(db, ims.pr_admissions_by_year(db, program="IMP", year=2024))
    assert year.cells[["cell", "printed"]].to_numpy().tolist() == [["FR283", "147300"]]
    month = ims.explain(db, ims.pr_admissions_by_month(db, program="IMP", since="2025-07"))
    assert month.cells[["cell", "printed"]].to_numpy().tolist() == [["GA283", "12710"]]
    of_class = ims.explain(db, ims.pr_admissions_by_class(db, program="IMP", pr_class="Economic", year=2024))
    assert len(of_class.cells) == 14


# Humanitarian permits: no part of the IMP


def test_humanitarian_years_are_the_printed_ones_and_only_where_asked_for(
    db: duckdb.DuckDBPyConnection,
) -> None:
    found = ims.effective_by_year(db, program="HC").set_index("year")["effective_year"]
    assert {year: int(found[year]) for year in HUMANITARIAN} == HUMANITARIAN
    assert found.index.max() == 2024
    assert "HC" not in set(ims.effective_by_year(db)["program"])
    assert "HC" not in set(ims.effective_by_month(db)["program"])
    both = ims.effective_by_year(db, program=["IMP", "HC"], year=2024)
    assert both["effective_year"].tolist() == [180910, 720465]


def test_a_humanitarian_year_that_is_not_over_comes_with_a_note(db: duckdb.DuckDBPyConnection) -> None:
    found = ims.effective_by_year(db, program="HC", year=2025)
    assert found["effective_year"].tolist() == [91215]
    assert found.attrs["notes"] == ["2025 of the HC: January to July only."]


def test_humanitarian_months_are_printed_canada(db: duckdb.DuckDBPyConnection) -> None:
    found = ims.effective_by_month(db, program="HC", since=2024, until=2024)
    assert int(found["effective_month"].sum()) == 189455
    assert set(found["provenance"]) == {"printed"}
    assert ims.explain(db, found).cells["printed"].tolist() == [str(found["effective_month"][0])]


def test_an_older_date_does_not_ask_for_humanitarian_permits(db: duckdb.DuckDBPyConnection) -> None:
    assert len(ims.effective_by_year(db, as_of="2024-12-31")) == 10
    with pytest.raises(NotHeldError, match="2025 not held; 2015 to 2024 are"):
        ims.effective_by_year(db, year=2025)


@pytest.mark.parametrize("kind", ["month", "quarter", "year"])
def test_the_views_of_the_programs_have_no_humanitarian_row_and_those_of_it_no_other(
    db: duckdb.DuckDBPyConnection, kind: str
) -> None:
    for grain in ("canada", "province", "occupation"):
        programs = db.execute(f"select distinct program from effective_{kind}_{grain}").fetchall()
        assert programs == [("IMP",)]
    assert db.execute(f"select distinct card from humanitarian_{kind}_citizenship").fetchall() == [
        ("ircc-hc-citizenship",)
    ]
    composite = "citizenship = 'United Kingdom and Overseas Territories' and status = 'suppressed'"
    uppers = f"select count(*), count(upper) from humanitarian_{kind}_citizenship where {composite}"
    hidden, bounded = db.execute(uppers).fetchall()[0]
    assert hidden > 0 or kind == "year"
    assert bounded == 0
