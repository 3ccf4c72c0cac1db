import numpy as np
import shapely

from eo_deep.sampling.rings import Outlines, Rings, find_in_window
from eo_deep.sampling.training_image import list_rings

TWO = np.array([shapely.box(2, 2, 6, 6), shapely.box(20, 10, 30, 20) - shapely.box(22, 12, 24, 14)], object)


def test_rings_of_a_window_are_in_its_pixels():
    found = find_in_window(Outlines(list_rings(TWO)), np.array([2.0, 2.0]), row=18, column=36, size_px=30)
    assert found.holes.tolist() == [False, True]
    assert found.starts.tolist() == [0, 4, 8]
    assert found.xy.min(axis=0).tolist() == [20 * 2 - 36, 10 * 2 - 18]
    assert found.xy.max(axis=0).tolist() == [30 * 2 - 36, 20 * 2 - 18]


def test_rings_are_found_by_their_bounds():
    outlines = Outlines(list_rings(TWO))
    assert len(outlines.find(np.array([0, 0]), np.array([3, 3])).holes) == 1
    assert len(outlines.find(np.array([7, 0]), np.array([19, 30])).holes) == 0
    assert len(outlines.find(np.array([0, 0]), np.array([50, 50])).holes) == 3


def test_no_rings_are_none():
    empty = Rings(np.empty((0, 2)), np.array([0]), np.array([], bool))
    assert len(Outlines(empty).find(np.array([0, 0]), np.array([9, 9])).holes) == 0


def test_rings_are_those_of_all_parts():
    holed = shapely.box(0, 0, 20, 20) - shapely.box(5, 5, 9, 9)
    straight = shapely.Polygon([(30, 0), (40, 0), (40, 10), (30, 10)])
    rings = list_rings(np.array([shapely.MultiPolygon([holed]), straight]))
    assert rings.starts.tolist() == [0, 4, 8, 12]
    assert rings.holes.tolist() == [False, True, False]
    assert {tuple(xy) for xy in rings.xy[8:]} == {(30, 0), (40, 0), (40, 10), (30, 10)}
