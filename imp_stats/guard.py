"""Which rows may be taken together: what interval functions and charts ask of a frame before they reckon or draw."""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from imp_stats.cards import cards
from imp_stats.errors import IncomparableError, UnknownWordError
from imp_stats.measures import measure_of
from imp_stats.phrases import listed
from imp_stats.vocabulary import CANADA, NOT_STATED

Flags = npt.NDArray[np.bool_]
Groups = npt.NDArray[np.intp]

TIME = ("year", "quarter", "month", "day")
_DIMENSIONS = (
    "plan", "category", "program", "province", *TIME, "stream", "lmia_stream", "noc", "citizenship",
    "gender", "area", "skill", "pr_class", "npr_type",
)  # fmt: skip
_EVERY_COUNT_HAS = ("lower", "upper", "status", "hidden", "provenance", "source", "vintage")
_UNKNOWN = {
    "province": (NOT_STATED,),
    "stream": ("not stated",),
    "noc": ("other", "not stated"),
    "citizenship": ("Country of Citizenship not stated",),
    "gender": ("not stated",),
    "area": ("not stated",),
    "skill": ("Other occupations", "not stated"),
}
_HUMANITARIAN = "HC"


def measure_in(frame: pd.DataFrame) -> str:
    """The measure of a frame that can be reckoned with: whole, of one vintage, and no row twice."""
    measure = measure_of(frame)
    missing = [column for column in _EVERY_COUNT_HAS if column not in frame.columns]
    if missing:
        msg = f"The frame of {measure!r} has no {listed(missing)}: pass it as a question returned it."
        raise ValueError(msg)
    if frame.empty:
        msg = f"The frame of {measure!r} holds no row."
        raise ValueError(msg)
    refuse_vintages(frame)
    _refuse_twins(frame)
    _refuse_unlike_spans(frame)
    return measure


def dimensions(frame: pd.DataFrame) -> list[str]:
    """The dimensions of a frame; the skill level of an occupation is a label."""
    held = [str(column) for column in frame.columns if column in _DIMENSIONS]
    return [name for name in held if name != "skill" or "noc" not in held]


def axis(dimension: str) -> str:
    """The name of a dimension in the table of what adds: years, quarters and months are time."""
    return "time" if dimension in TIME else dimension


def descriptors(frame: pd.DataFrame, measure: str) -> list[str]:
    """The columns that say what a row counts: dimensions, and all that stands before the count."""
    names = [str(name) for name in frame.columns]
    before, said = names[: names.index(measure)], dimensions(frame)
    return [name for name in names if name in before or name in said]


def keyed(frame: pd.DataFrame, names: str | Sequence[str], keyword: str) -> tuple[pd.DataFrame, list[str]]:
    """The frame and the columns of a keyword; months and quarters have a year, which is added where it is named."""
    keys = [names] if isinstance(names, str) else list(names)
    finer = next((name for name in ("month", "quarter") if name in frame.columns), None)
    if "year" in keys and "year" not in frame.columns and finer:
        years = frame[finer].dt.year.astype("Int64")
        frame = frame.copy()
        frame.insert(list(frame.columns).index(finer), "year", years)
    known = descriptors(frame, measure_of(frame))
    for key in keys:
        if key not in known:
            msg = f"{keyword}={key!r} is no dimension of this frame: it has {listed(known) if known else 'none'}."
            raise UnknownWordError(msg)
    return frame, keys


def group_numbers(frame: pd.DataFrame, keys: Sequence[str]) -> Groups:
    """A number for each row's group, counted in the order in which groups first appear."""
    if not keys:
        return np.zeros(len(frame), dtype=np.intp)
    return np.asarray(frame.groupby(list(keys), sort=False, dropna=False).ngroup(), dtype=np.intp)


def varying(frame: pd.DataFrame, groups: Groups, columns: Iterable[str]) -> list[str]:
    """Those of the columns that hold more than one value in some group."""
    count = len(np.unique(groups))
    return [
        name
        for name in columns
        if len(frame[[name]].assign(group=groups).drop_duplicates([name, "group"])) > count
    ]


def not_stated(frame: pd.DataFrame, columns: Iterable[str]) -> Flags:
    """The rows that stand for an unknown in one of the columns."""
    found = np.zeros(len(frame), dtype=np.bool_)
    for name in columns:
        found |= frame[name].isin(_UNKNOWN.get(name, ())).to_numpy(dtype=np.bool_)
    return found


def unknown_codes(dimension: str) -> tuple[str, ...]:
    """The codes of a dimension that stand for an unknown."""
    return _UNKNOWN.get(dimension, ())


def row_named(frame: pd.DataFrame, row: int) -> str:
    """A row in words, by its dimensions."""
    words = [f"{name} {_word(name, frame[name].iloc[row])}" for name in dimensions(frame)]
    return ", ".join(words) or f"row {row}"


def _word(name: str, value: object) -> str:
    if not isinstance(value, pd.Timestamp):
        return str(value)
    return f"{value:%Y-%m-%d}" if name == "day" else f"{value:%Y-%m}"


def refuse_vintages(frame: pd.DataFrame, instead: str = "take the rows of one") -> None:
    """Refuse several vintages of one source, unless each of its files is a period of its own."""
    series = [card.citation for card in cards().values() if card.series]
    held = frame.loc[~frame["source"].isin(series), ["source", "vintage"]].drop_duplicates()
    for source in held["source"][held["source"].duplicated()].head(1):
        vintages = sorted(map(str, held["vintage"][held["source"] == source]))
        msg = (
            f"{source!r} stands here in the vintages {listed(vintages)}. The past changes from one to "
            f"the next, so that two of them are two measurements: {instead}."
        )
        raise IncomparableError(msg)


def _refuse_twins(frame: pd.DataFrame) -> None:
    names = dimensions(frame)
    twins = frame.duplicated(names).to_numpy() if names else np.arange(len(frame)) > 0
    if twins.any():
        row = int(np.flatnonzero(twins)[0])
        msg = (
            f"Two rows count {row_named(frame, row)}, and nothing that is known as a dimension tells them "
            "apart: they would be counted twice. Take one of them."
        )
        raise IncomparableError(msg)


def _refuse_unlike_spans(frame: pd.DataFrame) -> None:
    """Refuse parts of a year, or sums of months, beside longer ones: a shorter span holds less, whatever happened."""
    if "months" not in frame.columns or frame["months"].nunique() < 2:
        return
    most = frame["months"].max()
    row = int(np.flatnonzero((frame["months"] != most).to_numpy())[0])
    msg = (
        f"The row {row_named(frame, row)} covers {frame['months'].iloc[row]} months, others {most}: a shorter span holds "
        f'less, whatever happened. Take like spans, frame[frame["months"] == {most}], or hold the same months of two years '
        "against each other, year_to_date(frame)."
    )
    raise IncomparableError(msg)


def refuse_mixtures(frame: pd.DataFrame, groups: Groups) -> None:
    """Refuse groups whose rows nest, or that mix universes or classifications of occupations."""
    _refuse_unsaid_beside_said(frame, groups)
    _refuse_canada_beside_parts(frame, groups)
    _refuse_nested_streams(frame, groups)
    _refuse_humanitarian_beside_others(frame, groups)
    refuse_noc_versions(frame, groups)


def refuse_on_one_axis(frame: pd.DataFrame) -> None:
    """Refuse rows that one axis would show as if they counted alike: vintages, universes, versions of the NOC."""
    if {"source", "vintage"} <= set(frame.columns):
        refuse_vintages(frame, "draw the rows of one")
    everything = np.zeros(len(frame), dtype=np.intp)
    _refuse_humanitarian_beside_others(frame, everything)
    refuse_noc_versions(frame, everything)


def refuse_unplaced_sums(frame: pd.DataFrame, divisor: str) -> None:
    """Refuse sums that name no province: whose residents or earners they go with cannot be told."""
    summed = (frame["provenance"] != "printed").to_numpy()
    if summed.any():
        row = int(np.flatnonzero(summed)[0])
        msg = (
            f"The row {row_named(frame, row)} is a {frame['provenance'].iloc[row]} and names no province: "
            f"whose {divisor} it is to be divided by cannot be told. If it is all of Canada, say so, "
            f'frame.assign(province="{CANADA}"); if it is of several places, sum their {divisor} too and give both '
            "frames one word of your own as province."
        )
        raise IncomparableError(msg)


def refuse_windows(frame: pd.DataFrame, groups: Groups) -> None:
    """Refuse groups of windows of several months, which overlap: a sum would count their months many times."""
    if "first_month" in frame.columns and varying(frame, groups, ["first_month"]):
        msg = (
            "The rows are windows of several months (first_month to month), which overlap. "
            'Take one of them: frame[frame["month"] == frame["month"].max()], or sum the months themselves.'
        )
        raise IncomparableError(msg)


def _refuse_beside(frame: pd.DataFrame, groups: Groups, dimension: str, code: str, msg: str) -> None:
    """Refuse a group in which ``code`` stands beside other codes of the dimension."""
    if dimension not in frame.columns:
        return
    is_code = (frame[dimension] == code).to_numpy(dtype=np.bool_, na_value=False)
    if set(groups[is_code]) & set(groups[~is_code]):
        raise IncomparableError(msg)


def _refuse_unsaid_beside_said(frame: pd.DataFrame, groups: Groups) -> None:
    """Refuse a group in which some rows say a dimension and others do not: these count all of it, or something else."""
    for name in dimensions(frame):
        said = frame[name].notna().to_numpy()
        if set(groups[said]) & set(groups[~said]):
            msg = (
                f"Some rows say their {name} and others do not, which count all of it: a whole beside its parts, or two "
                f'cuts of the same. Take one or the other: frame[frame["{name}"].notna()].'
            )
            raise IncomparableError(msg)


def refuse_uneven_programs(frame: pd.DataFrame, groups: Groups) -> None:
    """Refuse sums over programs in which one lacks a time that another holds: what is not held would count as 0."""
    if "program" not in frame.columns or "program" not in varying(frame, groups, ["program"]):
        return
    times = [name for name in TIME if name in frame.columns]
    summed = varying(frame, groups, times)
    kept = [name for name in times if name not in summed]
    held = frame[["program", *times]].drop_duplicates().assign(all=0)
    counts = held.pivot_table(
        index=[*kept, "all"],
        columns="program",
        values=times[0] if times else "all",
        aggfunc="count",
        fill_value=0,
    )
    uneven = counts[counts.max(axis=1) != counts.min(axis=1)]
    if len(uneven):
        said = ", ".join(f"{code} {count}" for code, count in uneven.iloc[0].items())
        first = uneven.reset_index().iloc[0]
        where = ", ".join(f"{name} {_word(name, first[name])}" for name in kept) or "all rows"
        msg = (
            f"The programs are not held for the same times ({where}; periods held: {said}): what is not held would count "
            "as 0. Keep the program apart, or take the periods that all have."
        )
        raise IncomparableError(msg)


def _refuse_canada_beside_parts(frame: pd.DataFrame, groups: Groups) -> None:
    msg = (
        "Canada (CA) stands beside its provinces: a whole beside its parts. "
        f'Take one or the other: frame[frame["province"] != "{CANADA}"].'
    )
    _refuse_beside(frame, groups, "province", CANADA, msg)


def _refuse_humanitarian_beside_others(frame: pd.DataFrame, groups: Groups) -> None:
    msg = (
        "Permits for humanitarian purposes (HC) are another universe: they never join the IMP or the TFWP. "
        f'Take one or the other: frame[frame["program"] != "{_HUMANITARIAN}"].'
    )
    _refuse_beside(frame, groups, "program", _HUMANITARIAN, msg)


def refuse_humanitarian(frame: pd.DataFrame) -> None:
    """Refuse humanitarian permits as parts of a whole that names no program: the IMP and the TFWP do not contain them."""
    if (frame["program"] == _HUMANITARIAN).any():
        msg = "Permits for humanitarian purposes (HC) are another universe: they are no part of the IMP or the TFWP."
        raise IncomparableError(msg)


def above(path: str) -> Iterator[str]:
    """The paths above a stream's in the program tree, nearest first."""
    while " > " in path:
        path = path.rpartition(" > ")[0]
        yield path


def _refuse_nested_streams(frame: pd.DataFrame, groups: Groups) -> None:
    if "stream" not in frame.columns:
        return
    others = [name for name in dimensions(frame) if name != "stream"]
    places = group_numbers(frame.assign(group=groups), [*others, "group"])
    held = set(zip(places.tolist(), frame["stream"], strict=True))
    for place, path in held:
        for parent in above(path) if isinstance(path, str) else ():
            if (place, parent) in held:
                msg = (
                    f"The stream {parent!r} stands beside {path!r}, which it contains: a whole beside its part. "
                    "Take the one or the other."
                )
                raise IncomparableError(msg)


def refuse_noc_versions(frame: pd.DataFrame, groups: Groups) -> None:
    """Refuse groups with occupations of several classifications, or of several levels of one."""
    if "noc" not in frame.columns:
        return
    codes = frame["noc"].where(~frame["noc"].isin(_UNKNOWN["noc"]))
    kinds = pd.DataFrame({"group": groups, "digits": codes.str.len(), "noc": codes})
    kinds["version"] = frame["noc_version"].to_numpy() if "noc_version" in frame.columns else ""
    kinds.loc[kinds["version"].astype("str").str.contains("-"), "digits"] = 0  # a cluster has no level
    kinds = kinds.dropna(subset=["noc"]).drop_duplicates(["group", "digits", "version"])
    second = kinds[kinds["group"].duplicated()].head(1)
    for group, noc in zip(second["group"], second["noc"], strict=True):
        first = kinds.loc[kinds["group"] == group, "noc"].iloc[0]
        msg = (
            f"The occupations {first} and {noc} are codes of different versions or levels of the NOC: "
            "without a bridge between them they are not the same kind of thing. Take the rows of one."
        )
        raise IncomparableError(msg)
