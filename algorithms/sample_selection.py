"""Samples for training: how many there are in each class, which of them are taken, and what rasters hold there."""

from __future__ import annotations

from typing import Any

from .framework.base import Algorithm
from .framework.layers import Area, BandNumbers, Field, LabelLayer, Layers, Points, Raster, Rasters
from .framework.outputs import FileOut, FolderOut, HtmlOut, LabelsOut, NumberOutput, PointsOut, VectorOut
from .framework.params import Choice, DataFile, Float, Int, Text
from .framework.translation import tr
from .pixel_classification import TrainPixels
from .segmentation import TrainSegmentation

OVERLAPS = ["leave out", "keep"]


class ClassStatistics(Algorithm):
    """Count the pixels of an image that each class of labels has, before samples are selected.

    A pixel belongs to a polygon that holds its centre, to a line that touches it, and to a point that lies in it.
    Pixels that are nodata in any band of the image cannot be samples; they are counted by themselves, as are pixels in
    features of several classes, features outside the image, and features that have no pixel of their own.
    """

    title = "Class statistics"
    group = "Pixels and samples"
    tags = ("sampling", "training", "ground truth", "polygon class statistics", "pixels", "count", "orfeo", "otb")

    image = Raster("Image", "The image on whose pixels the labels are counted.")
    labels = LabelLayer(
        "Labels",
        "The ground truth: polygons, lines, points or a class raster, in any CRS. A class raster with other pixels "
        "than the image's is read by nearest neighbour; its nodata have no label.",
    )
    class_field = Field(
        "Class field",
        "The field of the labels with the class: texts, or any whole numbers. Default: all features are one class, "
        "'object'.",
        parent="labels",
        optional=True,
    )
    area = Area(
        "Area",
        "Only pixels with their centre inside these polygons (in any CRS) can be samples. Default: the whole image.",
        optional=True,
    )
    overlaps = Choice(
        "Overlaps",
        "Pixels in features of several classes: 'leave out' = they are counted, but cannot be samples; 'keep' = they "
        "count in each feature, as in the Orfeo ToolBox, where pixels in two features of one class count twice.",
        OVERLAPS,
        default="leave out",
        advanced=True,
    )
    output = LabelsOut(
        "Counted labels",
        "The features with the numbers of their pixels: pixels that can be samples, their area in hectares, nodata, "
        "pixels in several classes, pixels outside the area. Of a class raster, a rectangle around the pixels of each "
        "class.",
        optional=True,
    )
    table = FileOut(
        "Table",
        "A CSV file with a row for each class.",
        suffix=".csv",
        kind="CSV files",
        optional=True,
        by_default=False,
    )
    report = HtmlOut("Class report", "An HTML page with the same table.", optional=True)
    classes = NumberOutput("Classes", "Number of classes that have at least one pixel that can be a sample.")
    pixels = NumberOutput("Usable pixels", "Number of pixels that can be samples.")
    smallest = NumberOutput(
        "Pixels of the rarest class", "Number of pixels that can be samples in the class that has the fewest of them."
    )


class SelectSamples(Algorithm):
    """Select labelled pixels of images as samples for training, validation and test.

    The strategy decides how many samples of each class are selected, the sampler which ones. The same seed gives the
    same samples on every computer. Validation and test samples lie in polygons, or in blocks of the image, of their
    own: pixels next to training pixels would give an accuracy that is too high.

    Pixels that are nodata in any band of their image are left out, and the log reports how many, as it does for pixels
    in several classes and features outside the images. 'Extract samples' adds the values of rasters to the points.
    """

    title = "Select samples"
    group = "Pixels and samples"
    tags = ("sampling", "training", "ground truth", "random points", "stratified", "validation", "split", "orfeo",
            "otb")

    images = Rasters("Images", "One or more images whose pixels become samples.")
    labels = Layers(
        "Labels",
        "The ground truth: polygons, lines, points or class rasters, in any CRS. Either one layer for all images, or "
        "one layer for each image in the same order. A pixel belongs to a polygon that holds its centre, to a line "
        "that touches it, and to a point that lies in it.",
        images="images",
    )
    class_field = ClassStatistics.class_field
    strategy = Choice(
        "Strategy",
        "How many samples: 'smallest' = as many of each class as the smallest class has; 'constant' = the count of "
        "each class; 'percent' = this percentage of each class; 'total' = the count in all, in the proportions of the "
        "classes; 'byclass' = as the class table lists; 'all' = all pixels (at most 2,000,000).",
        ["smallest", "constant", "percent", "total", "byclass", "all"],
        default="smallest",
    )
    count = Float(
        "Count or percentage",
        "For the strategies 'constant' and 'total' a number of samples, for 'percent' a percentage. Default: 1000 "
        "samples, or 50 %.",
        min=0.0,
        optional=True,
    )
    class_table = DataFile(
        "Class table",
        "For the strategy 'byclass': a text file with a class and a number of samples on each line, with a tab, a "
        "semicolon, a comma or a space between them. Lines that start with # are comments. Default: no table.",
        [".csv", ".txt"],
        optional=True,
    )
    sampler = Choice(
        "Sampler",
        "Which pixels: 'random' = at random, where more samples include fewer ones with the same seed; 'regular' = at "
        "equal distances in the order of the image's rows; 'spread' = at random, but with a minimum distance between "
        "samples of the same class.",
        ["random", "regular", "spread"],
        default="random",
    )
    min_distance_m = Float(
        "Minimum distance (m)",
        "For the sampler 'spread': samples of the same class are at least this far apart. Default: a distance at which "
        "the wanted number of samples fits into the class.",
        min=0.0,
        optional=True,
    )
    validation_share = TrainSegmentation.validation_share.but(
        help="Share of the samples of each class for validation, in whole polygons or lines, or in blocks where labels "
        "are points or rasters. At least 40 % of each class are for training.",
        default=0.25, max=0.5,
    )
    test_share = Float(
        "Test share (0 to 1)",
        "Share of the samples of each class for a final test, chosen in the same way.",
        default=0.0,
        min=0.0,
        max=0.5,
        advanced=True,
    )
    block_px = Int(
        "Block size (px)",
        "Side length of the blocks that are for training, validation or test as a whole, where labels are points or "
        "rasters.",
        default=128,
        min=1,
        max=100000,
        advanced=True,
    )
    area = Area(
        "Area",
        "Only pixels with their centre inside these polygons (in any CRS) are selected. Default: all pixels.",
        optional=True,
    )
    overlaps = Choice(
        ClassStatistics.overlaps.label,
        "Pixels in features of several classes: 'leave out' = they are no samples; 'keep' = they can be a sample of "
        "each feature, as in the Orfeo ToolBox.",
        OVERLAPS,
        default="leave out",
        advanced=True,
    )
    min_per_class = Int(
        "Minimum per class",
        "Number of samples that each class gets at least, if it has as many pixels.",
        default=0,
        min=0,
        max=2000000,
        advanced=True,
    )
    distribution = Choice(
        "Distribution over images",
        "How the samples of a class are distributed over several images: 'proportional' = to its pixels in each image; "
        "'equal' = the same number in each image; 'custom' = by the strategy with a count for each image.",
        ["proportional", "equal", "custom"],
        default="proportional",
        advanced=True,
    )
    image_counts = Text(
        "Counts of the images",
        "For the distribution 'custom': a count or percentage for each image, separated by commas. Default: none.",
        optional=True,
        advanced=True,
    )
    seed = TrainSegmentation.seed.but(help="Another seed gives other random samples, and another split.")
    output = PointsOut(
        "Samples",
        "Points in the centres of the pixels, or where the labels have points: class, value (the class as a whole "
        "number), polygon (the number of the feature), part (training, validation or test), image, row and column.",
    )
    rejected = PointsOut(
        "Rejected pixels",
        "Points with the reason why a labelled pixel or a feature gave no sample: nodata, several classes, outside the "
        "area or the images, too close to another sample. At most 10,000 for each reason.",
        style="rejected.qml",
        optional=True,
        by_default=False,
    )
    table = FileOut(
        ClassStatistics.table.label,
        "A CSV file with the pixels, the wanted and the selected samples of each class.",
        suffix=".csv",
        kind="CSV files",
        optional=True,
        by_default=False,
    )
    samples = NumberOutput("Samples", "Number of samples.")
    training = NumberOutput("Training samples", "Number of samples for training.")
    validation = NumberOutput("Validation samples", "Number of samples for validation.")
    test = NumberOutput("Test samples", "Number of samples for the test.")

    def check(self, values: dict[str, Any]) -> str | None:
        if (values.get("STRATEGY") == "byclass") != bool(values.get("CLASS_TABLE")):
            return tr("The strategy 'byclass', and no other, needs a class table.")
        if (values.get("DISTRIBUTION") == "custom") != bool(values.get("IMAGE_COUNTS")):
            return tr("The distribution 'custom', and no other, needs counts of the images.")
        return None


class ExtractSamples(Algorithm):
    """Add the values of rasters to samples: a column for each band.

    The rasters may have any pixels, extents and CRSs: each gives the value of the pixel in which a point lies. Where a
    raster is nodata or does not reach, its columns are null, and the field 'reason' names the raster. The columns are
    named after the descriptions of the bands, or after the file where it has one band without a description.

    Means and standard deviations over windows, formulas, and the features of a layer of a model are further columns.
    For them, and for bilinear resampling, all rasters are read on the pixels of the first one, as 'Classify pixels'
    does.
    """

    title = "Extract samples"
    group = "Pixels and samples"
    tags = ("sampling", "values", "features", "training", "raster values to points", "sample raster", "orfeo", "otb")

    samples = Points(
        "Samples",
        "Points, such as those of 'Select samples', in any CRS. All their fields stay.",
    )
    images = Rasters("Images", "The rasters whose values are added, in the order of the columns.")
    window_px = Int(
        "Window (px)",
        "Side of a square window around each pixel, an odd number. Mean and standard deviation of each band over the "
        "window are further columns. With 1 there are none.",
        default=1,
        min=1,
        max=63,
    )
    formulas = Text(
        "Formulas",
        "Indices that are further columns, separated by semicolons, such as 'ndvi = (B08 - B04) / (B08 + B04)'. Bands "
        "are called like their columns; in formulas, each character of a name that is no letter or digit is '_'. "
        "Default: none.",
        optional=True,
    )
    resampling = Choice(
        "Resampling",
        "'nearest' = the value of the pixel in which a point lies; 'bilinear' = the other rasters are interpolated at "
        "the pixels of the first one.",
        ["bilinear", "nearest"],
        default="nearest",
        advanced=True,
    )
    layer_model = TrainPixels.layer_model.but(
        help="A model of a network on one image, such as a segmentation model. A layer of it gives further columns of "
        "the first image. Default: none.",
    )
    layer = TrainPixels.layer.but(optional=True)
    output = PointsOut(
        "Samples with values",
        "The samples with a column for each band and feature, and a reason where values are missing. In a table (.csv) "
        "the columns x and y have the coordinates.",
    )
    complete = NumberOutput("Complete samples", "Number of samples that have all values.")


class ExtractPatches(Algorithm):
    """Cut images and labels into patches (chips) for other software, divided into training, validation and test.

    Each patch is one GeoTIFF per source and one for the labels, with the same name, or what the format wants instead.
    Patches of several sources cover exactly the same ground. Patches of different parts keep a gap, because pixels next
    to training pixels would give an accuracy that is too high. The log has a line for each reason why patches are left
    out, and the index layer shows them. EO Deep's own trainings need no patches; 'Train a segmentation model' can read
    such a folder, too.
    """

    title = "Extract patches"
    group = "Pixels and samples"
    tags = (
        "chips", "export", "training", "coco", "yolo", "pascal voc", "otbtf", "dataset", "tiles", "ground truth",
        "training data",
    )  # fmt: skip

    images = Rasters(
        "Images",
        "One or more images with the same bands: the finest source. The patches have their pixels, unchanged.",
    )
    labels = Layers(
        TrainSegmentation.labels.label,
        "The ground truth: polygons or class rasters, in any CRS. Either one layer for all images, or one layer for "
        "each image in the same order.",
        images="images",
    )
    class_field = TrainSegmentation.class_field
    bands = BandNumbers(
        TrainSegmentation.bands.label,
        "The bands of the images that the patches have, in this order, for example '3, 2, 1'. Software for YOLO and "
        "Pascal VOC mostly reads three bands of 8 bits only. Default: all bands but alpha.",
        optional=True,
    )
    second_images = Rasters(
        "Second images",
        "A further source, such as bands of 20 m beside bands of 10 m: one image for all, or one for each image in the "
        "same order. Where its pixels are whole numbers of the images' pixels they are cut as they are, otherwise "
        "resampled. Default: one source.",
        optional=True,
    )
    second_bands = BandNumbers(
        "Band numbers of the second images",
        "As for the images. Default: all bands but alpha.",
        optional=True,
        advanced=True,
    )
    third_images = Rasters("Third images", "One more source, like the second images. Default: none.", optional=True)
    third_bands = BandNumbers(
        "Band numbers of the third images",
        "As for the images. Default: all bands but alpha.",
        optional=True,
        advanced=True,
    )
    area = Area(
        TrainSegmentation.area.label,
        "Polygons where the labels are complete. Pixels outside have no label. Default: the labels are complete on the "
        "whole images; with a class field, pixels between the polygons have no label.",
        optional=True,
    )
    patch_px = Int(
        "Patch size (px)",
        "Side length of the patches in pixels of the images. With several sources, patches must be whole pixels of "
        "each of them.",
        default=256,
        min=8,
        max=4096,
    )
    step_px = Int(
        "Step (px)",
        "Distance between the first pixels of neighbouring patches. With a step below the patch size, patches of one "
        "part overlap. Default: the patch size, so that patches lie side by side; on a chessboard plus the gap.",
        min=1,
        max=1000000,
        optional=True,
        advanced=True,
    )
    layout = Choice(
        "Layout",
        "'grid' deals blocks of patches over the parts. 'chessboard' alternates between training and validation. "
        "'balanced' is a grid with equal numbers of patches of each class; a patch counts for the class of most of its "
        "pixels, and for the background only if it has no other.",
        ["grid", "chessboard", "balanced"],
        default="grid",
    )
    gap_px = Int(
        "Gap between parts (px)",
        "Minimum distance between patches of different parts; nearer ones are left out. Default: one patch.",
        min=0,
        max=1000000,
        optional=True,
        advanced=True,
    )
    validation_share = TrainSegmentation.validation_share.but(
        help="The share of the labelled pixels of each class for validation. On a chessboard it is one half.",
    )
    test_share = Float(
        "Test share (0 to 1)",
        "The share of the labelled pixels of each class for the test. A chessboard has no test part.",
        default=0.0,
        min=0.0,
        max=0.9,
        advanced=True,
    )
    count = Int(
        "Number of patches",
        "This number of patches is selected at random, the same with the same seed. Default: all; with the layout "
        "'balanced' as many of each class as the rarest class has.",
        min=1,
        max=100000000,
        optional=True,
        advanced=True,
    )
    max_nodata_share = Float(
        "Maximum nodata share (0 to 1)",
        "Patches with a larger share of nodata in any source are left out. Nodata pixels have no label.",
        default=0.0,
        min=0.0,
        max=1.0,
        advanced=True,
    )
    min_labelled_share = Float(
        "Minimum labelled share (0 to 1)",
        "Patches with a smaller share of labelled pixels are left out. Patches without any are always left out.",
        default=0.0,
        min=0.0,
        max=1.0,
        advanced=True,
    )
    file_format = Choice(
        "Format",
        "'GeoTIFF': folders of images and labels, which 'Train a segmentation model' reads. 'COCO': instances with "
        "polygons. 'YOLO detection' and 'YOLO segmentation': a text file per image, and data.yaml. 'Pascal VOC': XML "
        "files with boxes, and masks. 'OTBTF': all patches of a part in one raster. Objects are the polygons, or the "
        "connected pixels of each class of a class raster. Images are GeoTIFF files in all formats.",
        ["GeoTIFF", "COCO", "YOLO detection", "YOLO segmentation", "Pascal VOC", "OTBTF"],
        default="GeoTIFF",
    )
    seed = TrainSegmentation.seed.but(help="The same seed gives the same patches.")
    output = FolderOut("Folder of patches", "A new or empty folder. index.gpkg in it is the same as the index layer.")
    index = VectorOut(
        "Index of patches",
        "The footprints of all patches with their part (training, validation, test, left out), the reason why they are "
        "left out, the class of most pixels, and the number of pixels of each class.",
        style="patch_index.qml",
        optional=True,
    )
    written = NumberOutput("Patches written", "Number of patches in the folder.")
    training_patches = NumberOutput("Training patches", "Number of patches for training.")
    validation_patches = NumberOutput("Validation patches", "Number of patches for validation.")
    test_patches = NumberOutput("Test patches", "Number of patches for the test.")
    left_out = NumberOutput("Patches left out", "Number of patches that are left out.")
