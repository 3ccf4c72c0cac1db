"""Refinement: class maps made better after the fact, from their probabilities and the image."""

from __future__ import annotations

from .framework.base import Algorithm
from .framework.layers import Area, Bands, Layers, Raster, Rasters
from .framework.outputs import HtmlOut, NumberOutput, RasterOut, TextOutput
from .framework.params import Choice, Float, Int, ModelFile
from .segmentation import Segment, TrainSegmentation


class RefineMap(Algorithm):
    """Improve a class map from its class probabilities and the image, with any model's or program's probabilities.

    'calibrate' corrects the probabilities by a temperature and a bias. 'crf' lets classes follow the edges in the
    image, by a conditional random field (CRF) that compares each pixel with its neighbours up to the radius. Its
    defaults are mild: the strong ones of the literature remove small objects. 'learned' does so by a small network.
    'majority' gives each pixel the most frequent class around it, also in a class map without probabilities. 'fusion'
    joins several maps of the place.

    All numbers can be fitted on labels with 'Train a refinement', which also measures whether a refinement helps.

    The result is the same for any tile size, and the memory use is small and constant. Nodata pixels stay nodata.
    Pixels without an image are only calibrated.
    """

    title = "Refine a class map"
    group = "Segmentation"
    tags = ("crf", "conditional random field", "post-processing", "calibration", "temperature", "regularization")

    probabilities = Raster(
        "Class probabilities",
        "A raster with a band for each class, 0 to 1 (bytes: 0 to 255), which sum to 1 at each pixel, such as "
        "'Segment an image' writes. A single band is the probability of the second class of two. For 'majority' also a "
        "class map.",
    )
    image = Raster(
        "Image",
        "The image that the classes were predicted from, or another image of the place, with any CRS and resolution. "
        "'crf' and 'learned' need it. Default: none.",
        optional=True,
    )
    model = ModelFile(
        "Model",
        "A model file (.safetensors) from 'Train a refinement', with a method and its numbers. Default: no model, but "
        "the numbers below.",
        task="refinement",
        optional=True,
    )
    method = Choice(
        "Method",
        "'calibrate', 'crf', 'learned' (with a model), 'majority' or 'fusion'. 'auto' is the method of the model, "
        "without a model 'crf'.",
        ["auto", "calibrate", "crf", "learned", "majority", "fusion"],
        default="auto",
    )
    other_maps = Rasters(
        "Other maps",
        "For 'fusion': further probabilities of the same classes at the same place, with any CRS and resolution. "
        "Default: none.",
        optional=True,
    )
    fusion = Choice(
        "Fusion",
        "How several maps become one: by the mean of their log-probabilities, or by their votes. With a model, which "
        "states how reliable each map is, a vote counts by its recall, or is evidence with the mass of its precision "
        "(Dempster-Shafer).",
        ["mean log-probability", "votes by recall", "Dempster-Shafer"],
        default="mean log-probability",
        advanced=True,
    )
    bands = Bands(
        "Bands (in the model's order)",
        "The bands of the image that are compared. Default: those of the model, without a model all bands but alpha.",
        parent="image",
        optional=True,
        advanced=True,
    )
    threshold = Float(
        "Probability threshold (0 to 1)",
        "For two classes: the probability from which on the second class is chosen. The calibration moves it to 0.5. "
        "Default: 0.5.",
        min=0.0,
        max=1.0,
        optional=True,
        advanced=True,
    )
    temperature = Float(
        "Temperature",
        "The log-odds are divided by it. A value above 1 lowers probabilities that are too certain, which lets the "
        "image change more. Default: 1.",
        min=0.01,
        max=100.0,
        optional=True,
        advanced=True,
    )
    image_weight = Float(
        "Weight of similar neighbours",
        "How strongly neighbours with similar values in the image have the same class. Default: 4.",
        min=0.0,
        max=100.0,
        optional=True,
        advanced=True,
    )
    reach_px = Float(
        "Reach of similar neighbours (px)",
        "The standard deviation of the distance of similar neighbours. Default: 8 px.",
        min=0.1,
        max=1000.0,
        optional=True,
        advanced=True,
    )
    tolerance = Float(
        "Tolerance of values",
        "The standard deviation of the difference between similar values, in quarters of the range of the image's "
        "values. Default: 0.15.",
        min=0.001,
        max=100.0,
        optional=True,
        advanced=True,
    )
    smoothing_weight = Float(
        "Weight of adjacent pixels",
        "How strongly adjacent pixels have the same class, whatever the image shows. Default: 2.",
        min=0.0,
        max=100.0,
        optional=True,
        advanced=True,
    )
    radius_px = Int(
        "Radius (px)",
        "Neighbours farther away in x or y are not compared. Default: 5 px; for 'majority' 1 px, the radius of a disc.",
        min=1,
        max=15,
        optional=True,
        advanced=True,
    )
    dilation = Int(
        "Dilation",
        "Only each second (third, ...) pixel up to the radius times 2 (3, ...) is compared. Default: 1.",
        min=1,
        max=8,
        optional=True,
        advanced=True,
    )
    iterations = Int(
        "Iterations",
        "Number of updates of the CRF's mean field, or of passes of 'majority'. Default: 5; for 'majority' 1.",
        min=1,
        max=20,
        optional=True,
        advanced=True,
    )
    device = Segment.device
    core_px = Segment.core_px
    overviews = Segment.overviews
    resume = Segment.resume
    keep_parts = Segment.keep_parts
    cluster = Segment.cluster
    output = RasterOut("Class map", "A GeoTIFF with one byte per pixel: the number of the class; 255 is nodata.")
    refined = RasterOut(
        "Refined probabilities",
        "A GeoTIFF with a band per class: the refined probability of the class at each pixel, 0 to 1. Not for "
        "'majority'.",
        optional=True,
        by_default=False,
    )
    changed_share = NumberOutput(
        "Share of changed pixels (0 to 1)", "The share of the valid pixels whose most probable class changed, 0 to 1."
    )


class TrainRefinement(Algorithm):
    """Fit a refinement of class maps on labels, and find out whether it helps.

    The numbers of the method are fitted on windows with labels. Whether it helps is measured by cross-fitting: on
    windows that it was not fitted on, against probabilities with a fitted threshold. If it does not help, the model
    holds the fitted threshold, or leaves the probabilities as they are, and a warning gives the figures.

    Use probabilities that a model has predicted where it was not trained: those of its training images are too good.
    """

    title = "Train a refinement"
    group = "Segmentation"
    tags = ("crf", "conditional random field", "calibration", "temperature", "threshold", "fusion", "post-processing")

    probabilities = Rasters(
        "Class probabilities",
        "Rasters with a band for each class, 0 to 1, such as 'Segment an image' writes: one for each image, or for "
        "'fusion' several of the same place.",
    )
    labels = Layers(
        "Labels",
        "The ground truth: polygons or class rasters, in any CRS. Either one layer for all rasters, or one layer for "
        "each in the same order.",
        images="probabilities",
    )
    images = Rasters(
        "Images",
        "One image for each raster of probabilities, in the same order. 'crf' and 'learned' need them. Default: none.",
        optional=True,
    )
    method = Choice(
        "Method",
        "'calibrate' fits temperature and bias. 'crf' fits a conditional random field that lets classes follow the "
        "edges in the image. 'learned' trains a small network that does so; it needs labels of a million pixels or "
        "more. 'fusion' measures how reliable each of several maps is.",
        ["calibrate", "crf", "learned", "fusion"],
        default="crf",
    )
    class_field = TrainSegmentation.class_field
    bands = TrainSegmentation.bands
    area = Area(
        "Area with complete labels",
        "Polygons where the labels are complete. Pixels outside are not used. Default: the labels are complete on the "
        "whole rasters; with a class field, pixels between the polygons are then ignored.",
        optional=True,
    )
    epochs = TrainSegmentation.epochs.but(
        help="For 'learned': number of epochs, each of 64 windows.",
        default=10, max=10000, advanced=True,
    )
    device = Segment.device
    seed = TrainSegmentation.seed
    model = TrainSegmentation.model.but(
        help="The model file for 'Refine a class map'. Default: a new file in your folder of models.",
        name="refinement",
    )
    report = HtmlOut(
        "Report of the fit",
        "An HTML page with the agreement with the labels, before and after.",
        optional=True,
    )
    kept = TextOutput("Method of the model", "'calibrate' if the chosen method does not help.")
    iou_before = NumberOutput("IoU before (0 to 1)", "Of the probabilities as they are, on the labels.")
    iou_calibrated = NumberOutput("IoU calibrated (0 to 1)", "With the fitted threshold, on labels not used to fit it.")
    iou_after = NumberOutput("IoU after (0 to 1)", "Of what the model does, on labels not used to fit it.")
