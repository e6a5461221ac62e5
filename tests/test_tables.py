"""Tables say what their frame says, in both languages, and the coverage before the count."""

import re
from dataclasses import FrozenInstanceError

import pandas as pd
import pytest

from imp_stats import intervals
from imp_stats.errors import IncomparableError
from imp_stats.measures import measures
from imp_stats.phrases import NBSP
from imp_stats.tables import Cell, Column, Table, plain, top_occupations
from imp_stats.tables.words import _ALL, heading, said

PLACES = ["program", "province", "year", "noc", "province_name", "occupation", "skill"]
ORIGIN = {"provenance": "printed", "source": "IRCC, a table", "vintage": "2024-12-31"}


def ranked(**changed: object) -> pd.DataFrame:
    """A ranking of four occupations, one of them hidden, two with the same count."""
    frame = pd.DataFrame({
        "program": "IMP", "province": "BC", "year": 2021, "noc": ["2173", "0013", "2174", "0012"],
        "province_name": "British Columbia",
        "occupation": ["Software engineers", "Senior managers <finance>", "Computer programmers", "Senior officials"],
        "skill": ["A", "management", "A", "management"],
        "effective_year": pd.array([1390, 325, 325, None], dtype="Int64"), "lower": [1388, 323, 323, 1],
        "upper": [1392, 327, 327, 4], "status": ["rounded", "rounded", "rounded", "suppressed"],
        "hidden": [0, 0, 0, 1], **ORIGIN,
    })  # fmt: skip
    shares = {"share_lower": [0.673, 0.15, 0.15, 0.0004], "share_upper": [0.6732, 0.17, 0.161, 0.0021]}
    derived = shares | {"coverage_lower": 0.157, "coverage_upper": 0.195}
    return intervals.rank(frame).assign(**derived | changed)


def texts(table: Table, column: str) -> list[str]:
    at = [each.id for each in table.columns].index(column)
    return [row[at].text for row in table.rows]


def beneath(table: Table, column: str) -> list[str]:
    at = [each.id for each in table.columns].index(column)
    return [row[at].beneath for row in table.rows]


def spaced(text: str) -> str:
    return text.replace(NBSP, " ")


def test_a_table_of_occupations_says_first_how_little_it_covers():
    table = top_occupations(ranked())
    assert table.lead == (
        "Occupation is recorded for 16% to 20% of the people counted; the rest, mostly open permits, "
        "name no occupation."
    )
    assert repr(table).index(table.lead[:40]) < repr(table).index("Software")
    html = table._repr_html_()
    assert html.index(table.lead) < html.index("<table")


def test_coverage_that_rounds_to_one_number_is_one():
    table = top_occupations(ranked(coverage_lower=0.2095, coverage_upper=0.2113))
    assert "recorded for 21% of the people" in table.lead


def test_a_table_of_occupations_names_program_place_year_measure_and_vintage():
    table = top_occupations(ranked())
    assert table.caption == "Top occupations, IMP, British Columbia, 2021"
    assert spaced(table.subtitle) == "Permits that became effective in the year, as of 31 December 2024"
    assert table.source == "Source: IRCC, a table"
    assert [column.heading for column in table.columns] == ["Rank", "Occupation", "People", "Share"]
    assert table.row_header == "occupation"


def test_a_certain_rank_is_one_strong_number_and_an_uncertain_one_a_range():
    table = top_occupations(ranked())
    assert [row[0] for row in table.rows] == [
        Cell("1", is_strong=True), Cell("2–3"), Cell("2–3"), Cell("4", is_strong=True),
    ]  # fmt: skip
    assert table.notes[table.columns[0].notes[0] - 1].startswith("A single number is certain.")


def test_a_list_of_certain_ranks_needs_no_note_about_ranges():
    table = top_occupations(ranked().iloc[[0, 3]])
    assert table.columns[0].notes == ()
    assert not any("single number" in note for note in table.notes)


def test_code_and_level_stand_beneath_the_name_and_bounds_beneath_the_count():
    table = top_occupations(ranked())
    assert beneath(table, "occupation")[:2] == ["NOC 2173, skill level A", "NOC 0013, management"]
    assert texts(table, "count") == ["1,390", "325", "325", "1–4"]
    assert beneath(table, "count") == ["1,388 to 1,392", "323 to 327", "323 to 327", ""]


def test_a_share_is_as_exact_as_its_bounds_allow():
    assert texts(top_occupations(ranked()), "share") == ["67.3%", "15–17%", "15–16%", "0.0–0.2%"]
    assert texts(top_occupations(ranked(share_lower=pd.NA)), "share") == [""] * 4


def test_hidden_and_estimated_counts_refer_to_their_notes():
    frame = ranked(status=["rounded", "estimated", "rounded", "suppressed"])
    table = top_occupations(frame)
    noted = {row[2].text: [table.notes[number - 1] for number in row[2].notes] for row in table.rows}
    assert noted["1–4"] == ["The publisher hides counts of 1 to 4."]
    assert top_occupations(frame).rows[1][2].notes != ()
    assert "each hidden count of 1 to 4 stands for 2" in table.notes[table.rows[1][2].notes[0] - 1]
    assert table.rows[0][2].notes == ()


def test_every_note_is_referred_to_and_every_reference_has_its_note():
    for table in (top_occupations(ranked()), plain(ranked(), caption="A")):
        referred = {number for column in table.columns for number in column.notes}
        referred |= {number for row in table.rows for cell in row for number in cell.notes}
        assert referred == set(range(1, len(table.notes) + 1))


def test_the_notes_of_a_frame_stand_beneath_those_of_the_table():
    frame = ranked()
    frame.attrs["notes"] = ["People of two provinces count twice."]
    assert top_occupations(frame).notes[-1] == "People of two provinces count twice."
    assert plain(frame, caption="A").notes[-1] == "People of two provinces count twice."


def positions() -> pd.DataFrame:
    return ranked(program="TFWP", status="exact", coverage_lower=1.0, coverage_upper=1.0).rename(
        columns={"effective_year": "positions"}
    )


def test_positions_are_said_to_be_no_people_and_are_all_coded():
    table = top_occupations(positions().assign(lower=[1390, 325, 325, 4], upper=[1390, 325, 325, 4]))
    assert table.columns[2].heading == "Positions"
    assert table.lead == "Occupation is recorded for all positions counted."
    assert "Positions are jobs that employers may fill, not people and not permits." in table.notes
    assert not any("rounded" in note or "not of the whole program" in note for note in table.notes)
    assert beneath(table, "count")[0] == ""


def test_positions_without_an_occupation_are_not_said_to_be_open_permits():
    table = top_occupations(positions().assign(coverage_lower=0.9, coverage_upper=0.9))
    assert (
        table.lead
        == "Occupation is recorded for 90.0% of the positions counted; the rest name no occupation."
    )


def test_a_table_of_occupations_speaks_french():
    table = top_occupations(ranked(), lang="fr")
    assert table.caption == "Principales professions, PMI, British Columbia, 2021"
    assert spaced(table.subtitle) == "Permis entrés en vigueur dans l'année, données au 31 décembre 2024"
    assert spaced(texts(table, "count")[0]) == "1 390"
    assert spaced(beneath(table, "count")[0]) == "1 388 à 1 392"
    assert beneath(table, "occupation")[:2] == ["CNP 2173, niveau de compétence A", "CNP 0013, gestion"]
    assert texts(table, "share")[:2] == [f"67,3{NBSP}%", f"15–17{NBSP}%"]
    assert spaced(table.lead).startswith(
        "La profession est inscrite pour 16 % à 20 % des personnes comptées;"
    )
    assert table.source == f"Source{NBSP}: IRCC, a table"


def test_several_rankings_are_refused_with_a_way_to_pick_one():
    frame = pd.concat([ranked(), ranked(province="ON"), ranked(province="ON", year=2022)])
    message = (
        "The frame holds 3 rankings (IMP BC 2021, IMP ON 2021 and IMP ON 2022); a table shows one: "
        'top_occupations(top[(top["province"] == \'BC\') & (top["year"] == 2021)]).'
    )
    with pytest.raises(ValueError, match=re.escape(message)):
        top_occupations(frame)


def test_a_frame_that_is_no_ranking_is_refused():
    with pytest.raises(ValueError, match=r"has no rank_best and coverage_upper: .*ims.top_occupations\(db"):
        top_occupations(ranked().drop(columns=["rank_best", "coverage_upper"]))
    with pytest.raises(ValueError, match="holds no row"):
        top_occupations(ranked().iloc[:0])
    with pytest.raises(IncomparableError):
        top_occupations(ranked().rename(columns={"effective_year": "people"}))


def holders(**changed: object) -> pd.DataFrame:
    return pd.DataFrame({
        "program": "IMP", "province": ["ON", "NU", "ZZ"], "year": 2024,
        "province_name": ["Ontario", "Nunavut", "Not stated"],
        "holders": pd.array([542105, None, 180855], dtype="Int64"), "lower": [542103, 1, 180853],
        "upper": pd.array([542107, 4, 180857], dtype="Int64"), "status": ["rounded", "suppressed", "rounded"],
        "hidden": [0, 1, 0], **ORIGIN, **changed,
    })  # fmt: skip


def test_a_plain_table_says_once_what_is_the_same_in_all_rows():
    table = plain(holders(), caption="Where they went")
    assert spaced(table.subtitle) == "Holders on 31 December, IMP, 2024, as of 31 December 2024"
    assert table.columns[0] == Column("province_name", "Province or territory", "left")
    assert texts(table, "province_name") == ["Ontario", "Nunavut", "Not stated"]
    assert texts(table, "count") == ["542,105", "1–4", "180,855"]
    assert beneath(table, "count")[0] == "542,103 to 542,107"
    assert table.row_header == "province_name"
    assert table.lead == ""


def test_a_plain_table_of_one_row_has_its_dimensions_as_columns():
    table = plain(holders().iloc[:1], caption="Ontario", lang="fr")
    assert [column.heading for column in table.columns] == [
        "Programme", "Année", "Province ou territoire", "Personnes",
    ]  # fmt: skip
    assert [spaced(cell.text) for cell in table.rows[0]] == ["PMI", "2024", "Ontario", "542 105"]


def test_where_there_is_no_central_value_the_bounds_stand_in_its_place():
    frame = holders(holders=pd.array([None] * 3, dtype="Int64"), lower=[3655, 1, 1], status="estimated")
    frame["upper"] = pd.array([4257, 4, None], dtype="Int64")
    assert texts(plain(frame, caption="A"), "count") == ["3,655 to 4,257", "1–4", "1 or more"]
    frame["holders"] = pd.array([4000, 2, 3], dtype="Int64")
    assert beneath(plain(frame, caption="A", lang="fr"), "count")[2] == "1 ou plus"


def test_shares_stand_beside_the_count_with_what_is_not_stated_explained():
    table = plain(intervals.share(holders()), caption="Shares")
    assert [column.heading for column in table.columns][-2:] == ["Share", "Share of stated"]
    assert texts(table, "share") == ["75–100%", "0–25%", "25.0%"]
    assert texts(table, "share_of_stated") == ["100.0%", "0.0%", ""]
    assert table.notes[table.columns[2].notes[0] - 1].startswith("Part of the whole is not stated")
    alone = plain(intervals.share(holders().iloc[:2]), caption="Shares")
    assert alone.columns[2].notes == ()


def test_months_and_what_is_missing_are_written_out():
    months = holders(
        month=pd.to_datetime(["2024-01-01", "2024-02-01", "2024-03-01"]), stream=["A", None, "B"]
    )
    frame = months[["month", "stream", "holders", *list(months.columns[5:12])]]
    table = plain(frame, caption="Months", lang="fr")
    assert [spaced(text) for text in texts(table, "month")] == ["janvier 2024", "février 2024", "mars 2024"]
    assert texts(table, "stream") == ["A", "", "B"]
    days = plain(frame.rename(columns={"month": "day"}), caption="Days")
    assert [spaced(text) for text in texts(days, "day")] == [
        "1 January 2024",
        "1 February 2024",
        "1 March 2024",
    ]


def test_exact_counts_need_no_note_about_rounding():
    exact = holders(status="exact", holders=[1, 2, 3], lower=[1, 2, 3], upper=[1, 2, 3])
    assert plain(exact, caption="A").notes == ()
    jobs = exact.rename(columns={"holders": "positions"})
    assert plain(jobs, caption="A").notes == (
        "Positions are jobs that employers may fill, not people and not permits.",
    )


def test_groups_of_a_levels_plan_that_are_no_program_stand_as_they_are():
    frame = holders(program=["IMP", "workers", "TFWP"])[["program", *holders().columns[4:]]]
    assert texts(plain(frame, caption="A", lang="fr"), "program") == ["PMI", "workers", "PTET"]
    assert texts(plain(frame, caption="A"), "program") == ["IMP", "workers", "TFWP"]


def test_several_vintages_and_sources_are_all_named():
    frame = holders(vintage=["2024-12-31", "2023-12-31; 2024-12-31", "2024-12-31"], source=["A", "B", "A"])
    table = plain(frame, caption="A")
    assert spaced(table.subtitle).endswith("as of 31 December 2023 and 31 December 2024")
    assert table.source == "Source: A; B"


def test_a_plain_table_refuses_what_is_not_one_measure_with_bounds():
    with pytest.raises(ValueError, match="has no lower and source: pass it as a question returned it"):
        plain(holders().drop(columns=["lower", "source"]), caption="A")
    with pytest.raises(ValueError, match="holds no row"):
        plain(holders().iloc[:0], caption="A")
    with pytest.raises(IncomparableError):
        plain(holders(positions=1), caption="A")
    with pytest.raises(ValueError, match="lang='de'"):
        plain(holders(), caption="A", lang="de")


def test_a_table_fits_a_terminal_of_80_columns():
    wide = ranked(occupation="Professional occupations in advertising, marketing and public relations " * 2)
    for table in (
        top_occupations(wide),
        top_occupations(wide, lang="fr"),
        plain(holders(), caption="A" * 200),
    ):
        assert max(map(len, repr(table).splitlines())) <= 80
    assert "Professional occupations in advertising," in repr(top_occupations(wide))


def test_a_table_in_a_terminal_shows_every_word_of_it():
    shown = repr(top_occupations(ranked()))
    for part in ("Rank¹", "2–3", "Software engineers", "NOC 2173, skill level A", "1,388 to 1,392", "1–4⁴",
                 "⁴ The publisher hides", "Source: IRCC, a table"):  # fmt: skip
        assert part in shown


def test_a_table_in_jupyter_is_the_same_bytes_twice_and_has_no_raw_markup():
    html = top_occupations(ranked())._repr_html_()
    assert html == top_occupations(ranked())._repr_html_()
    assert "Senior managers &lt;finance&gt;" in html
    assert "<strong>1</strong>" in html
    assert "<small>1,388 to 1,392</small>" in html
    assert "1–4<sup>4</sup>" in html
    assert "Source: IRCC, a table" in html


def test_tables_that_say_something_else_have_another_id():
    table = top_occupations(ranked())
    assert table.id in table._repr_html_()
    others = (top_occupations(ranked(), lang="fr"), top_occupations(ranked().iloc[1:]))
    assert len({table.id, *(other.id for other in others)}) == 3
    assert table.id == top_occupations(ranked()).id


def test_a_table_keeps_its_frame_and_does_not_change():
    frame = ranked()
    table = top_occupations(frame)
    assert table.frame is frame
    assert table == top_occupations(ranked())
    with pytest.raises(FrozenInstanceError):
        table.caption = "Something else"


def test_tables_say_the_same_in_both_languages_and_name_every_unit():
    assert _ALL["en"].keys() == _ALL["fr"].keys()
    for key, text in _ALL["en"].items():
        slots = set(re.findall(r"\{(\w+)\}", text))
        assert slots == set(re.findall(r"\{(\w+)\}", _ALL["fr"][key]))
    for measure in measures().values():
        assert said(measure.unit, "en")
    assert heading("is_newest", "fr") == "Is newest"
