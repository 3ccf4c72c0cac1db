"""What maps of borders and directions cost an edge: exact integrals, bounded penalties, gradients."""

from __future__ import annotations

import math

import numpy as np
import pytest
import shapely
from scipy.ndimage import gaussian_filter, map_coordinates

from eo_deep.polygonization.mesh.approximate import Pixels, Settings, approximate
from eo_deep.polygonization.mesh.energy import number_objects
from eo_deep.polygonization.mesh.evidence import (
    BORDER,
    CONVEX,
    integrate_along,
    penalize_border,
    penalize_course,
    see_corner,
)
from tests.engine.polygonization.mesh.test_approximate import draw, iou, outline, polygon_of

A, B = np.array([4.3, 5.2]), np.array([22.1, 17.6])


def make_maps(seed: int = 0) -> np.ndarray:
    """(5, 30, 30) of noise."""
    return np.random.default_rng(seed).uniform(-0.7, 0.7, (5, 30, 30)).astype(np.float32)


def differentiate(function, at: np.ndarray, step: float = 1e-5) -> list[float]:
    return [(function(at + e) - function(at - e)) / (2 * step) for e in np.eye(2) * step]


def test_the_integral_along_an_edge_is_that_of_the_bilinear_map():
    maps, t = make_maps(), (np.arange(200_000) + 0.5) / 200_000
    x, y = (A[:, None] + t * (B - A)[:, None]) - 0.5
    expected = map_coordinates(maps[0].astype(float), [y, x], order=1).mean() * math.dist(A, B)
    assert integrate_along(maps, 0, *A, *B)[0] == pytest.approx(expected, abs=1e-5)
    assert integrate_along(maps, 0, *B, *A)[0] == pytest.approx(expected, abs=1e-5)


@pytest.mark.parametrize("end", [B, [22.1, 5.2], [4.3, 28.0], [-5.0, -3.0]])
def test_its_gradient_is_that_of_the_integral(end):
    maps = make_maps(1)
    gradient = integrate_along(maps, 2, *A, *end)[1:]
    assert gradient == pytest.approx(differentiate(lambda b: integrate_along(maps, 2, *A, *b)[0], np.array(end)),
                                     abs=1e-5)


@pytest.mark.parametrize("bound", [0.28, 2.0])
def test_the_penalty_of_a_course_and_its_sureness_have_their_gradients(bound):
    maps = make_maps(2)
    maps[1] += 0.6  # so that there is a direction
    found = penalize_course(maps, *A, *B, bound)
    for k in (0, 3):
        expected = differentiate(lambda b, k=k: penalize_course(maps, *A, *b, bound)[k], B)
        assert found[k + 1 : k + 3] == pytest.approx(expected, abs=1e-5)


def test_the_penalty_of_a_course_is_bounded_and_weighted_by_how_sure_the_direction_is():
    maps = np.zeros((5, 30, 30), np.float32)
    maps[1] = 0.5  # walls along the axes, half sure
    assert penalize_course(maps, 5, 5, 25, 5, 0.28)[0] == pytest.approx(0)
    assert penalize_course(maps, 5, 5, 20, 20, 0.28)[0] == pytest.approx(0.28 * 0.5 * math.hypot(15, 15))
    assert penalize_course(maps, 5, 5, 25, 6, 0.28)[0] == pytest.approx(
        0.5 * math.hypot(20, 1) * math.sin(2 * math.atan2(1, 20))**2)
    assert penalize_course(0 * maps, 5, 5, 20, 20, 0.28) == (0.0,) * 6


def test_a_border_that_is_not_seen_costs_and_pulls_towards_where_it_is():
    maps = np.zeros((5, 30, 30), np.float32)
    assert penalize_border(maps, 5, 5, 17, 10)[0] == pytest.approx(13.0)
    maps[BORDER] = 1
    assert penalize_border(maps, 5, 5, 17, 10)[0] == pytest.approx(0)
    maps = np.abs(make_maps(3))
    found = penalize_border(maps, *A, *B)
    assert found[1:] == pytest.approx(differentiate(lambda b: penalize_border(maps, *A, *b)[0], B), abs=1e-5)


def test_a_corner_has_its_value_at_its_pixel_and_its_gradient_beside_it():
    maps = np.abs(make_maps(4))
    assert see_corner(maps, 10.5, 12.5)[0] == pytest.approx(maps[CONVEX:, 12, 10].max(), abs=1e-6)
    found = see_corner(maps, *B)
    assert found[1:] == pytest.approx(differentiate(lambda b: see_corner(maps, *b)[0], B), abs=1e-5)


QUADRILATERAL = shapely.Polygon([(18, 20), (58, 31), (49, 57), (24, 63)])
IRREGULAR = shapely.Polygon([(18, 22), (58, 33), (44, 58), (26, 64)])  # no right angle, nor nearly one


def draw_maps(shape: shapely.Polygon, size: int = 80) -> np.ndarray:
    """(5, size, size): directions within 4 px of the walls, Gaussians of 1.2 px at convex corners."""
    maps = np.zeros((5, size, size), np.float32)
    y, x = np.mgrid[:size, :size] + 0.5
    points, ring = shapely.points(x, y), shapely.get_coordinates(shape)
    walls = np.array([shapely.LineString(ring[k : k + 2]) for k in range(len(ring) - 1)])
    distance = shapely.distance(walls[:, None, None], points)
    phi = np.arctan2(*np.diff(ring, axis=0).T[::-1])[distance.argmin(axis=0)]
    near = distance.min(axis=0) <= 4
    maps[1][near], maps[2][near] = np.cos(4 * phi[near]), np.sin(4 * phi[near])
    for vx, vy in ring[:-1]:
        maps[CONVEX] = np.maximum(maps[CONVEX], np.exp(-((x - vx) ** 2 + (y - vy) ** 2) / (2 * 1.2**2)))
    return maps


def observe(shape: shapely.Geometry, noise: float, seed: int) -> np.ndarray:
    """(80, 80) noisy probabilities."""
    smooth = gaussian_filter(np.random.default_rng(seed).standard_normal((80, 80)), 1.7) * 6
    return (1 / (1 + np.exp(-8 * (gaussian_filter(draw(shape), 1.3) - 0.5) - noise * smooth))).astype(np.float32)


def approximate_seen(p: np.ndarray, maps: np.ndarray | None, **settings) -> tuple[shapely.Polygon, int]:
    """The largest polygon of probabilities, without holes, and its status."""
    labels = (p >= 0.5).astype(np.int32)
    faces = _find_faces(labels)
    result = approximate(outline(faces, labels.ravel()[np.unique(faces, return_index=True)[1]].tolist()),
                         Pixels(0, 0, labels, np.stack([1 - p, p]), maps), Settings(**settings))
    middle = faces[40, 36]
    return shapely.Polygon(polygon_of(result.outlines, middle).exterior), int(result.status[middle])


def _find_faces(labels: np.ndarray) -> np.ndarray:
    from scipy.ndimage import label  # noqa: PLC0415

    inside, count = label(labels)
    outside, _ = label(1 - labels)
    return np.where(labels > 0, inside, outside + count)


def corner_errors(polygon: shapely.Polygon, truth: shapely.Polygon) -> np.ndarray:
    mine, theirs = shapely.get_coordinates(polygon)[:-1], shapely.get_coordinates(truth)[:-1]
    return np.hypot(*(mine[:, None] - theirs).transpose(2, 0, 1)).min(axis=0)


@pytest.mark.parametrize("degraded", [False, True])
def test_maps_give_noisy_quadrilaterals_their_corners(degraded):
    fours, errors, truth = {"with": 0, "without": 0}, {"with": [], "without": []}, draw_maps(QUADRILATERAL)
    rng = np.random.default_rng(0)
    for seed in range(12):
        maps = truth.copy()
        if degraded:
            maps = np.stack([gaussian_filter(layer, 1.0) for layer in maps])
            maps[1:3] *= gaussian_filter(rng.uniform(size=(80, 80)), 4) > 0.49  # gaps
            row, column = rng.integers(22, 60, 2)  # a false corner
            maps[CONVEX, row - 1 : row + 2, column - 1 : column + 2] = 0.5
        p = observe(QUADRILATERAL, 1.5, seed)
        for name, given in (("with", maps), ("without", None)):
            polygon, _ = approximate_seen(p, given)
            fours[name] += len(shapely.get_coordinates(polygon)) == 5
            errors[name] += corner_errors(polygon, QUADRILATERAL).tolist()
    assert fours["with"] > fours["without"]
    assert fours["with"] >= 10
    assert np.median(errors["with"]) < 0.7 * np.median(errors["without"])


def test_right_angles_are_not_forced_on_what_maps_show_to_have_none():
    p = observe(IRREGULAR, 0.5, 1)
    errors = {}
    for name, maps in (("with", draw_maps(IRREGULAR)), ("without", None)):
        polygon, status = approximate_seen(p, maps, regular=(1,))
        errors[name] = corner_errors(polygon, IRREGULAR)
        if maps is not None:
            assert status == 0
            assert len(shapely.get_coordinates(polygon)) == 5
            assert iou(polygon, IRREGULAR) > 0.96
    assert errors["with"].max() < 1.0
    assert errors["with"].mean() <= errors["without"].mean()


def test_right_angles_stay_exact_where_maps_show_them():
    shape = shapely.affinity.rotate(shapely.Polygon([(20, 20), (60, 20), (60, 40), (40, 40), (40, 62), (20, 62)]), 17)
    polygon, status = approximate_seen(observe(shape, 1.0, 2), draw_maps(shape), regular=(1,))
    assert status == 1
    assert len(shapely.get_coordinates(polygon)) == 7
    assert corner_errors(polygon, shape).max() < 1.5


@pytest.mark.parametrize(("corners", "with_maps"), [(4, False), (4, True), (3, False), (6, False)])
def test_objects_get_the_number_of_corners_that_is_asked_for(corners, with_maps):
    maps = draw_maps(QUADRILATERAL) if with_maps else None
    for seed in range(6):
        polygon, _ = approximate_seen(observe(QUADRILATERAL, 1.5, seed), maps, corners=corners)
        assert len(shapely.get_coordinates(polygon)) == corners + 1
        if corners == 4:
            assert iou(polygon, QUADRILATERAL) > 0.88


def test_the_number_of_corners_is_that_of_the_outer_ring_and_of_both_neighbours():
    share = draw(shapely.box(10.4, 15.3, 70.2, 62.1) - shapely.Point(25, 40).buffer(6))
    labels = (share >= 0.5).astype(np.int32)
    place = (np.arange(80) >= 42).astype(int) * np.ones((80, 1), int)
    faces = np.where(labels > 0, 1 + place, 3)
    faces[30:50, 15:35][labels[30:50, 15:35] == 0] = 4
    outlines = outline(faces, number_objects(np.array([1, 1, 0, 0]), np.arange(4), 2).tolist())
    result = approximate(outlines, Pixels(0, 0, number_objects(labels, place, 2), np.stack([1 - share, share])),
                         Settings(corners=4)).outlines
    for face in (1, 2):
        assert len(polygon_of(result, face).exterior.coords) == 5
    assert len(polygon_of(result, 4).exterior.coords) > 4
