"""Frames as questions return them, small; most figures in them are real."""

from collections.abc import Iterator

import matplotlib.pyplot as plt
import pandas as pd
import pytest

IMP = [261600, 302275, 335995, 380940, 453230, 457830, 430015, 647250, 1075390, 1263145]
TFWP = [60000, 51065, 46050, 56025, 73355, 76400, 81430, 119130, 187455, 236130]
ANSWERS = [
    (
        "IMP",
        315000,
        None,
        None,
        "Permit became effective in 2021",
        "IRCC open data",
        "2022-02-23",
        "B",
        "more than 315,000",
    ),
    (
        "TFWP",
        104000,
        None,
        None,
        "Permit became effective in 2021",
        "IRCC open data",
        "2022-02-23",
        "B",
        "about 104,000",
    ),
    ("IMP", 313294, None, None, "Unique holders in the year", "IRCC, Annual Report", "2022-11", "U", ""),
    ("TFWP", 103552, None, None, "Unique holders in the year", "IRCC, Annual Report", "2022-11", "U", ""),
    (
        "IMP",
        None,
        332263,
        370431,
        "Months added up, by province and occupation",
        "IRCC",
        "2024-07-31",
        "A",
        "",
    ),
    ("IMP", 430015, 430013, 430017, "Valid permit on 31 December 2021", "IRCC", "2024-12-31", "A", ""),
    ("TFWP", 81430, 81428, 81432, "Valid permit on 31 December 2021", "IRCC", "2024-12-31", "A", ""),
]


def bounded(frame: pd.DataFrame, measure: str) -> pd.DataFrame:
    """The frame with the bounds of a publisher who rounds to five."""
    counts = frame[measure].astype("Int64")
    return frame.assign(**{measure: counts}, lower=counts - 2, upper=counts + 2, status="rounded", hidden=0)


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    yield
    plt.close("all")


@pytest.fixture
def holders() -> pd.DataFrame:
    years = list(range(2015, 2025))
    frame = pd.DataFrame({"program": ["IMP"] * 10 + ["TFWP"] * 10, "year": years * 2, "holders": IMP + TFWP})
    return bounded(frame, "holders")


@pytest.fixture
def months() -> pd.DataFrame:
    """Two years and a half of months, sums with hidden cells, the second one hidden altogether in one month."""
    times = pd.date_range("2021-01-01", periods=30, freq="MS")
    counts = pd.array([20000 + 700 * n + 4000 * (n % 12 == 4) for n in range(30)], dtype="Int64")
    imp = pd.DataFrame({"program": "IMP", "month": times, "effective_month": counts})
    tfwp = imp.assign(program="TFWP", effective_month=counts // 3)
    frame = pd.concat([imp, tfwp], ignore_index=True)
    return frame.assign(
        lower=frame["effective_month"] - 1500,
        upper=frame["effective_month"] + 1500,
        status="estimated",
        hidden=40,
    )


@pytest.fixture
def events() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "date": pd.to_datetime(
                ["2014-06-20", "2019-06-04", "2020-03-18", "2022-12-15", "2023-01-30", "2026-01-01"]
            ),
            "label": [
                "Programs split",
                "Open permit for vulnerable workers",
                "Border measures",
                "Exemption codes overhauled",
                "Permits for spouses of workers at all levels",
                "Not yet",
            ],
        }
    )


@pytest.fixture
def published() -> pd.DataFrame:
    label = "As first published: about 1,015,000. In June 2023 study and humanitarian permits were taken out of every year."
    return pd.DataFrame({"program": ["IMP"], "year": [2022], "holders": [1015000], "label": [label]})


@pytest.fixture
def told() -> pd.DataFrame:
    columns = ["program", "value", "lower", "upper", "label", "source", "vintage", "certainty", "printed_as"]
    frame = pd.DataFrame(ANSWERS, columns=columns).assign(measure="several", year=2021)
    return frame.astype(dict.fromkeys(["value", "lower", "upper"], "Int64"))


@pytest.fixture
def occupations() -> pd.DataFrame:
    names = ["Computer programmers and interactive media developers", "Software engineers and designers"]
    names += [
        "University professors and lecturers",
        "Senior managers - financial and other business services",
    ]
    counts = pd.array([4280, 4000, 3990, 545], dtype="Int64")
    frame = pd.DataFrame(
        {"program": "IMP", "province": "CA", "year": 2021, "noc": ["2174", "2173", "4011", "0013"]}
    )
    frame = bounded(
        frame.assign(province_name="Canada", occupation=names, effective_year=counts), "effective_year"
    )
    frame.loc[1, ["lower", "upper"]] = [3700, 4300]
    return frame.assign(rank_best=[1, 2, 2, 4], rank_worst=[1, 3, 3, 11])


@pytest.fixture
def provinces() -> pd.DataFrame:
    """Five places from 2008 to 2024; the last figures are real, and so is Nunavut's peak of 2011."""
    last = {
        "ON": ("Ontario", 542105, 56545),
        "BC": ("British Columbia", 187310, 50905),
        "SK": ("Saskatchewan", 20675, 3830),
        "NL": ("Newfoundland and Labrador", 7945, 1230),
        "NU": ("Nunavut", 105, 75),
    }
    rows = [
        (program, code, year, name, 5 * round(count * (year - 2005) / 95))
        for code, (name, *counts) in last.items()
        for program, count in zip(("IMP", "TFWP"), counts, strict=True)
        for year in range(2008, 2025)
    ]
    frame = pd.DataFrame(rows, columns=["program", "province", "year", "province_name", "holders"])
    frame.loc[
        (frame["province"] == "NU") & (frame["program"] == "IMP") & (frame["year"] == 2011), "holders"
    ] = 1855
    return bounded(frame, "holders")


@pytest.fixture
def levels() -> pd.DataFrame:
    first = [("2025-2027", "2024-10-24", year, year > 2025) for year in (2025, 2026, 2027)]
    second = [("2026-2028", "2025-11-04", year, False) for year in (2026, 2027, 2028)]
    targets = {
        "IMP": [285750, 128700, 155700, 170000, 170000, 170000],
        "TFWP": [82000] * 3 + [60000, 50000, 50000],
    }
    rows = [
        (*plan, program, target)
        for program in targets
        for plan, target in zip(first + second, targets[program], strict=True)
    ]
    return pd.DataFrame(rows, columns=["plan", "vintage", "year", "is_notional", "program", "target"])


@pytest.fixture
def arrivals() -> pd.DataFrame:
    return pd.DataFrame(
        {"program": ["IMP", "TFWP", "workers"], "year": 2024, "arrivals": [300115, 93595, 393710]}
    )


_COVERAGE = (
    "measure_name", "program", "period_kind", "first_period", "last_period", "periods", "missing", "missing_periods",
    "vintage",
)  # fmt: skip
_HELD = [
    ("Holders on 31 December", "IMP", "day", "2020-12-31", "2024-12-31", 4, 1, "2022-12-31", "2024-12-31"),
    ("Holders on 31 December", "TFWP", "day", "2020-12-31", "2024-12-31", 5, 0, "", "2024-12-31"),
    ("Positions", "TFWP", "year", "2016-01-01", "2016-01-01", 1, 0, "", "2016-12-31"),
    ("Positions", "TFWP", "half", "2017-01-01", "2017-01-01", 1, 0, "", "2017-06-30"),
    ("Positions", "TFWP", "quarter", "2017-07-01", "2018-10-01", 4, 2, "2017-Q4, 2018-Q3", "2018-12-31"),
    ("Admissions", None, "month", "2020-01-01", "2020-06-01", 5, 1, "2020-03", "2020-06-30"),
    ("Admissions", None, "year", "2021-01-01", "2022-01-01", 2, 0, "", "2022-07-31"),
]


@pytest.fixture
def coverage() -> pd.DataFrame:
    frame = pd.DataFrame(_HELD, columns=list(_COVERAGE))
    days = ["first_period", "last_period"]
    return frame.assign(**frame[days].apply(pd.to_datetime))
