"""How good a map is."""

from __future__ import annotations

from .base import Algorithm
from .outputs import HtmlOut, NumberOutput, RasterOut
from .params import Field, Layer, Polygons


class AssessAccuracy(Algorithm):
    """Compare a class map or polygons with what is true.

    Counts the pixels of every pair of classes and derives the usual measures: overall accuracy, kappa, and for each
    class precision, recall, F-score and intersection over union (IoU). Polygons are also matched one by one: a pair
    counts as found at an IoU of at least 0.5. Layers in different CRSs are reprojected onto each other. Classes are the
    same if they have the same name, in the legends or as texts of the class field, and where one of them has no name,
    if they have the same number; masks of 0 and 255 and of 0 and 1 agree. Pixels that are nodata in either layer do not
    count.
    """

    title = "Assess accuracy"
    group = "Accuracy"
    tags = ("validation", "confusion matrix", "iou", "kappa", "f1", "precision", "recall", "error")

    prediction = Layer("Prediction", "The map to judge: a class raster or polygons.")
    reference = Layer("Reference", "What is true: a class raster or polygons.")
    class_field = Field(
        "Class field of the reference",
        "The name of the field of the reference's polygons that holds the class. Left empty, every polygon is of one "
        "class and everything else is background.",
        parent="reference",
        optional=True,
    )
    area = Polygons("Area", "Only what lies inside these polygons counts. Any CRS.", optional=True)
    error_map = RasterOut(
        "Error map",
        "A GeoTIFF that shows what is right, missed and wrongly found. Between polygons far apart it is empty.",
        optional=True,
        by_default=False,
    )
    report = HtmlOut(
        "Accuracy report",
        "An HTML page with the confusion matrix and all measures, overall and per class.",
        optional=True,
    )
    overall_accuracy = NumberOutput("Overall accuracy (0 to 1)", "Share of the pixels whose class is right.")
    kappa = NumberOutput("Kappa", "Agreement beyond what chance would give; 1 is perfect.")
    mean_iou = NumberOutput("Mean IoU (0 to 1)", "Intersection over union, mean over the classes.")
    iou = NumberOutput("IoU (0 to 1)", "Intersection over union of the class that is no background; two classes only.")
    precision = NumberOutput("Precision (0 to 1)", "Share of what was found that is right; two classes only.")
    recall = NumberOutput("Recall (0 to 1)", "Share of what is there that was found; two classes only.")
    f_score = NumberOutput("F-score (0 to 1)", "Harmonic mean of precision and recall; two classes only.")
    object_precision = NumberOutput(
        "Object precision (0 to 1)", "Share of the predicted polygons that match a true one at an IoU of 0.5."
    )
    object_recall = NumberOutput(
        "Object recall (0 to 1)", "Share of the true polygons that match a predicted one at an IoU of 0.5."
    )
    object_f_score = NumberOutput(
        "Object F-score (0 to 1)", "Harmonic mean of object precision and object recall; polygons only."
    )
