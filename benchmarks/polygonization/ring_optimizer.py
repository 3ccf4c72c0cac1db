"""A part of `angle_terms`: an optimiser of single rings, with exact integrals, moves and collapses; compiled.

Rings are (N, 2) float64 in pixels, the first point not repeated, running so that cross products at convex corners are
positive. probabilities: (2, h, w) float32 of outside and inside; labels: (h, w) int32, of which only the shape matters.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit

from eo_deep.polygonization.mesh.approximate import DIRECTION_BOUND
from eo_deep.polygonization.mesh.energy import integrate_triangle, penalize_direction

NONE, SMOOTH, CLIPPED, WALLS = range(4)
_CLIP = math.asin(math.sqrt(DIRECTION_BOUND)) / 2
_ALONG, _ONWARD, _SHIFT, _SWING, _TURN_ALL = range(5)
_STEPS_PX = np.array([0.8, 0.25, 0.08, 0.025])


@njit(cache=True)
def measure_term(xy, kind, phi0):  # pragma: no cover - compiled
    """The term of a ring (N, 2)."""
    total, n = 0.0, len(xy)
    for i in range(n):
        ax, ay = xy[i, 0] - xy[i - 1, 0], xy[i, 1] - xy[i - 1, 1]
        bx, by = xy[(i + 1) % n, 0] - xy[i, 0], xy[(i + 1) % n, 1] - xy[i, 1]
        if kind == WALLS:
            total += penalize_direction(ax, ay, math.cos(4 * phi0), math.sin(4 * phi0), DIRECTION_BOUND)[0]
        elif kind != NONE:
            turn = abs(math.atan2(ax * by - ay * bx, ax * bx + ay * by))
            if kind == CLIPPED:
                total += 4 * min(turn, abs(turn - math.pi / 2), _CLIP)**2
            else:  # a spike is no corner, though it turns by 180 degrees
                total += math.sin(2 * turn)**2 if turn < 0.75 * math.pi else 1.0
    return total


@njit(cache=True)
def measure_change(probabilities, labels, xy, new):  # pragma: no cover - compiled
    """Change (px2) of the L1 distance when a ring's vertices move from xy to new."""
    total = 0.0
    for j in range(len(xy)):
        i = j - 1
        if (xy[i, 0] != new[i, 0] or xy[i, 1] != new[i, 1] or xy[j, 0] != new[j, 0] or xy[j, 1] != new[j, 1]):
            ax, ay, bx, by = xy[i, 0], xy[i, 1], xy[j, 0], xy[j, 1]
            cx, cy, dx, dy = new[i, 0], new[i, 1], new[j, 0], new[j, 1]
            total += (integrate_triangle(labels, probabilities, 0, 1, ax, ay, cx, cy, dx, dy)
                      + integrate_triangle(labels, probabilities, 0, 1, ax, ay, dx, dy, bx, by))
    return total


@njit(cache=True)
def crosses_itself(xy):  # pragma: no cover - compiled
    """Whether any two edges that are not neighbours meet."""
    n = len(xy)
    for i in range(n):
        a, b = xy[i], xy[(i + 1) % n]
        for j in range(i + 2, n if i else n - 1):
            c, d = xy[j], xy[(j + 1) % n]
            ux, uy, vx, vy = b[0] - a[0], b[1] - a[1], d[0] - c[0], d[1] - c[1]
            if ((ux * (c[1] - a[1]) - uy * (c[0] - a[0])) * (ux * (d[1] - a[1]) - uy * (d[0] - a[0])) <= 0
                    and (vx * (a[1] - c[1]) - vy * (a[0] - c[0])) * (vx * (b[1] - c[1]) - vy * (b[0] - c[0])) <= 0):
                return True
    return False


@njit(cache=True)
def meet(a, b, p, q, otherwise):  # pragma: no cover - compiled
    """Where the lines a-b and p-q meet; `otherwise` where they are nearly parallel."""
    dx, dy, ex, ey = b[0] - a[0], b[1] - a[1], q[0] - p[0], q[1] - p[1]
    turn = dx * ey - dy * ex
    if abs(turn) <= 0.3 * math.hypot(dx, dy) * math.hypot(ex, ey):
        return otherwise
    return a + ((p[0] - a[0]) * ey - (p[1] - a[1]) * ex) / turn * (b - a)


@njit(cache=True)
def propose(xy, move, i, amount_px):  # pragma: no cover - compiled
    """A ring with vertex i, or wall i (from i to the next), moved; and by how much (radians) the whole has turned.

    Walls' ends slide along the walls beside, whose directions stay.
    """
    n, new = len(xy), xy.copy()
    p, a, b, r = xy[i - 1], xy[i], xy[(i + 1) % n], xy[(i + 2) % n]
    if move == _TURN_ALL:
        middle = np.array([xy[:, 0].mean(), xy[:, 1].mean()])
        angle = amount_px / (np.abs(xy - middle).max() + 1e-9)
        dx, dy = xy[:, 0] - middle[0], xy[:, 1] - middle[1]
        new[:, 0] = middle[0] + dx * math.cos(angle) - dy * math.sin(angle)
        new[:, 1] = middle[1] + dx * math.sin(angle) + dy * math.cos(angle)
        return new, angle
    along, back = b - a, a - p
    length = math.hypot(along[0], along[1]) + 1e-9
    normal = np.array([-along[1], along[0]]) / length
    if move == _ALONG:
        new[i] = a + amount_px / (math.hypot(back[0], back[1]) + 1e-9) * back
    elif move == _ONWARD:
        straight = abs(back[0] * normal[0] + back[1] * normal[1]) < 0.3 * math.hypot(back[0], back[1])
        new[i] = a + amount_px * (normal if straight else along / length)
    else:
        start, end = a + amount_px * normal, b + (amount_px if move == _SHIFT else -amount_px) * normal
        new[i], new[(i + 1) % n] = meet(start, end, p, a, start), meet(start, end, r, b, end)
    return new, 0.0


@njit(cache=True)
def find_axis(xy):  # pragma: no cover - compiled
    """phi0 of the walls within 22.5 degrees of the wall that most walls agree with, by squares of their lengths."""
    n = len(xy)
    wall = np.empty((n, 3))
    for i in range(n):
        dx, dy = xy[i, 0] - xy[i - 1, 0], xy[i, 1] - xy[i - 1, 1]
        phi = math.atan2(dy, dx)
        wall[i, 0], wall[i, 1], wall[i, 2] = dx * dx + dy * dy, math.cos(4 * phi), math.sin(4 * phi)
    most, best, axis = -1.0, 0.0, 0.0
    for i in range(n):
        alike = np.maximum(0.0, wall[:, 1] * wall[i, 1] + wall[:, 2] * wall[i, 2])
        most = (wall[:, 0] * alike).sum()
        if most > best:
            near = wall[:, 0] * (alike > 0)
            best, axis = most, math.atan2((near * wall[:, 2]).sum(), (near * wall[:, 1]).sum()) / 4
    return axis


@njit(cache=True)
def settle(probabilities, labels, xy, phi0, kind, weight, first_step, rounds):  # pragma: no cover - compiled
    """Move vertices, walls and the whole while the energy falls: the ring, its phi0, and the change (px2)."""
    term, gained = weight * measure_term(xy, kind, phi0), 0.0
    for step in _STEPS_PX[first_step:]:
        for _ in range(rounds):
            before = gained
            axis = find_axis(xy)
            better = weight * measure_term(xy, kind, axis)
            if better < term:
                phi0, gained, term = axis, gained + better - term, better
            for move in range(5):
                for i in range(len(xy) if move < _TURN_ALL else 1):
                    for sign in (1.0, -1.0):
                        amount, moved = sign * step, False
                        for _ in range(4):
                            new, angle = propose(xy, move, i, amount)
                            new_term = weight * measure_term(new, kind, phi0 + angle)
                            change = measure_change(probabilities, labels, xy, new) + new_term - term
                            if change >= -1e-6 or crosses_itself(new):
                                break
                            xy, phi0, term, gained, moved = new, phi0 + angle, new_term, gained + change, True
                        if moved:
                            break
            if gained > before - 0.02:
                break
    return xy, phi0, gained


@njit(cache=True)
def try_collapse(probabilities, labels, xy, i, phi0, kind, weight):  # pragma: no cover - compiled
    """The cheapest way to make wall i a vertex, and its cost: at an end, in the middle, or where walls beside meet."""
    n = len(xy)
    j, a, b = (i + 1) % n, xy[i], xy[(i + 1) % n]
    middle, term = 0.5 * (a + b), weight * measure_term(xy, kind, phi0)
    cheapest, best = math.inf, xy
    for place in (a, b, middle, meet(xy[i - 1], a, xy[(i + 2) % n], b, middle)):
        if np.abs(place - middle).max() < 4 + np.abs(a - b).max():
            new = xy.copy()
            new[i], new[j] = place, place
            cost = measure_change(probabilities, labels, xy, new) - term
            new = np.concatenate((new[:j], new[j + 1:]))
            cost += weight * measure_term(new, kind, phi0)
            if cost < cheapest and not crosses_itself(new):
                cheapest, best = cost, new
    return best, cheapest


@njit(cache=True)
def optimize(probabilities, labels, xy, kind, weight, penalty):  # pragma: no cover - compiled
    """A ring with fewer vertices and less energy: collapses, cheapest first, are kept if they pay after moves."""
    xy, phi0, _ = settle(probabilities, labels, xy, find_axis(xy), kind, weight, 0, 4)
    kept = True
    while kept and len(xy) > 3:
        kept = False
        costs = np.array([try_collapse(probabilities, labels, xy, i, phi0, kind, weight)[1] for i in range(len(xy))])
        for i in np.argsort(costs)[:3]:
            if not kept and costs[i] < 3 * penalty + 8:
                new, cost = try_collapse(probabilities, labels, xy, i, phi0, kind, weight)
                new, axis, change = settle(probabilities, labels, new, phi0, kind, weight, 1, 3)
                if cost + change < penalty:
                    xy, phi0, kept = new, axis, True
    return settle(probabilities, labels, xy, phi0, kind, weight, 0, 8)[0]
