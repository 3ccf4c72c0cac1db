"""Features of images without training data: write them, search for similar places, divide into classes."""

from __future__ import annotations

from .framework.base import Algorithm
from .framework.layers import BandNumbers, Places, Raster, Rasters
from .framework.outputs import FileOut, HtmlOut, NumberOutput, PointsOut, RasterOut
from .framework.params import Bool, Choice, DataFile, Float, Int, ModelFile, Text
from .pixel_classification import TrainPixels
from .segmentation import Segment, TrainSegmentation
from .time_series import TrainTimeSeries


class ExtractFeatures(Algorithm):
    """Write features of pixels as the bands of a raster: the features that a pixel classifier uses.

    Features are the bands of one or several images, means and standard deviations over windows, formulas, and a layer
    of a network. Instead of many features a few principal components can be written, which hold most of their variance.
    """

    title = "Extract features"
    group = "Series and change"
    tags = ("texture", "deep features", "principal components", "pca", "vegetation index", "ndvi", "activations")

    images = Rasters(
        TrainPixels.images.label,
        "Images of one place. The features have the pixels of the first one. The others may have another resolution or "
        "CRS and are resampled to it.",
    )
    resampling = TrainPixels.resampling
    use_bands = Bool("Write the bands", "Whether the bands themselves are among the features.", default=True)
    window_px = TrainPixels.window_px
    formulas = TrainPixels.formulas
    layer_model = ModelFile(
        TrainPixels.layer_model.label,
        "A model of a network on one image, such as a segmentation model. A layer of it gives further features of the "
        "first image. Default: none.",
        task="segmentation, polygons, scenes or series",
        optional=True,
    )
    layer = Text(TrainPixels.layer.label, TrainPixels.layer.help, default="last features")
    components = Int(
        "Principal components",
        "Writes this number of principal components of all features, instead of the features. Default: the features.",
        min=1,
        max=16,
        optional=True,
    )
    cells = Choice(
        "Features of cells",
        "Written instead of features of pixels, with a pixel for each cell. 'hand': means and deviations of the bands, "
        "detail and directions of edges of cells of 8 px. With a time series model as the model of the layer, 'shared "
        "code': what the place is, of cells of 8 px; 'exclusive code': what its date did, of cells of 16 px. Several "
        "images are then dates of one place: the mean over the dates that show a cell is written, and their number.",
        ["none", "hand", "shared code", "exclusive code"],
        default="none",
        optional=True,
        advanced=True,
    )
    dates = TrainTimeSeries.dates.but(help=f"Of features of cells. {TrainTimeSeries.dates.help}", advanced=True)
    masks = TrainTimeSeries.masks.but(
        help="Of features of cells: what is not to be used, one layer for each image or one for all: a scene "
        "classification, quality bits, or a layer that is not 0 where the image is bad. Default: clouds are found by "
        "their brightness where there are three dates or more.",
        images=None, advanced=True,
    )  # fmt: skip
    area = TrainTimeSeries.area.but(
        help="Of features of cells: polygons outside which the result is nodata. Default: everywhere.", advanced=True
    )
    overviews = Segment.overviews
    resume = Segment.resume
    keep_parts = Segment.keep_parts
    cluster = Segment.cluster
    output = RasterOut(
        "Features", "A GeoTIFF with a band for each feature, in half precision, or for each principal component."
    )


class FindSimilar(Algorithm):
    """Find the places of images that look like given points or polygons, without training data.

    Hand features compare directions of edges and the bands' means, so places are found again in images of other dates
    and other light. Embeddings that were made elsewhere, such as AlphaEarth's, serve as well.
    """

    title = "Find similar places"
    group = "Series and change"
    tags = ("retrieval", "template matching", "correlation", "embedding", "hog", "query by example", "alphaearth")

    images = Rasters(
        "Images to search",
        "One or more images. Each is searched on its own pixels, which must be about as large as those of the query "
        "image.",
    )
    query = Places(
        "Query",
        "What to search for: points or polygons, of which each is a query. A point stands for the window around it, a "
        "polygon for the cells in it. Polygons smaller than 3 x 3 cells count as points.",
    )
    query_image = Raster(
        "Query image",
        "The image that shows the queries. Default: the first of the images to search, or the series.",
        optional=True,
    )
    as_series = Bool(
        "Search a series",
        "Whether the images are dates of one place, which is then searched once: by the mean of the features over the "
        "dates that show a cell.",
        default=False,
        optional=True,
    )
    dates = TrainTimeSeries.dates.but(help=f"Of a series. {TrainTimeSeries.dates.help}", advanced=True)
    masks = ExtractFeatures.masks.but(
        help="What is not to be used, one layer for each image or one for all: a scene classification, quality bits, "
        "or a layer that is not 0 where the image is bad. Default: nodata, and clouds in a series of three dates or "
        "more.",
    )
    area = TrainTimeSeries.area.but(
        help="Only places whose centres lie in these polygons are found. Default: everywhere."
    )
    model = ModelFile(
        "Series model",
        "A model of a series of images, whose code of the place is compared instead of the features. Default: none.",
        task="series",
        optional=True,
    )
    features = Choice(
        "Features",
        "Without a model. 'hand': directions of edges and means of cells of 8 px, which need no training. 'bands': the "
        "bands of each pixel, in standard deviations. 'embedding': bands that are one vector for each pixel, whose "
        "directions are compared; scales and offsets of the bands are applied.",
        ["hand", "bands", "embedding"],
        default="hand",
    )
    bands = BandNumbers(
        "Bands",
        "Numbers of the bands to use, such as '4, 3, 2'. Default: all bands but alpha.",
        optional=True,
        advanced=True,
    )
    window_px = Int(
        "Window (px)",
        "Side of the window around a point that is compared. With hand features and models a multiple of 8. Default: "
        "64 with these, else 1.",
        min=1,
        max=1024,
        optional=True,
    )
    top = Int("Places per query", "Maximum number of places for each query, over all images.", default=10, min=1,
              max=10000)  # fmt: skip
    min_distance = Float(
        "Minimum distance (m)",
        "Between places that are found in the same image. In the query image, places that are as near to the query are "
        "left out. Without CRS in pixels. Default: half of the window.",
        min=0.0,
        optional=True,
    )
    device = Segment.device
    output = PointsOut(
        "Similar places",
        "Points with the number of the query's feature (query), rank, score (-1 to 1) and the name of the image "
        "(image), shown in squares as large as the windows that are compared.",
    )
    similarity = RasterOut(
        "Similarity",
        "A GeoTIFF of the first image with a band for each query: the score of the window around each cell, -1 to 1. "
        "Of a series the last band is how many dates show the cell.",
        optional=True,
        by_default=False,
    )
    matches = NumberOutput("Number of places", "Number of places in the result.")


class SegmentUnsupervised(Algorithm):
    """Divide an image, or several dates of one place, into classes that look alike, without training data (k-means).

    The classes have no meaning of their own: name, join or correct them afterwards, or use them as strata. With hand
    features, cells of 8 px are grouped, and the edges of the classes then follow those of the image. Of several dates,
    each cell has the mean of its features over the dates that show it.
    """

    title = "Segment without training data"
    group = "Series and change"
    tags = ("k-means", "clustering", "unsupervised", "isodata", "classification", "embedding", "alphaearth", "strata")

    images = Rasters(
        "Images", "The image to divide, or images of one place at different dates, which are divided as one."
    )
    dates = TrainTimeSeries.dates.but(advanced=True)
    masks = FindSimilar.masks
    area = TrainTimeSeries.area.but(help="Polygons outside which nothing is classified. Default: everywhere.")
    model = ModelFile(
        FindSimilar.model.label,
        "A model of a series of images, whose code of the place is grouped instead of the features. Default: none.",
        task="series",
        optional=True,
    )
    features = Choice(
        FindSimilar.features.label,
        "Without a model. 'hand': means, deviations, detail and anisotropy of cells of 8 px. 'bands': the bands of "
        "each pixel, in standard deviations. 'embedding': bands that are one vector for each pixel, whose directions "
        "count; scales and offsets of the bands are applied.",
        ["hand", "bands", "embedding"],
        default="hand",
    )
    bands = FindSimilar.bands
    classes = Text(
        "Number of classes",
        "2 to 30, or 'auto': the number before the largest drop of the silhouette among 2 to 15.",
        default="auto",
    )
    window_px = Int(
        FindSimilar.window_px.label,
        "Side of the window over which features are averaged. With hand features and models a multiple of 8. "
        "Default: 64 with hand features, 8 with a model, else 1.",
        min=1,
        max=1024,
        optional=True,
    )
    min_area = Float(
        "Minimum area (m²)",
        "Smaller regions join the neighbour with the longest common border. Without CRS in pixels.",
        default=0.0,
        min=0.0,
        decimals=1,
    )
    seed = TrainSegmentation.seed
    known_centres = DataFile(
        "Known centres",
        "The centres of classes that an earlier run wrote: the image gets these classes, by the scaling of the bands "
        "of that run. The number of classes must then be 'auto' or theirs. Default: new classes.",
        [".json"],
        optional=True,
        advanced=True,
    )
    device = Segment.device
    output = RasterOut("Class map", "A GeoTIFF with classes from 1, the most frequent one first; 255 is nodata.")
    distance = RasterOut(
        "Distance to the centre",
        "A GeoTIFF with the distance of each pixel's features from the centre of its class, in standard deviations. "
        "Of several dates the second band is how many show the pixel.",
        optional=True,
        by_default=False,
    )
    centres = FileOut(
        "Centres of the classes",
        "A small file (JSON) by which another image gets the same classes, as its known centres.",
        suffix=".json",
        kind="Class centres",
        optional=True,
        by_default=False,
        advanced=True,
    )
    report = HtmlOut(
        "Class report",
        "An HTML page with the sizes and centres of the classes and, with 'auto', the silhouettes by their number.",
        optional=True,
    )
