"""From class maps and probabilities to polygons."""

from __future__ import annotations

from .base import Algorithm
from .outputs import NumberOutput, VectorOut
from .params import Band, Choice, Float, Raster


class Polygonize(Algorithm):
    """Turn a probability band or a class map into polygons.

    On a band of probabilities (numbers with decimals, or whole numbers with a scale, or 0 to 255), the polygons
    surround what is at least as high as the threshold, and their edges run between the pixels where the band crosses
    it. On a class map, each class but the background (0) gets polygons along its pixels' edges. Polygons end where
    pixels are without data. Small polygons and small holes can be left out; areas are measured on the ellipsoid, so
    they are right in every CRS.
    """

    title = "Polygonize"
    group = "Polygons"
    tags = ("vectorize", "contour", "raster to vector", "polygon", "outline")

    input = Raster("Raster", "A raster of probabilities (0 to 1) or a class map.")
    band = Band("Band", "The raster's band to polygonize.", parent="input", default=1)
    method = Choice(
        "Method",
        "'contour' follows the line on which the band has the value of the threshold, between the pixels.",
        ["contour"],
        default="contour",
    )
    threshold = Float(
        "Threshold (in the band's unit)",
        "What is at least this high lies inside the polygons. On a band of 0 to 255 without a scale, 0.5 means the "
        "middle. A class map makes no use of it.",
        default=0.5,
    )
    min_area_m2 = Float(
        "Smallest polygon (m²)",
        "Polygons with a smaller area on the ground are left out.",
        default=0.0,
        min=0.0,
        decimals=1,
    )
    min_hole_m2 = Float(
        "Smallest hole (m²)", "Smaller holes inside polygons are filled.", default=0.0, min=0.0, decimals=1
    )
    output = VectorOut(
        "Polygons",
        "The polygons with their class (class, class_name), area (area_m2), outline (perimeter_m), number of vertices "
        "(n_vertices) and, from probabilities, the mean inside (mean_probability).",
        style="polygons.qml",
    )
    polygons_count = NumberOutput("Number of polygons", "How many polygons were written.")
