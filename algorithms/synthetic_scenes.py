"""Synthetic scenes: images of towns with reference data, to test everything on."""

from __future__ import annotations

from .framework.base import Algorithm
from .framework.outputs import RasterOut, VectorOut
from .framework.params import Float, Int


class MakeScene(Algorithm):
    """Make a synthetic image of a town, with its building polygons as reference data.

    The image shows roofs with texture and shadow, roads, trees, water and sensor noise, which are drawn by rules from a
    random seed. Use it to try every algorithm without your own data: extract the buildings and compare them with the
    reference data, or align the displaced buildings, which simulate a map that was drawn on another image.
    """

    title = "Make a synthetic scene"
    group = "Engine and demo data"
    tags = ("synthetic", "procedural", "test data", "example", "demo", "simulate", "town", "sample data")

    seed = Int("Random seed", "Each seed gives a different town.", default=0, min=0, max=2147483647)
    size_px = Int("Image size (px)", "Width and height of the image.", default=1024, min=64, max=32768)
    resolution_m = Float("Resolution (m)", "Pixel size on the ground.", default=0.3, min=0.05, max=2.0)
    image = RasterOut("Synthetic image", "The image: a GeoTIFF with the bands red, green and blue.")
    buildings = VectorOut(
        "Reference buildings", "The outlines of all buildings as they are on the image.", style="reference.qml"
    )
    displaced = VectorOut(
        "Displaced buildings",
        "The same buildings displaced by a few metres. Some buildings are missing, and some no longer stand on the "
        "image, as in an old map that was drawn on another image.",
        style="displaced.qml",
        optional=True,
        by_default=False,
    )
