"""Counts per 1,000 residents and per 1,000 earners against brute force, and every division that is refused."""

import csv
import datetime as dt
from collections.abc import Sequence
from fractions import Fraction
from random import Random

import duckdb
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import imp_stats as ims
from imp_stats.errors import IncomparableError, NotHeldError
from imp_stats.folders import shipped_data
from imp_stats.intervals import per_thousand, total
from imp_stats.intervals.lawful import ratios
from imp_stats.measures import measures

moderately = settings(deadline=None, max_examples=80)

Bounds = tuple[int, int | None]
COUNTS = st.tuples(st.integers(0, 9), st.integers(0, 4)).map(lambda pair: (pair[0], pair[0] + pair[1]))
RESIDENTS = st.tuples(st.integers(1, 60), st.integers(0, 3)).map(lambda pair: (pair[0], pair[0] + pair[1]))


def made(measure: str, bounds: Sequence[Bounds], **said: object) -> pd.DataFrame:
    """A frame as a question returns it, the centre of each count at its lower bound."""
    counts = pd.DataFrame({measure: [low for low, _ in bounds], "lower": [low for low, _ in bounds]})
    counts["upper"] = pd.array([high for _, high in bounds], dtype="Int64")
    origin = {"status": "rounded", "hidden": 0, "provenance": "printed", "source": f"A table of {measure}"}
    frame = pd.concat([pd.DataFrame(said, index=counts.index), counts], axis=1).assign(**origin)
    frame = frame.assign(vintage="2025-10-01" if measure == "population" else "2024-12-31")
    return frame.astype(dict.fromkeys((measure, "lower", "upper", "hidden"), "Int64"))


def holders(bounds: Sequence[Bounds] = ((500, 502),), *, year: int = 2024, **said: object) -> pd.DataFrame:
    return made("holders", bounds, **({"province": "ON"} | said), year=year)


def population(bounds: Sequence[Bounds] = ((1000, 1000),), **said: object) -> pd.DataFrame:
    return made("population", bounds, **({"province": "ON", "day": pd.Timestamp("2025-01-01")} | said))


def bounds_of(row: pd.Series) -> list[float]:
    return [float(row[name]) for name in ("per_thousand_lower", "per_thousand", "per_thousand_upper")]


@moderately
@given(COUNTS, RESIDENTS)
def test_the_bounds_of_a_rate_are_the_least_and_the_most_that_any_true_counts_give(count: Bounds, by: Bounds):
    low, central, high = bounds_of(per_thousand(holders([count]), population([by])).iloc[0])
    possible = [
        Fraction(1000 * true, there)
        for true in range(count[0], count[1] + 1)
        for there in range(by[0], by[1] + 1)
    ]
    assert (low, high) == (pytest.approx(float(min(possible))), pytest.approx(float(max(possible))))
    assert low <= central <= high


@moderately
@given(st.lists(st.tuples(st.integers(1, 3000), st.integers(1, 10**6)), min_size=1, max_size=6), st.randoms())
def test_the_true_rate_of_each_place_lies_inside_its_bounds(trues: list[tuple[int, int]], random: Random):
    places = [f"P{number}" for number in range(len(trues))]
    printed = [
        (1, 4) if true < 5 else (5 * round(true / 5) - 2, 5 * round(true / 5) + 2) for true, _ in trues
    ]
    residents = population([(there, there) for _, there in trues], province=places)
    order = list(range(len(trues)))
    random.shuffle(order)
    rates = per_thousand(holders(printed, province=places), residents.iloc[order])
    for (true, there), (_, row) in zip(trues, rates.iterrows(), strict=True):
        low, _, high = bounds_of(row)
        assert low <= 1000 * true / there <= high


def test_a_hidden_cell_has_bounds_and_no_central_rate_and_an_open_one_no_upper_bound():
    frame = holders([(1, 4), (1, None)], province=["ON", "QC"])
    frame["holders"] = pd.array([None, None], dtype="Int64")
    rates = per_thousand(frame, population([(1000, 1000)] * 2, province=["ON", "QC"]))
    assert rates["per_thousand"].isna().all()
    assert rates["per_thousand_lower"].tolist() == [1, 1]
    assert rates["per_thousand_upper"].tolist() == [4, pd.NA]


@pytest.mark.parametrize(
    ("measure", "day"),
    [("holders", "2025-01-01"), ("effective_year", "2024-07-01"), ("pr_admissions", "2024-07-01")],
)
def test_the_day_of_the_residents_is_the_one_that_goes_with_the_measure(measure: str, day: str):
    days = pd.to_datetime(
        ["2024-01-01", "2024-04-01", "2024-07-01", "2024-10-01", "2025-01-01", "2025-07-01"]
    )
    residents = population([(number, number) for number in range(1000, 1006)], day=days)
    row = per_thousand(made(measure, [(500, 500)], province="ON", year=2024), residents).iloc[0]
    assert row["residents_on"] == pd.Timestamp(day)
    assert row["residents"] == 1000 + list(days).index(pd.Timestamp(day))
    assert row["per_thousand"] == pytest.approx(500_000 / row["residents"])


def test_the_frame_keeps_its_rows_and_gains_the_rate_what_it_was_divided_by_and_where_that_stands():
    frame = holders([(10, 10), (20, 20)], province=["QC", "ON"]).set_axis([7, 3])
    frame.attrs["notes"] = ["a note"]
    residents = population([(1000, 1000), (4000, 4000)], province=["ON", "QC"])
    rates = per_thousand(frame, residents)
    assert rates[frame.columns].equals(frame)
    assert rates["per_thousand"].to_dict() == {7: 2.5, 3: 20}
    derived = ["per_thousand", "per_thousand_lower", "per_thousand_upper", "residents", "residents_on"]
    origins = ["provenance", "source", "vintage", "source_residents", "vintage_residents"]
    assert list(rates.columns)[-10:] == [*derived, *origins]
    assert set(rates["source_residents"]) == {"A table of population"}
    assert set(rates["vintage_residents"]) == {"2025-10-01"}
    assert rates.dtypes[derived].map(str).tolist() == ["Float64"] * 3 + ["Int64", "datetime64[s]"]
    assert rates.attrs["notes"] == ["a note", ratios()["holders", "population"].reason_en]
    assert per_thousand(rates, residents).equals(rates)
    assert per_thousand(rates, residents).attrs == rates.attrs
    assert frame.attrs == {"notes": ["a note"]}


def test_a_frame_without_a_province_is_divided_by_the_residents_of_canada():
    frame = made("holders", [(500, 500)], year=2024)
    residents = population([(1000, 1000), (9000, 9000)], province=["CA", "ON"])
    assert per_thousand(frame, residents)["per_thousand"].tolist() == [500]


def test_a_sum_without_a_province_is_divided_only_by_what_it_says_it_is_of():
    summed = total(holders([(10, 10), (20, 20)], province=["NB", "NS"]))
    with pytest.raises(IncomparableError, match="is a sum of 2 cells and names no province"):
        per_thousand(summed, population(province="CA"))
    assert per_thousand(summed.assign(province="CA"), population(province="CA"))["per_thousand"].tolist() == [
        30
    ]
    there = total(population([(400, 400), (600, 600)], province=["NB", "NS"]), by="day")
    both = per_thousand(summed.assign(province="the two"), there.assign(province="the two"))
    assert both["per_thousand"].tolist() == [30]


def test_people_whose_place_is_not_stated_have_no_residents_to_be_divided_by():
    frame = holders([(10, 10), (20, 20)], province=["ON", "ZZ"])
    with pytest.raises(
        IncomparableError, match=r'per_thousand\(frame\[frame\["province"\] != "ZZ"\], residents\)'
    ):
        per_thousand(frame, population([(1000, 1000)] * 2, province=["ON", "ZZ"]))
    assert len(per_thousand(frame[frame["province"] != "ZZ"], population())) == 1


@pytest.mark.parametrize(
    ("province", "year", "why"),
    [
        ("ON", 2023, r"does not hold ON on 2024-01-01\..*province=\['ON'\]"),
        ("XX", 2024, r"does not hold XX on 2025-01-01\."),
        (
            ["ON", "QC", "YT"],
            2024,
            r"does not hold QC on 2025-01-01, nor 1 more\..*province=\['QC', 'YT'\]",
        ),
    ],
)
def test_residents_of_a_place_or_a_day_that_is_not_there_are_named(province: object, year: int, why: str):
    counts = [(1, 1)] * (1 if isinstance(province, str) else len(province))
    with pytest.raises(NotHeldError, match=why):
        per_thousand(holders(counts, province=province, year=year), population())


@pytest.mark.parametrize(
    "name", sorted(set(measures()) - {"holders", "effective_year", "pr_admissions", "population"})
)
def test_a_measure_that_may_not_be_divided_by_residents_is_refused_with_both_definitions(name: str):
    with pytest.raises(IncomparableError) as refused:
        per_thousand(made(name, [(1, 1)], province="ON", year=2024), population())
    message = str(refused.value)
    assert measures()[name].definition() in message
    assert measures()["population"].definition() in message
    assert "Instead: " in message


def test_residents_are_not_divided_by_holders_nor_anything_by_itself():
    with pytest.raises(IncomparableError, match="Ask for a rate"):
        per_thousand(population(), holders())
    for frame in (holders(), population()):
        with pytest.raises(
            IncomparableError, match=r"both count the same.\n.*\n  Instead: divide holders, eff"
        ):
            per_thousand(frame, frame)


def test_a_frame_that_says_no_year_or_residents_that_say_no_place_or_day_are_refused():
    with pytest.raises(ValueError, match="no column 'year'"):
        per_thousand(holders().drop(columns="year"), population())
    with pytest.raises(ValueError, match="no province and day"):
        per_thousand(holders(), population().drop(columns=["province", "day"]))


def test_residents_of_two_vintages_or_twice_of_one_day_are_refused():
    twice = pd.concat([population(), population()], ignore_index=True)
    with pytest.raises(IncomparableError, match="they would be counted twice"):
        per_thousand(holders(), twice)
    with pytest.raises(IncomparableError, match="take the rows of one"):
        per_thousand(holders(), twice.assign(vintage=["2025-10-01", "2024-10-01"]))


def test_every_lawful_division_is_of_declared_measures_and_says_its_day_its_reason_and_its_source():
    path = shipped_data() / "reference" / "ratios.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(ratios())
    for row in rows:
        assert {row["numerator"], row["denominator"]} <= set(measures())
        assert measures()[row["numerator"]].unit in {"persons", "landings", "positions"}
        assert dt.date.fromisoformat(f"2024-{row['day']}").day == 1
        assert row["years_after"] in {"0", "1"}
        assert row["years_apart"] == {"population": "0", "earners_2015": "2"}[row["denominator"]]
        assert row["reason_en"] != row["reason_fr"] != ""
        assert row["source"]
        assert row["certainty"] in {"A", "B", "C"}
        assert dt.date.fromisoformat(row["date"])


# By earners


def earners(bounds: Sequence[Bounds] = ((1000, 1000),), **said: object) -> pd.DataFrame:
    return made("earners_2015", bounds, **({"province": "CA", "noc": "8431"} | said), year=2015)


def positions(
    bounds: Sequence[Bounds] = ((500, 500),), *, year: object = 2016, **said: object
) -> pd.DataFrame:
    return made("positions", bounds, **({"province": "CA", "year": year, "noc": "8431"} | said))


@moderately
@given(COUNTS, RESIDENTS)
def test_the_bounds_of_a_rate_by_earners_are_the_least_and_the_most_that_any_true_counts_give(
    count: Bounds, by: Bounds
):
    row = per_thousand(positions([count]), earners([by])).iloc[0]
    possible = [
        Fraction(1000 * true, there)
        for true in range(count[0], count[1] + 1)
        for there in range(by[0], by[1] + 1)
    ]
    assert row["per_thousand_earners_lower"] == pytest.approx(float(min(possible)))
    assert row["per_thousand_earners_upper"] == pytest.approx(float(max(possible)))
    assert (
        row["per_thousand_earners_lower"] <= row["per_thousand_earners"] <= row["per_thousand_earners_upper"]
    )


def test_earners_are_found_by_place_and_occupation_and_say_where_they_stand():
    frame = positions([(10, 10), (20, 20)], province=["ON", "QC"], noc=["8431", "6322"]).set_axis([7, 3])
    frame.attrs["notes"] = ["a note"]
    there = earners(
        [(1000, 1000), (4000, 4000), (9000, 9000)], province=["QC", "ON", "ON"], noc=["6322", "8431", "6322"]
    )
    rates = per_thousand(frame, there)
    assert rates[frame.columns].equals(frame)
    assert rates["per_thousand_earners"].to_dict() == {7: 2.5, 3: 20}
    derived = ["per_thousand_earners", "per_thousand_earners_lower", "per_thousand_earners_upper", "earners"]
    assert list(rates.columns)[-9:] == [
        *derived, "provenance", "source", "vintage", "source_earners", "vintage_earners",
    ]  # fmt: skip
    assert rates["earners"].to_dict() == {7: 4000, 3: 1000}
    assert rates.attrs["notes"] == ["a note", ratios()["positions", "earners_2015"].reason_en]
    assert "too high" in rates.attrs["notes"][1]
    assert per_thousand(rates, there).equals(rates)


def test_a_frame_by_occupation_without_a_province_is_divided_by_the_earners_of_canada():
    frame = positions().drop(columns="province")
    rates = per_thousand(frame, earners([(1000, 1000), (9000, 9000)], province=["CA", "ON"]))
    assert rates["per_thousand_earners"].tolist() == [500]


def test_an_occupation_that_may_have_nobody_has_no_upper_rate():
    rates = per_thousand(positions(), earners([(0, 9)]))
    assert rates["per_thousand_earners_upper"].isna().all()
    assert rates["per_thousand_earners_lower"].tolist() == [pytest.approx(500_000 / 9)]


@pytest.mark.parametrize("year", [2013, 2014, 2016, 2017])
def test_two_years_from_2015_are_near_enough(year: int):
    assert len(per_thousand(positions(year=year), earners())) == 1


@pytest.mark.parametrize(("year", "apart"), [(2012, 3), (2018, 3), (2021, 6), ([2016, 2024], 9)])
def test_years_too_far_apart_are_refused_with_both_unless_asked_for(year: int | list[int], apart: int):
    counts = [(500, 500)] * (1 if isinstance(year, int) else 2)
    frame = positions(counts, year=year)
    furthest = year if isinstance(year, int) else year[1]
    with pytest.raises(
        IncomparableError, match=rf"{furthest} lies {apart} years from 2015.*years_apart={apart}\)"
    ):
        per_thousand(frame, earners())
    with pytest.raises(IncomparableError, match=rf"at most {apart - 1} years apart"):
        per_thousand(frame, earners(), years_apart=apart - 1)
    assert len(per_thousand(frame, earners(), years_apart=apart)) == len(counts)


def test_years_apart_goes_with_earners_alone():
    with pytest.raises(ValueError, match="years_apart=3: it goes with earners of 2015"):
        per_thousand(holders(), population(), years_apart=3)


@pytest.mark.parametrize(("column", "code"), [("noc", "other"), ("noc", "not stated"), ("province", "ZZ")])
def test_what_is_not_stated_has_no_earners(column: str, code: str):
    frame = positions([(10, 10), (20, 20)], **{column: [code, "8431" if column == "noc" else "CA"]})
    with pytest.raises(
        IncomparableError, match=rf"Some rows have no {column} .*frame\[~frame\[\"{column}\"\]"
    ):
        per_thousand(frame, earners())


def test_a_count_of_all_occupations_or_without_a_year_is_not_divided_by_earners():
    with pytest.raises(IncomparableError, match="no column 'noc'"):
        per_thousand(positions().drop(columns="noc"), earners())
    with pytest.raises(ValueError, match="no column 'year'"):
        per_thousand(positions().drop(columns="year"), earners())
    with pytest.raises(ValueError, match="The frame of earners has no province and noc"):
        per_thousand(positions(), earners().drop(columns=["province", "noc"]))


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"noc": "85101"}, "does not hold 85101 in CA.*want both frames harmonized"),
        ({"province": "ON"}, r"does not hold 8431 in ON.*province=\['ON'\]"),
    ],
)
def test_earners_that_are_not_there_are_named(change: dict[str, str], why: str):
    with pytest.raises(NotHeldError, match=why):
        per_thousand(positions(**change), earners())


def test_harmonized_counts_are_divided_by_harmonized_earners():
    codes = ["2271", "8252", "8431", "8611"]
    frame = ims.harmonize(positions([(10, 10)] * 4, noc=codes))
    rates = per_thousand(frame, ims.harmonize(earners([(1000, 1000)] * 4, noc=codes)))
    assert rates["per_thousand_earners"].tolist() == [10]


@pytest.mark.parametrize(
    "name", ["holders", "effective_month", "pr_admissions", "npr", "positions_requested"]
)
def test_what_may_not_be_divided_by_earners_is_refused(name: str):
    with pytest.raises(IncomparableError, match="Instead: "):
        per_thousand(made(name, [(1, 1)], province="CA", noc="8431", year=2016), earners())


def test_every_place_and_year_of_the_real_holders_has_residents(db: duckdb.DuckDBPyConnection):
    frame = ims.holders_by_province(db)
    rates = ims.per_thousand(frame[frame["province"] != "ZZ"], ims.population_by_province(db))
    assert rates["per_thousand_upper"].notna().all()
    assert (rates["per_thousand_lower"] <= rates["per_thousand_upper"]).all()
    assert (rates["residents_on"].dt.year == rates["year"] + 1).all()
    latest = rates[(rates["year"] == 2024) & (rates["program"] == "IMP")].set_index("province")[
        "per_thousand"
    ]
    assert latest[["ON", "BC", "NU"]].round(1).tolist() == [33.3, 32.9, 2.5]
