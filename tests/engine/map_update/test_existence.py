"""Whether a building stands in an outline, by the measure of the map's own objects."""

import numpy as np
import pytest
import shapely
from rasterio.transform import from_origin

from eo_deep.alignment.evidence import Evidence
from eo_deep.alignment.shift_field import FieldSettings
from eo_deep.io.raster import open_raster
from eo_deep.map_update.existence import Weights, find_usual_score, measure_log_odds, score_in_place


@pytest.fixture
def evidence(write_raster):
    """Evidence on 60 x 40 cells: +2 inside of a house at (10, 10) to (22, 18), -1 elsewhere, unknown right of 50."""
    cells = np.full((8, 40, 60), 128, np.uint8)
    cells[1] = 128 - 16
    cells[1, 10:18, 10:22] = 128 + 32
    cells[:, :, 50:] = 0
    path = write_raster(cells, transform=from_origin(0, 40, 1, 1), crs="EPSG:32633")
    with open_raster(path) as source:
        yield Evidence(source, (1.0, 1.0), 0.0, FieldSettings())


def test_an_outline_scores_where_it_lies(evidence):
    house = shapely.box(10, 10, 22, 18)
    outlines = np.array([house, shapely.box(30, 20, 42, 28), shapely.box(52, 20, 58, 28), shapely.Polygon()], object)
    scores = score_in_place(evidence, outlines)
    assert scores == pytest.approx([2 * 96 / 40**0.5, -96 / 40**0.5, 0, 0], rel=0.02)
    assert len(score_in_place(evidence, outlines[:0])) == 0


def test_usual_is_what_sure_objects_score():
    scores, confidence, areas_m2 = np.array([4.0, 5, 6, 30, 0]), np.array([0.9, 0.9, 0.9, 0.2, 0.9]), np.full(5, 60.0)
    areas_m2[4] = 5
    few = find_usual_score(scores, confidence, areas_m2, 11.0)
    many = find_usual_score(np.tile(scores, 99), np.tile(confidence, 99), np.tile(areas_m2, 99), 11.0)
    none = find_usual_score(scores[:0], confidence[:0], areas_m2[:0], 11.0)
    assert many == pytest.approx(5, abs=0.2)
    assert many < few < none == 11


def test_weights_are_those_of_a_logistic_regression():
    new = Weights(probability=1.0, others=(0.5,), constant=0.25).weigh(np.array([0.5]), np.array([1.0]))
    assert new == pytest.approx(1 / (1 + np.exp(-0.75)))
    odds = measure_log_odds(np.array([0.9]))
    gone = Weights(probability=1.0, others=(-2.0,), constant=0.25).weigh(np.array([0.9]), odds)
    assert gone == pytest.approx(1 / (1 + np.exp(-(0.25 - odds))))
    assert np.isfinite(measure_log_odds(np.array([0.0, 1.0]))).all()
