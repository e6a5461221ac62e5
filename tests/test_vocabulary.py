"""Words: each finds itself again, and a word mistyped finds the right one."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from imp_stats import vocabulary
from imp_stats.errors import UnknownWordError
from imp_stats.folders import shipped_data
from imp_stats.vocabulary import (
    KINDS,
    STATED,
    Entry,
    Kind,
    code_of,
    code_of_label,
    codes_of,
    entries,
    find,
    folded,
    label,
    skill_level,
    teer,
    unit_groups,
)

# Names that several codes share, so that they must be refused: a row of a tree with a child of its own name.
PATHWAY = "temporary resident to permanent resident pathway"
SHARED = {
    "stream": {"travailleurs vulnerables"},
    "pr_class": {
        PATHWAY,
        "voie d acces de la residence temporaire a la residence permanente",
        "regroupement familial parraine",
    },
}
TREES = ("stream", "pr_class")


def names(entry: Entry) -> list[str]:
    return [word for word in (entry.en, entry.fr, *entry.aliases) if word]


def older(entry: Entry) -> dict[str, str]:
    """Each name, folded, that an older classification has -> its code there."""
    return {} if not entry.version else held_before(entry.version)


@cache
def held_before(version: str) -> dict[str, str]:
    before = [entry for entry in entries("noc").values() if entry.version < version]
    return {folded(name): entry.code for entry in reversed(before) for name in names(entry)}


@pytest.mark.parametrize("kind", KINDS)
def test_every_code_finds_itself(kind: Kind) -> None:
    for code in entries(kind):
        for word in (code, code.upper(), code.lower(), f" {code} "):
            assert code_of(kind, word) == code


@pytest.mark.parametrize("kind", KINDS)
def test_every_name_finds_its_code_whatever_its_case_and_accents(kind: Kind) -> None:
    codes = {folded(code): code for code in entries(kind)}
    for entry in entries(kind).values():
        for name in names(entry):
            if folded(name) in SHARED.get(kind, ()):
                continue
            meant = older(entry).get(folded(name), entry.code)  # an older classification wins over a newer
            for word in (name, name.upper(), name.lower(), folded(name)):
                assert code_of(kind, word) == codes.get(folded(name), meant)  # a code wins over a name
        if kind not in TREES:
            assert code_of(kind, f"{entry.code} - {entry.en}") == entry.code


@pytest.mark.parametrize("kind", KINDS)
def test_a_name_is_shared_by_codes_only_where_it_is_known(kind: Kind) -> None:
    meant: dict[tuple[str, str], set[str]] = {}
    for entry in entries(kind).values():
        for name in names(entry):
            meant.setdefault((entry.version, folded(name)), set()).add(entry.code)
    codes = set(map(folded, entries(kind)))
    shared = {word for (_, word), found in meant.items() if len(found) > 1 and word not in codes}
    assert shared == SHARED.get(kind, set())


def test_a_name_that_is_shared_is_refused_with_the_codes() -> None:
    with pytest.raises(UnknownWordError, match=r"may be .*\(Vulnerable workers\) or .*: give the code"):
        code_of("stream", "Travailleurs vulnérables")
    assert code_of("stream", "Vulnerable workers") == "Vulnerable workers"
    with pytest.raises(
        UnknownWordError, match=r"may be Temporary Resident .* or Temporary .*: give the code"
    ):
        code_of("pr_class", PATHWAY)


def mistyped(word: str) -> Iterator[str]:
    """The word with one letter left out, replaced, added or swapped with the next."""
    for at in range(len(word)):
        before, letter, after = word[:at], word[at], word[at + 1 :]
        yield before + after
        yield f"{before}x{after}"
        yield f"{before}x{letter}{after}"
        yield before + after[:1] + letter + after[1:]


@pytest.mark.parametrize("code", entries("province"))
def test_a_province_mistyped_by_a_letter_is_named_first(code: str) -> None:
    entry = entries("province")[code]
    tried = 0
    for name in names(entry):
        for word in mistyped(name):
            try:
                assert (
                    code_of("province", word) == code
                )  # no letter that matters: a hyphen, or two that are the same
            except UnknownWordError as error:
                tried += 1
                suggestion = str(error).partition("did you mean ")[2]
                assert suggestion.startswith(f"{entry.en} ({code})"), (word, str(error))  # noqa: PT017 - one of many
    assert tried > 10


@pytest.mark.parametrize("kind", KINDS)
def test_a_word_like_no_other_is_refused_with_examples(kind: Kind) -> None:
    for word in ("zzzzzzzz", "", "???", 7, None, ["ON"]):
        with pytest.raises(UnknownWordError, match=r"is no [\w -]+: .*(did you mean|it may be|give a code)"):
            code_of(kind, word)  # type: ignore[arg-type]


def test_several_words_keep_their_order_and_come_once() -> None:
    expected = ["QC", "ON"]
    for several in (["Québec", "on", "QC"], ("qc", "Ontario"), pd.Series(["QC", "ON"]), iter(["QC", "ON"])):
        assert codes_of("province", several) == expected
    assert codes_of("province", "BC") == ["BC"]


def test_a_label_of_a_publisher_must_be_exact() -> None:
    assert code_of_label("province", "Ontario") == "ON"
    assert code_of_label("province", "ontario") is None
    assert code_of_label("province", "ON") is None
    for kind in KINDS:
        for entry in entries(kind).values():
            if kind not in TREES:
                assert code_of_label(kind, entry.en) == older(entry).get(folded(entry.en), entry.code)


def test_a_label_falls_back_on_english_where_no_french_is_known() -> None:
    assert label("province", "NB", "fr") == "Nouveau-Brunswick"
    assert label("noc", "6322", "fr") == "Cuisiniers"
    assert label("noc", "0011", "fr") == label("noc", "0011") == "Legislators"
    for kind in KINDS:
        for code in entries(kind):
            assert label(kind, code, "fr")


def test_the_provinces_stand_in_their_own_order() -> None:
    assert tuple(entries("province"))[:13] == STATED


def test_the_skill_level_is_that_of_the_code() -> None:
    levels = {
        "0011": "management", "0213": "management", "1111": "A", "2174": "A", "3012": "A", "4011": "A", "4031": "A",
        "2232": "B", "6322": "B", "7511": "C", "6552": "C", "4411": "C", "8431": "C", "8611": "D", "6611": "D",
    }  # fmt: skip
    assert {code: skill_level(code) for code in levels} == levels
    for code in unit_groups("2011"):
        assert skill_level(code) in ("management", "A", "B", "C", "D")
    for code in ("21231", "other", "", "21"):
        with pytest.raises(UnknownWordError, match=r"no code of 4 digits; .* teer\(\) takes the five digits"):
            skill_level(code)


def test_teer_is_the_second_digit_of_the_newer_code() -> None:
    counts = pd.Series([teer(code) for code in unit_groups("2021")]).value_counts().sort_index()
    assert counts.to_dict() == {0: 48, 1: 97, 2: 162, 3: 69, 4: 95, 5: 45}
    for code in ("2174", "not stated", "2123x"):
        with pytest.raises(UnknownWordError, match=r"no code of 5 digits; .* skill_level\(\) takes four"):
            teer(code)


def test_a_title_of_both_classifications_means_the_code_of_the_permit_tables() -> None:
    assert code_of("noc", "Cooks") == code_of("noc", "cuisiniers") == "6322"
    assert code_of_label("noc", "Cooks") == "6322"
    assert code_of("noc", "63200") == code_of("noc", "63200 - Cooks") == "63200"
    assert code_of("noc", "Payroll administrators") == "1432"  # its title of 2016, and a newer one's
    assert code_of("noc", "Livestock labourers") == "85100"  # a title of 2021 alone
    found = find("cooks")
    assert found["code"].tolist()[:2] == ["6322", "63200"]


def test_the_classifications_are_whole_and_titled_in_french_where_a_publisher_does() -> None:
    older_, newer = unit_groups("2011"), unit_groups("2021")
    assert (len(older_), len(newer)) == (500, 516)
    assert {len(code) for code in older_} == {4}
    assert {len(code) for code in newer} == {5}
    assert sum(bool(entry.fr) for entry in older_.values()) == 451
    assert sum(bool(entry.fr) for entry in newer.values()) == 410
    assert older_["8431"].fr == "Ouvriers agricoles"
    assert newer["85101"].fr == "Manoeuvres à la récolte"
    with pytest.raises(
        UnknownWordError, match="'2016' is no version of the NOC held here: give 2011 or 2021"
    ):
        unit_groups("2016")


def test_a_third_classification_is_rows_and_no_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "reference"
    folder.mkdir()
    text = (shipped_data() / "reference" / "occupations.csv").read_text(encoding="utf-8")
    new = (
        "21231,2026,Software engineers,,,,made,2026-12-01,A\n21999,2026,Prompt writers,,,,made,2026-12-01,A\n"
    )
    (folder / "occupations.csv").write_text(text + new, encoding="utf-8")
    caches = (entries, unit_groups, vocabulary._index, vocabulary._printed, vocabulary._findable)
    with monkeypatch.context() as patched:
        patched.setattr(vocabulary, "shipped_data", lambda: tmp_path)
        for cached in caches:
            cached.cache_clear()
        assert list(unit_groups("2026")) == ["21231", "21999"]
        assert unit_groups("2026")["21231"].en == "Software engineers"
        assert label("noc", "21231") == "Software engineers and designers"
        assert code_of("noc", "prompt writers") == "21999"
        assert teer("21999") == 1
    for cached in caches:
        cached.cache_clear()


def test_find_looks_in_every_vocabulary_and_language() -> None:
    found = find("ecosse")
    assert found[["kind", "code"]].to_numpy().tolist()[0] == ["province", "NS"]
    assert find("COOKS")["code"].tolist()[0] == "6322"
    assert set(find("programmers interactive")["code"]) == {"2174"}
    assert find("2174")["english"].tolist() == [label("noc", "2174")]
    assert find("zzz").empty
    assert find("").empty
    assert set(map(str, find("zzz").dtypes)) == {"str"}
    kinds = find("a")["kind"].tolist()
    assert set(kinds) == {*KINDS, "code"}
    assert find("C12")["code"].tolist() == ["C62", "C63", "C61"]
    assert find("working holiday")[["kind", "code"]].to_numpy().tolist() == [["code", "C21"]]


@pytest.mark.parametrize("kind", KINDS)
def test_find_finds_every_code_and_name(kind: Kind) -> None:
    for entry in list(entries(kind).values())[::11]:
        for word in (entry.code, entry.en):
            found = find(word)
            assert entry.code in found.loc[found["kind"] == kind, "code"].tolist()
