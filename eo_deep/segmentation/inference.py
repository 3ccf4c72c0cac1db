"""Semantic segmentation: every pixel of an image gets a class."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack

from ..geo.grid import Grid
from ..io.files import check_distinct
from ..io.part_folder import check_raster_writable
from ..io.paths import ExtraRaster, NewRaster, RasterPath, VectorPath, list_paths
from ..models.confidence import ConfidenceNetwork, add_confidence, require_confidence
from ..models.image_input import ImageSettings
from ..models.model_file import Model, load_model, load_once
from ..progress import Progress, silent
from ..runtime.jobs import algorithm
from ..streaming.class_map_writer import MapWriter
from ..streaming.confidence import confidence_of, without_measures, write_confidence
from ..streaming.image_job import open_job
from ..streaming.pipeline import Output
from ..streaming.probabilities import NOTHING, PREDICTING_SHARE, write_on_image_grid


@algorithm("output", "probabilities", "confidence", restartable=True, pixel_size_m=(0.001, None), core_px=(16, None))
def segment(image: RasterPath, model: str, bands: Sequence[int] | None = None, area: VectorPath | None = None,
            resample: bool = True, pixel_size_m: float | None = None, test_time_augmentation: bool = False,
            device: str = "auto", core_px: int | None = None, overviews: bool = False, output: NewRaster | None = None,
            probabilities: ExtraRaster | None = None, confidence: ExtraRaster | None = None,
            other_images: Sequence[RasterPath] | RasterPath | None = None, scalars: str | None = None,
            resume: bool = False, keep_parts: bool = False, cluster: str | None = None,
            progress: Progress = silent) -> dict:
    """Classify every pixel of an image of any size, without seams and in flat memory.

    The image is predicted in tiles with a margin of the network's receptive field, so that the result is that of one
    pass over the whole image. Where the network works at another resolution than the image's, its probabilities are
    resampled (bilinear) to the image's pixels.

    Parameters
    ----------
    image : path of a raster
        Of any size and data type that GDAL reads. Nodata stays nodata.
    model : path of a segmentation model
        Its classes are those of the output.
    bands : sequence of int, optional
        1-based band numbers in the model's order. Default: matched by name.
    area : path of polygons, optional
        In any CRS. Pixels outside stay nodata. Default: the whole image.
    resample : bool
        Work at the model's resolution where the image has another.
    pixel_size_m : float, optional
        Pixel size in metres of an image without CRS.
    test_time_augmentation : bool
        Average the probabilities over eight flips and quarter turns, eight times slower.
    device : str
        "auto", "cpu", "cuda", "cuda:1" or "mps".
    core_px : int, optional
        Tile size in pixels. The result does not depend on it. Default: chosen from memory.
    overviews : bool
        Add overviews (pyramids) to the outputs, for fast display.
    output : path of a GeoTIFF, optional
        The class map: uint8, 255 = nodata. Of two classes, the second is chosen from the threshold stored in the model.
    probabilities : path of a GeoTIFF, optional
        float32, one band per class, 0..1, NaN = nodata.
    confidence : path of a GeoTIFF, optional
        How far the image resembles the model's training images, see `models.confidence`: float32, the share of the
        training images' pixels that are less likely, 0..1, NaN = nodata. Without test-time augmentation.
    other_images : path of a raster or sequence of them, optional
        The further images of a model of several, in the model's order; bands are matched by name. Each is read on
        cells of whole pixels of the image, as it is where these are its own pixels. Those that the model can do
        without may be left out from the end.
    scalars : str, optional
        Numbers of the image that the model needs, as "sun elevation = 34.2; day of year = 289".
    resume : bool
        Go on with the parts that an interrupted job with the same inputs and settings has left beside the output, in
        `<output>.parts`. Images of more than about 8192 x 8192 px are made in parts.
    keep_parts : bool
        Leave the parts as they are; the outputs, which end in .vrt, are virtual rasters of them.
    cluster : str, optional
        Who makes the parts: "local:4", so many processes of this computer; "gpus", one for each of its GPUs; or the
        address of a Dask scheduler ("tcp://host:8786", "tls://host:8786"), or the file that it wrote. Default: this
        process.
    progress : Progress
        Receives the finished fraction, messages and warnings.

    Returns
    -------
    dict
        "output", "probabilities", "confidence": the paths; "units": number of tiles; "timing_s": seconds by stage,
        summed over threads.

    Raises
    ------
    EoDeepError
        If the images do not fit the model, the area has no polygons, or the model has no confidence.
    """
    targets = [path for path in (output, probabilities, confidence) if path]
    others = list_paths(other_images)
    check_distinct(targets, [image, *others, model, area])
    for target in targets:
        check_raster_writable(target)
    loaded = load_once("confidence", model, lambda: _load_with_confidence(model)) if confidence else _load(model)
    settings = ImageSettings(image, bands, resample, pixel_size_m, device, core_px, others, scalars)
    outputs = [Output(dihedral=test_time_augmentation)]
    if isinstance(loaded.network, ConfidenceNetwork):
        outputs = [without_measures(outputs[0]), confidence_of(loaded.network.confidence)]

    def open_maps(grid: Grid, block_px: int) -> MapWriter:
        return MapWriter(loaded.card, grid, output, probabilities, block_px, overviews, progress)

    with open_job(settings, loaded, outputs, area, progress) as job:
        units = job.plan()
        with ExitStack() as files:
            writers = [files.enter_context(
                write_on_image_grid(job, open_maps, len(loaded.card["classes"]), targets[0], progress))]  # fmt: skip
            if confidence:
                writers.append(files.enter_context(write_confidence(job, confidence, overviews, progress)))
            computed = job.run(units, writers, progress.part(0, PREDICTING_SHARE))
    if not computed:
        progress.warning(NOTHING)
    for target in targets:
        progress.message(f"Wrote {target}.")
    return {"output": output, "probabilities": probabilities, "confidence": confidence, "units": len(units),
            "timing_s": {stage: round(seconds, 3) for stage, seconds in job.timing.stages.items()}}


def _load(path: str) -> Model:
    return load_model(path, "segmentation", several=True)


def _load_with_confidence(path: str) -> Model:
    model = _load(path)
    return add_confidence(model, require_confidence(path, model.network))
