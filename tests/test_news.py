"""What a new vintage brings, in words."""

import datetime as dt

import polars as pl
import pytest

from imp_stats.folders import shipped_data
from imp_stats.ledger import Staged, as_cells, read_cells, read_vintages
from imp_stats.news import changes, news

DAY = dt.date(2025, 12, 31)


def cells(*rows: tuple[str, int, str, str, int | None]) -> pl.DataFrame:
    """Cells of (period kind, year, province, cell, printed); a count of None is hidden."""
    frame = pl.DataFrame(
        {
            "period_kind": [row[0] for row in rows],
            "period": [dt.date(row[1], 12, 31) for row in rows],
            "province": [row[2] for row in rows],
            "cell": [row[3] for row in rows],
            "printed": pl.Series([row[4] for row in rows], dtype=pl.Int64),
            "status": ["suppressed" if row[4] is None else "rounded" for row in rows],
        }
    )
    return as_cells(frame, card="ircc-tfwp-year-end", vintage=DAY, measure="holders", program="TFWP")


BEFORE = cells(("day", 2023, "ON", "A1", 100), ("day", 2023, "QC", "A2", None), ("day", 2023, "NU", "A3", 5))


def staged(frame: pl.DataFrame) -> Staged:
    return Staged(frame, "ircc-tfwp-year-end", DAY, "stamped", "0" * 64, "a.xlsx")


def test_a_first_vintage_has_none_before_it() -> None:
    said = news(staged(BEFORE), None)
    assert said == "new, as of 31 December 2025 (stamped), 3 cells"


def test_a_vintage_that_adds_a_date_and_changes_nothing_says_so() -> None:
    after = pl.concat([BEFORE, cells(("day", 2024, "ON", "B1", 105))])
    said = news(staged(after), BEFORE)
    assert said == (
        "new, as of 31 December 2025 (stamped), 4 cells; 1 date (31 December 2024) added; no earlier count changed"
    )


def test_changes_flips_new_and_lost_counts_are_counted_and_the_largest_change_is_named() -> None:
    before = pl.concat([BEFORE, cells(("day", 2023, "MB", "A4", 50), ("day", 2023, "YT", "A5", 10))])
    after = cells(
        ("day", 2023, "ON", "A1", 90),
        ("day", 2023, "QC", "A2", 15),
        ("day", 2023, "NU", "A3", None),
        ("day", 2023, "MB", "A4", 1550),
        ("day", 2023, "PE", "A6", 5),
    )
    assert [said.replace("\u00a0", " ") for said in changes(after, before)] == [
        "no period added",
        "4 of 4 earlier counts changed, most that of TFWP / MB / 31 December 2023: 50, now 1,550",
        "1 of these hidden now",
        "1 of these hidden before and printed now",
        "1 counts of earlier periods are new",
        "1 counts are gone",
    ]


def test_counts_that_are_only_hidden_now_are_changed_too() -> None:
    after = cells(
        ("day", 2023, "ON", "A1", None), ("day", 2023, "QC", "A2", None), ("day", 2023, "NU", "A3", 5)
    )
    assert changes(after, BEFORE)[1:] == ["1 of 3 earlier counts changed", "1 of these hidden now"]


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("year", "2 years (2024 to 2025)"),
        ("quarter", "2 quarters (Q4 2024 to Q4 2025)"),
        ("month", "2 months"),
    ],
)
def test_periods_are_said_by_their_kind(kind: str, words: str) -> None:
    before = cells((kind, 2023, "ON", "A1", 5))
    after = pl.concat([before, cells((kind, 2024, "ON", "B1", 5), (kind, 2025, "ON", "C1", 5))])
    assert changes(after, before)[0].startswith(words)


@pytest.mark.parametrize(
    ("card", "words"),
    [
        (
            "ircc-tfwp-year-end",
            "2 dates (31 December 2023 to 31 December 2024) added; 194 of 3,036 earlier counts changed",
        ),
        (
            "ircc-imp-citizenship",
            (
                "19 months (July 2024 to January 2026) added; 542 of 18,440 earlier counts changed, most that of "
                "IMP / India / May 2024: 20,565, now 20,185; 4 of these hidden now; 2 counts are gone"
            ),
        ),
    ],
)
def test_of_the_vintages_shipped_is_said_what_was_counted_by_hand(card: str, words: str) -> None:
    data = shipped_data()
    rows = read_vintages(data).filter(pl.col("card") == card).rows(named=True)
    before, after = (read_cells(data, row) for row in rows[:2])
    assert words in "; ".join(changes(after, before)).replace("\u00a0", " ")
