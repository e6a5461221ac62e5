"""Cards: what each publisher's table is, how it is told from the others, and how it is cited."""

import re
from itertools import combinations

from imp_stats.cards import Card, cards
from imp_stats.folders import shipped_data
from imp_stats.ledger import read_cells, read_vintages
from imp_stats.measures import measures
from imp_stats.vocabulary import entries


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
    def opening(card: Card) -> tuple[str, str, str]:
        return card.title, card.header, "" if card.title else card.file_name

    for one, other in combinations(cards().values(), 2):
        assert opening(one) != opening(other)
        assert one.citation != other.citation


def test_cards_stand_in_the_order_of_their_file() -> None:
    text = (shipped_data() / "cards.toml").read_text(encoding="utf-8")
    assert re.findall(r"^\[cards\.([a-z-]+)\]$", text, flags=re.MULTILINE) == list(cards())


def test_cells_of_a_card_count_what_the_card_says() -> None:
    for row in read_vintages(shipped_data()).iter_rows(named=True):
        card, cells = cards()[row["card"]], read_cells(shipped_data(), row)
        assert cells["card"].unique().to_list() == [card.id]
        assert cells["vintage"].unique().to_list() == [row["vintage"]]
        assert set(cells["measure"]) == set(card.measures)
        assert set(cells["program"]) == {card.program}
        assert (set(cells["status"]) == {"exact"}) is card.is_exact
