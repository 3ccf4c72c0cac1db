"""What the heads of a polygons model are to give, drawn from the outlines of objects.

It needs numpy alone, so that a machine without GDAL and GEOS trains too. Coordinates are px of a crop, x to the right,
y down; the centre of its first pixel is (0.5, 0.5).
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from ..sampling.rings import Rings

CORNER_SIGMA_PX = 1.2
OFFSET_PX = 3.0
_WALL_PX = 4.0
_BORDER_PX = 2
_CORNER_PX = 4  # beyond it a corner's Gaussian is below 0.004
_MIN_TURN = np.deg2rad(15.0)
# Long walls are cut, so that the box around each piece holds few pixels that are far from it.
_PIECE_PX = 8.0


class HeadTargets(NamedTuple):
    """The maps of a crop; arrays here, tensors in a training, with a first axis more in a batch.

    border: (H, W) bool, within 2 px of two objects. direction: (2, H, W) float32, (cos 4 phi, sin 4 phi) of the nearest
    wall within 4 px, else 0. corners: (2, H, W) float32, Gaussians around convex and reflex corners. offset: (2, H, W)
    float32, (dx, dy) px to the nearest corner within 3 px, else 0.
    """

    border: Any
    direction: Any
    corners: Any
    offset: Any


class Corners(NamedTuple):
    """Corners of objects: xy (M, 2), and whether each is reflex, (M,) bool: an interior angle above 180 degrees."""

    xy: np.ndarray
    reflex: np.ndarray


def draw_targets(rings: Rings, objects: np.ndarray) -> HeadTargets:
    """The targets of a crop.

    Parameters
    ----------
    rings : of all objects that meet the crop, in px of it.
    objects : (H, W) whole numbers, one per object, 0 for none.
    """
    shape = objects.shape
    border = find_borders(objects)
    corners, offset = _draw_corners(find_corners(rings), shape)
    return HeadTargets(border, _draw_directions(rings, shape), corners, offset)


def find_borders(objects: np.ndarray) -> np.ndarray:
    """(H, W) bool: two different objects, of whole numbers above 0, lie within 2 px of the pixel's centre."""
    far = np.iinfo(np.int32).max
    highest = objects.astype(np.int32)
    lowest = np.where(highest == 0, far, highest)
    around = np.pad(highest, _BORDER_PX), np.pad(lowest, _BORDER_PX, constant_values=far)
    height, width = objects.shape
    for down in range(-_BORDER_PX, _BORDER_PX + 1):
        for right in range(-_BORDER_PX, _BORDER_PX + 1):
            if 0 < down**2 + right**2 <= _BORDER_PX**2:
                shifted = np.s_[_BORDER_PX + down :, _BORDER_PX + right :]
                np.maximum(highest, around[0][shifted][:height, :width], out=highest)
                np.minimum(lowest, around[1][shifted][:height, :width], out=lowest)
    return (highest > 0) & (lowest < highest)


def find_corners(rings: Rings) -> Corners:
    """The vertices at which an outline turns by 15 degrees or more."""
    before, after = _list_neighbours(rings)
    incoming, outgoing = rings.xy - rings.xy[before], rings.xy[after] - rings.xy
    turn = np.arctan2(_cross(incoming, outgoing), (incoming * outgoing).sum(axis=1))
    ring = np.repeat(np.arange(len(rings.holes)), np.diff(rings.starts))
    area = np.bincount(ring, _cross(rings.xy, rings.xy[after]), len(rings.holes))
    reflex = (turn * area[ring] < 0) != rings.holes[ring]
    sharp = np.abs(turn) >= _MIN_TURN
    return Corners(rings.xy[sharp], reflex[sharp])


def _draw_directions(rings: Rings, shape: tuple[int, ...]) -> np.ndarray:
    starts, ends = _cut_walls(rings.xy, rings.xy[_list_neighbours(rings)[1]])
    near = (np.maximum(starts, ends) > -_WALL_PX) & (np.minimum(starts, ends) < np.array(shape)[::-1] + _WALL_PX)
    starts, ends = starts[near.all(axis=1)], ends[near.all(axis=1)]
    low, high = np.minimum(starts, ends) - _WALL_PX, np.maximum(starts, ends) + _WALL_PX
    pixels, number, x, y = _list_pixels(low, high, shape)
    along = ends - starts
    length = np.hypot(along[:, 0], along[:, 1]).clip(1e-9)
    unit = (along / length[:, None]).astype(np.float32)
    x, y = x - starts[number, 0].astype(np.float32), y - starts[number, 1].astype(np.float32)
    ux, uy = unit[number, 0], unit[number, 1]
    t = np.clip(x * ux + y * uy, 0, length.astype(np.float32)[number])
    square = (x - t * ux) ** 2 + (y - t * uy) ** 2
    wall, found = _find_nearest(pixels, number, square, _WALL_PX, shape)
    phi = np.arctan2(unit[:, 1], unit[:, 0])
    out = np.zeros((2, *shape), np.float32)
    out[:, found] = np.stack([np.cos(4 * phi), np.sin(4 * phi)])[:, wall[found]]
    return out


def _draw_corners(corners: Corners, shape: tuple[int, ...]) -> tuple[np.ndarray, np.ndarray]:
    """(2, H, W) Gaussians, and (2, H, W) offsets."""
    gaussians, offset = np.zeros((2, *shape), np.float32), np.zeros((2, *shape), np.float32)
    pixels, number, x, y = _list_pixels(corners.xy - _CORNER_PX, corners.xy + _CORNER_PX, shape)
    dx, dy = corners.xy[number, 0].astype(np.float32) - x, corners.xy[number, 1].astype(np.float32) - y
    square = dx**2 + dy**2
    values = np.exp(-square / (2 * CORNER_SIGMA_PX**2)) * (square <= _CORNER_PX**2)
    for kind in (0, 1):
        own = corners.reflex[number] == kind
        np.maximum.at(gaussians[kind].reshape(-1), pixels[own], values[own])
    nearest, found = _find_nearest(pixels, number, square, OFFSET_PX, shape)
    rows, columns = np.nonzero(found)
    centres = np.stack([columns, rows], axis=1) + 0.5
    offset[:, found] = (corners.xy[nearest[found]] - centres).T
    return gaussians, offset


def _list_neighbours(rings: Rings) -> tuple[np.ndarray, np.ndarray]:
    """The numbers of the vertex before and after each, (P,), around its ring."""
    numbers = np.arange(len(rings.xy))
    before, after = numbers - 1, numbers + 1
    first, last = rings.starts[:-1], rings.starts[1:] - 1
    before[first], after[last] = last, first
    return before, after


def _cross(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    return a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]


def _cut_walls(starts: np.ndarray, ends: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Walls (N, 2) in pieces of equal length, at most _PIECE_PX each."""
    length = np.hypot(*(ends - starts).T)
    count = np.maximum(1, np.ceil(length / _PIECE_PX).astype(int))
    wall = np.repeat(np.arange(len(count)), count)
    place = (np.arange(len(wall)) - np.repeat(np.cumsum(count) - count, count))[:, None]
    step = ((ends - starts) / count[:, None])[wall]
    return starts[wall] + place * step, starts[wall] + (place + 1) * step


def _list_pixels(
    low: np.ndarray, high: np.ndarray, shape: tuple[int, ...]
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """The pixels in boxes (N, 2)..(N, 2): flat position, number of the box, x and y of the centre (float32), (Q,) each.
    """
    limit = np.array(shape)[::-1]
    first = np.clip(np.ceil(low - 0.5), 0, limit).astype(int)
    last = np.clip(np.floor(high - 0.5) + 1, 0, limit).astype(int)
    across, down = np.maximum(last - first, 0).T
    count = across * down
    number = np.repeat(np.arange(len(count)), count)
    place = np.arange(len(number)) - np.repeat(np.cumsum(count) - count, count)
    row, column = np.divmod(place, across[number])
    row, column = row + first[number, 1], column + first[number, 0]
    half = np.float32(0.5)
    return row * shape[1] + column, number, column.astype(np.float32) + half, row.astype(np.float32) + half


def _find_nearest(
    pixels: np.ndarray, number: np.ndarray, square: np.ndarray, reach_px: float, shape: tuple[int, ...]
) -> tuple[np.ndarray, np.ndarray]:
    """(H, W) number of the nearest, by squared distance, and (H, W) bool where one is within reach."""
    near = square <= reach_px**2
    pixels, number, square = pixels[near], number[near], square[near]
    least = np.full(shape[0] * shape[1], np.inf, np.float32)
    np.minimum.at(least, pixels, square)
    nearest = np.zeros(len(least), int)
    best = square == least[pixels]
    nearest[pixels[best]] = number[best]
    return nearest.reshape(shape), np.isfinite(least).reshape(shape)
