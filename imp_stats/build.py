"""``imp-stats build``: from a folder of publishers' files to new vintages in a data folder.

A run is all or nothing: every file is read and checked before anything is written.
"""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from imp_stats.cards import Card, cards
from imp_stats.continuity import follow
from imp_stats.errors import LayoutError, UnknownWordError
from imp_stats.folders import shipped_data, user_data
from imp_stats.ledger import Staged, keep, read_vintages
from imp_stats.loaders.noc import classification
from imp_stats.loaders.recognise import load, may_be, recognise, taken_as
from imp_stats.warehouse import failing_rows

Report = Callable[[str], None]


@dataclass(frozen=True)
class Outcome:
    """What a run did: the files added, those held already, and those that are not ours."""

    added: tuple[Staged, ...]
    held: tuple[Path, ...]
    passed_over: tuple[Path, ...]


def build(
    source: Path,
    *,
    out: Path | None = None,
    report: Report = print,
    confirmed: Iterable[str] = (),
    named: Mapping[str, str] | None = None,
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
    confirmed
        In what a new vintage may break with the one before, as its error words it, or a card's id for all.
    named
        File -> card, for renamed files of tables that carry no title; a file is given by its path or its place in the
        folder.

    Returns
    -------
    The files added, held already, and passed over.

    Raises
    ------
    LayoutError
        A recognised file does not hold to its layout or its sums. Nothing of the run is written.
    NotADirectoryError, FileNotFoundError
        ``source`` is no folder, or an empty one, or lacks a file that is named.
    UnknownWordError
        A file is named with a card that is none.

    """
    if not source.is_dir():
        msg = f"{source}: no such folder; give the folder that holds the publishers' files."
        raise NotADirectoryError(msg)
    data = user_data() if out is None else out
    base = data if (data / "cards.toml").is_file() else shipped_data()
    outcome = _read_all(source, read_vintages(base), report, named or {})
    check(outcome.added)
    added = follow(outcome.added, base, tuple(confirmed))
    begin(data)
    if added:
        keep(data, added)
    for one in outcome.added:
        if one.sha256 not in {new.sha256 for new in added}:
            report(
                f"{one.file_name}: the same figures as held for {one.vintage}, in other bytes; nothing to add"
            )
    done = replace(outcome, added=tuple(added))
    report(_summary(done, data))
    return done


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


def _read_all(source: Path, held: pl.DataFrame, report: Report, named: Mapping[str, str]) -> Outcome:
    known = set(held["sha256"])
    files = _files(source)
    if not files:
        msg = f"{source}: there is no file in it; give the folder that holds the publishers' files."
        raise FileNotFoundError(msg)
    said = _said_to_be(source, files, named)
    added: dict[str, Staged] = {}
    already: list[Path] = []
    passed: list[Path] = []
    for path in files:
        found = taken_as(path, said[path]) if path in said else recognise(path)
        if found is None:
            holds = classification(path)
            what = f"a classification ({holds}), kept in data/reference" if holds else _unknown(path)
            report(f"{path.relative_to(source)}: {what}, passed over")
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


def _said_to_be(source: Path, files: Sequence[Path], named: Mapping[str, str]) -> dict[Path, Card]:
    """The files that a person has said the card of; a file that is not there, or a card that is none, raises."""
    said: dict[Path, Card] = {}
    for file, card in named.items():
        if card not in cards():
            msg = f"{card!r} is no card: they are {', '.join(cards())}."
            raise UnknownWordError(msg)
        places = {(source / file).resolve(), Path(file).resolve()}
        found = [path for path in files if path.resolve() in places]
        if not found:
            msg = f"{file}: no such file in {source}; give it as it stands in that folder."
            raise FileNotFoundError(msg)
        said[found[0]] = cards()[card]
    return said


def _unknown(path: Path) -> str:
    """What to say of a file that is of no card, or may be of several."""
    several = may_be(path)
    if not several:
        return "not one of ours"
    return f"its header is that of {' and '.join(several)}, say which it is with --as CARD=FILE"


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


def check(staged: Sequence[Staged]) -> None:
    """Run the SQL checks over the cells of a run; the first failing row becomes the error."""
    if not staged:
        return
    # Of two files of one date, such as an English and a French one, each is checked by itself.
    first = {(one.card, one.vintage): one for one in reversed(staged)}
    with tempfile.TemporaryDirectory() as folder:
        for one in first.values():
            one.cells.write_parquet(Path(folder) / one.parquet_name)
        files = {one.card + str(one.vintage): one.file_name for one in first.values()}
        for name, row in failing_rows(Path(folder)):
            file = files[row["card"] + str(row["vintage"])]
            sheet = f", sheet {row['sheet']!r}" if row["sheet"] else ""
            cell = row["cell"] if row["cell"].startswith("line") else f"cell {row['cell']}"
            msg = f"{file}{sheet}, {_shortened(cell)}: {_shortened(row['what'])} (check {name})."
            raise LayoutError(msg)
    check([one for one in staged if one.sha256 != first[one.card, one.vintage].sha256])


def _shortened(text: str) -> str:
    return text if len(text) <= 300 else f"{text[:200]} ... {text[-80:]}"


def _summary(outcome: Outcome, data: Path) -> str:
    return (
        f"{len(outcome.added)} added, {len(outcome.held)} held already, {len(outcome.passed_over)} passed over; "
        f"the data folder is {data}"
    )
