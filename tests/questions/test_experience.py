"""What work counts toward permanent residence, and how much could: against the printed cells and the concordance."""

import csv
from collections import defaultdict
from collections.abc import Callable
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pytest

import imp_stats as ims
from imp_stats.errors import IncomparableError, NotHeldError, UnknownWordError
from imp_stats.folders import shipped_data
from imp_stats.vocabulary import skill_level

Printed = Callable[[str, str], pl.DataFrame]
NONE = ["other", "not stated"]


def teers() -> dict[str, set[int]]:
    """The TEER categories that each unit group of NOC 2011 may have."""
    found: dict[str, set[int]] = defaultdict(set)
    with (shipped_data() / "reference" / "concordance.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if (row["from_version"], row["to_version"]) == ("2011", "2021"):
                found[row["noc_from"]].add(int(row["noc_to"][1]))
    return found


def cells(printed: Printed, place: str, year: int) -> pl.DataFrame:
    """The cells by occupation of a place, or of all places for Canada, with their level and their band."""
    may = teers()
    found = printed("ircc-imp-noc", "2024-12-31").filter(
        (pl.col("measure") == "effective_year") & (pl.col("year") == year) & pl.col("noc").is_not_null()
        & ((pl.col("province") == place) if place != "CA" else (pl.col("province") != "CA"))
    )  # fmt: skip
    rows = [
        ("", "") if noc in NONE else
        (skill_level(noc), "0-3" if max(may[noc]) <= 3 else "4-5" if min(may[noc]) > 3 else "either")
        for noc in found["noc"]
    ]  # fmt: skip
    return found.with_columns(
        pl.Series("level", [row[0] for row in rows]), pl.Series("band", [row[1] for row in rows])
    )


@pytest.mark.parametrize("place", ["ON", "NU", "CA"])
@pytest.mark.parametrize("year", [2015, 2021])
@pytest.mark.parametrize("question", ["skill_shares", "teer_shares"])
def test_counts_and_bounds_are_those_of_the_printed_cells(
    db: duckdb.DuckDBPyConnection, printed: Printed, question: str, place: str, year: int
) -> None:
    found = getattr(ims, question)(db, province=place, year=year)
    column, by = ("skill", "level") if question == "skill_shares" else ("teer", "band")
    all_cells = cells(printed, place, year)
    whole = ims.effective_by_year(db, province=place, year=year).iloc[0]
    twice = max(0, all_cells["upper"].sum() - whole["lower"])
    coded = all_cells.filter(pl.col("level") != "")
    assert set(found[column]) == set(coded[by])
    for row in found.itertuples():
        mine = coded.filter(pl.col(by) == getattr(row, column))
        rest = coded.filter(pl.col(by) != getattr(row, column))
        hidden = mine["printed"].null_count()
        assert (row.upper, row.hidden) == (mine["upper"].sum(), hidden)
        assert row.lower == max(mine["lower"].max(), mine["lower"].sum() - twice)
        if row.status == "suppressed":
            assert (row.lower, row.upper) == (1, 4)
        else:
            assert row.effective_year == mine["printed"].sum() + 2 * hidden
        least, most = mine["lower"].sum(), mine["upper"].sum()
        assert row.share_lower == pytest.approx(least / (least + rest["upper"].sum()))
        assert row.share_upper == pytest.approx(most / (most + rest["lower"].sum()))


@pytest.mark.parametrize(
    "filters", [{"province": ["ON", "QC", "CA"], "year": 2021}, {"program": "TFWP", "year": 2021}]
)
def test_the_share_of_teer_0_to_3_runs_from_the_sure_to_the_possible(
    db: duckdb.DuckDBPyConnection, filters: dict[str, Any]
) -> None:
    found = ims.teer_shares(db, **filters)
    for _, rows in found.groupby(["province", "year"]):
        by = rows.set_index("teer")
        assert by["share_teer_0_3_lower"].nunique() == by["share_teer_0_3_upper"].nunique() == 1
        least, most = by.loc["0-3", ["share_teer_0_3_lower", "share_teer_0_3_upper"]]
        assert least == pytest.approx(by.loc["0-3", "share_lower"])
        assert most == pytest.approx(1 - by.loc["4-5", "share_lower"])
        assert least < most
    assert found["share"].groupby([found["province"], found["year"]]).sum().tolist() == pytest.approx(
        [1.0] * found["province"].nunique()
    )


def test_of_the_occupations_of_2021_nine_in_ten_could_count(db: duckdb.DuckDBPyConnection) -> None:
    canada = ims.teer_shares(db, year=2021).iloc[0]
    shares = canada[["share_teer_0_3_lower", "share_teer_0_3_upper", "coverage_lower", "coverage_upper"]]
    assert [round(share, 3) for share in shares] == [0.883, 0.944, 0.211, 0.233]
    assert canada["share_of_program_lower"] < 0.2
    assert canada["share_of_program_upper"] > 0.9


def test_a_level_is_of_the_teers_that_its_occupations_became(db: duckdb.DuckDBPyConnection) -> None:
    shares = ims.skill_shares(db, year=2021).set_index("skill")
    assert shares.index.tolist() == ["management", "A", "B", "C", "D"]
    assert (shares.loc["management", ["share_teer_0_3_lower", "share_teer_0_3_upper"]] == 1).all()
    assert shares.loc["A", "share_teer_0_3_lower"] > 0.95
    assert shares.loc["D", "share_teer_0_3_upper"] < 0.1
    assert (shares["share_teer_0_3_lower"] <= shares["share_teer_0_3_upper"]).all()


def test_coverage_is_that_of_the_ranking(db: duckdb.DuckDBPyConnection) -> None:
    columns = ["coverage_lower", "coverage_upper"]
    top = ims.top_occupations(db, province="BC", year=2021).iloc[0]
    for found in (
        ims.skill_shares(db, province="BC", year=2021),
        ims.teer_shares(db, province="BC", year=2021),
    ):
        assert (found[columns] == top[columns]).all(axis=None)


def test_positions_are_exact_and_add_up(db: duckdb.DuckDBPyConnection) -> None:
    found = ims.skill_shares(db, program="TFWP", year=2021)
    assert (found["lower"] == found["upper"]).all()
    assert set(found["status"]) == {"exact"}
    assert found["positions"].sum() == 133_195
    unlisted = 133_196 - 133_195  # the printed total exceeds the listed occupations by one position
    assert found["share_of_program_lower"].tolist() == pytest.approx((found["positions"] / 133_196).tolist())
    assert found["share_of_program_upper"].tolist() == pytest.approx(
        ((found["positions"] + unlisted) / 133_196).tolist(), rel=1e-9
    )
    assert ims.measure_of(found) == "positions"


def test_the_newest_year_is_answered_and_a_lone_hidden_cell_has_no_central_value(
    db: duckdb.DuckDBPyConnection,
) -> None:
    assert set(ims.teer_shares(db)["year"]) == {2024}
    lone = ims.skill_shares(db, province="NU", year=2015).set_index("skill").loc["C"]
    assert (lone["status"], lone["lower"], lone["upper"]) == ("suppressed", 1, 4)
    assert pd.isna(lone["effective_year"])
    assert pd.isna(lone["share"])


@pytest.mark.parametrize("question", ["skill_shares", "teer_shares"])
def test_what_is_no_program_or_not_held_is_refused(db: duckdb.DuckDBPyConnection, question: str) -> None:
    ask = getattr(ims, question)
    with pytest.raises(UnknownWordError, match="did you mean Ontario"):
        ask(db, province="Ontaro")
    with pytest.raises(NotHeldError, match="1999 not held"):
        ask(db, year=1999)
    with pytest.raises(IncomparableError, match="never ranked together"):
        ask(db, program=["IMP", "TFWP"])
    with pytest.raises(ValueError, match="the languages are"):
        ask(db, lang="de")


@pytest.mark.parametrize("question", ["skill_shares", "teer_shares"])
def test_dtypes_and_figures_are_the_same_in_french_and_in_few_rows(
    db: duckdb.DuckDBPyConnection, question: str
) -> None:
    ask = getattr(ims, question)
    words = [name for name in ask(db).columns if name.endswith("_name")]
    english, french = (ask(db, province=["QC", "NU"], year=2021, lang=lang) for lang in ("en", "fr"))
    pd.testing.assert_frame_equal(english.drop(columns=words), french.drop(columns=words))
    assert (english[words] != french[words]).any(axis=None)
    few = ask(db, province="NU", year=2015)
    assert few.dtypes.equals(english.dtypes)
    kinds = few.dtypes.astype(str)
    assert set(kinds[["year", "effective_year", "lower", "upper", "hidden"]]) == {"Int64"}
    assert {kinds[name] for name in kinds.index if name.startswith(("share", "coverage"))} == {"Float64"}


def test_the_rule_is_as_it_is_kept(db: duckdb.DuckDBPyConnection) -> None:
    with (shipped_data() / "reference" / "cec_rule.csv").open(encoding="utf-8", newline="") as file:
        there = {row["rule"]: row for row in csv.DictReader(file)}
    for lang in ("en", "fr"):
        found = ims.cec_rule(db, lang=lang)
        assert set(found["rule"]) == set(there)
        for row in found.to_dict("records"):
            one = there[row["rule"]]
            names = ("unit", "section", "certainty", "source")
            assert [row[name] for name in names] == [one[name] for name in names]
            assert row["required"] == one["value"]
            assert (row["text"], row["vintage"]) == (one[f"text_{lang}"], one["date"])
    values = ims.cec_rule(db).set_index("rule")["required"]
    assert values[["hours", "hours-per-week", "window", "language-teer-0-1", "language-teer-2-3"]].tolist() == [
        "1560", "30", "36", "7", "5",
    ]  # fmt: skip
    assert values[["continuity", "self-employment", "study", "destination"]].tolist() == [
        "not required", "excluded", "excluded", "outside Quebec",
    ]  # fmt: skip
    with pytest.raises(ValueError, match="the languages are"):
        ims.cec_rule(db, lang="de")
