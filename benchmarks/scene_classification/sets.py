"""A part of `compare`: images foreign to a EuroSAT model, and EuroSAT patches altered; all (N, 3, 64, 64) uint8."""

from __future__ import annotations

import colorsys
from pathlib import Path

import numpy as np
from PIL import Image
from scipy.ndimage import gaussian_filter

_MADE = 200


def read_foreign(data: Path) -> dict[str, np.ndarray]:
    """Aerial crops and downscaled Beirut from the folder of shared data; those that are there."""
    sets = {}
    for name, pattern in (
        ("Potsdam, aerial", "ood/mmseg_potsdam/*.png"),
        ("Vaihingen, aerial, false colour", "ood/mmseg_vaihingen/*.png"),
        ("downscaled Beirut", "ood/oscd_beirut/patches64/*.png"),
    ):
        patches = [patch for path in sorted(data.glob(pattern)) for patch in cut(read_picture(path))]
        if patches:
            sets[name] = np.stack(patches)
    return sets


def make_foreign(images: np.ndarray, seed: int = 0) -> dict[str, np.ndarray]:
    """Noise, constants, and real images (N, 3, P, P) blurred and recoloured."""
    generator = np.random.default_rng(seed)
    chosen = images[generator.permutation(len(images))[:_MADE]]
    shape = (_MADE, *images.shape[1:])
    constants = np.broadcast_to(generator.integers(0, 256, (*shape[:2], 1, 1)), shape)
    blurred = np.stack([gaussian_filter(image.astype(np.float32), (0, 2, 2)) for image in chosen])
    return {
        "uniform noise": generator.integers(0, 256, shape).astype(np.uint8),
        "constant colours": np.ascontiguousarray(constants).astype(np.uint8),
        "EuroSAT blurred (sigma 2 px)": np.rint(blurred).astype(np.uint8),
        "EuroSAT, bands as blue, green, red": chosen[:, ::-1].copy(),
        "EuroSAT, hue turned by a third": np.stack([turn_hue(image) for image in chosen]),
        "EuroSAT, inverted": 255 - chosen,
    }


def turn_hue(image: np.ndarray, by: float = 1 / 3) -> np.ndarray:
    """(3, H, W) uint8 with all hues turned, lightness and saturation kept."""
    colours, places = np.unique(image.reshape(3, -1), axis=1, return_inverse=True)
    turned = []
    for red, green, blue in (colours / 255).T:
        hue, lightness, saturation = colorsys.rgb_to_hls(red, green, blue)
        turned.append(colorsys.hls_to_rgb((hue + by) % 1, lightness, saturation))
    return np.rint(np.array(turned).T[:, places.ravel()] * 255).astype(np.uint8).reshape(image.shape)


def read_picture(path: Path) -> np.ndarray:
    """A picture as (3, H, W) uint8."""
    return np.asarray(Image.open(path).convert("RGB")).transpose(2, 0, 1)


def cut(picture: np.ndarray, patch_px: int = 64) -> list[np.ndarray]:
    """The whole patches of a picture (3, H, W), side by side."""
    rows, columns = (range(0, length - patch_px + 1, patch_px) for length in picture.shape[1:])
    return [picture[:, row : row + patch_px, column : column + patch_px] for row in rows for column in columns]
