"""Paint a window of a procedural town as a camera in the air would see it.

Every pixel depends on its place in the town alone, never on the window: textures come from tables indexed by absolute
coordinates, and windows are rendered with room for whatever throws a shadow into them. So windows fit seamlessly.
"""

from __future__ import annotations

import numpy as np

from .camera import average, compress, photograph
from .canvas import Canvas
from .footprints import number_buildings
from .styles import Style

PAD_PX = 8  # for blur and sharpening


def place_window(seed: int, resolution_m: float) -> tuple[int, int]:
    """Where in the endless town a scene lies: row and column of its corner, multiples of 8 px for JPEG's blocks."""
    place_m = np.random.default_rng([seed, 6]).uniform(0, 5000, 2)
    return tuple(8 * round(float(value) / resolution_m / 8) for value in place_m)  # type: ignore[return-value]


def render_window(
    style: Style, resolution_m: float, row: int, column: int, height: int, width: int
) -> tuple[np.ndarray, np.ndarray]:
    """The image (H, W, 3) uint8 and the buildings (H, W) uint8 (1 inside a footprint) of a window of the town.

    row, column: the window's corner in pixels from the town's origin, multiples of 8 where the style has JPEG. The
    buildings as objects of their own: `footprints`.
    """
    fine = 2 if resolution_m > 0.35 else 1  # coarse pixels are averages of finer ones, as they are in a camera
    pixel_m = resolution_m / fine
    pad = PAD_PX * fine
    scene = Canvas(
        style, pixel_m, row * fine - pad, column * fine - pad, height * fine + 2 * pad, width * fine + 2 * pad
    )
    scene.paint()
    radiance = average(scene.develop(), fine)
    rgb = photograph(radiance, style, row - PAD_PX, column - PAD_PX)
    inner = (slice(PAD_PX, PAD_PX + height), slice(PAD_PX, PAD_PX + width))
    mask = (number_buildings(style, resolution_m, row, column, height, width) > 0).astype(np.uint8)
    return compress(np.ascontiguousarray(rgb[inner]), style.jpeg_quality), mask
