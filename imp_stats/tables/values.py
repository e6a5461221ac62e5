"""Values that reference tables keep as codes, in words of both languages."""

from imp_stats.phrases import NBSP, Lang

_WORDS: dict[str, dict[str, tuple[str, str]]] = {
    "permit": {
        "employer-specific": ("tied to one employer", "lié à un employeur donné"),
        "open": ("open", "ouvert"),
        "either": ("open or tied to one employer", "ouvert ou lié à un employeur donné"),
    },
    "offer_and_fee": {
        "yes": ("offer and fee", "offre et frais"),
        "no": ("no offer, no fee", "ni offre ni frais"),
        "in part": ("offer and fee in part", "offre et frais en partie"),
    },
    "stream_certainty": {
        "high": ("high", "élevée"),
        "medium": ("medium", "moyenne"),
        "low": ("low", "faible"),
        "unknown": ("unknown", "inconnue"),
    },
    "outside_imp": {
        "humanitarian": ("humanitarian permits", "permis humanitaires"),
        "humanitarian, in part": ("humanitarian permits, in part", "permis humanitaires, en partie"),
        "study": ("permits of students", "permis d’étudiants"),
    },
    "amount_kind": {"exact": ("", ""), "cap": ("at most", "au plus")},
    "section": {
        "A25.2": ("A25.2, public policies", "A25.2, politiques d’intérêt public"),
        "R204(a)": ("R204(a), agreements with other countries", "R204(a), accords avec d’autres pays"),
        "R204(c)": ("R204(c), agreements with provinces", "R204(c), accords avec les provinces"),
        "R204(d)": ("R204(d), International Experience Canada", "R204(d), Expérience internationale Canada"),
        "R205(a)": ("R205(a), significant benefit", "R205(a), avantage important"),
        "R205(b)": ("R205(b), reciprocal employment", "R205(b), emploi réciproque"),
        "R205(c)(i)": ("R205(c)(i), research and training", "R205(c)(i), recherche et formation"),
        "R205(c)(ii)": ("R205(c)(ii), competitiveness and public policy", "R205(c)(ii), compétitivité et politique publique"),
        "R205(d)": ("R205(d), religious or charitable work", "R205(d), travail religieux ou de bienfaisance"),
        "R206(a)": ("R206(a), refugee claimants", "R206(a), demandeurs d’asile"),
        "R206(b)": ("R206(b), unenforceable removal orders", "R206(b), mesures de renvoi inexécutables"),
        "R207": ("R207, applicants for permanent residence", "R207, demandeurs de la résidence permanente au Canada"),
        "R207.1": ("R207.1, vulnerable workers", "R207.1, travailleurs vulnérables"),
        "R208(a)": ("R208(a), destitute students", "R208(a), étudiants sans ressources"),
        "R208(b)": ("R208(b), holders of a temporary resident permit", "R208(b), titulaires d’un permis de séjour temporaire"),
    },
    "article": {
        "1": ("CIC News on reciprocal employment, February 2026", "CIC News sur l’emploi réciproque, février 2026"),
        "2": ("A consultant’s guide to the IMP, June 2026", "Guide d’un consultant sur le PMI, juin 2026"),
        "3": ("A repost of CIC News on 2021, February 2022", "CIC News sur 2021, repris en février 2022"),
        "press": ("The press and officials, 2023 to 2026", "La presse et les autorités, de 2023 à 2026"),
    },
    "payer": {"employer": ("the employer", "l’employeur"), "worker": ("the worker", "le travailleur")},
    "per": {
        "offer of employment": ("offer of employment", "offre d’emploi"),
        "position": ("position", "poste"),
        "group": ("group", "groupe"),
        "person": ("person", "personne"),
        "application": ("application", "demande"),
    },
    "route": {
        "IMP": ("IMP", "PMI"),
        "TFWP": ("TFWP", "PTET"),
        "open": ("Open permit", "Permis ouvert"),
        "wait": ("Waiting", "Attendre"),
    },
    "kind": {
        "rule": ("rule", "règle"),
        "fee": ("fee", "frais"),
        "data": ("data", "données"),
        "plan": ("plan", "plan"),
    },
    "program": {
        "both": ("both programs", "les deux programmes"),
        "students": ("students", "étudiants"),
        "TFWP": ("TFWP", "PTET"),
        "IMP": ("IMP", "PMI"),
        "data": ("statistics", "statistiques"),
    },
    "aimed": {
        "IMP": ("IMP", "PMI"),
        "TFWP": ("TFWP", "PTET"),
        "workers": ("Workers, both programs", "Travailleurs, deux programmes"),
        "students": ("Students", "Étudiants"),
        "temporary residents": ("Temporary residents", "Résidents temporaires"),
        "permanent residents": ("Permanent residents", "Résidents permanents"),
        "economic": ("Permanent, economic", "Permanents, économique"),
        "economic: provincial nominees": ("Permanent, provincial nominees", "Permanents, candidats des provinces"),
        "family": ("Permanent, family", "Permanents, famille"),
        "refugee and humanitarian": ("Permanent, refugees and humanitarian", "Permanents, réfugiés et humanitaire"),
    },
    "standing": {
        "confirmed": ("confirmed", "confirmé"),
        "corrected": ("corrected", "corrigé"),
        "not verified": (f"not{NBSP}verified", f"non{NBSP}vérifié"),
        "opinion": ("opinion", "opinion"),
        "added": ("added here", "ajouté ici"),
    },
    "truth": {"True": ("yes", "oui"), "False": ("no", "non")},
    "rule": {
        "authorization": ("Authorization", "Autorisation"),
        "continuity": ("Continuity", "Continuité"),
        "destination": ("Destination", "Destination"),
        "experience": ("Experience", "Expérience"),
        "hours": ("Hours", "Heures"),
        "hours-per-week": ("Hours a week", "Heures par semaine"),
        "language-teer-0-1": (f"Language, TEER{NBSP}0{NBSP}and{NBSP}1", f"Langue, FÉER{NBSP}0{NBSP}et{NBSP}1"),
        "language-teer-2-3": (f"Language, TEER{NBSP}2{NBSP}and{NBSP}3", f"Langue, FÉER{NBSP}2{NBSP}et{NBSP}3"),
        "pay": ("Pay", "Rémunération"),
        "self-employment": ("Self-employment", "Travail autonome"),
        "skill": ("Skill", "Compétence"),
        "study": ("Full-time study", "Études à temps plein"),
        "window": ("Window", "Période"),
    },
}  # fmt: skip


def word(name: str, value: str, lang: Lang) -> str:
    """A value of a column in words; one that has no words of its own is its own word.

    >>> word("permit", "employer-specific", "fr"), word("code", "C61", "fr")
    ('lié à un employeur donné', 'C61')
    """
    english, french = _WORDS.get(name, {}).get(value, (value, value))
    return french if lang == "fr" else english
