"""The plan of a procedural town: streets, blocks, parcels, buildings, trees and cars of one cell between main roads.

Coordinates are metres, x to the right and y downwards. Every cell has a random generator of its own, seeded by
the scene's seed and the cell's place, so any part of an endless town can be generated alone, and is always the same.
"""

from __future__ import annotations

import math
from dataclasses import replace
from functools import lru_cache

import numpy as np
import shapely

from .buildings import Building
from .cell import Cell
from .districts import DistrictBuilder
from .styles import Style, draw_style

OVERHANG_M = 8.0  # crowns, lorries and buildings reach this far beyond their anchor
CELL_JITTER = 0.17  # of the pitch: below 0.25 every cell stays convex


@lru_cache(maxsize=160)
def make_cell(seed: int, column: int, row: int) -> Cell:
    """The cell at this place of the town's lattice, bent as the whole town is."""
    style = draw_style_cached(seed)
    rng = np.random.default_rng([seed, 1, column + 2**20, row + 2**20])
    corners = [lattice_point(style, column + i, row + j) for i, j in ((0, 0), (1, 0), (1, 1), (0, 1))]
    builder = DistrictBuilder(style, rng)
    builder.build(corners)
    return _bend(builder.cell, style)


draw_style_cached = lru_cache(maxsize=8)(draw_style)


def find_cells(style: Style, x0: float, y0: float, x1: float, y1: float, margin_m: float) -> list[Cell]:
    """The cells that may reach to within `margin_m` of a box of the town (m), in a fixed order."""
    reach_m = margin_m + largest_bend_m(style) + CELL_JITTER * style.pitch_m
    columns, rows = (
        range(math.floor((low - reach_m) / style.pitch_m), math.floor((high + reach_m) / style.pitch_m) + 1)
        for low, high in ((x0, x1), (y0, y1))
    )
    return [make_cell(style.seed, column, row) for row in rows for column in columns]


def lattice_point(style: Style, column: int, row: int) -> tuple[float, float]:
    """Where two main roads cross."""
    rng = np.random.default_rng([style.seed, 2, column + 2**20, row + 2**20])
    dx, dy = rng.uniform(-CELL_JITTER, CELL_JITTER, 2)
    return (column + dx) * style.pitch_m, (row + dy) * style.pitch_m


def bend(style: Style, points: np.ndarray) -> np.ndarray:
    """The map from the straight plan to the ground: (n, 2) m -> (n, 2) m, a sum of long waves."""
    bent = points.astype(np.float64, copy=True)
    for kx, ky, phase, amplitude_x, amplitude_y in style.warp:
        wave = np.sin(kx * points[:, 0] + ky * points[:, 1] + phase)
        bent[:, 0] += amplitude_x * wave
        bent[:, 1] += amplitude_y * wave
    return bent


def largest_bend_m(style: Style) -> float:
    """No point is moved further than this by `bend`."""
    return sum(math.hypot(wave[3], wave[4]) for wave in style.warp)


def _bend(cell: Cell, style: Style) -> Cell:
    """Move everything from the straight plan onto the ground; buildings and cars stay rigid, turned as the streets."""
    grounds = []
    for ground in cell.grounds:
        outline = ground.outline
        closed = outline if ground.line_m else np.vstack([outline, outline[:1]])
        steps = np.maximum(1, np.ceil(np.hypot(*np.diff(closed, axis=0).T) / 12)).astype(int)
        t = np.concatenate([k + np.arange(n) / n for k, n in enumerate(steps)] + [[len(steps)]])
        index = np.arange(len(closed))
        dense = np.column_stack([np.interp(t, index, closed[:, 0]), np.interp(t, index, closed[:, 1])])
        grounds.append((ground, dense))
    bent_grounds = []
    if grounds:
        bent = bend(style, np.vstack([dense for _, dense in grounds]))
        stops = np.cumsum([len(dense) for _, dense in grounds])[:-1]
        bent_grounds = [replace(ground, outline=part) for (ground, _), part in zip(grounds, np.split(bent, stops))]
    buildings = [
        replace(b, x=x, y=y, angle=angle)
        for b, (x, y, angle) in zip(cell.buildings, _bend_frames(style, [(b.x, b.y, b.angle) for b in cell.buildings]))
    ]
    frames = _bend_frames(style, [thing[:3] for thing in cell.things])
    things = [(*frame, *thing[3:]) for thing, frame in zip(cell.things, frames)]
    trees = []
    if cell.trees:
        points = bend(style, np.array([tree[:2] for tree in cell.trees]))
        trees = [(float(x), float(y), tree[2], tree[3]) for (x, y), tree in zip(points, cell.trees)]
    return Cell(bent_grounds, _drop_overlaps(buildings), trees, things)


def _bend_frames(style: Style, frames: list[tuple[float, float, float]]) -> list[tuple[float, float, float]]:
    if not frames:
        return []
    x, y, angle = np.array(frames, dtype=np.float64).T
    points = np.column_stack([x, y])
    ahead = 0.5 * np.column_stack([np.cos(angle), np.sin(angle)])
    moved, direction = bend(style, points), bend(style, points + ahead) - bend(style, points - ahead)
    turned = np.arctan2(direction[:, 1], direction[:, 0])
    return [(float(px), float(py), float(a)) for (px, py), a in zip(moved, turned)]


def _drop_overlaps(buildings: list[Building]) -> list[Building]:
    """Remove buildings that stand in an earlier one of another row; buildings of one row only touch."""
    if not buildings:
        return buildings
    boxes = shapely.polygons(np.array([building.outer_box() for building in buildings]))
    first, second = shapely.STRtree(boxes).query(boxes, predicate="intersects")
    dropped: set[int] = set()
    for low, high in sorted((int(i), int(j)) for i, j in zip(first, second) if i < j):
        same_row = buildings[low].row >= 0 and buildings[low].row == buildings[high].row
        if not same_row and low not in dropped:
            dropped.add(high)
    return [building for index, building in enumerate(buildings) if index not in dropped]
