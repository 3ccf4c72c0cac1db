"""Scene classification: classify an image patch by patch, with confidence, and train the models that do it."""

from __future__ import annotations

from typing import Any

from ..eo_deep.io.pixel_values import VALUES
from .framework.base import Algorithm
from .framework.layers import Area, ClassField, Layers, ModelBands, Raster, Rasters
from .framework.outputs import HtmlOut, NumberOutput, RasterOut, VectorOut
from .framework.params import Bool, Choice, Float, Folder, Int, ModelFile
from .framework.translation import tr
from .segmentation import Segment, TrainSegmentation


class ClassifyScenes(Algorithm):
    """Classify an image patch by patch, and map how far the classes can be trusted.

    A joint energy-based model (JEM) gives two results for each patch: its class, and how likely the patch itself is,
    log p(x). Where log p(x) is low, the image shows something that was not in the training images. The class then means
    little, even if its probability is high. The second band of the confidence map gives log p(x) as a percentile of the
    training images: 0 is unlike all training images, 1 is typical.

    The bundled model has the ten EuroSAT classes of land cover and is made for Sentinel-2 images (red, green, blue,
    10 m). Use reflectance values as in the product; they are scaled like the training images. An image that was
    stretched for display in another way gets a low confidence everywhere.

    Each patch is processed separately, because the result depends on the whole patch. With a quarter of the stride, the
    classification takes sixteen times as long.
    """

    title = "Classify scenes"
    group = "Land cover"
    tags = (
        "land cover", "jem", "energy-based model", "out of distribution", "confidence", "eurosat", "sentinel-2",
        "patch", "deep learning", "uncertainty", "landcover", "classification",
    )  # fmt: skip

    image = Raster("Image", "The image to classify: any raster that GDAL reads, of any size. Nodata stays nodata.")
    model = ModelFile(
        "Model (default: bundled)",
        "A model file (.safetensors) from 'Train a scene classification model'. It contains the bands, the resolution, "
        "the scaling of the values and the classes. Default: the bundled model.",
        task="scenes",
        image="image",
        bands="bands",
        bundled="eurosat_jem.safetensors",
        optional=True,
    )
    bands = ModelBands(
        Segment.bands.label,
        "The bands of the image that correspond to those of the model, in the model's order: for the bundled model "
        "red, green, blue, which are bands 4, 3, 2 of a Sentinel-2 product. Default: bands are matched by name; an "
        "image without band names must have as many bands as the model.",
        parent="image",
    )
    stride_px = Int(
        "Stride (px)",
        "Distance from one patch to the next, in pixels of the model's resolution. It is also the pixel size of the "
        "maps. A smaller stride gives a finer map from overlapping patches. Default: the patch size (64 px for the "
        "bundled model).",
        min=1,
        optional=True,
    )
    area = Area(
        "Area",
        "Only patches with their centre inside these polygons (in any CRS) are classified; all others become nodata. "
        "Default: the whole image.",
        optional=True,
    )
    max_unknown_share = Float(
        "Maximum share of nodata (0 to 1)",
        "Patches with a larger share of nodata pixels become nodata. In all other patches, nodata pixels get the mean "
        "of the valid pixels.",
        default=0.1,
        min=0.0,
        max=0.999,
        advanced=True,
    )
    values = Choice(
        "Pixel values",
        "What the pixel values are. 'auto' recognizes 8-bit images like the training images, reflectance x 10,000, "
        "reflectance 0 to 1, a scale that is stored in the file, and surface reflectance (Level-2A, by its dark blue); "
        "the log reports which. Use '+ 1000' for Sentinel-2 products since 2022 if their offset was not removed.",
        list(VALUES),
        default="auto",
        advanced=True,
    )
    resample = Segment.resample
    pixel_size_m = Segment.pixel_size_m
    device = Segment.device
    resume = Segment.resume
    keep_parts = Segment.keep_parts
    cluster = Segment.cluster
    output = RasterOut(
        "Class map",
        "A GeoTIFF with one pixel for each patch, as large as the stride: the number of the class; 255 is nodata.",
    )
    confidence = RasterOut(
        "Confidence",
        "A GeoTIFF with two bands: log p(x) up to a constant, and its percentile among the training images. 0 is "
        "unlike all training images, 1 is typical. Below 0.01, a patch is less likely than 99 % of them.",
        optional=True,
    )
    probabilities = RasterOut(
        "Class probabilities",
        "A GeoTIFF with a band per class: the calibrated probability of the class, 0 to 1. It is valid only where the "
        "confidence is not low.",
        optional=True,
        by_default=False,
    )
    grid = VectorOut(
        "Patches",
        "A square for each patch, with its class (class, class_name), the probability of the class (probability), "
        "log p(x) (log_px) and its percentile (percentile).",
        style="patches.qml",
        optional=True,
        by_default=False,
    )
    patches = NumberOutput("Classified patches", "Number of patches that were classified.")
    unlikely_share = NumberOutput(
        "Share of unlikely patches (0 to 1)",
        "Share of the classified patches that are less likely than 99 % of the training images.",
    )


class TrainScenes(Algorithm):
    """Train a network on labelled patches, to classify land cover and to recognize unknown land cover.

    The patches are either images in a folder with a subfolder for each class, or they are cut from images at labelled
    points or polygons. A joint energy-based model (JEM) is trained for two results: the class of a patch, and how
    likely a patch is at all, log p(x). 'Classify scenes' maps both. A plain classifier is trained for the class only;
    this is several times faster.

    A JEM is first trained as a classifier. Then samples are generated from the model, and the training makes them less
    likely than the real patches. It does the same with synthetic outliers: patches that were blurred, recoloured,
    enlarged, shuffled or replaced by noise. If the training diverges, it resumes from its last good state, and the log
    reports it. An interrupted training continues from its last epoch when you run it again with 'Resume an interrupted
    training'.
    """

    title = "Train a scene classification model"
    group = "Land cover"
    tags = (
        "learn", "jem", "energy-based model", "land cover", "patch", "eurosat", "deep learning", "training",
        "out of distribution", "fine-tune", "landcover",
    )  # fmt: skip

    dataset = Folder(
        "Dataset folder",
        "A folder with a subfolder for each class, named after the class. The subfolders contain square images of one "
        "size: JPEG, PNG or GeoTIFF, with any number of bands. Use either a dataset folder, or images with labels.",
        optional=True,
    )
    images = Rasters(
        TrainSegmentation.images.label,
        f"{TrainSegmentation.images.help} Patches are cut from them.",
        optional=True,
    )
    labels = Layers(
        TrainSegmentation.labels.label,
        "The ground truth for the images: points (a patch around each point), or polygons or class rasters (patches "
        "that lie mostly in one class), in any CRS. Either one layer for all images, or one layer for each image in "
        "the same order.",
        images="images",
        optional=True,
    )
    class_field = ClassField(
        TrainSegmentation.class_field.label,
        "The field of the labels with the class. It is required for points. Default for polygons: all polygons are one "
        "class, and everything else is background.",
        parent="labels",
        optional=True,
    )
    bands = TrainSegmentation.bands
    patch_px = Int(
        "Patch size (px)",
        "Side length of the patches that are cut from images. Patches of a dataset folder keep their own size.",
        default=64,
        min=8,
        max=1024,
    )
    kind = Choice(
        "Kind of model",
        "'jem' gives the class of a patch and how likely the patch is. 'classifier' gives the class only.",
        ["jem", "classifier"],
        default="jem",
    )
    depth = Int(
        "Depth of the network (layers)",
        "10, 16, 22, 28, ... layers of a Wide-ResNet. 28 layers with width 10 are usual in publications, and need a "
        "GPU.",
        default=16,
        min=10,
        max=100,
        advanced=True,
    )
    width = Int(
        "Width of the network",
        "The three stages of the network have 16, 32 and 64 times this number of channels. Computing time grows with "
        "its square.",
        default=2,
        min=1,
        max=16,
        advanced=True,
    )
    normalization = Choice(
        "Normalization",
        "'batch' trains fastest by far. It is fixed while log p(x) is trained, so start with some epochs as a "
        "classifier. 'weight' standardizes the weights instead. 'group' normalizes groups of channels in each patch. "
        "'none' is for shallow networks.",
        ["batch", "weight", "group", "none"],
        default="batch",
        advanced=True,
    )
    stem_stride = Int(
        "Stride of the first layer (px)",
        "1 = the first stage works at full resolution, which takes four times as long as 2.",
        default=2,
        min=1,
        max=2,
        advanced=True,
    )
    initial_model = TrainSegmentation.initial_model.but(
        help="An existing scene classification model to fine-tune: the training keeps its network and scaling. Or a "
        "time series model, whose code of the place, learned without labels, then distinguishes the classes. Default: "
        "the training starts from random weights.",
        several=False, task="scenes or series",
    )
    frozen = Bool(
        "Train the last layer only",
        "With an initial model: what it has learned stays as it is, and only the layer that distinguishes classes is "
        "trained. This is fast, and suits few labels.",
        default=False,
        advanced=True,
    )
    classifier_epochs = Int(
        "Epochs as a classifier",
        "Number of epochs that train the classes. A JEM starts with them. 0 skips them, and needs an initial model.",
        default=20,
        min=0,
        max=100000,
    )
    jem_epochs = Int(
        "Epochs as a JEM",
        "Number of epochs that train classes and log p(x) together. Not used for a plain classifier.",
        default=20,
        min=0,
        max=100000,
    )
    batch_size = TrainSegmentation.batch_size.but(
        help="Number of patches that are processed together; for a JEM also a quarter as many samples and half as many "
        "outliers. Halve it if the memory is not sufficient. In each epoch, every patch is drawn once on average.",
        default=64, min=2,
    )
    learning_rate = Float(
        "Maximum learning rate as a classifier",
        "Step size of the optimizer. Lower it when the loss jumps, or for fine-tuning.",
        default=6e-3,
        min=1e-7,
        max=1.0,
        decimals=7,
        advanced=True,
    )
    jem_learning_rate = Float(
        "Maximum learning rate as a JEM",
        "Step size of the optimizer for a JEM. It is several times lower than for a classifier, because the samples "
        "must follow the changes of the model.",
        default=6e-4,
        min=1e-7,
        max=1.0,
        decimals=7,
        advanced=True,
    )
    sampler_steps = Int(
        "Sampling steps",
        "Number of sampling steps in each training step. More steps give better samples and a slower training.",
        default=5,
        min=1,
        max=1000,
        advanced=True,
    )
    step_size = Float(
        "Sampling step size",
        "How far each sampling step follows the gradient of log p(x). If the report shows that samples are always far "
        "less likely than real patches, the steps are too large; reduce them.",
        default=0.04,
        min=1e-6,
        max=1000.0,
        advanced=True,
    )
    noise = Float(
        "Sampling noise (0 to 1)",
        "Standard deviation of the noise that is added in each sampling step; 1 is half the range of the values.",
        default=0.002,
        min=0.0,
        max=1.0,
        advanced=True,
    )
    buffer = Int(
        "Number of stored samples",
        "Number of samples that are stored and continued later, the same number for each class; at least a quarter of "
        "the batch size. With many, each is updated rarely, and a short training does not reach good samples.",
        default=500,
        min=1,
        max=1000000,
        advanced=True,
    )
    restart_share = Float(
        "Share of restarted samples (0 to 1)",
        "In each training step, this share of the samples starts again from a random image with the colours and "
        "textures of the class.",
        default=0.05,
        min=0.0,
        max=1.0,
        advanced=True,
    )
    density_weight = Float(
        "Weight of log p(x)",
        "Weight of log p(x) in the loss, compared with the classes. Higher values give better samples, but small "
        "networks then lose accuracy.",
        default=0.1,
        min=0.0,
        max=100.0,
        advanced=True,
    )
    outlier_weight = Float(
        "Weight of outliers",
        "Weight of the synthetic outliers in the loss, compared with the classes. With 0 the model gives blurred or "
        "recoloured images a higher confidence.",
        default=1.0,
        min=0.0,
        max=100.0,
        advanced=True,
    )
    outliers = Folder(
        "Folder of additional outliers",
        "A folder of images that belong to no class, in the size of the patches. The training makes them unlikely. "
        "Default: only the synthetic outliers.",
        optional=True,
        advanced=True,
    )
    validation_share = TrainSegmentation.validation_share.but(
        help="Share of the patches that is held back to measure the accuracy and to calibrate the probabilities. "
        "Georeferenced patches are held back in blocks, because neighbouring patches look alike.",
        default=0.1,
    )
    device = TrainSegmentation.device
    seed = TrainSegmentation.seed
    resume = TrainSegmentation.resume
    legend = TrainSegmentation.legend
    model = TrainSegmentation.model.but(
        help="The model file: the weights, and everything needed to apply them (bands, resolution, scaling, classes, "
        "stored samples, training record). Default: a new file in your folder of models.",
        name="scenes",
    )
    report = HtmlOut(
        "Training report",
        "An HTML page with the training curves, accuracy, confusion matrix, calibration, and samples.",
        optional=True,
    )
    accuracy = NumberOutput("Accuracy (0 to 1)", "Share of the validation patches with the correct class.")
    calibration_error = NumberOutput(
        "Calibration error (0 to 1)", "Mean difference between probability and accuracy on the validation patches."
    )

    def check(self, values: dict[str, Any]) -> str | None:
        if bool(values.get("DATASET")) == bool(values.get("IMAGES")):
            return tr("Give either a dataset folder, or images with labels.")
        return None
