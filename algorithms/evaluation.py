"""Evaluation: the accuracy of class maps, polygons, alignments and detected changes, measured with reference data."""

from __future__ import annotations

from .framework.base import Algorithm
from .framework.layers import Area, Features, Field, Layer, Layers, Polygons, Raster, Rasters
from .framework.outputs import HtmlOut, NumberOutput, RasterOut, VectorOut
from .framework.params import Float


class AssessAccuracy(Algorithm):
    """Compare a class map or polygons with reference data.

    Counts the pixels of every pair of classes and computes the usual measures: overall accuracy, kappa, and for each
    class precision, recall, F-score and intersection over union (IoU). Polygons are also matched one to one:
    as many pairs as possible with an IoU of at least 0.5 (maximum matching, as in Compare polygons). Layers in
    different CRSs are reprojected. Classes are the same if they have the same name in the legends or in the class
    field. If a class has no name, the class number is compared; masks of 0 and 255 are the same as masks of 0 and 1.
    Pixels that are nodata in either layer do not count.
    """

    title = "Assess accuracy"
    group = "Accuracy"
    tags = ("validation", "confusion matrix", "iou", "kappa", "f1", "precision", "recall", "error")

    prediction = Layer("Prediction", "The map to assess: a class raster or polygons.")
    reference = Layer("Reference data", "The reference data: a class raster or polygons.")
    class_field = Field(
        "Class field",
        "The field of the reference polygons with the class. Default: all polygons are one class, and everything else "
        "is background.",
        parent="reference",
        optional=True,
    )
    area = Area(
        "Area", "Only pixels inside these polygons (in any CRS) count. Default: all pixels.", optional=True
    )
    error_map = RasterOut(
        "Error map",
        "A GeoTIFF of true positives, false positives and false negatives. Where only polygons are compared, it is "
        "nodata far from all polygons.",
        optional=True,
        by_default=False,
    )
    report = HtmlOut(
        "Accuracy report",
        "An HTML page with the confusion matrix and all measures, overall and for each class.",
        optional=True,
    )
    overall_accuracy = NumberOutput("Overall accuracy (0 to 1)", "Share of the pixels with the correct class.")
    kappa = NumberOutput("Kappa", "Agreement beyond chance; 1 is perfect.")
    mean_iou = NumberOutput("Mean IoU (0 to 1)", "Intersection over union, mean of the classes.")
    iou = NumberOutput("IoU (0 to 1)", "Intersection over union of the foreground class; only for two classes.")
    precision = NumberOutput(
        "Precision (0 to 1)", "Share of the predicted foreground that is correct; only for two classes."
    )
    recall = NumberOutput("Recall (0 to 1)", "Share of the reference foreground that is found; only for two classes.")
    f_score = NumberOutput("F-score (0 to 1)", "Harmonic mean of precision and recall; only for two classes.")
    object_precision = NumberOutput(
        "Object precision (0 to 1)", "Share of the predicted polygons that match a reference polygon."
    )
    object_recall = NumberOutput(
        "Object recall (0 to 1)", "Share of the reference polygons that match a predicted polygon."
    )
    object_f_score = NumberOutput(
        "Object F-score (0 to 1)", "Harmonic mean of object precision and object recall; only for polygons."
    )


class ComparePolygons(Algorithm):
    """Compare predicted polygons with reference polygons: areas, objects, edges and vertices.

    Beyond IoU, this measures how well the outlines fit: their distances, the directions of their edges, their numbers
    of vertices, and gaps and overlaps between neighbours. Polygons are matched one to one: as many pairs as
    possible with the minimum IoU (maximum matching, as in Assess accuracy). Outlines are compared pair by pair, and
    polygons without a match are counted. Corners are matched in their order along the outer ring. Lengths are measured
    in metres on the ground in every CRS, in pixels where layers without a CRS are in pixel coordinates.
    """

    title = "Compare polygons"
    group = "Accuracy"
    tags = ("validation", "iou", "boundary iou", "average precision", "polis", "hausdorff", "outline", "building")

    prediction = Polygons(
        "Prediction",
        "The polygons to assess.",
    )
    reference = Polygons("Reference data", "The reference polygons, in any CRS.")
    image = Raster(
        "Image",
        "The image that the polygons were extracted from. Both layers are clipped to it, so that objects outside the "
        "image do not count as missed. Default: all polygons of both layers count.",
        optional=True,
    )
    class_field = Field(
        "Class field",
        "The field of both layers with the class. Polygons of different classes never match. Default: all polygons are "
        "one class.",
        parent="reference",
        optional=True,
    )
    score_field = Field(
        "Score field",
        "The numeric field of the prediction that ranks its polygons for the average precision. Default: the first of "
        "score, mean_probability and confidence that it has; without any, the average precision is left out.",
        parent="prediction",
        optional=True,
    )
    least_iou = Float(
        "Minimum IoU (0 to 1)",
        "A predicted and a reference polygon can only match if their intersection over union is at least this value.",
        default=0.5,
        min=0.1,
        max=1.0,
        decimals=2,
        advanced=True,
    )
    boundary_width_m = Float(
        "Boundary width (m)",
        "The boundary IoU compares a band of this width inside each outline.",
        default=1.0,
        min=0.01,
        max=1e4,
        decimals=2,
        advanced=True,
    )
    gap_width_m = Float(
        "Maximum gap width (m)",
        "An opening between predicted polygons is a gap if it is narrower than this or enclosed, and if a reference "
        "polygon covers it.",
        default=1.0,
        min=0.01,
        max=1e4,
        decimals=2,
        advanced=True,
    )
    miss_cost_m = Float(
        "Unmatched penalty (m)",
        "In the mean PoLiS distance, each polygon without a match counts with this distance. No pair counts with more.",
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
        "All predicted polygons and all missed reference polygons, with their status (matched, spurious or missed), "
        "IoU, distances, direction errors and numbers of vertices.",
        style="objects.qml",
        optional=True,
    )
    iou = NumberOutput("IoU (0 to 1)", "Intersection over union of the areas that the layers cover.")
    boundary_iou = NumberOutput("Boundary IoU (0 to 1)", "IoU of a band inside each outline.")
    object_precision = NumberOutput(
        AssessAccuracy.object_precision.label, "Share of the predicted polygons that match a reference polygon."
    )
    object_recall = NumberOutput(
        AssessAccuracy.object_recall.label, "Share of the reference polygons that match a predicted polygon."
    )
    object_f_score = NumberOutput(
        AssessAccuracy.object_f_score.label, "Harmonic mean of object precision and object recall."
    )
    average_precision = NumberOutput(
        "Average precision, AP50-95 (0 to 1)", "As defined by COCO: mean of IoU 0.5 to 0.95, ranked by score."
    )
    average_precision_50 = NumberOutput("Average precision at IoU 0.5 (0 to 1)", "Matches have an IoU of at least 0.5.")
    average_precision_75 = NumberOutput(
        "Average precision at IoU 0.75 (0 to 1)", "Matches have an IoU of at least 0.75."
    )
    polis_m = NumberOutput(
        "PoLiS distance (m)", "Mean distance of vertices from the other outline, with the unmatched penalty."
    )
    polis_matched_m = NumberOutput("PoLiS distance of pairs (m)", "PoLiS distance of the matched pairs only.")
    complexity_iou = NumberOutput(
        "C-IoU (0 to 1)", "IoU, reduced where the numbers of vertices differ; 0 for polygons without a match."
    )
    corners_within_0_5_m = NumberOutput("Corners within 0.5 m (0 to 1)", "Share of the corners of matched pairs.")
    corners_within_1_m = NumberOutput("Corners within 1 m (0 to 1)", "Share of the corners of matched pairs.")
    corners_within_2_m = NumberOutput("Corners within 2 m (0 to 1)", "Share of the corners of matched pairs.")
    corners_within_4_m = NumberOutput("Corners within 4 m (0 to 1)", "Share of the corners of matched pairs.")
    corner_median_m = NumberOutput(
        "Distance of corners, median (m)", "50 % of the corners of matched reference polygons are nearer."
    )
    vertex_ratio = NumberOutput("Vertex ratio", "Predicted vertices divided by reference vertices, of matched pairs.")
    direction_error_deg = NumberOutput(
        "Direction error (°)", "Mean angle between predicted edges and the nearest reference edge, modulo 180°."
    )
    direction_error_95_deg = NumberOutput(
        "Direction error, 95 % (°)", "95 % of the predicted edges, by length, have a smaller error."
    )
    axis_error_deg = NumberOutput(
        "Axis error (°)", "Mean angle between predicted edges and the main axes of the reference polygon, modulo 90°."
    )
    axis_error_95_deg = NumberOutput(
        "Axis error, 95 % (°)", "95 % of the predicted edges, by length, have a smaller error."
    )
    tangent_angle_median_deg = NumberOutput(
        "Maximum tangent angle error, median (°)", "Maximum tangent angle error of each pair, median of the pairs."
    )
    tangent_angle_mean_deg = NumberOutput(
        "Maximum tangent angle error, mean (°)", "Maximum tangent angle error of each pair, mean of the pairs."
    )
    hausdorff_median_m = NumberOutput(
        "Hausdorff distance, median (m)", "Maximum distance between the outlines of a pair, median of the pairs."
    )
    hausdorff_max_m = NumberOutput(
        "Hausdorff distance, maximum (m)", "Maximum distance between the outlines of the worst pair."
    )
    gap_area_m2 = NumberOutput("Gap area (m²)", "Area of the gaps between predicted polygons.")
    overlap_area_m2 = NumberOutput("Overlap area (m²)", "Area that more than one predicted polygon covers.")
    invalid_count = NumberOutput(
        "Invalid polygons", "Number of invalid predicted polygons; they are repaired before the comparison."
    )
    predicted_count = NumberOutput("Predicted polygons", "Number of predicted polygons.")
    true_count = NumberOutput("Reference polygons", "Number of reference polygons.")
    matched_count = NumberOutput("Matched pairs", "Number of pairs of a predicted and a reference polygon that match.")
    predicted_vertices = NumberOutput(
        "Predicted vertices", "Number of vertices of all predicted polygons, without closing points."
    )
    true_vertices = NumberOutput(
        "Reference vertices", "Number of vertices of all reference polygons, without closing points."
    )
    parts_changed = NumberOutput("Pairs with different numbers of parts", "Number of such matched pairs.")
    holes_changed = NumberOutput("Pairs with different numbers of holes", "Number of such matched pairs.")


class AssessAlignment(Algorithm):
    """Measure how far objects lie from their true position, and whether their shape was kept.

    The objects of a layer are compared with the same objects in reference data: vertex by vertex and object by
    object, in metres on the ground. Use it before an alignment to measure the errors of a map, and after it to measure
    the improvement. If there is a field 'confidence', the report also shows whether the confidence is calibrated.
    """

    title = "Assess alignment"
    group = "Accuracy"
    tags = ("registration", "georeferencing", "offset", "displacement", "OpenStreetMap", "cadastre", "validation")

    vectors = Features(
        "Vectors",
        "The polygons or lines to assess. If there is a field confidence (0 to 1), it is compared with the distances. "
        "If there is a field status, the report shows each status separately.",
    )
    reference = Features("Reference data", "The same objects at their true position, in any CRS.")
    id_field = Field(
        "ID field",
        "The field of both layers that identifies the objects. Default: the polygons that overlap most are taken as "
        "the same object; small polygons that lie far from their true position are then left out.",
        parent="vectors",
        optional=True,
    )
    confidence_radius_m = Float(
        "Confidence radius (m)",
        "An object is correct if it lies within this distance of its true position. A confidence of 0.8 should be "
        "correct for 80 % of the objects. The confidence of 'Align vectors' is about 0.6 m.",
        default=0.6,
        min=0.01,
        decimals=2,
        advanced=True,
    )
    report = HtmlOut(
        "Assessment report",
        "An HTML page with curves, tables, the remaining offset, a map of the errors and the worst objects.",
        optional=True,
    )
    pairs_count = NumberOutput("Pairs", "Number of objects that are in both layers.")
    unpaired_count = NumberOutput("Unmatched objects", "Number of objects that are missing in the reference data.")
    reference_unpaired_count = NumberOutput(
        "Unmatched reference objects", "Number of reference objects that are missing in the vectors."
    )
    other_vertices_count = NumberOutput(
        "Pairs with different vertices",
        "Number of pairs whose vertices differ. Their vertices are compared with the outline of the reference object.",
    )
    vertices_within_0_5_m = NumberOutput("Vertices within 0.5 m (0 to 1)", "Share of the vertices.")
    vertices_within_1_m = NumberOutput("Vertices within 1 m (0 to 1)", "Share of the vertices.")
    vertices_within_2_m = NumberOutput("Vertices within 2 m (0 to 1)", "Share of the vertices.")
    vertices_within_4_m = NumberOutput("Vertices within 4 m (0 to 1)", "Share of the vertices.")
    vertices_within_8_m = NumberOutput("Vertices within 8 m (0 to 1)", "Share of the vertices.")
    vertices_auc = NumberOutput("Vertices, area under the curve (0 to 1)", "Mean share within 0 to 8 m.")
    vertices_mean_m = NumberOutput("Distance of vertices, mean (m)", "Mean of all vertices.")
    vertices_median_m = NumberOutput("Distance of vertices, median (m)", "50 % of the vertices are nearer.")
    vertices_95_m = NumberOutput("Distance of vertices, 95 % (m)", "95 % of the vertices are nearer.")
    objects_within_0_5_m = NumberOutput("Objects within 0.5 m (0 to 1)", "Share of the objects, by their centroids.")
    objects_within_1_m = NumberOutput("Objects within 1 m (0 to 1)", "Share of the objects, by their centroids.")
    objects_within_2_m = NumberOutput("Objects within 2 m (0 to 1)", "Share of the objects, by their centroids.")
    objects_within_4_m = NumberOutput("Objects within 4 m (0 to 1)", "Share of the objects, by their centroids.")
    objects_within_8_m = NumberOutput("Objects within 8 m (0 to 1)", "Share of the objects, by their centroids.")
    objects_auc = NumberOutput("Objects, area under the curve (0 to 1)", "Mean share within 0 to 8 m.")
    objects_mean_m = NumberOutput("Distance of objects, mean (m)", "Mean of all objects.")
    objects_median_m = NumberOutput("Distance of objects, median (m)", "50 % of the objects are nearer.")
    objects_95_m = NumberOutput("Distance of objects, 95 % (m)", "95 % of the objects are nearer.")
    mean_dx_m = NumberOutput("Remaining offset to the east (m)", "Mean shift to the east that would correct the map.")
    mean_dy_m = NumberOutput("Remaining offset to the north (m)", "Mean shift to the north that would correct the map.")
    side_change_mean_m = NumberOutput("Change of edge lengths, mean (m)", "Mean difference of the lengths of edges.")
    side_change_95_m = NumberOutput("Change of edge lengths, 95 % (m)", "95 % of the edges differ less.")
    side_change_max_m = NumberOutput("Change of edge lengths, maximum (m)", "Of the edge that differs most.")
    angle_change_mean_deg = NumberOutput("Change of angles, mean (°)", "Mean difference of the angles at vertices.")
    angle_change_95_deg = NumberOutput("Change of angles, 95 % (°)", "95 % of the angles differ less.")
    angle_change_max_deg = NumberOutput("Change of angles, maximum (°)", "Of the angle that differs most.")
    confidence_error = NumberOutput(
        "Calibration error (0 to 1)", "Mean difference between the confidence and the share of correct objects."
    )
    confident_half_median_m = NumberOutput(
        "Distance, more confident half (m)", "Median of the half of the objects with the higher confidence."
    )
    other_half_median_m = NumberOutput(
        "Distance, less confident half (m)", "Median of the half of the objects with the lower confidence."
    )


class AssessChange(Algorithm):
    """Measure how well changes were detected: by one method, or by several methods side by side.

    A score ranks pixels by how likely they changed; a map, or a threshold on the score, decides which pixels did.
    All methods are measured on the same pixels: those that are labelled in the reference data and for which each method
    has a value. Objects are regions of connected pixels. They are matched one to one: as many pairs as possible with an
    IoU of at least 0.1 (maximum matching). The output numbers are those of the first method; the report has a table of
    all methods, their curves and maps of their errors.

    Without reference data, nothing has changed: give the score of two images without an event between them, such as the
    same season of two other years, to measure the false alarms.
    """

    title = "Assess change"
    group = "Accuracy"
    tags = ("validation", "roc", "auc", "auroc", "average precision", "false alarms", "change detection", "f1")

    score = Rasters(
        "Change scores",
        "Rasters whose first band is higher where change is more likely, and nodata where it is not known: one for "
        "each method. Default: only maps are assessed.",
        optional=True,
    )
    map = Layers(
        "Maps of changes",
        "Polygons of changes, or rasters where all values but 0 and nodata are changes: one for each method, in the "
        "order of the change scores. Default: pixels with a change score of at least the threshold.",
        optional=True,
    )
    reference = Layer(
        "Reference data",
        "Polygons of the changes, or a raster: 0 is unchanged, 255 and nodata are unlabelled and do not count, all "
        "other values are changes. If there are only 0 and 255, 255 is changed. Default: nothing changed.",
        optional=True,
    )
    class_field = Field(
        "Class field",
        "The field of the reference polygons with their class: 0 or a name such as 'unchanged' or 'stable' is "
        "unchanged, all other values are changed. Outside of the polygons, pixels are then unlabelled. Default: "
        "polygons are changed, and everything else is unchanged.",
        parent="reference",
        optional=True,
    )
    area = Area(AssessAccuracy.area.label, AssessAccuracy.area.help, optional=True)
    threshold = Float(
        "Threshold (in the band's unit)",
        "Pixels with at least this change score count as changed. Default: the threshold that 'Detect change' has "
        "written into the change score.",
        optional=True,
        advanced=True,
        decimals=6,
    )
    report = HtmlOut(
        "Assessment report",
        "An HTML page with a table of all methods, curves over all thresholds, and maps of the errors.",
        optional=True,
    )
    auroc = NumberOutput(
        "AUROC (0 to 1)", "Probability that a changed pixel has a higher score than an unchanged one; 0.5 is chance."
    )
    ap = NumberOutput(
        "Average precision, AP (0 to 1)", "Mean precision over all thresholds, weighed by the recall that each adds."
    )
    precision = NumberOutput("Precision (0 to 1)", "Share of the detected pixels that are changed.")
    recall = NumberOutput("Recall (0 to 1)", "Share of the changed pixels that are detected.")
    f_score = NumberOutput("F-score (0 to 1)", "Harmonic mean of precision and recall at the threshold.")
    false_alarm_share = NumberOutput("False alarm share (0 to 1)", "Share of the unchanged pixels that are detected.")
    false_alarms_per_km2 = NumberOutput(
        "False alarms per km²", "Detected pixels that are unchanged, per km² of unchanged ground."
    )
    object_recall = NumberOutput(
        AssessAccuracy.object_recall.label,
        "Share of the changed regions that match a detected region with an IoU of at least 0.1.",
    )
    false_objects_per_km2 = NumberOutput(
        "False objects per km²", "Detected regions without any changed pixel, per km² of unchanged ground."
    )
    masked_share = NumberOutput(
        "Masked share (0 to 1)", "Share of the labelled pixels for which the method has no value."
    )
