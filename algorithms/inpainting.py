"""Inpainting: fill the missing pixels of an image."""

from __future__ import annotations

from .framework.base import Algorithm
from .framework.layers import Raster
from .framework.outputs import NumberOutput, RasterOut
from .framework.params import Bool, Float, Int, ModelFile
from .image_generation import GenerateScenes
from .scene_classification import ClassifyScenes
from .segmentation import Segment


class CompleteImage(Algorithm):
    """Fill the missing pixels of an image with likely values, from a joint energy-based model (JEM).

    Missing pixels are nodata pixels, the pixels of a mask, or salt-and-pepper noise that is detected. They are first
    interpolated. Stochastic gradient Langevin dynamics then refines them towards more likely values, while the valid
    pixels are kept. Large images are processed in overlapping tiles, without seams. Valid pixels and the georeference
    do not change.

    The result is a likely image, not a measurement: use it for display, and for methods that need images without gaps.
    The image should have the resolution of the model (10 m for the bundled one).
    """

    title = "Complete an image"
    group = "Land cover"
    tags = ("inpainting", "gap filling", "nodata", "clouds", "denoise", "salt and pepper", "jem", "langevin", "repair")

    image = Raster("Image", "The image with missing pixels: any raster that GDAL reads, of any size.")
    model = ModelFile(
        GenerateScenes.model.label,
        GenerateScenes.model.help,
        task="scenes",
        image="image",
        bands="bands",
        bundled="eurosat_jem.safetensors",
        optional=True,
    )
    mask = Raster(
        "Mask of missing pixels",
        "A raster, for example a cloud mask, in any CRS. Pixels with a value other than 0 are missing. Default: the "
        "nodata pixels of the image are missing.",
        optional=True,
    )
    salt_and_pepper = Bool(
        "Detect salt-and-pepper noise",
        "In each band, pixels are also missing if they have the minimum or maximum value of the band and differ from "
        "their neighbours. Nodata pixels then stay nodata.",
        default=False,
    )
    bands = Segment.bands
    values = ClassifyScenes.values
    steps = Int(
        GenerateScenes.steps.label,
        "Maximum number of steps that refine the interpolation. 0 = interpolation only.",
        default=50,
        min=0,
        max=1000000,
    )
    likelihood = Float(
        "Target likelihood (0 to 1)",
        "The fill is refined until its likelihood reaches this percentile of the training images. Higher values add "
        "more texture, but depart more from plain interpolation.",
        default=0.25,
        min=0.0,
        max=1.0,
        advanced=True,
    )
    seed = GenerateScenes.seed
    device = Segment.device
    output = RasterOut(
        "Completed image", "A GeoTIFF with the bands of the model, in the data type of the image.", keeps="image"
    )
    filled_share = NumberOutput("Share of filled values (0 to 1)", "Share of the values of all bands that were filled.")
