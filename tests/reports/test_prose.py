import pytest

from imp_stats.exhibits import Words
from imp_stats.phrases import NBSP
from imp_stats.reports.prose import (
    PageError,
    Setting,
    inline,
    read_translation,
    render,
    restamped,
    stamp,
    typed_figures,
    words_of,
    words_text,
)


def test_markdown_becomes_html_with_its_slots_filled():
    html = render("# {{ people }} people\n\nIn *{{ at | year }}*.", Setting({"people": 1263145, "at": 2024}))
    assert html == "<h1>1,263,145 people</h1>\n<p>In <em>2024</em>.</p>"


def test_a_filled_value_is_text_and_never_markup():
    html = render("{{ name }} and `{{ name }}`", Setting({"name": "<b>*[x](y)* & _z_"}))
    assert html == "<p>&lt;b&gt;*[x](y)* &amp; _z_ and <code>{{ name }}</code></p>"


def test_html_in_prose_is_shown_not_obeyed():
    assert "&lt;script&gt;" in render("<script>alert(1)</script>", Setting({}))


def test_a_slot_in_prose_that_cannot_be_filled_is_an_error():
    with pytest.raises(LookupError, match="no variable 'nobody'"):
        render("{{ nobody }}", Setting({}))
    with pytest.raises(ValueError, match="a slot is written"):
        render("Some {{ open", Setting({}))


def test_quotation_marks_and_spaces_are_those_of_the_language_and_dashes_stay():
    assert inline('It\'s "--"', Setting({})) == "It’s “--”"
    assert inline('C\'est "--" : 5 %', Setting({}, "fr")) == f"C’est «{NBSP}--{NBSP}»{NBSP}: 5{NBSP}%"


def test_bold_names_of_the_programs_take_their_colour_and_other_bold_words_do_not():
    html = render(
        "**International Mobility\nProgram (IMP)**, **TFWP**, **PTET**, **IMP permits**", Setting({})
    )
    assert html.count('<strong class="imp">') == 1
    assert html.count('<strong class="tfwp">') == 2
    assert "<strong>IMP permits</strong>" in html


def test_links_lead_where_the_page_says_and_may_hold_slots():
    assert ">5 people</a>" in render("[{{ n }} people](https://open.canada.ca)", Setting({"n": 5}))
    html = render(
        "[there](03_provinces.ipynb#map)", Setting({}, "en", lambda href: href.replace("ipynb", "html"))
    )
    assert 'href="03_provinces.html#map"' in html


def test_boxes_are_made_of_third_level_headings_and_take_the_colour_of_the_one_program_they_name():
    source = "## Latest\n\n### IMP holders\n\n**{{ n }}**\nin all\n\n### IMP and TFWP\n\nBoth."
    html = render(source, Setting({"n": 1234}), "boxes")
    assert html.startswith("<h2>Latest</h2>")
    assert (
        '<section class="box imp">\n<h3>IMP holders</h3>\n<p><strong>1,234</strong><br />\nin all</p>' in html
    )
    assert '<section class="box">\n<h3>IMP and TFWP</h3>' in html


def test_boxes_without_a_title_are_headed_one_level_up_so_that_no_level_is_skipped():
    assert "<h2>New</h2>" in render("### New\n\nThis.", Setting({}), "boxes")


def test_what_not_to_conclude_is_set_apart_beneath_its_heading():
    html = render("## What not to conclude\n\nThis.", Setting({}), "caution")
    assert html == '<h2>What not to conclude</h2>\n<div class="caution">\n<p>This.</p>\n</div>'


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("1,263,145 people", ["1,263,145"]),
        ("1 263 145 personnes", ["1 263 145"]),
        (f"430{NBSP}015 de plus", [f"430{NBSP}015"]),
        ("12345 people and 0500", ["12345", "0500"]),
        ("20.9% or 20,9 %, 5 percent, 5 p. 100", ["20.9%", "20,9 %", "5 percent", "5 p. 100"]),
        ("NOC 2174 and 2171; in 2100", ["2171", "2100"]),
        ("in 2,015 places", ["2,015"]),
    ],
)
def test_a_figure_typed_into_prose_is_found(text, figures):
    assert typed_figures(text) == figures


@pytest.mark.parametrize(
    "text",
    [
        "from 2015 to 2024, NOC 2174, CNP 21231, table 17-10-0009-01, 2024-12-31, 31 December 2021, by 2024.",
        "{{ imp }} and {{ share | percent(1) }}, per 1,000 people, pour 1 000 personnes, ten, 313 of them",
        "more holders to 1,000 residents, par tranche de 1 000 habitants",
        "`--` is 1 to 4; see [there](03_provinces.ipynb#x12345)",
    ],
)
def test_years_codes_dates_units_and_slots_are_no_typed_figures(text):
    assert typed_figures(text) == []


TREND = "finding: A rise\nalt: A line."
ENGLISH = {("cell", "title"): "# Two programs", ("exhibit", "trend"): TREND}
FRENCH = f"""<!-- cell: title, translates: {stamp("# Two programs")} -->
# Deux programmes

Et plus : rien.

<!-- exhibit: trend, translates: {stamp(TREND)} -->
finding: Une hausse
alt: Une ligne : la hausse.
"""


@pytest.fixture
def side_file(tmp_path):
    path = tmp_path / "01_two_programs.fr.md"
    path.write_text(FRENCH, encoding="utf-8")
    return path


def test_a_side_file_gives_the_french_of_each_cell_and_exhibit(side_file):
    translation = read_translation(side_file)
    translation.check(ENGLISH)
    assert translation.french(("cell", "title"), "# Two programs") == "# Deux programmes\n\nEt plus : rien."
    assert words_of(translation.french(("exhibit", "trend"), "finding: A rise")) == {
        "finding": "Une hausse",
        "alt": "Une ligne : la hausse.",
    }


def test_the_words_of_an_exhibit_are_written_as_they_are_read():
    words = Words(finding="A rise:\n  steep", alt="A line.")
    assert words_of(words_text(words)) == {"finding": "A rise: steep", "alt": "A line."}


def test_french_of_an_english_that_has_changed_is_refused_by_cell_with_the_line_to_write(side_file):
    changed = ENGLISH | {("cell", "title"): "# Two programs of Canada"}
    with pytest.raises(PageError) as error:
        read_translation(side_file).check(changed)
    assert "01_two_programs.fr.md" in str(error.value)
    assert f"<!-- cell: title, translates: {stamp('# Two programs of Canada')} -->" in str(error.value)
    assert "exhibit trend" not in str(error.value)


def test_every_missing_and_every_stray_piece_of_french_is_named_at_once(side_file):
    english = {
        ("cell", "title"): "# Two programs",
        ("cell", "lead"): "More.",
        ("exhibit", "bars"): "finding: B",
    }
    with pytest.raises(
        PageError, match=r"(?s)cell lead has no French.*exhibit bars has no.*exhibit trend is in the"
    ):
        read_translation(side_file).check(english)


def test_french_that_lacks_a_word_of_an_exhibit_is_refused(side_file):
    side_file.write_text(FRENCH.replace("alt: Une ligne : la hausse.\n", ""), encoding="utf-8")
    with pytest.raises(PageError, match="exhibit trend must say in French as in English its finding and alt"):
        read_translation(side_file).check(ENGLISH)


def test_what_has_no_word_in_it_needs_no_french(side_file):
    slots = {("cell", "n"): "{{ n }}", ("exhibit", "bars"): "finding: {{ rise }}", ("exhibit", "bare"): ""}
    translation = read_translation(side_file)
    translation.check(ENGLISH | slots)
    assert translation.french(("exhibit", "bars"), "finding: {{ rise }}") == "finding: {{ rise }}"


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("Un mot.\n" + FRENCH, "'Un mot.' stands before the first section"),
        (FRENCH + FRENCH, "cell 'title' is translated twice"),
        (FRENCH.replace("alt:", "alte:"), "exhibit 'trend' has lines that name no word"),
    ],
)
def test_a_side_file_that_cannot_be_read_is_refused(side_file, text, complaint):
    side_file.write_text(text, encoding="utf-8")
    with pytest.raises(PageError, match=complaint):
        read_translation(side_file)


def test_restamping_changes_the_stamps_and_nothing_else(side_file):
    side_file.write_text(FRENCH.replace(stamp("# Two programs"), "00000000"), encoding="utf-8")
    assert restamped(side_file.read_text(encoding="utf-8"), ENGLISH) == FRENCH
    assert restamped(FRENCH, {}) == FRENCH
