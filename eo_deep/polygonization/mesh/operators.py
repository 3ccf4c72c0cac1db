"""What changes a labelled mesh so that it costs less: vertex removal, edge collapse and vertex relocation; compiled.

The energy (px2) of the boundaries: the L1 distance to the class probabilities (energy.py), a penalty per vertex, and
for faces that want right angles a bounded penalty for directions. A change is judged by exact integrals over the
triangles that it sweeps, then carried out by triangulation.py, which refuses what would make boundaries cross.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from ...runtime.compilation import njit
from .energy import integrate_triangle, penalize_direction, pull_on_edge
from .evidence import penalize_border, penalize_course, see_corner
from .triangulation import collapse, move, split, star

# How fast (1/px) class probabilities change across a boundary, for the size of steps only.
_STEEPNESS = 1.0
_MAX_STEP_PX = 1.5
MAX_EDGES = 1000
FREE_CORNERS = 1 << 30
# Maximum penalty of a vertex of a round outline: low, so that enough vertices stay to find the circle.
_ROUND_PENALTY_PX2 = 1.0
# Maximum penalty of a vertex, as a share of the area of the smaller face beside it.
_SHARE_OF_AREA = 0.0125
# Of two neighbouring vertices nearer than this, only one is at the corner that is seen there.
_SAME_CORNER_PX = 3.0


class Limits(NamedTuple):
    """What changes of a mesh cost, and how far they may go.

    vertex_penalty_px2: of each vertex. angle_weight: penalty (px2) of a px of edge in a direction of its own.
    direction_bound: largest sin^2 of twice the angle that counts. max_distance_px: of edges from those given, in widths
    of pixels. aspect: ground height of a pixel over its width. border_weight: penalty (px2) of a px of wall between two
    objects where maps show no border. at_corner, away_from_corner: share of the penalty of a vertex where maps show a
    corner, and where they show none.
    """

    vertex_penalty_px2: float
    angle_weight: float
    direction_bound: float
    max_distance_px: float
    aspect: float
    border_weight: float
    at_corner: float
    away_from_corner: float


class Mesh(NamedTuple):
    """The triangulation's arrays (see triangulation.py), the faces beside its held edges, and the pixels to explain.

    ends (E, 2) int32, -1 for edges that are gone; left, right (E,) int32 faces, left where the cross product is
    positive; klass (F,) int32; axes (F, 2) cosine and sine of 4 phi0, (0, 0) for faces without common directions;
    areas (F,) in px2, as they came; round_faces (F,) bool; corners (F,) int32, how many more corners than wanted a
    face's outer ring has, FREE_CORNERS where any number will do; outer (E, 2) bool, whether an edge is of that ring of
    the face on its left and on its right.
    fixed (V,) bool; slide (V,) uint8, bit 1: x is fixed, bit 2: y is fixed.
    given (E, 4) the edges as they came, x0, y0, x1, y1; head, tail, following (E,): for each present edge the list of
    those that it stands for. labels (h, w) int32, probabilities (K, h, w) float32: see energy.py. maps (5 or 0, h, w)
    float32: see evidence.py.
    around: scratch, int32, for the triangles at a vertex.
    """

    xy: np.ndarray
    triangles: np.ndarray
    neighbours: np.ndarray
    held: np.ndarray
    anchor: np.ndarray
    ends: np.ndarray
    left: np.ndarray
    right: np.ndarray
    klass: np.ndarray
    axes: np.ndarray
    areas: np.ndarray
    round_faces: np.ndarray
    corners: np.ndarray
    outer: np.ndarray
    fixed: np.ndarray
    slide: np.ndarray
    given: np.ndarray
    head: np.ndarray
    tail: np.ndarray
    following: np.ndarray
    labels: np.ndarray
    probabilities: np.ndarray
    maps: np.ndarray
    limits: Limits
    around: np.ndarray


@njit(cache=True, nogil=True)
def find_edges(m, v, found):  # pragma: no cover - compiled
    """Write the held edges at v into `found`; returns their number."""
    count = 0
    for k in range(star(m.triangles, m.neighbours, m.anchor, v, m.around)):
        t = m.around[k]
        i = 0
        while m.triangles[t, i] != v:
            i += 1
        e = m.held[t, (i + 2) % 3]
        if e >= 0 and count < len(found):
            found[count] = e
            count += 1
    return count


@njit(cache=True, nogil=True)
def other_end(m, e, v):  # pragma: no cover - compiled
    """The vertex at the other end of edge e."""
    return m.ends[e, 1] if m.ends[e, 0] == v else m.ends[e, 0]


@njit(cache=True, nogil=True)
def next_edge(m, e, v):  # pragma: no cover - compiled
    """The edge that goes on from e at its end v, or -1 where v is not between two edges or must not move."""
    if m.fixed[v] or m.slide[v]:
        return -1
    found = np.empty(3, np.int64)
    if find_edges(m, v, found) != 2:
        return -1
    return found[0] if found[1] == e else found[1]


@njit(cache=True, nogil=True)
def sweep(m, a, b, x0, y0, x1, y1, x2, y2):  # pragma: no cover - compiled
    """What it costs to move an edge with faces a, b on its left and right over a triangle."""
    return integrate_triangle(m.labels, m.probabilities, m.klass[a], m.klass[b], x0, y0, x1, y1, x2, y2)


@njit(cache=True, nogil=True)
def penalize_edge(m, a, b, px, py, x, y):  # pragma: no cover - compiled
    """Penalty (px2) for an edge's direction, for both faces beside it, and for where it runs, if maps show that."""
    dx, dy, aspect = x - px, y - py, m.limits.aspect
    one = penalize_direction(dx, dy * aspect, m.axes[a, 0], m.axes[a, 1], m.limits.direction_bound)[0]
    two = penalize_direction(dx, dy * aspect, m.axes[b, 0], m.axes[b, 1], m.limits.direction_bound)[0]
    if not len(m.maps):
        return m.limits.angle_weight * (one + two)
    return _penalize_seen(m, a, b, px, py, x, y)[0]


@njit(cache=True, nogil=True)
def _lies_between_objects(m, a, b):  # pragma: no cover - compiled
    """Whether two faces are objects of one class."""
    a, b, count = m.klass[a], m.klass[b], len(m.probabilities)
    return a != b and count > 0 and a >= count and b >= count and (a - b) % count == 0


@njit(cache=True, nogil=True)
def _penalize_seen(m, a, b, px, py, x, y):  # pragma: no cover - compiled
    """`penalize_edge` with maps, and its gradient by x and by y: (penalty, by x, by y).

    The direction that the map shows along the edge counts as far as it is sure, those of the faces for the rest.
    """
    weight, bound, aspect = m.limits.angle_weight, m.limits.direction_bound, m.limits.aspect
    dx, dy = x - px, y - py
    length = math.sqrt(dx * dx + dy * dy)
    total, by_x, by_y = 0.0, 0.0, 0.0
    if weight > 0.0 and length > 1e-9:
        course, course_x, course_y, sure, sure_x, sure_y = penalize_course(m.maps, px, py, x, y, bound)
        total, by_x, by_y = weight * course, weight * course_x, weight * course_y
        share = sure / length
        share_x, share_y = (sure_x - share * dx / length) / length, (sure_y - share * dy / length) / length
        for face in (a, b):
            if m.axes[face, 0] != 0.0 or m.axes[face, 1] != 0.0:
                off, off_x, off_y = penalize_direction(dx, dy * aspect, m.axes[face, 0], m.axes[face, 1], bound)
                total += weight * (1.0 - share) * off
                by_x += weight * ((1.0 - share) * off_x - share_x * off)
                by_y += weight * ((1.0 - share) * off_y * aspect - share_y * off)
    if _lies_between_objects(m, a, b):
        unseen, unseen_x, unseen_y = penalize_border(m.maps, px, py, x, y)
        weight = m.limits.border_weight
        total, by_x, by_y = total + weight * unseen, by_x + weight * unseen_x, by_y + weight * unseen_y
    return total, by_x, by_y


@njit(cache=True, nogil=True)
def limit_vertex(m, a, b, penalty):  # pragma: no cover - compiled
    """Penalty of a vertex between faces a and b: less on small faces, which it changes more, and on round ones."""
    penalty = min(penalty, _SHARE_OF_AREA * min(m.areas[a], m.areas[b]))
    if m.round_faces[a] or m.round_faces[b]:
        return min(penalty, _ROUND_PENALTY_PX2)
    return penalty


@njit(cache=True, nogil=True)
def weigh_vertex(m, x, y):  # pragma: no cover - compiled
    """What a vertex at a place costs, in vertex penalties: little where maps show a corner, much elsewhere."""
    return m.limits.away_from_corner + (m.limits.at_corner - m.limits.away_from_corner) * see_corner(m.maps, x, y)[0]


@njit(cache=True, nogil=True)
def weigh_vertices(m, ux, uy, vx, vy):  # pragma: no cover - compiled
    """What two neighbouring vertices cost, in vertex penalties: of two that are near, one is at the corner seen."""
    dx, dy = ux - vx, uy - vy
    one, two = weigh_vertex(m, ux, uy), weigh_vertex(m, vx, vy)
    if dx * dx + dy * dy < _SAME_CORNER_PX * _SAME_CORNER_PX:
        return min(one, two) + m.limits.away_from_corner
    return one + two


@njit(cache=True, nogil=True)
def _weigh_corner(m, a, b):  # pragma: no cover - compiled
    """By how much less (px2) a vertex between faces a and b costs where a corner is seen than where none is."""
    penalty = limit_vertex(m, a, b, m.limits.vertex_penalty_px2)
    return (m.limits.away_from_corner - m.limits.at_corner) * penalty


@njit(cache=True, nogil=True)
def _pull(m, a, b, px, py, x, y):  # pragma: no cover - compiled
    """Gradient and curvature (gx, gy, hxx, hxy, hyy) of the energy by the end (x, y) of an edge from (px, py)."""
    dx, dy = x - px, y - py
    length = math.sqrt(dx * dx + dy * dy)
    if length < 1e-9:
        return 0.0, 0.0, 0.0, 0.0, 0.0
    nx, ny = dy / length, -dx / length  # from the left to the right
    strength = pull_on_edge(m.labels, m.probabilities, m.klass[a], m.klass[b], px, py, x, y)[1]
    stiffness = _STEEPNESS * length / 3.0
    gx, gy = strength * nx, strength * ny
    weight, bound, aspect = m.limits.angle_weight, m.limits.direction_bound, m.limits.aspect
    if len(m.maps):
        penalty, by_x, by_y = _penalize_seen(m, a, b, px, py, x, y)
        gx, gy = gx + by_x, gy + by_y
        if penalty < weight * bound * length:
            stiffness += 8.0 * weight / length
        return gx, gy, stiffness * nx * nx, stiffness * nx * ny, stiffness * ny * ny
    for face in (a, b):
        if m.axes[face, 0] != 0.0 or m.axes[face, 1] != 0.0:
            penalty, along_x, along_y = penalize_direction(dx, dy * aspect, m.axes[face, 0], m.axes[face, 1], bound)
            gx += weight * along_x
            gy += weight * along_y * aspect
            if penalty < bound * length:
                stiffness += 8.0 * weight / length
    return gx, gy, stiffness * nx * nx, stiffness * nx * ny, stiffness * ny * ny


@njit(cache=True, nogil=True)
def _solve(gx, gy, hxx, hxy, hyy):  # pragma: no cover - compiled
    """Newton's step, kept short along directions in which little changes."""
    damping = 0.3 + 0.02 * (hxx + hyy)
    hxx, hyy = hxx + damping, hyy + damping
    determinant = hxx * hyy - hxy * hxy
    sx, sy = -(hyy * gx - hxy * gy) / determinant, -(hxx * gy - hxy * gx) / determinant
    size = math.sqrt(sx * sx + sy * sy)
    if size > _MAX_STEP_PX:
        sx, sy = sx * _MAX_STEP_PX / size, sy * _MAX_STEP_PX / size
    return sx, sy


@njit(cache=True, nogil=True)
def improve_between(m, a, b, px, py, x, y, rx, ry):  # pragma: no cover - compiled
    """A better place for the vertex (x, y) between p and r on a boundary with faces a, b: (x, y, change of energy)."""
    g1, g2, h1, h2, h3 = _pull(m, a, b, px, py, x, y)
    k1, k2, l1, l2, l3 = _pull(m, b, a, rx, ry, x, y)
    before, weight = penalize_edge(m, a, b, px, py, x, y) + penalize_edge(m, a, b, x, y, rx, ry), 0.0
    if len(m.maps):
        weight = _weigh_corner(m, a, b)
        seen, seen_x, seen_y = see_corner(m.maps, x, y)
        g1, g2, h1, h3 = g1 - weight * seen_x, g2 - weight * seen_y, h1 + weight * seen, h3 + weight * seen
        before -= weight * seen
    sx, sy = _solve(g1 + k1, g2 + k2, h1 + l1, h2 + l2, h3 + l3)
    for _ in range(3):
        nx, ny = x + sx, y + sy
        change = (sweep(m, a, b, px, py, x, y, nx, ny) + sweep(m, b, a, rx, ry, x, y, nx, ny)
                  + penalize_edge(m, a, b, px, py, nx, ny) + penalize_edge(m, a, b, nx, ny, rx, ry) - before)
        if len(m.maps):
            change -= weight * see_corner(m.maps, nx, ny)[0]
        if change < -1e-6:
            return nx, ny, change
        sx, sy = 0.3 * sx, 0.3 * sy
    return x, y, 0.0


@njit(cache=True, nogil=True)
def distance2(x, y, x0, y0, x1, y1, aspect):  # pragma: no cover - compiled
    """Squared distance of a point from a segment, in widths of pixels."""
    y, y0, y1 = y * aspect, y0 * aspect, y1 * aspect
    dx, dy = x1 - x0, y1 - y0
    square = dx * dx + dy * dy
    t = ((x - x0) * dx + (y - y0) * dy) / square if square > 0.0 else 0.0
    t = min(1.0, max(0.0, t))
    ex, ey = x - x0 - t * dx, y - y0 - t * dy
    return ex * ex + ey * ey


@njit(cache=True, nogil=True)
def is_near(m, e, x0, y0, x1, y1):  # pragma: no cover - compiled
    """Whether the given edges that e stands for lie within the largest distance of its new course."""
    limit = m.limits.max_distance_px * m.limits.max_distance_px
    if math.isinf(limit):
        return True
    k = m.head[e]
    while k >= 0:
        if (distance2(m.given[k, 0], m.given[k, 1], x0, y0, x1, y1, m.limits.aspect) > limit
                or distance2(m.given[k, 2], m.given[k, 3], x0, y0, x1, y1, m.limits.aspect) > limit):
            return False
        k = m.following[k]
    return True


@njit(cache=True, nogil=True)
def is_vertex_near(m, e, f, x, y):  # pragma: no cover - compiled
    """Whether a place lies within the largest distance of what the edges e and f stand for."""
    limit = m.limits.max_distance_px * m.limits.max_distance_px
    if math.isinf(limit):
        return True
    for edge in (e, f):
        k = m.head[edge]
        while k >= 0:
            if distance2(x, y, m.given[k, 0], m.given[k, 1], m.given[k, 2], m.given[k, 3], m.limits.aspect) <= limit:
                return True
            k = m.following[k]
    return False


@njit(cache=True, nogil=True)
def _hand_over(m, e, f, first, last):  # pragma: no cover - compiled
    """Give the list of edge e to f and `last`'s edge: each given edge to the nearer; e is f's and last's neighbour."""
    k = m.head[e]
    x, y = m.xy[first, 0], m.xy[first, 1]
    fx, fy = m.xy[other_end(m, f, first), 0], m.xy[other_end(m, f, first), 1]
    lx, ly = m.xy[other_end(m, last, first), 0], m.xy[other_end(m, last, first), 1]
    while k >= 0:
        after = m.following[k]
        cx, cy = 0.5 * (m.given[k, 0] + m.given[k, 2]), 0.5 * (m.given[k, 1] + m.given[k, 3])
        near_f = distance2(cx, cy, x, y, fx, fy, m.limits.aspect)
        near_last = distance2(cx, cy, x, y, lx, ly, m.limits.aspect)
        to = f if near_f <= near_last else last
        m.following[k] = -1
        if m.head[to] < 0:
            m.head[to] = k
        else:
            m.following[m.tail[to]] = k
        m.tail[to] = k
        k = after
    m.head[e], m.tail[e] = -1, -1


@njit(cache=True, nogil=True)
def relocate(m, v):  # pragma: no cover - compiled
    """Move vertex v to where the energy is less, whatever number of edges meets there; returns the change."""
    if m.fixed[v] or m.slide[v] == 3:
        return 0.0
    found = np.empty(MAX_EDGES, np.int64)
    count = find_edges(m, v, found)
    if count < 2:
        return 0.0
    x, y = m.xy[v, 0], m.xy[v, 1]
    gx, gy, hxx, hxy, hyy, before = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
    for k in range(count):
        e = found[k]
        w = other_end(m, e, v)
        a, b = (m.left[e], m.right[e]) if m.ends[e, 1] == v else (m.right[e], m.left[e])
        g1, g2, h1, h2, h3 = _pull(m, a, b, m.xy[w, 0], m.xy[w, 1], x, y)
        gx, gy, hxx, hxy, hyy = gx + g1, gy + g2, hxx + h1, hxy + h2, hyy + h3
        before += penalize_edge(m, a, b, m.xy[w, 0], m.xy[w, 1], x, y)
    weight = 0.0
    if len(m.maps):
        weight = _weigh_corner(m, m.left[found[0]], m.right[found[0]])
        seen, seen_x, seen_y = see_corner(m.maps, x, y)
        gx, gy, hxx, hyy = gx - weight * seen_x, gy - weight * seen_y, hxx + weight * seen, hyy + weight * seen
        before -= weight * seen
    if m.slide[v] & 1:
        gx, hxy = 0.0, 0.0
    if m.slide[v] & 2:
        gy, hxy = 0.0, 0.0
    sx, sy = _solve(gx, gy, hxx, hxy, hyy)
    for _ in range(3):
        nx, ny = x + sx, y + sy
        change, near = -before, True
        for k in range(count):
            e = found[k]
            w = other_end(m, e, v)
            a, b = (m.left[e], m.right[e]) if m.ends[e, 1] == v else (m.right[e], m.left[e])
            change += (sweep(m, a, b, m.xy[w, 0], m.xy[w, 1], x, y, nx, ny)
                       + penalize_edge(m, a, b, m.xy[w, 0], m.xy[w, 1], nx, ny))
            near = near and is_near(m, e, m.xy[w, 0], m.xy[w, 1], nx, ny)
        if len(m.maps):
            change -= weight * see_corner(m.maps, nx, ny)[0]
        if change < -1e-6 and near and is_vertex_near(m, found[0], found[1], nx, ny):
            return change if shift(m, v, nx, ny) else 0.0
        sx, sy = 0.3 * sx, 0.3 * sy
    return 0.0


@njit(cache=True, nogil=True)
def shift(m, v, x, y):  # pragma: no cover - compiled
    """Move vertex v to (x, y), or leave it where it is if another boundary is in the way."""
    old_x, old_y = m.xy[v, 0], m.xy[v, 1]
    if move(m.xy, m.triangles, m.neighbours, m.held, m.anchor, v, x, y, -1, m.around):
        return True
    move(m.xy, m.triangles, m.neighbours, m.held, m.anchor, v, old_x, old_y, -1, m.around)
    return False


@njit(cache=True, nogil=True)
def merge(m, v, u, e):  # pragma: no cover - compiled
    """Collapse the edge e = v-u into u, v lying between e and one other edge; False if that is impossible."""
    onward = np.empty(3, np.int64)
    if find_edges(m, v, onward) != 2:
        return False
    f = onward[0] if onward[1] == e else onward[1]
    x, y = m.xy[v, 0], m.xy[v, 1]
    if not move(m.xy, m.triangles, m.neighbours, m.held, m.anchor, v, m.xy[u, 0], m.xy[u, 1], u, m.around) \
            or collapse(m.xy, m.triangles, m.neighbours, m.held, m.anchor, v, u, m.around) != e:
        move(m.xy, m.triangles, m.neighbours, m.held, m.anchor, v, x, y, -1, m.around)
        return False
    if m.ends[f, 0] == v:
        m.ends[f, 0] = u
    else:
        m.ends[f, 1] = u
    m.ends[e, 0], m.ends[e, 1] = -1, -1
    for face, side in ((m.left[e], 0), (m.right[e], 1)):
        if m.outer[e, side] and m.corners[face] != FREE_CORNERS:
            m.corners[face] -= 1
    found = np.empty(MAX_EDGES, np.int64)
    count = find_edges(m, u, found)
    beside = f
    if count == 2:
        beside = found[0] if found[1] == f else found[1]
    _hand_over(m, e, f, u, beside)
    return True


@njit(cache=True, nogil=True)
def insert(m, e, v, number, spare):  # pragma: no cover - compiled
    """Put the vertex v, which is out of use, into the middle of edge e; the part beyond becomes edge `number`.

    spare (2,): triangles out of use. The given edges that e stands for stay with it.
    """
    a, b = m.ends[e, 0], m.ends[e, 1]
    m.xy[v, 0], m.xy[v, 1] = 0.5 * (m.xy[a, 0] + m.xy[b, 0]), 0.5 * (m.xy[a, 1] + m.xy[b, 1])
    split(m.triangles, m.neighbours, m.held, m.anchor, a, b, v, number, spare, m.around)
    m.ends[e, 1] = v
    m.ends[number, 0], m.ends[number, 1] = v, b
    m.left[number], m.right[number] = m.left[e], m.right[e]
    m.head[number], m.tail[number] = -1, -1


@njit(cache=True, nogil=True)
def sweep_vertices(m, times):  # pragma: no cover - compiled
    """Relocate all vertices, in rounds."""
    live = np.zeros(len(m.fixed), np.bool_)
    for e in range(len(m.ends)):
        if m.ends[e, 0] >= 0:
            live[m.ends[e, 0]] = True
            live[m.ends[e, 1]] = True
    for _ in range(times):
        for v in range(len(m.fixed)):
            if live[v]:
                relocate(m, v)
