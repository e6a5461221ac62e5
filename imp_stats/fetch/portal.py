"""A CKAN portal's answer -> the files that a card is published as."""

import difflib
import json
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import PurePosixPath
from urllib.parse import quote, unquote, urlsplit

from imp_stats.cards import Card
from imp_stats.errors import LayoutError, NotHeldError
from imp_stats.fetch.network import Network


@dataclass(frozen=True)
class Resource:
    """A file as the portal names it. ``size`` is None, and ``digest`` empty, where the portal says nothing of use."""

    id: str
    name: str
    url: str
    size: int | None = None
    digest: str = ""

    @property
    def file_name(self) -> str:
        """The last part of the address, as people write it.

        >>> Resource("", "", "https://example.org/data/EN_ODP-TR-Work-IMP%20CITZ.xlsx?v=2").file_name
        'EN_ODP-TR-Work-IMP CITZ.xlsx'
        """
        return PurePosixPath(unquote(urlsplit(self.url).path)).name


def package(network: Network, api: str, dataset: str) -> list[Resource]:
    """The files of a dataset, as ``package_show`` of the portal at ``api`` lists them.

    Raises
    ------
    FetchError
        The portal does not answer, or has no such dataset.
    LayoutError
        The answer is no CKAN answer.

    """
    url = f"{api.rstrip('/')}/package_show?id={quote(dataset)}"

    def once(ends: float) -> bytes:
        with network.answer(url) as response:
            return b"".join(network.body(url, response, ends))

    try:
        answer = json.loads(network.persist(url, once))
        return [_resource(one) for one in answer["result"]["resources"]]
    except (ValueError, KeyError, TypeError) as error:
        msg = f"{url}: this is no answer of a CKAN portal ({type(error).__name__}: {error}); expected result.resources."
        raise LayoutError(msg) from error


def _resource(said: dict[str, object]) -> Resource:
    size = said.get("size")
    return Resource(
        id=str(said["id"]),
        name=_english(said.get("name")),
        url=str(said["url"]),
        size=int(size) if isinstance(size, int | float | str) and str(size).isdecimal() else None,
        digest=str(said.get("hash") or ""),
    )


def _english(name: object) -> str:
    """A name, which bilingual portals give by language."""
    return str(name.get("en", "")) if isinstance(name, dict) else str(name or "")


def published_as(card: Card, resources: list[Resource]) -> list[Resource]:
    """The files of a card: the one of its resource id or file name, or all of a series.

    Raises
    ------
    NotHeldError
        The dataset has none; names those that come near.

    """
    by_id = [one for one in resources if card.resource and one.id == card.resource]
    by_name = [one for one in resources if _is_named(card, one.file_name) or _is_named(card, one.name)]
    found = by_id or by_name
    if found:
        return found if card.files else found[:1]
    offered = {one.file_name: one for one in resources}
    near = difflib.get_close_matches(card.file_name, offered, n=3, cutoff=0.6) or list(offered)[:3]
    named = f"file {(card.files or card.file_name)!r}"
    missing = f"resource {card.resource} and no {named}" if card.resource else named
    msg = (
        f"dataset {card.dataset} has no {missing} any more; "
        f"it has {', '.join(map(repr, near)) or 'no files'}. If one of these is the table, change its card in cards.toml."
    )
    raise NotHeldError(msg)


def _is_named(card: Card, name: str) -> bool:
    if card.files:
        return fnmatchcase(name.lower(), card.files.lower())
    return name.lower() == card.file_name.lower()


def renaming(card: Card, resource: Resource) -> str:
    """In words, that a file has another name or place than its card says; empty if all is as the card says."""
    if card.resource and resource.id != card.resource:
        return f"resource {card.resource} is gone; {resource.file_name!r} is now resource {resource.id}"
    if _is_named(card, resource.file_name) or _is_named(card, resource.name):
        return ""
    return f"{card.file_name!r} is now named {resource.file_name!r}"
