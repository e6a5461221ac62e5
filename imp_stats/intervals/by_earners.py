"""Counts for every 1,000 people who earned in the same occupation and place in 2015."""

import numpy as np
import pandas as pd

from imp_stats import guard
from imp_stats.errors import IncomparableError, NotHeldError
from imp_stats.guard import Groups
from imp_stats.intervals import arrays
from imp_stats.intervals.lawful import Ratio
from imp_stats.phrases import listed
from imp_stats.vocabulary import CANADA

_MEASURE = "earners_2015"
_EARNED_IN = 2015
_PLACE_AND_JOB = ["province", "noc"]


def per_thousand_earners(
    frame: pd.DataFrame, earners: pd.DataFrame, ratio: Ratio, years_apart: int | None
) -> pd.DataFrame:
    """The frame with ``per_thousand_earners``, its bounds, what was divided by, and where that stands."""
    measure = guard.measure_in(frame)
    guard.measure_in(earners)
    _refuse_far(frame, ratio.years_apart if years_apart is None else years_apart)
    wanted = _wanted(frame)
    rows = earners.iloc[_found(wanted, earners)].set_axis(frame.index)
    (lower, upper), (fewest, most) = arrays.bounds(frame), arrays.bounds(rows)
    central, divisor = arrays.printed(frame, measure), arrays.printed(rows, _MEASURE)
    rates = {"": (central, divisor), "_lower": (lower, most), "_upper": (upper, fewest)}
    columns = {
        f"per_thousand_earners{suffix}": arrays.fractions(arrays.ratio(1000 * count, by))
        for suffix, (count, by) in rates.items()
    }
    columns["earners"] = arrays.integers(divisor)
    result = arrays.with_columns(frame, columns)
    result = result.assign(source_earners=rows["source"], vintage_earners=rows["vintage"])
    result.attrs["notes"] = list(dict.fromkeys([*frame.attrs.get("notes", []), ratio.reason_en]))
    return result


def _refuse_far(frame: pd.DataFrame, years_apart: int) -> None:
    """Refuse counts of a year too far from that of the earnings."""
    if "year" not in frame.columns:
        msg = "The frame has no column 'year', which says how far it is from the year of the earnings."
        raise ValueError(msg)
    distance = (frame["year"] - _EARNED_IN).abs()
    if (distance > years_apart).any():
        row = int(distance.to_numpy(dtype=np.float64).argmax())
        year, far = frame["year"].iloc[row], distance.iloc[row]
        msg = (
            f"{year} lies {far} years from {_EARNED_IN}, the year of the earnings: an occupation may have grown or shrunk "
            f"by much since, and at most {years_apart} years apart are divided. If the rate is wanted all the same, "
            f"say so: per_thousand(frame, earners, years_apart={far})."
        )
        raise IncomparableError(msg)


def _wanted(frame: pd.DataFrame) -> pd.DataFrame:
    """The place and the occupation of the earners that go with each row; what is not stated has none."""
    if "noc" not in frame.columns:
        msg = "The frame has no column 'noc': earners are of an occupation, so that a count of all cannot be divided."
        raise IncomparableError(msg)
    for name in (name for name in _PLACE_AND_JOB if name in frame.columns):
        if guard.not_stated(frame, [name]).any():
            codes = list(guard.unknown_codes(name))
            msg = (
                f"Some rows have no {name} that earners could be of ({listed(codes)}): an unknown is divided by nothing. "
                f'Leave them out, and say how many they are: frame[~frame["{name}"].isin({codes!r})].'
            )
            raise IncomparableError(msg)
    if "province" not in frame.columns:
        guard.refuse_unplaced_sums(frame, "earners")
    places = frame["province"] if "province" in frame.columns else CANADA
    return frame[["noc"]].assign(province=places)[_PLACE_AND_JOB].reset_index(drop=True)


def _found(wanted: pd.DataFrame, earners: pd.DataFrame) -> Groups:
    """The position of the earners of each row; a place or an occupation that is not there is refused."""
    if missing := [name for name in _PLACE_AND_JOB if name not in earners.columns]:
        msg = f"The frame of earners has no {listed(missing)}: pass it as ims.earners_by_occupation returned it."
        raise ValueError(msg)
    numbered = earners[_PLACE_AND_JOB].assign(position=range(len(earners)))
    positions = wanted.merge(numbered, on=_PLACE_AND_JOB, how="left")["position"]
    if positions.isna().any():
        lacking = wanted[positions.isna()].drop_duplicates()
        place, noc, more = lacking["province"].iloc[0], lacking["noc"].iloc[0], len(lacking) - 1
        places = sorted(lacking["province"].unique())
        msg = (
            f"The frame of earners does not hold {noc} in {place}{f', nor {more} more' if more else ''}. Every occupation of "
            f"NOC 2011 is in ims.earners_by_occupation(db, province={places!r}); codes of another version, and clusters, "
            "want both frames harmonized: ims.harmonize(earners)."
        )
        raise NotHeldError(msg)
    return positions.to_numpy(dtype="intp")
