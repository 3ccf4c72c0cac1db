"""A series as change detection reads it: its history, and the dates that are monitored."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from rasterio.windows import Window

from ..errors import EoDeepError
from ..feature_chains.formulas import parse_formulas
from ..image_series import ImageSeries
from ..image_series.dates import read_date
from ..io.raster import open_raster
from ..io.vector_layer import VectorLayer, rasterize_area
from .change_map import measure_scores
from .comparison import FittedScore, NullDates
from .date_pair import draw
from .index_change import describe_index
from .methods import AUTO, INDEX, MAGNITUDE
from .monitoring import Monitor, fit_monitor, split_dates
from .thresholds import Guess, StableScores, Threshold, calibrate

FEWEST_DATES = 4
FEWEST_CALIBRATING = 6  # dates of a history: of fewer, what follows exceeds what is usual in it several times as often
_BLOCK_PX, _PART_PX = 64, 128
_SAMPLE_VALUES = 40_000_000  # of all dates and bands
_TOO_FEW = Threshold(float("inf"), float("inf"))


@dataclass(frozen=True)
class MonitoredSeries:
    """The images `numbers` of a series, the first `history` of which are history. formula: an index that is monitored;
    None: all bands. area: polygons in the series' CRS; None: all of it."""

    series: ImageSeries
    numbers: tuple[int, ...]
    history: int
    index: str | None
    area: VectorLayer | None

    @property
    def before(self) -> int:
        """The number of the last image of the history."""
        return self.numbers[self.history - 1]

    @property
    def after(self) -> int:
        """The number of the last image."""
        return self.numbers[-1]

    @property
    def days(self) -> np.ndarray:
        """Days since 1970 (T,); numbers of the images where dates are not known."""
        dates = [self.series.images[number].date for number in self.numbers]
        if any(date is None for date in dates):
            return np.arange(len(dates), dtype=np.float64)
        return np.array([np.datetime64(date, "D").astype(int) for date in dates], np.float64)

    def read(self, window: Window) -> tuple[np.ndarray, np.ndarray]:
        """Values (T, C, h, w) float32 and what is known, (T, h, w) bool, 0 elsewhere."""
        read = [self.series.read(number, window) for number in self.numbers]
        values, known = (np.stack(part) for part in zip(*read))
        if self.index is not None:
            with np.errstate(divide="ignore", invalid="ignore"):
                bound = parse_formulas(self.index)[0].bind(self.series.band_names)
                values = np.stack([np.asarray(bound(date), np.float32) for date in values])[:, None]
            known &= np.isfinite(values[:, 0])
        if self.area is not None:
            known &= rasterize_area(self.area, self.series.grid, window)
        return np.where(known[:, None], values, 0), known

    def score(self, monitor: Monitor, window: Window) -> np.ndarray:
        """Score, day of change and, of an index, its change in a window of the grid, (2 or 3, h, w) float32."""
        result = np.empty((len(monitor.names), int(window.height), int(window.width)), np.float32)
        for part in _cut(window):
            rows, columns = part.row_off - window.row_off, part.col_off - window.col_off
            place = np.s_[:, rows : rows + part.height, columns : columns + part.width]
            result[place] = monitor.compute(*self.read(part))
        return result

    def fit(self, share: float) -> FittedScore:
        """The monitor, and the scores at the end of the history, where nothing is to be found.

        By blocks of 64 x 64 px that a hash of their place chooses. A history of fewer than 6 dates gives a guess of the
        threshold and no calibration.
        """
        grid, days = self.series.grid, self.days
        pixels = grid.width * grid.height
        wanted = _SAMPLE_VALUES / (len(days) * (1 if self.index else self.series.count))
        windows = [window for window in grid.blocks(_BLOCK_PX)
                   if draw(window.row_off // _BLOCK_PX, window.col_off // _BLOCK_PX) * pixels < wanted]
        blocks = [(window, *self.read(window)) for window in windows]
        blocks = [block for block in blocks if block[2][: self.history].any()]
        if not blocks:
            raise EoDeepError("No pixel is known on the dates of the history; give other dates or masks.")
        monitor = fit_monitor(days, self.history, [block[1:] for block in blocks])
        scores, rows, columns = [], [], []
        for window, values, known in blocks:
            null = monitor.compute_null(values, known)
            row, column = np.nonzero(np.isfinite(null))
            scores.append(null[row, column])
            rows.append(row + int(window.row_off))
            columns.append(column + int(window.col_off))
        null_scores = np.concatenate(scores)
        stable = StableScores(null_scores, np.concatenate(rows), np.concatenate(columns))
        found = calibrate(stable, share)
        threshold = found.threshold if found else _TOO_FEW
        usual = float(np.median(null_scores)) if null_scores.size else 0.0
        chosen = (f"moving sums of {monitor.window} residuals of a robust harmonic regression of {self.history} dates, "
                  f"monitored on {len(days) - self.history} dates")
        doubt = "" if self.history >= FEWEST_CALIBRATING else (
            f"the history has {self.history} dates, where at least {FEWEST_CALIBRATING} are needed")
        return FittedScore(monitor.names, partial(self.score, monitor), chosen, Guess(usual, threshold), null_scores,
                           NullDates(stable, "the end of the history", doubt))

    def describe(self, changes: VectorLayer, scores_path: str) -> VectorLayer:
        """With the date since which most of each is changed: the mean of its pixels' days; and the index's change."""
        with open_raster(scores_path, [2]) as days:
            dates = self.date_of(measure_scores(changes, days))
        changes = replace(changes, fields={**changes.fields, "date": np.array(dates, object)})
        if self.index is None:
            return changes
        return describe_index(changes, scores_path, 3, parse_formulas(self.index)[0].name)

    def date_of(self, days: np.ndarray) -> list[str | None]:
        """The date of the image that is nearest to each day (N,), as text, else its number; None for NaN."""
        known, found = self.days, []
        for day in days:
            number = None if np.isnan(day) else int(np.abs(known - day).argmin())
            date = None if number is None else self.series.images[self.numbers[number]].date
            found.append(None if number is None else date.isoformat() if date else str(number + 1))
        return found


def monitor_series(series: ImageSeries, first: str | None, method: str, index: str, direction: str,
                   area: VectorLayer | None) -> MonitoredSeries:
    """The usable images of a series, those before the date `first` as history; default: the first half of them."""
    if method not in (AUTO, MAGNITUDE, INDEX) or direction != "any":
        raise EoDeepError(f"A series is monitored by the method auto, magnitude or index and in any direction, got "
                          f"'{method}', '{direction}'.")
    numbers = tuple(series.used)
    if len(numbers) < FEWEST_DATES:
        raise EoDeepError(f"A series of at least {FEWEST_DATES} usable images is needed, got {len(numbers)}.")
    found = MonitoredSeries(series, numbers, 1, index if method == INDEX else None, area)
    dated = all(series.images[number].date for number in numbers)
    if first is not None and not dated:
        raise EoDeepError(f"Monitoring can start on {first} only if each image has a date.")
    day = float(np.datetime64(read_date(first), "D").astype(int)) if first is not None else None
    history = split_dates(found.days, day)
    if not 3 <= history < len(numbers):
        raise EoDeepError(f"At least 3 images before the start of monitoring and one after are needed; of "
                          f"{len(numbers)} images {history} lie before {first}.")
    return MonitoredSeries(series, numbers, history, found.index, area)


def _cut(window: Window) -> Iterator[Window]:
    """Parts whose dates fit into memory."""
    for row in range(int(window.row_off), int(window.row_off + window.height), _PART_PX):
        for column in range(int(window.col_off), int(window.col_off + window.width), _PART_PX):
            yield Window(column, row, min(_PART_PX, window.col_off + window.width - column),
                         min(_PART_PX, window.row_off + window.height - row))
