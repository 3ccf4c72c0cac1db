"""The time left, on made sequences of progress: steady or silent, and never rising."""

import pytest

from eo_deep.runtime.remaining_time import RemainingTime


def tell(stages: list[tuple[float, float]], step_s: float = 0.5) -> list[tuple[float, float]]:
    """(seconds really left, seconds told) of a job of stages (seconds, share of the job), reported evenly."""
    estimate, told, now, done = RemainingTime(), [], 1000.0, 0.0
    end = now + sum(seconds for seconds, _ in stages)
    for seconds, share in stages:
        steps = round(seconds / step_s)
        for _ in range(steps):
            now, done = now + step_s, done + share / steps
            remaining_s = estimate.update(now, min(done, 1.0))
            if remaining_s is not None:
                told.append((end - now, remaining_s))
    return told


def test_a_steady_job_is_told_rightly_and_soon():
    told = tell([(100, 1.0)])
    assert told[0][0] > 90
    assert all(remaining_s == pytest.approx(left_s, abs=0.01) for left_s, remaining_s in told)


def test_a_job_that_was_resumed_in_the_middle():
    estimate = RemainingTime()
    told = [estimate.update(100.0 + second, 0.5 + second / 100) for second in range(30)]
    assert told[-1] == pytest.approx(21)


@pytest.mark.parametrize(
    "stages",
    [
        [(200, 0.5), (12, 0.5)],  # slow, then quick: "3 min left" 12 s before the end
        [(5, 0.9), (200, 0.1)],  # quick, then slow
        [(60, 0.3), (60, 0.05), (60, 0.65)],
        [(30, 0.1), (100, 0.8), (4, 0.1)],
    ],
)
def test_what_is_told_never_rises_and_soon_follows_a_new_speed(stages):
    told = [remaining_s for _, remaining_s in tell(stages)]
    assert told == sorted(told, reverse=True)
    late = [remaining_s for left_s, remaining_s in tell(stages) if left_s <= 4]
    assert all(remaining_s < 15 for remaining_s in late)


def test_right_after_a_change_of_speed_nothing_is_told():
    told = tell([(200, 0.5), (12, 0.5)])
    assert not [left_s for left_s, _ in told if left_s < 12]


def test_a_job_that_stands_still_is_silent():
    estimate = RemainingTime()
    told = [estimate.update(float(second), min(second, 30) / 100) for second in range(100)]
    assert told[29] == pytest.approx(71)
    assert told[45:] == [None] * 55


def test_one_long_step_says_nothing_about_those_that_follow():
    estimate = RemainingTime()
    assert estimate.update(1000.0, 0.1) is None
    # a check that takes three minutes, then quick ones
    assert [estimate.update(1180.0 + second, 0.2 + second / 10) for second in range(7)] == [None] * 7
