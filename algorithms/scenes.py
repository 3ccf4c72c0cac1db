"""Land cover of whole patches: what each one is, and whether the model should be trusted there."""

from __future__ import annotations

from .base import Algorithm
from .outputs import NumberOutput, RasterOut, VectorOut
from .params import Bands, Choice, Float, Int, ModelFile, Polygons, Raster
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
