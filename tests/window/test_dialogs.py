"""Each algorithm's dialog opens in a real QGIS window and shows every parameter."""

from __future__ import annotations

import pytest
from runs import RUNS

ALGORITHMS = {name.split()[0] for name in RUNS}


def test_every_algorithm_is_run(window):
    """A new algorithm needs values in runs.py."""
    assert set(window("dialogs")) == ALGORITHMS


@pytest.mark.parametrize("name", sorted(ALGORITHMS))
def test_dialog_shows_every_parameter(name, window):
    assert window("dialogs")[name]["missing"] == []


@pytest.mark.parametrize("name", ["assessaccuracy", "trainsegmentation"])
def test_the_class_field_is_chosen_from_a_list(name, window):
    assert "klass" in window("dialogs")[name]["choices"]


def test_models_are_offered_in_a_list(window, inputs):
    """A file that lies elsewhere is in it, and first, as its pixels are those of the image."""
    seen = window("models")
    assert seen["names"] == ["tiny (model.safetensors)", "buildings", "alignment", "eurosat_jem"]
    assert seen["value"] == inputs["model"] and "0.5 m; bands: red, green, blue" in seen["told"]
