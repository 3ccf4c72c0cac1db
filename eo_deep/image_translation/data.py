"""What a training of translations reads: of maps classes, of images pairs of windows."""

from __future__ import annotations

import math
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from rasterio import Affine
from rasterio.windows import Window

from ..errors import EoDeepError
from ..geo.grid import Grid
from ..io.card_schema import UNKNOWN
from ..io.class_values import is_raster, list_class_values
from ..io.names import name_of
from ..io.raster import RasterSource, open_image, open_raster
from ..io.raster_writer import RasterWriter
from ..io.surroundings import read_area
from ..models.image_input import open_alike
from ..models.model_file import Model
from ..models.other_images import check_place
from ..models.scaling import FittedScaling, fit_scaling, measure_scaling
from ..progress import Progress, silent
from ..sampling.dataset import DataSettings, choose_grid, choose_scaling, hold_out_share, open_data
from ..sampling.image_pairs import BASELINE, PairSettings, open_pair, warn_of_jpeg
from ..sampling.labels import RasterWindows, check_one_or_each
from ..sampling.multisource import describe_image
from ..sampling.palette import (
    MAX_COLORS,
    can_have_palette,
    find_palette,
    name_by_color,
    require_palette,
    write_classes,
)
from ..sampling.training_data import TrainingData
from ..sampling.training_image import OtherFile, TrainingImage

KINDS = ("auto", "classes of a palette", "image")
_BACKGROUND = "#ffffff"  # between polygons
_OVERVIEW_PX = 1024
_EXTREMES = (0.1, 99.9)  # percentiles
_AS_FINE = 1.1
_OFFSET_TOLERANCE = 0.2
_MOST_REFUSED = 0.5  # of a pair's blocks; where more do not correlate, the kinds of images are too unlike


@dataclass(frozen=True)
class GivenPairs:
    """Which data, as the user names them; see `image_translation.train_translation`.

    coregister: how far targets may be moved, in px of the source; 0: they are used as they lie.
    """

    sources: Sequence[str]
    targets: Sequence[str]
    bands: Sequence[int] | None
    target_bands: Sequence[int] | None
    color_field: str | None
    area: str | None
    validation_share: float
    resolution_m: float | None
    crop_px: int
    seed: int
    coregister: float = 0.0


@dataclass(frozen=True)
class PairData:
    """Sources with their targets as further images of the same cells.

    target: what the card says of the targets. pairs: how each was found to lie, where it was, as `ImagePair.describe`.
    """

    training: TrainingData
    target: dict
    pairs: list[dict]


def choose_kind(kind: str, targets: Sequence[str], target_bands: Sequence[int] | None, progress: Progress) -> str:
    """ "classes" or "image", as asked for or as the targets are. EoDeepError where they cannot be what is asked for."""
    if kind not in KINDS:
        raise EoDeepError(f"Kind must be one of {', '.join(KINDS)}, got {kind}.")
    rasters = [is_raster(path) for path in targets]
    if any(rasters) and not all(rasters):
        raise EoDeepError("Targets must be all polygons or all rasters, got some of both.")
    if not any(rasters):
        if kind == "image":
            raise EoDeepError("Polygons with colours are a map with a palette, not an image; choose another kind.")
        return "classes"
    if kind == "image":
        return "image"
    with ExitStack() as files:
        sources = [files.enter_context(open_image(path, target_bands)) for path in targets]
        if all(_holds_classes(source) for source in sources):
            return "classes"
        if kind != "auto":
            require_palette(sources)
            return "classes"
        found = find_palette(sources) if all(can_have_palette(source) for source in sources) else None
    if found and found.is_one:
        progress.message(f"The target is a map of {len(found.colors)} colours; the model predicts them as classes.")
        return "classes"
    progress.message("The target is an image, as it has no palette; the model predicts its values.")
    return "image"


def open_maps(named: GivenPairs, initial: Model | None, folder: Path, progress: Progress) -> TrainingData:
    """Sources with the classes of their maps. folder: where maps of colours are written as classes."""
    check_one_or_each("target", named.targets, named.sources)
    labels = list(named.targets)
    if is_raster(labels[0]):
        with ExitStack() as files:
            sources = [files.enter_context(open_image(path, named.target_bands)) for path in labels]
            if not all(_holds_classes(source) for source in sources):
                palette = require_palette(sources)
                for number, path in enumerate(named.targets):
                    (folder / str(number)).mkdir()
                    labels[number] = str(folder / str(number) / f"{Path(path).stem}.tif")
                    write_classes(path, named.target_bands, palette, Path(labels[number]))
    data = open_data(
        DataSettings(
            images=named.sources,
            labels=labels,
            class_field=named.color_field,
            bands=named.bands,
            area=named.area,
            validation_area=None,
            validation_share=named.validation_share,
            resolution_m=named.resolution_m or _find_coarser(named, initial),
            crop_px=named.crop_px,
            seed=named.seed,
            complete=True,
        ),
        initial,
        progress,
    )
    classes = name_by_color(data.classes)
    if not is_raster(named.targets[0]) and classes[0].value == 0 and classes[0].name == "background":
        classes[0] = replace(classes[0], color=_BACKGROUND)
    return replace(data, classes=classes)


def open_pairs(
    named: GivenPairs, noise: int, initial: Model | None, folder: Path, progress: Progress
) -> PairData:
    """Open sources with their targets, moved to where the sources show the same.

    noise: how many channels of noise the network takes. folder: where it is written where both are known.
    """
    if len(named.sources) != len(named.targets):
        raise EoDeepError(
            f"Give one target image for each source, in the same order: got {len(named.targets)} for "
            f"{len(named.sources)}."
        )
    if not 0 <= named.validation_share < 1:
        raise EoDeepError(f"Validation share must be at least 0 and below 1, got {named.validation_share}.")
    known = initial.card["inputs"][0] if initial else None
    with ExitStack() as files:
        whose = "The initial model" if initial else "The training"
        sources = open_alike(named.sources, named.bands, known, whose, files, progress)
        targets = open_alike(named.targets, named.target_bands, None, "The training", files, progress)
        for source, target in zip(sources, targets):
            check_place(target, source)
            warn_of_jpeg(target, progress)
        resolution_m = named.resolution_m or _find_coarser(named, initial)
        scaling = known["scaling"] if known else choose_scaling(sources)
        described = {**describe_image(sources[0], resolution_m, scaling), "noise": noise}
        target_card = initial.card["translation"]["target"] if initial else describe_target(targets)
        if len(target_card["bands"]) != targets[0].count:
            raise EoDeepError(
                f"The initial model makes {len(target_card['bands'])} bands, the targets have {targets[0].count}."
            )
        images, found = [], []
        for number, (source, target) in enumerate(zip(sources, targets)):
            grid = choose_grid(source.grid, resolution_m)
            labels: RasterWindows = KnownWindows(target.path, target.bands)
            moved, described_pair = Affine.identity(), None
            if named.coregister:
                known_path = folder / f"{number}.tif"
                moved, described_pair = _register(source, target, named.coregister, known_path, progress)
            if described_pair:
                found.append(described_pair)
                labels = RasterWindows(str(known_path), {0: 0})
            images.append(
                TrainingImage(
                    source.path,
                    source.bands,
                    grid,
                    grid.height / source.grid.height,
                    fit_scaling(described["scaling"], source),
                    labels,
                    read_area(named.area, grid, progress),
                    others=[_open_target(target, grid, target_card, moved)],
                )
            )
            small = grid.scaled(max(1.0, max(grid.width, grid.height) / _OVERVIEW_PX))
            if not labels.covers(small):
                raise EoDeepError(
                    f"No pixel of the target '{name_of(target.path)}' is valid where '{name_of(source.path)}' is."
                )
    _warn_of_offsets(found, progress)
    if named.validation_share:
        hold_out_share(images, 1, named.validation_share, named.crop_px, named.seed)
    origin = {"targets": [name_of(path) for path in named.targets]}
    return PairData(TrainingData(images, [], [described], origin), target_card, found)


def describe_target(targets: Sequence[RasterSource]) -> dict:
    """What the card says of the images that a model makes: mean and standard deviation, which it is trained in units
    of, and nearly the least and the greatest value, of each band."""
    scaling = measure_scaling(list(targets))
    values = []
    for target in targets:
        pixels, valid = target.read_overview(_OVERVIEW_PX)
        values.append(pixels[:, valid].astype(np.float64))
    low, high = np.percentile(np.concatenate(values, 1), _EXTREMES, axis=1)
    high = np.maximum(high, low + 1e-6 * np.maximum(np.abs(low), 1))
    return {
        "bands": list(targets[0].band_names),
        "dtype": targets[0].dtype,
        "mean": scaling["mean"],
        "std": scaling["std"],
        "low": [float(f"{value:.7g}") for value in low],
        "high": [float(f"{value:.7g}") for value in high],
    }


def scale_target(target: RasterSource, card: dict) -> FittedScaling:
    """How the values of a target image are scaled. Those of 8-bit pictures, which are processed each in its own way,
    by the image's own mean and standard deviation; those of measurements by the card's."""
    scaling = measure_scaling([target]) if card["dtype"] == "uint8" else {**card, "kind": "fixed"}
    return fit_scaling(scaling, target)


class KnownWindows(RasterWindows):
    """Where an image is known, as labels: class 0 there, `UNKNOWN` elsewhere."""

    def __init__(self, path: str, bands: Sequence[int]) -> None:
        super().__init__(path, {})
        self._bands = bands

    def read(self, grid: Grid, window: Window | None = None) -> tuple[np.ndarray, np.ndarray]:
        with self._lock:
            if grid not in self._sources:
                self._sources[grid] = open_image(self.path, self._bands, grid, "nearest")
        valid = self._sources[grid].read(window)[1]
        return np.where(valid, 0, UNKNOWN).astype(np.uint8), np.zeros(valid.shape, np.int32)

    def covers(self, grid: Grid) -> bool:
        return any((self.read(grid, window)[0] != UNKNOWN).any() for window in grid.blocks(_OVERVIEW_PX))


def _register(
    source: RasterSource, target: RasterSource, most_px: float, known: Path, progress: Progress
) -> tuple[Affine, dict | None]:
    """How a target lies beside its source, see `OtherFile.moved`, and what was found, as `ImagePair.describe`.

    Where both can be compared, it is written to ``known`` where they show the same: 0, else nodata. Two kinds of images
    may be too unlike for that: then the target is used as it lies, everywhere.
    """
    names = f"'{name_of(source.path)}' and '{name_of(target.path)}'"
    settings = PairSettings(1, "none", most_px)
    try:
        pair = open_pair(source.path, target.path, settings, source.bands, target.bands, progress=silent)
    except EoDeepError as error:
        progress.message(f"{str(error).rstrip('.')}; {names} are used as they lie.")
        return Affine.identity(), None
    with pair:
        if pair.refused_share > _MOST_REFUSED:
            progress.message(
                f"{names} correlate in {1 - pair.refused_share:.0%} of their blocks only; they are used as they lie."
            )
            return Affine.identity(), None
        described = pair.describe()
        right, down = described["shift_px"]
        progress.message(
            f"'{name_of(target.path)}' is moved by {right:.2f} px to the right and {down:.2f} px down; "
            f"{pair.refused_share:.0%} of the blocks show other things than '{name_of(source.path)}' and are left out."
        )
        with RasterWriter(known, pair.grid, 1, "uint8", UNKNOWN, plain=True) as writer:
            for window in pair.grid.blocks(_OVERVIEW_PX):
                writer.write(np.where(pair.read(window).known, 0, UNKNOWN).astype(np.uint8)[None], window)
        return pair.grid.transform * pair.registration.transform * ~pair.grid.transform, described


def _warn_of_offsets(pairs: Sequence[dict], progress: Progress) -> None:
    """Warn of targets, of several, that lack or have an offset that the first one has, or lacks: it cannot be learned.

    pairs: as `ImagePair.describe`.
    """
    fitted = [each for each in pairs if each["gain"]]
    for other in fitted[1:]:
        # What the target is where the source is 0.
        levels = [-np.divide(each["offset"], each["gain"]) for each in (fitted[0], other)]
        for sign, higher, lower in ((1, other, fitted[0]), (-1, fitted[0], other)):
            if (np.abs(sign * (levels[1] - levels[0]) - BASELINE) < _OFFSET_TOLERANCE * BASELINE).all():
                progress.warning(
                    f"Values of '{higher['high']}' are about {BASELINE} higher than those of '{lower['high']}', as in "
                    "Sentinel-2 products since 2022 before their offset is subtracted; bring both to the same units."
                )


def _open_target(target: RasterSource, grid: Grid, card: dict, moved: Affine) -> OtherFile:
    own, wanted = target.grid.ground_resolution_m, grid.ground_resolution_m
    is_finer = bool(own and wanted) and math.prod(own) * _AS_FINE**2 < math.prod(wanted)  # type: ignore[arg-type]
    return OtherFile(
        name="target",
        ratio=1,
        scaling=scale_target(target, card),
        is_picture=False,
        path=target.path,
        bands=target.bands,
        resampling="average" if is_finer else "bilinear",
        moved=moved,
    )


def _holds_classes(source: RasterSource) -> bool:
    """Whether a raster of one band holds few whole numbers."""
    if source.count != 1 or np.dtype(source.dtype).kind not in "iu":
        return False
    with open_raster(source.path, source.bands) as values:
        return len(list_class_values(values, MAX_COLORS)) <= MAX_COLORS


def _find_coarser(named: GivenPairs, initial: Model | None) -> float | None:
    """The pixel size of the first source or of its target, whichever is larger; None for the initial model's own."""
    if initial:
        return initial.card["inputs"][0]["resolution_m"]
    sizes = []
    for path in (named.sources[0], named.targets[0]) if named.sources and is_raster(named.targets[0]) else ():
        with open_image(path) as source:
            ground = source.grid.ground_resolution_m
        sizes.append(math.sqrt(math.prod(ground)) if ground else 0.0)
    # A target in pixels that are hardly larger is brought to the source's.
    if not sizes or not all(sizes) or sizes[1] <= _AS_FINE * sizes[0]:
        return None if not sizes or not sizes[0] else round(sizes[0], 4)
    return round(sizes[1], 4)
