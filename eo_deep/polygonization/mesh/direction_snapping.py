"""Walls of regular faces brought onto the common directions exactly; compiled.

In a frame turned by phi0 a wall along the first axis gives both its ends one second coordinate, and the other way
round. So the walls of touching faces that share phi0 make classes of equal coordinates; each class is one number, and
right angles hold exactly whatever these numbers are. They are fitted to the class probabilities like any vertex.
"""

from __future__ import annotations

import math

import numpy as np

from ...runtime.compilation import njit
from ..union_find import find_root
from .common_directions import share_axes
from .energy import pull_on_edge
from .evidence import find_course
from .operators import Mesh, find_edges, is_near, merge, other_end, shift, sweep

# Walls are brought onto a direction if they are off by less than this, and by less than so far at their ends.
_MAX_TURN = math.sin(math.radians(20.0))
_MAX_DEVIATION_PX = 1.5
_ON_AXIS = 1e-9
# A wall keeps its direction if a map is at least so sure (0..1) that it is off by more than 5 degrees (sin^2 of twice
# the angle).
_SURE, _SEEN_OFF = 0.5, math.sin(math.radians(10.0)) ** 2
# Walls may move by this much on average, whatever it costs: nobody sees it.
_UNSEEN_PX = 0.2
# Where a group's walls cannot all be brought onto its directions, the dearest are freed, in at most so many rounds.
_MAX_ROUNDS = 32


@njit(cache=True, nogil=True)
def _change_at(m, e, place, new):  # pragma: no cover - compiled
    """What edge e adds to the change of the L1 distance when vertices move to `new`."""
    a, b = m.ends[e, 0], m.ends[e, 1]
    ax, ay, bx, by = m.xy[a, 0], m.xy[a, 1], m.xy[b, 0], m.xy[b, 1]
    cx, cy = (new[place[a], 0], new[place[a], 1]) if place[a] >= 0 else (ax, ay)
    dx, dy = (new[place[b], 0], new[place[b], 1]) if place[b] >= 0 else (bx, by)
    return (sweep(m, m.left[e], m.right[e], ax, ay, bx, by, dx, dy)
            + sweep(m, m.left[e], m.right[e], ax, ay, dx, dy, cx, cy))


@njit(cache=True, nogil=True)
def sum_changes(m, touched, place, new):  # pragma: no cover - compiled
    """Change of the L1 distance when vertices move to `new`, where vertex v has the place[v]-th row."""
    total = 0.0
    for e in touched:
        total += _change_at(m, e, place, new)
    return total


@njit(cache=True, nogil=True)
def _put(m, vertices, parents, value, pinned, cosine, sine, new):  # pragma: no cover - compiled
    """Write the places that the values of their classes give vertices into `new`."""
    for i in range(len(vertices)):
        u, v = value[0, find_root(parents[0], i)], value[1, find_root(parents[1], i)]
        new[i, 0], new[i, 1] = u * cosine - v * sine, (u * sine + v * cosine) / m.limits.aspect
        if pinned[0, i]:
            new[i, 0], new[i, 1] = m.xy[vertices[i], 0], m.xy[vertices[i], 1]


@njit(cache=True, nogil=True)
def _tie_coordinates(m, touched, place, tied, start, pinned, parents):  # pragma: no cover - compiled
    """Unite the coordinates that walls make equal; walls between two different pinned ones become free (tied -1)."""
    for k in range(len(touched)):
        if tied[k] >= 0:
            c = 1 - tied[k]
            i, j = place[m.ends[touched[k], 0]], place[m.ends[touched[k], 1]]
            a, b = find_root(parents[c], i), find_root(parents[c], j)
            if a != b:
                if pinned[c, a] and pinned[c, b] and abs(start[c, a] - start[c, b]) > 1e-9:
                    tied[k] = -1
                    continue
                if pinned[c, b]:
                    a, b = b, a
                parents[c, b] = a


@njit(cache=True, nogil=True)
def _average_classes(m, touched, place, tied, start, pinned, parents):  # pragma: no cover - compiled
    """(2, n) the coordinate of each class, at its root: the mean over its walls, weighted by their lengths."""
    n = start.shape[1]
    value, weight = np.zeros((2, n)), np.zeros((2, n))
    for k in range(len(touched)):
        if tied[k] >= 0:
            c = 1 - tied[k]
            i, j = place[m.ends[touched[k], 0]], place[m.ends[touched[k], 1]]
            a = find_root(parents[c], i)
            length = abs(start[tied[k], i] - start[tied[k], j]) + 1e-6
            value[c, a] += length * 0.5 * (start[c, i] + start[c, j])
            weight[c, a] += length
    for c in range(2):
        for i in range(n):
            if parents[c, i] == i:
                if pinned[c, i] or weight[c, i] == 0.0:
                    value[c, i] = start[c, i]
                else:
                    value[c, i] /= weight[c, i]
    return value


@njit(cache=True, nogil=True)
def _pull_on_classes(m, touched, place, parents, cosine, sine, new):  # pragma: no cover - compiled
    """Gradient of the L1 distance by the coordinate of each class, and its curvature, (2, n) at the roots."""
    n, aspect = len(new), m.limits.aspect
    gradient, stiffness = np.zeros((2, n)), np.full((2, n), 0.3)
    for k in range(len(touched)):
        e = touched[k]
        a, b = m.ends[e, 0], m.ends[e, 1]
        i, j = place[a], place[b]
        ax, ay = (new[i, 0], new[i, 1]) if i >= 0 else (m.xy[a, 0], m.xy[a, 1])
        bx, by = (new[j, 0], new[j, 1]) if j >= 0 else (m.xy[b, 0], m.xy[b, 1])
        length = math.hypot(bx - ax, by - ay)
        if length < 1e-9:
            continue
        nx, ny = (by - ay) / length, -(bx - ax) / length
        nu, nv = nx * cosine + ny * sine / aspect, -nx * sine + ny * cosine / aspect
        pulls = pull_on_edge(m.labels, m.probabilities, m.klass[m.left[e]], m.klass[m.right[e]], ax, ay, bx, by)
        for side in range(2):
            i = place[a] if side == 0 else place[b]
            if i >= 0:
                r, s = find_root(parents[0], i), find_root(parents[1], i)
                gradient[0, r] += pulls[side] * nu
                gradient[1, s] += pulls[side] * nv
                stiffness[0, r] += 0.5 * length * nu * nu
                stiffness[1, s] += 0.5 * length * nv * nv
    return gradient, stiffness


@njit(cache=True, nogil=True)
def _fit_classes(m, vertices, touched, place, tied, cosine, sine, new):  # pragma: no cover - compiled
    """Fit the coordinates of classes of equal ones to the probabilities; returns the change of the L1 distance.

    tied (len(touched),): 0 wall along the first axis, 1 along the second, -1 free. new (n, 2): gets the places in px.
    """
    n, aspect = len(vertices), m.limits.aspect
    parents, start, pinned = np.empty((2, n), np.int64), np.empty((2, n)), np.zeros((2, n), np.bool_)
    for i in range(n):
        v = vertices[i]
        x, y = m.xy[v, 0], m.xy[v, 1] * aspect
        start[0, i], start[1, i] = x * cosine + y * sine, -x * sine + y * cosine
        parents[0, i], parents[1, i] = i, i
        if m.fixed[v] or m.slide[v]:
            pinned[0, i], pinned[1, i] = True, True
    _tie_coordinates(m, touched, place, tied, start, pinned, parents)
    value = _average_classes(m, touched, place, tied, start, pinned, parents)
    best, kept = math.inf, value.copy()
    rate = 1.0
    for _ in range(8):
        _put(m, vertices, parents, value, pinned, cosine, sine, new)
        energy = sum_changes(m, touched, place, new)
        if energy < best - 1e-3:
            best = energy
            kept[:, :] = value
        else:
            if rate < 0.2:
                break
            rate *= 0.4
            value[:, :] = kept
            _put(m, vertices, parents, value, pinned, cosine, sine, new)
        gradient, stiffness = _pull_on_classes(m, touched, place, parents, cosine, sine, new)
        for c in range(2):
            for i in range(n):
                if parents[c, i] == i and not pinned[c, i]:
                    value[c, i] -= rate * min(1.0, max(-1.0, gradient[c, i] / stiffness[c, i]))
    _put(m, vertices, parents, kept, pinned, cosine, sine, new)
    return best


@njit(cache=True, nogil=True)
def is_allowed(m, touched, place, new):  # pragma: no cover - compiled
    """Whether edges at their new places keep the largest distance."""
    if math.isinf(m.limits.max_distance_px):
        return True
    for k in range(len(touched)):
        e = touched[k]
        a, b = m.ends[e, 0], m.ends[e, 1]
        ax, ay = (new[place[a], 0], new[place[a], 1]) if place[a] >= 0 else (m.xy[a, 0], m.xy[a, 1])
        bx, by = (new[place[b], 0], new[place[b], 1]) if place[b] >= 0 else (m.xy[b, 0], m.xy[b, 1])
        if not is_near(m, e, ax, ay, bx, by):
            return False
    return True


@njit(cache=True, nogil=True)
def move_all(m, vertices, new):  # pragma: no cover - compiled
    """Move vertices to their new places, in rounds; False, and all back, if one cannot get there."""
    old = np.empty((len(vertices), 2))
    for i in range(len(vertices)):
        old[i] = m.xy[vertices[i]]
    for _ in range(4):
        waiting = 0
        for i in range(len(vertices)):
            v = vertices[i]
            there = m.xy[v, 0] == new[i, 0] and m.xy[v, 1] == new[i, 1]
            if not there and not shift(m, v, new[i, 0], new[i, 1]):
                waiting += 1
        if waiting == 0:
            return True
    for _ in range(4):
        for i in range(len(vertices)):
            v = vertices[i]
            if m.xy[v, 0] != old[i, 0] or m.xy[v, 1] != old[i, 1]:
                shift(m, v, old[i, 0], old[i, 1])
    return False


@njit(cache=True, nogil=True)
def _is_seen_off(m, e, dx, dy):  # pragma: no cover - compiled
    """Whether maps show that edge e does not have the direction (dx, dy), nor one at right angles to it."""
    if not len(m.maps):
        return False
    a, b = m.ends[e, 0], m.ends[e, 1]
    cosine, sine = find_course(m.maps, m.xy[a, 0], m.xy[a, 1], m.xy[b, 0], m.xy[b, 1])
    sure, square = math.sqrt(cosine * cosine + sine * sine), dx * dx + dy * dy
    cos4 = (dx**4 - 6.0 * dx * dx * dy * dy + dy**4) / (square * square)
    sin4 = 4.0 * dx * dy * (dx * dx - dy * dy) / (square * square)
    return sure >= _SURE and 0.5 * (sure - (cos4 * cosine + sin4 * sine)) > _SEEN_OFF * sure


@njit(cache=True, nogil=True)
def _snap_group(m, edges, cosine, sine, budget, place, seen):  # pragma: no cover - compiled
    """Bring the walls `edges` of one group onto its directions as far as it costs little; whether any moved."""
    aspect = m.limits.aspect
    count = 0
    for k in range(len(edges)):
        for side in range(2):
            v = m.ends[edges[k], side]
            if place[v] < 0:
                place[v] = count
                count += 1
    vertices = np.empty(count, np.int64)
    for k in range(len(edges)):
        for side in range(2):
            vertices[place[m.ends[edges[k], side]]] = m.ends[edges[k], side]
    found = np.empty(1000, np.int64)
    most = len(edges)
    for i in range(count):
        most += find_edges(m, vertices[i], found)
    touched, tied = np.empty(most, np.int64), np.full(most, -1, np.int64)
    walls, around = 0, 0.0
    limit = min(_MAX_DEVIATION_PX, m.limits.max_distance_px)
    for k in range(len(edges)):
        e = edges[k]
        a, b = m.ends[e, 0], m.ends[e, 1]
        dx, dy = m.xy[b, 0] - m.xy[a, 0], (m.xy[b, 1] - m.xy[a, 1]) * aspect
        du, dv = abs(dx * cosine + dy * sine), abs(-dx * sine + dy * cosine)
        off, along = min(du, dv), max(du, dv)
        around += math.hypot(off, along)
        touched[k], seen[e] = e, True
        to_x, to_y = (cosine, sine / aspect) if du >= dv else (-sine, cosine / aspect)
        if (off <= _MAX_TURN * math.hypot(off, along) and 0.5 * off <= limit
                and not _is_seen_off(m, e, to_x, to_y)):
            tied[k] = 0 if du >= dv else 1
            walls += 1
    used = len(edges)
    for i in range(count):  # edges of other faces that end on these walls
        for k in range(find_edges(m, vertices[i], found)):
            if not seen[found[k]]:
                seen[found[k]] = True
                touched[used] = found[k]
                used += 1
    edge_list, ties = touched[:used], tied[:used]
    for k in range(used):
        seen[edge_list[k]] = False
    new = np.empty((count, 2))
    done = False
    while walls >= 2:
        cost = _fit_classes(m, vertices, edge_list, place, ties, cosine, sine, new)
        if cost <= max(budget * walls, _UNSEEN_PX * around) and is_allowed(m, edge_list, place, new):
            done = move_all(m, vertices, new)
            break
        # What costs most is probably no wall of these directions.
        dearest = np.full(len(edges), -math.inf)
        for k in range(len(edges)):
            if ties[k] >= 0:
                dearest[k] = _change_at(m, edge_list[k], place, new)
        dropped = max(1, len(edges) // _MAX_ROUNDS)
        for k in np.argsort(-dearest)[:dropped]:
            ties[k] = -1
        walls -= dropped
    if done:  # vertices in the middle of a straight wall are not needed
        for i in range(count):
            v = vertices[i]
            if m.fixed[v] or m.slide[v] or find_edges(m, v, found) != 2:
                continue
            p, r = other_end(m, found[0], v), other_end(m, found[1], v)
            cross = ((m.xy[v, 0] - m.xy[p, 0]) * (m.xy[r, 1] - m.xy[p, 1])
                     - (m.xy[v, 1] - m.xy[p, 1]) * (m.xy[r, 0] - m.xy[p, 0]))
            if abs(cross) < 1e-7 and p != r:
                merge(m, v, p, found[0])
    for i in range(count):
        place[vertices[i]] = -1
    return done


@njit(cache=True, nogil=True)
def _snap_groups(m, order, starts, groups_of_edges, budget):  # pragma: no cover - compiled
    place, seen = np.full(len(m.fixed), -1, np.int64), np.zeros(len(m.ends), np.bool_)
    for g in range(len(starts) - 1):
        edges = order[starts[g]:starts[g + 1]]
        alive = np.empty(len(edges), np.int64)
        count = 0
        for e in edges:
            if m.ends[e, 0] >= 0:
                alive[count] = e
                count += 1
        group = groups_of_edges[g]
        phi = math.atan2(m.axes[group, 1], m.axes[group, 0]) / 4.0
        _snap_group(m, alive[:count], math.cos(phi), math.sin(phi), budget, place, seen)


@njit(cache=True, nogil=True)
def _judge(m, groups, status):  # pragma: no cover - compiled
    """Status 1 for faces whose every wall lies on the common directions or is a true diagonal."""
    aspect = m.limits.aspect
    on, askew = np.zeros(len(groups)), np.zeros(len(groups))
    total = np.zeros(len(groups))
    for e in range(len(m.ends)):
        if m.ends[e, 0] < 0:
            continue
        dx = m.xy[m.ends[e, 1], 0] - m.xy[m.ends[e, 0], 0]
        dy = (m.xy[m.ends[e, 1], 1] - m.xy[m.ends[e, 0], 1]) * aspect
        length = math.hypot(dx, dy)
        for face in (m.left[e], m.right[e]):
            if groups[face] >= 0 and length > 0.0:
                phi = math.atan2(m.axes[face, 1], m.axes[face, 0]) / 4.0
                u, v = abs(dx * math.cos(phi) + dy * math.sin(phi)), abs(-dx * math.sin(phi) + dy * math.cos(phi))
                off = min(u, v) / length
                total[face] += length
                if off < _ON_AXIS:
                    on[face] += length
                elif off <= _MAX_TURN:
                    askew[face] += length
    for face in range(len(groups)):
        if groups[face] >= 0 and askew[face] == 0.0 and on[face] >= 0.5 * total[face] > 0.0:
            status[face] = 1


def snap_walls(mesh: Mesh, wanted: np.ndarray, sums: np.ndarray, budget_px2: float, status: np.ndarray) -> None:
    """Bring the walls of wanted faces onto their common directions where it costs at most `budget_px2` per wall, or a
    fifth of a pixel along all of them.

    wanted: (F,) bool; sums: (F, 2) of `find_axes`; status: (F,) uint8, gets 1 for faces that have become regular.
    """
    groups = share_axes(mesh, wanted, sums)
    edges = np.flatnonzero(mesh.ends[:, 0] >= 0)
    pairs = np.concatenate([np.column_stack([groups[mesh.left[edges]], edges]),
                            np.column_stack([groups[mesh.right[edges]], edges])])
    pairs = np.unique(pairs[pairs[:, 0] >= 0], axis=0)
    names, starts = np.unique(pairs[:, 0], return_index=True)
    _snap_groups(mesh, pairs[:, 1].copy(), np.append(starts, len(pairs)), names, budget_px2)
    _judge(mesh, groups, status)
