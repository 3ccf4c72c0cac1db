"""Every pixel gets a class by a classifier on its features, in flat memory."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager

import numpy as np
from rasterio.windows import Window

from ..feature_chains.chain import BLOCK_PX, FeatureChain, open_chain
from ..geo.grid import Grid
from ..geo.small_polygons import check_seen
from ..io.card_schema import UNKNOWN
from ..io.files import check_distinct
from ..io.part_folder import check_raster_writable
from ..io.parts import Tally, making, open_parts, track
from ..io.paths import ExtraRaster, NewRaster, RasterPath, VectorPath
from ..io.raster_writer import RasterWriter
from ..io.styles import probability_style, ramp_style
from ..io.surroundings import read_area
from ..io.vector_layer import VectorLayer, rasterize_area
from ..progress import Progress, silent
from ..runtime.jobs import algorithm
from ..runtime.threads import map_in_order
from ..streaming.cluster import open_cluster
from ..streaming.finite_check import FiniteCheck
from ..streaming.probabilities import NOTHING, round_probabilities
from .model import PixelModel, load_pixel_model
from .prediction import PixelPredictor, find_distinct

# Margins are small where classes compete, and those are the pixels to look at.
_STOPS = ((0.0, "#b2182b", "0"), (0.25, "#f4a582", "0.25"), (0.5, "#f7f7f7", "0.5"), (0.75, "#92c5de", "0.75"),
          (1.0, "#2166ac", "1"))  # fmt: skip


@algorithm("output", "probabilities", "confidence", "margin", restartable=True)
def classify_pixels(image: RasterPath, model: str, other_images: Sequence[RasterPath] | None = None,
                    bands: Sequence[int] | None = None, area: VectorPath | None = None, overviews: bool = False,
                    output: NewRaster | None = None, probabilities: ExtraRaster | None = None,
                    confidence: ExtraRaster | None = None, margin: ExtraRaster | None = None,
                    resume: bool = False, keep_parts: bool = False, cluster: str | None = None,
                    progress: Progress = silent) -> dict:
    """Classify every pixel of an image of any size by a classifier on its features.

    The features are those of the model: bands, means and deviations over windows, formulas. They are computed tile by
    tile with the margin that they need, so that no tile shows in the result.

    Parameters
    ----------
    image : path of a raster
        The first image of the model, whose pixels are classified. Nodata of any image stay nodata.
    model : path of a model of `train_pixels`
        Its classes are those of the output.
    other_images : sequence of paths of rasters, optional
        The model's other images, in its order. Those with another grid are resampled to the first one's.
    bands : sequence of int, optional
        1-based band numbers of the first image in the model's order. Default: matched by name.
    area : path of polygons, optional
        In any CRS. Pixels outside stay nodata. Default: the whole image.
    overviews : bool
        Add overviews (pyramids) to the outputs, for fast display.
    output : path of a GeoTIFF, optional
        The class map: uint8, 255 = nodata. Each pixel has the most probable class.
    probabilities : path of a GeoTIFF, optional
        float32, one band per class, 0..1, NaN = nodata.
    confidence : path of a GeoTIFF, optional
        float32, the probability of the most probable class, NaN = nodata.
    margin : path of a GeoTIFF, optional
        float32, that probability minus the second highest one, NaN = nodata.
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
        "output", "probabilities", "confidence", "margin": the paths; "pixels": how many were classified.

    Raises
    ------
    EoDeepError
        If the images do not fit the model or each other, the area has no polygons, or the model cannot be used.
    """
    images = [image, *(other_images or ())]
    targets = [path for path in (output, probabilities, confidence, margin) if path]
    check_distinct(targets, [*images, model, area])
    for target in targets:
        check_raster_writable(target)
    loaded = load_pixel_model(model, progress)
    chosen = [bands, *(None for _ in images[1:])]
    with ExitStack() as files:
        files.enter_context(open_cluster(progress))
        chain = files.enter_context(open_chain(loaded.settle(images, chosen), progress))
        polygons = read_area(area, chain.grid, progress)
        if polygons is not None:
            check_seen("area", [(polygons.index, chain.grid)], progress)
        pixels = PixelMap(loaded, chain, polygons)
        files.enter_context(open_parts(chain.grid, pixels.tile_px, progress))
        writer = files.enter_context(
            _open_maps(loaded, chain.grid, output, probabilities, confidence, margin, overviews, progress))  # fmt: skip
        count = pixels.run(writer, progress)
    if not count:
        progress.warning(NOTHING)
    for target in targets:
        progress.message(f"Wrote {target}.")
    return {"output": output, "probabilities": probabilities, "confidence": confidence, "margin": margin,
            "pixels": count}


class PixelMap:
    """The class probabilities of all pixels of a feature chain, tile by tile.

    tile_px: the tiles' side; no result depends on it. None: by the number of features.
    """

    def __init__(self, model: PixelModel, chain: FeatureChain, area: VectorLayer | None = None,
                 tile_px: int | None = None):
        self._chain, self._area = chain, area
        self._places = model.find_features(chain)
        self._predict = PixelPredictor(model.classifier, model.card["classifier"]["name"], len(model.card["classes"]))
        self.tile_px = tile_px or chain.tile_px

    def run(self, writer: _MapWriter, progress: Progress = silent) -> int:
        """Write all tiles; how many pixels were classified."""
        classified, finite = Tally(), FiniteCheck()
        track(classified, "count")
        with making(list(self._chain.grid.blocks(self.tile_px)), lambda window: window) as (windows, settle):
            for number, (window, (scores, valid)) in enumerate(zip(windows, map_in_order(self.predict, windows)), 1):
                if valid.any():
                    valid = finite.select_finite(scores, valid)
                    writer.write(scores, valid, window)
                classified.count += int(valid.sum())
                settle(window)
                progress(number / len(windows))
        finite.warn("pixels", progress)
        return classified.count

    def predict(self, window: Window) -> tuple[np.ndarray, np.ndarray]:
        """Probabilities (K, h, w) float32 of a window, and where there are any, (h, w) bool."""
        wanted = rasterize_area(self._area, self._chain.grid, window)
        if not wanted.any():
            return np.zeros((0, *wanted.shape), np.float32), wanted
        features, valid = self._chain.read(window)
        valid = valid & wanted
        is_whole = bool(valid.all())  # then nothing is copied for want of some pixels
        found = features.reshape(len(features), -1) if is_whole else features[:, valid]
        distinct = find_distinct(found[: self._chain.byte_bands]) if self._chain.byte_bands else None
        if distinct is not None:
            first, place = distinct
            scores = np.take(self._predict(self._choose(found[:, first])), place, axis=1)
        else:
            scores = self._predict(self._choose(found))
        if is_whole:
            return scores.reshape(-1, *valid.shape), valid
        result = np.zeros((len(scores), *valid.shape), np.float32)
        result[:, valid] = scores
        return result, valid

    def _choose(self, features: np.ndarray) -> np.ndarray:
        """The features that the classifier takes, (F', N), of all of the chain, (F, N)."""
        return features if self._places == list(range(len(features))) else features[self._places]


class _MapWriter:
    """Writes class map, probabilities, confidence and margin, each where it is asked for."""

    def __init__(self, classes: Sequence[dict], rasters: dict[str, RasterWriter]):
        self._values = np.array([entry["value"] for entry in classes], np.uint8)
        self._rasters = rasters

    def write(self, scores: np.ndarray, valid: np.ndarray, window: Window) -> None:
        """scores (K, h, w) float32, valid (h, w) bool of `window`."""
        makers = {"output": self._choose, "probabilities": round_probabilities, "confidence": _find_highest,
                  "margin": _find_margin}  # fmt: skip
        for name, raster in self._rasters.items():
            raster.write(makers[name](scores, valid), window)

    def _choose(self, scores: np.ndarray, valid: np.ndarray) -> np.ndarray:
        return np.where(valid, self._values[scores.argmax(axis=0)], np.uint8(UNKNOWN))[None]


def _find_highest(scores: np.ndarray, valid: np.ndarray) -> np.ndarray:
    return round_probabilities(scores.max(axis=0)[None], valid)


def _find_margin(scores: np.ndarray, valid: np.ndarray) -> np.ndarray:
    highest = np.partition(scores, len(scores) - 2, axis=0)[-2:]
    return round_probabilities((highest[1] - highest[0])[None], valid)


@contextmanager
def _open_maps(model: PixelModel, grid: Grid, output: str | None, probabilities: str | None, confidence: str | None,
               margin: str | None, overviews: bool, progress: Progress) -> Iterator[_MapWriter]:
    classes = model.card["classes"]
    ramp = ramp_style(1, _STOPS)
    with ExitStack() as files:
        rasters = {}
        if output:
            rasters["output"] = files.enter_context(
                RasterWriter(output, grid, 1, "uint8", UNKNOWN, ["class"], classes, BLOCK_PX, overviews,
                             progress=progress))  # fmt: skip
        if probabilities:
            names = [f"probability of {entry['name']}" for entry in classes]
            style = probability_style(len(classes), classes[-1]["color"])
            rasters["probabilities"] = files.enter_context(
                RasterWriter(probabilities, grid, len(classes), "float32", math.nan, names, None, BLOCK_PX, overviews,
                             style, progress, band_classes=classes))  # fmt: skip
        for name, path in (("confidence", confidence), ("margin", margin)):
            if path:
                rasters[name] = files.enter_context(
                    RasterWriter(path, grid, 1, "float32", math.nan, [name], None, BLOCK_PX, overviews, ramp,
                                 progress))  # fmt: skip
        yield _MapWriter(classes, rasters)
