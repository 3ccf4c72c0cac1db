"""A part of `regression`: images of one quadrilateral each, with a known outline.

Half of the quadrilaterals are PolyCNN's (Girard & Tarabalka 2018: four vertices near a circle), half almost
rectangles. Of the patches 50 % are plain, 30 % have trees over a part of the object, and in 20 % an equal neighbour
shares a wall with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import rasterio.features
import shapely
from PIL import Image, ImageDraw
from rasterio.transform import Affine
from scipy.ndimage import gaussian_filter

SIZE_PX, JITTER_PX = 64, 4.0
KINDS = ("plain", "occluded", "touching")
SHARES = (0.5, 0.3, 0.2)
_FINE = 4  # drawn so many times finer
_RADIUS_PX, _IRREGULARITY = 0.225 * SIZE_PX, 0.5
_MIN_AREA_PX2, _MIN_SIDE_PX = 80, 5


@dataclass
class Patches:
    """Square images around one object each.

    images: (N, 3, S, S) uint8. polygons: (N,) shapely, of the object, in px from the upper left corner, y down.
    inside, all_inside: (N, S, S) uint8, share of each pixel inside the object, and inside any object, times 255.
    kinds: (N,) index into KINDS. objects: for each patch all of its objects; those that touch share a wall.
    """

    images: np.ndarray
    polygons: np.ndarray
    inside: np.ndarray
    all_inside: np.ndarray
    kinds: np.ndarray
    objects: list[list[shapely.Polygon]]

    def __len__(self) -> int:
        return len(self.images)

    def select(self, chosen: np.ndarray) -> Patches:
        """The patches at the positions given."""
        return Patches(
            self.images[chosen],
            self.polygons[chosen],
            self.inside[chosen],
            self.all_inside[chosen],
            self.kinds[chosen],
            [self.objects[k] for k in chosen],
        )


def make_patches(count: int, seed: int, shares: Sequence[float] = SHARES) -> Patches:
    """The same patches for the same seed. shares: of each of KINDS."""
    rng = np.random.default_rng(seed)
    textures = _make_textures(rng)
    kinds = rng.choice(len(KINDS), count, p=shares)
    images, polygons, insides, all_insides, objects = [], [], [], [], []
    for kind in kinds:
        corners = draw_quadrilateral(rng)
        outlines = [corners]
        if KINDS[kind] == "touching":
            wall = rng.integers(4)
            outlines.append(corners[wall] + corners[(wall + 1) % 4] - corners)  # the same, turned by 180 degrees
        inside = cover(outlines[:1])
        images.append(_paint(rng, textures, outlines, KINDS[kind] == "occluded"))
        insides.append(inside)
        all_insides.append(cover(outlines))
        objects.append([shapely.Polygon(each) for each in outlines])
        polygons.append(objects[-1][0])
    return Patches(
        np.stack(images), np.array(polygons, dtype=object), np.stack(insides), np.stack(all_insides), kinds, objects
    )


def join_patches(parts: Sequence[Patches]) -> Patches:
    """All patches of several sets."""
    arrays = (np.concatenate([getattr(part, name) for part in parts])
              for name in ("images", "polygons", "inside", "all_inside", "kinds"))  # fmt: skip
    return Patches(*arrays, [each for part in parts for each in part.objects])


def draw_quadrilateral(rng: np.random.Generator) -> np.ndarray:
    """(4, 2) vertices of a quadrilateral around the patch's centre."""
    while True:
        if rng.random() < 0.5:
            angles = rng.uniform(0, 2 * np.pi) + np.pi / 2 * (np.arange(4) + _IRREGULARITY * rng.uniform(-1, 1, 4))
            radii = _RADIUS_PX * (1 + _IRREGULARITY * rng.uniform(-1, 1, 4))
            corners = np.column_stack([radii * np.cos(angles), radii * np.sin(angles)])
        else:
            width, height = rng.uniform(10, 36, 2)
            turn = rng.uniform(0, 2 * np.pi)
            corners = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * (width / 2, height / 2) + rng.normal(
                0, 0.8, (4, 2)
            )
            corners = corners @ np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
        shape = shapely.Polygon(corners)
        sides = np.hypot(*(corners - np.roll(corners, 1, axis=0)).T)
        if shape.is_valid and shape.area >= _MIN_AREA_PX2 and sides.min() >= _MIN_SIDE_PX:
            break
    centre = SIZE_PX / 2 + rng.uniform(-JITTER_PX, JITTER_PX, 2)
    return corners - np.array(shape.centroid.coords[0]) + centre


def cover(outlines: list[np.ndarray], size_px: int = SIZE_PX) -> np.ndarray:
    """(S, S) uint8: share of each pixel inside, times 255."""
    fine = _draw_mask(outlines, size_px, 2 * _FINE).reshape(size_px, 2 * _FINE, size_px, 2 * _FINE)
    return np.round(fine.mean(axis=(1, 3)) * 255).astype(np.uint8)


def _draw_mask(outlines: list[np.ndarray], size_px: int = SIZE_PX, fine: int = _FINE) -> np.ndarray:
    """Which pixels, `fine` times finer, have their centres in one of the outlines."""
    shapes = [shapely.Polygon(outline) for outline in outlines]
    size = size_px * fine
    return rasterio.features.rasterize(shapes, (size, size), transform=Affine.scale(1 / fine)).astype(bool)


def _make_textures(rng: np.random.Generator) -> list[np.ndarray]:
    """Noise of mean 0 and standard deviation 1, from fine to coarse."""
    textures = []
    for width in (1.0, 2.0, 4.0, 12.0, 48.0):
        noise = gaussian_filter(rng.normal(0, 1, (1024, 1024)).astype(np.float32), width, mode="wrap")
        textures.append(noise / noise.std())
    return textures


def _cut(rng: np.random.Generator, texture: np.ndarray, size: int) -> np.ndarray:
    y, x = rng.integers(0, len(texture) - size, 2)
    return texture[y : y + size, x : x + size]


def _paint(
    rng: np.random.Generator, textures: list[np.ndarray], outlines: list[np.ndarray], occluded: bool
) -> np.ndarray:
    size = SIZE_PX * _FINE
    ground = rng.uniform(50, 190, 3)
    ground = 0.5 * ground + 0.5 * ground.mean()
    canvas = np.repeat(ground[:, None, None], size, 1).repeat(size, 2).astype(np.float32)
    for texture, strength in zip(textures, (4, 5, 7, 9, 16), strict=True):
        canvas += rng.uniform(0.3, 1) * strength * _cut(rng, texture, size)
    for _ in range(rng.integers(0, 3)):  # roads, yards and fields
        _fill(canvas, _draw_mask([_draw_strip(rng)]), ground + rng.normal(0, 25, 3), rng, textures)
    color = ground
    while np.abs(color - ground).mean() < 18:
        color = rng.uniform(40, 225) + rng.normal(0, 22, 3)
    if rng.random() < 0.5:  # a shadow beside it
        offset = rng.uniform(-3, 3, 2)
        canvas *= 1 - 0.4 * _draw_mask([outline + offset for outline in outlines])
    for outline in reversed(outlines):
        mask = _draw_mask([outline])
        _fill(canvas, mask, color + rng.normal(0, 6) + rng.normal(0, 2, 3), rng, textures)
        if len(outlines) > 1 or rng.random() < 0.3:
            line = Image.new("1", (size, size))
            ImageDraw.Draw(line).line([tuple(xy) for xy in np.vstack([outline, outline[:1]]) * _FINE], fill=1, width=3)
            canvas += rng.uniform(-35, 10) * np.asarray(line)
    centres = []
    if occluded:
        for _ in range(rng.integers(1, 4)):
            wall, share = rng.integers(4), rng.uniform(0, 1)
            centres.append(outlines[0][wall] * share + outlines[0][(wall + 1) % 4] * (1 - share) + rng.normal(0, 2, 2))
    for _ in range(rng.integers(0, 3)):
        centre = rng.uniform(0, SIZE_PX, 2)
        if shapely.Polygon(outlines[0]).distance(shapely.Point(centre)) > 10:
            centres.append(centre)
    for centre in centres:
        _paint_tree(canvas, rng, textures, centre, rng.uniform(3.5, 8))
    coarse = canvas.reshape(3, SIZE_PX, _FINE, SIZE_PX, _FINE).mean(axis=(2, 4))
    coarse = gaussian_filter(coarse, (0, 0.6, 0.6)) + rng.normal(0, rng.uniform(2, 7), coarse.shape)
    return np.clip(np.round(coarse), 0, 255).astype(np.uint8)


def _draw_strip(rng: np.random.Generator) -> np.ndarray:
    """A straight strip through the patch."""
    turn, width = rng.uniform(0, np.pi), rng.uniform(3, 14)
    along, across = np.array([np.cos(turn), np.sin(turn)]), np.array([-np.sin(turn), np.cos(turn)])
    middle = rng.uniform(0, SIZE_PX, 2)
    return np.array(
        [middle + 100 * s * along + t * width / 2 * across for s, t in ((-1, -1), (1, -1), (1, 1), (-1, 1))]
    )


def _fill(
    canvas: np.ndarray, mask: np.ndarray, color: np.ndarray, rng: np.random.Generator, textures: list[np.ndarray]
) -> None:
    """Paint with a texture, brighter to one side."""
    size = len(mask)
    shade = rng.uniform(1, 4) * _cut(rng, textures[1], size) + rng.uniform(1, 6) * _cut(rng, textures[3], size)
    turn = rng.uniform(0, 2 * np.pi)
    ramp = np.linspace(-1, 1, size, dtype=np.float32)
    shade += rng.uniform(0, 14) * (np.cos(turn) * ramp[None] + np.sin(turn) * ramp[:, None])
    np.copyto(canvas, (color[:, None, None] + shade).astype(np.float32), where=mask)


def _paint_tree(
    canvas: np.ndarray, rng: np.random.Generator, textures: list[np.ndarray], centre: np.ndarray, radius: float
) -> None:
    size = canvas.shape[1]
    y, x = (np.mgrid[:size, :size] + 0.5) / _FINE
    distance = (
        np.hypot(x - centre[0], y - centre[1]) + 0.8 * _cut(rng, textures[2], size) + 0.4 * _cut(rng, textures[1], size)
    )
    mask = distance < radius
    light = ((x - centre[0]) + (y - centre[1])) / radius
    color = np.array([70, 95, 60]) * rng.uniform(0.6, 1.2) + rng.normal(0, 6, 3)
    green = color[:, None, None] + 10 * light + 10 * _cut(rng, textures[2], size) + 6 * _cut(rng, textures[1], size)
    np.copyto(canvas, green.astype(np.float32), where=mask)
