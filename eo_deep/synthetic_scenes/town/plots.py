"""Plots of land as convex polygons: cut, shrink, measure, and the rectangle that fits in.

Coordinates are metres, x to the right and y downwards; corners run clockwise as seen on the screen.
"""

from __future__ import annotations

import math

import numpy as np

Points = list[tuple[float, float]]


def clip(polygon: Points, nx: float, ny: float, limit: float) -> Points:
    """The part of a convex polygon with nx * x + ny * y <= limit."""
    kept: Points = []
    for (ax, ay), (bx, by) in zip(polygon, polygon[1:] + polygon[:1]):
        a, b = nx * ax + ny * ay - limit, nx * bx + ny * by - limit
        if a <= 0:
            kept.append((ax, ay))
        if (a < 0 < b) or (b < 0 < a):
            t = a / (a - b)
            kept.append((ax + t * (bx - ax), ay + t * (by - ay)))
    return kept if len(kept) >= 3 else []


def inset(polygon: Points, distance_m: float) -> Points:
    """A convex polygon (clockwise on the screen, as all here) shrunk by a distance on every side."""
    shrunk = polygon
    for (ax, ay), (bx, by) in zip(polygon, polygon[1:] + polygon[:1]):
        length = math.hypot(bx - ax, by - ay)
        if length > 1e-6 and shrunk:
            nx, ny = (by - ay) / length, (ax - bx) / length
            shrunk = clip(shrunk, nx, ny, nx * ax + ny * ay - distance_m)
    return shrunk


def area_m2(polygon: Points) -> float:
    """The area of a polygon."""
    return 0.5 * abs(sum(ax * by - bx * ay for (ax, ay), (bx, by) in zip(polygon, polygon[1:] + polygon[:1])))


def main_angle(polygon: Points) -> float:
    """The direction of a polygon's longest side."""
    sides = zip(polygon, polygon[1:] + polygon[:1])
    (ax, ay), (bx, by) = max(sides, key=lambda side: math.hypot(side[1][0] - side[0][0], side[1][1] - side[0][1]))
    return math.atan2(by - ay, bx - ax)


def split(
    polygon: Points, target_m2: float, gap_m: float, rng: np.random.Generator, skew_rad: float = 0.0
) -> list[Points]:
    """Cut a convex polygon across its longer extent, again and again, to pieces of about `target_m2`."""
    if not polygon:
        return []
    if area_m2(polygon) < target_m2 * rng.uniform(0.9, 1.7):
        return [polygon]
    angle = main_angle(polygon)
    cu, su = math.cos(angle), math.sin(angle)
    along = [cu * x + su * y for x, y in polygon]
    across = [cu * y - su * x for x, y in polygon]
    if max(along) - min(along) < max(across) - min(across):
        angle, along = angle + math.pi / 2, across
    angle += rng.normal(0, skew_rad) if skew_rad else 0.0
    cu, su = math.cos(angle), math.sin(angle)
    along = [cu * x + su * y for x, y in polygon]
    low, high = min(along), max(along)
    cut = low + (high - low) * rng.uniform(0.4, 0.6)
    first = clip(polygon, cu, su, cut - gap_m / 2)
    second = clip(polygon, -cu, -su, -(cut + gap_m / 2))
    return split(first, target_m2, gap_m, rng, skew_rad) + split(second, target_m2, gap_m, rng, skew_rad)


def fit_rectangle(polygon: Points) -> tuple[float, float, float, float, float] | None:
    """A large rectangle in a convex polygon, along its longest side: centre x, y, angle, half length, half width."""
    if len(polygon) < 3:
        return None
    angle = main_angle(polygon)
    cu, su = math.cos(angle), math.sin(angle)
    local = [(cu * x + su * y, cu * y - su * x) for x, y in polygon]
    us, vs = [u for u, _ in local], [v for _, v in local]
    u, v = (max(us) + min(us)) / 2, (max(vs) + min(vs)) / 2
    centre_u, centre_v = float(np.mean(us)), float(np.mean(vs))
    u, v = (u + centre_u) / 2, (v + centre_v) / 2
    full_u, full_v = (max(us) - min(us)) / 2, (max(vs) - min(vs)) / 2
    sides = []
    for (ax, ay), (bx, by) in zip(local, local[1:] + local[:1]):
        length = math.hypot(bx - ax, by - ay)
        if length > 1e-6:
            nx, ny = (by - ay) / length, (ax - bx) / length
            sides.append((abs(nx), abs(ny), nx * ax + ny * ay - nx * u - ny * v))
    best = None
    for ratio in (0.5, 0.7, 1.0, 1.4, 2.0):  # the half-plane test bounds the size for each aspect exactly
        wide, high = full_u * min(ratio, 1.0), full_v / max(ratio, 1.0)
        size = min([1.0] + [room / max(nx * wide + ny * high, 1e-9) for nx, ny, room in sides])
        if size > 0 and (best is None or size * size * wide * high > best[0]):
            best = (size * size * wide * high, size * wide, size * high)
    if best is None:
        return None
    _, half_u, half_v = best
    x, y = cu * u - su * v, su * u + cu * v
    return (x, y, angle, half_u, half_v) if half_u >= half_v else (x, y, angle + math.pi / 2, half_v, half_u)


def blob(centre: np.ndarray, radius_m: float, rng: np.random.Generator) -> Points:
    """A smooth round outline."""
    turn = np.linspace(0, 2 * np.pi, 40, endpoint=False)
    radius = radius_m * (
        1 + sum(rng.normal(0, 0.22 / k) * np.cos(k * turn + rng.uniform(0, 6.3)) for k in (1, 2, 3, 4))
    )
    return [(float(x), float(y)) for x, y in zip(centre[0] + radius * np.cos(turn), centre[1] + radius * np.sin(turn))]


def draw_point(polygon: Points, rng: np.random.Generator) -> tuple[float, float]:
    """A random point of a convex polygon: uniform in a triangle of its fan, the triangle chosen by its area."""
    ax, ay = polygon[0]
    areas = [area_m2([polygon[0], b, c]) for b, c in zip(polygon[1:-1], polygon[2:])]
    pick = rng.uniform(0, sum(areas))
    index = 0
    while index < len(areas) - 1 and pick > areas[index]:
        pick -= areas[index]
        index += 1
    s, t = rng.random(), rng.random()
    if s + t > 1:
        s, t = 1 - s, 1 - t
    (bx, by), (cx, cy) = polygon[index + 1], polygon[index + 2]
    return float(ax + s * (bx - ax) + t * (cx - ax)), float(ay + s * (by - ay) + t * (cy - ay))
