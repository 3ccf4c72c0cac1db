"""Training on maps that lie right: how to tell where others lie wrong."""

from __future__ import annotations

from typing import Any

from .base import Algorithm
from .outputs import HtmlOut, NumberOutput
from .params import BandNumbers, Float, Int, Layers, ModelFile, Polygons, Rasters
from .segmentation import TrainSegmentation
from .worker import Job


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
