"""Semantic segmentation: classify every pixel of an image, and train the networks that do it."""

from __future__ import annotations

from .framework.base import Algorithm
from .framework.layers import Area, BandNumbers, ClassField, Layers, Legend, ModelBands, Polygons, Raster, Rasters
from .framework.outputs import HtmlOut, ModelOut, RasterOut
from .framework.params import Bool, Choice, Cluster, Float, Folder, Int, ModelFile, Resolution, Text
from .framework.settings import DEVICES


class Segment(Algorithm):
    """Classify every pixel of an image of any size, without seams.

    The image is processed tile by tile. Each tile is read with all the surroundings that the network needs, so the
    result is the same as for the whole image at once, and the memory use is small and constant. Nodata pixels stay
    nodata. The class map has the colours that are stored in the model.
    """

    title = "Segment an image"
    group = "Segmentation"
    tags = (
        "classify", "semantic segmentation", "predict", "inference", "land cover", "deep learning", "classification",
        "landcover", "roads", "trees",
    )  # fmt: skip

    image = Raster("Image", "The image to classify: any raster that GDAL reads, of any size and data type.")
    model = ModelFile(
        "Model",
        "A model file (.safetensors) from 'Train a segmentation model'. It contains the bands, the resolution, the "
        "scaling of the values and the classes.",
        task="segmentation or polygons",
        image="image",
        bands="bands",
        others="other_images",
    )
    bands = ModelBands(
        "Bands (in the model's order)",
        "The bands of the image that correspond to those of the model, in the model's order. Default: bands are "
        "matched by name; an image without band names must have as many bands as the model.",
        parent="image",
    )
    other_images = Rasters(
        "Other images (in the model's order)",
        "The further images of a model that was trained with several, such as a multispectral image beside a "
        "panchromatic one, in the model's order. They may have another resolution, extent and CRS than the image; "
        "bands are matched by name. Default: none, for a model of one image.",
        optional=True,
    )
    scalars = Text(
        "Numbers of the images",
        "For a model that was trained with numbers of the images: 'sun elevation = 34.2; day of year = 289'. Default: "
        "none.",
        optional=True,
        advanced=True,
    )
    area = Area(
        "Area",
        "Only pixels inside these polygons (in any CRS) are classified; all others become nodata. Default: the whole "
        "image.",
        optional=True,
    )
    resample = Bool(
        "Resample to the model's resolution",
        "Resamples an image that is finer or coarser than the training images to the model's resolution. Objects then "
        "have the size in pixels that the network was trained with.",
        default=True,
        advanced=True,
    )
    pixel_size_m = Float(
        "Pixel size of an image without CRS (m)",
        "The pixel size on the ground of an image without CRS, which is needed to resample it to the model's "
        "resolution. Default: an image without CRS is not resampled.",
        min=0.001,
        optional=True,
        advanced=True,
    )
    test_time_augmentation = Bool(
        "Test-time augmentation",
        "Processes the image in eight orientations (rotated and mirrored) and averages the results. This is usually a "
        "little more accurate and takes eight times as long.",
        default=False,
        advanced=True,
    )
    device = Choice(
        "Device",
        "The processor that runs the network. 'auto' takes the one chosen in the options (Processing > Providers > EO "
        "Deep), else the best one available, 'cuda' an NVIDIA GPU ('cuda:1' the second one), 'mps' an Apple GPU. Only "
        "'auto' without a chosen one falls back to the CPU; any other device must be available.",
        list(DEVICES),
        default=DEVICES[0],
        advanced=True,
    )
    core_px = Int(
        "Tile size (px)",
        "The image is processed in square tiles of this size. The result does not depend on it. Larger tiles are a "
        "little faster and need more memory. Default: chosen from the free memory.",
        min=16,
        optional=True,
        advanced=True,
    )
    overviews = Bool(
        "Build overviews (pyramids)",
        "Adds reduced copies to the output files, so that large maps draw quickly at small scales.",
        default=False,
        advanced=True,
    )
    resume = Bool(
        "Resume an interrupted run",
        "Continues with the parts of the result that are finished, instead of starting again. An image of more than "
        "about 8192 x 8192 px is processed in parts, which are in a folder beside the first output until all are "
        "finished. Images, model and parameters must be the same as before.",
        default=False,
        optional=True,  # models of the modeler that were saved without it stay valid
        advanced=True,
    )
    keep_parts = Bool(
        "Keep the parts",
        "Leaves the parts as separate GeoTIFFs. The outputs must end in .vrt: they are virtual rasters of the parts.",
        default=False,
        optional=True,
        advanced=True,
    )
    cluster = Cluster(
        "Cluster",
        "Several processes make the parts of the image: 'gpus' one process for each NVIDIA GPU of this computer, "
        "'local:4' four processes of it, or the address (tcp://host:8786, tls://host:8786) or the scheduler file of a "
        "Dask cluster, whose computers see the files at the same paths. It needs packages that 'Set up the engine' "
        "adds. Default: one process.",
        optional=True,
        advanced=True,
    )
    output = RasterOut("Class map", "A GeoTIFF with one byte per pixel: the number of the class; 255 is nodata.")
    probabilities = RasterOut(
        "Class probabilities",
        "A GeoTIFF with a band per class: the probability of the class at each pixel, 0 to 1.",
        optional=True,
        by_default=False,
    )
    confidence = RasterOut(
        "Confidence map",
        "A GeoTIFF that shows where the image resembles the training images of the model, as the share of their pixels "
        "that are less likely (a percentile, 0 to 1). Do not trust the classes where it is below about 0.01: the model "
        "has hardly seen such a place. Models of older versions have no confidence. The test-time augmentation does "
        "not change it.",
        optional=True,
        by_default=False,
    )


class TrainSegmentation(Algorithm):
    """Train a network to classify every pixel, from images and labels (polygons or class rasters).

    Training windows are drawn from the images during the training, balanced between the classes; no image chips need
    to be exported before. Part of the images is held back to measure the accuracy. The result is one model file for
    'Segment an image'. An interrupted training continues from its last epoch when you run it again with 'Resume an
    interrupted training'.

    If you have a large but imprecise map, and correct labels of a small area, give them as imprecise labels and clean
    labels instead.
    """

    title = "Train a segmentation model"
    group = "Segmentation"
    tags = (
        "learn", "u-net", "unet", "semantic segmentation", "deep learning", "fine-tune", "training", "classification",
        "roads", "trees",
    )  # fmt: skip

    images = Rasters(
        "Images",
        "One or more images with the same bands. Bands with names may be in a different order in each image. Default: "
        "those of the folder of patches.",
        optional=True,
    )
    labels = Layers(
        "Labels",
        "The ground truth: polygons or class rasters, in any CRS. Either one layer for all images, or one layer for "
        "each image in the same order. The class maps of the model have the same class numbers (0 to 254). Default: "
        "those of the folder of patches, or imprecise labels with clean labels, see below.",
        images="images",
        optional=True,
    )
    patches = Folder(
        "Folder of patches",
        "Instead of images and labels: a folder that 'Extract patches' has written as GeoTIFF. Its parts are used for "
        "training and validation as they are; the test part is not used. Default: images and labels.",
        optional=True,
        advanced=True,
    )
    class_field = ClassField(
        "Class field",
        "The field of the label polygons with the class, in all layers of labels. Default: all polygons are one class, "
        "and everything else is background.",
        parent="labels",
        others=("imprecise_labels", "clean_labels"),
        optional=True,
    )
    bands = BandNumbers(
        "Band numbers",
        "The bands of the images that are used in the training, in this order, for example '4, 3, 2'. Default: all "
        "bands but alpha.",
        optional=True,
    )
    second_images = Rasters(
        "Second images",
        "Further images of the same places with other bands or another resolution, for example the 20 m bands beside "
        "those of 10 m, or multispectral beside panchromatic: one for each image, in the same order. The network reads "
        "each at its own resolution; the finest are the images above. Default: a model of the images alone.",
        images="images",
        optional=True,
        advanced=True,
    )
    second_bands = BandNumbers(
        "Band numbers of the second images",
        "The bands of the second images that are used in the training, in this order. Default: all bands but alpha.",
        optional=True,
        advanced=True,
    )
    third_images = Rasters(
        "Third images",
        "More images of the same places: one for each image, in the same order. Default: none.",
        images="images",
        optional=True,
        advanced=True,
    )
    third_bands = BandNumbers(
        "Band numbers of the third images",
        "The bands of the third images that are used in the training, in this order. Default: all bands but alpha.",
        optional=True,
        advanced=True,
    )
    optional_sources = Bool(
        "Second and third images may be missing",
        "The model will also work where its second or third image is missing. It is trained without each of them in a "
        "fifth of the windows, and the report states the accuracy without each.",
        default=False,
        advanced=True,
    )
    area = Area(
        "Area with complete labels",
        "Polygons where the labels are complete. Pixels outside are used neither for training nor for validation. "
        "Default: the labels are complete on the whole images; with a class field, pixels between the polygons are "
        "then ignored.",
        optional=True,
    )
    validation_area = Polygons(
        "Validation area",
        "Polygons that are held back from the training to measure the accuracy. Default: blocks of the images.",
        optional=True,
    )
    validation_share = Float(
        "Validation share (0 to 1)",
        "Without a validation area, this share of the images is held back for validation. It is held back in blocks, "
        "because pixels next to training pixels would give an accuracy that is too high.",
        default=0.2,
        min=0.0,
        max=0.9,
    )
    network = Choice(
        "Network",
        "'unet' is the standard choice. 'resunet' is faster on a CPU. 'fcn' uses more context and has coarser edges. "
        "'mlp' combines the features of 'fcn' at all scales, which gives finer edges. With second images, 'unet' means "
        "'multiunet', which reads each image at its own resolution; the other networks take none.",
        ["unet", "resunet", "fcn", "mlp", "multiunet"],
        default="unet",
    )
    base_channels = Int(
        "Base channels",
        "Number of feature channels at full resolution. Computing time grows with its square. 32 is usual; 16 is "
        "enough for easy tasks.",
        default=32,
        min=4,
        max=256,
        advanced=True,
    )
    initial_model = ModelFile(
        "Initial model (for fine-tuning)",
        "An existing model to fine-tune. The training keeps its network, base channels and scaling. A 'unet' that was "
        "trained without second images can be continued with them. Default: the training starts from random weights.",
        task="segmentation or polygons",
        several=True,
        optional=True,
    )
    loss = Choice(
        "Loss function",
        "The function that the training minimizes. Soft IoU helps when a class is rare, or when the overlap of areas "
        "matters most.",
        ["cross-entropy", "cross-entropy + soft IoU"],
        default="cross-entropy + soft IoU",
        advanced=True,
    )
    schedule = Choice(
        "Learning rate schedule",
        "How the learning rate changes during the training. 'one-cycle' is nearly always a good choice.",
        ["one-cycle", "triangular cyclic", "cosine"],
        default="one-cycle",
        advanced=True,
    )
    learning_rate = Float(
        "Maximum learning rate",
        "Step size of the optimizer. Lower it (for example to 0.0003) when the loss jumps, or for fine-tuning.",
        default=1e-3,
        min=1e-7,
        max=1.0,
        decimals=7,
        advanced=True,
    )
    epochs = Int(
        "Epochs",
        "Number of epochs. In each epoch the network is trained on as many windows as given by 'Windows per epoch'. "
        "The model of the epoch with the best validation result is saved.",
        default=20,
        min=1,
        max=100000,
    )
    samples_per_epoch = Int(
        "Windows per epoch",
        "Number of training windows that are drawn from the images in each epoch.",
        default=1000,
        min=1,
        max=10000000,
        advanced=True,
    )
    batch_size = Int(
        "Batch size",
        "Number of training windows that are processed together. Halve it if the memory is not sufficient.",
        default=8,
        min=1,
        max=4096,
        advanced=True,
    )
    crop_px = Int(
        "Window size (px)",
        "Side length of the training windows: a multiple of 32, at least 64 for 'fcn' and 'mlp'.",
        default=256,
        min=32,
        max=4096,
        advanced=True,
    )
    augmentation = Choice(
        "Augmentation",
        "How strongly the training windows are varied, so that the model also works on other images. 'flips and "
        "rotations' mirrors and rotates them; 'moderate' and 'strong' also vary scale, colours, haze and sharpness, "
        "and where labels are sparse, show what is labelled in other surroundings.",
        ["none", "flips and rotations", "moderate", "strong"],
        default="strong",
        advanced=True,
    )
    resolution_m = Resolution(
        "Training resolution (m)",
        "Pixel size on the ground. The training images are resampled to it, and later the images that the model is "
        "applied to. Default: that of the initial model, else the pixel size of the first image.",
        min=0.001,
        optional=True,
        advanced=True,
    )
    device = Segment.device.but(
        help="The processor that trains the network. 'auto' takes the one chosen in the options (Processing > "
        "Providers > EO Deep), else the best one available, 'cuda' an NVIDIA GPU ('cuda:1' the second one), 'gpus' all "
        "NVIDIA GPUs of this machine, which share each batch, 'mps' an Apple GPU. Only 'auto' without a chosen one, "
        "and 'gpus', fall back to the CPU; any other device must be available.",
        options=[*DEVICES, "gpus"],
    )
    seed = Int(
        "Random seed",
        "The same seed on the same computer gives the same model.",
        default=0,
        min=0,
        max=2147483647,
        advanced=True,
    )
    resume = Bool(
        "Resume an interrupted training",
        "Continues from the checkpoint beside the model file, if there is one. The result is the same as without the "
        "interruption. All other parameters must be the same as before.",
        default=False,
        advanced=True,
    )
    imprecise_labels = Layers(
        "Imprecise labels",
        "Instead of labels: a large map that may be outdated, displaced or incomplete, as polygons or class rasters. "
        "The network is trained with it first (step 1), then with the clean labels and a quarter of imprecise windows "
        "(step 2). For comparison, a third network is trained with the clean labels only. The best of the three is "
        "saved; all are validated with clean labels of places that none was trained with, and where these are few "
        "also with imprecise ones. Default: none.",
        images="images",
        optional=True,
        advanced=True,
    )
    clean_labels = Layers(
        "Clean labels",
        "Correct labels of a small part of the images, with the same classes as the imprecise labels. Validation data "
        "are taken from these alone. Default: none.",
        images="images",
        optional=True,
        advanced=True,
    )
    clean_area = Polygons(
        "Area with clean labels",
        "Polygons where the clean labels are complete. Needed where the clean labels are polygons without a class "
        "field. Default: clean labels count where there are any.",
        optional=True,
        advanced=True,
    )
    label_error_m = Float(
        "Usual error of the imprecise labels (m)",
        "How far the edges in the imprecise labels usually lie from the true ones. So near to an edge between two "
        "classes, the imprecise labels are not used.",
        default=0.0,
        min=0.0,
        max=1000.0,
        advanced=True,
    )
    align_labels = Bool(
        "Align the imprecise labels first",
        "Moves the imprecise labels, which must be polygons of buildings, to where the images show them, as 'Align "
        "vectors' does.",
        default=False,
        advanced=True,
    )
    tolerate_omissions = Bool(
        "Imprecise labels may lack objects",
        "Where the network gives an object a probability above 0.9 during the training and the imprecise labels have "
        "background, the pixel is not used. The report has the share of these pixels. This applies to labels with the "
        "background value 0.",
        default=True,
        advanced=True,
    )
    scalars = Text(
        "Numbers of the images",
        "Numbers in which the images differ, such as the sun's elevation, which the network reads beside the bands: "
        "name, unit, and a number for each image, as 'sun elevation (°) = 34.2, 51; day of year = 289, 112'. The model "
        "then needs them of each image that it is applied to. Default: none.",
        optional=True,
        advanced=True,
    )
    legend = Legend(
        "Names and colours of the classes",
        "'value = name #rrggbb' for each class, separated by semicolons, such as '1 = forest #1a9850; 2 = water'. The "
        "model has them, and its maps are shown in them. Default: the names and colours in which the project shows the "
        "labels by the class field.",
        layers="labels",
        field="class_field",
    )
    model = ModelOut(
        "Trained model",
        "The model file: the weights, and everything needed to apply them (bands, resolution, scaling, classes, "
        "training record). Default: a new file in your folder of models.",
        name="segmentation",
    )
    report = HtmlOut(
        "Training report",
        "An HTML page with the training curves (loss and accuracy), the confusion matrix, and predictions beside the "
        "labels.",
        optional=True,
    )
