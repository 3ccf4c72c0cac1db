"""Super-resolution of an image of any size."""

from __future__ import annotations

import math
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import torch
from torch import nn

from ..errors import EoDeepError
from ..geo.grid import Grid
from ..io.disk_space import check_space
from ..io.files import check_distinct, check_writable
from ..io.paths import ExtraRaster, NewRaster, RasterPath, VectorPath
from ..io.raster import RasterSource, open_image
from ..io.raster_writer import RasterWriter
from ..io.styles import deviation_style
from ..io.vector_layer import rasterize_area
from ..models.footprint import measure_footprint
from ..models.image_input import ImageSettings
from ..models.model_file import Model
from ..models.scaling import measure_scaling
from ..progress import Progress, silent
from ..runtime.jobs import algorithm
from ..streaming.image_job import ImageJob, open_job
from ..streaming.pipeline import Output
from .finer_image import FinerImageWriter, MapWriter
from .finer_networks import BesideBicubic, Bicubic

_USUAL_RATIO = 4
_LARGEST_RATIO = 8
_FINEST_PART = 64  # of a fraction's denominator
NOTHING = "Nothing was written: every pixel is nodata or outside the area."


@algorithm("output", "detail", ratio=(1.5, _LARGEST_RATIO), pixel_size=(0.001, None), core_px=(16, None))
def super_resolve(image: RasterPath, bands: Sequence[int] | None = None, ratio: float | None = None,
                  pixel_size: float | None = None, constraint: bool = True, area: VectorPath | None = None,
                  device: str = "auto", core_px: int | None = None, overviews: bool = False,
                  output: NewRaster | None = None, detail: ExtraRaster | None = None,
                  progress: Progress = silent) -> dict:
    """Make an image finer, so that its values average back to the measured ones.

    The image is enlarged by bicubic interpolation and projected onto the images that a sensor with its pixels would see
    as it is: SR + U (A U)^-1 (LR - A SR), with U the bicubic enlargement and A a Gaussian blur of 0.5 px with a stride
    of `ratio`. No network is needed. A ratio that is no whole number is served by the next larger one, resampled
    (cubic); the values then average back approximately.

    Parameters
    ----------
    image : path of a raster
        Of any size and data type that GDAL reads. Nodata stays nodata.
    bands : sequence of int, optional
        1-based band numbers. Default: all but alpha.
    ratio : float, optional
        Output pixels per image pixel along a side, 1.5 to 8. Default: by `pixel_size`, else 4.
    pixel_size : float, optional
        Side of the output's pixels in metres, instead of `ratio`.
    constraint : bool
        Project, so that the output averages back to the image; without, it is the bicubic image.
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
    progress : Progress
        Receives the finished fraction, messages and warnings.

    Returns
    -------
    dict
        "output", "detail": the paths; "units": number of tiles; "timing_s": seconds by stage, summed over threads.

    Raises
    ------
    EoDeepError
        For a ratio or pixel size that cannot be served, an area without polygons, and a disk that is too small.
    """
    targets = [path for path in (output, detail) if path]
    check_distinct(targets, [image, area])
    for target in targets:
        check_writable(target, ".tif", ".tiff")
    with open_image(image, bands) as source:
        scale = choose_scale(source.grid, ratio, pixel_size)
        job_model = _make_model(source, scale, constraint, beside=bool(detail))
        settings = ImageSettings(image, source.bands, False, None, device, core_px)
        plan = _Plan(source, _measure_deviation(source), overviews, area is not None)
    count = len(job_model.card["inputs"][0]["bands"])
    spread, centre = _read_units(job_model.card)
    outputs = []
    if output:
        outputs.append(Output(lambda scores, _: scores[:count] * spread.to(scores.device) + centre.to(scores.device)))
    if detail:
        outputs.append(Output(lambda scores, _: (scores[:count] - scores[-count:]).abs() * spread.to(scores.device)))
    with open_job(settings, job_model, outputs, area, progress, scale, fills_gaps=True) as job:
        units = job.plan()
        plan.check_space(job, targets, progress)
        with ExitStack() as files:
            writers: list[FinerImageWriter | MapWriter] = []
            if output:
                writers.append(files.enter_context(plan.open_image(job, output, progress)))
            if detail:
                writers.append(files.enter_context(plan.open_map(job, detail, "detail", progress)))
            computed = job.run(units, writers, progress)
    for writer in writers:
        writer.finite_check.warn("pixels", progress)
    if output and (clipped := writers[0].clipped):  # type: ignore[union-attr]
        progress.message(f"{clipped / writers[0].count:.2%} of the values were cut to the range of "  # type: ignore
                         f"{job.image.source.dtype}.")  # fmt: skip
    if not computed:
        progress.warning(NOTHING)
    for target in targets:
        progress.message(f"Wrote {target}.")
    return {"output": output, "detail": detail, "units": len(units),
            "timing_s": {stage: round(seconds, 3) for stage, seconds in job.timing.stages.items()}}


def choose_scale(grid: Grid, ratio: float | None, pixel_size: float | None, usual: int = _USUAL_RATIO) -> Fraction:
    """How many output pixels there are along a side of one of the grid's, as a fraction.

    Raises EoDeepError for a pixel size beside a ratio, of an image without CRS, and outside the limits.
    """
    if ratio is not None and pixel_size is not None:
        raise EoDeepError(f"Give a ratio or a pixel size, not both; got {ratio:g} and {pixel_size:g} m.")
    if pixel_size is None:
        return Fraction(ratio or usual).limit_denominator(_FINEST_PART)
    own = _measure_pixel(grid)
    if own is None:
        raise EoDeepError(f"The image has no CRS, so a pixel size of {pixel_size:g} m means nothing; give a ratio.")
    scale = Fraction(own / pixel_size).limit_denominator(_FINEST_PART)
    if not Fraction(3, 2) <= scale <= _LARGEST_RATIO:
        raise EoDeepError(f"Pixel size must be {own / _LARGEST_RATIO:.4g} to {own / 1.5:.4g} m for an image with "
                          f"pixels of {own:.4g} m, got {pixel_size:g} m.")  # fmt: skip
    return scale


def _measure_pixel(grid: Grid) -> float | None:
    """The side of a grid's pixels in metres: by the CRS's own unit where that is a length, else on the ellipsoid."""
    if grid.crs is not None and grid.crs.is_projected:
        transform, factor = grid.transform, grid.crs.linear_units_factor[1]
        return factor * math.sqrt(abs(transform.a * transform.e - transform.b * transform.d))
    measured = grid.ground_resolution_m
    return math.sqrt(measured[0] * measured[1]) if measured else None


def _make_model(source: RasterSource, scale: Fraction, constraint: bool, beside: bool) -> Model:
    """Bicubic enlargement as a model: a network without weights, and a card for this image."""
    ratio = min(_LARGEST_RATIO, math.ceil(scale))
    network: nn.Module = Bicubic(ratio, constraint)
    network = (BesideBicubic(network, ratio) if beside else network).eval()
    count = source.count
    scaling = {"kind": "fixed", "mean": [0.0] * count, "std": [1.0] * count}
    if np.dtype(source.dtype).itemsize > 2 and source.read_overview(1024)[1].any():
        scaling = measure_scaling([source])  # 24 bits are then enough for what the values differ by
    described = {"name": "image", "bands": list(source.band_names), "ratio": 1, "required": True, "scaling": scaling}
    footprint = measure_footprint(network)
    return Model(network, {"task": "super-resolution", "inputs": [described], "stride_px": footprint.stride_px,
                           "halo_px": [footprint.before_px, footprint.after_px], "exact": footprint.exact,
                           "scale": ratio})  # fmt: skip


def _measure_deviation(source: RasterSource) -> float:
    """The standard deviation of an image's first band; 1 where it has none."""
    pixels, valid = source.read_overview(512)
    return float(pixels[0, valid].astype(np.float64).std()) or 1.0 if valid.any() else 1.0


def _read_units(card: dict) -> tuple[torch.Tensor, torch.Tensor]:
    """Spread and centre (C, 1, 1) of a card's scaling: how the network's values become the image's."""
    scaling = card["inputs"][0]["scaling"]
    spread, centre = (torch.tensor(scaling[name], dtype=torch.float32).reshape(-1, 1, 1) for name in ("std", "mean"))
    return spread, centre


@dataclass
class _Plan:
    """What is written of an image; deviation: the standard deviation of its first band."""

    source: RasterSource
    deviation: float
    overviews: bool
    has_area: bool

    def check_space(self, job: ImageJob, targets: Sequence[str], progress: Progress) -> None:
        """Say how large the outputs will be, before anything is computed; EoDeepError where the disk is too small."""
        grid = job.output_grid
        share = 1.0
        if job.area is not None:
            wanted = [unit.core for unit in job.plan() if rasterize_area(job.area, grid, unit.core).any()]
            share = sum(core.width * core.height for core in wanted) / (grid.width * grid.height)
        for number, target in enumerate(targets):
            size = np.dtype(self.source.dtype).itemsize if number == 0 else 4
            count, pixels = self.source.count, round(share * grid.width * grid.height)
            check_space(target, pixels * count * size, f"{grid.width} x {grid.height} px in {count} bands", progress)

    def open_image(self, job: ImageJob, path: str, progress: Progress) -> FinerImageWriter:
        return FinerImageWriter(path, job.output_grid, job.image.source, job.block_px, self.overviews, self.has_area,
                                progress)  # fmt: skip

    def open_map(self, job: ImageJob, path: str, what: str, progress: Progress) -> MapWriter:
        names = [f"{what} of {name}" for name in job.image.source.band_names]
        return MapWriter(RasterWriter(path, job.output_grid, len(names), "float32", math.nan, names, None, job.block_px,
                                      self.overviews, deviation_style(1, self.deviation), progress))  # fmt: skip
