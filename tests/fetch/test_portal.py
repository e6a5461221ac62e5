"""A portal's answer: which of its files is a card's, and what to say when it is not there."""

from dataclasses import replace

import pytest

from imp_stats.cards import cards
from imp_stats.errors import LayoutError, NotHeldError
from imp_stats.fetch.network import FetchError, Network
from imp_stats.fetch.portal import Resource, package, published_as, renaming

from server import API, Answer, Server, patient

BY_ID = cards()["ircc-tfwp-year-end"]
BY_NAME = cards()["ircc-imp-citizenship"]


def resource(url: str, *, name: str = "", id: str = "1") -> Resource:  # noqa: A002 - as the portal names it
    return Resource(id, name, url)


def test_a_dataset_is_read_with_its_names_in_english_and_what_it_says_of_each_file(server: Server) -> None:
    server.portal(
        "d",
        [
            {
                "id": "1",
                "name": {"en": "Table", "fr": "Tableau"},
                "url": "https://x/a%20b.xlsx",
                "size": "12",
            },
            {"id": "2", "name": "Liste", "url": "https://x/c.csv", "size": None, "hash": "abc"},
        ],
    )
    with Network(patient()) as network:
        for api in (server.api, server.api.rstrip("/")):
            assert package(network, api, "d") == [
                Resource("1", "Table", "https://x/a%20b.xlsx", 12),
                Resource("2", "Liste", "https://x/c.csv", None, "abc"),
            ]


@pytest.mark.parametrize(
    "body", [b"", b"<html>", b"[]", b'{"result": {}}', b'{"result": {"resources": [{}]}}']
)
def test_what_is_no_answer_of_a_portal_is_refused(server: Server, body: bytes) -> None:
    server.instead(f"{API}/package_show?id=d", Answer(body=body))
    with Network(patient()) as network, pytest.raises(LayoutError, match=r"package_show\?id=d: .*CKAN"):
        package(network, server.api, "d")


def test_a_dataset_that_is_not_there_is_said(server: Server) -> None:
    with Network(patient()) as network, pytest.raises(FetchError, match=r"id=d: the server answered 404"):
        package(network, server.api, "d")


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://x/ODP-TR-Work-IMP-CITZ.csv", ""),
        ("https://x/odp-tr-work-imp-citz.CSV?version=2", ""),
        ("https://x/ODP%2DTR-Work-IMP-CITZ.csv#top", ""),
        ("https://x/download/4711", "ODP-TR-Work-IMP-CITZ.csv"),
    ],
)
def test_a_file_is_found_by_the_last_part_of_its_address_or_by_its_name(url: str, name: str) -> None:
    wanted = resource(url, name=name)
    other = resource("https://x/ODP-TR-Work-TFWP-CITZ.csv", id="2")
    assert published_as(BY_NAME, [other, wanted]) == [wanted]


def test_a_literal_space_in_a_name_is_the_same_as_one_that_is_encoded() -> None:
    card = replace(BY_NAME, file_name="EN_ODP-TR-Work-IMP CITZ.xlsx")
    for url in ("https://x/EN_ODP-TR-Work-IMP CITZ.xlsx", "https://x/EN_ODP-TR-Work-IMP%20CITZ.xlsx"):
        assert published_as(card, [resource(url)]) == [resource(url)]
        assert not renaming(card, resource(url))


def test_a_file_under_its_id_is_found_under_another_name_and_the_renaming_is_said() -> None:
    found = resource("https://x/TFWP_holders_2026.xlsx", id=BY_ID.resource)
    decoy = resource(f"https://x/{BY_ID.file_name}", id="2")
    assert published_as(BY_ID, [decoy, found]) == [found]
    assert renaming(BY_ID, found) == f"{BY_ID.file_name!r} is now named 'TFWP_holders_2026.xlsx'"


def test_a_file_whose_id_is_gone_is_found_by_its_name_and_that_is_said() -> None:
    found = resource(f"https://x/{BY_ID.file_name}", id="2")
    assert published_as(BY_ID, [found]) == [found]
    assert (
        renaming(BY_ID, found) == f"resource {BY_ID.resource} is gone; {BY_ID.file_name!r} is now resource 2"
    )


def test_a_file_that_is_gone_is_said_with_those_that_come_near() -> None:
    offered = [resource("https://x/ODP-TR-Work-IMP-CITZ2.csv"), resource("https://x/readme.html")]
    with pytest.raises(
        NotHeldError, match=r"has no file 'ODP.*CITZ\.csv'.*it has 'ODP-TR-Work-IMP-CITZ2\.csv'\."
    ):
        published_as(BY_NAME, offered)
    with pytest.raises(NotHeldError, match=rf"no resource {BY_ID.resource} and no file .*it has no files"):
        published_as(BY_ID, [])


def test_a_table_of_many_files_has_all_that_fit_its_pattern() -> None:
    lists = replace(BY_NAME, files="*pos*_en.*")
    offered = [
        resource("https://x/tfwp_2023q4_pos_en.xlsx"),
        resource("https://x/TFWP_2021Q2_Positive_EN.xlsx"),
        resource("https://x/tfwp_2023q4_neg_en.xlsx"),
        resource("https://x/tfwp_2023q4_pos_fr.xlsx"),
    ]
    assert published_as(lists, offered) == offered[:2]
    assert not renaming(lists, offered[1])
    with pytest.raises(NotHeldError, match=r"has no file '\*pos\*_en\.\*' any more"):
        published_as(lists, offered[2:])
