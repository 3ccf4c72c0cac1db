"""Train networks that classify every pixel, and apply them."""

from __future__ import annotations

from typing import Any

from .framework.base import Algorithm
from .framework.outputs import FileOut, HtmlOut, RasterOut
from .framework.params import (
    BandNumbers,
    Bands,
    Bool,
    Choice,
    Field,
    Float,
    Int,
    Layers,
    ModelFile,
    Polygons,
    Raster,
    Rasters,
)
from .framework.worker import Job


class Segment(Algorithm):
    """Classify every pixel of an image of any size, without seams.

    The image is streamed through the network piece by piece, each with all the context that the network sees, so the
    result is the same as in one pass over the whole image, at a small and constant memory use. Pixels without data
    stay without data. The class map arrives in the model's colours.
    """

    title = "Segment an image"
    group = "Segmentation"
    tags = ("classify", "semantic segmentation", "predict", "inference", "land cover", "deep learning")

    image = Raster("Image", "The image to classify: any raster that GDAL reads, of any size and data type.")
    model = ModelFile(
        "Model",
        "A model file (.safetensors) that 'Train a segmentation model' wrote. It knows its bands, its resolution, how "
        "values are scaled, and its classes.",
        task="segmentation",
        image="image",
        bands="bands",
    )
    bands = Bands(
        "Bands, in the model's order",
        "The image's bands that stand for the model's, in the model's order. Left empty, they are matched by name, and "
        "an image without names must have as many bands as the model needs.",
        parent="image",
        optional=True,
    )
    area = Polygons(
        "Area",
        "Only what lies inside these polygons is computed; the rest becomes nodata. Any CRS.",
        optional=True,
    )
    resample = Bool(
        "Resample to the model's resolution",
        "When the image is finer or coarser than what the model was trained on, compute at the model's resolution; "
        "objects then have the size in pixels that the network knows.",
        default=True,
        advanced=True,
    )
    pixel_size_m = Float(
        "Pixel size of an image without CRS (m)",
        "The size of a pixel on the ground, for images that do not say where they lie; it is needed to resample them "
        "to the model's resolution. Left empty, such images are used as they are.",
        min=0.001,
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
    device = Choice(
        "Device",
        "Where the network runs: 'auto' takes the best there is, 'cuda' an NVIDIA GPU ('cuda:1' the second one), 'mps' "
        "an Apple GPU. A device that is asked for and missing is an error; only 'auto' falls back to the CPU.",
        ["auto", "cpu", "cuda", "cuda:1", "cuda:2", "cuda:3", "mps"],
        default="auto",
        advanced=True,
    )
    core_px = Int(
        "Size of a piece (px)",
        "Side of the pieces in which the image is computed. The result is the same for every size; a larger one is a "
        "little faster and needs more memory. Left empty, it is chosen from the free memory.",
        min=16,
        optional=True,
        advanced=True,
    )
    overviews = Bool(
        "Build overviews",
        "Adds reduced copies of the results to their files, so that large maps draw quickly at small scales.",
        default=False,
        advanced=True,
    )
    output = RasterOut("Class map", "A GeoTIFF with one byte per pixel, the class; 255 where nothing is known.")
    probabilities = RasterOut(
        "Class probabilities",
        "A GeoTIFF with a band per class: the network's probability of the class at each pixel, 0 to 1.",
        optional=True,
        by_default=False,
    )


class TrainSegmentation(Algorithm):
    """Train a network to classify every pixel, from images and labelled polygons or class rasters.

    Windows are drawn from the images while training, balanced between the classes; nothing needs to be cut out or
    exported before. Part of the area is held back to measure the accuracy. The result is one model file, which 'Segment
    an image' applies to other images. A training that was interrupted goes on from its last epoch when it is run
    again with 'Resume'.
    """

    title = "Train a segmentation model"
    group = "Segmentation"
    tags = ("learn", "u-net", "unet", "semantic segmentation", "deep learning", "fine-tune", "training")

    images = Rasters("Images", "One or more images, with the same bands: in any order where they have names.")
    labels = Layers(
        "Labels",
        "What is true on the images: polygons or class rasters, in any CRS. One layer for all the images, or as many "
        "layers as images in the same order. Class numbers from 0 to 254 stay as they are in the maps.",
    )
    class_field = Field(
        "Class field",
        "The name of the field of the polygons that holds the class. Left empty, every polygon is of one class and "
        "everything else is background.",
        parent="labels",
        optional=True,
    )
    bands = BandNumbers(
        "Bands (numbers)",
        "The images' bands to learn from, in this order, such as '4, 3, 2'. Left empty, all bands are used.",
        optional=True,
    )
    area = Polygons(
        "Area with complete labels",
        "Where the labels are complete: outside, nothing is learned and nothing is counted. Left empty, the labels "
        "count as complete on the whole images; with a class field, what lies between the polygons is then unknown.",
        optional=True,
    )
    validation_area = Polygons(
        "Validation area",
        "Polygons that are held back from training and used to measure the accuracy. Left empty, blocks of the images "
        "are held back.",
        optional=True,
    )
    validation_share = Float(
        "Share held back for validation (0 to 1)",
        "Without a validation area, this share of the images is held back, in blocks, so that training and validation "
        "pixels are no neighbours.",
        default=0.2,
        min=0.0,
        max=0.9,
    )
    network = Choice(
        "Network",
        "'unet' is the standard choice, 'resunet' is faster on a CPU, 'fcn' sees farther and is coarser at edges, "
        "'mlp' joins the features of 'fcn' at all their scales, for finer edges.",
        ["unet", "resunet", "fcn", "mlp"],
        default="unet",
    )
    base_channels = Int(
        "Features at full resolution",
        "The network's width: its cost grows with the square. 32 is usual; 16 is enough for easy tasks.",
        default=32,
        min=4,
        max=256,
        advanced=True,
    )
    initial_model = ModelFile(
        "Model to start from",
        "An earlier model to fine-tune instead of starting from random weights. Network and features are then its own.",
        task="segmentation",
        optional=True,
    )
    loss = Choice(
        "Loss",
        "What training makes small. The soft IoU helps when a class is rare or when areas are judged by their overlap.",
        ["cross-entropy", "cross-entropy + soft IoU"],
        default="cross-entropy + soft IoU",
        advanced=True,
    )
    schedule = Choice(
        "Learning rate schedule",
        "How the learning rate goes up and down during the training. 'one-cycle' is a good choice nearly always.",
        ["one-cycle", "triangular cyclic", "cosine"],
        default="one-cycle",
        advanced=True,
    )
    learning_rate = Float(
        "Highest learning rate",
        "The largest step that the optimizer takes. Lower it (to 0.0003) when the loss jumps or when fine-tuning.",
        default=1e-3,
        min=1e-7,
        max=1.0,
        decimals=7,
        advanced=True,
    )
    epochs = Int(
        "Epochs",
        "How many times the given number of windows is drawn. The model of the best epoch on the validation part is "
        "kept.",
        default=20,
        min=1,
        max=100000,
    )
    samples_per_epoch = Int(
        "Windows per epoch",
        "How many windows are drawn from the images in an epoch.",
        default=1000,
        min=1,
        max=10000000,
        advanced=True,
    )
    batch_size = Int(
        "Windows per step",
        "How many windows go through the network together. Halve it when the memory does not suffice.",
        default=8,
        min=1,
        max=4096,
        advanced=True,
    )
    crop_px = Int(
        "Window size (px)",
        "Side of the windows that are drawn, a multiple of 32; at least 64 for 'fcn' and 'mlp'.",
        default=256,
        min=32,
        max=4096,
        advanced=True,
    )
    augmentation = Choice(
        "Augmentation",
        "How much the windows are varied, so that the model works on other images too: 'flips and rotations' turns "
        "them, 'moderate' and 'strong' also vary scale, colours, haze and sharpness.",
        ["none", "flips and rotations", "moderate", "strong"],
        default="strong",
        advanced=True,
    )
    resolution_m = Float(
        "Resolution to train at (m)",
        "The images are resampled to this pixel size on the ground, and so will be the images the model is applied to. "
        "Left empty, the resolution of the first image is used.",
        min=0.001,
        optional=True,
        advanced=True,
    )
    device = Segment.device
    seed = Int(
        "Seed",
        "The same seed on the same machine gives the same model.",
        default=0,
        min=0,
        max=2147483647,
        advanced=True,
    )
    resume = Bool(
        "Resume an interrupted training",
        "Go on from the checkpoint beside the model file, if there is one; the result is the same as without the "
        "interruption. Everything else must be as before.",
        default=False,
        advanced=True,
    )
    model = FileOut(
        "Model",
        "The model file: weights, and what is needed to use them (bands, resolution, scaling, classes, training "
        "record).",
        suffix=".safetensors",
        kind="EO Deep models",
    )
    report = HtmlOut(
        "Training report",
        "An HTML page with the curves of loss and accuracy, the confusion matrix, and predictions beside the labels.",
        optional=True,
    )

    def check(self, values: dict[str, Any]) -> str | None:
        images, labels = values.get("IMAGES"), values.get("LABELS")
        if isinstance(images, list) and isinstance(labels, list) and len(labels) not in (1, len(images)):
            return f"Labels must be one layer or as many as images ({len(images)}), got {len(labels)}."
        return None

    def run(self, arguments: dict[str, Any], job: Job) -> dict[str, Any]:
        if job.is_temporary(arguments["model"]):
            job.feedback.pushWarning("The model goes to a temporary file, which is gone when QGIS closes.")
        return super().run(arguments, job)
