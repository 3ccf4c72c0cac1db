"""From an aerial image to building polygons."""

from __future__ import annotations

from .framework.base import Algorithm
from .framework.outputs import RasterOut, VectorOut
from .framework.params import Bands, Float, ModelFile, Polygons, Raster
from .segmentation import Segment


class ExtractBuildings(Algorithm):
    """Find the buildings on an aerial or satellite image of 0.07 to 1 m resolution, as polygons.

    The image goes through the bundled building model, or one of your own, and the outlines of the buildings come back
    as polygons with few vertices and right angles where the image allows it, with their area and the mean probability
    inside. Any image size; areas are measured on the ellipsoid.
    """

    title = "Extract buildings"
    group = "Buildings"
    tags = ("house", "roof", "footprint", "aerial image", "orthophoto", "vectorize", "deep learning")

    image = Raster(
        "Image", "An image seen from above, with red, green and blue bands and a resolution between 0.07 m and 1 m."
    )
    model = ModelFile(
        "Model (empty: the bundled one)",
        "A segmentation model with a building class, such as the bundled one fine-tuned on your own region.",
        task="segmentation",
        image="image",
        bands="bands",
        bundled="buildings.safetensors",
        optional=True,
    )
    bands = Bands(
        "Bands, in the model's order",
        "The image's bands that stand for the model's (red, green, blue). Left empty, they are matched by name, and "
        "an image without names must have as many bands as the model needs.",
        parent="image",
        optional=True,
    )
    area = Polygons("Area", "Buildings are looked for only inside these polygons. Any CRS.", optional=True)
    min_area_m2 = Float(
        "Smallest building (m²)",
        "Buildings with a smaller area on the ground are left out.",
        default=10.0,
        min=0.0,
        decimals=1,
    )
    min_hole_m2 = Float(
        "Smallest courtyard (m²)",
        "Smaller holes inside buildings are filled.",
        default=5.0,
        min=0.0,
        decimals=1,
        advanced=True,
    )
    threshold = Float(
        "Threshold of probability (0 to 1)",
        "What is at least this probable belongs to a building: lower finds more and says more that is wrong. Left "
        "empty, the model's own.",
        min=0.0,
        max=1.0,
        optional=True,
        advanced=True,
    )
    resample = Segment.resample
    pixel_size_m = Segment.pixel_size_m
    test_time_augmentation = Segment.test_time_augmentation
    device = Segment.device
    core_px = Segment.core_px
    output = VectorOut(
        "Buildings",
        "A polygon per building with its area (area_m2), the mean probability inside (mean_probability), the number of "
        "vertices (n_vertices), the share of common pixels among those of the polygon and of the model's answer "
        "(fidelity, 0 to 1), the largest distance from its pixels' edges (max_distance_m), whether all walls have "
        "right angles (status: regular) or not (free, contour), and the name of the model (model).",
        style="buildings.qml",
    )
    probabilities = RasterOut(
        "Building probability",
        "A GeoTIFF with the probability of a building at each pixel, 0 to 1.",
        optional=True,
        by_default=False,
    )
