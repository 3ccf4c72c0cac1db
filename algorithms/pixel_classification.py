"""Pixel classification: classify pixels by features and classic classifiers, and train these."""

from __future__ import annotations

from .framework.base import Algorithm
from .framework.layers import Area, BandNumbers, ClassField, Layers, NumberFields, Points, Raster, Rasters
from .framework.outputs import HtmlOut, NumberOutput, RasterOut
from .framework.params import Bool, Choice, Int, ModelFile, Text
from .framework.translation import tr
from .segmentation import Segment, TrainSegmentation


class ClassifyPixels(Algorithm):
    """Classify every pixel of an image of any size by a classifier on its features.

    The features are those that the model was trained on: bands of one or several images, means and standard deviations
    over windows, and formulas. The image is processed tile by tile, with the surroundings that windows need, so that
    no tile shows in the result. Pixels that are nodata in any image stay nodata.
    """

    title = "Classify pixels"
    group = "Pixels and samples"
    tags = (
        "random forest", "svm", "support vector machine", "nearest neighbours", "gradient boosting",
        "logistic regression", "scikit-learn", "land cover", "supervised", "confidence", "machine learning",
        "landcover",
    )  # fmt: skip

    image = Raster("Image", "The image to classify: any raster that GDAL reads, of any size and data type. Of a model "
                            "that needs several images, the first one, whose pixels are classified.")  # fmt: skip
    model = ModelFile(
        Segment.model.label,
        "A model file (.safetensors) from 'Train a pixel classifier'. It contains the classifier, the features and the "
        "classes.",
        task="pixels",
        image="image",
        bands="bands",
        others="other_images",
    )
    other_images = Rasters(
        Segment.other_images.label,
        "The other images that the model needs, in the order of its training. They may have another resolution or CRS "
        "and are resampled to the pixels of the first image. Default: the model needs one image.",
        optional=True,
    )
    bands = Segment.bands
    area = Area(Segment.area.label, Segment.area.help, optional=True)
    overviews = Segment.overviews
    resume = Segment.resume
    keep_parts = Segment.keep_parts
    cluster = Segment.cluster
    output = RasterOut(Segment.output.label, Segment.output.help)
    probabilities = RasterOut(
        Segment.probabilities.label, Segment.probabilities.help, optional=True, by_default=False)  # fmt: skip
    confidence = RasterOut(
        "Confidence",
        "A GeoTIFF with the probability of the class that each pixel got, 0 to 1.",
        optional=True,
        by_default=False,
    )
    margin = RasterOut(
        "Margin",
        "A GeoTIFF with the difference between the highest and the second highest probability, 0 to 1. Where it is "
        "small, two classes are nearly as probable.",
        optional=True,
        by_default=False,
    )


class TrainPixels(Algorithm):
    """Train a classifier of pixels on their features, from images with labels or from samples.

    Features are the bands of one, two or three images of the same place and, where wanted, means and standard
    deviations over windows around each pixel and formulas such as a vegetation index. Pixels to train on are drawn at
    random from the labels, or given as points with a number field for each feature.

    The accuracy is measured on whole polygons that the classifier has not seen. Neighbouring pixels of one polygon are
    nearly equal, so the accuracy on single pixels, which the report gives to compare, is too good.
    """

    title = "Train a pixel classifier"
    group = "Pixels and samples"
    tags = ("learn", "random forest", "svm", "support vector machine", "nearest neighbours", "gradient boosting",
            "logistic regression", "perceptron", "scikit-learn", "supervised", "machine learning", "training")

    samples = Points(
        "Samples",
        "Points with a class and a number field for each feature. Fields 'polygon' (which points belong together) "
        "and 'part' ('training', or another part to test the classifier with) are used where they exist. Default: "
        "pixels are drawn from the images and labels.",
        optional=True,
    )
    images = Rasters(
        TrainSegmentation.images.label,
        "One or more images with the same bands, to draw samples from. Bands with names may be in a different order in "
        "each image. Default: samples are given.",
        optional=True,
    )
    labels = Layers(
        TrainSegmentation.labels.label,
        "The ground truth: polygons, lines, points or class rasters, in any CRS. Either one layer for all images, or "
        "one layer for each image in the same order. Pixels of several classes are not used. Default: samples are "
        "given.",
        images="images",
        optional=True,
    )
    class_field = ClassField(
        TrainSegmentation.class_field.label,
        "The field that holds the class: numbers or names. Default: 'class' of samples; all labels are one class.",
        parent="labels",
        optional=True,
    )
    second_images = Rasters(
        TrainSegmentation.second_images.label,
        "A further image of each place, in the same order as the images. It may have another resolution or CRS and is "
        "resampled to the pixels of the first image. Default: none.",
        images="images",
        optional=True,
    )
    third_images = TrainSegmentation.third_images
    bands = BandNumbers(
        TrainSegmentation.bands.label, TrainSegmentation.bands.help, optional=True, advanced=True)  # fmt: skip
    second_bands = TrainSegmentation.second_bands
    third_bands = TrainSegmentation.third_bands
    resampling = Choice(
        "Resampling",
        "How the second and third images are brought to the pixels of the first one. 'nearest' keeps their values, "
        "'bilinear' interpolates between them.",
        ["bilinear", "nearest"],
        default="bilinear",
        advanced=True,
    )
    window_px = Int(
        "Window (px)",
        "Side of a square window around each pixel, an odd number. Mean and standard deviation of each band over the "
        "window are further features; 7 is often a good choice. With 1 there are none.",
        default=1,
        min=1,
        max=63,
    )
    formulas = Text(
        "Formulas",
        "Indices that are further features, separated by semicolons, such as 'ndvi = (B08 - B04) / (B08 + B04)'. They "
        "may hold band names, numbers, + - * / **, brackets, sqrt, abs, log and exp. In a band's name, any character "
        "that is not a letter or digit is written '_'. Default: none.",
        optional=True,
    )
    layer_model = ModelFile(
        "Model of the layer",
        "A model of a network on one image, such as a segmentation model. A layer of it gives further features of the "
        "first image. The network becomes part of the model file. Default: none.",
        task="segmentation, polygons, scenes or series",
        optional=True,
        advanced=True,
    )
    layer = Text(
        "Network layer",
        "The layer of that model: 'last features', 'bottleneck', 'level 1', 'level 2' and so on, 'shared code' of a "
        "time series model, or a module's path in the network.",
        default="last features",
        advanced=True,
    )
    fields = NumberFields(
        "Feature fields",
        "The fields of the samples that are features. Default: all number fields that are not of 'Select samples'.",
        parent="samples",
        optional=True,
        advanced=True,
    )
    classifier = Choice(
        "Classifier",
        "'random forest' suits most data. 'logistic regression' is fast, and often better where polygons are few. "
        "'gradient boosting' needs many samples. 'support vector machine' and 'nearest neighbours' use at most 20,000 "
        "samples and are slow on large images. 'perceptron' is a small neural network.",
        ["random forest", "gradient boosting", "logistic regression", "support vector machine", "nearest neighbours",
         "perceptron"],
        default="random forest",
    )  # fmt: skip
    trees = Int(
        "Trees",
        "Number of trees of a random forest, or of rounds of gradient boosting.",
        default=100,
        min=1,
        max=2000,
        advanced=True,
    )
    neighbours = Int(
        "Neighbours", "Number of samples that nearest neighbours look at.", default=5, min=1, max=1000, advanced=True
    )
    balance = Bool(
        "Balance the classes",
        "Weighs the samples so that all classes count alike, however many samples they have. Not possible for nearest "
        "neighbours and perceptron.",
        default=False,
        advanced=True,
    )
    samples_per_class = Int(
        "Samples per class",
        "The maximum number of pixels of each class that are drawn from the labels. Classes with fewer pixels give all "
        "of them. Samples that are given as points are all used.",
        default=1000,
        min=2,
        max=1000000,
    )
    area = Area("Area", "Samples are only drawn inside these polygons. Default: everywhere.", optional=True)
    folds = Int(
        "Folds",
        "In how many parts the polygons are divided for the validation. Each part is held out once.",
        default=4,
        min=2,
        max=20,
        advanced=True,
    )
    seed = TrainSegmentation.seed
    legend = TrainSegmentation.legend
    model = TrainSegmentation.model.but(
        help="The model file: the classifier, and all that is needed to apply it (bands, features, classes, record). "
        "Default: a new file in your folder of models.",
        name="pixels",
    )
    report = HtmlOut(
        TrainSegmentation.report.label,
        "An HTML page with the accuracy by polygons and by pixels, confusion matrices, and the importance of the "
        "features.",
        optional=True,
    )
    overall_accuracy = NumberOutput(
        "Overall accuracy (0 to 1)", "The share of samples in held out polygons that get the right class.")  # fmt: skip
    mean_f_score = NumberOutput("Mean F score (0 to 1)", "The mean of the classes' F scores in held out polygons.")

    def check(self, values):
        has_samples, has_images = bool(values.get("SAMPLES")), bool(values.get("IMAGES"))
        if has_samples == has_images:
            return tr("Give either samples, or images with labels.")
        if has_images and not values.get("LABELS"):
            return tr("Give the labels of the images.")
        return None
