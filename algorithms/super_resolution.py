"""Super-resolution: images made finer, whose values still are the measured ones."""

from __future__ import annotations

from .framework.base import Algorithm
from .framework.layers import Area, Bands, Raster
from .framework.outputs import RasterOut
from .framework.params import Bool, Float, Int
from .segmentation import Segment


class SuperResolve(Algorithm):
    """Make an image of any size finer, so that its values average back to the measured ones.

    The image is enlarged by bicubic interpolation, and then corrected: a sensor with the pixels of the image would see
    the output as the image, to half a digital number, at its edges and beside nodata too. The result is sharper than
    that of any resampling in QGIS, has no seams, and invents nothing. Nodata pixels stay nodata.

    A ratio that is no whole number, such as 10 m to 1.5 m, is served by the next larger whole number, resampled once;
    the values then average back approximately. Values beyond the range of an integer data type are cut.
    """

    title = "Super-resolve an image"
    group = "Super-resolution"
    tags = ("sharpen", "upsampling", "enlarge", "resample", "pixel size", "bicubic", "downscaling", "sentinel-2")

    image = Raster("Image", "The image to make finer: any raster that GDAL reads, of any size and data type.")
    bands = Bands(
        Segment.bands.label,
        "The bands of the image that are made finer, in this order. Default: all bands but alpha.",
        parent="image",
        optional=True,
    )
    ratio = Float(
        "Ratio (1.5 to 8)",
        "How many pixels of the output lie along the side of a pixel of the image. Default: by the pixel size, else 4.",
        min=1.5,
        max=8.0,
        optional=True,
    )
    pixel_size = Float(
        "Pixel size of the output (m)",
        "Instead of the ratio: the side of the output's pixels in metres. Default: by the ratio.",
        min=0.001,
        optional=True,
    )
    constraint = Bool(
        "Keep the measured values",
        "Corrects the output so that it averages back to the image. Without, the output is the bicubic image: "
        "smoother, and its values are not those that were measured.",
        default=True,
        advanced=True,
    )
    area = Area(
        "Area",
        "Only pixels inside these polygons (in any CRS) are made finer; all others become nodata. Default: the whole "
        "image.",
        optional=True,
    )
    device = Segment.device
    core_px = Int(
        Segment.core_px.label,
        "The output is computed in square tiles of this size. The result does not depend on it. Larger tiles are a "
        "little faster and need more memory. Default: chosen from the free memory.",
        min=16,
        optional=True,
        advanced=True,
    )
    overviews = Segment.overviews
    output = RasterOut(
        "Super-resolved image", "A GeoTIFF with the bands of the image, in its data type, with its scales and nodata."
    )
    detail = RasterOut(
        "Detail added",
        "A GeoTIFF with a band for each of the image, in its units: by how much the output differs from the bicubic "
        "image. Where it is large, the values depend most on how detail is restored.",
        optional=True,
        by_default=False,
    )
