"""How long a job still takes: reported while its speed is steady, and never more than was reported before."""

from __future__ import annotations

from bisect import bisect_right

WINDOW_S = 8.0  # the speed is that of the last seconds ...
WINDOW_SHARE = 0.25  # ... or of this last part of the job so far, where that is longer
STEADY = 1.3  # the thirds of the window may differ by this factor
GAP_SHARE = 0.5  # with no news for a longer part of the window, nobody knows whether the speed was steady


class RemainingTime:
    """The seconds left, from times and finished fractions.

    Stages of a job differ in speed, and how the later ones will be is not known: where the speed has just changed,
    nothing is reported until it has been steady for a while, and the reported time never rises.
    """

    def __init__(self) -> None:
        self._times: list[float] = []
        self._fractions: list[float] = []
        self._started_at = 0.0
        self._told_s = float("inf")

    def update(self, now: float, fraction: float) -> float | None:
        """Seconds left at `now`, in s, where `fraction` (0..1) is done; None while they cannot be estimated."""
        if not self._times:
            self._started_at = now  # of the first news: loading torch says nothing about the speed
        self._times.append(now)
        self._fractions.append(fraction)
        start = now - max(WINDOW_S, WINDOW_SHARE * (now - self._started_at))
        if self._times[0] > start:
            return None
        passed = bisect_right(self._times, start) - 1
        del self._times[:passed], self._fractions[:passed]
        marks = [self._fraction_at(start + third * (now - start) / 3) for third in range(4)]
        gains = [after - before for before, after in zip(marks, marks[1:])]
        if min(gains) <= 0 or max(gains) > STEADY * min(gains):
            return None
        if max(after - before for before, after in zip(self._times, self._times[1:])) > GAP_SHARE * (now - start):
            return None
        remaining_s = (1 - fraction) * (now - start) / (marks[-1] - marks[0])
        if remaining_s > self._told_s:
            return None
        self._told_s = remaining_s
        return remaining_s

    def _fraction_at(self, time: float) -> float:
        """Between two pieces of news, the fraction grows evenly."""
        after = min(bisect_right(self._times, time), len(self._times) - 1)
        before = max(0, after - 1)
        passed_s = self._times[after] - self._times[before]
        part = min(1.0, (time - self._times[before]) / passed_s) if passed_s > 0 else 1.0
        return self._fractions[before] + part * (self._fractions[after] - self._fractions[before])
