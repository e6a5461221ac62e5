"""Where the count of a row comes from, against the ledger, the reference tables and the publishers' own files."""

import hashlib
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pandas as pd
import polars as pl
import pytest

import imp_stats as ims
from imp_stats.cards import cards
from imp_stats.errors import IncomparableError, NotHeldError
from imp_stats.folders import sql
from imp_stats.measures import measure as declared
from imp_stats.vocabulary import STATED

Printed = Callable[[str, str], pl.DataFrame]
PLACES = [*STATED, "CA", "ZZ"]
FRAMES: dict[str, tuple[str, dict[str, Any]]] = {
    "years": ("holders_by_year", {}),
    "years of an older vintage": ("holders_by_year", {"program": "TFWP", "as_of": "2023-06-30"}),
    "provinces": ("holders_by_province", {"province": PLACES}),
    "streams of Canada": ("holders_by_stream", {}),
    "streams of places": ("holders_by_stream", {"province": PLACES, "since": 2015}),
    "a subtotal": ("holders_by_stream", {"stream": "Significant benefit", "province": ["YT", "CA"]}),
    "groups": ("holders_by_group", {}),
    "effective years": ("effective_by_year", {"province": PLACES}),
    "months of Canada": ("effective_by_month", {}),
    "months of places": ("effective_by_month", {"program": "IMP", "province": PLACES, "since": 2020}),
    "occupations": ("effective_by_occupation", {"province": PLACES, "year": [2015, 2021]}),
    "positions": ("positions_by_year", {"province": [*STATED, "CA"]}),
    "positions by occupation": ("positions_by_occupation", {"year": 2021, "province": [*STATED, "CA"]}),
    "positions by stream": ("positions_by_stream", {"province": [*STATED, "CA"]}),
    "positions listed": ("positions_by_quarter", {"province": [*STATED, "CA"]}),
    "positions listed by occupation": (
        "positions_by_quarter",
        {"noc": ["6322", "63200"], "lmia_stream": "Low Wage"},
    ),
    "residents": ("population_by_province", {"province": [*STATED, "CA"]}),
    "non-permanent residents": ("npr_by_quarter", {}),
    "earners": ("earners_by_occupation", {"province": ["ON", "NU", "CA"]}),
    "top of the IMP": ("top_occupations", {"province": PLACES, "year": 2021}),
    "top of the TFWP": ("top_occupations", {"program": "TFWP", "year": 2021}),
}


def ask(db: duckdb.DuckDBPyConnection, name: str) -> pd.DataFrame:
    question, filters = FRAMES[name]
    found: pd.DataFrame = getattr(ims, question)(db, **filters)
    return found


def sample(frame: pd.DataFrame) -> list[int]:
    """Some rows of a frame, and some with hidden cells."""
    drawn = random.Random("explain")  # noqa: S311 - a sample, no secret
    hidden = [row for row, cells in enumerate(frame["hidden"]) if cells]
    rows = drawn.sample(range(len(frame)), min(6, len(frame)))
    return [*rows, *drawn.sample(hidden, min(4, len(hidden)))]


def codes_of(row: "pd.Series[Any]") -> dict[str, object]:
    """What every cell behind a row must have in the ledger, whatever the question."""
    codes: dict[str, object] = {"measure": ims.measure_of(row.to_frame().T)}
    if "program" in row:
        codes["program"] = row["program"]
    if row.get("province", "CA") != "CA":
        codes["province"] = row["province"]
    if "noc" in row:
        codes["noc"] = row["noc"]
    if "year" in row:
        return codes | {"year": row["year"]}
    return codes | {"period": next(row[name] for name in ("month", "quarter", "day") if name in row).date()}


@pytest.mark.parametrize("name", FRAMES)
def test_the_cells_of_a_row_are_found_again_as_the_ledger_has_them(
    db: duckdb.DuckDBPyConnection, printed: Printed, name: str
) -> None:
    frame = ask(db, name)
    card_of = {card.citation: card.id for card in cards().values()}
    for number in sample(frame):
        row = frame.iloc[number]
        cells = ims.explain(db, frame, row=number).cells
        ledger = printed(card_of[row["source"]], row["vintage"]).with_columns(pl.col("sheet").fill_null(""))
        there = ledger.join(pl.DataFrame(cells[["sheet", "cell"]].to_dict("list")), on=["sheet", "cell"])
        assert there.height == len(cells) == len(set(cells["cell"]))
        for column, code in codes_of(row).items():
            assert there[column].unique().to_list() == [code]
        hidden = there["printed"].null_count()
        assert hidden == row["hidden"] == (cells["printed"] == "--").sum()
        assert there["upper"].sum() == row["upper"]
        if not pd.isna(row[ims.measure_of(frame)]):
            assert there["printed"].sum() + 2 * hidden == row[ims.measure_of(frame)]
        expected = ["--" if count is None else str(count) for count in there["printed"]]
        assert sorted(cells["printed"]) == sorted(expected)


@pytest.mark.parametrize("card", ["ircc-imp-year-end", "ircc-tfwp-year-end"])
def test_the_address_is_that_of_the_publishers_own_file(
    db: duckdb.DuckDBPyConnection, real: Path, card: str
) -> None:
    program = cards()[card].program
    frame = ims.holders_by_stream(db, program=program, year=2024, province=PLACES[:-2])
    found = {number: ims.explain(db, frame, row=number) for number in sample(frame)}
    shas = {one.sha256 for one in found.values()}
    (path,) = [path for path in real.rglob("*.xlsx") if hashlib.sha256(path.read_bytes()).hexdigest() in shas]
    book = openpyxl.load_workbook(path)
    for number, one in found.items():
        (cell,) = one.cells.itertuples()
        count = frame["holders"].iloc[number]
        token = "--" if pd.isna(count) else f"{count:,}"
        assert book[cell.sheet][cell.cell].value == token
        assert one._addresses() == [f"sheet {cell.sheet!r}, {cell.cell}: {token}"]


def test_one_screen_tells_the_table_the_vintage_the_file_the_question_and_the_definition(
    db: duckdb.DuckDBPyConnection,
) -> None:
    frame = ims.holders_by_year(db, program="TFWP", year=2021)
    card = cards()["ircc-tfwp-year-end"]
    held = ims.sources(db).query("card == 'ircc-tfwp-year-end' and is_newest").iloc[0]
    said = repr(ims.explain(db, frame)).replace("\u00a0", " ")
    assert said.startswith("holders 81,430 (rounded), program TFWP, year 2021\n")
    for word in (
        card.publisher,
        card.citation,
        card.dataset,
        card.licence,
        "31 December 2024, stamped in the file",
        held["met_as"],
        held["sha256"],
        "sheet 'TR - TFW Progam', ",
        declared("holders").definition(),
        "printed 81,430, which is 81,428 to 81,432",
        "sql/questions/holders_by_year.sql: Permit holders on 31 December, Canada as printed, by program and year.",
        "sql/questions/cells_behind.sql with $measure = holders; $source = IRCC, TFWP work permit holders",
        "$vintage = 2024-12-31; $first = 2021-01-01; $last = 2021-12-31; $program = TFWP; $province = CA",
    ):
        assert word in said
    assert "Derived" not in said


def test_an_older_vintage_is_another_file_and_an_inferred_one_says_so(db: duckdb.DuckDBPyConnection) -> None:
    new = ims.explain(db, ims.holders_by_year(db, program="TFWP", year=2021))
    old = ims.explain(db, ims.holders_by_year(db, program="TFWP", year=2021, as_of="2023-06-30"))
    assert [one.vintage.replace("\u00a0", " ") for one in (old, new)] == [
        "31 December 2022, stamped in the file",
        "31 December 2024, stamped in the file",
    ]
    assert old.sha256 != new.sha256
    assert "inferred" in ims.explain(db, ims.positions_by_year(db, year=2021)).vintage


@pytest.mark.parametrize("name", FRAMES)
def test_the_question_named_is_a_file_and_said_by_its_leading_comment(
    db: duckdb.DuckDBPyConnection, name: str
) -> None:
    file, _, said = ims.explain(db, ask(db, name)).question.partition(": ")
    text = sql(*file.split("/")[1:]).read_text(encoding="utf-8")
    assert text.replace("\n-- ", " ").startswith(f"-- {said}\n")


def test_a_sum_says_of_how_many_cells_and_how_many_are_hidden(db: duckdb.DuckDBPyConnection) -> None:
    frame = ims.holders_by_stream(db, stream="Post-grad employment", year=2024)
    found = ims.explain(db, frame)
    assert found.bounds.startswith("431,472 to 431,523: the bounds of 13 cells added up")
    assert "1 of them is" in found.bounds
    assert "two places" not in found.bounds
    months = ims.explain(db, ims.effective_by_month(db, program="TFWP", since="2024-06"))
    assert "42 of them are" in months.bounds
    assert f"and {len(months.cells) - 15} more in .cells" in repr(months)


def test_people_counted_in_two_places_are_told_where_they_widen_a_bound(
    db: duckdb.DuckDBPyConnection,
) -> None:
    frame = ims.effective_by_occupation(db, noc="2174", year=2021)
    found = ims.explain(db, frame)
    assert found.bounds.startswith("3,655 to 4,257: the bounds of 13 cells")
    assert "at most 565" in found.bounds
    assert "two places" not in ims.explain(db, ims.effective_by_year(db, year=2021)).bounds


def test_an_exact_count_has_no_bounds_to_tell(db: duckdb.DuckDBPyConnection) -> None:
    found = ims.explain(db, ims.positions_by_year(db, year=2023))
    assert found.bounds == "printed 239,646, which is 239,646: exact, neither rounded nor hidden."


# What is hidden stays hidden


@pytest.mark.parametrize("name", ["provinces", "streams of places", "months of places", "top of the IMP"])
def test_a_hidden_cell_is_shown_as_it_was_printed(db: duckdb.DuckDBPyConnection, name: str) -> None:
    frame = ask(db, name)
    lone = [number for number, status in enumerate(frame["status"]) if status == "suppressed"]
    for number in lone[:3]:
        found = ims.explain(db, frame, row=number)
        assert found.title.startswith(f"{ims.measure_of(frame)} 1 to 4 (suppressed), ")
        assert found.cells[["printed", "lower", "upper", "status"]].to_numpy().tolist() == [
            ["--", 1, 4, "suppressed"]
        ]
        assert found._addresses()[0].endswith(": --")
        assert found.bounds.startswith("printed --, which is 1 to 4: ")
    assert lone


def test_a_guess_at_a_hidden_count_is_refused_whatever_it_is(db: duckdb.DuckDBPyConnection) -> None:
    frame = ims.holders_by_stream(db, province="NU", program="TFWP", year=2021)
    (number, *_) = [number for number, status in enumerate(frame["status"]) if status == "suppressed"]
    messages = set()
    for guess in (1, 2, 3, 4):
        guessed = frame.assign(holders=frame["holders"].fillna(guess))
        with pytest.raises(IncomparableError) as refused:
            ims.explain(db, guessed, row=number)
        messages.add(str(refused.value))
    assert len(messages) == 1


# Frames that something was derived in


def test_a_derived_frame_is_explained_by_the_count_of_its_row(db: duckdb.DuckDBPyConnection) -> None:
    holders = ims.holders_by_province(db, program="IMP", province=["ON", "QC"], since=2023)
    year = holders["year"] == 2024
    residents = ims.population_by_province(db, on="2025-01-01")
    derived = {
        "share": ims.share(holders, within="year"),
        "since, change and ratio": ims.change(holders),
        "rank_best and rank_worst": ims.rank(holders, within="year"),
        "per_thousand, residents and residents_on": ims.per_thousand(holders[year], residents),
    }
    plain = {
        (row["province"], row["year"]): ims.explain(db, holders, row=number)
        for number, row in enumerate(holders.to_dict("records"))
    }
    for names, frame in derived.items():
        for number, row in enumerate(frame.to_dict("records")):
            found = ims.explain(db, frame, row=number)
            assert found.cells.equals(plain[row["province"], row["year"]].cells)
            assert found.derived.startswith(f"{names}: reckoned from counts and bounds")
            assert f"  Derived: {names}" in repr(found)


def test_rows_may_be_left_out_and_the_row_is_a_position(db: duckdb.DuckDBPyConnection) -> None:
    frame = ims.holders_by_year(db, program="IMP")
    kept = frame[frame["year"] > 2022]
    assert "year 2024" in ims.explain(db, kept, row=1).title


# Readable in Jupyter


def test_the_page_in_jupyter_says_what_the_terminal_says_and_is_escaped(
    db: duckdb.DuckDBPyConnection,
) -> None:
    found = ims.explain(db, ims.holders_by_stream(db, program="IMP", year=2024), row=3)
    page = found._repr_html_()
    assert page.count("<dt>") == page.count("<dd>") == len(found._lines()) == repr(found).count("\n")
    assert "Agreements &gt; Canada-International" in page
    assert "&quot;--&quot; stands for 1 to 4" in page
    assert " > " not in page


# What cannot be explained


REFUSED: dict[str, tuple[Callable[[duckdb.DuckDBPyConnection], pd.DataFrame], type[Exception], str]] = {
    "targets": (ims.levels_plan, NotHeldError, "No cell of a table held prints target: it is kept by hand"),
    "arrivals": (ims.arrivals_by_year, NotHeldError, "No cell of a table held prints arrivals"),
    "months added up": (
        lambda db: ims.total(ims.effective_by_month(db, program="IMP", since=2021, until=2021), by="program"),
        NotHeldError,
        "it is a sum of months: explain the months",
    ),
    "several measures": (ims.published_figures, IncomparableError, "holds several measures"),
    "no measure": (ims.policy_events, IncomparableError, "holds no measure"),
    "places added up": (
        lambda db: ims.total(ims.holders_by_province(db, year=2024), by=("program", "year")),
        IncomparableError,
        r"row=0 \(program IMP, year 2024\): the cells .* do not give what the row says \(sum of 14 cells; ",
    ),
    "no program": (
        lambda db: ims.holders_by_year(db).drop(columns="program"),
        IncomparableError,
        "are found by program, year and stream or .* the frame lacks these columns",
    ),
    "no source": (
        lambda db: ims.holders_by_year(db).drop(columns="source"),
        IncomparableError,
        "The frame of holders has no source",
    ),
    "a code that is missing": (
        lambda db: ims.holders_by_year(db).assign(program=None),
        IncomparableError,
        "row=0 lacks a code in program and year",
    ),
    "a stream that is none": (
        lambda db: ims.holders_by_stream(db).assign(stream="Agriculture"),
        IncomparableError,
        "do not give what the row says",
    ),
    "a table of another warehouse": (
        lambda db: ims.holders_by_year(db).assign(source="A friend"),
        NotHeldError,
        "A friend, vintage 2024-12-31: not in this warehouse; held of that table: none",
    ),
    "a vintage of another warehouse": (
        lambda db: ims.holders_by_year(db, program="TFWP").assign(vintage="2023-12-31"),
        NotHeldError,
        "vintage 2023-12-31: not in this warehouse; held of that table: 2022-12-31 and 2024-12-31",
    ),
    "a year that is not in the table": (
        lambda db: ims.holders_by_year(db).assign(year=1999),
        IncomparableError,
        "do not give what the row says",
    ),
    "no rows": (lambda db: ims.holders_by_year(db).head(0), IndexError, "row=0: the frame has 0 rows"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_frame_without_cells_is_refused_with_the_reason(db: duckdb.DuckDBPyConnection, name: str) -> None:
    question, error, message = REFUSED[name]
    with pytest.raises(error, match=message):
        ims.explain(db, question(db))


@pytest.mark.parametrize(
    "changes",
    [
        {"holders": 81435},
        {"lower": 81425},
        {"upper": 81433},
        {"upper": pd.NA},
        {"hidden": 1},
        {"provenance": "sum of 2 cells"},
        {"year": 2022},
        {"program": "IMP"},
    ],
)
def test_a_row_that_was_changed_is_refused(db: duckdb.DuckDBPyConnection, changes: dict[str, Any]) -> None:
    frame = ims.holders_by_year(db, program="TFWP", year=2021)
    assert ims.explain(db, frame).cells["printed"].tolist() == ["81430"]
    with pytest.raises(IncomparableError, match="do not give what the row says"):
        ims.explain(db, frame.assign(**changes))


@pytest.mark.parametrize("row", [-1, 2])
def test_a_row_that_is_not_there_is_refused(db: duckdb.DuckDBPyConnection, row: int) -> None:
    with pytest.raises(IndexError, match=f"row={row}: the frame has 2 rows, counted from 0"):
        ims.explain(db, ims.holders_by_year(db, year=2021), row=row)


# A share is explained by its part and its whole


def test_the_whole_of_a_share_is_the_rows_of_its_group(db: duckdb.DuckDBPyConnection) -> None:
    shares = ims.share(ims.holders_by_province(db, program="IMP", since=2023), within="year")
    found = ims.explain(db, shares, row=27, within="year")
    assert found.whole.startswith("the sum of 14 rows of year 2024, 1,263,117 to 1,263,173.")
    assert len(found.whole_cells) == 14
    assert found.cells["cell"].item() in set(found.whole_cells["cell"])
    assert "Whole: the sum of 14 rows" in repr(found)


def test_the_whole_of_a_share_may_be_a_printed_row(db: duckdb.DuckDBPyConnection) -> None:
    whole = ims.holders_by_year(db, program="IMP", year=2024)
    shares = ims.share(
        ims.holders_by_province(db, program="IMP", year=2024, province=["ON", "QC"]),
        whole=whole,
        within="year",
    )
    found = ims.explain(db, shares, row=0, within="year", whole=whole)
    assert found.whole.startswith("a row given (printed) of year 2024, 1,263,143 to 1,263,147.")
    assert found.whole_cells["province"].tolist() == ["CA"]


def test_without_them_the_explanation_says_how_to_see_the_whole(db: duckdb.DuckDBPyConnection) -> None:
    shares = ims.share(ims.holders_by_province(db, program="IMP", year=2024))
    found = ims.explain(db, shares)
    assert found.whole == ""
    assert found.whole_cells.empty
    assert "Give within= or whole=" in found.derived


def test_a_whole_that_does_not_give_the_share_is_refused(db: duckdb.DuckDBPyConnection) -> None:
    shares = ims.share(ims.holders_by_province(db, since=2023), within=("program", "year"))
    with pytest.raises(IncomparableError, match="do not give the share that stands there"):
        ims.explain(db, shares.head(20), row=19, within=("program", "year"))
    with pytest.raises(IncomparableError, match="has no share"):
        ims.explain(db, ims.holders_by_year(db), within="year")


def test_the_sql_and_its_parameters_find_the_cells_again(db: duckdb.DuckDBPyConnection) -> None:
    found = ims.explain(db, ims.holders_by_stream(db, stream="Post-grad employment", year=2024))
    again = db.execute(found.sql, found.parameters).df()
    assert again["cell"].tolist() == found.cells["cell"].tolist()
    assert len(again) == 13


def test_of_a_sum_the_message_says_how_its_parts_are_explained(db: duckdb.DuckDBPyConnection) -> None:
    parts = ims.holders_by_province(db, province=["ON", "BC"], year=2021)
    months = ims.effective_by_month(db, program="IMP", since=2021, until=2021)
    for whole in (ims.total(parts, by=("program", "year")), ims.total(months, by="program")):
        with pytest.raises((IncomparableError, NotHeldError), match=r"Explain its parts, .* row=1 and so on"):
            ims.explain(db, whole)
    quarters = ims.npr_by_quarter(db)
    with pytest.raises(IncomparableError, match=r"the frame lacks these columns\. Explain its parts"):
        ims.explain(db, ims.total(quarters, by="day"))
    explained = [ims.explain(db, parts, row=row).cells for row in range(len(parts))]
    assert [len(cells) for cells in explained] == [1] * len(parts)


def test_a_row_taken_over_as_one_code_to_one_is_explained_and_a_cluster_is_not(
    db: duckdb.DuckDBPyConnection,
) -> None:
    for frame in (
        ims.effective_by_occupation(db, noc="6322", year=2021),
        ims.positions_by_occupation(db, noc="6322", year=2021),
    ):
        moved = ims.harmonize(frame)
        assert moved["noc"].tolist() == ["63200"]
        before, after = ims.explain(db, frame), ims.explain(db, moved)
        assert after.parameters == before.parameters
        assert after.cells.equals(before.cells)
    several = ims.effective_by_occupation(db, noc=["2171", "2172", "2173", "2174", "2175"], year=2021)
    with pytest.raises(IncomparableError, match=r"do not give what the row says.*Explain its parts"):
        ims.explain(db, ims.harmonize(several))
