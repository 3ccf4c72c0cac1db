"""Scene classification of an image: a class for each patch, and with a JEM its log p(x) as the confidence."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack

from ..errors import EoDeepError
from ..geo.small_polygons import check_seen
from ..io.files import check_distinct, check_writable
from ..io.geopackage import write_vectors
from ..io.part_folder import check_raster_writable
from ..io.parts import open_parts
from ..io.paths import ExtraRaster, ExtraVector, NewRaster, RasterPath, VectorPath
from ..io.staging import scratch_folder
from ..io.surroundings import read_area
from ..models.image_input import ImageSettings
from ..models.reflectance import load_scene_model, open_scene
from ..progress import Progress, silent
from ..runtime.jobs import algorithm
from ..sampling.patch_grid import PatchGrid
from ..streaming.cluster import open_cluster
from .foreign_causes import NO_CAUSE, find_cause
from .maps import UNIT_CELLS, Job, MapWriter

_FOREIGN_SHARE = 0.9  # of unlikely patches, from which on the whole image is taken as foreign
_EXPLAINED_SHARE = 0.5  # from which on a mistake is looked for that would explain them


@algorithm(
    "output", "confidence", "probabilities", "grid", restartable=True, stride_px=(1, None),
    max_unknown_share=(0.0, 0.999), pixel_size_m=(0.001, None),
)
def classify_scenes(image: RasterPath, model: str | None = None, bands: Sequence[int] | None = None,
                    stride_px: int | None = None, area: VectorPath | None = None, max_unknown_share: float = 0.1,
                    values: str = "auto", resample: bool = True, pixel_size_m: float | None = None,
                    device: str = "auto", output: NewRaster | None = None, confidence: ExtraRaster | None = None,
                    probabilities: ExtraRaster | None = None, grid: ExtraVector | None = None, resume: bool = False,
                    keep_parts: bool = False, cluster: str | None = None, progress: Progress = silent) -> dict:
    """Classify an image patch by patch, and map with log p(x) where the model cannot be trusted.

    Each patch gives one pixel of the maps. The image is streamed in flat memory, whatever its size. log p(x) is the
    logsumexp of the logits (Grathwohl et al., ICLR 2020); its percentile compares a patch with the training images.

    Parameters
    ----------
    image : path of a raster
        Of any size and data type that GDAL reads. Nodata stays nodata.
    model : path of a scene model, optional
        Default: the bundled land cover model for Sentinel-2.
    bands : sequence of int, optional
        1-based band numbers in the model's order. Default: matched by name.
    stride_px : int, optional
        Distance from one patch to the next, in pixels at the model's resolution. Default: the patch size.
    area : path of polygons, optional
        In any CRS. Patches whose centres lie outside stay nodata. Default: the whole image.
    max_unknown_share : float
        0 to 0.999; patches with a larger share of nodata pixels stay nodata.
    values : str
        What the image's numbers are, one of ``io.pixel_values.VALUES``; "auto" recognizes it.
    resample : bool
        Work at the model's resolution where the image has another.
    pixel_size_m : float, optional
        Pixel size in metres of an image without CRS.
    device : str
        "auto", "cpu", "cuda", "cuda:1" or "mps".
    output : path of a GeoTIFF, optional
        The class map: uint8, one pixel per patch, 255 = nodata.
    confidence : path of a GeoTIFF, optional
        float32, NaN = nodata. Band 1: log p(x) up to a constant. Band 2: its percentile among the training images,
        0..1.
    probabilities : path of a GeoTIFF, optional
        float32, one band per class, 0..1, calibrated by the model's temperature; NaN = nodata.
    grid : path of a GeoPackage, optional
        A square per patch with the fields class, class_name, probability, log_px and percentile.
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
        The four outputs' paths; "patches": how many were classified; "unlikely_share": share of them that are less
        likely than 99 % of the training images; "timing_s": seconds by stage.

    Raises
    ------
    EoDeepError
        If no output is given, an output cannot be written, or the image does not fit the model.
    """
    targets = [path for path in (output, confidence, probabilities, grid) if path]
    check_distinct(targets, [image, model, area])
    for target in targets:
        if target == grid:
            check_writable(target, ".gpkg")
        else:
            check_raster_writable(target)
    if not 0 <= max_unknown_share < 1:
        raise EoDeepError("The maximum share of nodata pixels must be at least 0 and below 1, got "
                          f"{max_unknown_share:g}.")
    _, loaded = load_scene_model(model, device)
    card = loaded.card
    if card.get("kind") != "jem":
        progress.warning("The confidence map is unreliable, because this model was not trained to recognize foreign "
                         "images.")
    with ExitStack() as files:
        settings = ImageSettings(image, bands, resample, pixel_size_m, device)
        scene = files.enter_context(open_scene(settings, card, values, progress))
        where = read_area(area, scene.reader.grid, progress)
        stride_px = card["patch_px"] if stride_px is None else stride_px
        patches = PatchGrid(scene.reader.grid, card["patch_px"], stride_px)
        if where is not None:
            check_seen("area", [(where.index, patches.cells)], progress)
        job = Job(loaded, scene, patches, where, max_unknown_share)
        progress.message(f"{patches.cells.width} x {patches.cells.height} patches of {patches.patch_px} px at a stride "
                         f"of {stride_px} px on {job.device}.")
        cells = files.enter_context(scratch_folder(grid)) / "cells.tif" if grid else None
        with open_cluster(progress), open_parts(patches.cells, UNIT_CELLS, progress, stride_px), \
                MapWriter(card, patches, output, confidence, probabilities, cells, progress) as maps:  # fmt: skip
            job.run(maps, progress.part(0, 0.95))
        maps.finite_check.warn("patches", progress)
        share = maps.unlikely / max(maps.classified, 1)
        cause = find_cause(loaded, scene, patches, values, 1 - share) if share >= _EXPLAINED_SHARE else ""
        if grid:
            write_vectors(grid, maps.to_polygons(), layer="patches")
    progress(1.0)
    if maps.classified:
        count = maps.classified
        if cause or share >= _FOREIGN_SHARE:
            progress.warning(f"{share:.1%} of {count} patches are less likely than 99 % of the training images; do not "
                             "trust the classes.")
            progress.warning(cause or NO_CAUSE)
        else:
            progress.message(f"{share:.1%} of {count} patches are less likely than 99 % of the training images.")
    else:
        progress.warning("Nothing was classified: every patch is nodata or outside the area.")
    for target in targets:
        progress.message(f"Wrote {target}.")
    return {"output": output, "confidence": confidence, "probabilities": probabilities, "grid": grid,
            "patches": maps.classified, "unlikely_share": share,
            "timing_s": {stage: round(seconds, 3) for stage, seconds in job.timing.stages.items()}}
