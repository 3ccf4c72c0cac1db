"""From an aerial image to building polygons."""

from __future__ import annotations

from .base import Algorithm
from .outputs import RasterOut, VectorOut
from .params import Bands, Bool, Choice, Float, Int, ModelFile, Polygons, Raster
from .segmentation import CORE_HELP, DEVICE_HELP, DEVICES


class ExtractBuildings(Algorithm):
    """Find the buildings on an aerial or satellite image of 0.07 to 1 m resolution, as polygons.

    The image goes through the bundled building model, or one of your own, and the outlines of the buildings come back
    as polygons with their area and the mean probability inside. Any image size; areas are measured on the ellipsoid.
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
        "Polygons with a smaller area on the ground are left out.",
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
    resample = Bool(
        "Resample to the model's resolution",
        "When the image is finer or coarser than what the model was trained on, compute at the model's resolution; "
        "roofs then have the size in pixels that the network knows.",
        default=True,
        advanced=True,
    )
    pixel_size_m = Float(
        "Pixel size of an image without CRS (m)",
        "The size of a pixel on the ground, for images that do not say where they lie; it is needed to resample them "
        "to the model's resolution. Left empty, such images are used as they are.",
        min=1e-6,
        optional=True,
        advanced=True,
    )
    test_time_augmentation = Bool(
        "Average over turned and mirrored images",
        "Computes every piece in eight orientations and averages the scores: usually a little more accurate, and eight "
        "times slower.",
        default=False,
        advanced=True,
    )
    device = Choice("Device", DEVICE_HELP, DEVICES, default="auto", advanced=True)
    core_px = Int("Size of a piece (px)", CORE_HELP, min=16, optional=True, advanced=True)
    output = VectorOut(
        "Buildings",
        "A polygon per building with its area (area_m2), the mean probability inside (mean_probability) and the name "
        "of the model (model).",
        style="buildings.qml",
    )
    probabilities = RasterOut(
        "Building probability",
        "A GeoTIFF with the probability of a building at each pixel, 0 to 1.",
        optional=True,
        by_default=False,
    )
