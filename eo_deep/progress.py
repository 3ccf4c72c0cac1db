"""How a long job tells what it does: a fraction, a message, a warning."""

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

    def part(self, start: float, stop: float) -> Progress:
        """The progress of a step that takes the job from `start` to `stop` (0..1)."""
        return _Part(self, start, stop)


class _Part(Progress):
    def __init__(self, whole: Progress, start: float, stop: float):
        self._whole, self._start, self._stop = whole, start, stop

    def __call__(self, fraction: float) -> None:
        self._whole(self._start + (self._stop - self._start) * min(max(fraction, 0.0), 1.0))

    def message(self, text: str) -> None:
        self._whole.message(text)

    def warning(self, text: str) -> None:
        self._whole.warning(text)


class Discreet(Progress):
    """Passes everything on but messages that name a file which will be gone at the end."""

    def __init__(self, progress: Progress, hidden: str):
        self._progress, self._hidden = progress, hidden

    def __call__(self, fraction: float) -> None:
        self._progress(fraction)

    def message(self, text: str) -> None:
        if self._hidden not in text:
            self._progress.message(text)

    def warning(self, text: str) -> None:
        self._progress.warning(text)


silent = Progress()
