"""Scores of polygons against values worked out by hand, and against the traps that published scripts fell into."""

from itertools import permutations

import numpy as np
import pytest
import shapely
from shapely import MultiPolygon, Polygon, affinity, box

from eo_deep.errors import EoDeepError
from eo_deep.evaluation.polygons.area_scores import find_gaps, find_overlaps, measure_boundary_iou, measure_iou
from eo_deep.evaluation.polygons.object_scores import (
    Pairs,
    average_precision,
    count_holes,
    count_invalid,
    count_parts,
    count_vertices,
    find_pairs,
    match_greedily,
    match_objects,
    measure_complexity_iou,
)
from eo_deep.evaluation.polygons.outline_scores import (
    EdgeErrors,
    average_polis_m,
    compare_axes,
    compare_directions,
    measure_hausdorff_m,
    measure_max_tangent_angle_deg,
    measure_polis_m,
)
from eo_deep.evaluation.polygons.summary import score_polygons


def layer(*geometries):
    return np.array([None, *geometries], dtype=object)[1:]


HOLED = Polygon(box(0, 0, 10, 10).exterior, [box(4, 4, 6, 6).exterior.reverse()])
SQUARE, SHIFTED = layer(box(0, 0, 10, 10)), layer(box(1, 0, 11, 10))


def area(geometries):
    return float(shapely.area(geometries).sum())


def make_town(count, noise_m, seed=0):
    """L-shaped buildings on a grid, and the same with noise on every vertex."""
    rng = np.random.default_rng(seed)
    shape = np.array([(-6, -5), (6, -5), (6, 1), (2, 1), (2, 5), (-6, 5)], float)
    towns = []
    for noise in (noise_m, 0):
        rings = [
            affinity.rotate(Polygon(shape + rng.normal(0, noise, shape.shape)), 7 * k, origin=(0, 0))
            for k in range(count)
        ]
        towns.append(layer(*(affinity.translate(r, 40 * (k % 10), 40 * (k // 10)) for k, r in enumerate(rings))))
    return towns


def test_vertices_parts_and_holes_of_everything_count():
    two = MultiPolygon([HOLED, box(20, 0, 30, 10)])
    geometries = layer(box(0, 0, 1, 1), HOLED, two)
    assert count_vertices(geometries).tolist() == [4, 8, 12]
    assert count_parts(geometries).tolist() == [1, 1, 2]
    assert count_holes(geometries).tolist() == [0, 1, 1]
    bow_tie = Polygon([(0, 0), (2, 2), (2, 0), (0, 2)])
    assert count_invalid(layer(HOLED, bow_tie)) == 1


def test_iou_of_shifted_squares():
    assert measure_iou(SQUARE, SHIFTED) == pytest.approx(90 / 110)
    assert measure_boundary_iou(SQUARE, SHIFTED, 1.0) == pytest.approx(18 / (36 + 36 - 18))
    assert measure_iou(SQUARE[:0], SQUARE[:0]) == 1
    assert measure_iou(SQUARE, SQUARE[:0]) == 0
    with pytest.raises(EoDeepError, match="above 0 m, got 0 m"):
        measure_boundary_iou(SQUARE, SHIFTED, 0)


def test_iou_counts_what_overlaps_once():
    twice = layer(box(0, 0, 10, 10), box(5, 0, 15, 10), box(5, 0, 15, 10))
    assert measure_iou(twice, layer(box(0, 0, 15, 10))) == pytest.approx(1)


def test_iou_agrees_with_an_overlay_of_everything():
    rng = np.random.default_rng(1)
    corners, sizes = rng.uniform(0, 100, (300, 2)), rng.uniform(1, 9, (300, 2))
    scattered = shapely.box(*corners.T, *(corners + sizes).T)
    large = layer(Polygon(box(-1, -1, 60, 120).exterior, [box(20, 20, 40, 40).exterior]))
    some, others = scattered[::3], np.delete(scattered, np.s_[::3])
    for first, second in ((some, others), (large, others), (others, large), (large, large)):
        one, two = shapely.union_all(first), shapely.union_all(second)
        assert measure_iou(first, second) == pytest.approx(one.intersection(two).area / one.union(two).area)


def test_boundary_iou_sees_walls_that_neighbours_share():
    true = layer(box(0, 0, 10, 10), box(10, 0, 20, 10))
    wrong = layer(box(0, 0, 5, 10), box(5, 0, 20, 10))
    assert measure_iou(wrong, true) == pytest.approx(1)
    assert measure_boundary_iou(wrong, true, 1.0) < 0.8


def test_pairs_and_matching():
    predicted = layer(box(0, 0, 10, 10), box(0, 0, 10, 9), box(20, 0, 30, 4), box(40, 0, 50, 10))
    true = layer(box(0, 0, 10, 10), box(20, 0, 30, 10), box(41, 0, 51, 10), box(60, 0, 70, 10))
    pairs = find_pairs(predicted, true)
    assert (pairs.predicted.tolist(), pairs.reference.tolist()) == ([0, 1, 2, 3], [0, 0, 1, 2])
    assert pairs.iou == pytest.approx([1, 0.9, 0.4, 90 / 110])
    matches = match_objects(pairs)
    assert (matches.predicted.tolist(), matches.reference.tolist()) == ([0, 3], [0, 2])
    by_score = match_greedily(pairs, scores=np.array([0.2, 0.9, 0.5, np.nan]))
    assert by_score.predicted.tolist() == [1, 3]  # the duplicate with the higher score takes the building
    classes = np.array(["house", "shed", "house", "shed"])
    assert len(find_pairs(predicted, true, classes, np.array(["shed"] * 4))) == 2


def test_maximum_matching_finds_more_pairs_than_the_greedy_one():
    predicted = layer(box(0, 0, 10, 10), box(3, 0, 13, 10), box(100, 0, 110, 10))
    reference = layer(box(0.5, 0, 10.5, 10), box(-3, 0, 7, 10), box(100, 0, 110, 9))
    pairs = find_pairs(predicted, reference)
    matches = match_objects(pairs)
    assert (matches.predicted.tolist(), matches.reference.tolist()) == ([0, 1, 2], [1, 0, 2])
    assert matches.iou == pytest.approx([7 / 13, 7.5 / 12.5, 0.9])
    assert match_greedily(pairs).iou == pytest.approx([9.5 / 10.5, 0.9])


def test_matching_agrees_with_a_search_of_all_matchings():
    rng = np.random.default_rng(0)
    for _ in range(40):
        i, j = np.nonzero(rng.uniform(size=(4, 4)) < 0.6)
        pairs = Pairs(i, j, rng.uniform(0.5, 1, len(i)))
        iou = np.zeros((4, 4))
        iou[i, j] = pairs.iou
        ways = [iou[range(4), columns] for columns in permutations(range(4))]
        totals = [(np.count_nonzero(way), way.sum()) for way in ways]
        matches = match_objects(pairs)
        assert (len(matches), matches.iou.sum()) == pytest.approx(max(totals))
        assert len(set(matches.predicted)) == len(set(matches.reference)) == len(matches)


def test_a_bounding_box_is_no_match():
    low, high = Polygon([(0, 0), (10, 0), (0, 10)]), Polygon([(10, 10), (10, 0), (0, 10)])
    assert len(find_pairs(layer(low), layer(high))) == 0  # their bounding boxes are the same


def test_average_precision_by_hand():
    pairs = Pairs(np.array([0, 2]), np.array([0, 1]), np.array([0.9, 0.62]))
    scored = average_precision(pairs, 3, 2, scores=np.array([0.9, 0.8, 0.7]))
    whole, half = (51 * 1 + 50 * 2 / 3) / 101, 51 / 101
    assert scored == pytest.approx([whole] * 3 + [half] * 6 + [0])
    tied = average_precision(pairs, 3, 2, scores=np.full(3, 0.5))
    assert tied == pytest.approx([2 / 3] * 3 + [51 / 101 / 3] * 6 + [0])
    assert np.isnan(average_precision(pairs, 3, 0, scores=np.zeros(3))).all()
    assert average_precision(pairs.select(np.array([], int)), 0, 2, scores=np.zeros(0)).tolist() == [0] * 10


def test_average_precision_matches_in_order_of_score_not_of_iou():
    """The surer polygon takes the only reference polygon, though a less sure one fits better; that one is false."""
    pairs = Pairs(np.array([0, 1]), np.array([0, 0]), np.array([0.95, 0.6]))
    worse_first = average_precision(pairs, 2, 1, scores=np.array([0.3, 0.8]))
    # At 0.65 and more the first in rank is false, and the second right: precision 1/2 at all recalls.
    assert worse_first == pytest.approx([1] * 3 + [0.5] * 7)
    assert average_precision(pairs, 2, 1, scores=np.array([0.8, 0.3])) == pytest.approx([1] * 10)


def test_average_precision_interpolates_at_101_recalls():
    """Ranks: right, false, right, right, of four; the one left out keeps the curve at 0 beyond recall 0.75."""
    pairs = Pairs(np.array([0, 2, 3]), np.array([0, 1, 2]), np.full(3, 0.99))
    found = average_precision(pairs, 4, 4, scores=np.array([0.9, 0.8, 0.7, 0.6]))
    # Recalls 0 to .25: 26 points at precision 1; .26 to .75: 50 points at 3/4, the maximum to their right.
    assert found == pytest.approx([(26 + 50 * 3 / 4) / 101] * 10)


def test_average_precision_does_not_depend_on_the_order_of_ties():
    pairs = Pairs(np.array([0]), np.array([0]), np.array([0.9]))
    moved = Pairs(np.array([3]), np.array([0]), np.array([0.9]))
    scores = np.full(4, np.nan)
    assert average_precision(pairs, 4, 2, scores) == pytest.approx(average_precision(moved, 4, 2, scores))


def test_polis_does_not_count_the_closing_point():
    assert measure_polis_m(SQUARE, SHIFTED) == pytest.approx(0.5)  # with the closing point it would be 0.6
    assert measure_polis_m(layer(HOLED), SQUARE) == pytest.approx(((4 * 4) / 8 + 0) / 2)


def test_a_miss_never_improves_the_mean_polis():
    rng = np.random.default_rng(0)
    for _ in range(100):
        polis_m = rng.exponential(5, rng.integers(1, 6))
        missed, spurious = rng.integers(0, 4, 2)
        before = average_polis_m(polis_m, missed, spurious)
        assert average_polis_m(polis_m[1:], missed + 1, spurious + 1) >= before - 1e-12
        assert average_polis_m(polis_m, missed + 1, spurious) >= before - 1e-12
    assert average_polis_m(np.array([1.0, 3.0]), 1, 1) == pytest.approx((1 + 3 + 10 + 10) / 4)
    assert np.isnan(average_polis_m(np.array([]), 0, 0))


def test_complexity_iou_counts_holes_and_parts():
    vertices = count_vertices(layer(HOLED, SQUARE[0]))
    assert measure_complexity_iou(np.array([0.96]), vertices[:1], vertices[1:])[0] == pytest.approx(0.96 * (1 - 4 / 12))


def test_hausdorff_is_not_only_of_vertices():
    whole, ends = box(0, 0, 10, 2), MultiPolygon([box(0, 0, 2, 2), box(8, 0, 10, 2)])
    assert measure_hausdorff_m(layer(whole), layer(ends)) == pytest.approx(3, abs=0.01)  # vertices alone would give 0
    assert measure_hausdorff_m(SQUARE, SHIFTED) == pytest.approx(1)


def test_distances_agree_with_brute_force():
    predicted, true = make_town(30, 1.5)
    lines, true_lines = shapely.boundary(predicted), shapely.boundary(true)
    dense = shapely.hausdorff_distance(lines, true_lines, densify=0.002)
    assert measure_hausdorff_m(predicted, true) == pytest.approx(dense, abs=0.05)
    expected = [
        np.mean([np.mean([q.distance(shapely.Point(p)) for p in o.coords[:-1]]) for o, q in ((a, b), (b, a))])
        for a, b in zip(lines, true_lines)
    ]
    assert measure_polis_m(predicted, true) == pytest.approx(expected)
    assert measure_polis_m(predicted[::-1], true[::-1])[::-1] == pytest.approx(expected)


def test_direction_error_of_turned_squares():
    turned = layer(*(affinity.rotate(SQUARE[0], angle) for angle in (10, -10, 100, 30)))
    squares = np.repeat(SQUARE, 4)
    errors = compare_directions(turned, squares)
    assert errors.mean_per_object_deg(4) == pytest.approx([10, 10, 10, 30])
    assert errors.mean_deg == pytest.approx(15)
    assert errors.percentile_deg(75) == pytest.approx(10)
    assert errors.percentile_deg(95) == pytest.approx(30)
    assert compare_axes(turned, squares).mean_per_object_deg(4) == pytest.approx([10, 10, 10, 30])
    house = Polygon([(0, 0), (10, 0), (10, 6), (6, 10), (0, 10)])
    assert compare_directions(layer(house), layer(house)).mean_deg == pytest.approx(0, abs=1e-9)
    diagonal = compare_axes(layer(house), layer(house))
    assert diagonal.error_deg == pytest.approx([0, 0, 45, 0, 0], abs=1e-9)  # modulo 90, a true diagonal is an error


def test_direction_errors_are_weighted_by_length():
    errors = EdgeErrors(np.array([0, 0, 1]), np.array([9.0, 1.0, 90.0]), np.array([0.0, 50.0, 10.0]))
    assert errors.mean_deg == pytest.approx(9.5)
    assert errors.mean_per_object_deg(2) == pytest.approx([5, 10])
    assert errors.percentile_deg(99) == 10
    assert errors.percentile_deg(99.5) == 50


def test_tangent_angle_sees_a_crooked_shared_wall():
    straight = layer(box(0, 0, 10, 10), box(10, 0, 20, 10))
    left = Polygon([(0, 0), (10, 0), (10, 3), (11, 5), (10, 7), (10, 10), (0, 10)])
    right = Polygon([(20, 0), (20, 10), (10, 10), (10, 7), (11, 5), (10, 3), (10, 0)])
    # merged, the two would be one rectangle without any error
    assert shapely.equals(shapely.union(left, right), box(0, 0, 20, 10))
    angles = measure_max_tangent_angle_deg(layer(left, right), straight)
    assert angles == pytest.approx([np.degrees(np.arctan2(1, 2))] * 2)


def test_a_spike_spoils_one_object_only():
    spike = Polygon([(0, 0), (10, 0), (10, 4.5), (13, 5), (10, 5.5), (10, 10), (0, 10)])
    pairs = layer(*[SQUARE[0]] * 4, spike), np.repeat(SQUARE, 5)
    apart = [layer(*(affinity.translate(g, 30 * k, 0) for k, g in enumerate(geometries))) for geometries in pairs]
    scores = score_polygons(*apart)
    assert scores.tangent_angle_deg[:4] == pytest.approx([0] * 4, abs=1e-5)
    assert scores.tangent_angle_deg[4] == 0  # the script drops what is projected to less than half its length
    assert scores.hausdorff_m[4] == pytest.approx(3)
    assert scores.direction_error_deg[4] > 10 > scores.direction_error_deg[3]
    assert scores.numbers["tangent_angle_median_deg"] == pytest.approx(0, abs=1e-5)


def test_gaps_are_narrow_or_enclosed_and_between_polygons():
    alley = layer(box(0, 0, 10, 10), box(10.5, 0, 20, 10))
    assert area(find_gaps(alley, 1.0)) == pytest.approx(5)
    assert area(find_gaps(alley, 0.4)) == 0
    assert area(find_gaps(alley, 1.0, reference=layer(box(0, 0, 20, 4)))) == pytest.approx(2)
    assert area(find_gaps(alley, 1.0, reference=alley)) == 0  # a true alley is no gap
    displaced = layer(*(affinity.translate(part, 0.4, 0) for part in alley))
    assert area(find_gaps(alley, 1.0, reference=displaced)) == 0
    block = layer(box(0, 0, 30, 10), box(0, 20, 30, 30), box(0, 10, 10, 20), box(20, 10, 30, 20))
    assert area(find_gaps(block)) == pytest.approx(100)
    assert area(find_gaps(block, reference=block)) == 0  # a courtyard
    assert area(find_gaps(layer(*block, box(14, 14, 16, 16)))) == pytest.approx(96)
    assert area(find_gaps(layer(HOLED))) == 0  # a hole of one polygon
    corner = layer(box(0, 0, 20, 10), box(0, 10, 10, 20))
    assert area(find_gaps(corner, 3.0)) == 0  # a corner between neighbours is no narrow place
    assert len(find_gaps(corner[:0])) == 0


def test_overlaps_are_counted_once_and_touching_is_none():
    stacked = layer(box(0, 0, 10, 10), box(8, 0, 20, 10), box(9, 0, 10, 5))
    assert area(find_overlaps(stacked)) == pytest.approx(20)
    # where three meet, the vertex of one lies on the wall of another, but for rounding
    wall = [(0.1, 0.1), (500.3, 333.7)]
    middle = tuple(np.array(wall[0]) + (np.array(wall[1]) - wall[0]) * 0.37)
    right = [Polygon([*ends, (300, 0)]) for ends in ((wall[0], middle), (middle, wall[1]))]
    meeting = layer(Polygon([*wall, (0, 400)]), *right)
    assert area(find_overlaps(meeting)) == 0
    assert area(find_gaps(meeting)) == 0


def test_a_stack_of_polygons_is_not_cut_pair_by_pair(monkeypatch):
    """Layers with the same buildings many times over are compared in bounded time."""
    cuts = []
    intersection = shapely.intersection

    def count(first, second):
        cuts.append(np.broadcast(first, second).size)
        return intersection(first, second)

    monkeypatch.setattr(shapely, "intersection", count)
    copies = layer(*[box(0, 0, 10, 10)] * 200, box(10, 0, 20, 10), box(30, 0, 40, 10))
    assert measure_iou(copies, layer(box(0, 0, 15, 10))) == pytest.approx(150 / 300)
    assert area(find_overlaps(copies)) == pytest.approx(100)
    assert sum(cuts) < 2000  # of 20,000 pairs


def test_everything_at_once():
    predicted, true = make_town(40, 0.3)
    scores = score_polygons(predicted[:-1], true[1:]).numbers
    assert scores["matched_count"] == 38
    assert scores["object_precision"] == scores["object_recall"] == pytest.approx(38 / 39)
    assert scores["vertex_ratio"] == 1
    assert scores["polis_m"] > scores["polis_matched_m"] + 0.4  # two polygons without partner at 10 m each
    assert 1 < scores["direction_error_deg"] == pytest.approx(scores["axis_error_deg"], rel=0.05)
    same = score_polygons(true, true, scores=np.linspace(0, 1, len(true))).numbers
    for name in ("iou", "boundary_iou", "average_precision", "complexity_iou", "vertex_ratio", "object_f_score",
                 "corners_within_0_5_m"):  # fmt: skip
        assert same[name] == pytest.approx(1), name
    for name in ("polis_m", "hausdorff_max_m", "direction_error_95_deg", "gap_area_m2", "overlap_area_m2"):
        assert same[name] == pytest.approx(0, abs=1e-6), name


def test_classes_are_compared_like_with_like():
    halves = layer(box(0, 0, 10, 10), box(10, 0, 20, 10))
    kinds, swapped = np.array(["field", "forest"]), np.array(["forest", "field"])
    wrong = score_polygons(halves, halves, classes=(kinds, swapped))
    assert wrong.numbers["iou"] == wrong.numbers["object_f_score"] == 0
    right = score_polygons(halves, halves, classes=(kinds, kinds))
    assert right.numbers["iou"] == 1
    assert right.by_class == {"field": (1, 1, 1, 1, 1), "forest": (1, 1, 1, 1, 1)}


def test_nothing_predicted_and_nothing_true():
    nothing = SQUARE[:0]
    missed = score_polygons(nothing, SQUARE, scores=np.zeros(0)).numbers
    assert (missed["iou"], missed["object_recall"], missed["average_precision"], missed["polis_m"]) == (0, 0, 0, 10)
    spurious = score_polygons(SQUARE, nothing).numbers
    assert (spurious["iou"], spurious["object_precision"], spurious["polis_m"]) == (0, 0, 10)
    assert np.isnan(score_polygons(nothing, nothing).numbers["iou"])
