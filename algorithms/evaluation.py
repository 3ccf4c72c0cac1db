"""How good maps, polygons and alignments are."""

from __future__ import annotations

from .framework.base import Algorithm
from .framework.outputs import HtmlOut, NumberOutput, RasterOut, VectorOut
from .framework.params import Features, Field, Float, Layer, Polygons, Raster


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


class AssessAlignment(Algorithm):
    """Measure how far objects lie from where they belong, and whether their shape was kept.

    The objects of a moved layer are compared with the same objects of a reference that lies right: vertex by vertex
    and object by object, in metres on the ground. Before an alignment it tells how wrong a map is, after it what was
    gained; with a field called confidence it also tells whether the confidence can be believed.
    """

    title = "Assess alignment"
    group = "Accuracy"
    tags = ("registration", "georeferencing", "offset", "displacement", "OpenStreetMap", "cadastre", "validation")

    vectors = Features(
        "Vectors",
        "The polygons or lines to judge. A field confidence (0 to 1), if there is one, is compared with the distances; "
        "a field status divides them in the report.",
    )
    reference = Features("Reference", "The same objects where they belong. Any CRS.")
    id_field = Field(
        "Id field",
        "The name of a field of both layers that tells which object is which. Left empty, polygons that overlap most "
        "are taken to be the same, which leaves out small ones that lie far off.",
        parent="vectors",
        optional=True,
    )
    confidence_radius_m = Float(
        "Radius of the confidence (m)",
        "An object is right if it lies within this distance: a confidence of 0.8 should be right for 80 % of the "
        "objects.",
        default=1.5,
        min=0.01,
        decimals=2,
        advanced=True,
    )
    report = HtmlOut(
        "Assessment report",
        "An HTML page with curves, tables, the offset that remains, a map of the errors and the worst objects.",
        optional=True,
    )
    pairs_count = NumberOutput("Pairs", "Objects that both layers have.")
    unpaired_count = NumberOutput("Objects without partner", "Objects of the vectors that the reference lacks.")
    reference_unpaired_count = NumberOutput(
        "Reference objects without partner", "Objects of the reference that the vectors lack."
    )
    other_vertices_count = NumberOutput(
        "Pairs whose vertices differ", "There, vertices are measured from the partner's outline."
    )
    vertices_within_0_5_m = NumberOutput("Vertices within 0.5 m (0 to 1)", "Share of the vertices.")
    vertices_within_1_m = NumberOutput("Vertices within 1 m (0 to 1)", "Share of the vertices.")
    vertices_within_2_m = NumberOutput("Vertices within 2 m (0 to 1)", "Share of the vertices.")
    vertices_within_4_m = NumberOutput("Vertices within 4 m (0 to 1)", "Share of the vertices.")
    vertices_within_8_m = NumberOutput("Vertices within 8 m (0 to 1)", "Share of the vertices.")
    vertices_auc = NumberOutput("Area under the vertices' curve (0 to 1)", "Mean share within 0 to 8 m.")
    vertices_mean_m = NumberOutput("Distance of vertices, mean (m)", "Mean over all vertices.")
    vertices_median_m = NumberOutput("Distance of vertices, median (m)", "Half of the vertices are nearer.")
    vertices_95_m = NumberOutput("Distance of vertices, 95 % (m)", "95 % of the vertices are nearer.")
    objects_within_0_5_m = NumberOutput("Objects within 0.5 m (0 to 1)", "Share of the objects, by their centroids.")
    objects_within_1_m = NumberOutput("Objects within 1 m (0 to 1)", "Share of the objects, by their centroids.")
    objects_within_2_m = NumberOutput("Objects within 2 m (0 to 1)", "Share of the objects, by their centroids.")
    objects_within_4_m = NumberOutput("Objects within 4 m (0 to 1)", "Share of the objects, by their centroids.")
    objects_within_8_m = NumberOutput("Objects within 8 m (0 to 1)", "Share of the objects, by their centroids.")
    objects_auc = NumberOutput("Area under the objects' curve (0 to 1)", "Mean share within 0 to 8 m.")
    objects_mean_m = NumberOutput("Distance of objects, mean (m)", "Mean over all objects.")
    objects_median_m = NumberOutput("Distance of objects, median (m)", "Half of the objects are nearer.")
    objects_95_m = NumberOutput("Distance of objects, 95 % (m)", "95 % of the objects are nearer.")
    mean_dx_m = NumberOutput("Remaining offset to the east (m)", "By how much all objects would have to move, mean.")
    mean_dy_m = NumberOutput("Remaining offset to the north (m)", "By how much all objects would have to move, mean.")
    side_change_mean_m = NumberOutput("Change of sides, mean (m)", "How much the lengths of sides differ.")
    side_change_95_m = NumberOutput("Change of sides, 95 % (m)", "95 % of the sides differ less.")
    side_change_max_m = NumberOutput("Change of sides, largest (m)", "Of the side that differs most.")
    angle_change_mean_deg = NumberOutput("Change of angles, mean (°)", "How much the angles at corners differ.")
    angle_change_95_deg = NumberOutput("Change of angles, 95 % (°)", "95 % of the corners differ less.")
    angle_change_max_deg = NumberOutput("Change of angles, largest (°)", "Of the corner that differs most.")
    confidence_error = NumberOutput(
        "Error of the confidence (0 to 1)", "Mean difference between confidence and share of right objects."
    )
    confident_half_median_m = NumberOutput(
        "Distance of the confident half (m)", "Median of the half of the objects with the higher confidence."
    )
    other_half_median_m = NumberOutput("Distance of the other half (m)", "Median of the other half.")
