"""Boxes of objects over tiles: each object once, whole, wherever the tiles end."""

import json

import numpy as np
import pyproj
import pytest
import shapely

from eo_deep.io.geopackage import write_vectors
from eo_deep.io.vector import read_polygons
from eo_deep.io.vector_layer import VectorLayer
from eo_deep.model_exchange import describe_model, import_model, list_models
from eo_deep.object_detection import detect_objects
from tests.engine.notes import Notes
from tests.engine.onnx_programs import WITHOUT, write_detector

onnx = pytest.importorskip("onnx", reason=WITHOUT)
pytest.importorskip("onnxruntime", reason=WITHOUT)

LEVELS = (230, 120)  # of the classes "bright" and "grey"


def write_model(folder, name="m", layout="yolov8", **metadata):
    program = onnx.load_from_string(write_detector(layout=layout))
    for key, value in {"model_type": "Detector", "class_names": {"0": "bright", "1": "grey"}, "resolution": 50,
                       **metadata}.items():  # fmt: skip
        entry = program.metadata_props.add()
        entry.key, entry.value = key, value if isinstance(value, str) else json.dumps(value)
    (folder / f"{name}.onnx").write_bytes(program.SerializeToString())
    found = import_model(str(folder / f"{name}.onnx"), output=str(folder / f"{name}.safetensors"))
    return str(folder / f"{name}.safetensors"), found


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    return write_model(tmp_path_factory.mktemp("detector"))[0]


def draw(boxes, height=230, width=250):
    """An image of rectangles (left, top, right, bottom, class)."""
    pixels = np.zeros((3, height, width), np.uint8)
    for left, top, right, bottom, label in boxes:
        pixels[:, top:bottom, left:right] = LEVELS[label]
    return pixels


def scatter(count, sides, seed=0, height=230, width=250):
    """Rectangles that do not touch each other."""
    rng, found = np.random.default_rng(seed), []
    taken = np.zeros((height, width), bool)
    while len(found) < count:
        across, down = rng.integers(*sides, 2)
        left, top = rng.integers(0, width - across + 1), rng.integers(0, height - down + 1)
        around = taken[max(0, top - 2) : top + down + 2, max(0, left - 2) : left + across + 2]
        if not around.any():
            taken[top : top + down, left : left + across] = True
            found.append((left, top, left + across, top + down, int(rng.integers(2))))
    return sorted(found)


def read(path):
    """(left, top, right, bottom, class) in px, sorted, and the status of each."""
    layer = read_polygons(path)
    frame, bounds = layer.fields, shapely.bounds(layer.geometries).reshape(-1, 4)
    (x, y), size = (500000.0, 5500000.0), 0.5
    rows = np.round(np.stack([(bounds[:, 0] - x) / size, (y - bounds[:, 3]) / size, (bounds[:, 2] - x) / size,
                              (y - bounds[:, 1]) / size, frame["class"]], axis=1), 6).astype(int)  # fmt: skip
    order = sorted(range(len(rows)), key=lambda row: tuple(rows[row]))
    return [tuple(int(each) for each in rows[row]) for row in order], [frame["status"][row] for row in order], frame


@pytest.mark.parametrize("layout", ["yolov5", "yolov8"])
def test_each_object_is_found_once_wherever_tiles_end(layout, tmp_path, write_raster):
    model, found = write_model(tmp_path, layout=layout, det_conf=0.5, det_iou_thresh=0.4, tiles_overlap=40)
    assert (found["task"], found["classes"], found["exact"]) == ("detection", "bright, grey", False)
    truth = scatter(60, (4, 30))
    image = write_raster(draw(truth))
    for overlap_px in (None, 34, 50):
        out = str(tmp_path / f"{overlap_px}.gpkg")
        detect_objects(image, model, overlap_px=overlap_px, device="cpu", output=out)
        boxes, statuses, frame = read(out)
        assert boxes == truth and set(statuses) == {"whole"}
    assert set(frame["class_name"]) == {"bright", "grey"}
    np.testing.assert_allclose(sorted(set(frame["score"])), [0.8, 0.9], atol=1e-6)
    areas = {row[:4]: (row[2] - row[0]) * (row[3] - row[1]) / 4 for row in truth}
    assert frame["area_m2"].sum() == pytest.approx(sum(areas.values()), rel=2e-3)  # on the ellipsoid


def test_what_is_larger_than_the_overlap_is_put_together(model, tmp_path, write_raster):
    """Larger than a tile too; what lies beside it stays by itself."""
    truth = [(5, 5, 240, 20, 0), (5, 30, 20, 225, 0), (40, 40, 130, 130, 1), (150, 40, 200, 215, 0),
             (204, 40, 208, 44, 0), (40, 150, 44, 154, 1), (60, 140, 110, 200, 0)]  # fmt: skip
    out, notes = str(tmp_path / "o.gpkg"), Notes()
    found = detect_objects(write_raster(draw(truth)), model, overlap_px=32, device="cpu", output=out, progress=notes)
    boxes, statuses, _ = read(out)
    assert boxes == sorted(truth) and found["objects_count"] == 7 and found["cut_count"] == 0
    assert dict(zip(boxes, statuses))[5, 5, 240, 20, 0] == "merged"
    assert dict(zip(boxes, statuses))[204, 40, 208, 44, 0] == "whole" and not notes.warnings


def test_parts_that_do_not_go_on_are_said_to_be_cut(model, tmp_path, write_raster):
    """At a tile's end exactly, without an overlap."""
    out, notes = str(tmp_path / "o.gpkg"), Notes()
    image = write_raster(draw([(60, 20, 96, 40, 0)], 96, 192))
    found = detect_objects(image, model, overlap_px=0, device="cpu", output=out, progress=notes)
    assert read(out)[:2] == ([(60, 20, 96, 40, 0)], ["cut"]) and found["cut_count"] == 1
    assert any("1 object is cut: larger than the 0 px that tiles share" in text for text in notes.warnings)


def test_area_nodata_and_threshold(model, tmp_path, write_raster):
    truth = [(10, 10, 20, 20, 0), (40, 10, 50, 20, 1), (70, 10, 80, 20, 0), (200, 100, 215, 120, 0)]
    pixels = draw(truth)
    area, out = str(tmp_path / "area.gpkg"), str(tmp_path / "o.gpkg")
    quarter = np.array([shapely.box(500000, 5500000 - 50, 500000 + 30, 5500000)])
    write_vectors(area, VectorLayer(quarter, crs=pyproj.CRS(32633)))
    detect_objects(write_raster(pixels), model, area=area, device="cpu", output=out)
    assert read(out)[0] == truth[:2]
    detect_objects(write_raster(pixels), model, min_score=0.85, device="cpu", output=out)
    assert read(out)[0] == [each for each in truth if each[4] == 0]
    pixels[:, 8:30, 60:120] = 7
    detect_objects(write_raster(pixels, nodata=7), model, device="cpu", output=out)
    assert read(out)[0] == [truth[0], truth[1], truth[3]]
    found = detect_objects(write_raster(np.full((3, 50, 40), 7, np.uint8), nodata=7), model, device="cpu", output=out)
    assert found["objects_count"] == 0 and len(read(out)[0]) == 0


def test_the_image_is_brought_to_the_models_resolution(tmp_path, write_raster):
    model, _ = write_model(tmp_path, resolution=100)
    truth = [(20, 20, 60, 40, 0), (120, 100, 180, 160, 1)]
    out = str(tmp_path / "o.gpkg")
    detect_objects(write_raster(draw(truth)), model, device="cpu", output=out)
    assert read(out)[0] == truth


def test_a_detector_is_described_and_listed(model, tmp_path):
    found = describe_model(model, report=str(tmp_path / "r.html"))
    assert (found["task"], found["classes"], found["resolution_m"]) == ("detection", "bright, grey", 0.5)
    listed = list_models(str(tmp_path), task="detection", stac=str(tmp_path / "c.json"))
    assert listed["models"] == 0


def test_what_is_no_detector_is_refused(model, out, make_brightness_model, write_raster, check_refusal, tmp_path):
    image, output = write_raster(draw([])), str(out / "o.gpkg")
    check_refusal("is a model for segmentation, this needs one for detection", out, detect_objects, image,
                  str(make_brightness_model()), output=output)
    check_refusal("The overlap must be 0 to 72 px, three quarters of the model's tile, got 90 px", out, detect_objects,
                  image, model, overlap_px=90, output=output)
    gray = write_raster(np.zeros((1, 9, 9), np.uint8), "gray.tif")
    check_refusal("needs 3 bands", out, detect_objects, gray, model, output=output)
    for metadata, told in (({"det_type": "YOLO_Ultralytics_obb"}, "call its boxes 'YOLO_Ultralytics_obb'"),
                           ({"class_names": {"0": "a"}}, "which are no boxes of 1 classes")):
        program = onnx.load_from_string(write_detector())
        for key, value in {"model_type": "Detector", **metadata}.items():
            entry = program.metadata_props.add()
            entry.key, entry.value = key, value if isinstance(value, str) else json.dumps(value)
        (tmp_path / "wrong.onnx").write_bytes(program.SerializeToString())
        check_refusal(told, out, import_model, str(tmp_path / "wrong.onnx"), output=str(out / "m.safetensors"))
