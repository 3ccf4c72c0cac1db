"""Accuracy against scikit-learn on random maps, and every pairing of rasters and polygons."""

from pathlib import Path

import numpy as np
import pyproj
import pytest
import rasterio
import rasterio.warp
import shapely
from rasterio.windows import Window
from sklearn import metrics

from eo_deep.errors import EoDeepError
from eo_deep.evaluation.maps.assess import assess_accuracy
from eo_deep.evaluation.maps.comparison_grid import list_parts
from eo_deep.evaluation.maps.scores import score_confusion
from eo_deep.evaluation.polygons.compare import compare_polygons
from eo_deep.geo.grid import Grid
from eo_deep.geo.rasterization import PolygonIndex
from eo_deep.io.geopackage import write_vectors
from eo_deep.io.raster import open_raster
from eo_deep.io.raster_writer import RasterWriter
from eo_deep.io.vector_layer import VectorLayer
from eo_deep.synthetic_scenes.scene import make_scene
from tests.engine.notes import Notes

UTM = rasterio.crs.CRS.from_epsg(32633)
TWO_CLASSES = [{"value": 0, "name": "other", "color": "#000000"}, {"value": 1, "name": "building", "color": "#ff0000"}]


def write_raster(path, values, crs=UTM, size=1.0, left=500_000.0, top=5_000_000.0, nodata=None, classes=None):
    values = np.asarray(values)
    grid = Grid(crs, rasterio.Affine(size, 0, left, 0, -size, top), values.shape[1], values.shape[0])
    with RasterWriter(str(path), grid, dtype=values.dtype.name, nodata=nodata, classes=classes) as writer:
        writer.write(values[None], Window(0, 0, grid.width, grid.height))
    return str(path)


def write_boxes(path, boxes, crs=32633, **attributes):
    geometries = np.array([shapely.box(*box) for box in boxes], dtype=object)
    columns = {name: np.array(values) for name, values in attributes.items()}
    write_vectors(str(path), VectorLayer(geometries, columns, pyproj.CRS.from_epsg(crs) if crs else None))
    return str(path)


def random_maps(classes, shape=(300, 1300), seed=0):
    rng = np.random.default_rng(seed)
    true = rng.integers(0, classes, shape).astype(np.uint8)
    predicted = np.where(rng.random(shape) < 0.7, true, rng.integers(0, classes, shape)).astype(np.uint8)
    return true, predicted


def test_many_classes_agree_with_scikit_learn(tmp_path):
    true, predicted = random_maps(5)
    true[:40], predicted[:, 1200:] = 255, 255
    known = (true != 255) & (predicted != 255)
    result = assess_accuracy(
        write_raster(tmp_path / "p.tif", predicted, nodata=255), write_raster(tmp_path / "r.tif", true, nodata=255)
    )
    t, p = true[known], predicted[known]
    assert result["overall_accuracy"] == pytest.approx(metrics.accuracy_score(t, p))
    assert result["kappa"] == pytest.approx(metrics.cohen_kappa_score(t, p))
    assert result["mean_iou"] == pytest.approx(metrics.jaccard_score(t, p, average="macro"))
    assert "iou" not in result
    scores = score_confusion(metrics.confusion_matrix(t, p))
    for name, reference in zip(
        ("precision", "recall", "f_score"), metrics.precision_recall_fscore_support(t, p, zero_division=np.nan)
    ):
        assert getattr(scores, name) == pytest.approx(reference)


def test_two_classes_agree_with_scikit_learn(tmp_path):
    true, predicted = random_maps(2)
    result = assess_accuracy(write_raster(tmp_path / "p.tif", predicted), write_raster(tmp_path / "r.tif", true))
    t, p = true.ravel(), predicted.ravel()
    assert result["iou"] == pytest.approx(metrics.jaccard_score(t, p))
    assert result["precision"] == pytest.approx(metrics.precision_score(t, p))
    assert result["recall"] == pytest.approx(metrics.recall_score(t, p))
    assert result["f_score"] == pytest.approx(metrics.f1_score(t, p))


def test_masks_of_255_and_1_are_the_same(tmp_path):
    true, predicted = random_maps(2, (50, 60))
    expected = assess_accuracy(write_raster(tmp_path / "p.tif", predicted), write_raster(tmp_path / "r.tif", true))
    result = assess_accuracy(str(tmp_path / "p.tif"), write_raster(tmp_path / "r255.tif", true * 255))
    assert result == expected


def test_reference_is_brought_to_the_grid_of_the_prediction(tmp_path):
    true = np.kron(np.random.default_rng(0).integers(0, 2, (20, 20)), np.ones((10, 10))).astype(np.uint8)
    fine = np.kron(true, np.ones((2, 2))).astype(np.uint8)
    prediction = write_raster(tmp_path / "p.tif", true)
    result = assess_accuracy(prediction, write_raster(tmp_path / "r.tif", fine, size=0.5))
    assert result["overall_accuracy"] == 1.0
    with rasterio.open(prediction) as source:
        transform, width, height = rasterio.warp.calculate_default_transform(UTM, 4326, 200, 200, *source.bounds)
        degrees, _ = rasterio.warp.reproject(
            source.read(1) + 1,
            np.zeros((4 * height, 4 * width), np.uint8),
            src_transform=source.transform,
            src_crs=UTM,
            dst_transform=transform * rasterio.Affine.scale(0.25),
            dst_crs=4326,
        )
    grid = Grid(rasterio.crs.CRS.from_epsg(4326), transform * rasterio.Affine.scale(0.25), 4 * width, 4 * height)
    with RasterWriter(str(tmp_path / "d.tif"), grid, nodata=0) as writer:
        writer.write(degrees[None], Window(0, 0, grid.width, grid.height))
    plus_one = write_raster(tmp_path / "p1.tif", true + 1)
    assert assess_accuracy(plus_one, str(tmp_path / "d.tif"))["overall_accuracy"] > 0.98


def test_raster_against_polygons_in_another_crs(tmp_path):
    values = np.zeros((200, 200), np.uint8)
    values[50:100, 40:120] = 1
    box = shapely.box(500_040, 4_999_900, 500_120, 4_999_950)
    to_degrees = pyproj.Transformer.from_crs(32633, 4326, always_xy=True).transform
    corners = [to_degrees(x, y) for x, y in shapely.get_coordinates(shapely.segmentize(box, 5))]
    square = VectorLayer(np.array([shapely.Polygon(corners)], object), {}, pyproj.CRS.from_epsg(4326))
    write_vectors(tmp_path / "r.gpkg", square)
    result = assess_accuracy(write_raster(tmp_path / "p.tif", values, classes=TWO_CLASSES), str(tmp_path / "r.gpkg"))
    assert result["iou"] > 0.99
    assert "object_recall" not in result
    swapped = assess_accuracy(str(tmp_path / "r.gpkg"), str(tmp_path / "p.tif"))
    assert swapped["iou"] == pytest.approx(result["iou"])


def test_class_field_with_numbers_and_names(tmp_path):
    values = np.zeros((100, 100), np.uint8)
    values[:, 50:] = 1
    prediction = write_raster(tmp_path / "p.tif", values, classes=TWO_CLASSES)
    left, bottom = 500_000, 4_999_900
    boxes = [
        (left, bottom, left + 20, bottom + 100),
        (left + 60, bottom, left + 80, bottom + 100),
        (left, bottom, left + 9, bottom + 9),
    ]
    texts = write_boxes(tmp_path / "t.gpkg", boxes[:2], klass=["Other", "BUILDING"])
    numbers = write_boxes(tmp_path / "n.gpkg", boxes, klass=[0.0, 1.0, np.nan])
    for reference in (texts, numbers):
        notes = Notes()
        result = assess_accuracy(prediction, reference, class_field="klass", progress=notes)
        assert result["overall_accuracy"] == 1.0  # outside the polygons nothing is known
        assert result["recall"] == 1.0
        assert len(notes.warnings) == (reference == numbers)


def test_a_field_of_other_numbers_is_no_class_field(tmp_path):
    prediction = write_raster(tmp_path / "p.tif", np.eye(100, dtype=np.uint8))
    box = (500_000, 4_999_900, 500_100, 5_000_000)
    reference = write_boxes(tmp_path / "r.gpkg", [box], osm_id=[7_000_000_000], note=["--5"])
    with pytest.raises(EoDeepError, match="below 2.31, but the class field holds 7000000000"):
        assess_accuracy(prediction, reference, class_field="osm_id")
    assert assess_accuracy(prediction, reference, class_field="note")["overall_accuracy"] < 1


def test_polygons_are_matched_one_to_one(tmp_path):
    predicted = write_boxes(tmp_path / "p.gpkg", [(0, 0, 10, 10), (0, 0, 10, 9), (20, 0, 30, 4), (40, 0, 50, 10)])
    true = write_boxes(
        tmp_path / "r.gpkg", [(0, 0, 10, 10), (20, 0, 30, 10), (40, 0, 50, 10), (60, 0, 70, 10), (80, 0, 90, 10)]
    )
    result = assess_accuracy(predicted, true)
    assert result["object_precision"] == pytest.approx(2 / 4)
    assert result["object_recall"] == pytest.approx(2 / 5)
    assert result["object_f_score"] == pytest.approx(2 * 0.5 * 0.4 / 0.9)
    assert result["iou"] == pytest.approx(240 / 500, abs=0.01)
    area = write_boxes(tmp_path / "a.gpkg", [(-5, -5, 55, 15)])
    assert assess_accuracy(predicted, true, area=area)["object_recall"] == pytest.approx(2 / 3)


def test_both_algorithms_match_the_same_objects(tmp_path):
    """The best single pair would leave the other two polygons without partners."""
    predicted = write_boxes(tmp_path / "p.gpkg", [(0, 0, 10, 10), (3, 0, 13, 10)])
    reference = write_boxes(tmp_path / "r.gpkg", [(0.5, 0, 10.5, 10), (-3, 0, 7, 10)])
    reports = [str(tmp_path / f"{name}.html") for name in ("accuracy", "polygons")]
    accuracy = assess_accuracy(predicted, reference, report=reports[0])
    comparison = compare_polygons(predicted, reference, report=reports[1])
    assert comparison["matched_count"] == 2
    for name in ("object_precision", "object_recall", "object_f_score"):
        assert accuracy[name] == comparison[name] == 1
    for report in reports:
        assert "Maximum matching: as many pairs as possible" in Path(report).read_text(encoding="utf-8")


def test_polygons_in_degrees_are_compared_in_metres(tmp_path):
    boxes = [(10 + 0.001 * k, 60, 10.0005 + 0.001 * k, 60.0003) for k in range(5)]
    layer = write_boxes(tmp_path / "r.gpkg", boxes, crs=4326)
    result = assess_accuracy(layer, layer, report=str(tmp_path / "report.html"))
    assert result["iou"] == result["object_f_score"] == result["overall_accuracy"] == 1.0
    area_m2 = 5 * pyproj.Geod(ellps="WGS84").geometry_area_perimeter(shapely.box(*boxes[0]))[0]
    assert f"{area_m2:,.0f}"[:3] in (tmp_path / "report.html").read_text(encoding="utf-8").replace("\xa0", ",")


def test_empty_prediction_finds_nothing(tmp_path):
    empty = write_boxes(tmp_path / "p.gpkg", [])
    true = write_boxes(tmp_path / "r.gpkg", [(0, 0, 10, 10), (20, 0, 30, 10)])
    result = assess_accuracy(empty, true, report=str(tmp_path / "report.html"))
    assert result["recall"] == result["precision"] == result["object_recall"] == result["object_f_score"] == 0
    with pytest.raises(EoDeepError, match="no polygons"):
        assess_accuracy(true, empty)


def test_error_map_and_report_show_what_is_wrong(tmp_path):
    true, predicted = random_maps(2, (700, 1100))
    true[0, 0], predicted[0, 0] = 255, 1
    outputs = {"error_map": str(tmp_path / "e.tif"), "report": str(tmp_path / "r.html")}
    notes = Notes()
    result = assess_accuracy(
        write_raster(tmp_path / "p.tif", predicted, nodata=255),
        write_raster(tmp_path / "t.tif", true, nodata=255),
        **outputs,
        progress=notes,
    )
    assert {key: result[key] for key in outputs} == outputs
    with open_raster(outputs["error_map"]) as source:
        codes, valid = source.read()
        assert [entry["name"] for entry in source.classes][:2] == ["true positive", "false positive"]
    expected = np.select(
        [true == 255, (true == 1) & (predicted == 1), true < predicted, true > predicted], [0, 1, 2, 3], 4
    )
    assert np.array_equal(codes[0], expected)
    assert not valid[0, 0]
    html = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert f"{result['kappa']:.4f}" in html
    assert html.count("data:image/png") == 5  # matrix, overview, three places
    assert sorted(notes.fractions) == notes.fractions
    assert notes.fractions[-1] == 1.0


def test_many_classes_are_right_or_wrong(tmp_path):
    true, predicted = random_maps(4, (60, 70))
    prediction, reference = write_raster(tmp_path / "p.tif", predicted), write_raster(tmp_path / "t.tif", true)
    assess_accuracy(prediction, reference, error_map=str(tmp_path / "e.tif"))
    with open_raster(str(tmp_path / "e.tif")) as source:
        assert np.array_equal(source.read()[0][0], np.where(true == predicted, 1, 2))


def test_area_restricts(tmp_path):
    true = np.zeros((100, 100), np.uint8)
    true[:, :50] = 1
    prediction, reference = write_raster(tmp_path / "p.tif", true), write_raster(tmp_path / "r.tif", np.ones_like(true))
    left, bottom = 500_000, 4_999_900
    area = write_boxes(tmp_path / "a.gpkg", [(left, bottom, left + 50, bottom + 100)])
    assert assess_accuracy(prediction, reference)["overall_accuracy"] == 0.5
    assert assess_accuracy(prediction, reference, area=area)["overall_accuracy"] == 1.0
    beside = write_boxes(tmp_path / "b.gpkg", [(0, 0, 1, 1)])
    with pytest.raises(EoDeepError, match="no valid pixels in common inside the area"):
        assess_accuracy(prediction, reference, area=beside)


def test_missing_crs_is_taken_to_be_the_same(tmp_path):
    true, predicted = random_maps(2, (40, 40))
    prediction = write_raster(tmp_path / "p.tif", predicted)
    expected = assess_accuracy(prediction, write_raster(tmp_path / "r.tif", true))
    notes = Notes()
    result = assess_accuracy(prediction, write_raster(tmp_path / "n.tif", true, crs=None), progress=notes)
    assert result == expected
    assert "No CRS in: reference" in notes.warnings[-1]
    bare = [str(tmp_path / "n.tif"), write_raster(tmp_path / "m.tif", true, crs=None)]
    assert assess_accuracy(*bare, report=str(tmp_path / "r.html"))["overall_accuracy"] == 1.0


def test_rasters_are_closed_whatever_comes(tmp_path, monkeypatch):
    opened, closed = [], []
    monkeypatch.setattr("eo_deep.io.raster.RasterSource.close", lambda self: closed.append(self))
    monkeypatch.setattr("eo_deep.io.raster.RasterSource.__enter__", lambda self: opened.append(self) or self)
    path = write_raster(tmp_path / "p.tif", np.eye(8, dtype=np.uint8))
    far = write_boxes(tmp_path / "far.gpkg", [(0, 0, 1, 1)])
    for reference in (far, str(tmp_path / "nowhere.tif")):
        with pytest.raises(EoDeepError):
            assess_accuracy(path, reference)
    assert len(opened) == 2 and set(opened) <= set(closed)


def test_error_map_in_the_place_of_the_prediction(tmp_path):
    path = write_raster(tmp_path / "p.tif", np.eye(8, dtype=np.uint8))
    with pytest.raises(EoDeepError, match="p.tif' is one of the inputs"):
        assess_accuracy(path, path, error_map=path)


def test_a_made_scene_is_its_own_truth(tmp_path):
    paths = {"buildings": str(tmp_path / "b.gpkg"), "displaced": str(tmp_path / "d.gpkg")}
    make_scene(seed=34, size_px=600, **paths)
    assert assess_accuracy(paths["buildings"], paths["buildings"])["object_f_score"] == 1.0
    displaced = assess_accuracy(paths["displaced"], paths["buildings"])
    assert displaced["object_f_score"] < 0.98
    assert 0.1 < displaced["iou"] < 0.98


@pytest.mark.parametrize(
    ("prediction", "reference", "arguments", "message"),
    [
        ("absent.tif", "map.tif", {}, "absent.tif' does not exist"),
        ("text.tif", "map.tif", {}, "neither a raster nor a polygon layer"),
        ("map.tif", "far.tif", {}, "'map.tif' spans 500000 to 500030 east .* 'far.tif' 600000 to 600030 east .*33N"),
        ("map.tif", "far.gpkg", {}, "do not overlap: 'map.tif' spans 500000 .* 'far.gpkg' 0 to 10 east and 0 to 10"),
        ("map.tif", "near.gpkg", {"class_field": "klass"}, "Field 'klass' not found"),
        ("scores.tif", "map.tif", {}, "must hold whole numbers"),
        ("map.tif", "map.tif", {"report": "/nowhere/r.html"}, "does not exist"),
        ("numbers.tif", "map.tif", {}, "at most 256 classes"),
    ],
)
def test_bad_input_is_one_clear_sentence(tmp_path, prediction, reference, arguments, message):
    write_raster(tmp_path / "map.tif", np.ones((30, 30), np.uint8))
    write_raster(tmp_path / "far.tif", np.ones((30, 30), np.uint8), left=600_000)
    write_raster(tmp_path / "scores.tif", np.full((30, 30), 0.35, np.float32))
    write_raster(tmp_path / "numbers.tif", np.arange(900, dtype=np.uint16).reshape(30, 30))
    write_boxes(tmp_path / "near.gpkg", [(500_000, 4_999_980, 500_010, 4_999_990)])
    write_boxes(tmp_path / "far.gpkg", [(0, 0, 10, 10)])
    (tmp_path / "text.tif").write_text("no raster")
    before = sorted(tmp_path.iterdir())
    with pytest.raises(EoDeepError, match=message):
        assess_accuracy(str(tmp_path / prediction), str(tmp_path / reference), **arguments)
    assert sorted(tmp_path.iterdir()) == before


def test_classes_are_the_same_by_name(tmp_path):
    values = np.ones((60, 60), np.uint8)
    values[20:, 20:] = 2
    legends = [dict(enumerate(names, 1)) for names in (("forest", "water"), ("building", "Forest", "water "))]
    paths = [
        write_raster(tmp_path / f"{k}.tif", values + k, nodata=255,
                     classes=[{"value": v, "name": name, "color": "#00ff00"} for v, name in legend.items()])
        for k, legend in enumerate(legends)
    ]  # fmt: skip
    outputs = {"error_map": str(tmp_path / "e.tif"), "report": str(tmp_path / "r.html")}
    result = assess_accuracy(*paths, **outputs)
    assert (result["overall_accuracy"], result["iou"], result["kappa"]) == (1.0, 1.0, 1.0)
    with open_raster(outputs["error_map"]) as source:
        assert set(np.unique(source.read()[0])) == {1, 4}
    html = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert "by name: Forest (1 in the prediction, 2 in the reference data)" in html
    assert html.count("<td>water</td>") + html.count("<td>water </td>") == 2  # classes, confusion matrix


def test_texts_of_polygons_meet_the_numbers_of_a_model(tmp_path):
    """What a training calls 1 and 2 is what its labels call field and wood."""
    values = np.ones((40, 40), np.uint8)
    values[:, 20:] = 2
    left, bottom = 500_000, 4_999_960
    boxes = [(left, bottom, left + 20, bottom + 40), (left + 20, bottom, left + 40, bottom + 40)]
    reference = write_boxes(tmp_path / "r.gpkg", boxes, kind=["Wood", "field"])
    legend = [{"value": 1, "name": "wood", "color": "#000000"}, {"value": 2, "name": "field", "color": "#ffffff"}]
    named = write_raster(tmp_path / "named.tif", values, classes=legend)
    assert assess_accuracy(named, reference, class_field="kind")["overall_accuracy"] == 1.0
    notes = Notes()
    bare = assess_accuracy(write_raster(tmp_path / "p.tif", values), reference, class_field="kind", progress=notes)
    assert bare["overall_accuracy"] == 0.0
    assert "The maps have no class in common" in notes.warnings[0]
    both = assess_accuracy(reference, reference, class_field="kind")
    assert both["overall_accuracy"] == both["object_f_score"] == 1.0


def test_polygons_of_a_class_field_against_a_raster_with_names(tmp_path):
    values = np.zeros((40, 40), np.uint8)
    values[:, 30:] = 7
    legend = [{"value": v, "name": name, "color": "#000000"} for v, name in ((0, "background"), (7, "Wood"))]
    reference = write_raster(tmp_path / "r.tif", values, classes=legend)
    prediction = write_boxes(tmp_path / "p.gpkg", [(500_030, 4_999_960, 500_040, 5_000_000)], kind=["wood"])
    result = assess_accuracy(prediction, reference, class_field="kind")
    assert (result["overall_accuracy"], result["iou"]) == (1.0, 1.0)


def test_buildings_are_compared_with_the_class_called_so(tmp_path):
    values = np.zeros((40, 40), np.uint8)
    values[:, :10], values[10:20, 20:30] = 1, 2
    legend = [{"value": v, "name": name, "color": "#000000"} for v, name in enumerate(("rest", "road", "Buildings"))]
    reference = write_boxes(tmp_path / "r.gpkg", [(500_020, 4_999_980, 500_030, 4_999_990)])
    result = assess_accuracy(write_raster(tmp_path / "p.tif", values, classes=legend), reference)
    assert result["overall_accuracy"] == 0.75  # the road is wrong, as the reference knows of none


def test_a_background_of_nodata_does_not_pass_for_a_good_map(tmp_path):
    true, found = np.zeros((2, 100, 100), np.uint8)
    true[20:60, 20:60], found[20:60, 40:80] = 1, 1
    plain, lost = write_raster(tmp_path / "p.tif", found), write_raster(tmp_path / "lost.tif", found, nodata=0)
    reference = write_raster(tmp_path / "r.tif", true, nodata=0)
    assert assess_accuracy(plain, write_raster(tmp_path / "whole.tif", true))["iou"] == pytest.approx(1 / 3)
    for prediction, count in ((plain, 1), (lost, 2)):
        notes = Notes()
        assess_accuracy(prediction, reference, progress=notes)
        assert sum("0 is nodata: 84 % of its pixels count as nodata" in text for text in notes.warnings) == count
        assert "All compared pixels of the reference data are of one class, 1; overall accuracy" in notes.warnings[-1]


@pytest.mark.parametrize("apart", [0, 36_000, 360_000])
def test_towns_far_apart_are_compared_on_fine_pixels(tmp_path, apart):
    town = [(25 * i, 20 * j, 25 * i + 15, 20 * j + 10) for i in range(5) for j in range(4)]
    origins = sorted({(500_000, 5_500_000), (500_000 + 0.8 * apart, 5_500_000 + 0.6 * apart)})
    true = [(x + a, y + b, x + c, y + d) for x, y in origins for a, b, c, d in town]
    found = [(a + 2, b, c + 2, d) for a, b, c, d in true]
    paths = write_boxes(tmp_path / "p.gpkg", found), write_boxes(tmp_path / "r.gpkg", true)
    result = assess_accuracy(*paths, error_map=str(tmp_path / "e.tif"), report=str(tmp_path / "r.html"))
    assert result["iou"] == pytest.approx(13 / 17, abs=0.003)
    assert result["object_f_score"] == 1.0
    with open_raster(str(tmp_path / "e.tif")) as source:
        window = Window(source.grid.width - 512, 0, 512, 512)  # the north-eastern town
        codes = source.read(window)[0][0]
        assert np.count_nonzero(codes == 1) / np.isin(codes, (1, 2, 3)).sum() == pytest.approx(13 / 17, abs=0.06)
    area_m2 = (0.8 * apart + 117) * (0.6 * apart + 70)
    html = (tmp_path / "r.html").read_text(encoding="utf-8").replace("\xa0", ",")
    assert f"{area_m2:,.0f}"[:2] in html.split("Compared area")[1][:60]


def test_an_area_far_from_all_polygons_is_background(tmp_path):
    true = [(500_000, 5_500_000, 500_010, 5_500_010), (700_000, 5_600_000, 700_010, 5_600_010)]
    layers = write_boxes(tmp_path / "p.gpkg", [*true, (500_100, 5_500_000, 500_110, 5_500_010)]), write_boxes(
        tmp_path / "r.gpkg", true
    )
    area = write_boxes(tmp_path / "a.gpkg", [(499_900, 5_499_900, 600_000, 5_600_000)])
    result = assess_accuracy(*layers, area=area)
    assert result["iou"] == pytest.approx(0.5, abs=0.01)
    assert (result["object_recall"], result["object_precision"]) == (1, 0.5)


def test_probabilities_are_no_classes(tmp_path):
    reference = write_raster(tmp_path / "r.tif", np.ones((300, 300), np.uint8))
    x, y = np.meshgrid(np.arange(300), np.arange(300))
    ramp = np.clip(255 - np.hypot(x - 150, y - 150), 0, 255).astype(np.uint8)
    with pytest.raises(EoDeepError, match="'p.tif' holds probabilities .255 means 1., not classes"):
        assess_accuracy(write_raster(tmp_path / "p.tif", ramp), reference)
    with pytest.raises(EoDeepError, match="'c.tif' holds probabilities .100 means 1., not classes"):
        assess_accuracy(write_raster(tmp_path / "c.tif", np.round(ramp / 2.55).astype(np.uint8)), reference)


def test_the_whole_world_as_area_changes_nothing(tmp_path):
    prediction = write_boxes(tmp_path / "p.gpkg", [(500_000, 4_999_900, 500_050, 5_000_000)])
    reference = write_boxes(tmp_path / "r.gpkg", [(500_000, 4_999_900, 500_100, 5_000_000)])
    found = assess_accuracy(prediction, reference, area=write_boxes(tmp_path / "w.gpkg", [(-180, -90, 180, 90)], 4326))
    assert found["iou"] == pytest.approx(assess_accuracy(prediction, reference)["iou"], abs=0.01)


def test_maps_of_a_picture_without_georeference_lie_on_each_other(tmp_path):
    """Whether its maker wrote nothing or, as rasterio does, a transform of unit pixels that count upwards."""
    true, predicted = random_maps(2, (40, 40))
    paths = [str(tmp_path / name) for name in ("r.tif", "p.tif", "i.tif")]
    transforms = None, None, rasterio.Affine.identity()  # rasterio writes it as one
    for path, pixels, transform in zip(paths, (true, predicted, predicted), transforms, strict=True):
        with rasterio.open(path, "w", "GTiff", 40, 40, 1, None, transform, "uint8") as file:
            file.write(pixels[None].astype(np.uint8))
    expected = (true == predicted).mean()
    for path in paths[1:]:
        assert assess_accuracy(path, paths[0])["overall_accuracy"] == pytest.approx(expected)


def test_polygons_and_areas_on_both_sides_of_180_degrees(tmp_path):
    """Two squares of 40 m, one moved by half; an area of 400 m x 100 m, in longitudes of both kinds."""
    metres = pyproj.CRS.from_proj4("+proj=laea +lat_0=-17 +lon_0=180 +datum=WGS84")
    degrees = pyproj.Transformer.from_crs(metres, 4326, always_xy=True)

    def bring(boxes, turned=False):
        moved = shapely.transform(shapely.box(*np.array(boxes, float).T),
                                  lambda xy: np.column_stack(degrees.transform(*xy.T)))  # fmt: skip
        return shapely.transform(moved, lambda xy: xy % (360, 1000) - (0, 1000) if turned else xy)

    def write(name, geometries):
        write_vectors(tmp_path / name, VectorLayer(geometries, crs=pyproj.CRS(4326)))
        return str(tmp_path / name)

    reference = write("r.gpkg", bring([(-100, -20, -60, 20), (60, -20, 100, 20)]))
    prediction = write("p.gpkg", bring([(-100, -20, -60, 20), (80, -20, 120, 20)]))
    area = bring([(-200, -50, 200, 50)], turned=True)
    halves = np.array([shapely.MultiPolygon([*bring([(-200, -50, -0.001, 50)]), *bring([(0.001, -50, 200, 50)])])])
    for name, drawn in (("turned.gpkg", area), ("halves.gpkg", halves)):
        found = assess_accuracy(prediction, reference, area=write(name, drawn))
        assert found["iou"] == pytest.approx(2400 / 4000, abs=0.01)
        assert found["overall_accuracy"] == pytest.approx(1 - 1600 / 40000, abs=2e-3)


def test_the_world_in_web_mercator_as_area_changes_nothing_either(tmp_path):
    boxes = write_boxes(tmp_path / "p.gpkg", [(500_000, 5_000_000, 500_015, 5_000_015)])
    half = 20_037_508
    world = write_boxes(tmp_path / "w.gpkg", [(-half, -half, half, half)], 3857)
    assert assess_accuracy(boxes, boxes, area=world)["iou"] == 1


def test_the_edge_of_a_large_area_is_counted_by_its_size():
    area = PolygonIndex(np.array([shapely.Polygon([(0, 150e3), (150e3, 0), (300e3, 150e3), (150e3, 300e3)])]))
    grid = Grid(None, rasterio.Affine(1, 0, 0, 0, -1, 300e3), 300_000, 300_000)
    town = PolygonIndex(np.array([shapely.box(150e3, 150e3, 150_010, 150_010)]))
    parts = list_parts(grid, [town], area)
    read = sum(int(part.window.width) * int(part.window.height) for part in parts if not part.is_empty)
    assert read + sum(part.count for part in parts) == pytest.approx(4.5e10, rel=1e-6)
    assert len(parts) < 3000 and read <= 4 * 512**2
