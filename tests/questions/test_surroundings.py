"""Figures around an event, against the questions that they come from."""

import duckdb
import pandas as pd
import pytest

import imp_stats as ims
from imp_stats.errors import NotHeldError, UnknownWordError

COUNTED = ["lower", "upper", "status", "hidden", "provenance", "source", "vintage"]


def test_years_before_and_after_are_those_of_the_question(db: duckdb.DuckDBPyConnection) -> None:
    found = ims.around(db, event="imp-fees", years=3)
    assert found["year"].tolist() == [2012, 2013, 2014, 2015, 2016, 2017]
    assert found["side"].tolist() == ["before"] * 3 + ["after"] * 3
    held = ims.holders_by_year(db, program="IMP", since=2012, until=2017)
    pd.testing.assert_frame_equal(found[["holders", *COUNTED]], held[["holders", *COUNTED]])
    changed = ims.change(held[held["year"] >= 2014], since=2014)
    for name in ("change_lower", "change_upper", "ratio_lower", "ratio_upper"):
        assert found[name].tolist()[2:] == changed[name].tolist()
        assert found[name].isna().tolist() == [True, True, False, False, False, False]


def test_the_streams_of_the_event_are_asked_for_unless_others_are(db: duckdb.DuckDBPyConnection) -> None:
    found = ims.around(db, event="cusma")
    assert found["stream"].nunique() == 2
    assert {"cusma-2020", "cusma-2020;other-imp-2021", ""} == set(found["breaks"])
    other = ims.around(db, event="cusma", stream="Vulnerable workers", province="ON")
    assert set(other["stream"]) == {"Vulnerable workers"}
    assert set(other["province"]) == {"ON"}


def test_a_stock_has_no_period_during_and_a_flow_has(db: duckdb.DuckDBPyConnection) -> None:
    assert "during" not in set(ims.around(db, event="family-permits")["side"])
    years = ims.around(db, event="family-permits", measure="effective_year", years=1)
    assert years[["year", "side"]].to_numpy().tolist() == [
        [2022, "before"],
        [2023, "during"],
        [2024, "after"],
    ]
    months = ims.around(db, event="covid-border", measure="effective_month", months=2)
    imp = months[months["program"] == "IMP"]
    assert imp["side"].tolist() == ["before", "before", "during", "after", "after"]
    assert imp["month"].dt.month.tolist() == [1, 2, 3, 4, 5]
    assert set(months["program"]) == {"IMP", "TFWP"}


def test_months_change_from_the_same_month_of_the_year_before(db: duckdb.DuckDBPyConnection) -> None:
    found = ims.around(db, event="imp-fees", measure="effective_month", months=1, program="IMP")
    assert found["since"].isna().all()  # 2014 is not held
    found = ims.around(db, event="cusma", measure="effective_month", months=4)
    held = ims.same_month(ims.effective_by_month(db, program="IMP"))
    there = held[held["month"].isin(found["month"])]
    assert found["change_lower"].tolist() == there["change_lower"].tolist()
    assert (found["since"] == found["month"] - pd.DateOffset(years=1)).all()


def test_a_base_that_may_be_0_has_no_ratio_and_still_a_change(db: duckdb.DuckDBPyConnection) -> None:
    found = ims.around(db, event="vulnerable-workers", years=1)
    assert found[["holders", "change"]].to_numpy().tolist() == [[0, 0], [226, 226]]
    assert found.loc[1, ["change_lower", "change_upper"]].tolist() == [211, 246]
    assert found["ratio"].isna().all()
    assert found["ratio_upper"].isna().all()


@pytest.mark.parametrize(
    ("lang", "words"),
    [("en", ["timing is not cause", "TR to PR pathway (6 May 2021)", "COVID border measures (March 2020)", "A break in the series"]),
     ("fr", ["n’est pas une cause", "Voie RT à RP (6 mai 2021)", "Frontière, COVID (mars 2020)", "Une rupture de série"])],
)  # fmt: skip
def test_the_notes_say_what_else_there_was(
    db: duckdb.DuckDBPyConnection, lang: str, words: list[str]
) -> None:
    found = ims.around(db, event="cusma", lang=lang)
    notes = " ".join(found.attrs["notes"]).replace("\u00a0", " ")
    assert all(word in notes for word in words)
    assert "Road map" not in notes  # of the other program
    own = ims.policy_events(db, lang=lang).set_index("event").loc["cusma", "label"]
    assert f"{own} (" not in notes


def test_fewer_periods_than_asked_for_are_said_to_be_so(db: duckdb.DuckDBPyConnection) -> None:
    notes = ims.around(db, event="low-wage-limits", years=3).attrs["notes"]
    assert "Of the 3 periods asked for on either side, 3 before and 1 after are held." in notes


def test_an_event_beyond_what_is_held_is_refused(db: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(
        NotHeldError, match="Nothing is held after 'c20-instructions': the rows run from year 2000"
    ):
        ims.around(db, event="c20-instructions")
    with pytest.raises(NotHeldError, match="Nothing is held before 'imp-created'"):
        ims.around(db, event="imp-created", measure="positions")


def test_words_that_are_none_are_refused_with_those_near(db: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(UnknownWordError, match="event='c20' is no event: did you mean c20-instructions"):
        ims.around(db, event="c20")
    with pytest.raises(UnknownWordError, match=r"'zzz' is no event: ims\.policy_events\(db\) has them all"):
        ims.around(db, event="zzz")
    with pytest.raises(UnknownWordError, match="measure='target': around answers holders, effective_year"):
        ims.around(db, event="cusma", measure="target")
    with pytest.raises(UnknownWordError, match="streams are held for measure='holders' only"):
        ims.around(db, event="cusma", measure="effective_month", stream="Vulnerable workers")


@pytest.mark.slow
def test_every_event_is_answered_or_refused_as_not_held(db: duckdb.DuckDBPyConnection) -> None:
    answered = 0
    for event in ims.policy_events(db)["event"]:
        try:
            found = ims.around(db, event=event)
        except NotHeldError:
            continue
        answered += 1
        assert {"before", "after"} <= set(found["side"])
        assert (found["change_lower"].dropna() <= found["change_upper"].dropna()).all()
    assert answered >= 34
