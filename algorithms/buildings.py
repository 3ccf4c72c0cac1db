"""Building extraction: from an aerial or satellite image to building polygons."""

from __future__ import annotations

from .framework.base import Algorithm
from .framework.layers import Area, Raster
from .framework.outputs import RasterOut, VectorOut
from .framework.params import Bool, Float, ModelFile
from .segmentation import Segment


class ExtractBuildings(Algorithm):
    """Extract the buildings from an aerial or satellite image with a resolution of 0.07 to 1 m, as polygons.

    The image is classified with the bundled building model, or with one of your own. The outlines of the buildings
    become polygons with few vertices, and with right angles where the image allows it. Touching buildings get polygons
    of their own that share their edges. New fields give their area and
    their mean probability. Images can be of any size. Areas are measured on the ellipsoid.
    """

    title = "Extract buildings"
    group = "Buildings and maps"
    tags = (
        "house", "roof", "footprint", "aerial image", "orthophoto", "vectorize", "deep learning", "detect",
        "object detection", "footprints",
    )  # fmt: skip

    image = Raster(
        "Image",
        "An aerial or satellite image with red, green and blue bands and a resolution of 0.07 to 1 m.",
    )
    model = ModelFile(
        "Model (default: bundled)",
        "A segmentation model with a building class, for example the bundled model fine-tuned for your region. "
        "Default: the bundled model.",
        task="segmentation or polygons",
        image="image",
        bands="bands",
        others="other_images",
        bundled="buildings.safetensors",
        optional=True,
    )
    bands = Segment.bands
    other_images = Segment.other_images
    area = Area(
        "Area",
        "Buildings are extracted only inside these polygons, in any CRS. Default: the whole image.",
        optional=True,
    )
    min_area_m2 = Float(
        "Minimum area (m²)",
        "Buildings with a smaller area on the ground are left out.",
        default=10.0,
        min=0.0,
        decimals=1,
    )
    min_hole_m2 = Float(
        "Minimum hole area (m²)",
        "Smaller holes (courtyards) inside buildings are filled.",
        default=5.0,
        min=0.0,
        decimals=1,
        advanced=True,
    )
    threshold = Float(
        "Probability threshold (0 to 1)",
        "Pixels with at least this probability are building. A lower value finds more buildings, but also more false "
        "ones. Default: the threshold stored in the model.",
        min=0.0,
        max=1.0,
        optional=True,
        advanced=True,
    )
    split = Bool(
        "Keep touching buildings apart",
        "Touching buildings become polygons of their own with shared edges, divided where the probability is lower "
        "between them.",
        default=True,
        optional=True,
    )
    seed_threshold = Float(
        "Seed threshold (0 to 1)",
        "Minimum probability of the pixels where a building starts. Buildings grow from there down to the probability "
        "threshold. Default: the seed threshold stored in the model, otherwise 0.9.",
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
    resume = Segment.resume.but(
        help="Continues where the run was interrupted, instead of starting again: in the image or in the polygons. "
        "What is finished of an image of more than about 8192 x 8192 px is in a folder beside the output until that "
        "is written. Images, model and parameters must be the same as before."
    )
    cluster = Segment.cluster
    output = VectorOut(
        "Buildings",
        "A polygon for each building, with its area (area_m2), the mean probability inside (mean_probability), the "
        "number of vertices (n_vertices), the IoU of the polygon with its pixels (fidelity, 0 to 1), the maximum "
        "distance from the edges of its pixels (max_distance_m), the kind of outline (status: regular = all angles "
        "are right angles, free = other angles too, contour = the outline of the pixels) and the name of the model "
        "(model). Models that have a confidence add its mean (confidence, 0 to 1, see 'Segment an image').",
        style="buildings.qml",
    )
    probabilities = RasterOut(
        "Building probability",
        "A GeoTIFF with the probability at each pixel that it is building, 0 to 1.",
        optional=True,
        by_default=False,
    )
