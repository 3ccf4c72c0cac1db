"""Which boxes stay of those that several tiles give."""

import numpy as np

from eo_deep.object_detection.boxes import STATUSES, Boxes, choose_across, join, suppress

INF = np.inf


def make(*rows):
    """(left, top, right, bottom, score, window, margins) of one class."""
    corners = np.array([row[:4] for row in rows], float)
    score, window = (np.array([row[place] for row in rows]) for place in (4, 5))
    return Boxes(corners, score, np.zeros(len(rows), int), window, np.array([row[6] for row in rows], float))


INSIDE = (20, 20, 20, 20)


def choose(boxes):
    chosen, statuses = choose_across(boxes, 0.5, 2.0)
    return [tuple(row) for row in chosen.corners.tolist()], [STATUSES[each] for each in statuses], chosen


def test_the_highest_score_suppresses_what_overlaps_it():
    boxes = make((0, 0, 10, 10, 0.5, 0, INSIDE), (1, 0, 11, 10, 0.9, 0, INSIDE), (9, 0, 19, 10, 0.4, 0, INSIDE))
    assert suppress(boxes, 0.5).tolist() == [False, True, True]
    others = Boxes(boxes.corners, boxes.score, np.array([1, 0, 0]), boxes.window, boxes.margin)
    assert suppress(others, 0.5).tolist() == [False, True, True]  # an object has one class
    assert suppress(others, 0.9).tolist() == [True, True, True]
    assert len(suppress(join([]), 0.5)) == 0


def test_the_box_farthest_inside_its_tile_stays_whatever_its_score():
    boxes = make((0, 0, 10, 10, 0.9, 0, (5, 20, 20, 20)), (0, 0, 11, 10, 0.5, 1, (9, 20, 20, 20)))
    assert choose(boxes)[0] == [(0, 0, 11, 10)]


def test_the_whole_object_stays_and_its_part_goes():
    boxes = make((0, 0, 30, 10, 0.5, 0, INSIDE), (20, 0, 30, 10, 0.9, 1, (0, 20, 20, 20)))
    assert choose(boxes)[:2] == ([(0, 0, 30, 10)], ["whole"])
    alone = make((0, 0, 30, 10, 0.5, 0, INSIDE), (20, 0, 30, 10, 0.9, 1, INSIDE))  # a small object on a large one
    assert len(choose(alone)[0]) == 2


def test_parts_are_put_together_over_several_tiles_in_any_order():
    margins = (INF, 20, 0, 20), (0, 20, 0, 20), (0, 20, 9, 20)
    rows = [(left, 0, left + 40, 10, 0.5 + left / 1000, left // 30, margin)
            for left, margin in zip((0, 30, 60), margins)] + [(50, 30, 60, 40, 0.7, 1, INSIDE)]  # fmt: skip
    wanted = choose(make(*rows))
    assert wanted[:2] == ([(0, 0, 100, 10), (50, 30, 60, 40)], ["merged", "whole"])
    for order in np.random.default_rng(0).permuted(np.tile(np.arange(4), (8, 1)), axis=1):
        found = choose(make(*rows).select(order))
        assert found[:2] == wanted[:2] and found[2].score.tolist() == wanted[2].score.tolist()


def test_two_objects_at_a_seam_stay_two():
    """Their extents along it differ."""
    boxes = make((0, 0, 40, 10, 0.9, 0, (INF, 20, 0, 20)), (30, 8, 60, 40, 0.9, 1, (0, 20, 9, 20)))
    assert choose(boxes)[1] == ["cut", "cut"]
