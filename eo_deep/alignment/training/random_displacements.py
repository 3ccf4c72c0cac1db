"""Random displacements of a map that matches its image, to train an alignment and to measure its accuracy.

Everything is in px of an image (x to the right, y down). A displacement d is displaced - true; what an alignment has to
find is the correction -d, at the displaced object's place.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import shapely
import shapely.affinity
from scipy.spatial import cKDTree

from ...errors import EoDeepError

# Girard et al. 2018, mapalignment: fields are drawn on an image of this size, whatever the size of the one in hand.
_FIELD_PX = 5000
_BUMPS = 30
_VARIANCE = 0.002  # of a bump along its narrow side, for an image of side 1; up to twice that along the other
_STRETCH_STEP_PX = 50
_INVERSION_STEPS = 8  # each leaves at most an eighth of the error at 32 px
_TRIES = 40
_CLEARANCE_PX = 10.0


@dataclass(frozen=True)
class SmoothField:
    """A smooth random vector field: call it with xy (P, 2) px -> values (P, 2) px; it is exact, not interpolated.

    centres (2, B, 2), shapes (2, B, 2, 2) (inverse covariances) and heights (2, B) describe the bumps of either
    component; scale and offset (2,) stretch their sum.
    """

    centres: np.ndarray
    shapes: np.ndarray
    heights: np.ndarray
    scale: np.ndarray
    offset: np.ndarray

    def __call__(self, xy: np.ndarray) -> np.ndarray:
        return self._sum(np.asarray(xy, float)) * self.scale + self.offset

    def invert(self, xy: np.ndarray) -> np.ndarray:
        """Where each of xy (P, 2) must lie for the field, read there, to lead back to it: q with q + field(q) = xy.

        By fixed-point steps, which converge because the field changes by much less than 1 px per px.
        """
        found = np.asarray(xy, float)
        for _ in range(_INVERSION_STEPS):
            found = xy - self(found)
        return found

    def _sum(self, xy: np.ndarray) -> np.ndarray:
        total = np.zeros((len(xy), 2))
        for component in range(2):
            for centre, shape, height in zip(self.centres[component], self.shapes[component], self.heights[component]):
                x, y = xy[:, 0] - centre[0], xy[:, 1] - centre[1]
                total[:, component] += height * np.exp(
                    -0.5 * (shape[0, 0] * x * x + 2 * shape[0, 1] * x * y + shape[1, 1] * y * y)
                )
        return total


def smooth_field(rng: np.random.Generator, extent_px: tuple[float, float], amplitude_px: float = 32.0) -> SmoothField:
    """A random field whose components lie in -amplitude_px..amplitude_px, as in the published protocol.

    Sum of 30 signed Gaussian bumps per component, drawn on an image of 5000 px and stretched to the amplitude there; a
    random window of it serves an image of `extent_px` (width, height). A larger image gets as many bumps per area.
    Source: Girard, Charpiat, Tarabalka 2018 (Aligning and updating cadaster maps with aerial images), their code.
    """
    whole = np.maximum(extent_px, _FIELD_PX).astype(float)
    bumps = round(_BUMPS * whole.prod() / _FIELD_PX**2)
    centres = rng.uniform(0, whole, (2, bumps, 2))
    angles = rng.uniform(0, np.pi, (2, bumps))
    axes = np.array([[np.cos(angles), -np.sin(angles)], [np.sin(angles), np.cos(angles)]]).transpose(2, 3, 0, 1)
    variances = _VARIANCE * _FIELD_PX**2 * rng.uniform(1, 2, (2, bumps, 2))
    shapes = (axes / variances[..., None, :]) @ axes.swapaxes(-1, -2)
    heights = rng.choice([-1.0, 1.0], (2, bumps)) * _VARIANCE * _FIELD_PX**2 / np.sqrt(variances.prod(-1))
    plain = SmoothField(centres, shapes, heights, np.ones(2), np.zeros(2))
    nodes = [np.arange(0, side + 1, _STRETCH_STEP_PX) for side in whole]
    values = plain(np.stack(np.meshgrid(*nodes), -1).reshape(-1, 2))
    low, high = values.min(axis=0), values.max(axis=0)
    scale = 2 * amplitude_px / (high - low)
    window = rng.uniform(0, whole - extent_px)
    return SmoothField(centres - window, shapes, heights, scale, -amplitude_px - low * scale)


@dataclass(frozen=True)
class DisplacementAmplitudes:
    """How a map is displaced; px, degrees and shares.

    smooth_px: amplitude of a smooth field, which moves every vertex for itself, or with `rigid` whole objects.
    block_px: largest shift of all objects of a block alike; blocks are cells of about block_size_px.
    object_px: largest shift of each object for itself. Shifts are uniform in a disc.
    rotation_deg, scale: each object is turned and stretched about its centre by up to that much (0.02: 2 %).
    dropped: share of the objects that the displaced map lacks. spurious: number of objects that no image shows, as a
    share of the map's objects: copies of real ones at places without any.
    """

    smooth_px: float = 0.0
    block_px: float = 0.0
    block_size_px: float = 380.0
    object_px: float = 0.0
    rotation_deg: float = 0.0
    scale: float = 0.0
    dropped: float = 0.0
    spurious: float = 0.0
    rigid: bool = False


@dataclass(frozen=True)
class DisplacementSettings:
    """How a training displaces its maps, in metres, degrees and shares; see `DisplacementAmplitudes`."""

    smooth_m: float = 9.6
    block_m: float = 4.8
    object_m: float = 1.8
    rotation_deg: float = 3.0
    dropped: float = 0.2
    spurious: float = 0.15

    def __post_init__(self) -> None:
        if min(self.smooth_m, self.block_m, self.object_m, self.rotation_deg) < 0 or self.reach_m == 0:
            raise EoDeepError("Displacements must be 0 or more, and at least one must be greater than 0.")
        for name in ("dropped", "spurious"):
            if not 0 <= getattr(self, name) < 1:
                raise EoDeepError(
                    f"The share of {name} objects must be at least 0 and below 1, got {getattr(self, name):g}."
                )

    @property
    def reach_m(self) -> float:
        """The farthest that an object is moved along an axis."""
        return self.smooth_m + self.block_m + self.object_m

    def to_px(self, resolution_m: float) -> DisplacementAmplitudes:
        """In pixels of a training resolution; objects stay rigid, as they are when they are matched."""
        return DisplacementAmplitudes(
            smooth_px=self.smooth_m / resolution_m,
            block_px=self.block_m / resolution_m,
            object_px=self.object_m / resolution_m,
            rotation_deg=self.rotation_deg,
            scale=math.radians(self.rotation_deg) / 2,
            dropped=self.dropped,
            spurious=self.spurious,
            rigid=True,
        )


@dataclass(frozen=True)
class DisplacedMap:
    """A displaced map: M geometries, for each the index of the object that it is a copy of, and its shift.

    geometries (M,) shapely, px. source (M,) int64, -1 for spurious objects. kept (N,) bool: which objects are still on
    the map.
    shift_px (M, 2): displaced - true, of the middle of the object's bounds.
    """

    geometries: np.ndarray
    source: np.ndarray
    kept: np.ndarray
    shift_px: np.ndarray


def displace(
    rng: np.random.Generator,
    geometries: np.ndarray,
    area: shapely.Geometry,
    settings: DisplacementAmplitudes,
    others: np.ndarray | None = None,
) -> DisplacedMap:
    """Displace a map. geometries: (N,) shapely, px; area: the image, where spurious objects may lie. others: objects
    that are not moved and that spurious ones keep clear of too.

    The smooth field is the correction where the displaced map lies: displaced + field(displaced) = true.
    """
    geometries = np.asarray(geometries, object)
    kept = rng.random(len(geometries)) >= settings.dropped
    taken = geometries if others is None else np.concatenate([geometries, others])
    spurious = _draw_spurious(rng, geometries, area, round(settings.spurious * len(geometries)), taken)
    source = np.concatenate([np.flatnonzero(kept), np.full(len(spurious), -1)]).astype(np.int64)
    before = np.concatenate([geometries[kept], spurious])
    if not len(before):
        return DisplacedMap(before, source, kept, np.zeros((0, 2)))
    xy, owner = shapely.get_coordinates(before, return_index=True)
    centres = _find_middles(before)
    moved = _turn(rng, xy - centres[owner], owner, len(before), settings)
    shifts = _shift_blocks(rng, centres, area, settings) + _draw_in_disc(rng, len(before), settings.object_px)
    moved += (centres + shifts)[owner]
    if settings.smooth_px:
        left, top, right, bottom = area.bounds
        field = smooth_field(rng, (right - left, bottom - top), settings.smooth_px)
        origin = np.array([left, top])
        if settings.rigid:
            places = centres + shifts
            moved += (field.invert(places - origin) + origin - places)[owner]
        else:
            moved = field.invert(moved - origin) + origin
    after = shapely.set_coordinates(before.copy(), moved)
    return DisplacedMap(after, source, kept, _find_middles(after) - centres)


def _turn(
    rng: np.random.Generator, xy: np.ndarray, owner: np.ndarray, count: int, settings: DisplacementAmplitudes
) -> np.ndarray:
    """Turn and stretch objects, given by vertices about their middles, each by an angle and a factor of its own."""
    angle = np.radians(rng.uniform(-settings.rotation_deg, settings.rotation_deg, count))[owner]
    factor = rng.uniform(1 - settings.scale, 1 + settings.scale, count)[owner]
    cos, sin = factor * np.cos(angle), factor * np.sin(angle)
    return np.column_stack([cos * xy[:, 0] - sin * xy[:, 1], sin * xy[:, 0] + cos * xy[:, 1]])


def _shift_blocks(
    rng: np.random.Generator, centres: np.ndarray, area: shapely.Geometry, settings: DisplacementAmplitudes
) -> np.ndarray:
    """The shift (M, 2) of the block that each centre lies in: the nearest seed of a jittered grid."""
    left, top, right, bottom = area.bounds
    step = settings.block_size_px
    columns, rows = np.meshgrid(
        np.arange(left - step, right + 2 * step, step), np.arange(top - step, bottom + 2 * step, step)
    )
    seeds = np.column_stack([columns.ravel(), rows.ravel()])
    seeds += rng.uniform(-0.35 * step, 0.35 * step, seeds.shape)
    return _draw_in_disc(rng, len(seeds), settings.block_px)[cKDTree(seeds).query(centres)[1]]


def _draw_in_disc(rng: np.random.Generator, count: int, radius_px: float) -> np.ndarray:
    """Points (count, 2) uniform in a disc about 0."""
    radius, angle = radius_px * np.sqrt(rng.random(count)), rng.uniform(0, 2 * np.pi, count)
    return np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])


def _draw_spurious(
    rng: np.random.Generator, geometries: np.ndarray, area: shapely.Geometry, count: int, taken_by: np.ndarray
) -> np.ndarray:
    """Up to `count` copies of random objects, turned, at places in the area that are clear of `taken_by`.

    Fewer where the area has no room for them.
    """
    taken = shapely.STRtree(taken_by)
    left, top, right, bottom = area.bounds
    shapely.prepare(area)
    found: list[shapely.Geometry] = []
    for _ in range(_TRIES * count):
        if len(found) == count:
            break
        copy = geometries[rng.integers(len(geometries))]
        copy = shapely.affinity.rotate(copy, rng.uniform(0, 360), origin=tuple(_find_middles(np.array([copy]))[0]))
        x, y = rng.uniform((left, top), (right, bottom)) - _find_middles(np.array([copy]))[0]
        copy = shapely.affinity.translate(copy, x, y)
        clear = not len(taken.query(copy, "dwithin", distance=_CLEARANCE_PX)) and area.contains(copy)
        if clear and all(copy.distance(other) > _CLEARANCE_PX for other in found):
            found.append(copy)
    return np.array(found, object)


def _find_middles(geometries: np.ndarray) -> np.ndarray:
    """The middles (M, 2) of the bounds of geometries."""
    bounds = shapely.bounds(geometries)
    return (bounds[:, :2] + bounds[:, 2:]) / 2
