"""Results as they arrive in the window: names, styles, legends; twice in one session, in batches and in models."""

from __future__ import annotations

import pytest
from plan import BATCHES
from runs import LAYERS, RUNS

DISCRETE = ("paletted", "categorizedSymbol", "graduatedSymbol")  # the legend has an entry per class


def check_layer(layer, expected):
    renderer, classes = expected
    assert layer["renderer"] == renderer, layer["name"]
    assert layer["classes"] == classes, layer["name"]
    if renderer in DISCRETE:
        legend = dict(layer["legend"])
        assert list(legend)[-len(classes) :] == list(classes)
    if renderer == "paletted":
        assert [legend[label] for label in classes] == [color[:7] for color in classes.values()]


@pytest.mark.parametrize("round", ["first", "second"])
@pytest.mark.parametrize("name", RUNS)
def test_run_button(name, round, window):
    """Two outputs of one run may share a style (updatemap); a second run is like the first."""
    run = window(f"twice {name}")[round == "second"]
    assert run["succeeded"], run["log"]
    assert "Traceback" not in run["log"]
    expected = LAYERS.get(name, {})
    assert sorted(layer["name"] for layer in run["layers"]) == sorted(expected)
    for layer in run["layers"]:
        check_layer(layer, expected[layer["name"]])


@pytest.mark.parametrize("name", BATCHES)
def test_batch_of_three(name, window):
    batch = window(f"batch {name}")
    assert batch["succeeded"], batch["log"]
    expected = LAYERS[name]
    assert sorted(layer["name"] for layer in batch["layers"]) == sorted(3 * list(expected))
    assert len({layer["file"] for layer in batch["layers"]}) == len(batch["layers"])
    for layer in batch["layers"]:
        check_layer(layer, expected[layer["name"]])
        assert layer["saved"] == layer["renderer"]  # and so the file looks, opened anew


def test_model_with_loaded_outputs(window):
    """Two of them share a style."""
    run = window("model")
    assert run["succeeded"], run["log"]
    layers = {layer["name"]: layer for layer in run["layers"]}
    assert set(layers) == {"Outlines", "Straight", "Straight again", "Map"}
    check_layer(layers["Outlines"], LAYERS["polygonize"]["Polygons"])
    for name in ("Straight", "Straight again"):
        check_layer(layers[name], LAYERS["regularizepolygons"]["Regularized polygons"])
    check_layer(layers["Map"], LAYERS["segment"]["Class map"])


@pytest.mark.parametrize(("name", "output"), [("segment", "Class map"), ("polygonize", "Polygons")])
def test_a_second_run_into_the_same_file(name, output, window):
    """The window has a layer of the file already; it keeps it, and shows the new content."""
    first, second = window(f"same file {name}")
    assert first["succeeded"], first["log"]
    assert second["succeeded"], second["log"]
    (layer,) = [layer for layer in first["layers"] if layer["name"] == output]
    check_layer(layer, LAYERS[name][output])
    assert layer["saved"] == layer["renderer"]
    assert output not in [layer["name"] for layer in second["layers"]]


def test_reports_are_in_the_results_viewer(window):
    assert {"Accuracy report", "Alignment report", "Training report"} <= set(window("reports"))
