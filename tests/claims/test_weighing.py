"""Intervals against what is claimed."""

import math

import pytest

from imp_stats.claims.weighing import Interval, hull, together, verdict


@pytest.mark.parametrize(
    ("found", "word"),
    [((10, 20), "supported"), ((9, 20), "undetermined"), ((10, 21), "undetermined"), ((0, 30), "undetermined"),
     ((1, 9), "contradicted"), ((21, 22), "contradicted"), ((20, 20), "supported"), ((20, math.inf), "undetermined")],
)  # fmt: skip
def test_an_answer_lies_in_what_is_claimed_apart_from_it_or_across_its_edge(
    found: tuple[float, float], word: str
) -> None:
    assert verdict(Interval(*found), Interval(10, 20)) == word


def test_an_open_end_is_never_reached() -> None:
    assert verdict(Interval(5, 10**9), Interval.between(5, None)) == "supported"
    assert verdict(Interval(0, 4), Interval.between(5, None)) == "contradicted"
    assert verdict(Interval(0, 10), Interval.between(None, 10)) == "supported"


def test_bounds_the_wrong_way_round_are_refused() -> None:
    with pytest.raises(ValueError, match="lower=9 lies above upper=3"):
        Interval.between(9, 3)


def test_a_ratio_reaches_from_the_least_over_the_most_to_the_most_over_the_least() -> None:
    assert Interval(8, 12, 10) / Interval(4, 6, 5) == Interval(8 / 6, 3, 2)
    assert (Interval(1, 4) / Interval(0, 4)).upper == math.inf
    assert (Interval(1, 4) / Interval(0, 0)).lower == 0


def test_a_sum_has_a_value_only_if_both_parts_have() -> None:
    assert Interval(1, 3, 2) + Interval(4, 6, 5) == Interval(5, 9, 7)
    assert (Interval(1, 4) + Interval(4, 6, 5)).value is None


@pytest.mark.parametrize(
    ("several", "word"),
    [
        (["supported", "supported"], "supported"),
        (["supported", "contradicted"], "depends on the comparator"),
        (["supported", "contradicted", "undetermined"], "depends on the comparator"),
        (["supported", "undetermined"], "undetermined"),
        (["contradicted"], "contradicted"),
    ],
)
def test_comparators_that_disagree_make_a_verdict_depend_on_them(several: list[str], word: str) -> None:
    assert together(several) == word


def test_a_hull_holds_all_and_keeps_the_value_of_a_lone_one() -> None:
    assert hull([Interval(1, 2, 1), Interval(5, 6, 5)]) == Interval(1, 6)
    assert hull([Interval(1, 2, 1)]) == Interval(1, 2, 1)
