"""Why a verdict is what it is where a table of rules, a vintage or a second chain has to be named."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from imp_stats.claims.rules import IS_NOT
from imp_stats.claims.rulewords import place_words, table_words, value_words
from imp_stats.claims.sayings import text
from imp_stats.claims.weighing import (
    AGREES,
    ANOTHER_VINTAGE,
    CONTRADICTED,
    DIFFERS,
    NOT_HELD,
    OWN_ONLY,
)
from imp_stats.claims.witnesses import is_own
from imp_stats.claims.wording import colon, found_words, part_words, quantity_words, why
from imp_stats.phrases import Lang, vintage

if TYPE_CHECKING:
    from imp_stats.claims.findings import Entry, Finding
    from imp_stats.claims.sayings import Claim, RuleAsked

_MANY = 3
_SHOWN = 8
_SAID: dict[str, tuple[str, str]] = {
    AGREES: ("The claim says the same.", "L’affirmation dit la même chose."),
    DIFFERS: ("The claim says otherwise.", "L’affirmation dit autre chose."),
    NOT_HELD: ("What is claimed is not said there.", "Ce qui est affirmé n’y est pas dit."),
}
_BOTH = (
    "How many hold a permit of each program is not known: the upper end takes all of the smaller program to be in both.",
    "On ignore combien ont un permis de chaque programme : la borne supérieure suppose que ceux du plus petit ont les deux.",
)


def grounds(claim: Claim, finding: Finding, lang: Lang) -> str:
    """The reason of a verdict, in words."""
    if claim.kind == "rule" and finding.entries:
        return f"{_rule(claim, finding, lang)} {_retold(claim, finding, lang)}".strip()
    if finding.counted:
        return f"{_table(claim, lang)}{colon(lang)}{counted(claim, finding, lang)}."
    if claim.kind == "constancy" and finding.answer:
        return why(claim, finding, lang).replace(_bare(claim, finding, lang), _steady(finding, lang), 1)
    plain = {OWN_ONLY: NOT_HELD, ANOTHER_VINTAGE: CONTRADICTED}.get(finding.verdict, finding.verdict)
    said = why(claim, dataclasses.replace(finding, verdict=plain), lang)
    capped = claim.kind == "ratio" and finding.answer is not None and finding.answer.upper == 1
    notes = [_vintages(claim, finding, lang), _BOTH[lang == "fr"] if capped else ""]
    return " ".join(filter(None, [said, *notes]))


def found(claim: Claim, finding: Finding, lang: Lang) -> str | None:
    """The answer in words: of a set, how many are otherwise; else the quantity, or what the rule table says."""
    return counted(claim, finding, lang) if finding.counted else found_words(claim.kind, finding, lang)


def counted(claim: Claim, finding: Finding, lang: Lang) -> str:
    """How many entries of a table are otherwise than claimed, and which."""
    inside, whole = finding.counted or (0, 0)
    french, out = lang == "fr", whole - inside
    asked = claim.rule
    of = f"{out} sur {whole}" if french else f"{out} of {whole}"
    if not out:
        return (
            f"les {whole} entrées sont comme il est affirmé"
            if french
            else f"all {whole} entries are as claimed"
        )
    if asked and asked.field == "outside_imp":
        ends = ("codes lie outside the tables of the IMP", "codes se trouvent hors des tableaux du PMI")
    else:
        ends = ("entries are otherwise than claimed", "entrées sont autres qu’affirmé")
    named = "; ".join(_entry(one, asked.field if asked else "", lang) for one in finding.apart[:_SHOWN])
    more = "; …" if len(finding.apart) > _SHOWN else ""
    return f"{of} {ends[french]}{colon(lang)}{named}{more}"


def _table(claim: Claim, lang: Lang) -> str:
    """The table and the column of a set relation."""
    asked = claim.rule
    return "" if asked is None else table_words(asked.table, asked.field, lang)


def _entry(entry: Entry, field: str, lang: Lang) -> str:
    return f"{entry.name[lang == 'fr']} ({value_words(field, entry.said, lang)})"


def _rule(claim: Claim, finding: Finding, lang: Lang) -> str:
    """Where the rule stands, what it says there, and whether the claim says the same."""
    asked = claim.rule
    if asked is None:
        return ""
    said: dict[str, list[str]] = {}
    for entry in finding.entries:
        said.setdefault(value_words(asked.field, entry.said, lang), []).append(entry.name[lang == "fr"])
    places = [
        f"{place_words(asked.table, (', '.join(names[:_MANY]),) * 2, asked.field, lang)}{colon(lang)}{_quote(value.rstrip('.'), lang)}."
        for value, names in list(said.items())[:_MANY]
    ]
    return " ".join([*places, _against(claim, finding, lang)])


def _against(claim: Claim, finding: Finding, lang: Lang) -> str:
    asked = claim.rule
    if asked and asked.relation == IS_NOT and finding.verdict in (AGREES, DIFFERS):
        agrees = finding.verdict == AGREES
        other = _quote(asked.claimed, lang)
        if lang == "fr":
            return f"C’est autre chose que {other}, comme il est affirmé." if agrees else f"C’est {other}, ce qui est nié."  # fmt: skip
        return f"That is other than {other}, as claimed." if agrees else f"That is {other}, which is denied."
    if asked and finding.verdict == DIFFERS and _as_written(asked, lang):
        said = _quote(value_words(asked.field, (asked.claimed, asked.claimed), lang), lang)
        return f"L’affirmation dit {said}." if lang == "fr" else f"The claim says {said}."
    return _SAID[finding.verdict][lang == "fr"]


def _as_written(asked: RuleAsked, lang: Lang) -> bool:
    """Whether what is claimed can be quoted: not where it is nothing, nor in French the words of an English pattern."""
    in_words = bool(asked.pattern) and not asked.claimed.isdigit()
    return asked.claimed != "none" and not (lang == "fr" and in_words)


def _retold(claim: Claim, finding: Finding, lang: Lang) -> str:
    """Which two chains agree where all that is held comes from one of the other articles."""
    if not finding.retold:
        return ""
    source = text(claim.facts.get("source")) or ""
    if lang == "fr":
        return (
            f"Le tableau ne le tient que d’une source ({finding.retold}); l’affirmation vient d’une autre ({source}). "
            "Deux voies concordent, et aucune n’est un texte officiel."
        )
    return (
        f"The table has it from one source only ({finding.retold}); the claim comes from another ({source}). "
        "Two chains agree, and neither is an official text."
    )


def _vintages(claim: Claim, finding: Finding, lang: Lang) -> str:
    """The vintage of the claim's data, and the other vintages that are known of the same counts."""
    as_of = text(claim.facts.get("as_of"))
    if as_of is None or not finding.parts:
        return ""
    own = (" (the claim's own chain)", " (la voie de l’affirmation)")[lang == "fr"]
    others = "; ".join(
        f"{part_words(part, lang)}{own if is_own(part.evidence, claim.lineage) else ''}"
        for part in finding.vintages
    )
    first = (
        ("The claim rests on data of", "L’affirmation repose sur des données de"),
        ("Other vintages known", "Autres versions connues"),
    )
    told = f"{first[0][lang == 'fr']}{colon(lang)}{vintage(as_of, lang)}."
    return f"{told} {first[1][lang == 'fr']}{colon(lang)}{others}." if others else told


def _bare(claim: Claim, finding: Finding, lang: Lang) -> str:
    return f"{colon(lang)}{found_words(claim.kind, finding, lang)}. "


def _steady(finding: Finding, lang: Lang) -> str:
    """The quantity of a constancy, with what it is over."""
    of = ("Over the first period, that is", "Sur la première période, cela fait")[lang == "fr"]
    said = quantity_words("constancy", finding.answer, lang) if finding.answer else ""
    return f". {of} {said}. "


def _quote(words: str, lang: Lang) -> str:
    return f"« {words} »" if lang == "fr" else f'"{words}"'
