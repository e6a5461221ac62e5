"""Citizenship and gender of those whose permits became effective, against the ledger's own cells."""

from collections.abc import Callable

import duckdb
import polars as pl
import pytest

import imp_stats as ims
from imp_stats.errors import NotHeldError, UnknownWordError
from imp_stats.folders import shipped_data
from imp_stats.questions import persons
from imp_stats.warehouse import connect, fill

Printed = Callable[[str, str], pl.DataFrame]
CARDS = {
    "IMP": ("ircc-imp-citizenship", "2026-01-31"),
    "TFWP": ("ircc-tfwp-citizenship", "2024-06-30"),
}


@pytest.mark.parametrize("program", CARDS)
def test_every_printed_month_of_a_country_is_answered_as_printed_and_every_other_is_0(
    db: duckdb.DuckDBPyConnection, printed: Printed, program: str
) -> None:
    cells = printed(*CARDS[program])
    columns = ["printed", "lower", "upper", "status"]
    expected = {
        (country, month): tuple(counts)
        for country, month, *counts in cells.select("citizenship", "period", *columns).iter_rows()
    }
    found = ims.effective_by_citizenship(db, program=program)
    assert len(found) == cells["citizenship"].n_unique() * cells["period"].n_unique()
    absent = 0
    for row in found.itertuples():
        count = None if row.status == "suppressed" else int(row.effective_month)
        answer = (count, int(row.lower), int(row.upper), row.status)
        printed_so = expected.get((row.citizenship, row.month.date()))
        absent += printed_so is None
        assert answer == (printed_so or (0, 0, 0, "absent"))
        assert row.provenance == ("printed" if printed_so else "sum of 0 cells")
    assert absent == len(found) - cells.height


@pytest.mark.parametrize("as_of", [None, "2025-06-30"])
def test_countries_of_a_month_add_up_to_canadas_month_exactly(
    db: duckdb.DuckDBPyConnection, as_of: str | None
) -> None:
    for program in CARDS:
        countries = ims.effective_by_citizenship(db, program=program, as_of=as_of)
        summed = ims.total(countries, by=("program", "month"))
        canada = ims.effective_by_month(db, program=program, as_of=as_of)
        columns = ["month", "effective_month", "lower", "upper", "hidden"]
        assert summed[columns].equals(canada[columns])


def test_genders_of_a_month_agree_with_canadas_month_within_bounds(db: duckdb.DuckDBPyConnection) -> None:
    summed = ims.total(ims.effective_by_gender(db), by=("program", "month"))
    both = summed.merge(ims.effective_by_month(db, program="IMP"), on="month")
    assert len(both) == 133
    assert ((both["lower_x"] <= both["upper_y"]) & (both["lower_y"] <= both["upper_x"])).all()


def test_a_gender_is_the_sum_of_its_groups_of_skill_level(
    db: duckdb.DuckDBPyConnection, printed: Printed
) -> None:
    cells = printed("ircc-imp-gender", "2026-01-31")
    found = ims.effective_by_gender(db, gender="Male", since="2024-03", until="2024-03")
    parts = cells.filter(pl.col("gender") == "Male", pl.col("period") == pl.date(2024, 3, 1))
    hidden = parts["printed"].null_count()
    assert found["effective_month"].item() == parts["printed"].sum() + 2 * hidden
    assert (found["lower"].item(), found["upper"].item()) == (parts["lower"].sum(), parts["upper"].sum())
    assert (found["hidden"].item(), found["provenance"].item()) == (hidden, f"sum of {parts.height} cells")


def test_a_lone_hidden_gender_has_no_central_value(db: duckdb.DuckDBPyConnection) -> None:
    found = ims.effective_by_gender(db, gender="Gender not stated", since="2026-01")
    assert found["effective_month"].isna().all()
    assert found[["lower", "upper", "status"]].to_numpy().tolist() == [[1, 4, "suppressed"]]


def test_a_gender_hidden_beside_a_0_stays_hidden(printed: Printed) -> None:
    male = printed("ircc-imp-gender", "2026-01-31").filter(gender="Male")
    hidden = male.filter(pl.col("skill") == "Skill level not stated", pl.col("printed").is_null())
    month = hidden["period"][0]
    with connect() as db:
        db.execute("attach ':memory:' as warehouse")
        db.execute("use warehouse")
        fill(db, shipped_data())
        db.execute(
            """
            update cells set printed = 0, lower = 0, upper = 0, status = 'exact'
            where card = 'ircc-imp-gender' and gender = 'Male' and skill = 'Other occupations' and period = $month
            """,
            {"month": month},
        )
        since = month.strftime("%Y-%m")
        found = ims.effective_by_gender(db, gender="Male", since=since, until=since)
    assert found["effective_month"].isna().all()
    row = ("lower", "upper", "status", "hidden", "provenance")
    assert found[list(row)].to_numpy().tolist() == [[1, 4, "suppressed", 1, "sum of 2 cells"]]


def test_a_year_is_twelve_months_and_no_year(db: duckdb.DuckDBPyConnection) -> None:
    found = ims.effective_by_citizenship(db, program="IMP", citizenship="Inde", year=[2021, 2023], lang="fr")
    assert len(found) == 24
    assert set(found["citizenship_name"]) == {"Inde"}
    (note,) = found.attrs["notes"]
    assert "No year by citizenship is printed" in note
    months = ims.total(found, by=("program", "citizenship", "year"))
    assert ims.measure_of(months) == "effective_months"
    assert months["year"].tolist() == [2021, 2023]


def test_since_and_until_take_months_and_years(db: duckdb.DuckDBPyConnection) -> None:
    found = ims.effective_by_citizenship(db, program="IMP", citizenship="India", since="2025-11", until=2026)
    assert found["month"].dt.strftime("%Y-%m").tolist() == ["2025-11", "2025-12", "2026-01"]


def test_an_older_vintage_is_answered_as_of_its_date(db: duckdb.DuckDBPyConnection) -> None:
    found = ims.effective_by_citizenship(db, program="IMP", citizenship="India", as_of="2025-01-01")
    assert set(found["vintage"]) == {"2024-06-30"}
    assert found["month"].max().strftime("%Y-%m") == "2024-06"


@pytest.mark.parametrize(
    ("asked", "error", "message"),
    [
        ({"citizenship": "Indai"}, UnknownWordError, "did you mean India"),
        ({"year": 2014}, NotHeldError, r"year=\[2014\]: no month of the table; 2015-01 to 2026-01 are held"),
        ({"program": "TFWP", "since": "2024-07"}, NotHeldError, "since=2024-07, until=None: .*2015-01 to 2024-06"),
        ({"year": 2021, "since": 2020}, ValueError, "give the years, or from when until when"),
        ({"as_of": "2015-01-01"}, NotHeldError, "held from vintages of"),
    ],
)  # fmt: skip
def test_what_is_not_held_is_said_with_what_is(
    db: duckdb.DuckDBPyConnection, asked: dict[str, object], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        persons.effective_by_citizenship(db, **asked)  # type: ignore[arg-type]


def test_a_country_that_a_programs_file_never_lists_is_named(
    db: duckdb.DuckDBPyConnection, printed: Printed
) -> None:
    lists = {program: set(printed(*card)["citizenship"]) for program, card in CARDS.items()}
    country = min(lists["IMP"] - lists["TFWP"])
    with pytest.raises(NotHeldError, match=rf"citizenship: no row held for {country}\. The file lists"):
        ims.effective_by_citizenship(db, program="TFWP", citizenship=country)


def test_genders_of_the_tfwp_are_not_held(db: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(NotHeldError, match=r"program: no row held for TFWP\. Genders are held for the IMP"):
        ims.effective_by_gender(db, program="TFWP")


def test_a_month_is_explained_by_its_cells_and_an_absent_one_by_none(db: duckdb.DuckDBPyConnection) -> None:
    india = ims.effective_by_citizenship(db, program="IMP", citizenship="India", since="2026-01")
    assert ims.explain(db, india).cells["printed"].tolist() == ["37240"]
    male = ims.effective_by_gender(db, gender="Male", since="2015-01", until="2015-12")
    for row in range(len(male)):
        assert ims.explain(db, male, row=row).cells["cell"].str.startswith("line ").all()
    countries = ims.effective_by_citizenship(db, program="IMP", until="2015-01")
    absent = int((countries["status"] == "absent").to_numpy().argmax())
    with pytest.raises(NotHeldError, match="no cell is printed"):
        ims.explain(db, countries, row=absent)


def test_the_note_on_years_is_that_of_the_programs_in_the_answer(db: duckdb.DuckDBPyConnection) -> None:
    for program, begin in (
        ("HC", ["Years of humanitarian permits are printed"]),
        ("IMP", ["No year by citizenship is printed for the IMP"]),
        (["IMP", "HC"], ["No year by citizenship", "Years of humanitarian permits"]),
    ):
        notes = ims.effective_by_citizenship(db, program=program).attrs["notes"]
        assert all(note.startswith(said) for note, said in zip(notes, begin, strict=False))
        assert sum("ear" in note for note in notes) == len(begin)
