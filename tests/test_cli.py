"""The command, as a person types it: what it prints, and what it says when something is wrong."""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from imp_stats.build import begin
from imp_stats.cli import main

from made import citizenship, text, workbook, year_end


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.mark.parametrize("command", ["", "build", "fetch", "reports", "restamp", "top", "sources", "check"])
def test_every_command_has_help_worth_reading(command: str) -> None:
    result = run(*command.split(), "--help")
    assert result.exit_code == 0
    assert len(result.output.split()) > 20


def test_the_top_list_comes_out_as_a_table_in_its_order() -> None:
    result = run("top", "--program", "IMP", "--province", "ontario", "--year", "2021", "-n", "3")
    assert result.exit_code == 0
    assert "Top occupations, IMP, Ontario, 2021" in result.output
    assert result.output.index("2174") < result.output.index("2171") < result.output.index("2173")
    assert "2,798 to 2,802" in result.output


def test_a_list_as_csv_is_csv_and_nothing_else() -> None:
    result = run("top", "--program", "TFWP", "--year", "2021", "-n", "2", "--csv")
    head, *rows = result.stdout.splitlines()
    assert head.startswith("program,province,year,noc,province_name,occupation,skill,positions,lower,upper")
    assert [row.split(",")[3] for row in rows] == ["8431", "8432"]


def test_the_sources_are_named_with_their_vintages() -> None:
    assert "ircc-tfwp-year-end  as of 2022-12-31 (stamped), 3,036 counts" in run("sources").stdout
    assert run("sources", "--csv").stdout.startswith("card,citation,publisher")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("top", "--province", "Ontaro"), "'Ontaro' is no province: did you mean Ontario (ON)?"),
        (("top", "--year", "2099"), "2099 not held; 2015 to 2024 are"),
        (("build", "--from", "/no/such/folder"), "no such folder"),
        (("reports", "--only", "99", "--out", "x"), "99"),
        (("reports", "--province", "Ontaro", "--out", "x"), "did you mean Ontario (ON)?"),
    ],
)
def test_what_is_wrong_is_one_line_and_exit_status_1(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run(*words)
    assert result.exit_code == 1
    assert message in result.stderr
    assert "Traceback" not in result.output
    assert list(tmp_path.iterdir()) == []


def test_build_tells_what_each_file_was_taken_for_and_keeps_what_was_there_if_one_is_broken(
    tmp_path: Path,
) -> None:
    source, data = tmp_path / "files", tmp_path / "data"
    source.mkdir()
    begin(data)
    shutil.rmtree(data / "tidy")
    workbook(source / "a.xlsx", year_end())
    text(source / "letter.txt", "Dear analyst,")
    good = run("build", "--from", source, "--out", data)
    assert good.exit_code == 0
    assert "a.xlsx: ircc-tfwp-year-end, as of 2024-12-31 (stamped), 134 cells" in good.stdout
    assert "letter.txt: not one of ours, passed over" in good.stdout
    before = {path.name: path.read_bytes() for path in (data / "tidy").iterdir()}
    rows = year_end(("2023", "2024", "2025"), stamp="December 31 2025")
    rows[4][3] = "n/a"
    workbook(source / "b.xlsx", rows)
    bad = run("build", "--from", source, "--out", data)
    assert bad.exit_code == 1
    assert "b.xlsx, sheet 'TR - TFW Progam', cell D5: found 'n/a', expected" in bad.stderr
    assert {path.name: path.read_bytes() for path in (data / "tidy").iterdir()} == before


def test_pages_are_made_once_and_then_are_up_to_date(tmp_path: Path) -> None:
    first = run("reports", "--only", "province", "--province", "NU", "--out", tmp_path / "r")
    assert first.exit_code == 0
    assert "provinces/NU.html: it is not there yet" in first.stdout
    again = run("reports", "--only", "province", "--province", "NU", "--out", tmp_path / "r")
    assert "0 of 1 pages made" in again.stdout
    assert "out of date" in run("check", "--reports", tmp_path / "r").stderr


@pytest.mark.slow
def test_check_is_content_with_the_shipped_ledger_and_pages_just_made(tmp_path: Path) -> None:
    assert run("reports", "--out", tmp_path / "r").exit_code == 0
    result = run("check", "--reports", tmp_path / "r")
    assert result.exit_code == 0, result.output
    assert "The shipped ledger holds" in result.stdout


def test_french_that_was_read_again_is_stamped(tmp_path: Path) -> None:
    notebooks = Path(__file__).parents[1] / "notebooks"
    for name in ("index.ipynb", "index.fr.md"):
        shutil.copy(notebooks / name, tmp_path / name)
    assert "nothing had changed" in run("restamp", tmp_path / "index.ipynb").stdout
    side = tmp_path / "index.fr.md"
    written = side.read_text(encoding="utf-8")
    side.write_text(
        written.replace("cell: lead, translates: ", "cell: lead, translates: 0"), encoding="utf-8"
    )
    assert "cell lead" in run("restamp", tmp_path / "index.ipynb").stdout
    assert side.read_text(encoding="utf-8") == written


def test_a_renamed_file_is_named_with_its_card(tmp_path: Path) -> None:
    begin(tmp_path / "data")
    shutil.rmtree(tmp_path / "data" / "tidy")
    (tmp_path / "files").mkdir()
    text(tmp_path / "files" / "citizens.csv", citizenship())
    words = ("build", "--from", tmp_path / "files", "--out", tmp_path / "data")
    assert "say which it is with --as CARD=FILE" in run(*words).output
    result = run(*words, "--as", "ircc-tfwp-citizenship=citizens.csv")
    assert "citizens.csv: ircc-tfwp-citizenship, as of 2024-03-31" in result.output
    refused = run(*words, "--as", "citizens.csv")
    assert refused.exit_code != 0
    assert "give the card and the file, such as --as ircc-imp-citizenship=citizens.csv" in refused.output
