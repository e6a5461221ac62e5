"""Tiny publisher's files, made by the tests in the real layouts and with the real vocabulary."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import openpyxl
import polars as pl

from imp_stats.cards import cards
from imp_stats.loaders.grid import Grid
from imp_stats.vocabulary import STATED, entries

YEAR_END_TITLE = (
    "Canada - Temporary Foreign Worker Program (TFWP) work permit holders on December 31st by "
    "Province/Territory of intended destination and program, 2023 - 2024"
)
NOC_TITLE = (
    "Canada - International Mobility Program (IMP) work permit holders by province/territory of intended destination, "
    "intended occupation (4-digit NOC 2011) and year in which permit(s) became effective, January 2023 - March 2024"
)
PROGRAMMERS = "2174 - Computer programmers and interactive media developers"
Rows = list[list[str | None]]


def year_end(years: Sequence[str] = ("2023", "2024"), *, stamp: str = "December 31 2024") -> Rows:
    """A TFWP year-end sheet: every place has two agricultural streams, their total, and its own total."""
    count = len(years)
    rows: Rows = [[YEAR_END_TITLE], [""], ["Province/territory and program", None, None, *years]]
    for code in STATED:
        rows += [
            ["", "", "Seasonal Agricultural Worker Program", *["--"] * count],
            [None, None, "Agricultural Stream", *["1,000"] * count],
            [None, "Agricultural Workers", None, *["1,005"] * count],
            [None, "Caregivers", None, *["0"] * count],
            [f"{entries('province')[code].en} Total", None, None, *["1,005"] * count],
        ]
    rows += [
        ["Province / Territory not stated", None, None, *["5"] * count],
        ["Total", None, None, *["13,070"] * count],
        [""],
        ["Notes: \nvalues between 0 and 5 are shown as --"],
        [f"Source: IRCC, {stamp}"],
    ]
    return rows


def monthly() -> Rows:
    """An IMP sheet by occupation: one full year and a first quarter; 15 programmers a month in each place."""
    months = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
    first: list[str | None] = ["Province/territory and occupation", None]
    second: list[str | None] = [None, None]
    third: list[str | None] = [None, None]
    counts: list[str] = []
    for year, last in (("2023", 12), ("2024", 3)):
        first.append(year)
        for number in range(last):
            quarter = number // 3 + 1
            second.append(f"Q{quarter}" if number % 3 == 0 else None)
            third.append(months[number])
            counts.append("15")
            if number % 3 == 2:
                second.append(None)
                third.append(f"Q{quarter} Total")
                counts.append("40")
        second.append(f"{year} Total")
        third.append(None)
        counts.append("130" if last == 12 else "40")
        first += [None] * (len(second) - len(first))
    rows: Rows = [[NOC_TITLE], [""], first, second, third]
    for code in (*STATED, "ZZ"):
        name = "Province/territory not stated" if code == "ZZ" else entries("province")[code].en
        rows += [
            ["", PROGRAMMERS, *counts],
            [None, "Other occupations", *["--"] * len(counts)],
            [None, "Occupation not stated", *["0"] * len(counts)],
            [f"{name} Total", None, *counts],
        ]
    canada = {"15": "210", "40": "560", "130": "1,820"}
    rows += [
        ["Total", None, *[canada[count] for count in counts]],
        [""],
        ["NotesL \nvalues between 0 and 5 are shown as --"],
        ["Source: IRCC, March 31, 2024"],
    ]
    return rows


def citizenship() -> str:
    """An IMP citizenship file: two countries, two months, one zero that is not there."""
    head = "EN_YEAR\tEN_QUARTER\tEN_MONTH\tFR_ANNEÉ\tFR_TRIMESTRE\tFR_MOIS\tEN_COUNTRY_OF_CITIZENSHIP\tFR_PAYS_DE_CITOYENNETÉ\tTOTAL"
    rows = (
        "2024\tQ1\tMar\t2024\tT1\tmars\tIndia\tInde\t1005",
        "2024\tQ1\tFeb\t2024\tT1\tfév.\tIndia\tInde\t25",
        "2024\tQ1\tMar\t2024\tT1\tmars\tBrazil\tBrésil\t--",
    )
    return "\r\n".join([head, *rows]) + "\r\n"


_MONTH_OF_TSV = {
    "Feb": "2024\tQ1\tFeb\t2024\tT1\tfév.",
    "Mar": "2024\tQ1\tMar\t2024\tT1\tmars",
}


def _tsv(card: str, *rows: tuple[str, str]) -> str:
    """A tab-separated file: the header of its card, and rows of a month and what follows it."""
    head = cards()[card].header.replace("FR_*", "FR_PROFESSION")
    return "\r\n".join([head, *(f"{_MONTH_OF_TSV[month]}\t{rest}" for month, rest in rows)]) + "\r\n"


def gender() -> str:
    """An IMP file by gender and skill level: two genders, two months, one zero that is not there."""
    return _tsv(
        "ircc-imp-gender",
        ("Mar", "Female\tFemmes\tOther occupations\tAutres occupations\t1005"),
        ("Mar", "Female\tFemmes\tSkill level not stated\tNiveau de compétence non indiqué\t--"),
        ("Feb", "Gender not stated\tSexe non déclaré\tOther occupations\tAutres occupations\t--"),
    )


def graduates() -> str:
    """A file of post-graduation permits by area: a town in two parts, the rest of a province, and what is not stated."""
    nowhere = "Province/Territory not stated\tProvince/territoire non déclaré(e)"
    return _tsv(
        "ircc-imp-pgwp-area",
        (
            "Feb",
            "Ontario\tOntario\tOttawa - Gatineau (Ontario part)\tOttawa - Gatineau (partie de l'Ontario)\t205",
        ),
        ("Feb", "Quebec\tQuébec\tOttawa - Gatineau (Quebec part)\tOttawa - Gatineau (partie du Québec)\t30"),
        ("Mar", "Ontario\tOntario\tOther - Ontario\tAutres - Ontario\t--"),
        (
            "Mar",
            f"{nowhere}\tCensus metropolitan area not stated\tRégion métropolitaine de recensement non déclarée\t5",
        ),
    )


def programs() -> str:
    """An IMP file by program: streams of one, two and three levels, the deeper fields empty where there is none."""
    interests = "Canadian Interests\tIntérêts canadiens"
    transfers = "Intra-company transfers\tPersonnes mutées à l'intérieur d'une société"
    return _tsv(
        "ircc-imp-program-tsv",
        ("Feb", f"Ontario\tOntario\t{interests}\tSignificant benefit\tAvantages importants\t{transfers}\t\t\t40"),
        ("Feb", f"Yukon\tYukon\t{interests}\tSignificant benefit\tAvantages importants\t\t\t\t\t--"),
        ("Mar", "Quebec\tQuébec\tOther IMP Participants\tAutres participants au PMI\t\t\t\t\t\t\t1005"),
    )  # fmt: skip


def occupations() -> str:
    """An IMP file by occupation: a unit group, and the two rows that are no occupation."""
    return _tsv(
        "ircc-imp-noc-tsv",
        (
            "Feb",
            f"Ontario\tOntario\t{PROGRAMMERS}\t2174 - Programmeurs et développeurs en médias interactifs\t205",
        ),
        (
            "Mar",
            f"Quebec\tQuébec\t{PROGRAMMERS}\t2174 - Programmeurs et développeurs en médias interactifs\t30",
        ),
        ("Mar", "Ontario\tOntario\tOther occupations\tAutres professions\t8005"),
        ("Mar", "Ontario\tOntario\tOccupation not stated\tProfession non déclarée\t--"),
    )


def noc_csv(months: Sequence[str] = ("15-Jan", "15-Feb")) -> str:
    """The IMP's table by occupation as saved in CSV: three rows in each of the fourteen places."""
    lines = [",".join(["", "", *months])]
    for code in (*STATED, "ZZ"):
        name = entries("province")[code].en
        lines += [
            f"{name},{label},{','.join([count] * len(months))}"
            for label, count in (
                ("0011 - Legislators", "--"),
                (PROGRAMMERS, '"1,015"'),
                ("Other occupations", "0"),
            )
        ]
    return "\n".join(lines) + "\n"


def positions() -> str:
    """An ESDC table 7: one occupation, one position in each place, two years."""
    title = cards()["esdc-positions-noc"].title
    lines = [f'"{title}",,']
    for code in ("CA", *STATED):
        name = entries("province")[code].en
        count = '"1,300"' if code == "CA" else "100"
        lines += [
            f"{name},,",
            "NOC Code and Occupational Group,,",
            ",2022,2023",
            f"8431 - General farm workers,{count},{count}",
            f"{name} - Total,{count},{count}",
        ]
    return "\r\n".join([*lines, "Notes:,,", "1. Positions are no people.,,", ""])


def grid(rows: Rows, sheet: str | None = "TR - TFW Progam") -> Grid:
    """Rows as the loaders see them."""
    width = max(map(len, rows))
    columns = [[row[place] if place < len(row) else None for row in rows] for place in range(width)]
    names = [f"column_{place}" for place in range(width)]
    frame = pl.DataFrame(dict(zip(names, columns, strict=True)), schema=dict.fromkeys(names, pl.String))
    return Grid("made.xlsx", sheet, frame)


def workbook(path: Path, rows: Rows, sheet: str = "TR - TFW Progam") -> Path:
    """Rows as a workbook, every cell text."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = sheet
    for row in rows:
        page.append(row)
    book.save(path)
    return path


def text(path: Path, content: str, encoding: str = "utf-8") -> Path:
    """Text as a file."""
    path.write_bytes(content.encode(encoding))
    return path


LISTED = (*STATED[:10], "XX")
ENGLISH_TITLE = "Employers Who Were Issued a Positive Labour Market Impact Assessment (LMIA) by Program Stream, National Occupational Classification (NOC) {} and Business Location, {}"
FRENCH_TITLE = "Employeurs ayant obtenu une Étude d'impact sur le marché du travail (EIMT) positive en {}, par classification nationale des professions (CNP) 2011 et lieu d’affaires"
_EMPLOYERS: tuple[tuple[str, str, str, str], ...] = (
    ("High Wage", "Notesolution Inc", "2173-Software engineers and designers", "2"),
    ("High Wage", "Total Maintenance Services Inc.", "2173-Software engineers and designers", "1"),
    ("Low Wage", "Total Maintenance Services Inc.", "0631-Restaurant and food service managers", "3"),
)
_FRENCH = {
    "High Wage": "Haut salaire",
    "Low Wage": "Bas salaire",
    "2173-Software engineers and designers": "2173-Ingénieurs et concepteurs en logiciel",
    "0631-Restaurant and food service managers": "0631-Directeurs de la restauration et des services alimentaires",
}
_NOTES: Rows = [["Notes:"], ["1. This list excludes all personal names, such as employers of caregivers."]]


def listed_by_blocks() -> Rows:
    """ESDC's list of 2015: no title, no stream and no occupation, a block for each place."""
    rows: Rows = []
    for code in LISTED:
        name = "Outside Canada" if code == "XX" else entries("province")[code].en
        rows += [[name, "", ""], ["Employer", "Address", "Positions approved"]]
        rows += [[employer, "Calgary, AB T2P 1A1", count] for _, employer, _, count in _EMPLOYERS]
    return [*rows, *[[note, "", ""] for [note] in _NOTES]]


def listed_by_occupation(*, lang: str = "en") -> Rows:
    """ESDC's list of 2016: no stream, the name of a place on its first row only."""
    head: list[str | None] = [
        "Province/Territory",
        "Employer",
        "Address",
        "Occupations under NOC 2011",
        "Positions Approved",
    ]
    title = "Employers who were issued a positive Labour Market Impact Assessment (LMIA) by National Occupational Classification (NOC) 2011 and business location in 2016"
    if lang == "fr":
        head = [
            "Province/Territoire",
            "Employeur",
            "Adresse",
            "Profession sous CNP 2011",
            "Postes Approuvés\r\n",
        ]
        title = FRENCH_TITLE.format(2016)
    rows: Rows = [[title, "", "", "", ""], head]
    for code in LISTED:
        for at, (_, employer, occupation, count) in enumerate(_EMPLOYERS):
            entry = entries("province")[code]
            name = (
                (entry.fr if lang == "fr" else entry.en)
                if code != "XX"
                else entry.aliases[3 if lang == "fr" else 0]
            )
            work = _FRENCH[occupation] if lang == "fr" else occupation
            rows.append([name if at == 0 else "", employer, "Calgary, AB T2P 1A1", work, count])
    return [*rows, *[[note, "", "", "", ""] for [note] in _NOTES]]


def listed_by_stream(
    *,
    narrow: bool = False,
    wide: bool = False,
    lang: str = "en",
    title: str | None = None,
    version: str = "2011",
) -> Rows:
    """ESDC's list since 2017: narrow until 2019, with labels on the first row of a group; wide since the end of 2021."""
    french = lang == "fr"
    head = ["Province/Territory", "Program Stream", "Employer ", "Address ", "Occupation "]
    tail = ["Incorporate Status", "Approved LMIAs"] if wide else []
    last = "Approved Positions"
    if french:
        head = ["Province/Territoire", "Volet du programme", "Employeur", "Adresse", "Profession "]
        tail, last = ["Incorporer le statut", "EIMT Approuvés"] if wide else [], "Postes Approuvés"
    rows: Rows = [] if title == "" else [[title or ENGLISH_TITLE.format(version, "January to March 2022")]]
    rows.append([*head, *tail, last])
    for code in LISTED:
        entry = entries("province")[code]
        seen: set[str] = set()
        for stream, employer, occupation, count in _EMPLOYERS:
            place = (entry.fr if french else entry.en) if code != "XX" else entry.aliases[1 if french else 0]
            work = _FRENCH[occupation] if french else occupation
            if version == "2021":
                work = "21231-Software engineers and designers" if work.startswith("2173") else "63200-Cooks"
            labels = [
                "" if narrow and seen else place,
                "" if narrow and stream in seen else f"    {_FRENCH[stream] if french else stream}",
            ]
            seen.add(stream)
            rows.append(
                [
                    *labels,
                    employer,
                    "Calgary, AB\u00a0T2P 1A1",
                    work,
                    *(["Unknown", "1"] if wide else []),
                    count,
                ]
            )
    return [*rows, *_NOTES]


def comma_separated(rows: Rows, end: str = "\r\n") -> str:
    """Rows as comma-separated text, each as wide as the widest."""
    width = max(map(len, rows))
    lines = []
    for row in rows:
        cells = [*(cell or "" for cell in row), *[""] * (width - len(row))]
        lines.append(
            ",".join(
                '"' + cell.replace('"', '""') + '"' if set(cell) & set(',"\r\n') else cell for cell in cells
            )
        )
    return end.join([*lines, ""])


# IRCC's family of workbooks by year in which permits became effective

Tree = list[tuple[str, "int | str | Tree"]]
Line = tuple[int, str, list[int], tuple[int, ...]]
_MOIS = ("janv.", "fév.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
SPAN = (("2024", 12), ("2025", 7))


def everywhere(below: Tree, *, elsewhere: str | None = "Province/territory not stated Total") -> Tree:
    """The same rows in each place, under its name and " Total"; and the row not stated, which has 5."""
    places: Tree = [(f"{entries('province')[code].en} Total", below) for code in STATED]
    return [*places, (elsewhere, 5)] if elsewhere else places


def partout(below: Tree) -> Tree:
    """The same rows in each place, in French."""
    places: Tree = [(f"{entries('province')[code].fr} Total", below) for code in STATED]
    return [*places, ("Province ou territoire non déclaré Total", 5)]


def family(card: str, tree: Tree, *, french: bool = False, total: str = "Total") -> Rows:
    """A workbook of a card: a full year and seven months, each row the same in every month; "--" is 2 a month.

    Subtotals, quarters and years are what they add up to.
    """
    entry = cards()[card]
    width = _depth(tree)
    heads, spans = _headers(entry.other_headers[-1] if french else entry.header, width, french=french)
    title = (entry.other_titles[-1] if french else entry.title).rstrip(", ")
    rows: Rows = [[f"{title}, {'janvier' if french else 'January'} 2024 - 2025"], [""], *heads]
    lines = _lines(tree, 0, (), spans)
    for level, label, counts, opened in [*lines, (0, total, _sums(lines, 0, spans), ())]:
        cells: list[str | None] = ["" if place in opened else None for place in range(width)]
        cells[level] = label
        rows.append([*cells, *map(_printed, counts)])
    stamp = "Source : IRCC, 31 juillet 2025" if french else "Source: IRCC, July 31, 2025"
    return [*rows, [""], ["Notes: \nvalues between 0 and 5 are shown as --"], [""], [stamp]]


def _depth(tree: Tree) -> int:
    return 1 + max((_depth(below) for _, below in tree if isinstance(below, list)), default=0)


def _printed(count: int) -> str:
    """A count as IRCC prints it."""
    return "--" if 0 < count < 5 else f"{5 * round(count / 5):,}"


def _sums(lines: Sequence[Line], level: int, spans: Sequence[int]) -> list[int]:
    """What the rows of a level add up to."""
    parts = [counts for at, _, counts, _ in lines if at == level]
    return [sum(counts[place] for counts in parts) for place in range(len(spans))]


def _lines(tree: Tree, level: int, opens: tuple[int, ...], spans: Sequence[int]) -> list[Line]:
    """The rows of a tree, a group's own after its rows: level, label, counts, and the groups that it opens."""
    lines: list[Line] = []
    for place, (label, below) in enumerate(tree):
        opened = opens if place == 0 else ()
        if isinstance(below, list):
            inner = _lines(below, level + 1, (*opened, level), spans)
            lines += [*inner, (level, label, _sums(inner, level + 1, spans), ())]
        else:
            a_month = below if isinstance(below, int) else 2
            lines.append((level, label, [a_month * span for span in spans], opened))
    return lines


def _headers(header: str, width: int, *, french: bool) -> tuple[Rows, list[int]]:
    """The three rows of years, quarters and months, and how many months each column covers."""
    letter, names = ("T", _MOIS) if french else ("Q", _MONTHS)
    heads: Rows = [[header, *[None] * (width - 1)], [None] * width, [None] * width]
    spans: list[int] = []

    def put(*texts: str | None, span: int) -> None:
        for head, text in zip(heads, texts, strict=True):
            head.append(text)
        spans.append(span)

    for year, last in SPAN:
        for month in range(last):
            quarter = f"{letter}{month // 3 + 1}"
            begins = quarter if month % 3 == 0 else None
            put(year if month == 0 else None, begins, names[month], span=1)
            if month % 3 == 2 or month == last - 1:
                put(None, None, f"{quarter} Total", span=month % 3 + 1)
        put(None, f"{year} Total", None, span=last)
    return heads, spans


def npr() -> str:
    """Statistics Canada's non-permanent residents: two types over a year's end."""
    counts = {"Work permits": (1484451, 1375566, 1296046), "Other": (136677, 127584, 119246)}
    days = ("2025-10-01", "2026-01-01", "2026-04-01")
    rows = [
        f"{day},{kind},{count}"
        for kind, held in counts.items()
        for day, count in zip(days, held, strict=True)
    ]
    return "\n".join(["date,type,count", *rows]) + "\n"


def earners(geography: str = "Ontario", *, note: bool = False, each: int = 20) -> str:
    """The census table of one place: as many people in each of the 500 occupations, the accents of one damaged."""
    card = cards()["statcan-earners-ca"]
    first = 2 if note else 1
    lines = [
        f'"{card.title}",,,,',
        f"Geography = {geography}{' [1]' if note else ''},,,,",
        "Global non-response rate (GNR) =   5.1 %,,,,",
        f"Visible minority (15) = Total - Visible minority [{first}],,,,",
        f'"Highest certificate, diploma or degree (7) = Total - Highest certificate, diploma or degree [{first + 1}]",,,,',
        f"Work activity during the reference year (4) = Total - Work activity during the reference year [{first + 2}],,,,",
        "Age (4D) = Total - Age,,,,",
        "Sex (3) = Total - Sex,,,,",
        f"{card.header},Total - Number of employment income recipients [{first + 3}],Median employment income in 2015 ($) [{first + 4}],Average employment income in 2015 ($) [{first + 5}], ",
        f"Total - Occupation - National Occupational Classification (NOC) 2016 [{first + 6}],{500 * each},1,1,",
        *_census_rows(each),
        "Note,,,,",
        '"[1] Excludes reserves, in part.",,,,',
        "Source: Statistics Canada - 2016 Census. Catalogue Number 98-400-X2016356.,,,,",
    ]
    return "\ufeff" + "\r\n".join(lines) + "\r\n"


def _census_rows(each: int) -> Iterator[str]:
    """The unit groups under their groups, which count as many for every unit; 01 to 05 are one group."""
    codes = [code for code, entry in entries("noc").items() if entry.version == "2011" and code.isdigit()]
    majors = {code: "01-05" if "01" <= code[:2] <= "05" else code[:2] for code in codes}
    above: list[str] = []
    for code in codes:
        groups = [code[0], majors[code], code[:3]]
        for depth, group in enumerate(groups):
            if above[: depth + 1] != groups[: depth + 1]:
                held = [
                    other
                    for other in codes
                    if [other[0], majors[other], other[:3]][: depth + 1] == groups[: depth + 1]
                ]
                yield f"{'  ' * (depth + 1)}{group} A group,{each * len(held)},1,1,"
        above = groups
        title = entries("noc")[code].en.encode("cp1252").decode("mac_roman")
        yield f'"        {code} {title}",{each},1,1,'


def _places_of_positions(
    header: list[str], rows: Sequence[tuple[str, str, str]], total: tuple[str, str]
) -> list[str]:
    """Blocks of an annual table, one for each place: Canada has the sum of the thirteen."""
    lines = []
    for code in ("CA", *STATED):
        name = entries("province")[code].en
        lines += [f"{name},,", *header]
        for label, *counts in [*rows, (f"{name} - Total", *total)]:
            times = 13 if code == "CA" else 1
            lines.append(",".join([label, *(str(int(count) * times) for count in counts)]))
    return lines


def positions_by_level() -> str:
    """An ESDC table 4: two skill levels in each place; the years stand beside the header."""
    head = [f"{cards()['esdc-positions-skill'].header},2022,2023"]
    rows = [("0 - Management Occupations", "10", "20"), ("A - Professionals", "30", "40")]
    body = _places_of_positions(head, rows, ("40", "60"))
    title = f'"{cards()["esdc-positions-skill"].title}",,'
    return "\r\n".join([title, *body, "Notes:,,", "1. Positions are no people.,,", ""])


def positions_by_stream() -> str:
    """An ESDC table 13: two streams in each place; an empty row below the title, and the years below the header."""
    rows = [("Global Talent", "10", "20"), ("High-Wage", "30", "40")]
    body = _places_of_positions(["Stream,,", ",2022,2023"], rows, ("40", "60"))
    title = f"{cards()['esdc-positions-stream'].title},,"
    return "\r\n".join([title, ",,", *body, "Notes:,,", "1. Positions are no people.,,", ""])


def positions_requested() -> str:
    """An ESDC table 12: a row for each place, and Canada last."""
    rows = [f"{entries('province')[code].en},100,200" for code in STATED]
    title = f"{cards()['esdc-positions-requested'].title},,"
    head = ["Province/Territory,2022,2023", *rows, '"Canada","1,300","2,600"']
    return "\r\n".join([title, *head, "Notes:,,", "1. Positions are no people.,,", ""])
