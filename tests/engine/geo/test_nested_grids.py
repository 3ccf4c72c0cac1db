"""Which grids meet without resampling, and where the cells of several meet."""

import numpy as np
import pytest
from rasterio import Affine
from rasterio.crs import CRS

from eo_deep.geo.grid import Grid
from eo_deep.geo.nested_grids import (
    Nesting,
    choose_ratio,
    find_nesting,
    join_starts,
    make_cells,
    measure_ratio,
)

UTM = CRS.from_epsg(32634)


def grid(left, top, size, width=200, height=200, crs=UTM):
    return Grid(crs, Affine(size, 0, left, 0, -size, top), width, height)


FINE = grid(1000, 2000, 10)


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (FINE, Nesting(1, 0, 0)),
        (grid(990, 2000, 20, 101, 100), Nesting(2, 0, -1)),  # Sentinel-2: one fine pixel further left
        (grid(1030, 2060, 60), Nesting(6, -6, 3)),
        (grid(1005, 2000, 20), None),  # half a pixel off, as Landsat's PAN
        (grid(1000, 2000, 25), None),
        (grid(1000, 2000, 20, crs=CRS.from_epsg(32635)), None),
        (grid(1000, 2000, 20.005, 400, 400), None),  # drifts by 0.2 px
        (grid(1000, 2000, 20.0001, 400, 400), Nesting(2, 0, 0)),
        (grid(1000, 2000, 5), None),
    ],
)
def test_whole_pixels_are_found(other, expected):
    assert find_nesting(FINE, other) == expected


def test_rotated_grids_nest_in_their_own_direction():
    turn = Affine.translation(500, 500) * Affine.rotation(30)
    fine = Grid(UTM, turn * Affine.scale(2, -2), 50, 50)
    coarse = Grid(UTM, fine.transform * Affine.translation(-3, 6) * Affine.scale(3), 20, 20)
    assert find_nesting(fine, coarse) == Nesting(3, 6, -3)
    upright = Grid(UTM, Affine(6, 0, 500, 0, -6, 500), 20, 20)
    assert find_nesting(fine, upright) is None


def test_ratio_across_reference_systems_is_that_on_the_ground():
    degrees = Grid(CRS.from_epsg(4326), Affine(0.001, 0, 21, 0, -0.001, 0.1), 100, 100)
    metres = Grid(CRS.from_epsg(32634), Affine(11.1, 0, 500000, 0, -11.1, 11000), 900, 900)
    assert measure_ratio(metres, degrees) == pytest.approx(10, rel=0.01)


@pytest.mark.parametrize(
    ("native", "ratio"), [(1, 1), (2, 2), (3, 3), (6.67, 4), (1.5, 1), (0.5, 1), (1.95, 2), (12, 12)]
)
def test_a_source_is_resampled_to_a_ratio_that_loses_nothing(native, ratio):
    assert choose_ratio(native) == ratio


def test_cells_cover_the_reference():
    cells = make_cells(FINE, Nesting(3, -1, -2))
    assert (cells.width, cells.height) == (68, 67)
    assert np.allclose(cells.transform * (0, 0), (980, 2010))
    assert np.allclose(cells.transform * (1, 1), (1010, 1980))


def test_joined_cells_begin_at_a_corner_of_every_grid():
    joined, fits = join_starts([Nesting(1, 0, 0), Nesting(2, 0, -1), Nesting(3, 2, 1)])
    assert fits == [True, True, True]
    assert joined == Nesting(6, 2, 1)
    assert (joined.row - 2) % 3 == (joined.row - 0) % 2 == (joined.column - 1) % 3 == (joined.column + 1) % 2 == 0


def test_a_grid_whose_corners_never_meet_the_others_is_named():
    joined, fits = join_starts([Nesting(2, 0, 1), Nesting(4, 0, 0)])
    assert (joined, fits) == (Nesting(2, 0, 1), [True, False])
