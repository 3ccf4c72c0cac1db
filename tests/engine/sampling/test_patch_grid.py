"""Patches of an image: centred on their cells, moved inside at the edge, cut the same from any unit."""

import numpy as np
import pytest
from rasterio import Affine
from rasterio.crs import CRS

from eo_deep.errors import EoDeepError
from eo_deep.geo.grid import Grid
from eo_deep.sampling.patch_grid import PatchGrid, fill_nodata

GRID = Grid(CRS.from_epsg(32633), Affine(10, 0, 500000, 0, -10, 5500000), 70, 50)


def test_cells_cover_the_image():
    cells = PatchGrid(GRID, 16, 8).cells
    assert (cells.width, cells.height) == (9, 7)
    assert cells.transform == Affine(80, 0, 500000, 0, -80, 5500000)


def test_patches_are_centred_on_cells_and_stay_inside():
    patches = PatchGrid(GRID, 16, 8)
    assert patches.starts(70).tolist() == [0, 4, 12, 20, 28, 36, 44, 52, 54]
    assert PatchGrid(GRID, 16, 16).starts(70).tolist() == [0, 16, 32, 48, 54]


@pytest.mark.parametrize("stride", [8, 16, 5])
def test_units_cut_the_patches_of_the_whole_image(stride):
    patches = PatchGrid(GRID, 16, stride)
    image = np.random.default_rng(0).random((3, 50, 70))
    seen = np.zeros((patches.cells.height, patches.cells.width), int)
    for unit in patches.plan(4):
        shape = int(unit.core.height), int(unit.core.width)
        cut = patches.cut(unit, image[:, unit.window.toslices()[0], unit.window.toslices()[1]], np.ones(shape, bool))
        cells = np.argwhere(np.ones(shape, bool)) + [int(unit.core.row_off), int(unit.core.col_off)]
        for patch, (row, column) in zip(cut, cells):
            top, left = patches.starts(50)[row], patches.starts(70)[column]
            assert np.array_equal(patch, image[:, top : top + 16, left : left + 16])
            seen[row, column] += 1
    assert (seen == 1).all()


@pytest.mark.parametrize(("patch_px", "stride_px"), [(64, 16), (16, 0)])
def test_images_below_a_patch_and_strides_below_a_pixel_are_refused(patch_px, stride_px):
    with pytest.raises(EoDeepError):
        PatchGrid(GRID, patch_px, stride_px)


def test_unknown_pixels_get_the_mean_of_their_patch_and_band():
    patches = np.arange(2 * 2 * 2 * 2, dtype=np.float32).reshape(2, 2, 2, 2)
    known = np.array([[[True, False], [True, True]], [[False, False], [False, False]]])
    expected = patches.copy()
    expected[0, 0, 0, 1], expected[0, 1, 0, 1] = (0 + 2 + 3) / 3, (4 + 6 + 7) / 3
    fill_nodata(patches, known)
    assert np.allclose(patches, expected)  # the second has no known pixel: as it is
