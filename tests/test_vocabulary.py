"""Words: each finds itself again, and a word mistyped finds the right one."""

from collections.abc import Iterator

import pandas as pd
import pytest

from imp_stats.errors import UnknownWordError
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
)

# A name that several codes share, so that it must be refused: the program of vulnerable workers has one child, of its name.
SHARED = {"travailleurs vulnerables"}


def names(entry: Entry) -> list[str]:
    return [word for word in (entry.en, entry.fr, *entry.aliases) if word]


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
            if folded(name) in SHARED:
                continue
            for word in (name, name.upper(), name.lower(), folded(name)):
                assert code_of(kind, word) == codes.get(folded(name), entry.code)  # a code wins over a name
        if kind != "stream":
            assert code_of(kind, f"{entry.code} - {entry.en}") == entry.code


@pytest.mark.parametrize("kind", KINDS)
def test_a_name_is_shared_by_codes_only_where_it_is_known(kind: Kind) -> None:
    meant: dict[str, set[str]] = {}
    for entry in entries(kind).values():
        for name in names(entry):
            meant.setdefault(folded(name), set()).add(entry.code)
    codes = set(map(folded, entries(kind)))
    shared = {word for word, found in meant.items() if len(found) > 1 and word not in codes}
    assert shared == (SHARED if kind == "stream" else set())


def test_a_name_that_is_shared_is_refused_with_the_codes() -> None:
    with pytest.raises(UnknownWordError, match=r"may be .*\(Vulnerable workers\) or .*: give the code"):
        code_of("stream", "Travailleurs vulnérables")
    assert code_of("stream", "Vulnerable workers") == "Vulnerable workers"


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
        with pytest.raises(UnknownWordError, match=r"is no \w+: .*(did you mean|it may be|give a code)"):
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
            if entry.en not in SHARED and kind != "stream":
                assert code_of_label(kind, entry.en) == entry.code


def test_a_label_falls_back_on_english_where_no_french_is_known() -> None:
    assert label("province", "NB", "fr") == "Nouveau-Brunswick"
    assert label("noc", "2174", "fr") == label("noc", "2174")
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
    for code in set(entries("noc")) - {"other", "not stated"}:
        assert skill_level(code) in ("management", "A", "B", "C", "D")


def test_find_looks_in_every_vocabulary_and_language() -> None:
    found = find("ecosse")
    assert found[["kind", "code"]].to_numpy().tolist() == [["province", "NS"]]
    assert find("COOKS")["code"].tolist()[0] == "6322"
    assert set(find("programmers interactive")["code"]) == {"2174"}
    assert find("2174")["english"].tolist() == [label("noc", "2174")]
    assert find("zzz").empty
    assert find("").empty
    assert set(map(str, find("zzz").dtypes)) == {"str"}
    kinds = find("a")["kind"].tolist()
    assert set(kinds) == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_find_finds_every_code_and_name(kind: Kind) -> None:
    for entry in list(entries(kind).values())[::11]:
        for word in (entry.code, entry.en):
            found = find(word)
            assert entry.code in found.loc[found["kind"] == kind, "code"].tolist()
