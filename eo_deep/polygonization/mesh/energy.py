"""What a boundary between two classes costs: exact integrals of class probabilities,
and a penalty for odd directions.

The L1 distance between a labelled mesh and class probabilities p is, up to a constant and a factor, the integral of
1 - p_label. It depends on the boundaries between classes only: if a boundary with class a on its left and b on its
right moves over a region from left to right, the distance changes by the region's integral of p_b - p_a. Probabilities
are constant within a pixel, so regions are cut at pixel lines, and each piece counts with its exact area.

"Left" here is where the cross product with the direction is positive, in pixel coordinates x, y as they are.
All functions are compiled; positions are float64 in pixels of the window, `labels` (h, w) int32, `probabilities`
(K, h, w) float32, K = 0 for class maps. From K on, classes are numbers of objects (`number_objects`). An object has the
probability of its class, and less of it where the label is another object of that class. So edges between two objects
follow the pixels where their labels meet, and all others follow the probabilities.
"""

from __future__ import annotations

import math

import numpy as np

from ...runtime.compilation import njit

# Sums may be reordered, but infinities keep their meaning.
_FAST = {"reassoc", "contract", "arcp", "nsz"}
# On a pixel line (px): an edge there sees the pixels of both sides.
_ON_LINE_PX = 1e-9
# What a pixel of another object of the class counts: where between two objects their wall lies is less certain than
# where the class ends, so it takes fewer vertices.
_WALL_WEIGHT = 0.25


def number_objects(klass: np.ndarray, place: np.ndarray, count: int) -> np.ndarray:
    """Labels of objects, from their classes below `count` and a number from 0 of each; int32.

    Class 0 and nodata (-1) have no objects and stay as they are.
    """
    return np.where(klass > 0, klass + count * (1 + place), klass).astype(np.int32)


@njit(cache=True, nogil=True, error_model="numpy", fastmath=_FAST)
def _probability(labels, probabilities, klass, row, column):  # pragma: no cover - compiled
    if klass < 0 or probabilities.shape[0] == 0:
        return 1.0 if labels[row, column] == klass else 0.0
    count = probabilities.shape[0]
    if klass < count:
        return float(probabilities[klass, row, column])
    here, probability = labels[row, column], float(probabilities[klass % count, row, column])
    if here >= count and here != klass and (here - klass) % count == 0:
        probability *= 1.0 - _WALL_WEIGHT
    return probability


@njit(cache=True, nogil=True, error_model="numpy", fastmath=_FAST)
def _ramp(t):  # pragma: no cover - compiled
    """Integral from -infinity to t of the position clamped to 0..1."""
    if t <= 0.0:
        return 0.0
    return 0.5 * t * t if t < 1.0 else t - 0.5


@njit(cache=True, nogil=True, error_model="numpy", fastmath=_FAST)
def _mean_clamped(start, end):  # pragma: no cover - compiled
    """Mean over a line from start to end of the position clamped to 0..1."""
    if abs(end - start) < 1e-9:
        return min(1.0, max(0.0, 0.5 * (start + end)))
    return (_ramp(end) - _ramp(start)) / (end - start)


@njit(cache=True, nogil=True, error_model="numpy", fastmath=_FAST)
def _integrate_trapezoid(labels, probabilities, left, right, row, top, bottom, x0, x1, x2, x3):
    # pragma: no cover - compiled
    """Integral of p_left - p_right between the lines x0-x1 and x2-x3 (at top and bottom), within one pixel row."""
    total = 0.0
    width = labels.shape[1]
    first = max(0, int(math.floor(min(x0, x1))))
    last = min(width - 1, int(math.floor(max(x2, x3))))
    for column in range(first, last + 1):
        share = _mean_clamped(x2 - column, x3 - column) - _mean_clamped(x0 - column, x1 - column)
        if share > 0.0:
            total += share * (_probability(labels, probabilities, left, row, column)
                              - _probability(labels, probabilities, right, row, column))
    return total * (bottom - top)


@njit(cache=True, nogil=True, error_model="numpy", fastmath=_FAST)
def integrate_triangle(labels, probabilities, left, right, ax, ay, bx, by, cx, cy):  # pragma: no cover - compiled
    """Integral (px2) of p_left - p_right over the triangle a, b, c; negative where its orientation is."""
    cross = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax)
    if abs(cross) < 1e-12:
        return 0.0
    if ay > by:
        ax, ay, bx, by = bx, by, ax, ay
    if by > cy:
        bx, by, cx, cy = cx, cy, bx, by
    if ay > by:
        ax, ay, bx, by = bx, by, ax, ay
    long, upper, lower = (cx - ax) / (cy - ay), 0.0, 0.0  # slopes of a-c, a-b and b-c
    if by > ay:
        upper = (bx - ax) / (by - ay)
    if cy > by:
        lower = (cx - bx) / (cy - by)
    bulges_left = bx < ax + long * (by - ay)
    total = 0.0
    for row in range(max(0, int(math.floor(ay))), min(labels.shape[0] - 1, int(math.floor(cy))) + 1):
        for part in range(2):  # above and below b
            top = max(float(row), ay if part == 0 else by)
            bottom = min(float(row + 1), by if part == 0 else cy)
            if bottom <= top:
                continue
            x0, x1 = ax + long * (top - ay), ax + long * (bottom - ay)
            if part == 0:
                x2, x3 = ax + upper * (top - ay), ax + upper * (bottom - ay)
            else:
                x2, x3 = bx + lower * (top - by), bx + lower * (bottom - by)
            if bulges_left:
                x0, x1, x2, x3 = x2, x3, x0, x1
            total += _integrate_trapezoid(labels, probabilities, left, right, row, top, bottom, x0, x1, x2, x3)
    return total if cross > 0 else -total


@njit(cache=True, nogil=True, error_model="numpy", fastmath=_FAST)
def _contrast(labels, probabilities, left, right, x, y):  # pragma: no cover - compiled
    """p_right - p_left at a point; on a pixel line the mean of both sides."""
    height, width = labels.shape
    total, count = 0.0, 0
    row0, row1 = int(math.floor(y - _ON_LINE_PX)), int(math.floor(y + _ON_LINE_PX))
    column0, column1 = int(math.floor(x - _ON_LINE_PX)), int(math.floor(x + _ON_LINE_PX))
    for row in range(row0, row1 + 1):
        for column in range(column0, column1 + 1):
            count += 1
            if 0 <= row < height and 0 <= column < width:
                total += (_probability(labels, probabilities, right, row, column)
                          - _probability(labels, probabilities, left, row, column))
    return total / count


@njit(cache=True, nogil=True, error_model="numpy", fastmath=_FAST)
def pull_on_edge(labels, probabilities, left, right, ax, ay, bx, by):  # pragma: no cover - compiled
    """How fast (px) the distance grows when the edge's start, or its end, moves from the left to the right.

    The integrals along the edge of (p_right - p_left) times the hat function of its start and of its end: the shape
    gradient, exact because the edge is cut at every pixel line.
    """
    dx, dy = bx - ax, by - ay
    length = math.sqrt(dx * dx + dy * dy)
    if length < 1e-12:
        return 0.0, 0.0
    step_x = 1.0 / abs(dx) if dx != 0.0 else math.inf
    step_y = 1.0 / abs(dy) if dy != 0.0 else math.inf
    next_x = ((math.floor(ax) + 1.0 - ax) if dx > 0.0 else (ax - math.ceil(ax) + 1.0)) * step_x if dx != 0.0 else 2.0
    next_y = ((math.floor(ay) + 1.0 - ay) if dy > 0.0 else (ay - math.ceil(ay) + 1.0)) * step_y if dy != 0.0 else 2.0
    at_start, at_end, t = 0.0, 0.0, 0.0
    while t < 1.0:
        if next_x < next_y:
            stop = min(1.0, next_x)
            next_x += step_x
        else:
            stop = min(1.0, next_y)
            next_y += step_y
        if stop > t + 1e-12:
            middle = 0.5 * (t + stop)
            c = _contrast(labels, probabilities, left, right, ax + middle * dx, ay + middle * dy) * (stop - t)
            at_end += c * middle
            at_start += c * (1.0 - middle)
            t = stop
        elif stop >= 1.0:
            break
    return at_start * length, at_end * length


@njit(cache=True, nogil=True, error_model="numpy", fastmath=_FAST)
def penalize_direction(dx, dy, cosine, sine, bound):  # pragma: no cover - compiled
    """Penalty (px) for an edge's direction, L min(sin^2 2 theta, bound), and its gradient by dx and by dy.

    theta: angle to the nearest of the four common directions phi0 + k 90 degrees; cosine, sine: of 4 phi0, both 0 where
    there are none. The bound lets true diagonals be: far from the common directions nothing pulls.
    """
    if (cosine == 0.0 and sine == 0.0) or (dx == 0.0 and dy == 0.0):
        return 0.0, 0.0, 0.0
    length = math.sqrt(dx * dx + dy * dy)
    x, y = dx / length, dy / length
    cos4 = x * x * x * x - 6.0 * x * x * y * y + y * y * y * y
    sin4 = 4.0 * x * y * (x * x - y * y)
    off = 0.5 * (1.0 - (cos4 * cosine + sin4 * sine))
    if off >= bound:
        return bound * length, bound * x, bound * y
    turn = 2.0 * (sin4 * cosine - cos4 * sine)
    return off * length, off * x - turn * y, off * y + turn * x
