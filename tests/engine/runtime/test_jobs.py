"""The engine's door: it opens to algorithms only, and only to arguments of the declared types."""

import importlib
import inspect
from collections.abc import Sequence

import pytest

import eo_deep
from eo_deep.errors import EoDeepError
from eo_deep.runtime.jobs import algorithm, check_arguments, find_function


@pytest.mark.parametrize(
    "name",
    [
        "os.system", "segmentation.os", "segmentation._read", "segmentation.Path", "__main__.run", "errors.EoDeepError",
        "raster.open_raster", "segmentation", "segmentation.segment.__call__", "", ".", "../x.y", "nowhere.segment",
        "engine.write_report", "scene_data.list_images", "training_data.open_data", "modelfile.write_tensors",
        "made_town.plan.find_cells", "jobs.algorithm", "eo_deep.segmentation.inference.segment",
        "segmentation\0.segment", "buildings.segment", "read_card", "attach", "__name__",
        5, None, ["segmentation.segment"], {"a": 1}, "x" * 10**6 + ".y",
    ],
)  # fmt: skip
def test_only_algorithms_are_called_by_name(name):
    with pytest.raises(EoDeepError, match="The engine has no algorithm"):
        find_function(name)


@pytest.mark.parametrize("name", ["segmentation.segment", "segment"])
def test_an_algorithm_is_found_by_its_name(name):
    assert find_function(name) is importlib.import_module("eo_deep.segmentation.inference").segment


def test_public_functions_that_are_no_algorithms_are_not_called_by_name(monkeypatch):
    monkeypatch.setattr("eo_deep.runtime.jobs._limits", {})
    with pytest.raises(EoDeepError, match="no algorithm 'segment'"):
        find_function("segment")


@algorithm(count=(1, 10), share=(0.0, 1.0), bands=(None, None))
def classify(
    image: str, bands: Sequence[int] | None = None, share: float = 0.5, count: int = 3, resample: bool = True,
    labels: Sequence[str] | str = "", progress: object = None,
) -> dict:  # fmt: skip
    return {}


TAKES = "it takes image, bands, share, count, resample, labels."


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({}, "'classify' needs the argument 'image'."),
        ({"image": None}, "'image' must be a text, got null."),
        ({"image": 5}, "'image' must be a text, got 5."),
        ({"image": ["a.tif"]}, "'image' must be a text, got ['a.tif']."),
        ({"image": "a\0.tif"}, r"'image' must be a text without control characters, got 'a\x00.tif'."),
        ({"image": "\udcff"}, r"'image' must be a text without control characters, got '\udcff'."),
        ({"image": "a", "bands": 3}, "'bands' must be a list of whole numbers or null, got 3."),
        ({"image": "a", "bands": [1, None]}, "'bands' must be a list of whole numbers or null, got [1, None]."),
        ({"image": "a", "bands": [10**30]}, f"'bands' must be a list of whole numbers or null, got [{10**30}]."),
        ({"image": "a", "share": "0.5"}, "'share' must be a number, got '0.5'."),
        ({"image": "a", "share": True}, "'share' must be a number, got True."),
        ({"image": "a", "share": float("nan")}, "'share' must be a number, got nan."),
        ({"image": "a", "share": float("inf")}, "'share' must be a number, got inf."),
        ({"image": "a", "share": 10**400}, f"'share' must be a number, got {10**400}."),
        ({"image": "a", "count": 2.5}, "'count' must be a whole number, got 2.5."),
        ({"image": "a", "count": None}, "'count' must be a whole number, got null."),
        ({"image": "a", "count": 0}, "'count' must be at least 1, got 0."),
        ({"image": "a", "count": 11}, "'count' must be at most 10, got 11."),
        ({"image": "a", "share": -0.5}, "'share' must be at least 0, got -0.5."),
        ({"image": "a", "resample": 1}, "'resample' must be true or false, got 1."),
        ({"image": "a", "labels": {}}, "'labels' must be a list of texts or a text, got {}."),
        ({"image": "a", "tile": 3}, f"'classify' has no argument 'tile'; {TAKES}"),
        ({"image": "a", "progress": 1}, f"'classify' has no argument 'progress'; {TAKES}"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_one_sentence(arguments, sentence):
    with pytest.raises(EoDeepError) as caught:
        check_arguments(classify, arguments)
    assert str(caught.value) == sentence


@pytest.mark.parametrize(
    "arguments",
    [
        {"image": "a.tif"},
        {"image": "Straße\n1.tif", "bands": [3, 2], "share": 1, "count": 10, "resample": False, "labels": ["a", "b"]},
        {"image": "a.tif", "bands": None, "labels": "a"},
    ],
)
def test_what_fits_passes(arguments):
    check_arguments(classify, arguments)


@pytest.mark.parametrize("family", ["alignment", "diagnostics", "evaluation", "polygonization", "scene_classification"])
def test_the_types_of_the_algorithms_can_be_said(family):
    doors = importlib.import_module(f"eo_deep.{family}")
    functions = [getattr(doors, name) for name in doors.__all__ if name in eo_deep.__all__]
    assert functions
    for function in functions:
        for name in set(inspect.signature(function).parameters) - {"progress"}:
            with pytest.raises(EoDeepError, match=f"'{name}' must be .* got"):
                check_arguments(function, {name: object()})


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("segmentation.train_segmentation", {"images": "a.tif", "labels": "b.gpkg", "model": "c"}),
        ("alignment.train_alignment", {"images": "a.tif", "vectors": "b.gpkg", "model": "c"}),
        ("scene_classification.train_scenes", {"images": "a.tif", "labels": "b.gpkg", "model": "c"}),
        ("out_of_distribution.compare_domains", {"sets": "a.tif"}),
    ],
)
def test_one_path_stands_for_a_list_of_one(name, arguments):
    check_arguments(find_function(name), arguments)


@algorithm("output", "table", "report")
def draw(output: str | None = None, table: str | None = None, report: str | None = None, seed: int = 0) -> dict:
    return {"output": output}


@pytest.mark.parametrize("arguments", [{}, {"output": None}, {"output": "", "report": None}, {"seed": 3}])
def test_a_job_that_writes_nothing_is_one_sentence(arguments):
    for call in (lambda: check_arguments(draw, arguments), lambda: draw(**arguments)):
        with pytest.raises(EoDeepError) as caught:
            call()
        assert str(caught.value) == "'draw' has no output: give 'output', 'table' or 'report'."


def test_one_output_is_enough():
    check_arguments(draw, {"report": "a.html"})
    assert draw("a.tif") == {"output": "a.tif"}
