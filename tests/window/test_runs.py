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
    if "need the package 'onnx" in run["log"]:
        pytest.skip("the engine lacks the extra 'onnx' (requirements-onnx.txt)")
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
    """Two of them share a style; one goes to a file that the window shows when the second run comes."""
    first, second = window("model")
    assert first["succeeded"], first["log"]
    assert second["succeeded"], second["log"]
    for run in (first, second):
        layers = {layer["name"]: layer for layer in run["layers"]}
        assert set(layers) == {"Straight", "Straight again", "Map"} | ({"Outlines"} if run is first else set())
        for name in ("Straight", "Straight again"):  # with the classes of the outlines
            check_layer(layers[name], LAYERS["polygonize"]["Polygons"])
        check_layer(layers["Map"], LAYERS["segment"]["Class map"])
    (outlines,) = [layer for layer in first["layers"] if layer["name"] == "Outlines"]
    check_layer(outlines, LAYERS["polygonize"]["Polygons"])
    assert outlines["saved"] == "categorizedSymbol"


def test_a_second_run_into_the_same_file(window):
    """The window has a layer of the file already; it keeps it, and shows the new content in the new colours."""
    for run in (*window("same file segment"), *window("same file polygonize")):
        assert run["succeeded"], run["log"]
        (layer,) = run["layers"]
        assert layer["saved"] == layer["renderer"]
    (raster,) = window("same file segment")[1]["layers"]
    check_layer(raster, LAYERS["segment"]["Class map"])
    (town,), (all_classes,) = (run["layers"] for run in window("same file polygonize"))
    assert (town["renderer"], town["count"], all_classes["count"]) == ("singleSymbol", 1, 3)
    check_layer(all_classes, LAYERS["polygonize"]["Polygons"])


def test_reports_are_told_apart_in_the_results_viewer(window):
    kinds = ("Accuracy", "Alignment", "Assessment", "Comparison", "Domain", "Engine", "Sample", "Training")
    assert set(window("reports")) >= {f"{kind} report" for kind in kinds}
    assert "Report" not in window("reports")
