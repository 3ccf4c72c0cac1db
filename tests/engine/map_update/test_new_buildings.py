"""What an image shows and a map lacks, block by block."""

import numpy as np
import pytest
import shapely
from rasterio.transform import from_origin

from eo_deep.geo.grid import Grid
from eo_deep.map_update.new_buildings import measure_mapped_shares, write_residual_probability
from eo_deep.polygonization.polygon_means import measure_means


def test_support_and_what_is_left_do_not_depend_on_blocks(tmp_path, monkeypatch):
    rng = np.random.default_rng(0)
    probability = np.kron(rng.random((20, 30)), np.ones((8, 8))).astype(np.float32)
    valid = np.ones(probability.shape, bool)
    valid[40:60, 100:140] = False

    def read(window):
        padded, seen = np.pad(probability, 300), np.pad(valid, 300)
        place = np.s_[300 + int(window.row_off) : 300 + int(window.row_off + window.height),
                      300 + int(window.col_off) : 300 + int(window.col_off + window.width)]
        return padded[place], seen[place]

    grid = Grid(None, from_origin(0, 0, 1, -1), 240, 160)
    polygons = np.array([shapely.box(x, y, x + 25, y + 18) for x, y in rng.uniform(-10, 230, (30, 2))], object)
    answers = []
    for size in (1024, 64):
        monkeypatch.setattr("eo_deep.map_update.new_buildings._BLOCK_PX", size)
        monkeypatch.setattr("eo_deep.polygonization.polygon_means._BLOCK_PX", size)
        path = tmp_path / f"{size}.tif"
        count = write_residual_probability(path, read, grid, polygons[:8], 0.5, 6.0)
        with pytest.importorskip("rasterio").open(path) as dataset:
            answers.append((*measure_means(read, grid, polygons), dataset.read(1), count))
    for one, other in zip(*answers, strict=True):
        assert np.allclose(one, other, equal_nan=True)
    left = answers[0][2]
    assert np.isnan(left[~valid]).all() and ((left == 0) | (left == probability) | ~valid).all()


def test_mapped_shares_are_those_of_the_object_that_a_polygon_is_a_part_of():
    objects = shapely.box([0, 20, 40], 0, [10, 30, 50], 10)
    polygons = np.array([shapely.box(8, 0, 12, 10), shapely.box(20, 0, 30, 10), shapely.box(60, 0, 65, 5),
                         shapely.box(40, 0, 50, 10)], object)  # fmt: skip
    # Three quarters of the first object; a polygon that only meets the second; and two on all of the third.
    mapped = shapely.box([0, 30, 40, 38], 0, [7.5, 34, 50, 52], 10)
    assert measure_mapped_shares(polygons, objects, mapped) == pytest.approx([0.75, 0, 0, 1])
    assert measure_mapped_shares(polygons, objects[:0], mapped).tolist() == [0, 0, 0, 0]
    assert measure_mapped_shares(polygons, objects, mapped[:0]).tolist() == [0, 0, 0, 0]
