"""The mesh: exact integrals, triangles that never invert, few vertices in the right places."""

from __future__ import annotations

import math
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
import shapely

from eo_deep.polygonization.mesh.approximate import CONTOUR, REGULAR, Outlines, Pixels, Settings, approximate
from eo_deep.polygonization.mesh.energy import integrate_triangle, penalize_direction, pull_on_edge
from eo_deep.polygonization.mesh.triangulation import triangulate

NONE = np.zeros((0, 1, 1), np.float32)


def outline(faces: np.ndarray, classes: list[int]) -> Outlines:
    """Pixel edges between the faces (h, w) of an image, numbered from 1 on; face 0 is outside."""
    framed = np.pad(faces, 1)
    edges: list[tuple] = []
    height, width = faces.shape
    for y in range(height + 1):
        edges += [((x, y), (x + 1, y), framed[y, x + 1], framed[y + 1, x + 1]) for x in range(width)
                  if framed[y, x + 1] != framed[y + 1, x + 1]]
    for x in range(width + 1):
        edges += [((x, y), (x, y + 1), framed[y + 1, x + 1], framed[y + 1, x]) for y in range(height)
                  if framed[y + 1, x + 1] != framed[y + 1, x]]
    points = sorted({p for edge in edges for p in edge[:2]})
    number = {p: i for i, p in enumerate(points)}
    xy = np.array(points, float)
    slide = np.where(np.isin(xy[:, 0], (0, width)), 1, 0) | np.where(np.isin(xy[:, 1], (0, height)), 2, 0)
    ends = np.array([[number[a], number[b]] for a, b, _, _ in edges], np.int32)
    sides = np.array([[left, right] for _, _, left, right in edges], np.int32)
    return Outlines(xy, ends, sides[:, 0], sides[:, 1], np.array([-1, *classes], np.int32),
                    np.zeros(len(xy), bool), slide.astype(np.uint8))


def draw(shape: shapely.Geometry, size: int = 80, fine: int = 8) -> np.ndarray:
    """(size, size) share of each pixel that the shape covers."""
    at = (np.arange(size * fine) + 0.5) / fine
    inside = shapely.contains_xy(shape, *np.meshgrid(at, at))
    return inside.reshape(size, fine, size, fine).mean(axis=(1, 3)).astype(np.float32)


def polygon_of(outlines: Outlines, face: int) -> shapely.Polygon:
    """What the edges of a face enclose."""
    own = (outlines.left == face) | (outlines.right == face)
    parts = shapely.get_parts(shapely.polygonize(shapely.linestrings(outlines.xy[outlines.edges[own]])))
    return max(parts, key=lambda part: shapely.Polygon(part.exterior).area)


def approximate_shape(shape: shapely.Geometry, **settings) -> tuple[shapely.Polygon, int]:
    """The polygon found for a shape seen as soft probabilities, and its status."""
    share = draw(shape)
    labels = (share >= 0.5).astype(np.int32)
    settings = {"regular": (1,), **settings}
    result = approximate(outline(labels + 1, [0, 1]), Pixels(0, 0, labels, np.stack([1 - share, share])),
                         Settings(**settings))
    return polygon_of(result.outlines, 2), int(result.status[2])


def iou(a: shapely.Geometry, b: shapely.Geometry) -> float:
    return a.intersection(b).area / a.union(b).area


def turned(shape: shapely.Geometry, degrees: float) -> shapely.Geometry:
    return shapely.affinity.rotate(shape, degrees, origin=(40, 40))


RECTANGLE = shapely.box(18.3, 25.4, 60.7, 50.2)
ANGLED = shapely.Polygon([(20, 20), (60, 20), (60, 40), (40, 40), (40, 62), (20, 62)])


def test_integral_over_a_triangle_is_exact():
    rng = np.random.default_rng(0)
    probabilities = rng.random((2, 20, 20)).astype(np.float32)
    labels = np.zeros((20, 20), np.int32)
    a, b, c = (3.2, 4.1), (15.7, 8.3), (6.4, 17.9)
    expected = sum(
        shapely.Polygon([a, b, c]).intersection(shapely.box(x, y, x + 1, y + 1)).area
        * float(probabilities[0, y, x] - probabilities[1, y, x]) for x in range(20) for y in range(20))
    assert integrate_triangle(labels, probabilities, 0, 1, *a, *b, *c) == pytest.approx(expected, abs=1e-6)
    assert integrate_triangle(labels, probabilities, 0, 1, *a, *c, *b) == pytest.approx(-expected, abs=1e-6)


def test_class_maps_count_as_certain():
    labels = np.zeros((10, 10), np.int32)
    labels[:, 5:] = 7
    assert integrate_triangle(labels, NONE, 7, 0, 0, 0, 10, 0, 10, 10) == pytest.approx(25.0)  # 37.5 - 12.5


def test_gradient_is_that_of_the_integral():
    rng = np.random.default_rng(1)
    probabilities = rng.random((2, 30, 30)).astype(np.float32)
    labels = np.zeros((30, 30), np.int32)
    a, b, step = np.array([4.3, 5.2]), np.array([22.1, 17.6]), 1e-4
    at_end = pull_on_edge(labels, probabilities, 0, 1, *a, *b)[1]
    dx, dy = (b - a) / np.hypot(*(b - a))
    for axis, normal in ((0, dy), (1, -dx)):
        e = np.zeros(2)
        e[axis] = step
        change = (integrate_triangle(labels, probabilities, 0, 1, *a, *b, *(b + e))
                  - integrate_triangle(labels, probabilities, 0, 1, *a, *b, *(b - e)))
        assert change / (2 * step) == pytest.approx(normal * at_end, rel=1e-3, abs=1e-6)


def test_the_penalty_for_a_direction_is_bounded_and_has_its_gradient():
    assert penalize_direction(10.0, 0.0, 1.0, 0.0, 0.28)[0] == pytest.approx(0)
    assert penalize_direction(7.0, 7.0, 1.0, 0.0, 0.28)[0] == pytest.approx(0.28 * math.hypot(7, 7))
    penalty, gx, gy = penalize_direction(9.0, 1.0, 1.0, 0.0, 0.28)
    assert (penalize_direction(9.0 + 1e-6, 1.0, 1.0, 0.0, 0.28)[0] - penalty) / 1e-6 == pytest.approx(gx, rel=1e-3)
    assert (penalize_direction(9.0, 1.0 + 1e-6, 1.0, 0.0, 0.28)[0] - penalty) / 1e-6 == pytest.approx(gy, rel=1e-3)


def triangulate_points(points: np.ndarray, edges: np.ndarray) -> tuple[int, np.ndarray, np.ndarray, np.ndarray]:
    low, high = points.min() - 5, points.max() + 5
    xy = np.concatenate([points, [[low, low], [high, low], [high, high], [low, high]]])
    corners, neighbours, held = (np.full((2 * len(xy), 3), -1, np.int32) for _ in range(3))
    count = triangulate(xy, np.arange(len(points)), edges.astype(np.int32), corners, neighbours, held,
                        np.full(len(xy), -1, np.int32))
    return count, xy, corners, held


def test_triangulation_covers_everything_and_holds_its_edges():
    points = np.random.default_rng(2).random((200, 2)) * 50
    order = np.argsort(points[:, 0])
    edges = np.column_stack([order[:-1], order[1:]])  # from left to right, so that none cross
    count, xy, corners, held = triangulate_points(points, edges)
    a, b, c = xy[corners[:count]].transpose(1, 0, 2)
    areas = (b - a)[:, 0] * (c - a)[:, 1] - (b - a)[:, 1] * (c - a)[:, 0]
    assert (areas > 0).all()
    assert areas.sum() / 2 == pytest.approx((xy[-1, 1] - xy[-4, 1])**2)
    assert sorted(held[held >= 0]) == sorted([*range(199)] * 2)


def test_edges_that_cross_are_refused():
    points = np.array([[0, 0], [10, 10], [0, 10], [10, 0.0]])
    assert triangulate_points(points, np.array([[0, 1], [2, 3]]))[0] == -1
    labels = np.zeros((10, 10), np.int32)
    crossing = Outlines(points, np.array([[0, 1], [2, 3]], np.int32), np.zeros(2, np.int32), np.ones(2, np.int32),
                        np.array([0, 1], np.int32), np.zeros(4, bool), np.zeros(4, np.uint8))
    result = approximate(crossing, Pixels(0, 0, labels), Settings())
    assert (result.status == CONTOUR).all() and np.array_equal(result.outlines.xy, points)


@pytest.mark.parametrize("degrees", [0, 7, 23, 45, 71])
@pytest.mark.parametrize(("shape", "corners"), [(RECTANGLE, 4), (ANGLED, 6)])
def test_a_building_in_any_rotation_gets_its_corners_and_right_angles(shape, corners, degrees):
    truth = turned(shape, degrees)
    found, status = approximate_shape(truth)
    assert status == REGULAR
    assert len(found.exterior.coords) - 1 == corners
    assert iou(found, truth) > 0.96
    walls = np.diff(shapely.get_coordinates(found), axis=0)
    angles = np.degrees(np.arctan2(walls[:, 1], walls[:, 0]))
    off = (angles - angles[0] + 45) % 90 - 45
    assert np.abs(off).max() < 1e-6


def test_other_classes_get_no_right_angles():
    leaning = shapely.Polygon([(20, 20), (60, 24), (52, 60), (22, 52)])
    found, status = approximate_shape(leaning, regular=())
    assert status == 0
    assert len(found.exterior.coords) - 1 == 4 and iou(found, leaning) > 0.97


def test_a_true_diagonal_stays():
    cut = shapely.Polygon([(20, 20), (60, 20), (60, 44), (38, 60), (20, 60)])
    found, _ = approximate_shape(cut)
    assert len(found.exterior.coords) - 1 == 5
    walls = np.diff(shapely.get_coordinates(found), axis=0)
    angles = np.degrees(np.arctan2(walls[:, 1], walls[:, 0])) % 180
    expected = math.degrees(math.atan2(-16, 22)) % 180
    assert np.abs(angles - expected).min() < 1.0


def test_a_round_building_stays_round():
    disc = shapely.Point(40, 40).buffer(18, 64)
    found, status = approximate_shape(disc)
    assert status != REGULAR
    assert 8 <= len(found.exterior.coords) - 1 <= 16
    assert iou(found, disc) > 0.96
    corners = shapely.get_coordinates(found)[:-1]
    assert np.ptp(np.hypot(*(corners - corners.mean(axis=0)).T)) < 1e-6


def test_a_dearer_vertex_makes_fewer():
    wavy = shapely.Point(40, 40).buffer(20, 64).union(shapely.box(38, 10, 46, 70))
    counts = [len(approximate_shape(wavy, regular=(), vertex_penalty_px2=penalty)[0].exterior.coords)
              for penalty in (0.5, 4, 40)]
    assert counts[0] > counts[1] > counts[2]


def test_outlines_keep_their_largest_distance():
    spiky = shapely.box(20, 20, 60, 50).union(shapely.box(36, 50, 38, 57))
    contour = polygon_of(outline((draw(spiky) >= 0.5).astype(np.int32) + 1, [0, 1]), 2)
    far, _ = approximate_shape(spiky, vertex_penalty_px2=60.0)
    near, _ = approximate_shape(spiky, vertex_penalty_px2=60.0, max_distance_px=2.0)
    assert shapely.hausdorff_distance(far, contour) > 5
    assert shapely.hausdorff_distance(near, contour) <= 2.5


def test_pixels_need_not_be_square():
    truth = turned(RECTANGLE, 30)
    squeezed = shapely.affinity.scale(truth, 1, 0.5, origin=(0, 0))
    found, status = approximate_shape(squeezed, aspect=2.0)
    assert status == REGULAR
    on_ground = shapely.affinity.scale(found, 1, 2, origin=(0, 0))
    walls = np.diff(shapely.get_coordinates(on_ground), axis=0)
    assert abs(walls[0] @ walls[1]) < 1e-6 * np.hypot(*walls[0]) * np.hypot(*walls[1])
    assert iou(on_ground, truth) > 0.96


def make_block() -> tuple[np.ndarray, list[int]]:
    """A block of touching houses (class 1, 2) with a courtyard, beside a road (3) along the image's edge: faces."""
    faces = np.ones((90, 90), np.int32)
    y, x = np.mgrid[:90, :90] + 0.5
    u, v = (x - 45) * math.cos(0.3) + (y - 45) * math.sin(0.3), -(x - 45) * math.sin(0.3) + (y - 45) * math.cos(0.3)
    block = (abs(u) < 32) & (abs(v) < 25)
    faces[block & (u < 0)] = 2
    faces[block & (u >= 0)] = 3
    faces[(abs(u) < 12) & (abs(v) < 8)] = 4
    faces[(v > 34)] = 5
    return faces, [0, 1, 2, 0, 3]


def test_classes_share_their_walls_without_gap_or_overlap():
    faces, classes = make_block()
    labels = np.array([-1, *classes], np.int32)[faces]
    before = outline(faces, classes)
    result = approximate(before, Pixels(0, 0, labels), Settings(regular=(1, 2)))
    polygons = np.array([polygon_of(result.outlines, face) for face in range(1, 6)])
    assert shapely.is_valid(polygons).all() and shapely.coverage_is_valid(polygons)
    assert shapely.area(polygons).sum() == pytest.approx(8100) == shapely.union_all(polygons).area
    pairs = {frozenset(pair) for pair in zip(before.left.tolist(), before.right.tolist(), strict=True)}
    assert {frozenset(pair) for pair in zip(result.outlines.left.tolist(), result.outlines.right.tolist())} == pairs
    assert len(result.outlines.xy) < 40 < len(before.xy)
    assert (result.status[[2, 3]] == REGULAR).all()


def test_pixels_may_be_a_window_of_a_larger_raster():
    faces, classes = make_block()
    labels = np.array([-1, *classes], np.int32)[faces]
    here = approximate(outline(faces, classes), Pixels(0, 0, labels), Settings(regular=(1,)))
    moved = outline(faces, classes)
    moved.xy += [1000, 2000]
    there = approximate(moved, Pixels(1000, 2000, labels), Settings(regular=(1,)))
    np.testing.assert_allclose(there.outlines.xy, here.outlines.xy + [1000, 2000], atol=1e-9)


def test_frozen_vertices_stay_and_the_frame_stays_straight():
    faces, classes = make_block()
    labels = np.array([-1, *classes], np.int32)[faces]
    before = outline(faces, classes)
    before.frozen[:] = before.xy[:, 0] > 50
    after = approximate(before, Pixels(0, 0, labels), Settings(regular=(1,))).outlines
    kept = {tuple(p) for p in after.xy}
    assert all(tuple(p) in kept for p in before.xy[before.frozen])
    for p, slide in zip(after.xy, after.slide):
        assert not slide & 1 or p[0] in (0, 90)
        assert not slide & 2 or p[1] in (0, 90)


def test_the_same_input_gives_the_same_outlines_in_any_thread():
    faces, classes = make_block()
    labels = np.array([-1, *classes], np.int32)[faces]

    def work(_: int) -> Outlines:
        return approximate(outline(faces, classes), Pixels(0, 0, labels), Settings(regular=(1, 2))).outlines

    first = work(0)
    with ThreadPoolExecutor(4) as pool:
        for other in pool.map(work, range(4)):
            assert np.array_equal(other.xy, first.xy) and np.array_equal(other.edges, first.edges)


def test_noise_ends_with_a_valid_map():
    labels = (np.indices((40, 40)).sum(axis=0) % 2).astype(np.int32)
    faces = np.arange(1, 1601, dtype=np.int32).reshape(40, 40)
    result = approximate(outline(faces, labels.ravel().tolist()), Pixels(0, 0, labels), Settings(regular=(1,)))
    polygons = np.array([polygon_of(result.outlines, face) for face in range(1, 1601)])
    assert shapely.is_valid(polygons).all() and shapely.coverage_is_valid(polygons)
    assert shapely.area(polygons).sum() == pytest.approx(1600)


@pytest.mark.parametrize("labels", [np.ones((12, 12)), np.ones((1, 1)), np.eye(1, 30, 3)])
def test_maps_with_next_to_nothing_in_them(labels):
    labels = labels.astype(np.int32)
    faces = labels + 1 if labels.min() != labels.max() else np.ones_like(labels)
    faces[:, labels[0].argmax() + 1:] += 2 * (faces[:, labels[0].argmax() + 1:] == 1) if faces.max() > 1 else 0
    result = approximate(outline(faces, [0, 1, 0][:faces.max()]), Pixels(0, 0, labels), Settings(regular=(1,)))
    assert sum(polygon_of(result.outlines, face).area for face in range(1, faces.max() + 1)) == pytest.approx(
        labels.size)


def test_a_line_of_one_pixel_survives():
    faces = np.ones((30, 60), np.int32)
    faces[12, 5:50] = 2
    labels = faces - 1
    result = approximate(outline(faces, [0, 1]), Pixels(0, 0, labels), Settings(regular=(1,)))
    line = polygon_of(result.outlines, 2)
    assert line.area == pytest.approx(45, rel=0.05)
