"""Post-graduation permits by metropolitan area, against the ledger's own cells."""

from collections.abc import Callable

import duckdb
import polars as pl
import pytest

import imp_stats as ims
from imp_stats.errors import NotHeldError, UnknownWordError
from imp_stats.folders import shipped_data

Printed = Callable[[str, str], pl.DataFrame]
PGWP = ("ircc-imp-pgwp-area", "2026-01-31")


def test_every_area_has_every_month_of_the_file(db: duckdb.DuckDBPyConnection, printed: Printed) -> None:
    cells = printed(*PGWP)
    found = ims.pgwp_by_area(db)
    assert len(found) == 172 * 133
    assert (found["status"] == "absent").sum() == 172 * 133 - cells.height
    stated = found[found["status"] != "absent"]
    assert stated["effective_month"].sum() == cells["printed"].sum()
    assert (stated["lower"].sum(), stated["upper"].sum()) == (cells["lower"].sum(), cells["upper"].sum())
    zeros = found.loc[found["status"] == "absent", ["effective_month", "lower", "upper", "hidden"]]
    assert (zeros == 0).all(axis=None)


def test_the_areas_of_a_province_are_its_own(db: duckdb.DuckDBPyConnection) -> None:
    areas = pl.read_csv(shipped_data() / "reference" / "areas.csv")
    found = ims.pgwp_by_area(db, province=["QC", "Nunavut"], since="2026-01")
    assert set(found["area"]) == set(areas.filter(pl.col("province").is_in(["QC", "NU"]))["area"])
    part = found.loc[found["area_name"] == "Ottawa - Gatineau (Quebec part)", "province"]
    assert part.tolist() == ["QC"]


def test_an_area_is_found_by_its_french_name(db: duckdb.DuckDBPyConnection) -> None:
    found = ims.pgwp_by_area(db, area="Grand Sudbury", since="2026-01", lang="fr")
    assert found["area"].tolist() == ["Greater Sudbury"]
    assert found["area_name"].tolist() == ["Grand Sudbury"]


def test_months_of_areas_add_up_and_say_how(db: duckdb.DuckDBPyConnection) -> None:
    found = ims.pgwp_by_area(db, since=2024, until=2024)
    canada = ims.total(found, by=("program", "stream", "month"))
    whole = ims.effective_by_month(db, program="IMP", since=2024, until=2024)
    assert len(canada) == 12
    assert (canada["upper"] < whole["lower"]).all()  # a part of the IMP
    year = ims.total(found, by=("program", "stream", "year"))
    assert ims.measure_of(year) == "effective_months"
    assert any("effective_months" in note for note in found.attrs["notes"])


@pytest.mark.parametrize(
    ("asked", "error", "message"),
    [
        ({"area": "Torontoo"}, UnknownWordError, "did you mean Toronto"),
        ({"area": "Toronto", "province": "QC"}, NotHeldError, "no row held for QC. An area belongs to one province"),
        ({"province": "CA"}, NotHeldError, "no row held for CA. .* Canada is their sum, ims.total"),
        ({"since": "2026-02"}, NotHeldError, "since=2026-02, until=None: .*2015-01 to 2026-01 are held"),
        ({"as_of": "2025-12-31"}, NotHeldError, "No vintage of the table is as old as that"),
    ],
)  # fmt: skip
def test_what_is_not_held_is_said_with_what_is(
    db: duckdb.DuckDBPyConnection, asked: dict[str, str], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        ims.pgwp_by_area(db, **asked)  # type: ignore[arg-type]


def test_a_month_of_an_area_is_explained_by_its_line(db: duckdb.DuckDBPyConnection) -> None:
    toronto = ims.pgwp_by_area(db, area="Toronto", since="2026-01")
    found = ims.explain(db, toronto)
    assert found.cells[["province", "printed"]].to_numpy().tolist() == [["ON", "15800"]]
    assert "post-graduation" in found.citation


def test_no_other_question_takes_areas_in(db: duckdb.DuckDBPyConnection, printed: Printed) -> None:
    """A province's month is its printed row in the workbook by occupation, and no row of an area."""
    cells = printed("ircc-imp-noc", "2024-12-31").filter(
        pl.col("noc").is_null(), measure="effective_month", province="ON"
    )
    found = ims.effective_by_month(db, program="IMP", province="ON")
    assert found["effective_month"].tolist() == cells.sort("period")["printed"].to_list()
