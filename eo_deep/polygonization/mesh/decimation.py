"""Fewer vertices: removal of single ones and collapse of edges, the cheapest first; compiled."""

from __future__ import annotations

import heapq
import math
from typing import NamedTuple

import numpy as np

from ...runtime.compilation import njit
from .corner_counts import has_too_many, may_lose
from .operators import (
    MAX_EDGES,
    distance2,
    find_edges,
    improve_between,
    is_near,
    is_vertex_near,
    limit_vertex,
    merge,
    next_edge,
    other_end,
    penalize_edge,
    shift,
    sweep,
    weigh_vertex,
    weigh_vertices,
)

# A collapse that costs more than so many vertex penalties before relocation is not tried.
_HOPELESS = 4.0
# A collapse changes the costs of so many edges along the boundary on either side.
_REACH = 2
# The share of a face's area that a corner may cost which is one too many.
_NEEDED_SHARE = 0.25
# Relocation ends when a turn gains less than this share of a vertex's penalty.
_SETTLED_SHARE = 0.02


@njit(cache=True, nogil=True)
def _rounded(cost):  # pragma: no cover - compiled
    """Without the last digits: on class maps many changes cost the same, and where a window begins must not decide."""
    return math.floor(cost * 1048576.0 + 0.5) / 1048576.0


@njit(cache=True, nogil=True)
def _compute_removal_cost(m, v, found):  # pragma: no cover - compiled
    """What it costs to put a straight edge in the place of the two at v, which go to `found`; inf: it must stay."""
    if m.fixed[v] or m.anchor[v] < 0 or m.slide[v] == 3 or find_edges(m, v, found) != 2:
        return math.inf
    e, f = found[0], found[1]
    p, r = other_end(m, e, v), other_end(m, f, v)
    if p == r or (m.slide[v] and not (m.slide[p] & m.slide[v] and m.slide[r] & m.slide[v])):
        return math.inf
    a, b = (m.left[e], m.right[e]) if m.ends[e, 1] == v else (m.right[e], m.left[e])
    px, py, x, y, rx, ry = m.xy[p, 0], m.xy[p, 1], m.xy[v, 0], m.xy[v, 1], m.xy[r, 0], m.xy[r, 1]
    return _rounded(sweep(m, a, b, px, py, x, y, rx, ry) + penalize_edge(m, a, b, px, py, rx, ry)
                    - penalize_edge(m, a, b, px, py, x, y) - penalize_edge(m, a, b, x, y, rx, ry))


@njit(cache=True, nogil=True)
def _limit_removal(m, v, e, limit):  # pragma: no cover - compiled
    """What the removal of vertex v beside edge e may cost: less where a corner is seen."""
    limit = limit_vertex(m, m.left[e], m.right[e], limit)
    return limit * min(1.0, weigh_vertex(m, m.xy[v, 0], m.xy[v, 1])) if len(m.maps) else limit


@njit(cache=True, nogil=True)
def remove_needless(m, limit):  # pragma: no cover - compiled
    """Greedily remove vertices between two edges, the cheapest first, while one costs less than `limit` (px2)."""
    heap = [(0.0, np.int64(0), np.int64(0)) for _ in range(0)]
    stamp = np.zeros(len(m.fixed), np.int64)
    found, again = np.empty(3, np.int64), np.empty(2, np.int64)
    for i in range(len(m.fixed)):
        cost = _compute_removal_cost(m, i, found)
        if cost < math.inf and cost < _limit_removal(m, i, found[0], limit):
            heapq.heappush(heap, (cost, np.int64(i), stamp[i]))
    while len(heap):
        cost, v, when = heapq.heappop(heap)
        if stamp[v] != when:
            continue
        _compute_removal_cost(m, v, found)
        e, f = found[0], found[1]
        p, r = other_end(m, e, v), other_end(m, f, v)
        if not (may_lose(m, e) and is_near(m, e, m.xy[p, 0], m.xy[p, 1], m.xy[r, 0], m.xy[r, 1])
                and is_near(m, f, m.xy[p, 0], m.xy[p, 1], m.xy[r, 0], m.xy[r, 1])):
            continue
        if not merge(m, v, p, e) and not merge(m, v, r, f):
            continue
        stamp[v] = -1
        again[0], again[1] = p, r
        for w in again:
            stamp[w] += 1
            cost = _compute_removal_cost(m, w, found)
            if cost < math.inf and cost < _limit_removal(m, w, found[0], limit):
                heapq.heappush(heap, (cost, w, stamp[w]))


class Place(NamedTuple):
    """A vertex, -1 for none, and where it is to lie (px)."""

    vertex: np.int64
    x: float
    y: float


class Collapse(NamedTuple):
    """A planned collapse of an edge: the vertex `removed` goes into the one that is `kept`, which moves to its place,
    and so do the next vertices along the boundary, `before` and `after`. cost: change of energy (px2), infinite where
    the edge cannot be collapsed."""

    cost: float
    removed: np.int64
    kept: Place
    before: Place
    after: Place


@njit(cache=True, nogil=True)
def _place_nowhere():  # pragma: no cover - compiled
    return Place(np.int64(-1), 0.0, 0.0)


@njit(cache=True, nogil=True)
def _refuse_collapse(cost):  # pragma: no cover - compiled
    """A plan that nobody carries out."""
    return Collapse(cost, np.int64(-1), _place_nowhere(), _place_nowhere(), _place_nowhere())


@njit(cache=True, nogil=True)
def _plan_collapse(m, e, limit, relocating):  # pragma: no cover - compiled
    """The collapse of edge e that costs least. relocating: whether its vertex and those beside it are relocated;
    without, the cost is right, and the plan has no places. limit: what one vertex may cost there (px2); where maps make
    more or less of the vertices that go, the cost is changed by the difference."""
    u, v = np.int64(m.ends[e, 0]), np.int64(m.ends[e, 1])
    eu, ev = next_edge(m, e, u), next_edge(m, e, v)
    if eu < 0 and ev < 0:
        return _refuse_collapse(math.inf)
    left, right = m.left[e], m.right[e]
    if ev < 0:  # let u be the vertex that can stay in its place, v go
        u, v, eu, ev, left, right = v, u, ev, eu, right, left
    b = np.int64(other_end(m, ev, v))
    if eu < 0:
        if b == u:
            return _refuse_collapse(math.inf)
        return _plan_removal(m, left, right, u, v, b, next_edge(m, ev, b), limit, relocating)
    a = np.int64(other_end(m, eu, u))
    if a in (b, v) or b == u:
        return _refuse_collapse(math.inf)
    cost, x, y = _find_meeting_point(m, left, right, a, u, v, b, limit)
    if not relocating:
        return _refuse_collapse(cost)
    return _relocate_around(m, left, right, a, u, v, b, next_edge(m, eu, a), next_edge(m, ev, b), cost, x, y)


@njit(cache=True, nogil=True)
def _plan_removal(m, left, right, u, v, b, onward, limit, relocating):  # pragma: no cover - compiled
    """The collapse of the edge u-v into u, which stays. b: the vertex after v; onward: the edge after b, -1 where b
    stays too."""
    ux, uy, vx, vy, bx, by = m.xy[u, 0], m.xy[u, 1], m.xy[v, 0], m.xy[v, 1], m.xy[b, 0], m.xy[b, 1]
    cost = (sweep(m, left, right, ux, uy, vx, vy, bx, by) + penalize_edge(m, left, right, ux, uy, bx, by)
            - penalize_edge(m, left, right, ux, uy, vx, vy) - penalize_edge(m, left, right, vx, vy, bx, by))
    if len(m.maps):
        cost += limit * (1.0 - max(weigh_vertices(m, ux, uy, vx, vy) - weigh_vertex(m, ux, uy),
                                   weigh_vertices(m, vx, vy, bx, by) - weigh_vertex(m, bx, by)))
    if onward >= 0 and relocating:
        c = other_end(m, onward, b)
        for _ in range(3):
            bx, by, gain = improve_between(m, left, right, ux, uy, bx, by, m.xy[c, 0], m.xy[c, 1])
            cost += gain
            if gain > -_SETTLED_SHARE * m.limits.vertex_penalty_px2:
                break
    after = Place(b, bx, by) if onward >= 0 else _place_nowhere()
    return Collapse(_rounded(cost), v, Place(u, ux, uy), _place_nowhere(), after)


@njit(cache=True, nogil=True)
def _find_meeting_point(m, left, right, a, u, v, b, limit):  # pragma: no cover - compiled
    """Where the edge u-v between a and b best becomes one vertex: (change of energy, x, y)."""
    ax, ay, bx, by = m.xy[a, 0], m.xy[a, 1], m.xy[b, 0], m.xy[b, 1]
    ux, uy, vx, vy = m.xy[u, 0], m.xy[u, 1], m.xy[v, 0], m.xy[v, 1]
    before = (penalize_edge(m, left, right, ax, ay, ux, uy) + penalize_edge(m, left, right, ux, uy, vx, vy)
              + penalize_edge(m, left, right, vx, vy, bx, by))
    if len(m.maps):
        before += limit * (weigh_vertices(m, ux, uy, vx, vy) - 1.0)
    best, best_x, best_y = math.inf, ux, uy
    for candidate in range(4):
        if candidate == 0:
            x, y = ux, uy
        elif candidate == 1:
            x, y = vx, vy
        elif candidate == 2:
            x, y = 0.5 * (ux + vx), 0.5 * (uy + vy)
        else:  # where the edges on either side would meet
            d1x, d1y, d2x, d2y = ux - ax, uy - ay, vx - bx, vy - by
            turn = d1x * d2y - d1y * d2x
            if abs(turn) < 0.1 * math.sqrt((d1x * d1x + d1y * d1y) * (d2x * d2x + d2y * d2y)):
                continue
            t = ((bx - ax) * d2y - (by - ay) * d2x) / turn
            x, y = ax + t * d1x, ay + t * d1y
            if max(abs(x - 0.5 * (ux + vx)), abs(y - 0.5 * (uy + vy))) > 3.0 + abs(ux - vx) + abs(uy - vy):
                continue
        cost = (sweep(m, left, right, ax, ay, ux, uy, x, y) + sweep(m, left, right, ux, uy, vx, vy, x, y)
                + sweep(m, left, right, vx, vy, bx, by, x, y) + penalize_edge(m, left, right, ax, ay, x, y)
                + penalize_edge(m, left, right, x, y, bx, by) - before)
        if len(m.maps):
            cost += limit * weigh_vertex(m, x, y)
        cost = _rounded(cost)
        if cost < best:
            best, best_x, best_y = cost, x, y
    return best, best_x, best_y


@njit(cache=True, nogil=True)
def _relocate_around(m, left, right, a, u, v, b, edge_a, edge_b, cost, x, y):  # pragma: no cover - compiled
    """The collapse of the edge u-v to (x, y), relocated in turns with its neighbours a and b. edge_a, edge_b: the edges
    beyond these, -1 where the neighbour stays; cost: without relocation."""
    ax, ay, bx, by = m.xy[a, 0], m.xy[a, 1], m.xy[b, 0], m.xy[b, 1]
    far_a = np.int64(other_end(m, edge_a, a)) if edge_a >= 0 else np.int64(-1)
    far_b = np.int64(other_end(m, edge_b, b)) if edge_b >= 0 else np.int64(-1)
    for _ in range(4):
        x, y, total = improve_between(m, left, right, ax, ay, x, y, bx, by)
        if far_a >= 0:
            fx, fy = (bx, by) if far_a == b else (m.xy[far_a, 0], m.xy[far_a, 1])
            ax, ay, gain = improve_between(m, left, right, fx, fy, ax, ay, x, y)
            total += gain
        if far_b >= 0:
            fx, fy = (ax, ay) if far_b == a else (m.xy[far_b, 0], m.xy[far_b, 1])
            bx, by, gain = improve_between(m, left, right, x, y, bx, by, fx, fy)
            total += gain
        cost += total
        if total > -_SETTLED_SHARE * m.limits.vertex_penalty_px2:
            break
    before = Place(a, ax, ay) if far_a >= 0 else _place_nowhere()
    after = Place(b, bx, by) if far_b >= 0 else _place_nowhere()
    return Collapse(_rounded(cost), v, Place(u, x, y), before, after)


@njit(cache=True, nogil=True)
def _place_of(m, w, plan):  # pragma: no cover - compiled
    """Where a neighbour w of a collapsed edge will lie."""
    if plan.after.vertex == w:
        return plan.after.x, plan.after.y
    if plan.before.vertex == w:
        return plan.before.x, plan.before.y
    return m.xy[w, 0], m.xy[w, 1]


@njit(cache=True, nogil=True)
def _keeps_near(m, e, plan):  # pragma: no cover - compiled
    """Whether a planned collapse of edge e keeps the boundary within the largest distance."""
    if math.isinf(m.limits.max_distance_px):
        return True
    x, y = plan.kept.x, plan.kept.y
    ev, eu = next_edge(m, e, plan.removed), next_edge(m, e, plan.kept.vertex)
    sides = [(ev, np.int64(other_end(m, ev, plan.removed)))]
    if eu >= 0:
        sides.append((eu, np.int64(other_end(m, eu, plan.kept.vertex))))
        if not (is_vertex_near(m, eu, ev, x, y) or is_vertex_near(m, e, e, x, y)):
            return False
    for side, w in sides:
        for place in (plan.before, plan.after):
            beyond = next_edge(m, side, w) if place.vertex == w else -1
            if beyond >= 0:
                c = other_end(m, beyond, w)
                if not (is_near(m, beyond, place.x, place.y, m.xy[c, 0], m.xy[c, 1])
                        and is_vertex_near(m, side, beyond, place.x, place.y)):
                    return False
        wx, wy = _place_of(m, w, plan)
        if not is_near(m, side, x, y, wx, wy):
            return False
    limit, aspect = m.limits.max_distance_px * m.limits.max_distance_px, m.limits.aspect
    k = m.head[e]
    while k >= 0:  # each given edge of the collapsed one goes to the nearer side
        near = False
        for _, w in sides:
            wx, wy = _place_of(m, w, plan)
            if (distance2(m.given[k, 0], m.given[k, 1], x, y, wx, wy, aspect) <= limit
                    and distance2(m.given[k, 2], m.given[k, 3], x, y, wx, wy, aspect) <= limit):
                near = True
        if not near:
            return False
        k = m.following[k]
    return True


@njit(cache=True, nogil=True)
def _carry_out(m, e, plan):  # pragma: no cover - compiled
    """Collapse edge e as planned; False, and all as before, if boundaries would come to cross."""
    u, x, y = plan.kept
    old_x, old_y = m.xy[u, 0], m.xy[u, 1]
    if (x != old_x or y != old_y) and not shift(m, u, x, y):
        return False
    if not merge(m, plan.removed, u, e):
        if x != old_x or y != old_y:
            shift(m, u, old_x, old_y)
        return False
    for place in (plan.before, plan.after):
        if place.vertex >= 0:
            shift(m, place.vertex, place.x, place.y)
    return True


@njit(cache=True, nogil=True)
def _limit_collapse(m, e, limit, needed):  # pragma: no cover - compiled
    """What the collapse of edge e may cost. needed: whether only faces with too many corners lose some, at any price
    up to a share of their area."""
    if not may_lose(m, e):
        return -math.inf
    if not needed:
        return limit_vertex(m, m.left[e], m.right[e], limit)
    return min(limit, _NEEDED_SHARE * min(m.areas[m.left[e]], m.areas[m.right[e]])) if has_too_many(m, e) else -math.inf


@njit(cache=True, nogil=True)
def _queue_collapse(m, e, limit, needed, stamp, heap):  # pragma: no cover - compiled
    """Put edge e into the queue, under what its collapse would cost without relocation, unless that is hopeless."""
    stamp[e] += 1
    limit = _limit_collapse(m, e, limit, needed)
    if limit == -math.inf:
        return
    cost = _plan_collapse(m, e, limit, False).cost
    if cost < _HOPELESS * limit:
        heapq.heappush(heap, (cost, np.int64(e), stamp[e]))


@njit(cache=True, nogil=True)
def collapse_edges(m, limit, needed):  # pragma: no cover - compiled
    """Collapse edges, the cheapest first, while with relocation that costs less than `limit` (px2). needed: only those
    of faces with more corners than wanted, until they have no more."""
    heap = [(0.0, np.int64(0), np.int64(0)) for _ in range(0)]
    stamp = np.zeros(len(m.ends), np.int64)
    found = np.empty(MAX_EDGES, np.int64)
    for i in range(len(m.ends)):
        if m.ends[i, 0] >= 0:
            _queue_collapse(m, i, limit, needed, stamp, heap)
    while len(heap):
        _, e, when = heapq.heappop(heap)
        if m.ends[e, 0] < 0 or stamp[e] != when:
            continue
        highest = _limit_collapse(m, e, limit, needed)
        if highest == -math.inf:
            continue
        plan = _plan_collapse(m, e, highest, True)
        if (plan.cost >= highest or plan.removed < 0 or not _keeps_near(m, e, plan)
                or not _carry_out(m, e, plan)):
            continue
        count = find_edges(m, plan.kept.vertex, found)
        for k in range(count):
            f, w = found[k], plan.kept.vertex
            for _ in range(_REACH):
                _queue_collapse(m, f, limit, needed, stamp, heap)
                w = np.int64(other_end(m, f, w))
                f = next_edge(m, f, w)
                if f < 0:
                    break
