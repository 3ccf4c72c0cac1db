"""Map update: bring a map of buildings up to date with an image."""

from __future__ import annotations

from .alignment import AlignVectors
from .framework.base import Algorithm
from .framework.layers import MovedPolygons
from .framework.outputs import NumberOutput, VectorOut
from .framework.params import Bool, Float, ModelFile
from .segmentation import Segment


class UpdateMap(Algorithm):
    """Update a map of buildings from an image: align its buildings, add new ones, flag removed ones.

    The buildings of the map are moved to where the image shows them. Buildings that the image shows and the map
    lacks are added, with few vertices and with right angles where the image allows it; those that touch are kept
    apart. Buildings of the map that the image does not show are flagged as removed (status 'gone'). The field
    'confidence' shows how reliable each change is. Check the changes before you accept them, lowest confidence first:
    'Review objects' in the menu Raster > EO Deep steps through them and keeps your decisions in the field 'review'.
    Places that clouds hide or that lie outside the image are not changed. Images can be of any size and in any CRS.
    """

    title = "Update map"
    group = "Buildings and maps"
    tags = ("change detection", "OpenStreetMap", "OSM", "cadastre", "new buildings", "demolished", "conflation")

    image = AlignVectors.image
    vectors = MovedPolygons(
        "Building map", "The buildings of the map, as polygons. They can be in any CRS; the result has the same CRS."
    )
    method = AlignVectors.method
    alignment_model = ModelFile(
        "Alignment model (default: bundled)",
        "For the method 'learned', an alignment model; default: the bundled one. For 'correlation', a segmentation "
        "model with a building class; default: the building model.",
        task="alignment, segmentation or polygons",
        image="image",
        bands="bands",
        bundled="alignment.safetensors",
        optional=True,
    )
    building_model = ModelFile(
        "Building model (default: bundled)",
        "A segmentation model with a building class. It finds new buildings, and places where no building stands. "
        "Default: the bundled model.",
        task="segmentation or polygons",
        image="image",
        bands="bands",
        bundled="buildings.safetensors",
        optional=True,
    )
    max_shift_m = AlignVectors.max_shift_m
    smoothness = AlignVectors.smoothness
    not_found = AlignVectors.not_found
    min_area_m2 = Float(
        "Minimum area of new buildings (m²)",
        "New buildings with a smaller area on the ground are left out.",
        default=10.0,
        min=0.0,
        decimals=1,
    )
    min_width_m = Float(
        "Minimum width of new buildings (m)",
        "Diameter of the largest circle inside a new building. Narrower ones are left out.",
        default=2.0,
        min=0.0,
        decimals=1,
    )
    min_confidence = Float(
        "Minimum confidence of new buildings (0 to 1)",
        "How likely a new building is correct, from the building probability inside, from how well its outline fits "
        "the image compared with the buildings of the map, and from whether it is only the rest of a building that "
        "the map has. A lower value adds more buildings, but also more false ones.",
        default=0.4,
        min=0.0,
        max=1.0,
        decimals=2,
    )
    min_percentile = Float(
        "Minimum percentile of the image (0 to 1)",
        "Where the image is unlike the training images of the building model, its answers mean little. There no "
        "building is new, and a building that would be removed has the status 'unknown'. The value is the share of the "
        "training images' pixels that are less likely than the pixels of the building, on average. 0 takes all "
        "answers. Models of older versions have no confidence: the value is ignored.",
        default=0.002,
        min=0.0,
        max=1.0,
        decimals=4,
        advanced=True,
    )
    bands = AlignVectors.bands.but(model="building_model")
    resample = Segment.resample
    pixel_size_m = Segment.pixel_size_m
    test_time_augmentation = Bool(
        Segment.test_time_augmentation.label,
        "The building model processes the image in eight orientations (rotated and mirrored) and the results are "
        "averaged. Fewer buildings are missed or falsely found, and this part takes eight times as long.",
        default=True,
        advanced=True,
    )
    device = Segment.device
    output = VectorOut(
        "Updated map",
        "All objects with the fields of the map, the shift to the east (dx_m), to the north (dy_m) and its length "
        "(shift_m), the rotation (turn_deg, counterclockwise), the result (status: aligned, unchanged, follows "
        "neighbours, new, gone, unknown), how reliable it is (confidence, 0 to 1: that an object lies within 0.6 m of "
        "its true position, that a new one is correct, or that a removed one no longer stands), and the area on the "
        "ground (area_m2).",
        style="updated.qml",
    )
    differences = VectorOut(
        "Differences",
        "Only the new and the removed objects (status new or gone), with the same fields.",
        style="differences.qml",
        optional=True,
    )
    aligned_count = NumberOutput(AlignVectors.aligned_count.label, AlignVectors.aligned_count.help)
    unchanged_count = NumberOutput(AlignVectors.unchanged_count.label, "Number of objects that stay where they are.")
    following_count = NumberOutput(AlignVectors.following_count.label, AlignVectors.following_count.help)
    new_count = NumberOutput("New objects", "Number of objects that the image shows and the map lacks.")
    gone_count = NumberOutput(
        "Removed objects", "Number of objects of the map that the image does not show (status gone)."
    )
    unknown_count = NumberOutput(
        "Unknown objects",
        "Number of objects that would be removed, but lie where the model knows nothing (status unknown).",
    )
