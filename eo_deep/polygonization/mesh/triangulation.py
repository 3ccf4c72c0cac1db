"""Triangulations that hold given edges: making them, moving a vertex, collapsing an edge; no triangle ever inverts.

Everything works in place on four arrays and is compiled: xy (V, 2) float64; triangles (T, 3) int32, their vertices in
order of positive area, -1 for those that collapsed; neighbours (T, 3) int32, the triangle across the edge opposite to
each vertex, -1 at the hull; held (T, 3) int32, the number of the given edge opposite to each vertex, -1 for edges that
may be flipped; anchor (V,) int32, one triangle at each vertex.

Two given edges can only come to cross if a triangle between them inverts. So validity needs no search: a move is
followed from one event to the next, at which a triangle becomes flat; flipping its longest edge lets the vertex pass,
and where that edge is a given one, the move ends.
"""

from __future__ import annotations

import numpy as np

from ...runtime.compilation import njit

# Triangles smaller than this (half px2) count as flat.
_FLAT = 1e-7
_MAX_EVENTS = 200
_MAX_NEIGHBOURS = 100_000


@njit(cache=True, nogil=True)
def _cross(ax, ay, bx, by, cx, cy):  # pragma: no cover - compiled
    return (bx - ax) * (cy - ay) - (by - ay) * (cx - ax)


@njit(cache=True, nogil=True)
def _area(xy, a, b, c):  # pragma: no cover - compiled
    """Twice the signed area."""
    return _cross(xy[a, 0], xy[a, 1], xy[b, 0], xy[b, 1], xy[c, 0], xy[c, 1])


@njit(cache=True, nogil=True)
def _place(triangles, t, v):  # pragma: no cover - compiled
    """Which corner of triangle t the vertex v is."""
    if triangles[t, 0] == v:
        return 0
    return 1 if triangles[t, 1] == v else 2


@njit(cache=True, nogil=True)
def _is_inside_circle(xy, a, b, c, d):  # pragma: no cover - compiled
    """Whether d lies clearly inside the circle through a, b, c."""
    ax, ay = xy[a, 0] - xy[d, 0], xy[a, 1] - xy[d, 1]
    bx, by = xy[b, 0] - xy[d, 0], xy[b, 1] - xy[d, 1]
    cx, cy = xy[c, 0] - xy[d, 0], xy[c, 1] - xy[d, 1]
    a2, b2, c2 = ax * ax + ay * ay, bx * bx + by * by, cx * cx + cy * cy
    determinant = ax * (by * c2 - b2 * cy) - ay * (bx * c2 - b2 * cx) + a2 * (bx * cy - by * cx)
    return determinant > 1e-9 * (a2 + b2 + c2 + 1.0)


@njit(cache=True, nogil=True)
def _relink(neighbours, t, before, after):  # pragma: no cover - compiled
    if t >= 0:
        for i in range(3):
            if neighbours[t, i] == before:
                neighbours[t, i] = after
                return


@njit(cache=True, nogil=True)
def _set(triangles, neighbours, held, t, a, b, c, na, nb, nc, ha, hb, hc):  # pragma: no cover - compiled
    triangles[t, 0], triangles[t, 1], triangles[t, 2] = a, b, c
    neighbours[t, 0], neighbours[t, 1], neighbours[t, 2] = na, nb, nc
    held[t, 0], held[t, 1], held[t, 2] = ha, hb, hc


@njit(cache=True, nogil=True)
def _flip(triangles, neighbours, held, anchor, t, i):  # pragma: no cover - compiled
    """Replace the edge opposite to corner i of t by the other diagonal of the two triangles at it."""
    u = neighbours[t, i]
    p, a, b = triangles[t, i], triangles[t, (i + 1) % 3], triangles[t, (i + 2) % 3]
    j = 0
    while neighbours[u, j] != t or triangles[u, j] == a or triangles[u, j] == b:
        j += 1
    q = triangles[u, j]
    # u's corners from q on are q, b, a
    n_bp, h_bp = neighbours[t, (i + 1) % 3], held[t, (i + 1) % 3]
    n_pa, h_pa = neighbours[t, (i + 2) % 3], held[t, (i + 2) % 3]
    n_aq, h_aq = neighbours[u, (j + 1) % 3], held[u, (j + 1) % 3]
    n_qb, h_qb = neighbours[u, (j + 2) % 3], held[u, (j + 2) % 3]
    _set(triangles, neighbours, held, t, p, a, q, n_aq, u, n_pa, h_aq, -1, h_pa)
    _set(triangles, neighbours, held, u, p, q, b, n_qb, n_bp, t, h_qb, h_bp, -1)
    _relink(neighbours, n_aq, u, t)
    _relink(neighbours, n_bp, t, u)
    anchor[p], anchor[a], anchor[q], anchor[b] = t, t, t, u


@njit(cache=True, nogil=True)
def _apex(triangles, neighbours, t, i):  # pragma: no cover - compiled
    """The vertex of the neighbour across the edge opposite to corner i that is not on this edge."""
    u = neighbours[t, i]
    a, b = triangles[t, (i + 1) % 3], triangles[t, (i + 2) % 3]
    for j in range(3):
        if triangles[u, j] != a and triangles[u, j] != b:
            return np.int64(triangles[u, j])
    return np.int64(-1)


@njit(cache=True, nogil=True)
def _make_delaunay(xy, triangles, neighbours, held, anchor, stack):  # pragma: no cover - compiled
    """Flip what is not Delaunay, from the triangles on the stack on."""
    budget = 64 + 16 * len(stack)
    while len(stack) and budget > 0:
        t = stack.pop()
        if triangles[t, 0] < 0:
            continue
        for i in range(3):
            if neighbours[t, i] < 0 or held[t, i] >= 0:
                continue
            p, a, b = triangles[t, i], triangles[t, (i + 1) % 3], triangles[t, (i + 2) % 3]
            q = _apex(triangles, neighbours, t, i)
            if (_is_inside_circle(xy, p, a, b, q) and _area(xy, p, a, q) > _FLAT and _area(xy, p, q, b) > _FLAT):
                u = neighbours[t, i]
                _flip(triangles, neighbours, held, anchor, t, i)
                stack.append(t)
                stack.append(u)
                budget -= 1
                break


@njit(cache=True, nogil=True)
def _locate(xy, triangles, neighbours, t, x, y):  # pragma: no cover - compiled
    """The triangle that holds a point, by a walk from triangle t."""
    previous = -1
    for _ in range(len(triangles) + 8):
        moved = False
        for i in range(3):
            a, b = triangles[t, (i + 1) % 3], triangles[t, (i + 2) % 3]
            if neighbours[t, i] >= 0 and neighbours[t, i] != previous \
                    and _cross(xy[a, 0], xy[a, 1], xy[b, 0], xy[b, 1], x, y) < 0.0:
                previous, t, moved = t, neighbours[t, i], True
                break
        if not moved:
            return t
    return t


@njit(cache=True, nogil=True)
def _insert(xy, triangles, neighbours, held, anchor, count, t, p):  # pragma: no cover - compiled
    """Put vertex p into triangle t or onto the edge that it lies on; returns the new number of triangles, -1 if p is
    where another vertex is."""
    on = -1
    for i in range(3):
        a, b = triangles[t, (i + 1) % 3], triangles[t, (i + 2) % 3]
        if xy[triangles[t, i], 0] == xy[p, 0] and xy[triangles[t, i], 1] == xy[p, 1]:
            return -1
        if abs(_area(xy, p, a, b)) <= _FLAT and neighbours[t, i] >= 0:
            on = i
    stack = [t]
    if on < 0:
        a, b, c = triangles[t, 0], triangles[t, 1], triangles[t, 2]
        na, nb, nc = neighbours[t, 0], neighbours[t, 1], neighbours[t, 2]
        t1, t2 = count, count + 1
        _set(triangles, neighbours, held, t, a, b, p, t1, t2, nc, -1, -1, -1)
        _set(triangles, neighbours, held, t1, b, c, p, t2, t, na, -1, -1, -1)
        _set(triangles, neighbours, held, t2, c, a, p, t, t1, nb, -1, -1, -1)
        _relink(neighbours, na, t, t1)
        _relink(neighbours, nb, t, t2)
        anchor[a], anchor[b], anchor[c], anchor[p] = t, t, t1, t
        stack.append(t1)
        stack.append(t2)
    else:
        u = neighbours[t, on]
        a, b, c = triangles[t, on], triangles[t, (on + 1) % 3], triangles[t, (on + 2) % 3]
        d = _apex(triangles, neighbours, t, on)
        j = _place(triangles, u, d)
        n_ca, n_ab = neighbours[t, (on + 1) % 3], neighbours[t, (on + 2) % 3]
        n_bd, n_dc = neighbours[u, (j + 1) % 3], neighbours[u, (j + 2) % 3]  # u is d, c, b
        t1, u1 = count, count + 1
        _set(triangles, neighbours, held, t, a, b, p, u1, t1, n_ab, -1, -1, -1)
        _set(triangles, neighbours, held, t1, a, p, c, u, n_ca, t, -1, -1, -1)
        _set(triangles, neighbours, held, u, d, c, p, t1, u1, n_dc, -1, -1, -1)
        _set(triangles, neighbours, held, u1, d, p, b, t, n_bd, u, -1, -1, -1)
        _relink(neighbours, n_ca, t, t1)
        _relink(neighbours, n_bd, u, u1)
        anchor[a], anchor[b], anchor[c], anchor[d], anchor[p] = t, t, t1, u, t
        stack.append(t1)
        stack.append(u)
        stack.append(u1)
    _make_delaunay(xy, triangles, neighbours, held, anchor, stack)
    return count + 2


@njit(cache=True, nogil=True)
def star(triangles, neighbours, anchor, v, around):  # pragma: no cover - compiled
    """Write the triangles at v, in positive order but for corners of the hull, into `around`; returns their number."""
    first = anchor[v]
    t, count, turn = first, 0, 1
    while count < len(around):
        around[count] = t
        count += 1
        t = neighbours[t, (_place(triangles, t, v) + turn) % 3]
        if t < 0 and turn == 1:  # a corner of the hull: the rest lies on the other side of the first
            turn = 2
            t = neighbours[first, (_place(triangles, first, v) + turn) % 3]
        if t == first or t < 0:
            break
    return count


@njit(cache=True, nogil=True)
def _find_edge(triangles, neighbours, anchor, a, b, around):  # pragma: no cover - compiled
    """The triangle left of the edge a -> b and the corner opposite to it, or -1."""
    for k in range(star(triangles, neighbours, anchor, a, around)):
        i = _place(triangles, around[k], a)
        if triangles[around[k], (i + 1) % 3] == b:
            return around[k], (i + 2) % 3
    return -1, -1


@njit(cache=True, nogil=True)
def _hold(xy, triangles, neighbours, held, anchor, a, b, number, around):  # pragma: no cover - compiled
    """Make a-b an edge by flipping what it crosses (Sloan 1993), and give it its number; False where it cannot be."""
    t, i = _find_edge(triangles, neighbours, anchor, a, b, around)
    if t < 0:
        crossed = [(np.int64(0), np.int64(0)) for _ in range(0)]
        for k in range(star(triangles, neighbours, anchor, a, around)):
            i = _place(triangles, around[k], a)
            c, d = np.int64(triangles[around[k], (i + 1) % 3]), np.int64(triangles[around[k], (i + 2) % 3])
            if _area(xy, a, c, b) > 0.0 and _area(xy, a, b, d) > 0.0 and _area(xy, c, d, b) < 0.0:
                t = around[k]
                break
        if t < 0:
            return False
        while True:  # walk from a to b
            crossed.append((c, d))
            i = 0
            while triangles[t, i] == c or triangles[t, i] == d:
                i += 1
            if held[t, i] >= 0 or neighbours[t, i] < 0:
                return False
            apex = _apex(triangles, neighbours, t, i)
            t = neighbours[t, i]
            if apex == b:
                break
            if _area(xy, a, b, apex) > 0.0:
                d = apex
            else:
                c = apex
            if len(crossed) > len(triangles):
                return False
        budget = 100 + 20 * len(crossed) * len(crossed)
        place = 0
        while place < len(crossed) and budget > 0:
            budget -= 1
            c, d = crossed[place]
            place += 1
            t, i = _find_edge(triangles, neighbours, anchor, c, d, around)
            if t < 0:
                return False
            p, q = np.int64(triangles[t, i]), _apex(triangles, neighbours, t, i)
            if _area(xy, p, c, q) > _FLAT and _area(xy, p, q, d) > _FLAT:
                _flip(triangles, neighbours, held, anchor, t, i)
                if p != a and p != b and q != a and q != b \
                        and (_area(xy, a, b, p) > 0.0) != (_area(xy, a, b, q) > 0.0):
                    if _area(xy, a, b, p) > 0.0:
                        p, q = q, p
                    crossed.append((p, q))
            else:
                crossed.append((c, d))
        t, i = _find_edge(triangles, neighbours, anchor, a, b, around)
        if t < 0:
            return False
    if held[t, i] >= 0:
        return False
    held[t, i] = number
    u = neighbours[t, i]
    for j in range(3):
        if triangles[u, j] != a and triangles[u, j] != b:
            held[u, j] = number
    return True


@njit(cache=True, nogil=True)
def triangulate(xy, order, edges, triangles, neighbours, held, anchor):  # pragma: no cover - compiled
    """Constrained Delaunay triangulation, by insertion; the last four vertices are a rectangle around the others.

    order: (V - 4,) in which vertices are inserted, near ones after each other. edges: (E, 2) that must not cross.
    The arrays need room for 2 V triangles. Returns the number of triangles, or -1 if vertices coincide or edges cross.
    """
    corner = len(xy) - 4
    triangles[:, :] = -1
    neighbours[:, :] = -1
    held[:, :] = -1
    _set(triangles, neighbours, held, 0, corner, corner + 1, corner + 2, -1, 1, -1, -1, -1, -1)
    _set(triangles, neighbours, held, 1, corner, corner + 2, corner + 3, -1, -1, 0, -1, -1, -1)
    anchor[corner:] = np.array([0, 0, 0, 1])
    count, t = 2, 0
    for p in order:
        t = _locate(xy, triangles, neighbours, t, xy[p, 0], xy[p, 1])
        after = _insert(xy, triangles, neighbours, held, anchor, count, t, p)
        if after < 0:
            return -1
        count = after
        t = anchor[p]
    around = np.empty(_MAX_NEIGHBOURS, np.int32)
    for k in range(len(edges)):
        if not _hold(xy, triangles, neighbours, held, anchor, edges[k, 0], edges[k, 1], k, around):
            return -1
    return count


@njit(cache=True, nogil=True)
def move(xy, triangles, neighbours, held, anchor, v, x, y, towards, around):  # pragma: no cover - compiled
    """Move vertex v to (x, y) through flips of edges that are not held; False if a held edge is in the way.

    towards: the vertex at (x, y) into which v is to collapse, where it then could be, without moving there; else -1.
    When the way is barred, v stays at the last place of its way that it reached.
    """
    for _ in range(_MAX_EVENTS):
        count = star(triangles, neighbours, anchor, v, around)
        soonest, event = 2.0, -1
        for k in range(count):
            t = around[k]
            i = _place(triangles, t, v)
            a, b = triangles[t, (i + 1) % 3], triangles[t, (i + 2) % 3]
            if a == towards or b == towards:
                continue
            after = _cross(x, y, xy[a, 0], xy[a, 1], xy[b, 0], xy[b, 1])
            if after <= _FLAT:
                before = _area(xy, v, a, b)
                when = before / (before - after) if after < before else 0.0
                if when < soonest:
                    soonest, event = when, t
        if event < 0:
            if towards < 0:
                xy[v, 0], xy[v, 1] = x, y
            return True
        i = _place(triangles, event, v)
        a, b = triangles[event, (i + 1) % 3], triangles[event, (i + 2) % 3]
        soonest = min(1.0, max(0.0, soonest))
        qx, qy = xy[v, 0] + soonest * (x - xy[v, 0]), xy[v, 1] + soonest * (y - xy[v, 1])
        bx, by = xy[b, 0] - xy[a, 0], xy[b, 1] - xy[a, 1]
        along = ((qx - xy[a, 0]) * bx + (qy - xy[a, 1]) * by) / (bx * bx + by * by)
        if along <= 0.0:
            i = (i + 1) % 3  # a came between v and b
        elif along >= 1.0:
            i = (i + 2) % 3
        if held[event, i] >= 0 or neighbours[event, i] < 0:
            return False
        done = False
        for closeness in (0.0, 0.9, 0.999, 0.99999):
            mx = xy[v, 0] + closeness * (qx - xy[v, 0])
            my = xy[v, 1] + closeness * (qy - xy[v, 1])
            p, c, d = triangles[event, i], triangles[event, (i + 1) % 3], triangles[event, (i + 2) % 3]
            q = _apex(triangles, neighbours, event, i)
            old_x, old_y = xy[v, 0], xy[v, 1]
            xy[v, 0], xy[v, 1] = mx, my
            if _area(xy, p, c, q) > 0.0 and _area(xy, p, q, d) > 0.0:
                positive = True
                for k in range(count):  # other triangles may be flat at nearly the same moment
                    t = around[k]
                    if _area(xy, triangles[t, 0], triangles[t, 1], triangles[t, 2]) <= 0.0:
                        positive = False
                if positive:
                    _flip(triangles, neighbours, held, anchor, event, i)
                    done = True
                    break
            xy[v, 0], xy[v, 1] = old_x, old_y
        if not done:
            return False
    return False


@njit(cache=True, nogil=True)
def collapse(xy, triangles, neighbours, held, anchor, v, u, around):  # pragma: no cover - compiled
    """Let v, from which `move` says that it can, go up in u, where the held edge v-u leads.

    Returns the number of that edge, or -1 if a face would vanish with it: then nothing has changed.
    """
    count = star(triangles, neighbours, anchor, v, around)
    gone, sides = -1, 0
    for k in range(count):
        t = around[k]
        i = _place(triangles, t, v)
        for j in range(3):
            if triangles[t, j] == u:
                w = 3 - i - j
                gone = held[t, w]
                sides += 1
                if held[t, i] >= 0 and held[t, j] >= 0:
                    return -1
    if sides != 2 or gone < 0:
        return -1
    stack = [np.int32(0) for _ in range(0)]
    for k in range(count):
        t = around[k]
        i = _place(triangles, t, v)
        j = -1
        for corner in range(3):
            if triangles[t, corner] == u:
                j = corner
        if j < 0:
            triangles[t, i] = u
            stack.append(t)
            continue
        # t is v, u, w: its edges u-w and v-w become one
        w = triangles[t, 3 - i - j]
        at_u, at_v = neighbours[t, i], neighbours[t, j]  # across u-w, across v-w
        number = max(held[t, i], held[t, j])
        _relink(neighbours, at_u, t, at_v)
        _relink(neighbours, at_v, t, at_u)
        for n in (at_u, at_v):
            if n >= 0:
                for corner in range(3):
                    c = triangles[n, corner]
                    if c != w and c != u and c != v:
                        held[n, corner] = number
                anchor[w] = n
        if at_u >= 0:
            anchor[u] = at_u
        triangles[t, 0] = -1
    anchor[v] = -1
    if len(stack):
        anchor[u] = stack[0]
    _make_delaunay(xy, triangles, neighbours, held, anchor, stack)
    return gone


@njit(cache=True, nogil=True)
def split(triangles, neighbours, held, anchor, a, b, v, number, spare, around):  # pragma: no cover - compiled
    """Put vertex v, which lies between a and b, into their held edge; the part v-b is held as `number`.

    spare (2,): triangles that are out of use.
    """
    t, i = _find_edge(triangles, neighbours, anchor, a, b, around)
    u = neighbours[t, i]
    c, d = triangles[t, i], _apex(triangles, neighbours, t, i)
    j = _place(triangles, u, d)
    old = held[t, i]
    # t is c, a, b and u is d, b, a
    n_bc, h_bc = neighbours[t, (i + 1) % 3], held[t, (i + 1) % 3]
    n_ca, h_ca = neighbours[t, (i + 2) % 3], held[t, (i + 2) % 3]
    n_ad, h_ad = neighbours[u, (j + 1) % 3], held[u, (j + 1) % 3]
    n_db, h_db = neighbours[u, (j + 2) % 3], held[u, (j + 2) % 3]
    t1, u1 = spare[0], spare[1]
    _set(triangles, neighbours, held, t, c, a, v, u, t1, n_ca, old, -1, h_ca)
    _set(triangles, neighbours, held, t1, c, v, b, u1, n_bc, t, number, h_bc, -1)
    _set(triangles, neighbours, held, u, d, v, a, t, n_ad, u1, old, h_ad, -1)
    _set(triangles, neighbours, held, u1, d, b, v, t1, u, n_db, number, -1, h_db)
    _relink(neighbours, n_bc, t, t1)
    _relink(neighbours, n_db, u, u1)
    anchor[a], anchor[v], anchor[c], anchor[b], anchor[d] = t, t, t, t1, u
