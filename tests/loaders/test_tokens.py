import polars as pl
import pytest

from imp_stats.errors import LayoutError
from imp_stats.loaders.tokens import read_counts

from made import grid


def read(token: str | None, *, exact: bool = False) -> tuple[object, ...]:
    long = pl.DataFrame(
        {"row": [0], "column": [0], "text": [token]},
        schema={"row": pl.UInt32, "column": pl.Int64, "text": pl.String},
    )
    found = read_counts(long, grid([[token]]), exact=exact)
    return found.select("printed", "lower", "upper", "status").row(0)


@pytest.mark.parametrize(
    ("token", "expected"),
    [
        ("--", (None, 1, 4, "suppressed")),
        ("0", (0, 0, 0, "exact")),
        ("5", (5, 5, 7, "rounded")),
        ("10", (10, 8, 12, "rounded")),
        ("1,263,145", (1263145, 1263143, 1263147, "rounded")),
        ("1830", (1830, 1828, 1832, "rounded")),
    ],
)
def test_a_token_of_ircc_has_the_bounds_of_its_rounding(token: str, expected: tuple[object, ...]) -> None:
    assert read(token) == expected


def test_a_count_of_esdc_is_exact() -> None:
    assert read("61,513", exact=True) == (61513, 61513, 61513, "exact")


@pytest.mark.parametrize(
    "token",
    [
        None,
        "",
        " ",
        "n/a",
        "#N/A",
        "1.5",
        "1.234",
        "-5",
        "1 234",
        "1\u00a0234",
        "1'234",
        "12,34",
        "1,2345",
        "1,26,145",
        "05",
        "٥",
        "5 ",
        "-",
        "---",
        "—",
        "1e3",
        "13",
    ],
)
def test_a_token_that_is_none_is_refused_with_its_cell(token: str | None) -> None:
    with pytest.raises(
        LayoutError, match=r"made\.xlsx, sheet 'TR - TFW Progam', cell A1: found .*, expected"
    ):
        read(token)


@pytest.mark.parametrize("token", ["--", "1.0", None])
def test_esdc_hides_nothing_so_a_hidden_count_is_refused(token: str | None) -> None:
    with pytest.raises(LayoutError, match="A1"):
        read(token, exact=True)


def test_two_different_printed_values_never_overlap() -> None:
    spans = [read(str(value))[1:3] for value in (0, *range(5, 60, 5))] + [read("--")[1:3]]
    ordered = sorted(spans)
    assert all(ordered[at][1] < ordered[at + 1][0] for at in range(len(ordered) - 1))
