"""What the publishers hide stays hidden: every public function is asked to narrow a hidden cell, and fails to.

In the made world arithmetic would pin it down: Ontario prints 5 in all and 5 in one stream, so that its other stream,
printed "--", can be 1 or 2 only; January and the first quarter do the same to a month. Whoever subtracts knows more than
was published. No function here may.
"""

import inspect
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest

import imp_stats as ims
from imp_stats.build import begin, build
from imp_stats.errors import IncomparableError, LayoutError
from imp_stats.folders import shipped_data

from made import monthly, workbook, year_end

HIDDEN_STREAM = "Agricultural Workers > Seasonal Agricultural Worker Program"
LEAST, MOST = 1, 4
REPORTS = shipped_data().parent / "reports" / "data"


def pinned_year_end() -> list[list[str | None]]:
    """Ontario: "--" and 5 make 5, of which people could learn that the hidden one is 1 or 2; all else is 0."""
    rows = year_end()
    counts = {
        "Seasonal Agricultural Worker Program": "--", "Agricultural Stream": "5", "Agricultural Workers": "5",
        "Ontario Total": "5", "Total": "5",
    }  # fmt: skip
    opener = next(at for at, row in enumerate(rows) if row[0] == "Ontario Total") - 4
    for at, row in enumerate(rows[3:], start=3):
        label = next((text for text in row[:3] if text), None)
        if label is None or len(row) != 5:
            continue
        of_ontario = opener <= at <= opener + 4 or label == "Total"
        rows[at] = [*row[:3], *[counts.get(label, "0") if of_ontario else "0"] * 2]
    return rows


def pinned_monthly() -> list[list[str | None]]:
    """Ontario's programmers: January 5, February 0, March "--", and 5 in the quarter."""
    rows = monthly()
    periods = rows[4]
    ontario = next(at for at, row in enumerate(rows) if row[0] == "Ontario Total") - 3
    for at, row in enumerate(rows[5:], start=5):
        if len(row) < 10:
            continue
        is_pinned = row[1] == "2174 - Computer programmers and interactive media developers" and at == ontario
        is_whole = row[0] in ("Ontario Total", "Total")
        rows[at] = [
            *row[:2],
            *(_pinned(periods, column) if is_pinned or is_whole else "0" for column in range(2, len(row))),
        ]
    return rows


def _pinned(periods: list[str | None], column: int) -> str:
    """What the cell of a column prints: only the first quarter of 2024 is not 0."""
    first = max(at for at, text in enumerate(periods) if text == "Jan")
    return {first: "5", first + 1: "0", first + 2: "--", first + 3: "5", first + 4: "5"}.get(column, "0")


@pytest.fixture(scope="module")
def pinned(tmp_path_factory: pytest.TempPathFactory) -> duckdb.DuckDBPyConnection:
    """A warehouse of the made world alone, beside the shipped population."""
    folder = tmp_path_factory.mktemp("pinned")
    data, files = folder / "data", folder / "files"
    begin(data)
    shutil.rmtree(data / "tidy")
    files.mkdir()
    workbook(files / "a.xlsx", pinned_year_end())
    workbook(files / "b.xlsx", pinned_monthly(), "TR - IMP NOC")
    build(files, out=data, report=lambda _: None)
    return ims.open_warehouse(data)


def leaks(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows whose bounds say more than their hidden cells do: each cell is 1 to 4, whatever stands beside it."""
    if not {"lower", "upper", "hidden"} <= set(frame.columns):
        return frame.head(0)
    width = frame["upper"] - frame["lower"]
    return frame[(width < (MOST - LEAST) * frame["hidden"]).fillna(value=False)]


def holds_every_candidate(frame: pd.DataFrame, column: str, values: Callable[[int], float]) -> None:
    """The bounds of a derived column hold what each of 1, 2, 3 and 4 would make of it."""
    hidden = frame[frame["status"] == "suppressed"].iloc[0]
    for candidate in range(LEAST, MOST + 1):
        value = values(candidate)
        assert hidden[f"{column}_lower"] - 1e-9 <= value, (column, candidate)
        upper = hidden[f"{column}_upper"]
        assert pd.isna(upper) or value <= upper + 1e-9, (column, candidate)


def streams(db: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    return ims.holders_by_stream(db, program="TFWP", province="ON", year=2024)


def months(db: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    rows = db.execute("""
        select program::varchar as program, province::varchar as province, noc::varchar as noc, period as month,
               printed as effective_month, lower, upper, status::varchar as status,
               (printed is null)::bigint as hidden, 'printed' as provenance, card as source, vintage::varchar as vintage
        from cells
        where measure = 'effective_month' and province = 'ON' and noc = '2174' order by month
    """).df()
    integers = ("effective_month", "lower", "upper", "hidden")
    return rows.astype(dict.fromkeys(integers, "Int64")).astype({"month": "datetime64[s]"})


def test_the_made_world_could_be_pinned_down_by_who_subtracts(pinned: duckdb.DuckDBPyConnection) -> None:
    found = streams(pinned).set_index("stream")
    other = found["lower"].drop(HIDDEN_STREAM).sum()
    whole = ims.holders_by_province(pinned, program="TFWP", province="ON", year=2024)["upper"].item()
    assert whole - other < MOST
    quarter = pinned.execute(
        "select upper from cells where measure = 'effective_quarter' and noc = '2174' and province = 'ON' "
        "and period = date '2024-01-01'"
    ).fetchall()
    assert quarter[0][0] - 5 < MOST


def test_a_question_gives_a_hidden_cell_as_it_was_printed(pinned: duckdb.DuckDBPyConnection) -> None:
    row = streams(pinned).set_index("stream").loc[HIDDEN_STREAM]
    assert pd.isna(row["holders"])
    assert (row["lower"], row["upper"], row["status"]) == (LEAST, MOST, "suppressed")


def test_a_sum_is_never_cut_with_its_printed_total(pinned: duckdb.DuckDBPyConnection) -> None:
    row = ims.total(streams(pinned)).iloc[0]
    assert (row["lower"], row["upper"]) == (6, 11)  # 5 is printed: 5 to 7
    assert ims.rolling(months(pinned), months=3)["upper"].tail(1).item() == 11


DERIVED: dict[
    str, tuple[Callable[[duckdb.DuckDBPyConnection], pd.DataFrame], str, Callable[[int], float]]
] = {
    "share of a sum": (lambda db: ims.share(streams(db)), "share", lambda true: true / (true + 5)),
    "share of a printed whole": (
        lambda db: ims.share(
            streams(db), whole=ims.holders_by_province(db, program="TFWP", province="ON", year=2024)
        ),
        "share",
        lambda true: true / 5,
    ),
    "per thousand": (
        lambda db: ims.per_thousand(streams(db), ims.population_by_province(ims.open_warehouse())),
        "per_thousand",
        lambda true: 1000 * true / _ontario(),
    ),
    "change": (
        lambda db: ims.change(months(db).iloc[[-3, -1]], over="month"),
        "change",
        lambda true: true - 5,
    ),
    "likely": (lambda db: ims.likely(streams(db)), "likely", lambda true: true),
}


def two_years(noc: str = "6322") -> pd.DataFrame:
    """January to March of two years: 5 in each month but the last, which is hidden."""
    months = pd.to_datetime(
        ["2023-01-01", "2023-02-01", "2023-03-01", "2024-01-01", "2024-02-01", "2024-03-01"]
    )
    counts = {"effective_month": [5] * 5 + [None], "lower": [5] * 5 + [LEAST], "upper": [7] * 5 + [MOST]}
    frame = pd.DataFrame({"province": "ON", "noc": noc, "month": months.astype("datetime64[s]"), **counts})
    frame = frame.assign(status=["rounded"] * 5 + ["suppressed"], hidden=[0] * 5 + [1], provenance="printed")
    integers = dict.fromkeys(("effective_month", "lower", "upper", "hidden"), "Int64")
    return frame.assign(source="made", vintage="2024-12-31").astype(integers)


def test_windows_indexes_and_sums_of_a_year_leave_all_four_counts_open() -> None:
    indexed = ims.index_to(two_years(), base="2023-01", over="month").iloc[-1]
    yearly = ims.same_month(two_years()).iloc[-1]
    to_date = ims.year_to_date(two_years()).iloc[-1]
    window = ims.rolling(two_years().tail(3), months=2).iloc[-1]
    for candidate in range(LEAST, MOST + 1):
        assert indexed["index_lower"] <= 100 * candidate / 5 <= indexed["index_upper"]
        assert yearly["change_lower"] <= candidate - 5 <= yearly["change_upper"]
        assert to_date["lower"] <= 10 + candidate <= to_date["upper"]
        assert window["lower"] <= 5 + candidate <= window["upper"]


def test_another_classification_keeps_a_hidden_cell_as_it_is() -> None:
    moved = ims.harmonize(two_years(), to="2021").iloc[-1]
    assert (moved["noc"], moved["lower"], moved["upper"]) == ("63200", LEAST, MOST)
    assert pd.isna(moved["effective_month"])


def _ontario() -> int:
    residents = ims.population_by_province(ims.open_warehouse(), province="ON", on="2025-01-01")
    return int(residents["population"].item())


@pytest.mark.parametrize("name", DERIVED)
def test_what_is_reckoned_from_a_hidden_cell_leaves_all_four_counts_open(
    pinned: duckdb.DuckDBPyConnection, name: str
) -> None:
    call, column, values = DERIVED[name]
    holds_every_candidate(call(pinned), column, values)


def test_a_comparison_leaves_all_four_counts_open(pinned: duckdb.DuckDBPyConnection) -> None:
    found = streams(pinned)
    hidden = found[found["stream"] == HIDDEN_STREAM]
    shown = found[found["holders"] == 5]
    row = ims.compare(hidden, shown).iloc[0] if len(shown) == 1 else None
    assert row is not None
    assert pd.isna(row["a"])
    for candidate in range(LEAST, MOST + 1):
        assert row["difference_lower"] <= candidate - 5 <= row["difference_upper"]
        assert row["ratio_lower"] <= candidate / 5 <= row["ratio_upper"]


def test_a_whole_is_not_held_against_the_rest_of_its_parts(pinned: duckdb.DuckDBPyConnection) -> None:
    whole = ims.holders_by_province(pinned, program="TFWP", province="ON", year=2024)
    rest = streams(pinned).query("stream != @HIDDEN_STREAM")
    with pytest.raises(IncomparableError, match="would tell what is hidden"):
        ims.compare(whole, ims.total(rest, by=("program", "province", "year")))


def test_a_rank_says_no_more_than_the_bounds(pinned: duckdb.DuckDBPyConnection) -> None:
    ranked = ims.rank(streams(pinned)).set_index("stream")
    row = ranked.loc[HIDDEN_STREAM]
    assert (row["rank_best"], row["rank_worst"]) == (2, 2)  # 1 to 4 are all below 5 and above 0


def test_the_order_of_rows_is_that_of_codes_where_counts_are_hidden() -> None:
    frame = pd.DataFrame({
        "noc": ["6322", "0213", "2174"], "effective_year": pd.array([None] * 3, dtype="Int64"),
        "lower": 1, "upper": 4, "status": "suppressed", "hidden": 1, "provenance": "printed",
        "source": "made", "vintage": "2024-12-31",
    })  # fmt: skip
    assert ims.top(frame, 3)["noc"].tolist() == ["0213", "2174", "6322"]


def test_an_explanation_shows_the_cell_as_printed_and_its_bounds_only(
    pinned: duckdb.DuckDBPyConnection,
) -> None:
    found = streams(pinned)
    at = found["stream"].tolist().index(HIDDEN_STREAM)
    told = ims.explain(pinned, ims.share(found), row=at, within=())
    assert "1 to 4" in told.bounds
    assert leaks(told.cells.assign(hidden=(told.cells["printed"] == "--").astype("Int64"))).empty
    assert not re.search(r"\b1 to [23]\b", repr(told))


def test_an_error_of_the_sums_tells_the_bounds_of_cells_and_of_sums_only(tmp_path: Path) -> None:
    rows = pinned_year_end()
    total = next(row for row in rows if row[0] == "Ontario Total")
    total[3] = "50"
    files = tmp_path / "files"
    files.mkdir()
    workbook(files / "a.xlsx", rows)
    begin(tmp_path / "data")
    shutil.rmtree(tmp_path / "data" / "tidy")
    with pytest.raises(LayoutError) as refused:
        build(files, out=tmp_path / "data", report=lambda _: None)
    ends = {(int(low), int(high)) for low, high in re.findall(r"\[(\d+), (\d+)\]", str(refused.value))}
    assert ends
    sums = {(48, 52), (5, 7), (6, 11), (1, 4), (53, 59), (0, 0)}
    assert ends <= sums


# Every question over the shipped data, every view, every file that pages offer


SMALL: dict[str, Any] = {"province": ["NU", "YT", "PE"]}
# What to ask of each question beside its widest answer: places where counts are small, or what it cannot do without.
ASKED: dict[str, list[dict[str, Any]]] = {
    "holders_by_stream": [SMALL, {}],
    "effective_by_month": [{}, {"program": "IMP", **SMALL}, {"program": "HC"}],
    "effective_by_year": [SMALL, {"program": "HC", "year": 2024}],
    "effective_by_occupation": [SMALL, {"year": 2021}],
    "effective_by_citizenship": [{"program": ["IMP", "TFWP", "HC"], "since": 2021}],
    "top_occupations": [{"program": "IMP", "year": 2021, "n": 50, **SMALL}],
    "pr_admissions_by_class": [SMALL, {}],
    "pr_admissions_by_month": [SMALL],
    "positions_by_quarter": [{"province": "NU"}],
    "arrivals_against_target": [{"year": 2025}],
    "around": [{"event": "exemption-codes", "measure": "holders"}],
    "one_year": [{"year": 2021}],
    "route_cost": [{"route": "IMP"}],
    "skill_shares": [{"year": 2021, **SMALL}],
    "teer_shares": [{"year": 2021, **SMALL}],
    "check_claim": [],  # asks the questions, and gives what they give
    "explain": [],  # has a test of its own
}


def public_questions() -> list[str]:
    names = [name for name in ims.__all__ if inspect.isfunction(getattr(ims, name))]
    return [name for name in names if next(iter(inspect.signature(getattr(ims, name)).parameters)) == "db"]


@pytest.mark.parametrize("name", public_questions())
def test_no_question_narrows_a_hidden_cell(db: duckdb.DuckDBPyConnection, name: str) -> None:
    for filters in ASKED.get(name, [{}]):
        found = getattr(ims, name)(db, **filters)
        assert leaks(found).empty, filters


def test_no_view_narrows_a_hidden_cell(db: duckdb.DuckDBPyConnection) -> None:
    views = db.execute("select view_name from duckdb_views() where not internal").fetchall()
    checked = 0
    for (view,) in views:
        held = {name for (name, *_) in db.execute(f"describe {view}").fetchall()}
        if {"lower", "upper", "hidden"} <= held:
            bad = db.execute(f"select count(*) from {view} where upper - lower < 3 * hidden").fetchone()
            assert bad == (0,), view
            checked += 1
        elif {"lower", "upper", "status"} <= held:
            bad = db.execute(
                f"select count(*) from {view} where status = 'suppressed' and upper - lower < 3"
            ).fetchone()
            assert bad == (0,), view
            checked += 1
    assert checked >= 15


def test_no_file_of_a_page_narrows_a_hidden_cell() -> None:
    files = sorted(REPORTS.rglob("*.csv")) if REPORTS.is_dir() else []
    if not files:
        pytest.skip("the reports are not built: make reports")
    for path in files:
        frame = pd.read_csv(path)
        assert leaks(frame).empty, path.name
