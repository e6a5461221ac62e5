"""``imp-stats build``: from a folder of publishers' files to new vintages in a data folder.

A run is all or nothing: every file is read and checked before anything is written.
"""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import polars as pl

from imp_stats.errors import LayoutError
from imp_stats.folders import shipped_data, user_data
from imp_stats.ledger import DIMENSIONS, Staged, keep, read_cells, read_vintages
from imp_stats.loaders.recognise import load, recognise
from imp_stats.warehouse import failing_rows

Report = Callable[[str], None]
_IDENTITY = ["measure", *DIMENSIONS]
_PATH = [name for name in DIMENSIONS if name not in ("period_kind", "period")]
_COUNTS = ["printed", "lower", "upper", "status", "is_total"]


@dataclass(frozen=True)
class Outcome:
    """What a run did: the files added, those held already, and those that are not ours."""

    added: tuple[Staged, ...]
    held: tuple[Path, ...]
    passed_over: tuple[Path, ...]


def build(
    source: Path, *, out: Path | None = None, report: Report = print, vanished: Iterable[str] = ()
) -> Outcome:
    """Add every known file of a folder to a data folder's ledger, and say what each was taken for.

    Parameters
    ----------
    source
        A folder with any of the publishers' files, under any names, in any subfolders.
    out
        The data folder to add to: the user's own by default, begun as a copy of the shipped one.
    report
        Is called with each line that tells what was done.
    vanished
        Paths that a new vintage has lost and that somebody has confirmed as gone.

    Returns
    -------
    The files added, held already, and passed over.

    Raises
    ------
    LayoutError
        A recognised file does not hold to its layout or its sums. Nothing of the run is written.
    NotADirectoryError
        ``source`` is no folder.

    """
    if not source.is_dir():
        msg = f"{source}: no such folder; give the folder that holds the publishers' files."
        raise NotADirectoryError(msg)
    data = user_data() if out is None else out
    held = read_vintages(data if (data / "cards.toml").is_file() else shipped_data())
    outcome = _read_all(source, held, report)
    confirmed = _follow(outcome.added, data, held, tuple(vanished))
    check(confirmed)
    begin(data)
    if confirmed:
        keep(data, confirmed)
    report(_summary(outcome, data))
    return replace(outcome, added=tuple(confirmed))


def begin(data: Path) -> None:
    """Make a data folder, as a copy of the shipped one, where there is none; an existing one is left as it is."""
    if (data / "cards.toml").is_file():
        return
    if data.exists() and any(data.iterdir()):
        msg = f"{data}: the folder holds other things and no cards.toml; give an empty or a new folder."
        raise FileExistsError(msg)
    data.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=data.parent, prefix=".beginning-") as beside:
        shutil.copytree(shipped_data(), Path(beside) / "data")
        if data.exists():
            data.rmdir()
        (Path(beside) / "data").replace(data)


def _read_all(source: Path, held: pl.DataFrame, report: Report) -> Outcome:
    known = set(held["sha256"])
    added: dict[str, Staged] = {}
    already: list[Path] = []
    passed: list[Path] = []
    for path in _files(source):
        found = recognise(path)
        if found is None:
            report(f"{path.relative_to(source)}: not one of ours, passed over")
            passed.append(path)
            continue
        staged = load(path, *found)
        taken = f"{path.relative_to(source)}: {staged.card}, as of {staged.vintage} ({staged.vintage_from})"
        if staged.sha256 in known | added.keys():
            report(f"{taken}, held already")
            already.append(path)
        else:
            report(f"{taken}, {staged.cells.height:,} cells")
            added[staged.sha256] = staged
    return Outcome(tuple(added.values()), tuple(already), tuple(passed))


def _files(source: Path) -> list[Path]:
    """Every file under a folder, in order; a folder that may not be opened raises, and is not passed by."""
    found: list[Path] = []
    for folder, folders, names in os.walk(source, onerror=_raise):
        folders.sort()
        found += [Path(folder) / name for name in sorted(names) if not name.startswith((".", "~$"))]
    return sorted(found)


def _raise(error: OSError) -> None:
    msg = f"{error.filename}: cannot be read ({error.strerror}); give a folder that this user may read."
    raise LayoutError(msg) from error


def _follow(
    added: Sequence[Staged], data: Path, held: pl.DataFrame, vanished: tuple[str, ...]
) -> list[Staged]:
    """Hold each file to the vintage before it: same date, same figures; and no path or period lost."""
    base = data if (data / "cards.toml").is_file() else shipped_data()
    cells = {str(row["sha256"]): partial(read_cells, base, row) for row in held.iter_rows(named=True)}
    known = [
        (row["card"], row["vintage"], row["file_name"], row["sha256"]) for row in held.iter_rows(named=True)
    ]
    followed: list[Staged] = []
    for one in sorted(added, key=lambda staged: (staged.card, staged.vintage)):
        earlier = [entry for entry in known if entry[0] == one.card and entry[1] <= one.vintage]
        kept = one
        if earlier:
            _, date, name, digest = max(earlier, key=lambda entry: entry[1])
            before = cells[digest]()
            if date == one.vintage:
                _refuse_other_figures(one, before, name)
            kept = _refuse_vanished(one, before, vanished)
        followed.append(kept)
        known.append((one.card, one.vintage, one.file_name, one.sha256))
        cells[one.sha256] = partial(_cells_of, one)
    return followed


def _cells_of(staged: Staged) -> pl.DataFrame:
    return staged.cells


def _refuse_other_figures(one: Staged, before: pl.DataFrame, name: str) -> None:
    joined = one.cells.join(before, on=_IDENTITY, how="full", suffix="_before", nulls_equal=True)
    differ = joined.filter(
        pl.col("cell").is_null()
        | pl.col("cell_before").is_null()
        | pl.any_horizontal(pl.col(name).ne_missing(pl.col(f"{name}_before")) for name in _COUNTS)
    )
    detail = "in its bytes only"
    if not differ.is_empty():
        row = differ.row(0, named=True)
        new, old = (
            ("--" if row[name] is None else f"{row[name]:,}") for name in ("printed", "printed_before")
        )
        where = (
            f"{row['cell']}: {new}, before {old}"
            if row["cell"] and row["cell_before"]
            else row["cell"] or f"no {row['cell_before']}"
        )
        detail = f"in {differ.height:,} cells, first {where}"
    msg = (
        f"{one.file_name}: {one.card} as of {one.vintage} is held already, from {name!r}, and this file differs {detail}. "
        "If the publisher corrected it under the same date, build it into another data folder (--out)."
    )
    raise LayoutError(msg)


def _refuse_vanished(one: Staged, before: pl.DataFrame, confirmed: tuple[str, ...]) -> Staged:
    periods = ["period_kind", "period"]
    lost = (
        before.select(periods)
        .unique()
        .join(one.cells.select(periods).unique(), on=periods, how="anti")
        .sort("period")
    )
    if not lost.is_empty():
        msg = f"{one.file_name}: the {lost['period_kind'][0]} of {lost['period'][0]} was in the vintage before and is gone; expected every earlier period."
        raise LayoutError(msg)
    gone = (
        before.select(_PATH)
        .unique()
        .join(one.cells.select(_PATH).unique(), on=_PATH, how="anti", nulls_equal=True)
    )
    paths = sorted(" / ".join(part for part in row if part) for row in gone.iter_rows())
    unconfirmed = [path for path in paths if path not in confirmed]
    if unconfirmed:
        more = f" and {len(unconfirmed) - 1} more" if len(unconfirmed) > 1 else ""
        msg = (
            f"{one.file_name}: the row {unconfirmed[0]!r}{more} was in the vintage before and is gone. If the publisher "
            f"dropped it, confirm it with --vanished {unconfirmed[0]!r}."
        )
        raise LayoutError(msg)
    return replace(one, vanished="; ".join(paths))


def check(staged: Sequence[Staged]) -> None:
    """Run the SQL checks over the cells of a run; the first failing row becomes the error."""
    if not staged:
        return
    with tempfile.TemporaryDirectory() as folder:
        for one in staged:
            one.cells.write_parquet(Path(folder) / one.parquet_name)
        files = {one.card + str(one.vintage): one.file_name for one in staged}
        for name, row in failing_rows(Path(folder)):
            file = files[row["card"] + str(row["vintage"])]
            sheet = f", sheet {row['sheet']!r}" if row["sheet"] else ""
            cell = row["cell"] if row["cell"].startswith("line") else f"cell {row['cell']}"
            msg = f"{file}{sheet}, {_shortened(cell)}: {_shortened(row['what'])} (check {name})."
            raise LayoutError(msg)


def _shortened(text: str) -> str:
    return text if len(text) <= 300 else f"{text[:200]} ... {text[-80:]}"


def _summary(outcome: Outcome, data: Path) -> str:
    return (
        f"{len(outcome.added)} added, {len(outcome.held)} held already, {len(outcome.passed_over)} passed over; "
        f"the data folder is {data}"
    )
