"""Objects of a map as weighted points (sampled templates): what an image should show, and where."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import shapely

# The outputs of a network for each pixel, and the weights of a point: inside, close outside, or on a wall, with the
# outward normal and the direction of the wall itself. The latter is the cosine and sine of the double angle, because a
# wall seen from its other side is the same wall.
CHANNELS = ("inside", "outside", "wall", "normal_x", "normal_y", "along_x", "along_y")
# Distance in pixels from a wall at which its surroundings are looked at, and between points along it.
_RING_PX = 1.5
_STEP_PX = 1.0
_MAX_INSIDE = 4096


@dataclass(frozen=True)
class SampledShape:
    """One object as weighted points.

    xy: (P, 2) float64, pixels, x to the right, y down. features: (P, 7) float32, the weight of each of CHANNELS: the
    area in px2 that a point inside stands for, or the length in px of the wall that a point of the outline stands for,
    over the square root of the outline's whole length, since neighbouring pixels are correlated.
    """

    xy: np.ndarray
    features: np.ndarray


def sample_shape(geometry: shapely.Geometry) -> SampledShape:
    """The points of a polygon or line, or several, in pixels; of an empty geometry none.

    Holes count as outside. A line has no inside: its points lie on a wall without sides.
    """
    parts = [part for part in shapely.get_parts(geometry) if not part.is_empty]
    areas = [part for part in parts if shapely.get_dimensions(part) == 2]
    walls = [_sample_ring(ring, hole) for part in areas for ring, hole in _list_rings(part)]
    walls += [_sample_line(part) for part in parts if shapely.get_dimensions(part) == 1]
    if not walls:
        return SampledShape(np.empty((0, 2)), np.empty((0, len(CHANNELS)), np.float32))
    xy, tangents, normals, lengths = (np.concatenate(each) for each in zip(*walls))
    points, features = [xy], [_describe_walls(tangents, normals, lengths)]
    if areas:
        surface = shapely.multipolygons(areas) if len(areas) > 1 else areas[0]
        for found, channel in ((_sample_inside(surface), 0), (_sample_ring_outside(surface, xy, normals, lengths), 1)):
            weights = np.zeros((len(found[1]), len(CHANNELS)))
            weights[:, channel] = found[1]
            points.append(found[0])
            features.append(weights)
    weighted = np.concatenate(features) / math.sqrt(max(1.0, lengths.sum()))
    return SampledShape(np.concatenate(points), weighted.astype(np.float32))


def _list_rings(polygon: shapely.Polygon) -> list[tuple[np.ndarray, bool]]:
    exterior = shapely.get_coordinates(shapely.get_exterior_ring(polygon))
    inner = [
        shapely.get_coordinates(shapely.get_interior_ring(polygon, i))
        for i in range(shapely.get_num_interior_rings(polygon))
    ]
    return [(exterior, False)] + [(ring, True) for ring in inner]


def _sample_ring(ring: np.ndarray, hole: bool) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Points, tangents, normals out of the object, (n, 2) each, and the lengths they stand for, (n,)."""
    xy, tangents, lengths = _walk(ring)
    x, y = (ring - ring[0]).T
    counterclockwise = float(x[:-1] @ y[1:] - x[1:] @ y[:-1]) > 0
    side = 1.0 if counterclockwise != hole else -1.0
    return xy, tangents, side * np.column_stack([tangents[:, 1], -tangents[:, 0]]), lengths


def _sample_line(line: shapely.LineString) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    xy, tangents, lengths = _walk(shapely.get_coordinates(line))
    return xy, tangents, np.zeros_like(xy), lengths


def _walk(vertices: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The middles of equal steps of at most _STEP_PX along a path: points, unit tangents, lengths."""
    edges = np.diff(vertices, axis=0)
    length = np.hypot(*edges.T)
    counts = np.maximum(1, np.ceil(length / _STEP_PX)).astype(int)
    counts[length == 0] = 0
    edge = np.repeat(np.arange(len(edges)), counts)
    step = np.arange(len(edge)) - np.repeat(np.cumsum(counts) - counts, counts)
    fraction = (step + 0.5) / counts[edge]
    xy = vertices[edge] + fraction[:, None] * edges[edge]
    return xy, edges[edge] / length[edge, None], length[edge] / counts[edge]


def _describe_walls(tangents: np.ndarray, normals: np.ndarray, lengths: np.ndarray) -> np.ndarray:
    cosine, sine = tangents.T
    directions = [np.ones_like(cosine), *normals.T, cosine**2 - sine**2, 2 * sine * cosine]
    walls = np.column_stack(directions) * lengths[:, None]
    return np.concatenate([np.zeros((len(walls), 2)), walls], axis=1)


def _sample_inside(surface: shapely.Geometry) -> tuple[np.ndarray, np.ndarray]:
    """Points of a square lattice inside, and the area that each stands for."""
    left, top, right, bottom = surface.bounds
    step = max(1.0, math.sqrt((right - left) * (bottom - top) / _MAX_INSIDE))
    across, down = (max(1, round(size / step)) for size in (right - left, bottom - top))
    x = left + (np.arange(across) + 0.5) * (right - left) / across
    y = top + (np.arange(down) + 0.5) * (bottom - top) / down
    lattice = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
    shapely.prepare(surface)
    inside = lattice[shapely.contains_xy(surface, *lattice.T)]
    if not len(inside):
        inside = shapely.get_coordinates(shapely.point_on_surface(surface))
    return inside, np.full(len(inside), surface.area / max(1, len(inside)))


def _sample_ring_outside(
    surface: shapely.Geometry, xy: np.ndarray, normals: np.ndarray, lengths: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Points close outside the walls, and the length of the wall that each stands for."""
    ring = xy + _RING_PX * normals
    outside = ~shapely.contains_xy(surface, *ring.T)
    return ring[outside], lengths[outside]
