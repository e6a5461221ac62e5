"""What we say: numbers, dates and findings as each language writes them."""

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imp_stats import phrases
from imp_stats.phrases import (
    NBSP,
    Lang,
    change_percent,
    change_word,
    check_lang,
    date,
    fraction_word,
    listed,
    month,
    moved_word,
    number,
    percent,
    share_word,
    span,
    vintage,
)


def plain(text: str) -> str:
    return text.replace(NBSP, "_")


@pytest.mark.parametrize(
    ("value", "decimals", "english", "french"),
    [
        (0, 0, "0", "0"),
        (999, 0, "999", "999"),
        (1263145, 0, "1,263,145", "1_263_145"),
        (-1000, 0, "\u22121,000", "\u22121_000"),
        (1234.56, 1, "1,234.6", "1_234,6"),
        (-0.4, 0, "0", "0"),
        (-0.04, 1, "0.0", "0,0"),
        (-0.05001, 1, "\u22120.1", "\u22120,1"),
    ],
)
def test_a_number_is_written_as_the_language_writes_it(
    value: float, decimals: int, english: str, french: str
) -> None:
    assert number(value, decimals=decimals) == english
    assert plain(number(value, "fr", decimals=decimals)) == french


def test_a_percentage_and_a_range() -> None:
    assert (percent(0.209, decimals=1), plain(percent(0.209, "fr", decimals=1))) == ("20.9%", "20,9_%")
    assert (span("1", "4"), span("1", "4", "fr")) == ("1 to 4", "1 à 4")


def test_dates_in_words() -> None:
    assert plain(date(dt.date(2024, 12, 31))) == "31_December_2024"
    assert plain(date(dt.date(2024, 12, 31), "fr")) == "31_décembre_2024"
    assert plain(date(dt.date(2025, 1, 1), "fr")) == "1er_janvier_2025"
    assert plain(date(dt.date(2025, 1, 1))) == "1_January_2025"
    assert plain(month(dt.date(2024, 8, 1), "fr")) == "août_2024"
    french = {plain(month(dt.date(2024, number, 1), "fr")).partition("_")[0] for number in range(1, 13)}
    assert len(french) == 12


def test_a_vintage_is_said_as_far_as_it_is_known() -> None:
    known = ("2022", "2022-02", "2022-02-23")
    assert [plain(vintage(iso)) for iso in known] == ["2022", "February_2022", "23_February_2022"]
    assert [plain(vintage(iso, "fr")) for iso in known] == ["2022", "février_2022", "23_février_2022"]


def test_a_list_in_prose() -> None:
    assert listed(["Ontario"]) == "Ontario"
    assert listed(["Ontario", "Quebec"]) == "Ontario and Quebec"
    assert listed(iter(["Ontario", "Quebec", "Manitoba"]), "fr") == "Ontario, Quebec et Manitoba"


@pytest.mark.parametrize("lang", ["de", "EN", "", None, "english"])
def test_a_language_that_is_none_is_refused_with_the_two(lang: str) -> None:
    with pytest.raises(ValueError, match="the languages are 'en' and 'fr'"):
        check_lang(lang)
    assert (check_lang("en"), check_lang("fr")) == ("en", "fr")


# Words for findings


@pytest.mark.parametrize(
    ("lower", "upper", "word"),
    [
        (0.2, 0.4, "fell by more than half"),
        (0.46, 0.54, "halved"),
        (0.6, 0.9, "fell"),
        (0.99, 1.01, "hardly changed"),
        (1.1, 1.5, "rose"),
        (1.95, 1.99, "nearly doubled"),
        (2.0, 2.05, "doubled"),
        (2.2, 2.5, "more than doubled"),
        (2.937, 2.938, "nearly tripled"),
        (3.0, 3.05, "tripled"),
        (3.2, 3.9, "more than tripled"),
        (4.0, 90.0, "more than quadrupled"),
    ],
)
def test_a_change_has_a_word_where_its_whole_range_has_it(lower: float, upper: float, word: str) -> None:
    assert change_word(lower, upper) == word
    assert change_word(lower, upper, "fr").startswith(("a ", "n'a "))


@given(st.floats(0, 20), st.floats(0, 20), st.floats(0, 1), st.sampled_from(["en", "fr"]))
def test_a_word_that_is_said_is_true_of_every_ratio_in_the_range(
    first: float, second: float, at: float, lang: Lang
) -> None:
    lower, upper = sorted((first, second))
    inside = lower + at * (upper - lower)
    said = change_word(lower, upper, lang)
    if any(char.isdigit() for char in said):
        assert number(lower, lang, decimals=1) in said
        assert number(upper, lang, decimals=1) in said
    else:
        assert change_word(inside, inside, lang) == said


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_a_share_in_words_is_true_of_every_share_in_the_range(first: float, second: float, at: float) -> None:
    lower, upper = sorted((first, second))
    inside = min(upper, lower + at * (upper - lower))
    said = share_word(lower, upper)
    if "%" in said:
        assert said == span(percent(lower), percent(upper))
    elif said != "most":
        assert share_word(inside, inside) == said
    else:
        assert inside >= 0.5


@pytest.mark.parametrize(
    ("lower", "upper", "english", "french"),
    [
        (0.245, 0.255, "a quarter", "le quart"),
        (0.33, 0.34, "a third", "le tiers"),
        (0.66, 0.67, "two thirds", "les deux tiers"),
        (0.52, 0.63, "most", "la majeure partie"),
        (0.95, 1.0, "nearly all", "presque tout"),
    ],
)
def test_a_share_has_a_word_in_both_languages(lower: float, upper: float, english: str, french: str) -> None:
    assert (share_word(lower, upper), share_word(lower, upper, "fr")) == (english, french)
    assert share_word(0.2, 0.9) == "20% to 90%"


def test_the_words_for_changes_cover_every_ratio_and_never_overlap() -> None:
    ends = [(low, high) for low, high, *_ in phrases._CHANGE_WORDS]
    assert ends[0][0] == 0
    assert ends[-1][1] == float("inf")
    assert all(high == low for (_, high), (low, _) in pairwise(ends))


@pytest.mark.parametrize(
    ("lower", "upper", "english", "french"),
    [
        (1.3209, 1.32091, "+32.1%", "+32,1_%"),
        (0.5664, 0.56649, "\u221243.4%", "\u221243,4_%"),
        (0.98, 1.02, "\u22122.0% to +2.0%", "\u22122,0_% à +2,0_%"),
        (1.0, 1.0, "0.0%", "0,0_%"),
        (1.0004, 1.0004, "0.0%", "0,0_%"),
        (0.9996, 0.9996, "0.0%", "0,0_%"),
    ],
)
def test_a_change_in_percent_has_its_sign(lower: float, upper: float, english: str, french: str) -> None:
    assert change_percent(lower, upper) == english
    assert plain(change_percent(lower, upper, "fr")) == french


def test_what_moves_says_from_where_to_where() -> None:
    assert moved_word(60000, 50000) == "falls from 60,000 to 50,000"
    assert moved_word(50000, 60000) == "rises from 50,000 to 60,000"
    assert moved_word(50000, 50000) == "stays at 50,000"
    french = [plain(moved_word(*ends, "fr")) for ends in ((6000, 5000), (5000, 6000), (5000, 5000))]
    assert french == ["descend de 6_000 à 5_000", "monte de 5_000 à 6_000", "reste à 5_000"]


@given(st.floats(0, 1), st.floats(0, 0.02))
def test_one_in_so_many_is_said_only_where_it_is_near_on_both_sides(lower: float, width: float) -> None:
    said = fraction_word(lower, lower + width)
    if said.startswith("one in "):
        parts = phrases._FRACTIONS["en"].index(said.removeprefix("one in ")) + 2
        assert lower * parts > 0.96
        assert (lower + width) * parts < 1.04
        assert fraction_word(lower, lower + width, "fr").startswith("un sur ")
    else:
        assert said.endswith("%")
