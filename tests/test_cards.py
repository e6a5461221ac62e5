"""Cards: what each publisher's table is, how it is told from the others, and how it is cited."""

import re
from itertools import combinations

from imp_stats.cards import Card, cards
from imp_stats.folders import shipped_data
from imp_stats.ledger import read_cells, read_vintages
from imp_stats.measures import measures
from imp_stats.vocabulary import CANADA, STATED, entries


def test_every_card_is_whole() -> None:
    assert len(cards()) >= 6
    for name, card in cards().items():
        assert card.id == name
        assert re.fullmatch(r"(ircc|esdc|statcan)-[a-z-]+", name)
        assert set(card.measures) <= set(measures())
        assert card.measures
        assert card.title or card.header
        assert card.citation.startswith(tuple({"IRCC, ", "ESDC, ", "Statistics Canada, "}))
        assert card.licence in ("Open Government Licence - Canada", "Statistics Canada Open Licence")
        assert card.portal.startswith("https://")
        assert card.program is None or card.program in entries("program")
        assert card.unlisted >= 0


def test_no_two_cards_are_recognised_by_the_same_words() -> None:
    def opening(card: Card) -> tuple[str, ...]:
        return card.title, card.header, card.place, "" if card.title else card.file_name

    for one, other in combinations(cards().values(), 2):
        assert opening(one) != opening(other)
        assert one.citation != other.citation


def test_cards_stand_in_the_order_of_their_file() -> None:
    text = (shipped_data() / "cards.toml").read_text(encoding="utf-8")
    declared = re.findall(r"^\[cards\.([a-z-]+)\]$", text, flags=re.MULTILINE)
    assert (
        list(
            dict.fromkeys(
                re.sub(r"-[a-z]{2}$", "", name) if card.place else name for name, card in cards().items()
            )
        )
        == declared
    )


def test_a_table_that_comes_as_a_file_for_each_place_has_a_card_for_each() -> None:
    placed = [card for card in cards().values() if card.place]
    assert [card.place for card in placed] == [CANADA, *STATED]
    assert all(card.id == f"statcan-earners-{card.place.lower()}" for card in placed)
    assert len({card.title for card in placed}) == 1
    assert cards()["statcan-earners-on"].citation.endswith(", Ontario")


def test_cells_of_a_card_count_what_the_card_says() -> None:
    for row in read_vintages(shipped_data()).iter_rows(named=True):
        card, cells = cards()[row["card"]], read_cells(shipped_data(), row)
        assert cells["card"].unique().to_list() == [card.id]
        assert cells["vintage"].unique().to_list() == [row["vintage"]]
        assert set(cells["measure"]) <= set(card.measures)
        assert set(cells["program"]) == {card.program}
        assert (set(cells["status"]) == {"exact"}) is card.is_exact
