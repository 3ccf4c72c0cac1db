"""Fill in what is missing on an image."""

from __future__ import annotations

from .framework.base import Algorithm
from .framework.outputs import NumberOutput, RasterOut
from .framework.params import Bands, Bool, Float, Int, ModelFile, Raster
from .image_generation import GenerateScenes
from .scene_classification import ClassifyScenes
from .segmentation import Segment


class CompleteImage(Algorithm):
    """Fill the missing pixels of an image with what a joint energy-based model (JEM) thinks likely there.

    Missing pixels are the nodata ones, or those of a mask, or salt-and-pepper noise that is looked for. They are first
    interpolated; then stochastic gradient Langevin dynamics moves them towards what the model has learned, while the
    known pixels are held. Large images go through in pieces that overlap, without seams. Known pixels come out as they
    went in, to the bit, and the georeference stays.

    What is filled in is a likely image, not a measurement: it is meant for display and for methods that need gapless
    images. The image should have the model's resolution (10 m for the bundled one).
    """

    title = "Complete an image"
    group = "Land cover"
    icon = "landcover.svg"
    tags = ("inpainting", "gap filling", "nodata", "clouds", "denoise", "salt and pepper", "jem", "langevin", "repair")

    image = Raster("Image", "The image with missing pixels: any raster that GDAL reads, of any size.")
    model = ModelFile(
        "Model (empty: the bundled one)",
        "A model file (.safetensors) that 'Train a scene model' wrote, of the kind JEM; a plain classifier has no "
        "density to sample from.",
        task="scenes",
        image="image",
        bands="bands",
        bundled="eurosat_jem.safetensors",
        optional=True,
    )
    mask = Raster(
        "Mask of missing pixels",
        "A raster whose pixels other than 0 are missing, such as a cloud mask, in any CRS. Left empty, the image's "
        "nodata pixels are missing.",
        optional=True,
    )
    salt_and_pepper = Bool(
        "Look for salt-and-pepper noise",
        "Pixels that have the lowest or highest value of all and are unlike their neighbours are missing, band by "
        "band, besides those of the mask. Nodata then stays.",
        default=False,
    )
    bands = Bands(
        "Bands, in the model's order",
        "The image's bands that stand for the model's, in the model's order; the output has these. Left empty, they "
        "are matched by name, and an image without names must have as many bands as the model needs.",
        parent="image",
        optional=True,
    )
    values = ClassifyScenes.values
    steps = Int(
        "Steps of each chain (count)",
        "How many steps the sampling takes at most after the interpolation. 0 only interpolates.",
        default=50,
        min=0,
        max=1000000,
    )
    likelihood = Float(
        "Likelihood to reach (0 to 1)",
        "Patches that are less likely than this share of the training images take steps until they are not. More "
        "gives the model more say: texture it likes, farther from the interpolation.",
        default=0.25,
        min=0.0,
        max=1.0,
        advanced=True,
    )
    seed = GenerateScenes.seed
    device = Segment.device
    output = RasterOut("Completed image", "A GeoTIFF with the model's bands of the image, of the same data type.")
    filled_share = NumberOutput("Share of values filled in", "The filled share of the values of all bands, 0 to 1.")
