"""Charts, as SVG that Vega-Lite makes: its texts and shapes have no colours, the page gives them.

Importing this needs vl-convert, which has Vega-Lite within: nothing is fetched.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import frozen
from lxml import etree
from lxml.html import HtmlElement, XHTMLParser

from twilio_async import ConfigurationError

try:
    import vl_convert
except ModuleNotFoundError:
    raise ConfigurationError('A page needs vl-convert-python: pip install "twilio-async[report]"') from None

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from decimal import Decimal

_VERSION = "6.1"
"""Of Vega-Lite; vl-convert has several."""
_NAMES, _BARS, _NUMBERS = 115, 100, 105
"""The widths of the parts of a chart of bars, with room for a font that is wider than what is assumed."""
_BAR = 22
_THINNEST = 4
"""The width of columns that have a gap between them."""
_SVG = "{http://www.w3.org/2000/svg}"
_SHAPES = tuple(f"{_SVG}{name}" for name in ("g", "path", "line", "rect", "text"))
_PAINTED = ("fill", "stroke")
_BARE = {
    "background": None,
    "font": "system-ui, sans-serif",
    "view": {"stroke": None},
    "axis": {"labelFontSize": 12, "title": None, "ticks": False, "domain": False, "labelPadding": 6},
}


@frozen
class Bar:
    """A bar of a chart.

    Attributes:
        name: What it is of.
        length: How long it is.
        text: The same for people, beside it.
    """

    name: str
    length: float
    text: str


def bars(bars: Sequence[Bar], *, title: str) -> HtmlElement:
    """A chart with a bar in each line, and its number at the end of it."""
    values = [{"name": each.name, "length": each.length, "text": each.text} for each in bars]
    order = [each.name for each in bars]
    names = {
        "field": "name",
        "type": "nominal",
        "sort": order,
        "axis": {"labelLimit": _NAMES - 22, "minExtent": _NAMES, "maxExtent": _NAMES, "aria": False},
    }
    most = max((each.length for each in bars), default=0)
    lengths = {
        "field": "length",
        "type": "quantitative",
        "axis": None,
        "scale": {"domain": [0, most or 1], "range": [0, _BARS]},
    }
    told = {"field": "description", "type": "nominal"}
    return _drawn(
        {
            "description": title,
            "width": _BARS + _NUMBERS,
            "height": {"step": _BAR},
            "data": {
                "values": [{**each, "description": f"{each['name']}: {each['text']}"} for each in values]
            },
            "encoding": {"y": names, "x": lengths},
            "layer": [
                {
                    "mark": {"type": "bar", "minBandSize": 2},
                    "encoding": {"description": told},
                },
                {
                    "mark": {"type": "text", "align": "left", "dx": 5, "fontSize": 12, "aria": False},
                    "encoding": {"text": {"field": "text", "type": "nominal"}},
                },
            ],
        }
    )


def columns(
    values: Mapping[date, int | Decimal], *, title: str, are_months: bool, width: int, unit: str
) -> HtmlElement:
    """A chart with a column for each day, or for each month, which its first day stands for."""
    moments = {
        "field": "day",
        "type": "temporal",
        "timeUnit": "utcyearmonth" if are_months else "utcyearmonthdate",
        "scale": {"type": "utc"},
        "axis": {
            "grid": False,
            "format": "%b %Y" if are_months else "%-d %b",
            "labelOverlap": "greedy",
            "tickCount": max(2, width // 110),
        },
    }
    heights = {"field": "value", "type": "quantitative", "axis": {"tickCount": 4, "aria": False}}
    told = "%Y-%m" if are_months else "%Y-%m-%d"
    return _drawn(
        {
            "description": title,
            "width": width,
            "height": 170,
            "data": {
                "values": [
                    {
                        "day": f"{day}T00:00:00Z",
                        "value": float(value),
                        "description": f"{day:{told}}: {value:,} {unit}",
                    }
                    for day, value in values.items()
                ]
            },
            "mark": {"type": "bar", "binSpacing": 1 if len(values) < width / _THINNEST else 0},
            "encoding": {
                "x": moments,
                "y": heights,
                "description": {"field": "description", "type": "nominal"},
            },
        }
    )


def _drawn(spec: Mapping[str, Any]) -> HtmlElement:
    """The SVG of a chart, which says for itself what it is of, and takes its colours from the page."""
    text = vl_convert.vegalite_to_svg(
        {"config": _BARE, **spec}, vl_version=_VERSION, show_warnings=False, allowed_base_urls=[]
    )
    svg = etree.fromstring(text.encode(), XHTMLParser(resolve_entities=False, no_network=True))
    svg.set("role", "group")
    svg.set("aria-label", spec["description"])
    for shape in svg.iter(*_SHAPES):
        for name in _PAINTED:
            if shape.get(name) not in {None, "none"}:
                del shape.attrib[name]
        if shape.get("aria-roledescription") == "bar":
            etree.SubElement(shape, f"{_SVG}title").text = shape.attrib["aria-label"]
    return svg
