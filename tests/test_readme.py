"""What the README shows is run, and what it says of its commands is so."""

import doctest

from conftest import REPOSITORY

README = (REPOSITORY / "README.md").read_text(encoding="utf-8")


def test_what_the_readme_shows_is_what_comes_out() -> None:
    test = doctest.DocTestParser().get_doctest(README, {}, "README.md", "README.md", 0)
    result = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(test)
    assert result.attempted >= 9
    assert result.failed == 0


def test_every_make_target_that_is_named_exists() -> None:
    makefile = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
    prose = README + (REPOSITORY / "CONTRIBUTING.md").read_text(encoding="utf-8")
    named = {word.split()[1].strip("`),;") for word in prose.split("`") if word.startswith("make ")}
    assert named
    assert all(f"\n{name}: " in makefile for name in named)


def test_every_dependency_has_its_reason() -> None:
    declared = (REPOSITORY / "pyproject.toml").read_text(encoding="utf-8")
    reasons = (REPOSITORY / "CONTRIBUTING.md").read_text(encoding="utf-8").partition("## Dependencies")[2]
    block = declared.partition("dependencies = [")[2].partition("]")[0]
    names = [line.strip().strip('",').partition(">")[0] for line in block.splitlines() if ">=" in line]
    assert len(names) > 8
    assert [name for name in names if name not in reasons] == []
