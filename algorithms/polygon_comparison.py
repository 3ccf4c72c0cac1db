"""How good polygons are."""

from __future__ import annotations

from .base import Algorithm
from .outputs import HtmlOut, NumberOutput, VectorOut
from .params import Field, Float, Polygons, Raster


class ComparePolygons(Algorithm):
    """Compare predicted polygons with true ones: areas, objects, walls and corners.

    Beyond IoU, it tells how well outlines fit: how far they stray, how far walls are turned, how many vertices they
    need, and what gaps and overlaps there are between neighbours. Polygons are matched one to one, the pair with the
    highest IoU first; outlines are compared pair by pair, and polygons without a partner are counted, never passed
    over. Lengths are measured in metres on the ground in every CRS.
    """

    title = "Compare polygons"
    group = "Accuracy"
    tags = ("validation", "iou", "boundary iou", "average precision", "polis", "hausdorff", "outline", "building")

    prediction = Polygons(
        "Prediction",
        "The polygons to judge. A field mean_probability, if there is one, ranks them for the average precision.",
    )
    reference = Polygons("Reference", "The true polygons. Any CRS.")
    image = Raster(
        "Image",
        "The image on which the polygons were found. Both layers are cut at its edges, so that what it does not show "
        "is not counted as missed. Left empty, all polygons of both layers count.",
        optional=True,
    )
    class_field = Field(
        "Class field",
        "The name of a field of both layers that holds the class; polygons of different classes never match. Left "
        "empty, all polygons are of one class.",
        parent="reference",
        optional=True,
    )
    least_iou = Float(
        "Least IoU of a pair (0 to 1)",
        "A predicted and a true polygon count as the same object from this intersection over union on.",
        default=0.5,
        min=0.1,
        max=1.0,
        decimals=2,
        advanced=True,
    )
    boundary_width_m = Float(
        "Width of the boundary (m)",
        "The boundary IoU compares what lies within this distance inside each outline.",
        default=1.0,
        min=0.01,
        max=1e4,
        decimals=2,
        advanced=True,
    )
    gap_width_m = Float(
        "Widest gap (m)",
        "An opening between predicted polygons that is narrower, or enclosed by them, is a gap where the reference is "
        "covered.",
        default=1.0,
        min=0.01,
        max=1e4,
        decimals=2,
        advanced=True,
    )
    miss_cost_m = Float(
        "Cost of a miss (m)",
        "In the mean PoLiS distance, a polygon without a partner counts this much, and no pair counts more.",
        default=10.0,
        min=0.1,
        max=1e6,
        decimals=1,
        advanced=True,
    )
    report = HtmlOut(
        "Comparison report",
        "An HTML page with all measures, curves, a map of the errors and the worst polygons.",
        optional=True,
    )
    objects = VectorOut(
        "Objects",
        "Every predicted polygon and every missed true one, with its status (matched, spurious or missed), IoU, "
        "distances, errors of direction and numbers of vertices.",
        style="objects.qml",
        optional=True,
    )
    iou = NumberOutput("IoU (0 to 1)", "Intersection over union of what the layers cover.")
    boundary_iou = NumberOutput("Boundary IoU (0 to 1)", "The same of a band inside each outline.")
    object_precision = NumberOutput("Object precision (0 to 1)", "Share of predicted polygons that match true ones.")
    object_recall = NumberOutput("Object recall (0 to 1)", "Share of the true polygons that were found.")
    object_f_score = NumberOutput("Object F-score (0 to 1)", "Harmonic mean of object precision and object recall.")
    average_precision = NumberOutput("Average precision (0 to 1)", "As COCO defines it, mean of IoU 0.5 to 0.95.")
    average_precision_50 = NumberOutput("Average precision at 0.5 (0 to 1)", "For pairs of IoU 0.5 and more.")
    average_precision_75 = NumberOutput("Average precision at 0.75 (0 to 1)", "For pairs of IoU 0.75 and more.")
    polis_m = NumberOutput("PoLiS distance (m)", "Mean distance of vertices from the other outline, misses counted.")
    polis_matched_m = NumberOutput("PoLiS distance of pairs (m)", "The same of matched pairs only.")
    complexity_iou = NumberOutput("C-IoU (0 to 1)", "IoU less the more the numbers of vertices differ, misses as 0.")
    vertex_ratio = NumberOutput("Vertex ratio", "Predicted to true vertices of the matched pairs.")
    direction_error_deg = NumberOutput(
        "Direction error (°)", "Mean angle of predicted edges with the nearest true edge, modulo 180°."
    )
    direction_error_95_deg = NumberOutput("Direction error, 95 % (°)", "Not exceeded along 95 % of the edges' length.")
    axis_error_deg = NumberOutput(
        "Axis error (°)", "Mean angle of predicted edges with the true polygon's main axes, modulo 90°."
    )
    axis_error_95_deg = NumberOutput("Axis error, 95 % (°)", "Not exceeded along 95 % of the edges' length.")
    tangent_angle_median_deg = NumberOutput(
        "Largest tangent angle, median (°)", "Maximal tangent angle error of each pair, median of the pairs."
    )
    tangent_angle_mean_deg = NumberOutput("Largest tangent angle, mean (°)", "The same, mean of the pairs.")
    hausdorff_median_m = NumberOutput(
        "Hausdorff distance, median (m)", "Largest distance of a pair's outlines, median of the pairs."
    )
    hausdorff_max_m = NumberOutput("Hausdorff distance, largest (m)", "The same, of the worst pair.")
    gap_area_m2 = NumberOutput("Gaps (m²)", "True area between predicted polygons that none of them covers.")
    overlap_area_m2 = NumberOutput("Overlaps (m²)", "Area that more than one predicted polygon covers.")
    invalid_count = NumberOutput("Invalid polygons", "Of the prediction; they were repaired before the comparison.")
    predicted_count = NumberOutput("Predicted polygons", "How many there are.")
    true_count = NumberOutput("True polygons", "How many there are.")
    matched_count = NumberOutput("Matched pairs", "How many predicted polygons match a true one.")
    predicted_vertices = NumberOutput("Predicted vertices", "Of all rings; closing points are not counted.")
    true_vertices = NumberOutput("True vertices", "Of all rings; closing points are not counted.")
    parts_changed = NumberOutput("Pairs with other numbers of parts", "How many of the matched pairs.")
    holes_changed = NumberOutput("Pairs with other numbers of holes", "How many of the matched pairs.")
