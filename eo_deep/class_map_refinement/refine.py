"""Refine class maps of any size, exactly and in flat memory."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import fields
from typing import Any

import numpy as np

from ..errors import EoDeepError
from ..io.files import check_distinct
from ..io.names import name_of
from ..io.part_folder import check_raster_writable
from ..io.parts import Tally, making, open_parts, track
from ..io.paths import ExtraRaster, NewRaster, RasterPath
from ..models.footprint import Footprint
from ..progress import Progress, silent
from ..runtime.devices import choose_device
from ..runtime.jobs import algorithm
from ..runtime.threads import map_in_order
from ..streaming.class_map_writer import MapWriter
from ..streaming.cluster import open_cluster
from ..streaming.pipeline import core_of
from ..streaming.tiling import Unit, block_px_of, choose_core_px, plan_units
from .calibration import Calibration, leave, to_scores
from .class_map import open_labels, write_filtered
from .crf import CrfSettings
from .fusion import FUSIONS, MEAN
from .guide import Guide, open_guide
from .probability_map import ProbabilityMap, check_order, check_same_classes, open_probabilities
from .refinement import AUTO, CALIBRATE, CRF, FUSION, MAJORITY, METHODS, WITH_IMAGE, Refinement, load_refinement

_BUDGET_BYTES = 200_000_000  # per thread
_OF_CRF = tuple(each.name for each in fields(CrfSettings) if each.name != "smoothing_px")
# By which method each number is used.
_USES = {"threshold": (CALIBRATE, CRF), "temperature": (CALIBRATE, CRF), **dict.fromkeys(_OF_CRF, (CRF,)),
         "radius_px": (CRF, MAJORITY), "iterations": (CRF, MAJORITY)}  # fmt: skip


@algorithm("output", "refined", restartable=True, threshold=(0.0, 1.0), temperature=(0.01, 100.0),
           image_weight=(0.0, 100.0), reach_px=(0.1, 1000.0), tolerance=(0.001, 100.0),
           smoothing_weight=(0.0, 100.0), radius_px=(1, 15), dilation=(1, 8), iterations=(1, 20), core_px=(16, None))
def refine_map(probabilities: RasterPath, image: RasterPath | None = None, model: str | None = None,
               method: str = AUTO, other_maps: Sequence[RasterPath] | RasterPath | None = None,
               fusion: str = MEAN, bands: Sequence[int] | None = None, threshold: float | None = None,
               temperature: float | None = None, image_weight: float | None = None, reach_px: float | None = None,
               tolerance: float | None = None, smoothing_weight: float | None = None, radius_px: int | None = None,
               dilation: int | None = None, iterations: int | None = None, device: str = "auto",
               core_px: int | None = None, overviews: bool = False, output: NewRaster | None = None,
               refined: ExtraRaster | None = None, resume: bool = False, keep_parts: bool = False,
               cluster: str | None = None, progress: Progress = silent) -> dict:
    """Refine class probabilities, from any model or program, and choose the classes anew.

    The result does not depend on tiles: each is computed with all the surroundings that the method sees.

    Parameters
    ----------
    probabilities : path of a raster
        One band per class, 0..1, which sum to 1; a single band is the probability of the second class of two. For
        "majority" also a class map.
    image : path of a raster, optional
        The image that the classes were predicted from, or another one of the place, on any grid. Needed by "crf" and
        "learned".
    model : path of a refinement model, optional
        From `train_refinement`. It has a method and all numbers.
    method : str
        "auto": that of the model, else "crf". "calibrate": temperature and bias of the scores. "crf": the same, then a
        conditional random field whose kernels are cut to a window (after Kraehenbuehl & Koltun, NeurIPS 2011), so that
        classes follow the edges in the image. "learned": a partial differential equation as a recurrent network
        (Maggiori et al., TGRS 2017), of a model. "majority": the most frequent class within the radius; ties stay.
        "fusion": of several maps.
    other_maps : path or list of paths of rasters, optional
        Further maps of the place for "fusion", with probabilities of the same classes, on any grid.
    fusion : str
        "mean log-probability", or of a model that knows how reliable each map is "votes by recall" or
        "Dempster-Shafer".
    bands : sequence of int, optional
        1-based band numbers of the image. Default: those of the model, else all but alpha.
    threshold : float, optional
        Of two classes: the probability from which on the second one is right; it becomes 0.5. Default: 0.5.
    temperature : float, optional
        The scores (log-odds) are divided by it: above 1 for probabilities that are too sure. Default: 1.
    image_weight : float, optional
        Of neighbours with similar values in the image. Default: 4.
    reach_px : float, optional
        Standard deviation of the distance of neighbours that count. Default: 8.
    tolerance : float, optional
        Standard deviation of the difference of values that count as similar, in quarters of the image's range of
        values. Default: 0.15.
    smoothing_weight : float, optional
        Weight of the closest neighbours, whatever the image shows. Default: 2.
    radius_px : int, optional
        Neighbours farther than this many pixels (times the dilation) in x or y do not count. Default: 5; of "majority"
        1, the radius of a disc.
    dilation : int, optional
        Distance of neighbours that count, in pixels. Default: 1.
    iterations : int, optional
        Number of mean field updates, or of passes of "majority". Default: 5; of "majority" 1.
    device : str
        "auto", "cpu", "cuda", "cuda:1" or "mps"; for "learned".
    core_px : int, optional
        Tile size in pixels. The result does not depend on it. Default: chosen from memory.
    overviews : bool
        Add overviews (pyramids) to the outputs, for fast display.
    output : path of a GeoTIFF, optional
        The class map: uint8, 255 = nodata.
    refined : path of a GeoTIFF, optional
        The refined probabilities: float32, one band per class, 0..1, NaN = nodata. Not of "majority".
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
        "output", "refined": the paths; "changed_share": share of the valid pixels whose class changed, 0..1.

    Raises
    ------
    EoDeepError
        For a class map, probabilities that do not sum to 1, an image that is missing or of another place, a model of
        other classes, and numbers that the method does not use.
    """
    others = [other_maps] if isinstance(other_maps, str) else list(other_maps or [])
    targets = [path for path in (output, refined) if path]
    check_distinct(targets, [probabilities, image, model, *others])
    for target in targets:
        check_raster_writable(target)
    numbers = {"threshold": threshold, "temperature": temperature, "image_weight": image_weight, "reach_px": reach_px,
               "tolerance": tolerance, "smoothing_weight": smoothing_weight, "radius_px": radius_px,
               "dilation": dilation, "iterations": iterations}  # fmt: skip
    given = {name: value for name, value in numbers.items() if value is not None}
    loaded, card = load_refinement(model, choose_device(device)) if model else (None, None)
    method = _choose_method(method, model, loaded, progress)
    _check_fit(method, bool(loaded), image, others, fusion, refined, given)
    with ExitStack() as files:
        files.enter_context(open_cluster(progress))
        if method == MAJORITY:
            source = open_labels(probabilities, files, progress)
            changed_share = write_filtered(source, str(output), radius_px or 1, iterations or 1, core_px, overviews,
                                           progress)  # fmt: skip
        else:
            maps = [open_probabilities(probabilities, progress)]
            files.enter_context(maps[0].source)
            for path in others:
                maps.append(open_probabilities(path, progress, maps[0].grid))
                files.enter_context(maps[-1].source)
                check_same_classes(maps[0], maps[-1])
            guide = None
            if method in WITH_IMAGE:
                wanted = card["inputs"][1] if card else None
                guide = files.enter_context(open_guide(str(image), bands, wanted, maps[0].grid, progress))
            if card:
                _check_classes(card, maps[0], str(model))
            refiner = Refiner(maps, guide, loaded or make_refinement(method, len(maps[0].classes), given), fusion)
            used_px = refiner.choose_core(core_px)
            files.enter_context(open_parts(maps[0].grid, used_px, progress))
            writer = files.enter_context(MapWriter({"classes": maps[0].classes}, maps[0].grid, output, refined,
                                                   block_px_of(used_px), overviews, progress))  # fmt: skip
            changed_share = _refine_all(refiner, refiner.plan(used_px), writer, progress)
    for target in targets:
        progress.message(f"Wrote {target}.")
    return {"output": output, "refined": refined, "changed_share": changed_share}


def _choose_method(method: str, model: str | None, loaded: Refinement | None, progress: Progress) -> str:
    """The method that is asked for, else that of the model, else "crf"."""
    if method not in METHODS:
        raise EoDeepError(f"The method must be one of {', '.join(METHODS)}, got '{method}'.")
    if loaded is None:
        if method == "learned":
            raise EoDeepError("Method 'learned' needs a model, which 'Train a refinement' makes.")
        return CRF if method == AUTO else method
    if method in (AUTO, loaded.method):
        return loaded.method
    if method == loaded.asked:
        progress.warning(f"'{name_of(str(model))}' only calibrates, because '{method}' did not help in its training.")
        return loaded.method
    raise EoDeepError(f"'{name_of(str(model))}' is a model for method '{loaded.method}', got method '{method}'.")


def _check_fit(method: str, has_model: bool, image: str | None, others: Sequence[str], fusion: str,
               refined: str | None, given: dict[str, Any]) -> None:
    """EoDeepError for arguments that do not fit the method."""
    if method in WITH_IMAGE and not image:
        raise EoDeepError(f"Method '{method}' needs the image, whose edges the classes shall follow.")
    if method == MAJORITY and refined:
        raise EoDeepError("Method 'majority' gives classes only, no refined probabilities.")
    if fusion not in FUSIONS:
        raise EoDeepError(f"The fusion must be one of {', '.join(FUSIONS)}, got '{fusion}'.")
    if method == FUSION and not others:
        raise EoDeepError("Method 'fusion' needs other maps of the place.")
    if method != FUSION and others:
        raise EoDeepError(f"Other maps are for method 'fusion', got method '{method}'.")
    if method == FUSION and fusion != MEAN and not has_model:
        raise EoDeepError(f"Fusion '{fusion}' needs a model, which 'Train a refinement' makes of the maps.")
    for name in given:
        if has_model:
            raise EoDeepError(f"The model has all numbers; '{name}' must not be given, got {given[name]:g}.")
        if method not in _USES[name]:
            raise EoDeepError(f"'{name}' is for method '{' or '.join(_USES[name])}', got method '{method}'.")
    if method == CALIBRATE and not has_model and not given:
        raise EoDeepError("Method 'calibrate' needs a model, a threshold or a temperature.")


def _check_classes(card: dict, maps: ProbabilityMap, model: str) -> None:
    """EoDeepError for probabilities of other classes than a model's."""
    wanted, there = ([entry["name"] for entry in each] for each in (card["classes"], maps.classes))
    if len(wanted) != len(there):
        raise EoDeepError(f"'{name_of(model)}' is a model for {len(wanted)} classes ({', '.join(wanted[:20])}), "
                          f"the probabilities have {len(there)}.")
    check_order(wanted, there, f"'{name_of(maps.source.path)}' has the classes {', '.join(there[:20])}")


def make_refinement(method: str, count: int, given: dict[str, Any]) -> Refinement:
    """A refinement of `count` classes by numbers: threshold and temperature, and of a CRF its settings."""
    threshold, factor, same = given.get("threshold"), 1 / given.get("temperature", 1.0), leave(count)
    if threshold is not None and count != 2:
        raise EoDeepError(f"A threshold is for two classes, the probabilities have {count}.")
    odds = float(to_scores(np.array([1 - threshold, threshold]))[0]) if threshold is not None else 0.0
    calibration = Calibration((factor,) * len(same.scale), (-odds * factor,) * len(same.bias))
    if method != CRF:
        return Refinement(method, calibration, same.bias)
    settings = CrfSettings(**{name: value for name, value in given.items() if name in _OF_CRF})
    return Refinement(method, calibration, same.bias, settings, halo_px=settings.halo_px)


def _refine_all(refiner: Refiner, units: Sequence[Unit], writer: MapWriter, progress: Progress) -> float:
    """Refine and write all units; returns the share of the valid pixels that changed."""
    grid = refiner.grid
    progress.message(f"{grid.width} x {grid.height} px, {len(units)} tiles with a margin of {refiner.halo_px} px.")
    changed, seen, blind = tallies = Tally(), Tally(), Tally()
    for tally in tallies:
        track(tally, "count")
    with making(units, lambda unit: unit.core) as (missing, settle):
        refine: Iterable = map_in_order(refiner.refine, missing)
        for done, (unit, chances, valid, differs, lacking) in enumerate(refine, 1):
            if valid.any():
                writer.write(chances, valid, unit.core)
            for tally, found in zip(tallies, (differs.sum(), valid.sum(), lacking)):
                tally.count += int(found)
            settle(unit)
            progress(done / len(missing))
    writer.finite_check.warn("pixels", progress)
    if not seen.count:
        progress.warning("Nothing was refined: every pixel is nodata.")
    if blind.count:
        share = blind.count / seen.count
        progress.warning(f"{share:.1%} of the pixels have no image; their probabilities are calibrated only.")
    return changed.count / max(seen.count, 1)


class Refiner:
    """Refines a unit of maps, of which only a fusion reads more than the first."""

    def __init__(self, maps: Sequence[ProbabilityMap], guide: Guide | None, refinement: Refinement, fusion: str):
        if refinement.rates and len(refinement.rates) != len(maps):
            raise EoDeepError(f"The model is for a fusion of {len(refinement.rates)} maps, got {len(maps)}.")
        self._maps, self._guide, self._refinement, self._fuse = maps, guide, refinement, FUSIONS[fusion]
        self.halo_px, self.grid = refinement.halo_px, maps[0].grid
        self._footprint = Footprint(1, self.halo_px, self.halo_px, True)

    def choose_core(self, core_px: int | None) -> int:
        """The side of the units' cores: `core_px`, or one that suits the memory."""
        if core_px and core_px % 16:
            raise EoDeepError(f"The tile size must be a multiple of 16 px, got {core_px} px.")
        network = self._refinement.network
        values = 6 * len(self._maps) * len(self._maps[0].classes) + (3 * self._guide.source.count if self._guide else 0)
        if network:
            values += 4 * sum(len(weight) for weight in network.state_dict().values())
        return core_px or choose_core_px(self.grid.width, self.grid.height, self._footprint, 4 * values + 16,
                                         _BUDGET_BYTES, 1024)  # fmt: skip

    def plan(self, core_px: int) -> list[Unit]:
        """The units of work."""
        return plan_units(self.grid.width, self.grid.height, self._footprint, core_px)

    def refine(self, unit: Unit) -> tuple[Unit, np.ndarray, np.ndarray, np.ndarray, int]:
        """The unit; of its core the probabilities (K, h, w), valid and changed pixels, and how many lack the image."""
        read = [maps.read(unit.window) for maps in self._maps]
        given, valid = read[0]
        before, valid_core = core_of(unit, given), core_of(unit, valid)
        if not valid_core.any():
            return unit, before, valid_core, valid_core, 0
        known, image = valid, np.zeros((0, *valid.shape), np.float32)
        if self._guide:
            image, seen = self._guide.read(unit.window)
            known = seen & valid
        if self._refinement.method == FUSION:
            maps, there = (np.stack(each) for each in zip(*read))
            refined = self._fuse(maps, there, self._refinement.rates)
        else:
            refined = self._refinement.refine(given, image, known)
        after = np.ascontiguousarray(core_of(unit, refined))
        lacking = int((valid_core & ~core_of(unit, known)).sum())
        return unit, after, valid_core, valid_core & (before.argmax(axis=0) != after.argmax(axis=0)), lacking
