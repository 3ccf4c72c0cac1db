"""Scenes to try everything on."""

from __future__ import annotations

from .framework.base import Algorithm
from .framework.outputs import RasterOut, VectorOut
from .framework.params import Float, Int


class MakeScene(Algorithm):
    """Make the image of a town that does not exist, with its true buildings.

    Roofs with texture and shadow, roads, trees, water and sensor noise, drawn by rules from a seed. With it you can try
    every algorithm without data of your own: extract the buildings and compare them with the true ones, or align the
    displaced copy, as a map would be that was drawn on another image.
    """

    title = "Make a scene"
    group = "Scenes"
    tags = ("synthetic", "procedural", "test data", "example", "demo", "simulate", "town")

    seed = Int("Seed", "Another seed gives another town.", default=0, min=0, max=2147483647)
    size_px = Int("Size of the image (px)", "Width and height of the image.", default=1024, min=64, max=32768)
    resolution_m = Float("Resolution (m)", "Size of a pixel on the ground.", default=0.3, min=0.05, max=2.0)
    image = RasterOut("Made image", "The image: a GeoTIFF with the bands red, green and blue.")
    buildings = VectorOut(
        "True buildings", "The outlines of all buildings as they are on the image.", style="truth.qml"
    )
    displaced = VectorOut(
        "Displaced buildings",
        "The same buildings moved by a few metres, some missing or gone, as in a map that was drawn on another image.",
        style="displaced.qml",
        optional=True,
        by_default=False,
    )
