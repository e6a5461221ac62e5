"""The command ``imp-stats``: fetch and build a ledger, make the reports, look up a list, name the sources, check it all."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

import imp_stats as ims
from imp_stats.errors import IncomparableError, LayoutError, NotHeldError, UnknownWordError

if TYPE_CHECKING:
    from rich.progress import TaskID

_OURS = (LayoutError, IncomparableError, NotHeldError, UnknownWordError, OSError, ValueError)


class _Commands(click.Group):
    """The commands, with errors of ours as one clear line and exit status 1."""

    def invoke(self, context: click.Context) -> object:
        try:
            return super().invoke(context)
        except _OURS as error:
            raise click.ClickException(str(error)) from error


def _progress(title: str) -> Callable[[str], None]:
    """A function that tells a line: under a moving title on a terminal, plainly when piped."""
    if not sys.stderr.isatty():
        return click.echo
    from rich.console import Console

    console = Console(stderr=True, highlight=False)
    status = console.status(title)
    status.start()
    click.get_current_context().call_on_close(status.stop)
    return lambda line: console.print(line, markup=False)


def _bars() -> tuple[Callable[[str], None], Callable[[str, int, int | None], None]]:
    """A function that tells a line, and one that moves a file's bar: bars on a terminal only."""
    if not sys.stderr.isatty():
        return click.echo, lambda *_: None
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn

    console = Console(stderr=True, highlight=False)
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
    )
    bars = Progress(*columns, console=console, transient=True)
    tasks: dict[str, TaskID] = {}

    def watch(name: str, size: int, total: int | None) -> None:
        if name not in tasks:
            tasks[name] = bars.add_task(name)
        bars.update(tasks[name], completed=size, total=total)

    bars.start()
    click.get_current_context().call_on_close(bars.stop)
    return lambda line: console.print(line, markup=False), watch


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(ims.__version__, prog_name="imp-stats")
def main() -> None:
    """Canada's two work-permit programs in figures that keep their meaning and their bounds.

    The International Mobility Program (IMP, no labour market test) and the Temporary Foreign Worker Program
    (TFWP). Every count carries what it counts, how sure it is, and where it stood. Only `fetch` uses the network.
    """


@main.command()
@click.option(
    "--from",
    "source",
    type=click.Path(path_type=Path),
    required=True,
    help="Folder of publishers' files, under any names.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="Data folder to add to; yours by default, begun as a copy of the shipped one.",
)
@click.option(
    "--confirm",
    "confirmed",
    multiple=True,
    metavar="WORDS",
    help="In what a new vintage may break with the one before, as the error words it, or the table's card for all; may be repeated.",
)
@click.option(
    "--as",
    "named",
    multiple=True,
    metavar="CARD=FILE",
    help="What a renamed file is, whose table carries no title to tell it by; may be repeated.",
)
def build(source: Path, out: Path | None, confirmed: tuple[str, ...], named: tuple[str, ...]) -> None:
    """Read the publishers' files in a folder and add their vintages to a data folder.

    Each file is told by what stands in it. A file that is none of ours is named and passed over; one of ours that does
    not hold to its layout or its sums ends the run with the address of the cell, and nothing is written.
    """
    from imp_stats.build import build as build_ledger

    pairs = [words.partition("=") for words in named]
    for card, _, file in pairs:
        if not file:
            msg = f"--as {card}: give the card and the file, such as --as ircc-imp-citizenship=citizens.csv."
            raise click.UsageError(msg)
    build_ledger(
        source,
        out=out,
        report=_progress("reading"),
        confirmed=confirmed,
        named={file: card for card, _, file in pairs},
    )


@main.command()
@click.option("--only", multiple=True, metavar="CARD", help="Only this table, by its card; may be repeated.")
@click.option("--dry-run", is_flag=True, help="Say what would be fetched, and fetch nothing.")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="Data folder to add to; yours by default, begun as a copy of the shipped one.",
)
@click.option(
    "--confirm",
    "confirmed",
    multiple=True,
    metavar="WORDS",
    help="In what a new vintage may break with the one before, as in `build`; may be repeated.",
)
@click.option("--portal", metavar="URL", help="CKAN API to ask instead of the publishers' own.")
def fetch(
    only: tuple[str, ...], out: Path | None, confirmed: tuple[str, ...], portal: str | None, *, dry_run: bool
) -> None:
    """Fetch what the publishers have released since, check it, and add it to a data folder.

    Says of each table what changed. What is refused or does not come is named at the end, with exit status 1; the others
    come in. A run that was interrupted goes on where it stopped. Proxies and certificates come from the environment.
    """
    from imp_stats.intake import fetch_new

    report, watch = _bars()
    done = fetch_new(
        out=out, only=only, confirmed=confirmed, dry_run=dry_run, portal=portal, report=report, watch=watch
    )
    if done.failed:
        msg = "\n".join([f"{len(done.failed)} of the files did not come in:", *done.failed])
        raise click.ClickException(msg)


@main.command()
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("reports"),
    show_default=True,
    help="Folder of the pages.",
)
@click.option("--only", metavar="NN", help="Only the notebook whose name begins so, such as 01.")
@click.option("--province", metavar="ON", help="Only the page of this province, by code or name.")
@click.option("--force", is_flag=True, help="Make every page, also those that are up to date.")
def reports(out: Path, only: str | None, province: str | None, *, force: bool) -> None:
    """Make the pages that are missing or older than what they show, and say why."""
    from imp_stats.reports import build_reports

    build_reports(out, only=only, province=province, force=force, report=_progress("making pages"))


@main.command()
@click.argument("notebooks", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
def restamp(notebooks: tuple[Path, ...]) -> None:
    """Stamp the French prose beside NOTEBOOKS as translating the English of now, once you have read both.

    A page is refused when its English has changed since it was translated; this says that the French still holds.
    """
    from imp_stats.reports import restamp as stamp_again

    for notebook in notebooks:
        changed = stamp_again(notebook)
        click.echo(f"{notebook}: {', '.join(changed) if changed else 'nothing had changed'}")


@main.command()
@click.option("--program", default="IMP", show_default=True, help="IMP (people) or TFWP (positions).")
@click.option("--province", default="CA", show_default=True, help="Province by code or name; CA is Canada.")
@click.option("--year", type=int, help="Year; the newest held by default.")
@click.option(
    "-n",
    "--n",
    "n",
    type=click.IntRange(min=1),
    default=10,
    show_default=True,
    help="How many places of the ranking.",
)
@click.option("--lang", type=click.Choice(["en", "fr"]), default="en", show_default=True, help="Language.")
@click.option("--csv", "as_csv", is_flag=True, help="All columns as CSV.")
def top(program: str, province: str, year: int | None, n: int, lang: str, *, as_csv: bool) -> None:
    """Print the top occupations of a program, with the range of each rank and what the list covers."""
    found = ims.top_occupations(
        ims.open_warehouse(), program=program, province=province, year=year, n=n, lang=lang
    )
    click.echo(
        found.to_csv(index=False) if as_csv else repr(ims.tables.top_occupations(found, lang=lang)),
        nl=not as_csv,
    )


@main.command()
@click.option("--csv", "as_csv", is_flag=True, help="All columns as CSV.")
def sources(*, as_csv: bool) -> None:
    """Print the tables read, their vintages, and how each is cited."""
    found = ims.sources(ims.open_warehouse())
    if as_csv:
        click.echo(found.to_csv(index=False), nl=False)
        return
    for row in found.itertuples():
        click.echo(
            f"{row.card}  as of {row.vintage} ({row.vintage_from}), {row.cells:,} counts\n    {row.citation}"
        )


@main.command()
@click.option(
    "--reports",
    "folder",
    type=click.Path(path_type=Path),
    default=Path("reports"),
    show_default=True,
    help="Folder of the pages.",
)
def check(folder: Path) -> None:
    """Check the shipped ledger's sums, and that no page is older than what it shows."""
    from imp_stats.reports import stale_pages
    from imp_stats.warehouse import run_checks

    failing = list(run_checks(ims.open_warehouse()))
    for name, row in failing:
        click.echo(f"{row['card']} as of {row['vintage']}, {row['cell']}: {row['what']} (check {name})")
    stale = stale_pages(folder)
    for page in stale:
        click.echo(str(page))
    if failing or stale:
        msg = f"{len(failing)} sums do not hold and {len(stale)} pages are out of date; see above."
        raise click.ClickException(msg)
    click.echo(f"The shipped ledger holds, and the pages in {folder} are up to date.")
