"""Move map vectors to where an image shows them, and train what finds the place."""

from __future__ import annotations

from typing import Any

from .framework.base import Algorithm
from .framework.outputs import FeaturesOut, HtmlOut, NumberOutput, RasterOut
from .framework.params import (
    BandNumbers,
    Bands,
    Choice,
    Features,
    Float,
    Int,
    Layers,
    ModelFile,
    Polygons,
    Raster,
    Rasters,
)
from .framework.worker import Job
from .segmentation import Segment, TrainSegmentation


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


class TrainAlignment(Algorithm):
    """Train a network to align a map with an image, from images and polygons that lie right on them.

    The training moves the polygons by known random amounts, drops some and adds others, and the network learns what of
    the image tells the right place of each from all others within reach. 'Align vectors' then applies it to maps that
    lie wrong in unknown ways. Polygons that lie right only roughly serve too, in several rounds: each part of the map
    is first corrected by networks that learned from the other part.

    To adapt the bundled model to roofs and images of another region, take it as the model to start from: a few hundred
    buildings are enough. A training that was interrupted goes on from its last epoch when it is run again with
    'Resume'.
    """

    title = "Train an alignment model"
    group = "Alignment"
    tags = ("learn", "register", "shift", "OpenStreetMap", "OSM", "cadastre", "deep learning", "fine-tune", "training")

    images = Rasters("Images", "One or more images, with the same bands: in any order where they have names.")
    vectors = Layers(
        "Vectors",
        "Polygons that lie right on the images, in any CRS. One layer for all the images, or as many layers as images "
        "in the same order.",
    )
    bands = BandNumbers(
        "Bands (numbers)",
        "The images' bands to learn from, in this order, such as '4, 3, 2'. Left empty, all bands are used.",
        optional=True,
    )
    area = Polygons(
        "Area with complete vectors",
        "Where the vectors are complete: outside, nothing is learned. Left empty, they count as complete on the whole "
        "images.",
        optional=True,
    )
    validation_area = TrainSegmentation.validation_area
    validation_share = TrainSegmentation.validation_share
    rounds = Int(
        "Rounds (count)",
        "1: the vectors lie right. More: they lie right only roughly, and are corrected in each round but the last, "
        "each half by a network that learned from the other half. Each of these rounds takes as long as two trainings.",
        default=1,
        min=1,
        max=20,
    )
    smooth_m = Float(
        "Smooth displacement (m)",
        "The largest displacement, along either axis, by a field that changes slowly over the image: what wrong "
        "georeferencing and terrain cause.",
        default=9.6,
        min=0.0,
        max=100.0,
    )
    block_m = Float(
        "Displacement of blocks (m)",
        "The largest further displacement that all objects of a block share: what was drawn from one image, or by one "
        "person.",
        default=4.8,
        min=0.0,
        max=100.0,
    )
    object_m = Float(
        "Displacement of single objects (m)",
        "The largest further displacement of each object for itself.",
        default=1.8,
        min=0.0,
        max=100.0,
    )
    rotation_deg = Float(
        "Rotation of single objects (°)",
        "The largest rotation of each object for itself; it is stretched by a like amount.",
        default=3.0,
        min=0.0,
        max=45.0,
    )
    dropped = Float(
        "Share of dropped objects (0 to 1)",
        "Share of the objects that the displaced map lacks, though the image shows them.",
        default=0.2,
        min=0.0,
        max=0.9,
    )
    spurious = Float(
        "Share of spurious objects (0 to 1)",
        "Objects that the image does not show, as a share of those of the map.",
        default=0.15,
        min=0.0,
        max=0.9,
    )
    initial_model = ModelFile(
        "Model to start from",
        "An earlier model, for alignment or for the segmentation of buildings, to fine-tune instead of starting from "
        "random weights. Network and scaling are then its own.",
        task="alignment or segmentation",
        optional=True,
    )
    learning_rate = TrainSegmentation.learning_rate
    epochs = TrainSegmentation.epochs
    samples_per_epoch = Int(
        "Windows per epoch",
        "How many windows are drawn from the images in an epoch.",
        default=600,
        min=1,
        max=10000000,
        advanced=True,
    )
    batch_size = Int(
        "Windows per step",
        "How many windows go through the network together. Halve it when the memory does not suffice.",
        default=4,
        min=1,
        max=4096,
        advanced=True,
    )
    crop_px = Int(
        "Window size (px)",
        "Side of the windows that are drawn, a multiple of 8. Only objects that lie wholly in a window are learned "
        "from.",
        default=384,
        min=32,
        max=4096,
        advanced=True,
    )
    resolution_m = Float(
        "Resolution to train at (m)",
        "The images are resampled to this pixel size on the ground, and so will be the images the model is applied to. "
        "Left empty, that of the model to start from, or else 0.3 m.",
        min=0.001,
        optional=True,
        advanced=True,
    )
    device = TrainSegmentation.device
    seed = TrainSegmentation.seed
    resume = TrainSegmentation.resume
    model = TrainSegmentation.model
    report = HtmlOut(
        "Training report",
        "An HTML page with the curves of loss and of objects found on the validation part.",
        optional=True,
    )
    found_share = NumberOutput(
        "Share of objects found", "Of the validation part, within 1.2 m, by their own evidence without neighbours."
    )

    def check(self, values: dict[str, Any]) -> str | None:
        images, vectors = values.get("IMAGES"), values.get("VECTORS")
        if isinstance(images, list) and isinstance(vectors, list) and len(vectors) not in (1, len(images)):
            return f"Vectors must be one layer or as many as images ({len(images)}), got {len(vectors)}."
        return None

    def run(self, arguments: dict[str, Any], job: Job) -> dict[str, Any]:
        if job.is_temporary(arguments["model"]):
            job.feedback.pushWarning("The model goes to a temporary file, which is gone when QGIS closes.")
        return super().run(arguments, job)
