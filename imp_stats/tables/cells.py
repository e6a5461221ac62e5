"""Single values in words: counts with their bounds, shares, ranks, days, and the notes they refer to."""

import pandas as pd

from imp_stats import phrases, vocabulary
from imp_stats.phrases import NBSP, Lang
from imp_stats.tables.table import Cell
from imp_stats.tables.words import said


class Notes:
    """Footnotes in the order in which they are first referred to."""

    def __init__(self, lang: Lang) -> None:
        self.lang = lang
        self.texts: list[str] = []

    def number(self, key: str) -> int:
        """The number of a note, which is added where it is new."""
        text = said(key, self.lang)
        if text not in self.texts:
            self.texts.append(text)
        return self.texts.index(text) + 1


def count(row: pd.Series, measure: str, notes: Notes) -> Cell:
    """A count with its bounds beneath it; where it has no central value the bounds stand alone."""
    lang = notes.lang
    central, lower, upper = row[measure], row["lower"], row["upper"]
    is_open = pd.isna(upper)
    if pd.isna(central):
        hidden = (notes.number("note_hidden"),) if row["status"] == "suppressed" else ()
        is_lone = not is_open and (lower, upper) == (1, 4)
        return Cell("1–4" if is_lone else _bounds(lower, upper, lang), notes=hidden)
    estimated = (notes.number("note_estimated"),) if row["status"] == "estimated" else ()
    beneath = "" if not is_open and lower == upper else _bounds(lower, upper, lang)
    return Cell(phrases.number(central, lang), beneath, notes=estimated)


def _bounds(lower: int, upper: int, lang: Lang) -> str:
    least = phrases.number(lower, lang)
    if pd.isna(upper):
        return said("or_more", lang, number=least)
    return phrases.span(least, phrases.number(upper, lang), lang)


def share(lower: float, upper: float, lang: Lang) -> str:
    """A share as exactly as its bounds allow: a tenth of a percent, a percent, or a range.

    >>> share(0.5531, 0.5534, "en"), share(0.018, 0.022, "en"), share(0.103, 0.131, "en")
    ('55.3%', '2%', '10–13%')
    """
    if pd.isna(lower) or pd.isna(upper):
        return ""
    least, most = _ends(lower, upper, lang)
    return most if least == most else f"{least.rstrip(f'{NBSP}%')}–{most}"


def rate(lower: float, upper: float, lang: Lang) -> str:
    """A rate or a ratio to a tenth, or a range where its bounds do not agree on it.

    >>> rate(33.348, 33.349, "en"), rate(4.682, 5.944, "en"), rate(pd.NA, pd.NA, "en")
    ('33.3', '4.7–5.9', '')
    """
    if pd.isna(lower) or pd.isna(upper):
        return ""
    least, most = phrases.number(lower, lang, decimals=1), phrases.number(upper, lang, decimals=1)
    return most if least == most else f"{least}–{most}"


def share_in_prose(lower: float, upper: float, lang: Lang) -> str:
    """A share within a sentence.

    >>> share_in_prose(0.157, 0.195, "en"), share_in_prose(0.99995, 0.99995, "en")
    ('16% to 20%', 'more than 99.9%')
    """
    if 0.9995 <= lower < 1:
        return f"{'plus de' if lang == 'fr' else 'more than'} {phrases.percent(0.999, lang, decimals=1)}"
    least, most = _ends(lower, upper, lang)
    return most if least == most else phrases.span(least, most, lang)


def _ends(lower: float, upper: float, lang: Lang) -> tuple[str, str]:
    """Both bounds in words, which are the same where they round to the same."""
    exact = phrases.percent(lower, lang, decimals=1), phrases.percent(upper, lang, decimals=1)
    if exact[0] == exact[1] or upper < 0.01:
        return exact
    return phrases.percent(lower, lang), phrases.percent(upper, lang)


def rank(best: int, worst: int) -> Cell:
    """A rank, strong where it is certain."""
    return Cell(f"{best}", is_strong=True) if best == worst else Cell(f"{best}–{worst}")


def as_of(vintages: pd.Series, lang: Lang) -> str:
    """The days that a frame's figures speak for."""
    days = sorted({day for vintage in vintages for day in str(vintage).split("; ")})
    written = (phrases.vintage(day, lang) for day in days)
    return said("as_of", lang, day=phrases.listed(written, lang))


def source(frame: pd.DataFrame, lang: Lang) -> str:
    """The sources of a frame, each once."""
    return said("source", lang, source="; ".join(frame["source"].unique()))


def program(code: str, lang: Lang) -> str:
    """The short name of a program.

    >>> program("TFWP", "fr")
    'PTET'
    """
    entry = vocabulary.entries("program").get(code)  # a levels plan has other groups too, such as students
    return entry.aliases[0] if entry and lang == "fr" else code
