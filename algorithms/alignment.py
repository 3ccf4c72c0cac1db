"""Alignment: move the vectors of a map to their place on an image, and train the models that find it."""

from __future__ import annotations

from .buildings import ExtractBuildings
from .framework.base import Algorithm
from .framework.layers import Area, Layers, ModelBands, MovedFeatures, Rasters
from .framework.outputs import FeaturesOut, HtmlOut, NumberOutput, RasterOut
from .framework.params import Choice, Float, Int, ModelFile
from .segmentation import Segment, TrainSegmentation


class AlignVectors(Algorithm):
    """Move the objects of a map, such as OpenStreetMap buildings, to their true position on an image.

    Each object is matched with the image within the maximum shift. Neighbours get similar shifts, because map errors
    are usually alike nearby. Shapes, attributes, holes and shared edges are kept. New fields give the shift, its
    confidence, and whether the object was found on the image. Objects that are not found follow their neighbours where
    these agree. Objects that are hidden by clouds or lie outside the image stay where they are. Images can be of any
    size and in any CRS.
    """

    title = "Align vectors"
    group = "Buildings and maps"
    tags = (
        "register", "shift", "offset", "OpenStreetMap", "OSM", "cadastre", "buildings", "conflation", "snap",
        "georeference",
    )  # fmt: skip

    image = ExtractBuildings.image
    vectors = MovedFeatures(
        "Vectors", "The polygons or lines to align. They can be in any CRS; the result has the same CRS."
    )
    model = ModelFile(
        "Model (default: bundled)",
        "For the method 'learned', an alignment model; for 'correlation', a segmentation model with a building class. "
        "Default: the bundled model for the method.",
        task="alignment, segmentation or polygons",
        image="image",
        bands="bands",
        bundled="alignment.safetensors",
        optional=True,
    )
    method = Choice(
        "Method",
        "'learned' uses a network that was trained to match maps with images. 'correlation' needs only a segmentation "
        "model: it moves each polygon to where it covers most of the pixels classified as building.",
        ["learned", "correlation"],
        default="learned",
    )
    rigidity = Choice(
        "Rigidity",
        "'object' moves each object as a whole, and rotates it where the image shows the rotation clearly; angles and "
        "lengths are kept. 'vertex' also moves the vertices of polygons to nearby edges on the image, for distorted "
        "maps.",
        ["object", "vertex"],
        default="object",
    )
    max_shift_m = Float(
        "Maximum shift (m)",
        "Maximum distance between an object and its true position. Objects farther away are not found. Larger values "
        "take longer and cause more false matches.",
        default=15.0,
        min=0.1,
        max=1000.0,
        decimals=1,
    )
    smoothness = Float(
        "Smoothness",
        "How strongly neighbouring objects are given similar shifts: 0 = each object alone, 1 = as calibrated in "
        "training, 2 = twice as strongly.",
        default=1.0,
        min=0.0,
        max=1e6,
        decimals=2,
    )
    not_found = Choice(
        "Objects not found",
        "What happens to objects that are not found on the image. 'follow' moves an object by the mean shift of its "
        "neighbours, if most of them have similar shifts (to 1.8 m); its status is 'follows neighbours' and its "
        "confidence is 0.5 at most. 'stay' leaves it where it is. With a smoothness of 0, objects stay.",
        ["follow", "stay"],
        default="follow",
    )
    bands = ModelBands(
        Segment.bands.label,
        Segment.bands.help,
        parent="image",
        advanced=True,
    )
    resample = Segment.resample
    pixel_size_m = Segment.pixel_size_m
    device = Segment.device
    output = FeaturesOut(
        "Aligned vectors",
        "The same features and fields, with the shift to the east (dx_m), to the north (dy_m) and its length "
        "(shift_m), the rotation (turn_deg, counterclockwise), the probability that the object now lies within 0.6 m "
        "of its true position (confidence, 0 to 1), and the result (status: aligned, unchanged, follows neighbours, "
        "not found in image).",
        style="aligned.qml",
        line_style="aligned_lines.qml",
    )
    displacement = RasterOut(
        "Displacement",
        "A GeoTIFF with cells of about 3 m: the shifts to the east and to the north that correct the map at each place "
        "(m), and their variance (m²).",
        optional=True,
        by_default=False,
    )
    report = HtmlOut(
        "Alignment report",
        "An HTML page with a summary of the shifts, a map of arrows, and examples on the image.",
        optional=True,
    )
    aligned_count = NumberOutput("Aligned objects", "Number of objects that were moved.")
    unchanged_count = NumberOutput("Unchanged objects", "Number of objects that already lie at their true position.")
    following_count = NumberOutput(
        "Objects that follow neighbours",
        "Number of objects that were not found on the image and were moved with their neighbours.",
    )
    not_found_count = NumberOutput(
        "Objects not found",
        "Number of objects that were not found on the image within the maximum shift, and stay where they are.",
    )
    median_shift_m = NumberOutput("Median shift (m)", "Median shift of the aligned objects.")


class TrainAlignment(Algorithm):
    """Train a network to align a map with an image, from images and polygons that match them.

    The training displaces the polygons by known random amounts, removes some and adds others. The network is trained
    to distinguish the true position of each object from all other positions nearby. 'Align vectors' then applies it to
    maps with unknown errors. Polygons that match the images only roughly can be used too, in several rounds.

    To adapt the bundled model to the roofs and images of another region, use it as the initial model: a few hundred
    buildings are enough. An interrupted training continues from its last epoch when you run it again with 'Resume an
    interrupted training'.
    """

    title = "Train an alignment model"
    group = "Buildings and maps"
    tags = ("learn", "register", "shift", "OpenStreetMap", "OSM", "cadastre", "deep learning", "fine-tune", "training")

    images = Rasters(
        TrainSegmentation.images.label,
        "One or more images with the same bands. Bands with names may be in a different order in each image.",
    )
    vectors = Layers(
        "Vectors",
        "Polygons that match the images, in any CRS. Either one layer for all images, or one layer for each image in "
        "the same order.",
        images="images",
    )
    bands = TrainSegmentation.bands
    area = Area(
        "Area with complete vectors",
        "Polygons where the vectors are complete; the rest of the images is not used. Default: the vectors are "
        "complete on the whole images.",
        optional=True,
    )
    validation_area = TrainSegmentation.validation_area
    validation_share = TrainSegmentation.validation_share
    rounds = Int(
        "Rounds",
        "Use 1 if the vectors match the images. Use more if they are displaced: each extra round corrects them with a "
        "network trained on the other half of the data. Each extra round takes as long as two trainings.",
        default=1,
        min=1,
        max=20,
    )
    smooth_m = Float(
        "Maximum smooth displacement (m)",
        "Maximum displacement, along each axis, by a field that changes slowly over the image. It simulates errors of "
        "the georeference and of the terrain model.",
        default=9.6,
        min=0.0,
        max=100.0,
    )
    block_m = Float(
        "Maximum displacement of blocks (m)",
        "Maximum additional displacement that all objects of a block share. It simulates objects that were drawn "
        "from one image or by one person.",
        default=4.8,
        min=0.0,
        max=100.0,
    )
    object_m = Float(
        "Maximum displacement of objects (m)",
        "Maximum additional displacement of each single object.",
        default=1.8,
        min=0.0,
        max=100.0,
    )
    rotation_deg = Float(
        "Maximum rotation of objects (°)",
        "Maximum rotation of each single object. The size of the object is also changed by a similar amount.",
        default=3.0,
        min=0.0,
        max=45.0,
    )
    dropped = Float(
        "Share of removed objects (0 to 1)",
        "Share of the objects that are removed from the displaced map, although the image shows them.",
        default=0.2,
        min=0.0,
        max=0.9,
    )
    spurious = Float(
        "Share of spurious objects (0 to 1)",
        "Number of objects that are added to the displaced map, although the image does not show them, as a share of "
        "the map's objects.",
        default=0.15,
        min=0.0,
        max=0.9,
    )
    initial_model = TrainSegmentation.initial_model.but(
        help="An existing model to fine-tune: an alignment model, or a segmentation model with a building class. The "
        "training keeps its network and scaling. Default: the training starts from random weights.",
        several=False, task="alignment, segmentation or polygons",
    )
    learning_rate = TrainSegmentation.learning_rate
    epochs = TrainSegmentation.epochs
    samples_per_epoch = TrainSegmentation.samples_per_epoch.but(default=600)
    batch_size = TrainSegmentation.batch_size.but(default=4)
    crop_px = TrainSegmentation.crop_px.but(
        help="Side length of the training windows, a multiple of 8. Only objects that lie completely inside a window "
        "are used.",
        default=384,
    )
    resolution_m = TrainSegmentation.resolution_m.but(
        help="Pixel size on the ground. The training images are resampled to it, and later the images that the model "
        "is applied to. Default: that of the initial model, else 0.3 m.",
    )
    device = TrainSegmentation.device
    seed = TrainSegmentation.seed
    resume = TrainSegmentation.resume
    model = TrainSegmentation.model.but(name="alignment")
    report = HtmlOut(
        "Training report",
        "An HTML page with the training curves: the loss, and the share of validation objects that are found.",
        optional=True,
    )
    found_share = NumberOutput(
        "Share of objects found (0 to 1)",
        "Share of the validation objects that are found within 1.2 m of their true position, each object on its own.",
    )
