"""A part of several programs: synthetic maps with known outlines, of single buildings, a town or given polygons.

Coordinates are pixels, x to the right, y down, (0, 0) the map's upper left corner. A network is imitated by its scores:
the true share of each pixel, blurred, times 8, plus smooth noise. Widths of blur and noise were chosen so that plain
outlines score as in the experiment that the targets were taken from (its figures in brackets). Noise 1, the pixels'
outlines: 93.8 % IoU (93.61), 19.5 vertices for a true one (20.57); Douglas-Peucker at 1 px: 93.1 % (92.90), 4.1 (4.22),
13.6 degrees (14.26). Noise 2, the pixels' outlines: 87.4 % (87.58), 22.0 (22.26); Douglas-Peucker at 1 px: 87.1 %
(87.26), 5.9 (5.94), 20.1 degrees (20.79).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import rasterio.features
import shapely
from rasterio.transform import Affine
from scipy.ndimage import gaussian_filter
from shapely.affinity import rotate, translate
from shapely.ops import split

BLUR_PX, NOISE_PX, STEEPNESS = 1.3, 1.7, 8.0
THINNEST_PX = 7.0  # wing of a building; in strong noise thinner ones break off before any outline is drawn
TILE_PX = 112  # holds any single building, with space around
CLASSES = ("ground", "road", "water", "house", "shop", "hall")
BUILDING_CLASSES = ("house", "shop", "hall")
_FINE, _STRIP_PX = 8, 256
_LOT_CLASSES = (3, 4, 5)


@dataclass
class Buildings:
    """outlines: (N,) polygons, one in each tile of TILE_PX, row by row; axis_degrees: (N,), of one of their walls."""

    outlines: np.ndarray
    axis_degrees: np.ndarray
    shape_px: tuple[int, int]


@dataclass
class Town:
    """outlines: (N,) polygons that cover the map; classes: (N,), indices into CLASSES.

    diagonals: (D,) walls that are askew to their own building. towers: (T,) round buildings.
    """

    outlines: np.ndarray
    classes: np.ndarray
    diagonals: np.ndarray
    towers: np.ndarray
    shape_px: tuple[int, int]


def make_buildings(count: int = 600, seed: int = 0) -> Buildings:
    """Rectangles and L-, T- and U-shapes of 18 to 60 px, turned at random."""
    rng = np.random.default_rng(seed)
    columns = int(np.ceil(np.sqrt(count)))
    axes = rng.uniform(0, 90, count)
    outlines = []
    for number, axis in enumerate(axes):
        row, column = divmod(number, columns)
        centre = (np.array([column, row]) + 0.5) * TILE_PX + rng.uniform(-0.5, 0.5, 2)
        outlines.append(translate(rotate(_draw_building(rng), axis, origin=(0, 0)), *centre))
    shape_px = (int(np.ceil(count / columns)) * TILE_PX, columns * TILE_PX)
    return Buildings(np.array(outlines, dtype=object), axes, shape_px)


def _draw_building(rng: np.random.Generator) -> shapely.Polygon:
    while True:
        width, height = rng.uniform(18, 60, 2)
        left, top = -width / 2, -height / 2
        across, along = rng.uniform(0.3, 0.6, 2)
        side, bottom = (1 - across) / 2 * width, top + along * height
        shape = shapely.box(left, top, -left, -top)
        kind = rng.choice(["rectangle", "L", "T", "U"])
        if kind == "L":
            shape -= shapely.box(left + across * width, bottom, width, height)
        elif kind == "T":
            shape -= shapely.box(-width, bottom, left + side, height)
            shape -= shapely.box(-left - side, bottom, width, height)
        elif kind == "U":
            shape -= shapely.box(left + side, bottom, -left - side, height)
        if kind == "rectangle" or min(side if kind == "U" else across * width, along * height) >= THINNEST_PX:
            return shape


def make_town(size_px: int = 1024, seed: int = 0) -> Town:
    """Blocks between streets and a river: rows of houses wall to wall, courtyards, diagonal walls, round towers."""
    rng = np.random.default_rng(seed)
    frame = shapely.box(0, 0, size_px, size_px)
    x = np.linspace(-60, size_px + 60, 80)
    river = shapely.LineString(np.column_stack([x, size_px * 0.45 + 60 * np.sin(x / 140)])).buffer(24) & frame
    pitch, block = np.array([164.0, 128.0]), np.array([144.0, 108.0])
    reach = int(size_px / pitch.min()) + 1
    blocks, pieces, classes, diagonals, towers = [], [], [], [], []
    for row in range(-reach, reach + 1):
        for column in range(-reach, reach + 1):
            def place(shape: shapely.Geometry, offset: np.ndarray = pitch * (column, row)) -> shapely.Geometry:
                return translate(rotate(translate(shape, *offset), 17.0, origin=(0, 0)), size_px / 2, size_px / 2)

            ground = place(shapely.box(*(-block / 2), *(block / 2)))
            if not ground.intersects(frame):
                continue
            blocks.append(ground)
            lots, askew, round_ones = _draw_block(rng, *block)
            if place(shapely.union_all([lot for _, lot in lots])).intersects(river.buffer(6)):
                continue
            for lot_class, lot in lots:
                if (piece := place(lot) & frame).area > 100:
                    classes.append(_LOT_CLASSES[lot_class])
                    pieces.append(piece)
            diagonals += [wall for wall in map(place, askew) if wall.within(frame)]
            towers += [tower for tower in map(place, round_ones) if tower.within(frame)]
    built, ground = shapely.union_all(pieces), shapely.union_all(blocks)
    rest = [(ground & frame) - river - built, frame - ground - river, river]
    for number, shape in enumerate(rest):
        parts = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon" and part.area > 1e-6]
        pieces += parts
        classes += [number] * len(parts)
    return Town(np.array(pieces, dtype=object), np.array(classes), np.array(diagonals, dtype=object),
                np.array(towers, dtype=object), (size_px, size_px))


def _draw_block(rng: np.random.Generator, width: float, height: float) -> tuple[list, list, list]:
    """Lots [(number of class, polygon)], diagonal walls and towers of a block around (0, 0)."""
    kind = rng.choice(["rows", "courtyard", "askew", "towers"], p=[0.3, 0.2, 0.35, 0.15])
    right, bottom = width / 2 - 10, height / 2 - 8
    if kind == "rows":
        lots = []
        for side in (-1, 1):
            x, turn = -right, int(rng.integers(3))
            while x < right - 22:
                end = x + rng.uniform(22, 40)
                end = end if end < right - 22 else right
                inner = side * (bottom - rng.uniform(20, 34))
                lots.append((turn % 3, shapely.box(x, min(side * bottom, inner), end, max(side * bottom, inner))))
                x, turn = end, turn + 1
        return lots, [], []
    if kind == "courtyard":
        depth, middle = rng.uniform(18, 26), rng.uniform(-15, 15)
        boxes = [(-right, -bottom, -right + depth, bottom), (-right + depth, -bottom, middle, -bottom + depth),
                 (middle, -bottom, right, -bottom + depth), (-right + depth, bottom - depth, right, bottom),
                 (right - depth, -bottom + depth, right, bottom - depth)]
        return [(k % 3 if k < 3 else k % 2 + (k == 4), shapely.box(*b)) for k, b in enumerate(boxes)], [], []
    if kind == "askew":
        # One corner cut off at any angle, and the house parted by a wall parallel to the cut.
        w, h = rng.uniform(70, 100), rng.uniform(56, 76)
        house, direction = shapely.box(-w / 2, -h / 2, w / 2, h / 2), np.radians(rng.uniform(25, 65))
        along = 400 * np.array([np.cos(direction), -np.sin(direction)])
        cut, parting = (shapely.LineString([at - along, at + along]) for at in
                        (np.array([w / 2 - 14, h / 2 - 14]), np.array([-6, -6])))
        parts = sorted(shapely.get_parts(split(house, cut)), key=lambda part: part.centroid.x)
        halves = sorted(shapely.get_parts(split(parts[0], parting)), key=lambda part: part.centroid.x)
        return list(enumerate(halves)), [wall & parts[0] for wall in (cut, parting)], []
    radii = rng.uniform(7, 18, 3)
    centres = [(-right + 22, 0), (0, 0), (right - 22, 0)]
    round_ones = [shapely.Point(*at).buffer(radius, quad_segs=32) for at, radius in zip(centres, radii)]
    return list(enumerate(round_ones)), [], round_ones


def cover(geometries: np.ndarray, shape_px: tuple[int, int]) -> np.ndarray:
    """(H, W) float32: the share of each pixel that lies inside."""
    height, width = shape_px
    result = np.zeros(shape_px, np.float32)
    tree = shapely.STRtree(geometries)
    for top in range(0, height, _STRIP_PX):
        rows = min(_STRIP_PX, height - top)
        near = geometries[tree.query(shapely.box(0, top, width, top + rows))]
        if len(near):
            fine = rasterio.features.rasterize(near, (rows * _FINE, width * _FINE), dtype="uint8",
                                               transform=Affine.translation(0, top) * Affine.scale(1 / _FINE))
            result[top : top + rows] = fine.reshape(rows, _FINE, width, _FINE).mean(axis=(1, 3), dtype=np.float32)
    return result


def color_polygons(polygons: np.ndarray, distance_px: float = 4.0) -> np.ndarray:
    """Numbers (N,) 0, 1, ..., so that polygons nearer than that to each other have different ones; greedy."""
    first, second = shapely.STRtree(polygons).query(polygons, predicate="dwithin", distance=distance_px)
    colors = np.full(len(polygons), -1)
    for number in range(len(polygons)):
        taken = set(colors[second[first == number]].tolist())
        colors[number] = next(color for color in range(len(polygons)) if color not in taken)
    return colors


def observe(shares: np.ndarray, noise: float, seed: int = 0) -> np.ndarray:
    """Probabilities of the class, or of each of K classes, from true shares (H, W) or (K, H, W): float32.

    One class: sigmoid of 8 * (share - 0.5) + noise. Several: softmax of scores whose differences are like that.
    """
    rng = np.random.default_rng(seed)
    if shares.ndim == 2:
        scores = STEEPNESS * (gaussian_filter(shares, BLUR_PX) - 0.5) + noise * _draw_noise(rng, shares)
        return 1 / (1 + np.exp(-scores))
    scores = np.stack([STEEPNESS / 2 * gaussian_filter(share, BLUR_PX) + noise / np.sqrt(2) * _draw_noise(rng, share)
                       for share in shares])
    likelihood = np.exp(scores - scores.max(axis=0))
    return likelihood / likelihood.sum(axis=0)


def _draw_noise(rng: np.random.Generator, like: np.ndarray) -> np.ndarray:
    """Smooth noise of standard deviation 1."""
    white = rng.standard_normal(like.shape, dtype=np.float32)
    return gaussian_filter(white, NOISE_PX) * np.float32(2 * np.sqrt(np.pi) * NOISE_PX)
