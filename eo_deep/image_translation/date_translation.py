"""Paint a place as of another date, by a time series model; fill what clouds hide from other dates."""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import torch
from rasterio.windows import Window
from torch import Tensor

from ..errors import EoDeepError
from ..image_series import ImageSeries, open_series
from ..image_series.dates import read_date
from ..io.disk_space import check_space
from ..io.files import check_distinct, identify_content
from ..io.names import name_of
from ..io.part_folder import check_raster_writable, is_helping, recall
from ..io.parts import Tally, making, open_parts, track
from ..io.surroundings import read_area
from ..io.vector_layer import VectorLayer, rasterize_area
from ..models.footprint import Footprint, measure_footprint
from ..models.global_code import ReadPlanes, compute_global_code
from ..models.image_input import check_values
from ..models.model_file import load_model
from ..models.networks.series_network import SeriesNetwork
from ..models.scaling import FittedScaling
from ..progress import Progress
from ..runtime.devices import choose_device
from ..runtime.kept import kept
from ..streaming.cluster import open_cluster
from ..streaming.image_writer import ImageWriter
from ..streaming.pipeline import Output, Predictor, Tile, Timing, core_of, default_core_px, stream
from ..streaming.tiling import Unit, block_px_of, plan_units
from .gap_regression import Paint, fit_gap_regression, stack_regressors
from .series_planes import join_planes

_ALIGN_PX = 16
_YEAR_DAYS = 365.25


@dataclass(frozen=True)
class DateSettings:
    """What is painted: `style`, an image, or `dates`, of the model's training, separated by semicolons; neither: the
    image's own date. fill, masks: images of other dates, and what hides the image and these. The others as for
    `translate_image`."""

    image: str
    model: str
    bands: Sequence[int] | None
    style: str | None
    dates: str | None
    fill: Sequence[str]
    masks: Sequence[str] | None
    area: str | None
    device: str
    core_px: int | None
    overviews: bool


@dataclass
class _Layers(Tile):
    """A unit's planes of every date that shows something of it which those before do not.

    own: values (C, h, w) of the core of the image where they stay as they are, (h, w) bool `stays`. shown: which pixels
    of the core each of the sources gives. numbers: of the sources, in the series.
    """

    own: np.ndarray
    stays: np.ndarray
    shown: list[np.ndarray]
    numbers: list[int]


def paint_dates(settings: DateSettings, output: str, progress: Progress) -> dict:
    """Paint an image as of each of the dates, or filled from other dates; the files are beside `output` but the first.

    Returns what `translate_image` does. Raises EoDeepError.
    """
    loaded = load_model(settings.model, "series")
    assert isinstance(loaded.network, SeriesNetwork)
    card, images = loaded.card, [settings.image, *settings.fill]
    if not (settings.style or settings.dates or settings.fill):
        raise EoDeepError("A time series model paints as of a date; give a style image, dates, or images to fill from.")
    if settings.style and settings.dates:
        raise EoDeepError("Give a style image or dates, not both.")
    device = choose_device(settings.device)
    network = loaded.network.to(device).eval()
    with open_cluster(progress), _open_series(settings, progress) as series:
        place = next(number for number, image in enumerate(series.images) if image.position == 0)
        _check_image(series, place, card, settings.model, progress)
        scaling = card["inputs"][0]["scaling"]
        scale = FittedScaling(np.array(scaling["mean"]), np.array(scaling["std"]))
        codes = _recall_codes(lambda: _find_codes(settings, card, network, series, place, scale, device, progress))
        paths = _name_outputs(output, list(codes))
        _check_new(paths)
        for path in paths:
            check_distinct([path], [*images, settings.model, settings.area, settings.style, *(settings.masks or [])])
            check_raster_writable(path)
        painter = _Painter(series, _order_sources(series, place), scale, settings,
                           not (settings.style or settings.dates), read_area(settings.area, series.grid, progress))
        bands, tiles, timing = list(series.images[place].bands), 0, Timing()
        for number, (path, code) in enumerate(zip(paths, codes.values(), strict=True)):
            part = progress.part(number / len(paths), (number + 1) / len(paths))
            tiles += painter.paint(network, code, path, device, timing, part)
    progress(1.0)
    return {"output": output, "outputs": paths, "dates": list(codes), "bands": bands, "units": tiles,
            "timing_s": {stage: round(seconds, 3) for stage, seconds in timing.stages.items()}}


def _open_series(settings: DateSettings, progress: Progress) -> AbstractContextManager[ImageSeries]:
    """The image and those to fill from; whoever makes parts for another process keeps them open for the next part."""
    images, masks = [settings.image, *settings.fill], settings.masks or ()
    content = identify_content([*images, *masks]) if is_helping() else None
    key = content and ("series", content, *images, *masks, settings.bands and tuple(settings.bands))
    return kept(key, lambda: open_series(images, None, masks, settings.bands, fewest=1, progress=progress))


def _recall_codes(find: Callable[[], dict[str, Tensor]]) -> dict[str, Tensor]:
    """The codes that are painted, found once for all parts."""
    codes = recall("codes", lambda: {name: code.tolist() for name, code in find().items()})
    return {name: torch.tensor(code, dtype=torch.float32) for name, code in codes.items()}


class _Painter:
    """One place painted as of several dates."""

    def __init__(self, series: ImageSeries, sources: Sequence[int], scale: FittedScaling, settings: DateSettings,
                 keeps_own: bool, area: VectorLayer | None):
        self._series, self._sources, self._scale = series, sources, scale
        self._settings, self._keeps_own, self._area = settings, keeps_own, area

    def paint(self, network: SeriesNetwork, code: Tensor, path: str, device: torch.device, timing: Timing,
              progress: Progress) -> int:
        """Write one image; how many units it had."""
        series, grid, settings = self._series, self._series.grid, self._settings
        painting = network.paint_at(code.to(device)).eval()
        footprint = measure_footprint(painting)

        @cache
        def prepare() -> Predictor:  # for those only who paint something
            return Predictor(painting, device, False, [Output(_to_values)])  # the shared code is float32

        align_px = math.lcm(footprint.stride_px, _ALIGN_PX)
        core_px = settings.core_px or recall(
            "core_px", lambda: _choose_core_px(prepare(), footprint, series, device, align_px))  # fmt: skip
        if core_px % align_px:
            raise EoDeepError(f"The tile size must be a multiple of {align_px} px for this model, got {core_px} px.")
        units = plan_units(grid.width, grid.height, footprint, core_px)
        described = series.images[self._sources[0]].dtype
        size = series.count * np.dtype(described).itemsize * grid.width * grid.height
        check_space(path, size, f"{grid.width} x {grid.height} px in {series.count} bands", progress)

        def paint(unit: Unit, planes: np.ndarray) -> np.ndarray:
            return prepare()([Tile(unit, (planes,), np.ones(0, bool))])[0][0]

        fits = {}
        if self._keeps_own:
            found = recall("fits", lambda: [self._fit(number, footprint, paint) for number in self._sources[1:]])
            fits = {number: fit and np.array(fit, np.float32) for number, fit in zip(self._sources[1:], found)}

        def compose(layers: Sequence[Tile]) -> list[np.ndarray]:
            return [_compose(each, paint, fits, self._scale) for each in layers]  # type: ignore[arg-type]

        painted = Tally()
        with open_parts(grid, core_px, progress), \
                ImageWriter(path, grid, series.band_names, described, block_px_of(core_px), settings.overviews,
                            progress) as writer:  # fmt: skip
            track(painted, "count")

            def write(tile: Tile, values: np.ndarray) -> None:
                writer.write(values, tile.valid, tile.unit.core)
                painted.count += 1

            with making(units, lambda unit: unit.core) as (missing, settle):
                stream(missing, self._read, compose, write, 1, progress, timing, settle)
        writer.report(progress)
        if not painted.count and not is_helping():  # a helper passes dates that others have made
            progress.warning("Nothing was translated: no pixel is known inside of the area.")
        progress.message(f"Wrote {path}.")
        return len(units)

    def _fit(self, number: int, footprint: Footprint, paint: Paint) -> list[list[float]] | None:
        found = fit_gap_regression(self._series, self._sources[0], number, self._scale, footprint, paint)
        return None if found is None else found.tolist()

    def _read(self, unit: Unit) -> _Layers | None:
        wanted = rasterize_area(self._area, self._series.grid, unit.core)
        if not wanted.any():
            return None
        open_, planes, shown, numbers = wanted.copy(), [], [], []
        own, stays = np.zeros((self._series.count, *wanted.shape), np.float32), np.zeros_like(wanted)
        for place, number in enumerate(self._sources):
            if not open_.any():
                break
            values, known = self._series.read(number, unit.window)
            inside = core_of(unit, known) & open_
            if not inside.any():
                continue
            open_ &= ~inside
            if place == 0 and self._keeps_own:
                stays, own = inside, core_of(unit, values)
                continue
            planes.append(join_planes(self._scale, values, known))
            shown.append(inside)
            numbers.append(number)
        valid = wanted & ~open_
        return _Layers(unit, tuple(planes), valid, own, stays, shown, numbers) if valid.any() else None


def _compose(layers: _Layers, paint: Paint, fits: dict[int, np.ndarray | None], scale: FittedScaling) -> np.ndarray:
    """Values (C, h, w) of a unit's core: the image's own where they stay, elsewhere those painted of the first date."""
    values = np.where(layers.stays, layers.own, np.float32(0))
    center, spread = (each.astype(np.float32)[:, None, None] for each in (scale.center, scale.spread))
    for planes, shown, number in zip(layers.sources, layers.shown, layers.numbers):
        painted, fit = paint(layers.unit, planes), fits.get(number)
        if fit is not None:
            painted = np.tensordot(fit, stack_regressors(painted, core_of(layers.unit, planes[:-1])), 1)
        values = np.where(shown, painted * spread + center, values)
    return values


def _to_values(scores: Tensor, valid: np.ndarray) -> Tensor:
    return scores.float()


def _choose_core_px(predict: Predictor, footprint: Footprint, series: ImageSeries, device: torch.device,
                    align_px: int) -> int:
    fitting = default_core_px(predict.network, footprint, [series.count + 1], series.grid.width, series.grid.height,
                              device, False)
    return max(1, round(fitting / align_px)) * align_px


def _check_image(series: ImageSeries, place: int, card: dict, model: str, progress: Progress) -> None:
    image, wanted = series.images[place], card["inputs"][0]["bands"]
    if image.refused:
        raise EoDeepError(f"'{image.name}' cannot be used: {image.refused}.")
    if series.count != len(wanted):
        raise EoDeepError(f"The model '{name_of(model)}' needs {len(wanted)} bands ({', '.join(wanted)}), "
                          f"'{image.name}' has {series.count}; choose band numbers.")
    check_values(image.path, image.dtype, card["inputs"][0], progress)


def _order_sources(series: ImageSeries, place: int) -> list[int]:
    """The image, then the other dates from the nearest on; by their order where dates are missing."""
    own = series.images[place].date

    def distance(number: int) -> float:
        date = series.images[number].date
        return abs((date - own).days) if own and date else abs(number - place) * _YEAR_DAYS

    return [place, *sorted((number for number in series.used if number != place), key=distance)]


def _find_codes(settings: DateSettings, card: dict, network: SeriesNetwork, series: ImageSeries, place: int,
                scale: FittedScaling, device: torch.device, progress: Progress) -> dict[str, Tensor]:
    """The exclusive codes that are painted, by what is added to the names of their files."""
    if settings.dates:
        return _look_up(settings.dates, card, settings.model, progress)
    if not settings.style:
        return {"": _measure_code(network, series, place, scale, device)}
    with open_series([settings.style], None, None, settings.bands, fewest=1) as style:
        if style.count != series.count:
            raise EoDeepError(f"The style image '{name_of(settings.style)}' must have the {series.count} bands of the "
                              f"image, got {style.count}.")
        check_values(settings.style, style.images[0].dtype, card["inputs"][0], progress)
        return {"": _measure_code(network, style, 0, scale, device)}


def _measure_code(network: SeriesNetwork, series: ImageSeries, number: int, scale: FittedScaling,
                  device: torch.device) -> Tensor:
    read: ReadPlanes = lambda row, column, height, width: torch.from_numpy(  # noqa: E731
        join_planes(scale, *series.read(number, Window(column, row, width, height))))
    code = compute_global_code(network, read, series.grid.height, series.grid.width, device)
    if code is None:
        raise EoDeepError(f"Too little of '{series.images[number].name}' is known to find out how its date looks.")
    return code


def _look_up(text: str, card: dict, model: str, progress: Progress) -> dict[str, Tensor]:
    """The codes of dates "2018-10-06; 2019-01-15" in a model's card: of the nearest one of its training."""
    stated = [(read_date(entry["date"]), entry["code"]) for entry in card["series"]["dates"] if entry["date"]]
    if not stated:
        raise EoDeepError(f"The model '{name_of(model)}' holds no dates; give a style image.")
    codes: dict[str, Tensor] = {}
    for part in filter(None, (part.strip() for part in text.replace(",", ";").split(";"))):
        wanted = read_date(part)
        date, code = min(stated, key=lambda pair: abs((pair[0] - wanted).days))
        if date != wanted:
            progress.message(f"The date of the training nearest to {wanted} is {date}, which is painted.")
        codes[_add(codes, date)] = torch.tensor(code, dtype=torch.float32)
    if not codes:
        raise EoDeepError(f"The style dates must hold a date like 2018-10-16, got '{text}'.")
    return codes


def _add(codes: dict[str, Tensor], date: datetime.date) -> str:
    if date.isoformat() in codes:
        raise EoDeepError(f"The dates name {date} twice.")
    return date.isoformat()


def _check_new(paths: Sequence[str]) -> None:
    """EoDeepError where a further output would replace a file; those of an earlier run with that output may be."""
    found = [path for path in paths[1:] if Path(path).exists()]
    if found and not Path(paths[0]).exists():
        raise EoDeepError(f"The result of another date would replace '{found[0]}'; rename one of the two.")


def _name_outputs(output: str, names: Sequence[str]) -> list[str]:
    """The output, and for further dates files beside it with their date."""
    path = Path(output)
    return [output, *(str(path.with_name(f"{path.stem}_{name}{path.suffix}")) for name in names[1:])]
