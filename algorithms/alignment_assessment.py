"""How good an alignment is."""

from __future__ import annotations

from .base import Algorithm
from .outputs import HtmlOut, NumberOutput
from .params import Features, Field, Float


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
