"""From an old map and a new image to a new map."""

from __future__ import annotations

from .alignment import AlignVectors
from .framework.base import Algorithm
from .framework.outputs import NumberOutput, VectorOut
from .framework.params import Bands, Bool, Float, ModelFile, Polygons, Raster
from .segmentation import Segment


class UpdateMap(Algorithm):
    """Bring a map of buildings up to date with an image: what moved, what is new, what is gone.

    The map's buildings are moved to where the image shows them. Buildings that the image shows and the map lacks are
    added, with few vertices and right angles where the image allows it; those of the map that are not on the image are
    flagged. Every object says how sure this is: look at the differences, the least sure first, before they go into a
    map. What is hidden by clouds or lies outside of the image is neither new nor gone. Any image size, any CRS.
    """

    title = "Update map"
    group = "Alignment"
    tags = ("change detection", "OpenStreetMap", "OSM", "cadastre", "new buildings", "demolished", "conflation")

    image = Raster(
        "Image", "An image seen from above, with red, green and blue bands and a resolution between 0.07 m and 1 m."
    )
    vectors = Polygons("Map", "The buildings of the map, as polygons. Any CRS; they are given back in the same.")
    method = AlignVectors.method
    alignment_model = ModelFile(
        "Alignment model (empty: the bundled one)",
        "For method 'learned' a model for alignment. For 'correlation' a segmentation model with a building class; "
        "left empty, the building model.",
        task="alignment or segmentation",
        image="image",
        bands="bands",
        bundled="alignment.safetensors",
        optional=True,
    )
    building_model = ModelFile(
        "Building model (empty: the bundled one)",
        "A segmentation model with a building class: it finds what is new, and tells where nothing stands.",
        task="segmentation",
        image="image",
        bands="bands",
        bundled="buildings.safetensors",
        optional=True,
    )
    max_shift_m = AlignVectors.max_shift_m
    smoothness = AlignVectors.smoothness
    min_area_m2 = Float(
        "Smallest new building (m²)",
        "What is new and has a smaller area on the ground is left out.",
        default=10.0,
        min=0.0,
        decimals=1,
    )
    min_width_m = Float(
        "Narrowest new building (m)",
        "What is new must hold a circle of this diameter.",
        default=2.0,
        min=0.0,
        decimals=1,
    )
    min_confidence = Float(
        "Least confidence of a new building (0 to 1)",
        "How likely it is right, by the probability of a building inside and by how well its outline fits the image, "
        "compared with the map's own buildings. Lower values add more, and more that is wrong.",
        default=0.35,
        min=0.0,
        max=1.0,
        decimals=2,
    )
    bands = Bands(
        "Bands, in the models' order",
        "The image's bands that stand for the models' (red, green, blue). Left empty, they are matched by name, and "
        "an image without names must have as many bands as the models need.",
        parent="image",
        optional=True,
        advanced=True,
    )
    resample = Segment.resample
    pixel_size_m = Segment.pixel_size_m
    test_time_augmentation = Bool(
        "Average over turned and mirrored images",
        "Computes the building model's scores in eight orientations and averages them: fewer buildings are missed or "
        "made up, and this part takes eight times as long.",
        default=True,
        advanced=True,
    )
    device = Segment.device
    output = VectorOut(
        "Updated map",
        "All objects with the map's fields and their shift to the east (dx_m), the north (dy_m) and its length "
        "(shift_m), their turn counterclockwise (turn_deg), what became of them (status: aligned, unchanged, new, "
        "gone), how sure this is (confidence, 0 to 1: that an object lies within 1.5 m of its place, that a new "
        "one is right, that nothing stands where one is gone), and their area on the ground (area_m2).",
        style="updated.qml",
    )
    differences = VectorOut(
        "Differences",
        "The same of new and gone objects alone.",
        style="differences.qml",
        optional=True,
    )
    aligned_count = NumberOutput("Aligned objects", "How many were moved.")
    unchanged_count = NumberOutput("Unchanged objects", "How many stay where they are.")
    new_count = NumberOutput("New objects", "How many the image shows and the map lacks.")
    gone_count = NumberOutput("Objects gone", "How many of the map's objects the image shows to be gone.")
