"""Land cover of patches: which class each is of, and how far the answer is to be trusted (log p(x) of a JEM)."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack

from ..errors import EoDeepError
from ..geo.small_polygons import check_seen
from ..io.files import check_distinct, check_writable
from ..io.geopackage import write_vectors
from ..io.paths import ExtraRaster, ExtraVector, NewRaster, RasterPath, VectorPath
from ..io.surroundings import read_area
from ..models.reflectance import load_scene_model, open_scene
from ..progress import Progress, silent
from ..runtime.jobs import algorithm
from ..sampling.patch_grid import PatchGrid
from .maps import Job, MapWriter

_FOREIGN_SHARE = 0.9  # of unlikely patches: nearly all


@algorithm(
    "output", "confidence", "probabilities", "grid", stride_px=(1, None), max_unknown_share=(0.0, 0.999),
    pixel_size_m=(0.001, None),
)
def classify_scenes(image: RasterPath, model: str | None = None, bands: Sequence[int] | None = None,
                    stride_px: int | None = None, area: VectorPath | None = None, max_unknown_share: float = 0.1,
                    values: str = "auto", resample: bool = True, pixel_size_m: float | None = None,
                    device: str = "auto", output: NewRaster | None = None, confidence: ExtraRaster | None = None,
                    probabilities: ExtraRaster | None = None, grid: ExtraVector | None = None,
                    progress: Progress = silent) -> dict:
    """Classify an image patch by patch, and say by log p(x) where the model should not be trusted.

    image: raster file; bands: 1-based band numbers in the model's order (None: matched by name). model: None for the
    bundled one. stride_px: from one patch to the next at the model's resolution (None: the patch's side). area:
    polygons; patches whose centres lie outside are unknown, as are those with a greater share of unknown pixels than
    max_unknown_share. values: what the image's numbers are, see scene_input.VALUES. resample, pixel_size_m: as in
    `segmentation.segment`.

    output: class map, uint8, 255 = unknown, a pixel per patch. confidence: float32, NaN = unknown; band 1 log p(x) up
    to a constant, band 2 its percentile among the training images, 0..1. probabilities: float32, a band per class.
    grid: GeoPackage with a square per patch: class, probability, log_px, percentile.

    Raises EoDeepError for input that does not fit the model. Returns {"output", "confidence", "probabilities", "grid",
    "patches", "unlikely_share", "timing_s"}; unlikely_share: patches less likely than 99 % of the training images.
    """
    targets = [path for path in (output, confidence, probabilities, grid) if path]
    check_distinct(targets, [image, model, area])
    for target in targets:
        check_writable(target, *((".gpkg",) if target == grid else (".tif", ".tiff")))
    if not 0 <= max_unknown_share < 1:
        raise EoDeepError(f"Largest share of unknown pixels must be at least 0 and below 1, got {max_unknown_share:g}.")
    _, loaded = load_scene_model(model, device)
    card = loaded.card
    if card.get("kind") != "jem":
        progress.warning("The model is a plain classifier: nothing taught its log p(x) to be low on foreign images.")
    with ExitStack() as files:
        scene = open_scene(image, card, bands, values, resample, pixel_size_m, files, progress)
        where = read_area(area, scene.reader.grid, progress)
        stride_px = card["patch_px"] if stride_px is None else stride_px
        patches = PatchGrid(scene.reader.grid, card["patch_px"], stride_px)
        if where is not None:
            check_seen("area", [(where.index, patches.cells)], progress)
        job = Job(loaded, scene, patches, where, max_unknown_share)
        progress.message(f"{patches.cells.width} x {patches.cells.height} patches of {patches.patch_px} px at a stride "
                         f"of {stride_px} px on {job.device}.")
        with MapWriter(card, patches, output, confidence, probabilities, grid is not None, progress) as maps:
            job.run(maps, progress.part(0, 0.95))
        maps.answers.warn("patches", progress)
        if grid:
            write_vectors(grid, maps.outline(), layer="patches")
    progress(1.0)
    share = maps.unlikely / max(maps.known, 1)
    if maps.known:
        finding = f"{share:.1%} of {maps.known} patches are less likely than 99 % of the training images"
        if share < _FOREIGN_SHARE:
            progress.message(f"{finding}.")
        else:
            progress.warning(f"{finding}, so do not trust the classes: the image is of another sensor, scaled "
                             "otherwise (see 'Values'), its bands are in another order, or season or land are foreign.")
    else:
        progress.warning("Nothing was classified: every patch is unknown or outside the area.")
    for target in targets:
        progress.message(f"Wrote {target}.")
    return {"output": output, "confidence": confidence, "probabilities": probabilities, "grid": grid,
            "patches": maps.known, "unlikely_share": share,
            "timing_s": {stage: round(seconds, 3) for stage, seconds in job.timing.stages.items()}}
