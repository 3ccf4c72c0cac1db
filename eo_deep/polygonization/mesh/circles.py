"""Round faces: found by their moments, and made regular polygons on the circle of their area; compiled."""

from __future__ import annotations

import math

import numpy as np

from ...runtime.compilation import njit
from .direction_snapping import is_allowed, move_all, sum_changes
from .operators import Mesh, find_edges, insert, other_end

_ROUNDNESS = 0.975
# How far (px) the middle of an edge may lie from the circle.
_SAGITTA_PX = 0.5
_MIN_CORNERS = 8


@njit(cache=True, nogil=True)
def find_round(m, wanted, found):  # pragma: no cover - compiled
    """Mark the wanted faces that are round: whose area is spread like a disc's, A^2 = 2 pi times its polar moment.

    A square reaches 0.955 of that, a regular hexagon 0.993. found: (F,) bool.
    """
    aspect = m.limits.aspect
    faces = len(wanted)
    anchor, moments = np.full((faces, 2), np.nan), np.zeros((faces, 4))
    for e in range(len(m.ends)):
        if m.ends[e, 0] < 0:
            continue
        for side in range(2):
            face = m.left[e] if side == 0 else m.right[e]
            if not wanted[face]:
                continue
            ax, ay = m.xy[m.ends[e, side], 0], m.xy[m.ends[e, side], 1] * aspect
            bx, by = m.xy[m.ends[e, 1 - side], 0], m.xy[m.ends[e, 1 - side], 1] * aspect
            if np.isnan(anchor[face, 0]):
                anchor[face, 0], anchor[face, 1] = ax, ay
            ax, ay, bx, by = ax - anchor[face, 0], ay - anchor[face, 1], bx - anchor[face, 0], by - anchor[face, 1]
            cross = ax * by - ay * bx
            moments[face, 0] += cross / 2.0
            moments[face, 1] += cross * (ax + bx) / 6.0
            moments[face, 2] += cross * (ay + by) / 6.0
            moments[face, 3] += cross * (ax * ax + ax * bx + bx * bx + ay * ay + ay * by + by * by) / 12.0
    for face in range(faces):
        found[face] = False
        area = moments[face, 0]
        if wanted[face] and area > 0.0:
            polar = moments[face, 3] - (moments[face, 1]**2 + moments[face, 2]**2) / area
            found[face] = area * area > _ROUNDNESS * 2.0 * math.pi * polar


@njit(cache=True, nogil=True)
def _walk(m, start, face, ring):  # pragma: no cover - compiled
    """Write the vertices of the ring that edge `start` belongs to, face on the left; 0 if it meets other boundaries."""
    v = m.ends[start, 0] if m.left[start] == face else m.ends[start, 1]
    e, first, count = start, v, 0
    found = np.empty(3, np.int64)
    while count < len(ring):
        if m.fixed[v] or m.slide[v] or find_edges(m, v, found) != 2:
            return 0
        ring[count] = v
        count += 1
        v = other_end(m, e, v)
        if v == first:
            return count
        find_edges(m, v, found)
        e = found[0] if found[1] == e else found[1]
    return 0


@njit(cache=True, nogil=True)
def _fit_circles_to_faces(m, faces, one_edge, counts, budget):  # pragma: no cover - compiled
    free_vertices = np.flatnonzero(m.anchor < 0)
    free_edges = np.flatnonzero(m.ends[:, 0] < 0)
    free_triangles = np.flatnonzero(m.triangles[:, 0] < 0)
    v_used, e_used, t_used = 0, 0, 0
    ring, found = np.empty(1000, np.int64), np.empty(3, np.int64)
    place = np.full(len(m.fixed), -1, np.int64)
    aspect = m.limits.aspect
    for f in range(len(faces)):
        count = _walk(m, one_edge[f], faces[f], ring)
        if count < 3 or count != counts[f]:  # with courtyards, or between neighbours: as it is
            continue
        area, cx, cy = 0.0, 0.0, 0.0
        x0, y0 = m.xy[ring[0], 0], m.xy[ring[0], 1]
        for k in range(count):
            a, b = ring[k], ring[(k + 1) % count]
            ax, ay, bx, by = m.xy[a, 0] - x0, m.xy[a, 1] - y0, m.xy[b, 0] - x0, m.xy[b, 1] - y0
            cross = ax * by - ay * bx
            area, cx, cy = area + cross / 2.0, cx + cross * (ax + bx) / 6.0, cy + cross * (ay + by) / 6.0
        cx, cy = x0 + cx / area, y0 + cy / area
        radius = math.sqrt(area * aspect / math.pi)
        corners = max(_MIN_CORNERS, int(math.ceil(math.pi / math.acos(1.0 - min(0.5, _SAGITTA_PX / radius)))))
        need = corners - count
        if (corners > 900 or v_used + need > len(free_vertices) or e_used + need > len(free_edges)
                or t_used + 2 * need > len(free_triangles)):
            continue
        while count < corners:
            longest, at = -1.0, 0
            for k in range(count):
                a, b = ring[k], ring[(k + 1) % count]
                length = math.hypot(m.xy[b, 0] - m.xy[a, 0], (m.xy[b, 1] - m.xy[a, 1]) * aspect)
                if length > longest:
                    longest, at = length, k
            a, b = ring[at], ring[(at + 1) % count]
            find_edges(m, a, found)
            e = found[0] if other_end(m, found[0], a) == b else found[1]
            v = free_vertices[v_used]
            m.fixed[v], m.slide[v] = False, 0
            insert(m, e, v, free_edges[e_used], free_triangles[t_used:t_used + 2])
            v_used, e_used, t_used = v_used + 1, e_used + 1, t_used + 2
            for k in range(count, at + 1, -1):
                ring[k] = ring[k - 1]
            ring[at + 1] = v
            count += 1
        # corners at equal angles, turned as they fit those that there are, on the circle that keeps the area
        reach = math.sqrt(2.0 * area * aspect / (count * math.sin(2.0 * math.pi / count)))
        cosine, sine = 0.0, 0.0
        for k in range(count):
            angle = (math.atan2((m.xy[ring[k], 1] - cy) * aspect, m.xy[ring[k], 0] - cx)
                     - 2.0 * math.pi * k / count)
            cosine, sine = cosine + math.cos(angle), sine + math.sin(angle)
        turn = math.atan2(sine, cosine)
        new, touched = np.empty((count, 2)), np.empty(count, np.int64)
        for k in range(count):
            angle = turn + 2.0 * math.pi * k / count
            new[k, 0], new[k, 1] = cx + reach * math.cos(angle), cy + reach * math.sin(angle) / aspect
            place[ring[k]] = k
            find_edges(m, ring[k], found)
            touched[k] = found[0] if other_end(m, found[0], ring[k]) == ring[(k + 1) % count] else found[1]
        if (sum_changes(m, touched, place, new) <= budget * count / 4.0
                and is_allowed(m, touched, place, new)):
            move_all(m, ring[:count].copy(), new)
        for k in range(count):
            place[ring[k]] = -1


def fit_circles(mesh: Mesh, budget_px2: float) -> None:
    """Make round faces regular polygons, of the fewest corners that keep half a pixel from the circle of their area.

    It may cost a quarter of `budget_px2` a corner; otherwise the outline stays as it is.
    """
    faces = np.flatnonzero(mesh.round_faces)
    edges = np.flatnonzero(mesh.ends[:, 0] >= 0)
    sides = np.concatenate([mesh.left[edges], mesh.right[edges]])
    counts = np.bincount(sides, minlength=len(mesh.round_faces))
    first = np.full(len(mesh.round_faces), -1, np.int64)
    first[sides[::-1]] = np.concatenate([edges, edges])[::-1]
    _fit_circles_to_faces(mesh, faces, first[faces], counts[faces], budget_px2)
