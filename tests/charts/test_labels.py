from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.transforms import Bbox

from imp_stats import charts, measures
from imp_stats.charts.labels import (
    LEADING,
    UNITS,
    Block,
    Room,
    balanced,
    program_name,
    spread,
    text_width,
    unit_name,
    wrapped,
)


def test_every_unit_of_a_measure_has_its_words():
    assert {measure.unit for measure in measures.measures().values()} <= set(UNITS)
    assert unit_name("persons", "fr") == "personnes"


def test_programs_have_their_french_names_in_french():
    assert [program_name(code, "fr") for code in ("IMP", "TFWP")] == ["PMI", "PTET"]
    assert program_name("TFWP", "en") == "TFWP"


def test_semibold_is_wider_and_digits_are_of_one_width():
    assert text_width("Ontario", 14, 600) > text_width("Ontario", 14, 400)
    assert text_width("1111", 14) == pytest.approx(text_width("8888", 14))


@given(
    st.lists(
        st.sampled_from(
            ["Terre-Neuve-et-Labrador", "a", "Île-du-Prince-Édouard", "1\u00a0263\u00a0145", "-", "sum"]
        )
    )
)
def test_wrapping_loses_no_letter_and_breaks_no_number(words):
    text = " ".join(words)
    lines = wrapped(text, 90, 14)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert text.count("\u00a0") == "".join(lines).count("\u00a0")
    assert all(text_width(line, 14) <= 90 or " " not in line for line in lines)


def test_names_break_after_hyphens_where_they_must():
    assert wrapped("Terre-Neuve-et-Labrador", 100, 14) == ["Terre-Neuve-et-", "Labrador"]
    assert wrapped("Terre-Neuve-et-Labrador", 200, 14) == ["Terre-Neuve-et-Labrador"]


def test_balanced_lines_are_as_few_and_leave_no_widow():
    text = "June 2014: programs split"
    assert wrapped(text, 130, 13) == ["June 2014: programs", "split"]
    assert balanced(text, 130, 13) == ["June 2014:", "programs split"]


@given(st.lists(st.tuples(st.floats(-50, 350), st.floats(5, 30)), min_size=1, max_size=8))
def test_things_spread_apart_do_not_overlap_and_keep_their_order(things):
    wanted, sizes = zip(*things, strict=True)
    centres = spread(wanted, sizes, 0, 300)
    order = sorted(range(len(wanted)), key=lambda i: (wanted[i], i))
    for low, high in pairwise(order):
        assert centres[low] + sizes[low] / 2 <= centres[high] - sizes[high] / 2 + 1e-6
    assert min(c - s / 2 for c, s in zip(centres, sizes, strict=True)) >= -1e-6
    if sum(sizes) <= 300:
        assert max(c + s / 2 for c, s in zip(centres, sizes, strict=True)) <= 300 + 1e-6


def test_things_with_room_stay_where_they_want_to_be():
    assert spread([50, 100, 200], [20, 20, 20], 0, 300) == [50, 100, 200]


def test_a_room_knows_boxes_lines_and_the_edge_of_the_paper():
    room = Room(0, 100)
    room.boxes.append(Bbox.from_extents(0, 0, 20, 10))
    room.add_line(np.array([[50, 0], [50, 60], [np.nan, np.nan], [70, 0], [70, 60.0]]))
    assert not room.is_free(Bbox.from_extents(10, 5, 30, 15))
    assert not room.is_free(Bbox.from_extents(45, 20, 55, 30))
    assert not room.is_free(Bbox.from_extents(90, 20, 110, 30))
    assert room.is_free(Bbox.from_extents(54, 20, 66, 30))
    assert room.is_free(Bbox.from_extents(25, 20, 45, 30))


def test_the_first_free_place_is_taken_and_the_last_resort_is_the_last():
    room = Room(0, 100)
    spots = [(Bbox.from_extents(0, y, 50, y + 10), y) for y in (0, 20, 40)]
    assert [room.first_free(spots)[1] for _ in range(4)] == [0, 20, 40, 40]


def test_a_block_is_as_high_as_its_lines():
    assert Block(["a"], size=10).height == pytest.approx(12)
    assert Block(["a", "b"], size=10).height == pytest.approx(12 + 10 * LEADING)
    assert Block(["abc"], align="right").bounds(100, 50).x1 == 100
    assert Block(["abc"], align="center").bounds(100, 50).x0 == pytest.approx(100 - text_width("abc", 13) / 2)


def test_words_stand_in_the_figure_on_white_paper_and_the_chart_keeps_its_size(holders):
    ax = charts.trend(holders)
    height = 72 * ax.figure.get_figheight()
    note = "Each figure is rounded to 5. " * 6
    assert charts.words(ax, title="IMP permit holders nearly tripled", subtitle="People", note=note) is ax
    said = [text.get_text() for text in ax.figure.texts]
    assert said[:2] == ["IMP permit holders nearly tripled", "People"]
    assert " ".join(said[2:]) == note.strip()
    assert 72 * ax.figure.get_figheight() > height + 80
    assert ax.figure.get_facecolor() == (1, 1, 1, 1)
    assert all(0 < text.get_position()[1] < 1 for text in ax.figure.texts)


def test_a_chart_without_words_only_gets_an_edge(holders):
    ax = charts.trend(holders)
    height = ax.figure.get_figheight()
    charts.words(ax)
    assert not ax.figure.texts
    assert 72 * (ax.figure.get_figheight() - height) == pytest.approx(32)
