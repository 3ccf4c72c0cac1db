"""Move map vectors to where an image shows them."""

from __future__ import annotations

from .base import Algorithm
from .outputs import FeaturesOut, HtmlOut, NumberOutput, RasterOut
from .params import Bands, Choice, Features, Float, ModelFile, Raster
from .segmentation import Segment


class AlignVectors(Algorithm):
    """Move every object of a map, such as OpenStreetMap's buildings, to where an image shows it.

    A network tells what the image shows; each object is matched with that within the largest shift, and neighbours,
    which are mostly displaced alike, agree. Objects keep their shape, fields, holes and common walls, and learn how far
    they were moved, how sure that is, and whether the image shows them at all. What is not found, is hidden by clouds
    or lies outside of the image stays where it is. Any image size, any CRS.
    """

    title = "Align vectors"
    group = "Alignment"
    tags = ("register", "shift", "offset", "OpenStreetMap", "OSM", "cadastre", "buildings", "conflation", "snap")

    image = Raster(
        "Image", "An image seen from above, with red, green and blue bands and a resolution between 0.07 m and 1 m."
    )
    vectors = Features("Vectors", "The polygons or lines to move. Any CRS; they are given back in the same.")
    model = ModelFile(
        "Model (empty: the bundled one)",
        "For method 'learned' a model for alignment, for 'correlation' a segmentation model with a building class.",
        task="alignment or segmentation",
        image="image",
        bands="bands",
        bundled="alignment.safetensors",
        optional=True,
    )
    method = Choice(
        "Method",
        "'learned' uses a network that was trained to match maps with images. 'correlation' needs only a segmentation "
        "model: it looks for the place where a polygon covers most of what the model calls building.",
        ["learned", "correlation"],
        default="learned",
    )
    rigidity = Choice(
        "Rigidity",
        "'object' moves each object as it is, and turns it where that is clear: angles and lengths stay. 'vertex' lets "
        "the vertices of polygons follow the walls near them, for maps that are distorted.",
        ["object", "vertex"],
        default="object",
    )
    max_shift_m = Float(
        "Largest shift (m)",
        "How far objects may lie from their place. What lies farther is not found; a larger value takes longer, and "
        "more is taken for something else.",
        default=15.0,
        min=0.1,
        max=1000.0,
        decimals=1,
    )
    smoothness = Float(
        "Smoothness (no unit)",
        "How far neighbours agree on their shifts: 1 as the model learned, 0 not at all, 2 twice as far.",
        default=1.0,
        min=0.0,
        max=1e6,
        decimals=2,
    )
    bands = Bands(
        "Bands, in the model's order",
        "The image's bands that stand for the model's (red, green, blue). Left empty, they are matched by name, and "
        "an image without names must have as many bands as the model needs.",
        parent="image",
        optional=True,
        advanced=True,
    )
    resample = Segment.resample
    pixel_size_m = Segment.pixel_size_m
    device = Segment.device
    output = FeaturesOut(
        "Aligned vectors",
        "The same features and fields, with the shift to the east (dx_m), the north (dy_m) and its length (shift_m), "
        "by how much it was turned (turn_deg, counterclockwise), the probability that the object lies within 1.5 m of "
        "its place (confidence, 0 to 1), and what became of it (status: aligned, unchanged, not found in image).",
        style="aligned.qml",
        line_style="aligned_lines.qml",
    )
    displacement = RasterOut(
        "Displacement",
        "A GeoTIFF in cells of about 3 m: what to add to the map's coordinates to the east and to the north (m), and "
        "the variance of these (m²).",
        optional=True,
        by_default=False,
    )
    report = HtmlOut(
        "Alignment report",
        "An HTML page with what was moved, a map of arrows, and examples on the image.",
        optional=True,
    )
    aligned_count = NumberOutput("Aligned objects", "How many were moved.")
    unchanged_count = NumberOutput("Unchanged objects", "How many lie where the image shows them.")
    not_found_count = NumberOutput("Objects not found", "How many the image does not show within reach.")
    median_shift_m = NumberOutput("Median shift (m)", "Of the aligned objects.")
