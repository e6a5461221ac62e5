"""Counts, ranges, periods and sources as they are said, in both languages."""

from __future__ import annotations

import datetime as dt
import math
from typing import TYPE_CHECKING

from imp_stats.claims.weighing import (
    AGREES,
    ANOTHER_VINTAGE,
    CONTRADICTED,
    DEPENDS,
    DIFFERS,
    NOT_HELD,
    NOT_KNOWABLE,
    OWN_ONLY,
    SUPPORTED,
    UNDETERMINED,
    Interval,
)
from imp_stats.measures import measures
from imp_stats.phrases import Lang, change_percent, date, month, number, percent, span, vintage
from imp_stats.questions.filters import HUMANITARIAN
from imp_stats.vocabulary import CANADA, entries, label

if TYPE_CHECKING:
    from imp_stats.claims.evidence import Subject
    from imp_stats.claims.findings import Finding, Part
    from imp_stats.claims.sayings import Claim

VERDICTS: dict[str, dict[Lang, str]] = {
    SUPPORTED: {"en": "supported", "fr": "appuyé"},
    CONTRADICTED: {"en": "contradicted", "fr": "contredit"},
    UNDETERMINED: {"en": "undetermined", "fr": "indéterminé"},
    DEPENDS: {"en": "depends on the comparator", "fr": "dépend de la comparaison"},
    AGREES: {"en": "agrees", "fr": "concorde"},
    DIFFERS: {"en": "differs", "fr": "diffère"},
    NOT_HELD: {"en": "not held", "fr": "aucune donnée"},
    OWN_ONLY: {"en": "own chain only", "fr": "sa propre voie seulement"},
    ANOTHER_VINTAGE: {"en": "another vintage", "fr": "autre version"},
    NOT_KNOWABLE: {"en": "not knowable", "fr": "invérifiable"},
}
# kind, from, to -> the words for just that
_WORDS: dict[tuple[str, float, float], tuple[str, str]] = {
    ("order", 1, math.inf): ("more than the other", "plus que l’autre"),
    ("order", -math.inf, 1): ("less than the other", "moins que l’autre"),
    ("change", 0, math.inf): ("a rise", "une hausse"),
    ("change", -math.inf, 0): ("a fall", "une baisse"),
    ("constancy", 1, 1): ("the same throughout", "inchangé"),
    ("set relation", 1, 1): ("all", "la totalité"),
    ("set relation", 0, 0): ("none", "aucun"),
}
_JUST = 1e-5  # a rise is a change of any size, written as 0.000001
_ENDS: dict[str, tuple[str, str]] = {
    SUPPORTED: ("It lies in what is claimed", "Cela se trouve dans ce qui est affirmé"),
    CONTRADICTED: ("It lies apart from what is claimed", "Cela se trouve hors de ce qui est affirmé"),
    UNDETERMINED: (
        "It may or may not lie in what is claimed",
        "Cela peut ou non se trouver dans ce qui est affirmé",
    ),
    DEPENDS: (
        "What is claimed holds against some of these and not against others",
        "Ce qui est affirmé tient par rapport aux uns et non aux autres",
    ),
}
_SEAMS: dict[str, tuple[str, str]] = {
    "series": ("Across a break in the series", "À travers une rupture de la série"),
    "candidate": ("Perhaps across a break in the series", "Peut-être à travers une rupture de la série"),
    "outlier": ("From or to an outlier", "À partir ou à destination d’une valeur aberrante"),
    "partial year": ("From or to a partial year", "À partir ou à destination d’une année partielle"),
    "vintage": ("Across a break between vintages", "À travers une rupture entre dates des données"),
}


def why(claim: Claim, finding: Finding, lang: Lang) -> str:
    """The reason of a verdict: what was found of the claim, and which other count it may be."""
    french = lang == "fr"
    if finding.verdict == NOT_KNOWABLE:
        return str(claim.facts[f"reason_{lang}"])
    if finding.verdict == NOT_HELD:
        said = _not_held(finding, lang)
    elif finding.unlike:
        said = f"{_apart(lang)}{colon(lang)}{finding.unlike.words(lang)}"
    else:
        end = _ENDS[finding.verdict][french]
        said = f"{_found(claim, finding, lang)}. {end}{colon(lang)}{range_words(claim.kind, claim.claimed, lang)}."
        said += f" {_lacking(finding, lang)}" if finding.lacking else ""
    return " ".join(filter(None, [said, _broken(finding, lang), _matching(finding, lang)]))


def _not_held(finding: Finding, lang: Lang) -> str:
    french = lang == "fr"
    if finding.left_out:
        own = (
            "Tout ce qui est conservé à ce sujet nous parvient par la même voie que l’affirmation"
            if french
            else "All that is held of it reaches us by the claim's own chain"
        )
        return f"{own}."
    if finding.lacking:
        return _lacking(finding, lang)
    return "Aucun tableau conservé n’en dit rien." if french else "No table held says anything of it."


def _lacking(finding: Finding, lang: Lang) -> str:
    missing = "; ".join(subject_words(one, lang) for one in finding.lacking[:3])
    said = f"{'Aucun chiffre conservé' if lang == 'fr' else 'No figure is held'}{colon(lang)}{missing}."
    return " ".join([said, *(_part_of_year(subject, months, lang) for subject, months in finding.short[:3])])


def _part_of_year(subject: Subject, months: int, lang: Lang) -> str:
    """Which months of a year are held, where that is all."""
    first, last = (month(dt.date(subject.year, number_of, 1), lang) for number_of in (1, months))
    words = first if months == 1 else span(first, last, lang)
    if lang == "fr":
        return f"Seule la période de {words} est conservée, ce qui n’est pas une année."
    return f"Only {words} is held, which is no year."


def _broken(finding: Finding, lang: Lang) -> str:
    """The breaks in the series that the claim goes across."""
    return " ".join(
        f"{_SEAMS[one.kind][lang == 'fr']}{colon(lang)}{one.label(lang)}. {one.effect(lang).rstrip('.')}."
        for one in finding.seams
    )


def _apart(lang: Lang) -> str:
    return "Non comparable" if lang == "fr" else "Not comparable"


def _quoted(finding: Finding, lang: Lang) -> str:
    said = dict.fromkeys(entry.said[lang == "fr"] for entry in finding.entries)
    texts = [f"« {one} »" if lang == "fr" else f'"{one}"' for one in list(said)[:4]]
    return "; ".join([*texts, *(["…"] if len(said) > 4 else [])])


def _found(claim: Claim, finding: Finding, lang: Lang) -> str:
    """What was computed, in the words of the kind of claim."""
    parts = "; ".join(part_words(part, lang) for part in finding.parts)
    if finding.comparisons:
        return f"{part_words(finding.parts[0], lang)}{colon(lang)}{_compared(finding, lang)}"
    if claim.kind == "level" or finding.answer is None:
        return parts
    said = quantity_words(claim.kind, finding.answer, lang)
    return f"{parts}{colon(lang)}{said}" if parts else said


def _compared(finding: Finding, lang: Lang) -> str:
    """The change against each comparator."""
    against = "par rapport à" if lang == "fr" else "against"
    return "; ".join(
        f"{quantity_words('change', found, lang)} {against} {part_words(part, lang)}"
        for part, found in finding.comparisons
    )


def found_words(kind: str, finding: Finding, lang: Lang) -> str | None:
    """The answer in words: the quantity, or what the rule table says; counts that are not compared have none."""
    if finding.unlike:
        return _apart(lang).lower()
    if finding.answer is not None:
        return quantity_words(kind, finding.answer, lang)
    return _quoted(finding, lang) or None


def _matching(finding: Finding, lang: Lang) -> str:
    """Which other count it is, if exactly one of those tried fits; else how many do."""
    french = lang == "fr"
    if not finding.tried:
        return ""
    some = (
        f"{'Des' if french else 'Of'} {finding.tried} {'autres chiffres essayés' if french else 'other figures tried'},"
        if finding.tried > 1
        else f"{'D’un autre chiffre essayé' if french else 'Of one other figure tried'},"
    )
    if finding.matches:
        words = part_words(finding.matches, lang)
        return f"{some} un seul convient : {words}." if french else f"{some} one alone fits: {words}."
    if finding.fitting:
        fit = "conviennent, si bien qu’aucun ne s’impose" if french else "fit, so that none is the one"
        return f"{some} {finding.fitting} {fit}."
    return f"{some} aucun ne convient." if french else f"{some} none fits."


def part_words(part: Part, lang: Lang) -> str:
    """A count with whom it is of, what it counts and the date of the table."""
    found = part.evidence
    if found.value is not None:
        count = number(found.value, lang)
    else:
        count = quantity_words("level", part.interval, lang)
    as_of = f"; {vintage(found.vintage, lang)}" if found.vintage else ""
    return f"{_who(part.subject, lang)}{colon(lang)}{count} ({_measure(part.subject, lang)}{as_of})"


def subject_words(subject: Subject, lang: Lang) -> str:
    """What is counted, of whom and when."""
    return f"{_measure(subject, lang)}, {_who(subject, lang)}"


def _measure(subject: Subject, lang: Lang) -> str:
    name = measures()[subject.measure].label(lang)
    return name[:1].lower() + name[1:]


def _who(subject: Subject, lang: Lang) -> str:
    words = [] if subject.program is None else [_program(subject.program, lang)]
    if subject.noc:
        words.append(f"{subject.noc} {label('noc', subject.noc, lang)}")
    if subject.stream:
        words.append(label("stream", subject.stream, lang))
    if subject.province != CANADA:
        words.append(label("province", subject.province, lang))
    if subject.plan:
        words.append(f"{'plan' if lang == 'fr' else 'plan of'} {subject.plan}")
    return ", ".join([*words, period_words(subject.period, lang)])


def _program(program: str, lang: Lang) -> str:
    if program == "both":
        return "les deux programmes" if lang == "fr" else "both programs"
    entry = entries("program").get(program)
    if entry is None:
        return program
    if program == HUMANITARIAN:
        return entry.label(lang)
    return (entry.aliases or (program,))[0] if lang == "fr" else program


def period_words(period: str, lang: Lang) -> str:
    """A period as it is said.

    >>> [period_words(one, "en").replace(chr(160), " ") for one in ("2021", "2024-H1", "2021-12-31", "2024-01/2024-08")]
    ['2021', 'first half of 2024', '31 December 2021', 'January 2024 to August 2024']
    """
    first, _, last = period.partition("/")
    if last:
        return span(period_words(first, lang), period_words(last, lang), lang)
    if period.endswith(("-H1", "-H2")):
        year, half = period[:4], period.endswith("1")
        if lang == "fr":
            return f"{'premier' if half else 'second'} semestre de {year}"
        return f"{'first' if half else 'second'} half of {year}"
    if len(period) == len("2021-03"):
        return month(dt.date.fromisoformat(f"{period}-01"), lang)
    return period if len(period) == len("2021") else date(dt.date.fromisoformat(period), lang)


def range_words(kind: str, claimed: Interval, lang: Lang) -> str:
    """What is claimed: a word where there is one, else one number, from one to another, or open to one side."""
    french = lang == "fr"
    for (of, least, most), words in _WORDS.items():
        if of == kind and _is(claimed.lower, least) and _is(claimed.upper, most):
            return words[french]
    if math.isinf(claimed.upper):
        return f"{'au moins' if french else 'at least'} {_number(kind, claimed.lower, lang)}"
    if math.isinf(claimed.lower):
        return f"{'au plus' if french else 'at most'} {_number(kind, claimed.upper, lang)}"
    return quantity_words(kind, claimed, lang)


def _is(end: float, other: float) -> bool:
    return math.isclose(end, other, rel_tol=0, abs_tol=_JUST)


def quantity_words(kind: str, found: Interval, lang: Lang) -> str:
    """A quantity of a kind of claim in words, with its bounds where they differ as written."""
    if math.isinf(found.upper):
        return f"{'au moins' if lang == 'fr' else 'at least'} {_number(kind, found.lower, lang)}"
    least, most = (_number(kind, end, lang) for end in (found.lower, found.upper))
    return least if least == most else span(least, most, lang)


def _number(kind: str, value: float, lang: Lang) -> str:
    if kind == "change":
        return change_percent(1 + value, 1 + value, lang)
    if kind in ("ratio", "set relation"):
        return percent(value, lang, decimals=1)
    if kind in ("order", "constancy"):
        times = "fois" if lang == "fr" else "times"
        return f"{number(value, lang, decimals=3)} {times}"
    if kind == "rank":
        return f"{'rang' if lang == 'fr' else 'rank'} {number(value, lang)}"
    return number(value, lang)


def evidence_words(finding: Finding, lang: Lang) -> str | None:
    """The sources of the evidence with their dates, each once."""
    named = [(part.evidence.source, part.evidence.vintage) for part in finding.parts]
    named += [(entry.source, entry.vintage) for entry in finding.entries]
    said = [f"{source} ({vintage(day, lang)})" if day else source for source, day in named]
    return "; ".join(dict.fromkeys(said)) or None


def colon(lang: Lang) -> str:
    """The colon as the language sets it."""
    return " : " if lang == "fr" else ": "
