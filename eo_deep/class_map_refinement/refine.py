"""Refine class probabilities of any size, exactly and in flat memory."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from typing import Any

import numpy as np

from ..errors import EoDeepError
from ..io.files import check_distinct, check_writable
from ..io.paths import ExtraRaster, NewRaster, RasterPath
from ..models.footprint import Footprint
from ..progress import Progress, silent
from ..runtime.jobs import algorithm
from ..runtime.threads import map_in_order
from ..streaming.class_map_writer import MapWriter
from ..streaming.pipeline import core_of
from ..streaming.tiling import Unit, block_px_of, choose_core_px, plan_units
from . import crf
from .calibration import Calibration, leave, to_probabilities, to_scores
from .guide import Guide, open_guide
from .probability_map import ProbabilityMap, open_probabilities

_BUDGET_BYTES = 200_000_000  # per thread


@algorithm("output", "refined", threshold=(0.0, 1.0), temperature=(0.01, 100.0), image_weight=(0.0, 100.0),
           reach_px=(0.1, 1000.0), tolerance=(0.001, 100.0), smoothing_weight=(0.0, 100.0), radius_px=(1, 50),
           dilation=(1, 16), iterations=(1, 50), core_px=(16, None))
def refine_map(probabilities: RasterPath, image: RasterPath | None = None, method: str = "crf",
               bands: Sequence[int] | None = None, threshold: float | None = None, temperature: float | None = None,
               image_weight: float | None = None, reach_px: float | None = None, tolerance: float | None = None,
               smoothing_weight: float | None = None, radius_px: int | None = None, dilation: int | None = None,
               iterations: int | None = None, core_px: int | None = None, overviews: bool = False,
               output: NewRaster | None = None, refined: ExtraRaster | None = None,
               progress: Progress = silent) -> dict:
    """Refine class probabilities, from any model or program, and choose the classes anew.

    The result does not depend on tiles: each is computed with all the surroundings that the method sees.

    Parameters
    ----------
    probabilities : path of a raster
        One band per class, 0..1, which sum to 1; a single band is the probability of the second class of two.
    image : path of a raster, optional
        The image that the classes were predicted from, or another one of the place, on any grid. Needed by "crf".
    method : str
        "calibrate": temperature and bias of the scores. "crf": the same, then a conditional random field whose
        kernels are cut to a window (after Kraehenbuehl & Koltun, NeurIPS 2011), so that classes follow the edges in
        the image.
    bands : sequence of int, optional
        1-based band numbers of the image. Default: all but alpha.
    threshold : float, optional
        Of two classes: the probability from which on the second one is right; it becomes 0.5. Default: 0.5.
    temperature : float, optional
        The scores (log-odds) are divided by it: above 1 for probabilities that are too sure. Default: 1.
    image_weight : float, optional
        Of neighbours with similar values in the image. Default: 3.
    reach_px : float, optional
        Standard deviation of the distance of neighbours that count. Default: 5.
    tolerance : float, optional
        Standard deviation of the difference of values that count as similar, in quarters of the image's range of
        values. Default: 0.25.
    smoothing_weight : float, optional
        Weight of the closest neighbours, whatever the image shows. Default: 1.
    radius_px : int, optional
        Neighbours farther than this many pixels (times the dilation) in x or y do not count. Default: 5.
    dilation : int, optional
        Distance of neighbours that count, in pixels. Default: 1.
    iterations : int, optional
        Number of mean field updates. Default: 5.
    core_px : int, optional
        Tile size in pixels. The result does not depend on it. Default: chosen from memory.
    overviews : bool
        Add overviews (pyramids) to the outputs, for fast display.
    output : path of a GeoTIFF, optional
        The class map: uint8, 255 = nodata.
    refined : path of a GeoTIFF, optional
        The refined probabilities: float32, one band per class, 0..1, NaN = nodata.
    progress : Progress
        Receives the finished fraction, messages and warnings.

    Returns
    -------
    dict
        "output", "refined": the paths; "changed_share": share of the valid pixels whose class changed, 0..1.

    Raises
    ------
    EoDeepError
        For a class map, probabilities that do not sum to 1, and an image that is missing or of another place.
    """
    targets = [path for path in (output, refined) if path]
    check_distinct(targets, [probabilities, image])
    for target in targets:
        check_writable(target, ".tif", ".tiff")
    if method not in METHODS:
        raise EoDeepError(f"The method must be one of {', '.join(METHODS)}, got '{method}'.")
    if method == "crf" and not image:
        raise EoDeepError("Method 'crf' needs the image, whose edges the classes shall follow.")
    with ExitStack() as files:
        maps = open_probabilities(probabilities, progress)
        files.enter_context(maps.source)
        calibration = make_calibration(maps, threshold, temperature)
        settings = guide = None
        if method == "crf":
            given: dict[str, Any] = {
                "image_weight": image_weight, "reach_px": reach_px, "tolerance": tolerance,
                "smoothing_weight": smoothing_weight, "radius_px": radius_px, "dilation": dilation,
                "iterations": iterations,
            }  # fmt: skip
            settings = crf.CrfSettings(**{name: value for name, value in given.items() if value is not None})
            guide = files.enter_context(open_guide(str(image), bands, None, maps.grid, progress))
        elif calibration == leave(len(maps.classes)):
            raise EoDeepError("Method 'calibrate' needs a threshold or a temperature.")
        refiner = Refiner(maps, guide, calibration, settings)
        units, block_px = refiner.plan(core_px)
        writer = files.enter_context(
            MapWriter({"classes": maps.classes}, maps.grid, output, refined, block_px, overviews, progress))
        progress.message(f"{maps.grid.width} x {maps.grid.height} px, {len(units)} tiles with a margin of "
                         f"{refiner.halo_px} px.")
        changed = seen = 0
        for done, (unit, scores, valid, differs) in enumerate(map_in_order(refiner.refine, units), 1):
            if valid.any():
                writer.write(scores, valid, unit.core)
            changed, seen = changed + int(differs.sum()), seen + int(valid.sum())
            progress(done / len(units))
    for target in targets:
        progress.message(f"Wrote {target}.")
    return {"output": output, "refined": refined, "changed_share": changed / max(seen, 1)}


METHODS = ("calibrate", "crf")


def make_calibration(maps: ProbabilityMap, threshold: float | None, temperature: float | None) -> Calibration:
    """The calibration by which a threshold becomes 0.5, and scores are divided by a temperature."""
    count, factor = len(maps.classes), 1 / (temperature or 1.0)
    if threshold is not None and count != 2:
        raise EoDeepError(f"A threshold is for two classes, the probabilities have {count}.")
    same = leave(count)
    odds = float(to_scores(np.array([1 - threshold, threshold]))[0]) if threshold is not None else 0.0
    return Calibration((factor,) * len(same.scale), (-odds * factor,) * len(same.bias))


class Refiner:
    """Refines a unit of the probabilities: (K, h, w) of its core. crf: None for a calibration only."""

    def __init__(self, maps: ProbabilityMap, guide: Guide | None, calibration: Calibration,
                 settings: crf.CrfSettings | None):
        self._maps, self._guide, self._calibration, self._crf = maps, guide, calibration, settings
        self.halo_px = settings.halo_px if settings else 0

    def plan(self, core_px: int | None) -> tuple[list[Unit], int]:
        """The units of work, and the size of the blocks that no two of them share."""
        grid, footprint = self._maps.grid, Footprint(1, self.halo_px, self.halo_px, True)
        if core_px and core_px % 16:
            raise EoDeepError(f"The tile size must be a multiple of 16 px, got {core_px} px.")
        bytes_per_px = 16 * len(self._maps.classes) + (12 * self._guide.source.count if self._guide else 0) + 16
        core_px = core_px or choose_core_px(grid.width, grid.height, footprint, bytes_per_px, _BUDGET_BYTES, 1024)
        return plan_units(grid.width, grid.height, footprint, core_px), block_px_of(core_px)

    def refine(self, unit: Unit) -> tuple[Unit, np.ndarray, np.ndarray, np.ndarray]:
        """The unit, its refined probabilities (K, h, w) float32, and which pixels of its core are valid and changed."""
        probabilities, valid = self._maps.read(unit.window)
        before, valid_core = core_of(unit, probabilities), core_of(unit, valid)
        if not valid_core.any():
            return unit, before, valid_core, valid_core
        scores = self._calibration(to_scores(probabilities))
        if self._crf and self._guide:
            image, seen = self._guide.read(unit.window)
            scores = crf.refine(scores, image, seen & valid, self._crf)
        refined = to_probabilities(np.ascontiguousarray(core_of(unit, scores)))
        return unit, refined, valid_core, valid_core & (before.argmax(axis=0) != refined.argmax(axis=0))
