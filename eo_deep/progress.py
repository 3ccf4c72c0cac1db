"""How a long job reports what it does: a fraction, a message, a warning, a point on a training's curve."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class CurvePoint:
    """A value of a training at a time: `curve` is what is measured, `epoch` how many are done, of `epochs`.

    stage: which of several trainings after each other; "" where there is one.
    """

    curve: str
    epoch: float
    value: float
    epochs: int
    stage: str = ""


class Progress:
    """Receives the news of a job; this one keeps silent. Subclasses print it, or send it to QGIS.

    Call it with the finished fraction, 0..1, of the whole job.
    """

    def __call__(self, fraction: float) -> None:
        """The job is done to `fraction` (0..1)."""

    def message(self, text: str) -> None:
        """Something worth knowing, in one sentence."""

    def warning(self, text: str) -> None:
        """Something that the user should check, in one sentence."""

    def keep(self, text: str) -> None:
        """The results that stay if the job ends early, in one sentence, which replaces the one before."""

    def plot(self, point: CurvePoint) -> None:
        """A point on a curve of the training."""

    def part(self, start: float, stop: float, stage: str = "") -> Progress:
        """The progress of a step that takes the job from `start` to `stop` (0..1); its curves are of `stage`."""
        return _Part(self, start, stop, stage)


class Relay(Progress):
    """Passes everything on; subclasses change some of it."""

    def __init__(self, progress: Progress):
        self._progress = progress

    def __call__(self, fraction: float) -> None:
        self._progress(fraction)

    def message(self, text: str) -> None:
        self._progress.message(text)

    def warning(self, text: str) -> None:
        self._progress.warning(text)

    def keep(self, text: str) -> None:
        self._progress.keep(text)

    def plot(self, point: CurvePoint) -> None:
        self._progress.plot(point)


class _Part(Relay):
    def __init__(self, whole: Progress, start: float, stop: float, stage: str):
        super().__init__(whole)
        self._start, self._stop, self._stage = start, stop, stage

    def plot(self, point: CurvePoint) -> None:
        super().plot(replace(point, stage=self._stage or point.stage))

    def __call__(self, fraction: float) -> None:
        super().__call__(self._start + (self._stop - self._start) * min(max(fraction, 0.0), 1.0))


silent = Progress()
