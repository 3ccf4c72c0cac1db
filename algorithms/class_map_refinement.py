"""Refinement: class maps made better after the fact, from their probabilities and the image."""

from __future__ import annotations

from .framework.base import Algorithm
from .framework.layers import Bands, Raster
from .framework.outputs import NumberOutput, RasterOut
from .framework.params import Choice, Float, Int
from .segmentation import Segment


class RefineMap(Algorithm):
    """Improve a class map from its class probabilities and the image, with any model's or program's probabilities.

    'calibrate' corrects the probabilities by a temperature and a bias. 'crf' lets classes follow the edges in the
    image, by a conditional random field (CRF) that compares each pixel with its neighbours up to the radius. Its
    defaults are mild: the strong ones of the literature remove small objects.

    The result is the same for any tile size, and the memory use is small and constant. Nodata pixels stay nodata.
    Pixels without an image are only calibrated.
    """

    title = "Refine a class map"
    group = "Refinement"
    tags = ("crf", "conditional random field", "post-processing", "calibration", "temperature", "regularization")

    probabilities = Raster(
        "Class probabilities",
        "A raster with a band for each class, 0 to 1 (bytes: 0 to 255), which sum to 1 at each pixel, such as "
        "'Segment an image' writes. A single band is the probability of the second class of two.",
    )
    image = Raster(
        "Image",
        "The image that the classes were predicted from, or another image of the place, with any CRS and resolution. "
        "'crf' needs it. Default: none.",
        optional=True,
    )
    method = Choice(
        "Method",
        "'calibrate' corrects temperature and bias only, 'crf' does so and then lets classes follow the edges in the "
        "image.",
        ["calibrate", "crf"],
        default="crf",
    )
    bands = Bands(
        "Bands (in the model's order)",
        "The bands of the image that are compared. Default: all bands but alpha.",
        parent="image",
        optional=True,
        advanced=True,
    )
    threshold = Float(
        "Probability threshold (0 to 1)",
        "For two classes: the probability from which on the second class is chosen. The calibration moves it to 0.5. "
        "Default: 0.5.",
        min=0.0,
        max=1.0,
        optional=True,
        advanced=True,
    )
    temperature = Float(
        "Temperature",
        "The log-odds are divided by it. A value above 1 lowers probabilities that are too certain, which lets the "
        "image change more. Default: 1.",
        min=0.01,
        max=100.0,
        optional=True,
        advanced=True,
    )
    image_weight = Float(
        "Weight of similar neighbours",
        "How strongly neighbours with similar values in the image have the same class. Default: 3.",
        min=0.0,
        max=100.0,
        optional=True,
        advanced=True,
    )
    reach_px = Float(
        "Reach of similar neighbours (px)",
        "The standard deviation of the distance of similar neighbours. Default: 5 px.",
        min=0.1,
        max=1000.0,
        optional=True,
        advanced=True,
    )
    tolerance = Float(
        "Tolerance of values",
        "The standard deviation of the difference between similar values, in quarters of the range of the image's "
        "values. Default: 0.25.",
        min=0.001,
        max=100.0,
        optional=True,
        advanced=True,
    )
    smoothing_weight = Float(
        "Weight of adjacent pixels",
        "How strongly adjacent pixels have the same class, whatever the image shows. Default: 1.",
        min=0.0,
        max=100.0,
        optional=True,
        advanced=True,
    )
    radius_px = Int(
        "Radius (px)",
        "Neighbours farther away in x or y are not compared. Default: 5 px.",
        min=1,
        max=50,
        optional=True,
        advanced=True,
    )
    dilation = Int(
        "Dilation",
        "Only each second (third, ...) pixel up to the radius times 2 (3, ...) is compared. Default: 1.",
        min=1,
        max=16,
        optional=True,
        advanced=True,
    )
    iterations = Int(
        "Iterations",
        "Number of updates of the CRF's mean field. Default: 5.",
        min=1,
        max=50,
        optional=True,
        advanced=True,
    )
    core_px = Segment.core_px
    overviews = Segment.overviews
    output = RasterOut("Class map", "A GeoTIFF with one byte per pixel: the number of the class; 255 is nodata.")
    refined = RasterOut(
        "Refined probabilities",
        "A GeoTIFF with a band per class: the refined probability of the class at each pixel, 0 to 1.",
        optional=True,
        by_default=False,
    )
    changed_share = NumberOutput(
        "Share of changed pixels (0 to 1)", "The share of the valid pixels whose most probable class changed, 0 to 1."
    )
