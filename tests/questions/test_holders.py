"""Holders on 31 December, against the ledger's own cells and the printed totals."""

from collections.abc import Callable
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pytest

import imp_stats as ims
from imp_stats.errors import NotHeldError, UnknownWordError

Printed = Callable[[str, str], pl.DataFrame]
YEAR_END = {"IMP": ("ircc-imp-year-end", "2024-12-31"), "TFWP": ("ircc-tfwp-year-end", "2024-12-31")}
TOTALS = {
    "IMP": {
        2015: 261600, 2019: 453230, 2020: 457830, 2021: 430015, 2022: 647250, 2023: 1075390, 2024: 1263145,
    },
    "TFWP": {2015: 60000, 2019: 73355, 2020: 76400, 2021: 81430, 2022: 119130, 2023: 187455, 2024: 236130},
}  # fmt: skip
IN_2021 = {
    "NL": 2330, "PE": 2915, "NS": 9990, "NB": 5145, "QC": 73880, "ON": 195130, "MB": 14240, "SK": 8020, "AB": 27195,
    "BC": 77785, "YT": 610, "NT": 220, "NU": 40, "ZZ": 12510,
}  # fmt: skip
BENEFIT = "Canadian Interests > Significant benefit"


def counts(frame: pd.DataFrame, *by: str) -> dict[Any, tuple[Any, ...]]:
    """The count, its bounds and its status by the columns given; a missing count is None."""
    rows = frame[[*by, "holders", "lower", "upper", "status"]].itertuples(index=False)
    return {
        tuple(row[: len(by)]): tuple(None if pd.isna(value) else value for value in row[len(by) :])
        for row in rows
    }


def expected(cells: pl.DataFrame, *by: str) -> dict[Any, tuple[Any, ...]]:
    rows = cells.select(*by, "printed", "lower", "upper", "status").rows()
    return {row[: len(by)]: row[len(by) :] for row in rows}


# By year


@pytest.mark.parametrize("program", ["IMP", "TFWP"])
def test_canada_is_the_printed_total(db: duckdb.DuckDBPyConnection, printed: Printed, program: str) -> None:
    found = ims.holders_by_year(db, program=program)
    canada = printed(*YEAR_END[program]).filter(province="CA")
    assert counts(found, "program", "year") == expected(canada, "program", "year")
    assert found["year"].tolist() == list(range(2000, 2025))
    by_year = dict(zip(found["year"], found["holders"], strict=True))
    assert TOTALS[program].items() <= by_year.items()
    assert set(found["provenance"]) == {"printed"}
    assert set(found["vintage"]) == {"2024-12-31"}
    assert (found["hidden"] == 0).all()


def test_both_programs_come_unless_one_is_asked_for(db: duckdb.DuckDBPyConnection) -> None:
    found = ims.holders_by_year(db, year=[2024, 2021])
    assert found[["program", "year", "holders"]].to_numpy().tolist() == [
        ["IMP", 2021, 430015],
        ["IMP", 2024, 1263145],
        ["TFWP", 2021, 81430],
        ["TFWP", 2024, 236130],
    ]


def test_since_and_until_hold_both_ends(db: duckdb.DuckDBPyConnection) -> None:
    assert ims.holders_by_year(db, program="IMP", since=2022)["year"].tolist() == [2022, 2023, 2024]
    assert ims.holders_by_year(db, program="IMP", until=2001)["year"].tolist() == [2000, 2001]
    assert ims.holders_by_year(db, program="IMP", since=2010, until=2010)["year"].tolist() == [2010]
    with pytest.raises(ValueError, match=r"year=\[2019, 2021\], since=2020, until=None: give the years, or"):
        ims.holders_by_year(db, program="IMP", since=2020, year=[2019, 2021])


def test_an_older_day_is_answered_from_the_vintage_of_that_day(
    db: duckdb.DuckDBPyConnection, printed: Printed
) -> None:
    now = ims.holders_by_year(db, program="TFWP", year=2021)
    then = ims.holders_by_year(db, program="TFWP", as_of="2023-06-30")
    assert now[["holders", "vintage"]].to_numpy().tolist() == [[81430, "2024-12-31"]]
    assert set(then["vintage"]) == {"2022-12-31"}
    assert then["year"].max() == 2022
    assert then.loc[then["year"] == 2021, "holders"].item() == 81495
    old = printed("ircc-tfwp-year-end", "2022-12-31").filter(province="CA")
    assert counts(then, "program", "year") == expected(old, "program", "year")


@pytest.mark.parametrize("day", ["2022-12-31", "2024-12-30"])
def test_a_vintage_answers_from_its_own_day_on(db: duckdb.DuckDBPyConnection, day: str) -> None:
    assert set(ims.holders_by_year(db, program="TFWP", as_of=day)["vintage"]) == {"2022-12-31"}


@pytest.mark.parametrize(
    ("filters", "message"),
    [
        ({"year": 1999}, r"holders of the IMP: 1999 not held; 2000 to 2024 are"),
        ({"program": "TFWP", "year": [2024, 2026, 2025]}, r"of the TFWP: 2025 and 2026 not held"),
        ({"program": "TFWP", "year": 2023, "as_of": "2023-06-30"}, r"2023 not held; 2000 to 2022 are"),
        ({"as_of": "2022-12-30", "program": "TFWP"}, r"of the TFWP is held from vintages of 2022-12-31 on"),
        ({"as_of": "2023-06-30"}, r"of the IMP is held from vintages of 2024-12-31 on"),
        ({"program": "HC"}, r"No table held prints holders for the HC"),
        ({"since": 2025}, r"since=2025 and until=None; 2000 to 2024 are held"),
        ({"since": 2021, "until": 2020}, r"2000 to 2024 are held"),
    ],
)
def test_what_is_not_held_is_refused_with_what_is(
    db: duckdb.DuckDBPyConnection, filters: dict[str, Any], message: str
) -> None:
    with pytest.raises(NotHeldError, match=message):
        ims.holders_by_year(db, **filters)
    with pytest.raises(NotHeldError, match=message):
        ims.holders_by_province(db, **filters)
    with pytest.raises(NotHeldError, match=message):
        ims.holders_by_stream(db, **filters)


# By province


@pytest.mark.parametrize("program", ["IMP", "TFWP"])
def test_places_are_their_printed_rows(db: duckdb.DuckDBPyConnection, printed: Printed, program: str) -> None:
    cells = printed(*YEAR_END[program]).filter(pl.col("stream").is_null(), pl.col("province") != "CA")
    found = ims.holders_by_province(db, program=program)
    assert counts(found, "province", "year") == expected(cells, "province", "year")
    assert (found["hidden"] == (found["status"] == "suppressed")).all()
    assert found["holders"].isna().equals(found["status"] == "suppressed")


def test_the_places_of_2021_are_those_of_the_table(db: duckdb.DuckDBPyConnection) -> None:
    found = ims.holders_by_province(db, program="IMP", year=2021)
    assert dict(zip(found["province"], found["holders"], strict=True)) == IN_2021
    whole = ims.holders_by_province(db, program="IMP", year=2021, province="Canada")
    assert whole[["province", "holders"]].to_numpy().tolist() == [["CA", 430015]]


@pytest.mark.parametrize(
    "word",
    ["ON", "on", "Ontario", "ontario ", ["Ontario"], ("ON", "Ontario"), pd.Series(["ON"]), {"ONTARIO"}],
)
def test_a_place_is_found_by_any_of_its_words(db: duckdb.DuckDBPyConnection, word: Any) -> None:  # noqa: ANN401
    found = ims.holders_by_province(db, program="International Mobility Program", province=word, year=2021)
    assert found[["program", "province", "holders"]].to_numpy().tolist() == [["IMP", "ON", 195130]]


@pytest.mark.parametrize(
    "word", ["PE", "Île-du-Prince-Édouard", "ile du prince edouard", "Prince Edward Island"]
)
def test_accents_and_case_do_not_matter(db: duckdb.DuckDBPyConnection, word: str) -> None:
    found = ims.holders_by_province(db, program="pmi", province=word, year=2021)
    assert found["holders"].tolist() == [2915]


def test_a_word_mistyped_is_refused_with_the_right_one(db: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(UnknownWordError, match=r"'Ontaro' is no province: did you mean Ontario \(ON\)\?"):
        ims.holders_by_province(db, province=["QC", "Ontaro"])
    with pytest.raises(UnknownWordError, match=r"'IMPP' is no program: did you mean .*\(IMP\)"):
        ims.holders_by_province(db, program="IMPP")


def test_a_place_without_a_row_is_refused_even_beside_one_that_has(db: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(NotHeldError, match="province: no row held for XX"):
        ims.holders_by_province(db, province=["ON", "XX"])


def test_an_empty_list_is_refused_and_means_neither_all_nor_none(db: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(UnknownWordError, match=r"province=\[\] names none"):
        ims.holders_by_province(db, province=[])
    with pytest.raises(ValueError, match=r"year=\[\] names none"):
        ims.holders_by_year(db, year=[])


# By stream


@pytest.mark.parametrize("program", ["IMP", "TFWP"])
def test_a_stream_of_a_place_is_its_own_printed_row(
    db: duckdb.DuckDBPyConnection, printed: Printed, program: str
) -> None:
    cells = printed(*YEAR_END[program]).filter(pl.col("stream").is_not_null())
    places = cells["province"].unique().to_list()
    streams = cells["stream"].unique().to_list()
    found = ims.holders_by_stream(db, program=program, province=places, stream=streams)
    assert counts(found, "province", "stream", "year") == expected(cells, "province", "stream", "year")
    assert set(found["provenance"]) == {"printed"}


def test_significant_benefit_is_a_leaf_in_ten_places_and_a_parent_in_three(
    db: duckdb.DuckDBPyConnection, printed: Printed
) -> None:
    cells = printed(*YEAR_END["IMP"]).filter(stream=BENEFIT, year=2024)
    assert dict(cells["is_total"].value_counts().rows()) == {True: 3, False: 10}
    found = ims.holders_by_stream(db, stream="Significant benefit", year=2024)
    assert found.loc[0, ["province", "holders", "hidden", "status", "provenance"]].tolist() == [
        "CA",
        60100,
        0,
        "rounded",
        "sum of 13 cells",
    ]
    assert found.loc[0, ["lower", "upper"]].tolist() == [cells["lower"].sum(), cells["upper"].sum()]


def test_a_sum_over_places_counts_two_for_each_hidden_cell(
    db: duckdb.DuckDBPyConnection, printed: Printed
) -> None:
    cells = printed(*YEAR_END["IMP"])
    found = ims.holders_by_stream(db, program="IMP")
    for row in found[found["stream"] != "not stated"].itertuples():
        parts = cells.filter(stream=row.stream, year=row.year)
        hidden = parts["printed"].null_count()
        assert (row.lower, row.upper, row.hidden) == (parts["lower"].sum(), parts["upper"].sum(), hidden)
        assert row.provenance == f"sum of {parts.height} cells"
        if hidden and parts.filter(pl.col("upper") > 0).height == 1:
            assert (row.holders, row.status) == (pd.NA, "suppressed")
        else:
            assert row.holders == parts["printed"].sum() + 2 * hidden
            kind = "estimated" if hidden else "exact" if row.upper == row.lower else "rounded"
            assert row.status == kind


def test_the_finest_streams_of_all_places_do_not_nest_and_make_up_the_program(
    db: duckdb.DuckDBPyConnection,
) -> None:
    found = ims.holders_by_stream(db)
    whole = ims.holders_by_year(db).set_index(["program", "year"])
    for program, rows in found.groupby("program"):
        streams = set(rows["stream"])
        assert not [one for one in streams for two in streams if one.startswith(f"{two} > ")]
        assert "not stated" in streams
        assert (BENEFIT in streams) is (program == "IMP")
    sums = found.groupby(["program", "year"])[["lower", "upper"]].sum()
    assert len(sums) == 50
    assert (sums["lower"] <= whole["upper"]).all()
    assert (sums["upper"] >= whole["lower"]).all()


def test_the_place_not_stated_is_the_stream_not_stated(db: duckdb.DuckDBPyConnection) -> None:
    found = ims.holders_by_stream(db, program="IMP", year=2021)
    unknown = found[found["stream"] == "not stated"]
    assert unknown[["province", "holders", "provenance"]].to_numpy().tolist() == [["CA", 12510, "printed"]]
    assert "not stated" in unknown["stream_name"].item()
    alone = ims.holders_by_stream(db, program="IMP", year=2021, province="ZZ")
    assert alone[["province", "stream", "holders"]].to_numpy().tolist() == [["ZZ", "not stated", 12510]]


def test_a_stream_that_some_places_leave_undivided_is_no_count_of_canada(
    db: duckdb.DuckDBPyConnection,
) -> None:
    with pytest.raises(NotHeldError, match=r"Intra-company transfers\. Printed for NU, PE and YT only"):
        ims.holders_by_stream(db, stream="Intra-company transfers")
    with pytest.raises(NotHeldError, match=r"Printed for NU, PE and YT only: give province="):
        ims.holders_by_stream(db, stream=["Significant benefit", "Intra-company transfers"], province="ON")
    found = ims.holders_by_stream(db, stream="Intra-company transfers", province="PE", year=2024)
    assert found[["holders", "lower", "upper"]].to_numpy().tolist() == [[15, 13, 17]]


def test_no_stream_of_canada_lies_below_one_that_a_place_leaves_undivided(
    db: duckdb.DuckDBPyConnection, printed: Printed
) -> None:
    cells = printed(*YEAR_END["IMP"]).filter(pl.col("stream").is_not_null())
    leaves = cells.filter(~pl.col("is_total"))["stream"].unique().to_list()
    streams = cells["stream"].unique().to_list()
    below = {one for one in streams if any(one.startswith(f"{leaf} > ") for leaf in leaves)}
    assert len(below) == 7
    for stream in streams:
        if stream in below:
            with pytest.raises(NotHeldError):
                ims.holders_by_stream(db, stream=stream)
        else:
            assert set(ims.holders_by_stream(db, stream=stream)["province"]) == {"CA"}


def test_a_stream_of_the_other_program_is_refused(db: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(NotHeldError, match="stream: no row held for Caregivers"):
        ims.holders_by_stream(db, program="IMP", stream="Caregivers")


def test_a_stream_is_found_by_its_name_in_both_languages(db: duckdb.DuckDBPyConnection) -> None:
    english = ims.holders_by_stream(db, stream="post-grad EMPLOYMENT", year=2024)
    french = ims.holders_by_stream(db, stream=english["stream"].item(), year=2024, lang="fr")
    again = ims.holders_by_stream(db, stream=french["stream_name"].item(), year=2024)
    assert english["holders"].tolist() == again["holders"].tolist() == [431497]
    assert french["province_name"].tolist() == ["Canada"]
    assert french["stream_name"].item() != english["stream_name"].item()
