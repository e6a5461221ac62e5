"""What we say, in both languages: numbers, dates, ranges, and the words that findings may use.

A finding word is never typed beside a figure. It comes from :func:`change_word`,
:func:`share_word` or :func:`fraction_word`, whose thresholds are declared here.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Literal, get_args

Lang = Literal["en", "fr"]

NBSP = "\u00a0"
_MONTHS: dict[Lang, tuple[str, ...]] = {
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
    "fr": (
        "janvier", "février", "mars", "avril", "mai", "juin",
        "juillet", "août", "septembre", "octobre", "novembre", "décembre",
    ),
}  # fmt: skip


def check_lang(lang: str) -> Lang:
    """The language as given; anything but ``"en"`` or ``"fr"`` is refused."""
    if lang == "en":
        return "en"
    if lang == "fr":
        return "fr"
    msg = f"lang={lang!r}: the languages are {' and '.join(map(repr, get_args(Lang)))}."
    raise ValueError(msg)


def number(value: float, lang: Lang = "en", *, decimals: int = 0) -> str:
    """A number as the language writes it.

    >>> number(1263145)
    '1,263,145'
    >>> number(-1263.5, "fr", decimals=1).replace(NBSP, "_")
    '−1_263,5'
    """
    text = f"{abs(value):,.{decimals}f}"
    if lang == "fr":
        text = text.replace(",", NBSP).replace(".", ",")
    is_zero = not text.strip("0.,")
    return f"\u2212{text}" if value < 0 and not is_zero else text


def percent(fraction: float, lang: Lang = "en", *, decimals: int = 0) -> str:
    """A fraction as a percentage.

    >>> percent(0.209, decimals=1)
    '20.9%'
    """
    return number(100 * fraction, lang, decimals=decimals) + (f"{NBSP}%" if lang == "fr" else "%")


def dollars(value: float, lang: Lang = "en") -> str:
    """An amount of Canadian dollars, with cents where it has any.

    >>> dollars(1000), dollars(184.75, "fr").replace(NBSP, "_")
    ('$1,000', '184,75_$')
    """
    written = number(value, lang, decimals=2 if value % 1 else 0)
    return f"{written}{NBSP}$" if lang == "fr" else f"${written}"


def span(lower: str, upper: str, lang: Lang = "en") -> str:
    """Two written numbers as a range in prose.

    >>> span("2,798", "2,802")
    '2,798 to 2,802'
    """
    return f"{lower} {'à' if lang == 'fr' else 'to'} {upper}"


def date(day: dt.date, lang: Lang = "en") -> str:
    """A day in words.

    >>> date(dt.date(2025, 1, 1), "fr").replace(NBSP, " ")
    '1er janvier 2025'
    """
    month = _MONTHS[lang][day.month - 1]
    ordinal = "er" if lang == "fr" and day.day == 1 else ""
    return f"{day.day}{ordinal}{NBSP}{month}{NBSP}{day.year}"


def month(day: dt.date, lang: Lang = "en") -> str:
    """The month of a day in words.

    >>> month(dt.date(2024, 6, 1)).replace(NBSP, " ")
    'June 2024'
    """
    return f"{_MONTHS[lang][day.month - 1]}{NBSP}{day.year}"


def vintage(iso: str, lang: Lang = "en") -> str:
    """A date in words that may be known by its month or its year alone.

    >>> [vintage(iso).replace(NBSP, " ") for iso in ("2022", "2022-02", "2022-02-23")]
    ['2022', 'February 2022', '23 February 2022']
    """
    if len(iso) == len("2022"):
        return iso
    if len(iso) == len("2022-02"):
        return month(dt.date.fromisoformat(f"{iso}-01"), lang)
    return date(dt.date.fromisoformat(iso), lang)


def listed(words: Iterable[str], lang: Lang = "en") -> str:
    """Words as a list in prose.

    >>> listed(["Ontario", "Quebec", "Manitoba"])
    'Ontario, Quebec and Manitoba'
    """
    *head, last = words
    joint = " et " if lang == "fr" else " and "
    return joint.join([", ".join(head), last]) if head else last


# A word for a ratio: used when the whole interval lies in [from, to).
_CHANGE_WORDS: tuple[tuple[float, float, str, str], ...] = (
    (0.0, 0.45, "fell by more than half", "a diminué de plus de moitié"),
    (0.45, 0.55, "halved", "a diminué de moitié"),
    (0.55, 0.98, "fell", "a diminué"),
    (0.98, 1.02, "hardly changed", "n'a presque pas changé"),
    (1.02, 1.9, "rose", "a augmenté"),
    (1.9, 2.0, "nearly doubled", "a presque doublé"),
    (2.0, 2.1, "doubled", "a doublé"),
    (2.1, 2.75, "more than doubled", "a plus que doublé"),
    (2.75, 3.0, "nearly tripled", "a presque triplé"),
    (3.0, 3.1, "tripled", "a triplé"),
    (3.1, 4.0, "more than tripled", "a plus que triplé"),
    (4.0, float("inf"), "more than quadrupled", "a plus que quadruplé"),
)
_SHARE_WORDS: tuple[tuple[float, float, str, str], ...] = (
    (0.24, 0.26, "a quarter", "le quart"),
    (0.32, 0.345, "a third", "le tiers"),
    (0.64, 0.69, "two thirds", "les deux tiers"),
    (0.90, 1.01, "nearly all", "presque tout"),
    (0.50, 0.90, "most", "la majeure partie"),
)


def _word(
    table: tuple[tuple[float, float, str, str], ...], lower: float, upper: float, lang: Lang
) -> str | None:
    for low, high, en, fr in table:
        if low <= lower and upper < high:
            return fr if lang == "fr" else en
    return None


def change_word(lower: float, upper: float, lang: Lang = "en") -> str:
    """The verb for a ratio known to lie in [lower, upper]; words are certain or give way to figures.

    >>> change_word(2.937, 2.938)
    'nearly tripled'
    >>> change_word(1.5, 2.5)
    'became 1.5 to 2.5 times what it was'
    """
    word = _word(_CHANGE_WORDS, lower, upper, lang)
    if word is not None:
        return word
    times = span(number(lower, lang, decimals=1), number(upper, lang, decimals=1), lang)
    return f"a été multiplié par {times}" if lang == "fr" else f"became {times} times what it was"


def share_word(lower: float, upper: float, lang: Lang = "en") -> str:
    """The words for a share known to lie in [lower, upper].

    >>> share_word(0.66, 0.67)
    'two thirds'
    >>> share_word(0.1, 0.2)
    '10% to 20%'
    """
    word = _word(_SHARE_WORDS, lower, upper, lang)
    return word or span(percent(lower, lang), percent(upper, lang), lang)


def change_percent(lower: float, upper: float, lang: Lang = "en") -> str:
    """The change for a ratio known to lie in [lower, upper], with its sign, to a tenth of a percent.

    >>> change_percent(1.32090, 1.32091), change_percent(0.56640, 0.56649)
    ('+32.1%', '−43.4%')
    >>> change_percent(0.98, 1.02)
    '−2.0% to +2.0%'
    """
    least, most = (_signed_percent(ratio - 1, lang) for ratio in (lower, upper))
    return least if least == most else span(least, most, lang)


def _signed_percent(fraction: float, lang: Lang) -> str:
    text = percent(fraction, lang, decimals=1)
    is_rise = fraction > 0 and text != percent(0, lang, decimals=1)
    return f"+{text}" if is_rise else text


def moved_word(before: int, after: int, lang: Lang = "en") -> str:
    """What an exact figure does from one date to another, such as the target of a plan.

    >>> moved_word(170000, 170000), moved_word(60000, 50000)
    ('stays at 170,000', 'falls from 60,000 to 50,000')
    >>> moved_word(128700, 155700, "fr").replace(NBSP, "_")
    'monte de 128_700 à 155_700'
    """
    if before == after:
        return f"{'reste à' if lang == 'fr' else 'stays at'} {number(after, lang)}"
    ends = number(before, lang), number(after, lang)
    if lang == "fr":
        return f"{'monte' if after > before else 'descend'} de {ends[0]} à {ends[1]}"
    return f"{'rises' if after > before else 'falls'} from {ends[0]} to {ends[1]}"


_NEAR = 0.03  # of a fraction, to either side: 14.4% is one in seven, 14.8% is not
_FRACTIONS: dict[Lang, tuple[str, ...]] = {
    "en": ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    "fr": ("deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix"),
}


def fraction_word(lower: float, upper: float, lang: Lang = "en") -> str:
    """How many in how many, for a share known to lie in [lower, upper]; one that is no such fraction is a percentage.

    >>> fraction_word(0.1431, 0.1432)
    'one in seven'
    >>> fraction_word(0.333, 0.334, "fr")
    'un sur trois'
    >>> fraction_word(0.0017, 0.0018)
    '0.2%'
    >>> fraction_word(0.429, 0.573)
    '43% to 57%'
    """
    for parts, word in enumerate(_FRACTIONS[lang], start=2):
        if (1 - _NEAR) / parts <= lower and upper <= (1 + _NEAR) / parts:
            return f"un sur {word}" if lang == "fr" else f"one in {word}"
    decimals = 1 if upper < 0.1 else 0
    least, most = (percent(end, lang, decimals=decimals) for end in (lower, upper))
    return least if least == most else span(least, most, lang)
