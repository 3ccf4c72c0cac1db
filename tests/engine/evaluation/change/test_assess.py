"""Assessment of change: every number on small data, several methods, every kind of reference data."""

import json

import numpy as np
import pyproj
import pytest
import rasterio
import shapely
from rasterio.windows import Window
from sklearn import metrics

from eo_deep.errors import EoDeepError
from eo_deep.evaluation import assess_change
from eo_deep.geo.grid import Grid
from eo_deep.io.geopackage import write_vectors
from eo_deep.io.raster_writer import RasterWriter
from eo_deep.io.vector_layer import VectorLayer
from tests.engine.notes import Notes

UTM = rasterio.crs.CRS.from_epsg(32633)


def write_raster(path, values, threshold=None, nodata=None, left=500_000.0, crs=UTM):
    values = np.asarray(values)
    grid = Grid(crs, rasterio.Affine(10, 0, left, 0, -10, 5_500_000), values.shape[1], values.shape[0])
    with RasterWriter(str(path), grid, dtype=values.dtype.name, nodata=nodata) as writer:
        if threshold is not None:
            writer.set_threshold(threshold)
        writer.write(values[None], Window(0, 0, grid.width, grid.height))
    return str(path)


def write_boxes(path, boxes, **fields):
    """boxes: (row, column, row, column) of pixels."""
    shapes = [shapely.box(500_000 + 10 * x0, 5_500_000 - 10 * y1, 500_000 + 10 * x1, 5_500_000 - 10 * y0)
              for y0, x0, y1, x1 in boxes]
    columns = {name: np.array(values) for name, values in fields.items()}
    write_vectors(str(path), VectorLayer(np.array(shapes, object), columns, pyproj.CRS.from_epsg(32633)))
    return str(path)


def make_scene(shape=(60, 1100), seed=0):
    """A score that ranks changed pixels higher, mostly, and the changes; wider than a block."""
    rng = np.random.default_rng(seed)
    changed = np.kron(rng.random((shape[0] // 10, shape[1] // 10)) < 0.2, np.ones((10, 10))).astype(bool)
    return (rng.normal(0, 1, shape) + 1.5 * changed).astype(np.float32), changed


def test_pixels_agree_with_scikit_learn(tmp_path):
    score, changed = make_scene()
    score[:, 300:320] = np.nan
    labels = changed.astype(np.uint8)
    labels[20:30] = 255
    result = assess_change(write_raster(tmp_path / "s.tif", score, 1.0, nodata=np.nan),
                           reference=write_raster(tmp_path / "r.tif", labels))
    known = np.isfinite(score) & (labels != 255)
    true, values = changed[known], score[known]
    assert result["auroc"] == pytest.approx(metrics.roc_auc_score(true, values), abs=2e-4)
    assert result["ap"] == pytest.approx(metrics.average_precision_score(true, values), abs=2e-3)
    assert result["threshold"] == 1.0
    precision, recall, f_score, _ = metrics.precision_recall_fscore_support(true, values >= 1, average="binary")
    assert [result[name] for name in ("precision", "recall", "f_score")] == pytest.approx([precision, recall, f_score])
    false = (values >= 1) & ~true
    assert result["false_alarm_share"] == pytest.approx(false.sum() / (~true).sum())
    ground_km2 = (~true).sum() * 1e-4
    assert result["false_alarms_per_km2"] == pytest.approx(false.sum() / ground_km2, rel=2e-3)
    assert result["masked_share"] == pytest.approx(20 / 1100)


def test_equal_scores_count_half(tmp_path):
    values = np.random.default_rng(0).integers(0, 4, (30, 40)).astype(np.uint8)
    changed = np.random.default_rng(1).random((30, 40)) < 0.2 + 0.2 * values
    result = assess_change(write_raster(tmp_path / "s.tif", values),
                           reference=write_raster(tmp_path / "r.tif", changed.astype(np.uint8)))
    assert result["auroc"] == pytest.approx(metrics.roc_auc_score(changed.ravel(), values.ravel()))
    assert result["ap"] == pytest.approx(
        metrics.average_precision_score(changed.ravel(), values.ravel())
    )
    assert "f_score" not in result


def test_objects_across_blocks(tmp_path):
    """Three changes, one of them across the line between blocks; one found, one detected too large, two false."""
    changed, detected = np.zeros((40, 2100), np.uint8), np.zeros((40, 2100), np.uint8)
    changed[5:15, 1015:1035] = 1
    changed[5:9, 100:104] = 1
    changed[20:24, 200:204] = 1
    detected[8:15, 1018:1035] = 1  # IoU 0.595
    detected[18:38, 190:230] = 1  # IoU 0.02, but no false object
    detected[30:32, 2040:2060] = 1
    detected[2, 2] = 1
    detected[1, 1] = 1  # connected by a corner only: another region
    result = assess_change(map=write_raster(tmp_path / "m.tif", detected),
                           reference=write_raster(tmp_path / "r.tif", changed))
    assert result["object_recall"] == pytest.approx(1 / 3)
    assert result["false_objects_per_km2"] == pytest.approx(3 / ((changed == 0).sum() * 1e-4), rel=2e-3)
    assert "auroc" not in result
    assert "threshold" not in result


def test_methods_are_compared_on_the_same_pixels(tmp_path):
    score, changed = make_scene()
    other = np.where(np.random.default_rng(5).random(score.shape) < 0.3, 0, score).astype(np.float32)
    score[:, :200], other[:20] = np.nan, np.nan
    reference = write_raster(tmp_path / "r.tif", changed.astype(np.uint8))
    paths = [write_raster(tmp_path / f"{name}.tif", values, 1.0, nodata=np.nan)
             for name, values in (("angle", score), ("vector", other))]
    result = assess_change(paths, reference=reference, report=str(tmp_path / "r.html"))
    first, second = result["methods"]
    assert (first["name"], second["name"]) == ("angle", "vector")
    assert {k: v for k, v in first.items() if k != "name"} == {
        k: v for k, v in result.items() if k not in ("methods", "report")
    }
    both = np.isfinite(score) & np.isfinite(other)
    for each, values in ((first, score), (second, other)):
        assert each["auroc"] == pytest.approx(metrics.roc_auc_score(changed[both], values[both]), abs=2e-4)
        assert each["recall"] == pytest.approx((values[both & changed] >= 1).mean())
    assert (first["masked_share"], second["masked_share"]) == pytest.approx((200 / 1100, 1 / 3))
    text = (tmp_path / "r.html").read_text()
    assert "Object recall" in text
    assert text.count("<img") == 3
    json.dumps(result)


def test_maps_of_polygons_and_labelled_polygons(tmp_path):
    score = np.zeros((30, 40), np.float32)
    score[:10, :10] = 1
    found = write_boxes(tmp_path / "m.gpkg", [(0, 0, 10, 10), (20, 20, 22, 22)])
    truth = write_boxes(tmp_path / "r.gpkg", [(0, 0, 10, 5), (0, 30, 30, 40), (20, 10, 25, 30)],
                        what=["burnt", "Stable", "unchanged"])
    source = write_raster(tmp_path / "s.tif", score)
    result = assess_change(source, found, truth)
    assert result["recall"] == pytest.approx((50 + 4) / (50 + 300 + 100))
    result = assess_change(source, found, truth, class_field="what")
    assert result["recall"] == 1
    assert result["false_alarm_share"] == pytest.approx(4 / 400)
    assert result["object_recall"] == 1
    assert result["auroc"] == 1
    area = write_boxes(tmp_path / "a.gpkg", [(0, 0, 30, 15)])
    assert assess_change(source, found, truth, "what", area)["false_alarm_share"] == 0


def test_without_event_each_detection_is_false(tmp_path):
    score = np.zeros((50, 50), np.float32)
    score[:5, :10] = 2
    result = assess_change(write_raster(tmp_path / "s.tif", score), threshold=1.5, report=str(tmp_path / "r.html"))
    assert result["false_alarm_share"] == 0.02
    assert result["false_objects_per_km2"] == pytest.approx(4, rel=2e-3)
    assert not {"auroc", "recall", "f_score", "object_recall"} & set(result)


def test_masks_of_255_and_1_are_the_same(tmp_path):
    score, changed = make_scene((60, 80))
    path = write_raster(tmp_path / "s.tif", score, 1.0)
    expected = assess_change(path, reference=write_raster(tmp_path / "r.tif", changed.astype(np.uint8)))
    notes = Notes()
    assert assess_change(path, reference=write_raster(tmp_path / "m.tif", changed * np.uint8(255)),
                         progress=notes) == expected
    assert any("255 is read as changed" in text for text in notes.messages)


def test_what_cannot_be_assessed_is_said(tmp_path):
    score = write_raster(tmp_path / "s.tif", np.ones((20, 20), np.float32))
    reference = write_raster(tmp_path / "r.tif", np.eye(20, dtype=np.uint8))
    with pytest.raises(EoDeepError, match="a score or a map of changes"):
        assess_change(reference=reference)
    with pytest.raises(EoDeepError, match=r"one map for each score \(2\), got 1"):
        assess_change([score, score], [reference], reference)
    beside = write_raster(tmp_path / "b.tif", np.ones((20, 20), np.uint8), left=900_000.0)
    with pytest.raises(EoDeepError, match="do not overlap"):
        assess_change(score, reference=beside)
    clouded = write_raster(tmp_path / "c.tif", np.full((20, 20), np.nan, np.float32), nodata=np.nan)
    with pytest.raises(EoDeepError, match="no labelled pixel"):
        assess_change([score, clouded], reference=reference)
    boxes = write_boxes(tmp_path / "p.gpkg", [(0, 0, 5, 5)])
    with pytest.raises(EoDeepError, match="must be a raster"):
        assess_change(map=boxes, reference=boxes)
    with pytest.raises(EoDeepError, match="Field 'kind'"):
        assess_change(score, reference=boxes, class_field="kind")
    notes = Notes()
    assess_change(score, reference=reference, progress=notes)
    assert any("'s' states no threshold" in text for text in notes.warnings)
