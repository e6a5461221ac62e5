"""The concordance, its clusters, and frames moved by them: sums that are exact, and estimates that say so."""

import csv
import itertools
from collections import Counter, defaultdict

import duckdb
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import imp_stats as ims
from imp_stats.concordance.bridges import Bridge, Count, bridge_to, split
from imp_stats.concordance.clusters import Cluster, clusters, concordances
from imp_stats.concordance.harmonizing import harmonize
from imp_stats.errors import IncomparableError, UnknownWordError
from imp_stats.folders import shipped_data
from imp_stats.vocabulary import unit_groups

PAIR = ("2011", "2021")
EDGES = concordances()[PAIR]
BY_CODE = clusters(PAIR)
ALL = sorted({cluster.id: cluster for cluster in BY_CODE.values()}.values(), key=lambda cluster: cluster.id)
TIED = [cluster for cluster in ALL if len(cluster.edges) > 1]
FARM = ["2271", "8252", "8431", "8611"]
BRIDGE = "lmia-2024q4-2025q1"
moderately = settings(deadline=None, max_examples=60)


def made(measure: str, counts: dict[str, tuple[int, int] | None], **said: object) -> pd.DataFrame:
    """A frame of codes with bounds; None is a hidden cell."""
    bounds = [count or (1, 4) for count in counts.values()]
    frame = pd.DataFrame({**said, "noc": list(counts)})
    frame["occupation"] = "a title"
    frame[measure] = pd.array([low if low is not None else pd.NA for low, _ in bounds], dtype="Int64")
    frame[measure] = frame[measure].where([count is not None for count in counts.values()])
    frame["lower"] = pd.array([low for low, _ in bounds], dtype="Int64")
    frame["upper"] = pd.array([high for _, high in bounds], dtype="Int64")
    frame["status"] = [
        "suppressed" if count is None else "exact" if count[0] == count[1] else "rounded"
        for count in counts.values()
    ]
    frame["hidden"] = pd.array([int(count is None) for count in counts.values()], dtype="Int64")
    return frame.assign(provenance="printed", source="made", vintage="2024-12-31")


def exact(counts: dict[str, int], **said: object) -> pd.DataFrame:
    return made("positions", {code: (count, count) for code, count in counts.items()}, **said)


# The concordance


def test_the_concordance_is_complete_on_both_sides_and_has_no_row_twice() -> None:
    assert len(EDGES) == len(set(EDGES)) == 585
    assert {older for older, _ in EDGES} == set(unit_groups("2011"))
    assert {newer for _, newer in EDGES} == set(unit_groups("2021"))


def test_440_codes_have_one_successor_and_60_are_split_over_at_most_five() -> None:
    successors = Counter(older for older, _ in EDGES)
    assert Counter(count > 1 for count in successors.values()) == {False: 440, True: 60}
    assert max(successors.values()) == 5
    assert sum(count > 1 for count in Counter(newer for _, newer in EDGES).values()) == 60


def test_codes_keep_their_leading_zeros() -> None:
    assert ("0011", "00010") in EDGES
    assert {(len(older), len(newer)) for older, newer in EDGES} == {(4, 5)}


def test_every_change_of_the_concordance_is_named_and_sourced() -> None:
    with (shipped_data() / "reference" / "concordance.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert all(row["change"] and row["source"] and row["certainty"] == "A" for row in rows)


def test_the_codes_of_the_third_article_go_where_the_classification_says() -> None:
    found = {
        code: sorted(newer for older, newer in EDGES if older == code)
        for code in ("2174", "4011", "5241", "5135")
    }
    assert found == {
        "2174": ["21230", "21232", "21234"], "4011": ["41200"], "5241": ["52120"], "5135": ["53121"],
    }  # fmt: skip


# The clusters


def test_there_are_435_clusters_396_of_one_code_to_one_and_the_largest_of_9_to_10() -> None:
    sizes = Counter((len(cluster.members("2011")), len(cluster.members("2021"))) for cluster in ALL)
    assert len(ALL) == 435
    assert sizes[1, 1] == 396
    assert max(sizes, key=sum) == (9, 10)


def test_clusters_partition_both_classifications() -> None:
    for version in PAIR:
        codes = [code for cluster in ALL for code in cluster.members(version)]
        assert sorted(codes) == sorted(unit_groups(version))


@given(st.sampled_from(EDGES))
def test_clusters_are_closed_under_the_concordance(edge: tuple[str, str]) -> None:
    older, newer = edge
    assert BY_CODE[older] is BY_CODE[newer]
    assert edge in BY_CODE[older].edges


@given(st.sampled_from(TIED), st.data())
def test_no_smaller_set_of_codes_is_closed(cluster: Cluster, data: st.DataObject) -> None:
    codes = [*cluster.members("2011"), *cluster.members("2021")]
    part = data.draw(st.sets(st.sampled_from(codes), min_size=1, max_size=len(codes) - 1))
    assert any((older in part) != (newer in part) for older, newer in cluster.edges)


def test_the_worked_examples_are_those_of_the_concordance() -> None:
    assert BY_CODE["8431"].members("2011") == tuple(FARM)
    assert BY_CODE["8431"].members("2021") == ("72600", "82030", "84120", "85100", "85101")
    assert BY_CODE["2174"].members("2011") == ("2171", "2172", "2173", "2174", "2175")
    assert BY_CODE["2174"].members("2021") == (
        "21211", "21220", "21221", "21222", "21223", "21230", "21231", "21232", "21233", "21234",
    )  # fmt: skip
    assert BY_CODE["8432"].members("2021") == ("85103",)


# Frames that move


def test_a_code_with_one_successor_moves_and_keeps_its_count() -> None:
    found = harmonize(made("positions", {"4011": (98, 102), "6322": None}, year=2021))
    assert found[["noc", "noc_version", "noc_from", "noc_to", "occupation"]].to_numpy().tolist() == [
        ["41200", "2021", "4011", "41200", "University professors and lecturers"],
        ["63200", "2021", "6322", "63200", "Cooks"],
    ]
    assert found[["lower", "upper", "status", "provenance"]].to_numpy().tolist() == [
        [98, 102, "rounded", "printed"],
        [1, 4, "suppressed", "printed"],
    ]
    assert found["positions"].tolist() == [98, pd.NA]


def test_a_cluster_has_the_exact_sum_of_its_codes_and_says_which_they_are() -> None:
    frame = exact(dict(zip(FARM, (41, 1474, 61515, 2753), strict=True)), year=2021)
    found = harmonize(frame)
    assert found.columns.tolist() == [
        "year", "noc", "noc_version", "noc_from", "noc_to", "occupation", "positions", "lower", "upper", "status",
        "hidden", "provenance", "source", "vintage",
    ]  # fmt: skip
    row = found.iloc[0]
    assert len(found) == 1
    assert (row["noc"], row["noc_version"]) == ("2271+8252+8431+8611", "2011-2021")
    assert (row["noc_from"], row["noc_to"]) == ("2271;8252;8431;8611", "72600;82030;84120;85100;85101")
    assert (row["positions"], row["lower"], row["upper"], row["status"]) == (65783, 65783, 65783, "exact")
    assert row["provenance"] == "sum of 4 cells"
    assert row["occupation"] == "General farm workers (8431) and 3 others"
    assert harmonize(frame, lang="fr")["occupation"].item() == "Ouvriers agricoles (8431) et 3 autres"


def test_codes_that_were_merged_into_one_are_that_one_code() -> None:
    found = harmonize(exact({"9222": 10, "9223": 5}, year=2021))
    assert found[["noc", "noc_version", "positions"]].to_numpy().tolist() == [["92021", "2021", 15]]


def test_a_code_that_was_split_stays_whole_and_is_no_unit_of_the_newer_version() -> None:
    found = harmonize(exact({"1228": 7}, year=2021))
    assert found[["noc", "noc_version", "noc_to", "positions"]].to_numpy().tolist() == [
        ["1228", "2011-2021", "12104;43203", 7]
    ]


def test_where_people_may_be_in_two_occupations_a_cluster_has_bounds_and_no_centre() -> None:
    frame = made(
        "effective_year", dict(zip(FARM, [(1, 4), (8, 12), (98, 102), (13, 17)], strict=True)), year=2021
    )
    found = harmonize(frame).iloc[0]
    assert found["effective_year"] is pd.NA
    assert (found["lower"], found["upper"], found["status"]) == (98, 135, "estimated")
    assert "largest part" in harmonize(frame).attrs["notes"][0]


def test_what_is_not_stated_passes_through() -> None:
    found = harmonize(
        made("effective_year", {"4011": (98, 102), "other": (5, 7), "not stated": (0, 0)}, year=2021)
    )
    assert found["noc"].tolist() == ["41200", "other", "not stated"]
    assert found["noc_from"].tolist() == ["4011", "", ""]
    assert found["occupation"].tolist()[1:] == ["Other occupations", "Occupation not stated"]


@pytest.mark.parametrize(
    ("codes", "missing"),
    [(["8431"], "2271, 8252 and 8611"), (["2271", "8431", "8611"], "8252"), (["9222"], "9223")],
)
def test_a_cluster_with_a_code_missing_is_refused_with_the_codes(codes: list[str], missing: str) -> None:
    frame = exact(dict.fromkeys(codes, 5), province="ON", year=2021)
    with pytest.raises(
        IncomparableError, match=rf"province ON, year 2021, noc {codes[0]}: .* tied to {missing}, of which"
    ):
        harmonize(frame)


def test_a_code_missing_in_one_place_or_year_is_refused_there() -> None:
    whole = exact(dict.fromkeys(FARM, 5), province="ON", year=2021)
    part = whole[whole["noc"] != "2271"].assign(province="QC")
    with pytest.raises(IncomparableError, match=r"province QC, year 2021, noc 8252: .* tied to 2271"):
        harmonize(pd.concat([whole, part], ignore_index=True))


def test_in_a_complete_frame_an_occupation_without_a_row_counts_0_and_a_note_says_so() -> None:
    found = harmonize(exact({"8431": 100, "8611": 5}, year=2021), complete=True)
    assert found["positions"].tolist() == [105]
    assert found.attrs["notes"] == ["An occupation without a row in a place and period counts 0 there."]


def test_newer_codes_go_back_to_the_older_and_to_the_same_clusters() -> None:
    newer = dict.fromkeys(BY_CODE["8431"].members("2021"), 10) | {"41200": 7, "12104": 1, "43203": 2}
    back = harmonize(exact(newer, year=2024), to="2011")
    assert back[["noc", "noc_version", "positions"]].to_numpy().tolist() == [
        ["2271+8252+8431+8611", "2011-2021", 50], ["4011", "2011", 7], ["1228", "2011", 3],
    ]  # fmt: skip
    same = harmonize(exact(newer, year=2024))
    assert same["noc"].tolist() == ["2271+8252+8431+8611", "41200", "1228"]
    assert (
        same["occupation"].tolist()[0]
        == "Air pilots, flight engineers and flying instructors (72600) and 4 others"
    )


def test_years_of_both_versions_come_to_the_same_occupations() -> None:
    older = exact(dict.fromkeys([*FARM, "4011"], 10), year=2023)
    newer = exact(dict.fromkeys([*BY_CODE["8431"].members("2021"), "41200"], 10), year=2024)
    found = harmonize(pd.concat([older, newer], ignore_index=True))
    assert found[["year", "noc", "positions"]].to_numpy().tolist() == [
        [2023, "2271+8252+8431+8611", 40], [2023, "41200", 10],
        [2024, "2271+8252+8431+8611", 50], [2024, "41200", 10],
    ]  # fmt: skip


def test_both_versions_in_one_year_are_refused() -> None:
    mixed = exact(dict.fromkeys([*FARM, *BY_CODE["8431"].members("2021")], 10), year=2023)
    with pytest.raises(IncomparableError, match="different versions or levels of the NOC"):
        harmonize(mixed)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"to": "2026"}, r"to='2026' from 2011: a concordance of the NOC is held between 2011 and 2021"),
        ({"bridge": "even"}, rf"bridge='even' is no bridge to NOC 2021: it may be {BRIDGE}"),
        ({"bridge": BRIDGE, "to": "2011"}, r"is no bridge to NOC 2011: none leads to NOC 2011"),
        ({"lang": "de"}, r"the languages are"),
    ],
)
def test_a_version_or_a_bridge_that_is_none_is_refused(change: dict[str, str], message: str) -> None:
    with pytest.raises((UnknownWordError, ValueError), match=message):
        harmonize(exact(dict.fromkeys(FARM, 5), year=2021), **change)  # type: ignore[arg-type]


def test_a_code_that_is_none_or_of_another_version_than_said_is_refused() -> None:
    with pytest.raises(UnknownWordError, match=r"'9999' is no unit group of NOC 2011 and 2021"):
        harmonize(exact({"9999": 1}, year=2021))
    with pytest.raises(UnknownWordError, match=r"'4011' is no unit group of NOC 2021"):
        harmonize(exact({"4011": 1}, year=2021, noc_version="2021"))
    assert harmonize(exact({"4011": 1}, year=2021, noc_version="2011"))["noc"].tolist() == ["41200"]


def test_what_has_no_occupations_or_does_not_add_over_them_or_was_moved_already_is_refused() -> None:
    frame = exact({"4011": 1}, year=2021)
    with pytest.raises(IncomparableError, match="no column 'noc'"):
        harmonize(frame.drop(columns="noc"))
    with pytest.raises(IncomparableError, match="harmonized already"):
        harmonize(harmonize(frame))
    farm = exact(dict.fromkeys(FARM, 5), year=2021).rename(columns={"positions": "population"})
    with pytest.raises(IncomparableError, match="never summed over noc"):
        harmonize(farm)


def test_clusters_are_ranked_among_themselves_and_never_beside_unit_groups() -> None:
    programmers = {"2171": 1, "2172": 2, "2173": 3, "2174": 4, "2175": 5}
    found = harmonize(exact(dict.fromkeys(FARM, 5) | programmers | {"4011": 3, "6322": 9}, year=2021))
    for ranked in (ims.rank, lambda frame: ims.top(frame, 1), ims.share):
        with pytest.raises(IncomparableError, match="different versions or levels of the NOC"):
            ranked(found)
    for version in ("2021", "2011-2021"):
        assert (
            ims.rank(found[found["noc_version"] == version])["rank_best"].tolist() == [1, 2]
            or version == "2021"
        )
    assert ims.top(found[found["noc_version"] == "2021"], 1)["noc"].tolist() == ["63200"]


COUNTED = st.one_of(st.none(), st.integers(0, 400).map(lambda count: (count, count)))


@moderately
@given(st.lists(st.sampled_from(ALL), min_size=1, max_size=8, unique_by=lambda one: one.id), st.data())
def test_sums_are_preserved_whatever_moves(chosen: list[Cluster], data: st.DataObject) -> None:
    side = data.draw(st.sampled_from(PAIR))
    counts = {code: data.draw(COUNTED) for cluster in chosen for code in cluster.members(side)}
    frame = made("positions", counts, year=2021)
    for to in PAIR:
        found = harmonize(frame, to=to)
        assert (found["lower"].sum(), found["upper"].sum()) == (frame["lower"].sum(), frame["upper"].sum())
        assert found["hidden"].sum() == frame["hidden"].sum()
        assert len(found) == len(chosen)
        assert found["noc"].is_unique
        known = found["positions"].notna()
        assert (found["lower"][known] <= found["positions"][known]).all()
        assert (found["positions"][known] <= found["upper"][known]).all()


# Bridges


def test_a_bridge_splits_only_what_it_observed_and_says_that_it_is_an_estimate() -> None:
    frame = exact(dict(zip(FARM, (41, 1474, 61515, 2753), strict=True)) | {"1228": 7}, year=2021)
    found = harmonize(frame, bridge=BRIDGE)
    parts, whole = found[found["status"] == "estimated"], found[found["status"] != "estimated"]
    assert parts["noc"].tolist() == list(BY_CODE["8431"].members("2021"))
    assert set(parts["noc_version"]) == {"2021"}
    assert parts["positions"].sum() == 65783
    assert set(parts["provenance"]) == {f"bridge {BRIDGE} over sum of 4 cells"}
    assert parts[["lower", "upper"]].to_numpy().tolist() == [
        [41, 1515], [0, 1474], [0, 62989], [0, 62989], [2753, 64268],
    ]  # fmt: skip
    assert whole[["noc", "noc_version", "positions", "status"]].to_numpy().tolist() == [
        ["1228", "2011-2021", 7, "exact"]
    ]
    assert BRIDGE in found.attrs["notes"][-1]
    assert "ESDC, positive LMIA employers lists" in found.attrs["notes"][-1]
    assert parts["occupation"].tolist()[-1] == "Harvesting labourers"


def test_beside_what_a_bridge_splits_newer_codes_stay_as_they_are() -> None:
    codes = BY_CODE["8431"].members("2021")
    older = exact(dict(zip(FARM, (41, 1474, 61515, 2753), strict=True)) | {"1228": 7}, year=2023)
    newer = exact(dict.fromkeys([*codes[1:], "12104", "43203"], 10), year=2024)
    found = harmonize(pd.concat([older, newer], ignore_index=True), bridge=BRIDGE)
    now = found[found["year"] == 2024]
    assert now["noc"].tolist() == [*codes[1:], "1228"]
    assert now["positions"].tolist() == [10, 10, 10, 10, 20]
    assert set(now["status"]) == {"exact"}
    assert now["noc_to"].tolist()[0] == ";".join(codes)
    assert found.loc[found["year"] == 2023, "noc"].tolist() == [*codes, "1228"]


def test_a_newer_code_without_people_is_not_split_again() -> None:
    newer = exact(dict.fromkeys(BY_CODE["1228"].members("2021"), 0), year=2024)
    assert harmonize(newer, bridge=BRIDGE)["noc"].tolist() == ["1228"]
    farm = exact(dict.fromkeys(BY_CODE["8431"].members("2021"), 0), year=2024)
    assert harmonize(farm, bridge=BRIDGE)["provenance"].tolist() == ["printed"] * 5


def test_the_bridge_holds_every_code_between_which_an_older_one_was_split() -> None:
    split_over = defaultdict(list)
    for older, newer in EDGES:
        split_over[older].append(newer)
    needed = {newer for codes in split_over.values() if len(codes) > 1 for newer in codes}
    bridge = bridge_to(BRIDGE, "2021")
    assert set(bridge.observed) == needed
    assert bridge.observed["85101"] == 38241
    assert min(bridge.observed.values()) == 0


@moderately
@given(st.sampled_from([cluster for cluster in TIED if len(cluster.members("2021")) > 1]), st.data())
def test_a_split_keeps_the_sum_and_every_estimate_within_what_is_possible(
    cluster: Cluster, data: st.DataObject
) -> None:
    observed = {code: data.draw(st.integers(0, 9)) for code in cluster.members("2021")}
    true = {edge: data.draw(st.integers(0, 50)) for edge in cluster.edges}
    olds = {code: sum(n for (old, _), n in true.items() if old == code) for code in cluster.members("2011")}
    counts = [Count(code, count, count, count, 0) for code, count in olds.items()]
    bridge = Bridge("made", "2021", observed, "made")
    blind = [code for code in olds if len(cluster.successors(code)) > 1
             and not any(observed[new] for new in cluster.successors(code))]  # fmt: skip
    assert bridge.splits(cluster) == (not blind)
    if blind:
        return
    parts = split(cluster, counts, bridge, adds=True)
    for part in parts:
        assert part.lower <= part.central <= part.upper
        assert part.lower <= sum(n for (_, new), n in true.items() if new == part.noc) <= part.upper
    assert sum(part.central for part in parts) == sum(olds.values())


def test_where_people_may_be_in_two_occupations_only_what_comes_from_one_is_estimated() -> None:
    frame = made(
        "effective_year", dict(zip(FARM, [(1, 4), (8, 12), (98, 102), (13, 17)], strict=True)), year=2021
    )
    found = harmonize(frame, bridge=BRIDGE).set_index("noc")
    assert found["effective_year"].notna().to_dict() == {
        "72600": False, "82030": True, "84120": False, "85100": False, "85101": False,
    }  # fmt: skip
    assert found.loc["85101", ["lower", "upper"]].tolist() == [13, 119]
    assert (found["lower"] <= found["upper"]).all()


def test_shares_are_never_even_by_assumption() -> None:
    nothing = Bridge("made", "2021", dict.fromkeys(BY_CODE["1228"].members("2021"), 0), "made")
    assert not nothing.splits(BY_CODE["1228"])
    assert harmonize(exact({"1228": 7}, year=2021), bridge=BRIDGE)["noc"].tolist() == ["1228"]


# On what is held


def test_positions_of_every_year_come_to_2021_with_their_sums(db: duckdb.DuckDBPyConnection) -> None:
    frame = ims.positions_by_occupation(db)
    found = ims.harmonize(frame, complete=True)
    pd.testing.assert_series_equal(
        found.groupby("year")["positions"].sum(), frame.groupby("year")["positions"].sum()
    )
    assert len(set(found["noc"])) == len({BY_CODE[code].id for code in frame["noc"]})
    for one, other in itertools.combinations(set(found["noc_version"]), 2):
        assert {one, other} == {"2021", "2011-2021"}
