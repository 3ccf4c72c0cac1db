"""The camera above a procedural town: linear light -> lens, sensor, tone curve, JPEG."""

from __future__ import annotations

import io

import numpy as np
from PIL import Image
from scipy.ndimage import gaussian_filter

from .noise import draw_pixel_noise, make_noise_tables
from .styles import Style

DISPLAY_GAMMA = 2.2
JPEG_BLOCK_PX = 8


def linearize(color: np.ndarray) -> np.ndarray:
    """Display values 0..255 -> linear reflectance 0..1."""
    return ((color / np.float32(255)) ** np.float32(DISPLAY_GAMMA)).astype(np.float32)


def average(pixels: np.ndarray, factor: int) -> np.ndarray:
    """Means of factor x factor pixels: (H, W, C) -> (H / factor, W / factor, C)."""
    if factor == 1:
        return pixels
    height, width = pixels.shape[0] // factor, pixels.shape[1] // factor
    return pixels.reshape(height, factor, width, factor, -1).mean(axis=(1, 3))


def photograph(radiance: np.ndarray, style: Style, row: int, column: int) -> np.ndarray:
    """Haze, lens, sensor and tone curve: linear light (H, W, 3) -> uint8."""
    light = radiance * np.float32(style.exposure) * np.array(style.gains, np.float32)
    haze = np.array(style.haze_color, np.float32) ** np.float32(DISPLAY_GAMMA)
    light = light * np.float32(1 - style.haze) + haze * np.float32(style.haze)
    light = gaussian_filter(light, (style.blur_px, style.blur_px, 0), truncate=4)
    shown = np.clip(light, 0, None) ** np.float32(style.gamma / DISPLAY_GAMMA)
    if style.sharpening:
        shown = shown + np.float32(style.sharpening) * (shown - gaussian_filter(shown, (1.2, 1.2, 0), truncate=3))
    grey = shown.mean(axis=2, keepdims=True)
    shown = grey + np.float32(style.saturation) * (shown - grey)
    shown = 0.45 + np.float32(style.contrast) * (shown - 0.45)
    tables = make_noise_tables(style.seed)
    noise = np.stack([draw_pixel_noise(tables, row, column, grey.shape[:2], turn) for turn in (1, 2, 3)], axis=2)
    shown = shown + np.float32(style.noise) * noise * (0.4 + np.sqrt(np.clip(shown, 0, 1)))
    return (np.clip(shown, 0, 1) * 255 + 0.5).astype(np.uint8)


def compress(rgb: np.ndarray, quality: int | None) -> np.ndarray:
    """What JPEG leaves of the image; blocks of 8 px keep their places when windows start at multiples of 8."""
    if quality is None:
        return rgb
    height, width = rgb.shape[:2]
    padded = np.pad(rgb, ((0, -height % JPEG_BLOCK_PX), (0, -width % JPEG_BLOCK_PX), (0, 0)), mode="edge")
    buffer = io.BytesIO()
    Image.fromarray(padded).save(buffer, format="JPEG", quality=quality, subsampling=0)
    return np.asarray(Image.open(io.BytesIO(buffer.getvalue())))[:height, :width]
