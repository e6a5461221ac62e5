"""Each kind of claim of counts, supported, contradicted and undetermined; the claim's own evidence left out."""

from collections.abc import Callable
from typing import Any

import pytest

from imp_stats.claims.likeness import unlike
from imp_stats.claims.sayings import Claim
from imp_stats.claims.verdicts import judged
from imp_stats.claims.witnesses import Witnesses
from imp_stats.claims.wording import why

Made = Callable[..., Claim]

IMP, TFWP = {"program": "IMP"}, {"program": "TFWP"}
Count = tuple[str, str, str, dict[str, Any]]
STOCK: Count = ("subject", "holders", "2024-12-31", TFWP)  # 236,130: 236,128 to 236,132


@pytest.mark.parametrize(
    ("lower", "upper", "word"),
    [(200_000, None, "supported"), (236_128, 236_132, "supported"), (236_130, None, "undetermined"),
     (None, 236_127, "contradicted"), (236_133, None, "contradicted")],
)  # fmt: skip
def test_a_level(
    witnesses: Witnesses, made: Made, lower: float | None, upper: float | None, word: str
) -> None:
    found = judged(witnesses, made("level", lower, upper, STOCK))
    assert found.verdict == word
    assert (found.answer.lower, found.answer.value, found.answer.upper) == (236_128, 236_130, 236_132)
    assert found.question == 'holders_by_year(db, program="TFWP", year=2024)'


@pytest.mark.parametrize(
    ("lower", "upper", "word"),
    [(0.84, 1, "supported"), (0.9, 1, "undetermined"), (0, 0.84, "contradicted")],
)
def test_a_ratio(witnesses: Witnesses, made: Made, lower: float, upper: float, word: str) -> None:
    both: tuple[Count, ...] = (
        ("whole", "holders", "2024-12-31", IMP),
        ("whole", "holders", "2024-12-31", TFWP),
    )
    found = judged(witnesses, made("ratio", lower, upper, ("part", "holders", "2024-12-31", IMP), *both))
    assert found.verdict == word
    assert found.answer.value == 1_263_145 / 1_499_275
    assert found.answer.upper == 1  # all of the TFWP may also be in the IMP


def test_what_may_belong_to_a_part_widens_the_ratio_upward_only(witnesses: Witnesses, made: Made) -> None:
    stated = {"program": "IMP", "province": "ON"}
    counts: list[Count] = [("part", "holders", "2024-12-31", stated), ("whole", "holders", "2024-12-31", IMP)]
    alone = judged(witnesses, made("ratio", 0.5, None, *counts))
    maybe: Count = ("maybe", "holders", "2024-12-31", {"program": "IMP", "province": "ZZ"})
    wider = judged(witnesses, made("ratio", 0.5, None, *counts, maybe))
    assert (alone.verdict, wider.verdict) == ("contradicted", "undetermined")
    assert wider.answer.lower == alone.answer.lower
    assert wider.answer.upper > alone.answer.upper + 0.14


@pytest.mark.parametrize(
    ("first", "second", "word"),
    [(IMP, TFWP, "supported"), (TFWP, IMP, "contradicted"), (IMP, IMP, "undetermined")],
)
def test_an_order(
    witnesses: Witnesses, made: Made, first: dict[str, str], second: dict[str, str], word: str
) -> None:
    counts: list[Count] = [
        ("subject", "holders", "2024-12-31", first),
        ("comparator", "holders", "2024-12-31", second),
    ]
    assert judged(witnesses, made("order", 1.000001, None, *counts)).verdict == word


@pytest.mark.parametrize(
    ("years", "word"),
    [((2023,), "supported"), ((2023, 2022), "supported"), ((2024,), "undetermined"),
     ((2023, 2024), "undetermined")],
)  # fmt: skip
def test_a_change(witnesses: Witnesses, made: Made, years: tuple[int, ...], word: str) -> None:
    others: list[Count] = [("comparator", "holders", f"{year}-12-31", TFWP) for year in years]
    found = judged(witnesses, made("change", 0.000001, None, STOCK, *others))
    assert found.verdict == word
    assert len(found.comparisons) == len(years)
    fall = judged(witnesses, made("change", None, -0.000001, STOCK, *others))
    assert fall.verdict == word.replace("supported", "contradicted")


def test_a_change_depends_on_the_comparator_where_signs_differ(witnesses: Witnesses, made: Made) -> None:
    plans: list[Count] = [("subject", "target", "2026", {**IMP, "plan": "2026-2028"}), *(
        ("comparator", "target", str(year), {**IMP, "plan": "2025-2027"}) for year in (2026, 2025))]  # fmt: skip
    found = judged(witnesses, made("change", 0.000001, None, *plans))
    assert found.verdict == "depends on the comparator"
    assert [round(change.value or 0, 3) for _, change in found.comparisons] == [0.321, -0.405]


@pytest.mark.parametrize(
    ("measure", "periods", "program", "word"),
    [("target", ("2026", "2027", "2028"), IMP, "supported"), ("target", ("2026", "2027"), TFWP, "contradicted"),
     ("holders", ("2024-12-31", "2024-12-31"), IMP, "undetermined"),
     ("holders", ("2024-12-31", "2024-12-31", "2023-12-31"), IMP, "contradicted")],
)  # fmt: skip
def test_a_constancy(
    witnesses: Witnesses,
    made: Made,
    measure: str,
    periods: tuple[str, ...],
    program: dict[str, str],
    word: str,
) -> None:
    counts: list[Count] = [("subject", measure, period, program) for period in periods]
    assert judged(witnesses, made("constancy", 1, 1, *counts)).verdict == word


def test_a_split_is_constant_if_the_ratio_is(witnesses: Witnesses, made: Made) -> None:
    def split(*years: int) -> str:
        counts: list[Count] = [("subject", "target", str(year), IMP) for year in years]
        counts += [("per", "target", str(year), TFWP) for year in years]
        return judged(witnesses, made("constancy", 1, 1, *counts)).verdict

    assert (split(2027, 2028), split(2026, 2028)) == ("supported", "contradicted")


@pytest.mark.parametrize("kind", ["level", "order", "change", "constancy", "ratio"])
def test_a_count_that_no_table_has_is_not_held_and_named(witnesses: Witnesses, made: Made, kind: str) -> None:
    roles = (
        ("part", "whole")
        if kind == "ratio"
        else ("subject", "subject" if kind == "constancy" else "comparator")
    )
    counts: list[Count] = [(role, "holders", "1950-12-31", IMP) for role in roles]
    found = judged(witnesses, made(kind, 1, None, *counts[: 1 if kind == "level" else 2]))
    assert found.verdict == "not held"
    assert not found.left_out
    assert found.lacking[0].period == "1950-12-31"


def test_evidence_of_the_claims_own_chain_is_left_out(witnesses: Witnesses, made: Made) -> None:
    subject: Count = ("subject", "holders", "2021-12-31", TFWP)
    newest = judged(witnesses, made("level", 0, None, subject)).parts[0].evidence
    assert newest.lineage == "ircc-tfwp-year-end-2024-12-31"
    older = judged(witnesses, made("level", 0, None, subject, lineage=(newest.lineage,))).parts[0].evidence
    assert older.lineage == "ircc-tfwp-year-end-2022-12-31"
    assert older.value != newest.value
    own = judged(witnesses, made("level", 0, None, subject, lineage=(newest.source,)))
    assert own.verdict == "own chain only"
    assert own.left_out


def test_what_others_published_answers_where_no_table_does(witnesses: Witnesses, made: Made) -> None:
    subject: Count = ("subject", "valid_in_year", "2021", IMP)
    found = judged(witnesses, made("level", 526_016, 526_016, subject))
    assert found.verdict == "supported"
    assert found.parts[0].evidence.lineage == "statcan-lu-hou-2023"
    assert judged(witnesses, made("level", 0, None, subject, lineage=("statcan-lu-hou-2023",))).left_out


def test_a_comparator_that_is_missing_is_named_beside_those_that_are_held(
    witnesses: Witnesses, made: Made
) -> None:
    others: list[Count] = [("comparator", "holders", f"{year}-12-31", TFWP) for year in (2023, 1950)]
    claim = made("change", 0.000001, None, STOCK, *others)
    found = judged(witnesses, claim)
    assert (found.verdict, len(found.comparisons)) == ("supported", 1)
    assert "No figure is held: holders on 31 December, TFWP, 31\u00a0December\u00a01950." in why(
        claim, found, "en"
    )


def test_an_occupation_is_a_count_too_and_no_published_whole_stands_for_it(
    witnesses: Witnesses, made: Made
) -> None:
    subject: Count = ("subject", "effective_year", "2021", {**IMP, "province": "ON", "noc": "2174"})
    assert judged(witnesses, made("level", 2_798, 2_802, subject)).verdict == "supported"
    gone: Count = ("subject", "effective_year", "1999", {**IMP, "province": "ON", "noc": "2174"})
    assert judged(witnesses, made("level", 1, None, gone)).verdict == "not held"


def test_counts_that_do_not_count_alike_are_not_compared(witnesses: Witnesses, made: Made) -> None:
    whole: Count = ("comparator", "effective_year", "2024", IMP)
    claim = made("change", -0.1, 0, ("subject", "effective_to_date", "2025-H1", IMP), whole)
    found = judged(witnesses, claim)
    assert (found.verdict, found.answer, found.tried) == ("contradicted", None, 0)
    english, french = why(claim, found, "en"), why(claim, found, "fr")
    assert english.startswith("Not comparable: effective_to_date and effective_year do not count the same: ")
    assert " Instead: " in english
    assert french.startswith(
        "Non comparable : effective_to_date et effective_year ne comptent pas la même chose"
    )


@pytest.mark.parametrize(
    ("kind", "subject", "other", "apart"),
    [
        ("order", "arrivals", "target", False),
        ("change", "target", "arrivals", False),
        ("order", "holders", "target", True),
        ("change", "holders", "effective_year", True),
        ("order", "holders", "population", True),  # a rate is a ratio, and nothing else
    ],
)
def test_what_is_compared(made: Made, kind: str, subject: str, other: str, apart: bool) -> None:  # noqa: FBT001
    claim = made(kind, 1, None, ("subject", subject, "2024", IMP), ("comparator", other, "2024", IMP))
    assert (unlike(claim) is not None) is apart


def test_a_count_is_divided_by_what_the_table_of_ratios_allows_of_the_day_it_names(made: Made) -> None:
    def divided(measure: str, period: str, *, part: str = "holders") -> str | None:
        claim = made("ratio", 0, 1, ("part", part, "2024-12-31", IMP), ("whole", measure, period, {}))
        found = unlike(claim)
        return found.words("en") if found else None

    assert divided("population", "2025-01-01") is None
    assert "of 2025-01-01: give that day as its period" in (divided("population", "2024-07-01") or "")
    assert "do not count the same" in (divided("target", "2024") or "")
    assert divided("earners_2015", "2015", part="positions") is None


def test_periods_that_are_said_to_be_the_same_count_alike(made: Made) -> None:
    counts: list[Count] = [("subject", "target", "2026", IMP), ("subject", "holders", "2024-12-31", IMP)]
    assert unlike(made("constancy", 1, 1, *counts)) is not None
    per: list[Count] = [("subject", "target", "2026", IMP), ("per", "holders", "2024-12-31", IMP)]
    assert unlike(made("constancy", 1, 1, *per)) is not None
    assert unlike(made("constancy", 1, 1, counts[0], ("per", "target", "2026", TFWP))) is None


def test_a_change_across_a_break_in_the_series_names_it(witnesses: Witnesses, made: Made) -> None:
    other = {**IMP, "stream": "Other IMP Participants"}
    counts: list[Count] = [
        ("subject", "holders", "2023-12-31", other),
        ("comparator", "holders", "2020-12-31", other),
    ]
    claim = made("change", 0.000001, None, *counts)
    found = judged(witnesses, claim)
    assert [one.id for one in found.seams] == ["other-imp-2021", "exemption-codes-2022"]
    assert "Across a break in the series: " in why(claim, found, "en")
    assert "À travers une rupture de la série : " in why(claim, found, "fr")
    order = judged(witnesses, made("order", 1, None, *counts))
    assert order.seams == found.seams
    same: list[Count] = [
        ("subject", "holders", "2023-12-31", other),
        ("comparator", "holders", "2023-12-31", other),
    ]
    assert judged(witnesses, made("change", 0, None, *same)).seams == ()
    spans: list[Count] = [
        ("subject", "effective_year", "2024", IMP),
        ("comparator", "effective_year", "2015", IMP),
    ]
    assert judged(witnesses, made("change", 0, None, *spans)).seams == ()


def test_part_of_a_year_is_told_from_a_year_that_is_not_held_at_all(witnesses: Witnesses, made: Made) -> None:
    short: Count = ("subject", "pr_admissions", "2025", IMP)
    claim = made("level", 1, None, short)
    found = judged(witnesses, claim)
    assert found.verdict == "not held"
    assert (
        why(claim, found, "en")
        .replace("\u00a0", " ")
        .endswith("Only January 2025 to July 2025 is held, which is no year.")
    )
    assert (
        why(claim, found, "fr")
        .replace("\u00a0", " ")
        .endswith(
            "Seule la période de janvier 2025 à juillet 2025 est conservée, ce qui n’est pas une année."
        )
    )
    change = made("change", 0, None, short, ("comparator", "pr_admissions", "2024", IMP))
    assert judged(witnesses, change).short == found.short == ((claim.of("subject")[0], 7),)
