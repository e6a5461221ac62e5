"""Fees, what a route costs, and how routes compare, against the tables kept by hand."""

import csv
from typing import Any

import duckdb
import pandas as pd
import pytest

import imp_stats as ims
from imp_stats.errors import NotHeldError, UnknownWordError
from imp_stats.folders import shipped_data


def kept(name: str) -> list[dict[str, str]]:
    with (shipped_data() / "reference" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_amount_is_that_of_its_source(db: duckdb.DuckDBPyConnection) -> None:
    there = {(row["fee"], row["since"]): row for row in kept("fees.csv")}
    for lang in ("en", "fr"):
        found = ims.fees(db, lang=lang)
        assert len(found) == len(there)
        for row in found.to_dict("records"):
            one = there[row["fee"], str(row["since"].date())]
            assert row["amount"] == float(one["amount_cad"])
            assert ("" if pd.isna(row["until"]) else str(row["until"].date())) == one["until"]
            names = ("payer", "per", "amount_kind", "since_precision", "certainty", "source")
            assert [row[name] for name in names] == [one[name] for name in names]
            assert (row["label"], row["vintage"]) == (one[f"label_{lang}"], one["date"])


@pytest.mark.parametrize(
    ("fee", "day", "amount"),
    [
        ("work-permit", "2026-01-19", 155),
        ("open-permit-holder", "2015-02-21", 100),
        ("employer-compliance", "2026-06-29", 230),
        ("biometrics", "2019-01-01", 85),
        ("lmia", "2014-06-20", 1000),
        ("lmia", "2014-06-19", 275),
        ("lmia", "2013-07-31", 275),
        ("performing-arts-group", "2026-01-19", 690),
        ("iec-participation", "2025-12-01", 184.75),
        ("iec-participation", "2025-11-30", 179.75),
        ("iec-participation", "2024-11-30", 172),
        ("restoration", "2025-12-01", 246.25),
        ("temporary-resident-permit", "2025-11-30", 239.75),
    ],
)
def test_an_amount_is_that_of_the_day(
    db: duckdb.DuckDBPyConnection, fee: str, day: str, amount: float
) -> None:
    found = ims.fees(db, on=day)
    assert found["fee"].is_unique
    assert found.loc[found["fee"] == fee, "amount"].tolist() == [amount]


def test_after_the_day_of_its_source_an_amount_is_inferred(db: duckdb.DuckDBPyConnection) -> None:
    read, after = (ims.route_cost(db, route="TFWP", on=day) for day in ("2026-01-19", "2026-01-20"))
    assert set(read["certainty"]) == {"A"}
    assert set(after["certainty"]) == {"C"}
    assert set(ims.fees(db, on="2014-06-19")["certainty"]) == {"A"}  # an amount that has ended
    notices = ims.fees(db, on="2026-06-29").set_index("fee")["certainty"]
    assert notices.eq("C").all()


def test_who_pays_nothing_is_told_by_section(db: duckdb.DuckDBPyConnection) -> None:
    exempt = ims.fees(db, on="2026-01-19").set_index("fee")["exempt"]
    holders = exempt["open-permit-holder"]
    assert holders.startswith("R206 refugee claimants")
    assert holders.index("R207.1 vulnerable workers") < holders.index("R208 destitute students")
    assert exempt["work-permit"].startswith("R299(2), among others: refugee claimants")


def test_a_fee_without_an_amount_on_the_day_is_named(db: duckdb.DuckDBPyConnection) -> None:
    found = ims.fees(db, route="IMP", on="2015-02-21")
    assert set(found["fee"]) == {"employer-compliance", "work-permit"}
    assert [note.replace("\u00a0", " ") for note in found.attrs["notes"]] == [
        "Not held on that day: biometrics from 31 December 2018."
    ]
    french = ims.fees(db, route="IMP", on="2015-02-21", lang="fr").attrs["notes"][0]
    assert french.replace("\u00a0", " ") == "Non tenus ce jour-là : biometrics depuis le 31 décembre 2018."
    assert not ims.fees(db, route="IMP", on="2020-01-01").attrs


@pytest.mark.parametrize(
    ("route", "employer", "worker"),
    [("IMP", 230, 155 + 85), ("TFWP", 1000, 155 + 85), ("open", 0, 155 + 85 + 100)],
)
@pytest.mark.parametrize("workers", [1, 3])
def test_a_route_costs_what_its_fees_add_up_to(
    db: duckdb.DuckDBPyConnection, route: str, employer: int, worker: int, workers: int
) -> None:
    cost = ims.route_cost(db, route=route.lower(), workers=workers)
    by = cost.groupby("payer")["cost"].sum()
    assert by.get("employer", 0) == employer * workers
    assert by["worker"] == worker * workers
    assert (cost["cost"] == cost["amount"] * cost["units"]).all()
    assert set(cost["route"]) == {route}
    assert cost["fee"].is_unique
    assert set(cost["certainty"]) == {"A"}
    total = f"{(employer + worker) * workers:,}"
    assert f"together {total} Canadian dollars" in cost.attrs["notes"][0]
    assert "canadiens" in ims.route_cost(db, route=route, workers=workers, lang="fr").attrs["notes"][0]


def test_a_route_is_costed_on_any_day_on_which_all_its_fees_are_known(db: duckdb.DuckDBPyConnection) -> None:
    now = ims.route_cost(db, route="IMP")
    then = ims.route_cost(db, route="IMP", on="2019-01-01")
    pd.testing.assert_frame_equal(now, then)
    assert len(then.attrs["notes"]) == 1
    later = ims.route_cost(db, route="IMP", on="2026-06-29").attrs["notes"]
    assert (
        later[1].replace("\u00a0", " ")
        == "Amounts as in the texts of 19 January 2026; a change after it is not held here."
    )
    assert (
        "un changement ultérieur"
        in ims.route_cost(db, route="IMP", on="2026-06-29", lang="fr").attrs["notes"][1]
    )


@pytest.mark.parametrize(
    ("call", "filters", "error", "message"),
    [
        (
            "fees",
            {"on": "2010-01-01"},
            NotHeldError,
            "on=2010-01-01: no amount is known on that day; .*lmia from 31.July.2013",
        ),
        (
            "fees",
            {"route": "open", "payer": "employer"},
            NotHeldError,
            "No fee of route=open is paid by payer=employer",
        ),
        ("fees", {"payer": "boss"}, UnknownWordError, "'boss' is no payer: it may be employer and worker"),
        ("fees", {"route": "LMIA"}, UnknownWordError, "'LMIA' is no route: it may be IMP, TFWP and open"),
        ("fees", {"on": "2020"}, ValueError, "on='2020': a date is written as"),
        ("fees", {"lang": "de"}, ValueError, "the languages are"),
        (
            "route_cost",
            {"route": "IMP", "on": "2018-06-30"},
            NotHeldError,
            "not known on that day; biometrics from 31",
        ),
        ("route_cost", {"route": "closed"}, UnknownWordError, "is no route"),
        (
            "route_cost",
            {"route": "IMP", "workers": 0},
            ValueError,
            "workers=0: a number of workers is 1 or more",
        ),
        ("route_cost", {"route": "IMP", "workers": 1.5}, ValueError, "workers=1.5"),
        ("route_cost", {"route": "IMP", "workers": True}, ValueError, "workers=True"),
        (
            "routes",
            {"route": "open"},
            UnknownWordError,
            "is no route that is compared: it may be IMP, TFWP and wait",
        ),
    ],
)
def test_what_is_not_known_is_refused(
    db: duckdb.DuckDBPyConnection, call: str, filters: dict[str, Any], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        getattr(ims, call)(db, **filters)


def test_a_route_may_be_called_by_its_program(db: duckdb.DuckDBPyConnection) -> None:
    pd.testing.assert_frame_equal(
        ims.route_cost(db, route="International Mobility Program"), ims.route_cost(db, route="IMP")
    )


def test_every_row_of_the_guides_table_is_answered_for_each_route(db: duckdb.DuckDBPyConnection) -> None:
    found = ims.routes(db)
    answered = found[found["guide_row"].notna()]
    assert set(answered["guide_row"]) == {
        "Strategic risk", "Appeal rights", "Financial timeline", "Processing trajectory",
    }  # fmt: skip
    assert (answered.groupby("guide_row")["route"].nunique() == 3).all()
    assert (found.groupby("attribute")["route"].nunique() == 3).all()
    opinions = found[found["standing"] == "opinion"]
    assert set(opinions["certainty"]) == {"C"}
    confirmed = found[found["standing"] == "confirmed"]
    assert set(confirmed["certainty"]) == {"A"}
    corrected = found[found["standing"] == "corrected"]
    assert corrected[["attribute", "route"]].to_numpy().tolist() == [["filing", "IMP"]]
    assert (found["said"].notna() == (found["standing"] == "corrected")).all()


def test_the_comparison_of_routes_is_as_it_is_kept(db: duckdb.DuckDBPyConnection) -> None:
    there = {(row["attribute"], row["route"]): row for row in kept("routes.csv")}
    for lang in ("en", "fr"):
        found = ims.routes(db, lang=lang)
        assert len(found) == len(there)
        for row in found.fillna("").to_dict("records"):
            one = there[row["attribute"], row["route"]]
            assert [row["attribute_name"], row["text"], row["said"]] == [
                one[f"{name}_{lang}"] for name in ("attribute", "text", "said")
            ]
    assert set(ims.routes(db, route="wait")["route"]) == {"wait"}


def test_the_dtypes_do_not_depend_on_the_rows(db: duckdb.DuckDBPyConnection) -> None:
    for found in (ims.fees(db), ims.fees(db, on="2014-06-19")):
        dtypes = found.dtypes.astype(str)
        assert set(dtypes[["since", "until"]]) == {"datetime64[s]"}
        assert dtypes["amount"] == "Float64"
        assert set(dtypes.drop(["since", "until", "amount"])) == {"str"}
    dtypes = ims.route_cost(db, route="open").dtypes.astype(str)
    assert dtypes[["amount", "units", "cost"]].tolist() == ["Float64", "Int64", "Float64"]
    assert set(ims.routes(db).dtypes.astype(str)) == {"str"}
