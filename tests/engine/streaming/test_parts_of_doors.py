"""Every restartable door: stopped in the middle and resumed in parts, it writes what it writes at once."""

import inspect
import os
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pyogrio
import pytest
import rasterio
import shapely

from eo_deep.buildings import extract_buildings
from eo_deep.class_map_refinement import refine_map
from eo_deep.errors import EoDeepError
from eo_deep.image_features import extract_features
from eo_deep.image_translation import translate_image
from eo_deep.io import result_log
from eo_deep.io.parts import distributed
from eo_deep.io.raster_writer import RasterWriter
from eo_deep.pixel_classification import classify_pixels, train_pixels
from eo_deep.polygon_extraction import extract_polygons
from eo_deep.polygonization import polygonize
from eo_deep.runtime.jobs import find_function
from eo_deep.runtime.lazy import find_homes
from eo_deep.runtime.threads import map_in_order
from eo_deep.scene_classification import classify_scenes
from eo_deep.segmentation import segment
from eo_deep.streaming.cluster import run_parts
from eo_deep.super_resolution import super_resolve
from tests.engine.image_translation.test_date_translation import model as series_model  # noqa: F401 (a fixture)
from tests.engine.image_translation.test_inference import make_translator  # noqa: F401 (a fixture)
from tests.engine.notes import Notes

NAMES = ["red", "green", "blue"]
DOORS = {}


def door(function, *outputs, share=0.6):
    """A case: its function makes the arguments; share: of the writes after which the first run is stopped."""

    def add(make):
        DOORS[f"{function.__name__}, {make.__name__.strip('_')}"] = (function, outputs, make, share)
        return make

    return add


@pytest.fixture
def pixels():
    rng = np.random.default_rng(0)
    noise = rng.integers(1, 60, (3, 300, 400))
    noise[:, 20:60, 30:80] += 180
    noise[:, 130:170, 90:140] += 180  # over the edge of two parts
    noise[:, 200:270, 220:300] += 180
    noise[:, :30, 380:] = 0
    return noise.astype(np.uint8)


@pytest.fixture
def tools(pixels, write_raster, make_brightness_model, make_scene_model, make_translator, series_model,  # noqa: F811
          tmp_path):  # fmt: skip
    return {"image": write_raster(pixels, nodata=0), "pixels": pixels, "write": write_raster, "folder": tmp_path,
            "brightness": make_brightness_model, "scenes": make_scene_model, "translator": make_translator,
            "series": series_model}  # fmt: skip


@door(segment, "output", "probabilities")
def _at_another_resolution(tools):
    """The network works on a coarser grid, in parts of its own."""
    inputs = tools["brightness"]
    described = {"bands": NAMES, "resolution_m": 0.9, "dtype": "uint8", "nodata": None,
                 "scaling": {"kind": "fixed", "mean": [127.0] * 3, "std": [64.0] * 3}}  # fmt: skip
    return {"image": tools["image"], "model": inputs(inputs=[described]), "core_px": 64, "device": "cpu"}


@door(segment, "output")
def _in_an_area(tools):
    area = shapely.Polygon([(500010, 5499990), (500130, 5499960), (500100, 5499890)])
    path = tools["folder"] / "area.gpkg"
    pyogrio.raw.write(path, np.array([area.wkb], object), [], [], geometry_type="Polygon", crs="EPSG:32633")
    return {"image": tools["image"], "model": tools["brightness"](), "core_px": 64, "device": "cpu", "area": str(path)}


def _small(tools):
    pixels = tools["pixels"][:, :100, :130]
    grey = np.where(pixels > 0, pixels // 2 + 60, 0)  # noise at the ends of 8 bits takes long to be kept in bounds
    return tools["write"](grey, "small.tif", nodata=0)


@door(super_resolve, "output", "detail")
def _bicubic(tools):
    return {"image": _small(tools), "ratio": 2.0, "core_px": 64, "device": "cpu"}


@door(super_resolve, "output")
def _by_a_fraction(tools):
    return {"image": _small(tools), "ratio": 1.5, "core_px": 64, "device": "cpu"}


@door(translate_image, "output")
def _to_an_image_with_noise(tools):
    image = tools["write"](tools["pixels"][:, :150, :180], "small.tif", nodata=0)
    return {"image": image, "model": tools["translator"](noise=1), "core_px": 64, "device": "cpu", "seed": 3}


@door(translate_image, "output")
def _as_of_another_date(tools):
    """Of what the image does not show, by another date and a mask."""
    values = tools["pixels"][:, :150, :150].astype(np.uint16) + 800
    image, fill = (tools["write"](values * gain, name) for name, gain in (("x_20190501.tif", 1), ("y_20200501.tif", 2)))
    mask = np.zeros((150, 150), np.uint8)
    mask[30:120, 40:140] = 1
    masks = [tools["write"](mask, "clouds.tif"), tools["write"](0 * mask, "none.tif")]
    return {"image": image, "model": tools["series"], "fill": [fill], "masks": masks, "core_px": 64, "device": "cpu"}


@door(extract_features, "output")
def _windows(tools):
    tools["write"](np.zeros((1, 4, 4), np.uint8), "other.tif")
    return {"images": tools["image"], "window_px": 3}


@door(extract_features, "output")
def _components(tools):
    return {"images": tools["image"], "window_px": 3, "components": 2}


@door(classify_pixels, "output", "probabilities", "margin")
def _by_trees(tools):
    labels, model = tools["folder"] / "labels.gpkg", tools["folder"] / "trees.safetensors"
    boxes = [shapely.box(500000 + c / 2, 5500000 - (r + 15) / 2, 500000 + (c + 15) / 2, 5500000 - r / 2)
             for c, r in ((35, 30), (60, 40), (225, 210), (250, 230), (100, 20), (200, 60), (20, 200), (300, 100))]
    values = np.array(["roof"] * 4 + ["field"] * 4, object)
    pyogrio.raw.write(labels, shapely.to_wkb(boxes), [values], ["kind"], geometry_type="Polygon", crs="EPSG:32633")
    train_pixels(images=[tools["image"]], labels=[str(labels)], class_field="kind", samples_per_class=100, trees=5,
                 model=str(model))  # fmt: skip
    return {"image": tools["image"], "model": str(model)}


def _probabilities(tools):
    second = np.clip(tools["pixels"][0].astype(np.float32) / 255, 0.01, 0.99)
    return tools["write"](np.stack([1 - second, second]), "probabilities.tif")


@door(refine_map, "output", "refined")
def _crf(tools):
    return {"probabilities": _probabilities(tools), "image": tools["image"], "core_px": 64, "iterations": 2}


@door(refine_map, "output")
def _majority(tools):
    return {"probabilities": _probabilities(tools), "method": "majority", "core_px": 64}


@door(classify_scenes, "output", "confidence", "grid")
def _patches(tools):
    image = tools["write"](np.tile(tools["pixels"], (1, 2, 2)), "scene.tif", nodata=0,
                           transform=rasterio.Affine(10, 0, 500000, 0, -10, 5500000))  # fmt: skip
    return {"image": image, "model": tools["scenes"](), "device": "cpu", "stride_px": 8}


@door(extract_buildings, "output", "probabilities", share=0.5)
def _bright_ones(tools):
    return {"image": tools["image"], "model": tools["brightness"](), "core_px": 64, "device": "cpu"}


@door(extract_polygons, "output", share=0.9)
def _objects(tools):
    return {"image": tools["image"], "model": tools["brightness"](), "core_px": 64, "device": "cpu"}


@door(polygonize, "output")
def _by_the_mesh(tools):
    """The polygons have no parts, but steps."""
    return {"input": _probabilities(tools), "band": 2, "split": True, "seed_threshold": 0.8, "min_area_m2": 1.0}


VECTORS = (extract_buildings, extract_polygons, polygonize)


@contextmanager
def counted(stop_after=None):
    """Count the writes of rasters, and the steps of polygons; an error after so many."""
    count = [0]

    def note(function):
        def run(*arguments, **named):
            if count[0] == stop_after:
                raise EoDeepError("stopped")
            count[0] += 1
            return function(*arguments, **named)

        return run

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(RasterWriter, "write", note(RasterWriter.write))
        patch.setattr(result_log, "map_in_order", lambda function, items: map_in_order(note(function), items))
        yield count


def read(path):
    if path.endswith(".gpkg"):
        meta, _, geometries, fields = pyogrio.raw.read(path)
        order = np.argsort(geometries)  # of numbers that threads give to objects, nothing is said
        return [str(meta["crs"]), [geometries[place] for place in order], [list(field[order]) for field in fields]]
    with rasterio.open(path) as file:
        return [file.read().tobytes(), file.dataset_mask().tobytes(), file.transform, file.dtypes, file.descriptions,
                repr(file.nodatavals), file.tags(), file.tags(1), file.scales, file.colorinterp]  # fmt: skip


def name_outputs(tools, outputs, name):
    (tools["folder"] / name).mkdir()
    return {output: str(tools["folder"] / name / f"{output}{'.gpkg' if output == 'grid' else '.tif'}")
            for output in outputs}  # fmt: skip


def refuse_changed(function, arguments, outputs):
    """Where an image is another one, the parts are left as they are, and it is said."""
    image = next(path for value in arguments.values() for path in (value if isinstance(value, list) else [value])
                 if isinstance(path, str) and path.endswith(".tif"))  # fmt: skip
    before = os.stat(image)
    os.utime(image, ns=(before.st_atime_ns, before.st_mtime_ns + 1))
    said = f"^The parts in '.*' are of another job: '{Path(image).name}' has changed since; choose another"
    with pytest.raises(EoDeepError, match=said):
        function(**arguments, **outputs, resume=True)
    os.utime(image, ns=(before.st_atime_ns, before.st_mtime_ns))


@pytest.mark.parametrize("case", DOORS)
def test_a_door_that_is_stopped_goes_on(case, tools, monkeypatch):
    function, outputs, make, share = DOORS[case]
    monkeypatch.setattr("eo_deep.feature_chains.chain._MAX_TILE_PX", 256)
    arguments = make(tools)
    direct, parts = (name_outputs(tools, outputs, name) for name in ("direct", "parts"))
    if function in VECTORS:
        direct["output"], parts["output"] = (each["output"].replace(".tif", ".gpkg") for each in (direct, parts))
    with counted() as writes:
        wanted = function(**arguments, **direct)
    monkeypatch.setenv("EO_DEEP_PART_PX", "128")
    with counted(int(share * writes[0])), pytest.raises(EoDeepError, match="stopped"):
        function(**arguments, **parts)
    folder = Path(f"{parts[outputs[0]]}.parts")
    done = len(list(folder.glob("part-*.json"))) or (folder / "steps.log").stat().st_size
    assert done, sorted(path.name for path in folder.iterdir())
    refuse_changed(function, arguments, parts)
    notes = Notes()
    found = function(**arguments, **parts, resume=True, progress=notes)
    assert any("are done already" in text for text in notes.messages)
    for name in outputs:
        assert read(parts[name]) == read(direct[name])
    assert sorted(path.name for path in folder.parent.iterdir()) == \
        sorted(path.name for path in (folder.parent.parent / "direct").iterdir())
    same = {"timing_s", "outputs", *parts}
    assert {key: value for key, value in found.items() if key not in same} == \
        {key: value for key, value in wanted.items() if key not in same}


@pytest.mark.parametrize("case", ["segment, at_another_resolution", "classify_scenes, patches",
                                  "extract_buildings, bright_ones"])
def test_others_make_all_parts(case, tools, monkeypatch):
    """Of several grids, one after the other."""
    function, outputs, make, _ = DOORS[case]
    arguments = make(tools)
    direct, parts = (name_outputs(tools, outputs, name) for name in ("direct", "parts"))
    if function is extract_buildings:
        direct["output"], parts["output"] = (each["output"].replace(".tif", ".gpkg") for each in (direct, parts))
    function(**arguments, **direct)
    monkeypatch.setenv("EO_DEEP_PART_PX", "128")
    asked = []

    def make_parts(call, numbers, progress):
        asked.extend(numbers)
        for number in numbers:
            run_parts(call.name, call.arguments, [number])

    with distributed(make_parts):
        function(**arguments, **parts)
    assert asked == list(range(len(asked))) and len(asked) > 3
    for name in outputs:
        assert read(parts[name]) == read(direct[name])


def test_every_restartable_door_is_tested():
    doors = []
    for name in find_homes("eo_deep"):
        try:
            doors.append(inspect.unwrap(find_function(name)))
        except EoDeepError:
            continue  # no door
    marks = {each: inspect.getsource(each).partition("def ")[0] for each in doors}
    restartable = {each.__name__ for each, mark in marks.items() if "restartable=True" in mark}
    assert restartable == {function.__name__ for function, *_ in DOORS.values()}
    for each in doors:
        if each.__name__ in restartable:
            names = {"resume"} if each.__name__ == "polygonize" else {"resume", "cluster"}  # it has steps, no parts
            assert names <= inspect.signature(each).parameters.keys(), each
