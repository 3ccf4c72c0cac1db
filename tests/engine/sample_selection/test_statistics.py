"""The counts of classes: which pixels belong to a feature, and which of them can be samples."""

import numpy as np
import pytest
import shapely

from eo_deep.errors import EoDeepError
from eo_deep.sample_selection import class_statistics
from eo_deep.sampling import label_pixels


def count(rows, column="pixels"):
    return {row["class"]: int(row[column]) for row in rows}


@pytest.fixture
def run(tmp_path, notes, read_rows):
    def call(image, labels, field="class", **options):
        table = str(tmp_path / "table.csv")
        result = class_statistics(image, labels, field, table=table, progress=notes, **options)
        return read_rows(table), result

    return call


def test_polygons_lines_and_points_label_the_pixels_of_the_orfeo_toolbox(run, make_image, make_labels):
    square = shapely.box(2.4, 2.4, 8.6, 8.6)  # holds the centres 2.5 to 8.5: 7 x 7
    ring = shapely.box(20, 20, 30, 30).difference(shapely.box(23, 23, 27, 27))  # 100 - 16
    line = shapely.LineString([(40.5, 10.5), (45.5, 10.5)])  # touches 6
    corner = shapely.LineString([(50, 20), (51, 20)])  # an edge of two rows: pixels on both sides and at both ends
    point = shapely.Point(3.99, 50.01)
    labels = make_labels([square, ring, line, corner, point], ["a", "b", "c", "d", "e"])
    rows, result = run(make_image(), labels)
    assert count(rows) == {"a": 49, "b": 84, "c": 6, "d": 6, "e": 1}
    assert result["classes"] == 5
    assert result["pixels"] == 146
    assert result["smallest"] == 1
    assert float(rows[0]["hectares"]) == pytest.approx(0.49, rel=2e-3)  # 49 pixels of 100 m2 at UTM's scale


def test_nodata_overlaps_and_the_area_are_counted_apart(run, make_image, make_labels):
    array = np.ones((2, 60, 60), np.uint16)
    array[1, :5] = 0  # in one band only
    one, other = shapely.box(0, 0, 20, 10), shapely.box(15, 0, 30, 10)
    labels = make_labels([one, other, shapely.box(10, 0, 12, 10)], ["a", "b", "a"])
    rows, _ = run(make_image(array=array), labels)
    # 5 of 10 rows are nodata; 5 columns are of both classes; the third polygon lies in the first, of the same class.
    assert count(rows) == {"a": 5 * 15, "b": 5 * 10}
    assert count(rows, "nodata_pixels") == {"a": 100, "b": 75}
    assert count(rows, "overlap_pixels") == {"a": 25, "b": 25}
    rows, _ = run(make_image(array=array), labels, overlaps="keep")
    assert count(rows) == {"a": 5 * 20 + 5 * 2, "b": 5 * 15}
    area = make_labels([shapely.box(0, 0, 5, 60)], [1], name="area.gpkg")
    rows, _ = run(make_image(array=array), labels, area=area)
    assert count(rows) == {"a": 25, "b": 0}
    assert count(rows, "pixels_outside_area") == {"a": 150, "b": 150}


def test_classes_are_texts_or_any_whole_numbers(run, make_image, make_labels):
    boxes = [shapely.box(10 * i, 0, 10 * i + 1, 1) for i in range(4)]
    rows, _ = run(make_image(), make_labels(boxes, [-7, 300, 2, 70000]))
    assert [(row["class"], row["value"]) for row in rows] == [(str(v), str(v)) for v in (-7, 2, 300, 70000)]
    rows, _ = run(make_image(), make_labels(boxes, ["wood", "1", "meadow", "water"]))
    assert [(row["class"], row["value"]) for row in rows] == [
        ("1", "1"), ("meadow", "2"), ("water", "3"), ("wood", "4"),
    ]  # fmt: skip


@pytest.mark.parametrize("dtype", ["uint8", "int16", "int32", "float32"])
def test_a_class_raster_with_gaps_and_negative_values(run, make_image, dtype):
    values = np.full((60, 60), 99, dtype)
    classes = {"uint8": [1, 3, 200], "int16": [-5, 3, 300], "int32": [-5, 3, 3_000_000], "float32": [-5, 3, 300]}[dtype]
    for number, value in enumerate(classes):
        values[number, : 10 * (number + 1)] = value
    array = np.ones((1, 60, 60), np.uint8)
    array[0, 1, :4] = 0
    rows, _ = run(make_image(array=array), make_image("classes.tif", values, nodata=99), None)
    assert count(rows) == {str(classes[0]): 10, str(classes[1]): 16, str(classes[2]): 30}
    assert count(rows, "nodata_pixels")[str(classes[1])] == 4


def test_the_layer_has_the_counts_of_each_feature(run, make_image, make_labels, read_rows, tmp_path):
    boxes = [shapely.box(0, 0, 2, 2), shapely.box(100, 0, 101, 1), shapely.box(10.1, 10.1, 10.3, 10.3)]
    output = str(tmp_path / "counts.gpkg")
    table, _ = run(make_image(), make_labels(boxes, ["a", "b", "b"]), output=output)
    rows = read_rows(output)
    assert [(row["class"], row["class_name"], row["pixels"]) for row in rows] == [
        ("a", "a", 4), ("b", "b", 0), ("b", "b", 0),
    ]  # fmt: skip
    assert (table[1]["features"], table[1]["features_outside"], table[1]["features_without_pixel"]) == ("2", "1", "1")


def test_the_extents_of_a_class_raster(run, make_image, tmp_path):
    values = np.zeros((60, 60), np.uint8)
    values[5:7, 10:20], values[30, 40] = 1, 2
    output = tmp_path / "counts.gpkg"
    run(make_image(), make_image("classes.tif", values, nodata=0), None, output=str(output))
    from eo_deep.io.vector import read_polygons

    layer = read_polygons(output)
    assert shapely.bounds(layer.geometries[0]).tolist() == [500_100, 4_999_930, 500_200, 4_999_950]
    assert layer.fields["pixels"].tolist() == [20, 1]


@pytest.mark.parametrize("strip_px", [60, 60 * 7, 1 << 22])
def test_strips_do_not_show(strip_px, run, make_image, make_labels, monkeypatch):
    rng = np.random.default_rng(1)
    shapes = [shapely.Point(xy).buffer(r) for xy, r in zip(rng.uniform(0, 60, (30, 2)), rng.uniform(1, 9, 30))]
    shapes += [shapely.LineString(rng.uniform(0, 60, (4, 2))) for _ in range(10)]
    labels = make_labels(shapes, [f"class {i % 4}" for i in range(40)])
    expected, _ = run(make_image(), labels)
    monkeypatch.setattr(label_pixels, "_STRIP_PX", strip_px)
    monkeypatch.setattr(label_pixels, "_MAX_BLOCK_ROWS", 1)
    assert run(make_image(), labels)[0] == expected


@pytest.mark.parametrize(("change", "words"), [
    ({"field": "kind"}, "Field 'kind' not found"),
    ({"shift": 1000}, "do not overlap"),
    ({"overlaps": "both"}, "'overlaps' must be one of"),
    ({"classes": [None, None]}, "choose the field that holds the class"),
])  # fmt: skip
def test_bad_input_is_one_sentence(change, words, run, make_image, make_labels, tmp_path):
    shift = change.get("shift", 0)
    boxes = [shapely.box(shift, 0, shift + 2, 2), shapely.box(shift + 5, 5, shift + 6, 6)]
    labels = make_labels(boxes, change.get("classes", ["a", "b"]))
    options = {key: change[key] for key in ("overlaps",) if key in change}
    with pytest.raises(EoDeepError, match=words) as caught:
        run(make_image(), labels, change.get("field", "class"), output=str(tmp_path / "out.gpkg"), **options)
    assert "\n" not in str(caught.value)
    assert not (tmp_path / "out.gpkg").exists()
    assert not (tmp_path / "table.csv").exists()


def test_labels_without_crs_are_taken_to_be_in_the_images(run, make_image, make_labels, notes):
    rows, _ = run(make_image(), make_labels([shapely.box(0, 0, 2, 2)], ["a"], crs=None))
    assert count(rows) == {"a": 4}
    assert any("has no CRS" in text for text in notes.warnings)
