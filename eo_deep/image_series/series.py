"""A list of rasters as one series in the order of their dates: on one grid, masked, moved onto each other."""

from __future__ import annotations

import datetime
import math
import os
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from rasterio.windows import Window

from ..errors import EoDeepError
from ..geo.grid import Grid
from ..io.names import count_names, name_of
from ..io.raster import RasterSource, open_image, open_raster
from ..models.image_input import open_bands
from ..models.other_images import check_place
from ..progress import Progress, silent
from .dates import find_dates
from .layer import Layer, make_layer
from .registration import DOUBTFUL_CORRELATION, FEWEST_OTHERS, LOWEST_CORRELATION, MAX_SHIFT_PX, Match, match_dates
from .survey import BRIGHTEST, Overview, choose_visible, find_baselines, find_clouds, find_limits, find_unit, summarize
from .working_grid import join_grids

_OVERVIEW_PX = 512
_LEAST_SHIFT_PX = 0.2  # a smaller one is not worth resampling the image
_ROUNDS, _STEADY_PX = 3, 0.1
_NOTHING_KNOWN = "no pixel is known (nodata, clouds)"
_ONE_VALUE = "all its pixels have the same value"
_UNCOVERED = 0.01


@dataclass(frozen=True)
class SeriesImage:
    """One image of a series, as it was found.

    date: None where nothing states it. position: in the list that was given. known_share: of the working grid, 0 to 1,
    as far as an overview shows it. shift_px: (dy, dx) by which the image lies beside the others, which is corrected.
    correlation: with the median of the other dates, None where too little is known. baseline: subtracted from its
    values. refused: why it is left out, None where it is used. dtype: of its values, float32 where the file scales
    them. bands: their numbers in the file.
    """

    path: str
    date: datetime.date | None
    position: int
    known_share: float = 0.0
    shift_px: tuple[float, float] = (0.0, 0.0)
    correlation: float | None = None
    baseline: float = 0.0
    refused: str | None = None
    dtype: str = "float32"
    bands: tuple[int, ...] = ()

    @property
    def name(self) -> str:
        """The user's name for it."""
        return name_of(self.path)


class ImageSeries:
    """Images of one place in the order of their dates; `open_series` makes it, a context manager.

    Attributes
    ----------
    grid : Grid
        The working grid.
    images : list of SeriesImage
        In the order of their dates, the refused ones among them.
    used : list of int
        Positions in `images` of those that are not refused.
    band_names : tuple of str
        As the first image that was given has them.
    """

    def __init__(self, grid: Grid, images: list[SeriesImage], band_names: tuple[str, ...], layers: list[Layer]):
        self.grid, self.images, self.band_names = grid, images, band_names
        self.used = [number for number, image in enumerate(images) if not image.refused]
        self._layers = layers

    def __enter__(self) -> ImageSeries:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the files."""
        for layer in self._layers:
            layer.close()
            layer.source.close()
            if layer.mask:
                layer.mask.close()

    @property
    def count(self) -> int:
        """How many bands are read."""
        return len(self.band_names)

    @property
    def unit(self) -> float | None:
        """What 1 of reflectance is in the values; None where these are no reflectance."""
        limit = self._layers[0].limits[1]
        return limit / BRIGHTEST if math.isfinite(limit) else None

    def read(self, number: int, window: Window) -> tuple[np.ndarray, np.ndarray]:
        """Values (bands, h, w) float32 of an image in a window of the working grid, and which are known, (h, w) bool.

        Values are those of the file by its scale and offset; 0 where they are not known. The window may reach beyond
        the grid. Any number of threads may read. What is read of a pixel does not depend on the window.
        """
        shape = int(window.height), int(window.width)
        if self.images[number].refused:
            return np.zeros((self.count, *shape), np.float32), np.zeros(shape, bool)
        values, known = self._layers[number].read_known(window)
        return np.where(known, values, np.float32(0)), known

    def read_overview(self, number: int, size_px: int) -> tuple[np.ndarray, np.ndarray]:
        """The same of pixels spread over the grid, at most size_px along a side."""
        factor = max(1.0, max(self.grid.width, self.grid.height) / size_px)
        coarse, shift = self.grid.scaled(factor), self.images[number].shift_px
        placed = self._layers[number].place(coarse, (shift[0] / factor, shift[1] / factor), "nearest")
        values, known = placed.read_known(Window(0, 0, coarse.width, coarse.height))
        placed.close()
        return np.where(known, values, np.float32(0)), known

    def table(self) -> list[dict]:
        """What was found of each image: name, date, share that is known, shift, correlation, and whether it is used."""
        return [
            {
                "image": image.name,
                "date": image.date.isoformat() if image.date else "",
                "known_share": image.known_share,
                "shift_px": list(image.shift_px),
                "correlation": image.correlation,
                "baseline": image.baseline,
                "status": image.refused or "used",
            }
            for image in self.images
        ]


def open_series(images: Sequence[str], dates: Sequence[str | datetime.date] | None = None,
                masks: Sequence[str] | None = None, bands: Sequence[int] | None = None, grid: Grid | None = None,
                coregister: bool = True, fewest: int = 2, progress: Progress = silent,
                names: Sequence[str] | None = None, reflectance: bool = True,
                seek_clouds: bool = True) -> ImageSeries:  # fmt: skip
    """Open a list of rasters of one place as a series.

    The working grid is that of the first image, extended to cover all. Images whose pixels lie on it to a tenth of a
    pixel are read as they are, others by one cubic resampling.

    Parameters
    ----------
    images : sequence of str
        Paths, in any CRS and order.
    dates : sequence of str or date, optional
        One for each image, "2018-10-16" or "20181016". Default: by the files' names, then by their tags.
    masks : sequence of str, optional
        One for each image, or one for all: scene classes (SCL), Landsat's quality bits, or any raster that is not 0
        where the image is bad. Default: clouds are looked for, in reflectance of three dates or more.
    bands : sequence of int, optional
        Numbers from 1. Default: those of the first image, by name where all state the names, else by their order.
    grid : Grid, optional
        In place of that of the first image; it is extended too.
    coregister : bool
        Correct shifts of up to 2 px.
    fewest : int
        Images that must be usable.
    progress : Progress
        Gets a message for each image, and warnings.
    names : sequence of str, optional
        The bands of a model, by which those of each image are taken.
    reflectance : bool
        Values may be reflectance: clouds, offsets and values that no ground has are looked for.
    seek_clouds : bool
        Look for clouds where no masks are given. What is new and bright on few of the dates counts as a cloud.

    Returns
    -------
    ImageSeries
        A context manager.

    Raises
    ------
    EoDeepError
        For too few images, other bands, another place, a date or mask too few, and images that show different things.
    """
    paths = [str(path) for path in images]
    if len(paths) < fewest:
        raise EoDeepError(f"A series needs at least {_count_images(fewest)}, got {len(paths)}.")
    if masks and len(masks) not in (1, len(paths)):
        raise EoDeepError(f"There must be one mask for each image or one for all, got {len(masks)} for {len(paths)} "
                          "images.")
    _check_different(paths)
    opened: list[RasterSource] = []
    try:
        sources = _open_images(paths, bands, names, opened, progress)
        found = find_dates(sources, dates, progress)
        working = join_grids(sources, grid)
        layers = _make_layers(sources, masks, working, opened, progress)
        series = _build(sources, found, layers, working, coregister, reflectance, seek_clouds, progress)
        _check_enough(series, fewest)
    except BaseException:
        for source in opened:
            source.close()
        raise
    return series


def _build(sources: list[RasterSource], found: list[datetime.date | None], layers: list[Layer], grid: Grid,
           coregister: bool, reflectance: bool, seek_clouds: bool, progress: Progress) -> ImageSeries:
    order = _sort(sources, found, progress)
    names = sources[0].band_names
    layers = [layers[place] for place in order]
    images = [SeriesImage(sources[place].path, found[place], place,
                          dtype="float32" if layer.factors else sources[place].dtype, bands=tuple(sources[place].bands))
              for place, layer in zip(order, layers)]  # fmt: skip
    overviews = _survey(layers, images, grid, reflectance, seek_clouds, progress)
    images = [replace(image, known_share=float(overview.known.mean()), baseline=layer.baseline,
                      refused=_find_fault(overview, len(images) == 1))
              for image, overview, layer in zip(images, overviews, layers)]  # fmt: skip
    shown = [number for number, image in enumerate(images) if not image.refused]
    # The first image that was given states the grid: of few dates, it is the one that the others are compared with.
    shown.sort(key=lambda number: images[number].position)

    for number, match in _match(layers, shown, len(names), grid, coregister).items():
        images[number] = _judge(images[number], match, progress)
    _tell(images, progress)
    return ImageSeries(grid, images, names, layers)


def _find_fault(overview: Overview, is_alone: bool) -> str | None:
    """Why a date shows nothing, or nothing that can be compared with others; None where it does."""
    if not overview.known.any():
        return _NOTHING_KNOWN
    spreads = [float(np.ptp(each[overview.known])) for each in (overview.lowest, overview.highest)]
    return None if is_alone or any(spreads) else _ONE_VALUE


def _match(layers: list[Layer], shown: Sequence[int], bands: int, grid: Grid, coregister: bool) -> dict[int, Match]:
    """How the layers at the positions `shown` match each other, which are moved accordingly.

    A date that lies beside the others also moves their median a little; so it is done again with the dates moved, and
    most of them shall stay where they are.
    """
    shifts = dict.fromkeys(shown, (0.0, 0.0))
    matches: dict[int, Match] = {}

    def read(number: int, window: Window) -> tuple[np.ndarray, np.ndarray]:
        return layers[shown[number]].read_known(window)

    for _ in range(_ROUNDS if coregister else 1):
        is_steady, round_ = True, match_dates(read, len(shown), bands, grid, coregister)
        totals = np.array([np.add(shifts[number], found.shift) for number, found in zip(shown, round_)])
        if len(shown) > FEWEST_OTHERS:
            totals -= np.median(totals, axis=0)
        for number, found, (down, across) in zip(shown, round_, totals.tolist()):
            is_beyond = max(abs(down), abs(across)) > MAX_SHIFT_PX + _LEAST_SHIFT_PX
            shift = (down, across) if math.hypot(down, across) >= _LEAST_SHIFT_PX and not is_beyond else (0.0, 0.0)
            matches[number] = replace(found, shift=shift, beyond=found.beyond or is_beyond)
            if math.dist(shift, shifts[number]) >= _STEADY_PX:
                is_steady, shifts[number] = False, shift
            else:
                matches[number] = replace(matches[number], shift=shifts[number])
        for number in shown if not is_steady else ():
            layers[number].close()
            layers[number] = layers[number].place(grid, shifts[number])
        if is_steady:
            break
    return matches


def _judge(image: SeriesImage, match: Match, progress: Progress) -> SeriesImage:
    """The image with what its comparison with the others says."""
    correlation = match.correlation
    if correlation is not None and correlation < LOWEST_CORRELATION:
        reason = f"its correlation with the other dates is {correlation:.2f}, {LOWEST_CORRELATION:g} is needed"
        return replace(image, correlation=correlation, refused=reason)
    if correlation is not None and correlation < DOUBTFUL_CORRELATION:
        progress.warning(f"'{image.name}' has little in common with the other dates, a correlation of "
                         f"{correlation:.2f}; check that it shows the same place.")
    if match.beyond:
        progress.warning(f"'{image.name}' seems to lie more than {MAX_SHIFT_PX:g} px beside the other dates; "
                         "georeference it.")
    return replace(image, correlation=correlation, shift_px=match.shift)


def _survey(layers: list[Layer], images: Sequence[SeriesImage], grid: Grid, reflectance: bool, seek_clouds: bool,
            progress: Progress) -> list[Overview]:
    """An overview of each date; baselines, limits of values and clouds are set in the layers."""
    coarse = grid.scaled(max(1.0, max(grid.width, grid.height) / _OVERVIEW_PX))
    whole = Window(0, 0, coarse.width, coarse.height)
    visible = choose_visible(layers[0].source.band_names)
    unit = None
    if reflectance:
        unit = find_unit([layer.source for layer in layers], [layer.factors is not None for layer in layers])
    overviews = []
    for number, layer in enumerate(layers):
        placed = layer.place(coarse, resampling="nearest")
        values, known, uncovered = placed.read(whole)
        placed.close()
        overviews.append(summarize(np.nan_to_num(values, nan=0.0, posinf=0.0, neginf=0.0), known, visible))
        share = uncovered.sum() / max(1, known.sum() + uncovered.sum())
        if layer.mask and share > _UNCOVERED:
            progress.warning(f"The mask '{name_of(layer.mask.path)}' does not cover {100 * share:.0f} % of "
                             f"'{images[number].name}', which count as unknown.")
    limits = find_limits(overviews, unit)
    for overview in overviews:
        overview.known &= (overview.lowest >= limits[0]) & (overview.highest <= limits[1])
    for layer, image, overview, baseline in zip(layers, images, overviews, find_baselines(overviews, unit)):
        layer.baseline, layer.limits = baseline, limits
        overview.visible -= np.float32(baseline)
        if baseline:
            progress.warning(f"Values of '{image.name}' are about {baseline:.0f} higher than those of other dates, as "
                             f"in Sentinel-2 products since 2022; {baseline:.0f} is subtracted.")
    is_masked = any(layer.mask for layer in layers)
    clouds = find_clouds(overviews, unit) if seek_clouds and not is_masked else None
    if clouds:
        for layer, overview, cloud in zip(layers, overviews, clouds):
            layer.clouds = cloud if cloud.any() else None
            overview.known &= ~cloud
        if any(cloud.any() for cloud in clouds):
            progress.message("No masks are given; places much brighter than on other dates count as clouds.")
    return overviews


def _open_images(paths: Sequence[str], bands: Sequence[int] | None, wanted: Sequence[str] | None,
                 opened: list[RasterSource], progress: Progress) -> list[RasterSource]:
    """All images with the same bands, which go to `opened` at once."""
    for path in paths:
        opened.append(open_bands(path, wanted, bands, "The model", progress) if wanted else
                      open_image(path, bands, progress=progress))  # fmt: skip
    sources = list(opened)
    if wanted:
        return sources
    first, names = sources[0], sources[0].band_names
    named = len(set(names)) == len(names) and not any(name.startswith("band ") for name in names)
    for number, source in enumerate(sources[1:], 1):
        if bands or source.band_names == names:
            continue
        if named and set(names) <= set(source.band_names):
            numbers = [source.bands[source.band_names.index(name)] for name in names]
            sources[number] = open_image(source.path, numbers)
            opened.append(sources[number])
        elif source.count != first.count:
            raise EoDeepError(f"All images of a series must have the same bands, but '{name_of(source.path)}' has "
                              f"{_count_bands(source)} and '{name_of(first.path)}' {_count_bands(first)}; choose band "
                              "numbers.")
        elif named and not any(name.startswith("band ") for name in source.band_names):
            progress.warning(f"The bands of '{name_of(source.path)}' are called {', '.join(source.band_names)}, those "
                             f"of '{name_of(first.path)}' {', '.join(names)}; they are used in this order.")
    return sources


def _count_bands(source: RasterSource) -> str:
    return f"{source.count} and alpha" if source.has_alpha else f"{source.count}"


def _make_layers(sources: Sequence[RasterSource], masks: Sequence[str] | None, grid: Grid, opened: list[RasterSource],
                 progress: Progress) -> list[Layer]:
    layers: list[Layer] = []
    rules = defaultdict(list)
    for number, source in enumerate(sources):
        mask = None
        if masks:
            mask = open_raster(masks[number % len(masks)], [1])
            opened.append(mask)
            check_place(mask, source)
        layers.append(make_layer(source, mask, grid))
        if mask and layers[-1].rule:
            rules[layers[-1].rule.name].append(name_of(mask.path))
    for rule_name, names in rules.items():
        progress.message(f"{count_names(names)} {'are' if len(names) > 1 else 'is'} read as {rule_name}.")
    scaled = [layer.factors is not None for layer in layers]
    if any(scaled) and not all(scaled):
        one, other = (name_of(sources[scaled.index(state)].path) for state in (True, False))
        progress.warning(f"'{one}' states a scale and an offset of its values and '{other}' does not; check that "
                         "both are in the same units.")
    return layers


def _sort(sources: Sequence[RasterSource], dates: Sequence[datetime.date | None], progress: Progress) -> list[int]:
    """Positions in the order of the dates; as given where a date is missing."""
    missing = [name_of(source.path) for source, date in zip(sources, dates) if date is None]
    if missing:
        if len(sources) > 1:
            progress.warning(f"Nothing states the date of {count_names(missing)}; the images count in the order given.")
        return list(range(len(sources)))
    by_date = defaultdict(list)
    for source, date in zip(sources, dates):
        by_date[date].append(name_of(source.path))
    for date, names in by_date.items():
        if len(names) > 1:
            progress.warning(f"'{names[0]}' and '{names[1]}' have the same date, {date}; check the dates.")
    return sorted(range(len(sources)), key=lambda place: dates[place])  # type: ignore[arg-type, return-value]


def _check_different(paths: Sequence[str]) -> None:
    seen = set()
    for path in paths:
        real = os.path.realpath(path) if os.path.exists(path) else path
        if real in seen:
            raise EoDeepError(f"'{name_of(path)}' is given twice; a series needs images of different dates.")
        seen.add(real)


def _check_enough(series: ImageSeries, fewest: int) -> None:
    """EoDeepError where too few images are left."""
    if len(series.used) < fewest:
        image = next(image for image in series.images if image.refused)
        raise EoDeepError(f"A series needs at least {_count_images(fewest)}, but only {len(series.used)} of "
                          f"{len(series.images)} can be used: '{image.name}' is left out, {image.refused}.")


def _count_images(count: int) -> str:
    return "1 image" if count == 1 else f"{count} images"


def _tell(images: Sequence[SeriesImage], progress: Progress) -> None:
    """One line for each image."""
    for image in images:
        if image.refused:
            progress.warning(f"'{image.name}' is left out: {image.refused}.")
            continue
        parts = [f"{image.date}" if image.date else "no date", f"{100 * image.known_share:.3g} % known"]
        if image.correlation is not None:
            parts.append(f"correlation {image.correlation:.2f}")
        if image.shift_px != (0.0, 0.0):
            down, across = (-shift for shift in image.shift_px)
            parts.append(f"moved by {across:.2f} px along rows and {down:.2f} px along columns")
        progress.message(f"'{image.name}': {', '.join(parts)}.")
