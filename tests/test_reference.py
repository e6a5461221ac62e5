"""What stands in data/reference, kept by hand: sourced, dated, ordered and consistent with itself."""

import csv
import datetime as dt
import itertools
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from imp_stats.folders import shipped_data

Row = dict[str, str]

FOLDER = shipped_data() / "reference"
FILES = sorted(FOLDER.glob("*.csv"))

# The columns that together name a row.
KEYS = {
    "additivity.csv": ("measure", "dimension"),
    "areas.csv": ("area",),
    "arrivals.csv": ("program", "year", "month", "vintage"),
    "breaks.csv": ("break",),
    "bridges.csv": ("bridge", "noc_to"),
    "cec_rule.csv": ("rule",),
    "citizenships.csv": ("citizenship",),
    "comparisons.csv": ("measure_a", "measure_b"),
    "claim_operands.csv": ("claim", "place"),
    "claims.csv": ("claim",),
    "concordance.csv": ("from_version", "noc_from", "to_version", "noc_to"),
    "exemption_codes.csv": ("code",),
    "fees.csv": ("fee", "since", "until"),
    "genders.csv": ("gender",),
    "levels_plan.csv": ("plan", "year", "program", "category"),
    "lmia_streams.csv": ("lmia_stream",),
    "measures.csv": ("measure",),
    "npr_types.csv": ("npr_type",),
    "plan_goals.csv": ("plan", "goal", "first_year", "year"),
    "pr_classes.csv": ("pr_class",),
    "skills.csv": ("skill",),
    "policy_events.csv": ("event",),
    "occupations.csv": ("noc", "noc_version"),
    "programs.csv": ("program",),
    "provinces.csv": ("code",),
    "published_figures.csv": ("figure",),
    "ratios.csv": ("numerator", "denominator"),
    "revision_kinds.csv": ("kind",),
    "routes.csv": ("attribute", "route"),
    "stream_groups.csv": ("program", "group"),
    "streams.csv": ("stream",),
}

# Figures that circulate and that nobody here has verified: they may not come back in.
UNVERIFIED = {
    "313294", "103552", "470033", "135818", "306797", "98310",
    "404369", "405107", "184008", "183820",
}  # fmt: skip

VINTAGE = re.compile(r"\d{4}(-\d{2}){0,2}")
PERIOD = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-\d{2})?|-H[12]|-Q[1-4])?|\d{4}/\d{4}|\d{4}-\d{2}/\d{4}-\d{2}")


def rows(name: str) -> list[Row]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def column(name: str, head: str) -> set[str]:
    return {row[head] for row in rows(name)}


def listed(name: str, head: str) -> set[str]:
    """Every word of a column whose cells hold several, parted by semicolons."""
    return {word for cell in column(name, head) for word in cell.split(";") if word}


def number(cell: str) -> int | None:
    return int(cell) if cell else None


def ordered(row: Row, lower: str, central: str, upper: str) -> bool:
    held = [value for head in (lower, central, upper) if (value := number(row[head])) is not None]
    return held == sorted(held)


def targets(plan: str, program: str) -> dict[int, int]:
    return {
        int(row["year"]): int(row["target"])
        for row in rows("levels_plan.csv")
        if (row["plan"], row["program"], row["category"]) == (plan, program, "")
    }


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_row_has_a_source_a_date_and_a_certainty(path: Path) -> None:
    for line, row in enumerate(rows(path.name), start=2):
        where = f"{path.name}, line {line}"
        assert row["source"].strip(), where
        assert row["certainty"] in {"A", "B", "C"}, where
        assert dt.date.fromisoformat(row["date"]) > dt.date(2000, 1, 1), where


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_row_has_as_many_cells_as_the_header(path: Path) -> None:
    raw = path.read_bytes()
    assert raw.endswith(b"\n")
    assert b"\r" not in raw
    assert not raw.startswith(b"\xef\xbb\xbf")
    lines = list(csv.reader(raw.decode("utf-8").splitlines(keepends=True), strict=True))
    assert {len(line) for line in lines} == {len(lines[0])}
    assert all(cell == cell.strip() for line in lines for cell in line)


@pytest.mark.parametrize("name", KEYS)
def test_no_two_rows_have_the_same_key(name: str) -> None:
    keys = [tuple(row[head] for head in KEYS[name]) for row in rows(name)]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize(
    ("name", "head"),
    [("published_figures.csv", "measure"), ("additivity.csv", "measure"), ("breaks.csv", "measures")],
)
def test_every_measure_named_is_declared(name: str, head: str) -> None:
    assert listed(name, head) <= column("measures.csv", "measure")


def test_every_measure_says_how_it_adds_over_time() -> None:
    over_time = {row["measure"] for row in rows("additivity.csv") if row["dimension"] == "time"}
    assert over_time == column("measures.csv", "measure")


@pytest.mark.parametrize(
    ("name", "head"),
    [
        ("published_figures.csv", "stream"),
        ("exemption_codes.csv", "stream"),
        ("policy_events.csv", "streams"),
        ("breaks.csv", "streams"),
    ],
)
def test_every_stream_named_is_a_path_of_the_program_tree(name: str, head: str) -> None:
    assert listed(name, head) <= column("streams.csv", "stream")


@pytest.mark.parametrize(
    ("name", "head"), [("published_figures.csv", "province"), ("breaks.csv", "provinces")]
)
def test_every_province_named_is_known(name: str, head: str) -> None:
    assert listed(name, head) <= column("provinces.csv", "code")


def test_every_occupation_of_a_break_is_known() -> None:
    assert listed("breaks.csv", "noc") <= column("occupations.csv", "noc")


@pytest.mark.parametrize(
    ("name", "head", "words"),
    [
        ("published_figures.csv", "program", {"IMP", "TFWP", "HC", "both", "all"}),
        ("arrivals.csv", "program", {"IMP", "TFWP", "workers"}),
        ("breaks.csv", "programs", {"IMP", "TFWP", "HC"}),
        ("breaks.csv", "kind", {"series", "vintage", "candidate", "outlier", "partial year"}),
        ("policy_events.csv", "program", {"IMP", "TFWP", "both", "data", "students"}),
        ("policy_events.csv", "kind", {"rule", "fee", "data", "plan"}),
        ("policy_events.csv", "date_precision", {"day", "month"}),
        ("exemption_codes.csv", "permit", {"open", "employer-specific", "either"}),
        ("exemption_codes.csv", "offer_and_fee", {"yes", "no", "in part"}),
        ("exemption_codes.csv", "stream_certainty", {"high", "medium", "low", "unknown"}),
        ("fees.csv", "payer", {"worker", "employer"}),
        ("fees.csv", "routes", {"IMP", "TFWP", "open"}),
        ("routes.csv", "route", {"IMP", "TFWP", "wait"}),
        ("routes.csv", "standing", {"confirmed", "corrected", "not verified", "opinion", "added"}),
        ("plan_goals.csv", "relation", {"to", "below", "up to", "about", "projected"}),
    ],
)
def test_a_closed_column_holds_its_own_words_only(name: str, head: str, words: set[str]) -> None:
    assert listed(name, head) == words


@pytest.mark.parametrize(
    ("name", "heads"),
    [
        ("published_figures.csv", ("lower", "value", "upper")),
        ("arrivals.csv", ("lower", "arrivals", "upper")),
        ("levels_plan.csv", ("target_lower", "target", "target_upper")),
    ],
)
def test_bounds_enclose_the_figure(name: str, heads: tuple[str, str, str]) -> None:
    assert [row for row in rows(name) if not ordered(row, *heads)] == []


def test_every_published_figure_has_a_lower_bound_and_words_in_both_languages() -> None:
    for row in rows("published_figures.csv"):
        assert row["lower"], row["figure"]
        for head in ("printed_as", "label_en", "label_fr", "publisher", "lineage"):
            assert row[head], (row["figure"], head)


def test_more_than_leaves_the_upper_bound_open_and_nothing_else_does() -> None:
    for row in rows("published_figures.csv"):
        assert row["printed_as"].startswith("more than") == (not row["upper"]), row["figure"]


def test_a_number_printed_in_full_lies_within_its_bounds_unless_it_hides_cells() -> None:
    for row in rows("published_figures.csv"):
        if re.fullmatch(r"[\d,]+", row["printed_as"]) and row["value"]:
            assert int(row["printed_as"].replace(",", "")) == int(row["value"]), row["figure"]
        elif not row["value"]:
            assert row["measure"] == "effective_months" or not row["printed_as"][0].isdigit()


def test_periods_and_vintages_are_written_in_one_way() -> None:
    for row in rows("published_figures.csv"):
        assert PERIOD.fullmatch(row["period"]), row["figure"]
        assert VINTAGE.fullmatch(row["vintage"]), row["figure"]
        assert not row["year"] or row["period"].startswith(row["year"]), row["figure"]
    assert all(VINTAGE.fullmatch(row["vintage"]) for row in rows("arrivals.csv"))


def test_addresses_are_whole() -> None:
    for name in ("published_figures.csv", "levels_plan.csv"):
        assert all(url.startswith("https://") and "..." not in url for url in column(name, "url") if url)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_figures_that_nobody_verified_are_not_encoded(path: Path) -> None:
    cells = (cell for row in rows(path.name) for cell in row.values())
    numbers = {
        digits for cell in cells for digits in re.findall(r"\d+", re.sub(r"(?<=\d)[,\u00a0]", "", cell))
    }
    assert numbers & UNVERIFIED == set()


def test_the_figures_of_the_press_for_2021_are_there_with_one_lineage() -> None:
    found = {
        (row["program"], row["printed_as"], row["measure"], row["lower"], row["upper"])
        for row in rows("published_figures.csv")
        if row["year"] == "2021" and row["lineage"] == "cic-news-2022-02" and row["province"] == "CA"
    }
    assert found == {
        ("IMP", "more than 315,000", "effective_year", "315000", ""),
        ("TFWP", "about 104,000", "effective_year", "103500", "104499"),
    }


def test_the_year_2021_has_an_imp_figure_of_each_measure() -> None:
    measures = {
        row["measure"]
        for row in rows("published_figures.csv")
        if (row["program"], row["year"], row["province"]) == ("IMP", "2021", "CA")
    }
    assert measures == {
        "effective_year", "effective_months", "holders", "valid_in_year", "pr_admissions",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("figure", "value"),
    [
        ("imp-holders-2021", 430_015),
        ("tfwp-holders-2021", 81_430),
        ("imp-holders-2024", 1_263_145),
        ("imp-effective-2021-dec-2024", 333_205),
        ("imp-effective-2024-dec-2024", 720_465),
    ],
)
def test_a_figure_read_from_a_held_table_is_rounded_to_five(figure: str, value: int) -> None:
    (row,) = [row for row in rows("published_figures.csv") if row["figure"] == figure]
    assert [row[head] for head in ("lower", "value", "upper")] == [
        str(value - 2),
        str(value),
        str(value + 2),
    ]
    assert row["lineage"].endswith(row["vintage"])


def test_provinces_and_the_part_not_stated_add_up_to_the_printed_total() -> None:
    for program in ("IMP", "TFWP"):
        held = [
            row
            for row in rows("published_figures.csv")
            if (row["program"], row["period"], row["measure"]) == (program, "2024-12-31", "holders")
            and not row["stream"]
        ]
        parts = [row for row in held if row["province"] != "CA"]
        (whole,) = [row for row in held if row["province"] == "CA"]
        assert len(parts) == 14
        assert sum(int(row["lower"]) for row in parts) <= int(whole["upper"])
        assert sum(int(row["upper"]) for row in parts) >= int(whole["lower"])


@pytest.mark.parametrize("plan", ["2025-2027", "2026-2028"])
def test_the_targets_of_a_plan_add_up(plan: str) -> None:
    held = {row["program"] for row in rows("levels_plan.csv") if row["plan"] == plan}
    by_program = {program: targets(plan, program) for program in held}
    years = by_program["workers"].keys()
    assert len(years) == 3
    assert all(by.keys() == years for by in by_program.values())
    for year in years:
        now = {program: by[year] for program, by in by_program.items()}
        assert now["workers"] == now["IMP"] + now["TFWP"]
        assert now["temporary residents"] == now["workers"] + now["students"]


def test_the_classes_of_permanent_residents_add_up() -> None:
    classes: dict[tuple[str, int], int] = defaultdict(int)
    for row in rows("levels_plan.csv"):
        if row["category"] in {"economic", "family", "refugee and humanitarian"}:
            classes[row["plan"], int(row["year"])] += int(row["target"])
    assert len(classes) == 3
    for (plan, year), total in classes.items():
        assert total == targets(plan, "permanent residents")[year]


def test_the_newest_plan_aims_at_170_000_and_60_000_in_2026() -> None:
    newest = max(rows("levels_plan.csv"), key=lambda row: row["date"])["plan"]
    assert newest == "2026-2028"
    assert targets(newest, "IMP")[2026] == 170_000
    assert targets(newest, "TFWP") == {2026: 60_000, 2027: 50_000, 2028: 50_000}


def test_what_was_derived_is_marked_and_never_better_than_c() -> None:
    assert column("arrivals.csv", "is_derived") == {"true", "false"}
    for row in rows("arrivals.csv"):
        assert (row["is_derived"] == "true") == (row["certainty"] == "C"), row


def test_workers_who_arrive_are_those_of_both_programs() -> None:
    newest: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for row in sorted(rows("arrivals.csv"), key=lambda row: row["vintage"]):
        newest[row["year"], row["month"]][row["program"]] = int(row["arrivals"])
    whole = [now for now in newest.values() if len(now) == 3]
    assert len(whole) == 9
    assert all(now["workers"] == now["IMP"] + now["TFWP"] for now in whole)


def test_dates_of_events_and_breaks_parse_and_end_after_they_begin() -> None:
    for name, start, end in (
        ("policy_events.csv", "date", "date_end"),
        ("breaks.csv", "break_date", "break_date_end"),
        ("fees.csv", "since", "until"),
    ):
        for row in rows(name):
            days = [dt.date.fromisoformat(day) for day in (row[start], row[end]) if day]
            assert days, row
            assert days == sorted(days), row


def test_a_month_without_a_day_stands_at_its_first() -> None:
    for row in rows("policy_events.csv"):
        assert row["date_precision"] == "day" or row["date"].endswith("-01"), row["event"]


def test_short_labels_fit_on_a_chart() -> None:
    for row in rows("policy_events.csv"):
        assert 0 < len(row["short_en"]) <= 24, row["event"]
        assert 0 < len(row["short_fr"]) <= 24, row["event"]


def test_the_event_of_doubtful_date_is_left_out() -> None:
    cells = [cell for row in rows("policy_events.csv") for cell in row.values()]
    assert not any(word in cell for cell in cells for word in ("CUAET", "Ukrain"))


def periods_of(fee: str) -> Iterator[tuple[str, str]]:
    for row in rows("fees.csv"):
        if row["fee"] == fee:
            yield row["since"] or "0000-00-00", row["until"] or "9999-99-99"


def test_a_fee_has_one_amount_on_any_day() -> None:
    for fee in column("fees.csv", "fee"):
        periods = sorted(periods_of(fee))
        assert all(until < since for (_, until), (since, _) in itertools.pairwise(periods)), fee
    assert all(float(amount) > 0 for amount in column("fees.csv", "amount_cad"))


def test_routes_are_compared_on_the_same_points_and_name_fees_that_exist() -> None:
    points: dict[str, set[str]] = defaultdict(set)
    for row in rows("routes.csv"):
        points[row["route"]].add(row["attribute"])
    assert points["IMP"] == points["TFWP"] == points["wait"]
    assert listed("routes.csv", "fees") <= column("fees.csv", "fee")


def test_exemption_codes_know_what_they_were() -> None:
    now = {row["code"]: row for row in rows("exemption_codes.csv")}
    assert len(now) == 111
    assert {code for code, row in now.items() if row["code_before"] == "C12"} == {"C61", "C62", "C63"}
    assert "C12" not in now
    assert "C21" in now["T13"]["note_en"]
    assert now["C21"]["section"] == "R204(d)"
    assert now["C16"]["section"] == "R205(c)(ii)"


def test_what_the_list_of_codes_does_not_give_is_not_said_to_come_from_it() -> None:
    for row in rows("exemption_codes.csv"):
        assert row["details_source"] != row["source"], row["code"]
        assert row["details_certainty"] in {"B", "C"}, row["code"]


def test_a_release_that_was_replaced_is_dated_before_the_one_that_replaced_it() -> None:
    releases = defaultdict(list)
    for row in rows("arrivals.csv"):
        releases[row["program"], row["year"], row["month"]].append((row["vintage"], row["date"]))
    for period, dated in releases.items():
        days = [day for _, day in sorted(dated)]
        assert days == sorted(set(days)), period


def test_a_code_is_confused_with_another_and_begins_before_it_ends() -> None:
    now = {row["code"]: row for row in rows("exemption_codes.csv")}
    for code, row in now.items():
        other = row["confused_with"]
        assert not other or now[other]["confused_with"] == code
        assert (row["since"] == "2022-12-15") == (row["code_before"] not in {"", code}), code
        assert not row["until"] or row["until"] > max(row["since"], "2022-12-15")
    assert {code for code, row in now.items() if row["confused_with"]} == {"T13", "C21"}


def test_an_opinion_has_certainty_c_and_what_is_confirmed_a() -> None:
    for row in rows("routes.csv"):
        right = {"opinion": "C", "not verified": "B", "confirmed": "A", "corrected": "A"}.get(row["standing"])
        assert right in {None, row["certainty"]}, row
        assert bool(row["said_en"]) == (row["standing"] == "corrected"), row


def test_the_goals_of_a_plan_are_of_its_years() -> None:
    plans = {row["plan"] for row in rows("levels_plan.csv")}
    for row in rows("plan_goals.csv"):
        assert row["plan"] in plans
        first, last = row["plan"].split("-")
        assert first <= row["year"] <= last
        assert bool(row["persons"]) or bool(row["share"]), row


def test_a_code_outside_the_imp_names_no_stream_of_it() -> None:
    for row in rows("exemption_codes.csv"):
        if row["outside_imp"] in {"study", "humanitarian"}:
            assert not row["stream"], row["code"]
        elif not row["stream"]:
            assert row["stream_certainty"] == "unknown", row["code"]


def test_the_rule_of_the_canadian_experience_class_is_whole() -> None:
    rule = {row["rule"]: row["value"] for row in rows("cec_rule.csv")}
    assert (rule["hours"], rule["hours-per-week"], rule["window"]) == ("1560", "30", "36")
    assert rule["continuity"] == "not required"
    assert rule["self-employment"] == rule["study"] == "excluded"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_whatever_has_an_english_text_has_a_french_one(path: Path) -> None:
    held = rows(path.name)
    pairs = [(head, f"{head.removesuffix('_en')}_fr") for head in held[0] if head.endswith("_en")]
    for row in held:
        for english, french in pairs:
            untranslated = row.get("title_fr_from") == ""  # no publisher gives it, and we translate none
            assert french not in row or bool(row[english]) == (bool(row[french]) or untranslated), (
                path.name,
                row,
            )
