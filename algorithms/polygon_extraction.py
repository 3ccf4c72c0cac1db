"""Polygons of objects, each with its own edges."""

from __future__ import annotations

from .framework.base import Algorithm
from .framework.layers import Field, Layers
from .framework.outputs import FileOut, HtmlOut
from .framework.params import Choice, ModelFile
from .segmentation import TrainSegmentation


class TrainPolygons(Algorithm):
    """Train a network that sees each object with its borders, edges and corners, from images and polygons.

    Use it for objects of your own, such as roofs, solar panels, pools or courts. Each polygon is one object. Besides
    the classes the network is trained to find the borders between touching objects, the directions of edges, and
    corners. The model also works wherever a segmentation model does. A few hundred objects are enough when the training
    starts from an existing model, such as the bundled building model. An interrupted training continues from its last
    epoch when you run it again with 'Resume an interrupted training'.
    """

    title = "Train a polygons model"
    group = "Polygons"
    tags = ("learn", "instance segmentation", "buildings", "solar panels", "pools", "deep learning", "fine-tune",
            "training")  # fmt: skip

    images = TrainSegmentation.images
    polygons = Layers(
        "Polygons",
        "The ground truth: polygons in any CRS, each one an object. Either one layer for all images, or one layer for "
        "each image in the same order. Where polygons overlap, the later one counts.",
        images="images",
    )
    class_field = Field(
        TrainSegmentation.class_field.label,
        "The field of the polygons with the class. Default: all polygons are one class, and everything else is "
        "background.",
        parent="polygons",
        optional=True,
    )
    bands = TrainSegmentation.bands
    area = TrainSegmentation.area
    validation_area = TrainSegmentation.validation_area
    validation_share = TrainSegmentation.validation_share
    network = Choice(
        TrainSegmentation.network.label,
        "'resunet' is the standard choice. 'unet' is slower on a CPU. 'fcn' and 'mlp' use more context and have "
        "coarser edges.",
        ["resunet", "unet", "fcn", "mlp"],
        default="resunet",
    )
    base_channels = TrainSegmentation.base_channels
    initial_model = ModelFile(
        TrainSegmentation.initial_model.label,
        "An existing polygons or segmentation model to fine-tune. The training keeps its network, base channels and "
        "scaling. Default: the training starts from random weights.",
        task="polygons or segmentation",
        optional=True,
    )
    loss = TrainSegmentation.loss
    schedule = TrainSegmentation.schedule
    learning_rate = TrainSegmentation.learning_rate
    epochs = TrainSegmentation.epochs
    samples_per_epoch = TrainSegmentation.samples_per_epoch
    batch_size = TrainSegmentation.batch_size
    crop_px = TrainSegmentation.crop_px
    augmentation = TrainSegmentation.augmentation
    resolution_m = TrainSegmentation.resolution_m
    device = TrainSegmentation.device
    seed = TrainSegmentation.seed
    resume = TrainSegmentation.resume
    model = FileOut(
        "Trained model",
        TrainSegmentation.model.help,
        suffix=".safetensors",
        kind="EO Deep models",
    )
    report = HtmlOut(
        "Training report",
        "An HTML page with the training curves, the accuracy of classes, borders and corners, and predictions beside "
        "the ground truth.",
        optional=True,
    )
