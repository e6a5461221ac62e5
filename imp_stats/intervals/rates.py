"""Counts for every 1,000 residents, or for every 1,000 who earned in the same occupation."""

import numpy as np
import pandas as pd

from imp_stats import guard
from imp_stats.errors import IncomparableError, NotHeldError
from imp_stats.guard import Groups
from imp_stats.intervals import arrays
from imp_stats.intervals.by_earners import per_thousand_earners
from imp_stats.intervals.lawful import Ratio, lawful
from imp_stats.measures import measure_of
from imp_stats.phrases import listed
from imp_stats.vocabulary import CANADA, NOT_STATED

_PLACE_AND_DAY = ["province", "day"]


def per_thousand(
    frame: pd.DataFrame, residents: pd.DataFrame, *, years_apart: int | None = None
) -> pd.DataFrame:
    """The frame with each row's count for every 1,000 residents of its place, and its bounds.

    What may be divided is declared, and so is the day: holders of 31 December by the residents of
    the following 1 January, counts of a whole year by those of its 1 July. The bounds are those of
    the count. Residents are an estimate of Statistics Canada, taken as printed.

    A frame by occupation is divided by a frame of ``earners_2015``: the people who worked and earned
    in the occupation in 2015, there or, where the frame has no province, in Canada. Farm housing and
    other collective dwellings are not in that count, so that rates of farm occupations are too high.

    A frame without a column ``province`` counts all of Canada. Rows whose place is not stated are
    refused: they are a part of the true count of every place, so that the rates of those who stated
    theirs are at most too low.

    Parameters
    ----------
    frame
        A frame of one measure by year.
    residents
        A frame of ``population`` with ``province`` and ``day``, or of ``earners_2015`` with
        ``province`` and ``noc``; it may hold more than is needed.
    years_apart
        How far a year may lie from 2015 if the count is divided by earners: 2, as declared, unless
        more is asked for here.

    Returns
    -------
    DataFrame
        The frame with ``per_thousand``, ``per_thousand_lower``, ``per_thousand_upper``, what was
        divided by (``residents``, ``residents_on``) before ``provenance``, and ``source_residents``
        and ``vintage_residents`` at its end. By earners they are ``per_thousand_earners``,
        ``per_thousand_earners_lower``, ``per_thousand_earners_upper``, ``earners``,
        ``source_earners``, ``vintage_earners``. A hidden cell has bounds but no central rate.

    Raises
    ------
    IncomparableError
        If the measure may not be divided by the other (the message has both definitions and the call
        that would be right), if the place or the occupation of a row is not stated, or if its year
        lies too far from 2015.
    NotHeldError
        If ``residents`` lacks the place, or the day or occupation, of a row.

    Examples
    --------
    >>> holders = pd.DataFrame({
    ...     "program": "IMP", "province": ["ON", "NU"], "year": 2024, "holders": [542105, 105],
    ...     "lower": [542103, 103], "upper": [542107, 107], "status": "rounded", "hidden": 0,
    ...     "provenance": "printed", "source": "made", "vintage": "2024-12-31",
    ... })
    >>> residents = pd.DataFrame({
    ...     "province": ["ON", "NU"], "day": pd.Timestamp("2025-01-01"), "population": [16255550, 41651],
    ...     "lower": [16255550, 41651], "upper": [16255550, 41651], "status": "exact", "hidden": 0,
    ...     "provenance": "printed", "source": "made too", "vintage": "2025-10-01",
    ... })
    >>> rates = per_thousand(holders, residents)
    >>> rates[["province", "per_thousand", "per_thousand_lower", "per_thousand_upper"]].round(2)
      province  per_thousand  per_thousand_lower  per_thousand_upper
    0       ON         33.35               33.35               33.35
    1       NU          2.52                2.47                2.57
    """
    ratio = lawful(frame, residents)
    if measure_of(residents) == "earners_2015":
        return per_thousand_earners(frame, residents, ratio, years_apart)
    if years_apart is not None:
        msg = f"years_apart={years_apart}: it goes with earners of 2015; residents are held for every year."
        raise ValueError(msg)
    measure = guard.measure_in(frame)
    guard.measure_in(residents)
    _refuse_unplaced(frame)
    wanted = _wanted(frame, ratio)
    rows = residents.iloc[_found(wanted, residents)].set_axis(frame.index)
    (lower, upper), (fewest, most) = arrays.bounds(frame), arrays.bounds(rows)
    central, divisor = arrays.printed(frame, measure), arrays.printed(rows, "population")
    rates = {"": (central, divisor), "_lower": (lower, most), "_upper": (upper, fewest)}
    columns = {
        f"per_thousand{suffix}": arrays.fractions(arrays.ratio(1000 * count, by))
        for suffix, (count, by) in rates.items()
    }
    columns |= {"residents": arrays.integers(divisor), "residents_on": wanted["day"]}
    result = arrays.with_columns(frame, columns)
    result = result.assign(source_residents=rows["source"], vintage_residents=rows["vintage"])
    result.attrs["notes"] = list(dict.fromkeys([*frame.attrs.get("notes", []), ratio.reason_en]))
    return result


def _refuse_unplaced(frame: pd.DataFrame) -> None:
    """Refuse rows of which it is not known whose residents they are to be divided by."""
    if "province" not in frame.columns:
        guard.refuse_unplaced_sums(frame, "residents")
    elif guard.not_stated(frame, ["province"]).any():
        msg = (
            f"The place of some rows is not stated ({NOT_STATED}): an unknown is no place and has no residents. "
            f'Leave them out, and say how many they are: per_thousand(frame[frame["province"] != "{NOT_STATED}"], '
            "residents)."
        )
        raise IncomparableError(msg)


def _wanted(frame: pd.DataFrame, ratio: Ratio) -> pd.DataFrame:
    """The place and the day of the residents that go with each row."""
    if "year" not in frame.columns:
        msg = "The frame has no column 'year', which says the day of the residents that it is divided by."
        raise ValueError(msg)
    years = (frame["year"] + ratio.years_after).astype("str")
    days = pd.to_datetime(years + f"-{ratio.day}").astype("datetime64[s]")
    places = frame["province"] if "province" in frame.columns else CANADA
    wanted = pd.DataFrame({"day": days}).assign(province=places)
    return wanted[_PLACE_AND_DAY].reset_index(drop=True)


def _found(wanted: pd.DataFrame, residents: pd.DataFrame) -> Groups:
    """The position of the residents of each row; a place or a day that is not there is refused."""
    if missing := [name for name in _PLACE_AND_DAY if name not in residents.columns]:
        msg = f"The frame of residents has no {listed(missing)}: pass it as ims.population_by_province returned it."
        raise ValueError(msg)
    numbered = residents[_PLACE_AND_DAY].assign(position=range(len(residents)))
    numbered["day"] = numbered["day"].astype("datetime64[s]")
    positions = wanted.merge(numbered, on=_PLACE_AND_DAY, how="left")["position"]
    if positions.isna().any():
        lacking = wanted[positions.isna()].drop_duplicates()
        place, day, more = lacking["province"].iloc[0], lacking["day"].iloc[0], len(lacking) - 1
        places = sorted(lacking["province"].unique())
        msg = (
            f"The frame of residents does not hold {place} on {day:%Y-%m-%d}{f', nor {more} more' if more else ''}. "
            f"Every day held: ims.population_by_province(db, province={places!r})."
        )
        raise NotHeldError(msg)
    return positions.to_numpy(dtype=np.intp)
