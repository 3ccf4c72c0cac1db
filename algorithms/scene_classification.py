"""Training on labelled patches: what each one is, and what patches of this kind look like."""

from __future__ import annotations

from typing import Any

from .framework.base import Algorithm
from .framework.outputs import FileOut, HtmlOut, NumberOutput, RasterOut, VectorOut
from .framework.params import (
    BandNumbers,
    Bands,
    Bool,
    Choice,
    Field,
    Float,
    Folder,
    Int,
    Layers,
    ModelFile,
    Polygons,
    Raster,
    Rasters,
)
from .framework.worker import Job
from .segmentation import Segment


class ClassifyScenes(Algorithm):
    """Classify an image patch by patch, and map where the model should not be trusted.

    A joint energy-based model (JEM) tells two things of a patch: its class, and how likely the patch itself is, log
    p(x). Where that is low, the image shows what the training images did not, and the class means little, however
    sure the network seems. The second band of the confidence map tells it as a percentile among the training images:
    0 is like nothing seen in training, 1 is typical.

    The bundled model knows the ten EuroSAT classes of land cover on Sentinel-2 images (red, green, blue, 10 m). Give it
    reflectance as the product has it: it is scaled as the training images were. What was stretched for display by
    another rule looks unlikely all over.

    Every patch is computed for itself: the network takes the mean over the patch and sees its edge, so neighbours that
    overlap cannot share their work without changing the result. A quarter of the stride therefore takes sixteen times
    as long.
    """

    title = "Classify scenes"
    group = "Land cover"
    icon = "landcover.svg"
    tags = ("land cover", "jem", "energy-based model", "out of distribution", "confidence", "eurosat", "sentinel-2",
            "patch", "deep learning", "uncertainty")

    image = Raster("Image", "The image to classify: any raster that GDAL reads, of any size. Nodata stays nodata.")
    model = ModelFile(
        "Model (empty: the bundled one)",
        "A model file (.safetensors) that 'Train a scene model' wrote. It knows its bands, its resolution, how values "
        "are scaled, and its classes.",
        task="scenes",
        image="image",
        bands="bands",
        bundled="eurosat_jem.safetensors",
        optional=True,
    )
    bands = Bands(
        "Bands, in the model's order",
        "The image's bands that stand for the model's, in the model's order: for the bundled model red, green, blue, "
        "which are 4, 3, 2 of a Sentinel-2 product. Left empty, they are matched by name, and an image without names "
        "must have as many bands as the model needs.",
        parent="image",
        optional=True,
    )
    stride_px = Int(
        "Stride (px)",
        "From one patch to the next, in pixels of the model's resolution: the pixel size of the maps. Left empty, the "
        "side of a patch (64 px for the bundled model). Less gives a denser map from overlapping patches.",
        min=1,
        optional=True,
    )
    area = Polygons(
        "Area",
        "Only patches whose centre lies inside these polygons are computed; the rest becomes nodata. Any CRS.",
        optional=True,
    )
    max_unknown_share = Float(
        "Largest share of nodata in a patch (0 to 1)",
        "Patches with more nodata become nodata; in the others, nodata takes the mean of the patch's known pixels.",
        default=0.1,
        min=0.0,
        max=0.999,
        advanced=True,
    )
    values = Choice(
        "Values",
        "What the image's numbers are. 'auto' recognises 8 bit as in training, reflectance x 10,000, reflectance 0 to "
        "1 and a scale that the file states, and surface reflectance (Level-2A) by its dark blue, and says which it "
        "found. '+ 1000' is for Sentinel-2 products since 2022 whose offset was not taken off.",
        [
            "auto",
            "as in training",
            "reflectance x 10,000",
            "reflectance x 10,000 + 1000",
            "reflectance 0 to 1",
            "surface reflectance x 10,000",
            "surface reflectance x 10,000 + 1000",
            "surface reflectance 0 to 1",
        ],
        default="auto",
        advanced=True,
    )
    resample = Segment.resample
    pixel_size_m = Segment.pixel_size_m
    device = Segment.device
    output = RasterOut(
        "Class map",
        "A GeoTIFF with a pixel per patch, as large as the stride: the class; 255 where nothing is known.",
    )
    confidence = RasterOut(
        "Confidence",
        "A GeoTIFF with two bands: log p(x) up to a constant, and its percentile among the training images: 0 is like "
        "nothing seen in training, 1 is typical. Below 0.01, a patch is less likely than 99 % of the training images.",
        optional=True,
    )
    probabilities = RasterOut(
        "Class probabilities",
        "A GeoTIFF with a band per class: the calibrated probability of the class, 0 to 1, if the patch is of a kind "
        "that the model knows.",
        optional=True,
        by_default=False,
    )
    grid = VectorOut(
        "Patches",
        "A square per patch with its class (class, class_name), the class's probability (probability), log p(x) "
        "(log_px) and its percentile (percentile).",
        style="patches.qml",
        optional=True,
        by_default=False,
    )
    patches = NumberOutput("Classified patches", "How many patches were classified.")
    unlikely_share = NumberOutput(
        "Share of unlikely patches",
        "The share of the classified patches that are less likely than 99 % of the training images, 0 to 1.",
    )


class TrainScenes(Algorithm):
    """Train a network on labelled patches, to classify land cover and to know what it has not seen.

    The patches are images in a folder with a subfolder per class, or are cut from images where points or polygons say
    what is there. A joint energy-based model (JEM) learns two things at once: the class of a patch, and how likely a
    patch is at all, log p(x). 'Classify scenes' makes a map of both. A plain classifier learns the class only; it
    trains several times faster.

    A JEM starts as a classifier. Then chains of samples are drawn from what it believes likely, and it learns to find
    them less likely than the real patches; it also learns to doubt patches that were blurred, recoloured, enlarged,
    shuffled or replaced by noise. Should the training diverge, it goes back to its last good state by itself and says
    so. A training that was interrupted goes on from its last epoch when it is run again with 'Resume'.
    """

    title = "Train a scene model"
    group = "Land cover"
    icon = "landcover.svg"
    tags = ("learn", "jem", "energy-based model", "land cover", "patch", "eurosat", "deep learning", "training",
            "out of distribution", "fine-tune")

    dataset = Folder(
        "Data set",
        "A folder with a subfolder per class, named as the class, of square images of one size: JPEG, PNG or GeoTIFF, "
        "with any number of bands. Give this, or images and labels.",
        optional=True,
    )
    images = Rasters(
        "Images",
        "One or more images with the same bands, in any order where they have names; patches are cut from them.",
        optional=True,
    )
    labels = Layers(
        "Labels of the images",
        "Points (a patch around each), polygons or class rasters (patches that lie mostly in one class), in any CRS. "
        "One layer for all the images, or as many layers as images in the same order.",
        optional=True,
    )
    class_field = Field(
        "Class field", "The name of the labels' field that holds the class.", parent="labels", optional=True
    )
    bands = BandNumbers(
        "Bands of the images (numbers)",
        "The images' bands to learn from, in this order, such as '4, 3, 2'. Left empty, all bands are used.",
        optional=True,
    )
    patch_px = Int(
        "Patch size (px)",
        "Side of the patches that are cut from the images; those of a data set have their own.",
        default=64,
        min=8,
        max=1024,
    )
    kind = Choice(
        "Kind",
        "'jem' knows the class and how likely the patch is, 'classifier' knows the class only.",
        ["jem", "classifier"],
        default="jem",
    )
    depth = Int(
        "Depth of the network (layers)",
        "10, 16, 22, 28, ... layers of a Wide-ResNet; 28 with width 10 is the network of the literature, and wants a "
        "GPU.",
        default=16,
        min=10,
        max=100,
        advanced=True,
    )
    width = Int(
        "Width of the network (times 16 features)",
        "The network has 16, 32 and 64 times as many features in its three stages; the cost grows with the square.",
        default=2,
        min=1,
        max=16,
        advanced=True,
    )
    normalization = Choice(
        "Normalization",
        "What keeps a deep network trainable: 'batch' learns fastest by far, and stands still while log p(x) is "
        "learned, so begin with some epochs as a classifier. 'weight' standardizes the weights instead, 'group' "
        "normalizes groups of features in each patch; 'none' is for shallow networks.",
        ["batch", "weight", "group", "none"],
        default="batch",
        advanced=True,
    )
    stem_stride = Int(
        "Stride of the first layer (px)",
        "With 1 the network works at the full resolution first, which costs four times as much as with 2.",
        default=2,
        min=1,
        max=2,
        advanced=True,
    )
    initial_model = ModelFile(
        "Model to start from",
        "An earlier scene model to go on from instead of random weights. Network and scaling are then its own.",
        task="scenes",
        optional=True,
    )
    classifier_epochs = Int(
        "Epochs as a classifier",
        "How often the patches are gone through to learn their classes. A JEM begins with that; 0 goes on from the "
        "model to start from at once.",
        default=20,
        min=0,
        max=100000,
    )
    jem_epochs = Int(
        "Epochs as a JEM",
        "How often the patches are gone through to learn how likely they are. A plain classifier has none.",
        default=20,
        min=0,
        max=100000,
    )
    batch_size = Int(
        "Patches per step",
        "How many patches go through the network together, beside a quarter as many chains and half as many outliers. "
        "Halve it when the memory does not suffice. Epochs have so many steps that each patch is drawn once on "
        "average.",
        default=64,
        min=2,
        max=4096,
        advanced=True,
    )
    learning_rate = Float(
        "Highest learning rate as a classifier",
        "The largest step that the optimizer takes. Lower it when the loss jumps or when fine-tuning.",
        default=6e-3,
        min=1e-7,
        max=1.0,
        decimals=7,
        advanced=True,
    )
    jem_learning_rate = Float(
        "Highest learning rate as a JEM",
        "Several times lower than for a classifier: the chains of samples must keep up with the model.",
        default=6e-4,
        min=1e-7,
        max=1.0,
        decimals=7,
        advanced=True,
    )
    sampler_steps = Int(
        "Sampling steps of the chains (count)",
        "How many steps the chains take each time they are used: more makes better samples, and the training slower.",
        default=5,
        min=1,
        max=1000,
        advanced=True,
    )
    step_size = Float(
        "Step size of the chains (no unit)",
        "How far a step follows the gradient of log p(x). Where the report shows samples far less likely than real "
        "patches all the time, the steps jump over every summit: take shorter ones.",
        default=0.04,
        min=1e-6,
        max=1000.0,
        advanced=True,
    )
    noise = Float(
        "Noise of the chains (0 to 1)",
        "Standard deviation of the noise that is added in each step; 1 is half the range of the values.",
        default=0.002,
        min=0.0,
        max=1.0,
        advanced=True,
    )
    buffer = Int(
        "Chains that are kept (count)",
        "How many chains are kept to go on from, as many of each class; a quarter of the patches per step at least. "
        "With many chains each has its turn seldom, and a short training sees young ones only.",
        default=500,
        min=1,
        max=1000000,
        advanced=True,
    )
    restart_share = Float(
        "Share of chains that start anew (0 to 1)",
        "Of the chains that are used in a step, this share starts again from a random image with the class's colours "
        "and textures.",
        default=0.05,
        min=0.0,
        max=1.0,
        advanced=True,
    )
    density_weight = Float(
        "Weight of log p(x) (no unit)",
        "How much the chains count, beside the classes: more makes better samples, and costs small networks accuracy.",
        default=0.1,
        min=0.0,
        max=100.0,
        advanced=True,
    )
    outlier_weight = Float(
        "Weight of outliers (no unit)",
        "How much telling real patches from made outliers counts, beside the classes. With 0 the model learns from its "
        "chains only, and trusts blurred or recoloured images more.",
        default=1.0,
        min=0.0,
        max=100.0,
        advanced=True,
    )
    outliers = Folder(
        "Further outliers",
        "A folder of images, of the size of the patches, that are of no class and that the model should find unlikely.",
        optional=True,
        advanced=True,
    )
    validation_share = Float(
        "Share held back for validation (0 to 1)",
        "Patches that the accuracy and the temperature are measured on. Where patches are georeferenced, whole blocks "
        "of ground are held back, for neighbours look alike.",
        default=0.1,
        min=0.0,
        max=0.9,
    )
    device = Segment.device
    seed = Int(
        "Seed",
        "The same seed on the same machine gives the same model.",
        default=0,
        min=0,
        max=2147483647,
        advanced=True,
    )
    resume = Bool(
        "Resume an interrupted training",
        "Go on from the checkpoints beside the model file, if there are any; the result is the same as without the "
        "interruption. Everything else must be as before.",
        default=False,
        advanced=True,
    )
    model = FileOut(
        "Model",
        "The model file: weights, and what is needed to use them (bands, resolution, scaling, classes, where chains of "
        "samples start, training record).",
        suffix=".safetensors",
        kind="EO Deep models",
    )
    report = HtmlOut(
        "Training report",
        "An HTML page with the course of the training, accuracy, confusion, calibration, and samples.",
        optional=True,
    )
    accuracy = NumberOutput("Accuracy (0 to 1)", "Share of the validation patches whose class is right.")
    calibration_error = NumberOutput(
        "Calibration error (0 to 1)", "How far confidence and accuracy are apart, mean over the validation patches."
    )

    def check(self, values: dict[str, Any]) -> str | None:
        if bool(values.get("DATASET")) == bool(values.get("IMAGES")):
            return "Give either a data set folder or images with labels."
        return None

    def run(self, arguments: dict[str, Any], job: Job) -> dict[str, Any]:
        if job.is_temporary(arguments["model"]):
            job.feedback.pushWarning("The model goes to a temporary file, which is gone when QGIS closes.")
        return super().run(arguments, job)
