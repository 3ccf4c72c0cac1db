"""Plots of land are cut, shrunk and filled as convex polygons; shapely knows the right answers."""

import numpy as np
import pytest
import shapely

from eo_deep.synthetic_scenes.town.plots import area_m2, blob, clip, draw_point, fit_rectangle, inset, main_angle, split

SQUARE = [(0.0, 0.0), (20.0, 0.0), (20.0, 20.0), (0.0, 20.0)]  # clockwise on the screen


def make_polygon(seed):
    hull = shapely.MultiPoint(np.random.default_rng(seed).uniform(0, 60, (12, 2))).convex_hull
    return list(shapely.orient_polygons(hull).exterior.coords)[:-1]  # y grows downwards: clockwise on the screen


@pytest.mark.parametrize("seed", range(5))
def test_areas_and_halves(seed):
    polygon = make_polygon(seed)
    assert area_m2(polygon) == pytest.approx(shapely.Polygon(polygon).area)
    halves = clip(polygon, 0.6, 0.8, 40), clip(polygon, -0.6, -0.8, -40)
    assert sum(area_m2(half) for half in halves if half) == pytest.approx(area_m2(polygon))
    assert clip(polygon, 1, 0, -1) == []


@pytest.mark.parametrize("seed", range(5))
def test_an_inset_keeps_its_distance(seed):
    polygon = make_polygon(seed)
    expected = shapely.buffer(shapely.Polygon(polygon), -3, join_style="mitre")
    assert shapely.Polygon(inset(polygon, 3)).symmetric_difference(expected).area < 1e-6
    assert inset(SQUARE, 11) == []


@pytest.mark.parametrize("seed", range(5))
def test_parts_lie_apart_inside_and_are_of_the_wanted_size(seed):
    polygon = make_polygon(seed)
    parts = [shapely.Polygon(part) for part in split(polygon, 150, 2, np.random.default_rng(seed), 0.1)]
    assert len(parts) > 3
    assert max(part.area for part in parts) < 150 * 1.7
    inside = shapely.buffer(shapely.Polygon(polygon), 1e-6)
    assert all(inside.covers(part) for part in parts)
    distances = [a.distance(b) for n, a in enumerate(parts) for b in parts[:n]]
    assert min(distances) == pytest.approx(2, abs=1e-6)


def test_the_rectangle_of_a_rectangle_is_itself():
    x, y, angle, half_length, half_width = fit_rectangle([(0, 0), (30, 0), (30, 10), (0, 10)])
    assert (x, y, angle % np.pi, half_length, half_width) == pytest.approx((15, 5, 0, 15, 5))
    assert main_angle([(0, 0), (3, 4), (-1, 2)]) == pytest.approx(np.arctan2(4, 3))
    assert fit_rectangle([(0, 0), (1, 1)]) is None


@pytest.mark.parametrize("seed", range(5))
def test_a_rectangle_fits_into_its_plot(seed):
    polygon = make_polygon(seed)
    x, y, angle, half_length, half_width = fit_rectangle(polygon)
    assert half_length >= half_width > 0
    along, across = np.array([np.cos(angle), np.sin(angle)]), np.array([-np.sin(angle), np.cos(angle)])
    corners = [np.array([x, y]) + s * half_length * along + t * half_width * across
               for s, t in ((-1, -1), (1, -1), (1, 1), (-1, 1))]
    assert shapely.buffer(shapely.Polygon(polygon), 1e-6).covers(shapely.Polygon(corners))


def test_points_are_spread_over_the_whole_plot():
    rng = np.random.default_rng(0)
    points = np.array([draw_point(SQUARE, rng) for _ in range(2000)])
    counts, _, _ = np.histogram2d(*points.T, bins=4, range=[[0, 20], [0, 20]])
    assert counts.sum() == 2000 and counts.min() > 80 and counts.max() < 170  # 125 expected


def test_blobs_are_round_outlines_without_crossings():
    rng = np.random.default_rng(0)
    blobs = [shapely.Polygon(blob(np.array([5.0, 7.0]), 10, rng)) for _ in range(20)]
    assert all(each.is_valid for each in blobs)
    assert np.mean([each.area for each in blobs]) == pytest.approx(np.pi * 100, rel=0.3)
