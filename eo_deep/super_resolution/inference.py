"""Super-resolution of an image of any size."""

from __future__ import annotations

import math
from collections.abc import Sequence
from contextlib import ExitStack, nullcontext
from fractions import Fraction

from ..errors import EoDeepError
from ..geo.grid import Grid
from ..io.files import check_distinct
from ..io.part_folder import check_raster_writable
from ..io.paths import ExtraRaster, NewRaster, RasterPath, VectorPath
from ..io.raster import open_image
from ..models.image_input import ImageSettings
from ..progress import Progress, silent
from ..runtime.jobs import algorithm
from ..streaming.image_job import open_job
from ..streaming.image_writer import ImageWriter
from .finer_image import BandMapWriter, OutputFiles
from .finer_model import LARGEST_RATIO, SMALLEST_RATIO, Wanted, check_exactness, make_model, open_model
from .guide_regression import find_ratio

_USUAL_RATIO = 4  # without model and guide
_FINEST_PART = 64  # of a fraction's denominator
NOTHING = "Nothing was written: every pixel is nodata or outside the area."


@algorithm("output", "detail", "expected_error", restartable=True, ratio=(SMALLEST_RATIO, LARGEST_RATIO),
           pixel_size=(0.001, None), sharpness=(0.0, 1.0), core_px=(16, None))
def super_resolve(image: RasterPath, model: str | None = None, bands: Sequence[int] | None = None,
                  guide: RasterPath | None = None, ratio: float | None = None, pixel_size: float | None = None,
                  sharpness: float = 0.0, constraint: bool = True, area: VectorPath | None = None, device: str = "auto",
                  core_px: int | None = None, overviews: bool = False, output: NewRaster | None = None,
                  detail: ExtraRaster | None = None, expected_error: ExtraRaster | None = None,
                  resume: bool = False, keep_parts: bool = False, cluster: str | None = None,
                  progress: Progress = silent) -> dict:
    """Make an image finer, so that its values average back to the measured ones.

    What a network, or without a model bicubic interpolation, makes of the image is projected onto the images that a
    sensor with its pixels would see as it is: SR + U (A U)^-1 (LR - A SR), with U the bicubic enlargement and A a
    Gaussian blur of 0.5 px (with a model: of the sensor that it was trained for) with a stride of `ratio`. A ratio
    other than the model's, or without one a ratio that is no whole number, is served by resampling the output (cubic);
    the values then average back approximately.

    Parameters
    ----------
    image : path of a raster
        Of any size and data type that GDAL reads. Nodata stays nodata.
    model : path of a super-resolution model, optional
        Default: bicubic interpolation, projected.
    bands : sequence of int, optional
        1-based band numbers in the model's order. Default: matched by name; without a model all but alpha.
    guide : path of a raster, optional
        Finer bands of the same sensor at the same moment: of a model that was trained with a guide, matched by name.
        Without a model the output takes their detail as far as a regression finds it in each band. Where they are
        nodata, the output is.
    ratio : float, optional
        Output pixels per image pixel along a side, 1.5 to 8. Default: by `pixel_size`, else the model's, else the
        guide's, else 4.
    pixel_size : float, optional
        Side of the output's pixels in metres, instead of `ratio`.
    sharpness : float
        0..1: from the faithful weights of a model to the sharp ones of its adversarial training, which invent texture.
    constraint : bool
        Project, so that the output averages back to the image.
    area : path of polygons, optional
        In any CRS. Pixels outside are nodata. Default: the whole image.
    device : str
        "auto", "cpu", "cuda", "cuda:1" or "mps".
    core_px : int, optional
        Tile size in pixels of the output. The result does not depend on it. Default: chosen from memory.
    overviews : bool
        Add overviews (pyramids) to the outputs, for fast display.
    output : path of a GeoTIFF, optional
        The finer image, in the image's data type, with its bands, scales and nodata.
    detail : path of a GeoTIFF, optional
        The detail added, |SR - bicubic|, per band in the image's units: float32, NaN = nodata.
    expected_error : path of a GeoTIFF, optional
        The mean absolute error that the training measured, on ground held back from it, where the network predicted
        what it predicts here, per band in the image's units: float32, NaN = nodata. With sharpness, what differs from
        the faithful image is added.
    resume : bool
        Go on with the parts that an interrupted job has left, see `segment`.
    keep_parts : bool
        Leave the parts as they are, with virtual rasters (.vrt) of them as outputs, see `segment`.
    cluster : str, optional
        Who makes the parts, see `segment`. Default: this process.
    progress : Progress
        Receives the finished fraction, messages and warnings.

    Returns
    -------
    dict
        "output", "detail", "expected_error": the paths; "bands": the numbers of the image's bands, in the order of the
        output's; "units": number of tiles; "timing_s": seconds by stage, summed over threads.

    Raises
    ------
    EoDeepError
        For a ratio or pixel size that cannot be served, an image that does not fit the model, a model without what is
        asked of it, an area without polygons, and a disk that is too small.
    """
    targets = [path for path in (output, detail, expected_error) if path]
    check_distinct(targets, [image, model, area, guide])
    for target in targets:
        check_raster_writable(target)
    wanted = Wanted(sharpness, constraint, bool(detail), bool(expected_error))
    with open_image(image, bands) as source:
        if model:
            chosen = open_model(model, source, wanted)
            scale = choose_scale(source.grid, ratio, pixel_size, chosen.ratio)
        else:
            with open_image(guide) if guide else nullcontext() as finer:
                usual = find_ratio(finer, source) if finer else _USUAL_RATIO
                scale = choose_scale(source.grid, ratio, pixel_size, usual)
                chosen, bands = make_model(source, scale, wanted, finer), source.bands
    check_exactness(chosen, progress, scale)
    settings = ImageSettings(image, bands, False, None, device, core_px, [guide] if guide else [])
    outputs = [make for path, make in ((output, chosen.image), (detail, chosen.detail),
                                       (expected_error, chosen.errors)) if path]  # fmt: skip
    with open_job(settings, chosen.model, outputs, area, progress, scale, fills_gaps=True) as job:
        units, bands = job.plan(), list(job.image.source.bands)
        files = OutputFiles(job, overviews, progress)
        files.check_space(targets, image=bool(output))
        with ExitStack() as opened:
            writers: list[ImageWriter | BandMapWriter] = []
            if output:
                writers.append(opened.enter_context(files.open_image(output)))
            if detail:
                writers.append(opened.enter_context(files.open_map(detail, "detail")))
            if expected_error:
                errors = files.open_map(expected_error, "expected error", chosen.expect_error)
                writers.append(opened.enter_context(errors))
            computed = job.run(units, writers, progress)
    for writer in writers:
        writer.report(progress)
    if not computed:
        progress.warning(NOTHING)
    for target in targets:
        progress.message(f"Wrote {target}.")
    return {"output": output, "detail": detail, "expected_error": expected_error, "bands": bands, "units": len(units),
            "timing_s": {stage: round(seconds, 3) for stage, seconds in job.timing.stages.items()}}


def choose_scale(grid: Grid, ratio: float | None, pixel_size: float | None, usual: int = _USUAL_RATIO) -> Fraction:
    """How many output pixels there are along a side of one of the grid's, as a fraction.

    Raises EoDeepError for a pixel size beside a ratio, of an image without CRS, and outside the limits.
    """
    if ratio is not None and pixel_size is not None:
        raise EoDeepError(f"Give a ratio or a pixel size, not both; got {ratio:g} and {pixel_size:g} m.")
    if pixel_size is None:
        if ratio is not None and not SMALLEST_RATIO <= ratio <= LARGEST_RATIO:
            raise EoDeepError(f"Ratio must be {SMALLEST_RATIO:g} to {LARGEST_RATIO}, got {ratio:g}.")
        return Fraction(ratio or usual).limit_denominator(_FINEST_PART)
    own = _measure_pixel(grid)
    if own is None:
        raise EoDeepError(f"The image has no CRS, so a pixel size of {pixel_size:g} m means nothing; give a ratio.")
    scale = Fraction(own / pixel_size).limit_denominator(_FINEST_PART)
    if not SMALLEST_RATIO <= scale <= LARGEST_RATIO:
        raise EoDeepError(f"Pixel size must be {own / LARGEST_RATIO:.4g} to {own / SMALLEST_RATIO:.4g} m for an image "
                          f"with pixels of {own:.4g} m, got {pixel_size:g} m.")  # fmt: skip
    return scale


def _measure_pixel(grid: Grid) -> float | None:
    """The side of a grid's pixels in metres: by the CRS's own unit where that is a length, else on the ellipsoid."""
    if grid.crs is not None and grid.crs.is_projected:
        transform, factor = grid.transform, grid.crs.linear_units_factor[1]
        return factor * math.sqrt(abs(transform.a * transform.e - transform.b * transform.d))
    measured = grid.ground_resolution_m
    return math.sqrt(measured[0] * measured[1]) if measured else None
