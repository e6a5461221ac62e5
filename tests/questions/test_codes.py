"""Exemption codes, against the table kept by hand and the lists of the Regulations' sections."""

import csv
from typing import Any

import duckdb
import pandas as pd
import pytest

import imp_stats as ims
from imp_stats.errors import NotHeldError, UnknownWordError
from imp_stats.folders import shipped_data
from imp_stats.vocabulary import entries

# Each section with its codes, as the list of 3 February 2025 has them.
SECTIONS = {
    "A25.2": "R01 R02",
    "R204(c)": "T13 C18 T10",
    "R204(d)": "C21",
    "R205(a)": "C10 C11 C60 C61 C62 C63 C13 C14 C15 C17 A71 A73 A74 A75 A76 A77 C90 C91",
    "R205(b)": "C20 C22 C23 C24 C26",
    "R205(c)(i)": "C31 C32 C33",
    "R205(c)(ii)": "C16 C41 C42 C43 C44 C45 C46 C47 C48 C49 C52 C88",
    "R205(d)": "C50 C51",
    "R206": "S61 S62",
    "R207": "A70",
    "R207.1": "A72",
    "R208": "H81 H82",
}
BECAME = {
    "C11": "C11 C60", "C12": "C61 C62 C63", "A75": "A73 A75 A77", "C20": "C20 C24 C26", "C41": "C41 C49",
    "C44": "C44 C52", "C50": "C50 C51", "R01": "R01 R02", "T44": "F61 F62 F63 T41 T42 T44", "T51": "T51 T54 T55",
    "T21": "F10 F20 F30 F50 T34", "T23": "F12 F22 F32 F42 F52 T36",
}  # fmt: skip


def codes(found: pd.DataFrame) -> set[str]:
    return set(found["code"])


def test_all_codes_are_there_as_they_are_kept(db: duckdb.DuckDBPyConnection) -> None:
    with (shipped_data() / "reference" / "exemption_codes.csv").open(encoding="utf-8", newline="") as file:
        kept = {row["code"]: row for row in csv.DictReader(file)}
    assert len(kept) == 111
    for lang in ("en", "fr"):
        found = ims.exemption_codes(db, lang=lang)
        assert codes(found) == set(kept)
        assert found["code"].is_unique
        for row in found.fillna("").to_dict("records"):
            there = kept[row["code"]]
            same = (
                "code_before",
                "section",
                "permit",
                "offer_and_fee",
                "stream",
                "stream_certainty",
                "outside_imp",
                "certainty",
                "details_certainty",
                "details_source",
            )
            assert [row[name] for name in same] == [there[name] for name in same]
            said = ("title", "permit_note", "offer_note", "duration", "note")
            assert [row[name] for name in said] == [there[f"{name}_{lang}"] for name in said]


@pytest.mark.parametrize("section", SECTIONS)
def test_a_section_has_its_codes(db: duckdb.DuckDBPyConnection, section: str) -> None:
    assert codes(ims.exemption_codes(db, section=section)) == set(SECTIONS[section].split())
    assert codes(ims.exemption_codes(db, section=section.removeprefix("R").lower())) == set(
        SECTIONS[section].split()
    )


def test_the_agreements_have_the_rest(db: duckdb.DuckDBPyConnection) -> None:
    agreements = codes(ims.exemption_codes(db, section="R204(a)"))
    assert len(agreements) == 111 - sum(len(one.split()) for one in SECTIONS.values())
    assert {code[0] for code in agreements} == {"T", "F"}
    both = ims.exemption_codes(db, section=["R205(b)", "R205(c)"])
    assert codes(both) == {
        code for name in ("R205(b)", "R205(c)(i)", "R205(c)(ii)") for code in SECTIONS[name].split()
    }


@pytest.mark.parametrize("before", BECAME)
def test_what_a_code_became_is_found(db: duckdb.DuckDBPyConnection, before: str) -> None:
    found = ims.exemption_codes(db, was=before)
    assert codes(found) == set(BECAME[before].split())
    new = found[found["code"] != before]
    assert (new["since"] == pd.Timestamp(2022, 12, 15)).all()


def test_the_codes_of_the_articles_are_answered(db: duckdb.DuckDBPyConnection) -> None:
    t36 = ims.exemption_codes(db, code="T36").iloc[0]
    assert (t36["title"], t36["section"], t36["permit"]) == (
        "CUSMA: professional",
        "R204(a)",
        "employer-specific",
    )
    assert t36["offer_note"] == "Also at a port of entry"
    c12 = ims.exemption_codes(db, code="c12")
    assert codes(c12) == {"C61", "C62", "C63"}
    assert "C12 ended on 14 December 2022; its place was taken by C61, C62 and C63." in c12.attrs["notes"]
    lasting = c12.set_index("code")["duration"]
    assert lasting["C62"] == "3 years, renewals of 2 years, 7 in all"
    assert lasting["C63"] == "3 years, renewals of 2 years, 5 in all"
    c16 = ims.exemption_codes(db, code="C16").iloc[0]
    assert (c16["section"], c16["section_before"]) == ("R205(c)(ii)", "R205(a)")
    assert "Level 5 in speaking and listening" in c16["note"]
    t13 = ims.exemption_codes(db, code="T13")
    assert (t13["confused_with"][0], t13["section"][0]) == ("C21", "R204(c)")
    assert "the working holiday is C21" in t13["note"][0]
    assert t13.attrs["notes"][0].startswith("T13 is often taken for C21 (International Experience Canada")
    c20 = ims.exemption_codes(db, code="C20")
    assert c20["title"].tolist() == ["Reciprocal employment, general"]
    assert "20 February 2026" in c20["note"][0]


def test_what_ended_or_was_split_is_said_in_both_languages(db: duckdb.DuckDBPyConnection) -> None:
    for lang, ended, split in (
        (
            "en",
            "C88 ended on 22 March 2026.",
            "What A75 covered until 14 December 2022 falls since then under A73, A75 and A77.",
        ),
        (
            "fr",
            "C88 a pris fin le 22 mars 2026.",
            "Ce que A75 couvrait jusqu’au 14 décembre 2022 relève depuis de A73, A75 et A77.",
        ),
    ):
        notes = ims.exemption_codes(db, code=["C88", "A75"], lang=lang).attrs["notes"]
        said = [note.replace("\u00a0", " ") for note in notes]
        assert ended in said
        assert split in said
        assert len(ims.exemption_codes(db, lang=lang).attrs["notes"]) == 1
    assert (
        "C61, C62 et C63 l’ont remplacé" in ims.exemption_codes(db, code="C12", lang="fr").attrs["notes"][0]
    )
    assert (
        ims.exemption_codes(db, code="T13", lang="fr")
        .attrs["notes"][0]
        .startswith("T13 est souvent pris pour C21")
    )


def test_what_the_list_does_not_give_has_a_certainty_of_its_own(db: duckdb.DuckDBPyConnection) -> None:
    found = ims.exemption_codes(db).set_index("code")
    assert set(found["certainty"]) == {"A"}
    assert set(found["details_certainty"]) == {"B", "C"}
    assert (found.loc[["C10", "C16", "C20", "C61", "C62", "C63"], "details_certainty"] == "B").all()
    assert not found["details_source"].str.contains("3 February 2025").any()


def test_filters_meet(db: duckdb.DuckDBPyConnection) -> None:
    holiday = ims.exemption_codes(db, word="working holiday")
    assert holiday["code"].tolist() == ["C21"]
    assert ims.exemption_codes(db, word="Vacances-travail")["code"].tolist() == ["C21"]
    assert "C43" in codes(ims.exemption_codes(db, word="pgwp"))
    trade = ims.exemption_codes(db, stream="Agreements > Canada-International")
    assert codes(trade) == codes(ims.exemption_codes(db, section="R204(a)"))
    benefit = ims.exemption_codes(db, stream="Significant benefit", permit="open")
    assert set(benefit["permit"]) == {"open", "either"}
    reciprocal = codes(ims.exemption_codes(db, stream="Reciprocal Employment"))
    assert reciprocal == {*SECTIONS["R205(b)"].split(), "C21"}


@pytest.mark.parametrize(
    ("filters", "error", "message"),
    [
        ({"code": "C99"}, UnknownWordError, r"'C99' is no exemption code: did you mean C9"),
        ({"code": "passport"}, UnknownWordError, "a code is written as C61, and word= looks for a text"),
        ({"code": []}, UnknownWordError, "names none: leave it out"),
        ({"was": "C61"}, UnknownWordError, "is no exemption code of before 15 December 2022: it may be A70"),
        (
            {"section": "R20"},
            UnknownWordError,
            r"'R20' is no section with an exemption code: it may be A25\.2, R204",
        ),
        ({"section": ""}, UnknownWordError, "is no section"),
        ({"stream": "Significant benefits"}, UnknownWordError, "did you mean Significant benefit"),
        ({"word": "spuse"}, UnknownWordError, "no exemption code is called so; did you mean spouse"),
        ({"word": "qqqq"}, UnknownWordError, "leave it out to see all"),
        (
            {"permit": "closed"},
            UnknownWordError,
            "is no kind of permit: it may be either, employer-specific and open",
        ),
        (
            {"word": "spouse", "section": "R205(b)"},
            NotHeldError,
            "No exemption code meets all of .*word=spouse",
        ),
        ({"lang": "de"}, ValueError, "the languages are"),
    ],
)
def test_a_wrong_word_is_named(
    db: duckdb.DuckDBPyConnection, filters: dict[str, Any], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        ims.exemption_codes(db, **filters)


def test_the_row_of_a_code_is_said_to_be_inferred(db: duckdb.DuckDBPyConnection) -> None:
    found = ims.exemption_codes(db)
    assert "inferred" in found.attrs["notes"][-1]
    assert set(found["stream_certainty"]) == {"high", "medium", "low", "unknown"}
    outside = found[found["outside_imp"].isin(["study", "humanitarian"])]
    assert outside["stream"].isna().all()
    named = found[found["stream"].notna() & ~found["stream"].str.contains(";", na=False)]
    assert named["stream_name"].tolist() == [entries("stream")[path].en for path in named["stream"]]


@pytest.mark.parametrize("filters", [{}, {"code": "C45"}, {"code": "C88"}, {"code": "T10"}])
def test_the_dtypes_do_not_depend_on_the_rows(db: duckdb.DuckDBPyConnection, filters: dict[str, Any]) -> None:
    dtypes = ims.exemption_codes(db, **filters).dtypes.astype(str)
    assert set(dtypes[["since", "until"]]) == {"datetime64[s]"}
    assert set(dtypes.drop(["since", "until"])) == {"str"}
