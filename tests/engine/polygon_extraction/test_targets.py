import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import shapely

from eo_deep.polygon_extraction.targets import draw_targets, find_borders, find_corners
from eo_deep.sampling.training_image import list_rings

ROOT = Path(__file__).resolve().parents[3]


def burn(polygons, side=32):
    y, x = np.mgrid[:side, :side] + 0.5
    objects = np.zeros((side, side), int)
    for number, polygon in enumerate(polygons, 1):
        objects[shapely.contains_xy(polygon, x, y)] = number
    return objects


def draw(*polygons, side=32):
    return draw_targets(list_rings(np.array(polygons, object)), burn(polygons, side))


def test_they_need_no_library_but_numpy_and_torch():
    script = (
        "import sys, eo_deep.polygon_extraction.targets; a = set(sys.modules);"
        "import eo_deep.polygon_extraction.objective, eo_deep.models.heads; b = set(sys.modules);"
        "bad = {'rasterio', 'shapely', 'pyogrio', 'numba', 'pyproj', 'torch', 'matplotlib'};"
        "print(sorted(a & bad), sorted(b & bad - {'torch'}))"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout.split("\n")[0] == "[] []", done.stderr


def test_the_border_is_two_px_to_either_side_of_a_shared_wall():
    border = draw(shapely.box(4, 4, 14, 24), shapely.box(14, 4, 24, 24)).border
    assert np.flatnonzero(border[12]).tolist() == [12, 13, 14, 15]
    assert not border[:2].any() and not border[26:].any()


@pytest.mark.parametrize(("gap", "wanted"), [(1, [13, 14, 15]), (2, [14, 15]), (3, [15]), (4, []), (9, [])])
def test_a_narrow_gap_is_border(gap, wanted):
    border = draw(shapely.box(4, 4, 14, 24), shapely.box(14 + gap, 4, 28, 24)).border
    assert np.flatnonzero(border[12]).tolist() == wanted


def test_parts_of_one_object_have_no_border():
    parts = shapely.MultiPolygon([shapely.box(4, 4, 14, 24), shapely.box(15, 4, 24, 24)])
    assert not draw(parts).border.any()
    assert not find_borders(np.zeros((4, 4), int)).any()


@pytest.mark.parametrize("angle", [0, 10, 30, 45, 75, 90, 120])
def test_directions_are_those_of_the_nearest_wall_within_4_px(angle):
    box = shapely.affinity.rotate(shapely.box(22, 26, 42, 38), angle)
    direction = draw(box, side=64).direction
    y, x = np.mgrid[:64, :64] + 0.5
    distance = shapely.distance(box.exterior, shapely.points(x, y))
    there = np.hypot(*direction) > 0
    assert np.array_equal(there, distance <= 4)
    wanted = np.cos(np.deg2rad(4 * angle)), np.sin(np.deg2rad(4 * angle))
    assert np.abs(direction[:, there] - np.array(wanted)[:, None]).max() < 1e-4


def test_the_nearest_of_two_walls_counts():
    triangle = shapely.Polygon([(4, 28), (28, 28), (4, 4)])
    direction = draw(triangle).direction
    assert direction[:, 27, 12] == pytest.approx([1, 0], abs=1e-5)  # beside the horizontal wall
    assert direction[:, 15, 15] == pytest.approx([-1, 0], abs=1e-5)  # beside the diagonal
    assert direction[:, 15, 5] == pytest.approx([1, 0], abs=1e-5)  # beside the vertical one
    assert not direction[:, 2, 20].any()


def test_corners_are_convex_or_reflex_seen_from_the_object_however_it_is_drawn():
    shape = shapely.Polygon([(4, 4), (28, 4), (28, 28), (16, 28), (16, 16), (4, 16)], [[(20, 8), (24, 8), (24, 12)]])
    mirrored = shapely.transform(shape, lambda xy: xy * (-1, 1) + (32, 0))
    for each, reflex in (
        (shape, {(16, 16), (20, 8), (24, 8), (24, 12)}),
        (shape.reverse(), {(16, 16), (20, 8), (24, 8), (24, 12)}),
        (mirrored, {(16, 16), (12, 8), (8, 8), (8, 12)}),
    ):
        corners = find_corners(list_rings(np.array([each])))
        assert len(corners.xy) == 9
        assert {tuple(xy) for xy in corners.xy[corners.reflex]} == reflex


def test_vertices_in_a_straight_wall_are_no_corners():
    box = shapely.Polygon([(4, 4), (16, 4.3), (28, 4), (28, 12), (28, 28), (4, 28)])
    assert len(find_corners(list_rings(np.array([box]))).xy) == 4
    bend = shapely.Polygon([(4, 4), (16, 5), (28, 4), (28, 28), (4, 28)])  # by 9 degrees
    assert len(find_corners(list_rings(np.array([bend]))).xy) == 4


def test_corners_are_gaussians_and_offsets_lead_to_them():
    _, _, corners, offset = draw(shapely.box(8.5, 8.5, 20.5, 20.5))
    assert corners[0, 8, 8] == 1 and corners[0, 20, 8] == 1 and not corners[1].any()
    assert corners[0, 8, 10] == pytest.approx(np.exp(-4 / (2 * 1.2**2)))
    assert corners[0, 10, 10] == pytest.approx(np.exp(-8 / (2 * 1.2**2)))
    assert offset[:, 9, 10].tolist() == [-2, -1]
    assert offset[:, 20, 23].tolist() == [-3, 0]
    assert not offset[:, 20, 24].any() and not offset[:, 14, 14].any()


def test_what_reaches_beyond_the_crop_counts_as_far_as_it_is_seen():
    border, direction, corners, offset = draw(shapely.box(-50, -50, 12, 100), shapely.box(12, -50, 90, 100))
    assert np.array_equal(np.flatnonzero(border.all(axis=0)), [10, 11, 12, 13])
    assert np.array_equal(np.flatnonzero((np.hypot(*direction) > 0).all(axis=0)), np.arange(8, 16))
    assert not corners.any() and not offset.any()


def test_no_object_and_objects_below_a_pixel():
    empty = draw_targets(list_rings(np.array([], object)), np.zeros((16, 16), int))
    assert [each.shape for each in empty] == [(16, 16), (2, 16, 16), (2, 16, 16), (2, 16, 16)]
    assert not any(each.any() for each in empty)
    tiny = draw(shapely.box(8.1, 8.1, 8.4, 8.4), shapely.Polygon([(4, 4), (4, 4), (5, 4), (5, 5)]), shapely.Polygon())
    assert all(np.isfinite(each).all() for each in tiny)
