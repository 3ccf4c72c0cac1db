"""Shifts of single objects become a map: each in its own place, means between them, nothing far from all."""

import numpy as np
import pytest
import rasterio
from rasterio import Affine
from rasterio.crs import CRS

from eo_deep.alignment.displacement_map import CELL_M, write_displacement_map
from eo_deep.geo.grid import Grid

IMAGE = Grid(CRS.from_epsg(32633), Affine(0.5, 0, 500000, 0, -0.5, 5500000), 1200, 600)  # 600 m x 300 m


@pytest.fixture
def write(tmp_path):
    def call(centres_px, shifts_m, variances_m2, smoothness=1.0):
        path = str(tmp_path / "d.tif")
        arrays = (np.array(values, float) for values in (centres_px, shifts_m, variances_m2))
        write_displacement_map(path, IMAGE, (0.5, 0.5), *arrays, smoothness)
        with rasterio.open(path) as dataset:
            assert dataset.descriptions == ("dx_m", "dy_m", "variance_m2")
            assert dataset.transform.a == CELL_M and dataset.bounds == (500000, 5499700, 500600, 5500000)
            return dataset.read()

    return call


def at(values, x_px, y_px):
    return values[:, int(y_px / 6), int(x_px / 6)]  # 6 px a cell


def test_one_object_gives_its_shift_and_its_variance_nearby(write):
    values = write([[300, 300]], [[2.0, -1.0]], [0.21])
    assert at(values, 300, 300) == pytest.approx([2.0, -1.0, 0.25], abs=0.01)
    assert at(values, 340, 300)[:2] == pytest.approx([2.0, -1.0], abs=1e-5)
    assert at(values, 340, 300)[2] > 0.25  # 20 m away less is known
    assert np.isnan(at(values, 900, 300)).all()  # 300 m away nothing


def test_between_two_objects_lies_their_mean_and_how_far_they_differ(write):
    values = write([[300, 303], [420, 303]], [[2.0, 0.0], [-2.0, 0.0]], [0.01, 0.01])
    dx, dy, variance = at(values, 360, 303)
    assert (dx, dy) == pytest.approx((0.0, 0.0), abs=0.2)
    assert variance > 2.0  # half of (2 m)^2, for one axis of two
    assert at(values, 300, 303)[0] > 1.5 and at(values, 425, 303)[0] < -1.5


def test_sure_objects_count_more(write):
    values = write([[300, 300], [312, 300]], [[3.0, 0.0], [0.0, 0.0]], [0.06, 0.96])
    assert at(values, 306, 300)[0] == pytest.approx(3 * 10 / 11, abs=0.05)


def test_smoothness_widens_the_reach(write):
    narrow, wide = (np.isfinite(write([[600, 300]], [[1.0, 0.0]], [0.1], s)[0]).sum() for s in (0.5, 2.0))
    assert wide > 8 * narrow
