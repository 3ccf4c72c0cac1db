"""Every restartable door on a cluster: its workers write what one process writes, and are given names and numbers."""

import os
from pathlib import Path

import numpy as np
import pyogrio
import pytest
import shapely

pytest.importorskip("distributed", reason="the extra 'cluster' (requirements-cluster.txt) is not installed")

from eo_deep.class_map_refinement import refine_map
from eo_deep.errors import EoDeepError
from eo_deep.image_features import extract_features, extraction
from eo_deep.image_translation import date_translation, translate_image
from eo_deep.io.parts import distributed
from eo_deep.pixel_classification import model as pixel_model
from eo_deep.polygon_extraction import extract_polygons
from eo_deep.runtime import cluster as runtime_cluster
from eo_deep.runtime.kept import keep_between_jobs
from eo_deep.streaming import cluster
from tests.engine.clusters import Cluster
from tests.engine.image_translation.test_date_translation import model as series_model  # noqa: F401 (a fixture)
from tests.engine.image_translation.test_inference import make_translator  # noqa: F401 (a fixture)
from tests.engine.notes import Notes
from tests.engine.streaming.test_parts_of_doors import DOORS, VECTORS, name_outputs, pixels, read, tools  # noqa: F401

CASES = ["super_resolve, bicubic", "translate_image, to_an_image_with_noise", "translate_image, as_of_another_date",
         "extract_features, components", "classify_pixels, by_trees", "refine_map, crf", "refine_map, majority",
         "classify_scenes, patches", "extract_buildings, bright_ones", "extract_polygons, objects"]  # fmt: skip


@pytest.fixture(autouse=True)
def in_parts(monkeypatch):
    """One thread, as the workers have, and tiles that are small enough for several parts."""
    monkeypatch.setenv("EO_DEEP_THREADS", "1")
    monkeypatch.setattr("eo_deep.feature_chains.chain._MAX_TILE_PX", 256)


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    """A cluster of two workers that know the networks of tests."""
    with Cluster(tmp_path_factory.mktemp("cluster")) as running:
        running.add_worker(preload="tests.engine.worker_networks")
        running.add_worker(preload="tests.engine.worker_networks")
        from distributed import Client

        with Client(scheduler_file=running.file, set_as_default=False) as client:
            client.wait_for_workers(2, timeout=120)  # else the first job may begin with one
        yield running.file


@pytest.fixture
def compare(tools, shared):  # noqa: F811
    """compare(function, outputs, arguments) -> notes: all files that one process writes, and two workers."""

    def run(function, outputs, arguments):
        direct, made = (name_outputs(tools, outputs, name) for name in ("direct", "made"))
        if function in VECTORS:
            direct["output"], made["output"] = (each["output"].replace(".tif", ".gpkg") for each in (direct, made))
        alone, notes = Notes(), Notes()
        wanted = function(**arguments, **direct, progress=alone)
        found = function(**arguments, **made, cluster=shared, progress=notes)
        assert any("2 workers of the cluster '" in text for text in notes.messages)
        assert "parts are kept in" in notes.kept[-1] and int(notes.kept[-1].split()[0]) > 1
        assert sorted(notes.warnings) == sorted(alone.warnings)
        assert notes.fractions == sorted(notes.fractions)
        one, other = Path(direct[outputs[0]]).parent, Path(made[outputs[0]]).parent
        files = sorted(path.name for path in one.iterdir())
        assert files == sorted(path.name for path in other.iterdir())
        for name in files:
            if name.endswith((".tif", ".gpkg")):
                assert read(str(other / name)) == read(str(one / name)), name
        same = {"timing_s", "outputs", *outputs}
        assert {key: found[key] for key in found.keys() - same} == {key: wanted[key] for key in wanted.keys() - same}
        return notes

    return run


@pytest.mark.parametrize("case", CASES)
def test_two_workers_write_what_one_process_writes(case, tools, compare):  # noqa: F811
    function, outputs, make, _ = DOORS[case]
    compare(function, outputs, make(tools))


def test_several_dates_each_in_parts(tools, compare):  # noqa: F811
    """Files beside the output, of which the first is whole when the second is begun."""
    image = tools["write"](tools["pixels"][:, :130, :130].astype(np.uint16) + 800, "x_20190501.tif")
    compare(translate_image, ("output",), {"image": image, "model": tools["series"], "core_px": 64, "device": "cpu",
                                           "style_dates": "2019-05-01; 2020-10-01"})  # fmt: skip


def write_layer(path, geometries, kind):
    pyogrio.raw.write(path, shapely.to_wkb(geometries), [], [], geometry_type=kind, crs="EPSG:32633")
    return str(path)


def test_marked_objects_in_an_area(tools, compare):  # noqa: F811
    """All processes look at the same place, which each works out of points and area."""
    points = write_layer(tools["folder"] / "points.gpkg",
                         shapely.points([[500027, 5499980], [500055, 5499926]]), "Point")  # fmt: skip
    area = write_layer(tools["folder"] / "area.gpkg", [shapely.box(500000, 5499900, 500150, 5500000)], "Polygon")
    compare(extract_polygons, ("output",), {"image": tools["image"], "model": tools["brightness"](), "points": points,
                                            "area": area, "core_px": 64, "device": "cpu"})  # fmt: skip


# What is done once


@pytest.mark.parametrize(("case", "module", "name"), [
    ("classify_pixels, by_trees", pixel_model, "load_classifier"),
    ("extract_features, components", extraction, "fit_basis"),
    ("translate_image, as_of_another_date", date_translation, "fit_gap_regression"),
])  # fmt: skip
def test_what_takes_long_is_done_once_for_all_parts(case, module, name, tools, monkeypatch):  # noqa: F811
    function, outputs, make, _ = DOORS[case]
    arguments, done, do = make(tools), [], getattr(module, name)
    monkeypatch.setattr(module, name, lambda *words: done.append(1) or do(*words))
    opened, open_series = [], date_translation.open_series
    monkeypatch.setattr(date_translation, "open_series",
                        lambda *words, **more: opened.append(1) or open_series(*words, **more))  # fmt: skip
    asked = []

    def make_parts(call, numbers, progress):
        asked.extend(numbers)
        keep_between_jobs(4)  # as a worker does
        try:
            for number in numbers:
                cluster.make_part({"door": call.name, "arguments": call.arguments, "number": number,
                                   "versions": cluster.find_versions()}, progress)  # fmt: skip
        finally:
            keep_between_jobs(0)

    with distributed(make_parts, at_least=8):
        function(**arguments, **name_outputs(tools, outputs, "made"))
    assert len(asked) > 3
    assert len(done) == (2 if name == "load_classifier" else 1)  # by the process that began the job, and a worker
    assert len(opened) in (0, 2)


# What does not fit


def test_a_worker_that_lacks_one_of_several_files(tools, tmp_path):  # noqa: F811
    """It is named; that it is not there is played by a mount that the worker alone sees."""
    hidden = tools["folder"] / "hidden"
    hidden.mkdir()
    arguments = DOORS["translate_image, as_of_another_date"][2](tools)
    lacking = Path(arguments["masks"][1]).rename(hidden / "none.tif")
    probabilities = DOORS["refine_map, majority"][2](tools)["probabilities"]
    other = Path(tools["write"](np.zeros((2, 4, 4), np.float32), "other.tif")).rename(hidden / "other.tif")
    source = Path(tools["write"](tools["pixels"], "source.tif")).rename(hidden / "source.tif")
    mosaic = tools["folder"] / "mosaic.vrt"
    rasters = "".join(f'<VRTRasterBand dataType="Byte" band="{band}"><SimpleSource><SourceFilename>{source}'
                      f"</SourceFilename><SourceBand>{band}</SourceBand></SimpleSource></VRTRasterBand>"
                      for band in (1, 2, 3))  # fmt: skip
    mosaic.write_text(f'<VRTDataset rasterXSize="400" rasterYSize="300">{rasters}</VRTDataset>')
    output = str(tools["folder"] / "map.tif")
    with Cluster(tmp_path) as running:
        running.add_worker(hidden=hidden)
        for function, given, path in (
            (translate_image, {**arguments, "masks": [arguments["masks"][0], str(lacking)]}, lacking),
            (refine_map, {"probabilities": probabilities, "image": str(other), "method": "majority", "core_px": 64},
             other),
            (extract_features, {"images": [str(mosaic)], "window_px": 3}, source),
        ):  # fmt: skip
            with pytest.raises(EoDeepError, match=f"^The worker tcp://.*: '{path}' is not there; images, models and"):
                function(**given, output=output, cluster=running.file)
            assert not os.path.exists(output)
            for left in Path(f"{output}.parts").glob("*"):
                left.unlink()


@pytest.mark.parametrize("case", CASES)
def test_nobody_answers(case, tools, monkeypatch):  # noqa: F811
    """It is said before what takes long."""
    monkeypatch.setattr(runtime_cluster, "ANSWER_S", 1)
    monkeypatch.setattr(extraction, "fit_basis", None)
    function, outputs, make, _ = DOORS[case]
    arguments, made = make(tools), name_outputs(tools, outputs, "made")
    if function in VECTORS:
        made["output"] = made["output"].replace(".tif", ".gpkg")
    with pytest.raises(EoDeepError, match="^No Dask scheduler answers at 'tcp://127.0.0.1:9'; check the address"):
        function(**arguments, **made, cluster="tcp://127.0.0.1:9")
    assert not list((tools["folder"] / "made").iterdir())


def test_what_is_not_made_in_parts_says_so(tools):  # noqa: F811
    notes, path = Notes(), str(tools["folder"] / "cells.tif")
    extract_features(tools["image"], cells="hand", cluster="local:2", output=path, progress=notes)
    assert notes.warnings == ["The cluster 'local:2' is not used, because the result is not made in parts."]
    with pytest.raises(EoDeepError, match="^'cluster' must be local:N, gpus, .* got 'locale'"):
        extract_features(tools["image"], cells="hand", cluster="locale", output=path)
