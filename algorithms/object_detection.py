"""Objects as boxes around them."""

from __future__ import annotations

from .framework.base import Algorithm
from .framework.layers import Area, Raster
from .framework.outputs import NumberOutput, VectorOut
from .framework.params import Float, Int, ModelFile
from .segmentation import Segment


class DetectObjects(Algorithm):
    """Find the objects on an image, such as vehicles, trees or ships, as boxes with a class and a score.

    The model is a detector of other software, such as YOLO, which 'Import a model' makes of an ONNX file. It runs on
    tiles that overlap. Each object is taken once, from the tile in which it lies farthest from the end; an object that
    no tile has whole is put together from its parts. Images can be of any size. Where outlines are wanted instead of
    boxes, use 'Extract polygons'. The engine needs packages of its own for this, which 'Set up the engine' adds:
    'Packages for ONNX models'.
    """

    title = "Detect objects"
    group = "Polygons"
    tags = (
        "object detection", "detector", "yolo", "bounding boxes", "onnx", "deepness", "count objects", "cars", "ships",
        "trees", "deep learning",
    )  # fmt: skip

    image = Raster("Image", "An image with the bands that the model was trained on.")
    model = ModelFile(
        "Model",
        "A detection model, from 'Import a model'. It contains the bands, the resolution, the scaling of the values "
        "and the classes.",
        task="detection",
        image="image",
        bands="bands",
    )
    bands = Segment.bands
    area = Area(
        "Area",
        "Only objects whose middle lies inside these polygons are found. They can be in any CRS. Default: the whole "
        "image.",
        optional=True,
    )
    min_score = Float(
        "Minimum score (0 to 1)",
        "A lower value finds more objects, but also more false ones. Default: the value stored in the model.",
        min=0.0,
        max=1.0,
        optional=True,
    )
    iou_threshold = Float(
        "IoU of one object (0 to 1)",
        "Boxes of one class that overlap more, by their intersection over union, are taken to mean one object; the one "
        "with the highest score stays. Default: the value stored in the model.",
        min=0.0,
        max=1.0,
        optional=True,
        advanced=True,
    )
    overlap_px = Int(
        "Overlap (px)",
        "What neighbouring tiles share, best more than the largest objects; at most three quarters of a tile. Default: "
        "the value stored in the model.",
        min=0,
        max=8192,
        optional=True,
        advanced=True,
    )
    resample = Segment.resample
    pixel_size_m = Segment.pixel_size_m
    device = Segment.device
    output = VectorOut(
        "Objects",
        "A box for each object, with its class (class, class_name), the score (0 to 1), its area (area_m2) and how it "
        "was found (status: whole, merged = put together from parts in several tiles, cut = a part whose rest was not "
        "found).",
        style="extracted.qml",
    )
    objects_count = NumberOutput("Number of objects", "Number of boxes in the result.")
    cut_count = NumberOutput("Cut objects", "How many of them are parts whose rest was not found.")
