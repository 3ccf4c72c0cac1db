"""Polygonization: from class maps, probabilities or ragged polygons to polygons with few vertices."""

from __future__ import annotations

from .framework.base import Algorithm
from .framework.layers import Bands, Polygons, Raster
from .framework.outputs import NumberOutput, VectorOut
from .framework.params import Bool, Choice, Float, Int, Text
from .segmentation import Segment


class Polygonize(Algorithm):
    """Convert probabilities or a class map to polygons with few vertices, as a cartographer would draw them.

    The method 'mesh' approximates all boundaries of the map together. Edges become straight and are placed with
    subpixel accuracy. Neighbours share their edges, without gaps or overlaps. Buildings, or other classes that you
    choose, get right angles where the pixels allow it; round and oblique shapes are kept. The method 'contour' follows
    the pixels and does not simplify.

    A band of probabilities gives polygons of the pixels that reach the threshold. Bands with decimals, with a scale
    below 1, or with many gradual values up to 255 or 100 are read as probabilities. With several such bands, one for
    each class, each pixel gets the most probable class. All other bands of whole numbers are read as class maps: every
    class except the background (0) gets polygons. Nodata pixels get no polygons. Displacement maps are refused.

    Rasters can be of any size. Areas and distances are measured on the ellipsoid, so they are correct in every CRS.
    """

    title = "Polygonize"
    group = "Polygons"
    tags = ("vectorize", "contour", "mesh", "simplify", "regularize", "raster to vector", "polygon", "outline")

    input = Raster("Raster", "A raster of probabilities (0 to 1) or a class map.")
    band = Bands(
        "Bands",
        "The band to polygonize, or several bands with the probabilities of as many classes. Default: the first band.",
        parent="input",
        optional=True,
    )
    method = Choice(
        "Method",
        "'mesh' gives straight edges with few vertices. 'contour' follows the edges of the pixels of a class map, or "
        "the contour line of the threshold in probabilities.",
        ["mesh", "contour"],
        default="mesh",
    )
    threshold = Float(
        "Threshold (in the band's unit)",
        "Pixels with at least this value lie inside the polygons. For bands of 0 to 255 or 0 to 100 without a scale, "
        "give a probability: 0.5 means the middle. Not used for class maps and for several bands.",
        default=0.5,
    )
    classes = Text(
        "Classes to write",
        "Names or values of the classes that get polygons, separated by commas. For several bands: names or numbers of "
        "the bands. Default: all classes except the background.",
        optional=True,
    )
    regular_classes = Text(
        "Classes with right angles",
        "Names or values of the classes that get common edge directions and right angles, separated by commas. A "
        "single class without a name in the raster always gets them, unless this is empty.",
        default="building",
        optional=True,
    )
    vertex_price_px2 = Float(
        "Vertex penalty (px²)",
        "Penalty for each vertex. A vertex is kept only if it corrects at least this area (for small polygons 1/80 of "
        "their area). Higher values give fewer vertices. The default suits most maps.",
        default=8.0,
        min=0.0,
        max=1e4,
        decimals=1,
        optional=True,  # models that were saved before this parameter existed still run
    )
    angle_weight = Float(
        "Weight of right angles (px²)",
        "How strongly the edges of classes with right angles are aligned to the main directions of the polygon: the "
        "penalty for each pixel of an edge in any other direction. Higher values give more right angles.",
        default=2.0,
        min=0.0,
        max=1e4,
        decimals=1,
        optional=True,
        advanced=True,
    )
    max_distance_m = Float(
        "Maximum deviation (m)",
        "Maximum distance between an outline and the edges of the pixels that it follows. Default: eight pixels.",
        min=0.0,
        max=1e6,
        optional=True,
        advanced=True,
    )
    min_area_m2 = Float(
        "Minimum area (m²)",
        "With the method 'mesh', smaller regions are merged into the neighbour with the longest common edge. With "
        "'contour', they are left out.",
        default=0.0,
        min=0.0,
        decimals=1,
    )
    min_hole_m2 = Float(
        "Minimum hole area (m²)", "Smaller holes inside polygons are filled.", default=0.0, min=0.0, decimals=1
    )
    target_vertices = Int(
        "Target number of vertices",
        "The vertex penalty is adjusted until the result has about this number of vertices in total (within 5 %). This "
        "takes several times as long. Default: the vertex penalty is not adjusted.",
        min=1,
        optional=True,
        advanced=True,
    )
    split = Bool(
        "Keep touching objects apart",
        "For probabilities with the method 'mesh'. Touching objects become polygons with shared edges, divided where "
        "the probability is lower between them. A region stays one polygon if less than half of its area reaches the "
        "seed threshold.",
        default=False,
        optional=True,
    )
    seed_threshold = Float(
        "Seed threshold (0 to 1)",
        "Minimum probability of the pixels where an object starts. Objects grow from there down to the "
        "threshold. Lower values divide less. Used only where touching objects are kept apart.",
        default=0.9,
        min=0.0,
        max=1.0,
        decimals=2,
        optional=True,
        advanced=True,
    )
    resume = Segment.resume.but(
        help="Continues where the run was interrupted, instead of starting again. With the method 'mesh', what is "
        "finished of a raster of more than about 8192 x 8192 px is in a folder beside the output until that is "
        "written. Raster and parameters must be the same as before."
    )
    output = VectorOut(
        "Polygons",
        "The polygons with their class (class, class_name), area (area_m2), perimeter (perimeter_m), number of "
        "vertices (n_vertices) and, for probabilities, the mean probability inside (mean_probability). The method "
        "'mesh' adds the IoU of the polygon with its pixels (fidelity, 0 to 1), the maximum distance from the edges of "
        "its pixels (max_distance_m) and the kind of outline (status: regular = all angles are right angles, free = "
        "other angles too, contour = the outline of the pixels, because no simpler one was found).",
        style="polygons.qml",
    )
    polygons_count = NumberOutput("Number of polygons", "Number of polygons in the result.")


class RegularizePolygons(Algorithm):
    """Redraw ragged polygons with few vertices, straight edges and right angles.

    Use it for outlines that were traced from pixels, simplified badly or drawn by hand. All polygons are processed
    together: neighbours keep their common edges, and polygons keep their holes, their attributes and the gaps between
    them. Edges get common directions and right angles where that fits; round and oblique shapes are kept. A polygon
    that is already regular, and would not get fewer vertices, is not changed. Angles and distances are measured on the
    ground, in any CRS.

    Invalid polygons are repaired. Where polygons overlap, the first one keeps the area. The log reports how many of
    each. 'Edit features in-place' of the Toolbox replaces the polygons in their own layer, all or the selected ones, as
    one step that can be undone. Save other edits before: when it is cancelled, QGIS takes back all that are not saved.
    """

    title = "Regularize polygons"
    group = "Polygons"
    tags = ("simplify", "generalize", "orthogonalize", "square", "right angle", "building", "footprint", "smooth")
    in_place = True

    input = Polygons("Polygons", "The polygons to redraw, all or only the selected ones.")
    right_angles = Bool("Right angles", "Gives edges common directions and right angles where that fits.", True)
    max_distance_m = Float(
        Polygonize.max_distance_m.label,
        "Maximum distance between a new outline and the old one. Steps and notches up to this size can be removed. Use "
        "about two pixels of the image that the polygons were traced from.",
        default=2.0,
        min=0.001,
        max=1e6,
    )
    pixel_size_m = Float(
        "Pixel size of the traced image (m)",
        "Pixel size of the image that the polygons were traced from. Default: half of the maximum deviation.",
        min=0.001,
        max=1e6,
        optional=True,
        advanced=True,
    )
    vertex_price_px2 = Float(
        Polygonize.vertex_price_px2.label,
        "Penalty for each vertex. A vertex is kept only if it corrects at least this area, in pixels of the traced "
        "image. Higher values give fewer vertices. The default suits most polygons.",
        default=4.0,
        min=0.0,
        max=1e4,
        decimals=1,
    )
    angle_weight = Float(
        Polygonize.angle_weight.label,
        "How strongly edges are aligned to the main directions of the polygon: the penalty for each pixel of an edge "
        "in any other direction. Higher values give more right angles.",
        default=2.0,
        min=0.0,
        max=1e4,
        decimals=1,
        advanced=True,
    )
    output = VectorOut(
        "Regularized polygons",
        "The polygons with their fields, the kind of outline (status: regular = all angles are right angles, free = "
        "other angles too, contour = unchanged, because no simpler outline was found), the number of vertices "
        "(n_vertices) and the maximum distance from the old outline (max_distance_m).",
        style="polygons.qml",
        keeps="input",
    )
    polygons_count = NumberOutput(Polygonize.polygons_count.label, Polygonize.polygons_count.help)
