"""Translate an image of any size, in exact tiles: into the classes of a map, or into another image."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import torch

from ..errors import EoDeepError
from ..geo.grid import Grid
from ..io.files import check_distinct
from ..io.model_card import read_card
from ..io.names import name_of
from ..io.part_folder import check_raster_writable, recall
from ..io.paths import NewRaster, RasterPath, VectorPath, list_paths
from ..io.raster import open_image
from ..models.image_input import ImageSettings
from ..models.model_file import load_model
from ..models.scaling import measure_scaling
from ..progress import Progress, silent
from ..runtime.jobs import algorithm
from ..streaming.class_map_writer import MapWriter
from ..streaming.image_job import open_job
from ..streaming.image_writer import ImageWriter
from ..streaming.pipeline import Output
from ..streaming.probabilities import NOTHING, PREDICTING_SHARE, write_on_image_grid
from .date_translation import DateSettings, paint_dates

_OTHER_RESOLUTION = 1.5


@algorithm("output", restartable=True, pixel_size_m=(0.001, None), core_px=(16, None), seed=(0, 2147483647))
def translate_image(image: RasterPath, model: str, bands: Sequence[int] | None = None, style: RasterPath | None = None,
                    style_dates: str | None = None, fill: Sequence[RasterPath] | None = None,
                    masks: Sequence[RasterPath] | None = None, seed: int = 0, area: VectorPath | None = None,
                    pixel_size_m: float | None = None, device: str = "auto", core_px: int | None = None,
                    overviews: bool = False, output: NewRaster | None = None, resume: bool = False,
                    keep_parts: bool = False, cluster: str | None = None, progress: Progress = silent) -> dict:
    """Translate an image of any size, without seams and in flat memory.

    A model of a map paints the classes of its palette; a model of images gives the values that the image would have as
    another sensor, or another day, shows it. An image of another resolution than the model's is resampled to it.

    Parameters
    ----------
    image : path of a raster
        Of any size and data type that GDAL reads. Nodata stays nodata.
    model : path of a translation or time series model
        From `train_translation` or `train_time_series`.
    bands : sequence of int, optional
        1-based band numbers in the model's order. Default: matched by name.
    style : path of a raster, optional
        An image with the bands that a model of images makes: each band of the output has its mean and standard
        deviation where the model's training images had theirs. Default: those of the training images. For a time
        series model: an image of any place, whose date the result shall look like.
    style_dates : str, optional
        For a time series model: dates as "2018-10-06; 2019-01-15", of which the nearest ones of the training are
        painted. The files of the second and further ones lie beside the output, with the date in their names;
        files of these names are replaced only with the output itself.
    fill : list of paths of rasters, optional
        For a time series model: images of the same place at other dates. What the image does not show (nodata, clouds)
        is painted from the nearest date that does. Without style and dates the rest of the image stays as it is.
    masks : list of paths of rasters, optional
        For a time series model: what is not to be used of the image and of each image to fill from, in this order, as
        for `train_time_series`. Default: clouds are looked for where there are three dates or more.
    seed : int
        Of the noise that a sharp model of images takes; it depends on the place of a pixel and on the seed alone.
    area : path of polygons, optional
        In any CRS. Pixels outside stay nodata. Default: the whole image.
    pixel_size_m : float, optional
        Pixel size in metres of an image without CRS.
    device : str
        "auto", "cpu", "cuda", "cuda:1" or "mps".
    core_px : int, optional
        Tile size in pixels. The result does not depend on it. Default: chosen from memory.
    overviews : bool
        Add overviews (pyramids) to the output, for fast display.
    output : path of a GeoTIFF
        Of a map: the class of each pixel on the image's own pixels, uint8, 255 = nodata, with the palette as colour
        table. Of an image: the bands and the data type of the model's target on the model's pixels; where nothing is
        known a mask says so, and NaN in floating-point values. Of a time series model: the image's bands and data type,
        on its pixels.
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
        "output": the path; "units": number of tiles; "timing_s": seconds by stage, summed over threads. Of a time
        series model also "outputs", the paths of all images; "dates", which each is painted as of, "" without dates;
        "bands", the numbers of the image's bands, in the order of the output's.

    Raises
    ------
    EoDeepError
        If the image, the style or the images to fill from do not fit the model, or the area has no polygons.
    """
    assert output
    others, covers = list_paths(fill), list_paths(masks)
    check_distinct([output], [image, model, area, style, *others, *covers])
    check_raster_writable(output)
    if _is_series(model):
        dates = DateSettings(image, model, bands, style, style_dates, others, covers or None, area, device, core_px,
                             overviews)
        return paint_dates(dates, output, progress)
    for given, label in (style_dates, "style dates"), (others, "images to fill from"), (covers, "masks"):
        if given:
            raise EoDeepError(f"The model '{name_of(model)}' is of an image translation, but {label} need a time "
                              "series model.")
    loaded = load_model(model, "translation")
    card, settings = loaded.card, ImageSettings(image, bands, True, pixel_size_m, device, core_px)
    stated = card["translation"]
    if style and stated["kind"] != "image":
        raise EoDeepError(f"The model '{name_of(model)}' paints a palette, which has no style; leave the style empty.")
    makes_image = stated["kind"] == "image"
    outputs = [Output(to_values)] if makes_image else [Output()]
    with open_job(settings, loaded, outputs, area, progress, seed=seed) as job:
        _warn_of_resolution(job.image.source.grid, card, progress)
        units = job.plan()
        if makes_image:
            target = stated["target"]
            count, scale = len(target["bands"]), find_style(style, target)
            job.check_space({output: count * np.dtype(target["dtype"]).itemsize}, count, progress)
            with ImageWriter(output, job.grid, target["bands"], target["dtype"], job.block_px, overviews, progress,
                             scale) as writer:
                computed = job.run(units, [writer], progress)
            writer.report(progress)
        else:
            job.check_space({output: 1}, 1, progress, job.image.source.grid)

            def open_maps(grid: Grid, block_px: int) -> MapWriter:
                return MapWriter(card, grid, output, None, block_px, overviews, progress)

            with write_on_image_grid(job, open_maps, len(card["classes"]), output, progress) as maps:
                computed = job.run(units, [maps], progress.part(0, PREDICTING_SHARE))
    if not computed:
        progress.warning(NOTHING.replace("classified", "translated"))
    progress.message(f"Wrote {output}.")
    progress(1.0)
    return {"output": output, "units": len(units),
            "timing_s": {stage: round(seconds, 3) for stage, seconds in job.timing.stages.items()}}


def to_values(scores: torch.Tensor, valid: np.ndarray) -> torch.Tensor:
    """What a network of images gives, (C, h, w) float32, as it is."""
    return scores.float()


def find_style(style: str | None, target: dict) -> tuple[np.ndarray, np.ndarray]:
    """Mean and standard deviation (C,) of each band of the output: of the style image, else of the card's target.

    Raises EoDeepError for a style image with another number of bands.
    """
    if style is None:
        return np.array(target["mean"], np.float32), np.array(target["std"], np.float32)
    with open_image(style) as source:
        if source.count != len(target["bands"]):
            raise EoDeepError(
                f"The style image '{name_of(style)}' must have the {len(target['bands'])} bands that the model makes, "
                f"got {source.count}."
            )
        measured = recall("style", lambda: measure_scaling([source]))
    return np.array(measured["mean"], np.float32), np.array(measured["std"], np.float32)


def _is_series(model: str) -> bool:
    """Whether a model is one of a time series; what is wrong with a file is said where it is loaded."""
    try:
        return read_card(model)["task"] == "series"
    except EoDeepError:
        return False


def _warn_of_resolution(grid: Grid, card: dict, progress: Progress) -> None:
    """Warn of an image that is much coarser or finer than those of the training."""
    wanted_m, measured = card["inputs"][0].get("resolution_m"), grid.ground_resolution_m
    if not wanted_m or not measured:
        return
    size_m = math.sqrt(measured[0] * measured[1])
    if max(size_m / wanted_m, wanted_m / size_m) > _OTHER_RESOLUTION:
        what = "lacks detail that the model expects" if size_m > wanted_m else "loses detail where it is resampled"
        progress.warning(
            f"The image's pixels of {size_m:.3g} m differ by more than a factor of {_OTHER_RESOLUTION} from the "
            f"model's {wanted_m:g} m; the image {what}."
        )
