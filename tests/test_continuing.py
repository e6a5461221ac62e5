"""A change across a break says so, a sum of two states says so, and a series can be cut at its last break."""

import duckdb
import pandas as pd
import pytest

import imp_stats as ims
from imp_stats.intervals import change, compare, index_to, rolling, same_month, total, year_to_date
from imp_stats.intervals.continuing import after_last_break

OTHER = "Other IMP Participants"


def made(measure: str, counts: list[int], **said: object) -> pd.DataFrame:
    frame = pd.DataFrame({**said, measure: pd.array(counts, dtype="Int64")})
    frame = frame.assign(lower=frame[measure] - 2, upper=frame[measure] + 2, status="rounded", hidden=0)
    return frame.assign(
        provenance="printed", source="IRCC, a table", vintage=said.get("vintage", "2024-12-31")
    )


def years(first: int, last: int) -> list[int]:
    return list(range(first, last + 1))


def holders(first: int = 2012, last: int = 2016, **said: object) -> pd.DataFrame:
    span = years(first, last)
    return made("holders", [100 + 10 * n for n in range(len(span))], year=span, **said)


def months(count: int, first: str, **said: object) -> pd.DataFrame:
    dates = pd.date_range(first, periods=count, freq="MS")
    return made("effective_month", [100] * count, month=dates, **said)


# changes


def test_a_change_across_a_break_names_it_and_no_other_change_does() -> None:
    changed = change(holders(program="IMP"))
    assert changed["breaks"].tolist() == ["", "", "overhaul-2014", "", ""]
    (note,) = changed.attrs["notes"]
    assert note.startswith("Across a break in the series: Programs split in 2014. The two programs")
    assert list(changed.columns)[-4:] == ["breaks", "provenance", "source", "vintage"]


def test_a_change_since_a_year_before_the_break_names_it_in_every_row_after() -> None:
    since = change(holders(program="IMP"), since=2013)["breaks"].tolist()
    assert since == ["", "", "overhaul-2014", "overhaul-2014", "overhaul-2014"]
    assert set(change(holders(program="IMP"), since=2014)["breaks"]) == {""}


def test_a_frame_that_a_break_does_not_touch_has_no_note() -> None:
    changed = change(holders())
    assert set(changed["breaks"]) == {""}
    assert "notes" not in changed.attrs


def test_each_series_has_its_own_breaks_and_several_are_listed_by_date() -> None:
    streams = [holders(2019, 2024, program="IMP", stream=stream) for stream in (OTHER, "Vulnerable workers")]
    changed = change(pd.concat(streams, ignore_index=True), since=2019)
    both = "other-imp-2021;exemption-codes-2022"
    assert changed["breaks"].tolist()[:6] == ["", "", "other-imp-2021", both, both, both]
    assert changed["breaks"].tolist()[6:] == ["", "", *["other-imp-2021"] * 4]


def test_a_year_that_a_break_falls_into_compares_with_neither_side() -> None:
    span = years(2020, 2024)
    frame = made("effective_year", [50] * 5, program="IMP", year=span, noc="2174")
    assert change(frame)["breaks"].tolist() == ["", "", "noc-2021", "noc-2021", ""]


def test_an_outlier_touches_the_change_to_it_and_from_it() -> None:
    changed = change(holders(2009, 2013, program="IMP", province="NU"))
    assert changed["breaks"].tolist() == ["", "", "nunavut-2011", "nunavut-2011", ""]
    assert change(holders(2009, 2013, program="IMP", province="YT"))["breaks"].eq("").all()


def test_a_suspected_break_is_named_as_one() -> None:
    frame = made("positions", [50, 60], program="TFWP", year=[2020, 2021], noc="8431")
    changed = change(frame)
    assert changed["breaks"].tolist() == ["", "farm-occupations-2021"]
    assert changed.attrs["notes"][0].startswith("Perhaps across a break in the series: 8432 to 8431")


def test_a_partial_year_is_named_by_the_file_that_ends_in_it() -> None:
    for vintage, found in (("2024-06-30", "partial-2024-citizenship"), ("2026-01-31", "")):
        frame = made("effective_months", [9, 5], program="TFWP", year=[2023, 2024], vintage=vintage)
        assert change(frame)["breaks"].tolist() == ["", found]


# indexes, months, windows, years to date, sums


def test_an_index_names_what_lies_between_a_year_and_its_base() -> None:
    indexed = index_to(holders(program="TFWP"), base=2014)
    assert indexed["breaks"].tolist() == ["overhaul-2014", "overhaul-2014", "", "", ""]
    assert indexed.attrs["notes"]


def test_a_month_held_against_the_year_before_names_the_break_between() -> None:
    compared = same_month(months(26, "2021-06-01", program="IMP", noc="2174"))
    crossed = compared.loc[compared["breaks"] == "noc-2021", "month"]
    assert [str(crossed.min())[:7], str(crossed.max())[:7]] == ["2022-11", "2023-07"]
    assert compared["breaks"].iloc[:12].eq("").all()


def test_a_window_of_two_states_is_named() -> None:
    windows = rolling(months(8, "2022-08-01", program="IMP", noc="2174"), months=3)
    assert windows["breaks"].tolist() == ["", "noc-2021", "noc-2021", "noc-2021", "", ""]
    assert windows.attrs["notes"][0].startswith("Across a break in the series: IRCC records occupations")
    assert change(windows, over="month")["breaks"].tolist() == ["", "noc-2021", "noc-2021", "noc-2021", "noc-2021", ""]  # fmt: skip


@pytest.mark.parametrize(("held", "expected"), [(10, ""), (11, "noc-2021")])
def test_a_year_to_date_ends_with_its_last_month(held: int, expected: str) -> None:
    frame = months(12 + held, "2021-01-01", program="IMP", noc="2174")
    assert year_to_date(frame)["breaks"].tolist() == ["", expected]


def test_a_sum_over_a_break_says_so_in_its_notes() -> None:
    frame = months(12, "2022-01-01", program="IMP", noc="2174")
    assert "IRCC records occupations in NOC 2021" in total(frame).attrs["notes"][0]
    assert total(frame[frame["month"] < "2022-11-01"]).attrs["notes"] == []
    assert total(frame, by="month").attrs["notes"] == []


@pytest.mark.parametrize(("year", "found"), [(2013, "overhaul-2014"), (2014, "")])
def test_two_years_side_by_side_name_the_break_between(year: int, found: str) -> None:
    frame = holders(program="IMP")
    sides = compare(frame[frame["year"] == 2016], frame[frame["year"] == year])
    assert sides["breaks"].tolist() == [found]
    assert bool(sides.attrs["notes"]) is bool(found)


def test_two_programs_in_one_year_have_no_break_between_them() -> None:
    one, two = (holders(program=program) for program in ("IMP", "TFWP"))
    assert set(compare(one, two)["breaks"]) == {""}


def test_two_vintages_on_either_side_of_a_break_name_it() -> None:
    old, new = (holders(program="IMP", vintage=vintage) for vintage in ("2023-02-28", "2024-12-31"))
    assert set(compare(new, old, vintages=True)["breaks"]) == {"scope-june-2023"}
    after = holders(program="IMP", vintage="2023-06-30")
    assert set(compare(new, after, vintages=True)["breaks"]) == {""}


# cut


def test_a_series_is_cut_at_its_latest_break_and_the_notes_say_so() -> None:
    imp, tfwp = (holders(2012, 2024, program=name, stream=stream) for name, stream in
                 (("IMP", "Vulnerable workers"), ("TFWP", "Caregivers")))  # fmt: skip
    cut = after_last_break(pd.concat([imp, tfwp], ignore_index=True))
    assert cut.loc[cut["program"] == "IMP", "year"].tolist() == years(2021, 2024)
    assert cut.loc[cut["program"] == "TFWP", "year"].tolist() == years(2015, 2024)
    assert [note.split(": ")[1].split(".")[0] for note in cut.attrs["notes"]] == [
        "Programs split in 2014", "Caregivers in another row from 2015", '"Other IMP participants" grows from 2021',
    ]  # fmt: skip
    assert set(change(cut)["breaks"]) == {""}


def test_a_break_after_which_nothing_is_held_cuts_nothing() -> None:
    frame = made("effective_year", [50] * 3, program="IMP", year=years(2020, 2022), noc="2174")
    assert after_last_break(frame)["year"].tolist() == years(2020, 2022)
    assert "notes" not in after_last_break(frame).attrs


def test_neither_outlier_nor_suspicion_nor_vintage_cuts() -> None:
    frame = holders(
        2014, 2020, program="TFWP", stream="Agricultural Workers > Seasonal Agricultural Worker Program"
    )
    assert len(after_last_break(frame)) == 7
    farm = made("positions", [50] * 5, program="TFWP", year=years(2019, 2023), noc="8431")
    assert len(after_last_break(farm)) == 5


def test_questions_cut_where_they_are_asked_to(db: duckdb.DuckDBPyConnection) -> None:
    for question, said, first in (
        (ims.holders_by_year, {}, 2014),
        (ims.holders_by_province, {"province": "ON"}, 2014),
        (ims.holders_by_stream, {"stream": OTHER}, 2022),
        (ims.holders_by_group, {"program": "IMP"}, 2014),
        (ims.effective_by_occupation, {"noc": "2174"}, 2023),
        (ims.positions_by_occupation, {"noc": "8431"}, 2017),
    ):
        whole, cut = question(db, **said), question(db, since_break=True, **said)
        assert cut["year"].min() == first > whole["year"].min()
        assert cut["year"].max() == whole["year"].max()
        assert cut.attrs["notes"]
        assert (cut.dtypes == whole.dtypes).all()
        assert set(change(cut[cut["lower"] > 0])["breaks"]) <= {"", "farm-occupations-2021"}
