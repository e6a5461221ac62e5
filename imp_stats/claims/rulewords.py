"""Rule tables in words: the table, its entries, its columns and its short values, in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from imp_stats.phrases import Lang

Words = tuple[str, str]

TABLES: dict[str, Words] = {
    "exemption_codes": ("LMIA exemption codes", "Codes de dispense de l’EIMT"),
    "fees": ("Fees", "Frais"),
    "cec_rule": (
        "Rule of the Canadian Experience Class",
        "Règle de la catégorie de l’expérience canadienne",
    ),
    "policy_events": ("Policy events", "Événements"),
    "routes": ("Routes to a permit", "Voies vers un permis"),
    "levels_plan": ("Targets of the levels plans", "Cibles des plans des niveaux"),
    "measures": ("Measures", "Mesures"),
    "streams": ("Streams", "Volets"),
}
# a column of a table in words; a text that says all of an entry needs none
FIELDS: dict[str, Words] = {
    "amount": ("amount in dollars", "montant en dollars"),
    "code": ("code", "code"),
    "counts": ("what is counted", "ce qui est compté"),
    "date": ("date", "date"),
    "duration": ("duration", "durée"),
    "exempt": ("who is exempt", "qui en est dispensé"),
    "note": ("note", "remarque"),
    "offer_and_fee": ("offer of employment and fee", "offre d’emploi et frais"),
    "outside_imp": ("counted in the tables of the IMP", "compté dans les tableaux du PMI"),
    "payer": ("who pays", "qui paie"),
    "per": ("due for each", "dus pour chaque"),
    "permit": ("kind of permit", "type de permis"),
    "permit_note": ("limits of the permit", "limites du permis"),
    "program": ("program", "programme"),
    "required": ("what is required", "ce qui est exigé"),
    "routes": ("due under", "dus au titre du"),
    "section": ("section of the Regulations", "article du Règlement"),
    "title": ("title", "titre"),
}
# column, value -> the value in words, where it is a sign
VALUES: dict[tuple[str, str], Words] = {
    ("outside_imp", "none"): ("yes", "oui"),
    ("outside_imp", "study"): ("no, under study", "non, avec les études"),
    ("outside_imp", "humanitarian"): ("no, under humanitarian", "non, avec les motifs humanitaires"),
    ("outside_imp", "humanitarian, in part"): (
        "in part no, under humanitarian",
        "en partie non, avec les motifs humanitaires",
    ),
    ("permit_note", "none"): ("no limit is named", "aucune limite nommée"),
    ("offer_and_fee", "yes"): ("both needed", "exigés tous deux"),
    ("offer_and_fee", "no"): ("not needed", "non exigés"),
    ("offer_and_fee", "in part"): ("needed in part", "exigés en partie"),
    ("permit", "open"): ("open", "ouvert"),
    ("permit", "employer-specific"): ("employer-specific", "lié à un employeur"),
    ("permit", "either"): ("either", "l’un ou l’autre"),
    ("required", "required"): ("required", "exigé"),
    ("required", "not required"): ("not required", "non exigé"),
    ("required", "excluded"): ("excluded", "exclu"),
    ("per", "offer of employment"): ("offer of employment", "offre d’emploi"),
    ("per", "position"): ("position", "poste"),
    ("payer", "employer"): ("employer", "employeur"),
    ("payer", "worker"): ("worker", "travailleur"),
}
RULES: dict[str, Words] = {
    "experience": ("experience", "expérience"),
    "hours": ("hours", "heures"),
    "hours-per-week": ("hours a week", "heures par semaine"),
    "window": ("window", "période"),
    "skill": ("skill level", "niveau de compétence"),
    "authorization": ("authorization", "autorisation"),
    "pay": ("pay", "rémunération"),
    "continuity": ("continuity", "continuité"),
    "self-employment": ("self-employment", "travail autonome"),
    "study": ("study", "études"),
    "destination": ("destination", "destination"),
}


def value_words(field: str, said: Words, lang: Lang) -> str:
    """What a cell says: in words where it is a sign, else as it stands."""
    return VALUES.get((field, said[0]), said)[lang == "fr"]


def table_words(table: str, field: str, lang: Lang) -> str:
    """A table and a column of it."""
    return ", ".join(words[lang == "fr"] for words in (TABLES[table], FIELDS.get(field)) if words)


def place_words(table: str, name: Words, field: str, lang: Lang) -> str:
    """Where a rule stands: the table, the entry and the column."""
    words = [TABLES[table][lang == "fr"], name[lang == "fr"]]
    if field in FIELDS:
        words.append(FIELDS[field][lang == "fr"])
    return ", ".join(words)
