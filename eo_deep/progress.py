"""How a long job reports what it does: a fraction, a message, a warning."""

from __future__ import annotations


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

    def part(self, start: float, stop: float) -> Progress:
        """The progress of a step that takes the job from `start` to `stop` (0..1)."""
        return _Part(self, start, stop)


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


class _Part(Relay):
    def __init__(self, whole: Progress, start: float, stop: float):
        super().__init__(whole)
        self._start, self._stop = start, stop

    def __call__(self, fraction: float) -> None:
        super().__call__(self._start + (self._stop - self._start) * min(max(fraction, 0.0), 1.0))


silent = Progress()
