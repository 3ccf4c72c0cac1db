import numpy as np
import pytest

from eo_deep.errors import EoDeepError
from eo_deep.training.settings import SCHEDULES, TrainSettings


@pytest.mark.parametrize("schedule", SCHEDULES)
def test_schedules_stay_between_nothing_and_the_whole(schedule):
    values = [SCHEDULES[schedule](fraction, 20) for fraction in np.linspace(0, 1, 201)]
    assert min(values) > 0
    assert 0.9 < max(values) <= 1
    assert values[-1] <= 0.11


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"schedule": "steps"}, "Schedule must be one of"),
        ({"optimizer": "sgd"}, "Optimizer must be one of"),
        ({"epochs": 0}, "Epochs must be at least 1, got 0"),
        ({"batch_size": 0}, "Batch size must be at least 1, got 0"),
        ({"learning_rate": -1.0}, "Learning rate must be above 0"),
    ],
)
def test_wrong_settings_are_named(changes, message):
    with pytest.raises(EoDeepError, match=message):
        TrainSettings(**changes)
