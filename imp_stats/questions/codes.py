"""Exemption codes of the IMP: what each stands for, what it was, and where it is thought to be counted."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from imp_stats.errors import NotHeldError, UnknownWordError
from imp_stats.phrases import Lang, check_lang, date, listed
from imp_stats.queries import ask
from imp_stats.questions.filters import Words, held_words, ordered, words
from imp_stats.vocabulary import entries, folded, label

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

_ORDER = (
    "code", "code_before", "section", "section_before", "title", "permit", "permit_note", "offer_and_fee",
    "offer_note", "duration", "stream", "stream_name", "stream_certainty", "outside_imp", "since", "until",
    "confused_with", "note", "details_certainty", "details_source", "certainty", "source", "vintage",
)  # fmt: skip
_NO_MAP: dict[Lang, str] = {
    "en": "IRCC publishes no map from codes to the rows of its tables: the stream is inferred, its certainty beside it.",
    "fr": "IRCC ne publie aucune correspondance entre les codes et les rangées de ses tableaux : le volet est déduit, "
    "sa certitude est à côté.",
}


def exemption_codes(
    db: duckdb.DuckDBPyConnection,
    *,
    code: Words = None,
    was: Words = None,
    stream: Words = None,
    section: Words = None,
    word: str | None = None,
    permit: Words = None,
    lang: str = "en",
) -> pd.DataFrame:
    """One row per exemption code of the IMP: what allows a permit without a labour market impact assessment.

    Columns ``code``, ``code_before`` (until 14 December 2022; NA where there was none), ``section`` of the Regulations
    (A25.2: of the Act), ``section_before``, ``title``, ``permit`` (open, employer-specific or either) and ``permit_note``,
    ``offer_and_fee`` (whether the employer files an offer and pays the compliance fee: yes, no or in part) and
    ``offer_note``, ``duration`` (the usual longest), ``stream`` (the rows of the program tree in which it is thought to
    fall, ";" between; NA where in none), ``stream_name``, ``stream_certainty`` (high, medium, low, unknown: IRCC
    publishes no map), ``outside_imp`` (study or humanitarian: counted elsewhere), ``since`` and ``until`` (days of the code,
    where known), ``confused_with``, ``note``, ``details_certainty`` and ``details_source`` (of permit, offer, duration and
    notes, which IRCC's list of codes does not give), ``certainty``, ``source`` and ``vintage`` (of code, code before and
    section, which it does). What a code became, expired as or is mistaken for is said in ``attrs["notes"]``.

    Parameters
    ----------
    db
        An open warehouse.
    code
        Codes. One that ended on 14 December 2022, such as C12, answers with those that took its place.
    was
        Codes as they were before 15 December 2022: every code that came of them.
    stream
        Paths of the program tree; the codes thought to fall in them or in what they contain.
    section
        Sections, such as ``"R205(b)"``; ``"R205(c)"`` holds its parts.
    word
        Text that the title, another name or the code must hold, in English or French.
    permit
        ``"open"`` or ``"employer-specific"``; codes that can be either come with both.
    lang
        The language of the words.

    Raises
    ------
    UnknownWordError
        A code, stream, section or word that is none; the message names the near ones.
    NotHeldError
        Filters that no code meets together.

    Examples
    --------
    >>> import imp_stats as ims
    >>> became = ims.exemption_codes(ims.open_warehouse(), code="C12")
    >>> became["code"].tolist()
    ['C61', 'C62', 'C63']
    >>> print(became.attrs["notes"][0])
    C12 ended on 14 December 2022; its place was taken by C61, C62 and C63.

    """
    language = check_lang(lang)
    whole = ask(db, "exemption_codes", codes=None, was=None, streams=None, sections=None, permits=None)
    found = ask(
        db,
        "exemption_codes",
        codes=None if code is None else _codes(code, whole),
        was=held_words(was, whole["code_before"].dropna(), "exemption code of before 15 December 2022"),
        streams=_within(words("stream", stream)),
        sections=None if section is None else _sections(section, whole),
        permits=held_words(permit, whole["permit"], "kind of permit"),
    )
    kept = found if word is None else found[_said(found, word, whole)]
    if kept.empty:
        msg = f"No exemption code meets all of code={code}, was={was}, stream={stream}, section={section}, word={word}, permit={permit}."
        raise NotHeldError(msg)
    answer = ordered(_in_words(kept, language), *_ORDER)
    answer.attrs["notes"] = [*_history(code, answer, whole, language), _NO_MAP[language]]
    return answer


def _codes(given: Words, whole: pd.DataFrame) -> list[str]:
    """The codes in force of those given; one that is no longer stands for those that took its place."""
    found = []
    for word in [given] if isinstance(given, str) else list(given or ()):
        plain = folded(str(word)).upper()
        if plain in set(whole["code"]):
            found.append(plain)
        elif plain in set(whole["code_before"].dropna()):
            found += whole.loc[whole["code_before"] == plain, "code"].tolist()
        else:
            raise UnknownWordError(_unknown(word, plain, whole))
    if not found:
        msg = f"code={given!r} names none: leave it out to ask for all."
        raise UnknownWordError(msg)
    return found


def _unknown(word: object, plain: str, whole: pd.DataFrame) -> str:
    titles = dict(zip(whole["code"], whole["title_en"], strict=True))
    near = difflib.get_close_matches(plain, list(titles), n=3, cutoff=0.6)
    hint = (
        f"did you mean {listed(f'{code} ({titles[code]})' for code in near)}?"
        if near
        else "a code is written as C61, and word= looks for a text."
    )
    return f"{word!r} is no exemption code: {hint}"


def _within(paths: list[str] | None) -> list[str] | None:
    """The paths and all that they contain."""
    if paths is None:
        return None
    return [one for one in entries("stream") if any(f"{one} > ".startswith(f"{path} > ") for path in paths)]


def _sections(given: Words, whole: pd.DataFrame) -> list[str]:
    held = sorted(whole["section"].unique())
    found = []
    for word in [given] if isinstance(given, str) else list(given or ()):
        plain = str(word).replace(" ", "").upper().removeprefix("R")
        parts = [one for one in held if f"{one.upper().removeprefix('R')}(".startswith(f"{plain}(")]
        if not parts or not plain:
            msg = f"{word!r} is no section with an exemption code: it may be {listed(held)}."
            raise UnknownWordError(msg)
        found += parts
    return found


def _said(found: pd.DataFrame, word: str, whole: pd.DataFrame) -> pd.Series[bool]:
    """The rows whose code, title or other names hold every word of the text."""
    asked = folded(word).split()
    texts = _texts(whole)
    if not asked or not texts.map(lambda text: all(part in text for part in asked)).any():
        spoken = sorted({part for text in texts for part in text.split()})
        near = [one for part in asked for one in difflib.get_close_matches(part, spoken, n=2, cutoff=0.7)]
        hint = f"did you mean {listed(dict.fromkeys(near))}?" if near else "leave it out to see all."
        msg = f"word={word!r}: no exemption code is called so; {hint}"
        raise UnknownWordError(msg)
    return _texts(found).map(lambda text: all(part in text for part in asked))


def _texts(found: pd.DataFrame) -> pd.Series[str]:
    names = found[["code", "title_en", "title_fr", "also_called"]].fillna("")
    return names.agg(" ".join, axis=1).map(folded)


def _in_words(found: pd.DataFrame, language: Lang) -> pd.DataFrame:
    paths = found["stream"].map(
        lambda cell: "; ".join(label("stream", path, language) for path in cell.split(";")),
        na_action="ignore",
    )
    texts = ("title", "permit_note", "offer_note", "duration", "note")
    said = {name: found[f"{name}_{language}"] for name in texts}
    return found.assign(stream_name=paths.astype("str"), **said)


def _history(given: Words, found: pd.DataFrame, whole: pd.DataFrame, language: Lang) -> list[str]:
    """What became of the codes asked for, and what they are mistaken for, in words."""
    if given is None:
        return []
    asked = [folded(str(word)).upper() for word in ([given] if isinstance(given, str) else given)]
    notes = [note for code in asked if (note := _became(code, whole, language))]
    titles = dict(zip(whole["code"], whole[f"title_{language}"], strict=True))
    for one, other in found.dropna(subset=["confused_with"])[["code", "confused_with"]].to_numpy():
        taken = "est souvent pris pour" if language == "fr" else "is often taken for"
        notes.append(f"{one} {taken} {other} ({titles[other]}).")
    for one, last in found.dropna(subset=["until"])[["code", "until"]].to_numpy():
        ended = "a pris fin le" if language == "fr" else "ended on"
        notes.append(f"{one} {ended} {date(last.date(), language)}.")
    return notes


def _became(code: str, whole: pd.DataFrame, language: Lang) -> str:
    """What took the place of a code on 15 December 2022; empty where it went on as it was."""
    after = whole.loc[whole["code_before"] == code, "code"].tolist()
    if after in ([], [code]):
        return ""
    names = listed(after, language)
    if code in after:
        return (
            f"Ce que {code} couvrait jusqu’au 14 décembre 2022 relève depuis de {names}."
            if language == "fr"
            else f"What {code} covered until 14 December 2022 falls since then under {names}."
        )
    return (
        f"{code} a pris fin le 14 décembre 2022; {names} l’ont remplacé."
        if language == "fr"
        else f"{code} ended on 14 December 2022; its place was taken by {names}."
    )
