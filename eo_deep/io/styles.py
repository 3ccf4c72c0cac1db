"""Styles that QGIS loads by itself, made without QGIS: texts of the .qml beside a raster, or within a GeoPackage."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from html import escape
from pathlib import Path

# Colours of classes that have none of their own; the first is the background's.
PALETTE = (
    "#d9d9d9",
    "#e31a1c",
    "#1f78b4",
    "#33a02c",
    "#ff7f00",
    "#6a3d9a",
    "#b15928",
    "#a6cee3",
    "#b2df8a",
    "#fb9a99",
    "#fdbf6f",
    "#cab2d6",
    "#ffff99",
    "#1b9e77",
    "#e7298a",
    "#66a61e",
)

# Red and blue can be distinguished with every common colour vision deficiency; most of the ramp is for low percentiles.
_CONFIDENCE_STOPS = (
    (0.0, "#a50026", "0: unlike the training images"),
    (0.01, "#f46d43", "0.01"),
    (0.05, "#fee090", "0.05: rare in training"),
    (0.25, "#abd9e9", "0.25"),
    (1.0, "#313695", "1: typical"),
)

# Magma, which is as readable in grey; in shares of the image's standard deviation.
_DEVIATION_STOPS = ((0.0, "#fcfdbf"), (0.05, "#fc8961"), (0.2, "#b73779"), (0.5, "#1d1147"))

_DOCTYPE = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"


def sign(style: str, name: str) -> str:
    """A style that can be recognized later: made for the raster `name`, and not edited since.

    QGIS leaves comments out when it saves a style.
    """
    return f"{style.rstrip()}\n{_signature(name)}\n"


def is_signed(path: Path, name: str) -> bool:
    """Whether a file holds a style that `sign` has signed for the raster `name`."""
    try:
        return _signature(name) in path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return False


def _signature(name: str) -> str:
    text = re.sub("-(?=-)", "- ", json.dumps(name))  # no two dashes in a comment
    return f"<!-- EO Deep made this for {text} -->"


def class_style(classes: Sequence[dict]) -> str:
    """The legend of a class map: [{"value", "name", "color": "#rrggbb"}]; class "background" is see-through."""
    entries = "".join(
        f'<paletteEntry value="{c["value"]}" color="{_to_xml(c["color"])}" label="{_to_xml(c["name"])}" '
        f'alpha="{0 if c["name"].lower() == "background" else 255}"/>'
        for c in classes
    )
    renderer = (
        '<rasterrenderer type="paletted" band="1" opacity="1" alphaBand="-1" nodataColor="">'
        f"<colorPalette>{entries}</colorPalette></rasterrenderer>"
    )
    return _document(renderer)


def category_style(field: str, classes: Sequence[dict], symbol: str = "fill") -> str:
    """The legend of features of several classes: [{"value", "name", "color": "#rrggbb"}], by their integer `field`.

    symbol: "fill" for polygons, "line" or "marker". Around a marker lies a square where a class has the key "box_m",
    its side on the ground.
    """
    categories = "".join(
        f'<category value="{c["value"]}" label="{_to_xml(c["name"])}" symbol="{number}" render="true" type="long"/>'
        for number, c in enumerate(classes)
    )
    symbols = "".join(
        f'<symbol type="{symbol}" name="{number}" alpha="1" clip_to_extent="1" force_rhr="0">'
        f'{_SYMBOL_LAYERS[symbol](c["color"])}{_box(c["color"], c["box_m"]) if c.get("box_m") else ""}</symbol>'
        for number, c in enumerate(classes)
    )
    return (
        f'{_DOCTYPE}<qgis version="3.22" styleCategories="Symbology"><renderer-v2 type="categorizedSymbol" '
        f'attr="{_to_xml(field)}" symbollevels="0" enableorderby="0" forceraster="0">'
        f"<categories>{categories}</categories><symbols>{symbols}</symbols></renderer-v2></qgis>\n"
    )


def _symbol_layer(kind: str, **options: object) -> str:
    texts = "".join(f'<Option name="{name}" value="{value}" type="QString"/>' for name, value in options.items())
    return f'<layer class="{kind}" pass="0" enabled="1" locked="0"><Option type="Map">{texts}</Option></layer>'


def _box(color: str, side_m: float) -> str:
    return _symbol_layer(
        "SimpleMarker", name="square", color=_rgba(color, 0), outline_color=_rgba(color), outline_style="solid",
        outline_width=0.5, outline_width_unit="MM", size=side_m, size_unit="RenderMetersInMapUnits",
    )  # fmt: skip


_SYMBOL_LAYERS = {
    "fill": lambda color: _symbol_layer(
        "SimpleFill", color=_rgba(color, 150), outline_color=_rgba(color), outline_style="solid", outline_width=0.4,
        outline_width_unit="MM", joinstyle="miter", style="solid",
    ),
    "line": lambda color: _symbol_layer(
        "SimpleLine", line_color=_rgba(color), line_style="solid", line_width=0.6, line_width_unit="MM",
        joinstyle="miter",
    ),
    "marker": lambda color: _symbol_layer(
        "SimpleMarker", name="circle", color=_rgba(color), outline_color="35,35,35,255", outline_style="solid",
        outline_width=0.2, outline_width_unit="MM", size=1.8, size_unit="MM",
    ),
}  # fmt: skip


def probability_style(band: int, color: str) -> str:
    """A ramp from transparent (0) to `color` (1, "#rrggbb") over `band` of a probability raster."""
    red, green, blue = (int(color[i : i + 2], 16) for i in (1, 3, 5))
    items = "".join(
        f'<item value="{value}" label="{value:g}" color="{_to_xml(color)}" alpha="{round(255 * value)}"/>'
        for value in (0, 0.25, 0.5, 0.75, 1)
    )
    ramp = (
        '<colorramp type="gradient" name="[source]"><Option type="Map">'
        f'<Option name="color1" value="{red},{green},{blue},0" type="QString"/>'
        f'<Option name="color2" value="{red},{green},{blue},255" type="QString"/></Option></colorramp>'
    )
    renderer = (
        f'<rasterrenderer type="singlebandpseudocolor" band="{band}" opacity="1" alphaBand="-1" nodataColor="" '
        'classificationMin="0" classificationMax="1"><rastershader>'
        '<colorrampshader colorRampType="INTERPOLATED" classificationMode="1" clip="0" minimumValue="0" '
        f'maximumValue="1">{ramp}{items}</colorrampshader></rastershader></rasterrenderer>'
    )
    return _document(renderer)


def ramp_style(band: int, stops: Sequence[tuple[float, str, str]]) -> str:
    """Colours between (value, "#rrggbb", label) stops, in ascending order, over `band` of a raster.

    Two more digits of a colour are its opacity.
    """
    items = "".join(
        f'<item value="{value}" label="{_to_xml(label)}" color="{_to_xml(color[:7])}" alpha="{_opacity(color)}"/>'
        for value, color, label in stops
    )
    low, high = stops[0][0], stops[-1][0]
    renderer = (
        f'<rasterrenderer type="singlebandpseudocolor" band="{band}" opacity="1" alphaBand="-1" nodataColor="" '
        f'classificationMin="{low}" classificationMax="{high}"><rastershader>'
        '<colorrampshader colorRampType="INTERPOLATED" classificationMode="1" clip="0" '
        f'minimumValue="{low}" maximumValue="{high}">{_gradient(stops)}{items}'
        '<rampLegendSettings useContinuousLegend="0"/></colorrampshader>'
        "</rastershader></rasterrenderer>"
    )
    return _document(renderer)


def confidence_style(band: int) -> str:
    """Colours of percentiles among the training images, 0..1, over `band` of a raster."""
    return ramp_style(band, _CONFIDENCE_STOPS)


def deviation_style(band: int, deviation: float) -> str:
    """Colours of differences, 0 or above, in `band` of a raster, by the standard deviation of the image they are of."""
    (low, first), *stops = _DEVIATION_STOPS
    labels = [f"{share * deviation:.3g} ({share:g} standard deviations)" for share, _ in stops]
    labels[-1] = f"{stops[-1][0] * deviation:.3g} or more ({stops[-1][0]:g} standard deviations)"
    values = [(share * deviation, color, label) for (share, color), label in zip(stops, labels)]
    return ramp_style(band, [(low, first, f"{low:g}"), *values])


def shift_style(max_m: float = 5.0) -> str:
    """Shifts in bands 1 and 2 (metres east, north) and their variance in band 3 (m2) as colours.

    Grey stands for no shift, redder to the east, greener to the north, bluer where it is uncertain.
    """
    return _colours_style((1, 2, 3), ((-max_m, max_m), (-max_m, max_m), (-(max_m**2), max_m**2)), opacity=0.7)


def detail_style() -> str:
    """Improvement (band 1), omission (band 2) and hallucination (band 3), 0..1, as green, blue and red."""
    return _colours_style((3, 1, 2), ((0, 1),) * 3)


def _colours_style(bands: Sequence[int], ranges: Sequence[tuple[float, float]], opacity: float = 1) -> str:
    """Bands as red, green and blue, each stretched over its range."""
    names = "red", "green", "blue"
    shown = " ".join(f'{name}Band="{band}"' for name, band in zip(names, bands))
    parts = (
        f"<{name}ContrastEnhancement><minValue>{low}</minValue><maxValue>{high}</maxValue>"
        f"<algorithm>StretchToMinimumMaximum</algorithm></{name}ContrastEnhancement>"
        for name, (low, high) in zip(names, ranges)
    )
    return _document(f'<rasterrenderer type="multibandcolor" {shown} opacity="{opacity:g}" alphaBand="-1" '
                     f'nodataColor="">{"".join(parts)}</rasterrenderer>')


def _gradient(stops: Sequence[tuple[float, str, str]]) -> str:
    """The same stops as a colour ramp, which QGIS shows in its legend and dialogs."""
    (low, first, _), *between, (high, last, _) = stops
    inner = ":".join(f"{(value - low) / (high - low):g};{_rgba(color, _opacity(color))}" for value, color, _ in between)
    return (
        '<colorramp type="gradient" name="[source]"><Option type="Map">'
        f'<Option name="color1" value="{_rgba(first, _opacity(first))}" type="QString"/>'
        f'<Option name="color2" value="{_rgba(last, _opacity(last))}" type="QString"/>'
        f'<Option name="stops" value="{inner}" type="QString"/></Option></colorramp>'
    )


def _opacity(color: str) -> int:
    return int(color[7:] or "ff", 16)


def _rgba(color: str, alpha: int = 255) -> str:
    return ",".join(str(int(color[i : i + 2], 16)) for i in (1, 3, 5)) + f",{alpha}"


def _to_xml(text: str) -> str:
    """Any text as an attribute's value; what XML cannot hold at all, such as control characters, is left out."""
    return escape(re.sub("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", text), quote=True)


def _document(renderer: str) -> str:
    return f'{_DOCTYPE}<qgis version="3.22" styleCategories="AllStyleCategories"><pipe>{renderer}</pipe></qgis>\n'
