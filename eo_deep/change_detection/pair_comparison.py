"""Two dates compared by a method, with dates before them between which nothing happened."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from ..errors import EoDeepError
from ..feature_chains.formulas import parse_formulas
from ..image_series import ImageSeries
from ..io.vector_layer import VectorLayer
from ..progress import Progress
from .comparison import FittedScore, NullDates
from .date_pair import DatePair, draw_sample
from .index_change import describe_index
from .methods import INDEX, fit_method
from .painted_date import paint_before
from .pixel_scores import PixelScore
from .thresholds import StableScores


@dataclass(frozen=True)
class PairComparison:
    """A pair of dates. null_pairs: of the date before and other ones without the event."""

    pair: DatePair
    null_pairs: tuple[DatePair, ...]
    method: str
    index: str
    direction: str

    @property
    def series(self) -> ImageSeries:
        """All dates."""
        return self.pair.series

    @property
    def before(self) -> int:
        """The number of the image before."""
        return self.pair.before

    @property
    def after(self) -> int:
        """The number of the image after."""
        return self.pair.after

    def fit(self, share: float) -> FittedScore:
        """The method fitted to the pair, and its scores between dates without the event."""
        found = fit_method(self.method, draw_sample(self.pair), self.series.band_names, self.series.unit, self.index,
                           self.direction, share)
        null = None
        if self.null_pairs:
            count = len(self.null_pairs)
            null = NullDates(self._score_null(found.score), f"{count} pair{'s' if count > 1 else ''} of dates without "
                             "the event")
        return FittedScore(found.score.names, partial(self.pair.score, found.score), found.chosen, found.guess,
                           found.sample, null)

    def describe(self, changes: VectorLayer, scores_path: str) -> VectorLayer:
        """With the change of the index, by this method."""
        if self.method != INDEX:
            return changes
        return describe_index(changes, scores_path, 2, parse_formulas(self.index)[0].name)

    def _score_null(self, score: PixelScore) -> StableScores:
        found = []
        for pair in self.null_pairs:
            sample = draw_sample(pair)
            values = sample.score(score.refit(sample.before, sample.after))[0]
            known = np.isfinite(values)
            found.append((values[known], *sample.places[:, known]))
        return StableScores(*(np.concatenate(part) for part in zip(*found)))


@contextmanager
def compare_pair(series: ImageSeries, method: str, index: str, direction: str, model: str | None,
                 area: VectorLayer | None, folder: Path, progress: Progress) -> Iterator[PairComparison]:
    """The images that were given first and second, compared; all others are dates without the event.

    With a model the earlier date of each pair is painted as of the later one, in files in ``folder``. Raises
    EoDeepError where one of the two cannot be used.
    """
    places = [image.position for image in series.images]
    before, after = places.index(0), places.index(1)
    for number in (before, after):
        if series.images[number].refused:
            raise EoDeepError(f"'{series.images[number].name}' cannot be used: {series.images[number].refused}.")
    first, second = series.images[before].date, series.images[after].date
    if first and second and first > second:
        progress.warning(f"The image before is of {first}, the one after of {second}: they may have been swapped.")
    others = [number for number in series.used if number not in (before, after)]
    _check_null_dates(series, others, after)
    pairs = [DatePair(series, before, after, area),
             *(DatePair(series, min(before, number), max(before, number), area) for number in others)]
    with ExitStack() as painted:
        if model:
            parts = [progress.part(number / len(pairs), (number + 1) / len(pairs)) for number in range(len(pairs))]
            pairs = [painted.enter_context(paint_before(pair, model, folder, part)) for pair, part in zip(pairs, parts)]
        yield PairComparison(pairs[0], tuple(pairs[1:]), method, index, direction)


def _check_null_dates(series: ImageSeries, others: Sequence[int], after: int) -> None:
    last = series.images[after].date
    for image in (series.images[number] for number in others):
        if image.date and last and image.date >= last:
            raise EoDeepError(f"Images without the event must be of dates before that of the image after, {last}, but "
                              f"'{image.name}' is of {image.date}.")
