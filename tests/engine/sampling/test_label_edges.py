import numpy as np
import pytest
from rasterio.crs import CRS
from rasterio.transform import from_origin
from rasterio.windows import Window

from eo_deep.geo.grid import Grid
from eo_deep.io.card_schema import UNKNOWN
from eo_deep.sampling.label_edges import blank_edges, read_without_edges


def test_what_is_near_an_edge_between_two_classes_has_no_label():
    classes = np.zeros((1, 12), np.uint8)
    classes[0, 6:] = 1
    classes[0, :2] = UNKNOWN
    for radius, left in ((0.4, 0), (0.5, 1), (1.4, 1), (1.5, 2), (2.5, 3)):
        expected = classes.copy()
        expected[0, 6 - left : 6 + left] = UNKNOWN
        assert np.array_equal(blank_edges(classes, radius), expected), radius


def test_the_border_of_nodata_is_no_edge():
    classes = np.full((9, 9), UNKNOWN, np.uint8)
    classes[3:6, 3:6] = 1
    assert np.array_equal(blank_edges(classes, 3.0), classes)


class _Labels:
    """Classes in memory, read as labels of files are."""

    def __init__(self, classes):
        self._classes = np.pad(classes, 20, constant_values=UNKNOWN)

    def read(self, grid, window):
        row, column = int(window.row_off) + 20, int(window.col_off) + 20
        part = self._classes[row : row + int(window.height), column : column + int(window.width)]
        return part, (part == 1).astype(np.int32)


@pytest.mark.parametrize("radius", [0.0, 1.0, 3.7])
def test_no_window_shows(radius):
    classes = (np.random.default_rng(0).random((40, 50)) > 0.97).astype(np.uint8)
    labels, grid = _Labels(classes), Grid(from_origin(0, 40, 1, 1), 50, 40, CRS.from_epsg(32633))
    whole = read_without_edges(labels, grid, Window(0, 0, 50, 40), radius)
    assert np.array_equal(whole[1], classes)
    for row, column in ((0, 0), (7, 13), (24, 34)):
        part = read_without_edges(labels, grid, Window(column, row, 16, 16), radius)
        for one, all_of_it in zip(part, whole):
            assert np.array_equal(one, all_of_it[row : row + 16, column : column + 16])
