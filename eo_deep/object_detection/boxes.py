"""Boxes of objects, and which of those that mean one object stay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely

_CUT_SHARE = 0.6  # of a part of an object, how much of it lies in the whole object's box
_SAME_OBJECT = 0.8  # IoU of two boxes, which mean one object whatever their classes
_SAME_EXTENT = 0.5  # IoU across a seam of two parts that it cuts
STATUSES = ("whole", "merged", "cut")


@dataclass(frozen=True)
class Boxes:
    """Boxes of objects in px of an image.

    Attributes
    ----------
    corners : ndarray, shape (N, 4) float64
        Left, top, right, bottom.
    score : ndarray, shape (N,) float64
    label : ndarray, shape (N,) int
        Position of the class on the model's card.
    window : ndarray, shape (N,) int
        Number of the tile that each was seen in.
    margin : ndarray, shape (N, 4) float64
        How far each side lies inside its tile; infinite where the tile ends with the image.
    """

    corners: np.ndarray
    score: np.ndarray
    label: np.ndarray
    window: np.ndarray
    margin: np.ndarray

    def __len__(self) -> int:
        return len(self.score)

    def select(self, chosen: np.ndarray) -> Boxes:
        """Those of a mask (N,) or of positions."""
        return Boxes(*(values[chosen] for values in vars(self).values()))

    @property
    def areas(self) -> np.ndarray:
        return (self.corners[:, 2] - self.corners[:, 0]) * (self.corners[:, 3] - self.corners[:, 1])


def join(parts: Sequence[Boxes]) -> Boxes:
    """Several sets as one."""
    if not parts:
        none = np.zeros(0, np.int64)
        return Boxes(np.zeros((0, 4)), np.zeros(0), none, none, np.zeros((0, 4)))
    return Boxes(*(np.concatenate(values) for values in zip(*(vars(each).values() for each in parts))))


def suppress(boxes: Boxes, iou: float) -> np.ndarray:
    """The boxes of one tile that stay: of those that mean one object, the one with the highest score."""
    order = np.lexsort((*boxes.corners.T, -boxes.score))
    first, second, common, share = _find_pairs(boxes)
    is_same = _mean_one(boxes, first, second, share, iou)
    return _take_greedily(order, first[is_same], second[is_same])


def choose_across(boxes: Boxes, iou: float, edge_px: float) -> tuple[Boxes, np.ndarray]:
    """One box for each object that tiles with an overlap have seen, and each one's place (N,) in STATUSES.

    boxes: of all tiles, each of which has suppressed its own. iou: of two boxes that mean one object, at least.
    edge_px: a box that comes so close to the end of its tile is cut by it.

    A box that no tile cuts goes before those that are cut, and the one that lies farthest inside its tile before the
    others, since there the network sees most of what is around it. A box that is cut, and mostly covered by it, means
    the same object. Boxes that are cut in all tiles are parts of an object larger than the overlap: those that continue
    each other across a seam, or that overlap, become the box around them. The order of the boxes does not matter.
    """
    depth = np.minimum(np.min(boxes.margin, axis=1), 1e9)
    is_cut: np.ndarray = np.less_equal(depth, edge_px)
    order = np.lexsort((boxes.window, *boxes.corners.T, boxes.label, -boxes.score, -depth, is_cut))
    pairs = _find_pairs(boxes)
    elsewhere = boxes.window[pairs[0]] != boxes.window[pairs[1]]
    first, second, common, share = (each[elsewhere] for each in pairs)
    areas, alike_class = boxes.areas, boxes.label[first] == boxes.label[second]
    overlaps = _mean_one(boxes, first, second, share, iou)
    covers = (common >= _CUT_SHARE * areas[second]) & is_cut[second] & alike_class
    whole = ~is_cut[first]
    is_same = whole & (overlaps | covers)  # both directions are pairs, so each box is `first` once
    kept = _take_greedily(order, first[is_same], second[is_same])
    is_part = is_cut & kept
    parts = is_part[first] & is_part[second]
    smaller = np.minimum(areas[first], areas[second])
    goes_on = _continue_each_other(boxes, first, second, edge_px)
    alike = alike_class & (overlaps | (common >= _CUT_SHARE * smaller) | goes_on)
    groups = _group(len(boxes), first[parts & alike], second[parts & alike])
    return _unite(boxes, kept, groups, order, edge_px)


def _find_pairs(boxes: Boxes) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Positions of the boxes that overlap, each pair in both orders, the areas that they share, and their IoU."""
    tree = shapely.STRtree(shapely.box(*boxes.corners.T))
    first, second = tree.query(tree.geometries)
    first, second = first[first != second], second[first != second]
    one, other = boxes.corners[first], boxes.corners[second]
    sides = np.minimum(one[:, 2:], other[:, 2:]) - np.maximum(one[:, :2], other[:, :2])
    common = np.prod(np.maximum(sides, 0), axis=1)
    return first, second, common, common / (boxes.areas[first] + boxes.areas[second] - common)


def _mean_one(boxes: Boxes, first: np.ndarray, second: np.ndarray, share: np.ndarray, iou: float) -> np.ndarray:
    """Whether two boxes mean one object, by their IoU; of two classes, it must be higher."""
    return share >= np.where(boxes.label[first] == boxes.label[second], iou, max(iou, _SAME_OBJECT))


def _take_greedily(order: np.ndarray, first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Which boxes stay, (N,) bool, where those taken in an order remove the `second` of their pairs."""
    kept = np.ones(len(order), bool)
    by_first = np.argsort(first, kind="stable")
    starts = np.searchsorted(first[by_first], np.arange(len(order) + 1))
    ranks = np.empty(len(order), np.int64)
    ranks[order] = np.arange(len(order))
    for each in order:
        if kept[each]:
            others = second[by_first[starts[each] : starts[each + 1]]]
            kept[others[ranks[others] > ranks[each]]] = False
    return kept


def _continue_each_other(boxes: Boxes, first: np.ndarray, second: np.ndarray, edge_px: float) -> np.ndarray:
    """Whether the tile of `first` cuts it on the side where `second` goes on, which is cut on the other; and alike."""
    found = np.zeros(len(first), bool)
    for axis in (0, 1):
        ends = boxes.margin[first, 2 + axis] <= edge_px
        begins = boxes.margin[second, axis] <= edge_px
        goes_on = boxes.corners[second, 2 + axis] >= boxes.corners[first, 2 + axis]
        across = 1 - axis
        one, other = (boxes.corners[each][:, [across, 2 + across]] for each in (first, second))
        common = np.minimum(one[:, 1], other[:, 1]) - np.maximum(one[:, 0], other[:, 0])
        either = np.maximum(one[:, 1], other[:, 1]) - np.minimum(one[:, 0], other[:, 0])
        found |= ends & begins & goes_on & (common >= _SAME_EXTENT * either)
    return found


def _group(count: int, first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """The least position that each box is linked to, over any number of links."""
    group = np.arange(count)
    while len(first):
        lowest = group.copy()
        np.minimum.at(lowest, first, group[second])
        np.minimum.at(lowest, second, group[first])
        lowest = lowest[lowest]
        if np.array_equal(lowest, group):
            break
        group = lowest
    return group


def _unite(boxes: Boxes, kept: np.ndarray, groups: np.ndarray, order: np.ndarray,
           edge_px: float) -> tuple[Boxes, np.ndarray]:  # fmt: skip
    """One box for each group of those that are kept: the box around all, with the score of its largest part."""
    ranks = np.empty(len(order), np.int64)
    ranks[order] = np.arange(len(order))
    members: dict[int, list[int]] = {}
    for place in np.flatnonzero(kept):
        members.setdefault(int(groups[place]), []).append(int(place))
    chosen, corners, statuses = [], [], []
    for found in members.values():
        here = np.array(found)
        corner = np.concatenate([boxes.corners[here, :2].min(0), boxes.corners[here, 2:].max(0)])
        # A side is cut where the part that reaches farthest is.
        farthest = [here[boxes.corners[here, side].argmin() if side < 2 else boxes.corners[here, side].argmax()]
                    for side in range(4)]  # fmt: skip
        is_cut = any(boxes.margin[place, side] <= edge_px for side, place in enumerate(farthest))
        largest = min(found, key=lambda place: (-boxes.areas[place], ranks[place]))
        chosen.append(largest)
        corners.append(corner)
        statuses.append(2 if is_cut else int(len(found) > 1))
    picked = np.array(chosen, np.int64)
    united = boxes.select(picked)
    united = Boxes(np.array(corners).reshape(-1, 4), united.score, united.label, united.window, united.margin)
    sequence = np.lexsort((*united.corners[:, ::-1].T, united.label))
    return united.select(sequence), np.array(statuses, np.int64)[sequence]
