"""Permits that became effective, against the ledger's own cells and the printed totals."""

from collections.abc import Callable
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pytest

import imp_stats as ims
from imp_stats.errors import NotHeldError, UnknownWordError

Printed = Callable[[str, str], pl.DataFrame]
NOC = ("ircc-imp-noc", "2024-12-31")
CITIZENSHIP = {
    ("IMP", None): ("ircc-imp-citizenship", "2026-01-31"),
    ("IMP", "2025-12-31"): ("ircc-imp-citizenship", "2024-06-30"),
    ("TFWP", None): ("ircc-tfwp-citizenship", "2024-06-30"),
}
# The rows of months summed with "--" as 0: checksums of the loaders, by program and vintage.
CHECKSUMS = {
    ("IMP", None): {
        2015: 190390, 2019: 332250, 2020: 253885, 2021: 341860, 2022: 481370, 2023: 785175, 2024: 733235,
        2025: 593170, 2026: 80565,
    },
    ("IMP", "2025-12-31"): {
        2015: 190390, 2019: 332260, 2020: 253905, 2021: 341900, 2022: 481670, 2023: 787905, 2024: 415580,
    },
    ("TFWP", None): {
        2015: 74510, 2019: 99050, 2020: 85735, 2021: 105240, 2022: 137215, 2023: 187395, 2024: 109675,
    },
}  # fmt: skip


def values(frame: pd.DataFrame, *columns: str) -> list[tuple[Any, ...]]:
    """The rows of some columns, a missing value as None."""
    rows = frame[list(columns)].itertuples(index=False)
    return [tuple(None if pd.isna(value) else value for value in row) for row in rows]


# Years


def test_a_year_of_canada_is_the_printed_total(db: duckdb.DuckDBPyConnection) -> None:
    found = ims.effective_by_year(db, program="IMP").set_index("year")["effective_year"]
    assert {
        2015: 186195, 2019: 323480, 2020: 246485, 2021: 333205, 2022: 466720, 2023: 762520, 2024: 720465,
    }.items() <= found.to_dict().items()  # fmt: skip
    assert found.index.tolist() == list(range(2015, 2025))


def test_years_of_places_are_their_printed_rows(db: duckdb.DuckDBPyConnection, printed: Printed) -> None:
    cells = printed(*NOC).filter(pl.col("noc").is_null(), measure="effective_year").sort("province", "year")
    found = ims.effective_by_year(db, province=cells["province"].unique().to_list())
    columns = ("province", "year", "printed", "lower", "upper", "status")
    assert values(found, "province", "year", "effective_year", *columns[3:]) == cells.select(columns).rows()
    assert found["province"].nunique() == 15
    assert set(found["provenance"]) == {"printed"}


@pytest.mark.parametrize("program", ["TFWP", ["IMP", "TFWP"]])
def test_a_year_of_the_tfwp_is_refused_with_what_is_held(
    db: duckdb.DuckDBPyConnection, program: str | list[str]
) -> None:
    with pytest.raises(
        NotHeldError, match=r"effective_year for the TFWP\. .*effective_by_month.*effective_months"
    ):
        ims.effective_by_year(db, program=program)


def test_the_default_says_in_a_note_that_the_tfwp_is_not_there(db: duckdb.DuckDBPyConnection) -> None:
    found = ims.effective_by_year(db)
    assert set(found["program"]) == {"IMP"}
    (note,) = found.attrs["notes"]
    assert "TFWP" in note
    assert "effective_by_month" in note
    assert ims.effective_by_year(db, program="IMP").attrs == {}


# Months


@pytest.mark.parametrize(("program", "as_of"), CITIZENSHIP)
def test_a_month_of_canada_is_the_sum_over_citizenships_with_its_bounds(
    db: duckdb.DuckDBPyConnection, printed: Printed, program: str, as_of: str | None
) -> None:
    cells = printed(*CITIZENSHIP[program, as_of])
    months = cells.group_by("period").agg(
        pl.col("printed").sum() + 2 * pl.col("printed").null_count(),
        pl.col("lower").sum(),
        pl.col("upper").sum(),
        pl.col("printed").null_count().alias("hidden"),
        provenance=pl.format("sum of {} cells", pl.len()),
    )
    found = ims.effective_by_month(db, program=program, as_of=as_of)
    found["month"] = found["month"].dt.date
    named = ("month", "effective_month", "lower", "upper", "hidden", "provenance")
    assert values(found, *named) == months.sort("period").rows()
    assert (found["status"] == "estimated").all()
    year = pd.DatetimeIndex(found["month"]).year
    printed_only = (found["effective_month"] - 2 * found["hidden"]).groupby(year).sum().to_dict()
    assert CHECKSUMS[program, as_of].items() <= printed_only.items()


def test_the_sum_over_citizenships_meets_the_canada_that_the_workbook_prints(
    db: duckdb.DuckDBPyConnection, printed: Printed
) -> None:
    canada = printed(*NOC).filter(
        pl.col("noc").is_null(), pl.col("year") < 2024, province="CA", measure="effective_month"
    )
    bounds = {row["period"]: row for row in canada.iter_rows(named=True)}
    assert len(bounds) == 108  # the year 2024 was revised between the vintages
    for as_of in (None, "2024-06-30"):
        found = ims.effective_by_month(db, program="IMP", until=2023, as_of=as_of)
        for row in found.itertuples():
            other = bounds[row.month.date()]
            assert row.lower <= other["upper"]
            assert row.upper >= other["lower"]


def test_a_month_of_a_place_is_its_printed_row_in_the_workbook(
    db: duckdb.DuckDBPyConnection, printed: Printed
) -> None:
    cells = printed(*NOC).filter(
        pl.col("noc").is_null(), pl.col("province") != "CA", measure="effective_month"
    )
    found = ims.effective_by_month(db, program="IMP", province=cells["province"].unique().to_list())
    found["month"] = found["month"].dt.date
    columns = ["province", "period", "printed", "lower", "upper", "status"]
    expected = cells.sort("province", "period").select(columns).rows()
    assert values(found, "province", "month", "effective_month", *columns[3:]) == expected
    assert set(found["vintage"]) == {"2024-12-31"}


def test_places_come_without_the_tfwp_and_a_note_says_so(db: duckdb.DuckDBPyConnection) -> None:
    found = ims.effective_by_month(db, province="ON", since=2024)
    assert set(found["program"]) == {"IMP"}
    assert "TFWP are held for Canada only" in found.attrs["notes"][0]
    assert ims.effective_by_month(db, program="IMP", since=2024).attrs["notes"] == []
    assert ims.effective_by_month(db, since=2024).attrs["notes"] == [
        "TFWP: the months end before. Held are 2015-01 to 2024-06."
    ]


@pytest.mark.parametrize(
    ("since", "until", "first", "last"),
    [
        (2021, 2021, "2021-01", "2021-12"),
        ("2021-03", "2021-03", "2021-03", "2021-03"),
        (2023, "2024-02", "2023-01", "2024-02"),
        ("2025-11", None, "2025-11", "2026-01"),
        (None, 2015, "2015-01", "2015-12"),
    ],
)
def test_since_and_until_take_a_month_or_a_year(
    db: duckdb.DuckDBPyConnection, since: int | str | None, until: int | str | None, first: str, last: str
) -> None:
    found = ims.effective_by_month(db, program="IMP", since=since, until=until)["month"]
    assert found.dt.strftime("%Y-%m").tolist() == [
        str(month) for month in pd.period_range(first, last, freq="M")
    ]


@pytest.mark.parametrize(
    ("filters", "message"),
    [
        ({"program": "TFWP", "province": "ON"}, "months of the TFWP are held for Canada only"),
        ({"program": "TFWP", "province": ["CA", "ON"]}, "months of the TFWP are held for Canada only"),
        ({"program": ["IMP", "TFWP"], "province": ["ON"]}, "months of the TFWP are held for Canada only"),
        ({"program": "TFWP", "since": "2024-07"}, r"the TFWP for CA .* Held are 2015-01 to 2024-06"),
        ({"program": ["IMP", "TFWP"], "since": 2025}, r"the TFWP for CA .* Held are 2015-01 to 2024-06"),
        ({"since": 2027}, r"Held are 2015-01 to 2026-01"),
        ({"province": "ON", "since": 2025}, r"No month of ON .* Held are 2015-01 to 2024-12"),
        (
            {"province": "ON", "as_of": "2024-12-30"},
            r"No month of ON .* No vintage until 2024-12-30 prints a row of ON over all occupations: that of 2024-12-31 does, for 2015-01 to 2024-12",
        ),
        ({"province": ["ON", "XX"]}, r"No month of XX"),
        ({"as_of": "2024-06-29"}, r"is held from vintages of 2024-06-30 on"),
    ],
)
def test_months_that_are_not_held_are_refused_with_those_that_are(
    db: duckdb.DuckDBPyConnection, filters: dict[str, Any], message: str
) -> None:
    with pytest.raises(NotHeldError, match=message):
        ims.effective_by_month(db, **filters)


@pytest.mark.parametrize("since", ["2021-13", "2021-3", "March 2021", 2021.5, True, "2021"])
def test_a_month_written_otherwise_is_refused(db: duckdb.DuckDBPyConnection, since: Any) -> None:  # noqa: ANN401
    with pytest.raises(ValueError, match=r"a month is written as 2021-03, and a year as the number 2021"):
        ims.effective_by_month(db, since=since)


# Occupations


def test_an_occupation_of_a_place_is_its_printed_row(db: duckdb.DuckDBPyConnection, printed: Printed) -> None:
    cells = printed(*NOC).filter(pl.col("noc").is_not_null(), measure="effective_year")
    found = ims.effective_by_occupation(db, province=cells["province"].unique().to_list())
    columns = ["province", "year", "noc", "printed", "lower", "upper", "status"]
    expected = cells.sort("province", "year", "noc").select(columns).rows()
    assert values(found, "province", "year", "noc", "effective_year", *columns[4:]) == expected
    assert len(found) == 48480
    assert (found["hidden"] == found["effective_year"].isna()).all()


def test_canada_gives_way_below_by_those_whom_two_places_count(
    db: duckdb.DuckDBPyConnection, printed: Printed
) -> None:
    years = printed(*NOC).filter(measure="effective_year")
    totals = years.filter(pl.col("noc").is_null())
    parts = years.filter(pl.col("noc").is_not_null())
    found = ims.effective_by_occupation(db)
    for year, rows in found.groupby("year"):
        printed_now = totals.filter(year=year)
        places = printed_now.filter(pl.col("province") != "CA")["upper"].sum()
        excess = places - printed_now.filter(province="CA")["lower"].item()
        assert excess > 0
        assert year != 2021 or excess == 565
        sums = parts.filter(year=year).group_by("noc").agg(
            lower=pl.max_horizontal(pl.col("lower").max(), pl.col("lower").sum() - excess),
            upper=pl.col("upper").sum(),
            hidden=pl.col("printed").null_count(),
            count=pl.col("printed").sum() + 2 * pl.col("printed").null_count(),
            lone=(pl.col("upper") > 0).sum() == 1,
        ).sort("noc")  # fmt: skip
        assert (
            values(rows, "noc", "lower", "upper", "hidden")
            == sums.select("noc", "lower", "upper", "hidden").rows()
        )
        expected = [
            None if row["hidden"] and row["lone"] else row["count"] for row in sums.iter_rows(named=True)
        ]
        assert [count for (count,) in values(rows, "effective_year")] == expected


def test_the_programmers_of_2021_are_3655_to_4257(db: duckdb.DuckDBPyConnection) -> None:
    found = ims.effective_by_occupation(db, noc=["4011", "2174"], year=2021)
    assert values(found, "noc", "effective_year", "lower", "upper", "hidden", "status", "provenance") == [
        ("2174", 4237, 3655, 4257, 1, "estimated", "sum of 13 cells"),
        ("4011", 4039, 3454, 4063, 2, "estimated", "sum of 13 cells"),
    ]


def test_a_lone_hidden_cell_has_no_central_count_in_a_sum_either(db: duckdb.DuckDBPyConnection) -> None:
    found = ims.effective_by_occupation(db)
    lone = found[found["status"] == "suppressed"]
    assert len(lone) > 10
    assert values(lone.drop_duplicates(["lower", "upper"]), "effective_year", "lower", "upper", "hidden") == [
        (None, 1, 4, 1)
    ]
    nothing = found[found["upper"] == 0]
    assert set(nothing["status"]) == {"exact"}
    assert (nothing["effective_year"] == 0).all()


def test_most_of_a_year_has_no_occupation(db: duckdb.DuckDBPyConnection) -> None:
    found = ims.effective_by_occupation(db, noc="Other occupations", year=2021)
    assert values(found, "noc", "effective_year") == [("other", 262860)]


@pytest.mark.parametrize(
    ("filters", "message"),
    [
        ({"year": 2014}, "2014 not held; 2015 to 2024 are"),
        ({"as_of": "2024-12-30"}, "effective_year of the IMP is held from vintages of 2024-12-31 on"),
        (
            {"noc": "21231"},
            r"21231 \(Software engineers and designers\) is a code of NOC 2021, and the table is by NOC 2011",
        ),
        ({"province": "NU", "noc": "2174"}, "noc: no row held for 2174. A place lists only occupations"),
        ({"province": ["ON", "NU"], "noc": "2174"}, "province: no row held for NU"),
    ],
)
def test_an_occupation_that_is_not_held_is_refused(
    db: duckdb.DuckDBPyConnection, filters: dict[str, Any], message: str
) -> None:
    with pytest.raises(NotHeldError, match=message):
        ims.effective_by_occupation(db, **filters)


@pytest.mark.parametrize("noc", [2174, "217", "Computer programer"])
def test_an_occupation_that_is_none_is_refused(db: duckdb.DuckDBPyConnection, noc: Any) -> None:  # noqa: ANN401
    with pytest.raises(UnknownWordError, match="is no occupation: "):
        ims.effective_by_occupation(db, noc=noc)
