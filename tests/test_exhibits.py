import datetime as dt

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from IPython.core.interactiveshell import InteractiveShell
from matplotlib.figure import Figure

from imp_stats import charts, exhibits, tables
from imp_stats.exhibits import collecting, fill, publish
from imp_stats.phrases import NBSP


@pytest.fixture
def held():
    frame = pd.DataFrame({"program": "IMP", "year": [2023, 2024], "holders": [1075390, 1263145]})
    frame = frame.assign(lower=frame["holders"] - 2, upper=frame["holders"] + 2, status="rounded", hidden=0)
    yield frame.assign(provenance="printed", source="IRCC, <a table>", vintage="2024-12-31")
    plt.close("all")


@pytest.fixture
def shown(monkeypatch):
    """What Jupyter would be asked to show."""
    found = []
    monkeypatch.setattr(exhibits, "display", found.append)
    return found


def test_a_published_chart_is_kept_in_both_widths_with_its_frame_and_is_closed(held):
    with collecting() as found:
        publish(charts.trend(held), id="trend", finding="A rise", alt="One line.")
    (exhibit,) = found
    assert {width: round(72 * figure.get_figwidth()) for width, figure in exhibit.figures.items()} == {
        "wide": 720,
        "narrow": 358,
    }
    assert exhibit.frame.equals(held)
    assert not plt.get_fignums()


def test_a_published_table_is_kept_with_the_frame_it_came_from(held):
    table = tables.plain(held, caption="Holders")
    with collecting() as found:
        publish(table, id="holders")
    assert found[0].table is table
    assert found[0].frame is held


def test_a_published_frame_is_kept_in_the_order_of_publishing(held):
    with collecting() as found:
        publish(held, id="first", finding="One")
        publish(held.drop(columns="holders"), id="second", finding="Two")
    assert [exhibit.id for exhibit in found] == ["first", "second"]


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        ({"id": "Trend", "alt": "x"}, "no name for files"),
        ({"id": "a_b", "alt": "x"}, "no name for files"),
        ({"id": "trend"}, "no alternative text"),
    ],
)
def test_a_chart_without_a_fit_name_or_an_alternative_text_is_refused(held, words, complaint):
    with collecting(), pytest.raises(ValueError, match=complaint):
        publish(charts.trend(held), **words)


def test_a_frame_without_a_finding_is_refused(held):
    with collecting(), pytest.raises(ValueError, match="no heading"):
        publish(held, id="held")


def test_two_exhibits_of_one_name_are_refused(held):
    with collecting():
        publish(held, id="held", finding="One")
        with pytest.raises(ValueError, match="published twice"):
            publish(held, id="held", finding="Two")


def test_a_count_that_does_not_say_how_sure_it_is_or_whence_it_comes_is_refused(held):
    for missing in ("lower", "status", "source", "vintage"):
        with collecting(), pytest.raises(ValueError, match=f"no {missing}"):
            publish(held.drop(columns=missing), id="held", finding="One")


def test_what_is_neither_chart_nor_table_nor_frame_is_refused():
    with collecting(), pytest.raises(TypeError, match="type dict cannot be published"):
        publish({}, id="words")
    with collecting(), pytest.raises(TypeError, match="type Axes cannot be published"):
        publish(Figure().subplots(), id="own")


def test_in_jupyter_a_chart_is_shown_once_with_its_words_in_it(held, shown):
    ax = charts.trend(held)
    publish(ax, id="trend", finding="A rise", note="Rounded to 5.", alt="One line.")
    (figure,) = shown
    assert [text.get_text() for text in figure.texts] == ["A rise", "Rounded to 5."]
    assert not plt.get_fignums()


def test_in_jupyter_words_are_filled_from_the_notebooks_variables(held, shown, monkeypatch):
    shell = InteractiveShell()
    shell.push({"people": 1263145, "lang": "fr"})
    monkeypatch.setattr(exhibits, "get_ipython", lambda: shell)
    publish(tables.plain(held, caption="x"), id="held", finding="{{ people }} titulaires", note="Arrondi.")
    assert [getattr(part, "data", "") for part in shown] == [
        f"**1{NBSP}263{NBSP}145 titulaires**",
        "Arrondi.",
        "",
    ]


def test_slots_are_written_as_the_language_writes_them():
    names = {
        "n": np.int64(1263145),
        "day": dt.date(2025, 1, 1),
        "places": ["Ontario", "Québec"],
        "rate": 33.27,
    }
    assert fill("{{ n }}; {{day}}; {{ places }}; {{ rate | number(1) }}; {{ rate|number }}", names) == (
        f"1,263,145; 1{NBSP}January{NBSP}2025; Ontario and Québec; 33.3; 33"
    )
    assert fill("{{ n }}; {{ day | month }}; {{ places }}; {{ rate | number(1) }}", names, "fr") == (
        f"1{NBSP}263{NBSP}145; janvier{NBSP}2025; Ontario et Québec; 33,3"
    )


def test_a_pair_is_a_range_and_one_number_where_both_ends_are_written_alike():
    names = {"bounds": (1, 4), "share": (0.1571, 0.1573)}
    assert fill("{{ bounds }}, {{ share | percent }}", names) == "1 to 4, 16%"


def test_a_month_a_question_returned_is_a_day_in_words():
    assert fill("{{ at }}", {"at": pd.Timestamp("2024-12-31")}) == f"31{NBSP}December{NBSP}2024"


@pytest.mark.parametrize(
    ("text", "error", "complaint"),
    [
        ("{{ nobody }}", LookupError, "no variable 'nobody'"),
        (
            "{{ n | roman }}",
            LookupError,
            "no filter 'roman'; the filters are number, percent, year and month",
        ),
        ("{{ share }}", ValueError, "a float needs a filter"),
        ("{{ missing | number }}", ValueError, "cannot be written so"),
        ("{{ nothing }}", ValueError, "needs a filter"),
        ("{{ yes }}", ValueError, "needs a filter"),
        ("{{ n | month }}", ValueError, "cannot be written so"),
        ("{{ n + 1 }}", ValueError, "a slot is written"),
        ("{{ n", ValueError, "a slot is written"),
    ],
)
def test_a_slot_that_cannot_be_filled_is_an_error(text, error, complaint):
    names = {"n": 1, "share": 0.5, "missing": float("nan"), "nothing": pd.NA, "yes": True}
    with pytest.raises(error, match=complaint):
        fill(text, names)


def test_the_extension_shows_questions_frames_grouped_and_others_as_pandas_does(held):
    shell = InteractiveShell()
    exhibits.load_ipython_extension(shell)
    show = shell.display_formatter.formatters["text/html"]
    page = show(held)
    assert "<td>1,263,145</td>" in page
    assert "IRCC, &lt;a table&gt;" in page.partition("</table>")[2]
    assert "<th>source</th>" not in page
    assert "<td>1,263,145</td>" in show(held[["year", "holders"]])
    other = pd.DataFrame({"a": [1]})
    assert show(other) == other._repr_html_()
    exhibits.unload_ipython_extension(shell)
    assert show(held) == held._repr_html_()
