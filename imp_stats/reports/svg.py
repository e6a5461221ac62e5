"""A figure as SVG: text stays text, colours follow the page's light or dark, and the same figure gives the same bytes."""

import io
import re
from html import escape

from matplotlib import style as sheets
from matplotlib.figure import Figure

from imp_stats.charts.style import DARK, LIGHT, SHEET, Palette

_FONTS = '"Ims Sans","Source Sans 3","Helvetica Neue",Arial,sans-serif'
# Text has an outline of paper, which matplotlib can only draw by turning it into paths.
_OUTLINE = "paint-order:stroke;stroke:var(--bg);stroke-width:4px;stroke-linejoin:round"
_X_HEIGHT = 0.486  # of Ims Sans; a wider font in its place is made smaller by it
_EDGE = 16
_EVERYWHERE = "stroke-linejoin:round;stroke-linecap:butt"


def inline(figure: Figure, prefix: str, label: str) -> str:
    """The figure for a page in HTML, which has the palette's variables and the font.

    Parameters
    ----------
    figure
        A figure that a chart drew, without words in it.
    prefix
        The id of the ``svg`` element; every other id begins with it, so that two figures never collide.
    label
        The text alternative: what the figure shows.
    """
    rules = f"#{prefix} text{{font-family:{_FONTS};{_OUTLINE}}}#{prefix} .on-fill text{{stroke:none}}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" id="{prefix}" {_size(figure)} role="img" aria-label="{escape(label)}" '
        f'style="{_EVERYWHERE}"><style>{rules}</style>{_ink(figure, prefix)}</svg>'
    )


def standalone(figure: Figure, title: str, description: str) -> str:
    """The figure as a file of its own, which follows the reader's light or dark by itself.

    Where the font is not installed, another takes its place, made as small as it needs to be.
    """
    rules = (
        f":root{{{_variables(LIGHT)}}}"
        f"@media screen and (prefers-color-scheme:dark){{:root{{{_variables(DARK)}}}}}"
        f"svg{{{_EVERYWHERE};background:var(--bg)}}"
        f"text{{font-family:{_FONTS};font-size-adjust:{_X_HEIGHT};{_OUTLINE}}}.on-fill text{{stroke:none}}"
    )
    paper = f'<rect x="{-_EDGE}" y="{-_EDGE}" width="100%" height="100%" style="fill:var(--bg)"/>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {_size(figure, _EDGE)} role="img" aria-labelledby="ims-title ims-desc">'
        f'<title id="ims-title">{escape(title)}</title><desc id="ims-desc">{escape(description)}</desc>'
        f"<style>{rules}</style>{paper}{_ink(figure, 'ims')}</svg>\n"
    )


def _size(figure: Figure, edge: int = 0) -> str:
    """The size of a figure as attributes, with so much paper around it."""
    width, height = (f"{72 * side + 2 * edge:.10g}" for side in figure.get_size_inches())
    return f'viewBox="{-edge} {-edge} {width} {height}" width="{width}" height="{height}"'


def _roles(palette: Palette) -> dict[str, str]:
    """Each colour of a palette by the name of its variable."""
    names = ("imp", "tfwp", "text", "second", "third", "axis", "grid")
    roles = {name: str(getattr(palette, name)) for name in names}
    return {**roles, "bg": palette.background} | {
        f"map-{step}": colour for step, colour in enumerate(palette.ramp, 1)
    }


def _variables(palette: Palette) -> str:
    return ";".join(f"--{name}:{colour}" for name, colour in _roles(palette).items())


_NAMES = {colour: name for name, colour in _roles(LIGHT).items()}


def _ink(figure: Figure, prefix: str) -> str:
    """What is drawn in a figure."""
    file = io.StringIO()
    with sheets.context(SHEET, after_reset=True):
        figure.savefig(file, format="svg", transparent=True)
    drawn = file.getvalue()  # first who made it and when, then definitions, then the figure
    body = drawn[drawn.index("</defs>") + len("</defs>") : drawn.rindex("</svg>")]
    return _named(_coloured(_shortened(body)), prefix)


def _shortened(drawn: str) -> str:
    """The drawing without what does nothing: long decimals, white space, turns by zero, fonts line by line."""

    def shorter(tag: re.Match[str]) -> str:
        text = re.sub(
            r"\d+\.\d{3,}", lambda figures: f"{float(figures[0]):.2f}".rstrip("0").rstrip("."), tag[0]
        )
        text = re.sub(r' transform="rotate\(-?0 [^"]*\)"|font-family: [^;"]*(; )?', "", text)
        return re.sub(r"\s+", " ", text)

    tight = re.sub(r">\s+<", "><", re.sub(r"<[^>]+>", shorter, drawn)).strip()
    return re.sub(r'<g id="patch_\d+"><path d="[^"]*" style="fill: none"/></g>', "", tight)


def _coloured(drawn: str) -> str:
    """The palette's colours replaced by the variables of a page."""
    return re.sub(r"#[0-9a-f]{6}\b", lambda colour: f"var(--{_NAMES[colour[0]]})", drawn)


def _named(drawn: str, prefix: str) -> str:
    """Only the ids that something refers to, with the prefix; text on ink is marked for the style sheet."""
    used = set(re.findall(r'(?:url\(#|href="#)([^)"]+)', drawn))

    def named(name: re.Match[str]) -> str:
        if name[1].startswith("on-fill"):
            return ' class="on-fill"'
        return f' id="{prefix}-{name[1]}"' if name[1] in used else ""

    named_once = re.sub(r' id="([^"]*)"', named, drawn)
    return re.sub(
        r'(url\(#|xlink:href="#)', lambda to: to[0].removeprefix("xlink:") + f"{prefix}-", named_once
    )
