"""Styles that QGIS loads by itself: a .qml of the raster's own name beside it, also when no QGIS runs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import quoteattr


def write_class_style(path: str, classes: Sequence[dict]) -> None:
    """Write the legend of the class map at `path`: [{"value", "name", "color": "#rrggbb"}]; class "background" is see-through."""
    entries = "".join(
        f'<paletteEntry value="{c["value"]}" color={quoteattr(c["color"])} label={quoteattr(c["name"])} '
        f'alpha="{0 if c["name"].lower() == "background" else 255}"/>'
        for c in classes
    )
    renderer = (
        '<rasterrenderer type="paletted" band="1" opacity="1" alphaBand="-1" nodataColor="">'
        f"<colorPalette>{entries}</colorPalette></rasterrenderer>"
    )
    _write(path, renderer)


def write_probability_style(path: str, band: int, color: str) -> None:
    """Write a ramp from transparent (0) to `color` (1) over `band` of the probability raster at `path`."""
    red, green, blue = (int(color[i : i + 2], 16) for i in (1, 3, 5))
    items = "".join(
        f'<item value="{value}" label="{value:g}" color="{color}" alpha="{round(255 * value)}"/>'
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
    _write(path, renderer)


def _write(path: str, renderer: str) -> None:
    text = (
        "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
        f'<qgis version="3.22" styleCategories="AllStyleCategories"><pipe>{renderer}</pipe></qgis>\n'
    )
    Path(path).with_suffix(".qml").write_text(text, encoding="utf-8")
