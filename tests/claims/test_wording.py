"""How a claim and its answer are said."""

import math

import pytest

from imp_stats.claims.calls import call_of
from imp_stats.claims.evidence import Subject
from imp_stats.claims.weighing import Interval
from imp_stats.claims.wording import period_words, range_words, subject_words


@pytest.mark.parametrize(
    ("kind", "claimed", "english", "french"),
    [
        ("level", (315_001, math.inf), "at least 315,001", "au moins 315 001"),
        ("level", (-math.inf, 5), "at most 5", "au plus 5"),
        ("level", (33, 37), "33 to 37", "33 à 37"),
        ("order", (1.000001, math.inf), "more than the other", "plus que l’autre"),
        ("order", (-math.inf, 0.999999), "less than the other", "moins que l’autre"),
        ("order", (2, math.inf), "at least 2.000 times", "au moins 2,000 fois"),
        ("change", (0.000001, math.inf), "a rise", "une hausse"),
        ("change", (-math.inf, -0.000001), "a fall", "une baisse"),
        ("change", (0.1, 0.2), "+10.0% to +20.0%", "+10,0 % à +20,0 %"),
        ("constancy", (1, 1), "the same throughout", "inchangé"),
        ("set relation", (1, 1), "all", "la totalité"),
        ("ratio", (0.5, 1), "50.0% to 100.0%", "50,0 % à 100,0 %"),
        ("rank", (3, 3), "rank 3", "rang 3"),
    ],
)
def test_what_is_claimed_is_said_in_words(
    kind: str, claimed: tuple[float, float], english: str, french: str
) -> None:
    assert range_words(kind, Interval(*claimed), "en") == english
    assert range_words(kind, Interval(*claimed), "fr").replace("\u00a0", " ") == french


@pytest.mark.parametrize(
    ("period", "english", "french"),
    [
        ("2021", "2021", "2021"),
        ("2021-12-31", "31 December 2021", "31 décembre 2021"),
        ("2021-03", "March 2021", "mars 2021"),
        ("2024-H1", "first half of 2024", "premier semestre de 2024"),
        ("2024-H2", "second half of 2024", "second semestre de 2024"),
        ("2024-01/2024-08", "January 2024 to August 2024", "janvier 2024 à août 2024"),
        ("2017/2022", "2017 to 2022", "2017 à 2022"),
    ],
)
def test_a_period_is_said_in_words(period: str, english: str, french: str) -> None:
    assert period_words(period, "en").replace("\u00a0", " ") == english
    assert period_words(period, "fr").replace("\u00a0", " ") == french


def test_a_count_is_named_with_all_its_dimensions() -> None:
    subject = Subject("effective_year", "2021", "IMP", province="ON", noc="2174")
    assert subject_words(subject, "fr").endswith(
        "Programmeurs et développeurs en médias interactifs, Ontario, 2021"
    )
    both = Subject("holders", "2021-12-31", "both", stream="Vulnerable workers")
    assert "both programs, Vulnerable workers" in subject_words(both, "en")
    assert "les deux programmes" in subject_words(both, "fr")
    assert "all, 2010" in subject_words(Subject("valid_in_year", "2010", "all"), "en")


@pytest.mark.parametrize(
    ("subject", "call"),
    [
        (Subject("holders", "2021-12-31", "IMP"), 'holders_by_year(db, program="IMP", year=2021)'),
        (Subject("holders", "2021-12-31", "both"), "holders_by_year(db, year=2021)"),
        (Subject("holders", "2021-12-31", "IMP", province="ON"), 'holders_by_province(db, program="IMP", province="ON", year=2021)'),
        (Subject("holders", "2021-12-31", "IMP", stream="Agreements"), 'holders_by_stream(db, program="IMP", stream="Agreements", year=2021)'),
        (Subject("effective_year", "2021", "IMP", noc="2174"), 'effective_by_occupation(db, noc="2174", year=2021)'),
        (Subject("effective_months", "2024-H1", "IMP"), 'effective_by_month(db, program="IMP", since="2024-01", until="2024-06")'),
        (Subject("positions", "2021", "TFWP", noc="8431"), 'positions_by_occupation(db, noc="8431", year=2021)'),
        (Subject("arrivals", "2024", "both"), 'arrivals_by_year(db, program="workers", year=2024)'),
        (Subject("arrivals", "2025-H1", "IMP"), 'arrivals_by_month(db, program="IMP", since="2025-01", until="2025-06")'),
        (Subject("npr", "2025-01-01", npr_type="Other"), 'npr_by_quarter(db, npr_type="Other", since="2025-01", until="2025-01")'),
        (Subject("population", "2021-07-01", province="ON"), 'population_by_province(db, province="ON", on="2021-07-01")'),
        (Subject("valid_in_year", "2021", "both"), 'published_figures(db, measure="valid_in_year", program="both", year=2021)'),
        (Subject("target", "2026", "IMP", plan="2026-2028"), 'levels_plan(db, plan="2026-2028", program="IMP", year=2026)'),
    ],
)  # fmt: skip
def test_the_call_of_a_count_is_the_question_that_answers_it(subject: Subject, call: str) -> None:
    assert call_of(subject) == call
