import numpy as np
import pandas as pd
import pytest

from imp_stats import IncomparableError
from imp_stats.charts.quantities import floats, quantity_of

COUNTED = pd.DataFrame({"holders": [542105], "per_thousand": [33.3], "share": [0.4], "share_lower": [0.39]})


def test_a_count_is_written_without_decimals_and_its_unit_is_what_is_counted():
    quantity = quantity_of(COUNTED)
    assert (quantity.column, quantity.bounds) == ("holders", ("lower", "upper"))
    assert quantity.write(542105.0, "en") == "542,105"
    assert quantity.unit("fr") == "personnes"


def test_a_rate_has_a_decimal_and_its_own_bounds():
    quantity = quantity_of(COUNTED, "per_thousand")
    assert quantity.bounds == ("per_thousand_lower", "per_thousand_upper")
    assert quantity.write(33.31, "fr") == "33,3"
    assert quantity.unit("en") == "per 1,000 residents"


def test_a_ratio_is_so_many_times():
    quantity = quantity_of(COUNTED.assign(ratio=2.81), "ratio")
    assert (quantity.write(2.81, "en"), quantity.unit("en"), quantity.unit("fr")) == ("2.8", "times", "fois")


def test_a_share_is_a_percentage_and_needs_no_unit():
    quantity = quantity_of(COUNTED, "share")
    assert quantity.write(0.4, "en") == "40%"
    assert quantity.unit("en") == ""


def test_what_is_hidden_is_said_by_its_bounds():
    assert quantity_of(COUNTED).say(np.nan, 1, 4, "en") == "1 to 4"
    assert quantity_of(COUNTED).say(np.nan, 1, 4, "fr") == "1 à 4"
    assert quantity_of(COUNTED).say(7, 5, 9, "en") == "7"


@pytest.mark.parametrize(
    ("show", "values", "expected"),
    [
        (None, [250000, 500000], ["250,000", "500,000"]),
        ("per_thousand", [10, 20, 30], ["10", "20", "30"]),
        ("per_thousand", [2.5, 5], ["2.5", "5.0"]),
        ("per_thousand", [0.25, 0.5], ["0.25", "0.50"]),
        ("share", [0.05, 0.05 * 3], ["5%", "15%"]),
        ("share", [0.025, 0.05], ["2.5%", "5.0%"]),
        ("per_thousand", [], []),
        ("per_thousand", [1 / 3], ["0.3333"]),
    ],
)
def test_a_scale_is_written_with_the_decimals_that_it_needs(show, values, expected):
    assert quantity_of(COUNTED, show).scale(values, "en") == expected


def test_a_column_that_cannot_be_shown_is_refused_with_those_that_can():
    with pytest.raises(
        ValueError, match=r"show='median': .* 'holders' \(show=None\) or 'per_thousand' or 'share'"
    ):
        quantity_of(COUNTED, "median")
    with pytest.raises(ValueError, match="can show 'holders'"):
        quantity_of(COUNTED[["holders"]], "share")
    with pytest.raises(IncomparableError):
        quantity_of(COUNTED[["share"]], "share")


def test_what_is_missing_is_no_number():
    frame = pd.DataFrame({"holders": pd.array([1, None], dtype="Int64")})
    assert np.isnan(floats(frame, "holders")).tolist() == [False, True]
    assert np.isnan(floats(frame, "lower")).all()
