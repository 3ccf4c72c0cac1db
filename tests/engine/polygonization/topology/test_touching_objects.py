"""Objects that touch: divided where the probability dips, the same in whatever cells they are grown."""

import numpy as np
import pytest
from rasterio.windows import Window

from eo_deep.polygonization.topology import touching_objects
from eo_deep.polygonization.topology.region_merging import merge_small
from eo_deep.polygonization.topology.regions import label_regions
from eo_deep.polygonization.topology.touching_objects import divide_touching, grow


def divide(probability, threshold=0.5, seed_threshold=0.9, min_seed_px=4):
    """The regions of (H, W) probabilities, where negative ones are nodata, after dividing them."""
    height, width = probability.shape

    def cut(window):
        return probability[int(window.row_off) : int(window.row_off + window.height),
                           int(window.col_off) : int(window.col_off + window.width)]

    def read_labels(window):
        part = cut(window)
        return np.where(part < 0, -1, part >= threshold).astype(np.int32)

    def read_probabilities(window):
        return np.stack([1 - cut(window), cut(window)]).astype(np.float32)

    regions = label_regions(read_labels, width, height)
    return divide_touching(regions, read_probabilities, seed_threshold, min_seed_px, lambda some: some.area_px)


def read_all(found):
    return found.read(Window(0, 0, found.width, found.height))


def read_classes(found):
    return found.region_class[read_all(found)]


def make_row(*levels, rows=4):
    return np.repeat(np.array([levels]) / 10, rows, axis=0)


def test_two_objects_meet_where_the_probability_is_lowest():
    found = divide(make_row(0, 9, 9, 9, 8, 7, 6, 8, 9, 9, 9, 0))
    assert (read_all(found) == [1, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 4]).all()
    assert found.region_class.tolist() == [-1, 0, 1, 1, 0]
    assert found.area_px.tolist() == [0, 4, 24, 16, 4]


def test_a_tie_goes_to_the_seed_that_comes_first():
    found = divide(make_row(9, 9, 6, 6, 6, 9, 9))
    assert (read_all(found) == [1, 1, 1, 1, 2, 2, 2]).all()
    assert (read_all(divide(make_row(9, 9, 6, 6, 9, 9))) == [1, 1, 1, 2, 2, 2]).all()


def test_a_small_seed_makes_no_object():
    image = make_row(0, 9, 9, 9, 6, 9, 0)
    assert (read_all(divide(image, min_seed_px=5)) == [1, 2, 2, 2, 2, 2, 3]).all()
    assert (read_all(divide(image, min_seed_px=4)) == [1, 2, 2, 2, 2, 3, 4]).all()


def test_a_large_roof_with_a_weak_middle_is_not_divided():
    assert (read_all(divide(make_row(9, 9, 6, 6, 6, 6, 6, 9, 9))) == 1).all()
    assert (read_all(divide(make_row(9, 9, 6, 6, 6, 6, 9, 9))) == [1, 1, 1, 1, 2, 2, 2, 2]).all()


def test_a_region_without_a_seed_and_nodata_stay_as_they_are():
    image = make_row(0, 7, 7, 0, 9, 9, 6, 9, 9, -1, -1)
    found = divide(image)
    assert (read_all(found) == [1, 2, 2, 3, 4, 4, 4, 5, 5, 0, 0]).all()
    assert (read_classes(found) == [0, 1, 1, 0, 1, 1, 1, 1, 1, -1, -1]).all()


def test_seeds_of_two_regions_that_meet_at_a_corner_stay_apart():
    image = np.kron([[0.95, 0.1], [0.1, 0.95]], np.ones((3, 3)))
    assert (read_all(divide(image)) == np.kron([[1, 2], [3, 4]], np.ones((3, 3)))).all()


def make_town(height=150, width=170, seed=3):
    """Rows of touching houses of 12 px, with lower probabilities between them, on noise."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[:height, :width]
    dip = np.minimum(np.minimum(y % 12, 11 - y % 12), np.minimum(x % 12, 11 - x % 12))
    image = 0.7 + 0.25 * np.minimum(dip, 1) + rng.normal(0, 0.02, (height, width))
    street = (y // 36 % 2 == 1) & (y % 36 < 12) | (x % 60 < 12)
    return np.where(street, 0.1, np.minimum(image, 1))


@pytest.mark.parametrize("cell_px", [7, 16, 64, 1024])
def test_the_cells_in_which_objects_grow_do_not_show(monkeypatch, cell_px):
    town = make_town()
    expected = divide(town)
    assert len(expected.area_px) > 60
    monkeypatch.setattr(touching_objects, "_CELL_PX", cell_px)
    found = divide(town)
    assert (read_all(found) == read_all(expected)).all()
    for window in (Window(3, 2, 30, 20), Window(100, 90, 200, 200)):
        assert (found.read(window) == expected.read(window)).all()


def test_what_is_too_large_grows_in_cells_of_a_fixed_grid(monkeypatch):
    """A region far larger than the reach, whose objects are not."""
    town = make_town()
    town[town < 0.5] = 0.65  # one region
    monkeypatch.setattr(touching_objects, "_MIN_SEED_SHARE", 0.3)
    expected = read_all(divide(town))
    assert len(np.unique(expected)) > 60
    monkeypatch.setattr(touching_objects, "_CELL_PX", 32)
    monkeypatch.setattr(touching_objects, "_REACH_PX", 24)
    found = read_all(divide(town))
    assert (found == expected).all()


def test_levels_come_before_distances():
    inside = np.ones((1, 7), np.int32)
    levels = np.array([[250, 100, 200, 200, 200, 90, 250]], np.uint8)
    numbers = np.array([[1, 0, 0, 0, 0, 0, 2]], np.int32)
    grow(inside, levels, numbers)
    assert numbers.tolist() == [[1, 1, 1, 1, 1, 1, 2]]


def test_an_object_that_is_too_small_goes_into_the_one_it_touches():
    found = divide(make_row(0, 0, 9, 9, 9, 9, 6, 9, 6, 9, 9, 9, 9, 0, 0))
    assert (read_all(found) == [1, 1, 2, 2, 2, 2, 2, 3, 3, 4, 4, 4, 4, 5, 5]).all()
    merge_small(found, found.area_px.astype(float), 10, 0, keep_apart=True)
    assert (read_all(found) == [1, 1, 2, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4]).all()
    assert found.region_class.tolist() == [-1, 0, 1, 1, 0]
