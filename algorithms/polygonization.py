"""From class maps and probabilities to polygons."""

from __future__ import annotations

from .framework.base import Algorithm
from .framework.outputs import NumberOutput, VectorOut
from .framework.params import Bands, Bool, Choice, Float, Int, Polygons, Raster, Text


class Polygonize(Algorithm):
    """Turn probabilities or a class map into polygons with few vertices, as a cartographer would draw them.

    Method 'mesh' approximates all boundaries of the map at once: walls become straight, lie where the pixels on either
    side say, between the pixels too, and neighbours share them, without gaps or overlaps. Classes chosen for it, by
    default buildings, get right angles where the pixels allow it; what is round or slanted stays so. Method 'contour'
    follows the pixels and simplifies nothing.

    A band of probabilities (numbers with decimals, or whole numbers with a scale, or many gradual ones up to 255 or
    100) gives polygons of what is at least as high as the threshold; several such bands, one per class, give each pixel
    to the most probable class; on a class map (other whole numbers, also stored as floats), each class but the
    background (0) gets polygons. There are none where pixels are without data.
    Rasters may be of any size. Areas and distances are measured on the ellipsoid, so they are right in every CRS.
    """

    title = "Polygonize"
    group = "Polygons"
    tags = ("vectorize", "contour", "mesh", "simplify", "regularize", "raster to vector", "polygon", "outline")

    input = Raster("Raster", "A raster of probabilities (0 to 1) or a class map.")
    band = Bands(
        "Bands",
        "The band to polygonize, or several bands with the probabilities of as many classes. Left empty, the first.",
        parent="input",
        optional=True,
    )
    method = Choice(
        "Method",
        "'mesh' draws straight walls with few vertices; 'contour' follows the pixels' edges, or the line on which "
        "probabilities have the value of the threshold.",
        ["mesh", "contour"],
        default="mesh",
    )
    threshold = Float(
        "Threshold (in the band's unit)",
        "What is at least this high lies inside the polygons. On a band of 0 to 255 without a scale, 0.5 means the "
        "middle. Class maps and several bands make no use of it.",
        default=0.5,
    )
    classes = Text(
        "Classes to write",
        "Names or values of the classes that get polygons, separated by commas; of several bands, names or numbers of "
        "the bands. Left empty, all but the background.",
        optional=True,
    )
    regular_classes = Text(
        "Classes with right angles",
        "Names or values of the classes whose walls are brought to common directions and right angles, separated by "
        "commas. A single class that has no name in the raster counts as named here. Left empty, none.",
        default="building",
        optional=True,
    )
    vertex_price_px2 = Float(
        "Price of a vertex (px²)",
        "An extra corner must explain this many pixels, on small polygons an eightieth of their area: higher means "
        "fewer vertices. It suits most maps as it is.",
        default=8.0,
        min=0.0,
        max=1e4,
        decimals=1,
        optional=True,  # models that were saved before this was there go on running
    )
    angle_weight = Float(
        "Weight of right angles (px²)",
        "How much the walls of classes with right angles are drawn to common directions while they are found: the "
        "price of each pixel of a wall in a direction of its own.",
        default=2.0,
        min=0.0,
        max=1e4,
        decimals=1,
        optional=True,
        advanced=True,
    )
    max_distance_m = Float(
        "Largest distance from the pixels' edges (m)",
        "No outline lies farther than this from the edges of the pixels that it stands for. Left empty, eight pixels.",
        min=0.0,
        max=1e6,
        optional=True,
        advanced=True,
    )
    min_area_m2 = Float(
        "Smallest polygon (m²)",
        "Regions with a smaller area on the ground go to the neighbour with the longest common border, or, with method "
        "'contour', are left out.",
        default=0.0,
        min=0.0,
        decimals=1,
    )
    min_hole_m2 = Float(
        "Smallest hole (m²)", "Smaller holes inside polygons are filled.", default=0.0, min=0.0, decimals=1
    )
    target_vertices = Int(
        "Number of vertices wanted (numbers)",
        "The price of a vertex is then changed until there are about so many in all, within 5 %, which takes several "
        "times as long. Left empty, the price stays.",
        min=1,
        optional=True,
        advanced=True,
    )
    output = VectorOut(
        "Polygons",
        "The polygons with their class (class, class_name), area (area_m2), length of outline (perimeter_m), number of "
        "vertices (n_vertices) and, from probabilities, the mean inside (mean_probability). From method 'mesh' also "
        "the share of common pixels among those of the polygon and of the map (fidelity, 0 to 1), the largest distance "
        "from the pixels' edges (max_distance_m) and whether all walls have right angles (status: regular), not (free) "
        "or follow the pixels because nothing simpler was found (contour).",
        style="polygons.qml",
    )
    polygons_count = NumberOutput("Number of polygons", "How many polygons were written.")


class RegularizePolygons(Algorithm):
    """Draw ragged polygons anew, with few vertices and straight walls at right angles.

    For outlines traced from pixels, simplified badly or drawn by hand. All polygons are taken at once: neighbours keep
    their common walls, polygons keep their holes, their fields and the gaps between them. Walls come to common
    directions and right angles where that fits; what is round or slanted stays so, and what is regular already and
    would get no fewer vertices stays as it is. Any CRS: angles and distances are those on the ground. Invalid polygons
    are repaired first, and where polygons overlap, the first gets the place; both are counted and said.
    """

    title = "Regularize polygons"
    group = "Polygons"
    tags = ("simplify", "generalize", "orthogonalize", "square", "right angle", "building", "footprint", "smooth")
    engine = "polygonization.regularize_polygons"

    input = Polygons("Polygons", "The polygons to draw anew, all or the selected ones.")
    right_angles = Bool("Right angles", "Bring walls to common directions and right angles where that fits.", True)
    max_distance_m = Float(
        "Largest distance from the old outlines (m)",
        "No new outline lies farther than this from the old one, so this also says how large the steps and notches "
        "are that may go: about two pixels of the image that the polygons were traced from.",
        default=2.0,
        min=0.001,
        max=1e6,
    )
    pixel_size_m = Float(
        "Pixel size (m)",
        "The size of the pixels that the polygons were traced from. Left empty, half the largest distance.",
        min=0.001,
        max=1e6,
        optional=True,
        advanced=True,
    )
    vertex_price_px2 = Float(
        "Price of a vertex (px²)",
        "An extra corner must explain this many pixels: higher means fewer vertices. It suits most polygons as it is.",
        default=4.0,
        min=0.0,
        max=1e4,
        decimals=1,
    )
    angle_weight = Float(
        "Weight of right angles (px²)",
        "How much walls are drawn to common directions while they are found: the price of each pixel of a wall in a "
        "direction of its own.",
        default=2.0,
        min=0.0,
        max=1e4,
        decimals=1,
        advanced=True,
    )
    output = VectorOut(
        "Regularized polygons",
        "The polygons with their fields, and whether all walls have right angles (status: regular), not (free) or stay "
        "as they were because nothing simpler was found (contour), the number of vertices (n_vertices) and the largest "
        "distance from the old outline (max_distance_m).",
        style="polygons.qml",
    )
    polygons_count = NumberOutput("Number of polygons", "How many polygons were written.")
