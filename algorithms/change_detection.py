"""Change: what happened between dates of one place."""

from __future__ import annotations

from .framework.base import Algorithm
from .framework.layers import Area, BandNumbers, Polygons, Raster, Rasters
from .framework.outputs import BoolOutput, HtmlOut, NumberOutput, RasterOut, VectorOut
from .framework.params import Bool, Choice, Float, ModelFile, Text


class DetectChange(Algorithm):
    """Detect what changed between two images of one place, with a false alarm rate that is measured.

    Every pixel gets a score of change, without training. Groups of pixels above a threshold become polygons. Give
    polygons of stable area, where nothing changed: the threshold is then the score that the chosen share of this area
    exceeds, and the report shows how well this holds in one half of the area with the threshold of the other half.
    Images of the place at other dates, before the event, calibrate it as well. Without both the threshold is a guess,
    which about the chosen share of all pixels reaches even where nothing changed; the report calls it 'not
    calibrated', and the score map is the result.
    The images can have different grids and CRSs; small shifts between them are corrected. Places that are nodata or
    masked on one date stay nodata.

    Of a series, the first images are the history of each pixel, and the later ones are monitored: what the history,
    with its seasons if it is long enough, does not predict is a change, with its date. A history of
    six dates or more calibrates the threshold if there is no stable area.

    With many examples of changes, train a segmentation on both dates instead: it has several images as input.
    """

    title = "Detect change"
    group = "Series and change"
    tags = ("change detection", "IR-MAD", "MAD", "change vector analysis", "spectral angle", "difference",
            "deforestation", "burnt area", "time series", "false alarms")  # fmt: skip

    before = Raster(
        "Image before",
        "The earlier image. The result has its pixels, extended to cover both images. Default: a series is given.",
        optional=True,
    )
    after = Raster(
        "Image after",
        "The later image, with the same bands, in any CRS and resolution. Default: a series is given.",
        optional=True,
    )
    images = Rasters(
        "Images",
        "Instead of images before and after: a series of at least 4 images of different dates with the same bands. "
        "Default: images before and after.",
        optional=True,
    )
    dates = Text(
        "Dates",
        "The date of each image of the series, in the order of the images and separated by semicolons, for example "
        "'2019-06-01; 2019-08-15'. Default: those in the names of the files, or in their tags.",
        optional=True,
    )
    monitor_from = Text(
        "Start of monitoring",
        "Images of the series before this date are the history, in which nothing is sought; changes are sought from "
        "this date on, for example '2020-06-01'. Default: the first half of the images is the history.",
        optional=True,
    )
    method = Choice(
        "Method",
        "'IR-MAD' finds what no linear relation between the two dates explains. It needs no calibrated images and is "
        "the best choice for digital numbers. 'spectral angle' compares the shapes of the spectra, whatever their "
        "brightness, and finds gradual damage to vegetation in calibrated reflectance. 'magnitude' is the length of "
        "the change vector of normalized bands. 'index' is the difference of an index. 'model' compares the image "
        "after with the image before as a time series model paints it for that date, so season and haze do not count. "
        "'auto' combines the ranks of IR-MAD and spectral angle for reflectance, and is IR-MAD for other values.",
        ["auto", "magnitude", "IR-MAD", "spectral angle", "index", "model"],
        default="auto",
    )
    index = Text(
        "Index",
        "Only for the method 'index': a formula of the names of the bands. A band name that starts with a digit gets "
        "an underscore in front.",
        default="ndvi = (nir - red) / (nir + red)",
        advanced=True,
    )
    direction = Choice(
        "Direction of the index",
        "Only for the method 'index': any change, or only a decrease or an increase, such as a decrease of the NDVI "
        "where forest is cleared.",
        ["any", "decrease", "increase"],
        default="any",
        advanced=True,
    )
    model = ModelFile(
        "Model",
        "Only for the method 'model': a model from 'Train a time series model', of images like these. Default: none.",
        task="series",
        optional=True,
        advanced=True,
    )
    stable = Polygons(
        "Stable area",
        "Polygons (in any CRS) where nothing changed, of all kinds of land cover. They calibrate the threshold. "
        "Default: the threshold is not calibrated.",
        optional=True,
    )
    null_images = Rasters(
        "Images without the event",
        "With images before and after: the same place at other dates before the event, best of the same season of "
        "other years. Nothing has happened between them and the image before, so their differences calibrate the "
        "threshold if there is no stable area. Default: none.",
        optional=True,
        advanced=True,
    )
    false_alarms = Float(
        "False alarms (%)",
        "Share of the unchanged pixels that may reach the threshold.",
        default=1.0,
        min=0.01,
        max=50.0,
        decimals=2,
    )
    min_area = Float(
        "Minimum area (m²)",
        "Changes with a smaller area on the ground are left out. Default: 4 pixels.",
        min=0.0,
        optional=True,
        decimals=1,
    )
    coregister = Bool(
        "Correct shifts",
        "Estimate the shift between the images and correct up to 2 px.",
        default=True,
        advanced=True,
    )
    masks = Rasters(
        "Masks",
        "One raster for each image (before, after, then those without the event), or one for all: scene classes of "
        "Sentinel-2 (SCL), quality "
        "bits of Landsat, or any raster that is not 0 where the image cannot be used. Default: nodata only.",
        optional=True,
        advanced=True,
    )
    bands = BandNumbers(
        "Band numbers",
        "The bands that count, for both images, for example '4, 3, 2'. Default: all bands.",
        optional=True,
        advanced=True,
    )
    area = Area(
        "Area", "Only pixels inside these polygons (in any CRS) count; all others become nodata. Default: the whole "
        "images.",
        optional=True,
    )
    objects = Polygons(
        "Objects of a map",
        "Polygons (in any CRS), such as parcels, buildings or the result of Update map. Each change gets the number of "
        "objects that it touches, and their positions in the layer. Default: none.",
        optional=True,
    )
    score = RasterOut(
        "Score",
        "A GeoTIFF with the score of change; the higher, the more likely. 'auto' on reflectance adds the scores of "
        "IR-MAD and spectral angle as bands 2 and 3, 'index' its change with the sign. Nodata where one of the dates "
        "is.",
        optional=True,
    )
    output = VectorOut(
        "Changes",
        "Polygons of the changes with their area (area_m2), the mean score (mean_score), the dates as far as they are "
        "known (date_before, date_after), the date of the change in a series (date), the mean change of an index "
        "(index_change) and what it means (meaning), and, with objects of a map, their number (objects_count) and "
        "positions from 1 (objects).",
        style="changes.qml",
    )
    changed_objects = VectorOut(
        "Objects with their changes",
        "The objects of the map with their fields, the number of changes that touch each (changes_count) and the share "
        "of its area that changed (changed_share, from 0 to 1).",
        style="changed_objects.qml",
        optional=True,
        by_default=False,
    )
    report = HtmlOut(
        "Change report",
        "An HTML page with the dates, the method, the threshold, what is known of false alarms, and a map.",
        optional=True,
    )
    changes_count = NumberOutput("Changes", "Number of polygons.")
    changed_m2 = NumberOutput("Changed area (m²)", "Area of all polygons on the ground.")
    score_threshold = NumberOutput("Threshold of the score", "The score from which on pixels count as changed.")
    is_calibrated = BoolOutput("Calibrated", "Whether stable area, or dates without the event, have set the threshold.")
    false_alarms_percent = NumberOutput(
        "False alarms (%)", "Share of the stable area that lies within changes; none without stable area."
    )
