"""Polygons of objects, each with its own edges."""

from __future__ import annotations

from .buildings import ExtractBuildings
from .framework.base import Algorithm
from .framework.layers import Area, ClassField, Layers, Points, Polygons, Raster, Rasters
from .framework.outputs import HtmlOut, NumberOutput, VectorOut
from .framework.params import Choice, Float, Int, ModelFile
from .segmentation import Segment, TrainSegmentation


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
    tags = (
        "learn", "instance segmentation", "buildings", "solar panels", "pools", "deep learning", "fine-tune",
        "training", "object detection", "detect",
    )  # fmt: skip

    images = Rasters(
        TrainSegmentation.images.label,
        "One or more images with the same bands. Bands with names may be in a different order in each image.",
    )
    polygons = Layers(
        "Polygons",
        "The ground truth: polygons in any CRS, each one an object. Either one layer for all images, or one layer for "
        "each image in the same order. Where polygons overlap, the later one counts.",
        images="images",
    )
    class_field = ClassField(
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
        "coarser edges. 'polycnn' outlines objects of four corners, such as panels: it gives each point or box one "
        "quadrilateral, and is less precise than the others. It is trained on polygons with four corners that fit a "
        "tile.",
        ["resunet", "unet", "fcn", "mlp", "polycnn"],
        default="resunet",
    )
    base_channels = TrainSegmentation.base_channels
    initial_model = TrainSegmentation.initial_model.but(
        help="An existing polygons or segmentation model to fine-tune. The training keeps its network, base channels "
        "and scaling. From a segmentation model the last epoch is saved, not the best one: its classes are good before "
        "the rest has learned anything. Default: the training starts from random weights.",
        several=False, task="polygons or segmentation",
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
    legend = TrainSegmentation.legend.but(layers="polygons")
    model = TrainSegmentation.model.but(name="polygons")
    report = HtmlOut(
        "Training report",
        "An HTML page with the training curves, the accuracy of classes, borders and corners, and predictions beside "
        "the ground truth.",
        optional=True,
    )


class ExtractPolygons(Algorithm):
    """Extract the objects on an image as polygons, one for each object: all of them, or those under points or in boxes.

    Use a model trained with 'Train a polygons model'. It sees where objects touch, which directions their edges have
    and where their corners are, so touching objects become polygons of their own that share their edges, with few
    vertices. A segmentation model works too; then touching objects are divided only where the probability is lower
    between them. Images can be of any size. Areas are measured on the ellipsoid.

    With points, only the objects under them are extracted, one for each point. An object with several points is divided
    between them. With boxes, each box gets the object that fills the greatest part of it, cut at the edge of the box.
    """

    title = "Extract polygons"
    group = "Polygons"
    tags = (
        "instance segmentation", "objects", "buildings", "solar panels", "pools", "click", "box", "vectorize",
        "deep learning", "detect", "object detection", "trees",
    )  # fmt: skip

    image = Raster("Image", "An image with the bands that the model was trained on.")
    model = ModelFile(
        "Model",
        "A polygons model or a segmentation model. Objects of all its classes except the background are extracted. A "
        "PolyCNN needs points or boxes and gives each a quadrilateral; it uses no thresholds and minimum areas. A "
        "model for prompts, such as Segment Anything, needs points or boxes and outlines whatever they mark.",
        task="segmentation or polygons or prompts",
        image="image",
        bands="bands",
        others="other_images",
    )
    bands = Segment.bands
    other_images = Segment.other_images
    points = Points(
        "Points",
        "Points on the objects to extract, in any CRS; other objects are left out. The polygons get the fields of "
        "their points. Nothing farther than 512 pixels from all points is searched. Default: all objects.",
        optional=True,
    )
    boxes = Polygons(
        "Boxes",
        "Polygons around the objects to extract, in any CRS, instead of points; other objects are left out. The "
        "polygons get the fields of their boxes. Default: all objects.",
        optional=True,
    )
    area = Area(
        "Area",
        "Objects are extracted only inside these polygons, in any CRS. A model for prompts sees the rectangle around "
        "them as a whole, at a resolution that fits its size in pixels; small objects need a small area. Default: the "
        "whole image.",
        optional=True,
    )
    min_area_m2 = Float(
        ExtractBuildings.min_area_m2.label,
        "Objects with a smaller area on the ground are left out.",
        default=2.0,
        min=0.0,
        decimals=2,
    )
    min_hole_m2 = Float(
        ExtractBuildings.min_hole_m2.label,
        "Smaller holes inside objects are filled.",
        default=1.0,
        min=0.0,
        decimals=2,
        advanced=True,
    )
    corners = Int(
        "Corners per object",
        "3 to 99: each outline gets this number of corners; 4 suits solar panels, courts and containers. Corners of "
        "holes do not count. 0: as many corners as the image shows.",
        default=0,
        min=0,
        max=99,
    )
    threshold = Float(
        ExtractBuildings.threshold.label,
        "Pixels with at least this probability belong to an object. With several classes: the probability of the class "
        "compared with the background. A lower value finds more objects, but also more false ones. Default: the "
        "threshold stored in the model.",
        min=0.0,
        max=1.0,
        optional=True,
        advanced=True,
    )
    seed_threshold = Float(
        ExtractBuildings.seed_threshold.label,
        "Minimum probability of the pixels where an object starts. Objects grow from there down to the probability "
        "threshold. Default: the seed threshold stored in the model, otherwise 0.9.",
        min=0.0,
        max=1.0,
        optional=True,
        advanced=True,
    )
    right_angles = Choice(
        "Right angles",
        "'auto' = outlines get right angles where the model sees straight edges, and those of buildings; 'on' = all "
        "outlines that come near to right angles get them; 'off' = none.",
        ["auto", "on", "off"],
        default="auto",
    )
    resample = Segment.resample
    pixel_size_m = Segment.pixel_size_m
    test_time_augmentation = Segment.test_time_augmentation
    device = Segment.device
    core_px = Segment.core_px
    resume = ExtractBuildings.resume
    cluster = Segment.cluster
    output = VectorOut(
        "Objects",
        "A polygon for each object, with its class (class, class_name), the mean probability inside (score, "
        "0 to 1; of a model for prompts, the IoU that it expects), "
        "its area (area_m2), number of vertices (n_vertices), the kind of outline (status: regular = all angles are "
        "right angles, free = other angles too, contour = the outline of the pixels, corners missed = another number "
        "of corners than asked for, regressed = by a PolyCNN), the standard deviation of the position of its edges in "
        "metres, estimated from the probabilities across them (sigma_m), and the number of objects with which it "
        "shares edges (touches). Models that have a confidence add its mean (confidence, 0 to 1, see 'Segment an "
        "image'). From points or boxes also their fields and their number in the layer, from 1 (marker).",
        style="extracted.qml",
    )
    polygons_count = NumberOutput("Number of polygons", "Number of polygons in the result.")
