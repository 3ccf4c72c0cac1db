"""Fewer vertices: removal of single ones and collapse of edges, the cheapest first; compiled."""

from __future__ import annotations

import heapq
import math

import numpy as np

from ...runtime.compilation import njit
from .operators import (
    MOST_EDGES,
    distance2,
    find_edges,
    improve_between,
    is_near,
    is_vertex_near,
    merge,
    next_edge,
    other_end,
    price_edge,
    shift,
    sweep,
)

# A collapse that costs so many times the price of a vertex before relocation is not worth a trial.
_HOPELESS = 4.0
# So far along a boundary a collapse changes what others cost.
_REACH = 2
# What a vertex of a round outline may cost: enough to tell its circle by those that stay.
_ROUND_PRICE_PX2 = 1.0
# A vertex may cost this share of the smaller face beside it.
_SHARE_OF_AREA = 0.0125


@njit(cache=True, nogil=True)
def _rounded(cost):  # pragma: no cover - compiled
    """Without the last digits: on class maps many changes cost the same, and where a window begins must not decide."""
    return math.floor(cost * 1048576.0 + 0.5) / 1048576.0


@njit(cache=True, nogil=True)
def _limit_at(m, e, limit):  # pragma: no cover - compiled
    """What a vertex beside edge e may cost: less on small faces, which it changes more, and on round ones."""
    a, b = m.left[e], m.right[e]
    limit = min(limit, _SHARE_OF_AREA * min(m.areas[a], m.areas[b]))
    if m.round_faces[a] or m.round_faces[b]:
        return min(limit, _ROUND_PRICE_PX2)
    return limit


@njit(cache=True, nogil=True)
def _price_removal(m, v, found):  # pragma: no cover - compiled
    """What it costs to put a straight edge in the place of the two at v, which go to `found`; inf: it must stay."""
    if m.fixed[v] or m.anchor[v] < 0 or m.slide[v] == 3 or find_edges(m, v, found) != 2:
        return math.inf
    e, f = found[0], found[1]
    p, r = other_end(m, e, v), other_end(m, f, v)
    if p == r or (m.slide[v] and not (m.slide[p] & m.slide[v] and m.slide[r] & m.slide[v])):
        return math.inf
    a, b = (m.left[e], m.right[e]) if m.ends[e, 1] == v else (m.right[e], m.left[e])
    px, py, x, y, rx, ry = m.xy[p, 0], m.xy[p, 1], m.xy[v, 0], m.xy[v, 1], m.xy[r, 0], m.xy[r, 1]
    return _rounded(sweep(m, a, b, px, py, x, y, rx, ry) + price_edge(m, a, b, rx - px, ry - py)
                    - price_edge(m, a, b, x - px, y - py) - price_edge(m, a, b, rx - x, ry - y))


@njit(cache=True, nogil=True)
def remove_needless(m, limit):  # pragma: no cover - compiled
    """Greedily remove vertices between two edges, the cheapest first, while one costs less than `limit` (px2)."""
    heap = [(0.0, np.int64(0), np.int64(0)) for _ in range(0)]
    stamp = np.zeros(len(m.fixed), np.int64)
    found, again = np.empty(3, np.int64), np.empty(2, np.int64)
    for i in range(len(m.fixed)):
        cost = _price_removal(m, i, found)
        if cost < limit and cost < _limit_at(m, found[0], limit):
            heapq.heappush(heap, (cost, np.int64(i), stamp[i]))
    while len(heap):
        cost, v, when = heapq.heappop(heap)
        if stamp[v] != when:
            continue
        _price_removal(m, v, found)
        e, f = found[0], found[1]
        p, r = other_end(m, e, v), other_end(m, f, v)
        if not (is_near(m, e, m.xy[p, 0], m.xy[p, 1], m.xy[r, 0], m.xy[r, 1])
                and is_near(m, f, m.xy[p, 0], m.xy[p, 1], m.xy[r, 0], m.xy[r, 1])):
            continue
        if not merge(m, v, p, e) and not merge(m, v, r, f):
            continue
        stamp[v] = -1
        again[0], again[1] = p, r
        for w in again:
            stamp[w] += 1
            cost = _price_removal(m, w, found)
            if cost < limit and cost < _limit_at(m, found[0], limit):
                heapq.heappush(heap, (cost, w, stamp[w]))


@njit(cache=True, nogil=True)
def _try_collapse(m, e, relocating, plan):  # pragma: no cover - compiled
    """What collapsing edge e costs: the change of energy, inf if it can't be.

    relocating: whether its vertex and those beside it are relocated. plan (10,) gets: the vertex that goes, that
    which stays, x, y of the latter; vertices beside it and their x, y.
    """
    u, v = np.int64(m.ends[e, 0]), np.int64(m.ends[e, 1])
    eu, ev = next_edge(m, e, u), next_edge(m, e, v)
    plan[0], plan[1], plan[4], plan[7] = -1, -1, -1, -1
    if eu < 0 and ev < 0:
        return math.inf
    la, lb = m.left[e], m.right[e]
    if ev < 0:  # let u be the vertex that can stay in its place, v go
        u, v, eu, ev, la, lb = v, u, ev, eu, lb, la
    b = np.int64(other_end(m, ev, v))
    ux, uy, vx, vy, bx, by = m.xy[u, 0], m.xy[u, 1], m.xy[v, 0], m.xy[v, 1], m.xy[b, 0], m.xy[b, 1]
    e_b = next_edge(m, ev, b)
    if eu < 0:
        if b == u:
            return math.inf
        cost = (sweep(m, la, lb, ux, uy, vx, vy, bx, by) + price_edge(m, la, lb, bx - ux, by - uy)
                - price_edge(m, la, lb, vx - ux, vy - uy) - price_edge(m, la, lb, bx - vx, by - vy))
        if e_b >= 0 and relocating:
            c = other_end(m, e_b, b)
            for _ in range(3):
                bx, by, gain = improve_between(m, la, lb, ux, uy, bx, by, m.xy[c, 0], m.xy[c, 1])
                cost += gain
                if gain > -0.02 * m.settings[0]:
                    break
        plan[0], plan[1], plan[2], plan[3] = v, u, ux, uy
        plan[4], plan[5], plan[6] = (b if e_b >= 0 else -1), bx, by
        return _rounded(cost)
    a = np.int64(other_end(m, eu, u))
    if a in (b, v) or b == u:
        return math.inf
    ax, ay = m.xy[a, 0], m.xy[a, 1]
    e_a = next_edge(m, eu, a)
    before = (price_edge(m, la, lb, ux - ax, uy - ay) + price_edge(m, la, lb, vx - ux, vy - uy)
              + price_edge(m, la, lb, bx - vx, by - vy))
    best, wx, wy = math.inf, ux, uy
    for candidate in range(4):
        if candidate == 0:
            x, y = ux, uy
        elif candidate == 1:
            x, y = vx, vy
        elif candidate == 2:
            x, y = 0.5 * (ux + vx), 0.5 * (uy + vy)
        else:  # where the walls on either side would meet
            d1x, d1y, d2x, d2y = ux - ax, uy - ay, vx - bx, vy - by
            turn = d1x * d2y - d1y * d2x
            if abs(turn) < 0.1 * math.sqrt((d1x * d1x + d1y * d1y) * (d2x * d2x + d2y * d2y)):
                continue
            t = ((bx - ax) * d2y - (by - ay) * d2x) / turn
            x, y = ax + t * d1x, ay + t * d1y
            if max(abs(x - 0.5 * (ux + vx)), abs(y - 0.5 * (uy + vy))) > 3.0 + abs(ux - vx) + abs(uy - vy):
                continue
        cost = (sweep(m, la, lb, ax, ay, ux, uy, x, y) + sweep(m, la, lb, ux, uy, vx, vy, x, y)
                + sweep(m, la, lb, vx, vy, bx, by, x, y)
                + price_edge(m, la, lb, x - ax, y - ay) + price_edge(m, la, lb, bx - x, by - y) - before)
        cost = _rounded(cost)
        if cost < best:
            best, wx, wy = cost, x, y
    cost = best
    if not relocating:
        return cost
    far_a = np.int64(other_end(m, e_a, a)) if e_a >= 0 else np.int64(-1)
    far_b = np.int64(other_end(m, e_b, b)) if e_b >= 0 else np.int64(-1)
    for _ in range(4):
        wx, wy, total = improve_between(m, la, lb, ax, ay, wx, wy, bx, by)
        if far_a >= 0:
            fx, fy = (bx, by) if far_a == b else (m.xy[far_a, 0], m.xy[far_a, 1])
            ax, ay, gain = improve_between(m, la, lb, fx, fy, ax, ay, wx, wy)
            total += gain
        if far_b >= 0:
            fx, fy = (ax, ay) if far_b == a else (m.xy[far_b, 0], m.xy[far_b, 1])
            bx, by, gain = improve_between(m, la, lb, wx, wy, bx, by, fx, fy)
            total += gain
        cost += total
        if total > -0.02 * m.settings[0]:
            break
    plan[0], plan[1], plan[2], plan[3] = v, u, wx, wy
    plan[4], plan[5], plan[6] = (a if far_a >= 0 else -1), ax, ay
    plan[7], plan[8], plan[9] = (b if far_b >= 0 else -1), bx, by
    return _rounded(cost)


@njit(cache=True, nogil=True)
def _keeps_near(m, e, u, v, plan):  # pragma: no cover - compiled
    """Whether a planned collapse keeps the boundary within the largest distance."""
    if math.isinf(m.settings[3]):
        return True
    x, y = plan[2], plan[3]
    ev = next_edge(m, e, v)
    eu = next_edge(m, e, u)
    sides = [(ev, np.int64(other_end(m, ev, v)))]
    if eu >= 0:
        sides.append((eu, np.int64(other_end(m, eu, u))))
        if not (is_vertex_near(m, eu, ev, x, y) or is_vertex_near(m, e, e, x, y)):
            return False
    for side, w in sides:
        wx, wy = m.xy[w, 0], m.xy[w, 1]
        for k in (4, 7):
            if plan[k] == w:
                wx, wy = plan[k + 1], plan[k + 2]
                beyond = next_edge(m, side, w)
                if beyond >= 0:
                    c = other_end(m, beyond, w)
                    if not (is_near(m, beyond, wx, wy, m.xy[c, 0], m.xy[c, 1])
                            and is_vertex_near(m, side, beyond, wx, wy)):
                        return False
        if not is_near(m, side, x, y, wx, wy):
            return False
    k = m.head[e]
    while k >= 0:  # each given edge of the collapsed one goes to the nearer side
        near = False
        for _, w in sides:
            wx, wy = m.xy[w, 0], m.xy[w, 1]
            for j in (4, 7):
                if plan[j] == w:
                    wx, wy = plan[j + 1], plan[j + 2]
            limit = m.settings[3] * m.settings[3]
            if (distance2(m.given[k, 0], m.given[k, 1], x, y, wx, wy, m.settings[4]) <= limit
                    and distance2(m.given[k, 2], m.given[k, 3], x, y, wx, wy, m.settings[4]) <= limit):
                near = True
        if not near:
            return False
        k = m.following[k]
    return True


@njit(cache=True, nogil=True)
def _carry_out(m, e, plan):  # pragma: no cover - compiled
    """Collapse edge e as planned; False, and all as before, if boundaries would come to cross."""
    v, u = np.int64(plan[0]), np.int64(plan[1])
    old_x, old_y = m.xy[u, 0], m.xy[u, 1]
    if (plan[2] != old_x or plan[3] != old_y) and not shift(m, u, plan[2], plan[3]):
        return False
    if not merge(m, v, u, e):
        if plan[2] != old_x or plan[3] != old_y:
            shift(m, u, old_x, old_y)
        return False
    for k in (4, 7):
        if plan[k] >= 0:
            shift(m, np.int64(plan[k]), plan[k + 1], plan[k + 2])
    return True


@njit(cache=True, nogil=True)
def _queue_collapse(m, e, limit, stamp, heap, plan):  # pragma: no cover - compiled
    """Put edge e into the queue, under what its collapse would cost without relocation, unless that is hopeless."""
    stamp[e] += 1
    cost = _try_collapse(m, e, False, plan)
    if cost < _HOPELESS * _limit_at(m, e, limit):
        heapq.heappush(heap, (cost, np.int64(e), stamp[e]))


@njit(cache=True, nogil=True)
def collapse_edges(m, limit):  # pragma: no cover - compiled
    """Collapse edges, the cheapest first, while with relocation that costs less than `limit` (px2)."""
    heap = [(0.0, np.int64(0), np.int64(0)) for _ in range(0)]
    stamp = np.zeros(len(m.ends), np.int64)
    plan, found = np.empty(10), np.empty(MOST_EDGES, np.int64)
    for i in range(len(m.ends)):
        if m.ends[i, 0] >= 0:
            _queue_collapse(m, i, limit, stamp, heap, plan)
    while len(heap):
        _, e, when = heapq.heappop(heap)
        if m.ends[e, 0] < 0 or stamp[e] != when:
            continue
        cost = _try_collapse(m, e, True, plan)
        v, u = np.int64(plan[0]), np.int64(plan[1])
        if cost >= _limit_at(m, e, limit) or v < 0 or not _keeps_near(m, e, u, v, plan) \
                or not _carry_out(m, e, plan):
            continue
        count = find_edges(m, u, found)
        for k in range(count):
            f, w = found[k], u
            for _ in range(_REACH):
                _queue_collapse(m, f, limit, stamp, heap, plan)
                w = np.int64(other_end(m, f, w))
                f = next_edge(m, f, w)
                if f < 0:
                    break
