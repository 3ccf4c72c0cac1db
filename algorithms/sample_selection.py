"""Samples for training: how many there are in each class, which of them are taken, and what rasters hold there."""

from __future__ import annotations

from .framework.base import Algorithm
from .framework.layers import Area, Field, LabelLayer, Raster
from .framework.outputs import FileOut, HtmlOut, LabelsOut, NumberOutput
from .framework.params import Choice

OVERLAPS = ["leave out", "keep"]


class ClassStatistics(Algorithm):
    """Count the pixels of an image that each class of labels has, before samples are selected.

    A pixel belongs to a polygon that holds its centre, to a line that touches it, and to a point that lies in it.
    Pixels that are nodata in any band of the image cannot be samples; they are counted by themselves, as are pixels in
    features of several classes, features outside the image, and features that have no pixel of their own.
    """

    title = "Class statistics"
    group = "Samples"
    tags = ("sampling", "training", "ground truth", "polygon class statistics", "pixels", "count", "orfeo", "otb")

    image = Raster("Image", "The image on whose pixels the labels are counted.")
    labels = LabelLayer(
        "Labels",
        "The ground truth: polygons, lines, points or a class raster, in any CRS. A class raster with other pixels "
        "than the image's is read by nearest neighbour; its nodata have no label.",
    )
    class_field = Field(
        "Class field",
        "The field of the labels with the class: texts, or any whole numbers. Default: all features are one class, "
        "'object'.",
        parent="labels",
        optional=True,
    )
    area = Area(
        "Area",
        "Only pixels with their centre inside these polygons (in any CRS) can be samples. Default: the whole image.",
        optional=True,
    )
    overlaps = Choice(
        "Overlaps",
        "Pixels in features of several classes: 'leave out' = they are counted, but cannot be samples; 'keep' = they "
        "count in each feature, as in the Orfeo ToolBox, where pixels in two features of one class count twice.",
        OVERLAPS,
        default="leave out",
        advanced=True,
    )
    output = LabelsOut(
        "Counted labels",
        "The features with the numbers of their pixels: pixels that can be samples, their area in hectares, nodata, "
        "pixels in several classes, pixels outside the area. Of a class raster, a rectangle around the pixels of each "
        "class.",
        optional=True,
    )
    table = FileOut(
        "Table",
        "A CSV file with a row for each class.",
        suffix=".csv",
        kind="CSV files",
        optional=True,
        by_default=False,
    )
    report = HtmlOut("Class report", "An HTML page with the same table.", optional=True)
    classes = NumberOutput("Classes", "Number of classes that have at least one pixel that can be a sample.")
    pixels = NumberOutput("Usable pixels", "Number of pixels that can be samples.")
    smallest = NumberOutput(
        "Pixels of the rarest class", "Number of pixels that can be samples in the class that has the fewest of them."
    )
