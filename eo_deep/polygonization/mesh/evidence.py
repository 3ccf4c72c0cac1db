"""What an image shows of walls beside the classes: maps, their exact integrals along edges, and what those cost.

maps: (5, h, w) float32 on the pixels of the window: border, 0..1 where two objects touch; cosine and sine of 4 phi, phi
the direction of the nearest wall in pixels, and their length, at most 1, how sure that is; convex and reflex corners,
0..1. None at all: (0, 1, 1). Between the centres of four pixels a map is bilinear; beyond the window it is 0. So an
edge is cut at the lines through the centres, and on each piece the map is a polynomial of second degree, which
Simpson's rule integrates exactly.

All functions are compiled; positions are float64 in pixels of the window.
"""

from __future__ import annotations

import math

from ...runtime.compilation import njit

BORDER, COSINE, SINE, CONVEX, REFLEX = range(5)


@njit(cache=True, nogil=True)
def _take(maps, k, row, column):  # pragma: no cover - compiled
    if 0 <= row < maps.shape[1] and 0 <= column < maps.shape[2]:
        return float(maps[k, row, column])
    return 0.0


@njit(cache=True, nogil=True, error_model="numpy")
def integrate_along(maps, k, ax, ay, bx, by):  # pragma: no cover - compiled
    """Integral (px) of map k along the edge a-b, and its gradient by bx and by by."""
    dx, dy = bx - ax, by - ay
    length = math.sqrt(dx * dx + dy * dy)
    if length < 1e-12:
        return 0.0, 0.0, 0.0
    ax, ay = ax - 0.5, ay - 0.5  # centres of pixels at whole numbers
    step_x = 1.0 / abs(dx) if dx != 0.0 else math.inf
    step_y = 1.0 / abs(dy) if dy != 0.0 else math.inf
    next_x = ((math.floor(ax) + 1.0 - ax) if dx > 0.0 else (ax - math.ceil(ax) + 1.0)) * step_x if dx != 0.0 else 2.0
    next_y = ((math.floor(ay) + 1.0 - ay) if dy > 0.0 else (ay - math.ceil(ay) + 1.0)) * step_y if dy != 0.0 else 2.0
    mean, slope_x, slope_y, t = 0.0, 0.0, 0.0, 0.0
    while t < 1.0:
        if next_x < next_y:
            stop = min(1.0, next_x)
            next_x += step_x
        else:
            stop = min(1.0, next_y)
            next_y += step_y
        if stop > t + 1e-12:
            middle = 0.5 * (t + stop)
            column, row = int(math.floor(ax + middle * dx)), int(math.floor(ay + middle * dy))
            f00, f01 = _take(maps, k, row, column), _take(maps, k, row, column + 1)
            f10, f11 = _take(maps, k, row + 1, column), _take(maps, k, row + 1, column + 1)
            for node in range(3):
                at = t if node == 0 else middle if node == 1 else stop
                weight = (stop - t) * (4.0 if node == 1 else 1.0) / 6.0
                u, v = ax + at * dx - column, ay + at * dy - row
                upper, lower = f00 + u * (f01 - f00), f10 + u * (f11 - f10)
                mean += weight * (upper + v * (lower - upper))
                slope_x += weight * at * ((1.0 - v) * (f01 - f00) + v * (f11 - f10))
                slope_y += weight * at * (lower - upper)
            t = stop
        elif stop >= 1.0:
            break
    return mean * length, slope_x * length + mean * dx / length, slope_y * length + mean * dy / length


@njit(cache=True, nogil=True)
def penalize_course(maps, ax, ay, bx, by, bound):  # pragma: no cover - compiled
    """Penalty (px) for the direction of an edge a-b against the map of directions, R min(sin^2 2 (phi - phi0), bound),
    its gradient by bx and by by; then R and its gradient.

    phi0 and R <= L: argument over 4, and length, of the integral of (cos 4 phi, sin 4 phi) along the edge. R / L says
    how sure the direction is.
    """
    cosine, cosine_x, cosine_y = integrate_along(maps, COSINE, ax, ay, bx, by)
    sine, sine_x, sine_y = integrate_along(maps, SINE, ax, ay, bx, by)
    dx, dy = bx - ax, by - ay
    square, sure = dx * dx + dy * dy, math.sqrt(cosine * cosine + sine * sine)
    if square < 1e-18 or sure < 1e-9:
        return 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
    sure_x = (cosine * cosine_x + sine * sine_x) / sure
    sure_y = (cosine * cosine_y + sine * sine_y) / sure
    cos4 = (dx * dx * dx * dx - 6.0 * dx * dx * dy * dy + dy * dy * dy * dy) / (square * square)
    sin4 = 4.0 * dx * dy * (dx * dx - dy * dy) / (square * square)
    off = 0.5 * (sure - (cos4 * cosine + sin4 * sine))
    if off >= bound * sure:
        return bound * sure, bound * sure_x, bound * sure_y, sure, sure_x, sure_y
    # d cos4 = -4 sin4 dphi, d sin4 = 4 cos4 dphi, dphi = (dx ddy - dy ddx) / L^2
    turn = 2.0 * (sin4 * cosine - cos4 * sine) / square
    off_x = 0.5 * (sure_x - (cos4 * cosine_x + sin4 * sine_x)) - turn * dy
    off_y = 0.5 * (sure_y - (cos4 * cosine_y + sin4 * sine_y)) + turn * dx
    return off, off_x, off_y, sure, sure_x, sure_y


@njit(cache=True, nogil=True)
def find_course(maps, ax, ay, bx, by):  # pragma: no cover - compiled
    """Cosine and sine of 4 phi, the mean of the map of directions along an edge a-b; their length: how sure it is."""
    length = math.sqrt((bx - ax) * (bx - ax) + (by - ay) * (by - ay))
    if length < 1e-9:
        return 0.0, 0.0
    return (integrate_along(maps, COSINE, ax, ay, bx, by)[0] / length,
            integrate_along(maps, SINE, ax, ay, bx, by)[0] / length)


@njit(cache=True, nogil=True)
def penalize_border(maps, ax, ay, bx, by):  # pragma: no cover - compiled
    """Penalty (px) for a wall a-b between two objects where the map shows no border, and its gradient by bx and by."""
    seen, seen_x, seen_y = integrate_along(maps, BORDER, ax, ay, bx, by)
    dx, dy = bx - ax, by - ay
    length = math.sqrt(dx * dx + dy * dy)
    if length < 1e-12:
        return 0.0, 0.0, 0.0
    return length - seen, dx / length - seen_x, dy / length - seen_y


@njit(cache=True, nogil=True)
def see_corner(maps, x, y):  # pragma: no cover - compiled
    """The higher of both maps of corners at a place, 0..1, and its gradient by x and by y."""
    u, v = x - 0.5, y - 0.5
    column, row = int(math.floor(u)), int(math.floor(v))
    u, v = u - column, v - row
    best, by_x, by_y = 0.0, 0.0, 0.0
    for k in (CONVEX, REFLEX):
        f00, f01 = _take(maps, k, row, column), _take(maps, k, row, column + 1)
        f10, f11 = _take(maps, k, row + 1, column), _take(maps, k, row + 1, column + 1)
        upper, lower = f00 + u * (f01 - f00), f10 + u * (f11 - f10)
        value = upper + v * (lower - upper)
        if value > best:
            best, by_x, by_y = value, (1.0 - v) * (f01 - f00) + v * (f11 - f10), lower - upper
    return best, by_x, by_y
