"""Polygons of objects, with a network that reads its answer in the image."""

import os
import tempfile
from pathlib import Path

import numpy as np
import pytest
import shapely

from eo_deep.buildings.extract import extract_buildings
from eo_deep.errors import EoDeepError
from eo_deep.geo.crs import to_crs
from eo_deep.io.geopackage import write_vectors
from eo_deep.io.vector import read_polygons
from eo_deep.io.vector_layer import VectorLayer, reproject_polygons
from eo_deep.polygon_extraction.extract import extract_polygons
from eo_deep.runtime.kept import keep_between_jobs
from eo_deep.streaming.image_job import ImageJob
from tests.engine.notes import Notes
from tests.engine.polygon_extraction.painted import BANDS, CLASSES, paint

FIELDS = ["class", "class_name", "score", "area_m2", "n_vertices", "status", "sigma_m", "touches"]


def paint_row(height=80, width=160):
    """Two objects of 30 x 40 px that touch at column 50 (a border, no dip), and one of 20 x 20 px alone."""
    probability, border = np.full((height, width), 0.02), np.zeros((height, width))
    probability[20:60, 20:80] = 0.97
    probability[10:30, 110:130] = 0.97
    border[20:60, 49:51] = 0.95
    return probability, border


def place(column, row, pixel=0.5):
    return 500000 + column * pixel, 5500000 - row * pixel


def write_points(path, places, crs=32633, **fields):
    points = VectorLayer(shapely.points([place(*each) for each in places]), fields, to_crs(32633))
    if crs != 32633:
        from eo_deep.geo.crs import make_transform
        points = VectorLayer(shapely.points(make_transform(to_crs(32633), to_crs(crs))(
            shapely.get_coordinates(points.geometries))), fields, to_crs(crs))
    write_vectors(path, points)
    return str(path)


def write_boxes(path, bounds, crs=32633, **fields):
    boxes = np.array([shapely.box(*place(left, bottom), *place(right, top)) for left, top, right, bottom in bounds])
    write_vectors(path, reproject_polygons(VectorLayer(boxes, fields, to_crs(32633)), crs))
    return str(path)


@pytest.fixture
def extract(tmp_path, write_raster, make_painted_model):
    """extract(image=None, model=None, **arguments) -> the polygons; the log is extract.log."""
    def run(image=None, model=None, **arguments):
        run.log = Notes()
        image = write_raster(paint(*paint_row())) if image is None else image
        result = extract_polygons(image, model or make_painted_model(), output=str(tmp_path / "out.gpkg"),
                                  device="cpu", progress=run.log, **arguments)  # fmt: skip
        found = read_polygons(tmp_path / "out.gpkg")
        assert result == {"output": str(tmp_path / "out.gpkg"), "polygons_count": len(found)}
        return found
    return run


def test_objects_apart_by_their_border_with_all_attributes(tmp_path, extract):
    found = extract()
    assert list(found.fields) == FIELDS
    order = np.argsort(shapely.get_x(shapely.centroid(found.geometries)))
    found = found.select(order)
    assert found.fields["class"].tolist() == [1, 1, 1]
    assert set(found.fields["class_name"]) == {"panel"}
    assert found.fields["score"] == pytest.approx([0.97] * 3, abs=0.01)
    assert found.fields["area_m2"] == pytest.approx([300, 300, 100], rel=0.02)
    assert found.fields["n_vertices"].tolist() == [4, 4, 4]
    assert found.fields["touches"].tolist() == [1, 1, 0]
    assert (found.fields["sigma_m"] > 0).all() and (found.fields["sigma_m"] < 1).all()
    assert shapely.intersection(*found.geometries[:2]).length == pytest.approx(20, abs=0.5)
    assert found.crs.to_epsg() == 32633
    assert {p.name for p in tmp_path.iterdir()} == {"image.tif", "models", "out.gpkg"}
    assert extract.log.fractions == sorted(extract.log.fractions)
    assert extract.log.fractions[-1] == 1
    assert extract.log.texts[-1] == f"Wrote 3 objects to '{tmp_path / 'out.gpkg'}'."
    assert not extract.log.warnings


def test_a_soft_wall_is_less_sure(write_raster, extract):
    probability = np.full((60, 120), 0.02)
    probability[15:45, 15:45] = probability[15:45, 75:105] = 0.98
    for step, value in enumerate((0.2, 0.4, 0.6, 0.8)):
        probability[11 + step : 49 - step, 71 + step : 109 - step] = value
        probability[15:45, 75:105] = 0.98
    found = extract(write_raster(paint(probability)))
    found = found.select(np.argsort(shapely.get_x(shapely.centroid(found.geometries))))
    assert found.fields["sigma_m"][1] > 1.3 * found.fields["sigma_m"][0]


def test_thresholds_of_the_card_and_of_the_user(write_raster, extract, make_painted_model):
    probability = np.full((40, 60), 0.02)
    probability[10:30, 10:50] = 0.7
    image, strict = write_raster(paint(probability)), make_painted_model(threshold=0.8)
    assert len(extract(image, strict)) == 0
    assert len(extract(image, strict, threshold=0.5)) == 1
    probability[10:30, 10:50], probability[10:30, 29:31] = 0.97, 0.8
    image = write_raster(paint(probability))
    assert len(extract(image)) == 2
    assert len(extract(image, seed_threshold=0.6)) == 1
    assert len(extract(image, make_painted_model(seed_threshold=0.6))) == 1


def test_small_objects_and_holes(write_raster, extract):
    probability = np.full((60, 60), 0.02)
    probability[10:50, 10:50] = 0.97
    probability[20:23, 20:23] = 0.02  # 2.25 m2
    probability[2:5, 2:5] = 0.97
    image = write_raster(paint(probability))
    found = extract(image)
    assert found.fields["area_m2"] == pytest.approx([2.25, 397.75], rel=0.12)
    assert len(extract(image, min_area_m2=4, min_hole_m2=4).geometries[0].interiors) == 0


def test_corners_of_the_outline_and_not_of_holes(write_raster, extract):
    probability = np.full((80, 160), 0.02)
    probability[15:65, 10:60] = 0.97
    probability[15:25, 10:20] = 0.02  # 6 corners
    probability[15:65, 90:140] = 0.97
    probability[30:50, 105:125] = 0.02
    image = write_raster(paint(probability))

    def count(found):
        shells = [len(each.exterior.coords) - 1 for each in found.geometries]
        return sorted(zip(shells, [len(each.interiors) for each in found.geometries]))

    assert count(extract(image)) == [(4, 1), (6, 0)]
    found = extract(image, corners=4)
    assert count(found) == [(4, 0), (4, 1)]
    assert sorted(found.fields["n_vertices"]) == [4, 8]
    assert (found.fields["status"] != "corners missed").all()


@pytest.mark.parametrize("crs", [32633, 4326])
def test_one_object_for_each_point(tmp_path, extract, crs):
    points = write_points(tmp_path / "points.gpkg", [(120, 20), (25, 40), (5, 5), (140, 70)], crs,
                          code=np.array(["a", "b", "c", "d"], object), score=np.arange(4))  # fmt: skip
    everything = extract()
    found = extract(points=points)
    assert list(found.fields) == ["code", "score_before", *FIELDS, "marker"]
    assert found.fields["code"].tolist() == ["a", "b"]
    assert found.fields["score_before"].tolist() == [0, 1]
    assert found.fields["marker"].tolist() == [1, 2]
    assert found.fields["touches"].tolist() == [0, 0]  # its neighbour is not among the results
    for polygon in found.geometries:  # the same as among all
        assert any(polygon.equals(other) for other in everything.geometries)
    assert "2 of 4 points on the image lie on no object." in extract.log.warnings


@pytest.mark.parametrize("kind", ["points", "boxes"])
def test_points_and_boxes_on_large_pixels(tmp_path, extract, make_painted_model, kind):
    """Outlines are finer than the pixels of the image, and what is marked is found on them."""
    model = make_painted_model(inputs=[{"bands": BANDS, "resolution_m": 0.2, "dtype": "uint8", "nodata": None,
                                        "scaling": {"kind": "fixed", "mean": [127.0] * 6, "std": [127.0] * 6}}])
    markers = {"points": write_points(tmp_path / "points.gpkg", [(25, 40), (120.9, 11.2), (5, 70)]),
               "boxes": write_boxes(tmp_path / "boxes.gpkg", [(18, 18, 52, 62), (105, 5, 135, 35)])}  # fmt: skip
    everything = extract(model=model)
    found = extract(model=model, **{kind: markers[kind]})
    assert found.fields["marker"].tolist() == [1, 2]
    assert found.fields["area_m2"] == pytest.approx([300, 100], rel=0.05)
    for polygon in found.geometries:  # the same as among all
        assert kind == "boxes" or any(polygon.equals(other) for other in everything.geometries)


def test_an_object_with_two_points_is_divided(tmp_path, write_raster, extract):
    probability = np.full((60, 120), 0.02)
    probability[10:50, 10:110] = 0.97
    points = write_points(tmp_path / "points.gpkg", [(30, 30), (90, 30)])
    found = extract(write_raster(paint(probability)), points=points)
    assert found.fields["area_m2"] == pytest.approx([500, 500], rel=0.05)
    assert found.fields["touches"].tolist() == [1, 1]


@pytest.mark.parametrize("crs", [32633, 3857])
def test_one_object_for_each_box_cut_at_its_edge(tmp_path, extract, crs):
    boxes = write_boxes(tmp_path / "boxes.gpkg", [(105, 5, 135, 35), (30, 15, 70, 65), (85, 40, 95, 60)], crs,
                        code=np.array(["a", "b", "c"], object))  # fmt: skip
    found = extract(boxes=boxes)
    assert found.fields["code"].tolist() == ["a", "b"]
    assert found.fields["marker"].tolist() == [1, 2]
    assert found.fields["area_m2"] == pytest.approx([100, 200], rel=0.06)  # of the second 20 x 40 px on either side
    assert "1 of 3 boxes on the image hold no object." in extract.log.warnings


def test_points_and_boxes_beyond_the_image_are_said(tmp_path, extract):
    points = write_points(tmp_path / "points.gpkg", [(120, 20), (-4, 20), (120, 20.2)])
    assert len(extract(points=points)) == 1
    assert any("1 of 3 points in" in text and "beyond the image" in text for text in extract.log.warnings)
    assert any("1 points in" in text and "pixel of another" in text for text in extract.log.warnings)
    boxes = write_boxes(tmp_path / "boxes.gpkg", [(105, -9, 135, 35), (200, 5, 240, 35)])
    assert extract(boxes=boxes).fields["area_m2"] == pytest.approx([100], rel=0.03)
    assert any("1 of 2 boxes in" in text and "beyond the image" in text for text in extract.log.warnings)
    assert any("1 boxes of" in text and "end at its edge" in text for text in extract.log.warnings)


def test_only_what_is_near_a_point_and_in_the_area_is_looked_at(tmp_path, write_raster, extract, monkeypatch):
    from eo_deep.streaming.pipeline import Predictor
    seen, predict = [], Predictor.__call__
    monkeypatch.setattr(Predictor, "__call__", lambda self, tiles: seen.extend(tiles) or predict(self, tiles))
    probability = np.full((80, 2400), 0.02)
    probability[20:60, 100:140] = probability[20:60, 2000:2040] = 0.97
    image = write_raster(paint(probability))
    points = write_points(tmp_path / "points.gpkg", [(120, 40)])
    assert len(extract(image, points=points, core_px=256)) == 1
    assert len(seen) == 3  # of 10 tiles: up to column 632
    probability[20:60, 100:1100] = 0.97
    extract(write_raster(paint(probability)), points=points)
    assert any("1 objects reach farther than 512 px from their point" in text for text in extract.log.warnings)
    area = write_boxes(tmp_path / "area.gpkg", [(0, 0, 130, 80)])
    found = extract(image, points=points, area=area)
    assert found.fields["area_m2"] == pytest.approx([300], rel=0.03)
    with pytest.raises(EoDeepError, match="No point lies near the area"):
        extract(image, points=points, area=write_boxes(tmp_path / "area.gpkg", [(2000, 0, 2100, 80)]))


def test_several_classes(write_raster, extract, make_brightness_model):
    classes = [{"value": value, "name": name, "color": "#123456"} for value, name in
               ((0, "background"), (7, "roof"), (3, "court"))]  # fmt: skip
    image = np.full((3, 60, 120), 20, np.uint8)
    image[:, 10:40, 10:40] = 235
    found = extract(write_raster(image), make_brightness_model(classes=classes), min_area_m2=4)
    assert found.fields["class"].tolist() == [3]
    assert found.fields["class_name"].tolist() == ["court"]
    assert found.fields["area_m2"] == pytest.approx([225], rel=0.02)


def test_without_heads_it_gives_what_extract_buildings_gives(tmp_path, write_raster, extract, make_brightness_model):
    image = np.full((3, 80, 120), 20, np.uint8)
    image[:, 20:60, 20:100] = 240
    image[:, 20:60, 59:61] = 134
    image, model = write_raster(image), make_brightness_model()
    extract_buildings(image, model, output=str(tmp_path / "buildings.gpkg"))
    buildings = read_polygons(tmp_path / "buildings.gpkg")
    found = extract(image, model, min_area_m2=10, min_hole_m2=5)
    assert [each.wkb for each in found.geometries] == [each.wkb for each in buildings.geometries]
    assert found.fields["touches"].tolist() == [1, 1]


def test_buildings_are_kept_apart_by_the_border_too(tmp_path, write_raster, make_painted_model):
    image = write_raster(paint(*paint_row()))
    classes = [CLASSES[0], {**CLASSES[1], "name": "building"}]
    extract_buildings(image, make_painted_model(classes=classes), output=str(tmp_path / "out.gpkg"))
    assert read_polygons(tmp_path / "out.gpkg").fields["area_m2"] == pytest.approx([100, 300, 300], rel=0.02)


@pytest.mark.parametrize("augmented", [False, True])
def test_tiles_and_threads_do_not_show(tmp_path, write_raster, extract, make_random_model, monkeypatch, augmented):
    generator = np.random.default_rng(4)
    image = np.kron(generator.integers(1, 255, (3, 24, 28)), np.ones((12, 12), int)).astype(np.uint8)
    image, model = write_raster(image), make_random_model(threshold=0.28, seed_threshold=0.16)
    points = write_points(tmp_path / "points.gpkg", generator.integers(0, 280, (60, 2)).tolist())

    def describe(**arguments):
        found = extract(image, model, test_time_augmentation=augmented, min_area_m2=1, **arguments)
        return sorted(each.wkt for each in shapely.set_precision(found.geometries, 0.001))

    expected = describe(core_px=64), describe(core_px=64, points=points)
    assert min(map(len, expected)) > 3
    assert (describe(core_px=128), describe(core_px=256, points=points)) == expected
    monkeypatch.setattr("eo_deep.runtime.threads.count_cores", lambda: 1)
    assert (describe(core_px=64), describe(core_px=64, points=points)) == expected


def test_refusals(tmp_path, write_raster, make_painted_model, make_scene_model, check_refusal, out):
    image, model = write_raster(paint(*paint_row())), make_painted_model()
    far = write_points(tmp_path / "far.gpkg", [(1000, 20)])
    boxes = write_boxes(tmp_path / "boxes.gpkg", [(1000, 0, 1010, 10)])

    def refuse(expected, image=image, model=model, **arguments):
        check_refusal(expected, out, extract_polygons, image, model, output=str(out / "new.gpkg"), **arguments)

    refuse("No point of '.*' lies on the image", points=far)
    refuse("No box of '.*' lies on the image", boxes=boxes)
    refuse("by points or by boxes, got both", points=far, boxes=boxes)
    refuse("holds no points|no layer of points|points", points=boxes)
    refuse("threshold must be 0 to 1, got 2", threshold=2.0)
    refuse("seed threshold must be 0 to 1, got -1", seed_threshold=-1.0)
    for corners in (1, 2, 100, -4):
        refuse(f"corners per object must be 0 .free. or 3 to 99, got {corners}", corners=corners)
    refuse("is a model for scenes, this needs one for segmentation", model=make_scene_model())
    refuse("Minimum areas must be 0 m2 or more", min_area_m2=-1.0)
    background = [CLASSES[0], {**CLASSES[1], "name": "other"}, {"value": 2, "name": "none", "color": "#000000"}]
    refuse("has no class of objects; its classes are: background, other, none",
           model=make_painted_model(classes=background))  # fmt: skip


def test_a_process_that_keeps_a_view_runs_the_network_once(tmp_path, extract, make_painted_model, monkeypatch):
    """Thresholds and markers are applied to what it saw; a changed image is looked at again."""
    runs = []
    run = ImageJob.run
    monkeypatch.setattr(ImageJob, "run", lambda *job: runs.append(1) or run(*job))
    area = write_boxes(tmp_path / "area.gpkg", [(0, 0, 160, 80)])
    points = write_points(tmp_path / "points.gpkg", [(30, 40)])
    first = extract(area=area)
    keep_between_jobs(4)
    try:
        model = make_painted_model()
        image = str(tmp_path / "image.tif")
        for arguments, count in (({}, 3), ({}, 3), ({"threshold": 0.99, "seed_threshold": 0.99}, 0)):
            found = extract(image, model, area=area, **arguments)
            assert len(found) == count
            assert count == 0 or shapely.equals(found.geometries, first.geometries).all()
        assert len(runs) == 2  # of which one was not kept
        assert len(extract(image, model, area=area, resample=False)) == 3
        assert len(runs) == 3
        assert len(extract(model=model, area=area)) == 3
        assert len(runs) == 4
        assert extract(image, model, area=area, points=points).fields["marker"].tolist() == [1]
        assert len(runs) == 4
    finally:
        keep_between_jobs(0)
    assert not list(Path(tempfile.gettempdir()).glob(f".eo_deep_kept_{os.getpid()}*"))
