"""Every chart in Chromium, at both widths and in both languages: no text overlaps another or leaves its canvas."""

import json
import re
import shutil
import subprocess
from html import unescape
from itertools import product

import matplotlib.pyplot as plt
import pandas as pd
import pytest

from imp_stats import charts
from imp_stats.charts.style import FONTS, PIXELS
from imp_stats.reports import svg

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --allow-file-access-from-files --virtual-time-budget=3000"
)
FACES = "".join(
    f'@font-face{{font-family:"Ims Sans";font-weight:{weight};src:url("{(FONTS / f"ImsSans-{name}.woff2").as_uri()}")}}'
    for weight, name in ((400, "Regular"), (600, "SemiBold"))
)
PEOPLE = {"ON": 16100, "BC": 5690, "SK": 1250, "NL": 545, "NU": 41}  # thousands
MEASURE = """
document.fonts.ready.then(() => {
  const found = {fonts: document.fonts.check('14px "Ims Sans"'), texts: 0, faults: []};
  for (const figure of document.querySelectorAll("svg")) {
    const edge = figure.getBoundingClientRect();
    const boxes = [...figure.querySelectorAll("text")].map(t => [t.textContent, t.getBoundingClientRect()]);
    found.texts += boxes.length;
    boxes.forEach(([name, a], n) => {
      const out = Math.max(edge.left - a.left, a.right - edge.right, edge.top - a.top, a.bottom - edge.bottom);
      if (out > 0.75) found.faults.push(`${figure.id}: ${name} leaves by ${out.toFixed(1)}`);
      for (const [other, b] of boxes.slice(n + 1)) {
        const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        if (across > 0.75 && down > 0.75) found.faults.push(`${figure.id}: ${name} overlaps ${other}`);
      }
    });
  }
  document.getElementById("found").textContent = JSON.stringify(found);
});
"""


@pytest.fixture
def drawn(holders, months, events, published, told, provinces, occupations, levels, arrivals, coverage):
    """What is drawn, by name: a function of width and language."""
    rates = provinces.assign(per_thousand=provinces["holders"] / provinces["province"].map(PEOPLE))
    stated = rates[(rates["year"] == 2024) & (rates["program"] == "IMP")]
    one = pd.concat([stated, stated[:1].assign(province="ZZ", holders=180855)])
    stream = holders[holders["program"] == "IMP"].assign(stream="Other IMP Participants", stream_name="Other")
    two = pd.concat([stream, stream.assign(stream="Vulnerable workers", stream_name="Vulnerable workers")])
    many = pd.DataFrame(
        {"date": pd.date_range("2016-03-01", "2023-12-01", periods=20), "label": "A change of rules"}
    )
    sums = stream.rename(columns={"holders": "effective_months"}).assign(vintage="2024-06-30")
    return {
        "trend": lambda **how: charts.trend(holders, events=events, published=published, **how),
        "months": lambda **how: charts.trend(months, **how),
        "breaks": lambda **how: charts.trend(stream, events=events, **how),
        "numbers": lambda **how: charts.trend(holders, events=many, **how),
        "partial": lambda **how: charts.trend(sums, **how),
        "broken-slope": lambda **how: charts.slope(two[two["year"].isin([2015, 2024])], **how),
        "broken-panels": lambda **how: charts.small_multiples(two, **how),
        "answers": lambda **how: charts.answers(told, **how),
        "bars": lambda **how: charts.bars(provinces[provinces["year"] == 2024], **how),
        "ranks": lambda **how: charts.ranks(occupations, **how),
        "slope": lambda **how: charts.slope(provinces[provinces["year"].isin([2015, 2024])], **how),
        "panels": lambda **how: charts.small_multiples(rates, show="per_thousand", **how),
        "tiles": lambda **how: charts.tiles(one, show="per_thousand", **how),
        "plans": lambda **how: charts.plans(levels, arrivals=arrivals, **how),
        "spans": lambda **how: charts.spans(coverage, **how),
    }


@pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine")
def test_no_text_overlaps_another_or_leaves_its_canvas(drawn, tmp_path):
    figures = []
    for name, draw in drawn.items():
        for width, lang in product(PIXELS, ("en", "fr")):
            figures.append(svg.inline(draw(width=width, lang=lang).figure, f"{name}-{width}-{lang}", "alt"))
        plt.close("all")
    page = tmp_path / "page.html"
    page.write_text(
        f'<!doctype html><meta charset="utf-8"><style>{FACES}</style>{"".join(figures)}'
        f'<p style="font-weight:600">.</p><pre id="found"></pre><script>{MEASURE}</script>',
        encoding="utf-8",
    )
    command = [
        str(CHROMIUM),
        *FLAGS.split(),
        f"--user-data-dir={tmp_path / 'profile'}",
        "--dump-dom",
        page.as_uri(),
    ]
    dom = subprocess.run(command, capture_output=True, check=True, text=True, timeout=60).stdout  # noqa: S603
    found = json.loads(unescape(re.search(r'<pre id="found">(.*?)</pre>', dom, re.DOTALL)[1]))
    assert found["fonts"]
    assert found["texts"] > 20 * len(figures) / 2
    assert found["faults"] == []
