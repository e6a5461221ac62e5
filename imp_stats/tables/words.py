"""What tables say, in both languages."""

from imp_stats.phrases import NBSP, Lang

_EN = {
    "rank": "Rank",
    "occupation": "Occupation",
    "share": "Share",
    "share_of_stated": "Share of stated",
    "per_thousand": "Per 1,000 residents",
    "ratio": "Times as many",
    "program": "Program",
    "province": "Province or territory",
    "year": "Year",
    "quarter": "Quarter beginning",
    "month": "Month",
    "day": "Day",
    "stream": "Stream",
    "noc": "Occupation",
    "citizenship": "Citizenship",
    "category": "Category",
    "persons": "People",
    "person-months": "Person-months",
    "positions": "Positions",
    "permits": "Permits",
    "landings": "Admissions",
    "top": "Top occupations, {where}",
    "as_of": "as of {day}",
    "source": "Source: {source}",
    "unit_group": "NOC {noc}, {skill}",
    "level": "skill level {skill}",
    "management": "management",
    "or_more": "{number} or more",
    "all_persons": "Occupation is recorded for all people counted.",
    "all_positions": "Occupation is recorded for all positions counted.",
    "some_persons": "Occupation is recorded for {share} of the people counted; the rest, mostly open permits, "
    "name no occupation.",
    "some_positions": "Occupation is recorded for {share} of the positions counted; the rest name no occupation.",
    "note_rank": "A single number is certain. A range, such as 4–5, means that rounding and hidden counts allow "
    "either. Everyone who may belong to the list is shown.",
    "note_positions": "Positions are jobs that employers may fill, not people and not permits.",
    "note_rounded": "Printed counts are rounded to the nearest 5. The small figures are the least and the most "
    "that the count can be.",
    "note_hidden": "The publisher hides counts of 1 to 4.",
    "note_estimated": "An estimate, in which each hidden count of 1 to 4 stands for 2.",
    "note_coded": "Of the counts of all occupations added up, not of the whole program; who has two occupations counts in both.",
    "note_not_stated": "Part of the whole is not stated: the range runs from none of it to all of it belonging here.",
}
_FR = {
    "rank": "Rang",
    "occupation": "Profession",
    "share": "Part",
    "share_of_stated": "Part de ce qui est déclaré",
    "per_thousand": f"Pour 1{NBSP}000 habitants",
    "ratio": "Multiplié par",
    "program": "Programme",
    "province": "Province ou territoire",
    "year": "Année",
    "quarter": "Trimestre débutant en",
    "month": "Mois",
    "day": "Jour",
    "stream": "Volet",
    "noc": "Profession",
    "citizenship": "Citoyenneté",
    "category": "Catégorie",
    "persons": "Personnes",
    "person-months": "Mois-personnes",
    "positions": "Postes",
    "permits": "Permis",
    "landings": "Admissions",
    "top": "Principales professions, {where}",
    "as_of": "données au {day}",
    "source": f"Source{NBSP}: {{source}}",
    "unit_group": "CNP {noc}, {skill}",
    "level": "niveau de compétence {skill}",
    "management": "gestion",
    "or_more": "{number} ou plus",
    "all_persons": "La profession est inscrite pour toutes les personnes comptées.",
    "all_positions": "La profession est inscrite pour tous les postes comptés.",
    "some_persons": "La profession est inscrite pour {share} des personnes comptées; le reste, surtout des permis "
    "ouverts, n'en nomme aucune.",
    "some_positions": "La profession est inscrite pour {share} des postes comptés; le reste n'en nomme aucune.",
    "note_rank": "Un seul nombre est certain. Un intervalle, comme 4–5, signifie que l'arrondissement et les nombres "
    "masqués permettent l'un ou l'autre. Toutes les professions qui peuvent figurer dans la liste y sont.",
    "note_positions": "Un poste est un emploi que l'employeur peut pourvoir, ni une personne ni un permis.",
    "note_rounded": "Les nombres publiés sont arrondis au multiple de 5 le plus proche. Les petits chiffres sont le "
    "minimum et le maximum possibles.",
    "note_hidden": "Le diffuseur masque les nombres de 1 à 4.",
    "note_estimated": "Une estimation, où chaque nombre masqué de 1 à 4 compte pour 2.",
    "note_coded": "De la somme de toutes les professions, et non de tout le programme : une personne qui en a deux compte dans les deux.",
    "note_not_stated": f"Une partie du tout n'est pas déclarée{NBSP}: l'intervalle va d'aucune à la totalité de cette "
    "partie.",
}
_ALL: dict[Lang, dict[str, str]] = {"en": _EN, "fr": _FR}


def said(key: str, lang: Lang, **words: str) -> str:
    """The phrase of that key in a language, with its words filled in.

    >>> said("or_more", "en", number="12")
    '12 or more'
    """
    return _ALL[lang][key].format(**words)


def heading(name: str, lang: Lang) -> str:
    """The heading of a column; one that has no words of its own is headed by its name.

    >>> heading("is_notional", "en")
    'Is notional'
    """
    return _ALL[lang].get(name, name.replace("_", " ").capitalize())
